//! What goes over the interface: one request and one reply type a command.
//!
//! Requests hold what was typed, as it was typed; amounts are text and become
//! cents by one grammar on the way in. Replies hold cents as whole numbers.

mod batches;
mod board;
mod days;
mod deposits;

use counterfoil_domain::account::{Account, FlagNotice};
use counterfoil_domain::cash::{CashCount, CashLine};
use counterfoil_domain::config::{CountedBy, Denomination, Language, TenderField, TenderKind, Waiver};
use counterfoil_domain::entry::{GrandTotal, TenderCount};
use counterfoil_domain::money::Cents;
use counterfoil_domain::receipt::{AccountBalance, ReceiptLine};
use counterfoil_domain::rights::{Right, Role};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

pub use batches::*;
pub use board::*;
pub use days::*;
pub use deposits::*;

/// A request without content.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// A second person's name and password, given afresh.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// The second person's user id.
    pub user: String,
    /// Their password.
    pub password: String,
}

impl std::fmt::Debug for Consent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Consent {{ user: {:?}, password: … }}", self.user)
    }
}

// ---- sign-in and state -------------------------------------------------

/// Where everything stands: what the screens always show.
#[derive(Debug, Clone, Serialize, TS)]
pub struct State {
    /// The city's name.
    pub city: String,
    /// The office's name.
    pub site: String,
    /// The workstation's code.
    pub station: String,
    /// The window's name.
    pub window: String,
    /// The drawer's name.
    pub drawer: String,
    /// Today, at the site.
    pub business_date: String,
    /// Who is signed in.
    pub user: Option<SignedInUser>,
    /// Whether the screen is locked until that user's password.
    pub locked: bool,
    /// Idle minutes after which the screen should lock.
    pub lock_after_minutes: u16,
    /// The drawer session that is open or being counted, where there is one.
    pub session: Option<SessionState>,
    /// The line to central records.
    pub central: CentralState,
    /// Whether this workstation is the site's closing desk.
    pub closing_desk: bool,
    /// The receipt printer.
    pub printer: PrinterState,
    /// In a demo city: who may sign in, and with what.
    pub demo: Option<DemoSignIn>,
}

/// The signed-in user.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SignedInUser {
    /// The user id.
    pub id: String,
    /// The name.
    pub name: String,
    /// What they are.
    pub roles: Vec<Role>,
    /// What they may do.
    pub rights: Vec<Right>,
}

/// A drawer session in brief.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SessionState {
    /// The session.
    #[ts(type = "string")]
    pub id: Uuid,
    /// `open`, `counting` or `closed`.
    pub state: SessionPhase,
    /// The user id of the cashier who holds it.
    pub cashier: String,
    /// Their name.
    pub cashier_name: String,
    /// The user id of whoever counts it: the cashier, or who does so in their place.
    pub counter: String,
    /// Its business date.
    pub business_date: String,
    /// Whether its cash is past the warning, or past the ceiling.
    pub ceiling: Ceiling,
}

/// The life of a drawer session, as far as the workstation goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SessionPhase {
    /// Taking payments.
    Open,
    /// Being counted; no payments.
    Counting,
    /// Counted and closed.
    Closed,
}

/// How full a drawer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Ceiling {
    /// Below the warning.
    Fine,
    /// Past the warning: a pick-up is due.
    Warning,
    /// Past the ceiling: no more cash until a pick-up.
    Stopped,
}

/// The line to central records.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum CentralState {
    /// This workstation is not enrolled and stands alone.
    Alone,
}

/// The receipt printer, as the cashier should know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PrinterState {
    /// How it is.
    pub condition: PrinterCondition,
    /// Jobs that wait for it.
    pub waiting: u32,
    /// Jobs of which nobody knows whether they reached paper; to be looked at.
    pub unknown: u32,
    /// The last jobs, newest first, at most twenty.
    pub jobs: Vec<PrintJob>,
}

/// How the printer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PrinterCondition {
    /// No printer is configured.
    None,
    /// The last attempt went through, or none was made yet.
    Ready,
    /// A job is on its way.
    Printing,
    /// The port cannot be opened or broke.
    Unreachable,
    /// The printer says that it is off-line.
    Offline,
    /// The printer says that its cover is open.
    CoverOpen,
    /// The printer says that it has no paper.
    PaperOut,
}

/// One job for the printer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PrintJob {
    /// Which.
    #[ts(type = "number")]
    pub id: u64,
    /// What: `receipt`, `copy`, `drawer_kick`.
    pub what: String,
    /// The receipt's number, where it is one.
    pub receipt: Option<String>,
    /// How far it is.
    pub state: PrintJobState,
}

/// How far a print job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PrintJobState {
    /// Not sent yet.
    Waiting,
    /// The printer said after it that all is well (or it was written to a file).
    Printed,
    /// The line took every byte, and this printer cannot say more. Nothing to look at.
    Sent,
    /// Something went wrong on the way, and nobody can say whether it reached paper: to be looked at.
    Unknown,
    /// Given up by a person.
    Skipped,
}

/// In a demo city: who may sign in.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DemoSignIn {
    /// The one password.
    pub password: String,
    /// The users: id, name, roles.
    pub users: Vec<DemoUser>,
}

/// One user of a demo city.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DemoUser {
    /// The user id.
    pub id: String,
    /// The name.
    pub name: String,
    /// What they are.
    pub roles: Vec<Role>,
}

/// Signs someone in, or unlocks the screen for whoever is signed in.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The user id.
    pub user: String,
    /// The password.
    pub password: String,
}

impl std::fmt::Debug for SignIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SignIn {{ user: {:?}, password: … }}", self.user)
    }
}

/// What the screens need of the configuration.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Catalog {
    /// Charge codes that can be paid without an account, in the configured order.
    pub charges: Vec<CatalogCharge>,
    /// Tender types, in the configured order.
    pub tenders: Vec<CatalogTender>,
    /// Notes and coins, largest first.
    pub denominations: Vec<Denomination>,
    /// Reasons to offer for a void, a reclass, a no-sale.
    pub reasons: Vec<String>,
    /// Whether the cashier counts blind.
    pub blind_count: bool,
    /// Whether more than what is due may be paid on an account.
    pub overpayment_allowed: bool,
    /// The language of receipts unless the payer asks otherwise.
    pub language: Language,
    /// Characters on a line of the receipt.
    pub columns: u8,
    /// Second persons that this office has waived.
    pub waived: Vec<Waiver>,
}

/// A charge code as the screens offer it.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CatalogCharge {
    /// The code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its Spanish name, or the same again.
    pub name_es: String,
    /// The department's name.
    pub department: String,
    /// The fixed price; none where the amount is open.
    pub price: Option<Cents>,
    /// What reference must accompany it, as a label.
    pub reference: Option<String>,
}

/// A tender type as the screens offer it.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CatalogTender {
    /// The code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its Spanish name, or the same again.
    pub name_es: String,
    /// What it is.
    pub kind: TenderKind,
    /// What must be entered besides the amount.
    pub needs: Vec<TenderField>,
    /// How it is counted at close.
    pub counted: CountedBy,
    /// Its key on the payment screen.
    pub key: Option<String>,
}

// ---- accounts ----------------------------------------------------------

/// Looks accounts up.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FindAccounts {
    /// What was typed: number, name, address, phone, citation, permit, in any order.
    pub text: String,
}

/// Accounts found, likeliest first, at most twenty.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FoundAccounts {
    /// The accounts.
    pub accounts: Vec<FoundAccount>,
    /// Whether there were more than could be shown.
    pub more: bool,
}

/// One account found.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FoundAccount {
    /// Its number.
    pub number: String,
    /// The customer's name.
    pub name: String,
    /// The service address.
    pub address: String,
    /// The telephone number.
    pub phone: String,
    /// All that is due, after this workstation's own payments.
    pub due: Cents,
    /// Flags that stand today.
    pub flags: Vec<FlagNotice>,
}

/// Asks for one account.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct GetAccount {
    /// Its number.
    pub number: String,
}

/// One account with its charges.
#[derive(Debug, Clone, Serialize, TS)]
pub struct AccountView {
    /// The account; what is due on its charges is after this workstation's own payments.
    pub account: Account,
    /// Flags that stand today.
    pub flags: Vec<FlagNotice>,
    /// All that is due.
    pub due: Cents,
}

/// A line read by a scanner.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ScanBill {
    /// The characters, without the scanner's prefix and suffix.
    pub line: String,
}

/// What a scanned bill is.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ScannedBill {
    /// The bill's name.
    pub bill: String,
    /// The account that it is for.
    pub account: AccountView,
    /// The charges that the bill covers: those due on the account, or the one with its reference.
    pub charges: Vec<String>,
    /// The amount that the bill prints, where it does.
    pub amount: Option<Cents>,
}

/// A MICR line read by a reader or typed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReadMicr {
    /// The characters.
    pub line: String,
}

/// What a MICR line says. The account number goes back to the screen only to be sent with the payment.
#[derive(Debug, Clone, Serialize, TS)]
pub struct MicrView {
    /// The routing number, its checksum right.
    pub routing: String,
    /// The account number.
    pub account: String,
    /// The check's number, where the line has one.
    pub number: Option<String>,
}

// ---- payment -----------------------------------------------------------

/// What is being paid, and with what: typed, and not yet taken.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Payment {
    /// What is paid.
    #[serde(default)]
    pub lines: Vec<PaymentLine>,
    /// What it is paid with.
    #[serde(default)]
    pub tenders: Vec<PaymentTender>,
    /// Who pays.
    #[serde(default)]
    #[ts(optional)]
    pub payer: Option<String>,
    /// A note for the receipt.
    #[serde(default)]
    #[ts(optional)]
    pub note: Option<String>,
    /// The receipt's language; the site's where none is given.
    #[serde(default)]
    #[ts(optional)]
    pub language: Option<Language>,
}

/// One thing to be paid.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "on", rename_all = "snake_case", deny_unknown_fields)]
pub enum PaymentLine {
    /// On an account: the charges named, or all of them.
    Account {
        /// The account's number.
        account: String,
        /// The charges; all that are due where none is named.
        #[serde(default)]
        charges: Vec<String>,
        /// How much, when not exactly what is due: spread over the charges by the
        /// configured order; beyond what is due it becomes a credit, if allowed.
        #[serde(default)]
        #[ts(optional)]
        amount: Option<String>,
        /// What the screen showed as due on those charges, in cents. If that has
        /// changed, the payment is refused as stale.
        #[serde(default)]
        #[ts(optional)]
        seen_due: Option<Cents>,
    },
    /// By charge code.
    Charge {
        /// The charge code.
        code: String,
        /// How many, at a fixed price.
        #[serde(default)]
        #[ts(optional)]
        quantity: Option<u32>,
        /// How much, where the amount is open.
        #[serde(default)]
        #[ts(optional)]
        amount: Option<String>,
        /// The number that must accompany it.
        #[serde(default)]
        #[ts(optional)]
        reference: Option<String>,
        /// The price that the screen showed, in cents. If that has changed, the
        /// payment is refused as stale.
        #[serde(default)]
        #[ts(optional)]
        seen_price: Option<Cents>,
    },
    /// Held in suspense until it is known where it goes; from a batch only.
    Suspense {
        /// The account or reference as it came.
        #[serde(default)]
        #[ts(optional)]
        reference: Option<String>,
        /// How much.
        amount: String,
        /// Why it cannot be placed.
        why: String,
    },
}

/// One thing to pay with.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PaymentTender {
    /// The tender type's code.
    pub tender: String,
    /// How much, as typed; for cash, what was handed over.
    pub amount: String,
    /// A MICR line; stands for routing, account and number.
    #[serde(default)]
    #[ts(optional)]
    pub micr: Option<String>,
    /// The bank's routing number.
    #[serde(default)]
    #[ts(optional)]
    pub routing: Option<String>,
    /// The account number on the check.
    #[serde(default)]
    #[ts(optional)]
    pub account: Option<String>,
    /// The check's or money order's number.
    #[serde(default)]
    #[ts(optional)]
    pub number: Option<String>,
    /// The card's brand.
    #[serde(default)]
    #[ts(optional)]
    pub brand: Option<String>,
    /// The card's last four digits.
    #[serde(default)]
    #[ts(optional)]
    pub last_four: Option<String>,
    /// The approval code.
    #[serde(default)]
    #[ts(optional)]
    pub approval: Option<String>,
    /// The terminal's reference.
    #[serde(default)]
    #[ts(optional)]
    pub terminal: Option<String>,
    /// A voucher's or order's number.
    #[serde(default)]
    #[ts(optional)]
    pub reference: Option<String>,
}

/// What a payment would come to.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Quote {
    /// The lines as they would be on the receipt, in order.
    pub lines: Vec<QuotedLine>,
    /// The sum of the lines.
    pub total: Cents,
    /// The sum handed over.
    pub tendered: Cents,
    /// What is still to be paid; nothing when enough was handed over.
    pub remaining: Cents,
    /// The change to give.
    pub change: Cents,
    /// The change in notes and coins.
    pub change_in: Vec<CashLine>,
    /// What would be due on each account afterwards.
    pub balances: Vec<AccountBalance>,
    /// The receipt as it would print, line by line.
    pub tape: Vec<TapeLine>,
    /// What stands in the way of taking it now, if anything; the screen shows it where the hand is.
    pub refusal: Option<RefusalView>,
}

/// A receipt line and the request line it came from.
#[derive(Debug, Clone, Serialize, TS)]
pub struct QuotedLine {
    /// The place of the request's line, from 0.
    pub of: u32,
    /// The receipt line.
    pub line: ReceiptLine,
}

/// One line of the receipt as text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct TapeLine {
    /// The text, padded to the receipt's columns.
    pub text: String,
    /// Whether it prints bold.
    pub bold: bool,
}

/// A refusal as the screens get it: a code with the facts it needs for its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RefusalView {
    /// The code, such as `drawer_closed`.
    pub code: String,
    /// English words, with what to do.
    pub message: String,
    /// The facts that the words need.
    #[ts(type = "Record<string, unknown>")]
    pub facts: serde_json::Value,
}

/// Takes a payment.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TakePayment {
    /// Made before the first send; the same again gets the same answer.
    #[ts(type = "string")]
    pub request_id: Uuid,
    /// What is paid, and with what.
    pub payment: Payment,
    /// The person has looked at the earlier receipt with the same check and says it is another.
    #[serde(default)]
    #[ts(as = "Option<bool>", optional)]
    pub same_check_confirmed: bool,
    /// The batch that it is keyed into; the drawer of this window without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(as = "Option<String>", optional)]
    pub batch: Option<Uuid>,
    /// A supervisor's consent, where an account's flag asks for one.
    #[serde(default)]
    #[ts(optional)]
    pub consent: Option<Consent>,
}

/// A payment was taken.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Taken {
    /// The receipt's number.
    pub receipt: String,
    /// Its total.
    pub total: Cents,
    /// The change to give.
    pub change: Cents,
    /// The change in notes and coins.
    pub change_in: Vec<CashLine>,
    /// What is still due on each account.
    pub balances: Vec<AccountBalance>,
    /// The receipt's seal.
    pub seal: String,
    /// Whether this answers a repeat of an earlier request.
    pub repeated: bool,
}

/// The payment in progress, kept over a lock, a crash and a restart.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// The request id that it will be taken with.
    #[ts(type = "string")]
    pub request_id: Uuid,
    /// What was entered so far.
    pub payment: Payment,
    /// What stands half-typed in the screen's fields, for the screen alone.
    #[serde(default)]
    #[ts(type = "Record<string, unknown> | null")]
    pub typed: serde_json::Value,
}

/// The draft of whoever is signed in.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DraftView {
    /// The draft, where there is one.
    pub draft: Option<Draft>,
    /// If its request was taken already (the reply was lost): the receipt.
    pub taken: Option<Taken>,
}

// ---- drawer ------------------------------------------------------------

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

// ---- receipts ----------------------------------------------------------

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
