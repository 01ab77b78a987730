//! Counts of cash, change counted out, the fields of checks and cards.

use counterfoil_domain::cash::{CashCount, CashLine, bundle_word, count_out};
use counterfoil_domain::check::{TenderOffer, routing_is_valid};
use counterfoil_domain::config::{Configuration, DenominationKind};
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;
use proptest::prelude::*;

use crate::fixture::{CARD_NUMBER, ROUTING, cash, configuration, offer};
use crate::table::{Rule, check};

#[test]
fn a_count_of_cash() {
    let rules: [Rule<'_, CashCount>; 2] = [
        ("unknown_denomination", |count| count.0[0].cents = Cents(300)),
        ("denomination_twice", |count| count.0[1].cents = count.0[2].cents),
    ];
    let decide = |count: &CashCount| count.clone().checked(&configuration().denominations);
    check(&cash(&[(2_000, 1), (100, 3), (25, 2)]), decide, &rules);
    let mut kinds = configuration().denominations;
    kinds[0].bundle = u32::MAX;
    let straps = CashLine {
        cents: Cents(10_000),
        loose: 0,
        bundles: u32::MAX,
    };
    assert_eq!(CashCount(vec![straps]).checked(&kinds), Err(Refusal::AmountOutOfRange));
}

#[test]
fn a_count_is_put_in_order_without_lines_of_nothing() {
    let kinds = configuration().denominations;
    let straps = CashLine {
        cents: Cents(2_000),
        loose: 3,
        bundles: 2,
    };
    let mut count = cash(&[(1, 7), (500, 0), (10_000, 1)]);
    count.0.push(straps.clone());
    let checked = count.checked(&kinds).unwrap();
    let mut expected = cash(&[(10_000, 1), (1, 7)]);
    expected.0.insert(1, straps);
    assert_eq!(checked, expected);
    assert_eq!(checked.total(&kinds), Ok(Cents(10_000 + 6_000 + 400_000 + 7)));
    assert_eq!(
        checked.in_words(&kinds),
        "4,160.07 (1 × $100, 3 × $20 and 2 strap, 7 × 1¢)"
    );
    assert!(cash(&[(500, 0)]).checked(&kinds).unwrap().is_empty());
    assert_eq!(CashCount::default().in_words(&kinds), "0.00");
}

#[test]
fn a_count_too_large_for_its_type_is_not_a_count_of_nothing() {
    let wrapping = CashCount(vec![CashLine {
        cents: Cents(1),
        loose: u32::MAX,
        bundles: 1,
    }]);
    let checked = wrapping.checked(&configuration().denominations).unwrap();
    assert_eq!(
        checked.total(&configuration().denominations),
        Ok(Cents(i64::from(u32::MAX) + 50))
    );
}

#[test]
fn notes_are_strapped_and_coins_rolled() {
    assert_eq!(bundle_word(DenominationKind::Note), "strap");
    assert_eq!(bundle_word(DenominationKind::Coin), "roll");
}

/// What a number of pieces weighs against the fewest there are, by trying every way.
fn fewest_pieces(amount: i64, worths: &[i64]) -> i64 {
    let mut best = vec![i64::MAX; usize::try_from(amount).unwrap() + 1];
    best[0] = 0;
    for sum in 1..best.len() {
        for worth in worths {
            let before = i64::try_from(sum).unwrap() - worth;
            if let Ok(before) = usize::try_from(before) {
                best[sum] = best[sum].min(best[before] + 1);
            }
        }
    }
    best[best.len() - 1]
}

#[test]
fn change_is_the_fewest_pieces() {
    let kinds = configuration().denominations;
    let worths: Vec<i64> = kinds.iter().map(|kind| kind.cents.0).collect();
    for amount in (1..2_000).step_by(7) {
        let pieces: u32 = count_out(Cents(amount), &kinds).iter().map(|line| line.loose).sum();
        assert_eq!(i64::from(pieces), fewest_pieces(amount, &worths), "{amount}");
    }
    let mut without_fifties = kinds.clone();
    without_fifties[1].change = false;
    let given = count_out(Cents(18_000), &without_fifties);
    assert_eq!(CashCount(given), cash(&[(10_000, 1), (2_000, 4)]));
    assert_eq!(count_out(Cents::ZERO, &kinds), []);
    assert_eq!(count_out(Cents(-5), &kinds), []);
}

proptest! {
    #[test]
    fn change_counted_out_is_the_change(amount in 0i64..100_000_000) {
        let kinds = configuration().denominations;
        prop_assert_eq!(CashCount(count_out(Cents(amount), &kinds)).total(&kinds), Ok(Cents(amount)));
    }

    #[test]
    fn no_count_panics(lines in prop::collection::vec((any::<i64>(), any::<u32>(), any::<u32>(), 0usize..12), 0..6)) {
        let kinds = configuration().denominations;
        let line = |(cents, loose, bundles, kind): (i64, u32, u32, usize)| CashLine {
            cents: kinds.get(kind).map_or(Cents(cents), |kind| kind.cents),
            loose,
            bundles,
        };
        let count = CashCount(lines.into_iter().map(line).collect());
        if let Ok(checked) = count.clone().checked(&kinds) {
            prop_assert_eq!(checked.total(&kinds), count.total(&kinds));
            prop_assert_eq!(checked.clone().checked(&kinds), Ok(checked));
        }
    }
}

#[derive(Clone)]
struct Offered {
    configuration: Configuration,
    offer: TenderOffer,
}

fn checked(scene: &Offered) -> Result<counterfoil_domain::receipt::Tender, Refusal> {
    let kind = scene.configuration.tender(&scene.offer.tender)?;
    scene.offer.checked(kind, &kind.name)
}

fn scene(code: &str) -> Offered {
    Offered {
        configuration: configuration(),
        offer: offer(code, 500, 1),
    }
}

#[test]
fn the_fields_of_a_check() {
    let rules: [Rule<'_, Offered>; 7] = [
        ("amount_zero", |s| s.offer.amount = Cents::ZERO),
        ("tender_field_missing", |s| s.offer.number = None),
        ("tender_field_unwanted", |s| s.offer.approval = Some("A1".into())),
        ("routing_checksum", |s| s.offer.routing = Some("121000359".into())),
        ("tender_field_malformed", |s| s.offer.account = Some("123".into())),
        ("card_number_in_text", |s| {
            s.offer.number = Some("378282246310005".into())
        }),
        ("text_too_long", |s| s.offer.reference = Some("x".repeat(41))),
    ];
    check(&scene("CHECK"), checked, &rules);
}

#[test]
fn the_fields_of_a_card() {
    let rules: [Rule<'_, Offered>; 5] = [
        ("amount_zero", |s| s.offer.amount = Cents(-500)),
        ("tender_field_missing", |s| s.offer.approval = None),
        ("tender_field_unwanted", |s| s.offer.routing = Some(ROUTING.into())),
        ("card_number_in_text", |s| s.offer.brand = Some(CARD_NUMBER.into())),
        ("tender_field_malformed", |s| {
            s.offer.terminal = Some("T\u{202e}1".into())
        }),
    ];
    check(&scene("CARD"), checked, &rules);
}

#[test]
fn the_shapes_of_fields() {
    type Set = fn(&mut TenderOffer, &str);
    let routing: Set = |offer, text| offer.routing = Some(text.into());
    let account: Set = |offer, text| offer.account = Some(text.into());
    let number: Set = |offer, text| offer.number = Some(text.into());
    let last_four: Set = |offer, text| offer.last_four = Some(text.into());
    for (code, set, text, outcome) in [
        ("CHECK", routing, ROUTING, None),
        ("CHECK", routing, " 121000358 ", None),
        ("CHECK", routing, "12100035", Some("tender_field_malformed")),
        ("CHECK", routing, "1210003580", Some("tender_field_malformed")),
        ("CHECK", routing, "12100035x", Some("tender_field_malformed")),
        ("CHECK", routing, "１２１０００３５８", Some("tender_field_malformed")),
        ("CHECK", routing, "000000000", Some("routing_checksum")),
        ("CHECK", routing, "211000358", Some("routing_checksum")),
        ("CHECK", account, "0001-2345 6789", None),
        ("CHECK", account, "4111111111111111", None),
        ("CHECK", account, "----", Some("tender_field_malformed")),
        ("CHECK", account, "123456789012345678", Some("tender_field_malformed")),
        ("CHECK", number, "000123", None),
        ("CHECK", number, "12a", Some("tender_field_malformed")),
        ("CHECK", number, "1234567890123456", Some("tender_field_malformed")),
        ("CARD", last_four, "1111", None),
        ("CARD", last_four, "111", Some("tender_field_malformed")),
        ("CARD", last_four, "11111", Some("tender_field_malformed")),
        ("CARD", last_four, "4111111111111111", Some("card_number_in_text")),
    ] {
        let mut scene = scene(code);
        set(&mut scene.offer, text);
        let outcome_is = checked(&scene).err().map(|refusal| refusal.code());
        assert_eq!(outcome_is.as_deref(), outcome, "{code} {text}");
    }
}

#[test]
fn of_an_account_number_only_the_last_four_are_kept() {
    let tender = checked(&scene("CHECK")).unwrap();
    let kept = format!("{tender:?}");
    assert!(!kept.contains("000123456789") && kept.contains("6789"), "{kept}");
    let mut without_token = scene("CHECK");
    without_token.offer.token = Some(String::new());
    assert_eq!(checked(&without_token).unwrap().check.unwrap().token, None);
}

#[test]
fn a_refusal_never_repeats_a_long_number() {
    let mut scene = scene("CHECK");
    for set in [
        (|offer, text| offer.routing = Some(text)) as fn(&mut TenderOffer, String),
        |offer, text| offer.account = Some(text),
        |offer, text| offer.number = Some(text),
        |offer, text| offer.reference = Some(text),
    ] {
        set(&mut scene.offer, "4111111111111112\u{202e}".into());
        let Err(refusal) = checked(&scene) else { panic!("taken") };
        assert!(!refusal.to_string().contains("41111"), "{refusal}");
    }
}

#[test]
fn routing_numbers() {
    for right in [ROUTING, "011000015", "322271627"] {
        assert!(routing_is_valid(right), "{right}");
        // Any one digit changed fails: 3, 7 and 1 have no factor in common with ten.
        for place in 0..9 {
            for digit in 0..10u8 {
                let mut bytes = right.as_bytes().to_vec();
                bytes[place] = b'0' + digit;
                let changed = String::from_utf8(bytes).unwrap();
                assert_eq!(routing_is_valid(&changed), changed == right, "{changed}");
            }
        }
    }
    assert!(!routing_is_valid(""));
    assert!(!routing_is_valid("121000358 "));
}
