//! What the entry says that opens an epoch: a workstation goes on from the last entry that
//! central records acknowledged, because it was restored, replaced, or got another key.

use serde::{Deserialize, Serialize};

#[cfg(doc)]
use super::Body;
use crate::sync::Acknowledgement;

/// See [`Body::EpochOpened`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EpochOpened {
    /// Why.
    pub why: EpochReason,
    /// The entry that this one follows.
    pub cites: CitedEntry,
    /// Central's signed word that it has that entry; none where the workstation stands alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledged: Option<Acknowledgement>,
    /// The public key that the workstation signs with from here on, in hex.
    pub key: String,
    /// Receipts that were on paper and whose entries were lost with the disk: their numbers
    /// are not used again, and the gap is explained by this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lost: Option<LostReceipts>,
}

/// Why an epoch was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EpochReason {
    /// From a backup.
    Restored,
    /// By another machine, from what central has.
    Replaced,
    /// On the same machine, with another key.
    KeyRotated,
}

/// An entry, named so that it cannot be mistaken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CitedEntry {
    /// Its epoch.
    pub epoch: u32,
    /// Its sequence number.
    pub seq: u64,
    /// Its hash, in hex.
    pub hash: String,
}

/// Receipts whose entries are lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostReceipts {
    /// The first number.
    pub first: String,
    /// The last number, as somebody read it on paper.
    pub last: String,
    /// How many these are.
    pub count: u64,
}
