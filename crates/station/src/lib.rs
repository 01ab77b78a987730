//! One workstation without a screen.
//!
//! [`station::Station`] opens a workstation's folder; a [`seat::Seat`] is one
//! person's place at it, and [`seat::Seat::call`] the only way in: the window,
//! the scripting interface and the tests all make that call. [`rpc`] lists every
//! command once; each has its story in `commands`.

pub mod accounts;
pub mod backup;
pub mod central;
pub mod clock;
pub mod commands;
pub mod demo;
pub mod desk;
pub mod documents;
pub mod drafts;
pub mod exchange;
pub mod fault;
pub mod folder;
mod house;
pub mod journal;
pub mod neighbours;
pub mod paper_source;
pub mod passwords;
pub mod printer;
pub mod proof;
#[macro_use]
mod router;
pub mod rpc;
pub mod seat;
pub mod secrets;
pub mod site;
pub mod sqlite;
mod standing;
pub mod station;
pub mod views;

pub use seat::Seat;
pub use station::Station;
