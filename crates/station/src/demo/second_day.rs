//! The second day: what the bank returned of the first one's deposit, what was taken for
//! the wrong thing, and meanwhile a small day at the three windows.

mod balance;
mod corrections;
mod counter;
mod folder;
mod returns;

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::balance::{Sums, disagreements, independent_sums};
use super::closing::{ClosingDesk, SUPERVISOR};
use super::deposit;
use super::dice::Dice;
use super::late::Late;
use super::papers;
use super::watch::Watch;
use super::window::Window;
use crate::fault::Fault;
use counter::Counter;
use folder::Folder;

pub use corrections::Corrections;

/// Receipts of the second day, without those of the customers who come because of a returned item.
pub(super) const RECEIPTS: u32 = 39;
/// Nights since the bank's word on the first day's deposit: meanwhile some of its checks came back.
const NIGHTS: i64 = 2;
/// The bag of its deposit.
const BAG: &str = "BG-4471903";

/// What the second day came to. Replies are kept as the commands gave them.
#[derive(Debug)]
pub struct SecondDay {
    /// The board as the day was closed: the reply of `board`.
    pub board: Value,
    /// The register of returned items in the evening: the reply of `returned_items`.
    pub register: Value,
    /// The requests for refunds in the evening: the reply of `refunds`.
    pub refunds: Value,
    /// What was put right.
    pub corrections: Corrections,
    /// The deposit: the reply of `finalize_deposit`.
    pub deposit: Value,
    /// The day's close: the reply of `close_day`.
    pub closed: Value,
    /// The sums of the day, made separately.
    pub sums: Sums,
    /// Accounts whose balance was made a second time from the journals.
    pub accounts: usize,
    /// What disagrees; empty when all is well.
    pub disagreements: Vec<String>,
    /// Every document that was written.
    pub documents: Vec<PathBuf>,
}

/// Runs the second day, after the first one's close and the bank's word on its deposit.
/// `progress` hears how many receipts are taken.
///
/// # Errors
/// [`Fault::BadRequest`] where a command of the script is refused, or is not refused that must be;
/// those of the store.
pub(super) fn run(
    windows: &mut [Window],
    late: &Late,
    (dice, watch): (&mut Dice, &Watch),
    first_day: &Value,
    papers: &Path,
    mut progress: impl FnMut(u64),
) -> Result<SecondDay, Fault> {
    watch.morning_after(NIGHTS);
    let mut counter = Counter::open(windows, dice, watch)?;
    let date = counter.date()?;
    let mut folder = Folder::make(papers, &date)?;
    counter.customers(RECEIPTS / 3, &mut progress)?;
    let returned = returns::from_the_bank(&mut counter.desk(), late, first_day, &mut folder)?;
    counter.returned_customers(late, &returned)?;
    counter.noon()?;
    returns::not_with_a_drawer(&mut counter.desk(), &returned)?;
    counter.customers(RECEIPTS / 3, &mut progress)?;
    returns::paid_after_all(&mut counter.desk(), (late, &returned), first_day, &mut folder)?;
    let corrections = corrections::all(&mut counter.desk(), late, first_day, &mut folder)?;
    counter.customers(RECEIPTS - RECEIPTS / 3 * 2, &mut progress)?;
    counter.close()?;
    let mut desk = counter.desk();
    desk.sign_in(SUPERVISOR)?;
    for account in [&late.bounced.account, &late.misapplied.0.account, &late.misapplied.1] {
        folder.keep(&desk.ask("write_account_history", &json!({ "number": account }))?)?;
    }
    let (deposit, closed) = evening(&mut desk, &date)?;
    conclude(windows, (first_day, &date), (corrections, deposit, closed), folder)
}

/// The day's documents, and what the commands said held against sums made from the bare journals.
fn conclude(
    windows: &[Window],
    (first_day, date): (&Value, &Value),
    (corrections, deposit, closed): (Corrections, Value, Value),
    mut folder: Folder,
) -> Result<SecondDay, Fault> {
    let board = windows[0].call("board", json!({ "date": date }))?;
    let register = windows[0].call("returned_items", json!({}))?;
    let refunds = windows[0].call("refunds", json!({}))?;
    folder.written.extend(papers::of_day(windows, date, &folder.path)?);
    for (name, reply) in [
        ("board.json", &board),
        ("deposit.json", &deposit),
        ("close.json", &closed),
        ("returned-items.json", &register),
        ("refunds.json", &refunds),
    ] {
        folder.written.push(papers::reply(name, reply, &folder.path)?);
    }
    let batch = closed["ledger_batch"].as_str().unwrap_or_default();
    let said = balance::Said {
        register: &register,
        refunds: &refunds,
        closed: &closed,
        ledger: folder.read(&format!("ledger-{batch}.csv"))?,
    };
    let (accounts, mut wrong) = balance::second_day(windows, first_day, &said)?;
    let sums = independent_sums(windows, date)?;
    wrong.extend(disagreements(&sums, &board, &deposit, &closed));
    Ok(SecondDay {
        board,
        register,
        refunds,
        corrections,
        deposit,
        closed,
        sums,
        accounts,
        disagreements: wrong,
        documents: folder.written,
    })
}

/// The drawers are approved, deposited and closed.
fn evening(desk: &mut ClosingDesk<'_>, date: &Value) -> Result<(Value, Value), Fault> {
    desk.approve_all()?;
    let deposit = deposit::to_the_bank(desk, BAG)?;
    let closed = desk.close_day(date)?;
    Ok((deposit, closed))
}
