//! What an entry did to a receipt, in one sentence.

use counterfoil_domain::entry::{Body, Entry};
use counterfoil_domain::money::Cents;

/// The sentence.
#[must_use]
pub fn became(entry: &Entry) -> String {
    match &entry.body {
        Body::ReceiptVoided(body) => format!("Voided: {}.", body.reason),
        Body::TenderReclassed(body) => format!(
            "A tender of {} was moved from {} to {}: {}.",
            body.to.amount, body.from.name, body.to.name, body.reason
        ),
        Body::ReceiptReprinted(body) => format!("Printed again, copy {}.", body.copy),
        Body::SuspensePlaced(body) => format!(
            "{} that stood in suspense was placed{}: {}.",
            body.amount,
            onto(body.lines.iter().filter_map(|line| line.account.as_deref())),
            body.reason
        ),
        Body::ItemReturned(body) => format!(
            "The bank returned {} ({}): returned item {}.",
            body.amount, body.reason.1, body.number
        ),
        Body::ItemReinstated(body) if body.mistake => {
            format!("The return {} was a mistake: {}.", body.number, body.reason)
        }
        Body::ItemReinstated(body) => format!("The returned item {} was paid after all: {}.", body.number, body.reason),
        Body::ReceiptReversed(body) => {
            let refund = body.refund.as_ref();
            let refund = refund.map_or(String::new(), |one| {
                format!(" Refund {} of {}.", one.number, one.amount)
            });
            let back = Cents::sum(body.back.iter().map(|one| one.2)).unwrap_or_default();
            let back = match back.is_zero() {
                true => String::new(),
                false => format!(" {back} went back the way it came."),
            };
            format!("Reversed, {}: {}.{refund}{back}", body.amount, body.reason)
        }
        Body::PaymentTransferred(body) => format!(
            "{} was moved{}: {}.",
            body.from.amount,
            onto(body.to.iter().filter_map(|line| line.account.as_deref())),
            body.reason
        ),
        Body::RefundRequested(body) => format!(
            "Refund {} of {} to {} was requested: {}.",
            body.refund.number, body.refund.amount, body.refund.payee, body.reason
        ),
        Body::RefundWithdrawn(body) => format!("Refund {} was withdrawn: {}.", body.number, body.reason),
        other => format!("{}.", other.kind().replace('_', " ")),
    }
}

fn onto<'a>(accounts: impl Iterator<Item = &'a str>) -> String {
    let accounts: Vec<&str> = accounts.collect();
    match accounts.as_slice() {
        [] => String::new(),
        some => format!(" to {}", some.join(", ")),
    }
}
