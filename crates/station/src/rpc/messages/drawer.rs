//! What goes over the interface on drawers and counts.

use super::*;

/// Opens a drawer.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OpenDrawer {
    /// Made before the first send.
    #[ts(type = "string")]
    pub request_id: Uuid,
    /// The float, counted by denomination and accepted.
    pub float: CashCount,
}

/// Counts the cash in the middle of the day.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CheckpointCount {
    /// Made before the first send.
    #[ts(type = "string")]
    pub request_id: Uuid,
    /// The cash, float included.
    pub cash: CashCount,
}

/// Takes cash to the vault. The consent is the other person's, who takes it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PickUp {
    /// Made before the first send.
    #[ts(type = "string")]
    pub request_id: Uuid,
    /// What goes.
    pub cash: CashCount,
    /// The other person.
    #[serde(default)]
    #[ts(optional)]
    pub consent: Option<Consent>,
}

/// Exchanges cash with the vault. The consent is the other person's, who brings it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ChangeOrder {
    /// Made before the first send.
    #[ts(type = "string")]
    pub request_id: Uuid,
    /// What comes from the vault.
    pub received: CashCount,
    /// What goes to the vault for it; may be nothing.
    #[serde(default)]
    pub given: CashCount,
    /// The other person.
    #[serde(default)]
    #[ts(optional)]
    pub consent: Option<Consent>,
}

/// Hands the drawer to another cashier; both count. The consent is the incoming cashier's.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct HandOver {
    /// Made before the first send.
    #[ts(type = "string")]
    pub request_id: Uuid,
    /// The outgoing cashier's count of the cash.
    pub cash: CashCount,
    /// The incoming cashier's count of the cash.
    pub cash_again: CashCount,
    /// Checks and other paper, counted by the outgoing cashier.
    pub items: u32,
    /// The same, counted by the incoming cashier.
    pub items_again: u32,
    /// The incoming cashier; without it the reply names what will be handed over.
    #[serde(default)]
    #[ts(optional)]
    pub consent: Option<Consent>,
}

/// Opens the drawer without a sale.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct NoSaleOpening {
    /// Made before the first send.
    #[ts(type = "string")]
    pub request_id: Uuid,
    /// Why.
    pub reason: String,
    /// The second person.
    #[serde(default)]
    #[ts(optional)]
    pub consent: Option<Consent>,
}

/// Begins the count for the close.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct StartCount {
    /// Made before the first send.
    #[ts(type = "string")]
    pub request_id: Uuid,
}

/// Commits a count for the close.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RecordCount {
    /// Made before the first send.
    #[ts(type = "string")]
    pub request_id: Uuid,
    /// The cash, float included.
    pub cash: CashCount,
    /// The tape, ticked off: one for every piece on it.
    #[serde(default)]
    pub tape: Vec<TickedItem>,
    /// Pieces found that are not on the tape.
    #[serde(default)]
    pub extra: Vec<ExtraItem>,
    /// Totals of the tender types counted by total: tender code, amount as typed.
    #[serde(default)]
    pub totals: Vec<TypedTotal>,
}

/// One piece of the tape, ticked off.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TickedItem {
    /// The receipt's number.
    pub receipt: String,
    /// The tender's place within the receipt, from 0.
    pub tender: u16,
    /// Whether it is there.
    pub present: bool,
    /// What the paper says, where that is not what the receipt says.
    #[serde(default)]
    #[ts(optional)]
    pub amount: Option<String>,
}

/// A piece found that is not on the tape.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ExtraItem {
    /// The tender type's code.
    pub tender: String,
    /// What the paper says.
    pub amount: String,
    /// The check's number, where it has one.
    #[serde(default)]
    #[ts(optional)]
    pub number: Option<String>,
}

/// The total of a tender type that is counted by total.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TypedTotal {
    /// The tender type's code.
    pub tender: String,
    /// The total, as typed.
    pub amount: String,
}

/// Closes the drawer on its last count.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CloseDrawer {
    /// Made before the first send.
    #[ts(type = "string")]
    pub request_id: Uuid,
    /// Why it differs; asked outside the tolerance.
    #[serde(default)]
    #[ts(optional)]
    pub reason: Option<String>,
    /// The second person; asked outside the tolerance.
    #[serde(default)]
    #[ts(optional)]
    pub consent: Option<Consent>,
}

/// Goes back to counting. A closed session needs a reason and a second person.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Recount {
    /// Made before the first send.
    #[ts(type = "string")]
    pub request_id: Uuid,
    /// The closed session; the one being counted where none is given.
    #[serde(default)]
    #[ts(type = "string", optional)]
    pub session: Option<Uuid>,
    /// Why.
    #[serde(default)]
    #[ts(optional)]
    pub reason: Option<String>,
    /// The second person.
    #[serde(default)]
    #[ts(optional)]
    pub consent: Option<Consent>,
}

/// Asks for a drawer session; the one at hand where none is named.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct GetDrawer {
    /// The session.
    #[serde(default)]
    #[ts(type = "string", optional)]
    pub session: Option<Uuid>,
}

/// A drawer session, as much of it as the caller may see.
#[derive(Debug, Clone, Default, Serialize, TS)]
pub struct DrawerView {
    /// The session; none where no drawer was opened yet today.
    pub session: Option<SessionState>,
    /// When it was opened, local time `HH:MM`.
    pub opened_at: Option<String>,
    /// The opening float.
    pub float: Cents,
    /// Receipts taken, voided ones included.
    pub receipts: u32,
    /// First and last receipt.
    pub first_receipt: Option<String>,
    /// See `first_receipt`.
    pub last_receipt: Option<String>,
    /// Receipts voided.
    pub voids: u32,
    /// Every tender type: expected and counted. Hidden while the count is blind.
    pub tenders: Option<Vec<TenderCount>>,
    /// The tape to tick off: checks and other paper in the order taken.
    pub tape: Vec<TapeItem>,
    /// Movements, checkpoints and no-sales in order.
    pub movements: Vec<Movement>,
    /// Committed counts for the close, oldest first.
    pub counts: Vec<CommittedCount>,
    /// Whether closing on the last count will ask a reason.
    pub reason_needed: bool,
    /// The last closed sessions of this workstation, newest first, at most ten.
    pub recent: Vec<RecentSession>,
}

/// One piece of the tape.
#[derive(Debug, Clone, Serialize, TS)]
pub struct TapeItem {
    /// The tender type's code.
    pub tender: String,
    /// The receipt's number.
    pub receipt: String,
    /// The tender's place within the receipt.
    pub place: u16,
    /// The check's number, where it has one.
    pub number: Option<String>,
    /// Who paid.
    pub payer: Option<String>,
    /// What the receipt says it is worth.
    pub amount: Cents,
}

/// Something that happened to the drawer besides receipts.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Movement {
    /// `pick_up`, `change_order`, `hand_over`, `no_sale`, `checkpoint`.
    pub what: String,
    /// Local time `HH:MM`.
    pub at: String,
    /// What it did to the cash; nothing for a no-sale. Hidden for a checkpoint while blind.
    pub amount: Option<Cents>,
    /// The other person.
    pub with: Option<String>,
    /// The reason, where one was given.
    pub reason: Option<String>,
}

/// A committed count.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CommittedCount {
    /// Local time `HH:MM`.
    pub at: String,
    /// Expected and counted per tender type.
    pub tenders: Vec<TenderCount>,
}

/// A closed session in brief.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RecentSession {
    /// The session.
    #[ts(type = "string")]
    pub id: Uuid,
    /// Its business date.
    pub business_date: String,
    /// The cashier's name.
    pub cashier_name: String,
    /// Receipts taken.
    pub receipts: u32,
    /// Counted less expected, all tenders.
    pub difference: Cents,
}
