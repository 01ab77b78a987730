//! Journeys through the `rpc` interface: what a cashier does in a day, what the
//! desk refuses, and what happens when the power fails.

mod accounts;
mod day;
mod drawer;
mod programs;
mod recomputed;
mod refusals;
mod replays;
mod rights;
mod variance;
