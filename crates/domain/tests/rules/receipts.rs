//! What may be done to a receipt in its session: void it, move a tender to another type.

use counterfoil_domain::check::TenderOffer;
use counterfoil_domain::config::{Language, User, Waiver};
use counterfoil_domain::entry::{Body, Entry, TenderReclassed};
use counterfoil_domain::journal::Decision;
use counterfoil_domain::money::Cents;
use counterfoil_domain::posting::Posting;
use counterfoil_domain::reclass::{Reclass, reclass};
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::session::Phase;
use counterfoil_domain::void::void;

use crate::fixture::{CARD_NUMBER, Desk, offer, open_amount, part_of, payment};
use crate::table::{Rule, check, code_of};

#[derive(Clone)]
struct Scene {
    desk: Desk,
    actor: User,
    second: Option<User>,
    original: Entry,
    request: Reclass,
}

impl Scene {
    /// Ana took 124.50 on an account and 5.50 for something, by a check of 100.00 and cash.
    fn new() -> Scene {
        let mut desk = Desk::opened();
        let lines = vec![part_of("20-1", 12_450), open_amount("MISC", 550)];
        let tenders = vec![offer("CHECK", 10_000, 1), offer("CASH", 5_000, 0)];
        let original = desk.pay(&payment(lines, tenders)).unwrap();
        Scene {
            actor: desk.user("ana"),
            second: Some(desk.user("sol")),
            original,
            request: Reclass {
                receipt: "W3-000001".into(),
                place: 1,
                to: offer("MO", 3_000, 1),
                reason: "Keyed as cash".into(),
            },
            desk,
        }
    }

    fn someone(&self, id: &str) -> User {
        self.desk.user(id)
    }

    fn phase(&mut self, phase: Phase) {
        self.desk.session.as_mut().unwrap().phase = phase;
    }

    fn receipt_gone(&mut self) {
        self.desk.session.as_mut().unwrap().receipts.clear();
    }

    fn voided(&mut self) {
        if let Some(receipt) = self.desk.session.as_mut().unwrap().receipts.first_mut() {
            receipt.void = true;
        }
    }

    fn void(&self) -> Result<Decision, Refusal> {
        void(
            &self.desk.configuration,
            self.desk.session.as_ref(),
            &self.actor,
            &self.original,
            &self.request.reason,
            self.second.as_ref(),
        )
    }

    fn reclass(&self) -> Result<Decision, Refusal> {
        reclass(
            &self.desk.configuration,
            self.desk.session.as_ref(),
            &self.actor,
            Language::En,
            &self.request,
            self.second.as_ref(),
        )
    }

    fn reclassed(&self) -> TenderReclassed {
        match self.reclass().unwrap().body {
            Body::TenderReclassed(body) => *body,
            other => panic!("not reclassed: {other:?}"),
        }
    }
}

#[test]
fn voiding() {
    let rules: [Rule<'_, Scene>; 14] = [
        ("unknown_receipt", |s| s.original = s.desk.entries[0].clone()),
        ("no_open_drawer", |s| s.desk.session = None),
        ("drawer_closed", |s| s.phase(Phase::Closed)),
        ("drawer_counting", |s| s.phase(Phase::Counting)),
        ("not_your_drawer", |s| s.actor = s.someone("ben")),
        ("receipt_not_in_session", Scene::receipt_gone),
        ("already_void", Scene::voided),
        ("drawer_too_little_cash", |s| {
            s.desk.session.as_mut().unwrap().cash = Cents(2_999);
        }),
        ("card_number_in_text", |s| s.request.reason = CARD_NUMBER.into()),
        ("text_too_long", |s| s.request.reason = "x".repeat(201)),
        ("text_missing", |s| s.request.reason.clear()),
        ("second_person_needed", |s| s.second = None),
        ("second_person_same", |s| s.second = Some(s.actor.clone())),
        ("second_person_no_right", |s| s.second = Some(s.someone("aud"))),
    ];
    check(&Scene::new(), Scene::void, &rules);
}

#[test]
fn a_void_gives_everything_back() {
    let scene = Scene::new();
    let decision = scene.void().unwrap();
    let Body::ReceiptVoided(voided) = &decision.body else {
        panic!("not voided")
    };
    assert_eq!((voided.receipt.as_str(), voided.total), ("W3-000001", Cents(13_000)));
    let Body::Receipt(receipt) = &scene.original.body else {
        panic!("not a receipt")
    };
    assert_eq!(voided.tenders, receipt.tenders);
    let restored = |charge: &str, cents| ("20-1".to_owned(), Some(charge.to_owned()), Cents(cents));
    assert_eq!(voided.restored, [restored("W1", 12_000), restored("S1", 450)]);
    let turned: Vec<Posting> = scene
        .original
        .postings
        .iter()
        .map(|posting| Posting(posting.0.clone(), posting.1.negated()))
        .collect();
    assert_eq!(decision.postings, turned);
    assert_eq!(
        decision.approval.unwrap().statement,
        "Void receipt W3-000001, 130.00 paid by Check 100.00, Cash 30.00. Reason: Keyed as cash"
    );
}

#[test]
fn a_void_after_a_reclass_gives_back_what_is_really_there() {
    let mut scene = Scene::new();
    let decision = scene.reclass().unwrap();
    scene.desk.commit("ana", decision).unwrap();
    let decision = scene.void().unwrap();
    let Body::ReceiptVoided(voided) = &decision.body else {
        panic!("not voided")
    };
    let codes: Vec<&str> = voided.tenders.iter().map(|tender| tender.code.as_str()).collect();
    assert_eq!(codes, ["CHECK", "MO"]);
    // The cash was never there, so an empty drawer does not stand in the way.
    scene.desk.session.as_mut().unwrap().cash = Cents::ZERO;
    scene.void().unwrap();
    let checks = decision.postings.iter().find(|posting| posting.0 == "1020");
    assert_eq!(checks, Some(&Posting("1020".into(), Cents(-13_000))));
    assert!(decision.postings.iter().all(|posting| posting.0 != "1010"));
}

#[test]
fn whoever_took_the_payment_does_not_agree_to_its_void_or_reclass() {
    let mut scene = Scene::new();
    let sol = scene.someone("sol");
    scene.desk.session.as_mut().unwrap().receipts[0].cashier = sol.id;
    assert_eq!(code_of(scene.void()), "second_person_same");
    assert_eq!(code_of(scene.reclass()), "second_person_same");
    scene.second = Some(scene.someone("tom"));
    scene.void().unwrap();
    scene.reclass().unwrap();
}

#[test]
fn reclassing() {
    let rules: [Rule<'_, Scene>; 18] = [
        ("no_open_drawer", |s| s.desk.session = None),
        ("drawer_closed", |s| s.phase(Phase::Closed)),
        ("drawer_counting", |s| s.phase(Phase::Counting)),
        ("not_your_drawer", |s| s.actor = s.someone("ben")),
        ("receipt_not_in_session", |s| s.request.receipt = "W3-000009".into()),
        ("already_void", Scene::voided),
        ("unknown_tender_of_receipt", |s| s.request.place = 2),
        ("unknown_tender", |s| s.request.to.tender = "SHELLS".into()),
        ("reclass_to_same", |s| s.request.to.tender = "CASH".into()),
        ("amount_zero", |s| s.request.to.amount = Cents(-3_000)),
        ("tender_field_missing", |s| s.request.to.number = None),
        ("tender_field_unwanted", |s| s.request.to.brand = Some("Visa".into())),
        ("reclass_amount", |s| s.request.to.amount = Cents(3_001)),
        ("text_too_long", |s| s.request.reason = "x".repeat(201)),
        ("text_missing", |s| s.request.reason = " ".into()),
        ("second_person_needed", |s| s.second = None),
        ("second_person_same", |s| s.second = Some(s.actor.clone())),
        ("second_person_no_right", |s| s.second = Some(s.someone("ben"))),
    ];
    check(&Scene::new(), Scene::reclass, &rules);
}

#[test]
fn a_reclass_keeps_the_original_and_moves_the_money() {
    let mut scene = Scene::new();
    let body = scene.reclassed();
    let Body::Receipt(receipt) = &scene.original.body else {
        panic!("not a receipt")
    };
    assert_eq!(body.from, receipt.tenders[1]);
    assert_eq!((body.to.code.as_str(), body.to.amount), ("MO", Cents(3_000)));
    assert_eq!(body.to.check.as_ref().unwrap().number.as_deref(), Some("7001"));
    let decision = scene.reclass().unwrap();
    assert_eq!(
        decision.postings,
        [
            Posting("1020".into(), Cents(3_000)),
            Posting("1010".into(), Cents(-3_000))
        ]
    );
    assert_eq!(
        decision.approval.as_ref().unwrap().statement,
        "Move 30.00 of receipt W3-000001 from Cash to Money order. Reason: Keyed as cash"
    );
    scene.desk.commit("ana", decision).unwrap();
    assert_eq!(scene.desk.session().cash, Cents(15_000));
    assert_eq!(scene.desk.session().tape(&scene.desk.configuration).count(), 2);
    // And back again, from what it is now.
    scene.request.to = TenderOffer {
        tender: "CASH".into(),
        amount: Cents(3_000),
        ..TenderOffer::default()
    };
    let decision = scene.reclass().unwrap();
    scene.desk.commit("ana", decision).unwrap();
    assert_eq!(scene.desk.session().cash, Cents(18_000));
}

#[test]
fn tenders_of_one_ledger_account_move_without_postings() {
    let mut scene = Scene::new();
    scene.request.place = 0;
    scene.request.to = offer("MO", 10_000, 1);
    assert_eq!(scene.reclass().unwrap().postings, []);
}

#[test]
fn waived_consents_are_not_asked_for() {
    let mut scene = Scene::new();
    scene.desk.configuration.policies.waived = vec![Waiver::Void, Waiver::Reclass];
    scene.second = None;
    assert_eq!(scene.void().unwrap().approval, None);
    assert_eq!(scene.reclass().unwrap().approval, None);
    // Given all the same, it must still be a good one.
    scene.second = Some(scene.actor.clone());
    assert_eq!(code_of(scene.void()), "second_person_same");
}
