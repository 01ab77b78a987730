//! Records, put together of their lines and taken apart into their fields.

use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;

use crate::lines::{Line, cents, malformed, shortened, whole};

/// A record with its continuations.
pub(crate) struct Record<'f> {
    /// Its kind: `16`.
    pub(crate) code: &'f str,
    /// The line that it begins on.
    pub(crate) line: u64,
    /// How many lines it has: what trailers count.
    pub(crate) lines: u64,
    /// Its fields, parted by commas, the kind left out.
    text: String,
    /// Whether its last line was ended by a slash.
    closed: bool,
}

/// Records of the lines. A record ends with `/` before the line's end; only the text
/// of a transaction may end without. What follows in an `88` is the next field where
/// the line before it ended with `/`, and more of the same text where it did not.
pub(crate) fn assemble<'f>(lines: &[Line<'f>]) -> Result<Vec<Record<'f>>, Refusal> {
    let mut records: Vec<Record<'f>> = Vec::with_capacity(lines.len());
    for line in lines {
        // Records of fixed length are filled up with spaces.
        let given = line.text.trim_end_matches(' ');
        let Some((code, rest)) = given.split_once(',') else {
            return Err(malformed(line.number, "the line is not a record, such as 16,116,…"));
        };
        let (text, closed) = match rest.strip_suffix('/') {
            Some(text) => (text, true),
            None => (rest, false),
        };
        match (code, records.last_mut()) {
            ("88", Some(record)) => record.go_on(line, text, closed)?,
            ("88", None) => return Err(malformed(line.number, "the file does not begin with its header, 01")),
            ("01" | "02" | "03" | "16" | "49" | "98" | "99", _) => {
                records.last().map_or(Ok(()), Record::check_closed)?;
                records.push(Record {
                    code,
                    line: line.number,
                    lines: 1,
                    text: text.to_owned(),
                    closed,
                });
            }
            (other, _) => {
                let other = shortened(other);
                return Err(malformed(line.number, format!("'{other}' is not a kind of record")));
            }
        }
    }
    records.last().map_or(Ok(()), Record::check_closed)?;
    Ok(records)
}

impl<'f> Record<'f> {
    fn go_on(&mut self, line: &Line<'_>, text: &str, closed: bool) -> Result<(), Refusal> {
        if self.code == "99" {
            return Err(malformed(line.number, "something follows the trailer"));
        }
        self.check_closed()?;
        self.text.push(if self.closed { ',' } else { ' ' });
        self.text.push_str(text);
        self.lines += 1;
        self.closed = closed;
        Ok(())
    }

    fn check_closed(&self) -> Result<(), Refusal> {
        if self.closed || self.code == "16" {
            return Ok(());
        }
        Err(malformed(self.line, format!("a record {} must end with /", self.code)))
    }

    /// Its fields.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &str> {
        self.text.split(',')
    }

    /// Its fields, of which a record of this kind has a fixed number.
    pub(crate) fn fields_of<const COUNT: usize>(&self, code: &str) -> Result<[&str; COUNT], Refusal> {
        let fields: Vec<&str> = self.fields().collect();
        let found = fields.len();
        <[&str; COUNT]>::try_from(fields).map_err(|_| {
            let problem = format!("a record {code} has {COUNT} fields after its kind, this one has {found}");
            malformed(self.line, problem)
        })
    }

    /// A number of records, accounts or groups.
    pub(crate) fn count(&self, given: &str) -> Result<u64, Refusal> {
        whole(given).ok_or_else(|| malformed(self.line, format!("'{}' is not a number", shortened(given))))
    }

    /// An amount in cents that may have a sign.
    pub(crate) fn signed(&self, given: &str) -> Result<Cents, Refusal> {
        let amount = match given.strip_prefix('-') {
            Some(negative) => cents(negative).map(Cents::negated),
            None => cents(given.strip_prefix('+').unwrap_or(given)),
        };
        amount.ok_or_else(|| malformed(self.line, format!("'{}' is not an amount in cents", shortened(given))))
    }
}

/// Passes over what follows a funds type: when the money is at hand, which does not
/// matter here. `None` where it is not written as the type wants it.
pub(crate) fn pass_availability<'r>(fields: &mut impl Iterator<Item = &'r str>, funds: &str) -> Option<()> {
    let number = |field: Option<&str>| match field {
        None | Some("") => Some(0),
        Some(digits) => whole(digits),
    };
    let following = match funds {
        "" | "0" | "1" | "2" | "Z" => 0,
        "V" => 2,
        "S" => 3,
        // How many days there are, then day and amount of each.
        "D" => number(fields.next())?
            .checked_mul(2)
            .filter(|following| *following <= 200)?,
        _ => return None,
    };
    for _ in 0..following {
        number(fields.next())?;
    }
    Some(())
}
