//! Billing's side and the views for auditors, on a real PostgreSQL.

mod accounts;
mod adopting;
mod batches;
mod commands;
mod elsewhere;
mod killed;
mod line;
mod office;
mod records;
mod refusals;
