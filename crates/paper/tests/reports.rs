//! Reports as PDF: their text held against files in `tests/golden`, and what no
//! golden file would show to be wrong.
//!
//! `COUNTERFOIL_ACCEPT=1 cargo test -p counterfoil-paper --test reports` accepts
//! a change; `COUNTERFOIL_PDF_FOLDER=/some/folder` writes every PDF there, to be
//! looked at.

#![allow(clippy::disallowed_methods, reason = "tests read and write their golden files")]

mod compare;
mod samples;

use std::path::PathBuf;

use compare::{golden, text_of_pdf, words_of_pdf};
use counterfoil_domain::documents::report::{Cell, ColumnKind, Report, Section, Table, Weight};
use counterfoil_domain::money::Cents;
use counterfoil_paper::pdf;
use proptest::prelude::*;
use samples::{at, reports};

#[test]
fn the_text_of_every_report() {
    let folder = std::env::var("COUNTERFOIL_PDF_FOLDER").ok().map(PathBuf::from);
    for (name, report) in reports::every() {
        let bytes = pdf::report(&report, at(18, 42));
        assert!(
            bytes == pdf::report(&report, at(18, 42)),
            "{name}: the same report gives the same bytes"
        );
        if let Some(folder) = &folder {
            std::fs::write(folder.join(format!("report-{name}.pdf")), &bytes).expect("the folder can be written to");
        }
        golden(&format!("report-{name}.pdf.txt"), &text_of_pdf(&bytes));
    }
}

/// Pages of a text as pdftotext parts them.
fn pages(text: &str) -> Vec<&str> {
    let pages = text.split("======== next page ========");
    pages.filter(|page| !page.trim().is_empty()).collect()
}

/// A long day's checks: every check once and in order, the headings over every
/// column, a bundle's total in the column of the bundle's last check.
#[test]
fn seven_hundred_checks_page_properly() {
    let text = text_of_pdf(&pdf::report(&reports::deposit_slip(700), at(18, 42)));
    let pages = pages(&text);
    assert!(pages.len() <= 8, "{} pages", pages.len());
    for (place, page) in pages.iter().enumerate() {
        let (number, headings) = (
            format!("Page {} of {}", place + 1, pages.len()),
            page.matches("Routing").count(),
        );
        assert!(
            page.contains(&number) && page.contains("Printed 21 Nov 2026 18:42 · Seal 4be1c77a"),
            "{page}"
        );
        assert!(place == 0 || page.contains("Deposit slip · Ticket 000123"), "{page}");
        assert!(
            place == 0 || page.contains("in the order they lie (continued)"),
            "{page}"
        );
        assert_eq!(headings, 2, "{page}");
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    for place in 1..=700_usize {
        let check = [place.to_string(), (1_000 + place * 37).to_string()];
        let amount = Cents(reports::check_cents(place)).to_string();
        let listed = words
            .windows(4)
            .filter(|w| w[0] == check[0] && w[2] == check[1] && w[3] == amount);
        assert_eq!(listed.count(), 1, "check {place}");
    }
    for (nth, last) in [(1, 300), (2, 600), (3, 700)] {
        let page = pages
            .iter()
            .find(|page| page.contains(&format!("Bundle {nth}")))
            .expect("the bundle's total");
        let lines: Vec<&str> = page.lines().collect();
        let total = lines
            .iter()
            .position(|line| line.contains(&format!("Bundle {nth}")))
            .expect("a line");
        let number = format!(" {} ", 1_000 + last * 37);
        assert!(
            lines[total - 1].contains(&number),
            "bundle {nth} is parted from its last check:\n{page}"
        );
    }
    assert!(
        pages
            .last()
            .is_some_and(|page| page.contains("356,807.04") && page.contains("Received by")),
        "{text}"
    );
}

/// However many checks there are: no page begins with a total, none is without rows.
#[test]
fn no_total_is_parted_from_its_row() {
    for checks in (34..=52).chain((53..=150).step_by(7)).chain([299, 300, 301, 600, 601]) {
        let text = text_of_pdf(&pdf::report(&reports::deposit_slip(checks), at(18, 42)));
        for page in pages(&text) {
            let lines: Vec<&str> = page.lines().filter(|line| !line.trim().is_empty()).collect();
            for (nth, line) in lines.iter().enumerate().filter(|(_, line)| line.contains("Routing")) {
                let next = lines.get(nth + 1).copied().unwrap_or_default();
                let is_parted = next.contains("Bundle") || next.contains("Checks") || next.contains("Page");
                assert!(!is_parted, "{checks} checks: {line}\n{next}");
            }
        }
        assert_eq!(text.matches("Bundle").count(), checks.div_ceil(300), "{checks} checks");
    }
}

/// Amounts of a column end at one x, whatever their sign, size and weight.
#[test]
fn decimal_points_stand_under_each_other() {
    for (name, report, amounts_in_a_column) in [
        ("board", reports::board(12), 13),
        ("corrections", reports::corrections(), 8),
    ] {
        let words = words_of_pdf(&pdf::report(&report, at(18, 42)));
        let is_amount = |text: &str| text.len() > 3 && text.as_bytes()[text.len() - 3] == b'.';
        let mut ends: Vec<f64> = words
            .iter()
            .filter(|word| is_amount(&word.text))
            .map(|word| word.right)
            .collect();
        ends.sort_by(f64::total_cmp);
        let columns: Vec<&[f64]> = ends.chunk_by(|one, next| next - one < 4.0).collect();
        assert_eq!(columns.len(), report_figures(&report), "{name}");
        for column in columns {
            let spread = column[column.len() - 1] - column[0];
            assert!(spread < 0.05, "{name}: a column's amounts end {spread} pt apart");
            assert!(column.len() >= amounts_in_a_column, "{name}: {column:?}");
        }
    }
}

/// How many columns of amounts there are; counts have no decimal point.
fn report_figures(report: &Report) -> usize {
    let Some(Section::Table(table)) = report.sections.first() else {
        return 0;
    };
    let amounts = |place: usize| {
        table
            .rows
            .iter()
            .any(|row| matches!(row.cells.get(place), Some(Cell::Amount(_))))
    };
    (0..table.columns.len()).filter(|place| amounts(*place)).count()
}

/// Nothing lies beyond the edge of the paper or in the margin, whatever the texts are.
#[test]
fn nothing_is_clipped() {
    for (name, report) in reports::every() {
        for word in words_of_pdf(&pdf::report(&report, at(18, 42))) {
            let inside = word.left >= 39.0 && word.right <= word.page_width - 39.0;
            assert!(
                inside && word.top >= 30.0 && word.bottom <= word.page_height - 30.0,
                "{name}: {word:?}"
            );
        }
    }
}

/// Amounts stay whole in as many columns as there may be, and whatever stands beside them.
#[test]
fn ten_columns_of_great_amounts_fit() {
    let mut columns = vec![("Drawer", ColumnKind::Code), ("Cashier", ColumnKind::Words)];
    columns.extend([("Amount", ColumnKind::Figures); 10]);
    let mut table = Table::new("Wide", "None.", &columns);
    for (code, cents) in [("D01".to_owned(), -9_999_999_999), ("D".repeat(300), 123_456_789_012)] {
        let mut cells = vec![code.into(), "Bartholomew Featherstonehaugh".into()];
        cells.extend(vec![Cell::Amount(Cents(cents)); 10]);
        table.row(cells);
    }
    let report = Report {
        sections: vec![Section::Table(table)],
        ..reports::report("wide", "Wide", "")
    };
    let words = words_of_pdf(&pdf::report(&report, at(18, 42)));
    for amount in ["−99,999,999.99", "1,234,567,890.12"] {
        assert_eq!(words.iter().filter(|word| word.text == amount).count(), 10, "{amount}");
    }
    assert!(
        words.iter().all(|word| word.page_width == 792.0 && word.right <= 752.5),
        "{words:?}"
    );
}

/// Words without a space in them are broken rather than that columns leave the page, in every
/// number of columns and beside whatever stands there.
#[test]
fn words_that_never_end_stay_on_the_page() {
    for wide in 0..=6 {
        for long in [24, 40, 60, 200] {
            let mut columns = vec![("Request", ColumnKind::Code), ("Date", ColumnKind::Code)];
            columns.extend([("Pay to", ColumnKind::Words); 3]);
            columns.extend([("Reason", ColumnKind::Wide); 6][..wide].iter().copied());
            columns.extend([("Ledger", ColumnKind::Code), ("Amount", ColumnKind::Figures)]);
            let mut table = Table::new("To be paid", "None.", &columns);
            for sign in ["W", "i"] {
                let mut cells: Vec<Cell> = vec!["RF-000001".into(), "21 Nov 2026".into()];
                cells.extend(vec![Cell::from(sign.repeat(long)); 3 + wide]);
                cells.extend(["100-2030".into(), Cell::Amount(Cents(123_456_789))]);
                table.row(cells);
            }
            let report = Report {
                sections: vec![Section::Table(table)],
                ..reports::report("words", "Words", "")
            };
            let words = words_of_pdf(&pdf::report(&report, at(18, 42)));
            let out = words.iter().find(|word| word.right > word.page_width - 39.0);
            assert!(out.is_none(), "{wide} columns of {long}: {out:?}");
            assert_eq!(words.iter().filter(|word| word.text == "1,234,567.89").count(), 2);
        }
    }
}

/// A draft is marked on every page; a document that is none is not.
#[test]
fn a_notice_is_on_every_page() {
    let report = Report {
        notice: Some("Draft: not verified".to_owned()),
        ..reports::deposit_slip(200)
    };
    let text = text_of_pdf(&pdf::report(&report, at(18, 42)));
    let marked = |text: &str| {
        pages(text)
            .iter()
            .filter(|page| page.contains("Draft: not verified"))
            .count()
    };
    assert!(pages(&text).len() > 1);
    assert_eq!(marked(&text), pages(&text).len());
    assert_eq!(
        marked(&text_of_pdf(&pdf::report(&reports::deposit_slip(200), at(18, 42)))),
        0
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Any texts, any amounts, any widths: a document of finite length comes out.
    #[test]
    fn any_report_makes_a_pdf(
        texts in prop::collection::vec(any::<String>(), 6), cents in any::<i64>(), columns in 1..11_usize, rows in 0..60_usize,
    ) {
        let kinds = [ColumnKind::Words, ColumnKind::Code, ColumnKind::Figures];
        let headings: Vec<(&str, ColumnKind)> = (0..columns).map(|n| (texts[n % 6].as_str(), kinds[n % 3])).collect();
        let mut table = Table::new(&texts[0], &texts[1], &headings);
        for row in 0..rows {
            let cell = |n: usize| match n % 3 {
                0 => Cell::from(texts[(n + row) % 6].repeat(1 + row % 9)),
                1 => Cell::from(texts[row % 6].as_str()),
                _ => Cell::Amount(Cents(cents)),
            };
            let weight = [Weight::Plain, Weight::Strong, Weight::Subtotal, Weight::Total][row % 4];
            table.add(weight, (0..columns).map(cell).collect());
        }
        let report = Report {
            notice: Some(texts[2].clone()),
            facts: vec![(texts[3].clone(), texts[4].clone())],
            sections: vec![Section::Table(table)],
            ..reports::report(&texts[5], &texts[0], &texts[1])
        };
        prop_assert!(pdf::report(&report, at(18, 42)).starts_with(b"%PDF-"));
    }
}
