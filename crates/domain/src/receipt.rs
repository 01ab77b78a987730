//! A receipt as the journal holds it: complete, so that it can be printed again
//! years later from its own entry alone.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::config::{BatchKind, Language, TenderKind};
use crate::money::Cents;

/// The body of a `receipt` entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Its number: `W3-018204`. Never reused, no gaps.
    pub number: String,
    /// The drawer session it belongs to.
    pub session: Uuid,
    /// The heading it prints: city, office, address.
    pub heading: Vec<String>,
    /// The window's name.
    pub window: String,
    /// The cashier's name.
    pub cashier: String,
    /// The language it prints in.
    pub language: Language,
    /// What kind of batch it was keyed into, where it was. Such a receipt is not printed
    /// by itself, unless somebody waits for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch: Option<BatchKind>,
    /// Who paid, where given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer: Option<String>,
    /// A note, where given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What was paid.
    pub lines: Vec<ReceiptLine>,
    /// What it was paid with. The position is the tender's name within the receipt.
    pub tenders: Vec<Tender>,
    /// The sum of the lines, and of the tenders as applied.
    pub total: Cents,
    /// Change given back, in cash.
    #[serde(default, skip_serializing_if = "Cents::is_nothing")]
    pub change: Cents,
    /// What is still due on each account paid, after this receipt.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub balances: Vec<AccountBalance>,
    /// Shut-off accounts that this receipt brought to the amount needed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub turn_on: Vec<TurnOn>,
    /// The lines at its foot.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub footer: Vec<String>,
}

/// One thing paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ReceiptLine {
    /// The charge code.
    pub code: String,
    /// What the receipt says, in its language.
    pub description: String,
    /// The department that it is collected for.
    pub department: String,
    /// The account paid on, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub account: Option<String>,
    /// The charge paid on that account; none for money beyond what is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub charge: Option<String>,
    /// A citation, permit or licence number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub reference: Option<String>,
    /// How many, where more than one at a fixed price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub quantity: Option<u32>,
    /// What is paid.
    pub amount: Cents,
    /// What was due before, on an account's charge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub due: Option<Cents>,
    /// The split over the ledger; sums to the amount.
    pub split: Vec<(String, Cents)>,
}

/// One tender of a receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tender {
    /// The tender type's code.
    #[serde(rename = "type")]
    pub code: String,
    /// Its kind.
    pub kind: TenderKind,
    /// What the receipt calls it, in its language.
    pub name: String,
    /// What it pays: for cash, what was handed over less the change.
    pub amount: Cents,
    /// What was handed over, where that is more (cash only).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handed: Option<Cents>,
    /// Check data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<CheckData>,
    /// Card data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<CardData>,
    /// A voucher's or order's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

/// What is kept of a check. Never the whole account number.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CheckData {
    /// The check's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub number: Option<String>,
    /// The bank's routing number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub routing: Option<String>,
    /// The last four of the account number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub last_four: Option<String>,
    /// A keyed token of routing and account number, for matching returns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub token: Option<String>,
}

/// What is kept of a card payment.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CardData {
    /// The brand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub brand: Option<String>,
    /// The card's last four digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub last_four: Option<String>,
    /// The approval code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub approval: Option<String>,
    /// The terminal's reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub terminal: Option<String>,
}

/// What is still due on an account after a receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AccountBalance {
    /// The account's number.
    pub account: String,
    /// What is due. Negative where the customer has a credit.
    pub due: Cents,
}

/// A shut-off account whose payment reached the amount that restores service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TurnOn {
    /// The account's number.
    pub account: String,
    /// The customer's name.
    pub name: String,
    /// The service address.
    pub address: String,
    /// What restores service.
    pub needed: Cents,
    /// What was paid since billing wrote its balances, this receipt included.
    pub paid: Cents,
}

/// The number of the nth receipt of a workstation: `W3-018204`.
#[must_use]
pub fn number(station: &str, nth: u64) -> String {
    format!("{station}-{nth:06}")
}

/// Whether a receipt number is one of this workstation's.
#[must_use]
pub fn is_of(number: &str, station: &str) -> bool {
    number.rsplit_once('-').is_some_and(|(issuer, _)| issuer == station)
}
