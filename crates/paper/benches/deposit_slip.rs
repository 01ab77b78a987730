//! A deposit slip of 200 checks against reportlab's table of the same 200 rows.
//!
//! Ours is the whole document: head, facts, cash, the checks with their totals,
//! lines to sign on, embedded fonts cut down. Theirs is the bare table in the
//! fonts that every reader has, by reportlab's own defaults. Both are made in
//! running programs, turn about, and timed inside them, so that no start of a
//! program, no import and no first parsing of a font counts. It fails where ours
//! takes longer, and says so where reportlab is not there.
//!
//! `COUNTERFOIL_REPORTLAB_PYTHON` names the Python that has it; `./dev bench` sees to that.

#![allow(
    clippy::disallowed_methods,
    clippy::float_arithmetic,
    reason = "a bench measures time, starts a program and divides the two times"
)]

#[path = "../tests/samples/mod.rs"]
mod samples;

use std::hint::black_box;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use counterfoil_domain::documents::report::{Cell, Report, Section, Table};
use counterfoil_paper::pdf;

const CHECKS: usize = 200;
const WARM_UP: usize = 5;
const ROUNDS: usize = 60;
/// How many times as long reportlab must take.
const RATIO_MIN: f64 = 1.0;

fn main() -> ExitCode {
    let report = samples::reports::deposit_slip(CHECKS);
    let mut reportlab = Reportlab::start(&report);
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let (mut our_length, mut their_length) = (0, 0);
    for round in 0..WARM_UP + ROUNDS {
        let begun = Instant::now();
        our_length = black_box(pdf::report(black_box(&report), samples::at(18, 42))).len();
        let taken = begun.elapsed();
        let answer = reportlab.as_mut().map(Reportlab::document);
        if round < WARM_UP {
            continue;
        }
        ours.push(taken);
        if let Some((taken, length)) = answer {
            theirs.push(taken);
            their_length = length;
        }
    }
    let ours = median(ours);
    println!("deposit slip of {CHECKS} checks, PDF        median {ours:>10.2?}   {our_length} bytes   of {ROUNDS}");
    let Some(reportlab) = reportlab else {
        println!("reportlab is not there, so there is nothing to measure this against");
        return ExitCode::SUCCESS;
    };
    let theirs = median(theirs);
    let version = &reportlab.version;
    println!(
        "reportlab {version}, table of {CHECKS} rows   median {theirs:>10.2?}   {their_length} bytes   of {ROUNDS}"
    );
    let ratio = theirs.as_secs_f64() / ours.as_secs_f64();
    println!("reportlab takes {ratio:.1} times as long (at least {RATIO_MIN:.1} is asked)");
    if ratio < RATIO_MIN {
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// A running Python that makes one document for every line it is sent.
struct Reportlab {
    program: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    version: String,
}

impl Reportlab {
    /// `None` where there is no Python, or none that has reportlab.
    fn start(report: &Report) -> Option<Reportlab> {
        let python = std::env::var("COUNTERFOIL_REPORTLAB_PYTHON").unwrap_or_else(|_| "python3".to_owned());
        let has_it = Command::new(&python)
            .args(["-c", "import reportlab"])
            .stderr(Stdio::null())
            .status();
        if !has_it.is_ok_and(|status| status.success()) {
            return None;
        }
        let mut program = Command::new(python)
            .args(["-c", include_str!("deposit_slip.py")])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Python starts again");
        let mut input = program.stdin.take().expect("a pipe");
        let mut output = BufReader::new(program.stdout.take().expect("a pipe"));
        writeln!(input, "{}\n", rows(report)).expect("Python reads");
        let mut version = String::new();
        output.read_line(&mut version).expect("Python answers");
        Some(Reportlab {
            program,
            input,
            output,
            version: version.trim().to_owned(),
        })
    }

    fn document(&mut self) -> (Duration, usize) {
        writeln!(self.input).expect("Python reads");
        let mut answer = String::new();
        self.output.read_line(&mut answer).expect("Python answers");
        let (nanoseconds, length) = answer.trim().split_once(' ').expect("a time and a length");
        let time = Duration::from_nanos(nanoseconds.parse().expect("nanoseconds"));
        (time, length.parse().expect("a length"))
    }
}

impl Drop for Reportlab {
    fn drop(&mut self) {
        // It waits for a line and holds nothing that could be lost; where it has ended by itself that is as well.
        let _ended = self.program.kill();
        let _waited = self.program.wait();
    }
}

/// The table of checks: headings and the same texts, tab-separated.
fn rows(report: &Report) -> String {
    let of_checks = |section: &Section| match section {
        Section::Table(table) if table.rows.len() > CHECKS => Some(table.clone()),
        Section::Table(_) | Section::Lines { .. } | Section::Paragraphs(_) => None,
    };
    let table: Table = report.sections.iter().find_map(of_checks).expect("the checks");
    let headings: Vec<String> = table.columns.iter().map(|column| column.heading.clone()).collect();
    let rows = table
        .rows
        .iter()
        .take(CHECKS)
        .map(|row| row.cells.iter().map(said).collect());
    let lines: Vec<String> = std::iter::once(headings)
        .chain(rows)
        .map(|cells: Vec<String>| cells.join("\t"))
        .collect();
    lines.join("\n")
}

fn said(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Amount(amount) => amount.to_string(),
        Cell::Count(count) => count.to_string(),
    }
}
