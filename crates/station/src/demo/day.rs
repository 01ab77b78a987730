//! The script of the day, from the first drawer opened to the bank's correction next
//! morning.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::balance::{self, Sums};
use super::batches;
use super::closing::{ClosingDesk, Found, SUPERVISOR};
use super::counter::{self, Counted, WINDOWS};
use super::deposit;
use super::dice::Dice;
use super::papers;
use super::payments;
use super::watch::Watch;
use super::window::Window;
use crate::fault::Fault;

/// What the day came to. Replies are kept as the commands gave them.
#[derive(Debug)]
pub struct Day {
    /// The board as the day was closed: the reply of `board`.
    pub board: Value,
    /// Mistakes that were made, and where the search said to look.
    pub found: Vec<Found>,
    /// The deposit, final and corrected by the bank: the reply of `deposit`.
    pub deposit: Value,
    /// The day's close: the reply of `close_day`.
    pub closed: Value,
    /// The sums of all journals, made separately.
    pub sums: Sums,
    /// What disagrees; empty when all is well.
    pub disagreements: Vec<String>,
    /// Receipts voided at the counter.
    pub voids: u64,
    /// Every document that was written.
    pub documents: Vec<PathBuf>,
}

/// Runs the day in a folder: one folder a window, one where they leave their entries
/// for the closing desk, one for the documents. `progress` hears how many receipts of
/// how many are taken.
///
/// # Errors
/// [`Fault::BadRequest`] where a command of the script is refused; those of the store.
pub fn run(out: &Path, seed: u64, receipts: u32, progress: impl FnMut(u64, u64)) -> Result<Day, Fault> {
    clear(out)?;
    let mut dice = Dice::new(seed);
    let watch = Watch::default();
    let counted = counter::day(out, (&mut dice, &watch), receipts, progress)?;
    let Counted { windows, .. } = &counted;
    let mut desk = ClosingDesk {
        windows,
        dice: &mut dice,
        watch: &watch,
    };
    desk.sign_in(SUPERVISOR)?;
    let date = desk.board()?["date"].clone();
    batches::all(&mut desk, &date, &payments::account_numbers())?;
    desk.have_counted_again(2, WINDOWS[2].1)?;
    let found = vec![
        desk.mend(0, &counted.wrong_tender)?,
        desk.accept(2, &counted.swapped_digits)?,
    ];
    desk.approve_all()?;
    let prepared = deposit::to_the_bank(&mut desk)?;
    let closed = desk.close_day(&date)?;
    let deposit = deposit::the_bank_says(&mut desk, &prepared)?;
    desk.sign_in(SUPERVISOR)?;
    let board = desk.ask("board", &json!({ "date": date }))?;
    let papers = out.join("documents");
    let mut documents = papers::of_day(windows, &date, &papers)?;
    for (name, reply) in [
        ("board.json", &board),
        ("deposit.json", &deposit),
        ("close.json", &closed),
    ] {
        documents.push(papers::reply(name, reply, &papers)?);
    }
    conclude(&counted, (board, found, deposit, closed), documents)
}

/// Takes a former demo day away.
fn clear(out: &Path) -> Result<(), Fault> {
    let stations = WINDOWS.iter().map(|window| window.0);
    for name in stations.chain(["exchange", "documents"]) {
        match std::fs::remove_dir_all(out.join(name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}

/// What the commands said, held against sums made from the bare journals.
fn conclude(
    counted: &Counted,
    (board, found, deposit, closed): (Value, Vec<Found>, Value, Value),
    documents: Vec<PathBuf>,
) -> Result<Day, Fault> {
    let mut disagreements = Vec::new();
    for window in &counted.windows {
        disagreements.extend(unsound(window)?);
    }
    let sums = balance::independent_sums(&counted.windows)?;
    disagreements.extend(balance::disagreements(&sums, &board, &deposit, &closed));
    Ok(Day {
        board,
        found,
        deposit,
        closed,
        sums,
        disagreements,
        voids: counted.voids,
        documents,
    })
}

/// What is wrong with a journal.
fn unsound(window: &Window) -> Result<Option<String>, Fault> {
    window.sign_in(SUPERVISOR)?;
    let verified = window.call("verify", json!({}))?;
    let fault = verified["fault"].as_str();
    Ok(fault.map(|fault| format!("the journal of {}: {fault}", window.station.code())))
}
