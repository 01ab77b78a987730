//! What goes over the interface: one request and one reply type a command.
//!
//! Requests hold what was typed, as it was typed; amounts are text and become
//! cents by one grammar on the way in. Replies hold cents as whole numbers.

mod accounts;
mod batches;
mod board;
mod corrections;
mod days;
mod deposits;
mod drawer;
mod payment;
mod receipts;
mod return_files;
mod returns;

use counterfoil_domain::account::{Account, FlagNotice};
use counterfoil_domain::cash::{CashCount, CashLine};
use counterfoil_domain::config::{
    CorrectionReason, CountedBy, Denomination, Language, TenderField, TenderKind, Waiver,
};
use counterfoil_domain::entry::{GrandTotal, TenderCount};
use counterfoil_domain::money::Cents;
use counterfoil_domain::receipt::{AccountBalance, ReceiptLine};
use counterfoil_domain::rights::{Right, Role};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

pub use accounts::*;
pub use batches::*;
pub use board::*;
pub use corrections::*;
pub use days::*;
pub use deposits::*;
pub use drawer::*;
pub use payment::*;
pub use receipts::*;
pub use return_files::*;
pub use returns::*;

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
    /// The program has just started and is calling.
    Calling {
        /// Entries that central has not acknowledged.
        #[ts(type = "number")]
        waiting: u64,
    },
    /// The line is good.
    Connected {
        /// Entries that central has not acknowledged.
        #[ts(type = "number")]
        waiting: u64,
        /// When central answered last, at the site: `2026-11-21 09:05:00`.
        at: String,
        /// Something an administrator should know although the line is good.
        warning: Option<String>,
        /// Accounts on their way.
        accounts: Option<AccountsProgress>,
    },
    /// Central cannot be reached, or takes nothing; everything at the counter goes on.
    Away {
        /// Entries that central has not acknowledged.
        #[ts(type = "number")]
        waiting: u64,
        /// When it answered last, at the site; none where it did not since the program started.
        since: Option<String>,
        /// What stands in the way.
        why: String,
    },
    /// Nothing is written until this is seen to.
    Stopped {
        /// The name of what is wrong: `station_cloned`, `journal_behind`, `entries_forked`, `epoch_over`,
        /// `restored`, `enrolling`, `central_damaged`, `clock_off`.
        code: String,
        /// What it means and what to do.
        message: String,
    },
}

/// How far the pulling of accounts is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct AccountsProgress {
    /// So many are here; while building, in the copy.
    #[ts(type = "number")]
    pub done: u64,
    /// Of so many.
    #[ts(type = "number")]
    pub total: u64,
    /// Whether all have come, and the copy in which they are looked up is being built from them.
    pub building: bool,
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
    /// Reasons that corrections after the close may give; a kind without any takes whatever is typed.
    pub correction_reasons: Vec<CorrectionReason>,
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
