//! Central records: every workstation's entries, on PostgreSQL. The `counterfoil-central` program.
//!
//! A workstation copies its journal here, and this copies its own stream to the workstations; every
//! fact has one writer, so nothing is merged. `docs/sync-protocol.md` says what is said on the line,
//! `docs/central.md` how the program is set up and kept.
//!
//! | | |
//! |---|---|
//! | [`config`], [`clock`], [`identity`] | the file of settings, the one clock, keys and certificate |
//! | [`database`] | the connections, and the migrations in `migrations/` |
//! | [`central`] | what every handler shares |
//! | [`fault`] | all that can go wrong, with a code |
//! | [`line`] | what workstations ask, `/v1/*` |
//! | [`intake`] | taking a bundle in: proofs, order, forks; one transaction |
//! | [`tables`] | the SQL of one table in one file |
//! | [`enrolment`] | one-time codes, revoking |
//! | [`stream`], [`users`] | what central itself writes: configurations, and the users in them |
//! | [`accounts`], [`posting`], [`billing`] | balances from billing, payments to billing |
//! | [`web`] | the pages for treasury and auditors |
//! | [`verify`] | the proof of every stream |
//! | [`serve`], [`doorway`], [`operations`], [`cli`] | the program; how many are let in; health, readiness, figures |

pub mod accounts;
pub mod billing;
pub mod central;
pub mod cli;
pub mod clock;
pub mod config;
pub mod database;
pub mod doorway;
pub mod enrolment;
pub mod fault;
pub mod identity;
pub mod intake;
pub mod line;
pub mod operations;
pub mod posting;
pub mod refused;
pub mod serve;
pub mod stream;
pub mod tables;
pub mod users;
pub mod verify;
pub mod web;
