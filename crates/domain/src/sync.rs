//! The copying of journals to central records: what is signed, and what is done with a
//! stretch of entries that arrives. Pure; bytes, keys and tables are the callers'.
//!
//! Every entry has one writer, so there is nothing to merge: what arrives follows what is
//! there, repeats it, leaves a gap, or contradicts it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::entry::{GENESIS, Hash};

/// The station code under which central records write their own stream of a site.
pub const CENTRAL: &str = "CENTRAL";

/// How far the clocks of two programs may differ before a request is refused.
pub const CLOCK_TOLERANCE_SECONDS: i64 = 300;

/// How far a clock may differ before a workstation stops writing by it.
pub const CLOCK_STOP_SECONDS: i64 = 12 * 3600;

/// A workstation's full name at central records.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StationName {
    /// The city's code at central records.
    pub city: String,
    /// The site's code.
    pub site: String,
    /// The workstation's code.
    pub station: String,
}

impl std::fmt::Display for StationName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}/{}", self.city, self.site, self.station)
    }
}

impl std::str::FromStr for StationName {
    type Err = ();

    /// Reads `city/site/station`.
    fn from_str(text: &str) -> Result<StationName, ()> {
        let parts: Vec<&str> = text.split('/').collect();
        match parts.as_slice() {
            [city, site, station] if parts.iter().all(|part| is_code(part)) => Ok(StationName {
                city: (*city).to_owned(),
                site: (*site).to_owned(),
                station: (*station).to_owned(),
            }),
            _ => Err(()),
        }
    }
}

/// Whether a text may be a code in a [`StationName`]: 1–40 letters, digits, `-`, `_`.
#[must_use]
pub fn is_code(text: &str) -> bool {
    (1..=40).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

/// Central's signed word that it has a workstation's entries up to one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acknowledgement {
    /// Whose entries.
    #[serde(flatten)]
    pub name: StationName,
    /// The epoch of the last one.
    pub epoch: u32,
    /// Its sequence number.
    pub seq: u64,
    /// Its hash, in hex.
    pub hash: String,
    /// Central's public key, in hex.
    pub key: String,
    /// Its signature of [`acknowledged_text`], in hex.
    pub signature: String,
}

/// The bytes that central signs when it acknowledges.
#[must_use]
pub fn acknowledged_text(name: &StationName, epoch: u32, seq: u64, hash: &str) -> Vec<u8> {
    let StationName { city, site, station } = name;
    format!("counterfoil/acknowledged/1\0{city}\0{site}\0{station}\0{epoch}\0{seq}\0{hash}").into_bytes()
}

/// The bytes that a workstation signs with every request. `path` carries the query;
/// `body_sha256` is in hex.
#[must_use]
pub fn request_text(name: &StationName, method: &str, path: &str, body_sha256: &str, at: DateTime<Utc>) -> Vec<u8> {
    let millis = at.timestamp_millis();
    format!("counterfoil/request/1\0{name}\0{method}\0{path}\0{body_sha256}\0{millis}").into_bytes()
}

/// The bytes that a workstation signs with its new key when it enrols, so that nobody
/// enrols a key that is not theirs.
#[must_use]
pub fn enrolment_text(secret: &str, key: &str) -> Vec<u8> {
    format!("counterfoil/enrolment/1\0{secret}\0{key}").into_bytes()
}

/// A place in a stream: its last entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StreamHead {
    /// The epoch of the last entry; that of the next ones before there is any.
    pub epoch: u32,
    /// Its sequence number; 0 before the first.
    pub seq: u64,
    /// Its hash.
    pub hash: Hash,
}

impl StreamHead {
    /// Before the first entry.
    pub const EMPTY: StreamHead = StreamHead {
        epoch: 1,
        seq: 0,
        hash: GENESIS,
    };
}

/// A stretch of a stream that arrives: it follows `after`, and holds these hashes.
#[derive(Debug, Clone)]
pub struct Stretch<'a> {
    /// The sequence number of the entry before the first one.
    pub after: u64,
    /// The hash of that entry.
    pub previous: Hash,
    /// The hashes of its entries, in order.
    pub hashes: &'a [Hash],
}

/// What is to be done with a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reception {
    /// All of it is here.
    Repeat,
    /// The first `skip` of its entries are here, the rest follow what is here: append them.
    Append {
        /// Entries that are here already.
        skip: usize,
    },
    /// It does not follow: entries are missing before it.
    Gap {
        /// The first one that is missing.
        expected: u64,
    },
    /// It contradicts what is here: kept aside whole, nothing overwritten.
    Fork {
        /// The first sequence number that stands for two entries.
        seq: u64,
    },
}

/// Decides what a stretch is, by what is here. `hash_at` gives the hash of an entry that is
/// here, by its sequence number from 1 up to the head's.
pub fn receive<E>(
    head: &StreamHead,
    stretch: &Stretch<'_>,
    mut hash_at: impl FnMut(u64) -> Result<Option<Hash>, E>,
) -> Result<Reception, E> {
    let here = |seq: u64, hash_at: &mut dyn FnMut(u64) -> Result<Option<Hash>, E>| match seq {
        0 => Ok(Some(GENESIS)),
        seq if seq == head.seq => Ok(Some(head.hash)),
        seq => hash_at(seq),
    };
    if stretch.after > head.seq {
        return Ok(Reception::Gap { expected: head.seq + 1 });
    }
    if here(stretch.after, &mut hash_at)? != Some(stretch.previous) {
        return Ok(Reception::Fork {
            seq: stretch.after.max(1),
        });
    }
    let mut skip = 0;
    for (seq, hash) in (stretch.after + 1..).zip(stretch.hashes) {
        if seq > head.seq {
            break;
        }
        if here(seq, &mut hash_at)? != Some(*hash) {
            return Ok(Reception::Fork { seq });
        }
        skip += 1;
    }
    Ok(match skip == stretch.hashes.len() {
        true => Reception::Repeat,
        false => Reception::Append { skip },
    })
}
