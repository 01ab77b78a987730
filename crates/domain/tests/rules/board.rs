//! The board: its figures are those of the sessions' own folds, and it says how
//! far each session is.

use counterfoil_domain::approval::{approve, send_back};
use counterfoil_domain::board::{Board, BoardRow, Change, changes};
use counterfoil_domain::config::TenderKind;
use counterfoil_domain::entry::{Body, Entry, TenderCount};
use counterfoil_domain::money::Cents;
use counterfoil_domain::session::{Phase, Session, SessionStage};
use proptest::prelude::*;

use crate::day::{Day, acts};
use crate::fixture::{Desk, configuration};
use crate::script::Script;

fn board(entries: &[Entry]) -> Board {
    let mut board = Board::default();
    for entry in entries {
        board.apply(entry).unwrap();
    }
    board
}

fn only_row(entries: &[Entry]) -> BoardRow {
    let board = board(entries);
    assert_eq!(board.rows().len(), 1);
    board.rows()[0].clone()
}

fn sorted(mut figures: Vec<TenderCount>) -> Vec<TenderCount> {
    figures.sort_by(|one, other| one.tender.cmp(&other.tender));
    figures
}

/// Writes what the closing desk decides, and lets the desk's own fold see it.
fn decided(desk: &mut Desk, decide: impl Fn(&Desk, &Session) -> counterfoil_domain::journal::Decision) {
    let decision = decide(desk, desk.session());
    desk.commit("tom", decision).unwrap();
}

#[test]
fn the_scripted_day() {
    let desk = Script::whole();
    let row = only_row(&desk.entries);
    assert_eq!((row.name.as_str(), row.cashier.1.as_str()), ("Drawer 3", "Ben Ode"));
    assert_eq!((row.receipts, row.voids, row.receipts_total), (5, 1, Cents(39_700)));
    assert_eq!(row.expected_cash(), Ok(Cents(17_700)));
    assert_eq!(row.stage(), SessionStage::Closed);
    assert_eq!(
        row.figures(&desk.configuration),
        desk.session().figures(&desk.configuration)
    );
    let totals = board(&desk.entries).totals(&desk.configuration).unwrap();
    let cash = &totals[0];
    assert_eq!((cash.expected, cash.counted), (Cents(11_200), Cents(11_150)));
    let sum = Cents::sum(totals.iter().map(|line| line.expected)).unwrap();
    assert_eq!(sum, row.receipts_total);
}

#[test]
fn sent_back_and_approved() {
    let mut desk = Script::begun().paid().mended().handed_over().closed().0;
    let stage = |desk: &Desk| only_row(&desk.entries).stage();
    assert_eq!(stage(&desk), SessionStage::Closed);
    decided(&mut desk, |desk, session| {
        send_back(
            &desk.configuration,
            session,
            &desk.user("tom"),
            "Count the checks",
            true,
        )
        .unwrap()
    });
    assert_eq!(
        (stage(&desk), desk.session().stage()),
        (SessionStage::Returned, SessionStage::Returned)
    );
    let mut desk = Script::whole();
    decided(&mut desk, |desk, session| {
        let figures = session.figures(&desk.configuration).unwrap();
        let seen = counterfoil_domain::approval::difference(&figures).unwrap();
        approve(
            &desk.configuration,
            session,
            &desk.user("tom"),
            seen,
            Some("Looked into"),
        )
        .unwrap()
    });
    let row = only_row(&desk.entries);
    assert_eq!(row.stage(), SessionStage::Approved);
    assert_eq!(row.approved_by, Some(("tom".into(), "Tom Ek".into())));
    // Sent back after it was closed again: what was asked for had been done.
    let mut closed = row.closed_seq.unwrap();
    let mut late = board(&desk.entries);
    let session = row.session;
    closed -= 1;
    late.change(Change::Returned {
        session,
        closed_seq: closed,
        at: desk.now,
    })
    .unwrap();
    assert_eq!(late.rows()[0].phase, Phase::Closed);
}

#[test]
fn what_concerns_a_session_that_is_not_there_is_left_alone() {
    let desk = Script::whole();
    let receipt = desk.entries.iter().find(|entry| matches!(entry.body, Body::Receipt(_)));
    assert_eq!(board(&[receipt.unwrap().clone()]), Board::default());
}

proptest! {
    /// The board's figures are those of the sessions' own folds, entry by entry.
    #[test]
    fn the_boards_figures_are_the_folds(acts in acts()) {
        let desk = Day::lived(&acts).desk;
        let configuration = configuration();
        let (mut board, mut session) = (Board::default(), None::<Session>);
        for entry in &desk.entries {
            board.apply(entry).unwrap();
            match &mut session {
                Some(session) => session.apply(entry).unwrap(),
                None => session = Session::begin(entry),
            }
            let Some(session) = &session else { continue };
            let row = board.row(session.id).unwrap();
            prop_assert_eq!(
                row.figures(&configuration).map(sorted),
                session.figures(&configuration).map(sorted)
            );
            prop_assert_eq!(row.expected_cash().unwrap(), session.cash);
            prop_assert_eq!(row.receipts_total, session.receipts_total().unwrap());
            prop_assert_eq!((row.stage(), row.closed_seq), (session.stage(), session.closed_by));
            prop_assert_eq!(row.cashier.0.as_str(), session.cashier());
        }
    }

    /// Changes kept flat, as in tables, come to the same sums.
    #[test]
    fn changes_alone_come_to_the_same(acts in acts()) {
        let desk = Day::lived(&acts).desk;
        let row = only_row(&desk.entries);
        let (mut cash, mut others) = (0, 0);
        for change in desk.entries.iter().flat_map(|entry| changes(entry).unwrap()) {
            match change {
                Change::Begun { float, .. } => cash += float.0,
                Change::CashMoved { cents, .. } => cash += cents.0,
                Change::Tender { kind: TenderKind::Cash, cents, .. } => cash += cents.0,
                Change::Tender { cents, .. } => others += cents.0,
                _ => {}
            }
        }
        prop_assert_eq!(cash, row.expected_cash().unwrap().0);
        let papers: i64 = row.tenders.iter().filter(|line| line.kind != Some(TenderKind::Cash)).map(|line| line.cents.0).sum();
        prop_assert_eq!(others, papers);
    }
}
