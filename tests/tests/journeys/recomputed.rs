//! The proof of the day: everything that the closing desk says of a day is computed a
//! second time, here, from the exported journals alone.
//!
//! `counterfoil demo-day` runs a whole day: three windows, mail, a file, a turn-in, voids,
//! tenders moved, a drawer that is short, money placed from suspense, a deposit, the close,
//! the bank's correction next morning. What it says is in `documents/`: the replies of
//! `board`, `deposit` and `close_day`, and every document as CSV. What happened is in the
//! journals: `counterfoil export` writes them as JSON lines.
//!
//! Nothing of the program is used below but `export`: [`journals`] reads the lines as plain
//! JSON, [`sums`] adds them up by rules that are written out there a second time; [`papers`] reads
//! the CSV. Each test function here, in [`deposit`] and in [`ledger`] is one claim. All sums are compared to the cent.
//!
//! A second day, on which the bank returns items and payments are corrected, is the small
//! city's: [`after_the_close`].

mod after_the_close;
mod collected;
mod deposit;
mod dues;
mod journals;
mod ledger;
mod papers;
mod sums;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::OnceLock;

use counterfoil_tests::workstation::succeed;
use serde_json::Value;

use journals::{Journals, cents, list, text};
use papers::{Paper, amount};

/// One demo day, run once for all claims.
struct DemoDay {
    journals: Journals,
    papers: PathBuf,
    board: Value,
    deposit: Value,
    close: Value,
    _folder: tempfile::TempDir,
}

fn day() -> &'static DemoDay {
    static DAY: OnceLock<DemoDay> = OnceLock::new();
    DAY.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let out = folder.path().join("day");
        let out_text = out.to_str().expect("a path in plain text");
        succeed(&[
            "demo-day",
            "--out",
            out_text,
            "--receipts",
            "140",
            "--seed",
            "3",
            "--days",
            "1",
        ]);
        let papers = out.join("documents");
        let reply = |name: &str| -> Value {
            let text = std::fs::read_to_string(papers.join(name)).expect("the demo day keeps its replies");
            serde_json::from_str(&text).expect("a reply is JSON")
        };
        DemoDay {
            // The closing desk speaks of the others' drawers, so its journal is read last.
            journals: Journals::read(&["W2", "W3", "W1"].map(|station| out.join(station))),
            board: reply("board.json"),
            deposit: reply("deposit.json"),
            close: reply("close.json"),
            papers,
            _folder: folder,
        }
    })
}

impl DemoDay {
    /// The one document whose file name begins and ends so.
    fn paper(&self, begins: &str, ends: &str) -> Paper {
        Paper::read(&self.papers, begins, ends)
    }
}

/// **The journals are whole**: each counts 1, 2, 3, … without a gap, every entry's postings
/// sum to zero, receipt numbers count 1, 2, 3, … without a gap.
#[test]
fn the_journals_are_whole() {
    for books in &day().journals.books {
        books.are_sound();
        assert_eq!(books.sum(), 0);
    }
}

/// **No receipt is missing**: first, last, how many, and what they come to, for each workstation.
#[test]
fn no_receipt_is_missing() {
    let day = day();
    let paper = day.paper("receipt-sequence-", "receipts-of-each-workstation.csv");
    for books in &day.journals.books {
        let numbers = books.numbers();
        let station = text(&books.entries[0]["station"]);
        let total: i64 = books
            .of_kind("receipt")
            .map(|entry| cents(&entry["body"]["total"]))
            .sum();
        let row = paper.row(&station);
        assert_eq!(Some(&row[1]), numbers.first(), "first of {station}");
        assert_eq!(Some(&row[2]), numbers.last(), "last of {station}");
        assert_eq!(row[3], "none", "gaps of {station}");
        assert_eq!(row[4], numbers.len().to_string(), "receipts of {station}");
        assert_eq!(amount(&row[5]), total, "total of {station}, voids included");
    }
}

/// **The board is the receipts.** Per drawer or batch and tender type, *expected* is what the
/// receipts that stand were paid with (the tender as it was moved to, if it was moved), and
/// *counted* what the last count found; cash without what the vault gave and with what it got.
#[test]
fn the_board_is_the_receipts() {
    let DemoDay { journals, board, .. } = day();
    let mut expected_of_all = 0;
    let mut counted_of_all = 0;
    for row in list(&board["rows"]) {
        let session = text(&row["session"]);
        let taken = journals.taken(&session);
        let counted = journals.counted(&session);
        let mut said = BTreeMap::new();
        for line in list(&row["tenders"]) {
            let tender = text(&line["tender"]);
            let (items, expected) = taken.get(&tender).copied().unwrap_or_default();
            let found = counted.get(&tender).copied().unwrap_or_default();
            assert_eq!(line["items"], items, "{} {tender}: pieces", row["name"]);
            assert_eq!(line["expected"], expected, "{} {tender}: expected", row["name"]);
            assert_eq!(line["counted"], found, "{} {tender}: counted", row["name"]);
            said.insert(tender, expected);
            expected_of_all += expected;
            counted_of_all += found;
        }
        let left_out: Vec<_> = taken.keys().filter(|tender| !said.contains_key(*tender)).collect();
        assert!(left_out.is_empty(), "{} does not show {left_out:?}", row["name"]);
    }
    let sessions: Vec<String> = list(&board["rows"]).map(|row| text(&row["session"])).collect();
    let mut of_journals = journals.sessions.keys().cloned().collect::<Vec<_>>();
    let mut of_board = sessions.clone();
    of_journals.sort();
    of_board.sort();
    assert_eq!(of_board, of_journals, "every drawer and batch stands on the board once");
    assert_eq!(board["total"]["expected"], expected_of_all);
    assert_eq!(board["total"]["counted"], counted_of_all);
    assert_eq!(board["total"]["difference"], counted_of_all - expected_of_all);
    assert_eq!(
        expected_of_all,
        journals.standing().map(|receipt| receipt.total).sum::<i64>()
    );
    assert_eq!(
        counted_of_all - expected_of_all,
        -5_400,
        "the day is 54.00 short, in one drawer"
    );
}

/// **The tender summary** in all, and drawer by drawer.
#[test]
fn the_tender_summary_is_the_receipts() {
    let day = day();
    let in_all = day.paper("tender-summary-", "all-drawers-and-batches.csv");
    day.journals.assert_tenders(&in_all, day.journals.taken_in_all());
    let by_session = day.paper("tender-summary-", "by-drawer-and-batch.csv");
    for (id, session) in &day.journals.sessions {
        let name = format!("{} of {}", session.name, session.station);
        let own = by_session.of(&name).without_columns(2);
        day.journals.assert_tenders(&own, day.journals.taken(id));
    }
}
