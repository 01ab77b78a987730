//! Corrections after the close in the words of the desk: tracing a payment, moving it,
//! reversing it, asking for a refund; and the day's documents as they were written.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::desk::{Desk, consent, request_id};
use crate::programs::text_of_pdf;

/// To whom accounts payable pays back.
#[must_use]
pub fn payee() -> Value {
    json!({ "name": "María Nuñez", "address": ["1124 Cedar Avenue", "Alder, CA 93000"] })
}

/// The request that reverses a receipt.
#[must_use]
pub fn reversal(receipt: &str, reason: &str, second: &str) -> Value {
    json!({
        "request_id": request_id(), "receipt": receipt, "reason": reason, "payee": payee(), "consent": consent(second),
    })
}

/// The request that moves what stands on a line of a receipt.
#[must_use]
pub fn transfer((receipt, line): (&str, u16), amount: &str, to: Value, reason: &str, second: &str) -> Value {
    json!({
        "request_id": request_id(), "receipt": receipt, "line": line, "amount": amount, "to": to, "reason": reason,
        "consent": consent(second),
    })
}

/// The request for a refund of what stands on a line of a receipt.
#[must_use]
pub fn refund((receipt, line): (&str, u16), amount: &str, reason: &str, second: &str) -> Value {
    json!({
        "request_id": request_id(), "receipt": receipt, "line": line, "amount": amount, "payee": payee(),
        "reason": reason, "consent": consent(second),
    })
}

/// The request that withdraws one.
#[must_use]
pub fn withdrawal(number: &str, reason: &str) -> Value {
    json!({ "request_id": request_id(), "number": number, "reason": reason })
}

/// The request that lists refunds for accounts payable: those named, or all that wait.
#[must_use]
pub fn refund_list(numbers: &[&str]) -> Value {
    json!({ "request_id": request_id(), "numbers": numbers })
}

/// An account as the place that money goes to.
#[must_use]
pub fn to_account(account: &str) -> Value {
    json!({ "on": "account", "account": account })
}

/// A charge without an account as the place that money goes to.
#[must_use]
pub fn to_charge(code: &str, amount: &str) -> Value {
    json!({ "on": "charge", "code": code, "amount": amount })
}

/// A table of a document as CSV: its headings, and its rows.
#[derive(Debug)]
pub struct Sheet {
    /// The file.
    pub path: PathBuf,
    /// All its lines.
    pub lines: Vec<Vec<String>>,
}

impl Sheet {
    fn read(path: &Path) -> Sheet {
        let text = std::fs::read_to_string(path).expect("a document");
        Sheet {
            path: path.to_owned(),
            lines: text.trim_start_matches('\u{feff}').lines().map(fields).collect(),
        }
    }

    /// What stands under a heading in the row whose first field is this.
    #[must_use]
    #[track_caller]
    pub fn says(&self, row: &str, heading: &str) -> &str {
        self.says_where(0, row, heading)
    }

    /// What stands under a heading in the one row, the sums left out, whose field of that
    /// place is this.
    #[must_use]
    #[track_caller]
    pub fn says_where(&self, place: usize, is: &str, heading: &str) -> &str {
        let column = self.lines[0].iter().position(|own| own == heading);
        let column = column.unwrap_or_else(|| panic!("no {heading} in {self:?}"));
        let is_sum = |line: &&Vec<String>| line[0] == "Together" && is != "Together";
        let mut rows = self.lines[1..]
            .iter()
            .filter(|line| !is_sum(line))
            .filter(|line| line[place] == is);
        let row = rows.next().unwrap_or_else(|| panic!("no {is} in {self:?}"));
        assert!(rows.next().is_none(), "{is} stands twice in {self:?}");
        &row[column]
    }

    /// How many rows there are under the headings.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.lines.len() - 1
    }
}

/// The fields of a line: parted by commas, in quotes where they hold one, quotes doubled.
#[must_use]
pub fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        let field = fields.last_mut().expect("there is always one");
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                field.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            other => field.push(other),
        }
    }
    fields
}

impl Desk {
    /// Where a payment of an amount about a date went: the receipts found, nearest first.
    #[track_caller]
    pub fn traces(&mut self, request: Value) -> Vec<Value> {
        let found = self.done("trace_payments", request);
        found["payments"].as_array().expect("payments").clone()
    }

    /// A payment and all that became of it.
    #[track_caller]
    pub fn trace(&mut self, receipt: &str) -> Value {
        self.done("trace", json!({ "receipt": receipt }))
    }

    /// Reverses a receipt after its close.
    #[track_caller]
    pub fn reverses(&mut self, receipt: &str, reason: &str, second: &str) -> Value {
        self.done("reverse_receipt", reversal(receipt, reason, second))
    }

    /// Moves what stands on a line of a receipt.
    #[track_caller]
    pub fn transfers(&mut self, from: (&str, u16), amount: &str, to: Value, second: &str) -> Value {
        self.done(
            "transfer_payment",
            transfer(from, amount, to, "Wrong account keyed", second),
        )
    }

    /// Asks for a refund of what stands on a line of a receipt; the request's number.
    #[track_caller]
    pub fn asks_refund(&mut self, from: (&str, u16), amount: &str, reason: &str, second: &str) -> String {
        let corrected = self.done("request_refund", refund(from, amount, reason, second));
        corrected["refund"]
            .as_str()
            .expect("a request has its number")
            .to_owned()
    }

    /// The refunds, as they stand.
    #[track_caller]
    pub fn refunds(&mut self) -> Value {
        self.done("refunds", json!({}))
    }

    /// The history of an account.
    #[track_caller]
    pub fn history(&mut self, account: &str) -> Value {
        self.done("account_history", json!({ "number": account }))
    }

    /// The voucher of an entry, as its PDF says it.
    #[track_caller]
    pub fn voucher(&mut self, seq: &Value) -> String {
        let written = self.done("write_voucher", json!({ "seq": seq }));
        let mut files = written["files"]
            .as_array()
            .expect("files")
            .iter()
            .filter_map(Value::as_str);
        let pdf = files.find(|path| path.ends_with(".pdf")).expect("a PDF");
        text_of_pdf(Path::new(pdf))
    }

    /// The tables of a date's document as CSV, in their order.
    #[track_caller]
    pub fn document(&mut self, date: &str, key: &str) -> Vec<Sheet> {
        let written = self.done("write_document", json!({ "date": date, "key": key }));
        sheets(&written)
    }

    /// The one table of a date's document whose file name ends so.
    #[track_caller]
    pub fn table(&mut self, date: &str, key: &str, ends: &str) -> Sheet {
        let mut all = self.document(date, key);
        let names: Vec<PathBuf> = all.iter().map(|sheet| sheet.path.clone()).collect();
        all.retain(|sheet| sheet.path.to_str().is_some_and(|path| path.ends_with(ends)));
        assert_eq!(all.len(), 1, "{ends} among {names:?}");
        all.remove(0)
    }
}

/// The tables that were written as CSV.
#[must_use]
pub fn sheets(written: &Value) -> Vec<Sheet> {
    let files = written["files"].as_array().expect("files").iter();
    let csv = files.filter_map(Value::as_str).filter(|path| path.ends_with(".csv"));
    csv.map(|path| Sheet::read(Path::new(path))).collect()
}

/// The kinds of an account's history, newest first, each with what was paid (or taken back)
/// and what it is related to.
#[must_use]
pub fn happened(history: &Value) -> Vec<(String, i64, Option<String>)> {
    let lines = history["lines"].as_array().expect("lines").iter();
    lines
        .map(|line| {
            (
                line["kind"].as_str().expect("a kind").to_owned(),
                line["amount"].as_i64().expect("cents"),
                line["related"].as_str().map(str::to_owned),
            )
        })
        .collect()
}
