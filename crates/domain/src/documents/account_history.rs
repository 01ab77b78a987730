//! A statement of an account: every amount that was paid on it, taken back from it or
//! charged on it here.

use chrono::NaiveDate;

use super::report::{Cell, ColumnKind, Report, Section, Table, Weight};
use super::wording::{Wording, date, pairs};
use crate::config::Configuration;
use crate::history::HistoryRow;
use crate::money::Cents;
use crate::refusal::Refusal;

use ColumnKind::{Code, Figures, Wide, Words};

/// The history of an account by number and name, in the order of the rows given. `on` is
/// the day of the statement.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub fn account_history(
    configuration: &Configuration,
    (account, name): (&str, &str),
    on: NaiveDate,
    rows: &[HistoryRow],
) -> Result<Report, Refusal> {
    let wording = Wording::new(configuration);
    let subtitle = format!("{account} · {name} · {}", date(on));
    let mut report = wording.report(&format!("account-history-{account}-{on}"), "Account history", &subtitle);
    report.facts = pairs(&[
        ("Account", account),
        ("Name", name),
        (
            "From",
            &rows.first().map(|row| date(row.business_date)).unwrap_or_default(),
        ),
        ("To", &date(on)),
    ]);
    report.facts.retain(|(_, value)| !value.is_empty());
    let last = rows.iter().rev().find_map(|row| row.balance.map(|due| (row, due)));
    if let Some((row, due)) = last {
        let label = format!("Due after {}", date(row.business_date));
        report.facts.push((label, due.to_string()));
    }
    report.sections = vec![Section::Table(table(&wording, rows)?)];
    report.statement =
        "This is what was paid, taken back and charged here; what billing charges is on its bills.".to_owned();
    report.signatures = pairs(&[("Prepared by", "")]);
    Ok(report)
}

fn table(wording: &Wording<'_>, rows: &[HistoryRow]) -> Result<Table, Refusal> {
    let columns = [
        ("Date", Words),
        ("", Words),
        ("What", Wide),
        ("Receipt", Code),
        ("Window, deposit", Words),
        ("Reference", Words),
        ("By", Words),
        ("Paid", Figures),
        ("Taken back, charged", Figures),
        ("Due after it", Figures),
        ("Seal", Code),
    ];
    let mut table = Table::new(
        "Payments and corrections",
        "Nothing was paid on this account here.",
        &columns,
    );
    let (mut paid, mut taken) = (Cents::ZERO, Cents::ZERO);
    for row in rows {
        let (plus, minus) = (row.amount.max(Cents::ZERO), row.amount.negated().max(Cents::ZERO));
        paid = paid.plus(plus)?;
        taken = taken.plus(minus)?;
        let some = |amount: Cents| Cell::from((!amount.is_zero()).then_some(amount));
        table.row(vec![
            date(row.business_date).into(),
            row.kind.words().into(),
            row.what.as_str().into(),
            row.receipt.as_deref().unwrap_or_default().into(),
            row.through.as_deref().unwrap_or_default().into(),
            row.related.as_deref().unwrap_or_default().into(),
            wording.people(&row.by, row.second.as_ref()).into(),
            some(plus),
            some(minus),
            row.balance.into(),
            row.seal.as_str().into(),
        ]);
    }
    if !rows.is_empty() {
        let mut cells = vec![Cell::Empty; 11];
        (cells[0], cells[7], cells[8]) = ("Together".into(), paid.into(), taken.into());
        table.add(Weight::Total, cells);
    }
    Ok(table)
}
