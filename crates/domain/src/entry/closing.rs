//! What the closing desk's own kinds of entry say happened: batches, approvals,
//! suspense, deposits, the day's close. Field names are stored: see the frozen
//! bytes in `tests/golden`; a new field must be optional, an old one stays.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[cfg(doc)]
use super::Body;
use super::{SignedHead, TenderCount};
use crate::cash::CashCount;
use crate::config::BatchKind;
use crate::money::Cents;
use crate::receipt::{ReceiptLine, TurnOn};

/// Someone as an entry names them: user id and name.
pub type Person = (String, String);

/// See [`Body::BatchOpened`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchOpened {
    /// The session that begins: its receipts name it.
    pub session: Uuid,
    /// Where it comes from.
    pub kind: BatchKind,
    /// What people call it: `Mail batch 2`.
    pub name: String,
    /// Who keys it, or took the file in.
    pub keyed_by: Person,
    /// Who opened the mail together, or counted what was brought.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub opened_by: Vec<Person>,
    /// The control figures, made before anything was keyed: one a tender type.
    pub control: Vec<ControlFigure>,
    /// The file it was taken in from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<BatchFile>,
    /// The transmittal that came with a turn-in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turn_in: Option<TurnIn>,
}

/// The control figure of one tender type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ControlFigure {
    /// The tender type's code.
    pub tender: String,
    /// How many pieces; not counted for cash.
    pub items: u32,
    /// What they come to.
    pub total: Cents,
    /// The cash by denomination, where it is cash.
    #[serde(default, skip_serializing_if = "CashCount::is_empty")]
    pub cash: CashCount,
}

/// A file that a batch was taken in from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchFile {
    /// Its name on disk, without folders.
    pub name: String,
    /// The identifier that it gives itself.
    pub id: String,
    /// The SHA-256 of its bytes, in hex.
    pub digest: String,
    /// The layout's code.
    pub layout: String,
}

/// Another department's transmittal, as it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TurnIn {
    /// The transmittal's own number.
    pub transmittal: String,
    /// The department's code.
    pub department: String,
    /// The department's name.
    pub department_name: String,
    /// Who brought it.
    pub brought_by: String,
}

/// See [`Body::BatchClosed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchClosed {
    /// The session.
    pub session: Uuid,
    /// Every tender type: what was keyed (expected) and what is there (counted): for cash and
    /// totals the control figure; paper as it was keyed, piece by piece.
    pub tenders: Vec<TenderCount>,
    /// Why the difference was accepted, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// See [`Body::SessionApproved`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionApproved {
    /// The session.
    pub session: Uuid,
    /// The workstation that holds it.
    pub station: String,
    /// What people call it: `Drawer 3`.
    pub name: String,
    /// The entry that closed it, of that workstation.
    pub closed_seq: u64,
    /// Who approved.
    pub approver: Person,
    /// Every tender type as approved.
    pub tenders: Vec<TenderCount>,
    /// The float that goes back to the vault.
    pub float: Cents,
    /// Why a difference was accepted, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// See [`Body::SessionReturned`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionReturned {
    /// The session.
    pub session: Uuid,
    /// The workstation that holds it.
    pub station: String,
    /// What people call it.
    pub name: String,
    /// The entry that closed it.
    pub closed_seq: u64,
    /// Who sends it back.
    pub returner: Person,
    /// Why.
    pub reason: String,
    /// Whether a recount is asked for; otherwise the sheet was rejected.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub recount: bool,
}

/// See [`Body::SuspensePlaced`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuspensePlaced {
    /// The receipt that brought the money.
    pub receipt: String,
    /// The line within it, from 0, that stood in suspense.
    pub line: u16,
    /// What is placed: all of that line.
    pub amount: Cents,
    /// Where it goes: lines as a receipt has them.
    pub lines: Vec<ReceiptLine>,
    /// Why.
    pub reason: String,
    /// Who places it.
    pub placer: Person,
    /// Shut-off accounts that this brings to the amount needed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub turn_on: Vec<TurnOn>,
}

/// See [`Body::DepositPrepared`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepositPrepared {
    /// The deposit.
    pub deposit: Uuid,
    /// Its ticket number.
    pub number: String,
    /// Where it goes.
    pub bank: DepositBank,
    /// The sessions that it takes.
    pub sessions: Vec<DepositedSession>,
    /// Currency and coin by denomination.
    pub cash: CashCount,
    /// What they are worth.
    pub cash_total: Cents,
    /// The checks in physical order.
    pub checks: Vec<DepositedCheck>,
    /// What they come to.
    pub check_total: Cents,
    /// Cash and checks.
    pub total: Cents,
    /// What goes to the card processor and others, not to the bank with this slip.
    pub settlements: Vec<Settlement>,
    /// Who prepared it.
    pub preparer: Person,
}

/// The bank account of a deposit, as the slip names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepositBank {
    /// The account's code in the configuration.
    pub code: String,
    /// The account's name.
    pub name: String,
    /// The bank.
    pub bank: String,
    /// Its routing number.
    pub routing: String,
    /// The city's own account number.
    pub number: String,
}

/// A session within a deposit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepositedSession {
    /// The session.
    pub session: Uuid,
    /// The workstation that holds it.
    pub station: String,
    /// What people call it.
    pub name: String,
    /// Its business date.
    pub business_date: NaiveDate,
    /// Its cash without the float.
    pub cash: Cents,
    /// Its checks and money orders.
    pub checks: Cents,
}

/// A check within a deposit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepositedCheck {
    /// The session that it comes from.
    pub session: Uuid,
    /// The receipt and the tender's place within it; none for a piece that no receipt has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<(String, u16)>,
    /// The tender type's code.
    pub tender: String,
    /// The bank's routing number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub routing: Option<String>,
    /// The check's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// What the paper says.
    pub amount: Cents,
}

/// What one tender type brought that does not go to the bank with the slip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Settlement {
    /// The tender type's code.
    pub tender: String,
    /// Its name.
    pub name: String,
    /// Pieces.
    pub items: u32,
    /// What they come to.
    pub total: Cents,
}

/// See [`Body::DepositWithdrawn`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepositWithdrawn {
    /// The deposit, which was not final.
    pub deposit: Uuid,
    /// Its ticket number, which is not used again.
    pub number: String,
    /// Why.
    pub reason: String,
}

/// See [`Body::DepositFinalized`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepositFinalized {
    /// The deposit.
    pub deposit: Uuid,
    /// Its ticket number.
    pub number: String,
    /// The bag's number.
    pub bag: String,
    /// Who counted it again.
    pub verifier: Person,
    /// The second count: currency and coin.
    pub cash: CashCount,
    /// What they are worth.
    pub cash_total: Cents,
    /// The second count: pieces.
    pub check_items: u32,
    /// What they come to.
    pub check_total: Cents,
}

/// See [`Body::BankFiguresEntered`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankFiguresEntered {
    /// The deposit.
    pub deposit: Uuid,
    /// Its ticket number.
    pub number: String,
    /// The cash that the bank counted.
    pub cash: Cents,
    /// The checks that the bank counted.
    pub checks: Cents,
    /// The date that the bank credited it.
    pub validated_on: NaiveDate,
    /// The bank's reference.
    pub reference: String,
    /// Who entered it.
    pub person: Person,
}

/// See [`Body::BankCorrected`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankCorrected {
    /// The deposit, which stays as it is.
    pub deposit: Uuid,
    /// Its ticket number.
    pub number: String,
    /// What the bank says less what the slip says, in cash.
    pub cash: Cents,
    /// The same in checks.
    pub checks: Cents,
    /// Why, in the bank's words.
    pub reason: String,
    /// The bank's reference of the correction.
    pub reference: String,
    /// Who entered it.
    pub person: Person,
}

/// See [`Body::DayClosed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayClosed {
    /// The business date that is closed.
    pub date: NaiveDate,
    /// Who closed it.
    pub closer: Person,
    /// The sessions that are closed with it.
    pub sessions: Vec<ClosedSession>,
    /// What goes to the next day, each named, with why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub carried: Vec<Carried>,
    /// Every workstation's head: up to here its entries are in this day or an earlier one.
    pub heads: Vec<StationHead>,
    /// Per tender type: what was approved; of cash what the receipts brought, without floats
    /// and what went to the vault in between.
    pub tenders: Vec<TenderCount>,
    /// The day's batch for the general ledger.
    pub ledger: LedgerBatch,
    /// The day's transmittals: number, department, what it comes to.
    pub transmittals: Vec<(String, String, Cents)>,
    /// The head of the closing desk's journal before this entry, signed.
    pub head: SignedHead,
}

/// A session within a closed day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosedSession {
    /// The session.
    pub session: Uuid,
    /// What people call it.
    pub name: String,
    /// Counted less expected, over all tender types.
    pub over_short: Cents,
}

/// Something that a day's close leaves to the next day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carried {
    /// The session, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<Uuid>,
    /// The workstation.
    pub station: String,
    /// What people call it.
    pub name: String,
    /// Why: `open`, `counting`, `closed, not approved`, `its entries are missing`.
    pub why: String,
}

/// How far a workstation's entries are in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StationHead {
    /// The workstation.
    pub station: String,
    /// The last entry that the closing desk has of it.
    pub seq: u64,
    /// Its hash, in hex.
    pub hash: String,
    /// Receipts ever issued by it.
    pub receipts: u64,
    /// What they came to.
    pub cents: Cents,
}

/// A day's batch for the general ledger. Its lines are computed from the entries
/// that the heads name, so that it is never issued twice with different content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerBatch {
    /// Its number.
    pub number: String,
    /// The sum of its debits, which is that of its credits.
    pub debits: Cents,
    /// Its lines.
    pub lines: u32,
    /// The SHA-256 of its lines, in hex.
    pub digest: String,
}
