//! The closing desk: batches, its word on closed sessions, suspense, deposits, the day's close.

mod approving;
mod batches;
mod composing;
mod correcting;
mod days;
mod deposit_bank;
mod deposit_final;
mod deposits;
mod files;
mod in_place;
mod keying;
mod law;
mod lived;
pub(crate) mod office;
mod placing;
pub(crate) mod script;
mod stages;
mod turn_ins;
