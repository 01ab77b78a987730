//! Journeys through the `rpc` interface: what a cashier does in a day, what the
//! desk refuses, and what happens when the power fails.

mod accounts;
mod batches;
mod bundles;
mod closing;
mod day;
mod deposits;
mod drawer;
mod neighbours;
mod programs;
mod recomputed;
mod refusals;
mod replays;
mod rights;
mod variance;
