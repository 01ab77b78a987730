//! What an entry does on accounts: what it pays, what it makes due again, what the desk
//! itself puts on them. Said once, for whoever keeps sums over accounts.

use chrono::NaiveDate;

use super::Charge;
use crate::entry::{Body, Due, OpenedCharge, TakenBack};
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
    /// The receipt whose money it is; empty for a fee that is no longer due.
    pub receipt: &'a str,
    /// What was taken back: billing's copy may no longer have its charge.
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
}

impl Effect<'_> {
    /// The charge of which so much is due again where its account has none; nothing where something is paid.
    pub(super) fn due_again(&self, due: Cents) -> Option<Charge> {
        let restored = self.restored.filter(|_| due > Cents::ZERO)?;
        Some(restored.charge(self.charge?, due))
    }
}

impl<'a> Restored<'a> {
    /// From what tables keep of it, all or nothing.
    #[must_use]
    pub fn kept(code: Option<&'a str>, what: Option<&'a str>, since: Option<&str>) -> Option<Restored<'a>> {
        Some(Restored {
            code: code?,
            what: what?,
            since: since?.parse().ok()?,
        })
    }

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
        Body::Receipt(body) => paid(&body.number, &body.lines, &mut each),
        Body::SuspensePlaced(body) => paid(&body.receipt, &body.lines, &mut each),
        Body::ReceiptVoided(void) => {
            let mut restored = void.restored.iter().enumerate();
            restored.try_for_each(|(place, (account, charge, amount))| {
                each(Effect {
                    account,
                    charge: charge.as_deref(),
                    amount: amount.negated(),
                    receipt: &void.receipt,
                    restored: void.lines.get(place).map(|line| Restored {
                        code: &line.code,
                        what: &line.what,
                        since: line.since,
                    }),
                })
            })
        }
        Body::ItemReturned(item) => {
            for tender in &item.tenders {
                let mut taken = tender.taken.iter();
                taken.try_for_each(|taken| taken_back(&tender.receipt, taken, &mut each))?;
            }
            Ok(())
        }
        Body::ItemReinstated(item) => {
            for tender in &item.tenders {
                let mut given = tender.given.iter();
                given.try_for_each(|given| given_back(&tender.receipt, given, &mut each))?;
                paid(&tender.receipt, &tender.credit, &mut each)?;
            }
            match &item.fee {
                Some((account, charge, amount)) => each(Effect {
                    account,
                    charge: Some(charge),
                    amount: *amount,
                    receipt: "",
                    restored: None,
                }),
                None => Ok(()),
            }
        }
        Body::ReceiptReversed(reversed) => {
            let mut taken = reversed.taken.iter();
            taken.try_for_each(|taken| taken_back(&reversed.receipt, taken, &mut each))
        }
        Body::PaymentTransferred(moved) => {
            taken_back(&moved.receipt, &moved.from, &mut each)?;
            paid(&moved.receipt, &moved.to, &mut each)
        }
        Body::RefundRequested(refund) => taken_back(&refund.receipt, &refund.taken, &mut each),
        Body::RefundWithdrawn(refund) => given_back(&refund.receipt, &refund.given, &mut each),
        _ => Ok(()),
    }
}

fn paid<E>(receipt: &str, lines: &[ReceiptLine], each: &mut impl FnMut(Effect<'_>) -> Result<(), E>) -> Result<(), E> {
    lines.iter().try_for_each(|line| match &line.account {
        Some(account) => each(Effect {
            account,
            charge: line.charge.as_deref(),
            amount: line.amount,
            receipt,
            restored: None,
        }),
        None => Ok(()),
    })
}

fn taken_back<E>(
    receipt: &str,
    taken: &TakenBack,
    each: &mut impl FnMut(Effect<'_>) -> Result<(), E>,
) -> Result<(), E> {
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
        receipt,
        restored: Some(Restored {
            code,
            what: &taken.what,
            since: *since,
        }),
    })
}

/// What is given back pays what its taking back had made due.
fn given_back<E>(
    receipt: &str,
    given: &TakenBack,
    each: &mut impl FnMut(Effect<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let (account, charge) = match &given.due {
        Some(Due::Restored { account, charge, .. }) => (account, charge.as_deref()),
        Some(Due::Opened(opened)) => (&opened.account, Some(opened.charge.id.as_str())),
        None => return Ok(()),
    };
    each(Effect {
        account,
        charge,
        amount: given.amount,
        receipt,
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
