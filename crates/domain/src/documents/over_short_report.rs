//! Over and short: of a day by session and tender, with reasons and who approved; of a
//! longer time by cashier. The written report that California Government Code 29373 asks
//! for when an officer's cash is over or short.

use chrono::NaiveDate;

use super::report::{Cell, ColumnKind, Report, Section, Table, Weight};
use super::wording::{Wording, date, name_of, pairs, side, stage};
use crate::config::Configuration;
use crate::day::{Day, OverShort};
use crate::money::Cents;
use crate::refusal::Refusal;
use crate::session::{EventKind, Phase, Session};

use ColumnKind::{Figures, Wide, Words};

/// The over/short report of a day: every closed session whose count differs.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub fn over_short_report(configuration: &Configuration, day: &Day) -> Result<Report, Refusal> {
    let wording = Wording::new(configuration);
    let mut report = wording.of_day("over-short", "Over/short report", day);
    let sessions: Vec<&Session> = day.sessions.iter().collect();
    report.sections = vec![
        Section::Table(differences(&wording, &sessions)?),
        Section::Table(reasons(&wording, &sessions)),
        not_counted(&sessions),
        wording.waivers(),
    ];
    report.statement = "Every overage and shortage of this day is named here, with its cause as far as it is known. \
                        Written report under California Government Code 29373."
        .to_owned();
    report.signatures = pairs(&[("Supervisor", ""), ("Received by the auditor", "")]);
    Ok(report)
}

/// What was over and short, by session and tender.
pub(super) fn differences(wording: &Wording<'_>, sessions: &[&Session]) -> Result<Table, Refusal> {
    let columns = [
        ("Drawer or batch", Words),
        ("Cashier", Words),
        ("Tender", Words),
        ("Expected", Figures),
        ("Counted", Figures),
        ("Difference", Figures),
        ("", Words),
        ("Approved by", Words),
    ];
    let mut table = Table::new("Over and short", "None: every count agrees.", &columns);
    let mut total = Cents::ZERO;
    for session in sessions.iter().filter(|session| session.phase == Phase::Closed) {
        let approved = session
            .approved
            .as_ref()
            .map_or("not approved", |verdict| &verdict.by.1);
        for line in session.figures(wording.configuration)? {
            let difference = line.difference()?;
            if difference.is_zero() {
                continue;
            }
            total = total.plus(difference)?;
            table.row(vec![
                name_of(session).into(),
                session.cashier_name().into(),
                wording.tender(&line.tender).into(),
                line.expected.into(),
                line.counted.into(),
                difference.into(),
                side(difference).into(),
                approved.into(),
            ]);
        }
    }
    if !table.rows.is_empty() {
        let mut cells = vec![Cell::Empty; 8];
        (cells[0], cells[5], cells[6]) = ("Net".into(), total.into(), side(total).into());
        table.add(Weight::Total, cells);
    }
    Ok(table)
}

/// Every reason that was given for a difference: at the close, and at the approval.
fn reasons(wording: &Wording<'_>, sessions: &[&Session]) -> Table {
    let columns = [
        ("Drawer or batch", Words),
        ("When", Words),
        ("Given by", Words),
        ("At", Words),
        ("Reason", Wide),
    ];
    let mut table = Table::new("Reasons", "No reason was given.", &columns);
    for session in sessions {
        for event in &session.events {
            let (at, reason) = match &event.what {
                EventKind::Close { reason: Some(reason) } => ("close", reason),
                EventKind::Approve { reason: Some(reason) } => ("approval", reason),
                EventKind::SentBack { reason } => ("return", reason),
                EventKind::Recount { reason } => ("recount", reason),
                _ => continue,
            };
            table.row(vec![
                name_of(session).into(),
                wording.at(event.at).into(),
                wording.people(&event.by, event.with.as_ref()).into(),
                at.into(),
                reason.as_str().into(),
            ]);
        }
    }
    table
}

/// Sessions whose count is not committed: what they are over or short is not known.
fn not_counted(sessions: &[&Session]) -> Section {
    let open = sessions.iter().filter(|session| session.phase != Phase::Closed);
    let mut lines: Vec<String> = open
        .map(|session| format!("{}: {}", name_of(session), stage(session)))
        .collect();
    if lines.is_empty() {
        lines.push("None.".to_owned());
    }
    Section::Lines {
        title: "Not counted yet".to_owned(),
        lines,
    }
}

/// Over and short of a longer time: by cashier, and approval by approval.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub fn over_short_by_cashier(
    configuration: &Configuration,
    (from, to): (NaiveDate, NaiveDate),
    over_short: &OverShort,
) -> Result<Report, Refusal> {
    let wording = Wording::new(configuration);
    let subtitle = format!("{} to {}", date(from), date(to));
    let name = format!("over-short-by-cashier-{from}-{to}");
    let mut report = wording.report(&name, "Over/short by cashier", &subtitle);
    let columns = [
        ("Cashier", Words),
        ("Sessions approved", Figures),
        ("With a difference", Figures),
        ("Over", Figures),
        ("Short", Figures),
        ("Net", Figures),
    ];
    let mut cashiers = Table::new("By cashier", "Nothing was approved in this time.", &columns);
    for one in over_short.by_cashier()? {
        cashiers.row(vec![
            one.cashier.1.as_str().into(),
            Cell::Count(one.approved),
            Cell::Count(one.differing),
            one.over.into(),
            one.short.into(),
            one.over.plus(one.short)?.into(),
        ]);
    }
    report.sections = vec![
        Section::Table(cashiers),
        Section::Table(approvals(&wording, over_short)?),
    ];
    Ok(report)
}

fn approvals(wording: &Wording<'_>, over_short: &OverShort) -> Result<Table, Refusal> {
    let columns = [
        ("Business date", Words),
        ("Drawer or batch", Words),
        ("Cashier", Words),
        ("Tender", Words),
        ("Difference", Figures),
        ("Reason", Wide),
        ("Approved by", Words),
    ];
    let mut table = Table::new("Differences", "None: every count agreed.", &columns);
    for line in &over_short.lines {
        table.row(vec![
            date(line.date).into(),
            format!("{} of {}", line.name, line.station).into(),
            line.cashier.1.as_str().into(),
            wording.tender(&line.tender).into(),
            line.difference.into(),
            line.reason.as_deref().unwrap_or_default().into(),
            line.approver.1.as_str().into(),
        ]);
    }
    if !table.rows.is_empty() {
        let mut cells = vec![Cell::Empty; 7];
        let total = Cents::sum(over_short.lines.iter().map(|line| line.difference))?;
        (cells[0], cells[4]) = ("Net".into(), total.into());
        table.add(Weight::Total, cells);
    }
    Ok(table)
}
