//! The workstation's side of the line to central records (`docs/sync-protocol.md`).
//!
//! [`enrolment::Enrolment`] is what the workstation keeps of its enrolment, [`client::Client`] speaks
//! to central and to nobody else, [`line::Line`] is the thread that copies entries there and back, and
//! [`enrolling`] makes a workstation known. Nothing of it stands in a receipt's way.

pub mod client;
pub mod condition;
pub mod configuration;
pub mod enrolling;
pub mod enrolment;
pub mod error;
pub mod line;
pub mod marks;
pub mod pinned;
pub mod reconciling;
pub(crate) mod turn;
