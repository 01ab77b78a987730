//! Payments keyed twice: the same account, reference or check, and the same amount,
//! soon after each other.

use super::likelihood::{DUPLICATE, Likelihood, ONLY_A_PART, RARE_REPEAT, Scored, UNUSUAL, WEAKER};
use super::pattern::Pattern;
use super::scene::{Scene, Taken, Target};
use super::suspect::Mend;
use crate::money::Cents;
use crate::receipt::ReceiptLine;
use crate::refusal::Refusal;
use crate::session::SessionReceipt;

/// What two receipts have in common that two honest payments rarely have.
#[derive(Default)]
struct Alike {
    account: Option<String>,
    reference: Option<String>,
    check: Option<String>,
    /// Nothing is named, but what was bought is the same.
    unnamed: bool,
}

/// Pairs of receipts that may be one payment.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub(super) fn duplicates(scene: &Scene<'_>, target: &Target, found: &mut Vec<Scored>) -> Result<(), Refusal> {
    if !target.short() {
        return Ok(());
    }
    let taken = scene.taken(&target.difference);
    for second in &taken {
        let amount = second.tender.amount;
        if amount > target.amount() {
            continue;
        }
        let Some((first, alike)) = earlier(scene, second) else {
            continue;
        };
        let seconds = seconds_between(first.receipt, second.receipt);
        let alone = taken.iter().filter(|other| other.tender.amount == amount).count() <= 2;
        let mut likelihood = closeness(seconds, &alike, alone).among(taken.len());
        if amount != target.amount() {
            likelihood = likelihood.over(ONLY_A_PART);
        }
        let mend = Mend::Void {
            receipt: second.receipt.number.clone(),
        };
        let pattern = duplicate(&first, second, alike);
        found.push(Scored {
            likelihood,
            suspect: target.suspect(pattern, &[first, *second], amount.negated(), mend),
        });
    }
    Ok(())
}

/// The receipt that this one surely repeats, where there is one: not two payments of
/// one price, but the same account, reference or check.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub(super) fn repeat_of(scene: &Scene<'_>, second: &Taken<'_>) -> Result<Option<Pattern>, Refusal> {
    let surely = earlier(scene, second).filter(|(_, alike)| !alike.unnamed);
    Ok(surely.map(|(first, alike)| duplicate(&first, second, alike)))
}

fn duplicate(first: &Taken<'_>, second: &Taken<'_>, alike: Alike) -> Pattern {
    Pattern::Duplicate {
        first: first.receipt.number.clone(),
        second: second.receipt.number.clone(),
        amount: second.tender.amount,
        seconds: seconds_between(first.receipt, second.receipt),
        account: alike.account,
        reference: alike.reference,
        check: alike.check,
    }
}

fn seconds_between(first: &SessionReceipt, second: &SessionReceipt) -> i64 {
    second.at.signed_duration_since(first.at).num_seconds().max(0)
}

/// How much two payments soon after each other speak for a repeat. Where nothing is
/// named, an amount that only these two have says more than a price that many paid.
fn closeness(seconds: i64, alike: &Alike, alone: bool) -> Likelihood {
    let rare = DUPLICATE.times(RARE_REPEAT);
    // A check is one piece of paper, however long ago.
    let named = match seconds {
        _ if alike.check.is_some() => rare,
        ..=600 => rare,
        601..=1_800 => rare.over(2),
        1_801..=7_200 => rare.over(WEAKER),
        _ => rare.over(UNUSUAL),
    };
    match (alike.unnamed, alone) {
        (false, _) => named,
        (true, true) => named.over(WEAKER),
        (true, false) => named.over(UNUSUAL),
    }
}

/// The latest receipt before this one that it may repeat, by the same tender and amount.
fn earlier<'a>(scene: &Scene<'a>, second: &Taken<'_>) -> Option<(Taken<'a>, Alike)> {
    let receipts = &scene.session.receipts;
    let before = receipts
        .iter()
        .position(|receipt| receipt.number == second.receipt.number)?;
    let mut unnamed = None;
    for first in receipts[..before].iter().rev().filter(|receipt| !receipt.void) {
        if first.total != second.receipt.total {
            continue;
        }
        let same = |tender: &crate::receipt::Tender| {
            tender.code == second.tender.code && tender.amount == second.tender.amount
        };
        let Some((place, tender)) = (0u16..).zip(&first.tenders).find(|(_, tender)| same(tender)) else {
            continue;
        };
        let taken = Taken {
            receipt: first,
            place,
            tender,
        };
        match alike(scene, &taken, second) {
            Some(alike) if !alike.unnamed => return Some((taken, alike)),
            Some(alike) if unnamed.is_none() => unnamed = Some((taken, alike)),
            _ => {}
        }
    }
    unnamed
}

/// What two receipts of one amount have in common; none where they are surely two.
fn alike(scene: &Scene<'_>, first: &Taken<'_>, second: &Taken<'_>) -> Option<Alike> {
    if let (Some(one), Some(other)) = (&first.tender.check, &second.tender.check)
        && let (Some(number), Some(again)) = (&one.number, &other.number)
    {
        // Two pieces of paper, each with a number of its own, are two payments.
        return (number == again && one.routing == other.routing && one.last_four == other.last_four).then(|| Alike {
            check: Some(number.clone()),
            ..Alike::default()
        });
    }
    match (scene.lines_of(first.receipt), scene.lines_of(second.receipt)) {
        (Some(one), Some(other)) => alike_lines(one, other),
        _ => alike_postings(first.receipt, second.receipt),
    }
}

fn alike_lines(one: &[ReceiptLine], other: &[ReceiptLine]) -> Option<Alike> {
    let paid = |line: &&ReceiptLine| line.amount > Cents::ZERO;
    // A repeat on an account may find nothing due any more and stand to its credit.
    for line in one.iter().filter(paid) {
        for again in other.iter().filter(paid) {
            if line.account.is_some() && line.account == again.account {
                return Some(Alike {
                    account: line.account.clone(),
                    ..Alike::default()
                });
            }
            if line.reference.is_some() && line.reference == again.reference && line.code == again.code {
                return Some(Alike {
                    reference: line.reference.clone(),
                    ..Alike::default()
                });
            }
        }
    }
    let named = |line: &ReceiptLine| line.account.is_some() || line.reference.is_some();
    let codes = |lines: &[ReceiptLine]| lines.iter().map(|line| line.code.clone()).collect::<Vec<_>>();
    let unnamed = !one.iter().chain(other).any(named) && codes(one) == codes(other);
    unnamed.then(|| Alike {
        unnamed: true,
        ..Alike::default()
    })
}

/// Without their lines: two receipts of one payer, or of none, to the same ledger accounts.
fn alike_postings(one: &SessionReceipt, other: &SessionReceipt) -> Option<Alike> {
    let unnamed = one.payer == other.payer && one.postings == other.postings;
    unnamed.then(|| Alike {
        unnamed: true,
        ..Alike::default()
    })
}
