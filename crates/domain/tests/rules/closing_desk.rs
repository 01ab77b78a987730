//! The closing desk: batches, its word on closed sessions, suspense, deposits, the day's close.

mod approving;
mod batches;
mod correcting;
mod days;
mod deposit_bank;
mod deposits;
mod files;
mod in_place;
mod keying;
pub(crate) mod office;
mod placing;
mod stages;
mod turn_ins;
