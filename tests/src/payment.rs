//! What is paid and with what, said as at the counter.

use serde_json::{Value, json};

use crate::cash::cents;

/// A payment being put together.
#[derive(Debug, Clone)]
pub struct Payment(Value);

/// Begins a payment.
#[must_use]
pub fn payment() -> Payment {
    Payment(json!({ "lines": [], "tenders": [] }))
}

/// A bank's routing number whose checksum is right.
pub const ROUTING: &str = "122105155";

impl Payment {
    /// All that is due on an account.
    #[must_use]
    pub fn account(self, account: &str) -> Payment {
        self.line(json!({ "on": "account", "account": account }))
    }

    /// Part of what is due on an account, or more than it.
    #[must_use]
    pub fn on_account(self, account: &str, amount: &str) -> Payment {
        self.line(json!({ "on": "account", "account": account, "amount": amount }))
    }

    /// Chosen charges of an account.
    #[must_use]
    pub fn charges(self, account: &str, charges: &[&str]) -> Payment {
        self.line(json!({ "on": "account", "account": account, "charges": charges }))
    }

    /// So many of something with a fixed price.
    #[must_use]
    pub fn items(self, code: &str, quantity: u32) -> Payment {
        self.line(json!({ "on": "charge", "code": code, "quantity": quantity }))
    }

    /// Something with an open amount.
    #[must_use]
    pub fn open(self, code: &str, amount: &str) -> Payment {
        self.line(json!({ "on": "charge", "code": code, "amount": amount }))
    }

    /// A business licence, with its number.
    #[must_use]
    pub fn licence(self, number: &str, amount: &str) -> Payment {
        self.line(json!({ "on": "charge", "code": "LIC", "amount": amount, "reference": number }))
    }

    /// Money that fits no account, held in suspense.
    #[must_use]
    pub fn in_suspense(self, reference: &str, amount: &str, why: &str) -> Payment {
        self.line(json!({ "on": "suspense", "reference": reference, "amount": amount, "why": why }))
    }

    /// A line as it stands.
    #[must_use]
    pub fn line(mut self, line: Value) -> Payment {
        self.list("lines").push(line);
        self
    }

    /// Cash handed over.
    #[must_use]
    pub fn cash(self, amount: &str) -> Payment {
        self.tender(json!({ "tender": "CASH", "amount": amount }))
    }

    /// A check, its fields typed.
    #[must_use]
    pub fn check(self, amount: &str, number: &str) -> Payment {
        self.tender(check(amount, number))
    }

    /// A check, its MICR line read: transit, account, number.
    #[must_use]
    pub fn check_read(self, amount: &str, number: &str) -> Payment {
        let micr = format!("T{ROUTING}T 00045678901O {number}");
        self.tender(json!({ "tender": "CHECK", "amount": amount, "micr": micr }))
    }

    /// A money order.
    #[must_use]
    pub fn money_order(self, amount: &str, number: &str) -> Payment {
        self.tender(json!({ "tender": "MO", "amount": amount, "number": number }))
    }

    /// A bank's own check.
    #[must_use]
    pub fn cashiers_check(self, amount: &str, number: &str) -> Payment {
        self.tender(json!({ "tender": "CASHIERS", "amount": amount, "routing": ROUTING, "number": number }))
    }

    /// A card, approved on the terminal.
    #[must_use]
    pub fn card(self, amount: &str) -> Payment {
        self.tender(card(amount))
    }

    /// An electronic check.
    #[must_use]
    pub fn electronic_check(self, amount: &str) -> Payment {
        self.tender(json!({ "tender": "ECHECK", "amount": amount, "routing": ROUTING, "account": "998877665" }))
    }

    /// An assistance voucher.
    #[must_use]
    pub fn voucher(self, amount: &str, number: &str) -> Payment {
        self.tender(json!({ "tender": "VOUCHER", "amount": amount, "reference": number }))
    }

    /// Another department's funds.
    #[must_use]
    pub fn interfund(self, amount: &str, order: &str) -> Payment {
        self.tender(json!({ "tender": "INTERFUND", "amount": amount, "reference": order }))
    }

    /// A tender as it stands.
    #[must_use]
    pub fn tender(mut self, tender: Value) -> Payment {
        self.list("tenders").push(tender);
        self
    }

    /// Who pays.
    #[must_use]
    pub fn payer(self, name: &str) -> Payment {
        self.with("payer", json!(name))
    }

    /// A note.
    #[must_use]
    pub fn note(self, note: &str) -> Payment {
        self.with("note", json!(note))
    }

    /// A receipt in Spanish.
    #[must_use]
    pub fn in_spanish(self) -> Payment {
        self.with("language", json!("es"))
    }

    /// What the last line showed on the screen as its price or as due.
    #[must_use]
    pub fn seen(mut self, amount: &str) -> Payment {
        let line = self.list("lines").last_mut().expect("a line was added");
        let key = if line["on"] == "account" {
            "seen_due"
        } else {
            "seen_price"
        };
        line[key] = json!(cents(amount));
        self
    }

    /// As the interface takes it.
    #[must_use]
    pub fn request(&self) -> Value {
        self.0.clone()
    }

    fn with(mut self, key: &str, value: Value) -> Payment {
        self.0[key] = value;
        self
    }

    fn list(&mut self, key: &str) -> &mut Vec<Value> {
        self.0[key].as_array_mut().expect("a payment has its lists")
    }
}

/// A check as a tender, its fields typed.
#[must_use]
pub fn check(amount: &str, number: &str) -> Value {
    json!({ "tender": "CHECK", "amount": amount, "routing": ROUTING, "account": "45678901", "number": number })
}

/// A card as a tender, approved on the terminal.
#[must_use]
pub fn card(amount: &str) -> Value {
    json!({
        "tender": "CARD", "amount": amount,
        "brand": "Visa", "last_four": "4242", "approval": "073311", "terminal": "T2-000817",
    })
}
