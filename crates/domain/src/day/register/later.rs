//! Corrections of payments of earlier days: returned items, reversals, transfers, refunds.

use super::{CorrectionKind, Said};
use crate::day::words::{date, due_account, joined, kind, not_due, papers, place, places, taken_from};
use crate::entry::{Body, ItemReinstated, ItemReturned, PaymentTransferred, ReceiptReversed, TakenBack};

/// The correction of a payment of an earlier day that an entry is; none for any other.
pub(super) fn said(body: &Body) -> Option<Said> {
    Some(match body {
        Body::ItemReturned(body) => returned(body),
        Body::ItemReinstated(body) => reinstated(body),
        Body::ReceiptReversed(body) => reversed(body),
        Body::PaymentTransferred(body) => moved(body),
        Body::RefundRequested(body) => {
            let from = taken_from(&body.taken);
            let to = format!("{} to {}", body.refund.number, body.refund.payee);
            let sides = (from.as_str(), to.as_str());
            let amount = body.refund.amount;
            Said::new(CorrectionKind::Refund, &body.receipt, amount, sides, &body.reason)
        }
        Body::RefundWithdrawn(body) => {
            let to = taken_from(&body.given);
            let sides = (body.number.as_str(), to.as_str());
            let amount = body.given.amount;
            Said::new(
                CorrectionKind::RefundWithdrawn,
                &body.receipt,
                amount,
                sides,
                &body.reason,
            )
        }
        _ => return None,
    })
}

fn returned(item: &ItemReturned) -> Said {
    let taken = item.tenders.iter().flat_map(|tender| &tender.taken);
    let mut to = vec![due_on(taken)];
    to.extend(item.fee.iter().map(|fee| format!("fee {}", fee.charge.due)));
    to.extend(item.no_fee.iter().map(|why| format!("no fee: {why}")));
    to.extend(
        item.mark
            .iter()
            .map(|mark| format!("cash or card only until {}", date(mark.until))),
    );
    let from = papers(&item.tenders);
    let to = joined(to.into_iter());
    let reason = format!("{}: {}", item.reason.0, item.reason.1);
    let sides = (from.as_str(), to.as_str());
    Said::new(CorrectionKind::ReturnedItem, &item.number, item.amount, sides, &reason)
}

/// Where what was taken back is due again, each account once.
fn due_on<'t>(taken: impl Iterator<Item = &'t TakenBack>) -> String {
    let mut places: Vec<String> = Vec::new();
    for one in taken {
        let account = due_account(one).unwrap_or_default();
        let place = not_due(one).unwrap_or_else(|| format!("due on {account}"));
        if !places.contains(&place) {
            places.push(place);
        }
    }
    joined(places.into_iter())
}

fn reinstated(item: &ItemReinstated) -> Said {
    let given = item.tenders.iter().flat_map(|tender| &tender.given);
    let mut to: Vec<String> = given.map(|one| format!("{} {}", taken_from(one), one.amount)).collect();
    let credit = item.tenders.iter().flat_map(|tender| &tender.credit);
    to.extend(credit.map(|line| format!("{} {}", place(line), line.amount)));
    to.extend(
        item.fee
            .iter()
            .map(|(account, _, amount)| format!("{account}, fee {amount} no longer due")),
    );
    let from = if item.mistake {
        "returned by mistake"
    } else {
        "returned, then paid"
    };
    let to = joined(to.into_iter());
    let sides = (from, to.as_str());
    Said::new(
        CorrectionKind::Reinstatement,
        &item.number,
        item.amount,
        sides,
        &item.reason,
    )
}

fn reversed(body: &ReceiptReversed) -> Said {
    let from = joined(body.taken.iter().map(taken_from));
    let refund = body.refund.iter();
    let refund = refund.map(|one| format!("{} to {} {}", one.number, one.payee, one.amount));
    let back = body.back.iter();
    let back = back.map(|(_, tender, amount)| format!("back by {} {amount}", kind(*tender)));
    let to = joined(refund.chain(back));
    let sides = (from.as_str(), to.as_str());
    Said::new(
        CorrectionKind::Reversal,
        &body.receipt,
        body.amount,
        sides,
        &body.reason,
    )
}

fn moved(body: &PaymentTransferred) -> Said {
    let (from, to) = (taken_from(&body.from), places(&body.to));
    let sides = (from.as_str(), to.as_str());
    Said::new(
        CorrectionKind::Transfer,
        &body.receipt,
        body.from.amount,
        sides,
        &body.reason,
    )
}
