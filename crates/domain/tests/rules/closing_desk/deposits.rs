//! Putting a deposit together: intact and unsubstituted.

use counterfoil_domain::cash::CashCount;
use counterfoil_domain::config::{BankAccount, User};
use counterfoil_domain::deposit::{
    Composition, Deposit, FirstCount, SecondCount, compose, finalize, prepare, withdraw,
};
use counterfoil_domain::drawer::{FoundInDrawer, Ticked};
use counterfoil_domain::entry::{Body, DepositPrepared};
use counterfoil_domain::journal::Decision;
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::session::Session;
use uuid::Uuid;

use super::office::{Office, counted, paper};
use crate::fixture::{cash, offer, open_amount, payment};
use crate::table::{Rule, check};

/// What the deposit of [`Scene::new`] is in cash: 29.00 from the drawer, 10.00 from the mail.
fn its_cash() -> CashCount {
    cash(&[(2_000, 1), (1_000, 1), (500, 1), (100, 4)])
}

#[derive(Clone)]
pub(super) struct Scene {
    pub(super) office: Office,
    pub(super) sessions: Vec<Session>,
    pub(super) taken: Vec<(Uuid, String)>,
    pub(super) composition: Composition,
    pub(super) first: FirstCount,
    pub(super) second: SecondCount,
    pub(super) actor: User,
    pub(super) witness: Option<User>,
    pub(super) reason: String,
}

impl Scene {
    /// Ana's drawer, a dollar short, and Ben's mail, both approved. Checks: 40.00 and 25.00
    /// in the drawer, 50.00 and a money order of 15.00 in the mail; besides a card and a voucher.
    pub(super) fn new() -> Scene {
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
        Scene {
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
        }
    }

    pub(super) fn compose(&self) -> Result<Composition, Refusal> {
        let sessions: Vec<&Session> = self.sessions.iter().collect();
        let taken = |id| self.taken.iter().find(|one| one.0 == id).map(|one| one.1.clone());
        compose(&self.office.configuration, &sessions, taken)
    }

    fn bank(&self) -> &BankAccount {
        &self.office.configuration.bank_accounts[0]
    }

    pub(super) fn prepare(&self) -> Result<Decision, Refusal> {
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

    pub(super) fn finalize(&self) -> Result<Decision, Refusal> {
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

    pub(super) fn withdraw(&self) -> Result<Decision, Refusal> {
        withdraw(&self.office.deposits[0], &self.reason)
    }
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
