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
mod later_copies;
mod made_anew;
mod neighbours;
mod programs;
mod reasons;
mod recomputed;
mod refunds;
mod refusals;
mod reinstated;
mod repeats;
mod replays;
mod return_files;
mod returned_check;
mod returned_items;
mod reversals;
mod rights;
mod traces;
mod transfers;
mod variance;
