//! What a deposit must be, and which notes and coins may go: computed from approved sessions.

use counterfoil_domain::cash::CashLine;
use counterfoil_domain::config::CountedBy;
use counterfoil_domain::deposit::{compose, pool, propose};
use counterfoil_domain::drawer::{FoundInDrawer, pick_up};
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;

use super::deposits::Scene;
use super::office::{Office, paper};
use crate::fixture::{cash, offer, open_amount, payment};
use crate::table::{Rule, check, code_of};

#[test]
fn composing() {
    let rules: [Rule<'_, Scene>; 5] = [
        ("nothing_to_deposit", |s| s.sessions.clear()),
        ("session_not_approved", |s| {
            if let Some(session) = s.sessions.first_mut() {
                session.approved = None;
            }
        }),
        ("already_in_deposit", |s| {
            s.taken
                .extend(s.sessions.first().map(|session| (session.id, "D-000007".to_owned())));
        }),
        ("deposit_checks", |s| {
            if let Some(session) = s.sessions.first_mut() {
                session.counts[0].items[0].found = Some(Cents(4_001));
            }
        }),
        ("already_in_deposit", |s| s.sessions.extend(s.sessions.first().cloned())),
    ];
    check(&Scene::new(), Scene::compose, &rules);
    let mut scene = Scene::new();
    scene.taken = vec![(scene.sessions[1].id, "D-000007".into())];
    let refusal = Refusal::AlreadyInDeposit {
        name: "Mail batch 2".into(),
        number: "D-000007".into(),
    };
    assert_eq!(scene.compose(), Err(refusal));
}

#[test]
fn a_deposit_is_the_receipts_cash_and_checks_each_by_itself() {
    let composition = Scene::new().composition;
    assert_eq!(
        (composition.cash, composition.check_total),
        (Cents(3_900), Cents(13_000))
    );
    assert_eq!(composition.floats, Cents(15_000), "which stay behind");
    let parts: Vec<_> = composition
        .sessions
        .iter()
        .map(|part| (part.name.as_str(), part.cash.0, part.checks.0))
        .collect();
    assert_eq!(parts, [("Drawer 4", 2_900, 6_500), ("Mail batch 2", 1_000, 6_500)]);
    let checks: Vec<_> = composition
        .checks
        .iter()
        .map(|check| {
            (
                check.tender.as_str(),
                check.number.as_deref(),
                check.routing.is_some(),
                check.amount.0,
            )
        })
        .collect();
    assert_eq!(
        checks,
        [
            ("CHECK", Some("1002"), true, 4_000),
            ("CHECK", Some("1003"), true, 2_500),
            ("CHECK", Some("1007"), true, 5_000),
            ("MO", Some("7008"), false, 1_500),
        ]
    );
    assert_eq!(composition.checks[0].of, Some(("W4-000002".to_owned(), 0)));
    let others: Vec<_> = composition
        .settlements
        .iter()
        .map(|one| (one.name.as_str(), one.items, one.total.0))
        .collect();
    assert_eq!(others, [("Card", 1, 900), ("Voucher", 1, 700)]);
}

#[test]
fn checks_counted_by_their_total_are_listed_once() {
    let mut office = Office::new();
    office.configuration.tenders[1].counted = CountedBy::Total;
    let drawer = office.open("W4", "ana");
    let mail = office.mail(vec![paper("CHECK", 1, 2_000)]);
    for (id, nth) in [(drawer, 1), (mail, 2)] {
        office.pay(
            id,
            &payment(vec![open_amount("MISC", 2_000)], vec![offer("CHECK", 2_000, nth)]),
        );
    }
    let found = FoundInDrawer {
        cash: cash(&[(5_000, 3)]),
        totals: vec![("CHECK".into(), Cents(2_000))],
        ..FoundInDrawer::default()
    };
    office.count_and_close(drawer, found);
    office.close_batch(mail);
    for id in [drawer, mail] {
        office.approve(id);
        let composition = compose(&office.configuration, &[office.session(id)], |_| None).unwrap();
        assert_eq!((composition.checks.len(), composition.check_total), (1, Cents(2_000)));
    }
    // A total that differs names no check, so no slip can be written of it.
    office.session_mut(drawer).counts[0].tenders[1].counted = Cents(1_900);
    let refusal = Refusal::DepositChecks {
        expected: Cents(1_900),
        given: Cents(2_000),
    };
    assert_eq!(
        compose(&office.configuration, &[office.session(drawer)], |_| None),
        Err(refusal)
    );
}

#[test]
fn what_a_type_was_is_asked_of_the_receipts_where_the_city_no_longer_has_it() {
    let mut scene = Scene::new();
    scene.office.configuration.tenders.retain(|kind| kind.code != "VOUCHER");
    let composition = scene.compose().unwrap();
    let others: Vec<_> = composition
        .settlements
        .iter()
        .map(|one| (one.name.as_str(), one.total.0))
        .collect();
    assert_eq!(others, [("Card", 900), ("Voucher", 700)]);
    scene.office.configuration.tenders.retain(|kind| kind.code != "CHECK");
    assert_eq!(
        code_of(scene.compose()),
        "unknown_tender",
        "checks must be credited to some account"
    );
}

#[test]
fn what_lies_ready_is_what_was_counted_and_what_was_picked_up() {
    let mut office = Office::new();
    let id = office.open("W4", "ana");
    office.pay(
        id,
        &payment(vec![open_amount("MISC", 9_000)], vec![offer("CASH", 9_000, 0)]),
    );
    let (ana, sol) = (office.user("ana"), office.user("sol"));
    let decision = pick_up(
        &office.configuration,
        Some(office.session(id)),
        &ana,
        cash(&[(2_000, 4)]),
        Some(&sol),
    );
    office.commit("W4", "ana", decision.unwrap());
    let found = FoundInDrawer {
        cash: cash(&[(2_000, 5), (500, 10), (100, 9), (25, 4)]),
        ..FoundInDrawer::default()
    };
    office.count_and_close(id, found);
    office.approve(id);
    let session = office.session(id);
    let pool = pool(&[session]).unwrap();
    let line = |cents, loose| CashLine {
        cents: Cents(cents),
        loose,
        bundles: 0,
    };
    assert_eq!(pool, [line(2_000, 9), line(500, 10), line(100, 9), line(25, 4)]);
    let cash_of = compose(&office.configuration, &[session], |_| None).unwrap().cash;
    assert_eq!(cash_of, Cents(9_000), "the pick-up is receipts' cash too");
    let proposed = propose(cash_of, &pool, &office.configuration.denominations).unwrap();
    assert_eq!(
        proposed,
        cash(&[(2_000, 4), (500, 2)]),
        "the small ones stay behind for the float"
    );
    assert_eq!(propose(Cents(-100), &pool, &office.configuration.denominations), None);
}
