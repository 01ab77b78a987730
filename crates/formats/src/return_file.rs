//! Files of returned items: what a bank hands in of checks and electronic payments
//! that were deposited and came back unpaid.
//!
//! `docs/return-format.md` is their description. Such a file is written as the
//! documented CSV, as BAI2, or as NACHA return entries. Whatever it is, it is read
//! whole or not at all: every format ends with control figures, by which a file that
//! was cut off or changed is known.
//!
//! [`read`] reads one, [`write_csv`] writes the documented CSV, [`sample`] makes up
//! files for the demo day and for tests.

mod bai2;
mod csv;
mod item;
mod nacha;
pub mod sample;

use std::fmt;

use chrono::NaiveDate;
use counterfoil_domain::config::ReturnFormat;
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;

use crate::lines;

pub use crate::fields::{LARGEST, NUMBER_LENGTH};
pub use csv::write_csv;

/// A file of returned items that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnFileRead {
    /// The identifier that the file gives itself.
    pub id: String,
    /// The date that the file gives itself.
    pub date: Option<NaiveDate>,
    /// What came back unpaid, in the order of the file, and what was presented again
    /// and paid. None is a valid file.
    pub items: Vec<ReturnedItemRead>,
    /// What the items come to, the represented ones counted in.
    pub total: Cents,
    /// What the city paid or refunded and another bank sent back: money that comes in.
    /// No returned items, and not in the total; kept so that nobody misses them.
    pub credits: Vec<ReturnedItemRead>,
    /// What moves no money: notices of change, and prenotifications that came back.
    pub notices: Vec<ChangeNotice>,
}

/// One returned item. Texts are cleaned; a field that the file leaves empty is `None`.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ReturnedItemRead {
    /// The line that it begins on, from 1.
    pub line: u64,
    /// How much: above nothing, at most [`LARGEST`].
    pub amount: Cents,
    /// The bank's reason as the file names it: `R01`, `NSF`.
    pub reason: Option<String>,
    /// A check's number, without leading zeros.
    pub check_number: Option<String>,
    /// The routing number of the payer's bank, its checksum right.
    pub routing: Option<String>,
    /// The payer's account number. Not to be kept whole.
    pub account: Option<String>,
    /// The trace number of the original entry, or the bank's reference.
    pub trace: Option<String>,
    /// What the city or the payer called the payment: the identification in an
    /// electronic payment, a customer reference.
    pub reference: Option<String>,
    /// The date of the original payment or deposit, where the file says it.
    pub paid_on: Option<NaiveDate>,
    /// The payer's name.
    pub payer: Option<String>,
    /// The deposit that the item was in.
    pub deposit: Option<String>,
    /// What the bank wrote besides, as it wrote it.
    pub note: Option<String>,
    /// The bank presented the item again and it was paid: no return but a
    /// reinstatement.
    pub represented: bool,
    /// An electronic payment, and not a paper check.
    pub electronic: bool,
}

/// A message of the payer's bank that moves no money. Texts are cleaned.
#[derive(Clone, PartialEq, Eq)]
pub struct ChangeNotice {
    /// The line that it begins on, from 1.
    pub line: u64,
    /// What is to be changed, `C01`; `R03` where a prenotification came back.
    pub code: String,
    /// The trace number of the original entry.
    pub trace: Option<String>,
    /// The payer's name.
    pub payer: Option<String>,
    /// What the city or the payer called the payment.
    pub reference: Option<String>,
    /// The routing number of the payer's bank.
    pub routing: Option<String>,
    /// The payer's account number. Not to be kept whole.
    pub account: Option<String>,
    /// What is right instead, as the code lays it out. It may be an account number,
    /// and is not to be kept whole.
    pub corrected: Option<String>,
    /// What the bank wrote besides, where a prenotification came back.
    pub note: Option<String>,
}

impl ChangeNotice {
    /// Whether a prenotification came back. Otherwise something is to be changed.
    #[must_use]
    pub fn is_of_prenotification(&self) -> bool {
        self.code.starts_with('R')
    }
}

/// Shows nothing of the account number, so that no log holds it.
impl fmt::Debug for ReturnedItemRead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReturnedItemRead")
            .field("line", &self.line)
            .field("amount", &self.amount)
            .field("reason", &self.reason)
            .field("check_number", &self.check_number)
            .field("routing", &self.routing)
            .field("account", &self.account.as_ref().map(|_| "…"))
            .field("trace", &self.trace)
            .field("reference", &self.reference)
            .field("paid_on", &self.paid_on)
            .field("payer", &self.payer)
            .field("deposit", &self.deposit)
            .field("note", &self.note)
            .field("represented", &self.represented)
            .field("electronic", &self.electronic)
            .finish()
    }
}

/// Shows nothing of the account numbers, so that no log holds them.
impl fmt::Debug for ChangeNotice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChangeNotice")
            .field("line", &self.line)
            .field("code", &self.code)
            .field("trace", &self.trace)
            .field("payer", &self.payer)
            .field("reference", &self.reference)
            .field("routing", &self.routing)
            .field("account", &self.account.as_ref().map(|_| "…"))
            .field("corrected", &self.corrected.as_ref().map(|_| "…"))
            .field("note", &self.note)
            .finish()
    }
}

/// Reads a file of returned items: all of it, or nothing.
///
/// # Errors
/// [`Refusal::BatchFileTruncated`] where it was cut off, [`Refusal::BatchFileTotals`]
/// where it does not hold what its control figures say, [`Refusal::BatchFileMalformed`]
/// for everything else, with the line and what to do.
pub fn read(bytes: &[u8], format: ReturnFormat) -> Result<ReturnFileRead, Refusal> {
    match format {
        ReturnFormat::Csv => csv::read(&lines::split(bytes)?),
        ReturnFormat::Bai2 => bai2::read(&crate::bai2::split(bytes)?),
        ReturnFormat::Nacha => nacha::read(&nacha::split(bytes)?),
    }
}

#[cfg(test)]
mod tests;
