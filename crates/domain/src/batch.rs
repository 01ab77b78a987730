//! Batches: mail, files and turn-ins. Control figures come first; a batch is not
//! closed until they and the items agree, or somebody accepts the named difference.

mod file;
mod turn_in;

use uuid::Uuid;

use crate::cash::CashCount;
use crate::config::{BatchKind, Configuration, CountedBy, TenderKind, TenderType, User, Waiver};
use crate::deposit::is_listed;
use crate::entry::{BatchClosed, BatchOpened, Body, ControlFigure, Person, TenderCount};
use crate::journal::Decision;
use crate::money::Cents;
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::second_person::{consent, consent_beside};
use crate::session::{Phase, Session, counted_by};
use crate::text::{NOTE_LENGTH, clean_required};

pub use file::{FileItem, TakenIn, take_in};
pub use turn_in::{TurnInRequest, take_turn_in};

/// The batch, if items may be keyed into it.
///
/// # Errors
/// [`Refusal::UnknownSession`] for a drawer, [`Refusal::BatchClosed`].
pub fn keyed(session: &Session) -> Result<&Session, Refusal> {
    if session.batch().is_none() {
        return Err(Refusal::UnknownSession);
    }
    match session.phase {
        Phase::Closed => Err(Refusal::BatchClosed {
            name: session.drawer.clone(),
        }),
        Phase::Open | Phase::Counting => Ok(session),
    }
}

/// A person as entries name them.
#[must_use]
pub fn person(user: &User) -> Person {
    (user.id.clone(), user.name.clone())
}

/// The control figure of one tender type, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Control {
    /// The tender type's code.
    pub tender: String,
    /// How many pieces.
    pub items: u32,
    /// What they come to; for cash the count says it.
    pub total: Option<Cents>,
    /// The cash by denomination.
    pub cash: CashCount,
}

/// Opens a batch of mail. Both openers are named; the control figures are made
/// before anything is keyed.
///
/// # Errors
/// In this order: [`Refusal::ControlMissing`]; figure by figure [`Refusal::UnknownTender`], those of
/// [`CashCount::checked`] or [`Refusal::TotalMissing`], [`Refusal::AmountZero`], [`Refusal::CountedOtherwise`]
/// where the tender type has a figure already; [`Refusal::AmountOutOfRange`] over all of them;
/// [`Refusal::SecondPersonNeeded`] and its kin.
pub fn open_mail(
    configuration: &Configuration,
    id: Uuid,
    name: &str,
    actor: &User,
    control: Vec<Control>,
    second: Option<&User>,
) -> Result<Decision, Refusal> {
    let control = figures(configuration, control)?;
    let total = Cents::sum(control.iter().map(|figure| figure.total))?;
    let items = control
        .iter()
        .try_fold(0u32, |sum, figure| sum.checked_add(figure.items))
        .ok_or(Refusal::AmountOutOfRange)?;
    let approval = consent(
        configuration,
        Waiver::MailOpening,
        &actor.id,
        second,
        Right::WorkBatches,
        || format!("Opened the mail of {name} with {}: {items} pieces, {total}", actor.name),
    )?;
    let openers = std::iter::once(actor).chain(second).map(person);
    Ok(Decision {
        body: Body::BatchOpened(Box::new(BatchOpened {
            session: id,
            kind: BatchKind::Mail,
            name: name.to_owned(),
            keyed_by: person(actor),
            opened_by: openers.collect(),
            control,
            file: None,
            turn_in: None,
        })),
        postings: Vec::new(),
        approval,
    })
}

/// Control figures as they are kept: checked, one a tender type.
fn figures(configuration: &Configuration, control: Vec<Control>) -> Result<Vec<ControlFigure>, Refusal> {
    if control.is_empty() {
        return Err(Refusal::ControlMissing);
    }
    let mut figures: Vec<ControlFigure> = Vec::with_capacity(control.len());
    for one in control {
        let kind = configuration.tender(&one.tender)?;
        let figure = if kind.kind == TenderKind::Cash {
            let cash = one.cash.checked(&configuration.denominations)?;
            ControlFigure {
                tender: kind.code.clone(),
                items: 0,
                total: cash.total(&configuration.denominations)?,
                cash,
            }
        } else {
            let missing = || Refusal::TotalMissing {
                tender: kind.name.clone(),
            };
            ControlFigure {
                tender: kind.code.clone(),
                items: one.items,
                total: one.total.ok_or_else(missing)?,
                cash: CashCount::default(),
            }
        };
        if figure.total <= Cents::ZERO || (figure.items == 0 && kind.kind != TenderKind::Cash) {
            return Err(Refusal::AmountZero {
                field: kind.name.clone(),
            });
        }
        if figures.iter().any(|other| other.tender == figure.tender) {
            return Err(Refusal::CountedOtherwise {
                tender: kind.name.clone(),
            });
        }
        figures.push(figure);
    }
    Ok(figures)
}

/// Every tender type of a batch: what was keyed (expected) and the control figure (counted).
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub fn against_control(configuration: &Configuration, session: &Session) -> Result<Vec<TenderCount>, Refusal> {
    let control = session
        .batch()
        .map(|batch| batch.control.as_slice())
        .unwrap_or_default();
    let mut lines = session.expected(configuration)?;
    for line in &mut lines {
        if let Some(figure) = control.iter().find(|figure| figure.tender == line.tender) {
            line.counted = figure.total;
        }
    }
    Ok(lines)
}

/// What of a batch does not agree with its control figures, in words: per tender
/// type the amount, or the number of pieces.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub fn disagreements(configuration: &Configuration, session: &Session) -> Result<Vec<String>, Refusal> {
    let control = session
        .batch()
        .map(|batch| batch.control.as_slice())
        .unwrap_or_default();
    let mut differ = Vec::new();
    for line in against_control(configuration, session)? {
        let kind = configuration.tender(&line.tender).ok();
        let name = kind.map_or(&line.tender, |kind| &kind.name);
        let figure = control.iter().find(|figure| figure.tender == line.tender);
        let items = figure.map_or(0, |figure| figure.items);
        let (keyed, pieces) = (line.expected, line.items);
        if keyed != line.counted {
            differ.push(format!("{name} {keyed} keyed, {} by control", line.counted));
        } else if kind.is_none_or(|kind| kind.kind != TenderKind::Cash) && pieces != items {
            differ.push(format!("{name} {pieces} pieces keyed, {items} by control"));
        }
    }
    Ok(differ)
}

/// What a batch is closed on. Cash is what was counted for the control figures, and a
/// total is what they say. Paper is there piece by piece as it was keyed: a figure that
/// was added up wrong makes no check, and none that a deposit could list.
fn found(configuration: &Configuration, session: &Session) -> Result<Vec<TenderCount>, Refusal> {
    let mut lines = against_control(configuration, session)?;
    for line in &mut lines {
        if is_paper(configuration, &line.tender) {
            line.counted = line.expected;
        }
    }
    Ok(lines)
}

/// Whether a tender type is keyed piece by piece from paper.
fn is_paper(configuration: &Configuration, tender: &str) -> bool {
    let listed = |kind: &TenderType| is_listed(kind.kind);
    counted_by(configuration, tender) == CountedBy::Items || configuration.tender(tender).is_ok_and(listed)
}

/// Closes a batch. One that differs from its control figures needs a reason and
/// a second person.
///
/// # Errors
/// [`Refusal::UnknownSession`], [`Refusal::BatchClosed`]; where it differs [`Refusal::ControlDiffers`],
/// text refusals for the reason, [`Refusal::SecondPersonNeeded`] and its kin.
pub fn close(
    configuration: &Configuration,
    session: &Session,
    actor: &User,
    reason: Option<&str>,
    second: Option<&User>,
) -> Result<Decision, Refusal> {
    let session = keyed(session)?;
    let differ = disagreements(configuration, session)?;
    let mut approval = None;
    let mut accepted = None;
    if !differ.is_empty() {
        let differences = differ.join("; ");
        let Some(reason) = reason.filter(|reason| !reason.trim().is_empty()) else {
            return Err(Refusal::ControlDiffers { differences });
        };
        let reason = clean_required("reason", reason, NOTE_LENGTH)?;
        let mut first = session.holders();
        first.push(&actor.id);
        approval = consent_beside(
            configuration,
            Waiver::BatchDifference,
            &first,
            second,
            Right::Approve,
            || format!("Close {}: {differences}. Reason: {reason}", session.drawer),
        )?;
        accepted = Some(reason);
    }
    Ok(Decision {
        body: Body::BatchClosed(BatchClosed {
            session: session.id,
            tenders: found(configuration, session)?,
            reason: accepted,
        }),
        postings: Vec::new(),
        approval,
    })
}
