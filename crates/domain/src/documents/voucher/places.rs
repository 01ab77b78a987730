//! The lines of payments that a voucher names: taken from, given back to, moved to.

use crate::day::words::{due_account, not_due};
use crate::documents::report::{Cell, ColumnKind, Table, Weight};
use crate::entry::{Due, TakenBack};
use crate::money::Cents;
use crate::receipt::ReceiptLine;
use crate::refusal::Refusal;

use ColumnKind::{Code, Figures, Wide, Words};

/// One such line.
pub(super) struct Place<'e> {
    receipt: &'e str,
    what: &'e str,
    department: &'e str,
    account: String,
    charge: &'e str,
    ledger: &'e [(String, Cents)],
    amount: Cents,
}

impl<'e> Place<'e> {
    /// A line of a receipt that something is taken from, with where it is due again or why it is
    /// not. Its ledger accounts are those on the other side of the money.
    pub(super) fn taken_off(receipt: &'e str, taken: &'e TakenBack) -> Place<'e> {
        let place = Place::taken(receipt, taken);
        Place {
            account: not_due(taken).unwrap_or(place.account),
            ..place
        }
    }

    /// As [`Place::taken_off`], or one that something is given back to, with its account alone.
    pub(super) fn taken(receipt: &'e str, taken: &'e TakenBack) -> Place<'e> {
        let charge = match &taken.due {
            Some(Due::Restored { charge, .. }) => charge.as_deref().unwrap_or_default(),
            Some(Due::Opened(opened)) => &opened.charge.id,
            None => "",
        };
        Place {
            receipt,
            what: &taken.what,
            department: &taken.department,
            account: due_account(taken).unwrap_or_default().to_owned(),
            charge,
            ledger: taken.debits(),
            amount: taken.amount,
        }
    }

    /// A line that money is put on.
    pub(super) fn line(receipt: &'e str, line: &'e ReceiptLine) -> Place<'e> {
        Place {
            receipt,
            what: &line.description,
            department: &line.department,
            account: line.account.clone().unwrap_or_default(),
            charge: line.charge.as_deref().unwrap_or_default(),
            ledger: &line.split,
            amount: line.amount,
        }
    }
}

/// These lines in a table; `account` heads the column of their accounts.
pub(super) fn table(title: &str, account: &str, places: &[Place<'_>]) -> Result<Table, Refusal> {
    let columns = [
        ("Receipt", Code),
        ("What", Wide),
        ("Dept", Code),
        (account, Words),
        ("Charge", Words),
        ("Ledger", Words),
        ("Amount", Figures),
    ];
    let mut table = Table::new(title, "Nothing.", &columns);
    for one in places {
        let ledger = one.ledger.iter().map(|(code, amount)| match one.ledger.len() {
            1 => code.clone(),
            _ => format!("{code} {amount}"),
        });
        table.row(vec![
            one.receipt.into(),
            one.what.into(),
            one.department.into(),
            one.account.as_str().into(),
            one.charge.into(),
            ledger.collect::<Vec<_>>().join(", ").into(),
            one.amount.into(),
        ]);
    }
    if places.len() > 1 {
        let total = Cents::sum(places.iter().map(|one| one.amount))?;
        let mut cells = vec![Cell::Empty; 7];
        (cells[0], cells[6]) = ("Together".into(), total.into());
        table.add(Weight::Total, cells);
    }
    Ok(table)
}
