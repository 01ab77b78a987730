//! The receipt sequence of a day: each workstation's first and last receipt, how many,
//! and every number between them that is missing.

use super::report::{Cell, ColumnKind, Report, Section, Table, Weight};
use super::wording::Wording;
use crate::config::Configuration;
use crate::day::Day;
use crate::money::Cents;
use crate::refusal::Refusal;

use ColumnKind::{Code, Figures, Words};

/// A workstation whose receipts may not all have been received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotReceived {
    /// The workstation.
    pub station: String,
    /// What people call the window.
    pub window: String,
    /// What is known: `nothing since 21 Nov 11:05, 310 receipts until then`.
    pub what: String,
}

impl NotReceived {
    /// What is known of a workstation that is silent: since when, in the site's time, and the
    /// receipts that it had issued until then.
    #[must_use]
    pub fn silent(as_of: Option<&str>, receipts: u64) -> String {
        match (as_of, receipts) {
            (None, _) => "nothing was ever received".to_owned(),
            (Some(as_of), 1) => format!("nothing since {as_of}, 1 receipt until then"),
            (Some(as_of), _) => format!("nothing since {as_of}, {receipts} receipts until then"),
        }
    }
}

/// The receipt sequence report.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub fn receipt_sequence(
    configuration: &Configuration,
    day: &Day,
    not_received: &[NotReceived],
) -> Result<Report, Refusal> {
    let wording = Wording::new(configuration);
    let mut report = wording.of_day("receipt-sequence", "Receipt sequence", day);
    report.sections = vec![
        Section::Table(sequence(day)?),
        Section::Table(gaps(day)),
        awaited(not_received),
    ];
    Ok(report)
}

/// First and last receipt, count and total of each workstation.
pub(super) fn sequence(day: &Day) -> Result<Table, Refusal> {
    let columns = [
        ("Workstation", Code),
        ("First receipt", Code),
        ("Last receipt", Code),
        ("Gaps", Words),
        ("Receipts", Figures),
        ("Amount, voids included", Figures),
    ];
    let mut table = Table::new("Receipts of each workstation", "No workstation has entries.", &columns);
    let (mut count, mut total) = (0, Cents::ZERO);
    for station in &day.stations {
        let gaps = station.gaps.iter().map(crate::day::Gap::in_words).collect::<Vec<_>>();
        let gaps = if gaps.is_empty() {
            "none".to_owned()
        } else {
            gaps.join("; ")
        };
        let code = |number: &Option<String>| number.as_deref().unwrap_or("none").into();
        table.row(vec![
            station.station.as_str().into(),
            code(&station.first_receipt),
            code(&station.last_receipt),
            gaps.into(),
            Cell::Count(station.count),
            station.total.into(),
        ]);
        count += station.count;
        total = total.plus(station.total)?;
    }
    let mut cells = vec![Cell::Empty; 4];
    cells[0] = "Together".into();
    cells.extend([Cell::Count(count), total.into()]);
    table.add(Weight::Total, cells);
    Ok(table)
}

fn gaps(day: &Day) -> Table {
    let columns = [
        ("Workstation", Code),
        ("From", Code),
        ("To", Code),
        ("Explanation", Words),
    ];
    let mut table = Table::new("Gaps", "None: every number was issued.", &columns);
    for station in &day.stations {
        for gap in &station.gaps {
            let why = gap.why.as_deref();
            let weight = if why.is_some() { Weight::Plain } else { Weight::Strong };
            let cells = vec![
                station.station.as_str().into(),
                gap.first.as_str().into(),
                gap.last.as_str().into(),
                why.unwrap_or("unexplained").into(),
            ];
            table.add(weight, cells);
        }
    }
    table
}

/// Receipts that were not received yet: named, or 0.
pub(super) fn awaited(not_received: &[NotReceived]) -> Section {
    let mut lines: Vec<String> = not_received
        .iter()
        .map(|one| format!("{} ({}): {}", one.station, one.window, one.what))
        .collect();
    if lines.is_empty() {
        lines.push("0: the entries of every workstation are in.".to_owned());
    }
    Section::Lines {
        title: "Receipts not yet received from a workstation".to_owned(),
        lines,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_silent_workstation_is_said_in_the_right_number() {
        let said = |as_of, receipts| NotReceived::silent(as_of, receipts);
        assert_eq!(said(None, 0), "nothing was ever received");
        let since = Some("21 Nov 11:05");
        assert_eq!(said(since, 0), "nothing since 21 Nov 11:05, 0 receipts until then");
        assert_eq!(said(since, 1), "nothing since 21 Nov 11:05, 1 receipt until then");
        assert_eq!(said(since, 2), "nothing since 21 Nov 11:05, 2 receipts until then");
    }
}
