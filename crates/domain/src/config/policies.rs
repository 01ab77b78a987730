//! The rules that a city may set.

use serde::{Deserialize, Serialize};

use crate::money::Cents;

/// The rules that a city may set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policies {
    /// Whether the cashier counts without seeing what is expected.
    pub blind_count: bool,
    /// Cash in the drawer at which the cashier is warned, in cents.
    pub drawer_warning: Cents,
    /// Cash in the drawer at which cash is no longer taken until a pick-up, in cents.
    pub drawer_ceiling: Cents,
    /// The largest amount of one receipt, in cents.
    pub receipt_limit: Cents,
    /// The order in which a part payment is spread over charges.
    pub spread: Vec<SpreadBy>,
    /// Whether more than what is due may be paid on an account.
    pub overpayment: Overpayment,
    /// Days within which the same check is asked about again.
    pub repeat_check_days: u16,
    /// What an account's flags do at the counter.
    pub flags: FlagRules,
    /// Idle minutes after which the screen locks.
    pub lock_after_minutes: u16,
    /// Second persons that a small office has waived; each is printed on the reports.
    #[serde(default)]
    pub waived: Vec<Waiver>,
}

/// An order in which charges are paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpreadBy {
    /// Oldest due date first.
    OldestDue,
    /// The charge code's priority, lower first.
    Priority,
}

/// What becomes of money beyond what is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Overpayment {
    /// It stands to the account's credit.
    Credit,
    /// It is refused.
    Refused,
}

/// What each flag of an account does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlagRules {
    /// A bankruptcy case is open.
    pub bankruptcy: FlagAction,
    /// Returned checks: cash or card only. Only `no_checks`, `warn` or `nothing` make sense.
    pub cash_only: FlagAction,
    /// A lien stands on the property.
    pub lien: FlagAction,
    /// A payment plan is agreed.
    pub payment_plan: FlagAction,
    /// Service is shut off.
    pub shut_off: FlagAction,
}

/// What a flag does at the counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum FlagAction {
    /// Shown only.
    Nothing,
    /// Shown as a warning.
    Warn,
    /// No personal or electronic checks.
    NoChecks,
    /// A supervisor must agree.
    SecondPerson,
    /// No payment is taken.
    Stop,
}

/// Something that needs a second person unless waived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Waiver {
    /// Voiding a receipt.
    Void,
    /// Moving a tender to another type.
    Reclass,
    /// Closing outside the tolerance.
    OverShort,
    /// Counting again after the close.
    Reopen,
    /// Opening the drawer without a sale.
    NoSale,
    /// Taking a payment on an account whose flag asks for a supervisor.
    Flag,
    /// Money moved between drawer and vault.
    VaultMovement,
    /// Approving a drawer or batch that one has worked oneself.
    OwnDrawer,
    /// A second person counting a deposit again.
    Deposit,
    /// Accepting a batch whose items differ from its control figures.
    BatchDifference,
    /// Opening the mail with a second person.
    MailOpening,
    /// Counting a drawer that its cashier left.
    ForgottenDrawer,
    /// Placing money that was held in suspense.
    Placement,
    /// A bank correction on a deposit.
    BankCorrection,
    /// Working returned items while holding an open drawer.
    ReturnsWithDrawer,
    /// Leaving out the fee for a returned item.
    ReturnFee,
    /// Taking back a return that was entered by mistake.
    MistakenReturn,
    /// Dismissing an item of a bank's file of returned items.
    Dismissal,
    /// Reversing a receipt after the close.
    Reversal,
    /// Moving a payment to another account.
    Transfer,
    /// Asking accounts payable to give money back.
    Refund,
}
