//! The life of a drawer up to its count: opening, checkpoints, cash to and from
//! the vault, hand-overs, no-sale openings.

use counterfoil_domain::cash::CashCount;
use counterfoil_domain::config::{User, Waiver};
use counterfoil_domain::drawer::{self, HandOverCounts, change_order, checkpoint, hand_over, no_sale, open, pick_up};
use counterfoil_domain::entry::{Body, HandedOver};
use counterfoil_domain::journal::Decision;
use counterfoil_domain::money::Cents;
use counterfoil_domain::posting::Posting;
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::rights::Role;
use counterfoil_domain::session::Phase;
use uuid::Uuid;

use crate::fixture::{CARD_NUMBER, Desk, cash, offer, open_amount, payment};
use crate::table::{Rule, check, code_of};

#[derive(Clone)]
struct Scene {
    desk: Desk,
    actor: User,
    second: Option<User>,
    cash: CashCount,
    other_cash: CashCount,
    items: (u32, u32),
    reason: String,
}

impl Scene {
    /// Ana's drawer with its float of 150.00 and a check of 40.00; Sol stands beside her.
    fn new() -> Scene {
        let mut desk = Desk::opened();
        desk.pay(&payment(
            vec![open_amount("MISC", 4_000)],
            vec![offer("CHECK", 4_000, 1)],
        ))
        .unwrap();
        Scene {
            actor: desk.user("ana"),
            second: Some(desk.user("sol")),
            cash: cash(&[(2_000, 2)]),
            other_cash: cash(&[(2_000, 2)]),
            items: (1, 1),
            reason: "Change for the meter".into(),
            desk,
        }
    }

    fn someone(&self, id: &str) -> User {
        self.desk.user(id)
    }

    fn phase(&mut self, phase: Phase) {
        self.desk.session.as_mut().unwrap().phase = phase;
    }

    fn open(&self) -> Result<Decision, Refusal> {
        let station = &self.desk.configuration.stations[0];
        let session = self.desk.session.as_ref();
        open(
            &self.desk.configuration,
            station,
            session,
            &self.actor,
            Uuid::from_u128(9),
            self.cash.clone(),
        )
    }

    fn checkpoint(&self) -> Result<Decision, Refusal> {
        checkpoint(
            &self.desk.configuration,
            self.desk.session.as_ref(),
            &self.actor,
            self.cash.clone(),
        )
    }

    fn pick_up(&self) -> Result<Decision, Refusal> {
        pick_up(
            &self.desk.configuration,
            self.desk.session.as_ref(),
            &self.actor,
            self.cash.clone(),
            self.second.as_ref(),
        )
    }

    fn change_order(&self) -> Result<Decision, Refusal> {
        change_order(
            &self.desk.configuration,
            self.desk.session.as_ref(),
            &self.actor,
            self.cash.clone(),
            self.other_cash.clone(),
            self.second.as_ref(),
        )
    }

    fn hand_over(&self) -> Result<Decision, Refusal> {
        let counts = HandOverCounts {
            cash: self.cash.clone(),
            cash_again: self.other_cash.clone(),
            items: self.items.0,
            items_again: self.items.1,
        };
        hand_over(
            &self.desk.configuration,
            self.desk.session.as_ref(),
            &self.actor,
            counts,
            self.second.as_ref(),
        )
    }

    fn no_sale(&self) -> Result<Decision, Refusal> {
        no_sale(
            &self.desk.configuration,
            self.desk.session.as_ref(),
            &self.actor,
            &self.reason,
            self.second.as_ref(),
        )
    }
}

/// What every decision about an open drawer refuses first.
const HELD: [Rule<'static, Scene>; 4] = [
    ("no_open_drawer", |s| s.desk.session = None),
    ("drawer_closed", |s| s.phase(Phase::Closed)),
    ("drawer_counting", |s| s.phase(Phase::Counting)),
    ("not_your_drawer", |s| s.actor = s.someone("ben")),
];

fn held_and(rules: &[Rule<'static, Scene>]) -> Vec<Rule<'static, Scene>> {
    HELD.iter().chain(rules).copied().collect()
}

fn strange(count: &mut CashCount) {
    count.0[0].cents = Cents(300);
}

#[test]
fn opening() {
    let mut scene = Scene::new();
    scene.phase(Phase::Closed);
    let rules: [Rule<'_, Scene>; 3] = [
        ("drawer_already_open", |s| s.phase(Phase::Counting)),
        ("unknown_denomination", |s| strange(&mut s.cash)),
        ("denomination_twice", |s| s.cash.0.extend(cash(&[(2_000, 1)]).0)),
    ];
    check(&scene, Scene::open, &rules);
    scene.desk.session = None;
    let decision = scene.open().unwrap();
    let postings = [
        Posting("1010".into(), Cents(4_000)),
        Posting("1000".into(), Cents(-4_000)),
    ];
    assert_eq!(decision.postings, postings);
    let Body::DrawerOpened(opened) = decision.body else {
        panic!("not opened")
    };
    assert_eq!(
        (opened.drawer.as_str(), opened.window.as_str()),
        ("Drawer 3", "Window 3")
    );
    assert_eq!(
        (opened.cashier.as_str(), opened.cashier_name.as_str()),
        ("ana", "Ana Núñez")
    );
    assert_eq!((opened.float, opened.float_total), (cash(&[(2_000, 2)]), Cents(4_000)));
}

#[test]
fn a_drawer_may_open_on_nothing() {
    let mut scene = Scene::new();
    scene.desk.session = None;
    scene.cash = CashCount::default();
    assert_eq!(scene.open().unwrap().postings, []);
}

#[test]
fn a_checkpoint() {
    let rules = held_and(&[("unknown_denomination", |s| strange(&mut s.cash))]);
    check(&Scene::new(), Scene::checkpoint, &rules);
    let Body::CheckpointCounted(counted) = Scene::new().checkpoint().unwrap().body else {
        panic!("not counted")
    };
    assert_eq!((counted.expected, counted.counted), (Cents(15_000), Cents(4_000)));
}

#[test]
fn a_pick_up() {
    let rules = held_and(&[
        ("unknown_denomination", |s| strange(&mut s.cash)),
        ("amount_zero", |s| s.cash = cash(&[(2_000, 0)])),
        ("second_person_needed", |s| s.second = None),
        ("second_person_same", |s| s.second = Some(s.actor.clone())),
        ("second_person_no_right", |s| s.second = Some(s.someone("aud"))),
        ("drawer_too_little_cash", |s| s.cash = cash(&[(5_000, 3), (1, 1)])),
    ]);
    check(&Scene::new(), Scene::pick_up, &rules);
    let decision = Scene::new().pick_up().unwrap();
    let postings = [
        Posting("1000".into(), Cents(4_000)),
        Posting("1010".into(), Cents(-4_000)),
    ];
    assert_eq!(decision.postings, postings);
    assert_eq!(
        decision.approval.unwrap().statement,
        "Take 40.00 in cash from Drawer 3 to the vault"
    );
}

#[test]
fn a_pick_up_may_take_all_the_cash_there_is() {
    let mut scene = Scene::new();
    scene.cash = cash(&[(5_000, 3)]);
    scene.pick_up().unwrap();
}

#[test]
fn a_change_order() {
    let rules = held_and(&[
        ("unknown_denomination", |s| strange(&mut s.other_cash)),
        ("amount_zero", |s| s.cash = CashCount::default()),
        ("second_person_needed", |s| s.second = None),
        ("second_person_same", |s| s.second = Some(s.actor.clone())),
        ("second_person_no_right", |s| s.second = Some(s.someone("ben"))),
        ("drawer_too_little_cash", |s| s.other_cash = cash(&[(5_000, 4)])),
    ]);
    check(&Scene::new(), Scene::change_order, &rules);
    let mut scene = Scene::new();
    assert_eq!(
        scene.change_order().unwrap().postings,
        [],
        "an even exchange moves nothing"
    );
    scene.other_cash = cash(&[(500, 1)]);
    let decision = scene.change_order().unwrap();
    let postings = [
        Posting("1010".into(), Cents(3_500)),
        Posting("1000".into(), Cents(-3_500)),
    ];
    assert_eq!(decision.postings, postings);
    assert_eq!(
        decision.approval.unwrap().statement,
        "Change order for Drawer 3: 40.00 from the vault, 5.00 back to it"
    );
}

#[test]
fn a_movement_waived_names_no_one() {
    let mut scene = Scene::new();
    scene.desk.configuration.policies.waived.push(Waiver::VaultMovement);
    scene.second = None;
    assert_eq!(scene.pick_up().unwrap().approval, None);
    scene.second = Some(scene.someone("sol"));
    assert_eq!(scene.pick_up().unwrap().approval.unwrap().user, "sol");
}

#[test]
fn a_hand_over() {
    let mut scene = Scene::new();
    scene.second = Some(scene.someone("ben"));
    let rules = held_and(&[
        ("unknown_denomination", |s| strange(&mut s.other_cash)),
        ("counts_differ", |s| s.other_cash = cash(&[(1_000, 4)])),
        ("counts_differ", |s| s.items.1 = 2),
        ("second_person_needed", |s| s.second = None),
        ("second_person_same", |s| s.second = Some(s.someone("ana"))),
        ("second_person_no_right", |s| s.second = Some(s.someone("aud"))),
    ]);
    check(&scene, Scene::hand_over, &rules);
    scene.desk.configuration.policies.waived = vec![Waiver::Reopen, Waiver::VaultMovement];
    scene.second = None;
    assert_eq!(code_of(scene.hand_over()), "second_person_needed", "never waived");
}

#[test]
fn counts_that_differ_are_both_named() {
    let mut scene = Scene::new();
    scene.other_cash = cash(&[(1_000, 4)]);
    let refusal = Refusal::CountsDiffer {
        first: "40.00 (2 × $20)".into(),
        second: "40.00 (4 × $10)".into(),
    };
    assert_eq!(scene.hand_over(), Err(refusal));
}

fn handed_over(decision: &Decision) -> &HandedOver {
    match &decision.body {
        Body::HandedOver(body) => body,
        other => panic!("not handed over: {other:?}"),
    }
}

#[test]
fn a_hand_over_records_what_was_expected_and_who_holds_it_now() {
    let mut scene = Scene::new();
    scene.second = Some(scene.someone("ben"));
    scene.items = (0, 0);
    let decision = scene.hand_over().unwrap();
    let body = handed_over(&decision);
    assert_eq!((body.from.0.as_str(), body.to.0.as_str()), ("ana", "ben"));
    assert_eq!((body.counted, body.expected), (Cents(4_000), Cents(15_000)));
    assert_eq!((body.items, body.items_expected), (0, 1));
    scene.desk.commit("ana", decision).unwrap();
    assert_eq!(scene.desk.session().cashier(), "ben");
    assert_eq!(scene.desk.session().holders(), ["ana", "ben"]);
    assert_eq!(code_of(scene.checkpoint()), "not_your_drawer");
}

#[test]
fn a_forgotten_drawer_is_handed_over_by_a_supervisor_and_another() {
    for phase in [Phase::Open, Phase::Counting] {
        let mut scene = Scene::new();
        scene.phase(phase);
        scene.actor = scene.someone("sol");
        scene.second = Some(scene.someone("ben"));
        let decision = scene.hand_over().unwrap();
        let body = handed_over(&decision);
        assert_eq!((body.from.0.as_str(), body.to.0.as_str()), ("ana", "ben"));
        scene.desk.commit("sol", decision).unwrap();
        assert_eq!(
            (scene.desk.session().cashier(), scene.desk.session().phase),
            ("ben", phase)
        );
    }
    let mut scene = Scene::new();
    scene.actor = scene.someone("sol");
    for (incoming, code) in [("sol", "second_person_same"), ("ana", "second_person_same")] {
        scene.second = Some(scene.someone(incoming));
        assert_eq!(code_of(scene.hand_over()), code, "to {incoming}");
    }
    scene.second = Some(scene.someone("tom"));
    scene.phase(Phase::Closed);
    assert_eq!(code_of(scene.hand_over()), "drawer_closed");
}

#[test]
fn whoever_holds_it_hands_it_over_only_while_it_is_open() {
    let mut scene = Scene::new();
    scene.desk.session.as_mut().unwrap().cashiers[0].0 = "sol".into();
    scene.actor = scene.someone("sol");
    scene.second = Some(scene.someone("ben"));
    scene.hand_over().unwrap();
    scene.phase(Phase::Counting);
    assert_eq!(
        code_of(scene.hand_over()),
        "drawer_counting",
        "a supervisor's own drawer too"
    );
}

#[test]
fn nobody_closes_on_the_count_of_whoever_held_it_before() {
    let mut scene = Scene::new();
    let desk = &mut scene.desk;
    desk.start_count().unwrap();
    let found = drawer::FoundInDrawer {
        cash: cash(&[(5_000, 3)]),
        tape: vec![("W3-000001".into(), 0, drawer::Ticked::Agreed)],
        ..drawer::FoundInDrawer::default()
    };
    desk.count(found.clone()).unwrap();
    scene.actor = scene.someone("sol");
    scene.second = Some(scene.someone("ben"));
    let decision = scene.hand_over().unwrap();
    let desk = &mut scene.desk;
    desk.commit("sol", decision).unwrap();
    assert_eq!(code_of(desk.close(None, None)), "nothing_counted");
    desk.count(found).unwrap();
    desk.close(None, None).unwrap();
}

#[test]
fn a_no_sale() {
    let rules = held_and(&[
        ("text_missing", |s| s.reason = "\u{200b} ".into()),
        ("text_too_long", |s| s.reason = "x".repeat(201)),
        ("card_number_in_text", |s| s.reason = CARD_NUMBER.into()),
        ("second_person_needed", |s| s.second = None),
        ("second_person_same", |s| s.second = Some(s.actor.clone())),
        ("second_person_no_right", |s| s.second = Some(s.someone("ben"))),
    ]);
    check(&Scene::new(), Scene::no_sale, &rules);
    assert_eq!(
        Scene::new().no_sale().unwrap().approval.unwrap().statement,
        "Open Drawer 3 without a sale. Reason: Change for the meter"
    );
}

#[test]
fn a_supervisor_with_two_roles_still_needs_another() {
    let mut scene = Scene::new();
    scene.desk.configuration.users[0].roles.push(Role::Supervisor);
    scene.actor = scene.someone("ana");
    scene.second = Some(scene.actor.clone());
    assert_eq!(code_of(scene.no_sale()), "second_person_same");
}
