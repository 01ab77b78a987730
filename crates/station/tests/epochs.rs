//! Another key: who may say so, what the proof of the journal says of it; and what of a neighbour
//! this program cannot read.

mod counter;

use std::path::Path;
use std::sync::Arc;

use counter::create;
use counterfoil_domain::entry::{Entry, EpochReason, chain, hex};
use counterfoil_domain::epoch;
use counterfoil_domain::journal::Head;
use counterfoil_domain::sync::{Acknowledgement, acknowledged_text};
use counterfoil_formats::bundle::{self, Bundle, BundleHeader};
use counterfoil_formats::signature::{public_key, sign};
use counterfoil_station::central::reconciling::open_epoch;
use counterfoil_station::clock::Clock;
use counterfoil_station::exchange::bundle_after;
use counterfoil_station::folder::Folder;
use counterfoil_station::journal::JournalReader;
use counterfoil_station::neighbours::{Neighbours, Trust};
use counterfoil_station::proof;
use counterfoil_station::secrets::Secrets;
use tempfile::TempDir;

/// Central's secret key.
const CENTRAL: [u8; 32] = [7; 32];

/// A workstation, and another one's copy of its journal.
struct Site {
    folder: TempDir,
    secrets: Secrets,
}

impl Site {
    fn new() -> Site {
        let folder = tempfile::tempdir().unwrap();
        create(folder.path());
        let secrets = Secrets::read(&folder.path().join("secrets.json")).unwrap();
        Site { folder, secrets }
    }

    fn place(&self) -> Folder {
        Folder::at(self.folder.path())
    }

    fn reader(&self) -> JournalReader {
        JournalReader::open(&self.place().journal()).unwrap()
    }

    fn neighbours(&self) -> Neighbours {
        Neighbours::open(&self.folder.path().join("other.db")).unwrap()
    }

    fn another_key(&mut self) {
        self.secrets.key_to_enrol(true).unwrap();
        assert!(self.secrets.take_next_key());
    }

    fn bundle(&self, after: u64) -> Bundle {
        let (bytes, _) = bundle_after(&self.reader(), "W1", after, &self.secrets, (&Clock::system(), false)).unwrap();
        bundle::read(&bytes).unwrap()
    }

    /// Opens an epoch with the key in use, by central's word as this key signs it.
    fn opens_epoch(&self, central: &[u8; 32]) -> Entry {
        let key = self.secrets.public_key();
        let opened = open_epoch(&self.place(), &Clock::system(), |head| {
            Ok(epoch::open(
                head,
                EpochReason::KeyRotated,
                Some(word(head, central)),
                key,
                None,
            )?)
        });
        opened.unwrap()
    }
}

fn word(head: &Head, central: &[u8; 32]) -> Acknowledgement {
    let name = "alder/CH/W1".parse().unwrap();
    let hash = hex(&head.hash);
    Acknowledgement {
        signature: sign(central, &acknowledged_text(&name, head.epoch, head.seq, &hash)),
        key: public_key(&CENTRAL),
        name,
        epoch: head.epoch,
        seq: head.seq,
        hash,
    }
}

fn verified(journal: &Path) -> Option<String> {
    let finding = proof::verify(&JournalReader::open(journal).unwrap(), |_| {}, |_, _| {}).unwrap();
    finding.fault.map(|fault| fault.to_string())
}

#[test]
fn another_key_is_taken_only_where_central_vouches_for_it() {
    let mut site = Site::new();
    let neighbours = site.neighbours();
    let first = site.bundle(0);
    assert_eq!(neighbours.take_in(&first).unwrap(), 1);
    site.another_key();
    assert_eq!(
        neighbours.take_in(&site.bundle(1)).unwrap_err().code(),
        "bundle_other_key"
    );
    // By the entry that opens the epoch, with central's word in it.
    site.opens_epoch(&CENTRAL);
    let opening = site.bundle(1);
    assert_eq!(neighbours.take_in(&opening).unwrap_err().code(), "bundle_other_key");
    let trust = |central: &[u8; 32]| Trust {
        central_key: Some(public_key(central)),
        keys: Default::default(),
    };
    neighbours.trust(trust(&[8; 32]));
    assert_eq!(neighbours.take_in(&opening).unwrap_err().code(), "bundle_other_key");
    neighbours.trust(trust(&CENTRAL));
    assert_eq!(neighbours.take_in(&opening).unwrap(), 1);
    assert_eq!(neighbours.heads().unwrap()["W1"].key, site.secrets.public_key());
    // What comes late by the former key changes nothing.
    assert_eq!(neighbours.take_in_from_central(&first).unwrap(), 0);
    assert_eq!(neighbours.heads().unwrap()["W1"].key, site.secrets.public_key());
    // By central's list of keys.
    site.another_key();
    assert_eq!(
        neighbours.take_in(&site.bundle(2)).unwrap_err().code(),
        "bundle_other_key"
    );
    let keys = [("W1".to_owned(), site.secrets.public_key())];
    neighbours.trust(Trust {
        central_key: None,
        keys: keys.into_iter().collect(),
    });
    neighbours.take_in(&site.bundle(2)).unwrap();
}

#[test]
fn the_proof_knows_a_word_that_central_did_not_sign() {
    let site = Site::new();
    site.opens_epoch(&CENTRAL);
    assert_eq!(verified(&site.place().journal()), None);
    site.opens_epoch(&[8; 32]);
    let found = verified(&site.place().journal()).unwrap();
    assert_eq!(found, "entry 3: the signature of its acknowledgement does not hold");
}

#[test]
fn what_cannot_be_read_of_a_neighbour_is_kept_and_stands_in_nobodys_way() {
    let site = Site::new();
    let neighbours = Arc::new(site.neighbours());
    neighbours.take_in(&site.bundle(0)).unwrap();
    let mut head = site.reader().head("W1").unwrap();
    let previous = head.hash;
    let lines: [&[u8]; 2] = [b"{\"poison\":true}", b"{}"];
    for line in lines {
        head.seq += 1;
        head.hash = chain(&head.hash, line);
    }
    let header = BundleHeader {
        station: "W1".to_owned(),
        epoch: 1,
        after: 1,
        previous,
        made_at: Clock::system().now(),
        stopping: false,
    };
    let signed = site.secrets.sign(&head);
    let handed = site.secrets.sign_handed("W1", 1, &signed, header.made_at, false);
    let bytes = bundle::write(&header, lines, &signed, &handed);
    assert!(bundle::read(&bytes).is_err(), "by hand it is refused");
    let raw = bundle::read_raw(&bytes).unwrap();
    assert_eq!(neighbours.take_in_from_central(&raw).unwrap(), 2);
    let is_there = |neighbours: &Neighbours| {
        let head = neighbours.heads().unwrap()["W1"].clone();
        assert_eq!((head.seq, head.kept), (1, 3));
        assert_eq!(neighbours.get("W1", 2).unwrap().unwrap().bytes.as_bytes(), lines[0]);
    };
    is_there(&neighbours);
    assert_eq!(neighbours.take_in_from_central(&raw).unwrap(), 0, "twice is once");
    neighbours.come_to(9).unwrap();
    drop(neighbours);
    let neighbours = site.neighbours();
    is_there(&neighbours);
    assert_eq!(neighbours.position().unwrap(), 9);
}
