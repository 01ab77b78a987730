//! The turn-on list for field service, as payments come and for the day.

use super::report::{ColumnKind, Report, Section, Table, Weight};
use super::wording::{Wording, pairs};
use crate::config::Configuration;
use crate::day::{Day, TurnOnLine};

use ColumnKind::{Code, Figures, Words};

/// The turn-on list for field service: shut-off accounts whose payment reached the
/// amount needed, as they came.
#[must_use]
pub fn turn_on_list(configuration: &Configuration, day: &Day) -> Report {
    let wording = Wording::new(configuration);
    let mut report = wording.of_day("turn-on", "Turn-on list", day);
    // Field service does not wait for the close.
    report.notice = None;
    let columns = [
        ("Time", Code),
        ("Account", Code),
        ("Name", Words),
        ("Service address", Words),
        ("Receipt", Code),
        ("Needed", Figures),
        ("Paid", Figures),
        ("", Words),
    ];
    let mut table = Table::new("Turn service on", "No account reached its amount.", &columns);
    let mut lines: Vec<&TurnOnLine> = day.turn_on.iter().collect();
    lines.sort_by_key(|line| line.at);
    for line in lines {
        let (weight, word) = if line.void {
            (Weight::Strong, "receipt voided: do not turn on")
        } else {
            (Weight::Plain, "")
        };
        let cells = vec![
            wording.time(line.at).into(),
            line.turn_on.account.as_str().into(),
            line.turn_on.name.as_str().into(),
            line.turn_on.address.as_str().into(),
            line.receipt.as_str().into(),
            line.turn_on.needed.into(),
            line.turn_on.paid.into(),
            word.into(),
        ];
        table.add(weight, cells);
    }
    report.sections = vec![Section::Table(table)];
    report.signatures = pairs(&[("Given to field service by", ""), ("Received by field service", "")]);
    report
}
