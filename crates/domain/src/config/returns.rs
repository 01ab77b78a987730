//! Returned items and corrections after the close: reasons, fees, marks, ledger accounts.

use serde::{Deserialize, Serialize};

use super::{Language, TenderKind, in_language};
use crate::money::Cents;

/// How a bank's file of returned items is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnFormat {
    /// The documented CSV, `docs/return-format.md`.
    Csv,
    /// BAI2, with the detail codes for returned items.
    Bai2,
    /// A NACHA file of return entries.
    Nacha,
}

/// What a city does with an item that the bank returns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReturnedItems {
    /// The charge code of what a return leaves due: it stands on accounts only, and its
    /// split is the receivable that a return debits.
    pub charge: String,
    /// Whether the desk carries what is due again, or billing does.
    #[serde(default)]
    pub carried_by: CarriedBy,
    /// From which lines of a mixed receipt a returned tender takes back what it paid.
    #[serde(default)]
    pub take_back: TakeBack,
    /// The fee for a returned item; without it none is charged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<ReturnFee>,
    /// When a payer is marked "cash or card only"; without it nobody is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<MarkRule>,
    /// Days that the notice gives to pay.
    pub notice_days: u16,
    /// Days after its return from which an open item may go to the collections list.
    pub collections_days: u16,
    /// The bank's reasons.
    pub reasons: Vec<ReturnReason>,
    /// The files of returned items that banks send.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub layouts: Vec<ReturnLayout>,
}

/// Who carries what a return leaves due on an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CarriedBy {
    /// The desk: the returned-items receivable is debited, and a charge of its own
    /// stands on the account until it is paid. Billing's charge stays as paid.
    #[default]
    Desk,
    /// Billing: the lines are reversed, and its own charges are due again.
    Billing,
}

/// From which lines a returned tender takes back what it paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TakeBack {
    /// The last line first.
    #[default]
    LastLineFirst,
    /// All lines, in proportion to what stands on each.
    InProportion,
}

/// The fee for a returned item. California Civil Code 1719 allows 25.00 for the first
/// and 35.00 for each later one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReturnFee {
    /// Its charge code: on accounts only; its split is the receivable that is debited.
    pub charge: String,
    /// The ledger account that is credited.
    pub revenue: String,
    /// The first item's fee.
    pub first: Cents,
    /// That of each later one.
    pub later: Cents,
    /// Within so many days an item is a later one.
    pub within_days: u16,
    /// Whether an account with a lien is charged it too.
    #[serde(default)]
    pub on_lien: bool,
}

/// When a payer is marked "cash or card only".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarkRule {
    /// From so many returned items on.
    pub after: u16,
    /// Within so many days.
    pub within_days: u16,
    /// For so many days.
    pub days: u16,
    /// Whether the mark is lifted once the item and its fee are paid.
    #[serde(default)]
    pub lift_when_paid: bool,
}

/// A reason for which a bank returns an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReturnReason {
    /// The code: `NSF`, `R01`.
    pub code: String,
    /// Other codes that banks use for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// What it says.
    pub name: String,
    /// What a Spanish notice says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_es: Option<String>,
    /// Whether it is one of checks, of electronic payments, or of both.
    #[serde(default)]
    pub of: ReturnedKind,
    /// Whether the payer is charged the fee for it; not for a mistake of the bank.
    #[serde(default = "yes")]
    pub fee: bool,
}

fn yes() -> bool {
    true
}

/// What kinds of items a reason is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum ReturnedKind {
    /// Checks and money orders.
    Check,
    /// Electronic payments.
    Electronic,
    /// Either.
    #[default]
    Any,
}

impl ReturnedKind {
    /// Whether a reason of this kind is one for a tender.
    #[must_use]
    pub fn fits(self, tender: TenderKind) -> bool {
        match self {
            ReturnedKind::Any => true,
            ReturnedKind::Check => tender != TenderKind::ElectronicCheck,
            ReturnedKind::Electronic => tender == TenderKind::ElectronicCheck,
        }
    }
}

/// A file of returned items that a bank sends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReturnLayout {
    /// Short code: `BANKRET`.
    pub code: String,
    /// What people call it.
    pub name: String,
    /// How it is written.
    pub format: ReturnFormat,
}

/// Corrections after the close.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Corrections {
    /// The ledger account of what accounts payable is asked to pay back.
    pub refunds_payable: String,
    /// The reasons that may be given, each for one kind of correction. A kind without
    /// any takes whatever is typed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<CorrectionReason>,
}

/// A reason that may be given for a correction; what is typed behind it, after a colon, is a note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CorrectionReason {
    /// What kind of correction it is for.
    pub of: CorrectedBy,
    /// The reason.
    pub name: String,
}

/// The kinds of correction that take a listed reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum CorrectedBy {
    /// A receipt reversed after the close.
    Reversal,
    /// A payment moved to the right account.
    Transfer,
    /// Money given back through accounts payable.
    Refund,
    /// Money placed from suspense.
    Placement,
    /// A bank correction on a deposit.
    Bank,
    /// A returned item that was paid after all.
    Reinstatement,
    /// A return that was entered by mistake.
    MistakenReturn,
    /// An item of a bank's file about which nothing is done.
    Dismissal,
}

impl ReturnReason {
    /// Its name in a language.
    #[must_use]
    pub fn name_in(&self, language: Language) -> &str {
        in_language(language, &self.name, self.name_es.as_deref())
    }

    /// Whether a bank means it by a code.
    #[must_use]
    pub fn is_named(&self, code: &str) -> bool {
        let same = |own: &String| own.eq_ignore_ascii_case(code.trim());
        same(&self.code) || self.also.iter().any(same)
    }
}
