//! The registers of a day: voids and corrections, drawer openings, the audit trail.
//! Each lists what happened, in order.

use super::report::{Cell, ColumnKind, Report, Section, Table, Weight};
use super::wording::{Wording, pairs, session_name};
use crate::config::Configuration;
use crate::day::{Correction, CorrectionKind, Day, Opening};
use crate::money::Cents;
use crate::refusal::Refusal;

use ColumnKind::{Code, Figures, Wide, Words};

/// The kinds of a day's own corrections, each with its title and what is said where there are none.
const OF_THE_DAY: [(CorrectionKind, &str, &str); 7] = [
    (CorrectionKind::Void, "Receipts voided", "No receipt was voided."),
    (
        CorrectionKind::Reclass,
        "Tenders moved to another type",
        "No tender was moved.",
    ),
    (CorrectionKind::Placement, "Placed from suspense", "Nothing was placed."),
    (
        CorrectionKind::Return,
        "Sent back to counting",
        "Nothing was sent back.",
    ),
    (
        CorrectionKind::Recount,
        "Counted again after the close",
        "Nothing was counted again.",
    ),
    (
        CorrectionKind::DepositWithdrawn,
        "Deposits taken apart",
        "No deposit was taken apart.",
    ),
    (CorrectionKind::Bank, "Bank corrections", "The bank corrected nothing."),
];

/// Those about returned items.
const OF_RETURNS: [(CorrectionKind, &str, &str); 2] = [
    (
        CorrectionKind::ReturnedItem,
        "Returned items",
        "The bank returned nothing.",
    ),
    (
        CorrectionKind::Reinstatement,
        "Returned items reinstated",
        "Nothing was reinstated.",
    ),
];

/// Those of payments whose day was closed.
const AFTER_THE_CLOSE: [(CorrectionKind, &str, &str); 4] = [
    (
        CorrectionKind::Reversal,
        "Receipts reversed after the close",
        "No receipt was reversed.",
    ),
    (
        CorrectionKind::Transfer,
        "Payments moved to another account",
        "No payment was moved.",
    ),
    (CorrectionKind::Refund, "Refunds requested", "No refund was requested."),
    (
        CorrectionKind::RefundWithdrawn,
        "Refunds withdrawn",
        "No refund was withdrawn.",
    ),
];

/// The void and correction register. Returned items and corrections after the close have
/// their tables where the city has set them up, or where there are any.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub fn void_register(configuration: &Configuration, day: &Day) -> Result<Report, Refusal> {
    let wording = Wording::new(configuration);
    let mut report = wording.of_day("voids-and-corrections", "Void and correction register", day);
    let of_kind = |kind: CorrectionKind| {
        let mut own: Vec<&Correction> = day.corrections.iter().filter(|one| one.kind == kind).collect();
        own.sort_by_key(|one| one.at);
        own
    };
    for (kind, title, nothing) in OF_THE_DAY {
        let table = corrections(&wording, day, title, nothing, &of_kind(kind))?;
        report.sections.push(Section::Table(table));
    }
    let returns = OF_RETURNS.map(|of| (of, configuration.returned_items.is_some()));
    let corrected = AFTER_THE_CLOSE.map(|of| (of, configuration.corrections.is_some()));
    for ((kind, title, nothing), set_up) in returns.into_iter().chain(corrected) {
        let own = of_kind(kind);
        if set_up || !own.is_empty() {
            report
                .sections
                .push(Section::Table(later(&wording, title, nothing, &own)?));
        }
    }
    report.statement = "Where a second person is named, they agreed to it and did not do it.".to_owned();
    report.signatures = pairs(&[("Supervisor", ""), ("Reviewed by", "")]);
    Ok(report)
}

fn corrections(
    wording: &Wording<'_>,
    day: &Day,
    title: &str,
    nothing: &str,
    own: &[&Correction],
) -> Result<Table, Refusal> {
    let columns = [
        ("Time", Code),
        ("Receipt, deposit", Code),
        ("Drawer or batch", Words),
        ("From", Words),
        ("To", Words),
        ("Reason", Wide),
        ("By", Words),
        ("Second person", Words),
        ("Amount", Figures),
        ("Seal", Code),
    ];
    let mut table = Table::new(title, nothing, &columns);
    for one in own {
        let session = one.session.map(|id| session_name(day, id)).unwrap_or_default();
        let session = if one.after_close && one.kind <= CorrectionKind::Reclass {
            format!("{session}, after its close")
        } else {
            session
        };
        let mut cells = cells(wording, one);
        cells.insert(2, session.into());
        table.row(cells);
    }
    together(&mut table, own)?;
    Ok(table)
}

/// Corrections of payments of earlier days: they are about no session of this one.
fn later(wording: &Wording<'_>, title: &str, nothing: &str, own: &[&Correction]) -> Result<Table, Refusal> {
    let columns = [
        ("Time", Code),
        ("Receipt, item", Code),
        ("From", Wide),
        ("To", Wide),
        ("Reason", Wide),
        ("By", Words),
        ("Second person", Words),
        ("Amount", Figures),
        ("Seal", Code),
    ];
    let mut table = Table::new(title, nothing, &columns);
    own.iter().for_each(|one| table.row(cells(wording, one)));
    together(&mut table, own)?;
    Ok(table)
}

fn cells(wording: &Wording<'_>, one: &Correction) -> Vec<Cell> {
    vec![
        wording.time(one.at).into(),
        one.about.as_str().into(),
        one.from.as_str().into(),
        one.to.as_str().into(),
        one.reason.as_str().into(),
        wording.person(&one.actor).into(),
        one.second.as_deref().unwrap_or_default().into(),
        Cell::from((!one.amount.is_zero()).then_some(one.amount)),
        one.seal.as_str().into(),
    ]
}

/// Several have a total, in the last column but one.
fn together(table: &mut Table, own: &[&Correction]) -> Result<(), Refusal> {
    if own.len() > 1 {
        let count = table.columns.len();
        let mut cells = vec![Cell::Empty; count];
        let total = Cents::sum(own.iter().map(|one| one.amount))?;
        (cells[0], cells[count - 2]) = ("Together".into(), total.into());
        table.add(Weight::Total, cells);
    }
    Ok(())
}

/// The drawer-opening log.
#[must_use]
pub fn drawer_opening_log(configuration: &Configuration, day: &Day) -> Report {
    let wording = Wording::new(configuration);
    let mut report = wording.of_day("drawer-openings", "Drawer-opening log", day);
    let columns = [
        ("Time", Code),
        ("Workstation", Code),
        ("Drawer", Words),
        ("What for", Words),
        ("By", Words),
        ("Second person", Words),
        ("Note", Wide),
        ("Cash", Figures),
        ("Seal", Code),
    ];
    let mut table = Table::new("Openings without a payment", "No drawer was opened.", &columns);
    for opening in &day.openings {
        table.row(opening_cells(&wording, day, opening));
    }
    let kinds = [
        "No sale",
        "Pick-up to the vault",
        "Change order",
        "Handed over",
        "Counted in the cashier's place",
    ];
    let counts = kinds.map(|kind| {
        let own = day.openings.iter().filter(|opening| opening.what == kind);
        format!("{kind}: {}", own.count())
    });
    report.sections = vec![
        Section::Table(table),
        Section::Lines {
            title: "How often".to_owned(),
            lines: counts.to_vec(),
        },
        Section::Lines {
            title: "Not listed here".to_owned(),
            lines: vec!["A drawer also opens for payments in cash; the audit trail names every receipt.".to_owned()],
        },
    ];
    report
}

fn opening_cells(wording: &Wording<'_>, day: &Day, opening: &Opening) -> Vec<Cell> {
    let drawer = day.session(opening.session).map_or("", |session| &session.drawer);
    vec![
        wording.time(opening.at).into(),
        opening.station.as_str().into(),
        drawer.into(),
        opening.what.into(),
        wording.person(&opening.actor).into(),
        opening.second.as_deref().unwrap_or_default().into(),
        opening.note.as_str().into(),
        opening.amount.into(),
        opening.seal.as_str().into(),
    ]
}

/// The audit trail of a day: every entry in words, workstation by workstation.
#[must_use]
pub fn audit_trail(configuration: &Configuration, day: &Day) -> Report {
    let wording = Wording::new(configuration);
    let mut report = wording.of_day("audit-trail", "Audit trail", day);
    report.facts.push(("Entries".to_owned(), day.log.len().to_string()));
    let columns = [
        ("Workstation", Code),
        ("Entry", Figures),
        ("At", Code),
        ("Who", Words),
        ("Second person", Words),
        ("What", Wide),
        ("Amount", Figures),
        ("Seal", Code),
    ];
    let mut table = Table::new("Entries", "Nothing happened.", &columns);
    for line in &day.log {
        table.row(vec![
            line.station.as_str().into(),
            Cell::Count(line.seq),
            wording.on(line.at, day.date).into(),
            wording.person(&line.actor).into(),
            line.second.as_deref().unwrap_or_default().into(),
            line.what.as_str().into(),
            line.amount.into(),
            line.seal.as_str().into(),
        ]);
    }
    report.sections = vec![Section::Table(table)];
    report
}
