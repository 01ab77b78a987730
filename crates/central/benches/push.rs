//! How many entries a second a workstation that was long without a line catches up with: 100,000
//! receipts in pushes of 1,000, over HTTPS, signatures, chain and zero sums proved, committed and
//! acknowledged. Against a bare `INSERT … SELECT unnest … ON CONFLICT` of the same bytes, 1,000 rows
//! a batch, on the same PostgreSQL, in turns. Then the same entries pulled by the closing desk.
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
use deadpool_postgres::Object;
use tokio_postgres::Statement;
use tokio_postgres::types::ToSql;
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
    // In turns, batch by batch, so that both meet the same machine.
    let mut bare = Bare::begin(&office);
    let (mut inserted, mut pushed) = (Vec::new(), Vec::new());
    for (rows, bundle) in one.journal.chunks(1_000).zip(&bundles) {
        inserted.push(bare.insert(&office, rows));
        let begun = Instant::now();
        one.push(bundle).json(200);
        pushed.push(begun.elapsed());
    }
    let (floor, took) = (median(inserted), median(pushed));
    let rate = |took: Duration| BATCH.min(entries) as f64 / took.as_secs_f64();
    println!(
        "bare insert   {:>9.0} entries/s  (median {floor:.2?} a batch)",
        rate(floor)
    );
    println!("push          {:>9.0} entries/s  (median {took:.2?})", rate(took));
    let share = rate(took) / rate(floor);
    println!(
        "share         {share:>9.2}  (goal {GOAL}: {})",
        if share >= GOAL { "met" } else { "NOT MET" }
    );
    pull(&office, entries);
}

fn median(mut of: Vec<Duration>) -> Duration {
    of.sort_unstable();
    of[of.len() / 2]
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
struct Bare {
    client: Object,
    insert: Statement,
    seq: i64,
}

impl Bare {
    fn begin(office: &Office) -> Bare {
        let _made = office.postgres.query(
            DATABASE,
            "CREATE TABLE bare (station text, seq bigint, hash bytea NOT NULL, bytes bytea NOT NULL,
             PRIMARY KEY (station, seq))",
        );
        office.runtime.block_on(async {
            let client = office.central.client().await.unwrap();
            let insert = client
                .prepare(
                    "INSERT INTO bare (station, seq, hash, bytes)
                     SELECT 'W2', rows.* FROM unnest($1::bigint[], $2::bytea[], $3::bytea[]) AS rows
                     ON CONFLICT DO NOTHING",
                )
                .await
                .unwrap();
            Bare { client, insert, seq: 0 }
        })
    }

    fn insert(&mut self, office: &Office, rows: &[(Vec<u8>, Hash)]) -> Duration {
        let begun = Instant::now();
        let seqs: Vec<i64> = (self.seq + 1..).take(rows.len()).collect();
        let hashes: Vec<&[u8]> = rows.iter().map(|row| row.1.as_slice()).collect();
        let bytes: Vec<&[u8]> = rows.iter().map(|row| row.0.as_slice()).collect();
        office.runtime.block_on(async {
            let columns: [&(dyn ToSql + Sync); 3] = [&seqs, &hashes, &bytes];
            self.client.execute(&self.insert, &columns).await.unwrap();
        });
        self.seq += i64::try_from(rows.len()).unwrap();
        begun.elapsed()
    }
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
