//! What is due on every account, and what is open on every returned item: from the copy of the
//! accounts and the journals, with what each kind of entry does to them written out here.

use std::collections::BTreeMap;

use serde_json::Value;

use super::journals::{Journals, cents, list, text};

/// Accounts and returned items as the entries leave them.
#[derive(Debug, Default)]
pub(super) struct Dues {
    /// By account and charge: what was charged, what was paid. The charge of a credit is none.
    charges: BTreeMap<(String, Option<String>), (i64, i64)>,
    /// By number.
    pub(super) items: BTreeMap<String, Item>,
}

/// A returned item.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) amount: i64,
    pub(super) fee: i64,
    pub(super) state: &'static str,
    /// Its charges, by account and charge.
    charges: Vec<(String, Option<String>)>,
}

impl Dues {
    /// From the lines of the file of accounts, and the journals.
    pub(super) fn of(accounts: &str, journals: &Journals) -> Dues {
        let mut dues = Dues::default();
        let mut account = String::new();
        for line in accounts.lines() {
            // What is due stands last, and is in no quotes.
            let fields: Vec<&str> = line.split(',').collect();
            match fields[0] {
                "A" => account = fields[1].to_owned(),
                "C" => {
                    let due: i64 = fields[fields.len() - 1].replace('.', "").parse().expect("an amount");
                    let key = (account.clone(), Some(fields[1].to_owned()));
                    dues.charges.insert(key, (due, 0));
                }
                _ => {}
            }
        }
        for entry in journals.books.iter().flat_map(|books| &books.entries) {
            dues.apply(entry["kind"].as_str().unwrap_or_default(), &entry["body"]);
        }
        for item in dues.items.values_mut() {
            let open = open_of(&dues.charges, &item.charges);
            item.state = match item.state {
                state @ ("reinstated" | "collections") => state,
                _ if open == 0 => "cleared",
                state => state,
            };
        }
        dues
    }

    /// What is due on an account; negative for a credit.
    pub(super) fn due(&self, account: &str) -> i64 {
        let own = self.charges.iter().filter(|((one, _), _)| one == account);
        own.map(|((_, charge), (due, paid))| match charge {
            Some(_) => (due - paid).max(0),
            None => -paid,
        })
        .sum()
    }

    /// Every account that has something on it.
    pub(super) fn accounts(&self) -> Vec<String> {
        let mut all: Vec<String> = self.charges.keys().map(|key| key.0.clone()).collect();
        all.dedup();
        all
    }

    /// What is open on a returned item.
    pub(super) fn open(&self, number: &str) -> i64 {
        open_of(&self.charges, &self.items[number].charges)
    }

    fn apply(&mut self, kind: &str, body: &Value) {
        match kind {
            "receipt" | "suspense_placed" => self.paid(&body["lines"]),
            "receipt_voided" => {
                for restored in list(&body["restored"]) {
                    self.pay(&restored[0], &restored[1], -cents(&restored[2]));
                }
            }
            "item_returned" => self.returned(body),
            "item_reinstated" => {
                for tender in list(&body["tenders"]) {
                    list(&tender["given"]).for_each(|given| self.taken(given, 1));
                    self.paid(&tender["credit"]);
                }
                if let Some(fee) = body["fee"].as_array() {
                    self.pay(&fee[0], &fee[1], cents(&fee[2]));
                }
                let item = self.item(body);
                item.state = "reinstated";
                if body["mistake"] == true {
                    item.fee = 0;
                }
            }
            "return_noticed" => self.item(body).state = "notice_sent",
            "receipt_reversed" => list(&body["taken"]).for_each(|taken| self.taken(taken, -1)),
            "payment_transferred" => {
                self.taken(&body["from"], -1);
                self.paid(&body["to"]);
            }
            "refund_requested" => self.taken(&body["taken"], -1),
            "refund_withdrawn" => self.taken(&body["given"], 1),
            _ => {}
        }
    }

    fn item(&mut self, body: &Value) -> &mut Item {
        self.items.get_mut(&text(&body["number"])).expect("a returned item")
    }

    fn returned(&mut self, body: &Value) {
        let mut item = Item {
            amount: cents(&body["amount"]),
            state: "open",
            ..Item::default()
        };
        for taken in list(&body["tenders"]).flat_map(|tender| list(&tender["taken"])) {
            self.taken(taken, -1);
            item.charges.extend(self.opened(&taken["due"]["opened"]));
        }
        if let Some(key) = self.opened(&body["fee"]) {
            item.fee = cents(&body["fee"]["charge"]["due"]);
            item.charges.push(key);
        }
        self.items.insert(text(&body["number"]), item);
    }

    /// A charge that the desk itself carries.
    fn opened(&mut self, opened: &Value) -> Option<(String, Option<String>)> {
        let key = (
            opened["account"].as_str()?.to_owned(),
            Some(text(&opened["charge"]["id"])),
        );
        self.charges.insert(key.clone(), (cents(&opened["charge"]["due"]), 0));
        Some(key)
    }

    /// Lines that pay on accounts.
    fn paid(&mut self, lines: &Value) {
        for line in list(lines).filter(|line| line["account"].is_string()) {
            self.pay(&line["account"], &line["charge"], cents(&line["amount"]));
        }
    }

    /// What was taken from a line, or given back to it.
    fn taken(&mut self, taken: &Value, sign: i64) {
        let (restored, opened) = (&taken["due"]["restored"], &taken["due"]["opened"]);
        if restored.is_object() {
            self.pay(
                &restored["account"],
                &restored["charge"],
                sign * cents(&taken["amount"]),
            );
        } else if opened.is_object() && sign > 0 {
            self.pay(&opened["account"], &opened["charge"]["id"], cents(&taken["amount"]));
        }
    }

    fn pay(&mut self, account: &Value, charge: &Value, amount: i64) {
        let key = (text(account), charge.as_str().map(str::to_owned));
        self.charges.entry(key).or_default().1 += amount;
    }
}

fn open_of(charges: &BTreeMap<(String, Option<String>), (i64, i64)>, own: &[(String, Option<String>)]) -> i64 {
    own.iter().map(|key| charges[key].0 - charges[key].1).sum()
}
