//! What happened to a session besides receipts and counts for the close.

use chrono::{DateTime, Utc};

use crate::entry::{Body, CountingStarted};
use crate::money::Cents;
use crate::receipt::Tender;
use crate::refusal::Refusal;

/// Something that happened to a drawer besides receipts and counts for the close.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: String,
    /// The second person's name.
    pub with: Option<String>,
    /// What.
    pub what: EventKind,
}

/// See [`Event`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventKind {
    /// A checkpoint: expected and counted cash.
    Checkpoint {
        /// Expected.
        expected: Cents,
        /// Counted.
        counted: Cents,
    },
    /// Cash to the vault.
    PickUp(Cents),
    /// Cash exchanged with the vault: received less given.
    ChangeOrder(Cents),
    /// To another cashier, with expected and counted cash.
    HandOver {
        /// The incoming cashier's name.
        to: String,
        /// Expected.
        expected: Cents,
        /// Counted.
        counted: Cents,
    },
    /// Opened without a sale.
    NoSale {
        /// Why.
        reason: String,
    },
    /// A receipt was voided.
    Void {
        /// Its number.
        receipt: String,
        /// Why.
        reason: String,
        /// Its total.
        total: Cents,
        /// The tenders given back.
        tenders: Vec<Tender>,
    },
    /// A tender was moved to another type.
    Reclass {
        /// The receipt's number.
        receipt: String,
        /// The tender type's code it was.
        from: String,
        /// The tender type's code it is.
        to: String,
        /// The amount.
        amount: Cents,
        /// Why.
        reason: String,
    },
    /// A closed drawer is counted again.
    Recount {
        /// Why.
        reason: String,
    },
    /// It was closed, with a reason where one was asked.
    Close {
        /// Why it differs.
        reason: Option<String>,
    },
    /// Somebody counts it in the cashier's place.
    CountInPlace {
        /// Their name.
        by: String,
        /// Why.
        reason: Option<String>,
    },
    /// The closing desk sent it back.
    SentBack {
        /// Why.
        reason: String,
    },
    /// The closing desk approved it, with a reason where a difference was accepted.
    Approve {
        /// Why the difference was accepted.
        reason: Option<String>,
    },
}

/// The event that an entry is, where it is one.
pub(super) fn event_of(body: &Body) -> Result<Option<EventKind>, Refusal> {
    Ok(Some(match body {
        Body::CheckpointCounted(body) => EventKind::Checkpoint {
            expected: body.expected,
            counted: body.counted,
        },
        Body::PickedUp(body) => EventKind::PickUp(body.total),
        Body::ChangeOrdered(body) => EventKind::ChangeOrder(body.received_total.minus(body.given_total)?),
        Body::HandedOver(body) => EventKind::HandOver {
            to: body.to.1.clone(),
            expected: body.expected,
            counted: body.counted,
        },
        Body::NoSale(body) => EventKind::NoSale {
            reason: body.reason.clone(),
        },
        Body::ReceiptVoided(body) => EventKind::Void {
            receipt: body.receipt.clone(),
            reason: body.reason.clone(),
            total: body.total,
            tenders: body.tenders.clone(),
        },
        Body::CountingStarted(CountingStarted {
            in_place: Some((_, by)),
            recount_reason,
            ..
        }) => EventKind::CountInPlace {
            by: by.clone(),
            reason: recount_reason.clone(),
        },
        Body::SessionReturned(body) => EventKind::SentBack {
            reason: body.reason.clone(),
        },
        Body::SessionApproved(body) => EventKind::Approve {
            reason: body.reason.clone(),
        },
        Body::TenderReclassed(body) => EventKind::Reclass {
            receipt: body.receipt.clone(),
            from: body.from.code.clone(),
            to: body.to.code.clone(),
            amount: body.to.amount,
            reason: body.reason.clone(),
        },
        Body::CountingStarted(body) => match &body.recount_reason {
            Some(reason) => EventKind::Recount { reason: reason.clone() },
            None => return Ok(None),
        },
        Body::DrawerClosed(body) => EventKind::Close {
            reason: body.reason.clone(),
        },
        _ => return Ok(None),
    }))
}
