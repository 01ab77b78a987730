//! One transaction, and which of them are payments.

use chrono::NaiveDate;
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;

use super::is_type_code;
use super::records::{Record, pass_availability};
use super::remarks::Remarks;
use crate::batch_file::BatchItem;
use crate::batch_file::item::Given;
use crate::lines::{cents, malformed, shortened};

/// Transactions that are payments, each by itself. Of every kind that may also
/// stand within the total of another one, only 116 is here, whose totals are 115.
const PAYMENTS: [&str; 9] = ["108", "116", "121", "142", "164", "165", "169", "195", "399"];
/// An item of a lockbox deposit, and the deposit: the total of its items.
pub(super) const LOCKBOX_ITEM: &str = "116";
pub(super) const LOCKBOX_DEPOSIT: &str = "115";
/// Text without an amount.
const MESSAGE: &str = "890";

/// A transaction with an amount.
pub(super) struct Transaction {
    pub(super) code: &'static str,
    pub(super) amount: Cents,
    bank_reference: String,
    customer_reference: String,
    text: String,
}

impl Transaction {
    /// None for a message without an amount.
    pub(super) fn new(record: &Record<'_>) -> Result<Option<Transaction>, Refusal> {
        let mut fields = record.fields();
        let mut next = || fields.next().unwrap_or_default().to_owned();
        let (code, amount, funds) = (next(), next(), next());
        if code == MESSAGE && amount.is_empty() {
            return Ok(None);
        }
        let known = PAYMENTS
            .into_iter()
            .chain([LOCKBOX_DEPOSIT])
            .find(|known| *known == code);
        let known = known.ok_or_else(|| malformed(record.line, unknown(&code)))?;
        let amount = cents(&amount).ok_or_else(|| {
            malformed(
                record.line,
                format!("'{}' is not an amount in cents", shortened(&amount)),
            )
        })?;
        pass_availability(&mut fields, &funds).ok_or_else(|| malformed(record.line, "its funds type is not one"))?;
        let mut next = || fields.next().unwrap_or_default().to_owned();
        Ok(Some(Transaction {
            code: known,
            amount,
            bank_reference: next(),
            customer_reference: next(),
            text: fields.collect::<Vec<_>>().join(","),
        }))
    }

    pub(super) fn item(&self, line: u64, paid_on: Option<NaiveDate>) -> Result<BatchItem, Refusal> {
        let remarks = Remarks::read(&self.text).map_err(|problem| malformed(line, problem))?;
        let account = match (self.customer_reference.trim(), remarks.account) {
            ("", named) => named,
            (given, "") => given,
            (given, named) if given == named => given,
            _ => return Err(malformed(line, "the customer reference and the text name two accounts")),
        };
        let reference = if remarks.reference.is_empty() {
            &self.bank_reference
        } else {
            remarks.reference
        };
        Given {
            line,
            amount: self.amount,
            account,
            payer: remarks.payer,
            reference,
            check_number: remarks.check_number,
            routing: remarks.routing,
            check_account: remarks.check_account,
            paid_on,
            ..Given::default()
        }
        .checked()
    }
}

fn unknown(code: &str) -> String {
    let given = shortened(code);
    match code.as_bytes().first() {
        Some(b'4'..=b'6') if is_type_code(code) => {
            format!("transaction type {given} takes money away; have the bank leave it out, and work it by hand")
        }
        _ => {
            format!("transaction type '{given}' is not a payment; have the bank leave it out, see docs/batch-format.md")
        }
    }
}
