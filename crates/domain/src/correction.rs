//! Corrections after the close: a receipt reversed, a payment moved to the right account,
//! money given back through accounts payable. Each takes only what still stands, names its
//! reason and its second person, and is dated today.

mod refunding;
mod reversing;
mod transferring;

use crate::config::{Configuration, CorrectedBy, Corrections};
use crate::entry::{Approval, Due, TakenBack};
use crate::money::Cents;
use crate::refusal::Refusal;
use crate::returns::Facts;
use crate::rights::Right;
use crate::second_person::consent_beside;
use crate::text::{NOTE_LENGTH, clean_required};
use crate::trace::Trace;

pub use refunding::{Payee, RefundStanding, is_withdrawable, list_refunds, request_refund, withdraw_refund};
pub use reversing::reverse;
pub use transferring::transfer;

/// A reason for a correction: one of the configured list, with a note behind a colon
/// where somebody adds one. Where none is configured, whatever is typed.
///
/// # Errors
/// Text refusals, [`Refusal::ReasonNotListed`].
pub fn listed_reason(configuration: &Configuration, of: CorrectedBy, given: &str) -> Result<String, Refusal> {
    let given = clean_required("reason", given, NOTE_LENGTH)?;
    let reasons = configuration.corrections.iter().flat_map(|rules| &rules.reasons);
    let listed: Vec<&str> = reasons
        .filter(|one| one.of == of)
        .map(|one| one.name.as_str())
        .collect();
    let is_it = |reason: &&&str| given == **reason || given.starts_with(&format!("{reason}: "));
    if listed.is_empty() || listed.iter().any(|reason| is_it(&reason)) {
        return Ok(given);
    }
    Err(Refusal::ReasonNotListed {
        given,
        listed: listed.join("; "),
    })
}

fn rules<'a>(facts: &Facts<'a>) -> Result<&'a Corrections, Refusal> {
    let rules = facts.configuration.corrections.as_ref();
    rules.ok_or(Refusal::CorrectionsNotSetUp)
}

/// That a payment can be corrected after its close.
fn correctable(trace: &Trace, approved: bool) -> Result<(), Refusal> {
    let receipt = trace.number().to_owned();
    if trace.void {
        return Err(Refusal::AlreadyVoid { receipt });
    }
    // What came back to a reversed receipt afterwards, a refund withdrawn, is corrected like any other.
    if trace.reversed && trace.standing()?.is_zero() {
        return Err(Refusal::AlreadyReversed { receipt });
    }
    if !approved {
        return Err(Refusal::ReceiptNotClosed { receipt });
    }
    Ok(())
}

/// What the second person is told where money is taken that stood to a credit of which billing's
/// copy of the accounts knew: billing may have made use of it.
fn known_to_billing<'t>(facts: &Facts<'_>, receipt: &str, taken: impl IntoIterator<Item = &'t TakenBack>) -> String {
    let mut known: Vec<String> = Vec::new();
    for one in taken {
        let Some(Due::Restored {
            account, charge: None, ..
        }) = &one.due
        else {
            continue;
        };
        let standing = facts.accounts.get(account);
        let stands = standing.map_or(Cents::ZERO, |standing| standing.credit_of(receipt));
        if one.amount > stands && !known.contains(account) {
            known.push(account.clone());
        }
    }
    match known.is_empty() {
        true => String::new(),
        false => format!(
            " Billing knew of the credit of {} and may have used it.",
            known.join(", ")
        ),
    }
}

/// A second person agrees: neither whoever corrects, nor whoever took the payment.
fn agreed(
    facts: &Facts<'_>,
    what: crate::config::Waiver,
    trace: &Trace,
    statement: impl FnOnce() -> String,
) -> Result<Option<Approval>, Refusal> {
    consent_beside(
        facts.configuration,
        what,
        &[&facts.actor.id, &trace.cashier],
        facts.second,
        Right::Approve,
        statement,
    )
}
