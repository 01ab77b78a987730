//! What a session is of, how far it is, and what the closing desk said of it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::entry::BatchOpened;

/// What a session is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A drawer, with its float.
    Drawer,
    /// A batch, with its control figures.
    Batch(Box<BatchOpened>),
}

/// How far a session is, the closing desk's word included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum SessionStage {
    /// Taking payments.
    Open,
    /// Being counted.
    Counting,
    /// Sent back by the closing desk and not counted again yet.
    Returned,
    /// Counted and closed, not approved yet.
    Closed,
    /// Approved.
    Approved,
}

/// What the closing desk said of a closed session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// When.
    pub at: DateTime<Utc>,
    /// Who: user id and name.
    pub by: (String, String),
    /// The closing entry that it speaks of.
    pub closed_seq: u64,
    /// Why, where a reason was given.
    pub reason: Option<String>,
}
