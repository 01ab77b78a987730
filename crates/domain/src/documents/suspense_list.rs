//! The list of money in suspense.

use chrono::NaiveDate;

use super::report::{Cell, ColumnKind, Report, Section, Table, Weight};
use super::wording::{Wording, date, pairs};
use crate::config::Configuration;
use crate::day::{HeldLine, Suspense};
use crate::money::Cents;
use crate::refusal::Refusal;

use ColumnKind::{Code, Figures, Wide, Words};

/// What stands in suspense, and what was placed from it.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub fn suspense_list(configuration: &Configuration, as_of: NaiveDate, suspense: &Suspense) -> Result<Report, Refusal> {
    let wording = Wording::new(configuration);
    let mut report = wording.report(&format!("suspense-{as_of}"), "Suspense", &date(as_of));
    let columns = [
        ("Business date", Words),
        ("Receipt", Code),
        ("Batch", Words),
        ("Payer", Words),
        ("As it came", Code),
        ("Why", Wide),
        ("Amount", Figures),
    ];
    let cells = |line: &HeldLine| {
        vec![
            date(line.date).into(),
            line.receipt.as_str().into(),
            line.batch.as_str().into(),
            line.payer.as_deref().unwrap_or_default().into(),
            line.reference.as_deref().unwrap_or_default().into(),
            line.why.as_str().into(),
            line.amount.into(),
        ]
    };
    let mut held = Table::new("Stands in suspense", "Nothing stands in suspense.", &columns);
    suspense.standing().for_each(|line| held.row(cells(line)));
    if !held.rows.is_empty() {
        let total = Cents::sum(suspense.standing().map(|line| line.amount))?;
        let mut cells = vec![Cell::Empty; 7];
        (cells[0], cells[6]) = ("Together".into(), total.into());
        held.add(Weight::Total, cells);
    }
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
    for line in &suspense.lines {
        let Some(one) = &line.placed else { continue };
        placed.row(vec![
            wording.at(one.at).into(),
            line.receipt.as_str().into(),
            one.where_to().into(),
            one.body.reason.as_str().into(),
            wording.people(&one.actor, one.second.as_ref()).into(),
            line.amount.into(),
            one.seal.as_str().into(),
        ]);
    }
    report.sections = vec![Section::Table(held), Section::Table(placed)];
    report.signatures = pairs(&[("Reviewed by", "")]);
    Ok(report)
}
