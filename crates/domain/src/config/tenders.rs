//! What can be paid with: tender types, what is asked of each, and the city's cash.

use serde::{Deserialize, Serialize};

use super::{Language, in_language};
use crate::money::Cents;

/// Something that can be paid with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TenderType {
    /// Short code: `CASH`, `CHECK`.
    pub code: String,
    /// What the receipt says.
    pub name: String,
    /// What a Spanish receipt says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_es: Option<String>,
    /// What it is, and so what must be known of it.
    pub kind: TenderKind,
    /// The clearing account that is debited.
    pub clearing: String,
    /// What must be entered besides the amount.
    #[serde(default)]
    pub needs: Vec<TenderField>,
    /// How it is counted at close.
    pub counted: CountedBy,
    /// How far the count may differ before a reason is asked, in cents.
    #[serde(default)]
    pub tolerance: Cents,
    /// Its key on the payment screen, such as `F5`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}

impl TenderType {
    /// Its name in a language.
    #[must_use]
    pub fn name_in(&self, language: Language) -> &str {
        in_language(language, &self.name, self.name_es.as_deref())
    }
}

/// The kinds of tender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum TenderKind {
    /// Notes and coins; the only kind that gives change.
    Cash,
    /// A personal or business check.
    Check,
    /// A money order.
    MoneyOrder,
    /// A check drawn by a bank on itself.
    CashiersCheck,
    /// A card, approved on the city's own terminal.
    Card,
    /// An electronic check.
    ElectronicCheck,
    /// An assistance voucher.
    Voucher,
    /// Another department's funds.
    Interfund,
}

impl TenderKind {
    /// Whether it is paper drawn on a bank by the payer, which a cash-only mark forbids.
    #[must_use]
    pub fn is_personal_check(self) -> bool {
        matches!(self, TenderKind::Check | TenderKind::ElectronicCheck)
    }

    /// Whether check data (routing, number) belong to it.
    #[must_use]
    pub fn is_check(self) -> bool {
        matches!(
            self,
            TenderKind::Check | TenderKind::MoneyOrder | TenderKind::CashiersCheck | TenderKind::ElectronicCheck
        )
    }
}

/// What may have to be entered with a tender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum TenderField {
    /// The bank's routing number.
    Routing,
    /// The account number (only its last four and a token are kept).
    Account,
    /// The check's or money order's number.
    Number,
    /// The card's brand.
    Brand,
    /// The card's last four digits.
    LastFour,
    /// The approval code from the terminal.
    Approval,
    /// The terminal's reference.
    Terminal,
    /// A voucher's number or an interfund order.
    Reference,
}

/// How a tender type is counted when a drawer closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum CountedBy {
    /// Notes and coins, by denomination.
    Denominations,
    /// Piece by piece: the tape is ticked off.
    Items,
    /// One total, as the terminal's report gives it.
    Total,
}

/// One note or coin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Denomination {
    /// What it is worth, in cents; also its name in counts.
    pub cents: Cents,
    /// How it is written: `$20`, `25¢`.
    pub label: String,
    /// Note or coin.
    pub kind: DenominationKind,
    /// How many make a strap (notes) or a roll (coins).
    pub bundle: u32,
    /// Whether it is given as change, as it is unless said otherwise; drawers seldom
    /// hold two-dollar notes.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    #[cfg_attr(feature = "ts", ts(as = "Option<bool>", optional))]
    pub change: bool,
}

fn yes() -> bool {
    true
}

fn is_yes(said: &bool) -> bool {
    *said
}

/// Note or coin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum DenominationKind {
    /// Bundled in straps.
    Note,
    /// Bundled in rolls.
    Coin,
}
