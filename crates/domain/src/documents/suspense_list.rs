//! The list of money in suspense.

use chrono::NaiveDate;

use super::report::{Cell, ColumnKind, Report, Section, Table, Weight};
use super::wording::{Wording, date, pairs};
use crate::config::Configuration;
use crate::day::{HeldLine, Suspense};
use crate::money::Cents;
use crate::refusal::Refusal;

use ColumnKind::{Code, Figures, Wide, Words};

/// What stands in suspense, what was placed from it, and what left it otherwise.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub fn suspense_list(configuration: &Configuration, as_of: NaiveDate, suspense: &Suspense) -> Result<Report, Refusal> {
    let wording = Wording::new(configuration);
    let mut report = wording.report(&format!("suspense-{as_of}"), "Suspense", &date(as_of));
    let standing: Vec<&HeldLine> = suspense.standing().collect();
    let gone = suspense.lines.iter().filter(|line| line.left <= Cents::ZERO);
    let gone: Vec<&HeldLine> = gone
        .filter(|line| !line.returned.is_zero() || !line.refunded.is_zero())
        .collect();
    report.sections = vec![
        Section::Table(lines("Stands in suspense", "Nothing stands in suspense.", &standing)?),
        Section::Table(placed(&wording, suspense)),
    ];
    if !gone.is_empty() {
        let table = lines("Returned or refunded, nothing left", "", &gone)?;
        report.sections.push(Section::Table(table));
    }
    report.signatures = pairs(&[("Reviewed by", "")]);
    Ok(report)
}

fn lines(title: &str, nothing: &str, lines: &[&HeldLine]) -> Result<Table, Refusal> {
    let columns = [
        ("Business date", Words),
        ("Receipt", Code),
        ("Batch", Words),
        ("Payer", Words),
        ("As it came", Code),
        ("Why", Wide),
        ("Amount", Figures),
        ("Returned", Figures),
        ("Refunded", Figures),
        ("Stands", Figures),
    ];
    let mut table = Table::new(title, nothing, &columns);
    let some = |amount: Cents| Cell::from((!amount.is_zero()).then_some(amount));
    for line in lines {
        table.row(vec![
            date(line.date).into(),
            line.receipt.as_str().into(),
            line.batch.as_str().into(),
            line.payer.as_deref().unwrap_or_default().into(),
            line.reference.as_deref().unwrap_or_default().into(),
            line.why.as_str().into(),
            line.amount.into(),
            some(line.returned),
            some(line.refunded),
            line.left.into(),
        ]);
    }
    if !lines.is_empty() {
        let mut cells = vec![Cell::Empty; 6];
        cells[0] = "Together".into();
        for of in [
            |line: &&HeldLine| line.amount,
            |line: &&HeldLine| line.returned,
            |line: &&HeldLine| line.refunded,
            |line: &&HeldLine| line.left,
        ] {
            cells.push(Cents::sum(lines.iter().map(of))?.into());
        }
        table.add(Weight::Total, cells);
    }
    Ok(table)
}

fn placed<'s>(wording: &Wording<'_>, suspense: &'s Suspense) -> Table {
    let columns = [
        ("Placed", Words),
        ("Receipt", Code),
        ("To", Wide),
        ("Reason", Wide),
        ("By", Words),
        ("Amount", Figures),
        ("Seal", Code),
    ];
    let mut placed = Table::new("Placed", "Nothing was placed.", &columns);
    let each = |line: &'s HeldLine| line.placed.iter().map(move |one| (line, one));
    for (line, one) in suspense.lines.iter().flat_map(each) {
        placed.row(vec![
            wording.at(one.at).into(),
            line.receipt.as_str().into(),
            one.where_to().into(),
            one.body.reason.as_str().into(),
            wording.people(&one.actor, one.second.as_ref()).into(),
            one.body.amount.into(),
            one.seal.as_str().into(),
        ]);
    }
    placed
}
