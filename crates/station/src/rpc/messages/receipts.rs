//! What goes over the interface on receipts, their papers and the journal.

use super::*;

/// Looks receipts up.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FindReceipts {
    /// Number, payer, account, check number, amount or cashier, in any order; all recent ones where empty.
    pub text: String,
    /// From this business date, `YYYY-MM-DD`.
    #[serde(default)]
    #[ts(optional)]
    pub from: Option<String>,
    /// To this business date.
    #[serde(default)]
    #[ts(optional)]
    pub to: Option<String>,
}

/// Receipts found, newest first, at most fifty.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FoundReceipts {
    /// The receipts.
    pub receipts: Vec<FoundReceipt>,
    /// Whether there were more than could be shown.
    pub more: bool,
}

/// One receipt found.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FoundReceipt {
    /// Its number.
    pub number: String,
    /// Its business date.
    pub business_date: String,
    /// Local time `HH:MM`.
    pub at: String,
    /// The cashier's name.
    pub cashier: String,
    /// Who paid.
    pub payer: Option<String>,
    /// What was paid, in brief.
    pub summary: String,
    /// Its total.
    pub total: Cents,
    /// Whether it was voided.
    pub void: bool,
}

/// Asks for one receipt.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct GetReceipt {
    /// Its number.
    pub receipt: String,
}

/// One receipt, whole.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ReceiptView {
    /// Its number.
    pub number: String,
    /// The session.
    #[ts(type = "string")]
    pub session: Uuid,
    /// Its business date.
    pub business_date: String,
    /// Local time `HH:MM`.
    pub at: String,
    /// The cashier's name.
    pub cashier: String,
    /// Who paid.
    pub payer: Option<String>,
    /// The note.
    pub note: Option<String>,
    /// What was paid.
    pub lines: Vec<ReceiptLine>,
    /// What it was paid with, after reclasses.
    pub tenders: Vec<TenderView>,
    /// Its total.
    pub total: Cents,
    /// Change given.
    pub change: Cents,
    /// The seal.
    pub seal: String,
    /// The void, where it was voided.
    pub void: Option<VoidView>,
    /// Copies printed.
    pub copies: u32,
    /// Whether it can still be voided here: its session is open.
    pub voidable: bool,
    /// The receipt as it prints.
    pub tape: Vec<TapeLine>,
    /// Whether it reached paper.
    pub print: Option<PrintJobState>,
    /// At the closing desk: whether it was reversed after its close.
    pub reversed: bool,
    /// At the closing desk: the returned items that took its tenders back, while they stand.
    pub returned: Vec<String>,
}

/// One tender of a receipt.
#[derive(Debug, Clone, Serialize, TS)]
pub struct TenderView {
    /// The tender type's code.
    pub tender: String,
    /// What the receipt calls it.
    pub name: String,
    /// Its kind.
    pub kind: TenderKind,
    /// What it pays.
    pub amount: Cents,
    /// Check number, card's last four and approval, or reference, in one line.
    pub detail: String,
    /// Whether it was moved here from another type.
    pub reclassed: bool,
}

/// How a receipt was voided.
#[derive(Debug, Clone, Serialize, TS)]
pub struct VoidView {
    /// Local time `HH:MM`.
    pub at: String,
    /// Why.
    pub reason: String,
    /// The cashier's user id.
    pub by: String,
    /// The second person's name.
    pub approved_by: Option<String>,
}

/// Voids a receipt of the open session.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VoidReceipt {
    /// Made before the first send.
    #[ts(type = "string")]
    pub request_id: Uuid,
    /// The receipt's number.
    pub receipt: String,
    /// Why.
    pub reason: String,
    /// The session, where it is not the open one of this window: at the closing desk a
    /// closed one that is not approved yet, or a batch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(as = "Option<String>", optional)]
    pub session: Option<Uuid>,
    /// The second person.
    #[serde(default)]
    #[ts(optional)]
    pub consent: Option<Consent>,
}

/// A receipt was voided.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Voided {
    /// The receipt's number.
    pub receipt: String,
    /// Cash to give back.
    pub cash_back: Cents,
    /// The same in notes and coins.
    pub cash_back_in: Vec<CashLine>,
    /// Checks and other paper to hand back, each in words.
    pub hand_back: Vec<String>,
}

/// Moves a tender to another type.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReclassTender {
    /// Made before the first send.
    #[ts(type = "string")]
    pub request_id: Uuid,
    /// The receipt's number.
    pub receipt: String,
    /// The tender's place within the receipt, from 0.
    pub place: u16,
    /// What it is from now on; its amount must be the same.
    pub to: PaymentTender,
    /// Why.
    pub reason: String,
    /// The session, where it is not the open one of this window: at the closing desk a
    /// closed one that is not approved yet, or a batch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(as = "Option<String>", optional)]
    pub session: Option<Uuid>,
    /// The second person.
    #[serde(default)]
    #[ts(optional)]
    pub consent: Option<Consent>,
}

/// Prints a receipt again, marked COPY.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReprintReceipt {
    /// Made before the first send.
    #[ts(type = "string")]
    pub request_id: Uuid,
    /// The receipt's number.
    pub receipt: String,
}

/// A copy was journaled and queued.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Reprinted {
    /// The receipt's number.
    pub receipt: String,
    /// Which copy this is.
    pub copy: u32,
}

/// A document was written.
#[derive(Debug, Clone, Serialize, TS)]
pub struct WrittenDocument {
    /// Where it is.
    pub path: String,
}

/// Decides about a print job.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PrintJobDecision {
    /// Which job.
    #[ts(type = "number")]
    pub job: u64,
}

/// An entry was written.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Done {
    /// The entry's sequence number.
    #[ts(type = "number")]
    pub seq: u64,
    /// Whether this answers a repeat of an earlier request.
    pub repeated: bool,
}

/// What a reading of the whole journal found.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Verified {
    /// Entries read.
    #[ts(type = "number")]
    pub entries: u64,
    /// The head's hash, in hex.
    pub head: String,
    /// Receipts ever issued, and their total.
    pub grand_total: GrandTotal,
    /// The first thing wrong, in words; none where all is well.
    pub fault: Option<String>,
}
