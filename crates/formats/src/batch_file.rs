//! Files of payments: what a web site, a kiosk or a bank's lockbox hands in.
//!
//! `docs/batch-format.md` is their description. A layout of the configuration says
//! how such a file is written: as the documented CSV, as BAI2, or in lines of fixed
//! width. Whatever it is, it is read whole or not at all: every format ends with
//! control figures, by which a file that was cut off or changed is known.
//!
//! [`read`] reads one, [`write_csv`] writes the documented CSV, [`sample`] makes up
//! files for the demo day and for tests.

mod bai2;
mod csv;
mod fixed;
mod item;
pub mod sample;

use std::fmt;

use chrono::NaiveDate;
use counterfoil_domain::config::{BatchFormat, BatchLayout};
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;

use crate::lines;

pub use crate::fields::{LARGEST, NUMBER_LENGTH};
pub use csv::write_csv;

/// A file of payments that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchFileRead {
    /// The identifier that the file gives itself.
    pub id: String,
    /// The date that the file gives itself.
    pub date: Option<NaiveDate>,
    /// The payments, in the order of the file. None is a valid file.
    pub items: Vec<BatchItem>,
    /// What they come to, which is what the file says.
    pub total: Cents,
}

/// One payment. Texts are cleaned; a field that the file leaves empty is `None`.
#[derive(Clone, PartialEq, Eq)]
pub struct BatchItem {
    /// The line that it begins on, from 1.
    pub line: u64,
    /// The customer's account as the file names it; empty where it names none.
    pub account: String,
    /// How much: above nothing, at most [`LARGEST`].
    pub amount: Cents,
    /// The tender type's code; without one it is the layout's.
    pub tender: Option<String>,
    /// The payer's name.
    pub payer: Option<String>,
    /// The payer's or the sender's own reference.
    pub reference: Option<String>,
    /// A check's number, without leading zeros.
    pub check_number: Option<String>,
    /// A check's routing number, its checksum right.
    pub routing: Option<String>,
    /// The account number on a check. Not to be kept whole.
    pub check_account: Option<String>,
    /// A card's brand.
    pub brand: Option<String>,
    /// A card's last four digits.
    pub last_four: Option<String>,
    /// An approval code.
    pub approval: Option<String>,
    /// When it was paid.
    pub paid_on: Option<NaiveDate>,
}

/// Shows nothing of the account on a check, so that no log holds it.
impl fmt::Debug for BatchItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchItem")
            .field("line", &self.line)
            .field("account", &self.account)
            .field("amount", &self.amount)
            .field("tender", &self.tender)
            .field("payer", &self.payer)
            .field("reference", &self.reference)
            .field("check_number", &self.check_number)
            .field("routing", &self.routing)
            .field("check_account", &self.check_account.as_ref().map(|_| "…"))
            .field("brand", &self.brand)
            .field("last_four", &self.last_four)
            .field("approval", &self.approval)
            .field("paid_on", &self.paid_on)
            .finish()
    }
}

/// Reads a file of payments as its layout says: all of it, or nothing.
///
/// # Errors
/// [`Refusal::BatchFileTruncated`] where it was cut off, [`Refusal::BatchFileTotals`]
/// where it does not hold what its control figures say, [`Refusal::BatchFileMalformed`]
/// for everything else, with the line and what to do. [`Refusal::ConfigurationInvalid`]
/// as [`check`].
pub fn read(bytes: &[u8], layout: &BatchLayout) -> Result<BatchFileRead, Refusal> {
    check(layout)?;
    match (layout.format, &layout.fixed) {
        (BatchFormat::Csv, _) => csv::read(&lines::split(bytes)?, &layout.code),
        (BatchFormat::Bai2, _) => bai2::read(&crate::bai2::split(bytes)?),
        (BatchFormat::Fixed, Some(fixed)) => fixed::read(&lines::split(bytes)?, fixed),
        (BatchFormat::Fixed, None) => Err(fixed::missing(&layout.code)),
    }
}

/// Checks that files can be read by a layout: beyond what a configuration must
/// have, that every field of a fixed width stands on a kind of line where it means
/// something, once, and overlaps nothing.
///
/// # Errors
/// [`Refusal::ConfigurationInvalid`].
pub fn check(layout: &BatchLayout) -> Result<(), Refusal> {
    match (layout.format, &layout.fixed) {
        (BatchFormat::Fixed, Some(fixed)) => fixed::check(&layout.code, fixed),
        (BatchFormat::Fixed, None) => Err(fixed::missing(&layout.code)),
        (BatchFormat::Csv | BatchFormat::Bai2, _) => Ok(()),
    }
}

#[cfg(test)]
mod tests;
