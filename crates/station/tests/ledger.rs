//! A day's ledger batch is issued once: where the journal no longer gives what the
//! day's close says, it is not written again.

use chrono::NaiveDate;
use counterfoil_domain::entry::{Body, DayClosed, LedgerBatch, SignedHead, StationHead, hex};
use counterfoil_domain::journal::{Decision, Stamp};
use counterfoil_domain::money::Cents;
use counterfoil_formats::configuration;
use counterfoil_station::clock::Clock;
use counterfoil_station::folder::Folder;
use counterfoil_station::journal::{Journal, JournalReader};
use counterfoil_station::{Seat, Station, demo};
use serde_json::json;
use serde_json::value::to_raw_value;
use uuid::Uuid;

const DATE: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();

/// Writes a close of a day of nothing, as if its batch had been another one.
fn close_with(folder: &Folder, digest: &str) {
    let reader = JournalReader::open(&folder.journal()).unwrap();
    let head = reader.head("W1").unwrap();
    let here = StationHead {
        station: "W1".to_owned(),
        seq: head.seq,
        hash: hex(&head.hash),
        receipts: 0,
        cents: Cents::ZERO,
    };
    let closed = DayClosed {
        date: DATE,
        closer: ("tran".to_owned(), "M. Tran".to_owned()),
        sessions: Vec::new(),
        carried: Vec::new(),
        heads: vec![here],
        tenders: Vec::new(),
        ledger: LedgerBatch {
            number: "GL-000001".to_owned(),
            debits: Cents::ZERO,
            lines: 0,
            digest: digest.to_owned(),
        },
        transmittals: Vec::new(),
        head: SignedHead {
            seq: head.seq,
            hash: hex(&head.hash),
            key: String::new(),
            signature: String::new(),
        },
    };
    let stamp = Stamp {
        id: Uuid::from_u128(1),
        request: None,
        now: Clock::system().now(),
        business_date: DATE,
        actor: "tran".to_owned(),
        config: String::new(),
    };
    let decision = Decision::plain(Body::DayClosed(Box::new(closed)));
    let entry = head.entry(decision, stamp).unwrap();
    Journal::open(&folder.journal()).unwrap().append(&head, &entry).unwrap();
}

/// Asks for the day's ledger journal: the files, or the refusal's code.
fn ledger_of(folder: &Folder) -> Result<Vec<String>, String> {
    let seat = Seat::new(Station::open(folder.path()).unwrap());
    let call = |command: &str, request: serde_json::Value| {
        let reply = seat.call(command, &to_raw_value(&request).unwrap());
        reply.map(|reply| serde_json::from_str::<serde_json::Value>(reply.get()).unwrap())
    };
    call("sign_in", json!({ "user": "tran", "password": "alder-creek" })).unwrap();
    let asked = json!({ "date": DATE.to_string(), "key": "ledger_journal" });
    match call("write_document", asked) {
        Ok(written) => Ok(serde_json::from_value(written["files"].clone()).unwrap()),
        Err(refusal) => Err(refusal.code),
    }
}

#[test]
fn a_batch_that_comes_out_otherwise_is_not_written() {
    let place = tempfile::tempdir().unwrap();
    let folder = Folder::at(&place.path().join("W1"));
    let city = configuration::read(demo::CITY).unwrap();
    Station::create(folder.path(), city, "W1", &Clock::system()).unwrap();
    close_with(&folder, &"00".repeat(32));
    assert_eq!(ledger_of(&folder), Err("ledger_differs".to_owned()));
    assert!(!folder.documents().exists(), "nothing is written");
}

#[test]
fn a_batch_that_comes_out_as_issued_is_written_again() {
    let place = tempfile::tempdir().unwrap();
    let folder = Folder::at(&place.path().join("W1"));
    let city = configuration::read(demo::CITY).unwrap();
    let nothing = counterfoil_domain::ledger::LedgerSums::default()
        .journal(&city, "GL-000001".to_owned(), DATE)
        .unwrap();
    Station::create(folder.path(), city, "W1", &Clock::system()).unwrap();
    close_with(&folder, &nothing.digest());
    let files = ledger_of(&folder).unwrap();
    assert!(
        files.iter().any(|file| file.ends_with("ledger-GL-000001.csv")),
        "{files:?}"
    );
}
