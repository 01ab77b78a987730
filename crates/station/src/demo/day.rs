//! The script of the day.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Utc};
use counterfoil_domain::money::Cents;
use counterfoil_formats::configuration;
use serde_json::{Value, json};

use super::balance::{Balance, BalanceLine, Sums, independent_sums};
use super::dice::Dice;
use super::papers;
use super::payments::{self, Taken};
use super::window::Window;
use crate::Station;
use crate::accounts;
use crate::clock::Clock;
use crate::fault::Fault;
use crate::journal::JournalReader;

/// What the day came to.
#[derive(Debug)]
pub struct Day {
    /// Every drawer's tenders.
    pub balance: Balance,
    /// The sums of each workstation's journal, made separately.
    pub sums: Vec<(String, Sums)>,
    /// What disagrees; empty when all is well.
    pub disagreements: Vec<String>,
    /// Receipts, voids, and cents taken.
    pub receipts: (u64, u64, i64),
    /// Every document that was written.
    pub documents: Vec<PathBuf>,
}

/// Who works where: station and cashier.
const WINDOWS: [(&str, &str); 3] = [("W1", "okoye"), ("W2", "pham"), ("W3", "alvarez")];
/// The supervisor of the day.
const SUPERVISOR: &str = "tran";
/// Who takes Window 2 over at noon.
const RELIEF: &str = "lindgren";
/// What Window 3 has lost by the evening.
const SHORT: Cents = Cents(5_400);

/// Eight in the morning at the demo city, a Saturday.
fn morning() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_276_800, 0).unwrap_or_default()
}

/// Runs the day in a folder: one folder a window, one for the documents.
/// `progress` hears how many receipts of how many are taken.
///
/// # Errors
/// [`Fault::BadRequest`] where a command of the script is refused; those of the store.
pub fn run(out: &Path, seed: u64, receipts: u32, mut progress: impl FnMut(u64, u64)) -> Result<Day, Fault> {
    let mut dice = Dice::new(seed);
    let seconds = Arc::new(AtomicI64::new(0));
    let ticking = seconds.clone();
    let clock = Clock::scripted(move || morning() + chrono::Duration::seconds(ticking.load(Ordering::Relaxed)));
    let wait = |dice: &mut Dice, at_most: u64| {
        let passed = i64::try_from(dice.below(at_most)).unwrap_or(0);
        seconds.fetch_add(1 + passed, Ordering::Relaxed);
    };
    let mut windows = Vec::new();
    for (station, cashier) in WINDOWS {
        let mut window = set_up(&out.join(station), station, &clock)?;
        window.sign_in(cashier)?;
        wait(&mut dice, 300);
        window.open_drawer(&mut dice)?;
        windows.push(window);
    }
    let accounts = payments::account_numbers();
    let mut voids = 0;
    for nth in 0..receipts {
        // Eight hours and a half of receipts, whatever their number.
        wait(&mut dice, 2 * 30_600 / u64::from(receipts.max(1)));
        let place = usize::try_from(dice.below(3)).unwrap_or(0);
        let window = &mut windows[place];
        let taken = payments::take_one(window, &mut dice, &accounts, nth)?;
        if nth % 67 == 40 {
            void(window, &mut dice, &taken)?;
            voids += 1;
        }
        if nth == receipts / 3 {
            payments::reclass_one(window, &mut dice, SUPERVISOR)?;
        }
        if nth == receipts / 2 {
            noon(&mut windows, &mut dice)?;
        }
        let window = &mut windows[place];
        if window.purse.0 > 150_000 {
            let amount = Cents(window.purse.0 / 10_000 * 10_000 - 40_000);
            window.pick_up(&mut dice, amount, SUPERVISOR)?;
        }
        progress(u64::from(nth) + 1, u64::from(receipts));
    }
    windows[2].purse = windows[2].purse.minus(SHORT)?;
    for window in &mut windows {
        wait(&mut dice, 600);
        window.count_and_close(
            &mut dice,
            "Counted twice; the cash is short. To be looked into.",
            SUPERVISOR,
        )?;
    }
    conclude(&windows, out, voids)
}

/// A new workstation of the demo city in a folder, with its accounts.
fn set_up(folder: &Path, station: &str, clock: &Clock) -> Result<Window, Fault> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    let configuration = configuration::read(super::CITY)?;
    Station::create(folder, configuration, station, clock)?;
    let opened = Station::open_with(folder, clock.clone(), &mut |_, _| {})?;
    accounts::take_in(&opened, super::ACCOUNTS.as_bytes(), "init", &mut |_, _| {})?;
    drop(opened);
    Window::open(folder, clock.clone())
}

/// At noon: a checkpoint everywhere, a change order at Window 1, a hand-over at
/// Window 2, a no-sale at Window 3.
fn noon(windows: &mut [Window], dice: &mut Dice) -> Result<(), Fault> {
    for window in windows.iter() {
        window.checkpoint(dice)?;
    }
    windows[0].change_order(dice, Cents(10_000), SUPERVISOR)?;
    let second = &windows[1];
    let items = second.call("drawer", json!({}))?["tape"].as_array().map_or(0, Vec::len);
    let cash = second.cash(second.purse);
    second.call(
        "hand_over",
        json!({
            "request_id": dice.uuid(), "cash": cash, "cash_again": cash, "items": items, "items_again": items,
            "consent": second.consent(RELIEF),
        }),
    )?;
    second.sign_in(RELIEF)?;
    windows[2].call(
        "no_sale",
        json!({ "request_id": dice.uuid(), "reason": "Change for a customer", "consent": windows[2].consent(SUPERVISOR) }),
    )?;
    Ok(())
}

fn void(window: &mut Window, dice: &mut Dice, taken: &Taken) -> Result<(), Fault> {
    let request = json!({
        "request_id": dice.uuid(), "receipt": taken.number, "reason": "Taken twice", "consent": window.consent(SUPERVISOR),
    });
    window.call("void_receipt", request)?;
    window.receive(&taken.tenders, taken.change, -1)
}

/// The balance as the drawers show it, held against sums made from the bare
/// journal; and the documents.
fn conclude(windows: &[Window], out: &Path, voids: u64) -> Result<Day, Fault> {
    let mut day = Day {
        balance: Balance::default(),
        sums: Vec::new(),
        disagreements: Vec::new(),
        receipts: (0, voids, 0),
        documents: Vec::new(),
    };
    for window in windows {
        window.sign_in(SUPERVISOR)?;
        let drawer = window.call("drawer", json!({}))?;
        let name = format!(
            "{} · {}",
            window.station.station_config()?.name,
            drawer["session"]["cashier_name"].as_str().unwrap_or_default()
        );
        let reader = JournalReader::open(&window.station.folder().journal())?;
        let sums = independent_sums(&reader, &window.configuration.cash().code)?;
        for line in drawer["tenders"].as_array().into_iter().flatten() {
            let line = BalanceLine {
                drawer: name.clone(),
                tender: line["tender"].as_str().unwrap_or_default().to_owned(),
                items: whole(&line["items"]),
                expected: whole(&line["expected"]),
                counted: whole(&line["counted"]),
            };
            let separately = sums.expected.get(&line.tender).copied().unwrap_or_default();
            if separately != line.expected {
                day.disagreements.push(format!(
                    "{name}: {} expected {}, the journal gives {}",
                    line.tender, line.expected, separately
                ));
            }
            if line.items != 0 || line.expected != 0 || line.counted != 0 {
                day.balance.lines.push(line);
            }
        }
        let verified = window.call("verify", json!({}))?;
        if let Some(fault) = verified["fault"].as_str() {
            day.disagreements.push(format!("{name}: {fault}"));
        }
        if sums.ledger.values().sum::<i64>() != 0 {
            day.disagreements
                .push(format!("{name}: the ledger does not sum to zero"));
        }
        day.receipts.0 += u64::try_from(whole(&verified["grand_total"]["count"])).unwrap_or(0);
        day.receipts.2 += sums.receipts.1;
        day.sums.push((window.station.code().to_owned(), sums));
        day.documents.extend(papers::of_window(window, &out.join("documents"))?);
    }
    Ok(day)
}

fn whole(value: &Value) -> i64 {
    value.as_i64().unwrap_or_default()
}
