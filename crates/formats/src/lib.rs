//! Outside files, pure: text and bytes in, domain types out.
//!
//! What billing, a scanner, a check reader and an administrator hand in is read
//! here by one grammar each; whatever does not fit is refused by name. No file is
//! opened here and no clock is read: callers hand in readers, text and dates.

pub mod accounts;
pub mod batch_file;
pub mod bundle;
pub mod check_digit;
pub mod configuration;
mod csv_line;
pub mod generate;
pub mod micr;
pub mod scan_line;
