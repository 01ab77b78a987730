//! The bank's files of returned items: taken in, matched, worked through.

use counterfoil_domain::returns::matching::Certainty;

use super::*;

/// A bank's file of returned items.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TakeInReturns {
    /// Made by the caller before the first send; the same one for a repeat.
    #[ts(type = "string")]
    pub request_id: Uuid,
    /// The layout's code.
    pub layout: String,
    /// The file's name.
    pub name: String,
    /// What it holds.
    pub content: String,
}

/// Asks for a file of returned items that was taken in.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct GetReturnFile {
    /// Its number here.
    pub file: String,
}

/// A bank's file of returned items, matched against what was taken.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ReturnFileView {
    /// Its number here; none while it is only looked at.
    pub number: Option<String>,
    /// Its name.
    pub name: String,
    /// The date that it gives itself.
    pub date: Option<String>,
    /// Its items, in order.
    pub items: Vec<FileItemRow>,
    /// What they come to, which is what the file says.
    pub total: Cents,
    /// What else the file says: notices of change, prenotifications, credits. None of it is a return.
    pub notices: Vec<String>,
    /// How many are matched exactly.
    pub exact: u32,
    /// How many have several candidates.
    pub several: u32,
    /// How many have none.
    pub none: u32,
    /// How many are done.
    pub done: u32,
    /// Whether it was there already: the request was a repeat.
    pub repeated: bool,
}

/// One item of a bank's file.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FileItemRow {
    /// The file's number here; none while it is only looked at.
    pub file: Option<String>,
    /// Its place within the file, from 0.
    pub item: u32,
    /// How much.
    pub amount: Cents,
    /// The bank's code of the reason, as the configuration knows it.
    pub reason: Option<String>,
    /// Check number, last four, reference, payer, as far as the file says them.
    pub detail: String,
    /// The bank's own reference.
    pub trace: Option<String>,
    /// Whether the bank presented it again and it was paid.
    pub represented: bool,
    /// How certain its match is.
    pub certainty: Certainty,
    /// The candidates, likeliest first.
    pub candidates: Vec<OriginalView>,
    /// For one that was presented again and paid: the returned item that it reinstates.
    pub returned: Option<String>,
    /// How it was done: the returned item's number, or why nothing is done about it.
    pub done: Option<String>,
}

/// Says of an item of a file that nothing is done about it here.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct DismissReturnItem {
    /// Made by the caller before the first send; the same one for a repeat.
    #[ts(type = "string")]
    pub request_id: Uuid,
    /// The file's number here.
    pub file: String,
    /// The item's place within it.
    pub item: u32,
    /// Why.
    pub reason: String,
    /// The second person.
    #[serde(default)]
    #[ts(optional)]
    pub consent: Option<Consent>,
}
