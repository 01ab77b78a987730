//! The script of the first day, from the first drawer opened to the bank's correction next
//! morning; the second day, with what came back, stands beside it.

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
use super::second_day::{self, SecondDay};
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
    /// The second day, where there was one.
    pub second: Option<SecondDay>,
}

impl Day {
    /// What disagrees on either day; empty when all is well.
    pub fn all_disagreements(&self) -> impl Iterator<Item = &String> {
        let second = self.second.iter().flat_map(|second| &second.disagreements);
        self.disagreements.iter().chain(second)
    }
}

/// Runs the days in a folder: one folder a window, one where they leave their entries
/// for the closing desk, one for the documents. With one day there is no second one.
/// `progress` hears how many receipts of how many are taken.
///
/// # Errors
/// [`Fault::BadRequest`] where a command of the script is refused; those of the store.
pub fn run(out: &Path, seed: u64, receipts: u32, days: u8, mut progress: impl FnMut(u64, u64)) -> Result<Day, Fault> {
    clear(out)?;
    // The late customers have dice of their own: the day before them is the same without them.
    let (mut dice, mut late_dice) = (Dice::new(seed), Dice::new(!seed));
    let watch = Watch::default();
    let second = if days > 1 { second_day::RECEIPTS } else { 0 };
    let (first, all) = (u64::from(receipts), u64::from(receipts) + u64::from(second));
    let all_dice = (&mut dice, &mut late_dice, &watch);
    let mut counted = counter::day(out, all_dice, receipts, |done, _| progress(done, all))?;
    let mut desk = ClosingDesk {
        windows: &counted.windows,
        dice: &mut dice,
        watch: &watch,
    };
    let papers = out.join("documents");
    let (date, said, documents) = evening(&mut desk, &counted, &papers)?;
    let second = match days > 1 {
        true => {
            let (dice, hear) = ((&mut dice, &watch), |done| progress(first + done, all));
            let Counted { windows, late, .. } = &mut counted;
            Some(second_day::run(windows, late, dice, &date, &papers, hear)?)
        }
        false => None,
    };
    conclude(&counted, &date, said, documents, second)
}

/// The board, the mistakes found, the deposit and the close, as the commands said them.
type Replies = (Value, Vec<Found>, Value, Value);

/// The closing desk's part of the first day, to the bank's word on its deposit; its documents.
fn evening(
    desk: &mut ClosingDesk<'_>,
    counted: &Counted,
    papers: &Path,
) -> Result<(Value, Replies, Vec<PathBuf>), Fault> {
    desk.sign_in(SUPERVISOR)?;
    let date = desk.board()?["date"].clone();
    batches::all(desk, &date, &payments::account_numbers())?;
    desk.have_counted_again(2, WINDOWS[2].1)?;
    let found = vec![
        desk.mend(0, &counted.wrong_tender)?,
        desk.accept(2, &counted.swapped_digits)?,
    ];
    desk.approve_all()?;
    let prepared = deposit::to_the_bank(desk, "BG-4471902")?;
    let closed = desk.close_day(&date)?;
    let deposit = deposit::the_bank_says(desk, &prepared)?;
    desk.sign_in(SUPERVISOR)?;
    let board = desk.ask("board", &json!({ "date": date }))?;
    let mut documents = papers::of_day(desk.windows, &date, papers)?;
    for (name, reply) in [
        ("board.json", &board),
        ("deposit.json", &deposit),
        ("close.json", &closed),
    ] {
        documents.push(papers::reply(name, reply, papers)?);
    }
    Ok((date, (board, found, deposit, closed), documents))
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
    date: &Value,
    (board, found, deposit, closed): Replies,
    documents: Vec<PathBuf>,
    second: Option<SecondDay>,
) -> Result<Day, Fault> {
    let mut disagreements = Vec::new();
    for window in &counted.windows {
        disagreements.extend(unsound(window)?);
    }
    let sums = balance::independent_sums(&counted.windows, date)?;
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
        second,
    })
}

/// What is wrong with a journal.
fn unsound(window: &Window) -> Result<Option<String>, Fault> {
    window.sign_in(SUPERVISOR)?;
    let verified = window.call("verify", json!({}))?;
    let fault = verified["fault"].as_str();
    Ok(fault.map(|fault| format!("the journal of {}: {fault}", window.station.code())))
}
