//! BAI2, as banks report lockbox deposits and electronic credits: which transactions
//! are payments.

mod remarks;

use chrono::NaiveDate;
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;

use self::remarks::Remarks;
use super::item::Given;
use super::{BatchFileRead, BatchItem};
use crate::bai2::{self, Account, Accounts, Transaction, is_type_code};
use crate::lines::{Line, agree, malformed, shortened};

/// Transactions that are payments, each by itself. Of every kind that may also
/// stand within the total of another one, only 116 is here, whose totals are 115.
const PAYMENTS: [&str; 9] = ["108", "116", "121", "142", "164", "165", "169", "195", "399"];
/// An item of a lockbox deposit, and the deposit: the total of its items.
const LOCKBOX_ITEM: &str = "116";
const LOCKBOX_DEPOSIT: &str = "115";

pub(super) fn read(lines: &[Line<'_>]) -> Result<BatchFileRead, Refusal> {
    let mut payments = Payments::default();
    let heading = bai2::read(lines, &mut payments)?;
    let items = payments.items;
    let total =
        Cents::sum(items.iter().map(|item| item.amount)).map_err(|refusal| malformed(heading.ends_on, refusal))?;
    Ok(BatchFileRead {
        id: heading.id,
        date: Some(heading.date),
        items,
        total,
    })
}

/// The payments so far.
#[derive(Default)]
struct Payments {
    /// The date of the account at hand.
    as_of: Option<NaiveDate>,
    /// Its lockbox deposits, and the items that they are the totals of.
    deposits: Cents,
    deposited: Cents,
    items: Vec<BatchItem>,
}

impl Accounts for Payments {
    fn begin(&mut self, account: Account) {
        self.as_of = Some(account.as_of);
        (self.deposits, self.deposited) = (Cents::ZERO, Cents::ZERO);
    }

    fn transaction(&mut self, transaction: Transaction) -> Result<(), Refusal> {
        let (line, amount, code) = (transaction.line, transaction.amount, transaction.code.as_str());
        let of_lockbox = match code {
            LOCKBOX_DEPOSIT => Some(&mut self.deposits),
            LOCKBOX_ITEM => Some(&mut self.deposited),
            _ if PAYMENTS.contains(&code) => None,
            _ => return Err(malformed(line, unknown(code))),
        };
        if let Some(sum) = of_lockbox {
            *sum = sum.plus(amount).map_err(|refusal| malformed(line, refusal))?;
        }
        if code != LOCKBOX_DEPOSIT {
            self.items.push(payment(&transaction, self.as_of)?);
        }
        Ok(())
    }

    fn end(&mut self, place: &str) -> Result<(), Refusal> {
        agree(
            &format!("in lockbox deposits (115) as against their items (116) {place}"),
            self.deposits,
            self.deposited,
        )
    }
}

fn payment(transaction: &Transaction, paid_on: Option<NaiveDate>) -> Result<BatchItem, Refusal> {
    let line = transaction.line;
    let remarks = Remarks::read(&transaction.text).map_err(|problem| malformed(line, problem))?;
    let account = match (transaction.customer_reference.trim(), remarks.account) {
        ("", named) => named,
        (given, "") => given,
        (given, named) if given == named => given,
        _ => return Err(malformed(line, "the customer reference and the text name two accounts")),
    };
    let reference = if remarks.reference.is_empty() {
        &transaction.bank_reference
    } else {
        remarks.reference
    };
    Given {
        line,
        amount: transaction.amount,
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
