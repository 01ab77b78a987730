//! Batches of mail: opened on their control figures, closed when these and the items agree,
//! or when somebody accepts the named difference.

use counterfoil_domain::batch::{self, Control, against_control, close, open_mail};
use counterfoil_domain::cash::CashCount;
use counterfoil_domain::config::{BatchKind, CountedBy, TenderKind, User, Waiver};
use counterfoil_domain::entry::{BatchClosed, BatchOpened, Body};
use counterfoil_domain::journal::Decision;
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::session::{Origin, Phase, SessionStage};
use uuid::Uuid;

use super::office::{Office, counted, paper};
use crate::fixture::{CARD_NUMBER, cash, offer, open_amount, payment};
use crate::table::{Rule, check, code_of};

#[derive(Clone)]
struct Opening {
    office: Office,
    actor: User,
    second: Option<User>,
    control: Vec<Control>,
}

impl Opening {
    /// Ben and Ana open the mail: 25.00 in cash, two checks and a money order.
    fn new() -> Opening {
        let office = Office::new();
        Opening {
            actor: office.user("ben"),
            second: Some(office.user("ana")),
            control: vec![
                counted(&[(2_000, 1), (500, 1)]),
                paper("CHECK", 2, 9_000),
                paper("MO", 1, 1_000),
            ],
            office,
        }
    }

    fn open(&self) -> Result<Decision, Refusal> {
        open_mail(
            &self.office.configuration,
            Uuid::from_u128(5),
            "Mail batch 1",
            &self.actor,
            self.control.clone(),
            self.second.as_ref(),
        )
    }

    fn opened(&self) -> BatchOpened {
        match self.open().unwrap().body {
            Body::BatchOpened(opened) => *opened,
            other => panic!("not opened: {other:?}"),
        }
    }
}

#[test]
fn opening_the_mail() {
    let rules: [Rule<'_, Opening>; 11] = [
        ("control_missing", |s| s.control.clear()),
        ("unknown_tender", |s| s.control[0].tender = "SHELLS".into()),
        ("unknown_denomination", |s| s.control[0].cash = cash(&[(300, 1)])),
        ("amount_zero", |s| s.control[0].cash = CashCount::default()),
        ("total_missing", |s| s.control[1].total = None),
        ("amount_zero", |s| s.control[1].items = 0),
        ("counted_otherwise", |s| s.control[2] = paper("CHECK", u32::MAX, 1)),
        ("amount_out_of_range", |s| s.control[2].items = u32::MAX),
        ("second_person_needed", |s| s.second = None),
        ("second_person_same", |s| s.second = Some(s.actor.clone())),
        ("second_person_no_right", |s| s.second = Some(s.office.user("aud"))),
    ];
    check(&Opening::new(), Opening::open, &rules);
    for total in [0, -9_000] {
        let mut opening = Opening::new();
        opening.control[1].total = Some(Cents(total));
        assert_eq!(code_of(opening.open()), "amount_zero", "{total}");
    }
}

#[test]
fn a_batch_of_mail_names_both_openers_and_its_control_figures() {
    let opening = Opening::new();
    let opened = opening.opened();
    let person = |id: &str, name: &str| (id.to_owned(), name.to_owned());
    assert_eq!((opened.kind, opened.name.as_str()), (BatchKind::Mail, "Mail batch 1"));
    assert_eq!(opened.keyed_by, person("ben", "Ben Ode"));
    assert_eq!(opened.opened_by, [person("ben", "Ben Ode"), person("ana", "Ana Núñez")]);
    let figures: Vec<_> = opened
        .control
        .iter()
        .map(|one| (one.tender.as_str(), one.items, one.total.0))
        .collect();
    assert_eq!(figures, [("CASH", 0, 2_500), ("CHECK", 2, 9_000), ("MO", 1, 1_000)]);
    assert_eq!(opened.control[0].cash, cash(&[(2_000, 1), (500, 1)]));
    assert_eq!((opened.file, opened.turn_in), (None, None));
    let decision = opening.open().unwrap();
    assert_eq!(decision.postings, [], "nothing was taken yet");
    assert_eq!(
        decision.approval.unwrap().statement,
        "Opened the mail of Mail batch 1 with Ben Ode: 3 pieces, 125.00"
    );
}

#[test]
fn an_office_of_one_opens_its_mail_alone_where_that_is_waived() {
    let mut opening = Opening::new();
    opening.second = None;
    opening.office.configuration.policies.waived.push(Waiver::MailOpening);
    assert_eq!(opening.open().unwrap().approval, None);
    assert_eq!(opening.opened().opened_by.len(), 1);
}

#[derive(Clone)]
struct Closing {
    office: Office,
    batch: Uuid,
    actor: User,
    reason: Option<String>,
    second: Option<User>,
}

impl Closing {
    /// Ben's mail, opened with Sol: what was keyed, each by one tender, against some control figures.
    fn of(control: Vec<Control>, keyed: &[(&str, i64)]) -> Closing {
        let mut office = Office::new();
        let batch = office.mail(control);
        for (nth, (tender, cents)) in (1u32..).zip(keyed) {
            let lines = vec![open_amount("MISC", *cents)];
            office.pay(batch, &payment(lines, vec![offer(tender, *cents, nth)]));
        }
        Closing {
            actor: office.user("ben"),
            reason: Some("Added up wrong".into()),
            second: Some(office.user("tom")),
            office,
            batch,
        }
    }

    /// Two checks of 90.00 together where the control figure says 100.00.
    fn differing() -> Closing {
        Closing::of(vec![paper("CHECK", 2, 10_000)], &[("CHECK", 4_000), ("CHECK", 5_000)])
    }

    fn close(&self) -> Result<Decision, Refusal> {
        close(
            &self.office.configuration,
            self.office.session(self.batch),
            &self.actor,
            self.reason.as_deref(),
            self.second.as_ref(),
        )
    }

    fn closed(&self) -> BatchClosed {
        match self.close().unwrap().body {
            Body::BatchClosed(closed) => closed,
            other => panic!("not closed: {other:?}"),
        }
    }

    /// What differs, as the refusal names it where no reason is given.
    fn differences(&self) -> String {
        let mut silent = self.clone();
        silent.reason = Some(" \n".into());
        match silent.close() {
            Err(Refusal::ControlDiffers { differences }) => differences,
            other => panic!("it does not differ: {other:?}"),
        }
    }
}

#[test]
fn closing_a_batch_that_differs() {
    let rules: [Rule<'_, Closing>; 9] = [
        ("unknown_session", |s| {
            s.office.session_mut(s.batch).origin = Origin::Drawer
        }),
        ("batch_closed", |s| s.office.session_mut(s.batch).phase = Phase::Closed),
        ("control_differs", |s| s.reason = None),
        ("card_number_in_text", |s| s.reason = Some(CARD_NUMBER.into())),
        ("text_too_long", |s| s.reason = Some("x".repeat(201))),
        ("text_missing", |s| s.reason = Some("\u{7}".into())),
        ("second_person_needed", |s| s.second = None),
        ("second_person_same", |s| s.second = Some(s.actor.clone())),
        ("second_person_no_right", |s| s.second = Some(s.office.user("ana"))),
    ];
    check(&Closing::differing(), Closing::close, &rules);
    let mut closing = Closing::differing();
    closing.second = Some(closing.office.user("sol"));
    assert_eq!(code_of(closing.close()), "second_person_same", "Sol opened it");
    // Sol may close it, and not agree to the difference either.
    closing.actor = closing.office.user("tom");
    assert_eq!(code_of(closing.close()), "second_person_same");
    closing.second = Some(closing.office.user("tom"));
    assert_eq!(code_of(closing.close()), "second_person_same", "nor whoever closes it");
}

#[test]
fn a_difference_is_named_tender_by_tender_amount_first_then_pieces() {
    assert_eq!(
        Closing::differing().differences(),
        "Check 90.00 keyed, 100.00 by control"
    );
    let pieces = Closing::of(vec![paper("CHECK", 1, 9_000)], &[("CHECK", 4_000), ("CHECK", 5_000)]);
    assert_eq!(pieces.differences(), "Check 2 pieces keyed, 1 by control");
    let everything = Closing::of(
        vec![counted(&[(1_000, 1)]), paper("CHECK", 1, 100), paper("VOUCHER", 1, 50)],
        &[("CASH", 900), ("MO", 700), ("VOUCHER", 25), ("VOUCHER", 25)],
    );
    assert_eq!(
        everything.differences(),
        "Cash 9.00 keyed, 10.00 by control; Check 0.00 keyed, 1.00 by control; \
         Money order 7.00 keyed, 0.00 by control; Voucher 2 pieces keyed, 1 by control"
    );
    // Over in one and short in another do not make up for each other.
    let swapped = Closing::of(vec![paper("CHECK", 1, 700)], &[("MO", 700)]);
    assert_eq!(
        swapped.differences(),
        "Check 0.00 keyed, 7.00 by control; Money order 7.00 keyed, 0.00 by control"
    );
}

#[test]
fn the_second_person_sees_what_they_accept() {
    let decision = Closing::differing().close().unwrap();
    assert_eq!(
        decision.approval.unwrap().statement,
        "Close Mail batch 1: Check 90.00 keyed, 100.00 by control. Reason: Added up wrong"
    );
    assert_eq!(decision.postings, []);
    let mut waived = Closing::differing();
    waived.second = None;
    waived
        .office
        .configuration
        .policies
        .waived
        .push(Waiver::BatchDifference);
    assert_eq!(waived.close().unwrap().approval, None);
    waived.reason = None;
    assert_eq!(
        code_of(waived.close()),
        "control_differs",
        "a reason is asked all the same"
    );
}

#[test]
fn a_batch_that_agrees_is_closed_without_a_question() {
    let mut closing = Closing::of(
        vec![counted(&[(1_000, 1)]), paper("CHECK", 2, 9_000)],
        &[("CHECK", 4_000), ("CASH", 1_000), ("CHECK", 5_000)],
    );
    closing.second = None;
    let decision = closing.close().unwrap();
    assert_eq!(decision.approval, None);
    let closed = closing.closed();
    assert_eq!(closed.reason, None, "nobody asked for it");
    let figures: Vec<_> = closed
        .tenders
        .iter()
        .filter(|line| line.items > 0)
        .map(|line| (line.tender.as_str(), line.expected.0, line.counted.0, line.items))
        .collect();
    assert_eq!(figures, [("CASH", 1_000, 1_000, 1), ("CHECK", 9_000, 9_000, 2)]);
    closing.office.commit("W3", "ben", decision);
    assert_eq!(closing.office.session(closing.batch).stage(), SessionStage::Closed);
    assert_eq!(code_of(closing.close()), "batch_closed");
}

/// Cash was counted when the mail was opened, and paper is there piece by piece: where a
/// difference is accepted, only the cash is really over or short.
#[test]
fn an_accepted_difference_is_one_of_cash_and_totals_never_of_paper() {
    let mut closing = Closing::of(
        vec![counted(&[(1_000, 1)]), paper("CHECK", 2, 9_100), paper("CARD", 1, 500)],
        &[("CASH", 900), ("CHECK", 9_000), ("CARD", 400)],
    );
    let closed = closing.closed();
    let figures: Vec<_> = closed
        .tenders
        .iter()
        .map(|line| (line.expected.0, line.counted.0))
        .collect();
    assert_eq!(figures[..3], [(900, 1_000), (9_000, 9_000), (400, 500)]);
    assert_eq!(closed.reason.as_deref(), Some("Added up wrong"));
    // Checks that a city counts by their total in drawers are keyed one by one all the same.
    let checks = &mut closing.office.configuration.tenders[1];
    assert_eq!(checks.kind, TenderKind::Check);
    checks.counted = CountedBy::Total;
    assert_eq!(closing.closed().tenders[1].counted, Cents(9_000));
    // What the figures said stays with the batch.
    let session = closing.office.session(closing.batch);
    let lines = against_control(&closing.office.configuration, session).unwrap();
    assert_eq!(lines[1].counted, Cents(9_100));
}

#[test]
fn a_batch_keyed_under_an_older_configuration_is_still_closed() {
    let mut closing = Closing::of(
        vec![paper("CHECK", 1, 9_000), paper("VOUCHER", 1, 50)],
        &[("CHECK", 9_000), ("VOUCHER", 50)],
    );
    closing
        .office
        .configuration
        .tenders
        .retain(|kind| kind.code != "VOUCHER");
    closing.second = None;
    assert_eq!(closing.closed().reason, None);
    let session = closing.office.session_mut(closing.batch);
    session.receipts[1].tenders[0].amount = Cents(40);
    assert_eq!(closing.differences(), "VOUCHER 0.40 keyed, 0.50 by control");
}

#[test]
fn only_a_batch_is_keyed() {
    let mut office = Office::new();
    let drawer = office.open("W4", "ana");
    assert_eq!(code_of(batch::keyed(office.session(drawer))), "unknown_session");
    let mail = office.mail(vec![paper("CHECK", 1, 100)]);
    assert_eq!(batch::keyed(office.session(mail)).unwrap().id, mail);
}
