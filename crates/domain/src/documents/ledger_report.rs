//! The general ledger's journal of a day on paper.

use super::report::{Cell, ColumnKind, Report, Section, Table, Weight};
use super::wording::{Wording, date, pairs};
use crate::config::Configuration;
use crate::ledger::LedgerJournal;
use crate::money::Cents;
use crate::refusal::Refusal;

use ColumnKind::{Code, Figures, Words};

/// The journal of a batch.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub fn ledger_report(configuration: &Configuration, journal: &LedgerJournal) -> Result<Report, Refusal> {
    let wording = Wording::new(configuration);
    let subtitle = format!("Batch {} · {}", journal.number, date(journal.date));
    let name = format!("ledger-{}", journal.number);
    let mut report = wording.report(&name, "General ledger journal", &subtitle);
    let digest = journal.digest();
    report.facts = pairs(&[
        ("Batch", &journal.number),
        ("Business date", &date(journal.date)),
        ("Lines", &journal.lines.len().to_string()),
        ("Digest", digest.get(..16).unwrap_or(&digest)),
    ]);
    let columns = [
        ("Source", Words),
        ("Ledger account", Code),
        ("Name", Words),
        ("Department", Words),
        ("Debit", Figures),
        ("Credit", Figures),
    ];
    let mut table = Table::new("Journal", "Nothing was posted.", &columns);
    for line in &journal.lines {
        let department = line.department.as_ref().map(|code| wording.department(code));
        let some = |side: Cents| Cell::from((!side.is_zero()).then_some(side));
        table.row(vec![
            line.memo.as_str().into(),
            line.account.as_str().into(),
            line.name.as_str().into(),
            department.unwrap_or_default().into(),
            some(line.debit),
            some(line.credit),
        ]);
    }
    let mut cells = vec![Cell::Empty; 4];
    cells[0] = "Together".into();
    cells.extend([journal.debits()?.into(), journal.credits()?.into()]);
    table.add(Weight::Total, cells);
    report.sections = vec![Section::Table(table)];
    report.statement = "Debits equal credits. This batch is issued once under its number.".to_owned();
    report.signatures = pairs(&[("Prepared by", ""), ("Posted by", "")]);
    Ok(report)
}
