//! Sums over the journals: by tender type, by department, by ledger account.

use std::collections::BTreeMap;

use super::journals::{Journals, Receipt, cents, list, text};
use super::papers::{Paper, amount};

impl Journals {
    /// Pieces and cents per tender type of a session's receipts.
    pub(super) fn taken(&self, session: &str) -> BTreeMap<String, (i64, i64)> {
        sums_of(self.of_session(session))
    }

    /// The same over all sessions.
    pub(super) fn taken_in_all(&self) -> BTreeMap<String, (i64, i64)> {
        sums_of(self.standing())
    }

    /// Asserts that a table of tender types (name, pieces, amount, its sum last) is these sums.
    pub(super) fn assert_tenders(&self, paper: &Paper, sums: BTreeMap<String, (i64, i64)>) {
        let (total, lines) = paper.rows.split_last().expect("a line of sums");
        let said: BTreeMap<String, (i64, i64)> = lines
            .iter()
            .map(|row| (row[0].clone(), (row[1].parse().expect("pieces"), amount(&row[2]))))
            .collect();
        let (items, cents) = sums.values().fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1));
        let own = sums.into_iter().filter(|(_, sum)| *sum != (0, 0));
        let own: BTreeMap<_, _> = own.map(|(code, sum)| (self.name("tenders", &code), sum)).collect();
        assert_eq!(said, own, "{}", paper.name);
        assert_eq!(
            (total[1].parse(), amount(&total[2])),
            (Ok(items), cents),
            "{}",
            paper.name
        );
    }

    /// What the receipts that stand were credited to: department's name, ledger account.
    pub(super) fn collected_by_department_and_account(&self) -> BTreeMap<(String, String), i64> {
        let mut sums = BTreeMap::new();
        for line in self.standing().flat_map(|receipt| &receipt.lines) {
            let department = self.name("departments", &text(&line["department"]));
            for part in list(&line["split"]) {
                *sums.entry((department.clone(), text(&part[0]))).or_default() += cents(&part[1]);
            }
        }
        sums
    }

    /// Departments that anything was collected for.
    pub(super) fn departments_collected_for(&self) -> Vec<String> {
        let all = list(&self.configuration["departments"]).map(|one| text(&one["code"]));
        let mut some: Vec<String> = all
            .filter(|department| !self.collected_for(department).credits.is_empty())
            .collect();
        some.sort();
        some
    }

    /// Postings that the close took. By what kind of entry it was, in the words of the ledger
    /// journal, and ledger account; debit positive.
    pub(super) fn posted_by_source(&self) -> BTreeMap<(String, String), i64> {
        let mut sums: BTreeMap<(String, String), i64> = BTreeMap::new();
        for entry in self.of_the_day() {
            for posting in list(&entry["postings"]) {
                let key = (source(&text(&entry["kind"])).to_owned(), text(&posting[0]));
                *sums.entry(key).or_default() += cents(&posting[1]);
            }
        }
        sums.retain(|_, net| *net != 0);
        sums
    }
}

/// The words of the ledger journal for a kind of entry.
fn source(kind: &str) -> &'static str {
    match kind {
        "receipt" => "Receipts",
        "receipt_voided" => "Receipts voided",
        "tender_reclassed" => "Tenders moved to another type",
        "drawer_opened" | "picked_up" | "change_ordered" => "Floats, pick-ups and change orders",
        "session_approved" => "Drawers approved: over and short, floats returned",
        "suspense_placed" => "Placed from suspense",
        "deposit_finalized" => "Deposits",
        "item_returned" | "item_reinstated" => "Returned items",
        "receipt_reversed" => "Receipts reversed after the close",
        "payment_transferred" => "Payments moved between accounts",
        "refund_requested" | "refund_withdrawn" => "Refunds requested",
        "bank_corrected" => "Bank corrections",
        other => panic!("{other} has postings, and nobody knows as what"),
    }
}

fn sums_of<'a>(receipts: impl Iterator<Item = &'a Receipt>) -> BTreeMap<String, (i64, i64)> {
    let mut sums: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for tender in receipts.flat_map(|receipt| &receipt.tenders) {
        let sum = sums.entry(text(&tender["type"])).or_default();
        *sum = (sum.0 + 1, sum.1 + cents(&tender["amount"]));
    }
    sums
}
