//! The life of a drawer: opening, counting in the middle, moving cash, handing
//! over. Counting for the close, closing and counting again stand in a file of their own.

mod closing;

use uuid::Uuid;

use crate::approval::correctable;
use crate::cash::CashCount;
use crate::config::{Configuration, StationConfig, User, Waiver};
use crate::entry::{Body, ChangeOrdered, CheckpointCounted, DrawerOpened, HandedOver, NoSale, PickedUp};
use crate::journal::Decision;
use crate::posting::Postings;
use crate::refusal::Refusal;
use crate::rights::{Right, allows};
use crate::second_person::{consent, consent_beside};
use crate::session::{Phase, Session};
use crate::text::{NOTE_LENGTH, clean_required};

pub use closing::{FoundInDrawer, Ticked, close, count, count_in_place, outside_tolerance, recount, start_count};

/// The session, if it is open and held by this person.
///
/// # Errors
/// In this order: [`Refusal::NoOpenDrawer`], [`Refusal::DrawerClosed`],
/// [`Refusal::DrawerCounting`], [`Refusal::NotYourDrawer`].
pub fn held<'a>(session: Option<&'a Session>, actor: &User) -> Result<&'a Session, Refusal> {
    let session = session.ok_or(Refusal::NoOpenDrawer)?;
    match session.phase {
        Phase::Closed => Err(Refusal::DrawerClosed),
        Phase::Counting => Err(Refusal::DrawerCounting),
        Phase::Open => yours(session, actor),
    }
}

fn yours<'a>(session: &'a Session, actor: &User) -> Result<&'a Session, Refusal> {
    if session.cashier() == actor.id {
        Ok(session)
    } else {
        Err(Refusal::NotYourDrawer {
            cashier_name: session.cashier_name().to_owned(),
        })
    }
}

/// The session, if this person may void and reclass in it: the open drawer of
/// whoever holds it; for a supervisor at the closing desk a session that is not
/// open any more, or a batch.
///
/// # Errors
/// Those of [`held`]; for a supervisor who does not hold it those of [`correctable`].
pub fn changed<'a>(session: Option<&'a Session>, actor: &User) -> Result<&'a Session, Refusal> {
    match session {
        Some(session) if session.batch().is_some() => correctable(session, actor),
        Some(other)
            if other.phase != Phase::Open && other.cashier() != actor.id && allows(&actor.roles, Right::Approve) =>
        {
            correctable(other, actor)
        }
        _ => held(session, actor),
    }
}

/// Opens a drawer on its counted and accepted float.
///
/// # Errors
/// [`Refusal::DrawerAlreadyOpen`], and those of [`CashCount::checked`].
pub fn open(
    configuration: &Configuration,
    station: &StationConfig,
    latest: Option<&Session>,
    actor: &User,
    id: Uuid,
    float: CashCount,
) -> Result<Decision, Refusal> {
    if let Some(session) = latest.filter(|session| session.phase != Phase::Closed) {
        return Err(Refusal::DrawerAlreadyOpen {
            cashier_name: session.cashier_name().to_owned(),
        });
    }
    let float = float.checked(&configuration.denominations)?;
    let float_total = float.total(&configuration.denominations)?;
    let mut postings = Postings::default();
    postings.debit(&configuration.posting.drawer_cash, float_total)?;
    postings.credit(&configuration.posting.vault, float_total)?;
    let body = Body::DrawerOpened(DrawerOpened {
        session: id,
        drawer: station.drawer.clone(),
        window: station.name.clone(),
        cashier: actor.id.clone(),
        cashier_name: actor.name.clone(),
        float,
        float_total,
    });
    Ok(Decision {
        body,
        postings: postings.balanced()?,
        approval: None,
    })
}

/// Counts the cash in the middle of the day.
///
/// # Errors
/// Those of [`held`] and of [`CashCount::checked`].
pub fn checkpoint(
    configuration: &Configuration,
    session: Option<&Session>,
    actor: &User,
    cash: CashCount,
) -> Result<Decision, Refusal> {
    let session = held(session, actor)?;
    let cash = cash.checked(&configuration.denominations)?;
    let counted = cash.total(&configuration.denominations)?;
    let body = CheckpointCounted {
        session: session.id,
        cash,
        counted,
        expected: session.cash,
    };
    Ok(Decision::plain(Body::CheckpointCounted(body)))
}

/// Takes cash from the drawer to the vault; the second person takes it.
///
/// # Errors
/// Those of [`held`] and of [`CashCount::checked`], [`Refusal::AmountZero`],
/// [`Refusal::SecondPersonNeeded`] and its kin, [`Refusal::DrawerTooLittleCash`].
pub fn pick_up(
    configuration: &Configuration,
    session: Option<&Session>,
    actor: &User,
    cash: CashCount,
    second: Option<&User>,
) -> Result<Decision, Refusal> {
    let session = held(session, actor)?;
    let cash = cash.checked(&configuration.denominations)?;
    let total = cash.total(&configuration.denominations)?;
    if total.is_zero() {
        return Err(Refusal::AmountZero {
            field: "the pick-up".to_owned(),
        });
    }
    let statement = || format!("Take {total} in cash from {} to the vault", session.drawer);
    let approval = consent(
        configuration,
        Waiver::VaultMovement,
        &actor.id,
        second,
        Right::Approve,
        statement,
    )?;
    if total > session.cash {
        return Err(Refusal::DrawerTooLittleCash { wanted: total });
    }
    let mut postings = Postings::default();
    postings.debit(&configuration.posting.vault, total)?;
    postings.credit(&configuration.posting.drawer_cash, total)?;
    let body = Body::PickedUp(PickedUp {
        session: session.id,
        cash,
        total,
    });
    Ok(Decision {
        body,
        postings: postings.balanced()?,
        approval,
    })
}

/// Exchanges cash with the vault; the second person brings it.
///
/// # Errors
/// As [`pick_up`].
pub fn change_order(
    configuration: &Configuration,
    session: Option<&Session>,
    actor: &User,
    received: CashCount,
    given: CashCount,
    second: Option<&User>,
) -> Result<Decision, Refusal> {
    let session = held(session, actor)?;
    let kinds = &configuration.denominations;
    let (received, given) = (received.checked(kinds)?, given.checked(kinds)?);
    let (received_total, given_total) = (received.total(kinds)?, given.total(kinds)?);
    if received_total.is_zero() {
        return Err(Refusal::AmountZero {
            field: "what comes from the vault".to_owned(),
        });
    }
    let statement = || {
        format!(
            "Change order for {}: {received_total} from the vault, {given_total} back to it",
            session.drawer
        )
    };
    let approval = consent(
        configuration,
        Waiver::VaultMovement,
        &actor.id,
        second,
        Right::Approve,
        statement,
    )?;
    if given_total > session.cash {
        return Err(Refusal::DrawerTooLittleCash { wanted: given_total });
    }
    let net = received_total.minus(given_total)?;
    let mut postings = Postings::default();
    postings.debit(&configuration.posting.drawer_cash, net)?;
    postings.credit(&configuration.posting.vault, net)?;
    let body = Body::ChangeOrdered(ChangeOrdered {
        session: session.id,
        received,
        received_total,
        given,
        given_total,
    });
    Ok(Decision {
        body,
        postings: postings.balanced()?,
        approval,
    })
}

/// What both cashiers counted at a hand-over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOverCounts {
    /// The outgoing cashier's cash.
    pub cash: CashCount,
    /// The incoming cashier's cash.
    pub cash_again: CashCount,
    /// The outgoing cashier's pieces of paper.
    pub items: u32,
    /// The incoming cashier's.
    pub items_again: u32,
}

/// Hands a drawer over to another cashier. Both count; the counts must agree with
/// each other, and what they differ from the expected is recorded with the
/// outgoing cashier.
///
/// A forgotten drawer finds its way back here: where the outgoing cashier is not
/// there, open or in the middle of a count, someone who may approve hands it over
/// in their place. The entry names all three.
///
/// # Errors
/// Those of [`held`] and of [`CashCount::checked`], [`Refusal::CountsDiffer`],
/// [`Refusal::SecondPersonNeeded`] and its kin. A hand-over cannot be waived.
pub fn hand_over(
    configuration: &Configuration,
    session: Option<&Session>,
    actor: &User,
    counts: HandOverCounts,
    incoming: Option<&User>,
) -> Result<Decision, Refusal> {
    let session = handing(session, actor)?;
    let kinds = &configuration.denominations;
    let (cash, again) = (counts.cash.checked(kinds)?, counts.cash_again.checked(kinds)?);
    let counted = cash.total(kinds)?;
    if cash != again {
        return Err(Refusal::CountsDiffer {
            first: cash.in_words(kinds),
            second: again.in_words(kinds),
        });
    }
    if counts.items != counts.items_again {
        let pieces = |count: u32| format!("{count} pieces");
        return Err(Refusal::CountsDiffer {
            first: pieces(counts.items),
            second: pieces(counts.items_again),
        });
    }
    let statement = || {
        format!(
            "Take over {} from {}: {counted} in cash, {} pieces of paper",
            session.drawer,
            session.cashier_name(),
            counts.items
        )
    };
    let Some(incoming) = incoming else {
        return Err(Refusal::SecondPersonNeeded { statement: statement() });
    };
    // Somebody is there, so the waiver named here never comes into play.
    let approval = consent_beside(
        configuration,
        Waiver::Reopen,
        &[&actor.id, session.cashier()],
        Some(incoming),
        Right::WorkDrawer,
        statement,
    )?;
    let items_expected = u32::try_from(session.tape(configuration).count()).unwrap_or(u32::MAX);
    let body = Body::HandedOver(HandedOver {
        session: session.id,
        from: (session.cashier().to_owned(), session.cashier_name().to_owned()),
        to: (incoming.id.clone(), incoming.name.clone()),
        cash,
        counted,
        expected: session.cash,
        items: counts.items,
        items_expected,
    });
    Ok(Decision {
        body,
        postings: Vec::new(),
        approval,
    })
}

/// The session, if this person may hand it over: whoever holds it, or in their
/// absence someone who may approve.
fn handing<'a>(session: Option<&'a Session>, actor: &User) -> Result<&'a Session, Refusal> {
    match session {
        Some(session)
            if session.phase != Phase::Closed
                && session.cashier() != actor.id
                && allows(&actor.roles, Right::Approve) =>
        {
            Ok(session)
        }
        _ => held(session, actor),
    }
}

/// Opens the drawer without a sale.
///
/// # Errors
/// Those of [`held`], text refusals for the reason, [`Refusal::SecondPersonNeeded`] and its kin.
pub fn no_sale(
    configuration: &Configuration,
    session: Option<&Session>,
    actor: &User,
    reason: &str,
    second: Option<&User>,
) -> Result<Decision, Refusal> {
    let session = held(session, actor)?;
    let reason = clean_required("reason", reason, NOTE_LENGTH)?;
    let statement = || format!("Open {} without a sale. Reason: {reason}", session.drawer);
    let approval = consent(
        configuration,
        Waiver::NoSale,
        &actor.id,
        second,
        Right::Approve,
        statement,
    )?;
    let body = Body::NoSale(NoSale {
        session: session.id,
        reason,
    });
    Ok(Decision {
        body,
        postings: Vec::new(),
        approval,
    })
}
