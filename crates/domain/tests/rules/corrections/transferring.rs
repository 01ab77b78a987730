//! Moving a payment to the right account.

use counterfoil_domain::config::{FlagAction, Waiver};
use counterfoil_domain::correction::transfer;
use counterfoil_domain::entry::{Body, PaymentTransferred};
use counterfoil_domain::journal::Decision;
use counterfoil_domain::money::Cents;
use counterfoil_domain::payment::LineRequest;
use counterfoil_domain::refusal::Refusal;

use super::site::{Site, pairs};
use crate::fixture::{CARD_NUMBER, offer, open_amount, part_of, priced};
use crate::table::{Rule, check, code_of};

#[derive(Clone)]
struct Scene {
    site: Site,
    line: u16,
    amount: Cents,
    to: LineRequest,
    reason: String,
    second: Option<&'static str>,
}

impl Scene {
    /// 50.00 on 20-1 were meant for 20-2; beside them 10.00 stand in suspense.
    fn new() -> Scene {
        let mut site = Site::new();
        let held = LineRequest::Suspense {
            reference: None,
            amount: Cents(1_000),
            why: "no such account".into(),
        };
        site.pay(vec![part_of("20-1", 5_000), held], vec![offer("CHECK", 6_000, 1)]);
        site.pass(4);
        Scene {
            site,
            line: 0,
            amount: Cents(4_000),
            to: part_of("20-2", 4_000),
            reason: "Wrong account keyed".into(),
            second: Some("eva"),
        }
    }

    fn decide(&self) -> Result<Decision, Refusal> {
        self.site.knowing(("tre", self.second), |facts, pricing| {
            let payment = (&self.site.traces[0], self.site.approved == 1);
            transfer(
                facts,
                pricing,
                payment,
                (self.line, self.amount),
                self.to.clone(),
                &self.reason,
            )
        })
    }

    fn moved(&self) -> PaymentTransferred {
        match self.decide().unwrap().body {
            Body::PaymentTransferred(moved) => *moved,
            other => panic!("not moved: {other:?}"),
        }
    }
}

#[test]
fn transferring() {
    let rules: [Rule<'_, Scene>; 20] = [
        ("corrections_not_set_up", |s| s.site.configuration.corrections = None),
        ("already_void", |s| s.site.traces[0].void = true),
        ("already_reversed", |s| {
            s.site.traces[0].reversed = true;
            s.site.traces[0].lines.iter_mut().for_each(|line| line.left.clear());
        }),
        ("receipt_not_closed", |s| s.site.approved = 0),
        ("unknown_line_of_receipt", |s| s.line = 2),
        ("stands_in_suspense", |s| s.line = 1),
        ("amount_zero", |s| (s.line, s.amount) = (0, Cents::ZERO)),
        ("amount_zero", |s| (s.line, s.amount) = (0, Cents(-1))),
        ("more_than_stands", |s| (s.line, s.amount) = (0, Cents(5_001))),
        ("unknown_account", |s| {
            s.to = part_of("20-2", 4_000);
            s.site.accounts.remove("20-2");
        }),
        ("account_stopped", |s| {
            s.site.configuration.policies.flags.lien = FlagAction::Stop;
            s.to = part_of("20-4", 4_000);
            s.site.accounts.get_mut("20-4").unwrap().flags.lien = true;
        }),
        ("placed_otherwise", |s| {
            (s.amount, s.to) = (Cents(4_000), part_of("20-3", 3_999));
        }),
        ("transfer_to_same", |s| {
            (s.amount, s.to) = (Cents(4_000), part_of("20-1", 4_000));
        }),
        ("reason_not_listed", |s| s.reason = "Because".into()),
        ("text_too_long", |s| s.reason = "x".repeat(201)),
        ("card_number_in_text", |s| s.reason = CARD_NUMBER.into()),
        ("text_missing", |s| s.reason = " ".into()),
        ("second_person_needed", |s| s.second = None),
        ("second_person_same", |s| s.second = Some("ben")),
        ("second_person_no_right", |s| s.second = Some("ana")),
    ];
    check(&Scene::new(), Scene::decide, &rules);
}

#[test]
fn what_is_moved_is_due_again_here_and_paid_there_and_both_name_both() {
    let mut scene = Scene::new();
    scene.site.accounts.get_mut("20-2").unwrap().flags.restore_amount = Some(Cents(3_500));
    let decision = scene.decide().unwrap();
    assert_eq!(decision.postings, [], "both are water: the ledger stands as it was");
    assert_eq!(
        decision.approval.as_ref().unwrap().statement,
        "Move 40.00 of receipt W3-000001 from account 20-1, WATER 2026-10-01 to account 20-2, WATER 2026-11-01. \
         Reason: Wrong account keyed"
    );
    let moved = scene.moved();
    assert_eq!((moved.from.line, moved.from.amount), (Some(0), Cents(4_000)));
    let balances: Vec<_> = moved
        .balances
        .iter()
        .map(|one| (one.account.as_str(), one.due.0))
        .collect();
    assert_eq!(balances, [("20-1", 21_963), ("20-2", 1_000)]);
    assert_eq!(moved.turn_on[0].account, "20-2", "it reaches what restores service");
    scene.site.write("tre", decision);
    let dues = ["20-1", "20-2"].map(|account| scene.site.standing(account).due().unwrap().0);
    assert_eq!(dues, [21_963, 1_000]);
    let trace = scene.site.trace("W3-000001");
    let left: Vec<_> = trace
        .lines
        .iter()
        .map(|line| (line.from, line.standing().unwrap().0))
        .collect();
    assert_eq!(left, [(None, 1_000), (None, 1_000), (Some(0), 4_000)]);
    // And on from there.
    let entry = scene
        .site
        .try_transfer(("W3-000001", 2), 4_000, part_of("20-4", 4_000))
        .unwrap();
    assert_eq!(
        pairs(&entry.postings),
        [("4010", 2_666), ("4020", 1_334), ("2010", -4_000)]
    );
    assert_eq!(scene.site.standing("20-4").credit, Cents(4_000));
}

#[test]
fn what_is_more_than_due_stands_to_a_credit_and_what_was_one_is_moved_as_one() {
    let mut scene = Scene::new();
    scene.to = part_of("20-3", 4_000);
    let to: Vec<_> = scene
        .moved()
        .to
        .into_iter()
        .map(|line| (line.charge, line.amount.0))
        .collect();
    assert_eq!(to, [(Some("W1".to_owned()), 3_000), (None, 1_000)]);
    let decision = scene.decide().unwrap();
    scene.site.write("tre", decision);
    let entry = scene
        .site
        .try_transfer(("W3-000001", 3), 600, priced("COPY", 24, ""))
        .unwrap();
    assert_eq!(
        pairs(&entry.postings),
        [("2010", 600), ("4030", -200), ("4010", -200), ("4020", -200)]
    );
    assert_eq!(scene.site.standing("20-3").credit, Cents(400));
    let same = scene.site.try_transfer(("W3-000001", 3), 400, part_of("20-3", 400));
    assert_eq!(code_of(same), "transfer_to_same", "it is that account's credit already");
}

#[test]
fn a_sale_without_account_may_be_moved_but_not_to_itself_nor_into_suspense() {
    let mut site = Site::new();
    site.pay(vec![open_amount("MISC", 4_000)], vec![offer("CASH", 4_000, 0)]);
    site.pass(1);
    let same = site.try_transfer(("W3-000001", 0), 4_000, open_amount("MISC", 4_000));
    assert_eq!(code_of(same), "transfer_to_same");
    let held = LineRequest::Suspense {
        reference: None,
        amount: Cents(4_000),
        why: "nobody knows".into(),
    };
    assert_eq!(
        code_of(site.try_transfer(("W3-000001", 0), 4_000, held)),
        "suspense_in_batch_only"
    );
    let entry = site
        .try_transfer(("W3-000001", 0), 4_000, part_of("20-2", 4_000))
        .unwrap();
    assert_eq!(
        pairs(&entry.postings),
        [("4030", 1_000), ("4020", 3_000 - 1_334), ("4010", -2_666)]
    );
}

#[test]
fn an_office_of_one_moves_alone_where_that_is_waived() {
    let mut scene = Scene::new();
    scene.second = None;
    scene.site.configuration.policies.waived.push(Waiver::Transfer);
    assert_eq!(scene.decide().unwrap().approval, None);
}
