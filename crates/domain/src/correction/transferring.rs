//! Moving a payment that went to the wrong account: taken from where it stood, paid where it
//! belongs, both named on both.

use super::refunding::stands;
use super::{agreed, correctable, known_to_billing, listed_reason};
use crate::batch::person;
use crate::config::{CorrectedBy, Waiver};
use crate::entry::{Body, PaymentTransferred};
use crate::journal::Decision;
use crate::money::Cents;
use crate::payment::{self, LineRequest, PaymentRequest, price, turn_on};
use crate::posting::Postings;
use crate::receipt::ReceiptLine;
use crate::refusal::Refusal;
use crate::returns::{Facts, balances_after};
use crate::trace::Trace;

/// Decides a transfer of an amount that stands on a line. `pricing` are the facts of a payment:
/// the accounts as they stand, among them the one that it goes to.
///
/// # Errors
/// In this order: [`Refusal::CorrectionsNotSetUp`], [`Refusal::AlreadyVoid`], [`Refusal::AlreadyReversed`],
/// [`Refusal::ReceiptNotClosed`], [`Refusal::UnknownLineOfReceipt`], [`Refusal::StandsInSuspense`],
/// [`Refusal::AmountZero`], [`Refusal::MoreThanStands`]; those of [`price`]; [`Refusal::PlacedOtherwise`],
/// [`Refusal::TransferToSame`], [`Refusal::ReasonNotListed`], text refusals,
/// [`Refusal::SecondPersonNeeded`] and its kin.
pub fn transfer(
    facts: &Facts<'_>,
    pricing: &payment::Facts<'_>,
    (trace, approved): (&Trace, bool),
    (line, amount): (u16, Cents),
    to: LineRequest,
    reason: &str,
) -> Result<Decision, Refusal> {
    super::rules(facts)?;
    correctable(trace, approved)?;
    let from = trace.line(line)?;
    if from.in_suspense() {
        return Err(Refusal::StandsInSuspense);
    }
    stands(trace, line, amount)?;
    let request = PaymentRequest {
        lines: vec![to],
        language: trace.receipt.language,
        ..PaymentRequest::default()
    };
    // Nobody keys a batch here: what stands somewhere is not put into suspense.
    let pricing = payment::Facts {
        session: None,
        ..*pricing
    };
    let priced = price(&pricing, &request)?;
    if priced.total != amount {
        return Err(Refusal::PlacedOtherwise {
            amount,
            placed: priced.total,
        });
    }
    let turn_on = turn_on(&pricing, &priced.lines)?;
    let to: Vec<ReceiptLine> = priced.lines.into_iter().map(|(_, line)| line).collect();
    if to.iter().all(|one| same_place(one, &from.line)) {
        return Err(Refusal::TransferToSame {
            what: from.line.description.clone(),
        });
    }
    let reason = listed_reason(facts.configuration, CorrectedBy::Transfer, reason)?;
    let taken = trace.taken_back(line, amount)?;
    let approval = agreed(facts, Waiver::Transfer, trace, || {
        let places: Vec<String> = to.iter().map(place_words).collect();
        let known = known_to_billing(facts, trace.number(), [&taken]);
        format!(
            "Move {amount} of receipt {} from {} to {}.{known} Reason: {reason}",
            trace.number(),
            place_words(&from.line),
            places.join("; ")
        )
    })?;
    let mut postings = Postings::default();
    for (ledger, cents) in taken.debits() {
        postings.debit(ledger, *cents)?;
    }
    for (ledger, cents) in to.iter().flat_map(|line| &line.split) {
        postings.credit(ledger, *cents)?;
    }
    let mut body = PaymentTransferred {
        receipt: trace.number().to_owned(),
        from: taken,
        to,
        reason,
        balances: Vec::new(),
        person: person(facts.actor),
        turn_on,
    };
    body.balances = balances_after(facts.accounts, &Body::PaymentTransferred(Box::new(body.clone())))?;
    Ok(Decision {
        body: Body::PaymentTransferred(Box::new(body)),
        postings: postings.balanced()?,
        approval,
    })
}

fn same_place(one: &ReceiptLine, other: &ReceiptLine) -> bool {
    (&one.account, &one.charge, &one.code) == (&other.account, &other.charge, &other.code)
}

fn place_words(line: &ReceiptLine) -> String {
    match &line.account {
        Some(account) => format!("account {account}, {}", line.description),
        None => line.description.clone(),
    }
}
