//! Taking a bundle apart, one proof after the other.

use std::fmt::Display;
use std::num::NonZero;
use std::thread::{available_parallelism, scope};

use counterfoil_domain::entry::{Entry, GENESIS, Hash, Malformed, SignedHead, chain, hex};
use counterfoil_domain::posting::assert_zero;
use counterfoil_domain::refusal::Refusal;

use super::{Bundle, BundledEntry, DIGEST_CLOSES, DIGEST_OPENS, End, EndLine, FORMAT, HeaderLine, digest};

/// Hex digits of a SHA-256, of an Ed25519 key and of its signature.
const HASH_DIGITS: usize = 64;
const KEY_DIGITS: usize = 64;
const SIGNATURE_DIGITS: usize = 128;

/// Threads that decode at most; fewer entries than this are not worth another one.
const DECODING_THREADS: usize = 4;
const WORTH_A_THREAD: usize = 100;

/// Reads a bundle and proves that it is whole, that its entries follow each other
/// without gaps, that their hashes lead from `previous` to the signed head, and that
/// the postings of each sum to zero. Entries of a newer version or of an unknown kind
/// are kept raw. **The signature is not verified here.**
///
/// # Errors
/// [`Refusal::BundleDamaged`], naming the first thing that is wrong.
pub fn read(bytes: &[u8]) -> Result<Bundle, Refusal> {
    take_apart(bytes, Unreadable::Refused).map_err(|problem| Refusal::BundleDamaged { problem })
}

/// As [`read`], but an entry that does not read is handed on as it came: the chain holds it.
///
/// # Errors
/// As [`read`].
pub fn read_raw(bytes: &[u8]) -> Result<Bundle, Refusal> {
    take_apart(bytes, Unreadable::Kept).map_err(|problem| Refusal::BundleDamaged { problem })
}

/// What becomes of an entry that does not read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unreadable {
    Refused,
    Kept,
}

fn take_apart(bytes: &[u8], unreadable: Unreadable) -> Result<Bundle, String> {
    check_digest(bytes)?;
    let mut lines: Vec<&[u8]> = bytes[..bytes.len() - 1].split(|byte| *byte == b'\n').collect();
    let end = lines.pop().unwrap_or_default();
    let Some((first, stored)) = lines.split_first() else {
        return Err("it has no header".to_owned());
    };
    let header = header(first)?;
    let previous = unhex(&header.previous).ok_or("the hash of the entry before it is not one")?;
    if header.after == 0 && previous != GENESIS {
        return Err("it begins the journal, and names an entry before it".to_owned());
    }
    let entries = entries(&header, previous, stored, unreadable)?;
    let EndLine { end } = serde_json::from_slice(end).map_err(|cause| format!("its last line is not one: {cause}"))?;
    check_end(&header, previous, &entries, &end)?;
    Ok(Bundle {
        station: header.station,
        epoch: header.epoch,
        after: header.after,
        previous,
        made_at: header.made_at,
        stopping: header.stopping,
        entries,
        head: end.head,
        handed: end.handed,
    })
}

/// First of all, because what was cut off or changed on the way needs no closer look.
fn check_digest(bytes: &[u8]) -> Result<(), String> {
    let cut_off = || "it was cut off".to_owned();
    let rest = bytes.strip_suffix(DIGEST_CLOSES).ok_or_else(cut_off)?;
    let place = rest.len().checked_sub(HASH_DIGITS).ok_or_else(cut_off)?;
    let (before, said) = rest.split_at(place);
    if !before.ends_with(DIGEST_OPENS) {
        return Err(cut_off());
    }
    if digest(before).as_bytes() != said {
        return Err("its digest does not fit: it was changed on the way".to_owned());
    }
    Ok(())
}

fn header(line: &[u8]) -> Result<HeaderLine, String> {
    let header: HeaderLine =
        serde_json::from_slice(line).map_err(|cause| format!("its first line is not a header: {cause}"))?;
    if header.bundle != FORMAT {
        return Err(format!("its format is {}, this program reads {FORMAT}", header.bundle));
    }
    if header.station.is_empty() {
        return Err("it names no workstation".to_owned());
    }
    Ok(header)
}

/// The entries, each checked against the one before it.
fn entries(
    header: &HeaderLine,
    previous: Hash,
    stored: &[&[u8]],
    unreadable: Unreadable,
) -> Result<Vec<BundledEntry>, String> {
    let mut entries: Vec<BundledEntry> = Vec::with_capacity(stored.len());
    for (bytes, decoded) in stored.iter().zip(decoded(stored)) {
        let (before, seq) = match entries.last() {
            Some(last) => (&last.hash, last.seq.checked_add(1)),
            None => (&previous, header.after.checked_add(1)),
        };
        let seq = seq.ok_or("its entries are numbered past all numbers")?;
        let hash = chain(before, bytes);
        let entry = match decoded {
            Ok(entry) => Some(entry),
            Err(_) if unreadable == Unreadable::Kept => None,
            Err(cause) => return Err(fault(seq, cause)),
        };
        if let Some(entry) = &entry {
            let last = entries.iter().rev().find_map(|before| before.entry.as_ref());
            check_entry(header, seq, last, entry).map_err(|problem| fault(seq, problem))?;
        }
        entries.push(BundledEntry {
            seq,
            bytes: bytes.to_vec(),
            hash,
            entry,
        });
    }
    Ok(entries)
}

/// Each entry by itself, which is most of the work: of many, by several threads.
fn decoded(stored: &[&[u8]]) -> Vec<Result<Entry, Malformed>> {
    let decode = |part: &[&[u8]]| part.iter().map(|bytes| Entry::decode(bytes)).collect::<Vec<_>>();
    let threads = available_parallelism().map_or(1, NonZero::get).min(DECODING_THREADS);
    if threads == 1 || stored.len() < WORTH_A_THREAD * 2 {
        return decode(stored);
    }
    let (first, rest) = stored.split_at(stored.len().div_ceil(threads));
    scope(|threads| {
        let others: Vec<_> = rest
            .chunks(first.len())
            .map(|part| (part, threads.spawn(move || decode(part))))
            .collect();
        let mut all = decode(first);
        for (part, other) in others {
            // A thread that could not do it leaves it to this one.
            all.extend(other.join().unwrap_or_else(|_| decode(part)));
        }
        all
    })
}

/// An entry stands in its own place, behind the one before it, and is balanced.
fn check_entry(header: &HeaderLine, seq: u64, last: Option<&Entry>, entry: &Entry) -> Result<(), String> {
    if entry.seq != seq {
        return Err(format!("entry {} stands in its place", entry.seq));
    }
    if entry.station != header.station {
        return Err(format!("it is of {}", entry.station));
    }
    check_order(header, last, entry)?;
    assert_zero(&entry.postings).map_err(|refusal| refusal.to_string())
}

/// Epochs and instants never go back, and no epoch is later than the header's.
fn check_order(header: &HeaderLine, last: Option<&Entry>, entry: &Entry) -> Result<(), String> {
    if entry.epoch > header.epoch {
        return Err(format!("it is of epoch {}, after epoch {}", entry.epoch, header.epoch));
    }
    let Some(last) = last else {
        return Ok(());
    };
    if entry.epoch < last.epoch {
        return Err(format!("it is of epoch {}, after epoch {}", entry.epoch, last.epoch));
    }
    if entry.at < last.at {
        return Err("it was written before the entry that precedes it".to_owned());
    }
    Ok(())
}

/// What the last line says is what the entries lead to.
fn check_end(header: &HeaderLine, previous: Hash, entries: &[BundledEntry], end: &End) -> Result<(), String> {
    let found = entries.len() as u64;
    if end.entries != found {
        return Err(format!("it says {} entries and holds {found}", end.entries));
    }
    let (seq, hash, epoch) = match entries.last() {
        Some(last) => {
            let epoch = last.entry.as_ref().map_or(header.epoch, |entry| entry.epoch);
            (last.seq, last.hash, epoch)
        }
        None => (header.after, previous, header.epoch),
    };
    if epoch != header.epoch {
        return Err(format!(
            "its last entry is of epoch {epoch}, its header of epoch {}",
            header.epoch
        ));
    }
    let SignedHead {
        seq: signed,
        hash: signed_hash,
        key,
        signature,
    } = &end.head;
    if *signed != seq {
        return Err(format!("entry {signed} is signed, and {seq} is the last one"));
    }
    if *signed_hash != hex(&hash) {
        return Err(format!(
            "entry {seq} is signed as {signed_hash}, its content gives {}",
            hex(&hash)
        ));
    }
    if !is_hex(key, KEY_DIGITS) || !is_hex(signature, SIGNATURE_DIGITS) || !is_hex(&end.handed, SIGNATURE_DIGITS) {
        return Err("its signature is not written as one".to_owned());
    }
    Ok(())
}

fn fault(seq: u64, problem: impl Display) -> String {
    format!("entry {seq}: {problem}")
}

fn is_hex(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn unhex(text: &str) -> Option<Hash> {
    if !is_hex(text, HASH_DIGITS) {
        return None;
    }
    let mut hash = GENESIS;
    for (byte, pair) in hash.iter_mut().zip(text.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(hash)
}
