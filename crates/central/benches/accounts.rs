//! How long billing's accounts take to come in, and to go out to a workstation page by page; and how
//! fast a posting batch is made.
//!
//! Each is held against what PostgreSQL itself needs for the same rows, in the same run: a bare COPY
//! of the lines into a plain table, a bare COPY of the records out, a bare SELECT of the entries' bytes.
//!
//! `cargo bench -p counterfoil-central --bench accounts [-- ACCOUNTS]`

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::Path;
use std::pin::pin;
use std::time::{Duration, Instant};

use bytes::Bytes;
use chrono::NaiveDate;
use counterfoil_central::central::Central;
use counterfoil_central::clock::Clock;
use counterfoil_central::config::Config;
use counterfoil_central::{accounts, posting, stream};
use counterfoil_formats::accounts::{Header, Writer};
use counterfoil_formats::configuration;
use counterfoil_formats::generate::generate_accounts;
use counterfoil_formats::wire::PAGE_ACCOUNTS;
use counterfoil_postgres::Postgres;
use futures_util::{SinkExt, TryStreamExt};

const CITY: &str = include_str!("../../../assets/demo/city.toml");
/// A receipt that pays on an account.
const DAYS: &str = include_str!("../../domain/tests/golden/entries-v1.jsonl");
const ACCOUNTS: u64 = 1_000_000;
const ENTRIES: u64 = 100_000;
const SEED: u64 = 1;
/// What is asked of the ratios to what PostgreSQL needs at least, in hundredths.
const IMPORT_RATIO: u128 = 1_000;
const PAGES_RATIO: u128 = 1_000;
const POSTING_RATIO: u128 = 1_500;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1).filter(|argument| !argument.starts_with("--"));
    let count = arguments.next().map_or(Ok(ACCOUNTS), |count| count.parse())?;
    let postgres = Postgres::start();
    let url = postgres.create_database("central");
    let folder = tempfile::tempdir()?;
    let settings = format!(
        "city = 'alder-creek'\ndatabase = '{url}'\nfolder = '{}'\n",
        folder.path().display()
    );
    let config = Config::read(&settings, |_| None)?;
    let runtime = tokio::runtime::Runtime::new()?;
    let first = folder.path().join("first.csv");
    let second = folder.path().join("second.csv");
    written(&first, count, 0)?;
    written(&second, count, 1)?;
    let fast = runtime.block_on(async {
        let (central, _) = Central::migrate(config, Clock::system()).await?;
        adopt(&central).await?;
        let import = measure_import(&central, &first, &second).await?;
        let pages = measure_pages(&central, count).await?;
        let posting = measure_posting(&central).await?;
        Outcome::Ok(import && pages && posting)
    })?;
    match fast {
        true => Ok(()),
        false => Err("something is slower than it should be".into()),
    }
}

/// A file of accounts; every hundredth is another one on a later day.
fn written(path: &Path, count: u64, day: u64) -> Outcome<()> {
    let city = configuration::read(CITY)?;
    let today = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap_or_default() + chrono::Days::new(day);
    let header = Header {
        as_of: today.and_hms_opt(6, 0, 0).unwrap_or_default().and_utc(),
        city: city.city.name.clone(),
        included_batch: None,
    };
    let mut writer = Writer::new(BufWriter::new(File::create(path)?), &header)?;
    let made_on = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap_or_default();
    for (nth, mut account) in (0u64..).zip(generate_accounts(count, SEED, made_on)) {
        if day > 0 && nth % 100 == 0 {
            account.phone = format!("(805) 555-{:04}", nth % 10_000);
            account.charges.pop();
        }
        writer.write(&account)?;
    }
    writer.finish()?;
    Ok(())
}

async fn adopt(central: &Central) -> Outcome<()> {
    let mut client = central.client().await?;
    let transaction = client.transaction().await?;
    stream::adopt(central, &transaction, &configuration::read(CITY)?, "bench").await?;
    Ok(transaction.commit().await?)
}

// ---- in --------------------------------------------------------------------

async fn measure_import(central: &Central, first: &Path, second: &Path) -> Outcome<bool> {
    let took = Instant::now();
    let imported = accounts::import(central, first, "bench", true, |_, _| {}).await?;
    let import = took.elapsed();
    println!(
        "taken in            {:>8}  {} accounts, {} MB, at most {} MB of memory",
        show(import),
        imported.added,
        std::fs::metadata(first)?.len() / 1_000_000,
        peak_memory_mb()
    );
    let bare = bare_copy(central).await?;
    println!(
        "bare COPY           {:>8}  the same lines into a plain table",
        show(bare)
    );
    let took = Instant::now();
    let again = accounts::import(central, second, "bench", true, |_, _| {}).await?;
    println!(
        "the next day        {:>8}  {} changed, {} new, {} gone",
        show(took.elapsed()),
        again.changed,
        again.added,
        again.gone
    );
    Ok(within("import against bare COPY", import, bare, IMPORT_RATIO))
}

/// COPY of the lines that the import sends, from a file that holds them ready.
async fn bare_copy(central: &Central) -> Outcome<Duration> {
    let client = central.client().await?;
    let ready = central.config.folder.join("rows");
    let mut file = BufWriter::new(File::create(&ready)?);
    let rows = client
        .copy_out("COPY (SELECT number, 1, record FROM accounts) TO STDOUT")
        .await?;
    let mut rows = pin!(rows);
    while let Some(row) = rows.try_next().await? {
        file.write_all(&row)?;
    }
    file.flush()?;
    client
        .batch_execute("CREATE TABLE plain (number text, line bigint, record text)")
        .await?;
    let mut file = File::open(&ready)?;
    let took = Instant::now();
    let sink = client.copy_in("COPY plain FROM STDIN").await?;
    let mut sink = pin!(sink);
    loop {
        let mut chunk = vec![0; 256 * 1024];
        let count = file.read(&mut chunk)?;
        if count == 0 {
            break;
        }
        chunk.truncate(count);
        sink.send(Bytes::from(chunk)).await?;
    }
    sink.finish().await?;
    Ok(took.elapsed())
}

// ---- out -------------------------------------------------------------------

async fn measure_pages(central: &Central, count: u64) -> Outcome<bool> {
    let mut client = central.client().await?;
    let took = Instant::now();
    let (mut from, mut accounts, mut pages, mut bytes) = (None, 0, 0u64, 0);
    loop {
        let page = accounts::page(&mut client, central.city(), 0, from.as_deref(), PAGE_ACCOUNTS).await?;
        accounts += page.records.len() as u64;
        bytes += page.to_json()?.len();
        pages += 1;
        from = page.next;
        if from.is_none() {
            break;
        }
    }
    let paged = took.elapsed();
    assert_eq!(accounts, count);
    println!(
        "paged out           {:>8}  {pages} pages, {} MB",
        show(paged),
        bytes / 1_000_000
    );
    let took = Instant::now();
    let rows = client.copy_out("COPY (SELECT record FROM accounts) TO STDOUT").await?;
    let mut rows = pin!(rows);
    while rows.try_next().await?.is_some() {}
    let bare = took.elapsed();
    println!("bare COPY out       {:>8}  the same records", show(bare));
    let took = Instant::now();
    let page = accounts::page(&mut client, central.city(), 1, None, PAGE_ACCOUNTS).await?;
    println!(
        "a page of changes   {:>8}  {} of {}",
        show(took.elapsed()),
        page.records.len(),
        page.total
    );
    Ok(within("pages against bare COPY", paged, bare, PAGES_RATIO))
}

// ---- postings --------------------------------------------------------------

async fn measure_posting(central: &Central) -> Outcome<bool> {
    let client = central.client().await?;
    let receipt = DAYS
        .lines()
        .find(|line| line.contains("\"kind\":\"receipt\"") && line.contains("\"account\":"));
    let receipt = receipt.ok_or("no receipt on an account")?.as_bytes();
    let last = i64::try_from(ENTRIES)?;
    client
        .execute(
            "INSERT INTO stations (city, site, station, key, state, enrolled_at, epoch, contact, contact_before, head_seq)
             VALUES ($1, 'CH', 'W3', '', 'enrolled', now(), 1, 1, 1, $2)",
            &[&central.city(), &last],
        )
        .await?;
    client
        .execute(
            "INSERT INTO entries (city, site, station, seq, epoch, hash, position, received_at, kind, bytes)
             SELECT $1, 'CH', 'W3', seq, 1, $3, 1, now(), 'receipt', $4 FROM generate_series(1, $2::bigint) seq",
            &[&central.city(), &last, &[0u8; 32].as_slice(), &receipt],
        )
        .await?;
    client.batch_execute("ANALYZE entries").await?;
    let took = Instant::now();
    let made = posting::make(central, "bench").await?;
    let make = took.elapsed();
    println!(
        "posting batch       {:>8}  {ENTRIES} receipts, {} lines",
        show(make),
        made.sealed.totals.lines
    );
    let took = Instant::now();
    let nothing: [&(dyn tokio_postgres::types::ToSql + Sync); 0] = [];
    let rows = client
        .query_raw(
            "SELECT seq, bytes FROM entries WHERE station = 'W3' ORDER BY city, site, station, seq",
            nothing,
        )
        .await?;
    let mut rows = pin!(rows);
    let mut bytes = 0;
    while let Some(row) = rows.try_next().await? {
        bytes += row.get::<_, &[u8]>(1).len();
    }
    let bare = took.elapsed();
    println!(
        "bare SELECT         {:>8}  the same entries, {} MB",
        show(bare),
        bytes / 1_000_000
    );
    // Each entry is read twice: to see that it can be, and for its lines.
    Ok(within("posting batch against bare SELECT", make, bare, POSTING_RATIO))
}

// ---- figures ---------------------------------------------------------------

fn within(what: &str, ours: Duration, bare: Duration, most: u128) -> bool {
    let ratio = ours.as_millis() * 100 / bare.as_millis().max(1);
    println!("  {what}: {}.{:02}×", ratio / 100, ratio % 100);
    ratio <= most
}

fn show(duration: Duration) -> String {
    let millis = duration.as_millis();
    format!("{}.{:03} s", millis / 1_000, millis % 1_000)
}

/// The most memory that this process has held, where the system says so.
fn peak_memory_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = peak.and_then(|rest| rest.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kib.unwrap_or_default() / 1_000
}
