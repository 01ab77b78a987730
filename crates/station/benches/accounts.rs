//! How long a million accounts take from central records to the counter: pages into the mirror,
//! the copy built from it, the swap; and how long look-ups take meanwhile. Then the second day, on which
//! a few accounts changed.
//!
//! Pages are made here by the wire's own messages; the line itself is measured where central is.
//!
//! `cargo bench -p counterfoil-station --bench accounts [-- ACCOUNTS]`

use std::collections::BTreeMap;
use std::error::Error;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use counterfoil_domain::account::Account;
use counterfoil_domain::money::Cents;
use counterfoil_formats::generate::account;
use counterfoil_formats::wire::{AccountsOffer, AccountsPage, PAGE_ACCOUNTS};
use counterfoil_station::accounts::central::{Pull, Step};
use counterfoil_station::accounts::{Accounts, Built};
use counterfoil_station::fault::Fault;
use counterfoil_station::folder::Folder;

const ACCOUNTS: u64 = 1_000_000;
const SEED: u64 = 1;
/// One in so many changes until the second day.
const CHANGED: u64 = 100;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).unwrap_or_default()
}

/// Central's accounts: the place of each in the generator, by number.
struct Source {
    places: BTreeMap<String, u64>,
    offer: AccountsOffer,
}

impl Source {
    fn of(count: u64) -> Outcome<Source> {
        let (mut places, mut charges, mut due) = (BTreeMap::new(), 0, Cents::ZERO);
        for nth in 0..count {
            let one = account(nth, SEED, today());
            charges += one.charges.len() as u64;
            due = due.plus(one.due()?)?;
            places.insert(one.number, nth);
        }
        let offer = AccountsOffer {
            revision: 1,
            digest: String::new(),
            as_of: today().and_hms_opt(6, 0, 0).unwrap_or_default().and_utc(),
            accounts: count,
            charges,
            total_due: due,
            included: BTreeMap::new(),
            left_out: Default::default(),
        };
        Ok(Source { places, offer })
    }

    /// The account of a place, as the offered revision has it.
    fn account(&self, nth: u64) -> Account {
        let mut one = account(nth, SEED, today());
        if self.offer.revision > 1 && nth.is_multiple_of(CHANGED) {
            one.phone.push('1');
        }
        one
    }

    /// What central answers, as bytes, so that reading them is measured.
    fn page(&self, path: &str) -> Result<Vec<u8>, Fault> {
        let query = path.strip_prefix("/v1/accounts?after=").unwrap_or_default();
        let (after, from) = query.split_once("&from=").unwrap_or_default();
        let all = self
            .places
            .range(from.to_owned()..)
            .filter(|(number, _)| *number != from);
        let changed = all.filter(|(_, nth)| after == "0" || nth.is_multiple_of(CHANGED));
        let page = PAGE_ACCOUNTS as usize;
        let mut some: Vec<(&String, &u64)> = changed.take(page + 1).collect();
        let more = some.len() > page;
        some.truncate(page);
        let total = match after {
            "0" => self.offer.accounts,
            _ => self.offer.accounts.div_ceil(CHANGED),
        };
        let page = AccountsPage {
            revision: self.offer.revision,
            total,
            accounts: some.iter().map(|(_, nth)| self.account(**nth)).collect(),
            gone: Vec::new(),
            next: some.last().filter(|_| more).map(|(number, _)| (*number).clone()),
        };
        serde_json::to_vec(&page).map_err(|error| Fault::Import(error.to_string()))
    }
}

/// How long the parts took.
#[derive(Default)]
struct Taken {
    pages: u32,
    bytes: usize,
    into_mirror: Duration,
    longest_page: Duration,
    building: Duration,
    look_ups: Vec<Duration>,
}

impl Taken {
    fn print(&mut self, what: &str) {
        self.look_ups.sort_unstable();
        let at = |percent: usize| {
            let last = self.look_ups.len().saturating_sub(1);
            self.look_ups.get(last * percent / 100).copied().unwrap_or_default()
        };
        println!(
            "{what}: {} pages, {} MB; into the mirror {:.1?}, the longest page {:.1?}; built in {:.1?}",
            self.pages,
            self.bytes / 1_000_000,
            self.into_mirror,
            self.longest_page,
            self.building
        );
        println!(
            "    {} look-ups while it was built: median {:.1?}, p99 {:.1?}, longest {:.1?}",
            self.look_ups.len(),
            at(50),
            at(99),
            at(100)
        );
    }
}

fn pull(pull: &mut Pull, accounts: &Accounts, source: &Source, taken: &mut Taken) -> Outcome<Option<Built>> {
    let mut numbers = source.places.keys().step_by(997).cycle();
    let mut building: Option<Instant> = None;
    loop {
        let mut made = None;
        // Making the page is central's work.
        let started = Instant::now();
        let mut making = Duration::ZERO;
        let step = pull.step(accounts, &source.offer, |path| {
            let bytes = source.page(path)?;
            making = started.elapsed();
            made = Some(bytes.len());
            serde_json::from_slice::<AccountsPage>(&bytes).map_err(|error| Fault::Import(error.to_string()))
        })?;
        if let Some(bytes) = made {
            let took = started.elapsed() - making;
            taken.pages += 1;
            taken.bytes += bytes;
            taken.into_mirror += took;
            taken.longest_page = taken.longest_page.max(took);
        }
        match step {
            Step::Here => return Ok(None),
            Step::Built(built) => {
                taken.building = building.map_or(Duration::ZERO, |started| started.elapsed());
                return Ok(Some(built));
            }
            Step::More { at_once: true, .. } => {}
            Step::More { at_once: false, .. } => {
                building.get_or_insert_with(Instant::now);
                let number = numbers.next().ok_or("no accounts")?;
                let started = Instant::now();
                let _there = accounts.get(number)?;
                taken.look_ups.push(started.elapsed());
                std::thread::sleep(Duration::from_millis(5));
            }
            Step::OtherOffer | Step::Unfit(_) => return Err(format!("{step:?}").into()),
        }
    }
}

fn megabytes(path: &std::path::Path) -> u64 {
    std::fs::metadata(path).map_or(0, |file| file.len() / 1_000_000)
}

fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1).filter(|argument| !argument.starts_with("--"));
    let count = arguments.next().map_or(Ok(ACCOUNTS), |count| count.parse())?;
    let place = tempfile::tempdir()?;
    let folder = Folder::at(place.path());
    let accounts = Accounts::open(&folder.accounts())?;
    let mut source = Source::of(count)?;
    let mut going = Pull::open(&folder)?;

    let mut first = Taken::default();
    let built = pull(&mut going, &accounts, &source, &mut first)?.ok_or("nothing was built")?;
    let started = Instant::now();
    accounts.put_in_place(&built)?;
    let swap = started.elapsed();
    first.print(&format!("{count} accounts on the first day"));
    println!(
        "    put in place in {swap:.1?}; the copy has {} MB, the mirror {} MB",
        megabytes(&folder.accounts()),
        megabytes(&folder.accounts_central())
    );

    source.offer.revision = 2;
    source.offer.digest = "second".to_owned();
    let mut second = Taken::default();
    let built = pull(&mut going, &accounts, &source, &mut second)?.ok_or("nothing was built")?;
    accounts.put_in_place(&built)?;
    second.print(&format!(
        "{} of them changed until the second day",
        count.div_ceil(CHANGED)
    ));
    let here = pull(&mut going, &accounts, &source, &mut Taken::default())?.is_none();
    match here {
        true => Ok(()),
        false => Err("the copy that is here is not known again".into()),
    }
}
