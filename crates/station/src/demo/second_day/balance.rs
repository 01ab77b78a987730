//! The second day made again from the journals' bare JSON: what the receivable of returned
//! items, the refunds, the suspense and every touched account come to, and what the day's
//! batch for the general ledger must be.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::super::balance::{cents, each_entry, text};
use super::super::closing::SUPERVISOR;
use super::super::window::Window;
use crate::fault::Fault;

/// What the commands and documents said.
pub(super) struct Said<'a> {
    /// The reply of `returned_items`.
    pub(super) register: &'a Value,
    /// The reply of `refunds`.
    pub(super) refunds: &'a Value,
    /// The reply of `close_day`.
    pub(super) closed: &'a Value,
    /// The day's batch for the general ledger, as its file.
    pub(super) ledger: String,
}

/// Ledger accounts of the demo city.
const RECEIVABLE: &str = "100-1070";
const REFUNDS_PAYABLE: &str = "100-2100";
const FEES: &str = "100-4700";
const SUSPENSE: &str = "100-2310";

/// What the journals come to.
#[derive(Default)]
struct Books {
    /// Everything posted, ever, by ledger account.
    ledger: BTreeMap<String, i64>,
    /// What no earlier batch for the general ledger took.
    batch: BTreeMap<String, i64>,
    /// What was paid on each account, by charge; nothing for the customer's credit.
    paid: BTreeMap<(String, String), i64>,
    /// What the desk put on accounts: account and charge, amount, whether it is a fee.
    opened: BTreeMap<(String, String), (i64, bool)>,
    /// Accounts that something was taken from, or put on.
    touched: BTreeSet<String>,
    /// Entries whose postings do not sum to zero.
    unbalanced: Vec<String>,
    /// Refunds asked for, less those withdrawn.
    refunds: i64,
}

/// The number of accounts that were held against the journals, and what disagrees.
///
/// # Errors
/// Those of the store; [`Fault::BadRequest`] where a command is refused.
pub(super) fn second_day(
    windows: &[Window],
    first_day: &Value,
    said: &Said<'_>,
) -> Result<(usize, Vec<String>), Fault> {
    let mut heads: BTreeMap<String, i64> = BTreeMap::new();
    each_entry(windows, |entry| {
        let body = &entry["body"];
        if entry["kind"] == "day_closed" && body["date"] == *first_day {
            heads = list(&body["heads"])
                .map(|head| (text(&head["station"]), cents(&head["seq"])))
                .collect();
        }
    })?;
    let mut books = Books::default();
    each_entry(windows, |entry| {
        let before = cents(&entry["seq"]) <= heads.get(&text(&entry["station"])).copied().unwrap_or(0);
        books.take(entry, before && text(&entry["business_date"]) <= text(first_day));
    })?;
    let mut differ = Vec::new();
    books.against(said, &mut differ);
    windows[0].sign_in(SUPERVISOR)?;
    let billed = billed();
    for account in &books.touched {
        let view = windows[0].call("account", json!({ "number": account }))?;
        say(
            &mut differ,
            &format!("due on {account}"),
            cents(&view["due"]),
            books.due(account, &billed),
        );
    }
    let left_over = windows[0].call("suspense", json!({}))?;
    say(
        &mut differ,
        "suspense",
        cents(&left_over["total"]),
        -books.posted(SUSPENSE),
    );
    Ok((books.touched.len(), differ))
}

fn say(differ: &mut Vec<String>, what: &str, said: i64, found: i64) {
    if said != found {
        differ.push(format!("second day, {what}: {said} said, the journals give {found}"));
    }
}

/// What billing's copy of the accounts says is due: by account, charge by charge.
fn billed() -> BTreeMap<String, Vec<(String, i64)>> {
    let mut billed: BTreeMap<String, Vec<(String, i64)>> = BTreeMap::new();
    let mut account = "";
    for line in super::super::ACCOUNTS.lines() {
        let mut fields = line.split(',').skip(1);
        match line.split(',').next() {
            Some("A") => account = fields.next().unwrap_or_default(),
            Some("C") => {
                let charge = fields.next().unwrap_or_default().to_owned();
                let due = amount(line.rsplit(',').next().unwrap_or_default());
                billed.entry(account.to_owned()).or_default().push((charge, due));
            }
            _ => {}
        }
    }
    billed
}

/// Dollars with a point and two digits, in cents.
fn amount(written: &str) -> i64 {
    let digits: String = written.chars().filter(|c| *c != '.').collect();
    digits.parse().unwrap_or_default()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

impl Books {
    fn take(&mut self, entry: &Value, before: bool) {
        let mut sum = 0;
        for posting in list(&entry["postings"]) {
            let (account, amount) = (text(&posting[0]), cents(&posting[1]));
            sum += amount;
            *self.ledger.entry(account.clone()).or_default() += amount;
            if !before {
                *self.batch.entry(account).or_default() += amount;
            }
        }
        if sum != 0 {
            self.unbalanced
                .push(format!("{} {}", text(&entry["station"]), entry["seq"]));
        }
        let body = &entry["body"];
        match entry["kind"].as_str().unwrap_or_default() {
            "receipt" => self.pay_lines(&body["lines"]),
            "suspense_placed" => self.pay_touched(&body["lines"]),
            "receipt_voided" => {
                for back in list(&body["restored"]) {
                    self.pay(&back[0], &back[1], -cents(&back[2]));
                }
            }
            "item_returned" => self.returned(body),
            "item_reinstated" => self.reinstated(body),
            "receipt_reversed" => {
                list(&body["taken"]).for_each(|taken| self.back(taken));
                self.refunds += cents(&body["refund"]["amount"]);
            }
            "payment_transferred" => {
                self.back(&body["from"]);
                self.pay_touched(&body["to"]);
            }
            "refund_requested" => {
                self.back(&body["taken"]);
                self.refunds += cents(&body["refund"]["amount"]);
            }
            _ => {}
        }
    }

    fn pay(&mut self, account: &Value, charge: &Value, amount: i64) {
        let key = (text(account), text(charge));
        if !key.0.is_empty() {
            *self.paid.entry(key).or_default() += amount;
        }
    }

    fn pay_lines(&mut self, lines: &Value) {
        for line in list(lines) {
            self.pay(&line["account"], &line["charge"], cents(&line["amount"]));
        }
    }

    /// Lines that a correction brought.
    fn pay_touched(&mut self, lines: &Value) {
        let accounts = list(lines).filter_map(|line| line["account"].as_str());
        self.touched.extend(accounts.map(str::to_owned));
        self.pay_lines(lines);
    }

    /// What is taken from a line is due again where it had been paid.
    fn back(&mut self, taken: &Value) {
        let due = &taken["due"]["restored"];
        if due.is_object() {
            self.touched.insert(text(&due["account"]));
            self.pay(&due["account"], &due["charge"], -cents(&taken["amount"]));
        }
    }

    fn open(&mut self, opened: &Value, fee: bool) {
        if opened.is_object() {
            let account = text(&opened["account"]);
            self.touched.insert(account.clone());
            let key = (account, text(&opened["charge"]["id"]));
            self.opened.insert(key, (cents(&opened["charge"]["due"]), fee));
        }
    }

    fn returned(&mut self, body: &Value) {
        for taken in list(&body["tenders"]).flat_map(|tender| list(&tender["taken"])) {
            self.back(taken);
            self.open(&taken["due"]["opened"], false);
        }
        self.open(&body["fee"], true);
    }

    fn reinstated(&mut self, body: &Value) {
        for tender in list(&body["tenders"]) {
            for given in list(&tender["given"]) {
                let (opened, restored) = (&given["due"]["opened"], &given["due"]["restored"]);
                self.pay(&opened["account"], &opened["charge"]["id"], cents(&given["amount"]));
                self.pay(&restored["account"], &restored["charge"], cents(&given["amount"]));
            }
            self.pay_lines(&tender["credit"]);
        }
        let fee = &body["fee"];
        self.pay(&fee[0], &fee[1], cents(&fee[2]));
    }

    fn posted(&self, account: &str) -> i64 {
        self.ledger.get(account).copied().unwrap_or_default()
    }

    fn paid_on(&self, account: &str, charge: &str) -> i64 {
        let key = (account.to_owned(), charge.to_owned());
        self.paid.get(&key).copied().unwrap_or_default()
    }

    /// What is due on an account: no charge less than nothing, less the credit.
    fn due(&self, account: &str, billed: &BTreeMap<String, Vec<(String, i64)>>) -> i64 {
        let own = self.opened.iter().filter(|opened| opened.0.0 == account);
        let own = own.map(|((_, charge), (due, _))| (charge, *due));
        let charges = billed.get(account).into_iter().flatten();
        let charges = charges.map(|(charge, due)| (charge, *due)).chain(own);
        let due: i64 = charges
            .map(|(charge, due)| (due - self.paid_on(account, charge)).max(0))
            .sum();
        due - self.paid_on(account, "")
    }

    /// What the register, the refunds and the batch say, held against the journals.
    fn against(&self, said: &Said<'_>, differ: &mut Vec<String>) {
        for entry in &self.unbalanced {
            differ.push(format!("the postings of {entry} do not sum to zero"));
        }
        let states = list(&said.register["states"]);
        let open: i64 = states.map(|state| cents(&state["open"])).sum();
        say(
            differ,
            "what is open on returned items, in the ledger",
            open,
            self.posted(RECEIVABLE),
        );
        let (mut left, mut fees, mut collected) = (0, 0, 0);
        for ((account, charge), (due, fee)) in &self.opened {
            left += due - self.paid_on(account, charge);
            if *fee {
                fees += due;
                collected += self.paid_on(account, charge);
            }
        }
        say(differ, "what is open on returned items, by charge", open, left);
        say(differ, "fees charged", cents(&said.register["fees_charged"]), fees);
        say(differ, "fees charged, in the ledger", fees, -self.posted(FEES));
        say(
            differ,
            "fees collected",
            cents(&said.register["fees_collected"]),
            collected,
        );
        let asked = list(&said.refunds["refunds"]).filter(|row| row["withdrawn"] == false);
        let asked: i64 = asked.map(|row| cents(&row["amount"])).sum();
        say(differ, "refunds asked for", asked, self.refunds);
        say(
            differ,
            "refunds payable, in the ledger",
            asked,
            -self.posted(REFUNDS_PAYABLE),
        );
        let listed: i64 = list(&said.refunds["lists"]).map(|one| cents(&one[3])).sum();
        say(differ, "refunds on lists", listed, asked);
        for paper in ["100-1010", "100-1020", "100-1030", "100-1035"] {
            say(differ, &format!("what is left in {paper}"), 0, self.posted(paper));
        }
        self.batch_against(said, differ);
    }

    fn batch_against(&self, said: &Said<'_>, differ: &mut Vec<String>) {
        let (mut file, mut debits) = (BTreeMap::new(), 0);
        for line in said.ledger.lines().filter(|line| line.starts_with("L,")) {
            // Neither codes nor amounts hold a comma; a name or a memo in quotes may.
            let account = line.split(',').nth(2).unwrap_or_default();
            let figures: Vec<&str> = line.split(',').filter(|field| is_amount(field)).collect();
            let (debit, credit) = match figures[..] {
                [debit, credit] => (amount(debit), amount(credit)),
                _ => (0, 0),
            };
            *file.entry(account.to_owned()).or_default() += debit - credit;
            debits += debit;
        }
        say(
            differ,
            "the ledger batch's debits",
            cents(&said.closed["ledger_total"]),
            debits,
        );
        let accounts: BTreeSet<&String> = file.keys().chain(self.batch.keys()).collect();
        for account in accounts {
            let of = |sums: &BTreeMap<String, i64>| sums.get(account).copied().unwrap_or_default();
            say(
                differ,
                &format!("the ledger batch's {account}"),
                of(&file),
                of(&self.batch),
            );
        }
    }
}

fn is_amount(field: &str) -> bool {
    let point = field.len().checked_sub(3).and_then(|place| field.as_bytes().get(place));
    point == Some(&b'.') && field.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}
