//! One payment's fields, as every format gives them, made into an item.

use chrono::NaiveDate;
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::text::{NAME_LENGTH, REFERENCE_LENGTH, clean};

use super::{BatchItem, NUMBER_LENGTH};
use crate::fields::{self, all_digits, check_number, routing, said, text};
use crate::lines::malformed;

/// Longest account number on a check, signs between its digits included.
const CHECK_ACCOUNT_LENGTH: usize = 24;

/// What a line gives, not yet looked at; empty where it gives nothing.
#[derive(Default)]
pub(super) struct Given<'f> {
    pub(super) line: u64,
    pub(super) amount: Cents,
    pub(super) account: &'f str,
    pub(super) tender: &'f str,
    pub(super) payer: &'f str,
    pub(super) reference: &'f str,
    pub(super) check_number: &'f str,
    pub(super) routing: &'f str,
    pub(super) check_account: &'f str,
    pub(super) brand: &'f str,
    pub(super) last_four: &'f str,
    pub(super) approval: &'f str,
    pub(super) paid_on: Option<NaiveDate>,
}

impl Given<'_> {
    /// The item, its texts cleaned.
    pub(super) fn checked(&self) -> Result<BatchItem, Refusal> {
        self.fields().map_err(|problem| malformed(self.line, problem))
    }

    fn fields(&self) -> Result<BatchItem, String> {
        let amount = fields::amount(self.amount)?;
        Ok(BatchItem {
            line: self.line,
            account: clean("account", self.account, NUMBER_LENGTH).map_err(said)?,
            amount,
            tender: text("tender", self.tender, NUMBER_LENGTH)?,
            payer: text("payer", self.payer, NAME_LENGTH)?,
            reference: text("reference", self.reference, REFERENCE_LENGTH)?,
            check_number: check_number(self.check_number)?,
            routing: routing(self.routing)?,
            check_account: check_account(self.check_account)?,
            brand: text("brand", self.brand, REFERENCE_LENGTH)?,
            last_four: last_four(self.last_four)?,
            approval: text("approval", self.approval, REFERENCE_LENGTH)?,
            paid_on: self.paid_on,
        })
    }
}

/// May look like a card number, and is never repeated in a message.
fn check_account(given: &str) -> Result<Option<String>, String> {
    let given = given.trim();
    if given.is_empty() {
        return Ok(None);
    }
    let digits = given.bytes().filter(u8::is_ascii_digit).count();
    let plain = given.bytes().all(|byte| byte.is_ascii_digit() || b" -".contains(&byte));
    if !plain || given.len() > CHECK_ACCOUNT_LENGTH || !(4..=17).contains(&digits) {
        return Err("the account number on the check is not of 4 to 17 digits".to_owned());
    }
    Ok(Some(given.to_owned()))
}

/// A longer number may be the whole of a card's and is not repeated either.
fn last_four(given: &str) -> Result<Option<String>, String> {
    match given.trim() {
        "" => Ok(None),
        given if given.len() == 4 && all_digits(given) => Ok(Some(given.to_owned())),
        _ => Err("the card's last four digits are not four digits; the whole number is never sent".to_owned()),
    }
}
