//! What an entry does on accounts: what it pays, what it makes due again, what the desk
//! itself puts on them. Said once, for whoever keeps sums over accounts.

use chrono::{DateTime, NaiveDate, Utc};

use super::Charge;
use crate::entry::{Body, Due, OpenedCharge, ReinstatedTender, TakenBack};
use crate::money::Cents;
use crate::receipt::ReceiptLine;

/// One amount that was paid on an account, or became due again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effect<'a> {
    /// The account.
    pub account: &'a str,
    /// The charge; none for the customer's credit.
    pub charge: Option<&'a str>,
    /// What was paid; negative where it was taken back.
    pub amount: Cents,
    /// What was taken back after its day, or given back again: billing's copy may no longer have
    /// its charge.
    pub restored: Option<Restored<'a>>,
}

/// A charge that is due again, as far as its payment tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Restored<'a> {
    /// The charge's code.
    pub code: &'a str,
    /// What it is for.
    pub what: &'a str,
    /// The business date on which it had been paid.
    pub since: NaiveDate,
    /// When: a copy of the accounts that is younger knows of the payment.
    pub paid_at: DateTime<Utc>,
}

impl Effect<'_> {
    /// Whether it takes back, or gives back, what stood to a credit before an instant.
    #[must_use]
    pub fn is_credit_before(&self, instant: DateTime<Utc>) -> bool {
        let paid_before = self.restored.is_some_and(|restored| restored.paid_at <= instant);
        self.charge.is_none() && paid_before
    }

    /// The charge that is due again where its account has none; nothing where something is paid.
    pub(super) fn due_again(&self) -> Option<Charge> {
        let due = self.amount.negated();
        let restored = self.restored.filter(|_| due > Cents::ZERO)?;
        Some(restored.charge(self.charge?, due))
    }
}

impl Restored<'_> {
    pub(super) fn charge(&self, id: &str, due: Cents) -> Charge {
        Charge {
            id: id.to_owned(),
            code: self.code.to_owned(),
            description: self.what.to_owned(),
            reference: String::new(),
            due_date: self.since,
            due,
        }
    }
}

/// Every amount that an entry pays on accounts or takes back from them, in order.
///
/// # Errors
/// Those of `each`.
pub fn each_effect<E>(body: &Body, mut each: impl FnMut(Effect<'_>) -> Result<(), E>) -> Result<(), E> {
    match body {
        Body::Receipt(receipt) => paid(&receipt.lines, &mut each),
        Body::SuspensePlaced(placed) => paid(&placed.lines, &mut each),
        Body::ReceiptVoided(void) => void.restored.iter().try_for_each(|(account, charge, amount)| {
            each(Effect {
                account,
                charge: charge.as_deref(),
                amount: amount.negated(),
                restored: None,
            })
        }),
        Body::ItemReturned(item) => {
            let mut taken = item.tenders.iter().flat_map(|tender| &tender.taken);
            taken.try_for_each(|taken| taken_back(taken, &mut each))
        }
        Body::ItemReinstated(item) => {
            for ReinstatedTender { given, credit, .. } in &item.tenders {
                given.iter().try_for_each(|given| given_back(given, &mut each))?;
                paid(credit, &mut each)?;
            }
            match &item.fee {
                Some((account, charge, amount)) => each(Effect {
                    account,
                    charge: Some(charge),
                    amount: *amount,
                    restored: None,
                }),
                None => Ok(()),
            }
        }
        Body::ReceiptReversed(reversed) => {
            let mut taken = reversed.taken.iter();
            taken.try_for_each(|taken| taken_back(taken, &mut each))
        }
        Body::PaymentTransferred(moved) => {
            taken_back(&moved.from, &mut each)?;
            paid(&moved.to, &mut each)
        }
        Body::RefundRequested(refund) => taken_back(&refund.taken, &mut each),
        Body::RefundWithdrawn(refund) => given_back(&refund.given, &mut each),
        _ => Ok(()),
    }
}

fn paid<E>(lines: &[ReceiptLine], each: &mut impl FnMut(Effect<'_>) -> Result<(), E>) -> Result<(), E> {
    lines.iter().try_for_each(|line| match &line.account {
        Some(account) => each(Effect {
            account,
            charge: line.charge.as_deref(),
            amount: line.amount,
            restored: None,
        }),
        None => Ok(()),
    })
}

fn taken_back<E>(taken: &TakenBack, each: &mut impl FnMut(Effect<'_>) -> Result<(), E>) -> Result<(), E> {
    match restored(taken) {
        Some(effect) => each(Effect {
            amount: effect.amount.negated(),
            ..effect
        }),
        None => Ok(()),
    }
}

/// What stands where it had been paid.
fn restored(taken: &TakenBack) -> Option<Effect<'_>> {
    let Some(Due::Restored {
        account,
        charge,
        code,
        since,
        paid_at,
    }) = &taken.due
    else {
        return None;
    };
    Some(Effect {
        account,
        charge: charge.as_deref(),
        amount: taken.amount,
        restored: Some(Restored {
            code,
            what: &taken.what,
            since: *since,
            paid_at: *paid_at,
        }),
    })
}

/// What is given back pays what its taking back had made due.
fn given_back<E>(given: &TakenBack, each: &mut impl FnMut(Effect<'_>) -> Result<(), E>) -> Result<(), E> {
    let opened = match &given.due {
        Some(Due::Opened(opened)) => Some(Effect {
            account: &opened.account,
            charge: Some(&opened.charge.id),
            amount: given.amount,
            restored: None,
        }),
        _ => None,
    };
    match opened.or_else(|| restored(given)) {
        Some(effect) => each(effect),
        None => Ok(()),
    }
}

/// Every charge that an entry makes the desk carry on an account.
pub fn each_opened<'b>(body: &'b Body, mut each: impl FnMut(&'b OpenedCharge)) {
    let Body::ItemReturned(item) = body else { return };
    for taken in item.tenders.iter().flat_map(|tender| &tender.taken) {
        if let Some(Due::Opened(opened)) = &taken.due {
            each(opened);
        }
    }
    item.fee.iter().for_each(each);
}
