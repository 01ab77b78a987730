//! What a returned tender takes back: refunds that wait are stopped, credits are lowered, the rest
//! is due again on a charge that is there or on one that the desk carries.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::returning::Original;
use super::{Facts, is_desk_charge};
use crate::account::Charge;
use crate::allocation::{portions, split};
use crate::config::{CarriedBy, Configuration, ReturnedItems, TakeBack, TenderKind};
use crate::correction::RefundStanding;
use crate::entry::{Due, OpenedCharge, ReturnedTender, TakenBack};
use crate::money::Cents;
use crate::refusal::Refusal;
use crate::trace::Trace;

/// Hands out the charges that a returned item opens.
pub(super) struct Opening<'a> {
    number: &'a str,
    code: &'a str,
    today: NaiveDate,
    next: u32,
}

impl<'a> Opening<'a> {
    /// For an item of a number, under a charge code.
    pub(super) fn new(number: &'a str, code: &'a str, today: NaiveDate) -> Opening<'a> {
        Opening {
            number,
            code,
            today,
            next: 1,
        }
    }

    /// The item's number.
    pub(super) fn number(&self) -> &'a str {
        self.number
    }

    pub(super) fn open(&mut self, account: &str, code: Option<&str>, what: String, due: Cents) -> OpenedCharge {
        let id = format!("{}/{}", self.number, self.next);
        self.next += 1;
        OpenedCharge {
            account: account.to_owned(),
            charge: Charge {
                id,
                code: code.unwrap_or(self.code).to_owned(),
                description: what,
                reference: String::new(),
                due_date: self.today,
                due,
            },
        }
    }
}

pub(super) fn returned_tender(
    facts: &Facts<'_>,
    rules: &ReturnedItems,
    opening: &mut Opening<'_>,
    original: &Original<'_>,
) -> Result<ReturnedTender, Refusal> {
    let trace = original.trace;
    let tender = trace.tender(original.place)?.tender.clone();
    // Before anything else: nothing is paid back to whoever still owes it.
    let stopped = stopped(facts.configuration, original.refunds, tender.amount)?;
    let left = tender.amount.minus(Cents::sum(stopped.iter().map(|one| one.amount))?)?;
    let mut taken = Vec::new();
    let mut credits = Credits::default();
    for (place, amount) in takes(trace, left, rules.take_back)? {
        let lowered = credits.lower(facts, trace, (place, amount))?;
        let owed = amount.minus(lowered)?;
        // A credit stands in one ledger account, so that its parts need not know of each other.
        if !lowered.is_zero() {
            taken.push(trace.taken_back(place, lowered)?);
        }
        if !owed.is_zero() {
            taken.push(due_again(facts, rules, opening, (trace, tender.kind), (place, owed))?);
        }
    }
    let beyond = left.minus(Cents::sum(taken.iter().map(|one| one.amount))?)?;
    taken.extend(stopped);
    if beyond > Cents::ZERO {
        // The payer was given it back before the bank took it: the item itself is owed.
        let what = format!("{}: paid back before, {}", prefix(tender.kind), trace.number());
        taken.push(TakenBack {
            line: None,
            department: facts.configuration.charge_code(&rules.charge)?.department.clone(),
            amount: beyond,
            split: Vec::new(),
            receivable: split_of(facts.configuration, &rules.charge, beyond)?,
            due: Some(Due::Opened(opening.open(opening.number, None, what.clone(), beyond))),
            refund: None,
            what,
        });
    }
    // What goes to the bank by wire is settled by itself, whatever its session's deposit is.
    let deposit = original.deposit.filter(|_| is_paper(tender.kind));
    Ok(ReturnedTender {
        receipt: trace.number().to_owned(),
        place: original.place,
        taken_on: trace.business_date,
        deposit: deposit.map(|(id, number, _)| (*id, number.clone())),
        credited: match deposit {
            Some((_, _, bank)) => facts.configuration.bank_account(bank)?.ledger.clone(),
            None => facts.configuration.tender(&tender.code)?.clearing.clone(),
        },
        tender,
        taken,
    })
}

/// What accounts payable was to pay back and, at most an amount of it, now is not: what had
/// paid it never came.
fn stopped(configuration: &Configuration, refunds: &[RefundStanding], most: Cents) -> Result<Vec<TakenBack>, Refusal> {
    let first = configuration.departments.first();
    let mut left = most;
    let mut stopped = Vec::new();
    for standing in refunds {
        let (refund, part) = (&standing.refund, left.min(standing.waits()?));
        if part <= Cents::ZERO {
            continue;
        }
        left = left.minus(part)?;
        stopped.push(TakenBack {
            line: None,
            what: format!("Refund {} to {}", refund.number, refund.payee),
            department: match &standing.requested {
                Some((requested, _)) => requested.taken.department.clone(),
                None => first.map(|one| one.code.clone()).unwrap_or_default(),
            },
            amount: part,
            split: vec![(refund.payable.clone(), part)],
            receivable: Vec::new(),
            due: None,
            refund: Some(refund.number.clone()),
        });
    }
    Ok(stopped)
}

/// From which lines a tender takes back what it paid, in the order of the lines.
fn takes(trace: &Trace, amount: Cents, order: TakeBack) -> Result<Vec<(u16, Cents)>, Refusal> {
    let standing = trace.lines.iter().map(crate::trace::TracedLine::standing);
    let standing = standing.collect::<Result<Vec<Cents>, Refusal>>()?;
    let shares = match order {
        TakeBack::InProportion => portions(amount, &standing)?,
        TakeBack::LastLineFirst => {
            let mut left = amount;
            let mut shares = vec![Cents::ZERO; standing.len()];
            for (share, stands) in shares.iter_mut().zip(&standing).rev() {
                *share = left.min(*stands);
                left = left.minus(*share)?;
            }
            shares
        }
    };
    Ok((0u16..).zip(shares).filter(|take| !take.1.is_zero()).collect())
}

/// What a tender took of accounts' credits so far.
#[derive(Default)]
struct Credits(BTreeMap<String, Cents>);

impl Credits {
    /// Takes what a line left standing to a credit, as far as billing's copy does not know of it:
    /// what it knows of, billing has used.
    fn lower(&mut self, facts: &Facts<'_>, trace: &Trace, (place, most): (u16, Cents)) -> Result<Cents, Refusal> {
        let line = &trace.line(place)?.line;
        let (Some(account), None) = (&line.account, &line.charge) else {
            return Ok(Cents::ZERO);
        };
        let standing = facts.accounts.get(account);
        let stands = standing.map_or(Cents::ZERO, |standing| standing.credit_of(trace.number()));
        let took = self.0.entry(account.clone()).or_default();
        let part = stands.minus(*took)?.min(most).max(Cents::ZERO);
        *took = took.plus(part)?;
        Ok(part)
    }
}

/// What is taken from a line, with where it is due again.
fn due_again(
    facts: &Facts<'_>,
    rules: &ReturnedItems,
    opening: &mut Opening<'_>,
    (trace, kind): (&Trace, TenderKind),
    (place, amount): (u16, Cents),
) -> Result<TakenBack, Refusal> {
    let traced = trace.line(place)?;
    let mut taken = trace.taken_back(place, amount)?;
    if traced.in_suspense() {
        taken.due = None;
        return Ok(taken);
    }
    let by_desk = rules.carried_by == CarriedBy::Desk;
    let (account, charge) = (traced.line.account.as_deref(), traced.line.charge.as_deref());
    let stands_there = match (account, charge) {
        // An earlier item carries its own charges, and billing its, where it does.
        (Some(_), Some(charge)) => !by_desk || is_desk_charge(charge),
        _ => false,
    };
    if stands_there {
        return Ok(taken);
    }
    let what = format!("{}: {}", prefix(kind), traced.line.description);
    // What has no account is owed for itself, under its own code where lines are reversed.
    let reversed = !by_desk && account.is_none();
    let code = reversed.then_some(traced.line.code.as_str());
    let opened = opening.open(account.unwrap_or(opening.number), code, what, amount);
    if !reversed {
        taken.receivable = split_of(facts.configuration, &rules.charge, amount)?;
    }
    taken.due = Some(Due::Opened(opened));
    Ok(taken)
}

/// Whether it is paper, which goes to the bank with a deposit.
pub(super) fn is_paper(kind: TenderKind) -> bool {
    kind != TenderKind::ElectronicCheck
}

/// What stands before the words of what is due again.
fn prefix(kind: TenderKind) -> &'static str {
    match kind {
        TenderKind::ElectronicCheck => "Returned payment",
        _ => "Returned check",
    }
}

pub(super) fn split_of(
    configuration: &Configuration,
    code: &str,
    amount: Cents,
) -> Result<Vec<(String, Cents)>, Refusal> {
    split(amount, &configuration.charge_code(code)?.split)
}
