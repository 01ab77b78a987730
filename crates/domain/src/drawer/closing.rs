//! The end of a drawer's life: counting it, closing it, counting it again.

use super::{held, yours};
use crate::cash::CashCount;
use crate::config::{Configuration, CountedBy, User, Waiver};
use crate::entry::{
    Approval, Body, CountedItem, CountingStarted, DrawerClosed, DrawerCounted, SignedHead, TenderCount,
};
use crate::journal::Decision;
use crate::money::Cents;
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::second_person::consent_beside;
use crate::session::{Phase, Session, counted_by};
use crate::text::{NOTE_LENGTH, clean_optional, clean_required};

/// Begins the count for the close.
///
/// # Errors
/// Those of [`held`].
pub fn start_count(session: Option<&Session>, actor: &User) -> Result<Decision, Refusal> {
    let session = held(session, actor)?;
    Ok(Decision::plain(Body::CountingStarted(CountingStarted {
        session: session.id,
        recount_reason: None,
        in_place: None,
    })))
}

/// The session, if it is being counted by this person.
fn counting<'a>(session: Option<&'a Session>, actor: &User) -> Result<&'a Session, Refusal> {
    let session = session.ok_or(Refusal::NoOpenDrawer)?;
    match session.phase {
        Phase::Closed => Err(Refusal::DrawerClosed),
        Phase::Open => Err(Refusal::DrawerNotCounting),
        Phase::Counting if session.counted_by() == actor.id => Ok(session),
        Phase::Counting => Err(Refusal::NotYourDrawer {
            cashier_name: session.cashier_name().to_owned(),
        }),
    }
}

/// The session, if it is a drawer's: batches are keyed, not counted.
fn a_drawer(session: Option<&Session>) -> Result<&Session, Refusal> {
    match session {
        None => Err(Refusal::NoOpenDrawer),
        Some(batch) if batch.batch().is_some() => Err(Refusal::UnknownSession),
        Some(session) => Ok(session),
    }
}

/// Begins the count of a drawer in the place of a cashier who left it: by a
/// supervisor and another person together, neither of whom held it.
///
/// # Errors
/// In this order: [`Refusal::NoOpenDrawer`], [`Refusal::UnknownSession`] for a batch, [`Refusal::SessionApproved`], [`Refusal::DrawerClosed`],
/// [`Refusal::OwnSession`], text refusals for the reason, [`Refusal::SecondPersonNeeded`] and its kin.
pub fn count_in_place(
    configuration: &Configuration,
    session: Option<&Session>,
    actor: &User,
    reason: &str,
    second: Option<&User>,
) -> Result<Decision, Refusal> {
    let session = a_drawer(session)?;
    let name = session.drawer.clone();
    if let Some(approved) = &session.approved {
        return Err(Refusal::SessionApproved {
            name,
            by: approved.by.1.clone(),
        });
    }
    if session.phase == Phase::Closed {
        return Err(Refusal::DrawerClosed);
    }
    if session.holders().contains(&actor.id.as_str()) {
        return Err(Refusal::OwnSession {
            user: actor.name.clone(),
            name,
        });
    }
    let reason = clean_required("reason", reason, NOTE_LENGTH)?;
    let mut first = session.holders();
    first.push(&actor.id);
    let statement = || {
        format!(
            "Count {name} of {} together with {}. Reason: {reason}",
            session.cashier_name(),
            actor.name
        )
    };
    let approval = consent_beside(
        configuration,
        Waiver::ForgottenDrawer,
        &first,
        second,
        Right::WorkDrawer,
        statement,
    )?;
    Ok(Decision {
        body: Body::CountingStarted(CountingStarted {
            session: session.id,
            recount_reason: Some(reason),
            in_place: Some((actor.id.clone(), actor.name.clone())),
        }),
        postings: Vec::new(),
        approval,
    })
}

/// What was found when counting for the close.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FoundInDrawer {
    /// The cash, float included.
    pub cash: CashCount,
    /// The tape, ticked off: receipt, place, and what the paper says, none where it is
    /// missing. [`Ticked::Agreed`] stands for the recorded amount.
    pub tape: Vec<(String, u16, Ticked)>,
    /// Pieces that no receipt has: tender type, amount, number.
    pub extra: Vec<(String, Cents, Option<String>)>,
    /// Totals by tender type.
    pub totals: Vec<(String, Cents)>,
}

/// How a piece of the tape was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ticked {
    /// There, at the recorded amount.
    Agreed,
    /// There, at another amount.
    Reads(Cents),
    /// Not there.
    Missing,
}

/// Commits a count for the close. Only from here on is the difference shown.
///
/// # Errors
/// [`Refusal::NoOpenDrawer`], [`Refusal::DrawerClosed`], [`Refusal::DrawerNotCounting`],
/// [`Refusal::NotYourDrawer`]; those of [`CashCount::checked`]; [`Refusal::TapeItemNotTicked`],
/// [`Refusal::TapeItemUnknown`], [`Refusal::UnknownTender`], [`Refusal::CountedOtherwise`],
/// [`Refusal::TotalMissing`].
pub fn count(
    configuration: &Configuration,
    session: Option<&Session>,
    actor: &User,
    found: FoundInDrawer,
) -> Result<Decision, Refusal> {
    let session = counting(session, actor)?;
    let cash = found.cash.clone().checked(&configuration.denominations)?;
    let items = items_found(configuration, session, &found)?;
    let mut tenders = session.expected(configuration)?;
    for line in &mut tenders {
        line.counted = match counted_by(configuration, &line.tender) {
            CountedBy::Denominations => cash.total(&configuration.denominations)?,
            CountedBy::Items => Cents::sum(
                items
                    .iter()
                    .filter(|item| item.tender == line.tender)
                    .filter_map(|item| item.found),
            )?,
            CountedBy::Total => total_of(configuration, &found, line)?,
        };
    }
    let body = DrawerCounted {
        session: session.id,
        cash,
        items,
        tenders,
    };
    Ok(Decision::plain(Body::DrawerCounted(body)))
}

fn items_found(
    configuration: &Configuration,
    session: &Session,
    found: &FoundInDrawer,
) -> Result<Vec<CountedItem>, Refusal> {
    let mut items = Vec::new();
    for piece in session.tape(configuration) {
        let of = (piece.receipt.number.clone(), piece.place);
        let mut ticks = found.tape.iter().filter(|tick| tick.0 == of.0 && tick.1 == of.1);
        let (tick, again) = (ticks.next(), ticks.next());
        let Some((_, _, tick)) = tick else {
            return Err(Refusal::TapeItemNotTicked {
                receipt: of.0,
                tender: of.1,
            });
        };
        if again.is_some() {
            return Err(Refusal::TapeItemUnknown {
                receipt: of.0,
                tender: of.1,
            });
        }
        let recorded = piece.tender.amount;
        items.push(CountedItem {
            tender: piece.tender.code.clone(),
            of: Some(of),
            number: piece.tender.check.as_ref().and_then(|check| check.number.clone()),
            recorded,
            found: match tick {
                Ticked::Agreed => Some(recorded),
                Ticked::Reads(amount) => Some(*amount),
                Ticked::Missing => None,
            },
        });
    }
    let on_tape = |tick: &(String, u16, Ticked)| items.iter().any(|item| item.of == Some((tick.0.clone(), tick.1)));
    if let Some(tick) = found.tape.iter().find(|tick| !on_tape(tick)) {
        return Err(Refusal::TapeItemUnknown {
            receipt: tick.0.clone(),
            tender: tick.1,
        });
    }
    for (code, amount, number) in &found.extra {
        let kind = configuration.tender(code)?;
        if kind.counted != CountedBy::Items {
            return Err(Refusal::CountedOtherwise {
                tender: kind.name.clone(),
            });
        }
        let number = clean_optional("number", number.as_deref(), 15)?;
        items.push(CountedItem {
            tender: code.clone(),
            of: None,
            number,
            recorded: Cents::ZERO,
            found: Some(*amount),
        });
    }
    for (code, _) in &found.totals {
        let kind = configuration.tender(code)?;
        if kind.counted != CountedBy::Total {
            return Err(Refusal::CountedOtherwise {
                tender: kind.name.clone(),
            });
        }
    }
    Ok(items)
}

/// The total that was entered for a tender type; it may be left out where nothing is expected.
fn total_of(configuration: &Configuration, found: &FoundInDrawer, line: &TenderCount) -> Result<Cents, Refusal> {
    let mut given = found
        .totals
        .iter()
        .filter(|total| total.0 == line.tender)
        .map(|total| total.1);
    match (given.next(), line.items) {
        (Some(amount), _) => Cents::sum(given).and_then(|more| more.plus(amount)),
        (None, 0) => Ok(Cents::ZERO),
        (None, _) => Err(Refusal::TotalMissing {
            tender: configuration.tender(&line.tender)?.name.clone(),
        }),
    }
}

/// The differences of a count that lie outside the tolerance: tender name and
/// counted less expected.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub fn outside_tolerance(
    configuration: &Configuration,
    tenders: &[TenderCount],
) -> Result<Vec<(String, Cents)>, Refusal> {
    let mut outside = Vec::new();
    for line in tenders {
        // A tender type that the configuration no longer has gets no tolerance.
        let (name, tolerance) = match configuration.tender(&line.tender) {
            Ok(kind) => (&kind.name, kind.tolerance),
            Err(_) => (&line.tender, Cents::ZERO),
        };
        let difference = line.difference()?;
        if difference.0.abs() > tolerance.0 {
            outside.push((name.clone(), difference));
        }
    }
    Ok(outside)
}

/// Closes a drawer on its last count. Outside the tolerance a second person
/// agrees, who has not held this drawer in this session.
///
/// # Errors
/// [`Refusal::NoOpenDrawer`], [`Refusal::DrawerClosed`], [`Refusal::DrawerNotCounting`],
/// [`Refusal::NotYourDrawer`], [`Refusal::NothingCounted`]; outside the tolerance
/// [`Refusal::ReasonNeeded`], text refusals for the reason, [`Refusal::SecondPersonNeeded`] and its kin.
pub fn close(
    configuration: &Configuration,
    session: Option<&Session>,
    actor: &User,
    reason: Option<&str>,
    second: Option<&User>,
    head: SignedHead,
) -> Result<Decision, Refusal> {
    let session = counting(session, actor)?;
    let tenders = &session.last_count().ok_or(Refusal::NothingCounted)?.tenders;
    let outside = outside_tolerance(configuration, tenders)?;
    let mut approval: Option<Approval> = None;
    let mut reason = clean_optional("reason", reason, NOTE_LENGTH)?;
    if outside.is_empty() {
        reason = None;
    } else {
        let differences = in_words(&outside);
        let Some(given) = &reason else {
            return Err(Refusal::ReasonNeeded { differences });
        };
        let statement = || {
            format!(
                "Close {} of {}: {differences}. Reason: {given}",
                session.drawer,
                session.cashier_name()
            )
        };
        approval = consent_beside(
            configuration,
            Waiver::OverShort,
            &session.holders(),
            second,
            Right::Approve,
            statement,
        )?;
    }
    let body = DrawerClosed {
        session: session.id,
        tenders: tenders.clone(),
        reason,
        head,
    };
    Ok(Decision {
        body: Body::DrawerClosed(body),
        postings: Vec::new(),
        approval,
    })
}

/// `Cash 54.00 short, Check 10.00 over`.
fn in_words(differences: &[(String, Cents)]) -> String {
    let words = differences.iter().map(|(tender, difference)| {
        let side = if difference.0 < 0 { "short" } else { "over" };
        format!("{tender} {} {side}", Cents(difference.0.abs()))
    });
    words.collect::<Vec<_>>().join(", ")
}

/// Goes back to counting. A closed session, as long as it is not approved, needs a
/// reason and a second person, who has not held it; its counts stay on record. Whoever
/// counted in the cashier's place goes on doing so.
///
/// # Errors
/// In this order: [`Refusal::NoOpenDrawer`], [`Refusal::UnknownSession`] for a batch, [`Refusal::NotYourDrawer`],
/// [`Refusal::SessionApproved`], [`Refusal::DrawerAlreadyOpen`] where the `latest` session is another one in use,
/// [`Refusal::DrawerNotCounting`]; for a closed one text refusals for the reason,
/// [`Refusal::SecondPersonNeeded`] and its kin.
pub fn recount(
    configuration: &Configuration,
    session: Option<&Session>,
    latest: Option<&Session>,
    actor: &User,
    reason: Option<&str>,
    second: Option<&User>,
) -> Result<Decision, Refusal> {
    let session = a_drawer(session)?;
    if session.counted_by() != actor.id {
        yours(session, actor)?;
    }
    if let Some(approved) = &session.approved {
        return Err(Refusal::SessionApproved {
            name: session.drawer.clone(),
            by: approved.by.1.clone(),
        });
    }
    if let Some(other) = latest.filter(|other| other.id != session.id && other.phase != Phase::Closed) {
        return Err(Refusal::DrawerAlreadyOpen {
            cashier_name: other.cashier_name().to_owned(),
        });
    }
    let (recount_reason, approval) = match session.phase {
        Phase::Open => return Err(Refusal::DrawerNotCounting),
        Phase::Counting => (clean_optional("reason", reason, NOTE_LENGTH)?, None),
        Phase::Closed => {
            let given = clean_required("reason", reason.unwrap_or(""), NOTE_LENGTH)?;
            let statement = || {
                format!(
                    "Count {} of {}, {}, again. Reason: {given}",
                    session.drawer,
                    session.cashier_name(),
                    session.business_date
                )
            };
            let approval = consent_beside(
                configuration,
                Waiver::Reopen,
                &session.holders(),
                second,
                Right::Approve,
                statement,
            )?;
            (Some(given), approval)
        }
    };
    let body = Body::CountingStarted(CountingStarted {
        session: session.id,
        recount_reason,
        in_place: session.counter.clone().filter(|counter| counter.0 == actor.id),
    });
    Ok(Decision {
        body,
        postings: Vec::new(),
        approval,
    })
}
