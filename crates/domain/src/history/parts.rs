//! What an entry tells of each amount that it pays on an account or takes back from it.

use super::HistoryKind;
use crate::day::words::due_account;
use crate::entry::{Body, Due, ItemReinstated, ItemReturned, OpenedCharge, PaymentTransferred, TakenBack};
use crate::money::Cents;
use crate::receipt::ReceiptLine;

/// What is told of one amount.
pub(super) struct Part {
    pub(super) kind: HistoryKind,
    pub(super) account: String,
    charge: Option<String>,
    amount: Cents,
    pub(super) what: String,
    pub(super) receipt: Option<String>,
    pub(super) through: Option<String>,
    pub(super) related: Option<String>,
}

impl Part {
    /// Whether it tells of that amount.
    pub(super) fn is(&self, charge: Option<&str>, amount: Cents) -> bool {
        self.charge.as_deref() == charge && self.amount == amount
    }

    /// Where an entry tells nothing: the amount shows all the same.
    pub(super) fn unknown(kind: HistoryKind) -> Part {
        Part {
            kind,
            account: String::new(),
            charge: None,
            amount: Cents::ZERO,
            what: String::new(),
            receipt: None,
            through: None,
            related: None,
        }
    }

    fn line(kind: HistoryKind, receipt: &str, line: &ReceiptLine) -> Option<Part> {
        Some(Part {
            account: line.account.clone()?,
            charge: line.charge.clone(),
            amount: line.amount,
            what: line.description.clone(),
            receipt: Some(receipt.to_owned()),
            ..Part::unknown(kind)
        })
    }

    /// What is taken back, or given back where `back` says so.
    fn taken(kind: HistoryKind, receipt: &str, taken: &TakenBack, back: bool) -> Option<Part> {
        let charge = match taken.due.as_ref()? {
            Due::Restored { charge, .. } => charge.clone(),
            Due::Opened(opened) => Some(opened.charge.id.clone()),
        };
        Some(Part {
            account: due_account(taken)?.to_owned(),
            charge,
            amount: if back { taken.amount } else { taken.amount.negated() },
            what: taken.what.clone(),
            receipt: Some(receipt.to_owned()),
            ..Part::unknown(kind)
        })
    }

    fn opened(kind: HistoryKind, opened: &OpenedCharge) -> Part {
        Part {
            account: opened.account.clone(),
            charge: Some(opened.charge.id.clone()),
            amount: opened.charge.due.negated(),
            what: opened.charge.description.clone(),
            ..Part::unknown(kind)
        }
    }

    fn about(mut self, related: Option<&str>) -> Part {
        self.related = related.map(str::to_owned);
        self
    }

    fn through(mut self, through: Option<String>) -> Part {
        self.through = through;
        self
    }
}

/// Every amount of an entry.
pub(super) fn of(body: &Body) -> Vec<Part> {
    match body {
        Body::Receipt(body) => {
            let through = Some(body.window.clone());
            let lines = lines(HistoryKind::Paid, &body.number, &body.lines);
            lines.map(|part| part.through(through.clone())).collect()
        }
        Body::SuspensePlaced(body) => lines(HistoryKind::Placed, &body.receipt, &body.lines).collect(),
        Body::ReceiptVoided(body) => {
            let voided = body.restored.iter().map(|(account, charge, amount)| Part {
                account: account.clone(),
                charge: charge.clone(),
                amount: amount.negated(),
                what: body.reason.clone(),
                receipt: Some(body.receipt.clone()),
                ..Part::unknown(HistoryKind::Voided)
            });
            voided.collect()
        }
        Body::ItemReturned(body) => returned(body),
        Body::ItemReinstated(body) => reinstated(body),
        Body::ReceiptReversed(body) => {
            let refund = body.refund.as_ref().map(|refund| refund.number.as_str());
            let taken = body.taken.iter();
            let taken = taken.filter_map(|one| Part::taken(HistoryKind::Reversed, &body.receipt, one, false));
            taken.map(|part| part.about(refund)).collect()
        }
        Body::PaymentTransferred(body) => moved(body),
        Body::RefundRequested(body) => {
            let part = Part::taken(HistoryKind::Refunded, &body.receipt, &body.taken, false);
            let part = part.map(|part| part.about(Some(&body.refund.number)));
            part.into_iter().collect()
        }
        Body::RefundWithdrawn(body) => {
            let part = Part::taken(HistoryKind::RefundWithdrawn, &body.receipt, &body.given, true);
            part.map(|part| part.about(Some(&body.number))).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

fn lines<'e>(kind: HistoryKind, receipt: &'e str, lines: &'e [ReceiptLine]) -> impl Iterator<Item = Part> + 'e {
    lines.iter().filter_map(move |line| Part::line(kind, receipt, line))
}

fn returned(item: &ItemReturned) -> Vec<Part> {
    let mut parts = Vec::new();
    for tender in &item.tenders {
        let deposit = tender.deposit.as_ref().map(|(_, number)| format!("deposit {number}"));
        let taken = tender.taken.iter();
        let taken = taken.filter_map(|one| Part::taken(HistoryKind::Returned, &tender.receipt, one, false));
        parts.extend(taken.map(|part| part.through(deposit.clone())));
    }
    let receipt = item.tenders.first().map(|one| one.receipt.clone());
    parts.extend(item.fee.iter().map(|fee| Part {
        receipt: receipt.clone(),
        ..Part::opened(HistoryKind::Fee, fee)
    }));
    parts.into_iter().map(|part| part.about(Some(&item.number))).collect()
}

fn reinstated(item: &ItemReinstated) -> Vec<Part> {
    let mut parts = Vec::new();
    for tender in &item.tenders {
        let given = tender.given.iter();
        parts.extend(given.filter_map(|one| Part::taken(HistoryKind::Reinstated, &tender.receipt, one, true)));
        parts.extend(lines(HistoryKind::Reinstated, &tender.receipt, &tender.credit));
    }
    parts.extend(item.fee.iter().map(|(account, charge, amount)| Part {
        account: account.clone(),
        charge: Some(charge.clone()),
        amount: *amount,
        what: "Fee no longer due".to_owned(),
        ..Part::unknown(HistoryKind::Reinstated)
    }));
    parts.into_iter().map(|part| part.about(Some(&item.number))).collect()
}

/// Each side names the other: its account, or what it is for where it has none.
fn moved(body: &PaymentTransferred) -> Vec<Part> {
    let mut to: Vec<&str> = Vec::new();
    for line in &body.to {
        let place = line.account.as_deref().unwrap_or(&line.description);
        if !to.contains(&place) {
            to.push(place);
        }
    }
    let from = due_account(&body.from).unwrap_or(&body.from.what);
    let out = Part::taken(HistoryKind::MovedOut, &body.receipt, &body.from, false);
    let out = out.map(|part| part.about(Some(&to.join(", "))));
    let moved_in = lines(HistoryKind::MovedIn, &body.receipt, &body.to);
    out.into_iter()
        .chain(moved_in.map(|part| part.about(Some(from))))
        .collect()
}
