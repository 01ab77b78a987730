//! What a receipt costs: through the command path (parse, validate, decide,
//! append, commit) against a bare one-row insert of as many bytes into SQLite with
//! WAL and FULL, in the same run, in interleaved rounds. And, under strace, how
//! often it syncs and how much it writes.
//!
//! `cargo bench -p counterfoil-station --bench receipt`

#![allow(missing_docs, clippy::float_arithmetic, reason = "a program that measures")]

mod desk;

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use desk::{Bench, folder, median};

/// Commits in a round.
const COMMITS: usize = 5_000;
/// Rounds of each.
const ROUNDS: usize = 7;

fn main() {
    if let Some(folder) = std::env::var_os("COUNTERFOIL_BENCH_UNDER_STRACE") {
        let mut bench = Bench::open(Path::new(&folder));
        // A mark between what opens the workstation and what is counted.
        eprintln!("begin");
        bench.receipts(COMMITS);
        eprintln!("end");
        return;
    }
    time();
    count();
}

/// Medians of a receipt and of a bare insert, and their ratio.
fn time() {
    let place = folder("receipt");
    let mut bench = Bench::create(place.path());
    bench.receipts(COMMITS);
    let bytes = bench.bytes_a_receipt();
    let bare = Bare::create(&place.path().join("bare.db"), bytes);
    bare.inserts(COMMITS);
    let (mut receipts, mut inserts, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let insert = median(bare.inserts(COMMITS));
        let receipt = median(bench.receipts(COMMITS));
        ratios.push(receipt.as_secs_f64() / insert.as_secs_f64());
        inserts.push(insert);
        receipts.push(receipt);
    }
    ratios.sort_by(f64::total_cmp);
    println!("a receipt of {bytes} bytes, {ROUNDS} rounds of {COMMITS} commits each, medians");
    println!("  bare insert            {:>9.1} µs", micros(median(inserts)));
    println!("  receipt                {:>9.1} µs", micros(median(receipts)));
    println!("  ratio                  {:>9.2}    (at most 2.0)", ratios[ROUNDS / 2]);
}

/// One row a commit, as many bytes as an entry has.
struct Bare {
    connection: rusqlite::Connection,
    text: String,
}

impl Bare {
    fn create(path: &Path, bytes: usize) -> Bare {
        let connection = rusqlite::Connection::open(path).unwrap();
        connection.pragma_update(None, "journal_mode", "WAL").unwrap();
        connection.pragma_update(None, "synchronous", "FULL").unwrap();
        connection.pragma_update(None, "wal_autocheckpoint", 0).unwrap();
        connection
            .execute_batch("CREATE TABLE rows (seq INTEGER PRIMARY KEY, bytes TEXT NOT NULL) STRICT")
            .unwrap();
        Bare {
            connection,
            text: "x".repeat(bytes),
        }
    }

    fn inserts(&self, count: usize) -> Vec<Duration> {
        let mut insert = self
            .connection
            .prepare_cached("INSERT INTO rows (bytes) VALUES (?1)")
            .unwrap();
        (0..count)
            .map(|_| {
                let begun = Instant::now();
                insert.execute([&self.text]).unwrap();
                begun.elapsed()
            })
            .collect()
    }
}

/// Syncs and bytes written to the journal and its log, counted by strace.
fn count() {
    let place = folder("syncs");
    drop(Bench::create(place.path()));
    let trace = place.path().join("trace");
    let outcome = Command::new("strace")
        .args([
            "-f",
            "-y",
            "-s",
            "8",
            "-e",
            "trace=fsync,fdatasync,write,pwrite64,writev,pwritev",
            "-o",
        ])
        .arg(&trace)
        .arg(std::env::current_exe().unwrap())
        .env("COUNTERFOIL_BENCH_UNDER_STRACE", place.path())
        .output();
    if let Err(error) = outcome {
        println!("syncs and bytes were not counted: strace does not run here ({error})");
        return;
    }
    let trace = std::fs::read_to_string(&trace).unwrap();
    let (mut syncs, mut bytes, mut counting) = (0usize, 0usize, false);
    for line in trace.lines() {
        if line.contains("write(2<") && line.contains("\"begin") {
            counting = true;
        } else if line.contains("write(2<") && line.contains("\"end") {
            counting = false;
        }
        if !counting || !line.contains("/journal.db") {
            continue;
        }
        if line.contains("sync(") {
            syncs += 1;
        } else {
            bytes += written(line);
        }
    }
    println!("{COMMITS} receipts under strace, journal.db and its log");
    println!(
        "  syncs a receipt        {:>9.3}    (exactly 1)",
        syncs as f64 / COMMITS as f64
    );
    println!(
        "  bytes a receipt        {:>9.0}    (at most 12288)",
        bytes as f64 / COMMITS as f64
    );
}

/// The length that a line of the trace asks to write: `pwrite64(9</…/journal.db-wal>, "…"..., 4096, 32`.
/// A call that another thread's line has cut in two names the file only in its first half.
fn written(line: &str) -> usize {
    let arguments = line.rsplit("\"..., ").next().unwrap_or_default();
    let length: String = arguments.chars().take_while(char::is_ascii_digit).collect();
    length.parse().unwrap_or(0)
}

fn micros(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e6
}
