//! How fast accounts are found among a million, against the bare queries that
//! any look-up would at least have to make.
//!
//! Accounts are generated, written as an accounts file and taken in as at any
//! workstation. Each look-up and its bare queries are then run in turn, on the same
//! file in the same minute, so that their ratio does not depend on the machine.
//!
//! `cargo bench -p counterfoil-station --bench lookup [-- ACCOUNTS [FOLDER]]`;
//! a folder that is named is kept, and used again by the next run.

use std::error::Error;
use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use counterfoil_domain::account::Account;
use counterfoil_domain::config::Configuration;
use counterfoil_formats::accounts::{Header, Writer};
use counterfoil_formats::configuration;
use counterfoil_formats::generate::{account, generate_accounts};
use counterfoil_station::accounts::Accounts;
use rusqlite::{Connection, OpenFlags, params};

const CITY: &str = include_str!("../../../assets/demo/city.toml");
const ACCOUNTS: u64 = 1_000_000;
const SEED: u64 = 1;
/// Look-ups of each kind.
const LOOKUPS: u64 = 2_000;
/// Each look-up is run so often, and its best time counts: what else the machine
/// does in between is not the look-up's.
const ROUNDS: usize = 4;
/// What is asked of the ratios.
const NUMBER_RATIO: u128 = 300;
const WORDS_RATIO: u128 = 200;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1).filter(|argument| !argument.starts_with("--"));
    let count = arguments.next().map_or(Ok(ACCOUNTS), |count| count.parse())?;
    let kept = arguments.next().map(PathBuf::from);
    let temporary = tempfile::tempdir()?;
    let folder = kept.as_deref().unwrap_or(temporary.path());
    std::fs::create_dir_all(folder)?;

    let store = folder.join("accounts.db");
    let accounts = Accounts::open(&store)?;
    if accounts.imported()?.is_none_or(|imported| imported.accounts != count) {
        take_in(&accounts, folder, count)?;
    }
    println!(
        "{count} accounts in {} MB",
        std::fs::metadata(&store)?.len() / 1_000_000
    );
    let bare = Bare::open(folder, count)?;

    let sample: Vec<Account> = sample(count).collect();
    let numbers = measure_numbers(&accounts, &bare, &sample)?;
    let words = measure_words(&accounts, &bare, &sample)?;
    if numbers && words {
        Ok(())
    } else {
        Err("a look-up is slower than it should be".into())
    }
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).unwrap_or_default()
}

/// Accounts from all over the city, the same ones in every run.
fn sample(count: u64) -> impl Iterator<Item = Account> {
    (0..LOOKUPS).map(move |nth| account(nth * 7_919_003 % count, SEED, today()))
}

// ---- making the city ---------------------------------------------------

fn take_in(accounts: &Accounts, folder: &Path, count: u64) -> Outcome<()> {
    let city: Configuration = configuration::read(CITY)?;
    let path = folder.join("accounts.csv");
    let started = Instant::now();
    let header = Header {
        as_of: today().and_hms_opt(6, 0, 0).unwrap_or_default().and_utc(),
        city: city.city.name.clone(),
        included_batch: None,
    };
    let mut writer = Writer::new(BufWriter::new(File::create(&path)?), &header)?;
    for account in generate_accounts(count, SEED, today()) {
        writer.write(&account)?;
    }
    let totals = writer.finish()?;
    println!(
        "written   {:>6.1?}  {} accounts, {} charges, {} MB",
        started.elapsed(),
        totals.accounts,
        totals.charges,
        std::fs::metadata(&path)?.len() / 1_000_000
    );
    let started = Instant::now();
    accounts.import(BufReader::new(File::open(&path)?), &city, &mut |_, _| {})?;
    println!(
        "taken in  {:>6.1?}  at most {} MB of memory",
        started.elapsed(),
        peak_memory_mb()
    );
    std::fs::remove_file(&path)?;
    Ok(())
}

/// The most memory that this process has held, where the system says so.
fn peak_memory_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = peak.and_then(|rest| rest.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kib.unwrap_or_default() / 1_000
}

// ---- the bare queries --------------------------------------------------

/// What any look-up would at least do: a SELECT by an indexed column, and an FTS5
/// MATCH on a table as SQLite's documentation makes it.
struct Bare {
    store: Connection,
    plain: Connection,
}

impl Bare {
    fn open(folder: &Path, count: u64) -> Outcome<Bare> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let store = Connection::open_with_flags(folder.join("accounts.db"), flags)?;
        let path = folder.join("plain.db");
        if !path.exists() {
            let started = Instant::now();
            let mut plain = Connection::open(&path)?;
            plain.pragma_update(None, "journal_mode", "OFF")?;
            plain.pragma_update(None, "synchronous", "OFF")?;
            plain.execute_batch("CREATE VIRTUAL TABLE plain USING fts5(number, name, address, phone)")?;
            let transaction = plain.transaction()?;
            for account in generate_accounts(count, SEED, today()) {
                let mut insert = transaction.prepare_cached("INSERT INTO plain VALUES (?1, ?2, ?3, ?4)")?;
                insert.execute(params![account.number, account.name, account.address, account.phone])?;
            }
            transaction.execute("INSERT INTO plain (plain) VALUES ('optimize')", [])?;
            transaction.commit()?;
            println!(
                "plain     {:>6.1?}  a bare FTS5 table of the same accounts",
                started.elapsed()
            );
        }
        let plain = Connection::open_with_flags(path, flags)?;
        for connection in [&store, &plain] {
            connection.pragma_update(None, "cache_size", -16 * 1024)?;
        }
        Ok(Bare { store, plain })
    }

    /// Bytes read, so that nothing is left undone.
    fn by_number(&self, number: &str) -> Outcome<usize> {
        let mut statement = self
            .store
            .prepare_cached("SELECT number, name, address, phone, flags, charges FROM account WHERE number = ?1")?;
        Ok(statement.query_row([number], |row| {
            (0..6)
                .map(|column| Ok(row.get_ref(column)?.as_str_or_null()?.map_or(0, str::len)))
                .sum()
        })?)
    }

    fn by_words(&self, expression: &str) -> Outcome<usize> {
        let mut statement = self
            .plain
            .prepare_cached("SELECT number, name, address, phone FROM plain WHERE plain MATCH ?1 LIMIT 20")?;
        let rows = statement.query_map([expression], |row| {
            (0..4)
                .map(|column| Ok(row.get_ref(column)?.as_str()?.len()))
                .sum::<rusqlite::Result<usize>>()
        })?;
        Ok(rows.sum::<rusqlite::Result<usize>>()?)
    }
}

// ---- measuring -----------------------------------------------------------

/// Durations of one kind of look-up.
struct Timings {
    what: &'static str,
    taken: Vec<Duration>,
}

impl Timings {
    fn of(what: &'static str) -> Timings {
        Timings {
            what,
            taken: Vec::new(),
        }
    }

    fn time<T>(&mut self, nth: usize, run: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
        let started = Instant::now();
        let outcome = run();
        let taken = started.elapsed();
        match self.taken.get_mut(nth) {
            Some(best) => *best = taken.min(*best),
            None => self.taken.push(taken),
        }
        outcome
    }

    fn at(&self, percent: usize) -> Duration {
        let mut sorted = self.taken.clone();
        sorted.sort_unstable();
        sorted[(sorted.len() - 1) * percent / 100]
    }

    /// The hundredfold of the ratio at a percentile.
    fn ratio(&self, other: &Timings, percent: usize) -> u128 {
        self.at(percent).as_nanos() * 100 / other.at(percent).as_nanos().max(1)
    }

    fn print(&self, bare: Option<&Timings>) {
        let show = |duration: Duration| {
            format!(
                "{}.{:01} µs",
                duration.as_nanos() / 1_000,
                duration.as_nanos() / 100 % 10
            )
        };
        print!(
            "  {:<44} median {:>10}  p99 {:>10}",
            self.what,
            show(self.at(50)),
            show(self.at(99))
        );
        if let Some(bare) = bare {
            let ratio = |percent| {
                let ratio = self.ratio(bare, percent);
                format!("{}.{:02}×", ratio / 100, ratio % 100)
            };
            print!("  of that bare: median {}  p99 {}", ratio(50), ratio(99));
        }
        println!();
    }
}

fn measure_numbers(accounts: &Accounts, bare: &Bare, sample: &[Account]) -> Outcome<bool> {
    let mut select = Timings::of("bare indexed SELECT");
    let mut get = Timings::of("get, the account with its charges");
    let mut find = Timings::of("find, the whole number typed");
    for _ in 0..ROUNDS {
        for (nth, account) in sample.iter().enumerate() {
            let read = select.time(nth, || bare.by_number(&account.number))?;
            let got = get.time(nth, || Ok(accounts.get(&account.number)?))?;
            let found = find.time(nth, || Ok(accounts.find(&account.number, 20)?))?;
            assert!(read > 0 && got.as_ref() == Some(account) && found.accounts.first() == Some(account));
        }
    }
    println!("\nby number");
    select.print(None);
    get.print(Some(&select));
    find.print(Some(&select));
    Ok(get.ratio(&select, 50) <= NUMBER_RATIO && find.ratio(&select, 50) <= NUMBER_RATIO)
}

fn measure_words(accounts: &Accounts, bare: &Bare, sample: &[Account]) -> Outcome<bool> {
    let mut plain = Timings::of("bare MATCH … LIMIT 20, both words whole");
    let mut prefix = Timings::of("bare MATCH … LIMIT 20, the last a prefix");
    let mut find = Timings::of("find, both words whole");
    let mut begun = Timings::of("find, the last word begun");
    let mut both = Timings::of("find, both words begun");
    let mut found = 0;
    for _ in 0..ROUNDS {
        found = 0;
        for (nth, account) in sample.iter().enumerate() {
            let (one, two) = two_words(account, nth);
            let (some, few) = (begin(&one), begin(&two));
            plain.time(nth, || bare.by_words(&format!("\"{one}\" \"{two}\"")))?;
            found += find
                .time(nth, || Ok(accounts.find(&format!("{one} {two}"), 20)?))?
                .accounts
                .len();
            prefix.time(nth, || bare.by_words(&format!("\"{one}\" \"{few}\" *")))?;
            found += begun
                .time(nth, || Ok(accounts.find(&format!("{one} {few}"), 20)?))?
                .accounts
                .len();
            found += both
                .time(nth, || Ok(accounts.find(&format!("{some} {few}"), 20)?))?
                .accounts
                .len();
        }
    }
    println!("\nby two words ({found} accounts found)");
    plain.print(None);
    find.print(Some(&plain));
    prefix.print(None);
    begun.print(Some(&prefix));
    both.print(Some(&prefix));
    Ok(find.ratio(&plain, 99) <= WORDS_RATIO && begun.ratio(&prefix, 99) <= WORDS_RATIO)
}

/// Two words of an account as a cashier would type them: names, name and street,
/// house and street, in either order.
fn two_words(account: &Account, nth: usize) -> (String, String) {
    let words = |text: &str| -> Vec<String> {
        let parts = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty());
        parts.map(str::to_lowercase).collect()
    };
    let (name, address) = (words(&account.name), words(&account.address));
    let last = |words: &[String]| words.last().cloned().unwrap_or_default();
    match nth % 4 {
        0 => (name[0].clone(), last(&name)),
        1 => (last(&name), name[0].clone()),
        2 => (name[0].clone(), address.get(1).cloned().unwrap_or_default()),
        _ => (address[0].clone(), address.get(1).cloned().unwrap_or_default()),
    }
}

/// The beginning of a word: half of it, three letters or more.
fn begin(word: &str) -> String {
    let letters = word.chars().count();
    word.chars().take((letters.div_ceil(2)).max(3)).collect()
}
