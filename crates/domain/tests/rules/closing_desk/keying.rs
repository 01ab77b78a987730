//! Keying payments into a batch, and money that goes into suspense there.

use counterfoil_domain::config::Language;
use counterfoil_domain::entry::Body;
use counterfoil_domain::journal::Decision;
use counterfoil_domain::money::Cents;
use counterfoil_domain::payment::{LineRequest, PaymentRequest, SUSPENSE_CODE, price, take};
use counterfoil_domain::posting::Posting;
use counterfoil_domain::receipt::Receipt;
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::session::{Phase, Session};
use uuid::Uuid;

use super::office::{Office, paper};
use crate::fixture::{CARD_NUMBER, day, offer, on_account, part_of, payment};
use crate::table::{Rule, check, code_of};

#[derive(Clone)]
struct Scene {
    office: Office,
    session: Option<Session>,
    actor: String,
    request: PaymentRequest,
}

fn held(cents: i64, reference: &str, why: &str) -> LineRequest {
    LineRequest::Suspense {
        reference: Some(reference.to_owned()),
        amount: Cents(cents),
        why: why.to_owned(),
    }
}

impl Scene {
    /// Ben's mail, into which a check of 50.00 is keyed for nobody knows what.
    fn new() -> Scene {
        let mut office = Office::new();
        let batch = office.mail(vec![paper("CHECK", 1, 5_000)]);
        Scene {
            session: Some(office.session(batch).clone()),
            actor: "ben".into(),
            request: payment(
                vec![held(5_000, "20-99", "no such account")],
                vec![offer("CHECK", 5_000, 1)],
            ),
            office,
        }
    }

    fn take(&self) -> Result<Decision, Refusal> {
        let who = (self.actor.as_str(), None);
        self.office
            .knowing(self.session.as_ref(), who, |facts| take(facts, &self.request))
    }

    fn price(&self) -> Result<Cents, Refusal> {
        let who = (self.actor.as_str(), None);
        let priced = self
            .office
            .knowing(self.session.as_ref(), who, |facts| price(facts, &self.request))?;
        Ok(priced.total)
    }

    fn receipt(&self) -> Receipt {
        match self.take().unwrap().body {
            Body::Receipt(receipt) => *receipt,
            other => panic!("not a receipt: {other:?}"),
        }
    }

    /// The same check was taken the day before.
    fn seen_before(&mut self) {
        let check = ("token-of-123456789".to_owned(), "1001".to_owned());
        let earlier = ("W3-000042".to_owned(), day("2026-11-20"));
        self.office.checks.insert(check, earlier);
    }

    fn line(&mut self) -> (&mut Option<String>, &mut Cents, &mut String) {
        match &mut self.request.lines[0] {
            LineRequest::Suspense { reference, amount, why } => (reference, amount, why),
            other => panic!("not in suspense: {other:?}"),
        }
    }
}

#[test]
fn keying_into_suspense() {
    let rules: [Rule<'_, Scene>; 14] = [
        ("batch_closed", |s| s.session.as_mut().unwrap().phase = Phase::Closed),
        ("suspense_not_set_up", |s| s.office.configuration.suspense = None),
        ("amount_zero", |s| *s.line().1 = Cents(-5_000)),
        ("card_number_in_text", |s| *s.line().2 = CARD_NUMBER.into()),
        ("text_too_long", |s| *s.line().2 = "x".repeat(201)),
        ("text_missing", |s| *s.line().2 = "\u{200b}".into()),
        ("text_too_long", |s| *s.line().0 = Some("x".repeat(41))),
        ("over_receipt_limit", |s| {
            s.office.configuration.policies.receipt_limit = Cents(4_999)
        }),
        ("unknown_tender", |s| s.request.tenders[0].tender = "SHELLS".into()),
        ("tender_field_missing", |s| s.request.tenders[0].number = None),
        ("tender_below_total", |s| s.request.tenders[0].amount = Cents(4_999)),
        ("text_too_long", |s| s.request.payer = Some("x".repeat(61))),
        ("card_number_in_text", |s| s.request.note = Some(CARD_NUMBER.into())),
        ("check_seen_before", Scene::seen_before),
    ];
    check(&Scene::new(), Scene::take, &rules);
    // Two more that speak of several tenders.
    let rules: [Rule<'_, Scene>; 4] = [
        ("check_twice", |s| s.request.tenders.push(s.request.tenders[0].clone())),
        ("change_in_batch", |s| {
            s.request.tenders[0].amount = Cents(4_000);
            s.request.tenders.push(offer("CASH", 2_000, 0));
        }),
        ("text_too_long", |s| s.request.payer = Some("x".repeat(61))),
        ("check_seen_before", Scene::seen_before),
    ];
    check(&Scene::new(), Scene::take, &rules);
}

#[test]
fn what_stands_in_suspense_says_why() {
    let mut scene = Scene::new();
    scene.request.payer = Some("J. Low".into());
    let receipt = scene.receipt();
    assert_eq!(
        (receipt.window.as_str(), receipt.cashier.as_str()),
        ("Mail batch 1", "Ben Ode")
    );
    assert_eq!(
        (receipt.total, receipt.change, receipt.balances.len()),
        (Cents(5_000), Cents::ZERO, 0)
    );
    let line = &receipt.lines[0];
    assert_eq!(line.code, SUSPENSE_CODE);
    assert_eq!(line.description, "Held in suspense: no such account");
    assert_eq!(
        (line.department.as_str(), line.reference.as_deref()),
        ("FI", Some("20-99"))
    );
    assert_eq!(
        (line.account.as_ref(), line.charge.as_ref(), line.due),
        (None, None, None)
    );
    assert_eq!(
        scene.take().unwrap().postings,
        [
            Posting("1020".into(), Cents(5_000)),
            Posting("2020".into(), Cents(-5_000))
        ]
    );
    scene.request.language = Language::Es;
    assert_eq!(
        scene.receipt().lines[0].description,
        "Retenido en suspenso: no such account"
    );
}

#[test]
fn money_goes_into_suspense_from_a_batch_only() {
    let mut scene = Scene::new();
    scene.session = None;
    assert_eq!(
        code_of(scene.price()),
        "suspense_in_batch_only",
        "where there is no drawer"
    );
    assert_eq!(code_of(scene.take()), "no_open_drawer");
    let drawer = scene.office.open("W4", "ben");
    scene.session = Some(scene.office.session(drawer).clone());
    assert_eq!(code_of(scene.take()), "suspense_in_batch_only");
    scene.office.configuration.suspense = None;
    assert_eq!(
        code_of(scene.take()),
        "suspense_in_batch_only",
        "said before what would not help"
    );
}

#[test]
fn a_batch_gives_no_change_and_names_what_is_too_much() {
    let mut scene = Scene::new();
    scene.request = payment(vec![part_of("20-1", 5_000)], vec![offer("CASH", 5_001, 0)]);
    assert_eq!(scene.take(), Err(Refusal::ChangeInBatch { excess: Cents(1) }));
    scene.request.tenders[0].amount = Cents(5_000);
    scene.take().unwrap();
}

#[test]
fn whoever_works_batches_keys_them_on_any_day_and_past_any_ceiling() {
    let mut scene = Scene::new();
    scene.actor = "ana".into();
    scene.request = payment(vec![on_account("20-1")], vec![offer("CASH", 22_963, 0)]);
    scene.session.as_mut().unwrap().business_date = day("2026-11-20");
    scene.office.configuration.policies.drawer_ceiling = Cents(1);
    scene.office.configuration.policies.drawer_warning = Cents(1);
    assert_eq!(scene.receipt().cashier, "Ana Núñez");
}

#[test]
fn a_batch_that_was_sent_back_is_keyed_again() {
    let mut scene = Scene::new();
    let batch: Uuid = scene.session.as_ref().unwrap().id;
    scene.office.pay(batch, &scene.request);
    scene.office.close_batch(batch);
    assert_eq!(code_of(scene.office.try_pay(batch, &scene.request)), "batch_closed");
    let (configuration, tom) = (&scene.office.configuration, scene.office.user("tom"));
    let session = scene.office.session(batch);
    let back = counterfoil_domain::approval::send_back(configuration, session, &tom, "One is missing", false);
    scene.office.commit("W3", "tom", back.unwrap());
    scene.request.tenders[0].number = Some("77".into());
    scene.office.pay(batch, &scene.request);
    assert_eq!(scene.office.session(batch).receipts.len(), 2);
}
