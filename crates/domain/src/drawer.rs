//! The life of a drawer: opening, counting in the middle, moving cash, handing
//! over, counting for the close, closing.

use uuid::Uuid;

use crate::cash::CashCount;
use crate::config::{Configuration, CountedBy, StationConfig, User, Waiver};
use crate::entry::{
    Approval, Body, ChangeOrdered, CheckpointCounted, CountedItem, CountingStarted, DrawerClosed, DrawerCounted,
    DrawerOpened, HandedOver, NoSale, PickedUp, SignedHead, TenderCount,
};
use crate::journal::Decision;
use crate::money::Cents;
use crate::posting::Postings;
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::second_person::consent;
use crate::session::{DrawerSession, Phase, counted_by};
use crate::text::{NOTE_LENGTH, clean_optional, clean_required};

/// The session, if it is open and held by this person.
///
/// # Errors
/// In this order: [`Refusal::NoOpenDrawer`], [`Refusal::DrawerClosed`],
/// [`Refusal::DrawerCounting`], [`Refusal::NotYourDrawer`].
pub fn held<'a>(session: Option<&'a DrawerSession>, actor: &User) -> Result<&'a DrawerSession, Refusal> {
    let session = session.ok_or(Refusal::NoOpenDrawer)?;
    match session.phase {
        Phase::Closed => Err(Refusal::DrawerClosed),
        Phase::Counting => Err(Refusal::DrawerCounting),
        Phase::Open => yours(session, actor),
    }
}

/// The session, if it is being counted by this person.
fn counting<'a>(session: Option<&'a DrawerSession>, actor: &User) -> Result<&'a DrawerSession, Refusal> {
    let session = session.ok_or(Refusal::NoOpenDrawer)?;
    match session.phase {
        Phase::Closed => Err(Refusal::DrawerClosed),
        Phase::Open => Err(Refusal::DrawerNotCounting),
        Phase::Counting => yours(session, actor),
    }
}

fn yours<'a>(session: &'a DrawerSession, actor: &User) -> Result<&'a DrawerSession, Refusal> {
    if session.cashier() == actor.id {
        Ok(session)
    } else {
        Err(Refusal::NotYourDrawer {
            cashier_name: session.cashier_name().to_owned(),
        })
    }
}

/// Opens a drawer on its counted and accepted float.
///
/// # Errors
/// [`Refusal::DrawerAlreadyOpen`], and those of [`CashCount::checked`].
pub fn open(
    configuration: &Configuration,
    station: &StationConfig,
    latest: Option<&DrawerSession>,
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
    session: Option<&DrawerSession>,
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
    session: Option<&DrawerSession>,
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
    session: Option<&DrawerSession>,
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
/// # Errors
/// Those of [`held`] and of [`CashCount::checked`], [`Refusal::CountsDiffer`],
/// [`Refusal::SecondPersonNeeded`] and its kin. A hand-over cannot be waived.
pub fn hand_over(
    configuration: &Configuration,
    session: Option<&DrawerSession>,
    actor: &User,
    counts: HandOverCounts,
    incoming: Option<&User>,
) -> Result<Decision, Refusal> {
    let session = held(session, actor)?;
    let kinds = &configuration.denominations;
    let (cash, again) = (counts.cash.checked(kinds)?, counts.cash_again.checked(kinds)?);
    let (counted, counted_again) = (cash.total(kinds)?, again.total(kinds)?);
    if cash != again {
        return Err(Refusal::CountsDiffer {
            first: counted.to_string(),
            second: counted_again.to_string(),
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
            session.drawer, actor.name, counts.items
        )
    };
    let Some(incoming) = incoming else {
        return Err(Refusal::SecondPersonNeeded { statement: statement() });
    };
    let approval = consent(
        configuration,
        Waiver::Reopen,
        &actor.id,
        Some(incoming),
        Right::WorkDrawer,
        statement,
    )?;
    let items_expected = u32::try_from(session.tape(configuration).count()).unwrap_or(u32::MAX);
    let body = Body::HandedOver(HandedOver {
        session: session.id,
        from: (actor.id.clone(), actor.name.clone()),
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

/// Opens the drawer without a sale.
///
/// # Errors
/// Those of [`held`], text refusals for the reason, [`Refusal::SecondPersonNeeded`] and its kin.
pub fn no_sale(
    configuration: &Configuration,
    session: Option<&DrawerSession>,
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

/// Begins the count for the close.
///
/// # Errors
/// Those of [`held`].
pub fn start_count(session: Option<&DrawerSession>, actor: &User) -> Result<Decision, Refusal> {
    let session = held(session, actor)?;
    Ok(Decision::plain(Body::CountingStarted(CountingStarted {
        session: session.id,
        recount_reason: None,
    })))
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
    session: Option<&DrawerSession>,
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
    session: &DrawerSession,
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

/// Closes a drawer on its last count.
///
/// # Errors
/// [`Refusal::NoOpenDrawer`], [`Refusal::DrawerClosed`], [`Refusal::DrawerNotCounting`],
/// [`Refusal::NotYourDrawer`], [`Refusal::NothingCounted`]; outside the tolerance
/// [`Refusal::ReasonNeeded`], text refusals for the reason, [`Refusal::SecondPersonNeeded`] and its kin.
pub fn close(
    configuration: &Configuration,
    session: Option<&DrawerSession>,
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
                session.drawer, actor.name
            )
        };
        approval = consent(
            configuration,
            Waiver::OverShort,
            &actor.id,
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
/// reason and a second person; its counts stay on record.
///
/// # Errors
/// [`Refusal::NoOpenDrawer`], [`Refusal::NotYourDrawer`], [`Refusal::DrawerAlreadyOpen`] where the
/// `latest` session is another one in use, [`Refusal::DrawerNotCounting`]; for a closed one text refusals for the reason, [`Refusal::SecondPersonNeeded`] and its kin.
pub fn recount(
    configuration: &Configuration,
    session: Option<&DrawerSession>,
    latest: Option<&DrawerSession>,
    actor: &User,
    reason: Option<&str>,
    second: Option<&User>,
) -> Result<Decision, Refusal> {
    let session = session.ok_or(Refusal::NoOpenDrawer)?;
    yours(session, actor)?;
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
                    session.drawer, actor.name, session.business_date
                )
            };
            let approval = consent(
                configuration,
                Waiver::Reopen,
                &actor.id,
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
    });
    Ok(Decision {
        body,
        postings: Vec::new(),
        approval,
    })
}
