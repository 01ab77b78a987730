//! Words that the day's log, its registers, vouchers and an account's history say alike.

use chrono::NaiveDate;

use crate::config::TenderKind;
use crate::entry::{Due, ReturnedTender, TakenBack};
use crate::receipt::{ReceiptLine, Tender};

/// What a tender is, with its number where it has one: `Check 1001`.
pub(crate) fn paper(tender: &Tender) -> String {
    let number = tender.check.as_ref().and_then(|check| check.number.as_deref());
    match number.or(tender.reference.as_deref()) {
        Some(number) => format!("{} {number}", tender.name),
        None => tender.name.clone(),
    }
}

/// The tenders of a returned item with their receipts: `Check 1001 of W3-000001`.
pub(crate) fn papers(tenders: &[ReturnedTender]) -> String {
    joined(
        tenders
            .iter()
            .map(|one| format!("{} of {}", paper(&one.tender), one.receipt)),
    )
}

/// Where a line of a receipt stands: its account, and what it is for.
pub(crate) fn place(line: &ReceiptLine) -> String {
    named(line.account.as_deref(), &line.description)
}

/// Where several stand.
pub(crate) fn places(lines: &[ReceiptLine]) -> String {
    joined(lines.iter().map(place))
}

/// Where something was taken back from: the account that it is due on again, and what it is for.
pub(crate) fn taken_from(taken: &TakenBack) -> String {
    named(due_account(taken), &taken.what)
}

/// The account on which something taken back is due again.
pub(crate) fn due_account(taken: &TakenBack) -> Option<&str> {
    match taken.due.as_ref()? {
        Due::Restored { account, .. } => Some(account),
        Due::Opened(opened) => Some(&opened.account),
    }
}

/// Where something taken back is not due, as far as it is not.
pub(crate) fn not_due(taken: &TakenBack) -> Option<String> {
    match (&taken.due, &taken.refund) {
        (
            Some(Due::Restored {
                account, charge: None, ..
            }),
            _,
        ) => Some(format!("off the credit of {account}")),
        (Some(_), _) => None,
        (None, Some(refund)) => Some(format!("{refund} is not paid")),
        (None, None) => Some("stood in suspense".to_owned()),
    }
}

/// `21 Nov 2026`.
pub(crate) fn date(date: NaiveDate) -> String {
    date.format("%-d %b %Y").to_string()
}

/// A kind of tender, where an entry does not name its type.
pub(crate) fn kind(kind: TenderKind) -> &'static str {
    match kind {
        TenderKind::Cash => "cash",
        TenderKind::Check => "check",
        TenderKind::MoneyOrder => "money order",
        TenderKind::CashiersCheck => "cashier's check",
        TenderKind::Card => "card",
        TenderKind::ElectronicCheck => "electronic check",
        TenderKind::Voucher => "voucher",
        TenderKind::Interfund => "interfund transfer",
    }
}

/// Words parted by semicolons.
pub(crate) fn joined(words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join("; ")
}

fn named(account: Option<&str>, what: &str) -> String {
    match account {
        Some(account) => format!("{account}, {what}"),
        None => what.to_owned(),
    }
}
