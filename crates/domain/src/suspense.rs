//! Placing money that was held in suspense, by a transfer that names where it came from.

use crate::batch::person;
use crate::config::{CorrectedBy, User, Waiver};
use crate::correction::listed_reason;
use crate::entry::{Body, SuspensePlaced};
use crate::journal::Decision;
use crate::payment::{Facts, LineRequest, PaymentRequest, price, turn_on};
use crate::posting::Postings;
use crate::receipt::ReceiptLine;
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::second_person::consent;
use crate::trace::{Trace, TracedLine};

/// Decides a placement: all that stands of the line goes to one account or charge.
///
/// # Errors
/// In this order: [`Refusal::AlreadyVoid`], [`Refusal::NotInSuspense`], [`Refusal::AlreadyPlaced`],
/// [`Refusal::NothingStands`]; those of [`price`]; [`Refusal::PlacedOtherwise`];
/// [`Refusal::ReasonNotListed`], text refusals; [`Refusal::SecondPersonNeeded`] and its kin.
pub fn place(
    facts: &Facts<'_>,
    actor: &User,
    (trace, place): (&Trace, u16),
    to: LineRequest,
    reason: &str,
) -> Result<Decision, Refusal> {
    let receipt = &trace.receipt;
    let number = receipt.number.clone();
    if trace.void {
        return Err(Refusal::AlreadyVoid { receipt: number });
    }
    let line = in_suspense(trace, place)?;
    let amount = line.standing()?;
    let request = PaymentRequest {
        lines: vec![to],
        language: receipt.language,
        ..PaymentRequest::default()
    };
    // Nobody keys a batch here: what stands in suspense is not put there once more.
    let priced = price(
        &Facts {
            session: None,
            ..*facts
        },
        &request,
    )?;
    if priced.total != amount {
        return Err(Refusal::PlacedOtherwise {
            amount,
            placed: priced.total,
        });
    }
    let reason = listed_reason(facts.configuration, CorrectedBy::Placement, reason)?;
    let turn_on = turn_on(facts, &priced.lines)?;
    let lines: Vec<ReceiptLine> = priced.lines.into_iter().map(|(_, line)| line).collect();
    let approval = consent(
        facts.configuration,
        Waiver::Placement,
        &actor.id,
        facts.second,
        Right::Approve,
        || {
            let where_to = lines.iter().map(|line| match &line.account {
                Some(account) => format!("account {account}, {}", line.description),
                None => line.description.clone(),
            });
            let where_to = where_to.collect::<Vec<_>>().join("; ");
            format!("Place {amount} of receipt {number} on {where_to}. Reason: {reason}")
        },
    )?;
    let mut postings = Postings::default();
    for (ledger, amount) in &line.left {
        postings.debit(ledger, *amount)?;
    }
    for (ledger, amount) in lines.iter().flat_map(|line| &line.split) {
        postings.credit(ledger, *amount)?;
    }
    Ok(Decision {
        body: Body::SuspensePlaced(SuspensePlaced {
            receipt: number.clone(),
            line: place,
            amount,
            lines,
            reason,
            placer: person(actor),
            turn_on,
        }),
        postings: postings.balanced()?,
        approval,
    })
}

/// The line, if its money stands in suspense.
fn in_suspense(trace: &Trace, place: u16) -> Result<&TracedLine, Refusal> {
    let receipt = trace.number().to_owned();
    let line = trace.lines.get(usize::from(place)).filter(|line| line.in_suspense());
    let line = line.ok_or_else(|| Refusal::NotInSuspense {
        receipt: receipt.clone(),
        line: place,
    })?;
    if !line.standing()?.is_zero() {
        return Ok(line);
    }
    if trace.lines.iter().any(|other| other.from == Some(place)) {
        return Err(Refusal::AlreadyPlaced { receipt, line: place });
    }
    Err(Refusal::NothingStands { receipt })
}
