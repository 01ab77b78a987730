//! Files of returned items as the bank sends them, and the requests that take them in.

use counterfoil_domain::money::Cents;
pub use counterfoil_formats::return_file::ReturnedItemRead;
use counterfoil_formats::return_file::sample;
use serde_json::{Value, json};

use crate::cash::cents;
use crate::desk::{Desk, request_id};
use crate::returned_items::RUBBER;

/// The day on which the bank writes its files.
pub const WRITTEN_ON: &str = "2026-11-20";

/// A check of [`RUBBER`] that came back.
#[must_use]
pub fn returned_check(amount: &str, number: &str, reason: &str) -> ReturnedItemRead {
    let (routing, account) = RUBBER;
    ReturnedItemRead {
        routing: Some(routing.to_owned()),
        account: Some(account.to_owned()),
        ..sample::check(Cents(cents(amount)), number, reason)
    }
}

/// The same, presented again and paid.
#[must_use]
pub fn represented(amount: &str, number: &str) -> ReturnedItemRead {
    ReturnedItemRead {
        represented: true,
        ..returned_check(amount, number, "RDI")
    }
}

/// An electronic payment of an account that came back; `sequence` tells the traces apart.
#[must_use]
pub fn returned_entry(amount: &str, (routing, account): (&str, &str), sequence: u32) -> ReturnedItemRead {
    ReturnedItemRead {
        routing: Some(routing.to_owned()),
        account: Some(account.to_owned()),
        ..sample::electronic(Cents(cents(amount)), sequence, "R01")
    }
}

/// The bank's file in the documented CSV.
#[must_use]
pub fn csv_file(id: &str, items: &[ReturnedItemRead]) -> String {
    text(sample::csv(id, WRITTEN_ON.parse().expect("a date"), items))
}

/// The bank's file as BAI2.
#[must_use]
pub fn bai2_file(number: u32, items: &[ReturnedItemRead]) -> String {
    text(sample::bai2(number, WRITTEN_ON.parse().expect("a date"), items))
}

/// The bank's file as NACHA return entries.
#[must_use]
pub fn nacha_file(modifier: char, items: &[ReturnedItemRead]) -> String {
    text(sample::nacha(modifier, WRITTEN_ON.parse().expect("a date"), items))
}

fn text<E: std::fmt::Debug>(bytes: Result<Vec<u8>, E>) -> String {
    String::from_utf8(bytes.expect("a sample")).expect("plain text")
}

/// The request that looks at a file, or takes it in.
#[must_use]
pub fn file_request(layout: &str, content: &str) -> Value {
    json!({ "request_id": request_id(), "layout": layout, "name": "returns.txt", "content": content })
}

impl Desk {
    /// Looks at a bank's file of returned items.
    #[track_caller]
    pub fn looks_at_file(&mut self, layout: &str, content: &str) -> Value {
        let before = self.journal_length();
        let view = self.done("preview_returns", file_request(layout, content));
        assert_eq!(self.journal_length(), before, "looking at a file writes nothing");
        assert_eq!(view["number"], Value::Null);
        view
    }

    /// Takes a bank's file of returned items in.
    #[track_caller]
    pub fn takes_in_file(&mut self, layout: &str, content: &str) -> Value {
        self.done("take_in_returns", file_request(layout, content))
    }
}

/// How many of a file's items are matched exactly, by several, by none; and how many are done.
#[must_use]
pub fn matches(file: &Value) -> [u64; 4] {
    ["exact", "several", "none", "done"].map(|how| file[how].as_u64().expect("a number"))
}
