//! What the bank returned on a day, and what of it was good after all.

use chrono::{DateTime, Utc};

use crate::entry::{Body, Entry, Hash, ItemReinstated, ItemReturned, seal};

/// One entry about a returned item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnOfDay {
    /// The workstation.
    pub station: String,
    /// The entry's place there.
    pub seq: u64,
    /// When.
    pub at: DateTime<Utc>,
    /// What it says.
    pub worked: ReturnWorked,
    /// The second person's name.
    pub second: Option<String>,
    /// The entry's seal.
    pub seal: String,
}

/// What was done about a returned item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReturnWorked {
    /// The bank returned it.
    Returned(Box<ItemReturned>),
    /// It was paid after all, or its return was a mistake.
    Reinstated(Box<ItemReinstated>),
}

impl ReturnOfDay {
    /// The line of an entry; none for any entry that is about no returned item.
    #[must_use]
    pub fn of(entry: &Entry, hash: &Hash) -> Option<ReturnOfDay> {
        let worked = match &entry.body {
            Body::ItemReturned(item) => ReturnWorked::Returned(item.clone()),
            Body::ItemReinstated(item) => ReturnWorked::Reinstated(item.clone()),
            _ => return None,
        };
        Some(ReturnOfDay {
            station: entry.station.clone(),
            seq: entry.seq,
            at: entry.at,
            worked,
            second: entry.approval.as_ref().map(|approval| approval.name.clone()),
            seal: seal(hash),
        })
    }
}
