//! The audit trail: every entry of a day in words.

use chrono::{DateTime, Utc};

use super::words::{date, papers, places, taken_from};
use crate::entry::{Body, Entry, Hash, ItemReturned, PaymentTransferred, seal};
use crate::money::Cents;
use crate::receipt::Receipt;

/// One entry of the audit trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// The workstation.
    pub station: String,
    /// The entry's place there.
    pub seq: u64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who: a user id.
    pub actor: String,
    /// The kind of entry, as stored.
    pub kind: String,
    /// What happened, in words.
    pub what: String,
    /// The second person's name.
    pub second: Option<String>,
    /// How much it is about.
    pub amount: Option<Cents>,
    /// The entry's seal.
    pub seal: String,
}

impl LogLine {
    /// The line of an entry.
    #[must_use]
    pub fn of(entry: &Entry, hash: &Hash) -> LogLine {
        let (what, amount) = what(&entry.body);
        LogLine {
            station: entry.station.clone(),
            seq: entry.seq,
            at: entry.at,
            actor: entry.actor.clone(),
            kind: entry.body.kind().to_owned(),
            what,
            second: entry.approval.as_ref().map(|approval| approval.name.clone()),
            amount,
            seal: seal(hash),
        }
    }
}

fn what(body: &Body) -> (String, Option<Cents>) {
    match body {
        Body::ConfigurationAdopted(_) => ("A configuration came into force".to_owned(), None),
        Body::AccountsImported(body) => {
            let words = format!("{} accounts with {} charges taken in", body.accounts, body.charges);
            (words, Some(body.total_due))
        }
        Body::SignedIn(body) => (format!("{} signed in", body.user), None),
        Body::SignedOut(body) => (format!("{} signed out", body.user), None),
        Body::SignInRefused(body) => {
            let words = format!("Wrong password of {}, {} in a row", body.user, body.in_a_row);
            (words, None)
        }
        Body::ReceiptReprinted(body) => (format!("Copy {} of receipt {}", body.copy, body.receipt), None),
        Body::Unknown { kind } => (format!("An entry of the unknown kind {kind}, kept as it came"), None),
        Body::Receipt(body) => (receipt_words(body), Some(body.total)),
        Body::ReceiptVoided(body) => {
            let words = format!("Receipt {} voided: {}", body.receipt, body.reason);
            (words, Some(body.total.negated()))
        }
        Body::TenderReclassed(body) => {
            let (from, to) = (&body.from.name, &body.to.name);
            let words = format!("Receipt {}: {from} moved to {to}: {}", body.receipt, body.reason);
            (words, Some(body.to.amount))
        }
        Body::SuspensePlaced(body) => {
            let words = format!("Receipt {} placed from suspense: {}", body.receipt, body.reason);
            (words, Some(body.amount))
        }
        other => drawer_words(other)
            .or_else(|| return_words(other))
            .or_else(|| correction_words(other))
            .unwrap_or_else(|| closing_words(other)),
    }
}

fn receipt_words(receipt: &Receipt) -> String {
    let payer = receipt
        .payer
        .as_ref()
        .map(|payer| format!(", {payer}"))
        .unwrap_or_default();
    let tenders = receipt
        .tenders
        .iter()
        .map(|tender| format!("{} {}", tender.name, tender.amount));
    let tenders = tenders.collect::<Vec<_>>().join(", ");
    format!("Receipt {}{payer}: {tenders}", receipt.number)
}

/// What happened to a drawer.
fn drawer_words(body: &Body) -> Option<(String, Option<Cents>)> {
    Some(match body {
        Body::DrawerOpened(body) => {
            let words = format!("{} opened by {} on its float", body.drawer, body.cashier_name);
            (words, Some(body.float_total))
        }
        Body::CheckpointCounted(body) => (format!("Counted; {} expected", body.expected), Some(body.counted)),
        Body::PickedUp(body) => ("Picked up to the vault".to_owned(), Some(body.total)),
        Body::ChangeOrdered(body) => {
            let words = format!("Change order; {} given for it", body.given_total);
            (words, Some(body.received_total))
        }
        Body::HandedOver(body) => {
            let words = format!(
                "Handed over from {} to {}; {} expected",
                body.from.1, body.to.1, body.expected
            );
            (words, Some(body.counted))
        }
        Body::NoSale(body) => (format!("Drawer opened without a sale: {}", body.reason), None),
        Body::CountingStarted(body) => {
            let words = match (&body.in_place, &body.recount_reason) {
                (Some((_, by)), reason) => {
                    let reason = reason.as_deref().unwrap_or_default();
                    format!("{by} counts in the cashier's place: {reason}")
                }
                (None, Some(reason)) => format!("Counting again: {reason}"),
                (None, None) => "Counting for the close".to_owned(),
            };
            (words, None)
        }
        Body::DrawerCounted(body) => {
            let counted = Cents::sum(body.tenders.iter().map(|line| line.counted));
            ("Count committed".to_owned(), counted.ok())
        }
        Body::DrawerClosed(body) => {
            let counted = Cents::sum(body.tenders.iter().map(|line| line.counted));
            (with_reason("Drawer closed", body.reason.as_deref()), counted.ok())
        }
        _ => return None,
    })
}

/// What happened at the closing desk.
fn closing_words(body: &Body) -> (String, Option<Cents>) {
    match body {
        Body::BatchOpened(body) => {
            let total = Cents::sum(body.control.iter().map(|figure| figure.total));
            (format!("{} begun with its control figures", body.name), total.ok())
        }
        Body::BatchClosed(body) => {
            let keyed = Cents::sum(body.tenders.iter().map(|line| line.expected));
            (with_reason("Batch closed", body.reason.as_deref()), keyed.ok())
        }
        Body::SessionApproved(body) => {
            let difference = crate::approval::difference(&body.tenders).ok();
            let what = format!("{} of {} approved; over/short beside", body.name, body.station);
            (with_reason(&what, body.reason.as_deref()), difference)
        }
        Body::SessionReturned(body) => {
            let words = format!("{} of {} sent back: {}", body.name, body.station, body.reason);
            (words, None)
        }
        Body::DepositPrepared(body) => (format!("Deposit {} prepared", body.number), Some(body.total)),
        Body::DepositWithdrawn(body) => {
            let words = format!("Deposit {} taken apart: {}", body.number, body.reason);
            (words, None)
        }
        Body::DepositFinalized(body) => {
            let total = body.cash_total.plus(body.check_total);
            let words = format!("Deposit {} counted again, bag {}; final", body.number, body.bag);
            (words, total.ok())
        }
        Body::BankFiguresEntered(body) => {
            let words = format!("The bank's figures of deposit {}, {}", body.number, body.reference);
            (words, body.cash.plus(body.checks).ok())
        }
        Body::BankCorrected(body) => {
            let words = format!("The bank corrected deposit {}: {}", body.number, body.reason);
            (words, body.cash.plus(body.checks).ok())
        }
        Body::DayClosed(body) => {
            let words = format!("{} closed; ledger batch {}", body.date, body.ledger.number);
            (words, Some(body.ledger.debits))
        }
        other => (other.kind().to_owned(), None),
    }
}

/// What was done about items that the bank returned. What was taken back is negative.
fn return_words(body: &Body) -> Option<(String, Option<Cents>)> {
    let (words, amount) = match body {
        Body::ItemReturned(body) => (returned_words(body), body.amount.negated()),
        Body::ItemReinstated(body) => {
            let what = if body.mistake {
                "was entered by mistake"
            } else {
                "was paid after all"
            };
            let words = format!("Returned item {} {what}: {}", body.number, body.reason);
            (words, body.amount)
        }
        Body::ReturnNoticed(body) => {
            let words = format!(
                "Notice {} of returned item {}, to be paid by {}",
                body.nth,
                body.number,
                date(body.pay_by)
            );
            (words, body.open)
        }
        Body::CollectionsListed(body) => {
            let words = format!(
                "Collections list {} of {} returned items",
                body.number,
                body.items.len()
            );
            (words, body.total)
        }
        Body::ReturnFileTakenIn(body) => {
            let (name, items) = (&body.file.name, body.items.len());
            let words = format!(
                "File of returned items {name} taken in as {}, {items} items",
                body.number
            );
            (words, body.total)
        }
        Body::ReturnItemDismissed(body) => {
            let nth = u64::from(body.item) + 1;
            let words = format!("Item {nth} of file {} not worked here: {}", body.file, body.reason);
            (words, body.amount)
        }
        _ => return None,
    };
    Some((words, Some(amount)))
}

/// What was corrected after its day. What was taken back is negative.
fn correction_words(body: &Body) -> Option<(String, Option<Cents>)> {
    let (words, amount) = match body {
        Body::ReceiptReversed(body) => {
            let refund = body.refund.as_ref();
            let refund = refund.map(|one| format!(", {} to be paid back by request {}", one.amount, one.number));
            let refund = refund.unwrap_or_default();
            let words = format!("Receipt {} reversed{refund}: {}", body.receipt, body.reason);
            (words, body.amount.negated())
        }
        Body::PaymentTransferred(body) => (moved_words(body), body.from.amount),
        Body::RefundRequested(body) => {
            let (refund, what) = (&body.refund, &body.taken.what);
            let words = format!(
                "Refund {} to {} requested, receipt {}, {what}: {}",
                refund.number, refund.payee, body.receipt, body.reason
            );
            (words, refund.amount.negated())
        }
        Body::RefundWithdrawn(body) => {
            let words = format!(
                "Refund {} of receipt {} withdrawn: {}",
                body.number, body.receipt, body.reason
            );
            (words, body.given.amount)
        }
        Body::RefundsListed(body) => {
            let words = format!(
                "List {} of {} refunds for accounts payable",
                body.number,
                body.refunds.len()
            );
            (words, body.total)
        }
        _ => return None,
    };
    Some((words, Some(amount)))
}

fn returned_words(item: &ItemReturned) -> String {
    let papers = papers(&item.tenders);
    let fee = item.fee.as_ref().map(|fee| format!(", fee {}", fee.charge.due));
    let mark = item
        .mark
        .as_ref()
        .map(|mark| format!(", cash or card only until {}", date(mark.until)));
    format!(
        "Returned item {}, {papers}{}{}: {}",
        item.number,
        fee.unwrap_or_default(),
        mark.unwrap_or_default(),
        item.reason.1
    )
}

fn moved_words(moved: &PaymentTransferred) -> String {
    format!(
        "Receipt {} moved from {} to {}: {}",
        moved.receipt,
        taken_from(&moved.from),
        places(&moved.to),
        moved.reason
    )
}

fn with_reason(what: &str, reason: Option<&str>) -> String {
    match reason {
        Some(reason) => format!("{what}: {reason}"),
        None => what.to_owned(),
    }
}
