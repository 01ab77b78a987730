//! What one entry changes on the board: flat facts, borrowed from the entry, so that
//! whoever keeps the board in memory and whoever keeps it in tables do the very same.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::config::{BatchKind, TenderKind};
use crate::entry::{Body, DepositPrepared, Entry, TenderCount};
use crate::money::Cents;
use crate::receipt::Tender;
use crate::refusal::Refusal;
use crate::session::Phase;

/// One change of the board. Changes to a session that the board does not know are left alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the line above each variant is its documentation; fields are its facts"
)]
pub enum Change<'a> {
    /// A drawer was opened, or a batch begun. Its `float` is its first cash.
    Begun {
        session: Uuid,
        station: &'a str,
        kind: Option<BatchKind>,
        name: &'a str,
        window: &'a str,
        cashier: &'a str,
        cashier_name: &'a str,
        business_date: NaiveDate,
        at: DateTime<Utc>,
        float: Cents,
    },
    /// Receipts were taken (1), or voided (−1 of those that stand, 1 of voids).
    Receipts {
        session: Uuid,
        standing: i64,
        voids: i64,
        cents: Cents,
        at: DateTime<Utc>,
    },
    /// A tender type's pieces and sum grew or shrank.
    Tender {
        session: Uuid,
        tender: &'a str,
        kind: TenderKind,
        items: i64,
        cents: Cents,
    },
    /// Cash came to the drawer or left it other than by receipts.
    CashMoved { session: Uuid, cents: Cents },
    /// A count for the close was committed: what was counted before no longer counts.
    CountBegun { session: Uuid },
    /// What that count found of a tender type.
    Counted {
        session: Uuid,
        tender: &'a str,
        cents: Cents,
    },
    /// It is that far now. `closed_seq` is that of the closing entry, at a close.
    PhaseIs {
        session: Uuid,
        phase: Phase,
        closed_seq: Option<u64>,
        at: DateTime<Utc>,
    },
    /// Another cashier holds it.
    CashierIs {
        session: Uuid,
        cashier: &'a str,
        cashier_name: &'a str,
    },
    /// The closing desk approved it.
    Approved {
        session: Uuid,
        by: &'a str,
        by_name: &'a str,
        at: DateTime<Utc>,
    },
    /// The closing desk sent it back. Where `closed_seq` is still the session's and it
    /// is closed, a drawer is counting again and a batch is open again.
    Returned {
        session: Uuid,
        closed_seq: u64,
        at: DateTime<Utc>,
    },
    /// It is in a deposit.
    InDeposit {
        session: Uuid,
        deposit: Uuid,
        number: &'a str,
    },
    /// A deposit was taken apart: its sessions are in none.
    DepositWithdrawn { deposit: Uuid },
    /// A deposit is final.
    DepositFinal { deposit: Uuid },
    /// A business date was closed.
    DayClosed { date: NaiveDate },
}

/// The changes that an entry makes, handed to `each` in order.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`], and whatever `each` refuses.
pub fn each_change<'a>(
    entry: &'a Entry,
    mut each: impl FnMut(Change<'a>) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let at = entry.at;
    match &entry.body {
        Body::DrawerOpened(_) | Body::BatchOpened(_) => begun(entry).map_or(Ok(()), each),
        Body::Receipt(body) => {
            let session = body.session;
            each(Change::Receipts {
                session,
                standing: 1,
                voids: 0,
                cents: body.total,
                at,
            })?;
            body.tenders
                .iter()
                .try_for_each(|tender| each(moved(session, tender, 1)))
        }
        Body::ReceiptVoided(body) => {
            let session = body.session;
            each(Change::Receipts {
                session,
                standing: -1,
                voids: 1,
                cents: body.total.negated(),
                at,
            })?;
            body.tenders
                .iter()
                .try_for_each(|tender| each(moved(session, tender, -1)))
        }
        Body::TenderReclassed(body) => {
            each(moved(body.session, &body.from, -1))?;
            each(moved(body.session, &body.to, 1))
        }
        Body::PickedUp(body) => each(Change::CashMoved {
            session: body.session,
            cents: body.total.negated(),
        }),
        Body::ChangeOrdered(body) => each(Change::CashMoved {
            session: body.session,
            cents: body.received_total.minus(body.given_total)?,
        }),
        Body::HandedOver(body) => each(Change::CashierIs {
            session: body.session,
            cashier: &body.to.0,
            cashier_name: &body.to.1,
        }),
        Body::CountingStarted(body) => each(phase(body.session, Phase::Counting, None, at)),
        Body::DrawerCounted(body) => counted(body.session, &body.tenders, &mut each),
        Body::DrawerClosed(body) => each(phase(body.session, Phase::Closed, Some(entry.seq), at)),
        Body::BatchClosed(body) => {
            counted(body.session, &body.tenders, &mut each)?;
            each(phase(body.session, Phase::Closed, Some(entry.seq), at))
        }
        Body::SessionApproved(body) => each(Change::Approved {
            session: body.session,
            by: &body.approver.0,
            by_name: &body.approver.1,
            at,
        }),
        Body::SessionReturned(body) => each(Change::Returned {
            session: body.session,
            closed_seq: body.closed_seq,
            at,
        }),
        Body::DepositPrepared(body) => deposited(body, each),
        Body::DepositWithdrawn(body) => each(Change::DepositWithdrawn { deposit: body.deposit }),
        Body::DepositFinalized(body) => each(Change::DepositFinal { deposit: body.deposit }),
        Body::DayClosed(body) => each(Change::DayClosed { date: body.date }),
        _ => Ok(()),
    }
}

/// The changes that an entry makes.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub fn changes(entry: &Entry) -> Result<Vec<Change<'_>>, Refusal> {
    let mut changes = Vec::new();
    each_change(entry, |change| {
        changes.push(change);
        Ok(())
    })?;
    Ok(changes)
}

fn begun(entry: &Entry) -> Option<Change<'_>> {
    let (business_date, at) = (entry.business_date, entry.at);
    match &entry.body {
        Body::DrawerOpened(body) => Some(Change::Begun {
            session: body.session,
            station: &entry.station,
            kind: None,
            name: &body.drawer,
            window: &body.window,
            cashier: &body.cashier,
            cashier_name: &body.cashier_name,
            business_date,
            at,
            float: body.float_total,
        }),
        Body::BatchOpened(body) => Some(Change::Begun {
            session: body.session,
            station: &entry.station,
            kind: Some(body.kind),
            name: &body.name,
            window: "",
            cashier: &body.keyed_by.0,
            cashier_name: &body.keyed_by.1,
            business_date,
            at,
            float: Cents::ZERO,
        }),
        _ => None,
    }
}

/// A tender comes in, or with a negative sign goes.
fn moved(session: Uuid, tender: &Tender, sign: i64) -> Change<'_> {
    Change::Tender {
        session,
        tender: &tender.code,
        kind: tender.kind,
        items: sign,
        cents: if sign < 0 {
            tender.amount.negated()
        } else {
            tender.amount
        },
    }
}

fn phase(session: Uuid, phase: Phase, closed_seq: Option<u64>, at: DateTime<Utc>) -> Change<'static> {
    Change::PhaseIs {
        session,
        phase,
        closed_seq,
        at,
    }
}

fn counted<'a>(
    session: Uuid,
    tenders: &'a [TenderCount],
    each: &mut impl FnMut(Change<'a>) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    each(Change::CountBegun { session })?;
    tenders.iter().try_for_each(|line| {
        each(Change::Counted {
            session,
            tender: &line.tender,
            cents: line.counted,
        })
    })
}

fn deposited<'a>(
    body: &'a DepositPrepared,
    mut each: impl FnMut(Change<'a>) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    body.sessions.iter().try_for_each(|part| {
        each(Change::InDeposit {
            session: part.session,
            deposit: body.deposit,
            number: &body.number,
        })
    })
}
