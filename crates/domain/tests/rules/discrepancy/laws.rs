//! The laws of the search.

use super::*;

/// A counted day with cash, card and tape put off by anything.
fn put_off(seed: u64, cash: i64, card: i64, tape: i64, float: i64) -> (Till, Vec<Till>) {
    let mut till = Till::opened("W3", seed, FLOAT + float / 500 * 500, FLOAT);
    for nth in 0..30 {
        till.wait(50);
        let sale = till.customer();
        let number = till.record(&sale);
        till.receive(&number, &sale.tenders);
        match nth {
            9 => till.checkpoint(),
            14 => till.void(&number, seed.is_multiple_of(2)),
            17 => till.change_order(3_000, 1_000, 2_000),
            20 => till.hand_over(),
            22 => till.no_sale(),
            25 => till.pick_up(till.cash / 200 * 100, true),
            _ => {}
        }
    }
    till.cash = (till.cash + cash).max(0);
    *till.slips.entry("CARD".into()).or_default() += card;
    match tape {
        0 => {}
        1 => till.papers.truncate(till.papers.len() / 2),
        cents => till.papers.push(extra(cents, "5")),
    }
    let count = till.sorted();
    till.count(count);
    let others = vec![
        beside("W4", FLOAT + float / 500 * 500, -cash),
        beside("W5", FLOAT, card),
        beside("W6", FLOAT, 0),
    ];
    (till, others)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn the_laws_of_a_search(
        seed in 0u64..1_000,
        cash in prop_oneof![Just(0i64), -20_000i64..20_000, (-40i64..40).prop_map(|n| n * 500), (-900i64..900).prop_map(|n| n * 9)],
        card in prop_oneof![Just(0i64), -20_000i64..20_000],
        tape in prop_oneof![Just(0i64), Just(1i64), 2i64..20_000],
        float in prop_oneof![Just(0i64), 0i64..5_000],
    ) {
        let (till, others) = put_off(seed, cash, card, tape, float);
        let (city, session) = (&till.configuration, &till.session);
        let beside: Vec<&Session> = others.iter().map(|other| &other.session).collect();
        let turned: Vec<&Session> = others.iter().rev().map(|other| &other.session).collect();
        let found = search_with_lines(city, session, &beside, &till.lines).unwrap();
        prop_assert_eq!(&found, &search_with_lines(city, session, &turned, &till.lines).unwrap());
        prop_assert!(found.suspects.len() <= MOST_SUSPECTS);
        prop_assert!(!found.differences.is_empty() || found.suspects.is_empty());
        for suspect in &found.suspects {
            let difference = found.differences.iter().find(|of| of.tender == suspect.tender).unwrap().difference;
            prop_assert!(suspect.explains.0.abs() <= difference.0.abs(), "{:?}", suspect);
            prop_assert!(suspect.explains.0 * difference.0 >= 0, "{:?}", suspect);
            prop_assert!(suspect.sentence().ends_with('.'), "{:?}", suspect);
            for item in &suspect.items {
                let receipt = session.receipt(&item.receipt).unwrap();
                prop_assert_eq!(receipt.tenders[usize::from(item.place)].amount, item.amount);
            }
        }
    }
}

#[test]
fn a_whole_day_without_an_error_agrees() {
    for seed in 1..6 {
        let day = Day::lived(None, seed);
        assert_eq!(day.search(true), Search::default());
    }
}
