//! The balance of the day, and the same sums made again from the journal's bare
//! JSON, sharing no fold with the desk: if they disagree, the demo day fails.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::fault::Fault;
use crate::journal::JournalReader;

/// Expected, counted and difference of every tender of every drawer.
#[derive(Debug, Clone, Default)]
pub struct Balance {
    /// One line a drawer and tender type with anything in it.
    pub lines: Vec<BalanceLine>,
}

/// One line of the balance, in cents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BalanceLine {
    /// The window's name and the cashier's.
    pub drawer: String,
    /// The tender type's code.
    pub tender: String,
    /// Pieces.
    pub items: i64,
    /// Expected.
    pub expected: i64,
    /// Counted.
    pub counted: i64,
}

/// What the journal of one workstation comes to, in cents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sums {
    /// Expected by tender type: cash with float and movements, all others as received.
    pub expected: BTreeMap<String, i64>,
    /// The ledger by account, debits positive.
    pub ledger: BTreeMap<String, i64>,
    /// Receipts that stand, and their total.
    pub receipts: (u64, i64),
}

/// Sums the journal of a workstation from its bare JSON.
///
/// # Errors
/// [`Fault::JournalDamaged`], those of the store.
pub fn independent_sums(reader: &JournalReader, cash: &str) -> Result<Sums, Fault> {
    let mut sums = Sums::default();
    let mut receipts: BTreeMap<String, Value> = BTreeMap::new();
    reader.each_after(0, reader.last_seq()?, |stored| {
        let entry: Value = serde_json::from_str(&stored.bytes).map_err(|error| Fault::JournalDamaged {
            problem: error.to_string(),
        })?;
        let body = &entry["body"];
        for posting in entry["postings"].as_array().into_iter().flatten() {
            *sums.ledger.entry(text(&posting[0])).or_default() += cents(&posting[1]);
        }
        let cash_moved = match entry["kind"].as_str().unwrap_or_default() {
            "receipt" => {
                receipts.insert(text(&body["number"]), body.clone());
                0
            }
            "receipt_voided" => {
                receipts.remove(&text(&body["receipt"]));
                0
            }
            "tender_reclassed" => {
                let place = usize::try_from(cents(&body["tender"])).unwrap_or(0);
                if let Some(receipt) = receipts.get_mut(&text(&body["receipt"])) {
                    receipt["tenders"][place] = body["to"].clone();
                }
                0
            }
            "drawer_opened" => cents(&body["float_total"]),
            "picked_up" => -cents(&body["total"]),
            "change_ordered" => cents(&body["received_total"]) - cents(&body["given_total"]),
            _ => 0,
        };
        *sums.expected.entry(cash.to_owned()).or_default() += cash_moved;
        Ok(true)
    })?;
    for receipt in receipts.values() {
        sums.receipts = (sums.receipts.0 + 1, sums.receipts.1 + cents(&receipt["total"]));
        for tender in receipt["tenders"].as_array().into_iter().flatten() {
            *sums.expected.entry(text(&tender["type"])).or_default() += cents(&tender["amount"]);
        }
    }
    Ok(sums)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn cents(value: &Value) -> i64 {
    value.as_i64().unwrap_or_default()
}
