//! Copying journals to central records: what a stretch that arrives is, and that whatever
//! the line does, central has every entry exactly once and in order.

use std::convert::Infallible;

use counterfoil_domain::entry::{GENESIS, Hash, chain};
use counterfoil_domain::sync::{Reception, StationName, StreamHead, Stretch, acknowledged_text, receive, request_text};
use proptest::prelude::*;

/// A journal of hashes: those of entries 1, 2, 3, …, which say `text` and their number.
fn journal(text: &str, entries: usize) -> Vec<Hash> {
    let mut last = GENESIS;
    (1..=entries)
        .map(|seq| {
            last = chain(&last, format!("{text} {seq}").as_bytes());
            last
        })
        .collect()
}

/// A journal that is `one` up to an entry, and goes on otherwise.
fn parting(one: &[Hash], at: usize, more: usize) -> Vec<Hash> {
    let mut other = one[..at].to_vec();
    for seq in at..at + more {
        let last = other.last().copied().unwrap_or(GENESIS);
        other.push(chain(&last, format!("other {seq}").as_bytes()));
    }
    other
}

fn hash_of(journal: &[Hash], seq: usize) -> Hash {
    match seq {
        0 => GENESIS,
        seq => journal[seq - 1],
    }
}

fn head(here: &[Hash]) -> StreamHead {
    StreamHead {
        epoch: 1,
        seq: here.len() as u64,
        hash: hash_of(here, here.len()),
    }
}

/// What a stretch of `journal` is to a stream that has `here`.
fn received(here: &[Hash], journal: &[Hash], after: usize, upto: usize) -> Reception {
    let stretch = Stretch {
        after: after as u64,
        previous: hash_of(journal, after),
        hashes: &journal[after..upto],
    };
    let hash_at = |seq: u64| Ok::<_, Infallible>(usize::try_from(seq).ok().and_then(|seq| here.get(seq - 1)).copied());
    receive(&head(here), &stretch, hash_at).unwrap()
}

#[test]
fn what_a_stretch_is() {
    let ours = journal("ours", 9);
    let forked = parting(&ours, 4, 4);
    let strange = journal("strange", 9);
    let here = &ours[..5];
    for (journal, after, upto, expected) in [
        (&ours, 5, 9, Reception::Append { skip: 0 }),
        (&ours, 3, 9, Reception::Append { skip: 2 }),
        (&ours, 0, 9, Reception::Append { skip: 5 }),
        (&ours, 0, 5, Reception::Repeat),
        (&ours, 2, 4, Reception::Repeat),
        // Nothing new, said at the head and at an earlier place.
        (&ours, 5, 5, Reception::Repeat),
        (&ours, 2, 2, Reception::Repeat),
        (&ours, 6, 9, Reception::Gap { expected: 6 }),
        (&ours, 6, 6, Reception::Gap { expected: 6 }),
        (&forked, 0, 8, Reception::Fork { seq: 5 }),
        (&forked, 4, 8, Reception::Fork { seq: 5 }),
        // It follows an entry that is another one here.
        (&forked, 5, 8, Reception::Fork { seq: 5 }),
        // Past the head nobody can tell yet: the gap comes first.
        (&forked, 6, 8, Reception::Gap { expected: 6 }),
        (&strange, 0, 3, Reception::Fork { seq: 1 }),
    ] {
        assert_eq!(received(here, journal, after, upto), expected, "{after}..{upto}");
    }
    assert_eq!(received(&[], &ours, 0, 3), Reception::Append { skip: 0 });
    assert_eq!(received(&[], &ours, 0, 0), Reception::Repeat);
    assert_eq!(received(&[], &ours, 1, 3), Reception::Gap { expected: 1 });
}

#[test]
fn names_are_read_as_they_are_written() {
    let name: StationName = "alder-creek/CH/W2".parse().unwrap();
    assert_eq!(
        (name.site.as_str(), name.to_string().as_str()),
        ("CH", "alder-creek/CH/W2")
    );
    for wrong in ["", "CH/W2", "a/b/c/d", "a//c", "a/b/c ", "a/b/\u{e9}", "a/b/c\n"] {
        assert!(wrong.parse::<StationName>().is_err(), "{wrong:?}");
    }
    assert!(format!("a/b/{}", "c".repeat(41)).parse::<StationName>().is_err());
}

#[test]
fn signed_texts_tell_every_part_apart() {
    let name = |text: &str| text.parse::<StationName>().unwrap();
    let at = "2026-11-20T17:40:12.345Z".parse().unwrap();
    let text = request_text(&name("a/CH/W2"), "GET", "/v1/entries?after=7", "00", at);
    assert_eq!(
        text,
        b"counterfoil/request/1\0a/CH/W2\0GET\0/v1/entries?after=7\x0000\x001795196412345"
    );
    let one = acknowledged_text(&name("a/b/cd"), 1, 23, "ff");
    for other in [
        acknowledged_text(&name("a/bc/d"), 1, 23, "ff"),
        acknowledged_text(&name("a/b/cd"), 12, 3, "ff"),
        acknowledged_text(&name("a/b/cd"), 1, 23, "fe"),
    ] {
        assert_ne!(one, other);
    }
}

proptest! {
    /// Stretches come late, twice, in any order, and from a copy that went its own way: what is
    /// kept is always the beginning of one of the two journals, and in the end all of it.
    #[test]
    fn every_entry_once_and_in_order(
        length in 1usize..40,
        at in 0usize..40,
        arrivals in prop::collection::vec((0usize..40, 0usize..12, any::<bool>()), 0..60),
    ) {
        let ours = journal("ours", length);
        let other = parting(&ours, at.min(length - 1), 20);
        let mut here: Vec<Hash> = Vec::new();
        let mut take = |journal: &[Hash], after: usize, upto: usize| {
            let before = here.clone();
            match received(&here, journal, after, upto) {
                Reception::Append { skip } => here.extend_from_slice(&journal[after + skip..upto]),
                Reception::Repeat => assert!(upto <= here.len() && here[..upto] == journal[..upto]),
                Reception::Gap { expected } => assert_eq!(expected, here.len() as u64 + 1),
                Reception::Fork { seq } => {
                    let seq = usize::try_from(seq).unwrap();
                    assert!(seq <= here.len() && hash_of(&here, seq) != hash_of(journal, seq));
                }
            }
            assert_eq!(&here[..before.len()], &before[..], "nothing is overwritten");
        };
        for (after, more, ours_is_sent) in arrivals {
            let journal = if ours_is_sent { &ours } else { &other };
            let after = after.min(journal.len());
            take(journal, after, (after + more).min(journal.len()));
        }
        take(&ours, 0, length);
        let whole = |journal: &[Hash]| here.len() <= journal.len() && here[..] == journal[..here.len()];
        prop_assert!(here == ours || whole(&other));
    }
}
