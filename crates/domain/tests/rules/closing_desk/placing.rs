//! Placing money that stood in suspense.

use counterfoil_domain::config::{CorrectedBy, CorrectionReason, FlagAction, Waiver};
use counterfoil_domain::entry::{Body, SuspensePlaced};
use counterfoil_domain::journal::Decision;
use counterfoil_domain::money::Cents;
use counterfoil_domain::payment::LineRequest;
use counterfoil_domain::posting::Posting;
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::session::Session;
use counterfoil_domain::suspense::place;
use counterfoil_domain::trace::Trace;

use super::office::{Office, paper};
use crate::fixture::{CARD_NUMBER, offer, on_account, open_amount, part_of, payment, priced};
use crate::table::{Rule, check, code_of};

#[derive(Clone)]
struct Scene {
    office: Office,
    session: Option<Session>,
    trace: Trace,
    line: u16,
    to: LineRequest,
    reason: String,
    second: Option<&'static str>,
}

impl Scene {
    /// Of a receipt of 80.00, its second line, 50.00, stands in suspense. It was for 20-1.
    fn new() -> Scene {
        let mut office = Office::new();
        let mail = office.mail(vec![paper("CHECK", 1, 8_000)]);
        let held = LineRequest::Suspense {
            reference: Some("20-I".into()),
            amount: Cents(5_000),
            why: "no such account".into(),
        };
        let lines = vec![open_amount("MISC", 3_000), held];
        let original = office.pay(mail, &payment(lines, vec![offer("CHECK", 8_000, 1)]));
        Scene {
            office,
            session: None,
            trace: Trace::begin(&original).unwrap(),
            line: 1,
            to: part_of("20-1", 5_000),
            reason: "The bill was in the envelope".into(),
            second: Some("eva"),
        }
    }

    fn place(&self) -> Result<Decision, Refusal> {
        let tom = self.office.user("tom");
        self.office
            .knowing(self.session.as_ref(), ("tom", self.second), |facts| {
                place(facts, &tom, (&self.trace, self.line), self.to.clone(), &self.reason)
            })
    }

    fn placed(&self) -> SuspensePlaced {
        match self.place().unwrap().body {
            Body::SuspensePlaced(placed) => placed,
            other => panic!("not placed: {other:?}"),
        }
    }
}

#[test]
fn placing() {
    let rules: [Rule<'_, Scene>; 14] = [
        ("already_void", |s| s.trace.void = true),
        ("not_in_suspense", |s| s.line = 0),
        ("already_placed", |s| {
            s.trace.lines[1].left.clear();
            let mut brought = s.trace.lines[0].clone();
            brought.from = Some(1);
            s.trace.lines.push(brought);
        }),
        ("nothing_stands", |s| s.trace.lines[1].left.clear()),
        ("unknown_account", |s| {
            s.office.accounts.remove("20-1");
        }),
        ("account_stopped", |s| {
            s.office.accounts.get_mut("20-1").unwrap().flags.lien = true;
            s.office.configuration.policies.flags.lien = FlagAction::Stop;
        }),
        ("placed_otherwise", |s| s.to = part_of("20-1", 4_999)),
        ("reason_not_listed", |s| {
            s.reason = "Because".into();
            let rules = s.office.configuration.corrections.as_mut().unwrap();
            rules.reasons.push(CorrectionReason {
                of: CorrectedBy::Placement,
                name: "The bill was found".into(),
            });
        }),
        ("card_number_in_text", |s| s.reason = CARD_NUMBER.into()),
        ("text_too_long", |s| s.reason = "x".repeat(201)),
        ("text_missing", |s| s.reason = " ".into()),
        ("second_person_needed", |s| s.second = None),
        ("second_person_same", |s| s.second = Some("tom")),
        ("second_person_no_right", |s| s.second = Some("ben")),
    ];
    check(&Scene::new(), Scene::place, &rules);
    let mut beyond = Scene::new();
    beyond.line = 2;
    assert_eq!(code_of(beyond.place()), "not_in_suspense", "there is no such line");
    let mut all_due = Scene::new();
    all_due.to = on_account("20-1");
    let refusal = Refusal::PlacedOtherwise {
        amount: Cents(5_000),
        placed: Cents(22_963),
    };
    assert_eq!(all_due.place(), Err(refusal));
}

#[test]
fn a_placement_moves_the_money_from_suspense_to_where_it_belongs() {
    let scene = Scene::new();
    let decision = scene.place().unwrap();
    let posting = |ledger: &str, cents| Posting(ledger.into(), Cents(cents));
    assert_eq!(
        decision.postings,
        [posting("2020", 5_000), posting("4010", -3_333), posting("4020", -1_667)]
    );
    assert_eq!(
        decision.approval.unwrap().statement,
        "Place 50.00 of receipt W3-000001 on account 20-1, WATER 2026-10-01. Reason: The bill was in the envelope"
    );
    let placed = scene.placed();
    assert_eq!(
        (placed.receipt.as_str(), placed.line, placed.amount),
        ("W3-000001", 1, Cents(5_000))
    );
    assert_eq!(placed.placer, ("tom".to_owned(), "Tom Ek".to_owned()));
    let line = &placed.lines[0];
    assert_eq!(
        (line.account.as_deref(), line.charge.as_deref()),
        (Some("20-1"), Some("W1"))
    );
    assert_eq!((line.due, line.amount), (Some(Cents(12_000)), Cents(5_000)));
}

#[test]
fn what_was_placed_is_paid_on_the_account() {
    let mut scene = Scene::new();
    let decision = scene.place().unwrap();
    scene.office.commit("W3", "tom", decision);
    let standing = scene.office.paid.standing(scene.office.accounts["20-1"].clone());
    assert_eq!(standing.due(), Ok(Cents(22_963 - 5_000)));
    assert_eq!(
        scene.office.ledger().get("2020"),
        None,
        "nothing stands in suspense any more"
    );
}

#[test]
fn a_placement_may_go_to_a_charge_and_be_waived() {
    let mut scene = Scene::new();
    scene.to = priced("DOG1", 2, "T-881");
    scene.second = None;
    scene.office.configuration.policies.waived.push(Waiver::Placement);
    let decision = scene.place().unwrap();
    assert_eq!(
        (decision.approval, scene.placed().lines[0].code.as_str()),
        (None, "DOG1")
    );
    // What is due and more stands to the customer's credit.
    scene.to = part_of("20-4", 5_000);
    assert_eq!(scene.placed().lines[0].code, "CREDIT");
}

#[test]
fn nothing_is_placed_in_suspense_again() {
    let mut scene = Scene::new();
    scene.to = LineRequest::Suspense {
        reference: None,
        amount: Cents(5_000),
        why: "still nobody knows".into(),
    };
    assert_eq!(code_of(scene.place()), "suspense_in_batch_only");
    scene.session = Some(scene.office.sessions[0].clone());
    assert_eq!(
        code_of(scene.place()),
        "suspense_in_batch_only",
        "not while a batch is keyed either"
    );
}
