//! Reversing a receipt after its close, on today's date. It keeps its number; what stands on
//! its lines is taken back. Cash and checks go back through accounts payable, cards and
//! the like the way they came; never cash from a drawer.

use super::refunding::Payee;
use super::{agreed, correctable, known_to_billing, listed_reason, rules};
use crate::batch::person;
use crate::config::{CorrectedBy, TenderKind, Waiver};
use crate::entry::{Body, ReceiptReversed, Refund, TakenBack};
use crate::journal::Decision;
use crate::money::Cents;
use crate::posting::Postings;
use crate::refusal::Refusal;
use crate::returns::{Facts, balances_after};
use crate::trace::Trace;

/// Decides a reversal. `refund` is the number and the payee of the request that it makes,
/// where accounts payable has something to pay back.
///
/// # Errors
/// In this order: [`Refusal::CorrectionsNotSetUp`], [`Refusal::AlreadyVoid`], [`Refusal::AlreadyReversed`],
/// [`Refusal::ReceiptNotClosed`], [`Refusal::NothingStands`], [`Refusal::ReasonNotListed`], text refusals,
/// [`Refusal::SecondPersonNeeded`] and its kin.
pub fn reverse(
    facts: &Facts<'_>,
    trace: &Trace,
    approved: bool,
    refund: (&str, &Payee),
    reason: &str,
) -> Result<Decision, Refusal> {
    let rules = rules(facts)?;
    correctable(trace, approved)?;
    let mut taken: Vec<TakenBack> = Vec::new();
    for (place, line) in (0u16..).zip(&trace.lines) {
        let standing = line.standing()?;
        if !standing.is_zero() {
            taken.push(trace.taken_back(place, standing)?);
        }
    }
    let amount = Cents::sum(taken.iter().map(|one| one.amount))?;
    if amount.is_zero() {
        return Err(Refusal::NothingStands {
            receipt: trace.number().to_owned(),
        });
    }
    let reason = listed_reason(facts.configuration, CorrectedBy::Reversal, reason)?;
    let back = ways_back(trace, amount)?;
    let by_post = amount.minus(Cents::sum(back.iter().map(|one| one.2))?)?;
    let refund = match by_post.is_zero() {
        true => None,
        false => Some(refund.1.refund(refund.0, by_post, &rules.refunds_payable)?),
    };
    let approval = agreed(facts, Waiver::Reversal, trace, || {
        let names = back
            .iter()
            .map(|(code, _, cents)| (facts.configuration.tender_name(code), *cents));
        let known = known_to_billing(facts, trace.number(), &taken);
        let names: Vec<_> = names.collect();
        statement(trace, amount, (&names, refund.as_ref()), (&known, &reason))
    })?;
    let mut postings = Postings::default();
    for (ledger, cents) in taken.iter().flat_map(TakenBack::debits) {
        postings.debit(ledger, *cents)?;
    }
    if let Some(refund) = &refund {
        postings.credit(&rules.refunds_payable, refund.amount)?;
    }
    for (tender, _, cents) in &back {
        postings.credit(&facts.configuration.tender(tender)?.clearing, *cents)?;
    }
    let mut body = ReceiptReversed {
        receipt: trace.number().to_owned(),
        taken,
        amount,
        refund,
        back,
        reason,
        balances: Vec::new(),
        person: person(facts.actor),
    };
    body.balances = balances_after(facts.accounts, &Body::ReceiptReversed(Box::new(body.clone())))?;
    Ok(Decision {
        body: Body::ReceiptReversed(Box::new(body)),
        postings: postings.balanced()?,
        approval,
    })
}

fn statement(
    trace: &Trace,
    amount: Cents,
    (back, refund): (&[(&str, Cents)], Option<&Refund>),
    (known, reason): (&str, &str),
) -> String {
    let mut ways: Vec<String> = back
        .iter()
        .map(|(name, cents)| format!("{cents} goes back by {name}"))
        .collect();
    ways.extend(refund.map(|refund| format!("{} is to be paid back to {}", refund.amount, refund.to())));
    format!(
        "Reverse receipt {} of {}, {amount}: {}.{known} Reason: {reason}",
        trace.number(),
        trace.business_date,
        ways.join(", ")
    )
}

/// What goes back the way it came, to tenders that are good and at most what each still
/// keeps. Accounts payable pays the rest: cash and checks, against which counts what it gave back before.
fn ways_back(trace: &Trace, amount: Cents) -> Result<Vec<(String, TenderKind, Cents)>, Refusal> {
    let good = trace.tenders.iter().filter(|one| one.returned.is_none());
    let mut left = amount;
    let mut ways = Vec::new();
    for one in good {
        let part = left.min(one.keeps()?);
        if !by_accounts_payable(one.tender.kind) && !part.is_zero() {
            ways.push((one.tender.code.clone(), one.tender.kind, part));
            left = left.minus(part)?;
        }
    }
    Ok(ways)
}

/// What accounts payable pays back; the rest goes back the way it came.
fn by_accounts_payable(kind: TenderKind) -> bool {
    match kind {
        TenderKind::Cash | TenderKind::Check | TenderKind::MoneyOrder | TenderKind::CashiersCheck => true,
        TenderKind::Card | TenderKind::ElectronicCheck | TenderKind::Voucher | TenderKind::Interfund => false,
    }
}
