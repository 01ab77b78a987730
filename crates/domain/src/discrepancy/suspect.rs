//! One place to look, and what would put it right.

use serde::{Deserialize, Serialize};

use super::pattern::{NamedReceipt, Pattern};
use crate::config::TenderKind;
use crate::money::Cents;

/// One place to look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Suspect {
    /// What it would be, with all that is needed to say so.
    pub pattern: Pattern,
    /// The code of the tender type that it concerns.
    pub tender: String,
    /// That type's name.
    pub name: String,
    /// Its kind.
    pub kind: TenderKind,
    /// The receipts that it names, each with the tender in question.
    pub items: Vec<NamedReceipt>,
    /// The part of the difference that it explains, with the difference's sign; never
    /// more than all of it. Nothing where it only points somewhere.
    pub explains: Cents,
    /// What would put it right, if it is so.
    pub mend: Mend,
}

/// What would put a suspect right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "mend", rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Mend {
    /// Move the tender to another type.
    Reclass {
        /// The receipt.
        receipt: String,
        /// The tender's place within it, from 0.
        place: u16,
        /// The code of the type it should be.
        to: String,
    },
    /// Void the receipt.
    Void {
        /// The receipt.
        receipt: String,
    },
    /// Count the tender again.
    Recount {
        /// The tender type's code.
        tender: String,
    },
    /// Look, and ask; nothing in the program puts it right by itself.
    Look,
}
