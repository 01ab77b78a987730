//! How long a document takes: `cargo bench -p counterfoil-paper`.

#![allow(clippy::disallowed_methods, reason = "a bench measures time")]

#[path = "../tests/samples/mod.rs"]
mod samples;

use std::hint::black_box;
use std::time::{Duration, Instant};

use counterfoil_domain::documents::ReceiptMark;
use counterfoil_paper::{csv, escpos, pdf, tape, xlsx};

fn main() {
    let receipt = samples::document(samples::mixed(), ReceiptMark::Original);
    let (short, long) = (samples::sheet(3), samples::sheet(200));
    measure("first PDF of a process (fonts parsed)", 1, || {
        pdf::receipt(&receipt).len()
    });
    measure("receipt, tape", 1000, || tape::lines(&receipt, 42).len());
    measure("receipt, ESC/POS", 1000, || escpos::receipt(&receipt, 42, true).len());
    measure("receipt, PDF", 50, || pdf::receipt(&receipt).len());
    measure("balancing sheet, 3 checks, PDF", 50, || {
        pdf::balancing_sheet(&short, samples::at(17, 42)).len()
    });
    measure("balancing sheet, 200 checks, PDF", 50, || {
        pdf::balancing_sheet(&long, samples::at(17, 42)).len()
    });
    let slip = samples::reports::deposit_slip(700);
    measure("deposit slip, 700 checks, PDF", 50, || {
        pdf::report(&slip, samples::at(18, 42)).len()
    });
    measure("deposit slip, 700 checks, XLSX", 50, || {
        xlsx::report(&slip, samples::at(18, 42)).map_or(0, |bytes| bytes.len())
    });
    measure("deposit slip, 700 checks, CSV", 50, || csv::report(&slip).len());
}

/// Prints the median and the slowest of so many runs.
fn measure(name: &str, runs: usize, mut work: impl FnMut() -> usize) {
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let begun = Instant::now();
            black_box(work());
            begun.elapsed()
        })
        .collect();
    times.sort();
    let (median, slowest) = (times[runs / 2], times[runs - 1]);
    println!("{name:<40} median {median:>10.2?}   slowest {slowest:>10.2?}   of {runs}");
}
