//! The documented CSV: a header `H`, payments `P`, a trailer `T`.

use chrono::NaiveDate;
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;

use super::item::Given;
use super::{BatchFileRead, BatchItem};
use crate::csv_file::{self, CsvFile, Format, Row};
use crate::csv_line;
use crate::lines::{self, Line, malformed, plain, shortened};

/// The documented format.
pub(super) const FORMAT: Format = Format {
    name: "counterfoil-payments-1",
    header_fields: 5,
    letter: "P",
    fields: 13,
    what: "payments",
};

pub(super) fn read(lines: &[Line<'_>], layout: &str) -> Result<BatchFileRead, Refusal> {
    let CsvFile { id, date, items, total } = csv_file::read(lines, &FORMAT, |row| of_layout(row, layout), payment)?;
    Ok(BatchFileRead { id, date, items, total })
}

fn of_layout(header: &Row, layout: &str) -> Result<(), Refusal> {
    let given = header.field(4);
    if given.trim().to_lowercase() == layout.to_lowercase() {
        return Ok(());
    }
    Err(malformed(
        header.line,
        format!("these are payments of '{}', not of {layout}", shortened(given)),
    ))
}

fn payment(row: &Row) -> Result<(BatchItem, Cents), Refusal> {
    let item = Given {
        line: row.line,
        account: row.field(1),
        amount: row.amount(2)?,
        tender: row.field(3),
        payer: row.field(4),
        reference: row.field(5),
        check_number: row.field(6),
        routing: row.field(7),
        check_account: row.field(8),
        brand: row.field(9),
        last_four: row.field(10),
        approval: row.field(11),
        paid_on: row.date("paid on", 12)?,
    }
    .checked()?;
    let amount = item.amount;
    Ok((item, amount))
}

/// Writes the documented CSV of a layout. Lines are numbered anew; everything else is
/// as [`super::read`] will hand it back, which is proved before the bytes are given.
///
/// # Errors
/// As [`super::read`], for what the format cannot carry.
pub fn write_csv(file: &BatchFileRead, layout: &str) -> Result<Vec<u8>, Refusal> {
    let date = |date: Option<NaiveDate>| date.map(|date| date.to_string()).unwrap_or_default();
    let mut text = csv_line::join(&["H", FORMAT.name, &file.id, &date(file.date), layout]);
    for item in &file.items {
        let part = |part: &'_ Option<String>| part.clone().unwrap_or_default();
        text += &csv_line::join(&[
            "P",
            &item.account,
            &plain(item.amount),
            &part(&item.tender),
            &part(&item.payer),
            &part(&item.reference),
            &part(&item.check_number),
            &part(&item.routing),
            &part(&item.check_account),
            &part(&item.brand),
            &part(&item.last_four),
            &part(&item.approval),
            &date(item.paid_on),
        ]);
    }
    text += &csv_line::join(&["T", &file.items.len().to_string(), &plain(file.total)]);
    prove(file, layout, &text)?;
    Ok(text.into_bytes())
}

fn prove(file: &BatchFileRead, layout: &str, text: &str) -> Result<(), Refusal> {
    let read = read(&lines::split(text.as_bytes())?, layout)?;
    if (&read.id, read.date) != (&file.id, file.date) {
        return Err(malformed(1, "the header holds what cannot be written"));
    }
    for (read, given) in read.items.iter().zip(&file.items) {
        let line = read.line;
        if *read != (BatchItem { line, ..given.clone() }) {
            return Err(malformed(line, "the payment holds what cannot be written"));
        }
    }
    Ok(())
}
