//! Returned items in the words of the desk: what the bank sends back, what is good after
//! all, what the payer is told.

use std::path::Path;

use serde_json::{Value, json};

use crate::cash::cents;
use crate::desk::{Desk, consent, request_id};
use crate::payment::Payment;
use crate::people::{ANA, DOT, SAM, SUE};
use crate::programs::text_of_pdf;

/// The bank account of a payer whose checks come back: routing and account number.
pub const RUBBER: (&str, &str) = ("123456780", "0033419002");

/// A check drawn on [`RUBBER`], as a tender.
#[must_use]
pub fn rubber_check(amount: &str, number: &str) -> Value {
    let (routing, account) = RUBBER;
    json!({ "tender": "CHECK", "amount": amount, "routing": routing, "account": account, "number": number })
}

/// The request that works a returned item; each tender by its receipt and place.
#[must_use]
pub fn return_request(tenders: &[(&str, u16)], amount: &str, reason: &str) -> Value {
    let tenders: Vec<_> = tenders
        .iter()
        .map(|(receipt, place)| json!({ "receipt": receipt, "place": place }))
        .collect();
    json!({ "request_id": request_id(), "tenders": tenders, "amount": amount, "reason": reason })
}

/// The request that reinstates a returned item.
#[must_use]
pub fn reinstatement(number: &str, reason: &str) -> Value {
    json!({ "request_id": request_id(), "number": number, "reason": reason })
}

/// The reason for an item that the bank paid after all.
pub const PAID_AFTER_ALL: &str = "Presented again and paid";
/// The reason for an item that was none.
pub const BY_MISTAKE: &str = "Entered by mistake";

impl Desk {
    /// The closing desk some days later: a drawer of its own with these payments, counted to
    /// this cash, in a deposit that the bank has; the day closed, a supervisor signed in.
    #[must_use]
    #[track_caller]
    pub fn after_the_deposit(payments: &[Payment], cash: &str, totals: &[(&str, &str)]) -> Desk {
        let mut desk = Desk::new("W1");
        desk.drawer_day(ANA, payments, cash, totals);
        desk.sign_in(SAM);
        desk.approve("Drawer 1");
        desk.goes_to_the_bank();
        desk
    }

    /// All that is approved goes to the bank; the day is closed without the other window. A
    /// supervisor is signed in afterwards.
    #[track_caller]
    pub fn goes_to_the_bank(&mut self) {
        self.is_deposited();
        self.day_ends();
    }

    /// All that is approved goes to the bank. A supervisor is signed in afterwards.
    #[track_caller]
    pub fn is_deposited(&mut self) {
        self.change_to(DOT);
        let deposit = self.prepare_deposit();
        self.change_to(SUE);
        self.count_again(&deposit);
        self.change_to(SAM);
    }

    /// Closes the day that is open, the other window carried; its date.
    #[track_caller]
    pub fn day_ends(&mut self) -> String {
        let date = self.board()["date"].as_str().expect("a date").to_owned();
        self.close_the_day(&date, &["station:W2"]);
        date
    }

    // ---- working returned items ----------------------------------------

    /// The bank returns a tender whole.
    #[track_caller]
    pub fn bank_returns(&mut self, receipt: &str, place: u16, reason: &str) -> Value {
        let amount = self.tender_amount(receipt, place);
        self.done("return_item", return_request(&[(receipt, place)], &amount, reason))
    }

    /// What a tender paid, as it is written.
    #[track_caller]
    pub fn tender_amount(&mut self, receipt: &str, place: u16) -> String {
        let trace = self.trace(receipt);
        written(trace["tenders"][usize::from(place)]["amount"].as_i64().expect("cents"))
    }

    /// The bank presented an item again, and it was paid.
    #[track_caller]
    pub fn reinstates(&mut self, number: &str) -> Value {
        self.done("reinstate_item", reinstatement(number, PAID_AFTER_ALL))
    }

    /// An item was never returned: somebody entered it by mistake, and a second person agrees.
    #[track_caller]
    pub fn takes_back_by_mistake(&mut self, number: &str) -> Value {
        let mut request = reinstatement(number, BY_MISTAKE);
        request["mistake"] = json!(true);
        request["consent"] = consent(SUE);
        self.done("reinstate_item", request)
    }

    /// A returned item, whole.
    #[track_caller]
    pub fn returned_item(&mut self, number: &str) -> Value {
        self.done("returned_item", json!({ "number": number }))
    }

    /// The register of returned items.
    #[track_caller]
    pub fn register(&mut self) -> Value {
        self.done("returned_items", json!({}))
    }

    /// A notice is made for the payer; what the letter says.
    #[track_caller]
    pub fn notice(&mut self, number: &str, language: &str) -> String {
        let request = json!({ "request_id": request_id(), "number": number, "language": language });
        let written = self.done("write_notice", request);
        text_of_pdf(Path::new(written["path"].as_str().expect("a path")))
    }
}

/// How a row of the register stands: its state, its fee, what is open.
#[must_use]
pub fn stands(item: &Value) -> (String, i64, i64) {
    let row = item.get("row").unwrap_or(item);
    (
        row["state"].as_str().expect("a state").to_owned(),
        row["fee"].as_i64().expect("cents"),
        row["open"].as_i64().expect("cents"),
    )
}

/// The register's row of that number.
#[must_use]
#[track_caller]
pub fn row_of_item(register: &Value, number: &str) -> Value {
    let mut items = register["items"].as_array().expect("items").iter();
    let row = items.find(|item| item["number"] == number);
    row.unwrap_or_else(|| panic!("no {number} in {register}")).clone()
}

/// What is due on each account after something was done, by account.
#[must_use]
pub fn dues_after(item: &Value) -> Vec<(String, String, i64)> {
    let dues = item["dues"].as_array().expect("dues").iter();
    dues.map(|due| {
        (
            due["account"].as_str().expect("an account").to_owned(),
            due["what"].as_str().expect("words").to_owned(),
            due["open"].as_i64().expect("cents"),
        )
    })
    .collect()
}

/// Cents as an amount is written; what [`cents`] reads back.
#[must_use]
pub fn written(amount: i64) -> String {
    let text = format!("{}.{:02}", amount / 100, amount % 100);
    assert_eq!(cents(&text), amount);
    text
}
