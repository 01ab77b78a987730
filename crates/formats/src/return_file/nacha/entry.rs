//! One entry with its addenda: an item that came back, or a notice of change.

use counterfoil_domain::config::CheckDigit;
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;

use super::Batch;
use super::record::Record;
use super::sums::Sums;
use crate::check_digit::check_digit;
use crate::fields::{all_digits, routing};
use crate::lines::{malformed, shortened};
use crate::return_file::item::{self, Given};
use crate::return_file::{ChangeNotice, ReturnedItemRead};

/// Transaction codes of what comes back: of a debit, and of a credit, by the kind of
/// account: checking, savings, general ledger, loan.
const OF_DEBITS: [&str; 4] = ["26", "36", "46", "56"];
const OF_CREDITS: [&str; 4] = ["21", "31", "41", "51"];
/// Addenda types.
const CHANGE: &str = "98";
const RETURN: &str = "99";
/// The last reason for which a bank returns an entry. What follows is between the
/// banks: dishonored returns, contested ones, those of a gateway.
const LAST_REASON: u64 = 60;

/// An entry that was read.
pub(super) struct Entry {
    pub(super) kind: Kind,
    debit: bool,
    amount: Cents,
    /// The first eight digits of the routing number that it was sent to.
    bank: u64,
}

/// What an entry is.
pub(super) enum Kind {
    /// A debit of the city's that came back: its money is taken away again.
    Returned(Box<ReturnedItemRead>),
    /// A credit of the city's that came back: money comes in.
    Credit(Box<ReturnedItemRead>),
    /// No money.
    Notice(Box<ChangeNotice>),
}

impl Entry {
    pub(super) fn new(entry: &Record<'_>, addenda: &Record<'_>, batch: &Batch<'_>) -> Result<Entry, Refusal> {
        let problem = |problem: String| Err(malformed(entry.line, problem));
        let debit = match entry.at(2, 2) {
            code if OF_DEBITS.contains(&code) => true,
            code if OF_CREDITS.contains(&code) => false,
            code => {
                return problem(format!(
                    "transaction code '{}' is that of an entry and not of a return",
                    shortened(code)
                ));
            }
        };
        let bank = entry.number(4, 8)?;
        let digit = check_digit(CheckDigit::Weights371, entry.at(4, 8));
        if !entry.at(12, 1).chars().eq(digit) {
            return problem(format!(
                "routing number {} fails its checksum",
                shortened(entry.at(4, 9))
            ));
        }
        if entry.at(79, 1) != "1" {
            return problem("the entry does not say that it has an addenda".to_owned());
        }
        let amount = entry.cents(30, 10)?;
        let kind = match (addenda.at(2, 2), batch.is_of_notices()) {
            (CHANGE, true) => notice_of_change(entry, addenda, amount)?,
            (RETURN, false) => came_back(entry, addenda, batch, (debit, amount))?,
            (other, _) => {
                let (other, class) = (shortened(other), batch.class);
                return Err(malformed(
                    addenda.line,
                    format!("an addenda of type '{other}' does not stand in a batch of class {class}"),
                ));
            }
        };
        Ok(Entry {
            kind,
            debit,
            amount,
            bank,
        })
    }

    /// What it adds to its batch.
    pub(super) fn sums(&self) -> Sums {
        let (debits, credits) = match self.debit {
            true => (self.amount, Cents::ZERO),
            false => (Cents::ZERO, self.amount),
        };
        Sums {
            records: 2,
            hash: self.bank,
            debits,
            credits,
        }
    }
}

/// A return. Where no money is in it, a prenotification came back.
fn came_back(
    entry: &Record<'_>,
    addenda: &Record<'_>,
    batch: &Batch<'_>,
    (debit, amount): (bool, Cents),
) -> Result<Kind, Refusal> {
    let reason = reason(addenda)?;
    let trace = addenda.trace(7)?;
    addenda.date(22)?;
    if addenda.trace(80)? != entry.trace(80)? {
        return Err(malformed(addenda.line, "the addenda is that of another entry"));
    }
    if amount.is_zero() {
        return notice(entry, addenda, (reason, trace), (None, addenda.text(36, 44)));
    }
    let (check_number, reference) = match batch.check_number_length() {
        Some(length) => (entry.text(40, length), ""),
        None => ("", entry.text(40, 15)),
    };
    let item = Given {
        line: entry.line,
        amount,
        reason,
        check_number,
        routing: &payers_bank(addenda)?,
        account: entry.text(13, 17),
        trace,
        reference,
        paid_on: batch.paid_on,
        payer: entry.text(55, 22),
        deposit: "",
        note: addenda.text(36, 44),
        represented: false,
        electronic: true,
    }
    .checked()?;
    Ok(match debit {
        true => Kind::Returned(Box::new(item)),
        false => Kind::Credit(Box::new(item)),
    })
}

/// A notice of change, which moves no money.
fn notice_of_change(entry: &Record<'_>, addenda: &Record<'_>, amount: Cents) -> Result<Kind, Refusal> {
    let code = addenda.at(4, 3);
    if !code.starts_with('C') || !all_digits(&code[1..]) {
        let code = shortened(code);
        return Err(malformed(
            addenda.line,
            format!("'{code}' is not a change code such as C01"),
        ));
    }
    if !amount.is_zero() {
        return Err(malformed(entry.line, "a notice of change has an amount"));
    }
    let trace = addenda.trace(7)?;
    notice(entry, addenda, (code, trace), (item::corrected(addenda.at(36, 29)), ""))
}

fn notice(
    entry: &Record<'_>,
    addenda: &Record<'_>,
    (code, trace): (&str, &str),
    (corrected, note): (Option<String>, &str),
) -> Result<Kind, Refusal> {
    let bank = payers_bank(addenda)?;
    let fields = || {
        Ok(ChangeNotice {
            line: entry.line,
            code: code.to_owned(),
            trace: item::trace(trace)?,
            payer: item::payer(entry.text(55, 22))?,
            reference: item::reference(entry.text(40, 15))?,
            routing: routing(&bank)?,
            account: item::account(entry.text(13, 17))?,
            corrected,
            note: item::note(note)?,
        })
    };
    let notice = fields().map_err(|problem: String| malformed(entry.line, problem))?;
    Ok(Kind::Notice(Box::new(notice)))
}

/// Why it came back.
fn reason<'f>(addenda: &Record<'f>) -> Result<&'f str, Refusal> {
    let given = addenda.at(4, 3);
    let number = given.strip_prefix('R').filter(|digits| all_digits(digits));
    match number.and_then(|digits| digits.parse().ok()) {
        Some(1..=LAST_REASON) => Ok(given),
        Some(61..=79) => Err(malformed(
            addenda.line,
            format!("{given} is a dishonored or contested return; work it with the bank, and have it left out"),
        )),
        _ => Err(malformed(
            addenda.line,
            format!("'{}' is not a return reason such as R01", shortened(given)),
        )),
    }
}

/// The routing number of the bank that the original entry went to. Of its nine
/// digits the addenda has eight; the entry's own routing number is that of the bank
/// which the return is sent to.
fn payers_bank(addenda: &Record<'_>) -> Result<String, Refusal> {
    let given = addenda.text(28, 8);
    if given.bytes().all(|byte| byte == b'0') {
        return Ok(String::new());
    }
    if given.len() != 8 || !all_digits(given) {
        return Err(malformed(
            addenda.line,
            "the routing number of the payer's bank is not of eight digits",
        ));
    }
    let digit = check_digit(CheckDigit::Weights371, given);
    Ok(given.chars().chain(digit).collect())
}
