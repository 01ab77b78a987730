//! How long the supervisor's board takes: computed from the journal, against a bare
//! reading and summing of the same rows; and shown from the tables of the site.
//!
//! `cargo bench -p counterfoil-station --bench board`

#![allow(missing_docs, clippy::float_arithmetic, reason = "a program that measures")]

mod desk;

use std::time::{Duration, Instant};

use counterfoil_domain::board::Board;
use counterfoil_domain::entry::{Body, Entry};
use counterfoil_domain::money::Cents;
use counterfoil_station::journal::JournalReader;
use desk::{Bench, folder, median};
use serde_json::json;

/// Drawers of the day.
const DRAWERS: usize = 40;
/// Receipts of each.
const RECEIPTS: usize = 2_500;
/// Rounds, each of both.
const ROUNDS: usize = 5;
/// Boards shown.
const SHOWN: usize = 200;
/// One picture at sixty a second.
const FRAME: Duration = Duration::from_micros(16_667);

fn main() {
    let place = folder("board");
    let mut bench = Bench::create(place.path());
    for drawer in 0..DRAWERS {
        if drawer > 0 {
            bench.open_drawer();
        }
        bench.receipts(RECEIPTS);
        bench.close_drawer();
    }
    let reader = JournalReader::open(&bench.station.folder().journal()).unwrap();
    let (mut bare, mut folded) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        let sum = bare_sum(&reader);
        bare.push(begun.elapsed());
        let begun = Instant::now();
        let board = computed(&reader);
        folded.push(begun.elapsed());
        let rows = board.rows();
        assert_eq!(rows.len(), DRAWERS);
        let total = Cents::sum(rows.iter().map(|row| row.receipts_total)).unwrap();
        assert_eq!(total, sum);
    }
    let begun = Instant::now();
    bench.supervisor();
    bench.show_board();
    let first = begun.elapsed();
    let shown = (0..SHOWN).map(|_| bench.show_board()).collect();
    let (bare, folded, shown) = (median(bare), median(folded), median(shown));
    let ratio = folded.as_secs_f64() / bare.as_secs_f64();
    let millis = |took: Duration| took.as_secs_f64() * 1e3;
    println!(
        "{DRAWERS} drawers, {} receipts, medians of {ROUNDS} rounds",
        DRAWERS * RECEIPTS
    );
    println!("  read, decoded, summed  {:>9.1} ms", millis(bare));
    println!("  board from the journal {:>9.1} ms", millis(folded));
    println!("  ratio                  {ratio:>9.2}       (at most 3.00)");
    println!(
        "  tables made anew       {:>9.1} ms    (once, sign-in included)",
        millis(first)
    );
    println!(
        "  board shown            {:>9.2} ms    (at most {:.1}, median of {SHOWN})",
        millis(shown),
        millis(FRAME)
    );
    assert!(ratio <= 3.0 && shown <= FRAME, "slower than it may be");
}

/// The floor: every row read, decoded, and its receipt added up.
fn bare_sum(reader: &JournalReader) -> Cents {
    let mut sum = Cents::ZERO;
    each(reader, |entry| {
        if let Body::Receipt(receipt) = &entry.body {
            sum = sum.plus(receipt.total).unwrap();
        }
    });
    sum
}

fn computed(reader: &JournalReader) -> Board {
    let mut board = Board::default();
    each(reader, |entry| board.apply(entry).unwrap());
    board
}

fn each(reader: &JournalReader, mut take: impl FnMut(&Entry)) {
    reader
        .each_after(0, u64::MAX / 2, |stored| {
            take(&stored.entry()?);
            Ok(true)
        })
        .unwrap();
}

impl Bench {
    fn open_drawer(&self) {
        let float = json!([{ "cents": 2000, "loose": 10 }, { "cents": 100, "loose": 100 }]);
        self.asked("open_drawer", json!({ "float": float }));
    }

    /// Counts what the last receipts brought, and closes.
    fn close_drawer(&self) {
        self.asked("start_count", json!({}));
        let cash = Cents(30_000 + 1_600 * i64::try_from(RECEIPTS).unwrap());
        let hundreds = cash.0 / 10_000;
        let count = json!([{ "cents": 10_000, "loose": hundreds }, { "cents": 1, "loose": cash.0 % 10_000 }]);
        self.asked("record_count", json!({ "cash": count }));
        self.asked("close_drawer", json!({}));
    }

    fn supervisor(&self) {
        self.called("sign_out", json!({}));
        self.called("sign_in", json!({ "user": "tran", "password": "alder-creek" }));
    }

    fn show_board(&self) -> Duration {
        let begun = Instant::now();
        let board = self.called("board", json!({}));
        let took = begun.elapsed();
        assert_eq!(board["rows"].as_array().map(Vec::len), Some(DRAWERS));
        took
    }
}
