//! The day's journal for the general ledger, as the CSV that the finance system takes in.
//!
//! `docs/ledger-format.md` is its description. One batch a file: a header `H`, lines
//! `L` that debit and credit, a trailer `T` with control figures. A file whose debits
//! are not its credits is not written and not read.

use counterfoil_domain::ledger::{LedgerJournal, LedgerLine};
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;

use crate::csv_line;
use crate::lines::{
    Line, after_trailer, agree, dashed_date, dollars, malformed, plain, second_header, shortened, split, whole,
};

/// The name and version that the header gives.
pub const FORMAT: &str = "counterfoil-ledger-1";

/// Writes a journal. Control characters in texts become spaces; a text that a
/// spreadsheet would take for a formula gets an apostrophe before it.
///
/// # Errors
/// [`Refusal::AmountMalformed`] where a line's debit or credit is negative,
/// [`Refusal::PostingsUnbalanced`] where debits and credits differ,
/// [`Refusal::AmountOutOfRange`].
pub fn write(journal: &LedgerJournal) -> Result<Vec<u8>, Refusal> {
    for line in &journal.lines {
        for (field, amount) in [("debit", line.debit), ("credit", line.credit)] {
            if amount < Cents::ZERO {
                return Err(Refusal::AmountMalformed {
                    field: format!("{field} of {}", line.account),
                    given: amount.to_string(),
                });
            }
        }
    }
    let (debits, credits) = balanced(journal)?;
    let mut text = csv_line::join(&["H", FORMAT, &inert(&journal.number), &journal.date.to_string()]);
    for line in &journal.lines {
        text += &csv_line::join(&[
            "L",
            &inert(line.department.as_deref().unwrap_or_default()),
            &inert(&line.account),
            &inert(&line.name),
            &plain(line.debit),
            &plain(line.credit),
            &inert(&line.memo),
        ]);
    }
    text += &csv_line::join(&["T", &journal.lines.len().to_string(), &plain(debits), &plain(credits)]);
    Ok(text.into_bytes())
}

fn balanced(journal: &LedgerJournal) -> Result<(Cents, Cents), Refusal> {
    let (debits, credits) = (journal.debits()?, journal.credits()?);
    let off_by = debits.minus(credits)?;
    if off_by.is_zero() {
        Ok((debits, credits))
    } else {
        Err(Refusal::PostingsUnbalanced { off_by })
    }
}

/// Whether a spreadsheet would compute the text, were it not for apostrophes before it.
fn acts(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@'])
}

fn inert(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if acts(&text) { format!("'{text}") } else { text }
}

/// The text as it was before [`inert`].
fn as_meant(written: &str) -> String {
    match written.strip_prefix('\'') {
        Some(text) if acts(text) => text.to_owned(),
        _ => written.to_owned(),
    }
}

/// Reads back what [`write`] wrote: all of it, or nothing.
///
/// # Errors
/// As for a file of payments: [`Refusal::BatchFileTruncated`], [`Refusal::BatchFileTotals`],
/// [`Refusal::BatchFileMalformed`]; and [`Refusal::PostingsUnbalanced`].
pub fn read(bytes: &[u8]) -> Result<LedgerJournal, Refusal> {
    let lines = split(bytes)?;
    let (first, rest) = lines.split_first().ok_or(Refusal::BatchFileTruncated)?;
    let mut journal = header(first)?;
    let mut said = None;
    for line in rest {
        if said.is_some() {
            return Err(after_trailer(line.number));
        }
        let fields = fields(line)?;
        match fields[0].as_str() {
            "L" => journal.lines.push(ledger_line(line.number, fields)?),
            "T" => said = Some(trailer(line.number, fields)?),
            "H" => return Err(second_header(line.number)),
            other => {
                let problem = format!("'{}' is not a kind of record; column 1 is H, L or T", shortened(other));
                return Err(malformed(line.number, problem));
            }
        }
    }
    let (said_lines, said_debits, said_credits) = said.ok_or(Refusal::BatchFileTruncated)?;
    agree("lines", said_lines, journal.lines.len() as u64)?;
    agree("in debits", said_debits, journal.debits()?)?;
    agree("in credits", said_credits, journal.credits()?)?;
    balanced(&journal)?;
    Ok(journal)
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

fn header(line: &Line<'_>) -> Result<LedgerJournal, Refusal> {
    let fields = fields(line)?;
    if fields[0] != "H" {
        return Err(malformed(line.number, "the file does not begin with its header, H"));
    }
    let [_, format, number, date] = expect(line.number, fields)?;
    if format != FORMAT {
        let problem = format!("the format is '{}', this program reads {FORMAT}", shortened(&format));
        return Err(malformed(line.number, problem));
    }
    let problem = || {
        malformed(
            line.number,
            format!("'{}' is not a date such as 2026-11-20", shortened(&date)),
        )
    };
    Ok(LedgerJournal {
        number: as_meant(&number),
        date: dashed_date(&date).ok_or_else(problem)?,
        lines: Vec::new(),
    })
}

fn ledger_line(line: u64, fields: Vec<String>) -> Result<LedgerLine, Refusal> {
    let [_, department, account, name, debit, credit, memo] = expect(line, fields)?;
    let (Some(debit), Some(credit)) = (dollars(&debit), dollars(&credit)) else {
        return Err(malformed(line, "debit and credit are not written as 1234.56"));
    };
    Ok(LedgerLine {
        department: (!department.is_empty()).then(|| as_meant(&department)),
        account: as_meant(&account),
        name: as_meant(&name),
        debit,
        credit,
        memo: as_meant(&memo),
    })
}

fn trailer(line: u64, fields: Vec<String>) -> Result<(u64, Cents, Cents), Refusal> {
    let [_, lines, debits, credits] = expect(line, fields)?;
    match (whole(&lines), dollars(&debits), dollars(&credits)) {
        (Some(lines), Some(debits), Some(credits)) => Ok((lines, debits, credits)),
        _ => Err(malformed(line, "the trailer is not written as T,12,1234.56,1234.56")),
    }
}

#[cfg(test)]
mod tests;
