//! Finding the original of a returned item.

use counterfoil_domain::money::Cents;
use counterfoil_domain::returns::matching::Agrees::{Amount, BankAccount, Date, Deposit, Number, Payer, Routing};
use counterfoil_domain::returns::matching::{Agrees, Candidate, Certainty, Found, Wanted, rank};

use crate::fixture::{ROUTING, day};

/// The check 1001 of 120.00, of 21 November.
fn candidate() -> Candidate {
    Candidate {
        receipt: "W3-000001".into(),
        place: 0,
        amount: Cents(12_000),
        together: Cents(12_000),
        number: Some("1001".into()),
        routing: Some(ROUTING.into()),
        token: Some("A".into()),
        on: day("2026-11-21"),
        payer: Some("María Peña".into()),
        deposit: Some("D-000001".into()),
        returnable: true,
    }
}

/// What the bank says of it.
fn wanted() -> Wanted {
    Wanted {
        amount: Some(Cents(12_000)),
        number: Some("1001".into()),
        routing: Some(ROUTING.into()),
        token: Some("A".into()),
        on: Some(day("2026-11-23")),
        payer: Some("PENNA MARYA".into()),
        deposit: Some("D-000001".into()),
    }
}

/// What is changed of what the bank says, how certain the match is then, and what agrees.
type Case = (&'static str, fn(&mut Wanted), Certainty, &'static [Agrees]);

const TABLE: [Case; 14] = [
    (
        "all but the name, which is written otherwise",
        |_| (),
        Certainty::Exact,
        &[BankAccount, Number, Amount, Routing, Deposit, Date],
    ),
    (
        "a word of the name, without its mark",
        |w| w.payer = Some("PENA, M.".into()),
        Certainty::Exact,
        &[BankAccount, Number, Amount, Routing, Deposit, Date, Payer],
    ),
    (
        "short words say nothing",
        |w| (w.payer, w.deposit) = (Some("Ma Pe".into()), None),
        Certainty::Exact,
        &[BankAccount, Number, Amount, Routing, Date],
    ),
    (
        "no bank account",
        |w| w.token = None,
        Certainty::Exact,
        &[Number, Amount, Routing, Deposit, Date],
    ),
    (
        "neither bank account nor bank",
        |w| (w.token, w.routing) = (None, None),
        Certainty::Several,
        &[Number, Amount, Deposit, Date],
    ),
    (
        "no check number, near in time",
        |w| w.number = None,
        Certainty::Exact,
        &[BankAccount, Amount, Routing, Deposit, Date],
    ),
    (
        "no check number, of the deposit",
        |w| (w.number, w.on) = (None, Some(day("2026-11-25"))),
        Certainty::Exact,
        &[BankAccount, Amount, Routing, Deposit],
    ),
    (
        "no check number, long ago",
        |w| (w.number, w.on, w.deposit) = (None, Some(day("2026-11-25")), None),
        Certainty::Several,
        &[BankAccount, Amount, Routing],
    ),
    (
        "leading zeros are taken off before",
        |w| w.number = Some("01001".into()),
        Certainty::Exact,
        &[BankAccount, Amount, Routing, Deposit, Date],
    ),
    (
        "another amount",
        |w| w.amount = Some(Cents(12_001)),
        Certainty::Several,
        &[BankAccount, Number, Routing, Deposit, Date],
    ),
    (
        "no amount",
        |w| w.amount = None,
        Certainty::Several,
        &[BankAccount, Number, Routing, Deposit, Date],
    ),
    (
        "the amount alone",
        |w| {
            *w = Wanted {
                amount: w.amount,
                ..Wanted::default()
            }
        },
        Certainty::Several,
        &[Amount],
    ),
    (
        "neither account, number nor amount",
        |w| (w.amount, w.number, w.token) = (Some(Cents(1)), Some("7".into()), Some("B".into())),
        Certainty::None,
        &[],
    ),
    ("nothing is known", |w| *w = Wanted::default(), Certainty::None, &[]),
];

#[test]
fn what_agrees_and_how_certain_that_is() {
    for (what, change, certainty, agrees) in TABLE {
        let mut wanted = wanted();
        change(&mut wanted);
        let found = rank(&wanted, &[candidate()]);
        let candidates = match agrees {
            [] => Vec::new(),
            agrees => vec![(0, agrees.to_vec())],
        };
        assert_eq!(found, Found { certainty, candidates }, "{what}");
    }
    assert_eq!(rank(&wanted(), &[]).certainty, Certainty::None);
}

#[test]
fn a_day_is_near_within_three() {
    for (on, near) in [
        ("2026-11-18", true),
        ("2026-11-17", false),
        ("2026-11-24", true),
        ("2026-11-25", false),
    ] {
        let wanted = Wanted {
            on: Some(day(on)),
            ..wanted()
        };
        let found = rank(&wanted, &[candidate()]);
        assert_eq!(found.candidates[0].1.contains(&Date), near, "{on}");
    }
}

fn places(found: &Found) -> Vec<usize> {
    found.candidates.iter().map(|one| one.0).collect()
}

#[test]
fn the_likeliest_stands_first() {
    let other = |change: fn(&mut Candidate)| {
        let mut other = candidate();
        change(&mut other);
        other
    };
    let candidates = [
        other(|one| (one.token, one.number) = (Some("B".into()), Some("7".into()))),
        other(|one| one.number = Some("1002".into())),
        candidate(),
        other(|one| one.amount = Cents(1)),
        other(|one| (one.token, one.amount, one.together, one.number) = (None, Cents(1), Cents(1), None)),
    ];
    let wanted = Wanted {
        on: None,
        deposit: None,
        ..wanted()
    };
    let found = rank(&wanted, &candidates);
    // Place 3 agrees by what the same check paid together.
    assert_eq!(places(&found), [2, 3, 1, 0]);
    assert_eq!(found.certainty, Certainty::Several, "two of them are sure");
    assert_eq!(rank(&wanted, &candidates[..3]).certainty, Certainty::Exact);
}

#[test]
fn two_that_are_equally_sure_are_several() {
    let mut twin = candidate();
    twin.receipt = "W3-000002".into();
    let found = rank(&wanted(), &[candidate(), twin]);
    assert_eq!((places(&found), found.certainty), (vec![0, 1], Certainty::Several));
}

#[test]
fn the_same_check_on_two_receipts_is_one_item() {
    let of = |receipt: &str, cents| Candidate {
        receipt: receipt.into(),
        amount: Cents(cents),
        together: Cents(12_000),
        ..candidate()
    };
    let both = [of("W3-000001", 5_000), of("W3-000002", 7_000)];
    assert_eq!(rank(&wanted(), &both).certainty, Certainty::Exact);
    // A third one of that amount and number, of another account, is none of them.
    let other = Candidate {
        token: Some("B".into()),
        ..candidate()
    };
    let three = [both[0].clone(), both[1].clone(), other];
    let found = rank(&wanted(), &three);
    assert_eq!(
        (places(&found)[..2].to_vec(), found.certainty),
        (vec![0, 1], Certainty::Several)
    );
    // Without a bank account nobody knows that it is one check.
    let unknown = both.map(|one| Candidate { token: None, ..one });
    assert_eq!(rank(&wanted(), &unknown).certainty, Certainty::Several);
}

#[test]
fn what_is_void_or_returned_already_is_shown_last_and_is_never_it() {
    let gone = Candidate {
        returnable: false,
        ..candidate()
    };
    let found = rank(&wanted(), std::slice::from_ref(&gone));
    assert_eq!((places(&found), found.certainty), (vec![0], Certainty::Several));
    let poor = Candidate {
        token: None,
        number: None,
        ..candidate()
    };
    let found = rank(&wanted(), &[gone.clone(), poor]);
    assert_eq!((places(&found), found.certainty), (vec![1, 0], Certainty::Several));
    let found = rank(&wanted(), &[gone, candidate()]);
    assert_eq!((places(&found), found.certainty), (vec![1, 0], Certainty::Exact));
}
