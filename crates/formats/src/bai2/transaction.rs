//! One transaction, its fields apart.

use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;

use super::records::{Record, pass_availability};
use crate::lines::{cents, malformed, shortened};

/// Text without an amount.
const MESSAGE: &str = "890";

/// A transaction with an amount.
pub(crate) struct Transaction {
    /// The line that it begins on.
    pub(crate) line: u64,
    /// Its type as the file gives it.
    pub(crate) code: String,
    pub(crate) amount: Cents,
    pub(crate) bank_reference: String,
    pub(crate) customer_reference: String,
    pub(crate) text: String,
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
        let amount = cents(&amount).ok_or_else(|| {
            malformed(
                record.line,
                format!("'{}' is not an amount in cents", shortened(&amount)),
            )
        })?;
        pass_availability(&mut fields, &funds).ok_or_else(|| malformed(record.line, "its funds type is not one"))?;
        let mut next = || fields.next().unwrap_or_default().to_owned();
        Ok(Some(Transaction {
            line: record.line,
            code,
            amount,
            bank_reference: next(),
            customer_reference: next(),
            text: fields.collect::<Vec<_>>().join(","),
        }))
    }
}
