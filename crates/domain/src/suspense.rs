//! Placing money that was held in suspense, by a transfer that names where it came from.

use crate::batch::person;
use crate::config::{User, Waiver};
use crate::entry::{Body, Entry, SuspensePlaced};
use crate::journal::Decision;
use crate::payment::{Facts, LineRequest, PaymentRequest, SUSPENSE_CODE, price, turn_on};
use crate::posting::Postings;
use crate::receipt::ReceiptLine;
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::second_person::consent;
use crate::text::{NOTE_LENGTH, clean_required};

/// A line that may stand in suspense.
#[derive(Debug, Clone, Copy)]
pub struct Held<'a> {
    /// The receipt's own entry.
    pub original: &'a Entry,
    /// The line within it, from 0.
    pub line: u16,
    /// Whether the receipt was voided.
    pub void: bool,
    /// Whether the line was placed already.
    pub placed: bool,
}

/// Decides a placement: all of the line goes to one account or charge.
///
/// # Errors
/// In this order: [`Refusal::UnknownReceipt`], [`Refusal::AlreadyVoid`], [`Refusal::NotInSuspense`],
/// [`Refusal::AlreadyPlaced`]; those of [`price`]; [`Refusal::PlacedOtherwise`]; text refusals for
/// the reason; [`Refusal::SecondPersonNeeded`] and its kin.
pub fn place(
    facts: &Facts<'_>,
    actor: &User,
    held: Held<'_>,
    to: LineRequest,
    reason: &str,
) -> Result<Decision, Refusal> {
    let Body::Receipt(receipt) = &held.original.body else {
        return Err(Refusal::UnknownReceipt { receipt: String::new() });
    };
    let number = receipt.number.clone();
    if held.void {
        return Err(Refusal::AlreadyVoid { receipt: number });
    }
    let line = in_suspense(&receipt.lines, &number, held.line)?;
    if held.placed {
        return Err(Refusal::AlreadyPlaced {
            receipt: number,
            line: held.line,
        });
    }
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
    if priced.total != line.amount {
        return Err(Refusal::PlacedOtherwise {
            amount: line.amount,
            placed: priced.total,
        });
    }
    let reason = clean_required("reason", reason, NOTE_LENGTH)?;
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
            format!(
                "Place {} of receipt {number} on {where_to}. Reason: {reason}",
                line.amount
            )
        },
    )?;
    let mut postings = Postings::default();
    for (ledger, amount) in &line.split {
        postings.debit(ledger, *amount)?;
    }
    for (ledger, amount) in lines.iter().flat_map(|line| &line.split) {
        postings.credit(ledger, *amount)?;
    }
    Ok(Decision {
        body: Body::SuspensePlaced(SuspensePlaced {
            receipt: number.clone(),
            line: held.line,
            amount: line.amount,
            lines,
            reason,
            placer: person(actor),
            turn_on,
        }),
        postings: postings.balanced()?,
        approval,
    })
}

/// The line, if it is one that stood in suspense.
fn in_suspense<'a>(lines: &'a [ReceiptLine], receipt: &str, place: u16) -> Result<&'a ReceiptLine, Refusal> {
    lines
        .get(usize::from(place))
        .filter(|line| line.code == SUSPENSE_CODE)
        .ok_or_else(|| Refusal::NotInSuspense {
            receipt: receipt.to_owned(),
            line: place,
        })
}
