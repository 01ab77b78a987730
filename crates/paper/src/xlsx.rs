//! XLSX: a report as a workbook, one sheet for what it says in words and one
//! for each table.
//!
//! Amounts are numbers, codes and words are text and never formulas. The same
//! report gives the same bytes: the date is the one handed in.

mod sheet_name;

use chrono::{Datelike, NaiveDateTime, Timelike};
use counterfoil_domain::documents::report::{Cell, Column, ColumnKind, Report, Section, Table, Weight};
use counterfoil_domain::money::Cents;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, IgnoreError, Workbook, Worksheet, XlsxError,
};

use self::sheet_name::SheetNames;
use crate::inert::inert;
use crate::words::report as say;

/// The number format of amounts.
const AMOUNT: &str = "#,##0.00";
/// US Letter, by Excel's numbering.
const LETTER: u8 = 1;
/// Excel shows fifteen digits of a number and writes zeros for the others.
const DIGITS_SHOWN: u64 = 999_999_999_999_999;
/// Widths of columns, in characters.
const WIDTH_MIN: usize = 8;
const WIDTH_MAX: usize = 60;

/// A workbook could not be made: a text or a table is larger than the format takes.
#[derive(Debug, thiserror::Error)]
#[error("the workbook could not be made")]
pub struct NotMade(#[from] XlsxError);

/// The report as a workbook. `made_at` is its date, in the site's own time.
///
/// # Errors
/// [`NotMade`] where a text has more than 32,767 characters or a table more than
/// 1,048,575 rows.
pub fn report(report: &Report, made_at: NaiveDateTime) -> Result<Vec<u8>, NotMade> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(report, made_at)?);
    let mut names = SheetNames::default();
    words(
        workbook
            .add_worksheet()
            .set_name(names.name_for(say::SHEET.in_language(report.language)))?,
        report,
    )?;
    for section in &report.sections {
        if let Section::Table(table) = section {
            let sheet = workbook.add_worksheet().set_name(names.name_for(&table.title))?;
            tabulate(sheet, table)?;
        }
    }
    Ok(workbook.save_to_buffer()?)
}

fn properties(report: &Report, made_at: NaiveDateTime) -> Result<DocProperties, XlsxError> {
    let small = |number: u32| u8::try_from(number).unwrap_or(u8::MAX);
    let year = u16::try_from(made_at.year()).unwrap_or(u16::MAX);
    let hour = u16::try_from(made_at.hour()).unwrap_or(u16::MAX);
    let day = ExcelDateTime::from_ymd(year, small(made_at.month()), small(made_at.day()))?;
    let at = day.and_hms(hour, small(made_at.minute()), f64::from(made_at.second()))?;
    let properties = DocProperties::new()
        .set_title(inert(&report.title))
        .set_subject(inert(&report.subtitle))
        .set_author("Counterfoil")
        .set_creation_datetime(&at);
    Ok(properties)
}

/// Everything that the report says outside its tables, label beside value.
fn words(sheet: &mut Worksheet, report: &Report) -> Result<(), XlsxError> {
    let plain = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let label = Format::new().set_align(FormatAlign::Top);
    let bold = Format::new().set_bold();
    let title = Format::new().set_bold().set_font_size(16);
    let mut row = 0;
    let mut line = |format: &Format, texts: &[&str]| {
        for (column, text) in (0..).zip(texts) {
            let format = if column == 0 { format } else { &plain };
            sheet.write_string_with_format(row, column, inert(text), format)?;
        }
        row += 1;
        Ok::<(), XlsxError>(())
    };
    line(&title, &[&report.title])?;
    line(&bold, &[&report.subtitle])?;
    if let Some(notice) = &report.notice {
        line(&bold, &[notice])?;
    }
    for heading in &report.heading {
        line(&label, &[heading])?;
    }
    line(&label, &[])?;
    for (fact, value) in &report.facts {
        line(&label, &[fact, value])?;
    }
    for section in &report.sections {
        match section {
            Section::Table(_) => {}
            Section::Lines { title, lines } => {
                line(&label, &[])?;
                line(&bold, &[title])?;
                lines.iter().try_for_each(|text| line(&label, &[text]))?;
            }
            Section::Paragraphs(paragraphs) => {
                for paragraph in paragraphs {
                    line(&label, &[])?;
                    paragraph.lines().try_for_each(|text| line(&label, &[text]))?;
                }
            }
        }
    }
    line(&label, &[])?;
    if !report.statement.is_empty() {
        line(&label, &[&report.statement])?;
    }
    for (role, name) in &report.signatures {
        line(&label, &[role, name])?;
    }
    if let Some(seal) = &report.seal {
        line(&label, &[say::SEAL.in_language(report.language), seal])?;
    }
    let labels = report
        .facts
        .iter()
        .chain(&report.signatures)
        .map(|(label, _)| length(label));
    sheet.set_column_width(0, width(labels.max().unwrap_or(0)))?;
    let values = report.facts.iter().map(|(_, value)| length(value));
    sheet.set_column_width(1, width(values.max().unwrap_or(0)))?;
    for_paper(sheet);
    Ok(())
}

fn tabulate(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    for (column, place) in table.columns.iter().zip(0..) {
        sheet.write_string_with_format(0, place, inert(&column.heading), &heading(column))?;
    }
    let formats = Formats::new();
    for (row, nth) in table.rows.iter().zip(1..) {
        for ((cell, column), place) in row.cells.iter().zip(&table.columns).zip(0..) {
            write(sheet, (nth, place), cell, formats.of(column.kind, row.weight, cell))?;
        }
    }
    if table.rows.is_empty() {
        sheet.write_string(1, 0, inert(&table.nothing))?;
    }
    let last = u32::try_from(table.rows.len()).unwrap_or(u32::MAX).max(1);
    for (nth, place) in (0..table.columns.len()).zip(0..) {
        sheet.set_column_width(place, column_width(table, nth))?;
        // Receipts, checks and routing numbers are text although they are digits: no mark for it in each cell.
        sheet.ignore_error_range(0, place, last, place, IgnoreError::NumberStoredAsText)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_landscape();
    for_paper(sheet);
    Ok(())
}

fn for_paper(sheet: &mut Worksheet) {
    sheet.set_paper_size(LETTER);
    sheet.set_print_fit_to_pages(1, 0);
}

fn heading(column: &Column) -> Format {
    let format = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Bottom)
        .set_border_bottom(FormatBorder::Thin);
    match column.kind {
        ColumnKind::Figures => format.set_align(FormatAlign::Right),
        ColumnKind::Words | ColumnKind::Wide | ColumnKind::Code => format,
    }
}

/// The formats of cells, made once for a sheet.
struct Formats {
    /// For each weight: text, amount, count.
    of_weights: [[Format; 3]; 4],
    /// Words, which are wrapped, for each weight.
    words: [Format; 4],
}

impl Formats {
    fn new() -> Formats {
        let weights = [Weight::Plain, Weight::Strong, Weight::Subtotal, Weight::Total];
        let bases = weights.map(|weight| {
            let format = Format::new().set_align(FormatAlign::Top);
            match weight {
                Weight::Plain => format,
                Weight::Strong => format.set_bold(),
                Weight::Subtotal => format.set_bold().set_border_top(FormatBorder::Hair),
                Weight::Total => format.set_bold().set_border_top(FormatBorder::Thin),
            }
        });
        Formats {
            of_weights: bases.clone().map(|base| {
                let figures = base.clone().set_align(FormatAlign::Right);
                [
                    base,
                    figures.clone().set_num_format(AMOUNT),
                    figures.set_num_format("0"),
                ]
            }),
            words: bases.map(Format::set_text_wrap),
        }
    }

    fn of(&self, kind: ColumnKind, weight: Weight, cell: &Cell) -> &Format {
        let place = match weight {
            Weight::Plain => 0,
            Weight::Strong => 1,
            Weight::Subtotal => 2,
            Weight::Total => 3,
        };
        let [text, amount, count] = &self.of_weights[place];
        match (cell, kind) {
            (Cell::Amount(_), _) => amount,
            (Cell::Count(_), _) => count,
            (Cell::Empty | Cell::Text(_), ColumnKind::Words | ColumnKind::Wide) => &self.words[place],
            (Cell::Empty | Cell::Text(_), ColumnKind::Code) => text,
            (Cell::Empty | Cell::Text(_), ColumnKind::Figures) => amount,
        }
    }
}

fn write(sheet: &mut Worksheet, (row, column): (u32, u16), cell: &Cell, format: &Format) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => sheet.write_blank(row, column, format)?,
        Cell::Text(text) => sheet.write_string_with_format(row, column, inert(text), format)?,
        Cell::Amount(amount) => match exactly(*amount) {
            Some(number) => sheet.write_number_with_format(row, column, number, format)?,
            None => sheet.write_string_with_format(row, column, amount.to_string(), format)?,
        },
        Cell::Count(count) if *count <= DIGITS_SHOWN =>
        {
            #[expect(clippy::cast_precision_loss, reason = "fifteen digits are exact in an f64")]
            sheet.write_number_with_format(row, column, *count as f64, format)?
        }
        Cell::Count(count) => sheet.write_string_with_format(row, column, count.to_string(), format)?,
    };
    Ok(())
}

/// The amount as a number of fifteen digits, which a spreadsheet program reads
/// and shows to the cent; `None` for a greater one, which it would round.
fn exactly(amount: Cents) -> Option<f64> {
    if amount.0.unsigned_abs() > DIGITS_SHOWN {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "fifteen digits are exact in an f64")]
    let cents = amount.0 as f64;
    #[expect(
        clippy::float_arithmetic,
        reason = "one division, rounded to the number nearest the amount; it is written, never reckoned with"
    )]
    Some(cents / 100.0)
}

fn column_width(table: &Table, place: usize) -> f64 {
    let column = &table.columns[place];
    let cells = table
        .rows
        .iter()
        .filter_map(|row| row.cells.get(place))
        .map(|cell| match cell {
            Cell::Empty => 0,
            Cell::Text(text) => length(text),
            Cell::Amount(amount) => amount.to_string().chars().count(),
            Cell::Count(count) => count.to_string().len(),
        });
    let of_heading = column.heading.split(' ').map(length).max().unwrap_or(0);
    width(cells.max().unwrap_or(0).max(of_heading))
}

/// Room for so many characters: two more than there are, because bold and wide letters take more.
fn width(characters: usize) -> f64 {
    let width = (characters + 2).clamp(WIDTH_MIN, WIDTH_MAX);
    f64::from(u8::try_from(width).unwrap_or(u8::MAX))
}

fn length(text: &str) -> usize {
    text.chars().count()
}
