//! The documented CSV: a header `H`, payments `P`, a trailer `T`.

use chrono::NaiveDate;
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::text::clean_required;

use super::item::Given;
use super::{BatchFileRead, BatchItem, NUMBER_LENGTH};
use crate::csv_line;
use crate::lines::{
    self, Line, after_trailer, dashed_date, dollars, malformed, plain, second_header, shortened, whole,
};

/// The name and version that the header gives.
pub(super) const FORMAT: &str = "counterfoil-payments-1";

/// The fields of each kind of record, its letter included.
const HEADER_FIELDS: usize = 5;
const PAYMENT_FIELDS: usize = 13;
const TRAILER_FIELDS: usize = 3;

pub(super) fn read(lines: &[Line<'_>], layout: &str) -> Result<BatchFileRead, Refusal> {
    let Some((first, rest)) = lines.split_first() else {
        return Err(Refusal::BatchFileTruncated);
    };
    let (id, date) = header(first, layout)?;
    let mut items: Vec<BatchItem> = Vec::with_capacity(rest.len());
    let mut total = Cents::ZERO;
    let mut said = None;
    for line in rest {
        let fields = fields(line)?;
        match (fields[0].as_str(), said) {
            (_, Some(_)) => return Err(after_trailer(line.number)),
            ("P", None) => {
                let item = payment(line.number, &fields)?;
                total = total
                    .plus(item.amount)
                    .map_err(|refusal| malformed(line.number, refusal))?;
                items.push(item);
            }
            ("T", None) => said = Some(trailer(line.number, &fields)?),
            ("H", None) => return Err(second_header(line.number)),
            (other, None) => {
                let other = shortened(other);
                return Err(malformed(
                    line.number,
                    format!("'{other}' is not a kind of record; column 1 is H, P or T"),
                ));
            }
        }
    }
    let said = said.ok_or(Refusal::BatchFileTruncated)?;
    lines::compare(said, (items.len() as u64, total))?;
    Ok(BatchFileRead { id, date, items, total })
}

fn fields(line: &Line<'_>) -> Result<Vec<String>, Refusal> {
    csv_line::split(line.text).map_err(|problem| malformed(line.number, problem))
}

fn expect(line: u64, kind: char, expected: usize, fields: &[String]) -> Result<(), Refusal> {
    if fields.len() == expected {
        return Ok(());
    }
    let found = fields.len();
    Err(malformed(
        line,
        format!("a record of kind {kind} has {expected} fields, this one has {found}"),
    ))
}

fn header(line: &Line<'_>, layout: &str) -> Result<(String, Option<NaiveDate>), Refusal> {
    let fields = fields(line)?;
    let problem = |problem: String| Err(malformed(line.number, problem));
    if fields[0] != "H" {
        return problem("the file does not begin with its header, H".to_owned());
    }
    expect(line.number, 'H', HEADER_FIELDS, &fields)?;
    if fields[1] != FORMAT {
        return problem(format!(
            "the format is '{}', this program reads {FORMAT}",
            shortened(&fields[1])
        ));
    }
    if fields[4].trim().to_lowercase() != layout.to_lowercase() {
        return problem(format!(
            "these are payments of '{}', not of {layout}",
            shortened(&fields[4])
        ));
    }
    let id = clean_required("the file's identifier", &fields[2], NUMBER_LENGTH)
        .map_err(|refusal| malformed(line.number, refusal))?;
    Ok((id, date(line.number, "the file's date", &fields[3])?))
}

fn date(line: u64, what: &str, given: &str) -> Result<Option<NaiveDate>, Refusal> {
    if given.is_empty() {
        return Ok(None);
    }
    let malformed = || {
        malformed(
            line,
            format!("{what}: '{}' is not a date such as 2026-11-20", shortened(given)),
        )
    };
    dashed_date(given).ok_or_else(malformed).map(Some)
}

fn payment(line: u64, fields: &[String]) -> Result<BatchItem, Refusal> {
    expect(line, 'P', PAYMENT_FIELDS, fields)?;
    Given {
        line,
        account: &fields[1],
        amount: Cents::parse("amount", &fields[2]).map_err(|refusal| malformed(line, refusal))?,
        tender: &fields[3],
        payer: &fields[4],
        reference: &fields[5],
        check_number: &fields[6],
        routing: &fields[7],
        check_account: &fields[8],
        brand: &fields[9],
        last_four: &fields[10],
        approval: &fields[11],
        paid_on: date(line, "paid on", &fields[12])?,
    }
    .checked()
}

fn trailer(line: u64, fields: &[String]) -> Result<(u64, Cents), Refusal> {
    expect(line, 'T', TRAILER_FIELDS, fields)?;
    let (Some(items), Some(total)) = (whole(&fields[1]), dollars(&fields[2])) else {
        return Err(malformed(line, "the trailer is not written as T,12,1234.56"));
    };
    Ok((items, total))
}

/// Writes the documented CSV of a layout. Lines are numbered anew; everything else is
/// as [`super::read`] will hand it back, which is proved before the bytes are given.
///
/// # Errors
/// As [`super::read`], for what the format cannot carry.
pub fn write_csv(file: &BatchFileRead, layout: &str) -> Result<Vec<u8>, Refusal> {
    let date = |date: Option<NaiveDate>| date.map(|date| date.to_string()).unwrap_or_default();
    let mut text = csv_line::join(&["H", FORMAT, &file.id, &date(file.date), layout]);
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
