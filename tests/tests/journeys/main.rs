//! Journeys through the `rpc` interface: what a cashier and the closing desk do in a
//! day, what they are refused, and what happens when the power fails.

mod accounts;
mod batches;
mod batches_of_the_ledger;
mod bundles;
mod closing;
mod day;
mod days;
mod deposits;
mod drawer;
mod files;
mod neighbours;
mod programs;
mod recomputed;
mod refusals;
mod repeats;
mod replays;
mod rights;
mod variance;
