//! A drawer whose cashier left it: counted, closed and counted again by others in their place.

use counterfoil_domain::approval::send_back;
use counterfoil_domain::config::{User, Waiver};
use counterfoil_domain::drawer::{FoundInDrawer, HandOverCounts, close, count, count_in_place, hand_over, recount};
use counterfoil_domain::entry::Body;
use counterfoil_domain::journal::Decision;
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::session::{EventKind, Phase, Session, SessionStage};
use uuid::Uuid;

use super::office::{Office, paper};
use crate::fixture::{CARD_NUMBER, cash};
use crate::table::{Rule, check, code_of};

#[derive(Clone)]
struct Scene {
    office: Office,
    id: Uuid,
    session: Option<Session>,
    actor: User,
    second: Option<User>,
    reason: Option<String>,
}

impl Scene {
    /// Ana left her drawer open with its float; Tom counts it, with Ben beside him.
    fn new() -> Scene {
        let mut office = Office::new();
        let id = office.open("W4", "ana");
        Scene {
            session: Some(office.session(id).clone()),
            actor: office.user("tom"),
            second: Some(office.user("ben")),
            reason: Some("Went home ill".into()),
            office,
            id,
        }
    }

    fn session(&mut self) -> &mut Session {
        self.session.as_mut().unwrap()
    }

    fn begin(&self) -> Result<Decision, Refusal> {
        count_in_place(
            &self.office.configuration,
            self.session.as_ref(),
            &self.actor,
            self.reason.as_deref().unwrap_or_default(),
            self.second.as_ref(),
        )
    }

    /// Writes a decision of somebody, and looks at the session again.
    fn commit(&mut self, actor: &str, decision: Decision) {
        self.office.commit("W4", actor, decision);
        self.session = Some(self.office.session(self.id).clone());
    }

    /// Tom has begun.
    fn begun() -> Scene {
        let mut scene = Scene::new();
        let decision = scene.begin().unwrap();
        scene.commit("tom", decision);
        scene
    }

    fn count(&self, actor: &str) -> Result<Decision, Refusal> {
        let found = FoundInDrawer {
            cash: cash(&[(5_000, 2)]),
            ..FoundInDrawer::default()
        };
        count(
            &self.office.configuration,
            self.session.as_ref(),
            &self.office.user(actor),
            found,
        )
    }

    fn close(&self, actor: &str, second: &str) -> Result<Decision, Refusal> {
        let (actor, second, head) = (
            self.office.user(actor),
            self.office.user(second),
            self.office.signed_head("W4"),
        );
        let session = self.session.as_ref();
        close(
            &self.office.configuration,
            session,
            &actor,
            Some("The float is short"),
            Some(&second),
            head,
        )
    }

    /// Tom has counted fifty dollars too little and closed it with Sol.
    fn closed() -> Scene {
        let mut scene = Scene::begun();
        let decision = scene.count("tom").unwrap();
        scene.commit("tom", decision);
        let decision = scene.close("tom", "sol").unwrap();
        scene.commit("tom", decision);
        scene
    }

    fn recount(&self) -> Result<Decision, Refusal> {
        let (session, second) = (self.session.as_ref(), self.second.as_ref());
        recount(
            &self.office.configuration,
            session,
            None,
            &self.actor,
            self.reason.as_deref(),
            second,
        )
    }

    fn is_a_batch(&mut self) {
        let mail = self.office.mail(vec![paper("CHECK", 1, 100)]);
        self.session = Some(self.office.session(mail).clone());
    }

    fn approved(&mut self) {
        let at = self.office.now;
        let verdict = counterfoil_domain::session::Verdict {
            at,
            by: ("eva".into(), "Eva Stone".into()),
            closed_seq: 1,
            reason: None,
        };
        self.session().approved = Some(verdict);
    }
}

#[test]
fn counting_in_place() {
    let rules: [Rule<'_, Scene>; 11] = [
        ("no_open_drawer", |s| s.session = None),
        ("unknown_session", Scene::is_a_batch),
        ("session_approved", Scene::approved),
        ("drawer_closed", |s| s.session().phase = Phase::Closed),
        ("own_session", |s| {
            s.actor = s.office.user("ana");
        }),
        ("card_number_in_text", |s| s.reason = Some(CARD_NUMBER.into())),
        ("text_too_long", |s| s.reason = Some("x".repeat(201))),
        ("text_missing", |s| s.reason = None),
        ("second_person_needed", |s| s.second = None),
        ("second_person_same", |s| s.second = Some(s.office.user("tom"))),
        ("second_person_no_right", |s| s.second = Some(s.office.user("aud"))),
    ];
    check(&Scene::new(), Scene::begin, &rules);
    let mut absent = Scene::new();
    absent.second = Some(absent.office.user("ana"));
    assert_eq!(
        code_of(absent.begin()),
        "second_person_same",
        "whoever held it is not the other counter"
    );
    absent.second = None;
    absent
        .office
        .configuration
        .policies
        .waived
        .push(Waiver::ForgottenDrawer);
    assert_eq!(absent.begin().unwrap().approval, None);
}

#[test]
fn whoever_counts_in_place_is_named() {
    let scene = Scene::new();
    let decision = scene.begin().unwrap();
    let Body::CountingStarted(started) = &decision.body else {
        panic!("not begun")
    };
    assert_eq!(started.in_place, Some(("tom".to_owned(), "Tom Ek".to_owned())));
    assert_eq!(started.recount_reason.as_deref(), Some("Went home ill"));
    assert_eq!(
        decision.approval.unwrap().statement,
        "Count Drawer 4 of Ana Núñez together with Tom Ek. Reason: Went home ill"
    );
    let scene = Scene::begun();
    let session = scene.session.as_ref().unwrap();
    assert_eq!((session.cashier(), session.counted_by()), ("ana", "tom"));
    assert_eq!(
        session.holders(),
        ["ana", "tom", "ben"],
        "neither of whom may approve it"
    );
    let event = session.events.last().unwrap();
    let what = EventKind::CountInPlace {
        by: "Tom Ek".into(),
        reason: Some("Went home ill".into()),
    };
    assert_eq!((&event.what, event.with.as_deref()), (&what, Some("Ben Ode")));
}

#[test]
fn only_whoever_counts_it_counts_and_closes_it() {
    let mut scene = Scene::begun();
    for other in ["ana", "ben", "sol"] {
        assert_eq!(code_of(scene.count(other)), "not_your_drawer", "{other}");
    }
    let decision = scene.count("tom").unwrap();
    scene.commit("tom", decision);
    assert_eq!(code_of(scene.close("ana", "sol")), "not_your_drawer");
    assert_eq!(code_of(scene.close("tom", "tom")), "second_person_same");
    let decision = scene.close("tom", "sol").unwrap();
    assert_eq!(
        decision.approval.as_ref().unwrap().statement,
        "Close Drawer 4 of Ana Núñez: Cash 50.00 short. Reason: The float is short",
        "it is Ana's drawer, whoever counts it"
    );
    scene.commit("tom", decision);
    assert_eq!(scene.session().stage(), SessionStage::Closed);
    let tom = scene.office.user("tom");
    let word = send_back(
        &scene.office.configuration,
        scene.session.as_ref().unwrap(),
        &tom,
        "Again",
        true,
    );
    assert_eq!(code_of(word), "own_session", "and Tom has no word on it");
}

#[test]
fn counting_again_after_the_close() {
    let rules: [Rule<'_, Scene>; 7] = [
        ("no_open_drawer", |s| s.session = None),
        ("unknown_session", Scene::is_a_batch),
        ("not_your_drawer", |s| s.actor = s.office.user("ben")),
        ("session_approved", Scene::approved),
        ("text_missing", |s| s.reason = None),
        ("second_person_needed", |s| s.second = None),
        ("second_person_same", |s| s.second = Some(s.office.user("ana"))),
    ];
    let mut scene = Scene::closed();
    scene.second = Some(scene.office.user("eva"));
    check(&scene, Scene::recount, &rules);
}

#[test]
fn whoever_counted_in_place_goes_on_doing_so_and_the_cashier_may_take_it_back() {
    let mut scene = Scene::closed();
    scene.second = Some(scene.office.user("eva"));
    let decision = scene.recount().unwrap();
    assert_eq!(
        decision.approval.as_ref().unwrap().statement,
        "Count Drawer 4 of Ana Núñez, 2026-11-21, again. Reason: Went home ill"
    );
    scene.commit("tom", decision);
    assert_eq!(scene.session().counted_by(), "tom");
    assert_eq!(
        scene.session().holders(),
        ["ana", "tom", "ben"],
        "once is enough; Eva only agreed"
    );
    scene.count("tom").unwrap();
    // Ana is back, and counts her drawer herself.
    scene.actor = scene.office.user("ana");
    let decision = scene.recount().unwrap();
    scene.commit("ana", decision);
    assert_eq!(scene.session().counted_by(), "ana");
    assert_eq!(code_of(scene.count("tom")), "not_your_drawer");
    scene.count("ana").unwrap();
}

#[test]
fn sent_back_it_is_counted_again_by_whoever_counted_it() {
    let mut scene = Scene::closed();
    let eva = scene.office.user("eva");
    let word = send_back(
        &scene.office.configuration,
        scene.session.as_ref().unwrap(),
        &eva,
        "Again",
        true,
    );
    scene.office.commit("W3", "eva", word.unwrap());
    scene.session = Some(scene.office.session(scene.id).clone());
    assert_eq!(scene.session().stage(), SessionStage::Returned);
    let decision = scene.count("tom").unwrap();
    scene.commit("tom", decision);
    scene.close("tom", "sol").unwrap();
}

#[test]
fn whoever_takes_it_over_in_the_middle_counts_it() {
    let mut scene = Scene::begun();
    let counts = HandOverCounts {
        cash: cash(&[(5_000, 3)]),
        cash_again: cash(&[(5_000, 3)]),
        items: 0,
        items_again: 0,
    };
    let ben = scene.office.user("ben");
    let session = scene.session.as_ref();
    let decision = hand_over(&scene.office.configuration, session, &scene.actor, counts, Some(&ben));
    scene.commit("tom", decision.unwrap());
    assert_eq!(scene.session().counted_by(), "ben");
    assert_eq!(code_of(scene.count("tom")), "not_your_drawer");
    let decision = scene.count("ben").unwrap();
    scene.commit("ben", decision);
    scene.close("ben", "sol").unwrap();
}
