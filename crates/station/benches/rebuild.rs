//! How fast the views are built from the journal.
//!
//! `cargo bench -p counterfoil-station --bench rebuild`

#![allow(missing_docs, clippy::float_arithmetic, reason = "a program that measures")]

mod desk;

use std::time::Instant;

use counterfoil_station::views;
use desk::{Bench, folder, median};

/// Entries in the journal.
const ENTRIES: usize = 100_000;
/// Rebuilds.
const ROUNDS: usize = 5;

fn main() {
    let place = folder("rebuild");
    let mut bench = Bench::create(place.path());
    bench.receipts(ENTRIES);
    let at = bench.station.folder().clone();
    drop(bench);
    let mut times = Vec::new();
    let mut entries = 0;
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        entries = views::rebuild(&at.views(), &at.journal(), &mut |_, _| {}).unwrap();
        times.push(begun.elapsed());
    }
    let took = median(times);
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    println!("views of {entries} entries, median of {ROUNDS} rebuilds, {cores} cores");
    println!("  rebuild                {:>9.0} ms", took.as_secs_f64() * 1e3);
    println!(
        "  entries a second       {:>9.0}    (at least 50000)",
        entries as f64 / took.as_secs_f64()
    );
}
