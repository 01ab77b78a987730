//! Turn-ins: money that another department brings with its transmittal.

use chrono::{DateTime, NaiveDate, Utc};
use counterfoil_domain::batch::{TurnInRequest, take_turn_in};
use counterfoil_domain::cash::CashCount;
use counterfoil_domain::config::BatchKind;
use counterfoil_domain::entry::{Body, TurnIn};
use counterfoil_domain::journal::Decision;
use counterfoil_domain::money::Cents;
use counterfoil_domain::posting::Posting;
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::session::SessionStage;
use uuid::Uuid;

use super::office::Office;
use crate::fixture::{CARD_NUMBER, cash, day, offer, open_amount, payment};
use crate::table::{Rule, check, code_of};

#[derive(Clone)]
struct Scene {
    office: Office,
    request: TurnInRequest,
}

impl Scene {
    /// Finance brings 40.00 in cash and two checks of 60.00 together.
    fn new() -> Scene {
        Scene {
            office: Office::new(),
            request: TurnInRequest {
                department: "FI".into(),
                transmittal: "FI-2026-031".into(),
                brought_by: "Jo March".into(),
                total: Cents(10_000),
                payment: payment(
                    vec![open_amount("MISC", 10_000)],
                    vec![offer("CHECK", 4_500, 1), offer("CHECK", 1_500, 2)],
                ),
                cash: cash(&[(2_000, 2)]),
                cash_again: cash(&[(2_000, 2)]),
            },
        }
    }

    fn take(&self) -> Result<Vec<Decision>, Refusal> {
        let when: (DateTime<Utc>, NaiveDate) = (self.office.now, self.office.today());
        self.office.knowing(None, ("ana", None), |facts| {
            take_turn_in(facts, Uuid::from_u128(7), "Turn-in 1", when, &self.request)
        })
    }
}

#[test]
fn taking_a_turn_in() {
    let rules: [Rule<'_, Scene>; 11] = [
        ("unknown_department", |s| s.request.department = "ZZ".into()),
        ("card_number_in_text", |s| s.request.transmittal = CARD_NUMBER.into()),
        ("text_missing", |s| s.request.transmittal = " ".into()),
        ("text_too_long", |s| s.request.brought_by = "x".repeat(61)),
        ("text_missing", |s| s.request.brought_by.clear()),
        ("counted_otherwise", |s| {
            s.request.payment.tenders[0] = offer("CASH", 4_500, 0)
        }),
        ("unknown_denomination", |s| s.request.cash.0[0].cents = Cents(300)),
        ("denomination_twice", |s| {
            s.request.cash_again = cash(&[(2_000, 2), (2_000, 1)])
        }),
        ("counts_differ", |s| s.request.cash_again = cash(&[(1_000, 4)])),
        ("transmittal_differs", |s| s.request.total = Cents(10_001)),
        ("nothing_to_pay", |s| s.request.payment.lines.clear()),
    ];
    check(&Scene::new(), Scene::take, &rules);
    // What taking a payment refuses comes last.
    let rules: [Rule<'_, Scene>; 3] = [
        ("transmittal_differs", |s| s.request.total = Cents(10_001)),
        ("tender_field_missing", |s| s.request.payment.tenders[0].number = None),
        ("change_in_batch", |s| {
            s.request.payment.lines = vec![open_amount("MISC", 9_999)]
        }),
    ];
    check(&Scene::new(), Scene::take, &rules);
}

#[test]
fn both_sides_of_a_disagreement_are_named() {
    let mut scene = Scene::new();
    scene.request.total = Cents(10_050);
    let refusal = Refusal::TransmittalDiffers {
        transmittal: Cents(10_050),
        counted: Cents(10_000),
    };
    assert_eq!(scene.take(), Err(refusal));
    scene.request.cash_again = cash(&[(2_000, 1), (1_000, 2)]);
    let refusal = Refusal::CountsDiffer {
        first: "40.00 (2 × $20)".into(),
        second: "40.00 (1 × $20, 2 × $10)".into(),
    };
    assert_eq!(scene.take(), Err(refusal));
    // What it is for must come to what was brought.
    let mut scene = Scene::new();
    scene.request.payment.lines = vec![open_amount("MISC", 10_001)];
    assert_eq!(code_of(scene.take()), "tender_below_total");
}

#[test]
fn a_turn_in_is_a_batch_of_one_receipt_that_agrees_with_itself() {
    let mut scene = Scene::new();
    let decisions = scene.take().unwrap();
    assert!(decisions.iter().all(|decision| decision.approval.is_none()));
    let Body::BatchOpened(opened) = &decisions[0].body else {
        panic!("not opened")
    };
    assert_eq!((opened.kind, opened.name.as_str()), (BatchKind::TurnIn, "Turn-in 1"));
    assert_eq!((opened.keyed_by.0.as_str(), opened.opened_by.len()), ("ana", 0));
    let turn_in = TurnIn {
        transmittal: "FI-2026-031".into(),
        department: "FI".into(),
        department_name: "Finance".into(),
        brought_by: "Jo March".into(),
    };
    assert_eq!(opened.turn_in.as_ref(), Some(&turn_in));
    let figures: Vec<_> = opened
        .control
        .iter()
        .map(|one| (one.tender.as_str(), one.items, one.total.0))
        .collect();
    assert_eq!(figures, [("CASH", 0, 4_000), ("CHECK", 2, 6_000)]);
    let Body::Receipt(receipt) = &decisions[1].body else {
        panic!("not a receipt")
    };
    assert_eq!(receipt.payer.as_deref(), Some("Finance, Jo March"));
    assert_eq!(receipt.note.as_deref(), Some("Transmittal FI-2026-031"));
    assert_eq!((receipt.number.as_str(), receipt.total), ("W3-000001", Cents(10_000)));
    assert_eq!(
        decisions[1].postings,
        [
            Posting("1020".into(), Cents(6_000)),
            Posting("1010".into(), Cents(4_000)),
            Posting("4030".into(), Cents(-2_500)),
            Posting("4020".into(), Cents(-7_500)),
        ]
    );
    for decision in decisions {
        scene.office.commit("W3", "ana", decision);
    }
    let session = scene.office.session(Uuid::from_u128(7));
    assert_eq!(
        (session.stage(), session.business_date),
        (SessionStage::Closed, day("2026-11-21"))
    );
    assert_eq!(session.counts[0].cash, cash(&[(2_000, 2)]));
    let figures = session.figures(&scene.office.configuration).unwrap();
    assert!(figures.iter().all(|line| line.expected == line.counted));
    assert_eq!((figures[0].counted, figures[1].counted), (Cents(4_000), Cents(6_000)));
}

#[test]
fn a_turn_in_may_be_of_checks_alone_or_of_cash_alone() {
    let mut scene = Scene::new();
    scene.request.cash = CashCount::default();
    scene.request.cash_again = cash(&[(2_000, 0)]);
    scene.request.total = Cents(6_000);
    scene.request.payment.lines = vec![open_amount("MISC", 6_000)];
    assert_eq!(scene.take().unwrap().len(), 3);
    let mut scene = Scene::new();
    scene.request.payment.tenders.clear();
    scene.request.total = Cents(4_000);
    scene.request.payment.lines = vec![open_amount("MISC", 4_000)];
    assert_eq!(scene.take().unwrap().len(), 3);
}
