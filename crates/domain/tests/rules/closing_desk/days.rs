//! Closing a business day: what stands in the way, what is carried, what the entry says.

use chrono::NaiveDate;
use counterfoil_domain::approval::send_back;
use counterfoil_domain::day_close::{CloseFacts, Obstacle, StationFacts, close, obstacles, station_key};
use counterfoil_domain::drawer::{FoundInDrawer, pick_up, start_count};
use counterfoil_domain::entry::{Body, DayClosed, LedgerBatch, StationHead};
use counterfoil_domain::journal::Decision;
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::session::Session;
use uuid::Uuid;

use super::office::{Office, counted, paper};
use crate::fixture::{cash, day, offer, open_amount, payment};
use crate::table::{Rule, check, code_of};

#[derive(Clone)]
struct Scene {
    office: Office,
    ids: Vec<Uuid>,
    closed: bool,
    last_closed: Option<NaiveDate>,
    today: NaiveDate,
    earlier_open: Option<NaiveDate>,
    missing: bool,
    carry: Vec<String>,
    lines: u32,
}

impl Scene {
    /// Ana's drawer, fifty cents short after a pick-up of 20.00, and Ben's mail, both approved.
    fn approved() -> Scene {
        let mut office = Office::new();
        let drawer = office.open("W4", "ana");
        for (nth, (code, cents)) in (1u32..).zip([("CASH", 3_000), ("CARD", 900)]) {
            office.pay(
                drawer,
                &payment(vec![open_amount("MISC", cents)], vec![offer(code, cents, nth)]),
            );
        }
        let (ana, sol, twenty) = (office.user("ana"), office.user("sol"), cash(&[(2_000, 1)]));
        let session = office.session(drawer);
        let decision = pick_up(&office.configuration, Some(session), &ana, twenty, Some(&sol)).unwrap();
        office.commit("W4", "ana", decision);
        let found = FoundInDrawer {
            cash: cash(&[(5_000, 3), (500, 1), (100, 4), (25, 2)]),
            totals: vec![("CARD".into(), Cents(900))],
            ..FoundInDrawer::default()
        };
        office.count_and_close(drawer, found);
        let mail = office.mail(vec![counted(&[(1_000, 1)]), paper("CHECK", 1, 5_000)]);
        for (code, cents) in [("CASH", 1_000), ("CHECK", 5_000)] {
            office.pay(
                mail,
                &payment(vec![open_amount("MISC", cents)], vec![offer(code, cents, 9)]),
            );
        }
        office.close_batch(mail);
        office.approve(drawer);
        office.approve(mail);
        Scene {
            office,
            ids: vec![drawer, mail],
            closed: false,
            last_closed: None,
            today: day("2026-11-21"),
            earlier_open: None,
            missing: false,
            carry: Vec::new(),
            lines: 7,
        }
    }

    fn stations(&self) -> Vec<StationFacts> {
        let facts = |(code, missing): (&str, bool)| {
            let head = &self.office.journals[code].head;
            StationFacts {
                head: StationHead {
                    station: code.into(),
                    seq: head.seq,
                    hash: counterfoil_domain::entry::hex(&head.hash),
                    receipts: head.grand_total.count,
                    cents: head.grand_total.cents,
                },
                window: format!("Window {}", &code[1..]),
                missing,
            }
        };
        [("W3", false), ("W4", self.missing)].map(facts).to_vec()
    }

    fn sessions(&self) -> Vec<&Session> {
        self.ids.iter().map(|id| self.office.session(*id)).collect()
    }

    fn obstacles(&self) -> Vec<Obstacle> {
        obstacles(&self.sessions(), &self.stations())
    }

    fn close(&self) -> Result<Decision, Refusal> {
        let facts = CloseFacts {
            configuration: &self.office.configuration,
            date: day("2026-11-21"),
            closed: self.closed,
            last_closed: self.last_closed,
            today: self.today,
            earlier_open: self.earlier_open,
            sessions: &self.sessions(),
            stations: &self.stations(),
            carry: &self.carry,
            ledger: LedgerBatch {
                number: "GL-000001".into(),
                debits: Cents(9_900),
                lines: self.lines,
                digest: "cd".repeat(32),
            },
            transmittals: vec![("T-000001".into(), "UT".into(), Cents(9_900))],
            head: self.office.signed_head("W3"),
        };
        close(facts, &self.office.user("eva"))
    }

    fn day_closed(&self) -> DayClosed {
        match self.close().unwrap().body {
            Body::DayClosed(closed) => *closed,
            other => panic!("not closed: {other:?}"),
        }
    }

    /// Besides: a drawer that is open, one being counted, one closed, one sent back, and
    /// entries of W4 that are missing.
    fn unfinished() -> Scene {
        let mut scene = Scene::approved();
        let office = &mut scene.office;
        let ana = office.user("ana");
        let [open, counting, closed, back] = [1, 2, 3, 4].map(|nth| {
            let id = office.open("W4", "ana");
            office.session_mut(id).drawer = format!("Drawer 4 ({nth})");
            id
        });
        let decision = start_count(Some(office.session(counting)), &ana).unwrap();
        office.commit("W4", "ana", decision);
        let found = FoundInDrawer {
            cash: cash(&[(5_000, 3)]),
            ..FoundInDrawer::default()
        };
        office.count_and_close(closed, found.clone());
        office.count_and_close(back, found);
        let eva = office.user("eva");
        let word = send_back(&office.configuration, office.session(back), &eva, "Again", true).unwrap();
        office.commit("W3", "eva", word);
        scene.ids.extend([open, counting, closed, back]);
        scene.missing = true;
        scene
    }
}

#[test]
fn closing_a_day() {
    let rules: [Rule<'_, Scene>; 6] = [
        ("day_closed", |s| s.closed = true),
        ("later_day_closed", |s| s.last_closed = Some(day("2026-11-22"))),
        ("day_not_over", |s| s.today = day("2026-11-20")),
        ("earlier_day_open", |s| s.earlier_open = Some(day("2026-11-20"))),
        ("nothing_to_close", |s| {
            s.ids.clear();
            s.lines = 0;
        }),
        ("day_not_ready", |s| s.missing = true),
    ];
    check(&Scene::approved(), Scene::close, &rules);
    let mut only_postings = Scene::approved();
    only_postings.ids.clear();
    only_postings.close().unwrap();
    let mut only_a_session = Scene::approved();
    only_a_session.lines = 0;
    only_a_session.close().unwrap();
}

#[test]
fn every_obstacle_is_named_with_why() {
    let scene = Scene::unfinished();
    let refusal = Refusal::DayNotReady {
        date: day("2026-11-21"),
        what: "Drawer 4 (1) is still open, Drawer 4 (2) is being counted, Drawer 4 (3) is closed, not approved, \
               Drawer 4 (4) is sent back, not counted again, Window 4: its entries are missing"
            .into(),
    };
    assert_eq!(scene.close(), Err(refusal));
    let obstacles = scene.obstacles();
    let whys: Vec<_> = obstacles.iter().map(|one| one.why).collect();
    assert_eq!(whys, ["open", "counting", "closed", "returned", "missing"]);
    assert_eq!(obstacles[0].key, scene.ids[2].to_string());
    assert_eq!((obstacles[4].key.as_str(), obstacles[4].session), ("station:W4", None));
    assert_eq!(Scene::approved().obstacles(), []);
}

#[test]
fn what_is_carried_is_named_in_the_close_and_nothing_else_is() {
    let mut scene = Scene::unfinished();
    let keys: Vec<String> = scene.obstacles().into_iter().map(|one| one.key).collect();
    scene.carry = keys[..4].to_vec();
    assert_eq!(code_of(scene.close()), "day_not_ready", "one is left");
    scene.carry = keys;
    // A key of nothing that stands in the way carries nothing.
    scene.carry.extend([station_key("W3"), scene.ids[0].to_string()]);
    let closed = scene.day_closed();
    let carried: Vec<_> = closed
        .carried
        .iter()
        .map(|one| (one.name.as_str(), one.why.as_str()))
        .collect();
    assert_eq!(
        carried,
        [
            ("Drawer 4 (1)", "still open"),
            ("Drawer 4 (2)", "being counted"),
            ("Drawer 4 (3)", "closed, not approved"),
            ("Drawer 4 (4)", "sent back, not counted again"),
            ("Window 4", "its entries are missing"),
        ]
    );
    assert_eq!(closed.carried[0].session, Some(scene.ids[2]));
    assert_eq!(closed.sessions.len(), 2, "only what is approved is closed with the day");
}

#[test]
fn a_close_says_what_was_approved_and_how_far_every_journal_is() {
    let mut scene = Scene::approved();
    let closed = scene.day_closed();
    assert_eq!(closed.closer.0, "eva");
    let sessions: Vec<_> = closed
        .sessions
        .iter()
        .map(|one| (one.name.as_str(), one.over_short.0))
        .collect();
    assert_eq!(sessions, [("Drawer 4", -50), ("Mail batch 2", 0)]);
    let tenders: Vec<_> = closed
        .tenders
        .iter()
        .filter(|line| line.items > 0)
        .map(|line| (line.tender.as_str(), line.expected.0, line.counted.0, line.items))
        .collect();
    // Cash as the receipts brought it: neither float nor pick-up is in it.
    assert_eq!(
        tenders,
        [
            ("CASH", 4_000, 3_950, 2),
            ("CHECK", 5_000, 5_000, 1),
            ("CARD", 900, 900, 1)
        ]
    );
    assert_eq!(closed.heads[1].receipts, 2);
    assert_eq!(
        (closed.ledger.number.as_str(), closed.transmittals.len()),
        ("GL-000001", 1)
    );
    let decision = scene.close().unwrap();
    assert_eq!(decision.postings, []);
    let head = scene.office.signed_head("W3");
    assert_eq!(closed.head, head);
    scene.office.commit("W3", "eva", decision);
}
