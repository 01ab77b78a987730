//! Outside files, pure: text and bytes in, domain types out.
//!
//! What billing, a bank, a web site, a scanner, a check reader, an administrator and
//! another workstation hand in is read here by one grammar each; whatever does not fit
//! is refused by name. What goes out as a file of ours, entries and the ledger's
//! journal, is written here too. No file is opened here and no clock is read: callers
//! hand in readers, text and dates.

pub mod accounts;
mod bai2;
pub mod batch_file;
pub mod bundle;
pub mod check_digit;
mod columns;
pub mod configuration;
mod csv_file;
mod csv_line;
pub mod enrolment_code;
mod fields;
pub mod generate;
pub mod ledger;
mod lines;
pub mod micr;
pub mod posting_file;
pub mod return_file;
pub mod scan_line;
pub mod signature;
pub mod wire;
