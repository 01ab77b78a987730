//! Bank accounts, the suspense account, and the layouts of files that batches come in.

use serde::{Deserialize, Serialize};

/// A bank account that deposits go to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BankAccount {
    /// Short code: `GENERAL`.
    pub code: String,
    /// What people call it: `General deposit account`.
    pub name: String,
    /// The bank's name.
    pub bank: String,
    /// The bank's routing number.
    pub routing: String,
    /// The account's number; copies show its last four digits only.
    pub number: String,
    /// The ledger account that is debited.
    pub ledger: String,
}

/// Where money stands that fits no account yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suspense {
    /// The ledger account that is credited until the money is placed.
    pub ledger: String,
    /// The department that answers for it.
    pub department: String,
}

/// Where a batch of payments comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum BatchKind {
    /// Envelopes opened by two people.
    Mail,
    /// A bank's lockbox.
    Lockbox,
    /// A kiosk.
    Kiosk,
    /// The web site.
    Web,
    /// Money that another department brings with its own transmittal.
    TurnIn,
}

/// A file that batches are taken in from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BatchLayout {
    /// Short code: `WEB`.
    pub code: String,
    /// What people call it: `Web payments`.
    pub name: String,
    /// What such a file becomes.
    pub kind: BatchKind,
    /// How the file is written.
    pub format: BatchFormat,
    /// The tender type of items that do not name one.
    pub tender: String,
    /// Where the fields stand, for a file of fixed width.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixed: Option<FixedLayout>,
}

/// How a file of payments is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BatchFormat {
    /// The documented CSV, `docs/batch-format.md`.
    Csv,
    /// BAI2, as banks report lockbox deposits.
    Bai2,
    /// Lines of fixed width, as [`FixedLayout`] describes.
    Fixed,
}

/// A file of fixed width: what marks each kind of line, and where the fields stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FixedLayout {
    /// The characters of every line.
    pub width: u16,
    /// Where the mark of the kind of line stands, from 1.
    pub mark_from: u16,
    /// How long the mark is.
    pub mark_length: u16,
    /// The mark of the first line.
    pub header: String,
    /// The mark of a payment's line.
    pub detail: String,
    /// The mark of the last line.
    pub trailer: String,
    /// The fields.
    pub fields: Vec<FixedField>,
}

/// One field of a line of fixed width.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FixedField {
    /// What it holds.
    pub field: BatchField,
    /// On which kind of line.
    pub on: RecordKind,
    /// Where it begins, from 1.
    pub from: u16,
    /// How long it is.
    pub length: u16,
}

/// The kinds of lines in a file of payments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    /// The first line.
    Header,
    /// A payment.
    Detail,
    /// The last line.
    Trailer,
}

/// What a field of a file of payments holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BatchField {
    /// The file's own identifier, on the header.
    File,
    /// The date of the payments, `YYYYMMDD` or `YYMMDD`.
    Date,
    /// The customer's account.
    Account,
    /// The amount, in cents, zeros before it.
    Amount,
    /// The payer's name.
    Payer,
    /// The payer's own reference: a confirmation number, an envelope.
    Reference,
    /// A check's number.
    CheckNumber,
    /// A check's routing number.
    Routing,
    /// The account number on a check.
    CheckAccount,
    /// A card's brand.
    Brand,
    /// A card's last four digits.
    LastFour,
    /// An approval code.
    Approval,
    /// How many payments the file has, on the trailer.
    Items,
    /// What they come to, in cents, on the trailer.
    Total,
}
