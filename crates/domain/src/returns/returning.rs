//! The bank returns an item: one entry takes back the tender, makes due again what it
//! paid, posts the ledger, charges the fee, marks the payer.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use uuid::Uuid;

use super::earlier::Alike;
use super::item::ReturnedItem;
use super::{Facts, balances_after, is_desk_charge};
use crate::account::Charge;
use crate::allocation::portions;
use crate::batch::person;
use crate::config::{CarriedBy, Configuration, ReturnFee, ReturnReason, ReturnedItems, TakeBack, TenderKind, Waiver};
use crate::correction::RefundStanding;
use crate::entry::{Approval, Body, Due, ItemReturned, OpenedCharge, ReturnedTender, TakenBack};
use crate::journal::Decision;
use crate::money::Cents;
use crate::posting::Postings;
use crate::receipt::CheckData;
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::second_person::consent;
use crate::text::{NOTE_LENGTH, REFERENCE_LENGTH, clean_optional};
use crate::trace::Trace;

/// A tender that the bank returns.
#[derive(Debug, Clone, Copy)]
pub struct Original<'a> {
    /// Its payment, and all that became of it.
    pub trace: &'a Trace,
    /// The tender's place within it.
    pub place: u16,
    /// The final deposit that took it to the bank: identifier, number, bank account's code.
    pub deposit: Option<&'a (Uuid, String, String)>,
    /// Whether its session was approved.
    pub approved: bool,
    /// Requests for refunds of it that wait for a list.
    pub refunds: &'a [RefundStanding],
}

/// What is known of a return.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReturnRequest {
    /// The number that it gets.
    pub number: String,
    /// What the bank took back.
    pub amount: Cents,
    /// The code of the reason.
    pub reason: String,
    /// The bank's own reference.
    pub reference: Option<String>,
    /// Why no fee is charged, where somebody says so.
    pub no_fee: Option<String>,
    /// The bank's file that it is worked from, and its place there.
    pub file: Option<(String, u32)>,
}

/// Decides a return. `earlier` are returned items of the same bank account or of the same accounts.
///
/// # Errors
/// In this order: [`Refusal::ReturnsNotSetUp`], [`Refusal::HoldsOpenDrawer`]; tender by tender
/// [`Refusal::UnknownTenderOfReceipt`], [`Refusal::CheckTwice`], [`Refusal::AlreadyVoid`],
/// [`Refusal::NotReturnable`], [`Refusal::AlreadyReturned`], [`Refusal::NotDeposited`],
/// [`Refusal::ReturnedTendersDiffer`]; [`Refusal::NoTenderChosen`] where there is none;
/// [`Refusal::ReturnAmountDiffers`], [`Refusal::UnknownReturnReason`], [`Refusal::ReturnReasonUnfit`],
/// text refusals, [`Refusal::UnknownBankAccount`]; for a fee that is left out
/// [`Refusal::SecondPersonNeeded`] and its kin.
pub fn return_item(
    facts: &Facts<'_>,
    originals: &[Original<'_>],
    earlier: &[&ReturnedItem],
    request: &ReturnRequest,
) -> Result<Decision, Refusal> {
    let rules = facts.rules()?;
    let first = returnable(originals)?;
    let expected = Cents::sum(originals.iter().map(|one| amount_of(one)))?;
    if request.amount != expected {
        return Err(Refusal::ReturnAmountDiffers {
            expected,
            given: request.amount,
        });
    }
    let reason = reason(rules, &request.reason, originals)?;
    let reference = clean_optional("reference", request.reference.as_deref(), REFERENCE_LENGTH)?;
    let no_fee = clean_optional("no fee", request.no_fee.as_deref(), NOTE_LENGTH)?;
    let mut opening = Opening {
        number: &request.number,
        code: &rules.charge,
        today: facts.today,
        next: 1,
    };
    let mut tenders = Vec::with_capacity(originals.len());
    for original in originals {
        tenders.push(returned_tender(facts, rules, &mut opening, original)?);
    }
    let accounts = touched(&tenders);
    let check = first.trace.tender(first.place)?.tender.check.clone();
    let alike = Alike::of(check.as_ref(), &accounts, earlier, facts.today);
    let (due, none) = scheduled(facts, rules, reason, &alike, &accounts);
    let (fee, no_fee, approval) = match (&rules.fee, no_fee) {
        (Some(fee), None) if !due.is_zero() => {
            let charge = fee_charge(facts, fee, opening, (&accounts, due))?;
            (Some((charge, fee)), None, None)
        }
        (Some(_), Some(why)) if !due.is_zero() => {
            let approval = fee_consent(facts, originals, (request.amount, due), &why)?;
            (None, Some(why), approval)
        }
        (_, why) => (None, none.or(why), None),
    };
    let payer = payer(facts, first.trace, &accounts);
    let (fee, fee_revenue) = fee.map(|(charge, fee)| (charge, fee.revenue.clone())).unzip();
    let fee_receivable = match &fee {
        Some(fee) => split_of(facts.configuration, &fee.charge.code, fee.charge.due)?,
        None => Vec::new(),
    };
    let mut item = ItemReturned {
        number: request.number.clone(),
        amount: request.amount,
        reason: (reason.code.clone(), reason.name.clone()),
        reference,
        fee_revenue,
        fee_receivable,
        fee,
        no_fee,
        mark: alike.mark(rules, facts.today),
        payer,
        balances: Vec::new(),
        file: request.file.clone(),
        worker: person(facts.actor),
        tenders,
    };
    let postings = postings(&item)?;
    item.balances = balances_after(facts.accounts, &Body::ItemReturned(Box::new(item.clone())))?;
    Ok(Decision {
        body: Body::ItemReturned(Box::new(item)),
        postings: postings.balanced()?,
        approval,
    })
}

fn amount_of(original: &Original<'_>) -> Cents {
    let tender = original.trace.tenders.get(usize::from(original.place));
    tender.map_or(Cents::ZERO, |one| one.tender.amount)
}

/// Whether a bank can have returned a tender: a check or electronic payment that went to the
/// bank, not void, not returned already.
///
/// # Errors
/// As [`return_item`] refuses its tenders.
pub fn can_return(original: &Original<'_>) -> Result<(), Refusal> {
    returnable(std::slice::from_ref(original)).map(|_| ())
}

/// That each of these tenders can have been returned by the bank; gives the first.
fn returnable<'o, 'a>(originals: &'o [Original<'a>]) -> Result<&'o Original<'a>, Refusal> {
    let mut seen = BTreeSet::new();
    let mut same: Option<CheckData> = None;
    for original in originals {
        let trace = original.trace;
        let traced = trace.tender(original.place)?;
        let receipt = trace.number().to_owned();
        if !seen.insert(receipt.clone()) {
            return Err(Refusal::CheckTwice);
        }
        if trace.void {
            return Err(Refusal::AlreadyVoid { receipt });
        }
        if !traced.tender.kind.is_check() {
            return Err(Refusal::NotReturnable {
                tender: traced.tender.name.clone(),
            });
        }
        if let Some(number) = &traced.returned {
            return Err(Refusal::AlreadyReturned {
                receipt,
                number: number.clone(),
            });
        }
        let paper = is_paper(traced.tender.kind);
        if (paper && original.deposit.is_none()) || !original.approved {
            return Err(Refusal::NotDeposited {
                receipt,
                tender: original.place,
            });
        }
        let check = traced.tender.check.clone().unwrap_or_default();
        match &same {
            Some(other) if (&other.token, &other.number) != (&check.token, &check.number) => {
                return Err(Refusal::ReturnedTendersDiffer { receipt });
            }
            _ => same = Some(check),
        }
    }
    originals.first().ok_or(Refusal::NoTenderChosen)
}

fn reason<'r>(rules: &'r ReturnedItems, code: &str, originals: &[Original<'_>]) -> Result<&'r ReturnReason, Refusal> {
    let reason = rules.reasons.iter().find(|reason| reason.is_named(code));
    let reason = reason.ok_or_else(|| Refusal::UnknownReturnReason {
        reason: code.to_owned(),
    })?;
    for original in originals {
        let tender = &original.trace.tender(original.place)?.tender;
        if !reason.of.fits(tender.kind) {
            return Err(Refusal::ReturnReasonUnfit {
                reason: reason.name.clone(),
                tender: tender.name.clone(),
            });
        }
    }
    Ok(reason)
}

/// Hands out the charges that a returned item opens.
struct Opening<'a> {
    number: &'a str,
    code: &'a str,
    today: NaiveDate,
    next: u32,
}

impl Opening<'_> {
    fn open(&mut self, account: &str, code: Option<&str>, what: String, due: Cents) -> OpenedCharge {
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

fn returned_tender(
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
fn is_paper(kind: TenderKind) -> bool {
    kind != TenderKind::ElectronicCheck
}

/// What stands before the words of what is due again.
fn prefix(kind: TenderKind) -> &'static str {
    match kind {
        TenderKind::ElectronicCheck => "Returned payment",
        _ => "Returned check",
    }
}

fn split_of(configuration: &Configuration, code: &str, amount: Cents) -> Result<Vec<(String, Cents)>, Refusal> {
    crate::allocation::split(amount, &configuration.charge_code(code)?.split)
}

/// The accounts on which something is due again.
pub(super) fn touched(tenders: &[ReturnedTender]) -> Vec<String> {
    let mut accounts: Vec<String> = Vec::new();
    for taken in tenders.iter().flat_map(|tender| &tender.taken) {
        let account = match &taken.due {
            Some(Due::Restored { account, .. }) => account,
            Some(Due::Opened(opened)) => &opened.account,
            None => continue,
        };
        if !accounts.contains(account) {
            accounts.push(account.clone());
        }
    }
    accounts
}

/// The fee that the schedule asks for, given how many items of the payer were returned
/// within its period before.
#[must_use]
pub fn fee_for(fee: &ReturnFee, before: usize) -> Cents {
    if before == 0 { fee.first } else { fee.later }
}

/// What the schedule asks for; where that is nothing, why, as far as there is something to say.
fn scheduled(
    facts: &Facts<'_>,
    rules: &ReturnedItems,
    reason: &ReturnReason,
    alike: &Alike<'_>,
    accounts: &[String],
) -> (Cents, Option<String>) {
    let Some(fee) = &rules.fee else {
        return (Cents::ZERO, None);
    };
    if !reason.fee {
        return (Cents::ZERO, Some(reason.name.clone()));
    }
    let has_lien = |account: &String| {
        let standing = facts.accounts.get(account);
        standing.is_some_and(|standing| standing.account.flags.lien)
    };
    if !fee.on_lien && accounts.iter().any(has_lien) {
        return (Cents::ZERO, Some("a lien stands on the property".to_owned()));
    }
    let before = alike.within(fee.within_days, facts.today).count();
    (fee_for(fee, before).max(Cents::ZERO), None)
}

/// Somebody leaves a fee out that would be charged: a second person agrees.
fn fee_consent(
    facts: &Facts<'_>,
    originals: &[Original<'_>],
    (amount, fee): (Cents, Cents),
    why: &str,
) -> Result<Option<Approval>, Refusal> {
    consent(
        facts.configuration,
        Waiver::ReturnFee,
        &facts.actor.id,
        facts.second,
        Right::Approve,
        || {
            let receipts: Vec<&str> = originals.iter().map(|one| one.trace.number()).collect();
            let payer = originals.first().and_then(|one| one.trace.receipt.payer.as_deref());
            let of = payer.map_or_else(String::new, |payer| format!(" of {payer}"));
            let receipts = receipts.join(" and ");
            format!("Return {amount}{of}, receipt {receipts}, without the fee of {fee}. Reason: {why}")
        },
    )
}

/// The fee as a charge.
fn fee_charge(
    facts: &Facts<'_>,
    fee: &ReturnFee,
    mut opening: Opening<'_>,
    (accounts, amount): (&[String], Cents),
) -> Result<OpenedCharge, Refusal> {
    let on = accounts.first().map_or(opening.number, |account| account.as_str());
    let name = facts.configuration.charge_code(&fee.charge)?.name.clone();
    Ok(opening.open(on, Some(&fee.charge), name, amount))
}

/// Whom the notice goes to: the payer of the receipt, or the customer of the account.
fn payer(facts: &Facts<'_>, trace: &Trace, accounts: &[String]) -> (String, Vec<String>) {
    let account = accounts.iter().find_map(|account| facts.accounts.get(account));
    let name = trace.receipt.payer.clone();
    let name = name.or_else(|| account.map(|standing| standing.account.name.clone()));
    let address = account.map(|standing| standing.account.address.clone());
    (
        name.unwrap_or_default(),
        address.into_iter().filter(|line| !line.is_empty()).collect(),
    )
}

/// Debit what is due again, or reverse the lines; credit the bank, or the clearing account
/// of what the bank never got as paper. The fee: debit its receivable, credit its revenue.
fn postings(item: &ItemReturned) -> Result<Postings, Refusal> {
    let mut postings = Postings::default();
    for tender in &item.tenders {
        for (ledger, amount) in tender.taken.iter().flat_map(TakenBack::debits) {
            postings.debit(ledger, *amount)?;
        }
        postings.credit(&tender.credited, tender.tender.amount)?;
    }
    if let (Some(opened), Some(revenue)) = (&item.fee, &item.fee_revenue) {
        for (ledger, amount) in &item.fee_receivable {
            postings.debit(ledger, *amount)?;
        }
        postings.credit(revenue, opened.charge.due)?;
    }
    Ok(postings)
}
