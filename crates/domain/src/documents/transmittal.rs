//! The transmittal of a department: what was collected for it, by ledger account, and
//! what it was paid with.

use super::report::{Cell, ColumnKind, Report, Section, Table, Weight};
use super::wording::{Wording, date, pairs};
use crate::config::Configuration;
use crate::day::{Day, Transmittal};
use crate::money::Cents;
use crate::refusal::Refusal;

use ColumnKind::{Code, Figures, Words};

/// A department's transmittal under its number; without one while it is not issued. `preparer` and `reviewer` are names;
/// nothing where nobody did yet.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub fn transmittal(
    configuration: &Configuration,
    day: &Day,
    transmittal: &Transmittal,
    number: Option<&str>,
    (preparer, reviewer): (&str, &str),
) -> Result<Report, Refusal> {
    let wording = Wording::new(configuration);
    let name = match number {
        Some(number) => format!("transmittal-{number}"),
        None => format!("transmittal-{}-{}-not-issued", transmittal.department, day.date),
    };
    let number = number.unwrap_or("not issued");
    let mut report = wording.of_day(&name, "Transmittal", day);
    report.name = name;
    report.subtitle = format!("{} · {} · {}", number, transmittal.name, date(day.date));
    let mut facts = pairs(&[
        ("Transmittal", number),
        ("Department", &transmittal.name),
        ("Department code", &transmittal.department),
        ("Business date", &date(day.date)),
        ("Prepared by", preparer),
        ("Reviewed by", reviewer),
    ]);
    facts.append(&mut report.facts);
    report.facts = facts;
    report.sections = vec![Section::Table(lines(transmittal)?)];
    report.statement = "This was collected for the department named here; debits equal credits.".to_owned();
    report.signatures = pairs(&[
        ("Prepared by", preparer),
        ("Reviewed by", reviewer),
        ("Received by the department", ""),
    ]);
    Ok(report)
}

/// Debits, then credits; what is negative stands on the other side.
fn lines(transmittal: &Transmittal) -> Result<Table, Refusal> {
    let columns = [
        ("Ledger account", Code),
        ("Name", Words),
        ("", Words),
        ("Debit", Figures),
        ("Credit", Figures),
    ];
    let mut table = Table::new("Ledger accounts", "Nothing was collected.", &columns);
    let (mut debits, mut credits) = (Cents::ZERO, Cents::ZERO);
    let signed = transmittal.debits.iter().map(|line| (line, line.amount));
    let signed = signed.chain(transmittal.credits.iter().map(|line| (line, line.amount.negated())));
    for (line, amount) in signed {
        let (debit, credit) = (amount.max(Cents::ZERO), amount.negated().max(Cents::ZERO));
        let some = |side: Cents| Cell::from((!side.is_zero()).then_some(side));
        table.row(vec![
            line.account.as_str().into(),
            line.name.as_str().into(),
            line.what.as_str().into(),
            some(debit),
            some(credit),
        ]);
        debits = debits.plus(debit)?;
        credits = credits.plus(credit)?;
    }
    let cells = vec![
        "Together".into(),
        Cell::Empty,
        Cell::Empty,
        debits.into(),
        credits.into(),
    ];
    table.add(Weight::Total, cells);
    Ok(table)
}
