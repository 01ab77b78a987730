//! The day's close, its documents, and what is drawn of days.

use super::*;

/// Closes a business day.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CloseDay {
    /// Made by the caller before the first send; the same one for a repeat.
    #[ts(type = "string")]
    pub request_id: Uuid,
    /// The date.
    pub date: String,
    /// What is carried to the next day, by the keys of the board's obstacles.
    #[serde(default)]
    pub carry: Vec<String>,
}

/// A day that was closed.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DayClosedView {
    /// The date.
    pub date: String,
    /// The number of its ledger batch.
    pub ledger_batch: String,
    /// Debits of the ledger batch, which are its credits.
    pub ledger_total: Cents,
    /// How many sessions were closed with it.
    pub sessions: u32,
    /// What was carried to the next day.
    pub carried: Vec<String>,
    /// Whether it was closed already: the request was a repeat.
    pub repeated: bool,
}

/// The documents that can be written of a date.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DocumentsView {
    /// The date.
    pub date: String,
    /// Whether it is closed: before that, documents say that they are not final.
    pub closed: bool,
    /// The documents.
    pub documents: Vec<DocumentView>,
}

/// A document that can be written.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DocumentView {
    /// Names it in `write_document`: `balancing_summary`, `transmittal:UTIL`, `deposit_slip:<deposit>`.
    pub key: String,
    /// What it is, without what it is of: `balancing_summary`, `transmittal`, `deposit_slip`.
    pub what: String,
    /// What it is of: a department, a deposit's number; nothing for the day's own.
    pub of: String,
}

/// Writes a document.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct WriteDocument {
    /// The date.
    pub date: String,
    /// Which, by its key; all of the date without it.
    #[serde(default)]
    #[ts(optional)]
    pub key: Option<String>,
}

/// Documents that were written, each as PDF, XLSX and CSV.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DocumentsWritten {
    /// The folder.
    pub folder: String,
    /// The files.
    pub files: Vec<String>,
}

/// A day's flow by hour.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FlowView {
    /// The date.
    pub date: String,
    /// Hours with anything in them, and those between, in order.
    pub hours: Vec<FlowHour>,
    /// Per tender type over the day.
    pub tenders: Vec<FlowTender>,
}

/// One hour.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FlowHour {
    /// The hour of the site's clock, 0 to 23.
    pub hour: u8,
    /// Receipts.
    pub receipts: u32,
    /// What they come to.
    pub total: Cents,
    /// Per tender type.
    pub tenders: Vec<FlowTender>,
}

/// What came in by one tender type.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FlowTender {
    /// The tender type's code.
    pub tender: String,
    /// Pieces.
    pub items: u32,
    /// What they come to.
    pub total: Cents,
}

/// Over and short by cashier over the last twelve months.
#[derive(Debug, Clone, Serialize, TS)]
pub struct OverShortView {
    /// The months, oldest first: `2026-11`.
    pub months: Vec<String>,
    /// The cashiers, by name.
    pub cashiers: Vec<CashierOverShort>,
}

/// One cashier.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CashierOverShort {
    /// The user id.
    pub cashier: String,
    /// The name.
    pub name: String,
    /// Per month, in the order of the months.
    pub months: Vec<MonthOverShort>,
    /// Short over all months, as a negative amount.
    pub short: Cents,
    /// Over over all months.
    pub over: Cents,
    /// Sessions approved.
    pub sessions: u32,
}

/// One month of a cashier.
#[derive(Debug, Clone, Default, Serialize, TS)]
pub struct MonthOverShort {
    /// Short, as a negative amount.
    pub short: Cents,
    /// Over.
    pub over: Cents,
    /// Sessions approved.
    pub sessions: u32,
}
