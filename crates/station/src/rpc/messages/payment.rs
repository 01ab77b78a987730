//! What goes over the interface on payments.

use super::*;

/// What is being paid, and with what: typed, and not yet taken.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Payment {
    /// What is paid.
    #[serde(default)]
    pub lines: Vec<PaymentLine>,
    /// What it is paid with.
    #[serde(default)]
    pub tenders: Vec<PaymentTender>,
    /// Who pays.
    #[serde(default)]
    #[ts(optional)]
    pub payer: Option<String>,
    /// A note for the receipt.
    #[serde(default)]
    #[ts(optional)]
    pub note: Option<String>,
    /// The receipt's language; the site's where none is given.
    #[serde(default)]
    #[ts(optional)]
    pub language: Option<Language>,
}

/// One thing to be paid.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "on", rename_all = "snake_case", deny_unknown_fields)]
pub enum PaymentLine {
    /// On an account: the charges named, or all of them.
    Account {
        /// The account's number.
        account: String,
        /// The charges; all that are due where none is named.
        #[serde(default)]
        charges: Vec<String>,
        /// How much, when not exactly what is due: spread over the charges by the
        /// configured order; beyond what is due it becomes a credit, if allowed.
        #[serde(default)]
        #[ts(optional)]
        amount: Option<String>,
        /// What the screen showed as due on those charges, in cents. If that has
        /// changed, the payment is refused as stale.
        #[serde(default)]
        #[ts(optional)]
        seen_due: Option<Cents>,
    },
    /// By charge code.
    Charge {
        /// The charge code.
        code: String,
        /// How many, at a fixed price.
        #[serde(default)]
        #[ts(optional)]
        quantity: Option<u32>,
        /// How much, where the amount is open.
        #[serde(default)]
        #[ts(optional)]
        amount: Option<String>,
        /// The number that must accompany it.
        #[serde(default)]
        #[ts(optional)]
        reference: Option<String>,
        /// The price that the screen showed, in cents. If that has changed, the
        /// payment is refused as stale.
        #[serde(default)]
        #[ts(optional)]
        seen_price: Option<Cents>,
    },
    /// Held in suspense until it is known where it goes; from a batch only.
    Suspense {
        /// The account or reference as it came.
        #[serde(default)]
        #[ts(optional)]
        reference: Option<String>,
        /// How much.
        amount: String,
        /// Why it cannot be placed.
        why: String,
    },
}

/// One thing to pay with.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PaymentTender {
    /// The tender type's code.
    pub tender: String,
    /// How much, as typed; for cash, what was handed over.
    pub amount: String,
    /// A MICR line; stands for routing, account and number.
    #[serde(default)]
    #[ts(optional)]
    pub micr: Option<String>,
    /// The bank's routing number.
    #[serde(default)]
    #[ts(optional)]
    pub routing: Option<String>,
    /// The account number on the check.
    #[serde(default)]
    #[ts(optional)]
    pub account: Option<String>,
    /// The check's or money order's number.
    #[serde(default)]
    #[ts(optional)]
    pub number: Option<String>,
    /// The card's brand.
    #[serde(default)]
    #[ts(optional)]
    pub brand: Option<String>,
    /// The card's last four digits.
    #[serde(default)]
    #[ts(optional)]
    pub last_four: Option<String>,
    /// The approval code.
    #[serde(default)]
    #[ts(optional)]
    pub approval: Option<String>,
    /// The terminal's reference.
    #[serde(default)]
    #[ts(optional)]
    pub terminal: Option<String>,
    /// A voucher's or order's number.
    #[serde(default)]
    #[ts(optional)]
    pub reference: Option<String>,
}

/// What a payment would come to.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Quote {
    /// The lines as they would be on the receipt, in order.
    pub lines: Vec<QuotedLine>,
    /// The sum of the lines.
    pub total: Cents,
    /// The sum handed over.
    pub tendered: Cents,
    /// What is still to be paid; nothing when enough was handed over.
    pub remaining: Cents,
    /// The change to give.
    pub change: Cents,
    /// The change in notes and coins.
    pub change_in: Vec<CashLine>,
    /// What would be due on each account afterwards.
    pub balances: Vec<AccountBalance>,
    /// The receipt as it would print, line by line.
    pub tape: Vec<TapeLine>,
    /// What stands in the way of taking it now, if anything; the screen shows it where the hand is.
    pub refusal: Option<RefusalView>,
}

/// A receipt line and the request line it came from.
#[derive(Debug, Clone, Serialize, TS)]
pub struct QuotedLine {
    /// The place of the request's line, from 0.
    pub of: u32,
    /// The receipt line.
    pub line: ReceiptLine,
}

/// One line of the receipt as text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct TapeLine {
    /// The text, padded to the receipt's columns.
    pub text: String,
    /// Whether it prints bold.
    pub bold: bool,
}

/// A refusal as the screens get it: a code with the facts it needs for its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RefusalView {
    /// The code, such as `drawer_closed`.
    pub code: String,
    /// English words, with what to do.
    pub message: String,
    /// The facts that the words need.
    #[ts(type = "Record<string, unknown>")]
    pub facts: serde_json::Value,
}

/// Takes a payment.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TakePayment {
    /// Made before the first send; the same again gets the same answer.
    #[ts(type = "string")]
    pub request_id: Uuid,
    /// What is paid, and with what.
    pub payment: Payment,
    /// The person has looked at the earlier receipt with the same check and says it is another.
    #[serde(default)]
    #[ts(as = "Option<bool>", optional)]
    pub same_check_confirmed: bool,
    /// The batch that it is keyed into; the drawer of this window without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(as = "Option<String>", optional)]
    pub batch: Option<Uuid>,
    /// A supervisor's consent, where an account's flag asks for one.
    #[serde(default)]
    #[ts(optional)]
    pub consent: Option<Consent>,
}

/// A payment was taken.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Taken {
    /// The receipt's number.
    pub receipt: String,
    /// Its total.
    pub total: Cents,
    /// The change to give.
    pub change: Cents,
    /// The change in notes and coins.
    pub change_in: Vec<CashLine>,
    /// What is still due on each account.
    pub balances: Vec<AccountBalance>,
    /// The receipt's seal.
    pub seal: String,
    /// Whether this answers a repeat of an earlier request.
    pub repeated: bool,
}

/// The payment in progress, kept over a lock, a crash and a restart.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// The request id that it will be taken with.
    #[ts(type = "string")]
    pub request_id: Uuid,
    /// What was entered so far.
    pub payment: Payment,
    /// What stands half-typed in the screen's fields, for the screen alone.
    #[serde(default)]
    #[ts(type = "Record<string, unknown> | null")]
    pub typed: serde_json::Value,
}

/// The draft of whoever is signed in.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DraftView {
    /// The draft, where there is one.
    pub draft: Option<Draft>,
    /// If its request was taken already (the reply was lost): the receipt.
    pub taken: Option<Taken>,
}
