//! Sums over the journals: by tender type, by department, by ledger account.

use std::collections::BTreeMap;

use serde_json::Value;

use super::journals::{Journals, Receipt, cents, list, text};
use super::papers::{Paper, amount};

/// What was collected for a department.
#[derive(Default)]
pub(super) struct Collected {
    /// By ledger account.
    pub(super) credits: BTreeMap<String, i64>,
    /// What paid it, by the tender type's name.
    pub(super) debits: BTreeMap<String, i64>,
}

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

    /// What was collected for a department, receipts and placements together.
    pub(super) fn collected_for(&self, department: &str) -> Collected {
        let mut own = Collected::default();
        for receipt in self.standing() {
            credit(&mut own.credits, &receipt.lines, department);
            for (tender, line, cents) in paid_by(&receipt.tenders, &receipt.lines) {
                if line["department"] == department {
                    let name = self.name("tenders", &text(&tender["type"]));
                    *own.debits.entry(name).or_default() += cents;
                }
            }
        }
        for placed in self.of_kind("suspense_placed") {
            let lines: Vec<Value> = list(&placed["body"]["lines"]).cloned().collect();
            credit(&mut own.credits, &lines, department);
            let meant = lines.iter().filter(|line| line["department"] == department);
            let amount: i64 = meant.map(|line| cents(&line["amount"])).sum();
            if amount != 0 {
                *own.debits.entry("Placed from suspense".to_owned()).or_default() += amount;
            }
        }
        own
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

    /// Postings that the close took: of entries up to the heads that it names, of its date. By
    /// what kind of entry it was, in the words of the ledger journal, and ledger account; debit positive.
    pub(super) fn posted_by_source(&self) -> BTreeMap<(String, String), i64> {
        let closed = self.day_closed();
        let mut sums: BTreeMap<(String, String), i64> = BTreeMap::new();
        for entry in self.books.iter().flat_map(|books| &books.entries) {
            let mut heads = list(&closed["heads"]);
            let head = heads.find(|head| head["station"] == entry["station"]).expect("a head");
            if cents(&entry["seq"]) > cents(&head["seq"]) || entry["business_date"] != closed["date"] {
                continue;
            }
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
        other => panic!("{other} has postings, and nobody knows as what"),
    }
}

fn credit(credits: &mut BTreeMap<String, i64>, lines: &[Value], department: &str) {
    for line in lines.iter().filter(|line| line["department"] == department) {
        for part in list(&line["split"]) {
            *credits.entry(text(&part[0])).or_default() += cents(&part[1]);
        }
    }
}

/// Which tender pays how much of which line: tenders and lines are used up in their order.
fn paid_by<'a>(tenders: &'a [Value], lines: &'a [Value]) -> Vec<(&'a Value, &'a Value, i64)> {
    let mut paid = Vec::new();
    let mut owed: Vec<i64> = lines.iter().map(|line| cents(&line["amount"])).collect();
    for tender in tenders {
        let mut left = cents(&tender["amount"]);
        for (line, owed) in lines.iter().zip(&mut owed) {
            let part = left.min(*owed);
            if part > 0 {
                paid.push((tender, line, part));
            }
            left -= part;
            *owed -= part;
        }
        assert_eq!(left, 0, "a tender pays more than the receipt's lines: {tender}");
    }
    paid
}

fn sums_of<'a>(receipts: impl Iterator<Item = &'a Receipt>) -> BTreeMap<String, (i64, i64)> {
    let mut sums: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for tender in receipts.flat_map(|receipt| &receipt.tenders) {
        let sum = sums.entry(text(&tender["type"])).or_default();
        *sum = (sum.0 + 1, sum.1 + cents(&tender["amount"]));
    }
    sums
}
