//! One item's fields, as every format gives them, made into a returned item.

use chrono::NaiveDate;
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::text::{NAME_LENGTH, NOTE_LENGTH, REFERENCE_LENGTH, holds_card_number};

use super::ReturnedItemRead;
use crate::fields::{self, all_digits, masked, routing};
use crate::lines::malformed;

/// Longest account number: what an entry of the ACH network can hold.
const ACCOUNT_LENGTH: usize = 17;

/// What a file gives, not yet looked at; empty where it gives nothing.
#[derive(Default)]
pub(super) struct Given<'f> {
    pub(super) line: u64,
    pub(super) amount: Cents,
    pub(super) reason: &'f str,
    pub(super) check_number: &'f str,
    pub(super) routing: &'f str,
    pub(super) account: &'f str,
    pub(super) trace: &'f str,
    pub(super) reference: &'f str,
    pub(super) paid_on: Option<NaiveDate>,
    pub(super) payer: &'f str,
    pub(super) deposit: &'f str,
    pub(super) note: &'f str,
    pub(super) represented: bool,
    pub(super) electronic: bool,
}

impl Given<'_> {
    /// The item, its texts cleaned.
    pub(super) fn checked(&self) -> Result<ReturnedItemRead, Refusal> {
        self.fields().map_err(|problem| malformed(self.line, problem))
    }

    fn fields(&self) -> Result<ReturnedItemRead, String> {
        let (check_number, reference) = numbers(self.check_number, self.reference)?;
        Ok(ReturnedItemRead {
            line: self.line,
            amount: fields::amount(self.amount)?,
            reason: masked("reason", self.reason, REFERENCE_LENGTH)?,
            check_number,
            routing: routing(self.routing)?,
            account: account(self.account)?,
            trace: trace(self.trace)?,
            reference,
            paid_on: self.paid_on,
            payer: payer(self.payer)?,
            deposit: masked("deposit", self.deposit, REFERENCE_LENGTH)?,
            note: note(self.note)?,
            represented: self.represented,
            electronic: self.electronic,
        })
    }
}

/// The check number and the reference. What looks like a card's is no check's number:
/// masked, it is the reference, where there is no other.
fn numbers(check_number: &str, reference: &str) -> Result<(Option<String>, Option<String>), String> {
    let reference = self::reference(reference)?;
    let without_zeros = check_number.trim().trim_start_matches('0');
    if holds_card_number(without_zeros) {
        let kept = masked("check number", without_zeros, REFERENCE_LENGTH)?;
        return Ok((None, reference.or(kept)));
    }
    Ok((fields::check_number(check_number)?, reference))
}

pub(super) fn reference(given: &str) -> Result<Option<String>, String> {
    masked("reference", given, REFERENCE_LENGTH)
}

pub(super) fn payer(given: &str) -> Result<Option<String>, String> {
    masked("payer", given, NAME_LENGTH)
}

/// As the rules of the ACH network have it, printable ASCII. May look like a card
/// number, and is never repeated in a message.
pub(super) fn account(given: &str) -> Result<Option<String>, String> {
    let given = given.trim_matches(' ');
    let plain = given.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if !plain || given.len() > ACCOUNT_LENGTH {
        return Err(format!(
            "the account number is not of letters, digits and signs as ASCII has them, at most {ACCOUNT_LENGTH}"
        ));
    }
    Ok((!given.is_empty()).then(|| given.to_owned()))
}

/// A bank's own number, and no free text. Of digits only, it is looked at as a card's
/// only where it is as long as the cards in use: 16 digits, or 15 of American Express.
pub(super) fn trace(given: &str) -> Result<Option<String>, String> {
    let given = given.trim();
    let length = given.bytes().filter(u8::is_ascii_digit).count();
    let number =
        all_digits(given) && length != 16 && !(length == 15 && (given.starts_with("34") || given.starts_with("37")));
    if number && length <= REFERENCE_LENGTH {
        return Ok((!given.is_empty()).then(|| given.to_owned()));
    }
    masked("trace", given, REFERENCE_LENGTH)
}

/// A bank's text may be long; what goes beyond the length of notes is left out.
pub(super) fn note(given: &str) -> Result<Option<String>, String> {
    let whole = masked("note", given, usize::MAX)?;
    Ok(whole.map(|whole| {
        let short: String = whole.chars().take(NOTE_LENGTH).collect();
        short.trim_end().to_owned()
    }))
}

/// A corrected field: a name, or what may look like a card number and is an account's.
/// Only letters, digits, signs and spaces stay.
pub(super) fn corrected(given: &str) -> Option<String> {
    let plain = |c: &char| c.is_alphanumeric() || c.is_ascii_punctuation() || *c == ' ';
    let text: String = given.chars().filter(plain).collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Whether what is read is what was to be written, but for its lines.
pub(super) fn prove(given: &[ReturnedItemRead], read: &[ReturnedItemRead]) -> Result<(), Refusal> {
    for (read, given) in read.iter().zip(given) {
        let line = read.line;
        if *read != (ReturnedItemRead { line, ..given.clone() }) {
            return Err(malformed(line, "the item holds what cannot be written"));
        }
    }
    match read.len() == given.len() {
        true => Ok(()),
        false => Err(malformed(1, "the items cannot be written")),
    }
}
