//! What is proved of a bundle before anything of it is kept.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use counterfoil_domain::entry::{Body, Entry, EpochOpened, handed_text, hex, signed_text};
use counterfoil_domain::sync::StreamHead;
use counterfoil_formats::bundle::{self, Bundle, BundledEntry};
use counterfoil_formats::signature;

use crate::tables::entries::NewRow;
use crate::tables::stations::Station;
use crate::tables::{column, epoch_column};

/// Reads a bundle of a workstation: it is whole, its entries follow each other and sum to zero,
/// and the key that it names signed its head and its instant. Whose key that is, is the caller's.
pub(super) fn read(station: &str, bytes: &[u8]) -> Result<Bundle, String> {
    let bundle = bundle::read_raw(bytes).map_err(|refusal| refusal.to_string())?;
    if bundle.station != station {
        return Err(format!("it is of {}, and {station} sends it", bundle.station));
    }
    let head = &bundle.head;
    let signed = signed_text(station, bundle.epoch, head.seq, &head.hash);
    let handed = handed_text(station, bundle.epoch, head, bundle.made_at, bundle.stopping);
    let holds =
        signature::holds(&head.key, &signed, &head.signature) && signature::holds(&head.key, &handed, &bundle.handed);
    match holds {
        true => Ok(bundle),
        false => Err("its signatures do not hold".to_owned()),
    }
}

/// New entries that continue a stream, ready for the table.
pub(super) struct Proved<'a> {
    /// The rows.
    pub(super) rows: Vec<NewRow<'a>>,
    /// The instant of the last one that reads.
    pub(super) at: Option<DateTime<Utc>>,
    /// Those that are kept raw.
    pub(super) flagged: Vec<u64>,
}

/// Proves that entries continue a stream: epochs are left only by the entry that opens the next
/// one and that names what it follows, and instants never go back.
pub(super) fn continues<'a>(station: &Station, bundle: &Bundle, new: &'a [BundledEntry]) -> Result<Proved<'a>, String> {
    let mut proved = Proved {
        rows: Vec::with_capacity(new.len()),
        at: station.head_at,
        flagged: Vec::new(),
    };
    let mut head = station.head;
    for one in new {
        if let Some(entry) = &one.entry {
            check(station, &head, proved.at, entry).map_err(|problem| format!("entry {}: {problem}", one.seq))?;
            head.epoch = entry.epoch;
            proved.at = Some(entry.at);
        } else if one.seq == bundle.head.seq {
            head.epoch = bundle.epoch;
        }
        (head.seq, head.hash) = (one.seq, one.hash);
        let row = row(head.epoch, one);
        if row.flag.is_some() {
            proved.flagged.push(one.seq);
        }
        proved.rows.push(row);
    }
    match head.epoch == bundle.epoch {
        true => Ok(proved),
        false => Err(format!(
            "it says epoch {}, its entries lead to {}",
            bundle.epoch, head.epoch
        )),
    }
}

fn check(station: &Station, head: &StreamHead, at: Option<DateTime<Utc>>, entry: &Entry) -> Result<(), String> {
    if at.is_some_and(|last| entry.at < last) {
        return Err("it was written before the entry that precedes it".to_owned());
    }
    match &entry.body {
        Body::EpochOpened(opened) => check_opened(station, head, entry.epoch, opened),
        // What this program does not know may have opened one.
        Body::Unknown { .. } if entry.epoch > head.epoch => Ok(()),
        _ if entry.epoch == head.epoch => Ok(()),
        _ => Err(format!("it is of epoch {}, after epoch {}", entry.epoch, head.epoch)),
    }
}

fn check_opened(station: &Station, head: &StreamHead, epoch: u32, opened: &EpochOpened) -> Result<(), String> {
    if epoch != head.epoch.saturating_add(1) {
        return Err(format!("it opens epoch {epoch} after epoch {}", head.epoch));
    }
    let cites = (opened.cites.epoch, opened.cites.seq, opened.cites.hash.as_str());
    if cites != (head.epoch, head.seq, hex(&head.hash).as_str()) {
        return Err("it opens an epoch after an entry that is not the one before it".to_owned());
    }
    // A stream may hold several epochs by the time it arrives; the last one names the key of today.
    match epoch < station.epoch || opened.key == station.key {
        true => Ok(()),
        false => Err("it opens an epoch for another key than the one that is enrolled".to_owned()),
    }
}

/// An entry with what is read from it; flagged where that is not all.
fn row(epoch: u32, one: &BundledEntry) -> NewRow<'_> {
    let flag = flag(one);
    let readable = one.entry.as_ref().filter(|_| flag != Some(UNFIT));
    NewRow {
        seq: column(one.seq),
        epoch: epoch_column(epoch),
        hash: &one.hash,
        kind: readable.map(|entry| entry.body.kind()),
        business_date: readable.map(|entry| entry.business_date),
        at: readable.map(|entry| entry.at),
        receipt: readable.and_then(|entry| match &entry.body {
            Body::Receipt(receipt) => Some(receipt.number.as_str()),
            _ => None,
        }),
        flag,
        bytes: &one.bytes,
    }
}

/// A newer version, or a kind that this program does not know.
const UNKNOWN: &str = "unknown";
/// No entry at all.
const UNREADABLE: &str = "unreadable";
/// An entry that PostgreSQL's columns or its JSON cannot hold.
const UNFIT: &str = "unfit";

fn flag(one: &BundledEntry) -> Option<&'static str> {
    let Some(entry) = &one.entry else {
        return Some(UNREADABLE);
    };
    if !fits(entry, &one.bytes) {
        return Some(UNFIT);
    }
    matches!(entry.body, Body::Unknown { .. }).then_some(UNKNOWN)
}

/// Whether the columns and views of the database can hold what an entry says.
fn fits(entry: &Entry, bytes: &[u8]) -> bool {
    let dated = |date: NaiveDate| (1..=9999).contains(&date.year());
    let short = match &entry.body {
        Body::Receipt(receipt) => receipt.number.len() <= 64,
        body => body.kind().len() <= 64,
    };
    short
        && dated(entry.business_date)
        && dated(entry.at.date_naive())
        && std::str::from_utf8(bytes).is_ok()
        && !holds_nul(bytes)
}

/// Whether JSON holds an escaped NUL, which PostgreSQL's text cannot: `\u0000` behind an even
/// number of backslashes.
fn holds_nul(bytes: &[u8]) -> bool {
    const ESCAPED: &[u8] = b"\\u0000";
    bytes
        .iter()
        .enumerate()
        .filter(|(place, byte)| **byte == b'\\' && bytes[*place..].starts_with(ESCAPED))
        .any(|(place, _)| {
            let before = bytes[..place].iter().rev().take_while(|byte| **byte == b'\\').count();
            before % 2 == 0
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escaped_nul_is_told_from_its_picture() {
        assert!(holds_nul(br#"{"a":"\u0000"}"#));
        assert!(holds_nul(br#"{"a":"\\\u0000"}"#));
        assert!(!holds_nul(br#"{"a":"\\u0000"}"#));
        assert!(!holds_nul(br#"{"a":"\u0001 \\"}"#));
    }
}
