//! One record of 94 characters, and how its fields are read.

use chrono::NaiveDate;
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;

use super::WIDTH;
use crate::columns::Columns;
use crate::fields::all_digits;
use crate::lines::{Line, cents, malformed, plain_date, plain_date_seen, shortened, whole};

/// A record. Its first character is its kind.
pub(super) struct Record<'f> {
    pub(super) line: u64,
    columns: Columns<'f>,
}

impl<'f> Record<'f> {
    pub(super) fn new(line: &Line<'f>) -> Result<Record<'f>, Refusal> {
        Ok(Record {
            line: line.number,
            columns: Columns::new(line, WIDTH)?,
        })
    }

    pub(super) fn kind(&self) -> &'f str {
        self.at(1, 1)
    }

    /// What stands from a place on, as it stands there. Places are from 1, as the
    /// rules count them.
    pub(super) fn at(&self, from: usize, length: usize) -> &'f str {
        self.columns.at(from, length)
    }

    /// The same without the spaces around it.
    pub(super) fn text(&self, from: usize, length: usize) -> &'f str {
        self.at(from, length).trim_matches(' ')
    }

    pub(super) fn is_filling(&self) -> bool {
        self.at(1, WIDTH).bytes().all(|byte| byte == b'9')
    }

    /// A number that has all its digits, zeros before it.
    pub(super) fn number(&self, from: usize, length: usize) -> Result<u64, Refusal> {
        let given = self.at(from, length);
        whole(given).ok_or_else(|| self.problem(given, "a number"))
    }

    /// Cents, zeros before them.
    pub(super) fn cents(&self, from: usize, length: usize) -> Result<Cents, Refusal> {
        let given = self.at(from, length);
        cents(given).ok_or_else(|| self.problem(given, "an amount in cents"))
    }

    /// A date of six digits; none where there are spaces or zeros.
    pub(super) fn date(&self, from: usize) -> Result<Option<NaiveDate>, Refusal> {
        self.date_by(from, plain_date)
    }

    /// As [`Record::date`], of the century that it can be of in a file of that day.
    pub(super) fn date_seen(&self, from: usize, made_on: NaiveDate) -> Result<Option<NaiveDate>, Refusal> {
        self.date_by(from, |given| plain_date_seen(given, made_on))
    }

    fn date_by(&self, from: usize, read: impl Fn(&str) -> Option<NaiveDate>) -> Result<Option<NaiveDate>, Refusal> {
        match self.text(from, 6) {
            "" | "000000" => Ok(None),
            given => read(given)
                .map(Some)
                .ok_or_else(|| self.problem(given, "a date such as 261120")),
        }
    }

    /// A trace number: 15 digits, which say a bank and a number of its own.
    pub(super) fn trace(&self, from: usize) -> Result<&'f str, Refusal> {
        let given = self.at(from, 15);
        if all_digits(given) {
            return Ok(given);
        }
        Err(malformed(self.line, "a trace number is not of 15 digits"))
    }

    fn problem(&self, given: &str, what: &str) -> Refusal {
        malformed(self.line, format!("'{}' is not {what}", shortened(given)))
    }
}
