//! Putting a deposit together, counting it again, taking it apart: intact, unsubstituted, never altered.

use counterfoil_domain::cash::{CashCount, CashLine};
use counterfoil_domain::config::{BankAccount, CountedBy, User, Waiver};
use counterfoil_domain::deposit::{
    Composition, Deposit, FirstCount, SecondCount, compose, finalize, pool, prepare, propose, withdraw,
};
use counterfoil_domain::drawer::{FoundInDrawer, Ticked, pick_up};
use counterfoil_domain::entry::{Body, DepositPrepared};
use counterfoil_domain::journal::Decision;
use counterfoil_domain::money::Cents;
use counterfoil_domain::posting::Posting;
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::session::Session;
use uuid::Uuid;

use super::office::{Office, counted, paper};
use crate::fixture::{CARD_NUMBER, cash, offer, open_amount, payment};
use crate::table::{Rule, check, code_of};

/// What the deposit of [`Scene::new`] is in cash: 29.00 from the drawer, 10.00 from the mail.
fn its_cash() -> CashCount {
    cash(&[(2_000, 1), (1_000, 1), (500, 1), (100, 4)])
}

#[derive(Clone)]
pub(super) struct Scene {
    pub(super) office: Office,
    sessions: Vec<Session>,
    taken: Vec<(Uuid, String)>,
    composition: Composition,
    first: FirstCount,
    second: SecondCount,
    pub(super) actor: User,
    witness: Option<User>,
    reason: String,
}

impl Scene {
    /// Ana's drawer, a dollar short, and Ben's mail, both approved. Checks: 40.00 and 25.00
    /// in the drawer, 50.00 and a money order of 15.00 in the mail; besides a card and a voucher.
    fn new() -> Scene {
        let mut office = Office::new();
        let drawer = office.open("W4", "ana");
        for (nth, (code, cents)) in (1u32..).zip([
            ("CASH", 3_000),
            ("CHECK", 4_000),
            ("CHECK", 2_500),
            ("CARD", 900),
            ("VOUCHER", 700),
        ]) {
            office.pay(
                drawer,
                &payment(vec![open_amount("MISC", cents)], vec![offer(code, cents, nth)]),
            );
        }
        let tick = |receipt: &str| (receipt.to_owned(), 0, Ticked::Agreed);
        let found = FoundInDrawer {
            cash: cash(&[(2_000, 6), (500, 8), (100, 18), (25, 4)]),
            tape: vec![tick("W4-000002"), tick("W4-000003"), tick("W4-000005")],
            extra: Vec::new(),
            totals: vec![("CARD".into(), Cents(900))],
        };
        office.count_and_close(drawer, found);
        let mail = office.mail(vec![
            counted(&[(1_000, 1)]),
            paper("CHECK", 1, 5_000),
            paper("MO", 1, 1_500),
        ]);
        for (nth, (code, cents)) in (6u32..).zip([("CASH", 1_000), ("CHECK", 5_000), ("MO", 1_500)]) {
            office.pay(
                mail,
                &payment(vec![open_amount("MISC", cents)], vec![offer(code, cents, nth)]),
            );
        }
        office.close_batch(mail);
        office.approve(drawer);
        office.approve(mail);
        let sessions = office.sessions.clone();
        let mut scene = Scene {
            actor: office.user("pia"),
            witness: Some(office.user("tom")),
            composition: compose(&office.configuration, &sessions.iter().collect::<Vec<_>>(), |_| None).unwrap(),
            taken: Vec::new(),
            first: FirstCount {
                cash: its_cash(),
                order: None,
                check_total: Some(Cents(13_000)),
            },
            second: SecondCount {
                cash: its_cash(),
                check_items: 4,
                check_total: Cents(13_000),
                bag: "B-0042".into(),
            },
            reason: "The bag tore".into(),
            sessions,
            office,
        };
        scene.actor = scene.office.user("pia");
        scene
    }

    fn compose(&self) -> Result<Composition, Refusal> {
        let sessions: Vec<&Session> = self.sessions.iter().collect();
        let taken = |id| self.taken.iter().find(|one| one.0 == id).map(|one| one.1.clone());
        compose(&self.office.configuration, &sessions, taken)
    }

    fn bank(&self) -> &BankAccount {
        &self.office.configuration.bank_accounts[0]
    }

    fn prepare(&self) -> Result<Decision, Refusal> {
        prepare(
            &self.office.configuration,
            (Uuid::from_u128(0xde), "D-000001".into()),
            self.bank(),
            &self.actor,
            self.composition.clone(),
            self.first.clone(),
        )
    }

    fn slip(&self) -> DepositPrepared {
        match self.prepare().unwrap().body {
            Body::DepositPrepared(prepared) => *prepared,
            other => panic!("not prepared: {other:?}"),
        }
    }

    /// The deposit is put together by Pia.
    pub(super) fn prepared() -> Scene {
        let mut scene = Scene::new();
        let decision = scene.prepare().unwrap();
        scene.office.commit("W3", "pia", decision);
        scene
    }

    pub(super) fn deposit(&mut self) -> &mut Deposit {
        &mut self.office.deposits[0]
    }

    fn finalize(&self) -> Result<Decision, Refusal> {
        let deposit = &self.office.deposits[0];
        let (count, witness) = (self.second.clone(), self.witness.as_ref());
        finalize(&self.office.configuration, deposit, &self.actor, count, witness)
    }

    /// Tom counted it again, and it is final.
    pub(super) fn finished() -> Scene {
        let mut scene = Scene::prepared();
        let decision = scene.finalize().unwrap();
        scene.office.commit("W3", "pia", decision);
        scene
    }

    pub(super) fn is_final(&mut self) {
        let finished = Scene::finished().office.deposits.remove(0);
        self.deposit().finalized = finished.finalized;
    }

    pub(super) fn is_withdrawn(&mut self) {
        let Body::DepositWithdrawn(body) = withdraw(&Scene::prepared().office.deposits[0], "Torn").unwrap().body else {
            panic!("not taken apart")
        };
        self.deposit().withdrawn = Some(body);
    }

    fn withdraw(&self) -> Result<Decision, Refusal> {
        withdraw(&self.office.deposits[0], &self.reason)
    }
}

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
fn preparing() {
    let rules: [Rule<'_, Scene>; 5] = [
        ("unknown_denomination", |s| s.first.cash.0[0].cents = Cents(300)),
        ("denomination_twice", |s| s.first.cash.0.extend(cash(&[(1_000, 1)]).0)),
        ("deposit_cash", |s| s.first.cash.0[1].loose = 2),
        ("deposit_checks", |s| s.first.check_total = Some(Cents(12_999))),
        ("deposit_check_unknown", |s| s.first.order = Some(vec![0, 1, 2])),
    ];
    check(&Scene::new(), Scene::prepare, &rules);
}

#[test]
fn a_substituted_deposit_is_refused_by_name_though_its_total_is_right() {
    // Cash put in for the check of 25.00, and that check kept back.
    let mut scene = Scene::new();
    scene.first.cash = cash(&[(2_000, 3), (100, 4)]);
    scene.first.check_total = Some(Cents(10_500));
    let refusal = Refusal::DepositCash {
        expected: Cents(3_900),
        given: Cents(6_400),
    };
    assert_eq!(scene.prepare(), Err(refusal));
    // A check put in for cash that was taken out.
    scene.first.cash = cash(&[(2_000, 1)]);
    scene.first.check_total = Some(Cents(14_900));
    let refusal = Refusal::DepositCash {
        expected: Cents(3_900),
        given: Cents(2_000),
    };
    assert_eq!(scene.prepare(), Err(refusal));
    // And with the cash as it is, checks of other amounts.
    scene.first.cash = its_cash();
    let refusal = Refusal::DepositChecks {
        expected: Cents(13_000),
        given: Cents(14_900),
    };
    assert_eq!(scene.prepare(), Err(refusal));
}

#[test]
fn the_slip_lists_checks_in_their_physical_order_each_once() {
    let mut scene = Scene::new();
    scene.first.order = Some(vec![3, 0, 2, 1]);
    let amounts: Vec<i64> = scene.slip().checks.iter().map(|check| check.amount.0).collect();
    assert_eq!(amounts, [1_500, 4_000, 5_000, 2_500]);
    for (order, named) in [
        (vec![0, 1, 1, 2], "2"),
        (vec![0, 1, 2], "4"),
        (vec![0, 1, 2, 3, 4], "5"),
        (vec![], "1"),
    ] {
        scene.first.order = Some(order);
        assert_eq!(
            scene.prepare(),
            Err(Refusal::DepositCheckUnknown { check: named.into() })
        );
    }
    scene.first.order = None;
    scene.first.check_total = None;
    let slip = scene.slip();
    let amounts: Vec<i64> = slip.checks.iter().map(|check| check.amount.0).collect();
    assert_eq!(
        amounts,
        [4_000, 2_500, 5_000, 1_500],
        "the tapes' order without another"
    );
    assert_eq!(
        (slip.cash_total, slip.check_total, slip.total),
        (Cents(3_900), Cents(13_000), Cents(16_900))
    );
    assert_eq!(
        (slip.bank.number.as_str(), slip.preparer.0.as_str()),
        ("000123454471", "pia")
    );
    assert_eq!(scene.prepare().unwrap().postings, [], "nothing is at the bank yet");
}

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
        ("counts_differ", |s| s.second.check_items = 3),
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
    let differs = |what: &str, expected: i64, given: i64| Refusal::SecondCountDiffers {
        what: what.into(),
        expected: Cents(expected),
        given: Cents(given),
    };
    let one = |count: &mut SecondCount| count.cash.0[3].loose = 3;
    assert_eq!(differing(one), differs("cash", 3_900, 3_800));
    // The same sum in other notes: the slip would be wrong all the same.
    let other = |count: &mut SecondCount| count.cash = cash(&[(2_000, 1), (1_000, 1), (500, 1), (100, 3), (25, 4)]);
    assert_eq!(differing(other), differs("$1", 400, 300));
    assert_eq!(
        differing(|count| count.check_total = Cents(13_001)),
        differs("checks", 13_000, 13_001)
    );
    let refusal = Refusal::CountsDiffer {
        first: "4 checks".into(),
        second: "5 checks".into(),
    };
    assert_eq!(differing(|count| count.check_items = 5), refusal);
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
