//! Batches: mail, files, turn-ins, and the money of theirs that stands in suspense.

use counterfoil_domain::config::BatchKind;

use super::*;

/// Opens a batch of mail with its control figures, made before anything is keyed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OpenBatch {
    /// Made by the caller before the first send; the same one for a repeat.
    #[ts(type = "string")]
    pub request_id: Uuid,
    /// The control figures, one a tender type.
    pub control: Vec<TypedControl>,
    /// The other person who opened the mail.
    #[serde(default)]
    #[ts(optional)]
    pub consent: Option<Consent>,
}

/// The control figure of one tender type, as typed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TypedControl {
    /// The tender type's code.
    pub tender: String,
    /// How many pieces; left out for cash.
    #[serde(default)]
    pub items: u32,
    /// What they come to; left out for cash.
    #[serde(default)]
    #[ts(optional)]
    pub total: Option<String>,
    /// The cash by denomination.
    #[serde(default)]
    pub cash: CashCount,
}

/// A batch that was opened.
#[derive(Debug, Clone, Serialize, TS)]
pub struct BatchOpenedView {
    /// The session: `take_payment` names it as its `batch`.
    #[ts(type = "string")]
    pub session: Uuid,
    /// What people call it.
    pub name: String,
    /// Whether it was there already: the request was a repeat.
    pub repeated: bool,
}

/// A batch as it is keyed.
#[derive(Debug, Clone, Serialize, TS)]
pub struct BatchView {
    /// The session.
    #[ts(type = "string")]
    pub session: Uuid,
    /// What people call it.
    pub name: String,
    /// Where it comes from.
    pub kind: BatchKind,
    /// Whether items may still be keyed.
    pub open: bool,
    /// Its business date.
    pub business_date: String,
    /// Who opened the mail.
    pub opened_by: Vec<String>,
    /// Per tender type: what was keyed (expected) and the control figure (counted).
    pub tenders: Vec<ControlLine>,
    /// The items, newest first.
    pub items: Vec<BatchItemView>,
    /// What was keyed less the control figures, over all tender types.
    pub difference: Cents,
    /// Whether everything agrees, so that it can be closed without a reason.
    pub agrees: bool,
}

/// One tender type of a batch.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ControlLine {
    /// The tender type's code.
    pub tender: String,
    /// Pieces that the control figure says.
    pub control_items: u32,
    /// What it says they come to.
    pub control_total: Cents,
    /// Pieces keyed.
    pub items: u32,
    /// What they come to.
    pub total: Cents,
}

/// One item of a batch.
#[derive(Debug, Clone, Serialize, TS)]
pub struct BatchItemView {
    /// Its receipt.
    pub receipt: String,
    /// The account, or why it stands in suspense, or its items in brief.
    pub what: String,
    /// Who paid.
    pub payer: Option<String>,
    /// A check's number and the like.
    pub detail: String,
    /// Its total.
    pub total: Cents,
    /// Whether it was voided.
    pub void: bool,
    /// Whether it stands in suspense.
    pub suspense: bool,
}

/// Closes a batch.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CloseBatch {
    /// Made by the caller before the first send; the same one for a repeat.
    #[ts(type = "string")]
    pub request_id: Uuid,
    /// The session.
    #[ts(type = "string")]
    pub session: Uuid,
    /// Why a difference is accepted.
    #[serde(default)]
    #[ts(optional)]
    pub reason: Option<String>,
    /// Who agrees to the difference.
    #[serde(default)]
    #[ts(optional)]
    pub consent: Option<Consent>,
}

/// Takes in, or only looks at, a file of payments.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TakeInFile {
    /// Made by the caller before the first send; the same one for a repeat.
    #[ts(type = "string")]
    pub request_id: Uuid,
    /// The layout's code.
    pub layout: String,
    /// The file's name.
    pub name: String,
    /// The file's content.
    pub content: String,
}

/// A file of payments, looked at or taken in.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FileView {
    /// What the batch is called.
    pub name: String,
    /// Payments in the file.
    pub items: u32,
    /// What they come to.
    pub total: Cents,
    /// Those that no account was found for, or that cannot be taken as they are; they go into suspense.
    pub suspense: Vec<FileSuspense>,
    /// The session, once it is taken in.
    #[ts(type = "string | null")]
    pub session: Option<Uuid>,
    /// The first receipt's number, once it is taken in.
    pub first_receipt: Option<String>,
    /// The last receipt's number.
    pub last_receipt: Option<String>,
    /// Whether it was there already: the request was a repeat.
    pub repeated: bool,
}

/// An item of a file that goes into suspense.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FileSuspense {
    /// Its line in the file.
    #[ts(type = "number")]
    pub line: u64,
    /// The account as the file has it.
    pub account: String,
    /// The amount.
    pub amount: Cents,
    /// Why.
    pub why: String,
}

/// A layout of files of payments.
#[derive(Debug, Clone, Serialize, TS)]
pub struct LayoutView {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What such a file becomes.
    pub kind: BatchKind,
}

/// Takes a department's turn-in: counted by both, balanced to its transmittal.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TakeTurnIn {
    /// Made by the caller before the first send; the same one for a repeat.
    #[ts(type = "string")]
    pub request_id: Uuid,
    /// The department's code.
    pub department: String,
    /// The transmittal's own number.
    pub transmittal: String,
    /// Who brought it.
    pub brought_by: String,
    /// What the transmittal says it comes to.
    pub total: String,
    /// What it is for: charge codes with amounts.
    pub lines: Vec<PaymentLine>,
    /// The cash as the cashier counts it.
    pub cash: CashCount,
    /// The cash as whoever brought it counts it.
    pub cash_again: CashCount,
    /// Checks and other tenders, one by one.
    #[serde(default)]
    pub tenders: Vec<PaymentTender>,
}

/// A turn-in that was taken.
#[derive(Debug, Clone, Serialize, TS)]
pub struct TurnInTaken {
    /// The session.
    #[ts(type = "string")]
    pub session: Uuid,
    /// What it is called on the board.
    pub name: String,
    /// The receipt that the department gets.
    pub receipt: String,
    /// Its total.
    pub total: Cents,
    /// Whether it was there already: the request was a repeat.
    pub repeated: bool,
}

/// What the batches' screens need: layouts, departments, batches of the day.
#[derive(Debug, Clone, Serialize, TS)]
pub struct BatchesView {
    /// The business date that a batch begun now gets.
    pub business_date: String,
    /// Layouts of files.
    pub layouts: Vec<LayoutView>,
    /// Departments: code and name.
    pub departments: Vec<(String, String)>,
    /// Whether money can be put into suspense here.
    pub suspense: bool,
    /// Batches that are not approved yet, and the last ones, newest first.
    pub batches: Vec<BoardRow>,
}

/// Money that stands in suspense.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SuspenseView {
    /// The items, oldest first.
    pub items: Vec<SuspenseItem>,
    /// What they come to.
    pub total: Cents,
}

/// One item in suspense.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SuspenseItem {
    /// The receipt that brought it.
    pub receipt: String,
    /// The line within it.
    pub line: u16,
    /// When: its business date.
    pub business_date: String,
    /// What is held.
    pub amount: Cents,
    /// Who paid.
    pub payer: Option<String>,
    /// The account or reference as it came.
    pub reference: Option<String>,
    /// Why it is held.
    pub why: String,
}

/// Places money that stands in suspense.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PlaceSuspense {
    /// Made by the caller before the first send; the same one for a repeat.
    #[ts(type = "string")]
    pub request_id: Uuid,
    /// The receipt that brought it.
    pub receipt: String,
    /// The line within it.
    pub line: u16,
    /// Where it goes: on an account, or by charge code.
    pub to: PaymentLine,
    /// Why.
    pub reason: String,
    /// The second person.
    #[serde(default)]
    #[ts(optional)]
    pub consent: Option<Consent>,
}
