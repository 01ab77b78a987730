//! Reading a posting batch back: all of it, or nothing.

use chrono::{DateTime, Utc};
use counterfoil_domain::money::Cents;
use counterfoil_domain::posting_batch::{
    EntryPlace, PostingBatch, PostingKind, PostingLine, PostingStretch, PostingTotals,
};
use counterfoil_domain::refusal::Refusal;

use super::{FORMAT, Form, Sealed, Sealing, json};
use crate::csv_line;
use crate::lines::{
    Line, after_trailer, agree, dashed_date, dollars, malformed, second_header, shortened, split, whole,
};

/// A batch with its lines, proved against its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostingFile {
    /// What it says of itself.
    pub batch: PostingBatch,
    /// Its lines, in order.
    pub lines: Vec<PostingLine>,
    /// What its end says, which is what it holds.
    pub sealed: Sealed,
}

/// Reads back what [`super::Writer`] wrote.
///
/// # Errors
/// [`Refusal::BatchFileTruncated`], [`Refusal::BatchFileMalformed`], and
/// [`Refusal::BatchFileTotals`] where it does not hold what its end says.
pub fn read(form: Form, bytes: &[u8]) -> Result<PostingFile, Refusal> {
    let (file, said_net) = match form {
        Form::Csv => read_csv(bytes)?,
        Form::Json => read_json(bytes)?,
    };
    let (mut sealing, _) = Sealing::begin(&file.batch);
    for line in &file.lines {
        let too_large = |_| Refusal::AmountOutOfRange;
        sealing.line(line).map_err(too_large)?;
    }
    let (found, said) = (sealing.end(), &file.sealed);
    agree("lines", said.totals.lines, found.totals.lines)?;
    agree("paid", said.totals.paid, found.totals.paid)?;
    agree("taken back", said.totals.taken_back, found.totals.taken_back)?;
    agree("net", said_net, found.totals.net()?)?;
    agree("as its digest", &said.digest, &found.digest)?;
    Ok(file)
}

fn read_json(bytes: &[u8]) -> Result<(PostingFile, Cents), Refusal> {
    let whole: json::Whole = serde_json::from_slice(bytes).map_err(|cause| match cause.is_eof() {
        true => Refusal::BatchFileTruncated,
        false => malformed(cause.line() as u64, cause),
    })?;
    known(1, &whole.format)?;
    let file = PostingFile {
        batch: PostingBatch {
            city: whole.city,
            number: whole.number,
            made_at: whole.made_at,
            stretches: whole.stretches,
            unread: whole.unread,
            late: whole.late,
        },
        lines: whole.lines,
        sealed: Sealed {
            totals: whole.totals.totals,
            digest: whole.digest,
        },
    };
    Ok((file, whole.totals.net_cents))
}

fn read_csv(bytes: &[u8]) -> Result<(PostingFile, Cents), Refusal> {
    let lines = split(bytes)?;
    let (first, rest) = lines.split_first().ok_or(Refusal::BatchFileTruncated)?;
    let mut batch = header(first)?;
    let (mut postings, mut end) = (Vec::new(), None);
    for line in rest {
        if end.is_some() {
            return Err(after_trailer(line.number));
        }
        let fields = fields(line)?;
        match fields[0].as_str() {
            "S" => batch.stretches.push(stretch(line.number, fields)?),
            "U" => batch.unread.push(place(line.number, fields)?),
            "R" => batch.late.push(place(line.number, fields)?),
            "L" => postings.push(posting(line.number, fields)?),
            "T" => end = Some(trailer(line.number, fields)?),
            "H" => return Err(second_header(line.number)),
            other => {
                let problem = format!("'{}' is not a kind of record", shortened(other));
                return Err(malformed(line.number, problem));
            }
        }
    }
    let (sealed, net) = end.ok_or(Refusal::BatchFileTruncated)?;
    let lines = postings;
    Ok((PostingFile { batch, lines, sealed }, net))
}

fn known(line: u64, format: &str) -> Result<(), Refusal> {
    match format == FORMAT {
        true => Ok(()),
        false => {
            let problem = format!("the format is '{}', this program reads {FORMAT}", shortened(format));
            Err(malformed(line, problem))
        }
    }
}

fn fields(line: &Line<'_>) -> Result<Vec<String>, Refusal> {
    csv_line::split(line.text).map_err(|problem| malformed(line.number, problem))
}

/// Exactly so many fields.
fn expect<const COUNT: usize>(line: u64, fields: Vec<String>) -> Result<[String; COUNT], Refusal> {
    let found = fields.len();
    fields
        .try_into()
        .map_err(|_| malformed(line, format!("the record has {found} fields, not {COUNT}")))
}

fn number(line: u64, given: &str) -> Result<u64, Refusal> {
    whole(given).ok_or_else(|| malformed(line, format!("'{}' is not a number", shortened(given))))
}

fn instant(line: u64, given: &str) -> Result<DateTime<Utc>, Refusal> {
    let at = DateTime::parse_from_rfc3339(given).map(|at| at.to_utc());
    at.map_err(|_| malformed(line, format!("'{}' is not an instant", shortened(given))))
}

/// An amount, negative with a minus sign.
fn signed(line: u64, given: &str) -> Result<Cents, Refusal> {
    let amount = match given.strip_prefix('-') {
        Some(rest) => dollars(rest).map(Cents::negated),
        None => dollars(given),
    };
    amount.ok_or_else(|| malformed(line, format!("'{}' is not written as 1234.56", shortened(given))))
}

fn header(line: &Line<'_>) -> Result<PostingBatch, Refusal> {
    let fields = fields(line)?;
    if fields[0] != "H" {
        return Err(malformed(line.number, "the file does not begin with its header, H"));
    }
    let [_, format, city, nth, made_at] = expect(line.number, fields)?;
    known(line.number, &format)?;
    Ok(PostingBatch {
        city,
        number: number(line.number, &nth)?,
        made_at: instant(line.number, &made_at)?,
        stretches: Vec::new(),
        unread: Vec::new(),
        late: Vec::new(),
    })
}

fn stretch(line: u64, fields: Vec<String>) -> Result<PostingStretch, Refusal> {
    let [_, site, station, first, last] = expect(line, fields)?;
    let (first, last) = (number(line, &first)?, number(line, &last)?);
    Ok(PostingStretch {
        site,
        station,
        first,
        last,
    })
}

fn place(line: u64, fields: Vec<String>) -> Result<EntryPlace, Refusal> {
    let [_, site, station, seq] = expect(line, fields)?;
    let seq = number(line, &seq)?;
    Ok(EntryPlace { site, station, seq })
}

fn posting(line: u64, fields: Vec<String>) -> Result<PostingLine, Refusal> {
    let [_, site, station, seq, date, at, what, receipt, account, charge, amount] = expect(line, fields)?;
    let kind = PostingKind::ALL.into_iter().find(|kind| kind.code() == what);
    Ok(PostingLine {
        site,
        station,
        seq: number(line, &seq)?,
        business_date: dashed_date(&date).ok_or_else(|| malformed(line, "the business date is not one"))?,
        at: instant(line, &at)?,
        what: kind.ok_or_else(|| malformed(line, format!("'{}' is not known", shortened(&what))))?,
        receipt,
        account,
        charge: (!charge.is_empty()).then_some(charge),
        amount: signed(line, &amount)?,
    })
}

fn trailer(line: u64, fields: Vec<String>) -> Result<(Sealed, Cents), Refusal> {
    let [_, lines, paid, taken_back, net, digest] = expect(line, fields)?;
    let totals = PostingTotals {
        lines: number(line, &lines)?,
        paid: signed(line, &paid)?,
        taken_back: signed(line, &taken_back)?,
    };
    Ok((Sealed { totals, digest }, signed(line, &net)?))
}
