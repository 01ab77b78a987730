//! Voids and reclasses from the closing desk, in sessions that are not open any more.

use counterfoil_domain::approval::{correctable, send_back};
use counterfoil_domain::config::{Language, User};
use counterfoil_domain::drawer::{FoundInDrawer, Ticked};
use counterfoil_domain::entry::Entry;
use counterfoil_domain::journal::Decision;
use counterfoil_domain::money::Cents;
use counterfoil_domain::posting::Posting;
use counterfoil_domain::reclass::{Reclass, reclass};
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::session::{Phase, Session};
use counterfoil_domain::void::void;
use uuid::Uuid;

use super::office::{Office, paper};
use crate::fixture::{cash, offer, open_amount, payment};
use crate::table::{Rule, check, code_of};

#[derive(Clone)]
struct Scene {
    office: Office,
    session: Option<Session>,
    actor: User,
    second: Option<User>,
    original: Entry,
    request: Reclass,
}

impl Scene {
    fn in_session(office: Office, id: Uuid, original: Entry) -> Scene {
        Scene {
            session: Some(office.session(id).clone()),
            actor: office.user("tom"),
            second: Some(office.user("eva")),
            original,
            request: Reclass {
                receipt: String::new(),
                place: 0,
                to: offer("MO", 3_000, 1),
                reason: "Keyed as cash".into(),
            },
            office,
        }
    }

    /// Ana's drawer, closed on what agrees: 30.00 in cash and a check of 40.00.
    fn drawer() -> Scene {
        let mut office = Office::new();
        let id = office.open("W4", "ana");
        let pay = |office: &mut Office, code, cents| {
            office.pay(
                id,
                &payment(vec![open_amount("MISC", cents)], vec![offer(code, cents, 1)]),
            )
        };
        let original = pay(&mut office, "CASH", 3_000);
        pay(&mut office, "CHECK", 4_000);
        let found = FoundInDrawer {
            cash: cash(&[(5_000, 3), (1_000, 3)]),
            tape: vec![("W4-000002".into(), 0, Ticked::Agreed)],
            ..FoundInDrawer::default()
        };
        office.count_and_close(id, found);
        let mut scene = Scene::in_session(office, id, original);
        scene.request.receipt = "W4-000001".into();
        scene
    }

    /// Ben's mail of one check, still keyed.
    fn mail() -> Scene {
        let mut office = Office::new();
        let id = office.mail(vec![paper("CHECK", 1, 3_000)]);
        let original = office.pay(
            id,
            &payment(vec![open_amount("MISC", 3_000)], vec![offer("CHECK", 3_000, 1)]),
        );
        let mut scene = Scene::in_session(office, id, original);
        scene.request.receipt = "W3-000001".into();
        scene
    }

    fn session(&mut self) -> &mut Session {
        self.session.as_mut().unwrap()
    }

    /// Eva approved it meanwhile.
    fn approved(&mut self) {
        let id = self.session().id;
        let (office, eva) = (&self.office, self.office.user("eva"));
        let session = office.session(id);
        let seen = counterfoil_domain::approval::difference(&session.figures(&office.configuration).unwrap());
        let decision =
            counterfoil_domain::approval::approve(&office.configuration, session, &eva, seen.unwrap(), Some("Fine"));
        self.office.commit("W3", "eva", decision.unwrap());
        self.session = Some(self.office.session(id).clone());
    }

    /// Tom held it before Ana did.
    fn held_by_the_actor(&mut self) {
        let (tom, at) = (self.actor.clone(), self.office.now);
        self.session().cashiers.insert(0, (tom.id, tom.name, at));
    }

    fn void(&self) -> Result<Decision, Refusal> {
        void(
            &self.office.configuration,
            self.session.as_ref(),
            &self.actor,
            &self.original,
            &self.request.reason,
            self.second.as_ref(),
        )
    }

    fn reclass(&self) -> Result<Decision, Refusal> {
        reclass(
            &self.office.configuration,
            self.session.as_ref(),
            &self.actor,
            Language::En,
            &self.request,
            self.second.as_ref(),
        )
    }
}

#[test]
fn voiding_from_the_closing_desk() {
    let rules: [Rule<'_, Scene>; 10] = [
        ("unknown_receipt", |s| {
            s.original = s.office.journals["W4"].entries[0].clone()
        }),
        ("no_open_drawer", |s| s.session = None),
        ("session_approved", Scene::approved),
        ("own_session", Scene::held_by_the_actor),
        ("receipt_not_in_session", |s| s.session().receipts.clear()),
        ("drawer_too_little_cash", |s| s.session().cash = Cents(2_999)),
        ("text_missing", |s| s.request.reason.clear()),
        ("second_person_needed", |s| s.second = None),
        ("second_person_same", |s| s.second = Some(s.actor.clone())),
        ("second_person_no_right", |s| s.second = Some(s.office.user("ben"))),
    ];
    check(&Scene::drawer(), Scene::void, &rules);
    let mut voided = Scene::drawer();
    voided.session().receipts[0].void = true;
    voided.session().cash = Cents::ZERO;
    assert_eq!(code_of(voided.void()), "already_void");
}

#[test]
fn reclassing_from_the_closing_desk() {
    let rules: [Rule<'_, Scene>; 9] = [
        ("no_open_drawer", |s| s.session = None),
        ("session_approved", Scene::approved),
        ("own_session", Scene::held_by_the_actor),
        ("receipt_not_in_session", |s| s.request.receipt = "W4-000009".into()),
        ("unknown_tender_of_receipt", |s| s.request.place = 1),
        ("reclass_amount", |s| s.request.to.amount = Cents(2_999)),
        ("text_missing", |s| s.request.reason.clear()),
        ("second_person_needed", |s| s.second = None),
        ("second_person_no_right", |s| s.second = Some(s.office.user("ben"))),
    ];
    check(&Scene::drawer(), Scene::reclass, &rules);
}

#[test]
fn the_second_person_is_neither_the_actor_nor_whoever_took_the_payment() {
    let mut scene = Scene::drawer();
    scene.session().receipts[0].cashier = "eva".into();
    assert_eq!(code_of(scene.void()), "second_person_same");
    assert_eq!(code_of(scene.reclass()), "second_person_same");
    scene.second = Some(scene.office.user("sol"));
    scene.void().unwrap();
    scene.reclass().unwrap();
}

#[test]
fn whoever_is_no_supervisor_changes_nothing_behind_the_close() {
    let mut scene = Scene::drawer();
    for (id, code) in [("ben", "drawer_closed"), ("ana", "drawer_closed")] {
        scene.actor = scene.office.user(id);
        assert_eq!(code_of(scene.void()), code, "{id}");
    }
    // An open drawer is changed by whoever holds it, a supervisor or not.
    scene.actor = scene.office.user("tom");
    scene.session().phase = Phase::Open;
    assert_eq!(code_of(scene.void()), "not_your_drawer");
    // And a supervisor's own drawer is closed to themselves as anybody's is.
    scene.session().phase = Phase::Closed;
    scene.session().cashiers[0].0 = "tom".into();
    assert_eq!(code_of(scene.void()), "drawer_closed");
}

#[test]
fn what_may_be_corrected() {
    let rules: [Rule<'_, Scene>; 3] = [
        ("session_approved", Scene::approved),
        ("session_not_closed", |s| s.session().phase = Phase::Open),
        ("own_session", Scene::held_by_the_actor),
    ];
    let decide = |scene: &Scene| correctable(scene.session.as_ref().unwrap(), &scene.actor).map(|session| session.id);
    check(&Scene::drawer(), decide, &rules);
    // A drawer that is counted, and one that was sent back; a batch whoever keyed it.
    let mut counting = Scene::drawer();
    counting.session().phase = Phase::Counting;
    decide(&counting).unwrap();
    let mut back = Scene::drawer();
    let id = back.session().id;
    let word = send_back(
        &back.office.configuration,
        back.office.session(id),
        &back.actor,
        "Again",
        true,
    );
    back.office.commit("W3", "tom", word.unwrap());
    back.session = Some(back.office.session(id).clone());
    decide(&back).unwrap();
    let mut mail = Scene::mail();
    mail.actor = mail.office.user("ben");
    decide(&mail).unwrap();
}

#[test]
fn a_batch_is_corrected_while_it_is_keyed() {
    let mut scene = Scene::mail();
    let id = scene.session().id;
    scene.actor = scene.office.user("ben");
    scene.second = Some(scene.office.user("ben"));
    assert_eq!(code_of(scene.void()), "second_person_same");
    scene.second = Some(scene.office.user("tom"));
    // It holds no cash that would have to be there.
    scene.request.to = offer("CASH", 3_000, 0);
    let decision = scene.reclass().unwrap();
    let posting = |ledger: &str, cents| Posting(ledger.into(), Cents(cents));
    assert_eq!(decision.postings, [posting("1010", 3_000), posting("1020", -3_000)]);
    scene.office.commit("W3", "ben", decision);
    scene.session = Some(scene.office.session(id).clone());
    let decision = scene.void().unwrap();
    assert_eq!(
        decision.postings,
        [posting("4030", 750), posting("4020", 2_250), posting("1010", -3_000)],
        "what it is after the reclass"
    );
    // Once it is closed it is sent back first: what is in it was counted.
    scene.office.close_batch(id);
    scene.session = Some(scene.office.session(id).clone());
    assert_eq!(code_of(scene.void()), "batch_closed");
    assert_eq!(code_of(scene.reclass()), "batch_closed");
    scene.office.approve(id);
    scene.session = Some(scene.office.session(id).clone());
    assert_eq!(code_of(scene.void()), "session_approved");
    assert_eq!(code_of(scene.reclass()), "session_approved");
}

#[test]
fn a_void_behind_the_count_leaves_what_was_counted_over() {
    let mut scene = Scene::drawer();
    let id = scene.session().id;
    let decision = scene.void().unwrap();
    assert_eq!(decision.approval.as_ref().unwrap().user, "eva");
    scene.office.commit("W3", "tom", decision);
    let session = scene.office.session(id);
    let cash = &session.figures(&scene.office.configuration).unwrap()[0];
    assert_eq!(
        (cash.expected, cash.counted, cash.items),
        (Cents(15_000), Cents(18_000), 0)
    );
    // What was paid back may have come out of what was counted: only another count can tell.
    assert!(scene.office.is_stale(id));
    scene.office.send_back(id);
    let tape = scene.office.session(id).tape(&scene.office.configuration);
    let tape = tape
        .map(|piece| (piece.receipt.number.clone(), piece.place, Ticked::Agreed))
        .collect();
    let found = FoundInDrawer {
        cash: crate::fixture::cash(&[(5_000, 3)]),
        tape,
        ..FoundInDrawer::default()
    };
    scene.office.count_and_close(id, found);
    assert!(!scene.office.is_stale(id));
    scene.office.approve(id);
}
