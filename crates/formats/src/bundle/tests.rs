use std::sync::LazyLock;

use chrono::DateTime;
use counterfoil_domain::entry::{Body, GENESIS, chain};
use counterfoil_domain::refusal::Refusal;
use proptest::prelude::*;

use super::*;

/// The frozen journal of the rules: real entries of every kind, chained from 1.
const STORED: &str = include_str!("../../../domain/tests/golden/entries-v1.jsonl");

static HASHES: LazyLock<Vec<Hash>> = LazyLock::new(|| hashes(&GENESIS, STORED.lines()));

fn hashes<'e>(previous: &Hash, entries: impl Iterator<Item = &'e str>) -> Vec<Hash> {
    let mut last = *previous;
    entries
        .map(|entry| {
            last = chain(&last, entry.as_bytes());
            last
        })
        .collect()
}

fn header(after: usize) -> BundleHeader {
    BundleHeader {
        station: "W3".to_owned(),
        epoch: 1,
        after: after as u64,
        previous: hash_of(after),
        made_at: DateTime::parse_from_rfc3339("2026-11-22T01:05:00Z").unwrap().to_utc(),
        stopping: false,
    }
}

fn hash_of(seq: usize) -> Hash {
    seq.checked_sub(1).map_or(GENESIS, |place| HASHES[place])
}

fn head(seq: usize, hash: &Hash) -> SignedHead {
    SignedHead {
        seq: seq as u64,
        hash: hex(hash),
        key: "ab".repeat(32),
        signature: "0d".repeat(64),
    }
}

/// A bundle with some signature of its time; whether it holds is for the caller to say.
fn written<'e>(header: &BundleHeader, entries: impl IntoIterator<Item = &'e [u8]>, head: &SignedHead) -> Vec<u8> {
    write(header, entries, head, &"0e".repeat(64))
}

fn stored(after: usize, upto: usize) -> Vec<&'static [u8]> {
    STORED.lines().take(upto).skip(after).map(str::as_bytes).collect()
}

/// The bundle of the entries after one and up to another.
fn bundle(after: usize, upto: usize) -> Vec<u8> {
    written(&header(after), stored(after, upto), &head(upto, &hash_of(upto)))
}

/// A bundle of other entries than the stored ones, its head as they give it.
fn bundle_of(after: usize, entries: &[String]) -> Vec<u8> {
    let last = hashes(&hash_of(after), entries.iter().map(String::as_str)).pop();
    let head = head(after + entries.len(), &last.unwrap_or(hash_of(after)));
    written(&header(after), entries.iter().map(String::as_bytes), &head)
}

fn problem(bytes: &[u8]) -> String {
    match read(bytes) {
        Err(Refusal::BundleDamaged { problem }) => problem,
        other => panic!("expected a damaged bundle, got {other:?}"),
    }
}

/// Entry 2, with a passage replaced that must be in it.
fn second_with(passage: &str, instead: &str) -> Vec<String> {
    let entry = STORED.lines().nth(1).unwrap();
    assert!(entry.contains(passage), "{passage:?} is not in {entry}");
    vec![entry.replacen(passage, instead, 1)]
}

#[test]
fn a_whole_journal_is_handed_over() {
    let count = STORED.lines().count();
    let read = read(&bundle(0, count)).unwrap();
    assert_eq!(
        (read.station.as_str(), read.epoch, read.after, read.previous),
        ("W3", 1, 0, GENESIS)
    );
    assert_eq!(read.made_at, header(0).made_at);
    assert_eq!(read.entries.len(), count);
    for (place, (entry, line)) in read.entries.iter().zip(STORED.lines()).enumerate() {
        assert_eq!(entry.seq, place as u64 + 1);
        assert_eq!(entry.bytes, line.as_bytes());
        assert_eq!(entry.hash, HASHES[place]);
        assert_eq!(entry.entry.as_ref().unwrap().encode().unwrap(), entry.bytes);
    }
    assert_eq!(read.head, head(count, &HASHES[count - 1]));
}

#[test]
fn nothing_new_is_said_too() {
    for after in [0, 7] {
        let read = read(&bundle(after, after)).unwrap();
        assert!(read.entries.is_empty());
        assert_eq!((read.after, read.head.seq), (after as u64, after as u64));
    }
}

#[test]
fn the_lines_are_as_described() {
    let text = String::from_utf8(bundle(1, 2)).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let [first, entry, last] = lines[..] else {
        panic!("{text}")
    };
    assert_eq!(
        first,
        format!(
            r#"{{"bundle":1,"station":"W3","epoch":1,"after":1,"previous":"{}","made_at":"2026-11-22T01:05:00Z"}}"#,
            hex(&HASHES[0])
        )
    );
    assert_eq!(entry, STORED.lines().nth(1).unwrap());
    let end = format!(
        r#"{{"end":{{"entries":1,"head":{{"seq":2,"hash":"{}","key":""#,
        hex(&HASHES[1])
    );
    assert!(last.starts_with(&end), "{last}");
    let description = include_str!("../../../../docs/bundle-format.md");
    for name in [
        "bundle", "station", "epoch", "after", "previous", "made_at", "stopping", "end", "entries", "head", "handed",
        "digest",
    ] {
        assert!(description.contains(&format!("`{name}`")), "{name} is not described");
    }
}

#[test]
fn what_this_program_does_not_know_is_kept_raw() {
    for (passage, instead) in [("\"v\":1", "\"v\":9"), ("\"kind\":\"", "\"kind\":\"unheard_of_")] {
        let entries = second_with(passage, instead);
        let read = read(&bundle_of(1, &entries)).unwrap();
        assert!(
            matches!(read.entries[0].entry.as_ref().unwrap().body, Body::Unknown { .. }),
            "{instead}"
        );
        assert_eq!(read.entries[0].bytes, entries[0].as_bytes());
    }
}

#[test]
fn what_does_not_read_is_kept_raw_where_that_is_asked_for() {
    let mut entries: Vec<String> = STORED.lines().take(3).map(str::to_owned).collect();
    for poison in ["", "{", "{\"end\":{}}", "\u{0}", "null"] {
        entries[1] = poison.to_owned();
        // The third says that it is the third: its place is right, whatever stands before it.
        let bytes = bundle_of(0, &entries);
        assert!(problem(&bytes).starts_with("entry 2: not an entry: "), "{poison}");
        let kept = super::read_raw(&bytes).unwrap();
        let readable: Vec<bool> = kept.entries.iter().map(|one| one.entry.is_some()).collect();
        assert_eq!(readable, [true, false, true]);
        assert_eq!(kept.entries[1].bytes, poison.as_bytes());
        assert_eq!(kept.head.seq, 3);
    }
}

#[test]
fn a_later_epoch_may_begin_within() {
    let entries = second_with("\"epoch\":1", "\"epoch\":2");
    let last = hashes(&hash_of(1), entries.iter().map(String::as_str))[0];
    let later = BundleHeader { epoch: 2, ..header(0) };
    let both = [STORED.lines().next().unwrap().as_bytes(), entries[0].as_bytes()];
    let read = read(&written(&later, both, &head(2, &last))).unwrap();
    assert_eq!((read.epoch, read.entries[0].entry.as_ref().unwrap().epoch), (2, 1));
}

/// Bundles whose digest is right and whose content is not: what a faulty or
/// dishonest writer makes, not what happens on the way.
#[test]
fn what_does_not_fit_together_is_refused() {
    let first = STORED.lines().next().unwrap().to_owned();
    let three = || stored(0, 3);
    let good = head(3, &HASHES[2]);
    let with = |header: BundleHeader, entries: Vec<&'static [u8]>, head: &SignedHead| written(&header, entries, head);
    let unbalanced = second_with("\"postings\":[]", "\"postings\":[[\"100-1020\",1]]");
    for (bytes, expected) in [
        (
            with(header(0), Vec::new(), &good),
            "entry 3 is signed, and 0 is the last one",
        ),
        (
            with(header(0), stored(0, 2), &good),
            "entry 3 is signed, and 2 is the last one",
        ),
        (
            with(header(0), stored(1, 3), &good),
            "entry 1: entry 2 stands in its place",
        ),
        (
            with(header(0), [stored(0, 1), stored(2, 3)].concat(), &good),
            "entry 2: entry 3 stands in its place",
        ),
        (
            with(header(0), [stored(0, 2), stored(0, 3)].concat(), &good),
            "entry 3: entry 1 stands in its place",
        ),
        (
            with(
                BundleHeader {
                    previous: HASHES[4],
                    ..header(1)
                },
                stored(1, 3),
                &good,
            ),
            "entry 3 is signed as ",
        ),
        (
            with(
                BundleHeader {
                    previous: HASHES[4],
                    ..header(0)
                },
                three(),
                &good,
            ),
            "it begins the journal, and names an entry before it",
        ),
        (
            with(
                BundleHeader {
                    station: "W2".to_owned(),
                    ..header(0)
                },
                three(),
                &good,
            ),
            "entry 1: it is of W3",
        ),
        (
            with(
                BundleHeader {
                    station: String::new(),
                    ..header(0)
                },
                three(),
                &good,
            ),
            "it names no workstation",
        ),
        (
            with(BundleHeader { epoch: 0, ..header(0) }, three(), &good),
            "entry 1: it is of epoch 1, after epoch 0",
        ),
        (
            with(BundleHeader { epoch: 2, ..header(0) }, three(), &good),
            "its last entry is of epoch 1, its header of epoch 2",
        ),
        (
            with(
                BundleHeader {
                    after: u64::MAX,
                    ..header(1)
                },
                three(),
                &good,
            ),
            "its entries are numbered past all numbers",
        ),
        (with(header(0), three(), &head(3, &HASHES[3])), "entry 3 is signed as "),
        (
            with(
                header(0),
                three(),
                &SignedHead {
                    key: "AB".repeat(32),
                    ..good.clone()
                },
            ),
            "its signature is not written as one",
        ),
        (
            with(
                header(0),
                three(),
                &SignedHead {
                    signature: "0d".repeat(63),
                    ..good.clone()
                },
            ),
            "its signature is not written as one",
        ),
        (
            bundle_of(1, &unbalanced),
            "entry 2: postings do not sum to zero, off by 0.01",
        ),
        (
            bundle_of(0, &[vec![first.clone()], second_with("T16:02", "T15:02")].concat()),
            "entry 2: it was written before the entry that precedes it",
        ),
        (
            bundle_of(
                0,
                &[vec![first.clone()], second_with("\"epoch\":1", "\"epoch\":0")].concat(),
            ),
            "entry 2: it is of epoch 0, after epoch 1",
        ),
        (
            bundle_of(0, &["{}".to_owned()]),
            "entry 1: not an entry: missing field `v`",
        ),
        (bundle_of(0, &[String::new()]), "entry 1: not an entry: EOF"),
        (
            bundle_of(0, &[first.replacen(',', "\n,", 1)]),
            "entry 1: not an entry: EOF",
        ),
    ] {
        let found = problem(&bytes);
        assert!(found.starts_with(expected), "{expected}: {found}");
    }
}

/// A bundle with a passage replaced and its digest made again.
fn sealed_again(bytes: &[u8], passage: &str, instead: &str) -> Vec<u8> {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    assert!(text.contains(passage), "{passage:?}");
    let text = text.replacen(passage, instead, 1);
    let (before, _) = text.rsplit_once(",\"digest\"").unwrap();
    let mut bytes = [before.as_bytes(), DIGEST_OPENS].concat();
    let digest = digest(&bytes);
    bytes.extend_from_slice(digest.as_bytes());
    bytes.extend_from_slice(DIGEST_CLOSES);
    bytes
}

#[test]
fn the_form_of_header_and_end() {
    let good = bundle(1, 3);
    assert!(read(&sealed_again(&good, "W3", "W3")).is_ok());
    for (passage, instead, expected) in [
        ("\"bundle\":1", "\"bundle\":2", "its format is 2, this program reads 1"),
        (
            "\"bundle\":1",
            "\"bundel\":1",
            "its first line is not a header: unknown field `bundel`",
        ),
        (
            "\"epoch\":1,",
            "",
            "its first line is not a header: missing field `epoch`",
        ),
        (
            "\"after\":1",
            "\"after\":-1",
            "its first line is not a header: invalid value",
        ),
        (
            "\"previous\":\"",
            "\"previous\":\"0",
            "the hash of the entry before it is not one",
        ),
        ("2026-11-22T", "2026-11-32T", "its first line is not a header: "),
        ("\"entries\":2", "\"entries\":3", "it says 3 entries and holds 2"),
        ("{\"end\"", "{\"end\":1,\"end\"", "its last line is not one: "),
        ("{\"end\"", "\n{\"end\"", "entry 4: not an entry: EOF"),
        ("{\"bundle\"", "\u{feff}{\"bundle\"", "its first line is not a header: "),
    ] {
        let found = problem(&sealed_again(&good, passage, instead));
        assert!(found.starts_with(expected), "{instead}: {found}");
    }
    let end_only = &good[good.windows(6).position(|six| six == b"{\"end\"").unwrap()..];
    assert_eq!(problem(&sealed_again(end_only, "end", "end")), "it has no header");
}

#[test]
fn a_bundle_cut_off_at_any_byte_is_refused() {
    for whole in [bundle(0, 2), bundle(3, 3)] {
        for length in 0..whole.len() {
            assert_eq!(problem(&whole[..length]), "it was cut off", "cut at {length}");
        }
    }
}

#[test]
fn a_bundle_changed_in_any_byte_is_refused() {
    let mut whole = bundle(1, 3);
    for place in 0..whole.len() {
        for turned in [0x01, 0x20, 0x80] {
            whole[place] ^= turned;
            problem(&whole);
            whole[place] ^= turned;
        }
    }
    assert!(read(&whole).is_ok());
}

#[test]
fn what_follows_the_end_or_changes_line_ends_is_refused() {
    let whole = bundle(1, 2);
    problem(&[&whole[..], b"\n"].concat());
    problem(&[&whole[..], &whole].concat());
    problem(&String::from_utf8(whole).unwrap().replace('\n', "\r\n").into_bytes());
}

proptest! {
    #[test]
    fn any_part_of_a_journal_is_handed_over(after in 0usize..28, more in 0usize..28) {
        let upto = (after + more).min(STORED.lines().count());
        let read = read(&bundle(after, upto)).unwrap();
        let bytes: Vec<&[u8]> = read.entries.iter().map(|entry| entry.bytes.as_slice()).collect();
        prop_assert_eq!(bytes, stored(after, upto));
        prop_assert_eq!(read.head.seq, upto as u64);
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), line in "\\PC{0,60}") {
        let _bytes = read(&bytes);
        let _lines = read(&sealed_again(&bundle(1, 2), "{\"v\":1", &line));
    }
}
