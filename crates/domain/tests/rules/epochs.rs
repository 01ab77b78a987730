//! Epochs: how one is opened, what the proof of a journal says of it, what the day says of
//! receipts that went with the disk.

use counterfoil_domain::day::Day;
use counterfoil_domain::entry::{Body, Entry, EpochOpened, EpochReason, hex};
use counterfoil_domain::epoch;
use counterfoil_domain::journal::{Head, Proof};
use counterfoil_domain::sync::{Acknowledgement, StationName};

use crate::fixture::{Desk, offer, open_amount, payment};
use crate::script::Script;
use crate::table::{Rule, check, code_of};

/// Central's word about a head; its signature is for those who know keys.
pub(crate) fn acknowledged(head: &Head) -> Acknowledgement {
    Acknowledgement {
        name: StationName {
            city: "alder-creek".into(),
            site: "CH".into(),
            station: head.station.clone(),
        },
        epoch: head.epoch,
        seq: head.seq,
        hash: hex(&head.hash),
        key: "cc".repeat(32),
        signature: "dd".repeat(64),
    }
}

/// A workstation that was restored, then replaced, then got another key; receipts between.
pub(crate) fn lived() -> Desk {
    let mut desk = Script::begun().paid().0;
    let restored = epoch::open(
        &desk.head,
        EpochReason::Restored,
        None,
        "a1".repeat(32),
        Some("W3-000007"),
    );
    desk.write("command line", restored.unwrap(), None).unwrap();
    take_one(&mut desk);
    for (why, key) in [(EpochReason::Replaced, "a2"), (EpochReason::KeyRotated, "a3")] {
        let word = acknowledged(&desk.head);
        let opened = epoch::open(&desk.head, why, Some(word), key.repeat(32), None);
        desk.write("command line", opened.unwrap(), None).unwrap();
    }
    take_one(&mut desk);
    desk
}

fn take_one(desk: &mut Desk) {
    let one = payment(vec![open_amount("MISC", 700)], vec![offer("CASH", 700, 0)]);
    desk.pay(&one).unwrap();
}

#[test]
fn the_numbers_go_on_after_those_that_were_lost() {
    let desk = lived();
    let receipts: Vec<&str> = desk
        .entries
        .iter()
        .filter_map(|entry| match &entry.body {
            Body::Receipt(receipt) => Some(receipt.number.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(receipts[4..], ["W3-000005", "W3-000008", "W3-000009"]);
    assert_eq!((desk.head.epoch, desk.head.grand_total.count), (4, 9));
    let Body::EpochOpened(first) = &opened(&desk)[0].body else {
        unreachable!()
    };
    let lost = first.lost.as_ref().unwrap();
    assert_eq!(
        (lost.first.as_str(), lost.last.as_str(), lost.count),
        ("W3-000006", "W3-000007", 2)
    );
    proved(&desk.entries).unwrap();
}

fn opened(desk: &Desk) -> Vec<Entry> {
    let is_it = |entry: &&Entry| matches!(entry.body, Body::EpochOpened(_));
    desk.entries.iter().filter(is_it).cloned().collect()
}

/// What is handed to the decision.
#[derive(Clone)]
struct Scene {
    head: Head,
    word: Option<Acknowledgement>,
    last: Option<&'static str>,
}

#[test]
fn what_an_epoch_is_not_opened_on() {
    let head = Script::begun().paid().0.head;
    let scene = Scene {
        word: Some(acknowledged(&head)),
        last: Some("W3-000006"),
        head,
    };
    let open = |scene: &Scene| {
        let word = scene.word.clone();
        epoch::open(&scene.head, EpochReason::Restored, word, String::new(), scene.last)
    };
    let rules: [Rule<'_, Scene>; 3] = [
        ("epoch_not_acknowledged", |scene| scene.word.as_mut().unwrap().seq -= 1),
        ("lost_receipts_wrong", |scene| scene.last = Some("W3-000005")),
        ("lost_receipts_too_many", |scene| scene.last = Some("W3-002006")),
    ];
    check(&scene, open, &rules);
    for word in [
        Acknowledgement {
            epoch: 2,
            ..acknowledged(&scene.head)
        },
        Acknowledgement {
            hash: "00".repeat(32),
            ..acknowledged(&scene.head)
        },
        Acknowledgement {
            name: StationName {
                station: "W4".into(),
                ..acknowledged(&scene.head).name
            },
            ..acknowledged(&scene.head)
        },
    ] {
        let other = Scene {
            word: Some(word),
            ..scene.clone()
        };
        assert_eq!(code_of(open(&other)), "epoch_not_acknowledged");
    }
    for last in [
        "",
        "W3",
        "W3-",
        "W2-000006",
        "W3-6",
        "W3-+00006",
        "W3-00000006",
        "W3-000001",
        "W3-99999999999999999999",
    ] {
        let other = Scene {
            last: Some(last),
            ..scene.clone()
        };
        assert_eq!(code_of(open(&other)), "lost_receipts_wrong", "{last}");
    }
}

/// Proves entries as if somebody had written and chained just these.
fn proved(entries: &[Entry]) -> Result<(), String> {
    let mut proof = Proof::new("W3");
    let mut head = Head::empty("W3").hash;
    for (seq, entry) in (1u64..).zip(entries) {
        let mut entry = entry.clone();
        // The forger knows the hashes of what was forged before.
        if let Body::EpochOpened(opened) = &mut entry.body
            && opened.cites.hash != "forged"
        {
            opened.cites.hash = hex(&head);
            if let Some(word) = &mut opened.acknowledged {
                word.hash = hex(&head);
            }
        }
        let bytes = entry.encode().unwrap();
        head = counterfoil_domain::entry::chain(&head, &bytes);
        proof.next(seq, &head, &bytes).map_err(|fault| fault.to_string())?;
    }
    Ok(())
}

#[test]
fn what_the_proof_finds_about_epochs() {
    let desk = lived();
    let forged = |change: fn(&mut Entry, &mut EpochOpened)| {
        let mut entries = desk.entries.clone();
        let place = entries.iter().position(|one| one.epoch == 3).unwrap();
        let Body::EpochOpened(mut opened) = entries[place].body.clone() else {
            unreachable!()
        };
        change(&mut entries[place], &mut opened);
        entries[place].body = Body::EpochOpened(opened);
        proved(&entries).unwrap_err()
    };
    assert_eq!(
        forged(|entry, _| entry.epoch = 4),
        "entry 13: opens epoch 4 after epoch 2"
    );
    assert!(forged(|_, opened| opened.cites.seq = 11).contains("which is not the one before it"));
    assert!(forged(|_, opened| opened.cites.hash = "forged".into()).contains("which is not the one before it"));
    assert!(
        forged(|_, opened| opened.acknowledged.as_mut().unwrap().seq = 11)
            .contains("is acknowledged as after entry 11 of W3, which is not the one that it cites")
    );
    let lost = |first: &str, last: &str, count| counterfoil_domain::entry::LostReceipts {
        first: first.into(),
        last: last.into(),
        count,
    };
    let first = desk.entries.iter().position(|one| one.epoch == 2).unwrap();
    for wrong in [
        lost("W3-000005", "W3-000007", 2),
        lost("W3-000006", "W3-000008", 2),
        lost("W3-000006", "W3-000005", 0),
        lost("W3-000006", "W3-000007", u64::MAX),
    ] {
        let mut entries = desk.entries.clone();
        if let Body::EpochOpened(opened) = &mut entries[first].body {
            opened.lost = Some(wrong);
        }
        assert!(
            proved(&entries)
                .unwrap_err()
                .contains("are lost, and W3-000006 is next")
        );
    }
    // An epoch is not entered by any other entry.
    let mut entries = desk.entries.clone();
    entries.remove(first);
    entries.truncate(first + 1);
    entries[first].seq -= 1;
    assert_eq!(proved(&entries).unwrap_err(), "entry 11: is of epoch 2, after epoch 1");
}

#[test]
fn the_day_names_receipts_that_were_lost() {
    let desk = lived();
    let mut day = Day::new(desk.today());
    for (entry, (hash, _)) in desk.entries.iter().zip(&desk.stored) {
        day.apply(entry, hash).unwrap();
    }
    let gaps: Vec<String> = day.stations[0].gaps.iter().map(|gap| gap.in_words()).collect();
    assert_eq!(
        gaps,
        ["W3-000006 to W3-000007: lost with the disk before epoch 2, which was opened on 21 Nov 2026"]
    );
}
