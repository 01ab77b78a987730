//! The general ledger's journal: which batch an entry falls into, what the lines
//! say, that they balance.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use counterfoil_domain::entry::{Entry, StationHead};
use counterfoil_domain::ledger::{LedgerJournal, LedgerSums, Source, belongs};
use counterfoil_domain::money::Cents;
use counterfoil_domain::posting::Posting;
use counterfoil_domain::refusal::Refusal;
use proptest::prelude::*;

use crate::day::{Day, acts};
use crate::fixture::{Desk, configuration, day};
use crate::script::Script;

fn journal_of<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Result<LedgerJournal, Refusal> {
    let mut sums = LedgerSums::default();
    for entry in entries {
        sums.apply(entry)?;
    }
    sums.journal(&configuration(), "GL-000001".into(), day("2026-11-21"))
}

#[test]
fn one_line_for_each_source_and_account_in_a_stable_order() {
    let desk = Script::whole();
    let journal = journal_of(&desk.entries).unwrap();
    let lines: Vec<(&str, &str, i64, i64)> = journal
        .lines
        .iter()
        .map(|line| (line.memo.as_str(), line.account.as_str(), line.debit.0, line.credit.0))
        .collect();
    assert_eq!(
        lines,
        [
            ("Receipts", "1010", 14_200, 0),
            ("Receipts", "1020", 26_500, 0),
            ("Receipts", "1030", 5_000, 0),
            ("Receipts", "2010", 0, 537),
            ("Receipts", "4010", 0, 12_308),
            ("Receipts", "4020", 0, 23_555),
            ("Receipts", "4030", 0, 9_300),
            ("Receipts voided", "1020", 0, 6_000),
            ("Receipts voided", "4020", 4_500, 0),
            ("Receipts voided", "4030", 1_500, 0),
            ("Tenders moved to another type", "1010", 0, 3_000),
            ("Tenders moved to another type", "1020", 3_000, 0),
            ("Floats, pick-ups and change orders", "1000", 0, 6_500),
            ("Floats, pick-ups and change orders", "1010", 6_500, 0),
        ]
    );
    assert_eq!(journal.lines[4].name, "Water");
    assert_eq!(journal.lines[4].department.as_deref(), Some("UT"));
    assert_eq!(journal.lines[0].department, None);
    let batch = journal.batch().unwrap();
    assert_eq!((batch.lines, batch.debits), (14, journal.credits().unwrap()));
}

#[test]
fn the_digest_is_that_of_the_content() {
    let desk = Script::whole();
    let journal = journal_of(&desk.entries).unwrap();
    assert_eq!(
        journal.digest(),
        journal_of(desk.entries.iter().rev()).unwrap().digest()
    );
    let mut renamed = journal.clone();
    renamed.lines[0].name = "Petty cash".into();
    assert_eq!(renamed.digest(), journal.digest());
    for change in [
        |journal: &mut LedgerJournal| journal.number = "GL-000002".into(),
        |journal: &mut LedgerJournal| journal.date = journal.date + Days::new(1),
        |journal: &mut LedgerJournal| journal.lines[0].debit = Cents(1),
        |journal: &mut LedgerJournal| journal.lines[0].account = "1011".into(),
        |journal: &mut LedgerJournal| drop(journal.lines.pop()),
    ] {
        let mut changed = journal.clone();
        change(&mut changed);
        assert_ne!(changed.digest(), journal.digest());
    }
}

#[test]
fn what_does_not_balance_makes_no_journal() {
    let mut desk = Desk::opened();
    desk.entries[0].postings.push(Posting("4010".into(), Cents(1)));
    let refused = journal_of(&desk.entries);
    assert_eq!(refused, Err(Refusal::PostingsUnbalanced { off_by: Cents(1) }));
}

#[test]
fn an_entry_behind_the_head_or_of_a_later_date_waits_for_its_batch() {
    let mut entry = Desk::opened().entries.remove(0);
    let head = |seq| {
        [StationHead {
            station: "W3".into(),
            seq,
            hash: String::new(),
            receipts: 0,
            cents: Cents::ZERO,
        }]
    };
    let (first, second) = ((day("2026-11-21"), head(5)), (day("2026-11-22"), head(9)));
    let taken = |entry: &Entry| {
        (
            belongs(entry, (first.0, &first.1), None),
            belongs(entry, (second.0, &second.1), Some((first.0, &first.1))),
        )
    };
    for (seq, date, expected) in [
        (5, "2026-11-21", (true, false)),
        (6, "2026-11-21", (false, true)),
        (5, "2026-11-22", (false, true)),
        (10, "2026-11-21", (false, false)),
        (9, "2026-11-23", (false, false)),
    ] {
        (entry.seq, entry.business_date) = (seq, day(date));
        assert_eq!(taken(&entry), expected, "{seq} of {date}");
    }
    (entry.seq, entry.station) = (1, "W9".into());
    assert_eq!(taken(&entry), (false, false));
}

/// Closes: how many days each comes after the one before, and how much further each workstation is.
fn closes() -> impl Strategy<Value = Vec<(u64, [u64; 2])>> {
    prop::collection::vec((1u64..3, [0u64..6, 0u64..6]), 1..6)
}

proptest! {
    /// Every entry is in exactly one batch, whatever the closes; none is in none once
    /// a close has reached it.
    #[test]
    fn every_entry_falls_into_one_batch(closes in closes(), entries in prop::collection::vec((0usize..2, 1u64..30, 0u64..12), 1..40)) {
        let begin: NaiveDate = day("2026-11-20");
        let stations = ["W3", "W4"];
        let mut reached = (begin, [0, 0]);
        let mut reaches = Vec::new();
        for (days, steps) in closes {
            reached.0 = reached.0 + Days::new(days);
            reached.1 = [reached.1[0] + steps[0], reached.1[1] + steps[1]];
            let heads: Vec<StationHead> = stations
                .iter()
                .zip(reached.1)
                .map(|(station, seq)| StationHead {
                    station: (*station).to_owned(),
                    seq,
                    hash: String::new(),
                    receipts: 0,
                    cents: Cents::ZERO,
                })
                .collect();
            reaches.push((reached.0, heads));
        }
        let template = Desk::opened().entries.remove(0);
        for (station, seq, days) in entries {
            let mut entry = template.clone();
            entry.station = stations[station].to_owned();
            (entry.seq, entry.business_date) = (seq, begin + Days::new(days));
            let batches = (0..reaches.len()).filter(|place| {
                let previous = place.checked_sub(1).map(|before| (reaches[before].0, reaches[before].1.as_slice()));
                belongs(&entry, (reaches[*place].0, &reaches[*place].1), previous)
            });
            let reached = seq <= reached.1[station] && entry.business_date <= reached.0;
            prop_assert_eq!(batches.count(), usize::from(reached));
        }
    }

    /// Debits equal credits on any day, and the journal's net by account is that of the postings.
    #[test]
    fn the_journal_balances_and_is_the_postings(acts in acts()) {
        let entries = Day::lived(&acts).desk.entries;
        let journal = journal_of(&entries).unwrap();
        prop_assert_eq!(journal.debits(), journal.credits());
        let mut postings: BTreeMap<&str, i64> = BTreeMap::new();
        for posting in entries.iter().flat_map(|entry| &entry.postings) {
            *postings.entry(&posting.0).or_default() += posting.1.0;
        }
        for line in &journal.lines {
            *postings.get_mut(line.account.as_str()).unwrap() -= line.debit.0 - line.credit.0;
            prop_assert!(line.debit.is_zero() != line.credit.is_zero());
        }
        prop_assert!(postings.values().all(|left| *left == 0));
        prop_assert!(journal.lines.iter().all(|line| line.memo != Source::Other.words()));
    }
}
