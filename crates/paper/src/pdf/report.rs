//! Any report on Letter pages: head, notice, facts, tables, lines, signatures.

use chrono::NaiveDateTime;
use counterfoil_domain::documents::report::{Cell, ColumnKind, Report, Section, Table, Weight};

use super::page::{Document, Frame, LETTER, LETTER_LANDSCAPE, Paper};
use super::sections;
use super::table;
use crate::text::printable;
use crate::words::{date_time, report as say};

/// The report on Letter pages, turned where one of its tables is wider than an
/// upright page. `printed_at` is the site's own time; it stands at the foot and
/// is the file's date.
#[must_use]
pub fn report(report: &Report, printed_at: NaiveDateTime) -> Vec<u8> {
    let parts: Vec<Part<'_>> = report.sections.iter().map(|one| Part::of(one, report)).collect();
    let paper = paper_for(&parts);
    let mut document = Document::new(paper, frame(report, printed_at));
    sections::head(&mut document, &report.heading, &report.title, &report.subtitle);
    if let Some(notice) = &report.notice {
        sections::notice(&mut document, notice);
    }
    if !report.facts.is_empty() {
        let facts: Vec<(&str, String)> = report
            .facts
            .iter()
            .map(|(label, value)| (label.as_str(), value.clone()))
            .collect();
        sections::facts(&mut document, if paper == LETTER { 4 } else { 6 }, &facts);
    }
    for part in &parts {
        part.draw(&mut document);
    }
    sign(&mut document, report);
    document.finish(&spoken(&[&report.title, &report.subtitle]), printed_at)
}

/// What a section of a report is on paper.
enum Part<'a> {
    Table(table::Table),
    /// A table without rows: its title, and what is said in its place.
    Nothing(&'a str, &'a str),
    Lines(&'a str, &'a [String]),
    Paragraphs(&'a [String]),
}

impl Part<'_> {
    fn of<'s>(section: &'s Section, report: &Report) -> Part<'s> {
        match section {
            Section::Table(table) if table.rows.is_empty() => Part::Nothing(&table.title, &table.nothing),
            Section::Table(table) => Part::Table(on_paper(table, report)),
            Section::Lines { title, lines } => Part::Lines(title, lines),
            Section::Paragraphs(paragraphs) => Part::Paragraphs(paragraphs),
        }
    }

    fn draw(&self, document: &mut Document) {
        match self {
            Part::Table(table) => table.draw_abreast(document),
            Part::Nothing(title, nothing) => sections::empty_section(document, title, nothing),
            Part::Lines(title, lines) => sections::lines_section(document, title, lines),
            Part::Paragraphs(paragraphs) => sections::letter(document, paragraphs),
        }
    }
}

/// One decision for the whole document: pages of both kinds in one stack are turned about in the hand.
fn paper_for(parts: &[Part<'_>]) -> Paper {
    let is_wide = |part: &Part<'_>| match part {
        Part::Table(table) => table.least_width_pt() > LETTER.measure_pt(),
        Part::Nothing(..) | Part::Lines(..) | Part::Paragraphs(..) => false,
    };
    if parts.iter().any(is_wide) {
        LETTER_LANDSCAPE
    } else {
        LETTER
    }
}

fn on_paper(table: &Table, report: &Report) -> table::Table {
    let columns = table.columns.iter().map(|column| {
        let heading = printable(&column.heading);
        match column.kind {
            ColumnKind::Words => table::Column::words(&heading, 1),
            ColumnKind::Wide => table::Column::words(&heading, 4),
            ColumnKind::Code => table::Column::code(&heading),
            ColumnKind::Figures => table::Column::figures(&heading),
        }
    });
    let rows = table.rows.iter().map(|row| {
        let cells = row.cells.iter().map(said).collect();
        match row.weight {
            Weight::Plain => table::Row::plain(cells),
            Weight::Strong => table::Row::strong(cells),
            Weight::Subtotal => table::Row::subtotal(cells),
            Weight::Total => table::Row::total(cells),
        }
    });
    table::Table {
        title: printable(&table.title),
        continued: say::CONTINUED.in_language(report.language),
        columns: columns.collect(),
        rows: rows.collect(),
    }
}

fn said(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => printable(text),
        Cell::Amount(amount) => amount.to_string(),
        Cell::Count(count) => count.to_string(),
    }
}

/// A notice is said on every page, because pages get parted.
fn frame(report: &Report, printed_at: NaiveDateTime) -> Frame {
    let notice = report.notice.as_deref().unwrap_or_default();
    let language = report.language;
    let seal = report.seal.as_ref();
    let seal = seal.map(|seal| format!("{} {seal}", say::SEAL.in_language(language)));
    let printed = format!(
        "{} {}",
        say::PRINTED.in_language(language),
        date_time(language, printed_at)
    );
    Frame {
        running_head: spoken(&[notice, &report.title, &report.subtitle]),
        foot: spoken(&[&printed, &seal.unwrap_or_default()]),
        page_words: [say::PAGE.in_language(language), say::OF.in_language(language)],
    }
}

fn spoken(parts: &[&str]) -> String {
    let said: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
    said.join(" · ")
}

fn sign(document: &mut Document, report: &Report) {
    if report.statement.is_empty() && report.signatures.is_empty() {
        return;
    }
    let people: Vec<(&str, String)> = report
        .signatures
        .iter()
        .map(|(role, name)| (role.as_str(), name.clone()))
        .collect();
    let date_word = say::SIGN_DATE.in_language(report.language);
    sections::signatures(document, &report.statement, &people, date_word);
}
