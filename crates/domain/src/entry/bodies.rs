//! What each kind of entry says happened. Field names are stored: see the frozen bytes
//! in `tests/golden`; a new field must be optional, an old one stays.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[cfg(doc)]
use super::Body;
use super::SignedHead;
use crate::cash::CashCount;
use crate::config::Configuration;
use crate::money::Cents;
use crate::receipt::Tender;
use crate::refusal::Refusal;

/// See [`Body::ConfigurationAdopted`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfigurationAdopted {
    /// The whole configuration.
    pub configuration: Configuration,
}

/// See [`Body::AccountsImported`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountsImported {
    /// The SHA-256 of the file, in hex.
    pub digest: String,
    /// When billing wrote the file: payments up to then are in its balances.
    pub as_of: DateTime<Utc>,
    /// Accounts in the file.
    pub accounts: u64,
    /// Charges in the file.
    pub charges: u64,
    /// The sum due.
    pub total_due: Cents,
    /// The last entry of each workstation that is in these balances, where billing said which
    /// posting batch it had; entries of workstations that are not named here are by `as_of`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub included: BTreeMap<String, u64>,
    /// Entries up to those that are not in these balances all the same: workstation and sequence number.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub left_out: BTreeSet<(String, u64)>,
}

/// See [`Body::SignedIn`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedIn {
    /// The user.
    pub user: String,
}

/// See [`Body::SignInRefused`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInRefused {
    /// The user whose password was wrong.
    pub user: String,
    /// Wrong ones in a row, this one included.
    pub in_a_row: u32,
}

/// See [`Body::SignedOut`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedOut {
    /// The user.
    pub user: String,
}

/// See [`Body::DrawerOpened`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrawerOpened {
    /// The session that begins.
    pub session: Uuid,
    /// The drawer's name.
    pub drawer: String,
    /// The window's name.
    pub window: String,
    /// The cashier's user id.
    pub cashier: String,
    /// The cashier's name.
    pub cashier_name: String,
    /// The float, counted and accepted.
    pub float: CashCount,
    /// What it is worth.
    pub float_total: Cents,
}

/// See [`Body::ReceiptVoided`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptVoided {
    /// The session.
    pub session: Uuid,
    /// The receipt's number, which it keeps.
    pub receipt: String,
    /// Its total.
    pub total: Cents,
    /// Why.
    pub reason: String,
    /// The tenders that were given back, as they stood.
    pub tenders: Vec<Tender>,
    /// What is due again: account, charge, amount.
    pub restored: Vec<(String, Option<String>, Cents)>,
    /// What each of these was for, in their order: billing's copy may no longer have it. None in entries of the time
    /// before it was said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<VoidedLine>,
}

/// What a line of a voided receipt was for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoidedLine {
    /// The charge code.
    pub code: String,
    /// In words.
    pub what: String,
    /// The business date on which it had been paid.
    pub since: NaiveDate,
}

/// See [`Body::TenderReclassed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenderReclassed {
    /// The session.
    pub session: Uuid,
    /// The receipt's number.
    pub receipt: String,
    /// The tender's place within the receipt, from 0.
    pub tender: u16,
    /// The tender as it was.
    pub from: Tender,
    /// The tender as it is from now on.
    pub to: Tender,
    /// Why.
    pub reason: String,
}

/// See [`Body::ReceiptReprinted`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptReprinted {
    /// The receipt's number.
    pub receipt: String,
    /// Which copy this is: 1, 2, ….
    pub copy: u32,
}

/// See [`Body::CheckpointCounted`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckpointCounted {
    /// The session.
    pub session: Uuid,
    /// The cash counted.
    pub cash: CashCount,
    /// What it is worth.
    pub counted: Cents,
    /// What was expected.
    pub expected: Cents,
}

/// See [`Body::PickedUp`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickedUp {
    /// The session.
    pub session: Uuid,
    /// What went.
    pub cash: CashCount,
    /// What it is worth.
    pub total: Cents,
}

/// See [`Body::ChangeOrdered`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeOrdered {
    /// The session.
    pub session: Uuid,
    /// What came from the vault.
    pub received: CashCount,
    /// What it is worth.
    pub received_total: Cents,
    /// What went to the vault for it; may be nothing.
    pub given: CashCount,
    /// What it is worth.
    pub given_total: Cents,
}

/// See [`Body::HandedOver`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedOver {
    /// The session.
    pub session: Uuid,
    /// The outgoing cashier's user id and name.
    pub from: (String, String),
    /// The incoming cashier's user id and name.
    pub to: (String, String),
    /// The cash that both counted alike.
    pub cash: CashCount,
    /// What it is worth.
    pub counted: Cents,
    /// What was expected.
    pub expected: Cents,
    /// Pieces of checks and other paper handed over, both counted alike.
    pub items: u32,
    /// Pieces expected.
    pub items_expected: u32,
}

/// See [`Body::NoSale`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoSale {
    /// The session.
    pub session: Uuid,
    /// Why.
    pub reason: String,
}

/// See [`Body::CountingStarted`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountingStarted {
    /// The session.
    pub session: Uuid,
    /// Whether it was closed already and is counted again; then why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recount_reason: Option<String>,
    /// Who counts in the cashier's place, where the drawer was left: user id and name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_place: Option<(String, String)>,
}

/// See [`Body::DrawerCounted`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrawerCounted {
    /// The session.
    pub session: Uuid,
    /// The cash counted, float included.
    pub cash: CashCount,
    /// The items of the tape as they were found.
    pub items: Vec<CountedItem>,
    /// Every tender type: expected and counted.
    pub tenders: Vec<TenderCount>,
}

/// One piece of the tape as it was found in the drawer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountedItem {
    /// The tender type's code.
    pub tender: String,
    /// The receipt and the tender's place within it; none for a piece that no receipt has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<(String, u16)>,
    /// The check's number, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// What the receipt says it is worth; nothing for an extra one.
    pub recorded: Cents,
    /// What the paper says; none where the piece is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<Cents>,
}

/// Expected against counted, for one tender type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TenderCount {
    /// The tender type's code.
    pub tender: String,
    /// What the receipts say (for cash: with float and movements).
    pub expected: Cents,
    /// What was counted.
    pub counted: Cents,
    /// Pieces expected.
    pub items: u32,
}

impl TenderCount {
    /// Counted less expected: negative when short.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn difference(&self) -> Result<Cents, Refusal> {
        self.counted.minus(self.expected)
    }
}

/// See [`Body::DrawerClosed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrawerClosed {
    /// The session.
    pub session: Uuid,
    /// The count it was closed on, again.
    pub tenders: Vec<TenderCount>,
    /// Why it differs, where that was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The head of the journal before this entry, signed by the workstation.
    pub head: SignedHead,
}
