//! The bank returns an item: one entry takes back the tender, makes due again what it
//! paid, posts the ledger, charges the fee, marks the payer.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::earlier::Alike;
use super::item::ReturnedItem;
use super::taking_back::{Opening, is_paper, returned_tender, split_of};
use super::{Facts, balances_after};
use crate::batch::person;
use crate::config::{ReturnFee, ReturnReason, ReturnedItems, Waiver};
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
    let mut opening = Opening::new(&request.number, &rules.charge, facts.today);
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
    let on = accounts.first().map_or(opening.number(), |account| account.as_str());
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
