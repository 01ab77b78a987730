//! Lines of fixed width, as a layout of the configuration describes them.

use chrono::NaiveDate;
use counterfoil_domain::config::{BatchField, FixedField, FixedLayout, RecordKind};
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::text::clean_required;

use super::item::Given;
use super::{BatchFileRead, BatchItem, NUMBER_LENGTH};
use crate::columns::Columns;
use crate::lines::{self, Line, after_trailer, cents, malformed, plain_date, second_header, shortened, whole};

pub(super) fn read(lines: &[Line<'_>], layout: &FixedLayout) -> Result<BatchFileRead, Refusal> {
    let mut header = None;
    let mut items: Vec<BatchItem> = Vec::with_capacity(lines.len());
    let mut total = Cents::ZERO;
    let mut said = None;
    for line in lines {
        let cut = Cut::new(line, layout)?;
        match (cut.kind()?, &header, said) {
            (_, _, Some(_)) => return Err(after_trailer(line.number)),
            (RecordKind::Header, None, None) => header = Some(cut.header()?),
            (RecordKind::Header, Some(_), None) => return Err(second_header(line.number)),
            (_, None, None) => return Err(malformed(line.number, "the file does not begin with its header")),
            (RecordKind::Detail, Some(_), None) => {
                let item = cut.payment()?;
                total = total
                    .plus(item.amount)
                    .map_err(|refusal| malformed(line.number, refusal))?;
                items.push(item);
            }
            (RecordKind::Trailer, Some(_), None) => said = Some(cut.trailer()?),
        }
    }
    let (Some((id, date)), Some(said)) = (header, said) else {
        return Err(Refusal::BatchFileTruncated);
    };
    lines::compare("payments", said, (items.len() as u64, total))?;
    Ok(BatchFileRead { id, date, items, total })
}

/// One line, to be cut into its fields.
struct Cut<'f> {
    line: u64,
    columns: Columns<'f>,
    layout: &'f FixedLayout,
}

impl<'f> Cut<'f> {
    fn new(line: &Line<'f>, layout: &'f FixedLayout) -> Result<Cut<'f>, Refusal> {
        Ok(Cut {
            line: line.number,
            columns: Columns::new(line, usize::from(layout.width))?,
            layout,
        })
    }

    fn at(&self, from: u16, length: u16) -> &'f str {
        self.columns.at(usize::from(from), usize::from(length))
    }

    fn kind(&self) -> Result<RecordKind, Refusal> {
        let layout = self.layout;
        match self.at(layout.mark_from, layout.mark_length) {
            mark if mark == layout.header => Ok(RecordKind::Header),
            mark if mark == layout.detail => Ok(RecordKind::Detail),
            mark if mark == layout.trailer => Ok(RecordKind::Trailer),
            other => Err(malformed(
                self.line,
                format!(
                    "'{}' marks no kind of line; {}, {} and {} do",
                    shortened(other),
                    layout.header,
                    layout.detail,
                    layout.trailer
                ),
            )),
        }
    }

    /// A field without the spaces around it; empty where the layout has none.
    fn field(&self, field: BatchField, on: RecordKind) -> &'f str {
        let place = self
            .layout
            .fields
            .iter()
            .find(|place| place.field == field && place.on == on);
        place.map_or("", |place| self.at(place.from, place.length).trim_matches(' '))
    }

    fn header(&self) -> Result<(String, Option<NaiveDate>), Refusal> {
        let id = self.field(BatchField::File, RecordKind::Header);
        let id = clean_required("the file's identifier", id, NUMBER_LENGTH)
            .map_err(|refusal| malformed(self.line, refusal))?;
        Ok((id, self.date(RecordKind::Header)?))
    }

    fn date(&self, on: RecordKind) -> Result<Option<NaiveDate>, Refusal> {
        let given = self.field(BatchField::Date, on);
        if given.is_empty() {
            return Ok(None);
        }
        let problem = || {
            malformed(
                self.line,
                format!("'{}' is not a date such as 20261120", shortened(given)),
            )
        };
        plain_date(given).ok_or_else(problem).map(Some)
    }

    fn payment(&self) -> Result<BatchItem, Refusal> {
        let on = RecordKind::Detail;
        let amount = self.field(BatchField::Amount, on);
        let problem = || malformed(self.line, format!("'{}' is not an amount in cents", shortened(amount)));
        Given {
            line: self.line,
            amount: cents(amount).ok_or_else(problem)?,
            account: self.field(BatchField::Account, on),
            tender: "",
            payer: self.field(BatchField::Payer, on),
            reference: self.field(BatchField::Reference, on),
            check_number: self.field(BatchField::CheckNumber, on),
            routing: self.field(BatchField::Routing, on),
            check_account: self.field(BatchField::CheckAccount, on),
            brand: self.field(BatchField::Brand, on),
            last_four: self.field(BatchField::LastFour, on),
            approval: self.field(BatchField::Approval, on),
            paid_on: self.date(on)?,
        }
        .checked()
    }

    fn trailer(&self) -> Result<(u64, Cents), Refusal> {
        let items = self.field(BatchField::Items, RecordKind::Trailer);
        let total = self.field(BatchField::Total, RecordKind::Trailer);
        match (whole(items), cents(total)) {
            (Some(items), Some(total)) => Ok((items, total)),
            _ => Err(malformed(
                self.line,
                "the trailer's number of payments and their total are not digits only",
            )),
        }
    }
}

pub(super) fn missing(code: &str) -> Refusal {
    invalid(code, "is of fixed width and says not where its fields stand")
}

fn invalid(code: &str, problem: &str) -> Refusal {
    Refusal::ConfigurationInvalid {
        problem: format!("batch_layouts: {code} {problem}"),
    }
}

/// Every mark and field lies on the line and overlaps nothing there, stands once on
/// a kind of line, and on one where it means something. Fields that must be there
/// are the configuration's to ask for.
pub(super) fn check(code: &str, layout: &FixedLayout) -> Result<(), Refusal> {
    let lies = |from: u16, length: u16| {
        from >= 1 && length >= 1 && u32::from(from) + u32::from(length) - 1 <= u32::from(layout.width)
    };
    if !lies(layout.mark_from, layout.mark_length) {
        return Err(invalid(code, "has the mark of a line outside the line"));
    }
    for (place, field) in layout.fields.iter().enumerate() {
        let FixedField {
            field: holds,
            on,
            from,
            length,
        } = field;
        if !lies(*from, *length) {
            return Err(invalid(code, &format!("has {holds:?} outside the line")));
        }
        if !stands(*holds, *on) {
            return Err(invalid(
                code,
                &format!("has {holds:?} on its {on:?} line, where it means nothing"),
            ));
        }
        if *holds == BatchField::Date && ![6, 8].contains(length) {
            return Err(invalid(code, "has a date that is not six or eight long"));
        }
        if overlap((*from, *length), (layout.mark_from, layout.mark_length)) {
            return Err(invalid(
                code,
                &format!("has {holds:?} where the mark of the line stands"),
            ));
        }
        for other in layout.fields[..place].iter().filter(|other| other.on == *on) {
            if other.field == *holds {
                return Err(invalid(code, &format!("has {holds:?} twice on its {on:?} line")));
            }
            if overlap((*from, *length), (other.from, other.length)) {
                return Err(invalid(code, &format!("has {holds:?} where {:?} stands", other.field)));
            }
        }
    }
    Ok(())
}

/// Where a field means something.
fn stands(field: BatchField, on: RecordKind) -> bool {
    match field {
        BatchField::File => on == RecordKind::Header,
        BatchField::Date => on != RecordKind::Trailer,
        BatchField::Items | BatchField::Total => on == RecordKind::Trailer,
        BatchField::Account
        | BatchField::Amount
        | BatchField::Payer
        | BatchField::Reference
        | BatchField::CheckNumber
        | BatchField::Routing
        | BatchField::CheckAccount
        | BatchField::Brand
        | BatchField::LastFour
        | BatchField::Approval => on == RecordKind::Detail,
    }
}

/// Whether two stretches, each a beginning and a length, share a place.
fn overlap(one: (u16, u16), other: (u16, u16)) -> bool {
    let end = |(from, length): (u16, u16)| u32::from(from) + u32::from(length);
    u32::from(one.0) < end(other) && u32::from(other.0) < end(one)
}
