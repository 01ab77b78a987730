//! The sums of the day made again from the journals' bare JSON, sharing no fold with
//! the desk: if the board, the deposit or the close disagree, the demo day fails.

use std::collections::BTreeMap;

use serde_json::Value;

use super::window::Window;
use crate::fault::Fault;
use crate::journal::JournalReader;

/// A drawer or batch, and a tender type's code.
pub type Line = (String, String);

/// What the journals of all workstations come to, in cents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sums {
    /// Expected: what the receipts that stand say.
    pub expected: BTreeMap<Line, i64>,
    /// Found by the last count, or by the control figures of a batch: of the receipts, so
    /// that cash is without what the vault gave, and with what it got.
    pub counted: BTreeMap<Line, i64>,
    /// The ledger by account, debits positive.
    pub ledger: BTreeMap<String, i64>,
    /// Receipts that stand, and their total.
    pub receipts: (u64, i64),
    /// Kinds of the tender types that came in.
    kinds: BTreeMap<String, String>,
    /// Cash that the vault gave a session, its float included, less what it got.
    vault: BTreeMap<String, i64>,
}

/// Sums what the journals of all windows have of a date, from their bare JSON.
///
/// # Errors
/// [`Fault::JournalDamaged`], those of the store.
pub(super) fn independent_sums(windows: &[Window], date: &Value) -> Result<Sums, Fault> {
    let mut sums = Sums::default();
    let mut receipts: BTreeMap<String, Value> = BTreeMap::new();
    each_entry(windows, |entry| {
        if entry["business_date"] == *date {
            sums.take(entry, &mut receipts);
        }
    })?;
    for receipt in receipts.values() {
        sums.receipts = (sums.receipts.0 + 1, sums.receipts.1 + cents(&receipt["total"]));
        for tender in receipt["tenders"].as_array().into_iter().flatten() {
            let line = (text(&receipt["session"]), text(&tender["type"]));
            *sums.expected.entry(line).or_default() += cents(&tender["amount"]);
            sums.kinds.insert(text(&tender["type"]), text(&tender["kind"]));
        }
    }
    Ok(sums)
}

/// Every entry of all windows as bare JSON. The closing desk, the first window, speaks of the
/// others' sessions: it comes last.
///
/// # Errors
/// [`Fault::JournalDamaged`], those of the store.
pub(super) fn each_entry(windows: &[Window], mut each: impl FnMut(&Value)) -> Result<(), Fault> {
    for window in windows.iter().rev() {
        let reader = JournalReader::open(&window.station.folder().journal())?;
        reader.each_after(0, reader.last_seq()?, |stored| {
            let entry: Value = serde_json::from_str(&stored.bytes).map_err(|error| Fault::JournalDamaged {
                problem: error.to_string(),
            })?;
            each(&entry);
            Ok(true)
        })?;
    }
    Ok(())
}

impl Sums {
    fn take(&mut self, entry: &Value, receipts: &mut BTreeMap<String, Value>) {
        let body = &entry["body"];
        let session = text(&body["session"]);
        for posting in entry["postings"].as_array().into_iter().flatten() {
            *self.ledger.entry(text(&posting[0])).or_default() += cents(&posting[1]);
        }
        match entry["kind"].as_str().unwrap_or_default() {
            "receipt" => drop(receipts.insert(text(&body["number"]), body.clone())),
            "receipt_voided" => drop(receipts.remove(&text(&body["receipt"]))),
            "tender_reclassed" => {
                let place = usize::try_from(cents(&body["tender"])).unwrap_or(0);
                if let Some(receipt) = receipts.get_mut(&text(&body["receipt"])) {
                    receipt["tenders"][place] = body["to"].clone();
                }
            }
            "drawer_opened" => self.vault_gave(session, cents(&body["float_total"])),
            "picked_up" => self.vault_gave(session, -cents(&body["total"])),
            "change_ordered" => {
                self.vault_gave(session, cents(&body["received_total"]) - cents(&body["given_total"]));
            }
            "drawer_counted" | "batch_closed" => self.count(&session, &body["tenders"]),
            _ => {}
        }
    }

    fn vault_gave(&mut self, session: String, cents: i64) {
        *self.vault.entry(session).or_default() += cents;
    }

    fn count(&mut self, session: &str, tenders: &Value) {
        for line in tenders.as_array().into_iter().flatten() {
            let code = text(&line["tender"]);
            let vault = self.vault.get(session).filter(|_| code == CASH);
            let counted = cents(&line["counted"]) - vault.copied().unwrap_or(0);
            self.counted.insert((session.to_owned(), code), counted);
        }
    }

    /// What a deposit of some sessions must be: their cash, and their checks and money orders.
    fn deposit(&self, sessions: &[String]) -> (i64, i64) {
        let mut deposit = (0, 0);
        for ((session, tender), counted) in &self.counted {
            if !sessions.contains(session) {
                continue;
            }
            match self.kinds.get(tender).map_or("", String::as_str) {
                "cash" => deposit.0 += counted,
                "check" | "money_order" | "cashiers_check" => deposit.1 += counted,
                _ => {}
            }
        }
        deposit
    }
}

/// The demo city's code of cash.
const CASH: &str = "CASH";

/// What the board, the deposit and the close say otherwise than the sums.
pub(super) fn disagreements(sums: &Sums, board: &Value, deposit: &Value, closed: &Value) -> Vec<String> {
    let mut differ = Vec::new();
    let mut say = |what: &str, said: i64, found: i64| {
        if said != found {
            differ.push(format!("{what}: {said} said, the journals give {found}"));
        }
    };
    let rows = || board["rows"].as_array().into_iter().flatten();
    for row in rows() {
        let (session, name) = (text(&row["session"]), text(&row["name"]));
        for line in row["tenders"].as_array().into_iter().flatten() {
            let key = (session.clone(), text(&line["tender"]));
            let of = |sums: &BTreeMap<Line, i64>| sums.get(&key).copied().unwrap_or_default();
            say(
                &format!("{name}, {} expected", key.1),
                cents(&line["expected"]),
                of(&sums.expected),
            );
            say(
                &format!("{name}, {} counted", key.1),
                cents(&line["counted"]),
                of(&sums.counted),
            );
        }
    }
    say(
        "the board's total",
        cents(&board["total"]["expected"]),
        sums.expected.values().sum(),
    );
    say(
        "the board's count",
        cents(&board["total"]["counted"]),
        sums.counted.values().sum(),
    );
    say("the ledger", 0, sums.ledger.values().sum());
    let sessions: Vec<String> = rows().map(|row| text(&row["session"])).collect();
    let (cash, checks) = sums.deposit(&sessions);
    say("the deposit's cash", cents(&deposit["brief"]["cash"]), cash);
    say("the deposit's checks", cents(&deposit["brief"]["checks"]), checks);
    let listed = deposit["checks"].as_array().into_iter().flatten();
    say(
        "the list of checks",
        listed.map(|check| cents(&check["amount"])).sum(),
        checks,
    );
    let count = i64::try_from(sessions.len()).unwrap_or_default();
    say("the sessions of the closed day", cents(&closed["sessions"]), count);
    differ
}

pub(super) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

pub(super) fn cents(value: &Value) -> i64 {
    value.as_i64().unwrap_or_default()
}
