//! Documents as data: everything a document says, nothing of how it looks.
//! Made from entries here; made into bytes by the `paper` crate.

mod account_history;
mod balancing;
mod balancing_summary;
mod collections_list;
mod day_certificate;
mod deposit_report;
mod deposit_slip;
mod ledger_report;
mod over_short_report;
mod receipt_sequence;
mod refund_requests;
mod registers;
pub mod report;
mod return_notice;
mod returned_items;
mod suspense_list;
mod tender_summary;
mod transmittal;
mod turn_on_list;
mod voucher;
mod waivers;
mod wording;

use chrono::{NaiveDate, NaiveDateTime};

use crate::config::{DenominationKind, Language};
use crate::money::Cents;
use crate::receipt::Receipt;

pub use account_history::account_history;
pub use balancing::balancing_sheet;
pub use balancing_summary::balancing_summary;
pub use collections_list::collections_list;
pub use day_certificate::day_certificate;
pub use deposit_report::deposit_report;
pub use deposit_slip::{BUNDLE, deposit_slip};
pub use ledger_report::ledger_report;
pub use over_short_report::{over_short_by_cashier, over_short_report};
pub use receipt_sequence::{NotReceived, receipt_sequence};
pub use refund_requests::{RefundRow, refund_list};
pub use registers::{audit_trail, drawer_opening_log, void_register};
pub use return_notice::return_notice;
pub use returned_items::{returned_items_of_day, returned_items_register};
pub use suspense_list::suspense_list;
pub use tender_summary::tender_summary;
pub use transmittal::transmittal;
pub use turn_on_list::turn_on_list;
pub use voucher::voucher;
pub use waivers::waiver_words;

/// A receipt to print or to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptDocument {
    /// What the entry holds.
    pub receipt: Receipt,
    /// When it was issued, in the site's own time.
    pub at: NaiveDateTime,
    /// The seal: eight hex digits of the entry's hash.
    pub seal: String,
    /// What must be said across it.
    pub mark: ReceiptMark,
}

/// What must be said across a receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReceiptMark {
    /// The original.
    Original,
    /// A reprint: COPY and which one.
    Copy(u32),
    /// It was voided.
    Void,
    /// Not issued yet: the tape on the payment screen. No seal, no barcode.
    Draft,
}

/// The cashier's balancing sheet: one drawer session on paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BalancingSheet {
    /// City, office, address.
    pub heading: Vec<String>,
    /// The language of the sheet.
    pub language: Language,
    /// The workstation's code.
    pub station: String,
    /// The window's name.
    pub window: String,
    /// The drawer's name.
    pub drawer: String,
    /// The business date.
    pub business_date: NaiveDate,
    /// The state in one word: open, counting, closed.
    pub state: &'static str,
    /// When the drawer was opened, in the site's own time.
    pub opened_at: NaiveDateTime,
    /// When it was closed.
    pub closed_at: Option<NaiveDateTime>,
    /// Who held it, from when; the last one closed it.
    pub cashiers: Vec<(String, NaiveDateTime)>,
    /// The opening float by denomination.
    pub float: Vec<CashSheetLine>,
    /// What the float was worth.
    pub float_total: Cents,
    /// The first receipt's number, where there is one.
    pub first_receipt: Option<String>,
    /// The last receipt's number.
    pub last_receipt: Option<String>,
    /// How many receipts, voided ones included.
    pub receipts: u32,
    /// The total of the receipts that stand.
    pub receipts_total: Cents,
    /// Voided receipts.
    pub voids: Vec<VoidSheetLine>,
    /// Reclassed tenders.
    pub reclasses: Vec<ReclassSheetLine>,
    /// Every tender type with its figures.
    pub tenders: Vec<TenderSheetLine>,
    /// The cash of the last count by denomination.
    pub cash: Vec<CashSheetLine>,
    /// Its total.
    pub cash_total: Cents,
    /// The tape: checks and other paper in the order taken.
    pub tape: Vec<TapeSheetLine>,
    /// Pick-ups, change orders, hand-overs, no-sale openings, in order.
    pub movements: Vec<MovementSheetLine>,
    /// All counts: checkpoints and hand-overs (cash alone) in order, then those for the close.
    pub counts: Vec<CountSheetLine>,
    /// Reasons given for a no-sale, a recount, a difference at the close: when, by whom
    /// (and who agreed), what.
    pub reasons: Vec<(NaiveDateTime, String, String)>,
    /// Second persons that this office has waived, in words.
    pub waivers: Vec<String>,
    /// The seal of the closing entry, once closed.
    pub seal: Option<String>,
}

/// One denomination of a count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CashSheetLine {
    /// How it is written: `$20`.
    pub label: String,
    /// Note or coin.
    pub kind: DenominationKind,
    /// Loose pieces.
    pub loose: u32,
    /// Straps or rolls.
    pub bundles: u32,
    /// What the line is worth.
    pub total: Cents,
}

/// One voided receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoidSheetLine {
    /// Its number.
    pub receipt: String,
    /// When it was voided.
    pub at: NaiveDateTime,
    /// Its total.
    pub total: Cents,
    /// Why.
    pub reason: String,
    /// Who approved; none where that is waived.
    pub approved_by: Option<String>,
    /// Checks handed back, by number and amount.
    pub checks_returned: Vec<String>,
}

/// One reclassed tender.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReclassSheetLine {
    /// The receipt's number.
    pub receipt: String,
    /// When.
    pub at: NaiveDateTime,
    /// The amount.
    pub amount: Cents,
    /// From which tender type, by name.
    pub from: String,
    /// To which.
    pub to: String,
    /// Why.
    pub reason: String,
    /// Who approved; none where that is waived.
    pub approved_by: Option<String>,
}

/// One tender type's figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TenderSheetLine {
    /// Its name.
    pub name: String,
    /// Pieces.
    pub items: u32,
    /// What should be there.
    pub expected: Cents,
    /// What is there, once counted.
    pub counted: Option<Cents>,
    /// Counted less expected.
    pub difference: Option<Cents>,
}

/// One piece of the tape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TapeSheetLine {
    /// Its place on the tape, from 1.
    pub order: u32,
    /// The tender type's name.
    pub tender: String,
    /// The receipt it came with; none for one that no receipt has.
    pub receipt: Option<String>,
    /// The check's number, or another paper's reference.
    pub number: Option<String>,
    /// What the receipt says.
    pub recorded: Cents,
    /// What the count found.
    pub found: Found,
}

/// What a count found of one piece of the tape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// Not counted yet.
    NotCounted,
    /// There, at its amount.
    Agreed,
    /// There, but worth this.
    Misread(Cents),
    /// Not there.
    Missing,
    /// There, though no receipt has it, worth this.
    Extra(Cents),
}

/// One movement of a drawer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovementSheetLine {
    /// When.
    pub at: NaiveDateTime,
    /// What: `Pick-up to the vault`.
    pub what: String,
    /// What it did to the drawer's cash.
    pub amount: Cents,
    /// Who did it.
    pub by: String,
    /// The other person.
    pub with: Option<String>,
}

/// One count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountSheetLine {
    /// When.
    pub at: NaiveDateTime,
    /// What for: `Checkpoint`, `Hand-over`, `Close`, `Recount`.
    pub what: String,
    /// What was expected, all tenders counted.
    pub expected: Cents,
    /// What was counted.
    pub counted: Cents,
    /// Counted less expected.
    pub difference: Cents,
}
