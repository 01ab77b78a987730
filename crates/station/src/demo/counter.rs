//! The day at the three windows: cashiers, customers, noon, the count in the evening.

use std::path::Path;

use counterfoil_domain::money::Cents;
use counterfoil_formats::configuration;
use serde_json::json;

use super::closing::{RELIEF, SUPERVISOR};
use super::dice::Dice;
use super::late::Late;
use super::payments::{self, Taken};
use super::slips::{self, Slip};
use super::watch::Watch;
use super::window::Window;
use crate::Station;
use crate::accounts;
use crate::clock::Clock;
use crate::fault::Fault;

/// Who works where: station and cashier. The first is the closing desk.
pub(super) const WINDOWS: [(&str, &str); 3] = [("W1", "okoye"), ("W2", "pham"), ("W3", "alvarez")];

/// What the day at the counter leaves behind.
pub(super) struct Counted {
    /// The windows, their drawers counted and closed.
    pub(super) windows: Vec<Window>,
    /// The wrong tender at Window 1.
    pub(super) wrong_tender: Slip,
    /// The swapped digits at Window 3.
    pub(super) swapped_digits: Slip,
    /// Receipts voided.
    pub(super) voids: u64,
    /// The last customers, of whom more is heard on the second day.
    pub(super) late: Late,
}

/// Opens the windows, takes so many receipts, counts and closes.
///
/// # Errors
/// [`Fault::BadRequest`] where a command of the script is refused; those of the store.
pub(super) fn day(
    out: &Path,
    (dice, late_dice, watch): (&mut Dice, &mut Dice, &Watch),
    receipts: u32,
    mut progress: impl FnMut(u64, u64),
) -> Result<Counted, Fault> {
    let mut windows = Vec::new();
    for (station, cashier) in WINDOWS {
        let key = windows.first().map(Window::check_key);
        let mut window = set_up(&out.join(station), station, &watch.clock(), key.as_deref())?;
        window.sign_in(cashier)?;
        watch.pass(dice, 300);
        window.open_drawer(dice)?;
        windows.push(window);
    }
    let accounts = payments::account_numbers();
    let mut voids = 0;
    let mut slips = None;
    for nth in 0..receipts {
        // Eight hours and a half of receipts, whatever their number.
        watch.pass(dice, 2 * 30_600 / u64::from(receipts.max(1)));
        let place = usize::try_from(dice.below(3)).unwrap_or(0);
        let window = &mut windows[place];
        let taken = payments::take_one(window, dice, &accounts, nth)?;
        if nth % 67 == 40 {
            void(window, dice, &taken)?;
            voids += 1;
        }
        if nth == receipts / 3 {
            payments::reclass_one(window, dice, SUPERVISOR)?;
        }
        if nth == receipts / 2 {
            noon(&mut windows, dice)?;
        }
        if nth == receipts * 2 / 3 {
            slips = Some(mistakes(&mut windows, (dice, watch))?);
        }
        keep_low(&mut windows[place], dice)?;
        progress(u64::from(nth) + 1, u64::from(receipts));
    }
    let (wrong_tender, swapped_digits) = match slips {
        Some(slips) => slips,
        None => mistakes(&mut windows, (dice, watch))?,
    };
    let late = Late::pay(&mut windows, (late_dice, watch))?;
    for window in &windows {
        watch.pass(dice, 600);
        let reason = "Counted twice; it does not agree. To be looked into.";
        window.count_and_close(dice, reason, SUPERVISOR)?;
        window.call("sign_out", json!({}))?;
    }
    Ok(Counted {
        windows,
        wrong_tender,
        swapped_digits,
        voids,
        late,
    })
}

/// Takes cash to the vault before the drawer holds too much.
pub(super) fn keep_low(window: &mut Window, dice: &mut Dice) -> Result<(), Fault> {
    if window.purse.0 > 150_000 {
        let amount = Cents(window.purse.0 / 10_000 * 10_000 - 40_000);
        window.pick_up(dice, amount, SUPERVISOR)?;
    }
    Ok(())
}

fn mistakes(windows: &mut [Window], (dice, watch): (&mut Dice, &Watch)) -> Result<(Slip, Slip), Fault> {
    watch.pass(dice, 60);
    let wrong_tender = slips::wrong_tender(&mut windows[0], dice)?;
    Ok((wrong_tender, slips::swapped_digits(&mut windows[2], dice)?))
}

/// A new workstation of the demo city in a folder, with its accounts; with the key of check
/// tokens of the first one.
fn set_up(folder: &Path, station: &str, clock: &Clock, key: Option<&str>) -> Result<Window, Fault> {
    let configuration = configuration::read(super::CITY)?;
    Station::create_alike(folder, configuration, station, clock, key)?;
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
    relieve(&windows[1], dice)?;
    windows[2].call(
        "no_sale",
        json!({ "request_id": dice.uuid(), "reason": "Change for a customer", "consent": windows[2].consent(SUPERVISOR) }),
    )?;
    Ok(())
}

/// A supervisor takes a drawer over: both count.
pub(super) fn relieve(window: &Window, dice: &mut Dice) -> Result<(), Fault> {
    let items = window.call("drawer", json!({}))?["tape"].as_array().map_or(0, Vec::len);
    let cash = window.cash(window.purse);
    let request = json!({
        "request_id": dice.uuid(), "cash": cash, "cash_again": cash, "items": items, "items_again": items,
        "consent": window.consent(RELIEF),
    });
    window.call("hand_over", request)?;
    window.sign_in(RELIEF)
}

fn void(window: &mut Window, dice: &mut Dice, taken: &Taken) -> Result<(), Fault> {
    let request = json!({
        "request_id": dice.uuid(), "receipt": taken.number, "reason": "Taken twice", "consent": window.consent(SUPERVISOR),
    });
    window.call("void_receipt", request)?;
    window.receive(&taken.tenders, taken.change, -1)
}
