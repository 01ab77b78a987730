//! Reports as XLSX and CSV, read back by readers that others wrote.

mod samples;

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use counterfoil_domain::documents::report::{Cell, ColumnKind, Report, Section, Table, Weight};
use counterfoil_domain::money::{Cents, MAX_EXACT};
use counterfoil_paper::{csv, xlsx};
use proptest::prelude::*;
use samples::{at, reports};

fn workbook(report: &Report) -> Xlsx<Cursor<Vec<u8>>> {
    let bytes = xlsx::report(report, at(18, 42)).expect("a workbook");
    open_workbook_from_rs(Cursor::new(bytes)).expect("calamine reads it")
}

fn tables(report: &Report) -> Vec<&Table> {
    let sections = report.sections.iter();
    sections
        .filter_map(|section| match section {
            Section::Table(table) => Some(table),
            Section::Lines { .. } | Section::Paragraphs(_) => None,
        })
        .collect()
}

/// The records of a CSV file, headings first, each with as many fields as the first.
fn records(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
    let records = reader.records().map(|record| record.expect("a record"));
    records
        .map(|record| record.iter().map(str::to_owned).collect())
        .collect()
}

/// A number in cents, where it is the number nearest to a whole of them.
fn in_cents(number: f64) -> i64 {
    let shown = format!("{number:.2}");
    assert_eq!(shown.parse::<f64>().expect("a number"), number, "more than cents");
    shown.replace('.', "").parse().expect("whole cents")
}

fn begins_a_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

#[test]
fn every_cell_of_every_table_is_in_the_workbook() {
    for (name, report) in reports::every() {
        let mut workbook = workbook(&report);
        let names = workbook.sheet_names();
        let tables = tables(&report);
        assert_eq!(names.len(), 1 + tables.len(), "{name}");
        for (table, sheet) in tables.into_iter().zip(&names[1..]) {
            let range = workbook.worksheet_range(sheet).expect("a sheet");
            let at = |row: usize, column: usize| {
                let place = (
                    u32::try_from(row).expect("a row"),
                    u32::try_from(column).expect("a column"),
                );
                range.get_value(place).cloned().unwrap_or(Data::Empty)
            };
            if table.rows.is_empty() {
                assert_ne!(at(1, 0), Data::Empty, "{name}: nothing is said");
            }
            for (row, nth) in table.rows.iter().zip(1..) {
                for (place, cell) in row.cells.iter().enumerate() {
                    let read = at(nth, place);
                    match (cell, &read) {
                        (Cell::Empty, Data::Empty) => {}
                        (Cell::Amount(amount), Data::Float(number)) => {
                            assert_eq!(in_cents(*number), amount.0, "{name}")
                        }
                        (Cell::Amount(amount), Data::String(text)) => {
                            assert!(amount.0.unsigned_abs() >= 1_000_000_000_000_000, "{name}: {text}");
                            assert_eq!(*text, amount.to_string(), "{name}");
                        }
                        (Cell::Count(count), Data::Float(number)) => assert_eq!(number.to_string(), count.to_string()),
                        (Cell::Count(count), Data::String(text)) => {
                            assert!(*count >= 1_000_000_000_000_000, "{name}: {text}");
                        }
                        (Cell::Text(given), Data::String(text)) => {
                            assert!(!begins_a_formula(text), "{name}: {text}");
                            assert!(
                                begins_a_formula(given) || given.chars().any(char::is_control) || {
                                    let plain: String = given
                                        .chars()
                                        .filter(|c| !"\u{202e}\u{202c}\u{200b}".contains(*c))
                                        .collect();
                                    plain == *text
                                },
                                "{name}: {given:?} became {text:?}"
                            );
                        }
                        _ => panic!("{name}: {cell:?} became {read:?}"),
                    }
                }
            }
        }
    }
}

/// What stands outside the tables: facts, lines, who signs, the seal.
#[test]
fn the_first_sheet_says_what_the_report_says() {
    let report = Report {
        notice: Some("A copy".to_owned()),
        ..reports::deposit_slip(2)
    };
    let range = workbook(&report).worksheet_range("Report").expect("a sheet");
    let lines: Vec<String> = range
        .rows()
        .map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>().join("|"))
        .collect();
    for said in [
        "Deposit slip|",
        "A copy|",
        "Account|•••• 4471",
        "Bag|B-7710-0042",
        "Verified by|Daniel Okafor",
        "Seal|4be1c77a",
    ] {
        assert!(lines.iter().any(|line| line == said), "{said} is not in {lines:#?}");
    }
    assert!(lines.contains(&format!("{}|", report.statement)), "{lines:#?}");
}

#[test]
fn no_cell_is_a_formula() {
    let mut workbook = workbook(&reports::hostile());
    for sheet in workbook.sheet_names() {
        let formulas = workbook.worksheet_formula(&sheet).expect("a sheet");
        assert!(formulas.is_empty(), "{sheet}: {formulas:?}");
        for (_, _, cell) in workbook.worksheet_range(&sheet).expect("a sheet").used_cells() {
            if let Data::String(text) = cell {
                assert!(!begins_a_formula(text), "{sheet}: {text}");
                assert!(
                    !text.chars().any(|c| c.is_control() || c == '\u{202e}'),
                    "{sheet}: {text:?}"
                );
            }
        }
    }
    for (name, bytes) in csv::report(&reports::hostile()) {
        assert!(!name.contains(['/', '\\', '=']) && !name.starts_with('.'), "{name}");
        for (nth, record) in records(&bytes).into_iter().enumerate() {
            for (place, field) in record.into_iter().enumerate() {
                // The only fields that may begin with a minus sign are amounts.
                let is_amount = nth > 0 && place == 2 && field.parse::<f64>().is_ok();
                assert!(is_amount || !begins_a_formula(&field), "{name}: {field}");
            }
        }
    }
}

#[test]
fn the_same_report_gives_the_same_bytes_and_its_date() {
    for (name, report) in reports::every() {
        let [one, other] = [(); 2].map(|()| xlsx::report(&report, at(18, 42)).expect("a workbook"));
        assert!(one == other, "{name}");
        assert!(
            one != xlsx::report(&report, at(18, 43)).expect("a workbook"),
            "{name}: the date is not in it"
        );
        assert!(csv::report(&report) == csv::report(&report), "{name}");
    }
}

#[test]
fn every_cell_of_every_table_is_in_its_csv_file() {
    for (name, report) in reports::every() {
        let files = csv::report(&report);
        let tables = tables(&report);
        assert_eq!(files.len(), tables.len(), "{name}");
        let names: BTreeSet<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names.len(), files.len(), "{name}: two files of one name");
        for (table, (file, bytes)) in tables.into_iter().zip(&files) {
            let text = std::str::from_utf8(bytes).expect("UTF-8");
            assert!(
                text.ends_with("\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']),
                "{file}: CRLF"
            );
            let records = records(bytes);
            assert_eq!(records.len(), 1 + table.rows.len(), "{file}");
            for (row, record) in table.rows.iter().zip(&records[1..]) {
                assert_eq!(record.len(), row.cells.len(), "{file}");
                for (cell, field) in row.cells.iter().zip(record) {
                    match cell {
                        Cell::Empty => assert_eq!(field, "", "{file}"),
                        Cell::Amount(amount) => {
                            let (whole, cents) = field.split_once('.').expect("a decimal point");
                            assert_eq!(cents.len(), 2, "{file}: {field}");
                            assert_eq!(format!("{whole}{cents}").parse(), Ok(amount.0), "{file}: {field}");
                        }
                        Cell::Count(count) => assert_eq!(field.parse(), Ok(*count), "{file}"),
                        Cell::Text(text) if begins_a_formula(text) => {
                            assert!(field.starts_with('\''), "{file}: {field}")
                        }
                        Cell::Text(text) => assert_eq!(field.is_empty(), text.is_empty(), "{file}"),
                    }
                }
            }
        }
    }
}

#[test]
fn a_csv_file_to_the_byte() {
    let columns = [
        ("Check", ColumnKind::Code),
        ("What", ColumnKind::Words),
        ("Amount", ColumnKind::Figures),
    ];
    let mut table = Table::new("Checks returned", "None.", &columns);
    table.row(vec!["1037".into(), "Said \"no\", twice".into(), Cents(-123_456).into()]);
    table.row(vec!["=1037".into(), "Núñez".into(), Cell::Empty]);
    table.add(Weight::Total, vec![2_u32.into(), Cell::Empty, Cents(5).into()]);
    let empty = Table::new("Checks returned", "None.", &columns);
    let report = Report {
        sections: vec![Section::Table(table), Section::Table(empty)],
        ..reports::report("returns-2026-11-21", "Returns", "")
    };
    let headings = "Check,What,Amount\r\n";
    let rows = "1037,\"Said \"\"no\"\", twice\",-1234.56\r\n'=1037,Núñez,\r\n2,,0.05\r\n";
    let expected = [
        (
            "returns-2026-11-21-checks-returned.csv".to_owned(),
            format!("{headings}{rows}").into_bytes(),
        ),
        (
            "returns-2026-11-21-checks-returned-2.csv".to_owned(),
            headings.as_bytes().to_vec(),
        ),
    ];
    assert_eq!(csv::report(&report), expected);
}

fn one_amount(cents: i64) -> Report {
    let mut table = Table::new("Amounts", "None.", &[("Amount", ColumnKind::Figures)]);
    table.row(vec![Cents(cents).into()]);
    Report {
        sections: vec![Section::Table(table)],
        ..reports::report("amounts", "Amounts", "")
    }
}

fn read_back(cents: i64) -> Data {
    let range = workbook(&one_amount(cents))
        .worksheet_range("Amounts")
        .expect("a sheet");
    range.get_value((1, 0)).cloned().unwrap_or(Data::Empty)
}

#[test]
fn amounts_too_great_for_fifteen_digits_are_text() {
    assert_eq!(read_back(999_999_999_999_999), Data::Float(9_999_999_999_999.99));
    assert_eq!(read_back(-999_999_999_999_999), Data::Float(-9_999_999_999_999.99));
    assert_eq!(
        read_back(1_000_000_000_000_000),
        Data::String("10,000,000,000,000.00".to_owned())
    );
    assert_eq!(read_back(-MAX_EXACT), Data::String("−90,071,992,547,409.91".to_owned()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_amount_loses_a_cent(cents in prop_oneof![-99_999_999_999..=99_999_999_999_i64, -999_999_999_999_999..=999_999_999_999_999_i64]) {
        match read_back(cents) {
            Data::Float(number) => prop_assert_eq!(in_cents(number), cents),
            other => prop_assert!(false, "{:?}", other),
        }
    }

    #[test]
    fn any_texts_are_written(title in any::<String>(), text in any::<String>(), heading in any::<String>()) {
        let mut table = Table::new(&title, &text, &[(&heading, ColumnKind::Words)]);
        table.row(vec![Cell::Text(text.clone())]);
        let report = Report {
            sections: vec![Section::Table(table.clone()), Section::Table(table)],
            notice: Some(text.clone()),
            facts: vec![(heading, text.clone())],
            ..reports::report(&title, &title, &text)
        };
        prop_assert_eq!(workbook(&report).sheet_names().len(), 3);
        prop_assert_eq!(csv::report(&report).len(), 2);
    }
}
