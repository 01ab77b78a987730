//! The closing desk's word on a closed session: approved, or sent back.

use counterfoil_domain::approval::{approve, difference, send_back};
use counterfoil_domain::config::{User, Waiver};
use counterfoil_domain::drawer::{FoundInDrawer, Ticked};
use counterfoil_domain::entry::{Body, SessionApproved, SessionReturned};
use counterfoil_domain::journal::Decision;
use counterfoil_domain::money::Cents;
use counterfoil_domain::posting::Posting;
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::session::{Phase, Session, SessionStage};
use uuid::Uuid;

use super::office::{Office, counted, paper};
use crate::fixture::{CARD_NUMBER, cash, offer, open_amount, payment};
use crate::table::{Rule, check, code_of};

#[derive(Clone)]
struct Scene {
    office: Office,
    id: Uuid,
    actor: User,
    seen: Cents,
    reason: Option<String>,
}

/// Everything that Ana took, as it is found: 10.00 in cash over the float, two checks, a voucher, a card.
fn found() -> FoundInDrawer {
    FoundInDrawer {
        cash: cash(&[(5_000, 3), (1_000, 1)]),
        tape: vec![
            ("W4-000002".into(), 0, Ticked::Agreed),
            ("W4-000003".into(), 0, Ticked::Agreed),
            ("W4-000004".into(), 0, Ticked::Agreed),
        ],
        extra: Vec::new(),
        totals: vec![("CARD".into(), Cents(900))],
    }
}

impl Scene {
    /// Ana's drawer, closed on what was found.
    fn of(found: FoundInDrawer) -> Scene {
        let mut office = Office::new();
        let id = office.open("W4", "ana");
        for (nth, (code, cents)) in (1u32..).zip([
            ("CASH", 1_000),
            ("CHECK", 4_000),
            ("CHECK", 2_500),
            ("VOUCHER", 700),
            ("CARD", 900),
        ]) {
            office.pay(
                id,
                &payment(vec![open_amount("MISC", cents)], vec![offer(code, cents, nth)]),
            );
        }
        office.count_and_close(id, found);
        let figures = office.session(id).figures(&office.configuration).unwrap();
        Scene {
            actor: office.user("tom"),
            seen: difference(&figures).unwrap(),
            reason: Some("Looked for, not found".into()),
            office,
            id,
        }
    }

    /// One dollar and a cent short in cash, a check of 25.00 missing.
    fn short() -> Scene {
        let mut found = found();
        found.cash = cash(&[(5_000, 3), (500, 1), (100, 3), (25, 3), (10, 2), (1, 4)]);
        found.tape[1].2 = Ticked::Missing;
        Scene::of(found)
    }

    fn session(&mut self) -> &mut Session {
        self.office.session_mut(self.id)
    }

    fn approve(&self) -> Result<Decision, Refusal> {
        let session = self.office.session(self.id);
        approve(
            &self.office.configuration,
            session,
            &self.actor,
            self.seen,
            self.reason.as_deref(),
        )
    }

    fn approved(&self) -> SessionApproved {
        match self.approve().unwrap().body {
            Body::SessionApproved(approved) => approved,
            other => panic!("not approved: {other:?}"),
        }
    }

    fn postings(&self) -> Vec<Posting> {
        self.approve().unwrap().postings
    }

    fn send_back(&self) -> Result<Decision, Refusal> {
        let (session, reason) = (self.office.session(self.id), self.reason.as_deref());
        send_back(
            &self.office.configuration,
            session,
            &self.actor,
            reason.unwrap_or_default(),
            true,
        )
    }

    fn approve_first(&mut self) {
        self.office.approve(self.id);
    }
}

fn posting(ledger: &str, cents: i64) -> Posting {
    Posting(ledger.into(), Cents(cents))
}

#[test]
fn approving() {
    let rules: [Rule<'_, Scene>; 8] = [
        ("session_approved", Scene::approve_first),
        ("session_not_closed", |s| s.session().phase = Phase::Counting),
        ("own_session", |s| s.actor = s.office.user("ana")),
        ("figures_changed", |s| s.seen = Cents(-2_600)),
        ("card_number_in_text", |s| s.reason = Some(CARD_NUMBER.into())),
        ("text_too_long", |s| s.reason = Some("x".repeat(201))),
        ("reason_needed", |s| s.reason = Some("\u{7}".into())),
        ("unknown_tender", |s| {
            s.office.configuration.tenders.retain(|kind| kind.code != "CHECK")
        }),
    ];
    // An approved session is approved whatever else is broken, so that it is broken first.
    let (approved_already, others) = rules.split_first().unwrap();
    check(&Scene::short(), Scene::approve, others);
    let mut scene = Scene::short();
    approved_already.1(&mut scene);
    others[..3].iter().for_each(|rule| rule.1(&mut scene));
    assert_eq!(code_of(scene.approve()), approved_already.0);
}

#[test]
fn what_differs_is_named_and_over_does_not_make_up_for_short() {
    let mut scene = Scene::short();
    scene.reason = None;
    let refusal = Refusal::ReasonNeeded {
        differences: "Cash 1.01 short, Check 25.00 short".into(),
    };
    assert_eq!(scene.approve(), Err(refusal));
    let mut even = found();
    even.cash = cash(&[(5_000, 3), (500, 1)]);
    even.tape[0].2 = Ticked::Reads(Cents(4_500));
    let mut even = Scene::of(even);
    assert_eq!(even.seen, Cents::ZERO);
    even.reason = None;
    let refusal = Refusal::ReasonNeeded {
        differences: "Cash 5.00 short, Check 5.00 over".into(),
    };
    assert_eq!(even.approve(), Err(refusal));
}

#[test]
fn an_approval_posts_over_and_short_and_takes_the_cash_to_the_vault() {
    assert_eq!(
        Scene::short().postings(),
        [
            posting("1010", -15_899 - 101),
            posting("5010", 101 + 2_500),
            posting("1000", 15_899),
            posting("1020", -2_500),
        ]
    );
    // Where everything agrees only the cash moves, the float with it.
    assert_eq!(
        Scene::of(found()).postings(),
        [posting("1010", -16_000), posting("1000", 16_000)]
    );
    let mut over = found();
    over.cash = cash(&[(5_000, 4)]);
    over.totals[0].1 = Cents(850);
    assert_eq!(
        Scene::of(over).postings(),
        [
            posting("1010", -16_000),
            posting("5010", -3_950),
            posting("1000", 20_000),
            posting("1030", -50)
        ]
    );
}

#[test]
fn an_approval_says_what_was_approved() {
    let scene = Scene::short();
    let approved = scene.approved();
    let session = scene.office.session(scene.id);
    assert_eq!((approved.station.as_str(), approved.name.as_str()), ("W4", "Drawer 4"));
    assert_eq!(Some(approved.closed_seq), session.closed_by);
    assert_eq!(approved.approver, ("tom".to_owned(), "Tom Ek".to_owned()));
    assert_eq!(
        (approved.float, approved.reason.as_deref()),
        (Cents(15_000), Some("Looked for, not found"))
    );
    assert_eq!(approved.tenders, session.figures(&scene.office.configuration).unwrap());
    assert_eq!(difference(&approved.tenders), Ok(Cents(-2_601)));
}

#[test]
fn within_the_tolerance_nobody_is_asked_and_a_note_is_kept() {
    let mut found = found();
    found.cash = cash(&[(5_000, 3), (500, 1), (100, 4)]);
    let mut scene = Scene::of(found);
    assert_eq!(scene.seen, Cents(-100));
    assert_eq!(scene.approved().reason.as_deref(), Some("Looked for, not found"));
    scene.reason = None;
    assert_eq!(scene.approved().reason, None);
}

#[test]
fn nobody_approves_what_they_held_opened_or_counted_unless_that_is_waived() {
    let mut scene = Scene::short();
    let at = scene.office.now;
    scene.session().cashiers.insert(0, ("tom".into(), "Tom Ek".into(), at));
    assert_eq!(
        code_of(scene.approve()),
        "own_session",
        "held before it was handed over"
    );
    assert_eq!(code_of(scene.send_back()), "own_session");
    scene.office.configuration.policies.waived.push(Waiver::OwnDrawer);
    scene.approve().unwrap();
    scene.send_back().unwrap();
    let mut scene = Scene::short();
    scene.session().others.push(("tom".into(), "Tom Ek".into()));
    assert_eq!(
        code_of(scene.approve()),
        "own_session",
        "counted in the cashier's place"
    );
    let mut office = Office::new();
    let mail = office.mail(vec![paper("CHECK", 1, 900)]);
    office.pay(
        mail,
        &payment(vec![open_amount("MISC", 900)], vec![offer("CHECK", 900, 1)]),
    );
    office.close_batch(mail);
    let sol = office.user("sol");
    let word = approve(&office.configuration, office.session(mail), &sol, Cents::ZERO, None);
    assert_eq!(code_of(word), "own_session", "opened the mail");
}

#[test]
fn a_batch_is_approved_like_a_drawer_without_a_float() {
    let mut office = Office::new();
    let id = office.mail(vec![counted(&[(1_000, 1)]), paper("CHECK", 1, 9_100)]);
    for (code, cents) in [("CASH", 900), ("CHECK", 9_000)] {
        office.pay(
            id,
            &payment(vec![open_amount("MISC", cents)], vec![offer(code, cents, 1)]),
        );
    }
    office.close_batch(id);
    let entry = office.approve(id);
    // A dollar more in cash than was keyed; the checks are those that were keyed.
    assert_eq!(
        entry.postings,
        [posting("1010", -900), posting("5010", -100), posting("1000", 1_000)]
    );
    assert_eq!(office.session(id).stage(), SessionStage::Approved);
}

#[test]
fn a_type_that_is_gone_and_agrees_stands_in_nobodys_way() {
    let mut scene = Scene::short();
    scene.office.configuration.tenders.retain(|kind| kind.code != "VOUCHER");
    assert_eq!(scene.postings().len(), 4);
}

#[test]
fn a_reclass_behind_the_count_moves_what_is_expected() {
    let mut found = found();
    // The cashier keyed the first check as cash: 10.00 short there, a check that no receipt has.
    found.cash = cash(&[(5_000, 3)]);
    found.extra = vec![("CHECK".into(), Cents(1_000), Some("1001".into()))];
    let mut scene = Scene::of(found);
    assert_eq!(scene.seen, Cents::ZERO);
    let request = counterfoil_domain::reclass::Reclass {
        receipt: "W4-000001".into(),
        place: 0,
        to: offer("CHECK", 1_000, 1),
        reason: "Keyed as cash".into(),
    };
    let session = Some(scene.office.session(scene.id));
    let (configuration, sol) = (&scene.office.configuration, scene.office.user("sol"));
    let language = counterfoil_domain::config::Language::En;
    let decision =
        counterfoil_domain::reclass::reclass(configuration, session, &scene.actor, language, &request, Some(&sol));
    scene.office.commit("W3", "tom", decision.unwrap());
    let figures = scene
        .office
        .session(scene.id)
        .figures(&scene.office.configuration)
        .unwrap();
    let of = |tender: &str| figures.iter().find(|line| line.tender == tender).unwrap();
    assert_eq!(
        (of("CASH").expected, of("CASH").counted),
        (Cents(15_000), Cents(15_000))
    );
    assert_eq!(
        (of("CHECK").expected, of("CHECK").counted),
        (Cents(7_500), Cents(7_500))
    );
    scene.reason = None;
    assert_eq!(scene.postings(), [posting("1010", -15_000), posting("1000", 15_000)]);
}

#[test]
fn sending_back() {
    let rules: [Rule<'_, Scene>; 5] = [
        ("session_not_closed", |s| s.session().phase = Phase::Open),
        ("own_session", |s| s.actor = s.office.user("ana")),
        ("card_number_in_text", |s| s.reason = Some(CARD_NUMBER.into())),
        ("text_too_long", |s| s.reason = Some("x".repeat(201))),
        ("text_missing", |s| s.reason = Some(" ".into())),
    ];
    check(&Scene::short(), Scene::send_back, &rules);
    let mut scene = Scene::short();
    scene.approve_first();
    rules[..2].iter().for_each(|rule| rule.1(&mut scene));
    assert_eq!(code_of(scene.send_back()), "session_approved");
}

#[test]
fn a_drawer_goes_back_to_counting_and_its_counts_stay_on_record() {
    let mut scene = Scene::short();
    let decision = scene.send_back().unwrap();
    assert_eq!((&decision.postings, &decision.approval), (&Vec::new(), &None));
    let Body::SessionReturned(SessionReturned {
        closed_seq,
        recount,
        reason,
        returner,
        ..
    }) = &decision.body
    else {
        panic!("not sent back")
    };
    assert_eq!(
        (Some(*closed_seq), *recount),
        (scene.office.session(scene.id).closed_by, true)
    );
    assert_eq!((reason.as_str(), returner.0.as_str()), ("Looked for, not found", "tom"));
    scene.office.commit("W3", "tom", decision);
    let session = scene.office.session(scene.id);
    assert_eq!(
        (session.phase, session.counts.len(), session.last_count()),
        (Phase::Counting, 1, None)
    );
    assert_eq!(code_of(scene.approve()), "session_not_closed");
    // Counted again and closed: the first count is still there.
    scene.office.count_and_close(scene.id, found());
    assert_eq!(scene.office.session(scene.id).counts.len(), 2);
    scene.seen = Cents::ZERO;
    scene.reason = None;
    scene.approve().unwrap();
}
