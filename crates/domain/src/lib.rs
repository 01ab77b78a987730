//! The rules of the desk, pure.
//!
//! Everything that happens to money is one [`entry::Entry`] of an append-only
//! journal. This crate says what an entry may be, who may make it, and what
//! follows from those that are there. It knows no clock, file, network or
//! randomness: time, ids and looked-up facts are handed in, and a decision
//! hands back an entry or a named [`refusal::Refusal`].
//!
//! Reading order: [`money`], [`config`], [`entry`], [`session`], [`payment`].

pub mod account;
pub mod allocation;
pub mod approval;
pub mod batch;
pub mod board;
pub mod business_day;
pub mod cash;
pub mod check;
pub mod config;
pub mod correction;
pub mod day;
pub mod day_close;
pub mod deposit;
pub mod discrepancy;
pub mod documents;
pub mod drawer;
pub mod entry;
pub mod epoch;
pub mod history;
pub mod journal;
pub mod ledger;
pub mod money;
pub mod payment;
pub mod posting;
pub mod posting_batch;
pub mod receipt;
pub mod reclass;
pub mod refusal;
pub mod returns;
pub mod rights;
pub mod second_person;
pub mod session;
pub mod suspense;
pub mod sync;
pub mod text;
pub mod trace;
pub mod void;
