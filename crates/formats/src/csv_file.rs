//! Files of comma-separated values that end with control figures: a header `H`,
//! rows of one letter, a trailer `T` that says how many rows there are and what
//! they come to.

use chrono::NaiveDate;
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::text::clean_required;

use crate::csv_line;
use crate::fields::NUMBER_LENGTH;
use crate::lines::{self, Line, after_trailer, dashed_date, dollars, malformed, second_header, shortened, whole};

const TRAILER_FIELDS: usize = 3;

/// What tells one such format from another.
pub(crate) struct Format {
    /// The name and version that the header gives.
    pub(crate) name: &'static str,
    /// The fields of the header, its letter included.
    pub(crate) header_fields: usize,
    /// The letter that a row begins with.
    pub(crate) letter: &'static str,
    /// The fields of a row, its letter included.
    pub(crate) fields: usize,
    /// What the rows are, as a refusal says it.
    pub(crate) what: &'static str,
}

/// One line, taken apart.
pub(crate) struct Row {
    pub(crate) line: u64,
    fields: Vec<String>,
}

/// A file whose figures were compared.
pub(crate) struct CsvFile<I> {
    pub(crate) id: String,
    pub(crate) date: Option<NaiveDate>,
    pub(crate) items: Vec<I>,
    pub(crate) total: Cents,
}

/// Reads a file. `header` checks what the header says beyond format, identifier and
/// date; `item` makes a row into an item and its amount.
pub(crate) fn read<I>(
    lines: &[Line<'_>],
    format: &Format,
    header: impl FnOnce(&Row) -> Result<(), Refusal>,
    item: impl Fn(&Row) -> Result<(I, Cents), Refusal>,
) -> Result<CsvFile<I>, Refusal> {
    let Some((first, rest)) = lines.split_first() else {
        return Err(Refusal::BatchFileTruncated);
    };
    let (id, date) = read_header(&Row::new(first)?, format, header)?;
    let mut items: Vec<I> = Vec::with_capacity(rest.len());
    let mut total = Cents::ZERO;
    let mut said = None;
    for line in rest {
        let row = Row::new(line)?;
        match (row.field(0), said) {
            (_, Some(_)) => return Err(after_trailer(line.number)),
            (letter, None) if letter == format.letter => {
                row.expect(format.letter, format.fields)?;
                let (read, amount) = item(&row)?;
                total = total.plus(amount).map_err(|refusal| malformed(line.number, refusal))?;
                items.push(read);
            }
            ("T", None) => said = Some(row.trailer()?),
            ("H", None) => return Err(second_header(line.number)),
            (other, None) => {
                let (other, letter) = (shortened(other), format.letter);
                return Err(malformed(
                    line.number,
                    format!("'{other}' is not a kind of record; column 1 is H, {letter} or T"),
                ));
            }
        }
    }
    let said = said.ok_or(Refusal::BatchFileTruncated)?;
    lines::compare(format.what, said, (items.len() as u64, total))?;
    Ok(CsvFile { id, date, items, total })
}

fn read_header(
    row: &Row,
    format: &Format,
    header: impl FnOnce(&Row) -> Result<(), Refusal>,
) -> Result<(String, Option<NaiveDate>), Refusal> {
    if row.field(0) != "H" {
        return Err(malformed(row.line, "the file does not begin with its header, H"));
    }
    row.expect("H", format.header_fields)?;
    if row.field(1) != format.name {
        let (found, name) = (shortened(row.field(1)), format.name);
        return Err(malformed(
            row.line,
            format!("the format is '{found}', this program reads {name}"),
        ));
    }
    header(row)?;
    let id = clean_required("the file's identifier", row.field(2), NUMBER_LENGTH)
        .map_err(|refusal| malformed(row.line, refusal))?;
    Ok((id, row.date("the file's date", 3)?))
}

impl Row {
    fn new(line: &Line<'_>) -> Result<Row, Refusal> {
        let fields = csv_line::split(line.text).map_err(|problem| malformed(line.number, problem))?;
        Ok(Row {
            line: line.number,
            fields,
        })
    }

    fn expect(&self, kind: &str, expected: usize) -> Result<(), Refusal> {
        let found = self.fields.len();
        if found == expected {
            return Ok(());
        }
        Err(malformed(
            self.line,
            format!("a record of kind {kind} has {expected} fields, this one has {found}"),
        ))
    }

    /// A field by its place, the letter being 0; empty where there is none.
    pub(crate) fn field(&self, place: usize) -> &str {
        self.fields.get(place).map_or("", String::as_str)
    }

    /// A date that may be left out.
    pub(crate) fn date(&self, what: &str, place: usize) -> Result<Option<NaiveDate>, Refusal> {
        let given = self.field(place);
        if given.is_empty() {
            return Ok(None);
        }
        let malformed = || {
            malformed(
                self.line,
                format!("{what}: '{}' is not a date such as 2026-11-20", shortened(given)),
            )
        };
        dashed_date(given).ok_or_else(malformed).map(Some)
    }

    /// An amount by the grammar of amounts.
    pub(crate) fn amount(&self, place: usize) -> Result<Cents, Refusal> {
        Cents::parse("amount", self.field(place)).map_err(|refusal| malformed(self.line, refusal))
    }

    fn trailer(&self) -> Result<(u64, Cents), Refusal> {
        self.expect("T", TRAILER_FIELDS)?;
        let (Some(items), Some(total)) = (whole(self.field(1)), dollars(self.field(2))) else {
            return Err(malformed(self.line, "the trailer is not written as T,12,1234.56"));
        };
        Ok((items, total))
    }
}
