//! What the counts in the middle of the day say about when cash went wrong: after
//! the last one that agreed, before the first one that was off by the same already.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::config::TenderKind;
use crate::money::Cents;
use crate::refusal::Refusal;
use crate::session::{EventKind, Session};

/// What narrowed the search for cash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Narrowed {
    /// The last count that agreed: the error came after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub agreed: Option<CountPoint>,
    /// The first count that was off by the same already: the error came before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub already_off: Option<CountPoint>,
    /// Receipts that remain between the two.
    pub receipts: u32,
    /// Receipts of the session.
    pub of: u32,
}

/// A count of cash in the middle of the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CountPoint {
    /// When.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub at: DateTime<Utc>,
    /// What it was.
    pub kind: CountPointKind,
    /// Counted less expected, later corrections of earlier receipts taken in.
    pub difference: Cents,
}

/// The counts in the middle of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum CountPointKind {
    /// A checkpoint.
    Checkpoint,
    /// A hand-over to another cashier.
    HandOver,
}

/// The stretch of the day in which cash went wrong.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Stretch {
    /// The count that agreed.
    pub(super) agreed: Option<CountPoint>,
    /// The count that was off by the same already.
    pub(super) already_off: Option<CountPoint>,
}

impl Stretch {
    /// The stretch that the counts in the middle leave for a difference in cash.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub(super) fn of(session: &Session, difference: Cents) -> Result<Stretch, Refusal> {
        let points = points(session)?;
        let after = points.iter().rposition(|point| point.difference.is_zero());
        let later = &points[after.map_or(0, |place| place + 1)..];
        // Only where it stayed off by the same to the end was it that error.
        let stayed = later.iter().rposition(|point| point.difference != difference);
        let already_off = later.get(stayed.map_or(0, |place| place + 1));
        Ok(Stretch {
            agreed: after.map(|place| points[place].clone()),
            already_off: already_off.cloned(),
        })
    }

    /// Whether something that happened then may be the error. What bears the instant of
    /// a count itself may: a clock that was set back gives several entries one instant.
    pub(super) fn holds(&self, at: DateTime<Utc>) -> bool {
        self.agreed.as_ref().is_none_or(|point| at >= point.at)
            && self.already_off.as_ref().is_none_or(|point| at <= point.at)
    }

    /// Whether the opening of the drawer may be the error.
    pub(super) fn holds_opening(&self) -> bool {
        self.agreed.is_none()
    }

    /// Whether the last count may be the error: nobody counts wrong twice alike.
    pub(super) fn holds_last_count(&self) -> bool {
        self.already_off.is_none()
    }
}

/// The counts in the middle, each against what was to be expected then as it is known
/// now: a tender moved since was never what it was keyed as.
fn points(session: &Session) -> Result<Vec<CountPoint>, Refusal> {
    let mut points = Vec::new();
    for event in &session.events {
        let (kind, expected, counted) = match &event.what {
            EventKind::Checkpoint { expected, counted } => (CountPointKind::Checkpoint, *expected, *counted),
            EventKind::HandOver { expected, counted, .. } => (CountPointKind::HandOver, *expected, *counted),
            _ => continue,
        };
        points.push(CountPoint {
            at: event.at,
            kind,
            difference: counted.minus(expected)?.minus(moved_since(session, event.at)?)?,
        });
    }
    Ok(points)
}

/// What reclasses after an instant put into cash from receipts before it.
fn moved_since(session: &Session, at: DateTime<Utc>) -> Result<Cents, Refusal> {
    let mut moved = Cents::ZERO;
    for event in session.events.iter().filter(|event| event.at > at) {
        let EventKind::Reclass {
            receipt,
            from,
            to,
            amount,
            ..
        } = &event.what
        else {
            continue;
        };
        let before = |number: &str| session.receipts.iter().any(|r| r.number == number && r.at <= at);
        if !before(receipt) {
            continue;
        }
        if is_cash(session, to) {
            moved = moved.plus(*amount)?;
        }
        if is_cash(session, from) {
            moved = moved.minus(*amount)?;
        }
    }
    Ok(moved)
}

/// Whether a code was cash: as receipts took it, else by its own name.
fn is_cash(session: &Session, code: &str) -> bool {
    let mut tenders = session.receipts.iter().flat_map(|receipt| &receipt.tenders);
    tenders
        .find(|tender| tender.code == code)
        .map_or(code == "CASH", |tender| tender.kind == TenderKind::Cash)
}
