//! A bundle: the file by which a workstation hands over its journal's entries.
//!
//! `docs/bundle-format.md` is its description. JSON lines: a header that says what
//! the entries follow, the entries exactly as they are stored, and a last line with
//! the signed head that they lead to. The chain of hashes proves the entries, the
//! head's signature proves who wrote them, and a digest of the whole file proves
//! that nothing was lost on the way, the header included.
//!
//! [`write`] makes one, [`read`] takes one apart and proves all but the signature,
//! which is for the caller, who knows the workstations' keys. [`read_raw`] does so too, and
//! keeps entries that do not read.

mod reading;

use chrono::{DateTime, Utc};
use counterfoil_domain::entry::{Entry, Hash, SignedHead, hex};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use reading::{read, read_raw};

/// The version of the format that is read and written here.
pub const FORMAT: u32 = 1;

/// What a bundle continues.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BundleHeader {
    /// The workstation whose entries they are.
    pub station: String,
    /// Its epoch.
    pub epoch: u32,
    /// The sequence number of the entry before the first one; 0 where they begin the journal.
    pub after: u64,
    /// The hash of that entry.
    pub previous: Hash,
    /// When the bundle was made, by the workstation's clock.
    pub made_at: DateTime<Utc>,
    /// Whether the workstation stops working with it: its program ends.
    pub stopping: bool,
}

/// A bundle that was read: its entries follow each other and lead to its head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    /// The workstation whose entries they are.
    pub station: String,
    /// Its epoch.
    pub epoch: u32,
    /// The sequence number of the entry before the first one.
    pub after: u64,
    /// The hash of that entry.
    pub previous: Hash,
    /// When the bundle was made.
    pub made_at: DateTime<Utc>,
    /// Whether the workstation stopped working with it.
    pub stopping: bool,
    /// The entries; none says that there was nothing new.
    pub entries: Vec<BundledEntry>,
    /// The head that they lead to. Its signature is yet to be verified.
    pub head: SignedHead,
    /// The signature of [`counterfoil_domain::entry::handed_text`], in hex, by the head's key; yet to be verified.
    pub handed: String,
}

/// An entry of a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BundledEntry {
    /// Its place in the workstation's journal.
    pub seq: u64,
    /// Its bytes, as stored there and to be stored here.
    pub bytes: Vec<u8>,
    /// Its hash.
    pub hash: Hash,
    /// What it says; of a newer version or an unknown kind, only that much. None where it does
    /// not read at all, which only [`read_raw`] lets pass.
    pub entry: Option<Entry>,
}

/// The first line.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeaderLine {
    bundle: u32,
    station: String,
    epoch: u32,
    after: u64,
    previous: String,
    made_at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    stopping: bool,
}

/// The last line.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EndLine {
    end: End,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct End {
    entries: u64,
    head: SignedHead,
    handed: String,
    /// Checked first, on the bytes.
    #[serde(rename = "digest")]
    _digest: String,
}

/// What stands between the file and its digest, and after it.
const DIGEST_OPENS: &[u8] = b",\"digest\":\"";
const DIGEST_CLOSES: &[u8] = b"\"}}\n";

/// Writes a bundle. `entries` are the stored bytes of those after `header.after`,
/// up to `head`: JSON without line breaks, as [`Entry::encode`] writes it; `handed` is
/// the signature over head and `header.made_at`.
///
/// What is handed in is written as it is; [`read`] says whether it fits together.
#[must_use]
pub fn write<'e>(
    header: &BundleHeader,
    entries: impl IntoIterator<Item = &'e [u8]>,
    head: &SignedHead,
    handed: &str,
) -> Vec<u8> {
    let first = HeaderLine {
        bundle: FORMAT,
        station: header.station.clone(),
        epoch: header.epoch,
        after: header.after,
        previous: hex(&header.previous),
        made_at: header.made_at,
        stopping: header.stopping,
    };
    let mut bytes = json(&first);
    bytes.push(b'\n');
    let mut count = 0u64;
    for entry in entries {
        bytes.extend_from_slice(entry);
        bytes.push(b'\n');
        count += 1;
    }
    bytes.extend_from_slice(format!("{{\"end\":{{\"entries\":{count},\"head\":").as_bytes());
    bytes.extend_from_slice(&json(head));
    bytes.extend_from_slice(b",\"handed\":");
    bytes.extend_from_slice(&json(&handed));
    bytes.extend_from_slice(DIGEST_OPENS);
    let digest = digest(&bytes);
    bytes.extend_from_slice(digest.as_bytes());
    bytes.extend_from_slice(DIGEST_CLOSES);
    bytes
}

/// The digest of all that stands before it in the file.
fn digest(before: &[u8]) -> String {
    let mut digest = Sha256::new();
    digest.update(b"counterfoil/bundle/1\0");
    digest.update(before);
    hex(&digest.finalize())
}

/// Texts and numbers only: there is nothing in them that cannot be written.
fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

#[cfg(test)]
mod tests;
