//! Putting a deposit together, counting it again, taking it apart. Intact and
//! unsubstituted: its cash and its checks equal the receipts' cash and checks,
//! each by itself (Washington State Auditor, BARS 3.6.1).

use uuid::Uuid;

use super::Deposit;
use crate::batch::person;
use crate::cash::{CashCount, CashLine};
use crate::config::{BankAccount, Configuration, CountedBy, Denomination, TenderKind, User, Waiver};
use crate::entry::{
    Body, DepositBank, DepositFinalized, DepositPrepared, DepositWithdrawn, DepositedCheck, DepositedSession,
    Settlement,
};
use crate::journal::Decision;
use crate::money::Cents;
use crate::posting::Postings;
use crate::refusal::Refusal;
use crate::rights::{Right, allows};
use crate::second_person::consent;
use crate::session::{Session, SessionStage, cash_of, counted_by};
use crate::text::{NOTE_LENGTH, REFERENCE_LENGTH, clean_required};

/// What a deposit of some sessions must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composition {
    /// The sessions, with their cash and checks.
    pub sessions: Vec<DepositedSession>,
    /// Their cash without the floats.
    pub cash: Cents,
    /// Their checks in the order of the tapes.
    pub checks: Vec<DepositedCheck>,
    /// What they come to.
    pub check_total: Cents,
    /// What does not go to the bank with the slip.
    pub settlements: Vec<Settlement>,
    /// What stays behind for the floats.
    pub floats: Cents,
}

/// Whether a tender type's paper is listed on the deposit slip.
pub(crate) fn is_listed(kind: TenderKind) -> bool {
    matches!(
        kind,
        TenderKind::Check | TenderKind::MoneyOrder | TenderKind::CashiersCheck
    )
}

/// What a deposit of these sessions must be. `taken` names the deposit that
/// takes a session already.
///
/// # Errors
/// In this order: [`Refusal::NothingToDeposit`]; session by session [`Refusal::SessionNotApproved`],
/// [`Refusal::AlreadyInDeposit`], [`Refusal::UnknownTender`] for checks of a type that the configuration no
/// longer has, [`Refusal::DepositChecks`] where pieces and approved figures do not agree.
pub fn compose(
    configuration: &Configuration,
    sessions: &[&Session],
    taken: impl Fn(Uuid) -> Option<String>,
) -> Result<Composition, Refusal> {
    if sessions.is_empty() {
        return Err(Refusal::NothingToDeposit);
    }
    let mut whole = Composition {
        sessions: Vec::with_capacity(sessions.len()),
        cash: Cents::ZERO,
        checks: Vec::new(),
        check_total: Cents::ZERO,
        settlements: Vec::new(),
        floats: Cents::ZERO,
    };
    for session in sessions {
        let name = session.drawer.clone();
        if session.stage() != SessionStage::Approved {
            return Err(Refusal::SessionNotApproved { name });
        }
        if let Some(number) = taken(session.id) {
            return Err(Refusal::AlreadyInDeposit { name, number });
        }
        if whole.sessions.iter().any(|other| other.session == session.id) {
            return Err(Refusal::AlreadyInDeposit {
                name,
                number: "this one".to_owned(),
            });
        }
        whole.add(configuration, session)?;
    }
    Ok(whole)
}

impl Composition {
    fn add(&mut self, configuration: &Configuration, session: &Session) -> Result<(), Refusal> {
        let (mut cash, mut checks) = (Cents::ZERO, Cents::ZERO);
        for line in session.figures(configuration)? {
            if line.items == 0 && line.expected.is_zero() && line.counted.is_zero() {
                continue;
            }
            let (kind, name) = kind_of(configuration, session, &line.tender)?;
            if kind == TenderKind::Cash {
                cash = cash_applied(session)?.plus(line.difference()?)?;
            } else if is_listed(kind) {
                checks = checks.plus(line.counted)?;
            } else if line.items > 0 || !line.counted.is_zero() {
                self.settle(&line.tender, name, line.items, line.counted)?;
            }
        }
        let listed = checks_of(configuration, session)?;
        let sum = Cents::sum(listed.iter().map(|check| check.amount))?;
        if sum != checks {
            return Err(Refusal::DepositChecks {
                expected: checks,
                given: sum,
            });
        }
        self.checks.extend(listed);
        self.cash = self.cash.plus(cash)?;
        self.check_total = self.check_total.plus(checks)?;
        self.floats = self.floats.plus(session.float_total)?;
        self.sessions.push(DepositedSession {
            session: session.id,
            station: session.station.clone(),
            name: session.drawer.clone(),
            business_date: session.business_date,
            cash,
            checks,
        });
        Ok(())
    }

    fn settle(&mut self, code: &str, name: &str, items: u32, total: Cents) -> Result<(), Refusal> {
        match self.settlements.iter_mut().find(|one| one.tender == code) {
            Some(one) => {
                one.items += items;
                one.total = one.total.plus(total)?;
            }
            None => self.settlements.push(Settlement {
                tender: code.to_owned(),
                name: name.to_owned(),
                items,
                total,
            }),
        }
        Ok(())
    }
}

/// What a tender type is, and its name. One that the configuration no longer has is what
/// the receipts say; checks of such a type have no account to be credited to.
fn kind_of<'a>(
    configuration: &'a Configuration,
    session: &'a Session,
    code: &str,
) -> Result<(TenderKind, &'a str), Refusal> {
    let gone = match configuration.tender(code) {
        Ok(kind) => return Ok((kind.kind, &kind.name)),
        Err(gone) => gone,
    };
    let mut tenders = session.receipts.iter().flat_map(|receipt| &receipt.tenders);
    match tenders.find(|tender| tender.code == code) {
        Some(tender) if !is_listed(tender.kind) => Ok((tender.kind, &tender.name)),
        _ => Err(gone),
    }
}

/// The cash that a session's receipts brought: applied, not tendered; the float left out.
pub(crate) fn cash_applied(session: &Session) -> Result<Cents, Refusal> {
    let standing = session.receipts.iter().filter(|receipt| !receipt.void);
    standing
        .map(|receipt| cash_of(&receipt.tenders))
        .try_fold(Cents::ZERO, |sum, cash| sum.plus(cash?))
}

/// The checks of a session in the order of its tape: pieces as the last count found
/// them; those counted as a total only, as they are recorded.
fn checks_of(configuration: &Configuration, session: &Session) -> Result<Vec<DepositedCheck>, Refusal> {
    let mut checks = Vec::new();
    let items = session
        .closing_count()
        .map(|count| count.items.as_slice())
        .unwrap_or_default();
    for item in items {
        let (kind, _) = kind_of(configuration, session, &item.tender)?;
        let Some(found) = item.found.filter(|_| is_listed(kind)) else {
            continue;
        };
        let recorded = item.of.as_ref().and_then(|(receipt, place)| {
            let receipt = session.receipt(receipt).ok()?;
            receipt.tenders.get(usize::from(*place))?.check.as_ref()
        });
        checks.push(DepositedCheck {
            session: session.id,
            of: item.of.clone(),
            tender: item.tender.clone(),
            routing: recorded.and_then(|check| check.routing.clone()),
            number: recorded.and_then(|check| check.number.clone()).or(item.number.clone()),
            amount: found,
        });
    }
    // A batch's count has every piece, however its type is counted in a drawer.
    let drawer = session.batch().is_none();
    for receipt in session.receipts.iter().filter(|receipt| drawer && !receipt.void) {
        for (place, tender) in (0u16..).zip(&receipt.tenders) {
            if !is_listed(tender.kind) || counted_by(configuration, &tender.code) != CountedBy::Total {
                continue;
            }
            checks.push(DepositedCheck {
                session: session.id,
                of: Some((receipt.number.clone(), place)),
                tender: tender.code.clone(),
                routing: tender.check.as_ref().and_then(|check| check.routing.clone()),
                number: tender.check.as_ref().and_then(|check| check.number.clone()),
                amount: tender.amount,
            });
        }
    }
    Ok(checks)
}

/// What was counted for a deposit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FirstCount {
    /// Currency and coin.
    pub cash: CashCount,
    /// The checks' physical order by their places in the composition, from 0; that order without it.
    pub order: Option<Vec<u32>>,
    /// What the adding machine says of the checks, where it was run.
    pub check_total: Option<Cents>,
}

/// Puts a deposit together.
///
/// # Errors
/// In this order: those of [`CashCount::checked`], [`Refusal::DepositCash`], [`Refusal::DepositChecks`],
/// [`Refusal::DepositCheckUnknown`].
pub fn prepare(
    configuration: &Configuration,
    (id, number): (Uuid, String),
    bank: &BankAccount,
    actor: &User,
    composition: Composition,
    count: FirstCount,
) -> Result<Decision, Refusal> {
    let cash = count.cash.checked(&configuration.denominations)?;
    let cash_total = cash.total(&configuration.denominations)?;
    if cash_total != composition.cash {
        return Err(Refusal::DepositCash {
            expected: composition.cash,
            given: cash_total,
        });
    }
    if let Some(given) = count.check_total.filter(|given| *given != composition.check_total) {
        return Err(Refusal::DepositChecks {
            expected: composition.check_total,
            given,
        });
    }
    let checks = match count.order {
        Some(order) => in_order(composition.checks, &order)?,
        None => composition.checks,
    };
    Ok(Decision::plain(Body::DepositPrepared(Box::new(DepositPrepared {
        deposit: id,
        number,
        bank: DepositBank {
            code: bank.code.clone(),
            name: bank.name.clone(),
            bank: bank.bank.clone(),
            routing: bank.routing.clone(),
            number: bank.number.clone(),
        },
        sessions: composition.sessions,
        cash,
        cash_total,
        checks,
        check_total: composition.check_total,
        total: cash_total.plus(composition.check_total)?,
        settlements: composition.settlements,
        preparer: person(actor),
    }))))
}

/// The checks in their physical order: every one of them once.
fn in_order(checks: Vec<DepositedCheck>, order: &[u32]) -> Result<Vec<DepositedCheck>, Refusal> {
    let unknown = |place: u32| Refusal::DepositCheckUnknown {
        check: format!("{}", place.saturating_add(1)),
    };
    let mut left: Vec<Option<DepositedCheck>> = checks.into_iter().map(Some).collect();
    let mut ordered = Vec::with_capacity(left.len());
    for place in order {
        let slot = usize::try_from(*place).ok().and_then(|place| left.get_mut(place));
        ordered.push(slot.and_then(Option::take).ok_or_else(|| unknown(*place))?);
    }
    match (0u32..).zip(&left).find(|(_, check)| check.is_some()) {
        Some((place, _)) => Err(unknown(place)),
        None => Ok(ordered),
    }
}

/// Takes a deposit apart that is not final; its number is not used again.
///
/// # Errors
/// [`Refusal::DepositWithdrawn`], [`Refusal::DepositFinal`], text refusals for the reason.
pub fn withdraw(deposit: &Deposit, reason: &str) -> Result<Decision, Refusal> {
    deposit.not_final()?;
    Ok(Decision::plain(Body::DepositWithdrawn(DepositWithdrawn {
        deposit: deposit.id(),
        number: deposit.number().to_owned(),
        reason: clean_required("reason", reason, NOTE_LENGTH)?,
    })))
}

/// A second count of a deposit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondCount {
    /// Currency and coin.
    pub cash: CashCount,
    /// Pieces.
    pub check_items: u32,
    /// What they come to.
    pub check_total: Cents,
    /// The bag's number.
    pub bag: String,
}

/// Makes a deposit final on its second count. The verifier is the second person
/// where there is one, else whoever acts; never whoever prepared it.
///
/// # Errors
/// In this order: [`Refusal::DepositWithdrawn`], [`Refusal::DepositFinal`], those of [`CashCount::checked`],
/// text refusals for the bag, [`Refusal::SecondPersonNeeded`] and its kin, [`Refusal::OwnDeposit`],
/// [`Refusal::SecondPersonNoRight`] for whoever counts alone, [`Refusal::SecondCountDiffers`],
/// [`Refusal::UnknownBankAccount`], [`Refusal::UnknownTender`].
pub fn finalize(
    configuration: &Configuration,
    deposit: &Deposit,
    actor: &User,
    count: SecondCount,
    second: Option<&User>,
) -> Result<Decision, Refusal> {
    deposit.not_final()?;
    let prepared = &deposit.prepared;
    let cash = count.cash.checked(&configuration.denominations)?;
    let cash_total = cash.total(&configuration.denominations)?;
    let bag = clean_required("bag", &count.bag, REFERENCE_LENGTH)?;
    let statement = || {
        format!(
            "Counted deposit {} again: {cash_total} in cash, {} checks of {}, bag {bag}",
            prepared.number, count.check_items, count.check_total
        )
    };
    let verifier = second.unwrap_or(actor);
    let approval = if second.is_some() || actor.id == prepared.preparer.0 {
        consent(
            configuration,
            Waiver::Deposit,
            &actor.id,
            second,
            Right::VerifyDeposit,
            statement,
        )?
    } else {
        None
    };
    if verifier.id == prepared.preparer.0 && configuration.needs_second_person(Waiver::Deposit) {
        return Err(Refusal::OwnDeposit {
            user: verifier.name.clone(),
        });
    }
    if !allows(&verifier.roles, Right::VerifyDeposit) {
        return Err(Refusal::SecondPersonNoRight {
            user: verifier.name.clone(),
        });
    }
    agrees(configuration, prepared, &cash, count.check_items, count.check_total)?;
    let mut postings = Postings::default();
    postings.debit(&configuration.bank_account(&prepared.bank.code)?.ledger, prepared.total)?;
    postings.credit(&configuration.posting.vault, prepared.cash_total)?;
    for check in &prepared.checks {
        postings.credit(&configuration.tender(&check.tender)?.clearing, check.amount)?;
    }
    Ok(Decision {
        body: Body::DepositFinalized(DepositFinalized {
            deposit: deposit.id(),
            number: prepared.number.clone(),
            bag,
            verifier: person(verifier),
            cash,
            cash_total,
            check_items: count.check_items,
            check_total: count.check_total,
        }),
        postings: postings.balanced()?,
        approval,
    })
}

/// Whether the second count is the first: cash by denomination, checks by pieces and sum.
fn agrees(
    configuration: &Configuration,
    prepared: &DepositPrepared,
    cash: &CashCount,
    items: u32,
    checks: Cents,
) -> Result<(), Refusal> {
    let kinds = &configuration.denominations;
    // What the slip says is not told: the count is one's own.
    let differs = |what: &str, given: String| {
        Err(Refusal::SecondCountDiffers {
            what: what.to_owned(),
            given,
        })
    };
    let total = cash.total(kinds)?;
    if total != prepared.cash_total {
        return differs("cash", total.to_string());
    }
    for kind in kinds {
        let given = worth(cash, kind)?;
        if given != worth(&prepared.cash, kind)? {
            return differs(&kind.label, given.to_string());
        }
    }
    if checks != prepared.check_total {
        return differs("checks", checks.to_string());
    }
    if u32::try_from(prepared.checks.len()) != Ok(items) {
        return differs("pieces", items.to_string());
    }
    Ok(())
}

/// What a count holds of one denomination, loose and bundled.
fn worth(count: &CashCount, kind: &Denomination) -> Result<Cents, Refusal> {
    let lines: Vec<CashLine> = count
        .0
        .iter()
        .filter(|line| line.cents == kind.cents)
        .cloned()
        .collect();
    CashCount(lines).total(std::slice::from_ref(kind))
}
