//! BAI2, as banks report what happened on an account: the layout of *Cash Management
//! Balance Reporting Specifications, Version 2* (Bank Administration Institute),
//! sections 2 and 3 and appendix A.
//!
//! File 01 … 99, in it groups 02 … 98, in them accounts 03 … 49, in them
//! transactions 16; a record goes on in records 88. Every trailer says how many
//! records it ends and what their amounts come to, and all of that is checked here.
//! What the transactions mean is the matter of who reads them, an [`Accounts`].

pub(crate) mod labels;
mod records;
mod transaction;

use std::iter::Peekable;
use std::vec;

use chrono::NaiveDate;
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::text::{NAME_LENGTH, clean_required};

use self::records::{Record, assemble, pass_availability};
use crate::lines::{
    self, Line, after_trailer, agree, malformed, plain_date, plain_date_seen, second_header, shortened, whole,
};

pub(crate) use self::transaction::Transaction;

/// What a file says of itself.
pub(crate) struct Heading {
    /// Sender, date and number.
    pub(crate) id: String,
    pub(crate) date: NaiveDate,
    /// The line of its trailer.
    pub(crate) ends_on: u64,
}

/// A summary or a balance beside an account.
pub(crate) struct Summary {
    pub(crate) code: String,
    pub(crate) amount: Cents,
    /// How many items it sums up, where it says so.
    pub(crate) items: Option<u64>,
}

/// An account as it begins.
pub(crate) struct Account {
    /// The date that its group is of.
    pub(crate) as_of: NaiveDate,
    pub(crate) summaries: Vec<Summary>,
}

/// Who makes something of the accounts of a file, one after the other. A refusal
/// refuses the file.
pub(crate) trait Accounts {
    /// An account begins.
    fn begin(&mut self, account: Account);

    /// A transaction of it that has an amount.
    fn transaction(&mut self, transaction: Transaction) -> Result<(), Refusal>;

    /// It ends, its control figures are right. `place` says where, as in `in the
    /// account that ends on line 8`.
    fn end(&mut self, place: &str) -> Result<(), Refusal>;
}

/// The lines of a file. A trailer of the file is whole with the slash that closes it,
/// so that it may lack its line's end.
pub(crate) fn split(bytes: &[u8]) -> Result<Vec<Line<'_>>, Refusal> {
    lines::split_where(bytes, |last| {
        last.starts_with(b"99,") && last.trim_ascii_end().ends_with(b"/")
    })
}

/// Reads a file, and hands its accounts over while their figures are checked.
pub(crate) fn read(lines: &[Line<'_>], accounts: &mut impl Accounts) -> Result<Heading, Refusal> {
    let mut file = File {
        records: assemble(lines)?.into_iter().peekable(),
        counted: 0,
        accounts,
    };
    file.whole()
}

/// The file as far as it was read.
struct File<'f, 'a, A> {
    records: Peekable<vec::IntoIter<Record<'f>>>,
    /// Lines so far, which is what trailers count as records.
    counted: u64,
    accounts: &'a mut A,
}

impl<'f, A: Accounts> File<'f, '_, A> {
    /// The next record, which must be of a kind that may stand here.
    fn next(&mut self, expected: &[&str]) -> Result<Record<'f>, Refusal> {
        let record = self.records.next().ok_or(Refusal::BatchFileTruncated)?;
        self.counted += record.lines;
        if expected.contains(&record.code) {
            return Ok(record);
        }
        if record.code == "01" {
            return Err(second_header(record.line));
        }
        let expected = expected.join(" or ");
        Err(malformed(
            record.line,
            format!("a record {} stands where {expected} must stand", record.code),
        ))
    }

    fn is_next(&mut self, code: &str) -> bool {
        self.records.peek().is_some_and(|record| record.code == code)
    }

    fn whole(&mut self) -> Result<Heading, Refusal> {
        if !self.is_next("01") {
            let line = self.records.peek().map_or(1, |record| record.line);
            return Err(malformed(line, "the file does not begin with its header, 01"));
        }
        let header = self.next(&["01"])?;
        let (id, date) = file_header(&header)?;
        let (mut groups, mut sum) = (0u64, Cents::ZERO);
        while !self.is_next("99") {
            sum = plus(sum, self.group(date)?, header.line)?;
            groups += 1;
        }
        let trailer = self.next(&["99"])?;
        let [said, said_groups, said_records] = trailer.fields_of("99")?;
        agree("groups", trailer.count(said_groups)?, groups)?;
        agree("records", trailer.count(said_records)?, self.counted)?;
        agree("in total", trailer.signed(said)?, sum)?;
        if let Some(record) = self.records.next() {
            return Err(after_trailer(record.line));
        }
        let ends_on = trailer.line;
        Ok(Heading { id, date, ends_on })
    }

    /// A group, and what its accounts come to. The file was made on that day.
    fn group(&mut self, made_on: NaiveDate) -> Result<Cents, Refusal> {
        let counted = self.counted;
        let header = self.next(&["02", "99"])?;
        let as_of = group_header(&header, made_on)?;
        let (mut accounts, mut sum) = (0u64, Cents::ZERO);
        while !self.is_next("98") {
            sum = plus(sum, self.account(as_of)?, header.line)?;
            accounts += 1;
        }
        let trailer = self.next(&["98"])?;
        let [said, said_accounts, said_records] = trailer.fields_of("98")?;
        let in_what = |what: &str| format!("{what}in the group that ends on line {}", trailer.line);
        agree(&in_what("accounts "), trailer.count(said_accounts)?, accounts)?;
        agree(
            &in_what("records "),
            trailer.count(said_records)?,
            self.counted - counted,
        )?;
        agree(&in_what(""), trailer.signed(said)?, sum)?;
        Ok(sum)
    }

    /// An account, and what its amounts come to.
    fn account(&mut self, as_of: NaiveDate) -> Result<Cents, Refusal> {
        let counted = self.counted;
        let header = self.next(&["03", "98"])?;
        let summaries = account_header(&header)?;
        let mut sum = Cents::ZERO;
        for summary in &summaries {
            sum = plus(sum, summary.amount, header.line)?;
        }
        self.accounts.begin(Account { as_of, summaries });
        while !self.is_next("49") {
            let record = self.next(&["16", "49"])?;
            let Some(transaction) = Transaction::new(&record)? else {
                continue;
            };
            sum = plus(sum, transaction.amount, record.line)?;
            self.accounts.transaction(transaction)?;
        }
        let trailer = self.next(&["49"])?;
        let [said, said_records] = trailer.fields_of("49")?;
        let place = format!("in the account that ends on line {}", trailer.line);
        agree(
            &format!("records {place}"),
            trailer.count(said_records)?,
            self.counted - counted,
        )?;
        agree(&place, trailer.signed(said)?, sum)?;
        self.accounts.end(&place)?;
        Ok(sum)
    }
}

fn plus(sum: Cents, amount: Cents, line: u64) -> Result<Cents, Refusal> {
    sum.plus(amount).map_err(|refusal| malformed(line, refusal))
}

/// Sender, date and number together are what is unique: a bank begins its numbers
/// anew every day. Each by itself must be no card number; side by side they may
/// happen to look like one.
fn file_header(record: &Record<'_>) -> Result<(String, NaiveDate), Refusal> {
    let [sender, _, date, _, number, _, _, version] = record.fields_of("01")?;
    if version != "2" {
        return Err(malformed(
            record.line,
            format!("the version is '{}', this program reads 2", shortened(version)),
        ));
    }
    let given = record.date(date, plain_date)?;
    let part = |what, part| clean_required(what, part, NAME_LENGTH).map_err(|refusal| malformed(record.line, refusal));
    let id = format!(
        "{}-{date}-{}",
        part("sender", sender)?,
        part("file identification number", number)?
    );
    if id.chars().count() > NAME_LENGTH {
        let too_long = Refusal::TextTooLong {
            field: "the file's identifier".to_owned(),
            limit: NAME_LENGTH,
        };
        return Err(malformed(record.line, too_long));
    }
    Ok((id, given))
}

fn group_header(record: &Record<'_>, made_on: NaiveDate) -> Result<NaiveDate, Refusal> {
    let [_, _, status, as_of, _, currency, _] = record.fields_of("02")?;
    if status != "1" {
        return Err(malformed(
            record.line,
            format!(
                "the group's status is '{}', and only 1, update, is taken in",
                shortened(status)
            ),
        ));
    }
    in_dollars(record, currency)?;
    record.date(as_of, |given| plain_date_seen(given, made_on))
}

/// The summaries that stand beside the account, those without an amount left out.
fn account_header(record: &Record<'_>) -> Result<Vec<Summary>, Refusal> {
    let mut fields = record.fields();
    let (_, currency) = (fields.next(), fields.next().unwrap_or_default());
    in_dollars(record, currency)?;
    let mut summaries = Vec::new();
    while let Some(code) = fields.next() {
        let amount = fields.next().unwrap_or_default();
        let items = whole(fields.next().unwrap_or_default());
        let funds = fields.next().unwrap_or_default();
        pass_availability(&mut fields, funds).ok_or_else(|| malformed(record.line, "its funds type is not one"))?;
        if !amount.is_empty() {
            if !is_type_code(code) {
                return Err(malformed(
                    record.line,
                    format!("'{}' is not a type code", shortened(code)),
                ));
            }
            summaries.push(Summary {
                code: code.to_owned(),
                amount: record.signed(amount)?,
                items,
            });
        }
    }
    Ok(summaries)
}

fn in_dollars(record: &Record<'_>, currency: &str) -> Result<(), Refusal> {
    if ["", "USD"].contains(&currency) {
        return Ok(());
    }
    Err(malformed(
        record.line,
        format!("the currency is '{}', not USD", shortened(currency)),
    ))
}

/// Whether a text has the form of a type code: three digits.
pub(crate) fn is_type_code(code: &str) -> bool {
    code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_digit())
}

impl Record<'_> {
    fn date(&self, given: &str, read: impl Fn(&str) -> Option<NaiveDate>) -> Result<NaiveDate, Refusal> {
        let problem = || {
            malformed(
                self.line,
                format!("'{}' is not a date such as 261120", shortened(given)),
            )
        };
        read(given).ok_or_else(problem)
    }
}
