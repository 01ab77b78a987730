//! The journal as it stands on the disk, and what follows from it: read with
//! `counterfoil export`, added up here, so that a test compares two accounts of
//! the same day.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};
use serde_json::Value;

use crate::workstation::succeed;

/// All entries of a journal.
pub struct Books {
    /// The entries in order, as they were exported.
    pub entries: Vec<Value>,
    /// Their hashes, in hex.
    hashes: Vec<String>,
}

impl Books {
    /// Reads a workstation's journal.
    #[must_use]
    pub fn read(folder: &Path) -> Books {
        let lines = succeed(&["export", "--data", folder.to_str().expect("a path in plain text")]);
        let parsed = |line: &str| {
            let line: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error} in {line}"));
            (
                line["entry"].clone(),
                line["hash"].as_str().expect("an entry has its hash").to_owned(),
            )
        };
        let (entries, hashes) = lines.lines().map(parsed).unzip();
        Books { entries, hashes }
    }

    /// The entries of one kind.
    pub fn of_kind<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Value> {
        self.entries.iter().filter(move |entry| entry["kind"] == kind)
    }

    /// How many there are of one kind.
    #[must_use]
    pub fn count(&self, kind: &str) -> usize {
        self.of_kind(kind).count()
    }

    /// What all postings to a ledger account come to, in cents; debits are positive.
    #[must_use]
    pub fn balance(&self, ledger: &str) -> i64 {
        self.postings()
            .filter(|(account, _)| *account == ledger)
            .map(|(_, cents)| cents)
            .sum()
    }

    /// What all postings of all accounts come to: nothing, or the books are wrong.
    #[must_use]
    pub fn sum(&self) -> i64 {
        self.postings().map(|(_, cents)| cents).sum()
    }

    fn postings(&self) -> impl Iterator<Item = (&str, i64)> {
        self.entries.iter().flat_map(postings)
    }

    /// The seal that a receipt must print: the first eight hex digits of its entry's hash.
    #[must_use]
    pub fn seal(&self, number: &str) -> &str {
        let place = self
            .entries
            .iter()
            .position(|entry| entry["kind"] == "receipt" && entry["body"]["number"] == number);
        &self.hashes[place.unwrap_or_else(|| panic!("the journal has no receipt {number}"))][..8]
    }

    /// The body of a receipt.
    #[must_use]
    pub fn receipt(&self, number: &str) -> &Value {
        let mut found = self
            .of_kind("receipt")
            .map(|entry| &entry["body"])
            .filter(|body| body["number"] == number);
        let receipt = found
            .next()
            .unwrap_or_else(|| panic!("the journal has no receipt {number}"));
        assert!(found.next().is_none(), "the journal has receipt {number} twice");
        receipt
    }

    /// The numbers of all receipts in order.
    #[must_use]
    pub fn numbers(&self) -> Vec<String> {
        let numbers = self.of_kind("receipt").map(|entry| entry["body"]["number"].as_str());
        numbers
            .map(|number| number.expect("a receipt has its number").to_owned())
            .collect()
    }

    /// Asserts what must hold of any journal: places 1, 2, 3, …, every entry
    /// balanced by itself, receipts numbered 1, 2, 3, … without a gap.
    pub fn are_sound(&self) {
        for (place, entry) in (1u64..).zip(&self.entries) {
            assert_eq!(entry["seq"], place, "a gap in the journal: {entry}");
            assert_eq!(
                postings(entry).map(|(_, cents)| cents).sum::<i64>(),
                0,
                "an entry out of balance: {entry}"
            );
        }
        for (nth, number) in (1..).zip(self.numbers()) {
            let (_, digits) = number.split_once('-').expect("a receipt's number is STATION-NNNNNN");
            assert_eq!(digits.parse(), Ok(nth), "a gap before receipt {number}");
        }
    }
}

fn postings(entry: &Value) -> impl Iterator<Item = (&str, i64)> {
    entry["postings"].as_array().into_iter().flatten().map(|posting| {
        let ledger = posting[0].as_str().expect("a posting names its account");
        (ledger, posting[1].as_i64().expect("a posting is in whole cents"))
    })
}

/// How many entries a journal holds right now. Read from the file itself, beside
/// the running program, which need not be asked.
#[must_use]
pub fn journal_length(folder: &Path) -> i64 {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let journal = Connection::open_with_flags(folder.join("journal.db"), flags).expect("the journal opens");
    journal
        .query_row("SELECT count(*) FROM entries", [], |row| row.get(0))
        .expect("the journal counts")
}
