//! The patterns that practitioners look for, each with the facts that say it in any language.

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use crate::config::DenominationKind;
use crate::money::Cents;

/// A receipt named by a suspect, and the tender in question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct NamedReceipt {
    /// Its number.
    pub receipt: String,
    /// The tender's place within it, from 0.
    pub place: u16,
    /// What that tender paid.
    pub amount: Cents,
}

/// What went wrong with change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum ChangeSlip {
    /// Given twice.
    Twice,
    /// Never given.
    NotGiven,
}

/// How a check's recorded amount comes to differ from the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum CheckSlip {
    /// Two neighbouring digits are swapped.
    Swapped,
    /// The decimal point slid.
    Slid,
    /// In no way that shows.
    Misread,
}

/// A movement of cash between drawer and vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum MovementKind {
    /// Cash to the vault.
    PickUp,
    /// Cash exchanged with the vault.
    ChangeOrder,
}

/// What may be wrong. Amounts are never negative unless it is said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "pattern", rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Pattern {
    /// A piece of the tape is not there.
    MissingPiece {
        /// Its receipt.
        receipt: String,
        /// Its number, where it has one.
        number: Option<String>,
        /// What it should be worth.
        amount: Cents,
    },
    /// A piece is there that no receipt has.
    ExtraPiece {
        /// Its number, where it has one.
        number: Option<String>,
        /// What it is worth.
        amount: Cents,
    },
    /// A piece reads otherwise than recorded.
    MisreadPiece {
        /// Its receipt.
        receipt: String,
        /// Its number, where it has one.
        number: Option<String>,
        /// What the receipt says.
        recorded: Cents,
        /// What the paper says.
        found: Cents,
        /// How the two come to differ.
        slip: CheckSlip,
    },
    /// Keyed as one tender, paid by another: two types differ by equal and opposite amounts.
    WrongTender {
        /// The receipts that it may be.
        receipts: Vec<String>,
        /// The amount.
        amount: Cents,
        /// The code of the type that has it too much.
        to: String,
        /// That type's name.
        to_name: String,
        /// Whether the tape shows it: this very piece is missing, or was found over.
        on_tape: bool,
    },
    /// A voided receipt was paid back by another tender than it had been paid with.
    VoidPaidOtherwise {
        /// The receipt.
        receipt: String,
        /// The amount.
        amount: Cents,
        /// The name of the type that the receipt was paid with, and which is over.
        paid_name: String,
    },
    /// Two neighbouring digits were swapped when the amount was keyed.
    SwappedDigits {
        /// The receipt.
        receipt: String,
        /// As keyed.
        keyed: Cents,
        /// As it likely was.
        likely: Cents,
        /// Whether the likely amount is exactly what was due.
        due: bool,
    },
    /// The decimal point slid when the amount was keyed.
    SlidPoint {
        /// The receipt.
        receipt: String,
        /// As keyed.
        keyed: Cents,
        /// As it likely was.
        likely: Cents,
        /// Ten or a hundred.
        factor: u32,
        /// Whether the likely amount is exactly what was due.
        due: bool,
    },
    /// One payment was keyed twice.
    Duplicate {
        /// The first receipt.
        first: String,
        /// The one that may repeat it.
        second: String,
        /// What each has in this tender.
        amount: Cents,
        /// Seconds between them.
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        seconds: i64,
        /// The account that both paid on.
        account: Option<String>,
        /// The reference that both name.
        reference: Option<String>,
        /// The check's number that both name.
        check: Option<String>,
    },
    /// Change was given for another note than was tendered.
    OtherNote {
        /// The receipts that it may be.
        receipts: Vec<String>,
        /// What was keyed as handed over.
        handed: Cents,
        /// What likely was.
        likely: Cents,
    },
    /// Change of exactly the difference was given twice, or not at all.
    Change {
        /// The receipts that it may be.
        receipts: Vec<String>,
        /// The change.
        change: Cents,
        /// Which of the two.
        slip: ChangeSlip,
    },
    /// A receipt of exactly the difference: the money may never have come in.
    NotReceived {
        /// The receipts that it may be.
        receipts: Vec<String>,
        /// The amount.
        amount: Cents,
    },
    /// Nothing explains what is over but a payment that was never recorded.
    NotRecorded {
        /// The amount.
        amount: Cents,
    },
    /// A receipt of exactly half the difference: paid out where it should have been taken in.
    ReceiptOnWrongSide {
        /// The receipts that it may be.
        receipts: Vec<String>,
        /// The amount, half the difference.
        amount: Cents,
    },
    /// A movement of exactly half the difference: entered on the wrong side.
    MovementOnWrongSide {
        /// Which movement.
        kind: MovementKind,
        /// Its amount, half the difference.
        amount: Cents,
        /// When, in the site's time.
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        at: NaiveDateTime,
    },
    /// A movement of exactly the difference: recorded, but not made.
    MovementNotMade {
        /// Which movement.
        kind: MovementKind,
        /// Its amount.
        amount: Cents,
        /// When, in the site's time.
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        at: NaiveDateTime,
    },
    /// Cash may have gone to the vault without being recorded.
    MissedPickUp {
        /// The amount.
        amount: Cents,
        /// Whether a pick-up of the same amount was recorded, here or in another drawer.
        like_another: bool,
    },
    /// A voided receipt of exactly the difference: the money may still be in the drawer.
    VoidKept {
        /// The receipt.
        receipt: String,
        /// The amount.
        amount: Cents,
    },
    /// Another drawer or batch differs by the opposite amount.
    OtherDrawer {
        /// Its name.
        drawer: String,
        /// Who held it.
        cashier: String,
        /// Its difference, with its sign.
        difference: Cents,
    },
    /// This drawer's float was accepted at another amount than the usual.
    OwnFloat {
        /// The drawer's name.
        drawer: String,
        /// The float as accepted.
        float: Cents,
        /// What floats usually are.
        usual: Cents,
        /// When, in the site's time.
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        at: NaiveDateTime,
    },
    /// Another drawer's float is off by the opposite of the difference.
    OtherFloat {
        /// That drawer's name.
        drawer: String,
        /// Its float as accepted.
        float: Cents,
        /// What floats usually are.
        usual: Cents,
        /// When, in the site's time.
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        at: NaiveDateTime,
    },
    /// The drawer was off by the difference already when it was handed over.
    OffAtHandOver {
        /// Who took it over.
        to: String,
        /// When, in the site's time.
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        at: NaiveDateTime,
    },
    /// Straps or rolls were counted too few or too many.
    Bundle {
        /// How the denomination is written: `$20`.
        label: String,
        /// Notes come in straps, coins in rolls.
        kind: DenominationKind,
        /// What one strap or roll is worth.
        worth: Cents,
        /// How many were counted.
        counted: u32,
        /// How many there likely are.
        likely: u32,
    },
    /// One note or coin too few or too many was counted.
    Piece {
        /// How the denomination is written.
        label: String,
        /// Loose pieces counted.
        counted: u32,
        /// Whether one too many was counted, otherwise one too few.
        too_many: bool,
    },
    /// Two lines of the count were exchanged.
    Exchanged {
        /// One denomination.
        label: String,
        /// Its pieces as counted.
        counted: u32,
        /// The other denomination.
        other_label: String,
        /// Its pieces as counted.
        other_counted: u32,
    },
    /// The drawer was opened without a sale: ask what for.
    NoSale {
        /// When, in the site's time.
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        at: NaiveDateTime,
        /// The reason that was given.
        reason: String,
    },
}
