//! The documents of a day of a whole site, each by its decisive figures.

use counterfoil_domain::documents::report::{Cell, Report, Section, Table, Weight};
use counterfoil_domain::money::Cents;

mod deposit;
mod later;
mod laws;
mod registers;
mod summaries;

/// The table of that title.
#[track_caller]
fn table<'a>(report: &'a Report, title: &str) -> &'a Table {
    let tables = report.sections.iter().filter_map(|section| match section {
        Section::Table(table) => Some(table),
        Section::Lines { .. } | Section::Paragraphs(_) => None,
    });
    let found: Vec<&Table> = tables.filter(|table| table.title == title).collect();
    assert_eq!(found.len(), 1, "{title}");
    let table = found[0];
    for row in &table.rows {
        assert_eq!(row.cells.len(), table.columns.len(), "{title}");
    }
    table
}

/// The lines beneath that title.
#[track_caller]
fn lines<'a>(report: &'a Report, title: &str) -> &'a [String] {
    let found = report.sections.iter().find_map(|section| match section {
        Section::Lines { title: own, lines } if own == title => Some(lines.as_slice()),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("no lines {title}"))
}

/// A table as text, a row a line, cells parted by bars.
fn text(table: &Table) -> Vec<String> {
    let cell = |cell: &Cell| match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Amount(amount) => amount.to_string(),
        Cell::Count(count) => count.to_string(),
    };
    let row = |cells: &[Cell]| cells.iter().map(cell).collect::<Vec<_>>().join("|");
    table.rows.iter().map(|line| row(&line.cells)).collect()
}

/// The amounts of the table's last row of totals.
#[track_caller]
fn totals(table: &Table) -> Vec<Cents> {
    let total = table.rows.iter().rev().find(|row| row.weight == Weight::Total);
    let cells = &total.unwrap_or_else(|| panic!("{} has no totals", table.title)).cells;
    let amounts = cells.iter().filter_map(|cell| match cell {
        Cell::Amount(amount) => Some(*amount),
        _ => None,
    });
    amounts.collect()
}

/// The value of a fact.
#[track_caller]
fn fact<'a>(report: &'a Report, label: &str) -> &'a str {
    let fact = report.facts.iter().find(|fact| fact.0 == label);
    &fact.unwrap_or_else(|| panic!("no fact {label}")).1
}
