//! The certificate of a day's close: what was closed, how far every workstation's
//! entries are in, with head hashes and grand totals, so that nothing can be taken out
//! or put in afterwards unseen.

use super::report::{Cell, ColumnKind, Report, Section, Table, Weight};
use super::wording::{Wording, date, pairs};
use crate::config::Configuration;
use crate::day::Day;
use crate::entry::DayClosed;
use crate::money::Cents;
use crate::refusal::Refusal;

use ColumnKind::{Code, Figures, Words};

/// The day-close certificate.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub fn day_certificate(configuration: &Configuration, day: &Day) -> Result<Report, Refusal> {
    let wording = Wording::new(configuration);
    let mut report = wording.of_day("day-close", "Day-close certificate", day);
    let Some(closed) = &day.closed else {
        report.notice = Some("The day is not closed; there is nothing to certify yet.".to_owned());
        return Ok(report);
    };
    report.facts.extend(pairs(&[
        ("Closed by", &closed.closer.1),
        ("Drawers and batches", &closed.sessions.len().to_string()),
        ("Carried to the next day", &closed.carried.len().to_string()),
        ("Ledger batch", &closed.ledger.number),
    ]));
    report.sections = vec![
        Section::Table(tenders(&wording, closed)?),
        Section::Table(sessions(day, closed)?),
        Section::Table(carried(closed)),
        Section::Table(heads(closed)),
        Section::Table(batches(&wording, closed)?),
        hashes(closed),
        wording.waivers(),
    ];
    report.statement = format!(
        "I have closed {}. Nothing of it is altered any more; it changes by dated corrections only.",
        date(closed.date)
    );
    report.signatures = pairs(&[("Closed by", &closed.closer.1), ("Reviewed by", "")]);
    Ok(report)
}

fn tenders(wording: &Wording<'_>, closed: &DayClosed) -> Result<Table, Refusal> {
    let columns = [
        ("Tender", Words),
        ("Items", Figures),
        ("Expected", Figures),
        ("Counted", Figures),
        ("Over/short", Figures),
    ];
    let mut table = Table::new(
        "Approved, floats and vault movements left out",
        "Nothing was approved.",
        &columns,
    );
    let (mut expected, mut counted) = (Cents::ZERO, Cents::ZERO);
    for line in &closed.tenders {
        table.row(vec![
            wording.tender(&line.tender).into(),
            line.items.into(),
            line.expected.into(),
            line.counted.into(),
            line.difference()?.into(),
        ]);
        expected = expected.plus(line.expected)?;
        counted = counted.plus(line.counted)?;
    }
    if !table.rows.is_empty() {
        let difference = counted.minus(expected)?;
        let cells = vec![
            "All tenders".into(),
            Cell::Empty,
            expected.into(),
            counted.into(),
            difference.into(),
        ];
        table.add(Weight::Total, cells);
    }
    Ok(table)
}

fn sessions(day: &Day, closed: &DayClosed) -> Result<Table, Refusal> {
    let columns = [
        ("Drawer or batch", Words),
        ("Workstation", Code),
        ("Cashier", Words),
        ("Approved by", Words),
        ("Receipts", Figures),
        ("Over/short", Figures),
        ("Seal", Code),
    ];
    let mut table = Table::new("Drawers and batches closed", "None.", &columns);
    for one in &closed.sessions {
        let session = day.session(one.session);
        let approved = session.and_then(|session| session.approved.as_ref());
        let seal = day.seals.get(&one.session).and_then(|seals| seals.approved.clone());
        table.row(vec![
            one.name.as_str().into(),
            session.map_or("", |session| &session.station).into(),
            session.map_or("", |session| session.cashier_name()).into(),
            approved.map_or("", |verdict| &verdict.by.1).into(),
            session.map_or(Cell::Empty, |session| session.receipts.len().into()),
            one.over_short.into(),
            seal.unwrap_or_default().into(),
        ]);
    }
    if !table.rows.is_empty() {
        let total = Cents::sum(closed.sessions.iter().map(|one| one.over_short))?;
        let mut cells = vec![Cell::Empty; 7];
        (cells[0], cells[5]) = ("Net".into(), total.into());
        table.add(Weight::Total, cells);
    }
    Ok(table)
}

fn carried(closed: &DayClosed) -> Table {
    let columns = [("What", Words), ("Workstation", Code), ("Why", Words)];
    let mut table = Table::new("Carried to the next day", "Nothing.", &columns);
    for one in &closed.carried {
        table.row(vec![
            one.name.as_str().into(),
            one.station.as_str().into(),
            one.why.as_str().into(),
        ]);
    }
    table
}

/// Every workstation's head: entries, receipts ever issued, what they came to.
fn heads(closed: &DayClosed) -> Table {
    let columns = [
        ("Workstation", Code),
        ("Last entry", Figures),
        ("Receipts ever", Figures),
        ("Grand total", Figures),
        ("Head", Code),
    ];
    let mut table = Table::new("Workstations", "None.", &columns);
    for head in &closed.heads {
        table.row(vec![
            head.station.as_str().into(),
            Cell::Count(head.seq),
            Cell::Count(head.receipts),
            head.cents.into(),
            head.hash.get(..16).unwrap_or(&head.hash).into(),
        ]);
    }
    table
}

/// The ledger batch and the transmittals.
fn batches(wording: &Wording<'_>, closed: &DayClosed) -> Result<Table, Refusal> {
    let columns = [("Number", Code), ("What", Words), ("Amount", Figures)];
    let mut table = Table::new("Ledger batch and transmittals", "", &columns);
    let ledger = &closed.ledger;
    table.row(vec![
        ledger.number.as_str().into(),
        format!("General ledger, {} lines", ledger.lines).into(),
        ledger.debits.into(),
    ]);
    for (number, department, total) in &closed.transmittals {
        table.row(vec![
            number.as_str().into(),
            format!("Transmittal to {}", wording.department(department)).into(),
            (*total).into(),
        ]);
    }
    let total = Cents::sum(closed.transmittals.iter().map(|one| one.2))?;
    let cells = vec![Cell::Empty, "All transmittals".into(), total.into()];
    table.add(Weight::Total, cells);
    Ok(table)
}

/// The whole hashes, for whoever compares them.
fn hashes(closed: &DayClosed) -> Section {
    let heads = closed
        .heads
        .iter()
        .map(|head| format!("{}, entry {}: {}", head.station, head.seq, head.hash));
    let mut lines: Vec<String> = heads.collect();
    lines.push(format!(
        "Ledger batch {}: {}",
        closed.ledger.number, closed.ledger.digest
    ));
    lines.push(format!(
        "Closing desk before this close, entry {}: {}",
        closed.head.seq, closed.head.hash
    ));
    lines.push(format!("Signed with key {}", closed.head.key));
    lines.push(format!("Signature {}", closed.head.signature));
    Section::Lines {
        title: "Head hashes (SHA-256)".to_owned(),
        lines,
    }
}
