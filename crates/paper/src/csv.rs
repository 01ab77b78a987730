//! CSV: the tables of a report, one file each, as RFC 4180 has them: UTF-8,
//! commas, CRLF, quotes where they are needed.

use std::collections::BTreeSet;

use ::csv::{Terminator, WriterBuilder};
use counterfoil_domain::documents::report::{Cell, Report, Section, Table};
use counterfoil_domain::money::Cents;
use unicode_normalization::UnicodeNormalization;

use crate::inert::inert;

/// A slug is cut here, so that a file's name stays one that every system takes.
const SLUG_MAX: usize = 48;

/// Every table of the report as a file's name and its bytes: headings, then the
/// rows. Amounts are plain, `-1234.56`; text that would begin a formula wears an
/// apostrophe. A table without rows is its headings.
#[must_use]
pub fn report(report: &Report) -> Vec<(String, Vec<u8>)> {
    let name = slug(&report.name, "report");
    let mut taken = BTreeSet::new();
    let tables = report.sections.iter().filter_map(|section| match section {
        Section::Table(table) => Some(table),
        Section::Lines { .. } | Section::Paragraphs(_) => None,
    });
    tables
        .map(|table| {
            // The report's own name keeps its capitals: its PDF is called so.
            let wanted = slug(&table.title, "table").to_ascii_lowercase();
            let numbered = (2_u32..).map(|nth| format!("{wanted}-{nth}"));
            let mut candidates = std::iter::once(wanted.clone()).chain(numbered);
            let slug = candidates.find(|slug| !taken.contains(slug)).unwrap_or_default();
            taken.insert(slug.clone());
            (format!("{name}-{slug}.csv"), bytes(table))
        })
        .collect()
}

fn bytes(table: &Table) -> Vec<u8> {
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .flexible(true)
        .from_writer(Vec::new());
    let headings = table.columns.iter().map(|column| inert(&column.heading)).collect();
    let rows = table.rows.iter().map(|row| row.cells.iter().map(said).collect());
    let records: Vec<Vec<String>> = std::iter::once(headings).chain(rows).collect();
    for record in &records {
        #[expect(clippy::expect_used, reason = "writing into memory; lengths may differ")]
        writer.write_record(record).expect("memory takes any record");
    }
    #[expect(clippy::expect_used, reason = "writing into memory")]
    writer.into_inner().expect("memory takes any bytes")
}

fn said(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => inert(text),
        Cell::Amount(amount) => plain(*amount),
        Cell::Count(count) => count.to_string(),
    }
}

/// `-1234.56`: what every program reads as a number.
fn plain(amount: Cents) -> String {
    let sign = if amount < Cents::ZERO { "-" } else { "" };
    let magnitude = amount.0.unsigned_abs();
    format!("{sign}{}.{:02}", magnitude / 100, magnitude % 100)
}

/// A part of a file's name: letters without their accents and digits, with hyphens between.
fn slug(text: &str, otherwise: &str) -> String {
    let letters: String = text
        .nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' })
        .collect();
    let mut slug = String::new();
    for word in letters.split_ascii_whitespace() {
        if slug.len() + 1 + word.len() > SLUG_MAX && !slug.is_empty() {
            break;
        }
        let hyphen = if slug.is_empty() { "" } else { "-" };
        slug.push_str(hyphen);
        slug.extend(word.chars().take(SLUG_MAX));
    }
    if slug.is_empty() { otherwise.to_owned() } else { slug }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files() {
        for (text, expected) in [
            ("deposit-slip-000123", "deposit-slip-000123"),
            ("Checks, in the order they lie", "Checks-in-the-order-they-lie"),
            ("deposit-slip-D-000123", "deposit-slip-D-000123"),
            ("Año · Núñez", "Ano-Nunez"),
            ("../../etc/passwd", "etc-passwd"),
            ("王", "table"),
            ("", "table"),
        ] {
            assert_eq!(slug(text, "table"), expected, "{text}");
        }
        assert_eq!(slug(&"a".repeat(200), "table").len(), SLUG_MAX);
        assert!(slug(&"word ".repeat(40), "table").len() <= SLUG_MAX);
    }

    #[test]
    fn amounts_are_plain() {
        for (cents, text) in [
            (0, "0.00"),
            (-5, "-0.05"),
            (123_456_789, "1234567.89"),
            (i64::MIN, "-92233720368547758.08"),
        ] {
            assert_eq!(plain(Cents(cents)), text);
        }
    }
}
