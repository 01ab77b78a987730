//! What a day collected for each department, entry by entry: receipts and voids, tenders moved
//! to another type, placements, and what was corrected after its own day.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::journals::{Journals, cents, list, text};

/// What was collected for a department.
#[derive(Debug, Default)]
pub(super) struct Collected {
    /// By ledger account.
    pub(super) credits: BTreeMap<String, i64>,
    /// What paid it, by the tender type's name, or how it came otherwise.
    pub(super) debits: BTreeMap<String, i64>,
}

/// A receipt with its tenders as they stand while the entries are gone through.
struct Standing {
    lines: Vec<Value>,
    tenders: Vec<Value>,
}

impl Journals {
    /// What the day collected for a department; what came to nothing is left out.
    pub(super) fn collected_for(&self, department: &str) -> Collected {
        let mut own = Collected::default();
        let mut receipts: BTreeMap<String, Standing> = BTreeMap::new();
        let name = |entry: &Value| (text(&entry["station"]), cents(&entry["seq"]));
        let of_the_day: BTreeSet<(String, i64)> = self.of_the_day().map(name).collect();
        for entry in self.books.iter().flat_map(|books| &books.entries) {
            let counts = of_the_day.contains(&name(entry));
            self.collect(entry, department, counts.then_some(&mut own), &mut receipts);
        }
        own.credits.retain(|_, net| *net != 0);
        own.debits.retain(|_, net| *net != 0);
        own
    }

    /// Keeps up with the receipts, and adds an entry to the sums where it counts.
    fn collect(
        &self,
        entry: &Value,
        department: &str,
        own: Option<&mut Collected>,
        receipts: &mut BTreeMap<String, Standing>,
    ) {
        let body = &entry["body"];
        match entry["kind"].as_str().unwrap_or_default() {
            "receipt" => {
                let standing = Standing {
                    lines: list(&body["lines"]).cloned().collect(),
                    tenders: list(&body["tenders"]).cloned().collect(),
                };
                if let Some(own) = own {
                    self.paid(own, &standing, department, 1);
                }
                receipts.insert(text(&body["number"]), standing);
            }
            "receipt_voided" => {
                if let Some(own) = own {
                    self.paid(own, &receipts[&text(&body["receipt"])], department, -1);
                }
            }
            "tender_reclassed" => {
                let place = usize::try_from(cents(&body["tender"])).expect("a place");
                let standing = receipts.get_mut(&text(&body["receipt"])).expect("a receipt");
                let was = std::mem::replace(&mut standing.tenders[place], body["to"].clone());
                if let Some(own) = own {
                    for (nth, line, part) in paid_by(&standing.tenders, &standing.lines) {
                        if nth == place && standing.lines[line]["department"] == department {
                            *own.debits.entry(self.tender(&was)).or_default() -= part;
                            *own.debits.entry(self.tender(&body["to"])).or_default() += part;
                        }
                    }
                }
            }
            kind => {
                if let Some(own) = own {
                    own.corrected(kind, body, department);
                }
            }
        }
    }

    fn paid(&self, own: &mut Collected, receipt: &Standing, department: &str, sign: i64) {
        own.lines(&receipt.lines, department, sign);
        for (tender, line, part) in paid_by(&receipt.tenders, &receipt.lines) {
            if receipt.lines[line]["department"] == department {
                *own.debits.entry(self.tender(&receipt.tenders[tender])).or_default() += sign * part;
            }
        }
    }

    fn tender(&self, tender: &Value) -> String {
        self.name("tenders", &text(&tender["type"]))
    }
}

impl Collected {
    /// What came, or went, otherwise than by a receipt.
    fn corrected(&mut self, kind: &str, body: &Value, department: &str) {
        let brought = |own: &mut Collected, what: &str, lines: &Value| {
            let lines: Vec<Value> = list(lines).cloned().collect();
            let amount = own.lines(&lines, department, 1);
            *own.debits.entry(what.to_owned()).or_default() += amount;
        };
        match kind {
            "suspense_placed" => brought(self, "Placed from suspense", &body["lines"]),
            "item_returned" => {
                for taken in list(&body["tenders"]).flat_map(|tender| list(&tender["taken"])) {
                    self.taken("Returned items", taken, department, -1);
                }
            }
            "item_reinstated" => {
                for tender in list(&body["tenders"]) {
                    for given in list(&tender["given"]) {
                        self.taken("Returned items", given, department, 1);
                    }
                    brought(self, "Returned items", &tender["credit"]);
                }
            }
            "receipt_reversed" => {
                for taken in list(&body["taken"]) {
                    self.taken("Reversed after the close", taken, department, -1);
                }
            }
            "payment_transferred" => {
                self.taken("Moved between accounts", &body["from"], department, -1);
                brought(self, "Moved between accounts", &body["to"]);
            }
            "refund_requested" => self.taken("Refunds requested", &body["taken"], department, -1),
            "refund_withdrawn" => self.taken("Refunds requested", &body["given"], department, 1),
            _ => {}
        }
    }

    /// Lines of a department; what they come to.
    fn lines(&mut self, lines: &[Value], department: &str, sign: i64) -> i64 {
        let mut amount = 0;
        for line in lines.iter().filter(|line| line["department"] == department) {
            amount += sign * cents(&line["amount"]);
            for part in list(&line["split"]) {
                *self.credits.entry(text(&part[0])).or_default() += sign * cents(&part[1]);
            }
        }
        amount
    }

    /// What was taken from a line, or given back to it. What the desk carries as a receivable
    /// stays collected.
    fn taken(&mut self, what: &str, taken: &Value, department: &str, sign: i64) {
        if taken["department"] != department || list(&taken["receivable"]).next().is_some() {
            return;
        }
        for part in list(&taken["split"]) {
            let amount = sign * cents(&part[1]);
            *self.credits.entry(text(&part[0])).or_default() += amount;
            *self.debits.entry(what.to_owned()).or_default() += amount;
        }
    }
}

/// Which tender pays how much of which line: tenders and lines are used up in their order.
fn paid_by(tenders: &[Value], lines: &[Value]) -> Vec<(usize, usize, i64)> {
    let mut paid = Vec::new();
    let mut owed: Vec<i64> = lines.iter().map(|line| cents(&line["amount"])).collect();
    for (nth, tender) in tenders.iter().enumerate() {
        let mut left = cents(&tender["amount"]);
        for (line, owed) in owed.iter_mut().enumerate() {
            let part = left.min(*owed);
            if part > 0 {
                paid.push((nth, line, part));
            }
            left -= part;
            *owed -= part;
        }
        assert_eq!(left, 0, "a tender pays more than the receipt's lines: {tender}");
    }
    paid
}
