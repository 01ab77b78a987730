//! Central's order: no reader skips what was committed late. And two centrals on one database.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::office::Office;

/// Three workstations push small bundles at once, two at one program, one at another on the same
/// database; a reader follows. What it saw is all there is, each workstation's in order.
#[test]
fn a_reader_that_follows_misses_nothing_of_concurrent_pushes_to_two_centrals() {
    const PUSHES: u64 = 40;
    let office = Office::open();
    let second = office.second();
    let mut windows = [office.workstation("W2"), office.workstation("W3")];
    let reader = office.workstation("W1");
    let mut third = reader.clone();
    third.address = second;
    windows[1].address = second;
    // The same workstation at both programs at once: a repeat is a repeat.
    let twin = windows[0].clone();
    let done = AtomicBool::new(false);
    let seen = std::thread::scope(|scope| {
        let pushing: Vec<_> = windows
            .iter_mut()
            .map(|one| {
                scope.spawn(move || {
                    for after in 0..PUSHES {
                        one.work(1);
                        one.push(&one.bundle(after, after + 1)).json(200);
                    }
                })
            })
            .collect();
        let following = scope.spawn(|| {
            let (mut position, mut seen) = (0, BTreeMap::<String, Vec<u64>>::new());
            loop {
                let last = done.load(Ordering::SeqCst);
                let (parts, bundles) = reader.get(&format!("/v1/entries?after={position}")).parts();
                for bundle in &bundles {
                    let of = seen.entry(bundle.station.clone()).or_default();
                    assert_eq!(
                        bundle.after,
                        of.last().copied().unwrap_or(0),
                        "{} skipped",
                        bundle.station
                    );
                    of.extend(bundle.entries.iter().map(|one| one.seq));
                }
                position = parts.position;
                if last && !parts.more {
                    return seen;
                }
            }
        });
        for one in pushing {
            one.join().unwrap();
        }
        done.store(true, Ordering::SeqCst);
        following.join().unwrap()
    });
    for station in ["W2", "W3"] {
        assert_eq!(seen[station], (1..=PUSHES).collect::<Vec<u64>>(), "{station}");
    }
    assert_eq!(office.count("SELECT count(*) FROM deliveries"), 81);
    assert_eq!(office.count("SELECT position FROM sites"), 81);
    let mut twin = twin;
    twin.address = second;
    twin.journal.clone_from(&windows[0].journal);
    twin.head = windows[0].head.clone();
    assert_eq!(twin.push_all(), windows[0].push_all());
    third.contact().json(200);
}
