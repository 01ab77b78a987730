//! Requests for refunds, on a numbered list for accounts payable.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::report::{Cell, ColumnKind, Report, Section, Table, Weight};
use super::wording::{Wording, date, pairs};
use crate::config::Configuration;
use crate::entry::{Body, Entry, Hash, Refund, RefundsListed, seal};
use crate::ledger::account_name;
use crate::money::Cents;
use crate::refusal::Refusal;

use ColumnKind::{Code, Figures, Wide, Words};

/// A request for a refund, as the entry tells that made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundRow {
    /// The request: number, amount, payee, address.
    pub refund: Refund,
    /// The receipt that brought the money.
    pub receipt: String,
    /// Why it is paid back.
    pub reason: String,
    /// The business date of the request.
    pub on: NaiveDate,
    /// Who asked.
    pub requested_by: String,
    /// The second person, who agreed; none where that is waived.
    pub approved_by: Option<String>,
    /// The seal of the entry.
    pub seal: String,
}

impl RefundRow {
    /// The request that an entry makes: by itself, or by reversing a receipt. None for any other.
    #[must_use]
    pub fn of(entry: &Entry, hash: &Hash) -> Option<RefundRow> {
        let (refund, receipt, reason, person) = match &entry.body {
            Body::RefundRequested(body) => (&body.refund, &body.receipt, &body.reason, &body.person),
            Body::ReceiptReversed(body) => (body.refund.as_ref()?, &body.receipt, &body.reason, &body.person),
            _ => return None,
        };
        Some(RefundRow {
            refund: refund.clone(),
            receipt: receipt.clone(),
            reason: reason.clone(),
            on: entry.business_date,
            requested_by: person.1.clone(),
            approved_by: entry.approval.as_ref().map(|approval| approval.name.clone()),
            seal: seal(hash),
        })
    }
}

/// The list of that entry, made `on` a day; without one the requests that no list has yet.
/// `refunds` may hold more than are on the list; one on it that is not there is named.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub fn refund_list(
    configuration: &Configuration,
    list: Option<&RefundsListed>,
    on: NaiveDate,
    refunds: &[RefundRow],
) -> Result<Report, Refusal> {
    let wording = Wording::new(configuration);
    let number = list.map_or("not listed yet", |list| &list.number);
    let subtitle = format!("{number} · {}", date(on));
    let name = match list {
        Some(list) => format!("refund-list-{}", list.number),
        None => format!("refunds-not-listed-{on}"),
    };
    let mut report = wording.report(&name, "Refund requests", &subtitle);
    let (rows, missing) = listed(list, refunds);
    let total = Cents::sum(rows.iter().map(|row| row.1))?;
    let payable = configuration.corrections.as_ref();
    let payable = payable.map_or("", |rules| &rules.refunds_payable);
    let account = format!("{payable} {}", account_name(configuration, payable));
    report.notice = match (list, missing.is_empty()) {
        (None, _) => Some("Not a list yet: nothing here was sent to accounts payable.".to_owned()),
        (Some(_), true) => None,
        (Some(_), false) => Some(format!("Not among the entries at hand: {}", missing.join(", "))),
    };
    report.facts = pairs(&[
        ("List", number),
        ("Date", &date(on)),
        ("Requests", &rows.len().to_string()),
        ("Total", &total.to_string()),
        ("Ledger account", account.trim()),
        ("Prepared by", list.map_or("", |list| &list.person.1)),
    ]);
    report.facts.retain(|(_, value)| !value.is_empty());
    report.sections = vec![Section::Table(requests(&rows, total))];
    report.statement =
        "Accounts payable is asked to pay these. Each amount is asked for once, under its request's number.".to_owned();
    report.signatures = pairs(&[
        ("Prepared by", list.map_or("", |list| &list.person.1)),
        ("Reviewed by", ""),
        ("Received by accounts payable", ""),
    ]);
    Ok(report)
}

/// What stands on the list, in its order and with what is to be paid of it, and the numbers of
/// what is not at hand.
fn listed<'r>(
    list: Option<&'r RefundsListed>,
    refunds: &'r [RefundRow],
) -> (Vec<(&'r RefundRow, Cents)>, Vec<&'r str>) {
    let Some(list) = list else {
        let all = refunds.iter().map(|row| (row, row.refund.amount));
        return (all.collect(), Vec::new());
    };
    let known: BTreeMap<&str, &RefundRow> = refunds.iter().map(|row| (row.refund.number.as_str(), row)).collect();
    let (mut rows, mut missing) = (Vec::new(), Vec::new());
    for (number, amount) in &list.refunds {
        match known.get(number.as_str()) {
            Some(row) => rows.push((*row, *amount)),
            None => missing.push(number.as_str()),
        }
    }
    (rows, missing)
}

fn requests(rows: &[(&RefundRow, Cents)], total: Cents) -> Table {
    let columns = [
        ("Request", Code),
        ("Date", Code),
        ("Pay to", Words),
        ("Address", Wide),
        ("Receipt", Code),
        ("Reason", Wide),
        ("Requested by", Words),
        ("Approved by", Words),
        ("Ledger", Code),
        ("Amount", Figures),
        ("Seal", Code),
    ];
    let mut table = Table::new("To be paid", "No refund waits to be listed.", &columns);
    for (row, amount) in rows {
        let reason = match *amount == row.refund.amount {
            true => row.reason.clone(),
            false => format!("{}; part of {}", row.reason, row.refund.amount),
        };
        table.row(vec![
            row.refund.number.as_str().into(),
            date(row.on).into(),
            row.refund.payee.as_str().into(),
            row.refund.address.join(", ").into(),
            row.receipt.as_str().into(),
            reason.into(),
            row.requested_by.as_str().into(),
            row.approved_by.as_deref().unwrap_or("waived").into(),
            row.refund.payable.as_str().into(),
            (*amount).into(),
            row.seal.as_str().into(),
        ]);
    }
    if !rows.is_empty() {
        let mut cells = vec![Cell::Empty; 11];
        (cells[0], cells[9]) = ("Together".into(), total.into());
        table.add(Weight::Total, cells);
    }
    table
}
