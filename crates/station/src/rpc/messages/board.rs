//! The supervisor's board: every drawer and batch of the day, what is wrong with
//! one, and what is done about it.

use counterfoil_domain::config::{BatchKind, TenderKind};
use counterfoil_domain::session::SessionStage;

use super::*;

/// Asks for the board of a business date.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct GetDay {
    /// The date, `2026-11-21`; the one that is to be closed next without it.
    #[serde(default)]
    #[ts(optional)]
    pub date: Option<String>,
}

/// The board of one business date.
#[derive(Debug, Clone, Serialize, TS)]
pub struct BoardView {
    /// The date.
    pub date: String,
    /// Whether it is closed.
    pub closed: bool,
    /// Dates that can be looked at, newest first: those not closed, and the last closed ones.
    pub dates: Vec<BoardDate>,
    /// The tender types, in the configured order, whether anything came in by them or not.
    pub tenders: Vec<BoardTender>,
    /// Drawers, then batches.
    pub rows: Vec<BoardRow>,
    /// Per tender type over all rows.
    pub totals: Vec<TenderFigures>,
    /// Over all tender types and rows. What is counted and how it differs is summed over the
    /// rows that are counted.
    pub total: RowTotals,
    /// How many rows are approved.
    pub approved: u32,
    /// The workstations of the site, and how far their entries are in.
    pub stations: Vec<StationIn>,
    /// What stands in the way of closing the day; each may be carried to the next one.
    pub in_the_way: Vec<Obstacle>,
    /// Money that stands in suspense, of whatever day: pieces.
    pub suspense_items: u32,
    /// What it comes to.
    pub suspense_total: Cents,
}

/// A date that the board can show.
#[derive(Debug, Clone, Serialize, TS)]
pub struct BoardDate {
    /// The date.
    pub date: String,
    /// Whether it is closed.
    pub closed: bool,
}

/// A tender type as the board names it.
#[derive(Debug, Clone, Serialize, TS)]
pub struct BoardTender {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its Spanish name, or the same again.
    pub name_es: String,
    /// What it is: the board's columns are cash, checks and other paper, cards, other.
    pub kind: TenderKind,
}

/// One drawer session or batch.
#[derive(Debug, Clone, Serialize, TS)]
pub struct BoardRow {
    /// The session.
    #[ts(type = "string")]
    pub session: Uuid,
    /// The workstation that holds it.
    pub station: String,
    /// What it is of: none for a drawer.
    pub batch: Option<BatchKind>,
    /// What people call it: `Drawer 3`, `Mail batch 2`.
    pub name: String,
    /// The window's name, for a drawer.
    pub window: String,
    /// Who holds it.
    pub cashier: String,
    /// How far it is.
    pub stage: SessionStage,
    /// Its own business date, where it was carried to this one.
    pub carried_from: Option<String>,
    /// Receipts, voided ones included.
    pub receipts: u32,
    /// Per tender type that anything came in by.
    pub tenders: Vec<TenderFigures>,
    /// Over all tender types.
    pub total: RowTotals,
    /// Pieces that the control figures say, for a batch.
    pub control_items: Option<u32>,
    /// Whether whoever asks has worked it, and so may not approve it.
    pub own: bool,
    /// The number of the deposit that takes it.
    pub deposit: Option<String>,
    /// What was said last: why it was sent back, or why a difference was accepted.
    pub reason: Option<String>,
    /// Whether it was counted again after its approval, which then does not speak of that count.
    pub counted_since: bool,
}

/// One tender type's figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct TenderFigures {
    /// The tender type's code.
    pub tender: String,
    /// Pieces expected.
    pub items: u32,
    /// What is expected; cash as the receipts brought it, float and vault movements left out.
    pub expected: Cents,
    /// What was counted, the same left out; none while it is not.
    pub counted: Option<Cents>,
}

/// Figures over all tender types.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
pub struct RowTotals {
    /// What is expected.
    pub expected: Cents,
    /// What was counted; none while it is not.
    pub counted: Option<Cents>,
    /// Counted less expected; none while it is not counted.
    pub difference: Option<Cents>,
}

/// How far a workstation's entries are in at the closing desk.
#[derive(Debug, Clone, Serialize, TS)]
pub struct StationIn {
    /// Its code.
    pub station: String,
    /// The window's name.
    pub window: String,
    /// Whether it is this workstation.
    pub here: bool,
    /// The last entry that is here; 0 where none is.
    #[ts(type = "number")]
    pub seq: u64,
    /// Until when its entries are known to be in, in the site's time: `21 Nov 17:02`.
    pub as_of: Option<String>,
    /// Whether entries of the board's date may be missing: nothing was heard of it on that
    /// date, or nothing for a while though somebody sits at it, or what it left is refused
    /// or does not read here.
    pub missing: bool,
    /// What is wrong with what it handed over, or with what of its entries does not read here.
    pub refusal: Option<RefusalView>,
}

/// Something that stands in the way of closing the day.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Obstacle {
    /// Names it in `close_day`: a session, or `station:W2`.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// Why: `open`, `counting`, `returned`, `closed`, `missing`.
    pub why: String,
}

/// Asks for one drawer session or batch.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct GetSession {
    /// The session.
    #[ts(type = "string")]
    pub session: Uuid,
}

/// A drawer's or batch's sheet.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SessionSheet {
    /// Its row of the board.
    pub row: BoardRow,
    /// The float.
    pub float: Cents,
    /// When it was opened.
    pub opened_at: String,
    /// When it was closed.
    pub closed_at: Option<String>,
    /// Its receipts in order.
    pub receipts: Vec<SheetReceipt>,
    /// Pick-ups, change orders, hand-overs, checkpoints and all else that happened.
    pub events: Vec<SheetEvent>,
    /// Committed counts, oldest first.
    pub counts: Vec<CommittedCount>,
    /// The tape, with what the last count found of each piece.
    pub tape: Vec<SheetPiece>,
    /// The control figures, for a batch.
    pub control: Vec<TenderFigures>,
    /// Whether a difference lies outside the tolerance, so that an approval needs a reason.
    pub reason_needed: bool,
    /// The reason that was given at the close.
    pub close_reason: Option<String>,
}

/// A receipt on a sheet.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SheetReceipt {
    /// Its number.
    pub number: String,
    /// When: `12:31`.
    pub at: String,
    /// Who paid.
    pub payer: Option<String>,
    /// Its items in brief.
    pub summary: String,
    /// Its tenders as they stand.
    pub tenders: Vec<SheetTender>,
    /// Its total.
    pub total: Cents,
    /// Whether it was voided.
    pub void: bool,
    /// Whether some of it stands in suspense.
    pub suspense: bool,
}

/// A tender on a sheet.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SheetTender {
    /// The tender type's code.
    pub tender: String,
    /// What it pays.
    pub amount: Cents,
    /// A check's number, a card's last four.
    pub detail: String,
}

/// Something else that happened.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SheetEvent {
    /// What: `pick_up`, `change_order`, `hand_over`, `checkpoint`, `no_sale`, `void`, `reclass`,
    /// `recount`, `close`, `count_in_place`, `sent_back`, `approve`.
    pub what: String,
    /// When.
    pub at: String,
    /// Who did it.
    pub by: String,
    /// The second person.
    pub with: Option<String>,
    /// The amount, or a count's difference.
    pub amount: Option<Cents>,
    /// The receipt that it is about.
    pub receipt: Option<String>,
    /// Why, or what in words.
    pub reason: Option<String>,
}

/// A piece of the tape, with what the last count found.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SheetPiece {
    /// The tender type's code.
    pub tender: String,
    /// The receipt; none for a piece that no receipt has.
    pub receipt: Option<String>,
    /// The tender's place within it.
    pub place: u16,
    /// The check's number.
    pub number: Option<String>,
    /// What the receipt says.
    pub recorded: Cents,
    /// What the paper says; none where it is missing or was not counted.
    pub found: Option<Cents>,
    /// Whether it was counted.
    pub counted: bool,
}

/// What may be wrong with a session that does not agree.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SuspectsView {
    /// The session.
    #[ts(type = "string")]
    pub session: Uuid,
    /// Tender types that differ: counted less expected.
    pub differences: Vec<TenderDifference>,
    /// When the count was that narrowed the search: `12:30`.
    pub narrowed_at: Option<String>,
    /// Whether that count agreed, so that what is wrong came after it; else it was off
    /// already, and what is wrong came before it.
    pub narrowed_agreed: bool,
    /// Receipts that were searched.
    pub searched: u32,
    /// Receipts in all.
    pub receipts: u32,
    /// Where to look, likeliest first.
    pub suspects: Vec<SuspectView>,
    /// The tape against the recorded checks, piece by piece: what does not match.
    pub pieces: Vec<PieceMatch>,
}

/// A tender type that differs.
#[derive(Debug, Clone, Serialize, TS)]
pub struct TenderDifference {
    /// The tender type's code.
    pub tender: String,
    /// Counted less expected: negative when short.
    pub difference: Cents,
}

/// One place to look.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SuspectView {
    /// What kind of mistake it would be: `swapped_digits`, `wrong_tender`, ….
    pub pattern: String,
    /// The facts that its sentence needs.
    #[ts(type = "Record<string, unknown>")]
    pub facts: serde_json::Value,
    /// The tender type that it concerns.
    pub tender: String,
    /// The receipts and items that it names.
    pub names: Vec<String>,
    /// How much of the difference it would explain.
    pub explains: Cents,
    /// Why, in a sentence.
    pub says: String,
    /// How it would be mended.
    pub mend: MendView,
}

/// How a mistake is mended.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum MendView {
    /// By moving a tender to another type.
    Reclass {
        /// The receipt's number.
        receipt: String,
        /// The tender's place within it.
        place: u16,
        /// The other type's code.
        to: String,
    },
    /// By voiding a receipt.
    Void {
        /// Its number.
        receipt: String,
    },
    /// By counting again.
    Recount {
        /// The tender type's code.
        tender: String,
    },
    /// By looking: nothing in the program can mend it.
    Look,
}

/// A piece of the tape that does not match what is recorded.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PieceMatch {
    /// `missing`, `extra`, `misread`; `same` where an extra piece evidently is it.
    pub what: String,
    /// The tender type's code.
    pub tender: String,
    /// The receipt; none for an extra piece.
    pub receipt: Option<String>,
    /// The check's number.
    pub number: Option<String>,
    /// What the receipt says.
    pub recorded: Option<Cents>,
    /// What the paper says.
    pub found: Option<Cents>,
}

/// Approves a closed session.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ApproveSession {
    /// Made by the caller before the first send; the same one for a repeat.
    #[ts(type = "string")]
    pub request_id: Uuid,
    /// The session.
    #[ts(type = "string")]
    pub session: Uuid,
    /// The difference over all tender types that the screen showed, in cents.
    pub seen_difference: Cents,
    /// Why a difference outside the tolerance is accepted.
    #[serde(default)]
    #[ts(optional)]
    pub reason: Option<String>,
}

/// Sends a closed session back to counting.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReturnSession {
    /// Made by the caller before the first send; the same one for a repeat.
    #[ts(type = "string")]
    pub request_id: Uuid,
    /// The session.
    #[ts(type = "string")]
    pub session: Uuid,
    /// Why.
    pub reason: String,
    /// A recount is asked for; otherwise the sheet is rejected.
    #[serde(default)]
    pub recount: bool,
}

/// Counts a drawer in the place of a cashier who left it. Needs another person.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CountInPlace {
    /// Made by the caller before the first send; the same one for a repeat.
    #[ts(type = "string")]
    pub request_id: Uuid,
    /// Why: where the cashier is.
    pub reason: String,
    /// The other person.
    #[serde(default)]
    #[ts(optional)]
    pub consent: Option<Consent>,
}

/// Takes in a file of another workstation's entries.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TakeInEntries {
    /// The file's content.
    pub content: String,
}

/// What was taken in.
#[derive(Debug, Clone, Serialize, TS)]
pub struct EntriesTakenIn {
    /// The workstation.
    pub station: String,
    /// How many of its entries are new here.
    pub entries: u32,
    /// The last one.
    #[ts(type = "number")]
    pub seq: u64,
}
