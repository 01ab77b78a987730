//! Refunds after the day: credits, overpayments, unclaimed money in suspense. Each is a
//! numbered request that accounts payable pays; never cash from a drawer.

use super::{agreed, correctable, known_to_billing, listed_reason, rules};
use crate::batch::person;
use crate::config::{CorrectedBy, Waiver};
use crate::entry::{Body, Due, Entry, Refund, RefundRequested, RefundWithdrawn, RefundsListed, TakenBack};
use crate::journal::Decision;
use crate::money::Cents;
use crate::posting::{Posting, Postings};
use crate::refusal::Refusal;
use crate::returns::{Facts, balances_after};
use crate::text::{NAME_LENGTH, NOTE_LENGTH, clean, clean_required};
use crate::trace::Trace;

/// To whom something is paid back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Payee {
    /// The name.
    pub name: String,
    /// Address lines.
    pub address: Vec<String>,
}

/// At most so many address lines.
const ADDRESS_LINES: usize = 5;

impl Payee {
    /// The request of that number for an amount, which a ledger account owes.
    pub(super) fn refund(&self, number: &str, amount: Cents, payable: &str) -> Result<Refund, Refusal> {
        let lines = self.address.iter().filter(|line| !line.trim().is_empty());
        let lines = lines
            .take(ADDRESS_LINES)
            .map(|line| clean("address", line, NOTE_LENGTH));
        Ok(Refund {
            number: number.to_owned(),
            amount,
            payee: clean_required("payee", &self.name, NAME_LENGTH)?,
            address: lines.collect::<Result<_, Refusal>>()?,
            payable: payable.to_owned(),
        })
    }
}

/// A request as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundStanding {
    /// The request.
    pub refund: Refund,
    /// The entry that made it and what that posted; none where a reversal made it.
    pub requested: Option<(RefundRequested, Vec<Posting>)>,
    /// The last list that it went on.
    pub list: Option<String>,
    /// What of it is on lists.
    pub listed: Cents,
    /// What of it is not to be paid, because what had paid it came back from the bank.
    pub stopped: Cents,
    /// Whether it was withdrawn.
    pub withdrawn: bool,
}

impl RefundStanding {
    /// The request that an entry makes, not listed yet; none for any other entry.
    #[must_use]
    pub fn of(entry: &Entry) -> Option<RefundStanding> {
        let (refund, requested) = match &entry.body {
            Body::RefundRequested(body) => {
                let requested = (RefundRequested::clone(body), entry.postings.clone());
                (body.refund.clone(), Some(requested))
            }
            Body::ReceiptReversed(body) => (body.refund.clone()?, None),
            _ => return None,
        };
        Some(RefundStanding {
            refund,
            requested,
            list: None,
            listed: Cents::ZERO,
            stopped: Cents::ZERO,
            withdrawn: false,
        })
    }

    /// What of it waits for a list.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn waits(&self) -> Result<Cents, Refusal> {
        if self.withdrawn {
            return Ok(Cents::ZERO);
        }
        self.refund.amount.minus(self.listed)?.minus(self.stopped)
    }
}

/// Decides a request for a refund of what stands on a line.
///
/// # Errors
/// In this order: [`Refusal::CorrectionsNotSetUp`], [`Refusal::AlreadyVoid`], [`Refusal::AlreadyReversed`],
/// [`Refusal::ReceiptNotClosed`], [`Refusal::UnknownLineOfReceipt`], [`Refusal::AmountZero`],
/// [`Refusal::MoreThanStands`], [`Refusal::ReasonNotListed`], text refusals,
/// [`Refusal::SecondPersonNeeded`] and its kin.
pub fn request_refund(
    facts: &Facts<'_>,
    (trace, approved): (&Trace, bool),
    (line, amount): (u16, Cents),
    (number, payee): (&str, &Payee),
    reason: &str,
) -> Result<Decision, Refusal> {
    let rules = rules(facts)?;
    correctable(trace, approved)?;
    stands(trace, line, amount)?;
    let reason = listed_reason(facts.configuration, CorrectedBy::Refund, reason)?;
    let refund = payee.refund(number, amount, &rules.refunds_payable)?;
    let taken = trace.taken_back(line, amount)?;
    let approval = agreed(facts, Waiver::Refund, trace, || {
        let known = known_to_billing(facts, trace.number(), [&taken]);
        format!(
            "Ask accounts payable to pay {amount} back to {}, from receipt {}, {}.{known} Reason: {reason}",
            refund.to(),
            trace.number(),
            taken.what
        )
    })?;
    let mut postings = Postings::default();
    for (ledger, cents) in taken.debits() {
        postings.debit(ledger, *cents)?;
    }
    postings.credit(&rules.refunds_payable, amount)?;
    let mut body = RefundRequested {
        refund,
        receipt: trace.number().to_owned(),
        taken,
        reason,
        balances: Vec::new(),
        person: person(facts.actor),
    };
    body.balances = balances_after(facts.accounts, &Body::RefundRequested(Box::new(body.clone())))?;
    Ok(Decision {
        body: Body::RefundRequested(Box::new(body)),
        postings: postings.balanced()?,
        approval,
    })
}

/// That an amount still stands on a line.
pub(super) fn stands(trace: &Trace, line: u16, amount: Cents) -> Result<(), Refusal> {
    let standing = trace.line(line)?.standing()?;
    if amount <= Cents::ZERO {
        return Err(Refusal::AmountZero {
            field: "amount".to_owned(),
        });
    }
    if amount > standing {
        return Err(Refusal::MoreThanStands {
            standing,
            given: amount,
        });
    }
    Ok(())
}

/// Withdraws a request that was not listed yet: the money stands again where it stood, and what
/// the request posted is posted the other way round, whatever the configuration says today.
///
/// # Errors
/// In this order: [`Refusal::CorrectionsNotSetUp`], [`Refusal::RefundWithdrawn`], [`Refusal::RefundListed`],
/// [`Refusal::RefundStopped`], [`Refusal::RefundOfReversal`], [`Refusal::RefundNotDue`], text
/// refusals for the reason.
pub fn withdraw_refund(facts: &Facts<'_>, standing: &RefundStanding, reason: &str) -> Result<Decision, Refusal> {
    rules(facts)?;
    let (requested, posted) = withdrawable(standing)?;
    still_due(facts, &standing.refund.number, &requested.taken)?;
    let reason = clean_required("reason", reason, NOTE_LENGTH)?;
    let given = requested.taken.clone();
    let mut postings = Postings::default();
    for Posting(ledger, cents) in posted {
        postings.credit(ledger, *cents)?;
    }
    Ok(Decision {
        body: Body::RefundWithdrawn(Box::new(RefundWithdrawn {
            number: standing.refund.number.clone(),
            receipt: requested.receipt.clone(),
            given,
            reason,
            person: person(facts.actor),
        })),
        postings: postings.balanced()?,
        approval: None,
    })
}

/// Whether a request can still be withdrawn, as far as it goes by itself.
#[must_use]
pub fn is_withdrawable(standing: &RefundStanding) -> bool {
    withdrawable(standing).is_ok()
}

fn withdrawable(standing: &RefundStanding) -> Result<&(RefundRequested, Vec<Posting>), Refusal> {
    let number = standing.refund.number.clone();
    if standing.withdrawn {
        return Err(Refusal::RefundWithdrawn { number });
    }
    if let Some(list) = &standing.list {
        return Err(Refusal::RefundListed {
            number,
            list: list.clone(),
        });
    }
    if !standing.stopped.is_zero() {
        return Err(Refusal::RefundStopped { number });
    }
    standing.requested.as_ref().ok_or(Refusal::RefundOfReversal { number })
}

/// That nobody paid meanwhile what a request had made due: money would stand on a charge twice.
fn still_due(facts: &Facts<'_>, number: &str, taken: &TakenBack) -> Result<(), Refusal> {
    let Some(Due::Restored {
        account,
        charge: Some(charge),
        ..
    }) = &taken.due
    else {
        return Ok(());
    };
    let Some(standing) = facts.accounts.get(account) else {
        return Ok(());
    };
    let due = standing.account.charge(charge).map_or(Cents::ZERO, |charge| charge.due);
    if taken.amount > due {
        return Err(Refusal::RefundNotDue {
            number: number.to_owned(),
            account: account.clone(),
        });
    }
    Ok(())
}

/// Puts what of requests waits on a numbered list for accounts payable; each amount is listed once.
///
/// # Errors
/// In this order: [`Refusal::CorrectionsNotSetUp`], [`Refusal::NothingToList`]; request by request
/// [`Refusal::RefundWithdrawn`], [`Refusal::RefundListed`], [`Refusal::RefundStopped`].
pub fn list_refunds(facts: &Facts<'_>, number: &str, refunds: &[RefundStanding]) -> Result<Decision, Refusal> {
    rules(facts)?;
    if refunds.is_empty() {
        return Err(Refusal::NothingToList);
    }
    for standing in refunds {
        let own = standing.refund.number.clone();
        if standing.withdrawn {
            return Err(Refusal::RefundWithdrawn { number: own });
        }
        if standing.waits()? <= Cents::ZERO {
            return Err(match standing.list.clone() {
                Some(list) => Refusal::RefundListed { number: own, list },
                None => Refusal::RefundStopped { number: own },
            });
        }
    }
    let named = refunds.iter().map(|one| Ok((one.refund.number.clone(), one.waits()?)));
    let mut refunds = named.collect::<Result<Vec<(String, Cents)>, Refusal>>()?;
    refunds.sort();
    refunds.dedup();
    Ok(Decision::plain(Body::RefundsListed(RefundsListed {
        number: number.to_owned(),
        total: Cents::sum(refunds.iter().map(|one| one.1))?,
        refunds,
        person: person(facts.actor),
    })))
}
