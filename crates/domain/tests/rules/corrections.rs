//! Corrections after the close: reversals, transfers, refunds; the laws of what happens to
//! money after its day, and the days that the third file of frozen bytes was made of.

mod books;
mod law;
mod plan;
mod reasons;
mod refunding;
mod reversing;
pub(crate) mod script;
pub(crate) mod site;
mod transferring;
