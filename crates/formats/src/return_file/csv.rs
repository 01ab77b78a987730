//! The documented CSV: a header `H`, returned items `R`, a trailer `T`.

use chrono::NaiveDate;
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;

use super::item::{self, Given};
use super::{ReturnFileRead, ReturnedItemRead};
use crate::csv_file::{self, CsvFile, Format, Row};
use crate::csv_line;
use crate::lines::{self, Line, malformed, plain, shortened};

/// The documented format.
pub(super) const FORMAT: Format = Format {
    name: "counterfoil-returns-1",
    header_fields: 4,
    letter: "R",
    fields: 14,
    what: "returned items",
};
/// What stands where something is so; nothing stands where it is not.
const YES: &str = "Y";

pub(super) fn read(lines: &[Line<'_>]) -> Result<ReturnFileRead, Refusal> {
    let CsvFile { id, date, items, total } = csv_file::read(lines, &FORMAT, |_| Ok(()), returned)?;
    Ok(ReturnFileRead {
        id,
        date,
        items,
        total,
        credits: Vec::new(),
        notices: Vec::new(),
    })
}

fn returned(row: &Row) -> Result<(ReturnedItemRead, Cents), Refusal> {
    let item = Given {
        line: row.line,
        amount: row.amount(1)?,
        reason: row.field(2),
        check_number: row.field(3),
        routing: row.field(4),
        account: row.field(5),
        trace: row.field(6),
        reference: row.field(7),
        paid_on: row.date("paid on", 8)?,
        payer: row.field(9),
        deposit: row.field(10),
        note: row.field(11),
        represented: is_so(row, "represented", 12)?,
        electronic: is_so(row, "electronic", 13)?,
    }
    .checked()?;
    let amount = item.amount;
    Ok((item, amount))
}

fn is_so(row: &Row, what: &str, place: usize) -> Result<bool, Refusal> {
    match row.field(place) {
        "" => Ok(false),
        YES => Ok(true),
        other => Err(malformed(
            row.line,
            format!("{what}: '{}' is neither {YES} nor empty", shortened(other)),
        )),
    }
}

/// Writes the documented CSV. Lines are numbered anew; everything else is as
/// [`super::read`] will hand it back, which is proved before the bytes are given.
///
/// # Errors
/// As [`super::read`], for what the format cannot carry: credits and notices among it.
pub fn write_csv(file: &ReturnFileRead) -> Result<Vec<u8>, Refusal> {
    let date = |date: Option<NaiveDate>| date.map(|date| date.to_string()).unwrap_or_default();
    let so = |is: bool| if is { YES } else { "" };
    let mut text = csv_line::join(&["H", FORMAT.name, &file.id, &date(file.date)]);
    for item in &file.items {
        let part = |part: &'_ Option<String>| part.clone().unwrap_or_default();
        text += &csv_line::join(&[
            "R",
            &plain(item.amount),
            &part(&item.reason),
            &part(&item.check_number),
            &part(&item.routing),
            &part(&item.account),
            &part(&item.trace),
            &part(&item.reference),
            &date(item.paid_on),
            &part(&item.payer),
            &part(&item.deposit),
            &part(&item.note),
            so(item.represented),
            so(item.electronic),
        ]);
    }
    text += &csv_line::join(&["T", &file.items.len().to_string(), &plain(file.total)]);
    prove(file, &read(&lines::split(text.as_bytes())?)?)?;
    Ok(text.into_bytes())
}

fn prove(file: &ReturnFileRead, read: &ReturnFileRead) -> Result<(), Refusal> {
    if (&read.id, read.date) != (&file.id, file.date) {
        return Err(malformed(1, "the header holds what cannot be written"));
    }
    if (&read.credits, &read.notices) != (&file.credits, &file.notices) {
        return Err(malformed(1, "credits and notices of change cannot be written"));
    }
    item::prove(&file.items, &read.items)
}
