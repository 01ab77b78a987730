//! PDF: receipts, and documents of Letter size upon pages and tables.
//!
//! Fonts are embedded, cut down to the letters used. The same document gives
//! the same bytes: the dates are those handed in, and the random file
//! identifier that the library writes is taken out again.

#![expect(
    clippy::float_arithmetic,
    reason = "geometry of pages, in points; money is never a float here"
)]

mod balancing_sheet;
pub mod font;
pub mod page;
mod receipt;
mod report;
pub mod sections;
pub mod table;

pub use balancing_sheet::balancing_sheet;
pub use receipt::receipt;
pub use report::report;
