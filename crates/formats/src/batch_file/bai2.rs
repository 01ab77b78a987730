//! BAI2, as banks report lockbox deposits and electronic credits: the layout of
//! *Cash Management Balance Reporting Specifications, Version 2* (Bank
//! Administration Institute), sections 2 and 3 and appendix A.
//!
//! File 01 … 99, in it groups 02 … 98, in them accounts 03 … 49, in them
//! transactions 16; a record goes on in records 88. Every trailer says how many
//! records it ends and what their amounts come to, and all of that is checked.

mod records;
mod remarks;
mod transaction;

use std::iter::Peekable;
use std::vec;

use chrono::NaiveDate;
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::text::{NAME_LENGTH, clean_required};

use self::records::{Record, assemble, pass_availability};
use self::transaction::{LOCKBOX_DEPOSIT, LOCKBOX_ITEM, Transaction};
use super::{BatchFileRead, BatchItem};
use crate::lines::{Line, after_trailer, agree, malformed, plain_date, second_header, shortened};

pub(super) fn read(lines: &[Line<'_>]) -> Result<BatchFileRead, Refusal> {
    let mut file = File {
        records: assemble(lines)?.into_iter().peekable(),
        counted: 0,
        as_of: None,
        items: Vec::new(),
    };
    file.whole()
}

/// The file as far as it was read.
struct File<'f> {
    records: Peekable<vec::IntoIter<Record<'f>>>,
    /// Lines so far, which is what trailers count as records.
    counted: u64,
    /// The date of the group at hand.
    as_of: Option<NaiveDate>,
    items: Vec<BatchItem>,
}

impl<'f> File<'f> {
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

    fn whole(&mut self) -> Result<BatchFileRead, Refusal> {
        if !self.is_next("01") {
            let line = self.records.peek().map_or(1, |record| record.line);
            return Err(malformed(line, "the file does not begin with its header, 01"));
        }
        let header = self.next(&["01"])?;
        let (id, date) = file_header(&header)?;
        let (mut groups, mut sum) = (0u64, Cents::ZERO);
        while !self.is_next("99") {
            sum = plus(sum, self.group()?, header.line)?;
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
        let items = std::mem::take(&mut self.items);
        let total =
            Cents::sum(items.iter().map(|item| item.amount)).map_err(|refusal| malformed(trailer.line, refusal))?;
        Ok(BatchFileRead { id, date, items, total })
    }

    /// A group, and what its accounts come to.
    fn group(&mut self) -> Result<Cents, Refusal> {
        let counted = self.counted;
        let header = self.next(&["02", "99"])?;
        self.as_of = group_header(&header)?;
        let (mut accounts, mut sum) = (0u64, Cents::ZERO);
        while !self.is_next("98") {
            sum = plus(sum, self.account()?, header.line)?;
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
    fn account(&mut self) -> Result<Cents, Refusal> {
        let counted = self.counted;
        let header = self.next(&["03", "98"])?;
        let mut sum = account_header(&header)?;
        let (mut deposits, mut deposited) = (Cents::ZERO, Cents::ZERO);
        while !self.is_next("49") {
            let record = self.next(&["16", "49"])?;
            let Some(transaction) = Transaction::new(&record)? else {
                continue;
            };
            sum = plus(sum, transaction.amount, record.line)?;
            match transaction.code {
                LOCKBOX_DEPOSIT => deposits = plus(deposits, transaction.amount, record.line)?,
                code => {
                    if code == LOCKBOX_ITEM {
                        deposited = plus(deposited, transaction.amount, record.line)?;
                    }
                    self.items.push(transaction.item(record.line, self.as_of)?);
                }
            }
        }
        let trailer = self.next(&["49"])?;
        let [said, said_records] = trailer.fields_of("49")?;
        let in_what = |what: &str| format!("{what}in the account that ends on line {}", trailer.line);
        agree(
            &in_what("records "),
            trailer.count(said_records)?,
            self.counted - counted,
        )?;
        agree(&in_what(""), trailer.signed(said)?, sum)?;
        agree(
            &in_what("in lockbox deposits (115) as against their items (116) "),
            deposits,
            deposited,
        )?;
        Ok(sum)
    }
}

fn plus(sum: Cents, amount: Cents, line: u64) -> Result<Cents, Refusal> {
    sum.plus(amount).map_err(|refusal| malformed(line, refusal))
}

/// Sender, date and number together are what is unique: a bank begins its numbers
/// anew every day.
fn file_header(record: &Record<'_>) -> Result<(String, Option<NaiveDate>), Refusal> {
    let [sender, _, date, _, number, _, _, version] = record.fields_of("01")?;
    if version != "2" {
        return Err(malformed(
            record.line,
            format!("the version is '{}', this program reads 2", shortened(version)),
        ));
    }
    let given = record.date(date)?;
    for (what, part) in [("sender", sender), ("file identification number", number)] {
        clean_required(what, part, NAME_LENGTH).map_err(|refusal| malformed(record.line, refusal))?;
    }
    let id = clean_required(
        "the file's identifier",
        &format!("{sender}-{date}-{number}"),
        NAME_LENGTH,
    )
    .map_err(|refusal| malformed(record.line, refusal))?;
    Ok((id, Some(given)))
}

fn group_header(record: &Record<'_>) -> Result<Option<NaiveDate>, Refusal> {
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
    record.date(as_of).map(Some)
}

/// The amounts of the summaries that stand beside the account.
fn account_header(record: &Record<'_>) -> Result<Cents, Refusal> {
    let mut fields = record.fields();
    let (_, currency) = (fields.next(), fields.next().unwrap_or_default());
    in_dollars(record, currency)?;
    let mut sum = Cents::ZERO;
    while let Some(code) = fields.next() {
        let amount = fields.next().unwrap_or_default();
        let _items = fields.next();
        let funds = fields.next().unwrap_or_default();
        pass_availability(&mut fields, funds).ok_or_else(|| malformed(record.line, "its funds type is not one"))?;
        if !amount.is_empty() {
            if !is_type_code(code) {
                return Err(malformed(
                    record.line,
                    format!("'{}' is not a type code", shortened(code)),
                ));
            }
            sum = plus(sum, record.signed(amount)?, record.line)?;
        }
    }
    Ok(sum)
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

fn is_type_code(code: &str) -> bool {
    code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_digit())
}

impl Record<'_> {
    fn date(&self, given: &str) -> Result<NaiveDate, Refusal> {
        let problem = || {
            malformed(
                self.line,
                format!("'{}' is not a date such as 261120", shortened(given)),
            )
        };
        plain_date(given).ok_or_else(problem)
    }
}
