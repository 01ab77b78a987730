//! What an entry does on accounts: what it pays, what it makes due again, what the desk
//! itself puts on them. Said once, for whoever keeps sums over accounts.

use chrono::NaiveDate;

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
    /// What was taken back after its day: billing's copy may no longer have its charge.
    pub restored: Option<Restored<'a>>,
}

/// A charge that is due again, as far as its payment tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Restored<'a> {
    /// The charge's code.
    pub code: &'a str,
    /// What it is for.
    pub what: &'a str,
    /// When it had been paid.
    pub since: NaiveDate,
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
    let Some(Due::Restored {
        account,
        charge,
        code,
        since,
    }) = &taken.due
    else {
        return Ok(());
    };
    each(Effect {
        account,
        charge: charge.as_deref(),
        amount: taken.amount.negated(),
        restored: Some(Restored {
            code,
            what: &taken.what,
            since: *since,
        }),
    })
}

/// What is given back pays what its taking back had made due.
fn given_back<E>(given: &TakenBack, each: &mut impl FnMut(Effect<'_>) -> Result<(), E>) -> Result<(), E> {
    let (account, charge) = match &given.due {
        Some(Due::Restored { account, charge, .. }) => (account, charge.as_deref()),
        Some(Due::Opened(opened)) => (&opened.account, Some(opened.charge.id.as_str())),
        None => return Ok(()),
    };
    each(Effect {
        account,
        charge,
        amount: given.amount,
        restored: None,
    })
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
