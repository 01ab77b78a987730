//! A deposit counted again and final, or taken apart; never altered.

use counterfoil_domain::cash::{CashCount, CashLine};
use counterfoil_domain::config::Waiver;
use counterfoil_domain::deposit::SecondCount;
use counterfoil_domain::entry::Body;
use counterfoil_domain::money::Cents;
use counterfoil_domain::posting::Posting;
use counterfoil_domain::refusal::Refusal;

use super::deposits::Scene;
use crate::fixture::{CARD_NUMBER, cash};
use crate::table::{Rule, check, code_of};

#[test]
fn finishing() {
    let rules: [Rule<'_, Scene>; 15] = [
        ("deposit_withdrawn", Scene::is_withdrawn),
        ("deposit_final", Scene::is_final),
        ("unknown_denomination", |s| s.second.cash.0[0].cents = Cents(300)),
        ("card_number_in_text", |s| s.second.bag = CARD_NUMBER.into()),
        ("text_too_long", |s| s.second.bag = "x".repeat(41)),
        ("text_missing", |s| s.second.bag = " ".into()),
        ("second_person_needed", |s| s.witness = None),
        ("second_person_same", |s| s.witness = Some(s.actor.clone())),
        ("second_person_no_right", |s| s.witness = Some(s.office.user("ana"))),
        ("second_count_differs", |s| {
            s.second.cash.0.pop();
        }),
        ("second_count_differs", |s| {
            s.second.cash = cash(&[(1_000, 3), (500, 1), (100, 4)])
        }),
        ("second_count_differs", |s| s.second.check_total = Cents(12_999)),
        ("second_count_differs", |s| s.second.check_items = 3),
        ("unknown_bank_account", |s| s.office.configuration.bank_accounts.clear()),
        ("unknown_tender", |s| {
            s.office.configuration.tenders.retain(|kind| kind.code != "MO")
        }),
    ];
    check(&Scene::prepared(), Scene::finalize, &rules);
}

#[test]
fn nobody_verifies_their_own_deposit() {
    let mut scene = Scene::prepared();
    // Somebody else sits there, and Pia, who prepared it, is to be the one who counts again.
    scene.actor = scene.office.user("tom");
    scene.witness = Some(scene.office.user("pia"));
    assert_eq!(
        scene.finalize(),
        Err(Refusal::OwnDeposit {
            user: "Pia Voss".into()
        })
    );
    // Alone, whoever sits there counts; that must be someone who may.
    scene.witness = None;
    let Body::DepositFinalized(body) = scene.finalize().unwrap().body else {
        panic!("not final")
    };
    assert_eq!(body.verifier.0, "tom");
    assert_eq!(scene.finalize().unwrap().approval, None);
    scene.actor = scene.office.user("ana");
    assert_eq!(code_of(scene.finalize()), "second_person_no_right");
    // A small office that waived it: then the report says so.
    scene.actor = scene.office.user("pia");
    assert_eq!(code_of(scene.finalize()), "second_person_needed");
    scene.office.configuration.policies.waived.push(Waiver::Deposit);
    assert_eq!(scene.finalize().unwrap().approval, None);
}

#[test]
fn a_second_count_that_differs_says_in_what() {
    let differing = |change: fn(&mut SecondCount)| {
        let mut scene = Scene::prepared();
        change(&mut scene.second);
        scene.finalize().unwrap_err()
    };
    let differs = |what: &str, given: &str| Refusal::SecondCountDiffers {
        what: what.into(),
        given: given.into(),
    };
    let one = |count: &mut SecondCount| count.cash.0[3].loose = 3;
    assert_eq!(differing(one), differs("cash", "38.00"));
    // The same sum in other notes: the slip would be wrong all the same.
    let other = |count: &mut SecondCount| count.cash = cash(&[(2_000, 1), (1_000, 1), (500, 1), (100, 3), (25, 4)]);
    assert_eq!(differing(other), differs("$1", "3.00"));
    assert_eq!(
        differing(|count| count.check_total = Cents(13_001)),
        differs("checks", "130.01")
    );
    assert_eq!(differing(|count| count.check_items = 5), differs("pieces", "5"));
}

#[test]
fn straps_and_loose_notes_are_the_same_money() {
    let mut scene = Scene::new();
    scene.composition.cash = Cents(10_400);
    let line = |loose, bundles| CashLine {
        cents: Cents(100),
        loose,
        bundles,
    };
    scene.first.cash = CashCount(vec![line(4, 1)]);
    let decision = scene.prepare().unwrap();
    scene.office.commit("W3", "pia", decision);
    scene.second.cash = CashCount(vec![line(104, 0)]);
    let Body::DepositFinalized(body) = scene.finalize().unwrap().body else {
        panic!("not final")
    };
    assert_eq!(
        body.cash,
        CashCount(vec![line(104, 0)]),
        "as the second person counted it"
    );
}

#[test]
fn a_final_deposit_takes_what_was_on_hand_to_the_bank() {
    let decision = Scene::prepared().finalize().unwrap();
    let posting = |ledger: &str, cents| Posting(ledger.into(), Cents(cents));
    assert_eq!(
        decision.postings,
        [
            posting("1100", 16_900),
            posting("1000", -3_900),
            posting("1020", -13_000)
        ]
    );
    assert_eq!(
        decision.approval.unwrap().statement,
        "Counted deposit D-000001 again: 39.00 in cash, 4 checks of 130.00, bag B-0042"
    );
    let scene = Scene::finished();
    let deposit = &scene.office.deposits[0];
    let (_, body, seal) = deposit.finalized.as_ref().unwrap();
    assert_eq!((body.bag.as_str(), body.verifier.1.as_str()), ("B-0042", "Tom Ek"));
    assert_eq!(seal, &deposit.seal);
    assert!(scene.sessions.iter().all(|session| deposit.takes(session.id)));
    let ledger = scene.office.ledger();
    assert_eq!(
        (ledger.get("1000"), ledger.get("1010"), ledger.get("1020")),
        (None, None, None)
    );
    assert_eq!(ledger["1100"], 16_900);
}

#[test]
fn taking_apart() {
    let rules: [Rule<'_, Scene>; 5] = [
        ("deposit_withdrawn", Scene::is_withdrawn),
        ("deposit_final", Scene::is_final),
        ("card_number_in_text", |s| s.reason = CARD_NUMBER.into()),
        ("text_too_long", |s| s.reason = "x".repeat(201)),
        ("text_missing", |s| s.reason = " ".into()),
    ];
    check(&Scene::prepared(), Scene::withdraw, &rules);
    let mut scene = Scene::prepared();
    let decision = scene.withdraw().unwrap();
    assert_eq!(decision.postings, []);
    scene.office.commit("W3", "pia", decision);
    let deposit = &scene.office.deposits[0];
    assert!(!deposit.takes(scene.sessions[0].id), "its sessions are free again");
    assert_eq!(code_of(scene.finalize()), "deposit_withdrawn");
}
