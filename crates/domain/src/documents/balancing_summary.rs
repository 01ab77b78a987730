//! The balancing summary: all drawers and batches of a day with what each tender type
//! should be, what was counted, and who approved.

use super::report::{Cell, ColumnKind, Report, Section, Table, Weight};
use super::wording::{Wording, name_of, pairs, stage};
use crate::config::{Configuration, TenderKind};
use crate::day::Day;
use crate::entry::TenderCount;
use crate::money::Cents;
use crate::refusal::Refusal;
use crate::session::Session;

use ColumnKind::{Code, Figures, Words};

/// The balancing summary.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub fn balancing_summary(configuration: &Configuration, day: &Day) -> Result<Report, Refusal> {
    let wording = Wording::new(configuration);
    let mut report = wording.of_day("balancing-summary", "Balancing summary", day);
    report.sections = vec![
        Section::Table(by_session(&wording, day)?),
        Section::Table(totals(&wording, day)?),
        Section::Table(cash(day)?),
        wording.waivers(),
    ];
    report.statement = "Every drawer and batch of this day was counted and looked at.".to_owned();
    let closer = day.closed.as_ref().map_or("", |closed| &closed.closer.1);
    report.signatures = pairs(&[("Supervisor", closer), ("Reviewed by", "")]);
    Ok(report)
}

/// Whether a line has anything to say.
fn says(line: &TenderCount) -> bool {
    line.items > 0 || !line.expected.is_zero() || !line.counted.is_zero()
}

fn is_counted(session: &Session) -> bool {
    !session.counts.is_empty()
}

fn by_session(wording: &Wording<'_>, day: &Day) -> Result<Table, Refusal> {
    let columns = [
        ("Drawer or batch", Words),
        ("Cashier", Words),
        ("Tender", Words),
        ("Items", Figures),
        ("Expected", Figures),
        ("Counted", Figures),
        ("Difference", Figures),
        ("Approved by", Words),
        ("Seal", Code),
    ];
    let mut table = Table::new("Drawers and batches", "No drawer was opened.", &columns);
    for session in &day.sessions {
        let mut sum = (0, Cents::ZERO, Cents::ZERO);
        let counted = |amount: Cents| Cell::from(is_counted(session).then_some(amount));
        for line in session.figures(wording.configuration)?.iter().filter(|line| says(line)) {
            let difference = line.difference()?;
            table.row(vec![
                name_of(session).into(),
                session.cashier_name().into(),
                wording.tender(&line.tender).into(),
                line.items.into(),
                line.expected.into(),
                counted(line.counted),
                counted(difference),
                Cell::Empty,
                Cell::Empty,
            ]);
            sum = (
                sum.0 + line.items,
                sum.1.plus(line.expected)?,
                sum.2.plus(line.counted)?,
            );
        }
        let verdict = session.approved.as_ref();
        let seals = day.seals.get(&session.id);
        let seal = seals.and_then(|seals| seals.approved.as_ref().or(seals.closed.as_ref()));
        table.add(
            Weight::Subtotal,
            vec![
                name_of(session).into(),
                session.cashier_name().into(),
                "All tenders".into(),
                sum.0.into(),
                sum.1.into(),
                counted(sum.2),
                counted(sum.2.minus(sum.1)?),
                verdict.map_or(stage(session), |verdict| &verdict.by.1).into(),
                seal.map_or("", String::as_str).into(),
            ],
        );
    }
    Ok(table)
}

/// Every tender type over all drawers and batches, as the receipts brought it: floats and
/// what moved between drawer and vault left out. A session that was not counted has its
/// expected sums only.
fn totals(wording: &Wording<'_>, day: &Day) -> Result<Table, Refusal> {
    let columns = [
        ("Tender", Words),
        ("Items", Figures),
        ("Expected", Figures),
        ("Counted", Figures),
        ("Difference", Figures),
    ];
    let mut table = Table::new(
        "All drawers and batches, floats and vault movements left out",
        "No drawer was opened.",
        &columns,
    );
    let mut lines: Vec<(TenderCount, Cents)> = Vec::new();
    for session in &day.sessions {
        for line in as_receipted(wording.configuration, session)? {
            let difference = if is_counted(session) {
                line.difference()?
            } else {
                Cents::ZERO
            };
            match lines.iter_mut().find(|(other, _)| other.tender == line.tender) {
                Some((other, sum)) => {
                    other.items += line.items;
                    other.expected = other.expected.plus(line.expected)?;
                    other.counted = other.counted.plus(line.counted)?;
                    *sum = sum.plus(difference)?;
                }
                None => lines.push((line, difference)),
            }
        }
    }
    let mut total = (0, Cents::ZERO, Cents::ZERO, Cents::ZERO);
    for (line, difference) in lines.iter().filter(|(line, _)| says(line)) {
        table.row(vec![
            wording.tender(&line.tender).into(),
            line.items.into(),
            line.expected.into(),
            line.counted.into(),
            (*difference).into(),
        ]);
        total = (
            total.0 + line.items,
            total.1.plus(line.expected)?,
            total.2.plus(line.counted)?,
            total.3.plus(*difference)?,
        );
    }
    if !table.rows.is_empty() {
        let cells = vec![
            "All tenders".into(),
            total.0.into(),
            total.1.into(),
            total.2.into(),
            total.3.into(),
        ];
        table.add(Weight::Total, cells);
    }
    Ok(table)
}

/// A session's figures with the cash that its receipts brought, and what of it was counted.
fn as_receipted(configuration: &Configuration, session: &Session) -> Result<Vec<TenderCount>, Refusal> {
    let mut figures = session.figures(configuration)?;
    let other_cash = session.cash.minus(cash_receipts(session)?)?;
    let cash = configuration.cash().code.as_str();
    for line in figures.iter_mut().filter(|line| line.tender == cash) {
        line.expected = line.expected.minus(other_cash)?;
        if is_counted(session) {
            line.counted = line.counted.minus(other_cash)?;
        }
    }
    Ok(figures)
}

/// The cash of the receipts that stand, as applied.
fn cash_receipts(session: &Session) -> Result<Cents, Refusal> {
    let standing = session.receipts.iter().filter(|receipt| !receipt.void);
    let tenders = standing.flat_map(|receipt| &receipt.tenders);
    let cash = tenders.filter(|tender| tender.kind == TenderKind::Cash);
    Cents::sum(cash.map(|tender| tender.amount))
}

/// How each drawer's expected cash comes about: float, receipts, what moved.
fn cash(day: &Day) -> Result<Table, Refusal> {
    let columns = [
        ("Drawer or batch", Words),
        ("Float", Figures),
        ("Cash receipts", Figures),
        ("Pick-ups, change", Figures),
        ("Expected cash", Figures),
    ];
    let mut table = Table::new("Expected cash", "No drawer was opened.", &columns);
    let mut sums = [Cents::ZERO; 4];
    for session in &day.sessions {
        let receipts = cash_receipts(session)?;
        let moved = session.cash.minus(session.float_total)?.minus(receipts)?;
        let figures = [session.float_total, receipts, moved, session.cash];
        if figures.iter().all(|figure| figure.is_zero()) {
            continue;
        }
        let mut cells = vec![name_of(session).into()];
        for (sum, figure) in sums.iter_mut().zip(figures) {
            *sum = sum.plus(figure)?;
            cells.push(figure.into());
        }
        table.row(cells);
    }
    if !table.rows.is_empty() {
        let mut cells = vec![Cell::from("Together")];
        cells.extend(sums.map(Cell::from));
        table.add(Weight::Total, cells);
    }
    Ok(table)
}
