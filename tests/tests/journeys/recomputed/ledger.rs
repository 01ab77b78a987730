//! What the departments get, and the general ledger.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use super::day;
use super::journals::{Journals, cents, list, text};
use super::papers::{Paper, amount};

/// **The transmittals**: each department gets what its lines were credited with, account by
/// account, and the debits say what paid it. A receipt's tenders pay its lines in their order.
/// Money placed from suspense comes to the department that it was meant for.
#[test]
fn the_transmittals_are_the_receipts() {
    let day = day();
    assert_transmittals(&day.journals, &day.papers);
}

/// Asserts that a day's transmittals are what the journals say.
pub(super) fn assert_transmittals(journals: &Journals, papers: &Path) {
    let issued: Vec<&Value> = list(&journals.day_closed()["transmittals"]).collect();
    let mut departments = Vec::new();
    for one in issued {
        let (number, department, total) = (text(&one[0]), text(&one[1]), cents(&one[2]));
        let paper = Paper::read(papers, &format!("transmittal-{number}-"), ".csv");
        let own = journals.collected_for(&department);
        assert_eq!(own.credits.values().sum::<i64>(), total, "{number} to {department}");
        assert_eq!(
            own.debits.values().sum::<i64>(),
            total,
            "{number}: debits equal credits"
        );
        let (mut debits, mut credits) = (BTreeMap::new(), BTreeMap::new());
        for row in paper.rows.iter().filter(|row| row[0] != "Together") {
            // What was taken back stands on the other side.
            let net = side(&row[3]) - side(&row[4]);
            if row[2].is_empty() {
                *credits.entry(row[0].clone()).or_default() -= net;
            } else {
                *debits.entry(row[2].clone()).or_default() += net;
            }
        }
        assert_eq!(debits, own.debits, "{number} to {department}: what paid it");
        assert_eq!(credits, own.credits, "{number} to {department}: what it gets");
        departments.push(department);
    }
    departments.sort();
    assert_eq!(departments, journals.departments_collected_for());
}

fn side(written: &str) -> i64 {
    if written.is_empty() { 0 } else { amount(written) }
}

/// **The ledger journal**: every posting of every entry that the close took, netted by ledger
/// account and by what kind of entry it is; debits equal credits.
#[test]
fn the_ledger_journal_is_the_postings() {
    let day = day();
    let paper = day.paper("ledger-GL-000001", "GL-000001.csv");
    let debits = assert_ledger(&day.journals, &paper);
    assert_eq!(day.close["ledger_total"], debits);
    let posted = day.journals.posted_by_source();
    // Read as an accountant does, account by account: what went to the bank is the deposit,
    // nothing is left in drawers, and the one shortage is in over and short.
    let account = |code: &str| {
        posted
            .iter()
            .filter(|((_, one), _)| one == code)
            .map(|(_, net)| net)
            .sum::<i64>()
    };
    assert_eq!(account("100-1000"), cents(&day.deposit["brief"]["total"]), "bank");
    assert_eq!(account("100-1020"), 0, "cash in drawers");
    assert_eq!(account("100-1030") + account("100-1035"), 0, "checks on hand");
    assert_eq!(account("100-1010"), 0, "the vault gave floats and got them back");
    assert_eq!(account("100-4990"), 5_400, "over and short");
}

/// Asserts that a day's ledger batch is what the journals say; its debits.
pub(super) fn assert_ledger(journals: &Journals, paper: &Paper) -> i64 {
    let mut said: BTreeMap<(String, String), i64> = BTreeMap::new();
    for row in paper.all.iter().filter(|row| row[0] == "L") {
        let net = amount(&row[4]) - amount(&row[5]);
        assert!(
            said.insert((row[6].clone(), row[2].clone()), net).is_none(),
            "a line stands once"
        );
    }
    let posted = journals.posted_by_source();
    assert_eq!(said, posted);
    let debits: i64 = posted.values().filter(|net| **net > 0).sum();
    let credits: i64 = -posted.values().filter(|net| **net < 0).sum::<i64>();
    assert_eq!(debits, credits);
    let trailer = paper.all.last().expect("a trailer");
    assert_eq!(trailer[1], posted.len().to_string());
    assert_eq!((amount(&trailer[2]), amount(&trailer[3])), (debits, credits));
    debits
}
