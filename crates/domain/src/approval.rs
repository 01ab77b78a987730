//! The closing desk's word on a closed session: approved, or sent back to counting.
//! Nobody approves what they worked themselves.

use crate::batch::person;
use crate::config::{Configuration, TenderKind, User, Waiver};
use crate::drawer::outside_tolerance;
use crate::entry::{Body, SessionApproved, SessionReturned, TenderCount};
use crate::journal::Decision;
use crate::money::Cents;
use crate::posting::{Posting, Postings};
use crate::refusal::Refusal;
use crate::session::{EventKind, Phase, Session, SessionStage};
use crate::text::{NOTE_LENGTH, clean_optional, clean_required};

/// The session, if the closing desk's word on it is still out: closed, not approved,
/// not one's own. Gives the closing entry's sequence number.
fn undecided(configuration: &Configuration, session: &Session, actor: &User) -> Result<u64, Refusal> {
    let name = session.drawer.clone();
    if let Some(approved) = &session.approved {
        return Err(Refusal::SessionApproved {
            name,
            by: approved.by.1.clone(),
        });
    }
    let Some(closed_seq) = session.closed_by.filter(|_| session.phase == Phase::Closed) else {
        return Err(Refusal::SessionNotClosed { name });
    };
    if session.holders().contains(&actor.id.as_str()) && configuration.needs_second_person(Waiver::OwnDrawer) {
        return Err(Refusal::OwnSession {
            user: actor.name.clone(),
            name,
        });
    }
    Ok(closed_seq)
}

/// Counted less expected over all tender types.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub fn difference(tenders: &[TenderCount]) -> Result<Cents, Refusal> {
    tenders
        .iter()
        .try_fold(Cents::ZERO, |sum, line| sum.plus(line.difference()?))
}

/// Approves a closed session. A difference is posted to over/short, and the cash
/// goes from the drawer to the vault, the float with it. `seen` is the difference
/// that the screen showed.
///
/// # Errors
/// In this order: [`Refusal::SessionApproved`], [`Refusal::SessionNotClosed`], [`Refusal::OwnSession`],
/// [`Refusal::FiguresChanged`], text refusals for the reason; outside the tolerance [`Refusal::ReasonNeeded`];
/// [`Refusal::UnknownTender`] for a difference in a type that the configuration no longer has.
pub fn approve(
    configuration: &Configuration,
    session: &Session,
    actor: &User,
    seen: Cents,
    reason: Option<&str>,
) -> Result<Decision, Refusal> {
    let closed_seq = undecided(configuration, session, actor)?;
    let tenders = session.figures(configuration)?;
    if difference(&tenders)? != seen {
        return Err(Refusal::FiguresChanged {
            name: session.drawer.clone(),
        });
    }
    let reason = clean_optional("reason", reason, NOTE_LENGTH)?;
    let outside = outside_tolerance(configuration, &tenders)?;
    if !outside.is_empty() && reason.is_none() {
        let words = outside.iter().map(|(tender, difference)| {
            let side = if difference.0 < 0 { "short" } else { "over" };
            format!("{tender} {} {side}", Cents(difference.0.abs()))
        });
        return Err(Refusal::ReasonNeeded {
            differences: words.collect::<Vec<_>>().join(", "),
        });
    }
    refuse_stale_count(session, &tenders)?;
    let postings = approval_postings(configuration, &tenders)?;
    Ok(Decision {
        body: Body::SessionApproved(SessionApproved {
            session: session.id,
            station: session.station.clone(),
            name: session.drawer.clone(),
            closed_seq,
            approver: person(actor),
            tenders,
            float: session.float_total,
            reason,
        }),
        postings,
        approval: None,
    })
}

/// A receipt voided after the count may have been paid back out of what was counted.
/// Where all agrees it was a repeat that brought nothing; otherwise only another count
/// can tell what is there.
fn refuse_stale_count(session: &Session, tenders: &[TenderCount]) -> Result<(), Refusal> {
    let agrees = tenders.iter().all(|line| line.expected == line.counted);
    let counted = session.counts.last().map(|count| count.at);
    let void = session.events.iter().rev().find_map(|event| match &event.what {
        EventKind::Void { receipt, .. } if counted.is_some_and(|at| event.at > at) => Some(receipt),
        _ => None,
    });
    match void {
        Some(receipt) if !agrees => Err(Refusal::CountedBeforeVoid {
            name: session.drawer.clone(),
            receipt: receipt.clone(),
        }),
        _ => Ok(()),
    }
}

/// Over/short against what was on hand, tender type by tender type; then the cash
/// as counted from the drawer to the vault.
fn approval_postings(configuration: &Configuration, tenders: &[TenderCount]) -> Result<Vec<Posting>, Refusal> {
    let named = &configuration.posting;
    let mut postings = Postings::default();
    for line in tenders {
        let difference = line.difference()?;
        let kind = match configuration.tender(&line.tender) {
            // A type that is gone and agrees moves nothing.
            Err(_) if difference.is_zero() => continue,
            kind => kind?,
        };
        postings.debit(&kind.clearing, difference)?;
        postings.credit(&named.over_short, difference)?;
        if kind.kind == TenderKind::Cash {
            postings.debit(&named.vault, line.counted)?;
            postings.credit(&named.drawer_cash, line.counted)?;
        }
    }
    postings.balanced()
}

/// Sends a closed session back: a drawer to counting, a batch to keying. Its
/// counts stay on record.
///
/// # Errors
/// In this order: [`Refusal::SessionApproved`], [`Refusal::SessionNotClosed`], [`Refusal::OwnSession`],
/// text refusals for the reason.
pub fn send_back(
    configuration: &Configuration,
    session: &Session,
    actor: &User,
    reason: &str,
    recount: bool,
) -> Result<Decision, Refusal> {
    let closed_seq = undecided(configuration, session, actor)?;
    Ok(Decision::plain(Body::SessionReturned(SessionReturned {
        session: session.id,
        station: session.station.clone(),
        name: session.drawer.clone(),
        closed_seq,
        returner: person(actor),
        reason: clean_required("reason", reason, NOTE_LENGTH)?,
        recount,
    })))
}

/// The session, if a supervisor may void and reclass in it from the closing desk:
/// closed, counted or sent back, and not approved; or a batch that is still keyed.
/// Never one's own drawer.
///
/// # Errors
/// In this order: [`Refusal::SessionApproved`], [`Refusal::SessionNotClosed`] for an open drawer,
/// [`Refusal::OwnSession`] for a drawer.
pub fn correctable<'a>(session: &'a Session, actor: &User) -> Result<&'a Session, Refusal> {
    let name = session.drawer.clone();
    if let Some(approved) = &session.approved {
        return Err(Refusal::SessionApproved {
            name,
            by: approved.by.1.clone(),
        });
    }
    if session.batch().is_some() {
        return match session.phase {
            Phase::Closed => Err(Refusal::BatchClosed { name }),
            Phase::Open | Phase::Counting => Ok(session),
        };
    }
    if session.stage() == SessionStage::Open {
        return Err(Refusal::SessionNotClosed { name });
    }
    if session.holders().contains(&actor.id.as_str()) {
        return Err(Refusal::OwnSession {
            user: actor.name.clone(),
            name,
        });
    }
    Ok(session)
}
