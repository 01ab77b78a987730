//! The end of a drawer's life: beginning the count, counting, closing, counting again.

use counterfoil_domain::config::{CountedBy, User, Waiver};
use counterfoil_domain::drawer::{FoundInDrawer, Ticked, close, count, outside_tolerance, recount, start_count};
use counterfoil_domain::entry::{Body, CountedItem, DrawerCounted, TenderCount};
use counterfoil_domain::journal::Decision;
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::session::{Phase, Session};

use crate::fixture::{CARD_NUMBER, Desk, cash, offer, open_amount, payment};
use crate::table::{Rule, check, code_of};

#[derive(Clone)]
struct Scene {
    desk: Desk,
    actor: User,
    second: Option<User>,
    found: FoundInDrawer,
    reason: Option<String>,
    /// The latest session, where that is another one.
    latest: Option<Session>,
}

impl Scene {
    /// Ana's drawer with float 150.00, cash 10.00, two checks, a voucher and a card payment, all found.
    fn open() -> Scene {
        let mut desk = Desk::opened();
        for (nth, code, cents) in [
            (1, "CASH", 1_000),
            (2, "CHECK", 4_000),
            (3, "CHECK", 2_500),
            (4, "VOUCHER", 700),
            (5, "CARD", 900),
        ] {
            desk.pay(&payment(
                vec![open_amount("MISC", cents)],
                vec![offer(code, cents, nth)],
            ))
            .unwrap();
        }
        Scene {
            actor: desk.user("ana"),
            second: Some(desk.user("sol")),
            found: FoundInDrawer {
                cash: cash(&[(5_000, 3), (1_000, 1)]),
                tape: vec![
                    ("W3-000002".into(), 0, Ticked::Agreed),
                    ("W3-000003".into(), 0, Ticked::Agreed),
                    ("W3-000004".into(), 0, Ticked::Agreed),
                ],
                extra: Vec::new(),
                totals: vec![("CARD".into(), Cents(900))],
            },
            reason: Some("Gave too much change".into()),
            latest: desk.session.clone(),
            desk,
        }
    }

    fn counting() -> Scene {
        let mut scene = Scene::open();
        scene.desk.start_count().unwrap();
        scene
    }

    /// Counted, one dollar and a cent short in cash: outside the tolerance of one dollar.
    fn counted_short() -> Scene {
        let mut scene = Scene::counting();
        scene.found.cash = cash(&[(5_000, 3), (500, 1), (100, 3), (25, 3), (10, 2), (1, 4)]);
        scene.desk.count(scene.found.clone()).unwrap();
        scene
    }

    fn session(&mut self) -> &mut Session {
        self.desk.session.as_mut().unwrap()
    }

    fn someone(&self, id: &str) -> User {
        self.desk.user(id)
    }

    fn start_count(&self) -> Result<Decision, Refusal> {
        start_count(self.desk.session.as_ref(), &self.actor)
    }

    fn count(&self) -> Result<DrawerCounted, Refusal> {
        let found = self.found.clone();
        match count(&self.desk.configuration, self.desk.session.as_ref(), &self.actor, found)?.body {
            Body::DrawerCounted(counted) => Ok(counted),
            other => panic!("not counted: {other:?}"),
        }
    }

    fn close(&self) -> Result<Decision, Refusal> {
        close(
            &self.desk.configuration,
            self.desk.session.as_ref(),
            &self.actor,
            self.reason.as_deref(),
            self.second.as_ref(),
            self.desk.signed_head(),
        )
    }

    fn recount(&self) -> Result<Decision, Refusal> {
        recount(
            &self.desk.configuration,
            self.desk.session.as_ref(),
            self.latest.as_ref(),
            &self.actor,
            self.reason.as_deref(),
            self.second.as_ref(),
        )
    }
}

#[test]
fn beginning_the_count() {
    let rules: [Rule<'_, Scene>; 4] = [
        ("no_open_drawer", |s| s.desk.session = None),
        ("drawer_closed", |s| s.session().phase = Phase::Closed),
        ("drawer_counting", |s| s.session().phase = Phase::Counting),
        ("not_your_drawer", |s| s.actor = s.someone("sol")),
    ];
    check(&Scene::open(), Scene::start_count, &rules);
}

#[test]
fn counting() {
    let rules: [Rule<'_, Scene>; 10] = [
        ("no_open_drawer", |s| s.desk.session = None),
        ("drawer_closed", |s| s.session().phase = Phase::Closed),
        ("drawer_not_counting", |s| s.session().phase = Phase::Open),
        ("not_your_drawer", |s| s.actor = s.someone("sol")),
        ("unknown_denomination", |s| s.found.cash.0[0].cents = Cents(300)),
        ("tape_item_not_ticked", |s| {
            s.found.tape.remove(0);
        }),
        ("tape_item_unknown", |s| {
            s.found.tape.push(("W3-000001".into(), 0, Ticked::Agreed));
        }),
        ("unknown_tender", |s| {
            s.found.extra.push(("SHELLS".into(), Cents(1), None));
        }),
        ("counted_otherwise", |s| {
            s.found.totals.push(("CASH".into(), Cents(16_000)));
        }),
        ("total_missing", |s| s.found.totals.retain(|total| total.0 != "CARD")),
    ];
    check(&Scene::counting(), Scene::count, &rules);
}

#[test]
fn more_that_no_count_takes() {
    let cases: [Rule<'_, Scene>; 5] = [
        ("tape_item_unknown", |s| {
            s.found.tape.push(("W3-000002".into(), 0, Ticked::Missing));
        }),
        ("tape_item_unknown", |s| {
            s.found.tape.push(("W3-000002".into(), 1, Ticked::Agreed));
        }),
        ("counted_otherwise", |s| {
            s.found.extra.push(("CASH".into(), Cents(100), None));
        }),
        ("counted_otherwise", |s| {
            s.found.totals.push(("CHECK".into(), Cents(6_500)));
        }),
        ("card_number_in_text", |s| {
            s.found
                .extra
                .push(("CHECK".into(), Cents(100), Some("378282246310005".into())));
        }),
    ];
    for (code, break_rule) in cases {
        let mut scene = Scene::counting();
        break_rule(&mut scene);
        assert_eq!(code_of(scene.count()), code);
    }
}

fn figures(tenders: &[TenderCount]) -> Vec<(&str, i64, i64, u32)> {
    let figure = |line: &'_ TenderCount| (line.expected.0, line.counted.0, line.items);
    let codes = tenders.iter().map(|line| line.tender.as_str());
    codes
        .zip(tenders.iter().map(figure))
        .map(|(code, (expected, counted, items))| (code, expected, counted, items))
        .collect()
}

#[test]
fn a_count_says_what_was_found_of_every_tender() {
    let mut scene = Scene::counting();
    scene.found.tape[0].2 = Ticked::Reads(Cents(40_000));
    scene.found.tape[1].2 = Ticked::Missing;
    scene.found.extra = vec![("MO".into(), Cents(2_500), Some(" 77 ".into()))];
    scene.found.totals[0].1 = Cents(850);
    let counted = scene.count().unwrap();
    assert_eq!(
        figures(&counted.tenders),
        [
            ("CASH", 16_000, 16_000, 1),
            ("CHECK", 6_500, 40_000, 2),
            ("CARD", 900, 850, 1),
            ("MO", 0, 2_500, 0),
            ("ECHECK", 0, 0, 0),
            ("VOUCHER", 700, 700, 1),
        ]
    );
    let item = |tender: &str, of: Option<&str>, number: &str, recorded: i64, found: Option<i64>| CountedItem {
        tender: tender.into(),
        of: of.map(|receipt| (receipt.to_owned(), 0)),
        number: Some(number.to_owned()).filter(|number| !number.is_empty()),
        recorded: Cents(recorded),
        found: found.map(Cents),
    };
    assert_eq!(
        counted.items,
        [
            item("CHECK", Some("W3-000002"), "1002", 4_000, Some(40_000)),
            item("CHECK", Some("W3-000003"), "1003", 2_500, None),
            item("VOUCHER", Some("W3-000004"), "", 700, Some(700)),
            item("MO", None, "77", 0, Some(2_500)),
        ]
    );
    assert_eq!(
        outside_tolerance(&scene.desk.configuration, &counted.tenders).unwrap(),
        [
            ("Check".to_owned(), Cents(33_500)),
            ("Card".to_owned(), Cents(-50)),
            ("Money order".to_owned(), Cents(2_500)),
        ]
    );
}

#[test]
fn a_drawer_taken_under_an_older_configuration_is_still_counted_and_closed() {
    let mut scene = Scene::counting();
    let tenders = &mut scene.desk.configuration.tenders;
    tenders.retain(|kind| kind.code != "VOUCHER" && kind.code != "CARD");
    tenders[0].code = "COIN".into();
    scene.found.totals.clear();
    // A type that is gone is ticked off piece by piece, whatever it was.
    scene.found.tape.push(("W3-000005".into(), 0, Ticked::Agreed));
    let counted = scene.count().unwrap();
    assert_eq!(
        figures(&counted.tenders),
        [
            ("COIN", 16_000, 16_000, 1),
            ("CHECK", 6_500, 6_500, 2),
            ("MO", 0, 0, 0),
            ("ECHECK", 0, 0, 0),
            ("CARD", 900, 900, 1),
            ("VOUCHER", 700, 700, 1),
        ]
    );
    scene.desk.count(scene.found.clone()).unwrap();
    scene.desk.close(None, None).unwrap();
}

#[test]
fn a_voucher_gone_missing_under_an_older_configuration_is_outside_every_tolerance() {
    let mut scene = Scene::counting();
    scene.desk.configuration.tenders.retain(|kind| kind.code != "VOUCHER");
    scene.found.tape[2].2 = Ticked::Missing;
    let counted = scene.count().unwrap();
    assert_eq!(
        outside_tolerance(&scene.desk.configuration, &counted.tenders).unwrap(),
        [("VOUCHER".to_owned(), Cents(-700))]
    );
}

#[test]
fn totals_of_one_tender_add_up() {
    let mut scene = Scene::counting();
    assert_eq!(
        scene.desk.configuration.tender("CARD").unwrap().counted,
        CountedBy::Total
    );
    scene.found.totals = vec![("CARD".into(), Cents(500)), ("CARD".into(), Cents(400))];
    assert_eq!(figures(&scene.count().unwrap().tenders)[2], ("CARD", 900, 900, 1));
}

#[test]
fn closing() {
    let rules: [Rule<'_, Scene>; 11] = [
        ("no_open_drawer", |s| s.desk.session = None),
        ("drawer_closed", |s| s.session().phase = Phase::Closed),
        ("drawer_not_counting", |s| s.session().phase = Phase::Open),
        ("not_your_drawer", |s| s.actor = s.someone("ben")),
        ("nothing_counted", |s| s.session().counts.clear()),
        ("card_number_in_text", |s| s.reason = Some(CARD_NUMBER.into())),
        ("text_too_long", |s| s.reason = Some("x".repeat(201))),
        ("reason_needed", |s| s.reason = Some("\u{7}".into())),
        ("second_person_needed", |s| s.second = None),
        ("second_person_same", |s| s.second = Some(s.actor.clone())),
        ("second_person_no_right", |s| s.second = Some(s.someone("aud"))),
    ];
    check(&Scene::counted_short(), Scene::close, &rules);
}

#[test]
fn outside_the_tolerance_the_second_person_sees_the_difference() {
    let scene = Scene::counted_short();
    let refusal = Refusal::ReasonNeeded {
        differences: "Cash 1.01 short".into(),
    };
    let mut silent = scene.clone();
    silent.reason = None;
    assert_eq!(silent.close(), Err(refusal));
    assert_eq!(
        scene.close().unwrap().approval.unwrap().statement,
        "Close Drawer 3 of Ana Núñez: Cash 1.01 short. Reason: Gave too much change"
    );
}

#[test]
fn within_the_tolerance_nobody_is_asked() {
    let mut scene = Scene::counting();
    // One dollar short in cash is the tolerance itself.
    scene.found.cash = cash(&[(5_000, 3), (500, 1), (100, 4)]);
    scene.desk.count(scene.found.clone()).unwrap();
    scene.second = None;
    scene.reason = None;
    let decision = scene.close().unwrap();
    assert_eq!(decision.approval, None);
    let Body::DrawerClosed(closed) = decision.body else {
        panic!("not closed")
    };
    assert_eq!(closed.reason, None);
    assert_eq!(closed.tenders[0].difference(), Ok(Cents(-100)));
    assert_eq!(closed.head, scene.desk.signed_head());
}

#[test]
fn over_and_short_do_not_make_up_for_each_other() {
    let mut scene = Scene::counting();
    scene.found.tape[0].2 = Ticked::Reads(Cents(4_500));
    scene.found.cash = cash(&[(5_000, 3), (500, 1)]);
    scene.desk.count(scene.found.clone()).unwrap();
    scene.reason = None;
    let refusal = Refusal::ReasonNeeded {
        differences: "Cash 5.00 short, Check 5.00 over".into(),
    };
    assert_eq!(scene.close(), Err(refusal));
}

#[test]
fn no_one_approves_a_drawer_that_they_held_themselves() {
    let mut desk = Desk::opened();
    let handed = |desk: &Desk, from: &str, to: &str| {
        let counts = counterfoil_domain::drawer::HandOverCounts {
            cash: cash(&[(5_000, 3)]),
            cash_again: cash(&[(5_000, 3)]),
            items: 0,
            items_again: 0,
        };
        let (from, to) = (desk.user(from), desk.user(to));
        counterfoil_domain::drawer::hand_over(&desk.configuration, desk.session.as_ref(), &from, counts, Some(&to))
    };
    let to_sol = handed(&desk, "ana", "sol").unwrap();
    desk.commit("ana", to_sol).unwrap();
    let back = handed(&desk, "sol", "ana").unwrap();
    desk.commit("sol", back).unwrap();
    desk.start_count().unwrap();
    desk.count(FoundInDrawer::default()).unwrap();
    assert_eq!(code_of(desk.close(Some("Robbed"), Some("sol"))), "second_person_same");
    desk.close(Some("Robbed"), Some("tom")).unwrap();
    let again = |second: &str| {
        let session = desk.session.as_ref();
        let second = desk.user(second);
        let ana = desk.user("ana");
        recount(
            &desk.configuration,
            session,
            session,
            &ana,
            Some("Found it"),
            Some(&second),
        )
    };
    assert_eq!(code_of(again("sol")), "second_person_same");
    again("tom").unwrap();
}

#[test]
fn counting_again_after_the_close() {
    let mut scene = Scene::counted_short();
    scene.desk.close(Some("Unknown"), Some("sol")).unwrap();
    scene.latest.clone_from(&scene.desk.session);
    let rules: [Rule<'_, Scene>; 10] = [
        ("no_open_drawer", |s| s.desk.session = None),
        ("not_your_drawer", |s| s.actor = s.someone("ben")),
        ("drawer_already_open", |s| {
            let mut other = s.desk.session().clone();
            other.id = uuid::Uuid::from_u128(77);
            other.phase = Phase::Open;
            s.latest = Some(other);
        }),
        ("drawer_not_counting", |s| s.session().phase = Phase::Open),
        ("text_missing", |s| s.reason = None),
        ("card_number_in_text", |s| s.reason = Some(CARD_NUMBER.into())),
        ("text_too_long", |s| s.reason = Some("x".repeat(201))),
        ("second_person_needed", |s| s.second = None),
        ("second_person_same", |s| s.second = Some(s.actor.clone())),
        ("second_person_no_right", |s| s.second = Some(s.someone("aud"))),
    ];
    check(&scene, Scene::recount, &rules);
    assert_eq!(
        scene.recount().unwrap().approval.unwrap().statement,
        "Count Drawer 3 of Ana Núñez, 2026-11-21, again. Reason: Gave too much change"
    );
}

#[test]
fn a_recount_keeps_every_count_and_asks_for_a_new_one() {
    let mut scene = Scene::counted_short();
    scene.second = None;
    scene.reason = None;
    let decision = scene.recount().unwrap();
    assert_eq!(decision.approval, None, "nobody is asked before the close");
    scene.desk.commit("ana", decision).unwrap();
    assert_eq!(
        code_of(scene.desk.close(Some("Unknown"), Some("sol"))),
        "nothing_counted"
    );
    scene.found.cash = cash(&[(5_000, 3), (1_000, 1)]);
    scene.desk.count(scene.found.clone()).unwrap();
    assert_eq!(scene.desk.session().counts.len(), 2);
    scene.desk.close(None, None).unwrap();
    scene.second = Some(scene.someone("sol"));
    scene.reason = Some("A check was found".into());
    scene.latest.clone_from(&scene.desk.session);
    let decision = scene.recount().unwrap();
    scene.desk.commit("ana", decision).unwrap();
    let session = scene.desk.session();
    assert_eq!((session.phase, session.counts.len()), (Phase::Counting, 2));
    assert_eq!(session.last_count(), None);
}

#[test]
fn a_waived_difference_is_closed_alone_but_not_without_a_reason() {
    let mut scene = Scene::counted_short();
    scene.desk.configuration.policies.waived.push(Waiver::OverShort);
    scene.second = None;
    assert_eq!(scene.close().unwrap().approval, None);
    scene.reason = None;
    assert_eq!(code_of(scene.close()), "reason_needed");
}
