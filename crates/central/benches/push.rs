//! How many entries a second a workstation that was long without a line catches up with: 100,000
//! receipts in pushes of 1,000, over HTTPS, signatures, chain and zero sums proved, committed and
//! acknowledged. Against a bare `INSERT … SELECT unnest … ON CONFLICT` of the same bytes, 1,000 rows
//! a batch, on the same PostgreSQL. Then the same entries pulled by the closing desk.
//!
//! `cargo bench -p counterfoil-central --bench push [-- ENTRIES]`

#![expect(clippy::unwrap_used, reason = "a benchmark that cannot go on ends")]
#![expect(clippy::float_arithmetic, reason = "rates are looked at, not booked")]

#[allow(dead_code, reason = "the tests use more of it")]
#[path = "../tests/records/office.rs"]
mod office;
#[allow(dead_code, reason = "the tests use more of it")]
#[path = "../tests/records/workstation.rs"]
mod workstation;

use std::time::{Duration, Instant};

use counterfoil_domain::config::{Language, TenderKind};
use counterfoil_domain::entry::{Body, Hash};
use counterfoil_domain::money::Cents;
use counterfoil_domain::receipt::{Receipt, ReceiptLine, Tender};
use counterfoil_postgres::Postgres;
use uuid::Uuid;

use office::{DATABASE, Office};
use workstation::Workstation;

const ENTRIES: u64 = 100_000;
const BATCH: u64 = 1_000;
/// What the push must reach of the bare insert's rate.
const GOAL: f64 = 0.4;

fn main() {
    let entries = std::env::args()
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(ENTRIES);
    // As it is run: every commit is synced.
    let office = Office::on(Postgres::start());
    let mut one = office.workstation("W2");
    for _ in 0..entries {
        pay(&mut one);
    }
    let bytes: usize = one.journal.iter().map(|entry| entry.0.len()).sum();
    println!("{entries} receipts of {} bytes", bytes / one.journal.len().max(1));
    let bundles: Vec<Vec<u8>> = (0..entries)
        .step_by(1_000)
        .map(|after| one.bundle(after, (after + BATCH).min(entries)))
        .collect();
    // In turns, so that neither has the warmer machine.
    let mut best = (Duration::MAX, Duration::ZERO);
    let bare_first = bare(&office, &one, "bare_first");
    let begun = Instant::now();
    for bundle in &bundles {
        one.push(bundle).json(200);
    }
    best.1 = begun.elapsed();
    let bare_second = bare(&office, &one, "bare_second");
    best.0 = bare_first.min(bare_second);
    let rate = |took: Duration| entries as f64 / took.as_secs_f64();
    println!(
        "bare insert   {:>9.0} entries/s  ({:.2?}, {:.2?})",
        rate(best.0),
        bare_first,
        bare_second
    );
    println!("push          {:>9.0} entries/s  ({:.2?})", rate(best.1), best.1);
    let share = rate(best.1) / rate(best.0);
    println!(
        "share         {share:>9.2}  (goal {GOAL}: {})",
        if share >= GOAL { "met" } else { "NOT MET" }
    );
    pull(&office, entries);
}

fn pull(office: &Office, entries: u64) {
    let desk = office.workstation("W1");
    let begun = Instant::now();
    let (mut position, mut seen) = (0, 0);
    loop {
        let (parts, bundles) = desk.get(&format!("/v1/entries?after={position}")).parts();
        seen += bundles.iter().map(|bundle| bundle.entries.len() as u64).sum::<u64>();
        position = parts.position;
        if !parts.more {
            break;
        }
    }
    assert_eq!(seen, entries);
    let took = begun.elapsed();
    println!(
        "pull          {:>9.0} entries/s  ({took:.2?}), read and proved",
        entries as f64 / took.as_secs_f64()
    );
}

/// The same bytes and hashes into a table of four columns.
fn bare(office: &Office, one: &Workstation, table: &str) -> Duration {
    let create = format!(
        "CREATE TABLE {table} (station text, seq bigint, hash bytea NOT NULL, bytes bytea NOT NULL,
         PRIMARY KEY (station, seq))"
    );
    let _made = office.postgres.query(DATABASE, &create);
    let insert = format!(
        "INSERT INTO {table} (station, seq, hash, bytes)
         SELECT 'W2', rows.* FROM unnest($1::bigint[], $2::bytea[], $3::bytea[]) AS rows ON CONFLICT DO NOTHING"
    );
    office.runtime.block_on(async {
        let client = office.central.client().await.unwrap();
        let insert = client.prepare(&insert).await.unwrap();
        let begun = Instant::now();
        let mut seq = 0;
        for rows in one.journal.chunks(1_000) {
            let seqs: Vec<i64> = (seq + 1..).take(rows.len()).collect();
            seq += i64::try_from(rows.len()).unwrap();
            let hashes: Vec<&[u8]> = rows.iter().map(|row: &(Vec<u8>, Hash)| row.1.as_slice()).collect();
            let bytes: Vec<&[u8]> = rows.iter().map(|row| row.0.as_slice()).collect();
            client.execute(&insert, &[&seqs, &hashes, &bytes]).await.unwrap();
        }
        begun.elapsed()
    })
}

/// A payment in cash and by check on two charges.
fn pay(one: &mut Workstation) {
    let line = |code: &str, cents: i64| ReceiptLine {
        code: code.into(),
        description: "Utility bill, water and sewer service".into(),
        department: "UTIL".into(),
        account: Some("10-20345-01".into()),
        charge: Some("2026-10-0001".into()),
        reference: None,
        quantity: None,
        amount: Cents(cents),
        due: Some(Cents(cents)),
        split: vec![("500-4100".into(), Cents(cents - 100)), ("510-4100".into(), Cents(100))],
    };
    let tender = |code: &str, kind, cents: i64| Tender {
        code: code.into(),
        kind,
        name: code.into(),
        amount: Cents(cents),
        handed: None,
        check: None,
        card: None,
        reference: None,
    };
    let number = one.head.next_receipt();
    one.write(Body::Receipt(Box::new(Receipt {
        number,
        session: Uuid::from_u128(1),
        heading: vec![
            "CITY OF ALDER CREEK".into(),
            "Customer Service".into(),
            "75 Main St".into(),
        ],
        window: "Window 2".into(),
        cashier: "R. Alvarez".into(),
        language: Language::En,
        batch: None,
        payer: Some("Jordan Whitfield".into()),
        note: None,
        lines: vec![line("WATER", 8_412), line("SEWER", 4_188)],
        tenders: vec![
            tender("CASH", TenderKind::Cash, 10_000),
            tender("CHECK", TenderKind::Check, 2_600),
        ],
        total: Cents(12_600),
        change: Cents::ZERO,
        balances: Vec::new(),
        turn_on: Vec::new(),
        footer: vec!["Thank you".into(), "Keep this receipt as proof of payment".into()],
    })));
}
