//! What files with a trailer share: lines, numbers, dates, and how a fault is named.

use std::fmt::Display;

use chrono::{Months, NaiveDate};
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::text::holds_card_number;

/// The longest line, in bytes, its end not counted.
pub(crate) const LINE_LENGTH: usize = 4_096;

/// How far ahead of its file a date of two digits for its year may be.
const AHEAD: Months = Months::new(20 * 12);

/// A line with its number, from 1, and without its end.
#[derive(Clone, Copy)]
pub(crate) struct Line<'f> {
    pub(crate) number: u64,
    pub(crate) text: &'f str,
}

/// The lines of a file, each ended by LF or CR LF; a byte order mark does not matter.
pub(crate) fn split(bytes: &[u8]) -> Result<Vec<Line<'_>>, Refusal> {
    split_where(bytes, |_| false)
}

/// As [`split`], but that the last line may lack its end where it is whole by
/// `is_whole`, which is asked only then.
pub(crate) fn split_where(bytes: &[u8], is_whole: impl FnOnce(&[u8]) -> bool) -> Result<Vec<Line<'_>>, Refusal> {
    let bytes = without_mark(bytes);
    if let Some(ended) = bytes.strip_suffix(b"\n") {
        return numbered(ended);
    }
    let last = bytes.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
    if !is_whole(last.strip_suffix(b"\r").unwrap_or(last)) {
        return Err(Refusal::BatchFileTruncated);
    }
    numbered(bytes)
}

fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes)
}

fn numbered(whole: &[u8]) -> Result<Vec<Line<'_>>, Refusal> {
    (1..)
        .zip(whole.split(|byte| *byte == b'\n'))
        .map(|(number, line)| {
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if line.len() > LINE_LENGTH {
                return Err(malformed(
                    number,
                    format!("the line is longer than {LINE_LENGTH} bytes"),
                ));
            }
            let text = std::str::from_utf8(line).map_err(|_| malformed(number, "the line is not UTF-8"))?;
            if text.trim().is_empty() {
                return Err(malformed(number, "the line is empty; take it out"));
            }
            Ok(Line { number, text })
        })
        .collect()
}

/// A fault of a line. What it repeats of the file is never a card number.
pub(crate) fn malformed(line: u64, problem: impl Display) -> Refusal {
    let problem = match problem.to_string() {
        said if holds_card_number(&said) => "a field holds a card number; take it out".to_owned(),
        said => said,
    };
    Refusal::BatchFileMalformed { line, problem }
}

pub(crate) fn after_trailer(line: u64) -> Refusal {
    malformed(
        line,
        "something follows the trailer; two files may have been put together",
    )
}

pub(crate) fn second_header(line: u64) -> Refusal {
    malformed(line, "there is a second header; two files were put together")
}

/// Compares payments, or what else a file holds, with what its trailer says of them.
pub(crate) fn compare(what: &str, said: (u64, Cents), found: (u64, Cents)) -> Result<(), Refusal> {
    agree(what, said.0, found.0)?;
    agree("in total", said.1, found.1)
}

/// Compares one control figure.
pub(crate) fn agree<T: PartialEq + Display>(what: &str, said: T, found: T) -> Result<(), Refusal> {
    if said == found {
        return Ok(());
    }
    Err(Refusal::BatchFileTotals {
        what: what.to_owned(),
        said: said.to_string(),
        found: found.to_string(),
    })
}

/// Digits only, at most 15, so that no sum of two leaves what is exact.
pub(crate) fn whole(given: &str) -> Option<u64> {
    let digits = (1..=15).contains(&given.len()) && given.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| given.parse().ok())?
}

/// Cents without a point.
pub(crate) fn cents(given: &str) -> Option<Cents> {
    Some(Cents(i64::try_from(whole(given)?).ok()?))
}

/// A control total in dollars: digits, a point, two digits. Nothing may be left out,
/// so that one that was cut off does not read as a smaller one.
pub(crate) fn dollars(given: &str) -> Option<Cents> {
    let (dollars, cents) = given.split_once('.')?;
    let cents = (cents.len() == 2).then(|| whole(cents))??;
    let all = whole(dollars)?.checked_mul(100)?.checked_add(cents)?;
    Cents::ZERO.plus(Cents(i64::try_from(all).ok()?)).ok()
}

/// `2026-11-20`, nothing left out.
pub(crate) fn dashed_date(given: &str) -> Option<NaiveDate> {
    let plain = given.len() == 10 && given.as_bytes()[0].is_ascii_digit();
    plain.then(|| NaiveDate::parse_from_str(given, "%Y-%m-%d").ok())?
}

/// `20261120`, or `261120` of this century.
pub(crate) fn plain_date(given: &str) -> Option<NaiveDate> {
    whole(given)?;
    match given.len() {
        8 => NaiveDate::parse_from_str(given, "%Y%m%d").ok(),
        6 => NaiveDate::parse_from_str(&format!("20{given}"), "%Y%m%d").ok(),
        _ => None,
    }
}

/// As [`plain_date`], of a file that was made on a day: what would be more than twenty
/// years after it is of the century before.
pub(crate) fn plain_date_seen(given: &str, made_on: NaiveDate) -> Option<NaiveDate> {
    let date = plain_date(given)?;
    if given.len() == 6 && date > made_on.checked_add_months(AHEAD)? {
        return plain_date(&format!("19{given}"));
    }
    Some(date)
}

/// What a message may repeat of a bad field: short, and nothing that acts on a terminal.
pub(crate) fn shortened(given: &str) -> String {
    given.chars().filter(|c| !c.is_control()).take(24).collect()
}

/// `1234.56`, without thousands commas. What is negative is written as such, and refused.
pub(crate) fn plain(amount: Cents) -> String {
    let sign = if amount < Cents::ZERO { "-" } else { "" };
    let magnitude = amount.0.unsigned_abs();
    format!("{sign}{}.{:02}", magnitude / 100, magnitude % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_century_of_a_date() {
        let made_on = plain_date("261120").unwrap();
        for (given, date) in [
            ("261120", "2026-11-20"),
            ("000101", "2000-01-01"),
            ("461120", "2046-11-20"),
            ("461121", "1946-11-21"),
            ("900615", "1990-06-15"),
            ("991231", "1999-12-31"),
            ("20900615", "2090-06-15"),
        ] {
            assert_eq!(plain_date_seen(given, made_on), dashed_date(date), "{given}");
        }
        for bad in ["901301", "9006", "", "+90615"] {
            assert_eq!(plain_date_seen(bad, made_on), None, "{bad}");
        }
    }
}
