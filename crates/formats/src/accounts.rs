//! The accounts file: what billing hands out so that the desk can take payments.
//!
//! `docs/accounts-format.md` is its description. One record a line, UTF-8, RFC 4180
//! quoting, the kind of record in column 1: one header `H`, then accounts `A` each
//! followed by its charges `C`, then one trailer `T` with control figures, by which
//! a file that was cut off is known.
//!
//! [`Reader`] streams it in bounded memory, [`Writer`] writes it.

mod problem;
mod reader;
mod writer;

use chrono::{DateTime, Utc};
use counterfoil_domain::account::Account;
use counterfoil_domain::money::Cents;

pub use problem::{Problem, ProblemKind};
pub use reader::Reader;
pub use writer::Writer;

/// The version of the format for a file whose payments are told by its instant alone.
pub const FORMAT: &str = "1";
/// The version of the format for a file that may name the posting batch it includes.
pub const FORMAT_WITH_BATCH: &str = "2";
/// The longest line, in bytes, its end not counted.
pub const LINE_LENGTH: usize = 4_096;
/// Bad rows that are listed before reading stops.
pub const PROBLEMS_LISTED: usize = 100;
/// The most charges that one account may have.
pub const CHARGES_OF_ACCOUNT: usize = 1_000;
/// Longest account number, charge identifier and reference, in characters.
pub const NUMBER_LENGTH: usize = 40;
/// Longest address, in characters.
pub const ADDRESS_LENGTH: usize = 100;
/// Longest telephone number, in characters.
pub const PHONE_LENGTH: usize = 30;
/// Longest description of a charge, in characters.
pub const DESCRIPTION_LENGTH: usize = 80;

/// What the header of a file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// When billing wrote the file: payments up to then are in its balances.
    pub as_of: DateTime<Utc>,
    /// The city whose accounts they are, by the name in the configuration.
    pub city: String,
    /// The last posting batch of central records that is in its balances; none where billing
    /// goes by `as_of` alone.
    pub included_batch: Option<u64>,
}

/// The control figures of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Accounts.
    pub accounts: u64,
    /// Charges.
    pub charges: u64,
    /// The sum due.
    pub due: Cents,
}

/// An account of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The line of its `A` record, from 1.
    pub line: u64,
    /// The account with its charges.
    pub account: Account,
}

#[cfg(test)]
mod tests;
