//! Receipts of exactly the difference, or of half of it; the wrong tender; change.

use super::likelihood::{
    AMOUNTS, BOTH_SIDES, CHANGE, EXPLAINED_FACT, NOT_RECEIVED, NOT_RECORDED, OTHER_NOTE, OTHER_NOTES, Scored, UNUSUAL,
    VOID_KEPT, WEAKER, WRONG_SIDE, WRONG_TENDER,
};
use super::pattern::{ChangeSlip, Pattern};
use super::scene::{Scene, Taken, Target, numbers};
use super::suspect::Mend;
use super::tape::{CheckMatch, Finding};
use crate::config::{DenominationKind, TenderKind};
use crate::money::Cents;
use crate::refusal::Refusal;
use crate::session::EventKind;

/// Two tender types that differ by equal and opposite amounts: a receipt of exactly
/// that much in the one that is short was paid by the one that is over. Of a type that
/// was ticked off piece by piece the tape says which receipt it is: nothing is sought there.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub(super) fn wrong_tender(scene: &Scene<'_>, tape: &[CheckMatch], found: &mut Vec<Scored>) -> Result<(), Refusal> {
    for short in scene.targets.iter().filter(|target| target.short()) {
        for over in scene.opposite(short) {
            void_paid_otherwise(scene, short, over, found);
            let taken = scene.taken(&short.difference);
            let places = taken.len();
            // A check is never handed over with change to come.
            let (exact, change): (Vec<Taken<'_>>, Vec<Taken<'_>>) = taken
                .into_iter()
                .filter(|taken| taken.tender.amount == short.amount())
                .partition(Taken::exact);
            // An extra piece of the tape shows that the other tender really came in.
            let on_tape = tape.iter().any(|check| {
                check.finding == Finding::Extra
                    && check.tender == over.difference.tender
                    && check.found == Some(short.amount())
            });
            let base = match on_tape {
                true => EXPLAINED_FACT,
                false => WRONG_TENDER.times(BOTH_SIDES).among(places),
            };
            for (receipts, likelihood) in [(exact, base), (change, WRONG_TENDER.among(places))] {
                if receipts.is_empty() {
                    continue;
                }
                let likelihood = if on_tape {
                    likelihood
                } else {
                    times(likelihood, receipts.len())
                };
                let mend = match receipts.as_slice() {
                    [only] => Mend::Reclass {
                        receipt: only.receipt.number.clone(),
                        place: only.place,
                        to: over.difference.tender.clone(),
                    },
                    _ => Mend::Look,
                };
                let pattern = Pattern::WrongTender {
                    receipts: numbers(&receipts),
                    amount: short.amount(),
                    to: over.difference.tender.clone(),
                    to_name: over.difference.name.clone(),
                    on_tape,
                };
                found.push(short.whole(likelihood, pattern, &receipts, mend));
            }
        }
    }
    Ok(())
}

/// A voided receipt of the tender that is over was paid back by the one that is short.
fn void_paid_otherwise(scene: &Scene<'_>, short: &Target, over: &Target, found: &mut Vec<Scored>) {
    let voided = scene.voided(&over.difference);
    for taken in &voided {
        if taken.tender.amount != short.amount() || !void_may_be(scene, &taken.receipt.number) {
            continue;
        }
        let pattern = Pattern::VoidPaidOtherwise {
            receipt: taken.receipt.number.clone(),
            amount: taken.tender.amount,
            paid_name: over.difference.name.clone(),
        };
        let likelihood = VOID_KEPT.times(BOTH_SIDES).among(voided.len());
        found.push(short.whole(likelihood, pattern, &[*taken], Mend::Look));
    }
}

/// A receipt of exactly the difference: never received, never recorded, voided and
/// kept; a receipt of half the difference: on the wrong side.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub(super) fn exact(scene: &Scene<'_>, target: &Target, found: &mut Vec<Scored>) -> Result<(), Refusal> {
    let amount = target.amount();
    let taken = scene.taken(&target.difference);
    let of_it: Vec<Taken<'_>> = taken
        .iter()
        .filter(|taken| taken.tender.amount == amount)
        .copied()
        .collect();
    if target.short() && !of_it.is_empty() {
        let pattern = Pattern::NotReceived {
            receipts: numbers(&of_it),
            amount,
        };
        let likelihood = times(NOT_RECEIVED.among(taken.len()), of_it.len());
        found.push(target.whole(likelihood, pattern, &of_it, Mend::Look));
    }
    if !target.short() {
        // Any amount may have gone unrecorded, one that others paid too more likely.
        let common = times(NOT_RECORDED.among(taken.len()), of_it.len());
        let likelihood = common.max(NOT_RECORDED.over(AMOUNTS));
        found.push(target.whole(likelihood, Pattern::NotRecorded { amount }, &[], Mend::Look));
        let voided = scene.voided(&target.difference);
        for taken in &voided {
            if taken.tender.amount != amount || !void_may_be(scene, &taken.receipt.number) {
                continue;
            }
            let pattern = Pattern::VoidKept {
                receipt: taken.receipt.number.clone(),
                amount,
            };
            found.push(target.whole(VOID_KEPT.among(voided.len()), pattern, &[*taken], Mend::Look));
        }
    }
    let half: Vec<Taken<'_>> = taken
        .iter()
        .filter(|taken| taken.tender.amount.0.checked_mul(2) == Some(amount.0))
        .copied()
        .collect();
    if target.short() && !half.is_empty() {
        let pattern = Pattern::ReceiptOnWrongSide {
            receipts: numbers(&half),
            amount: half[0].tender.amount,
        };
        let likelihood = times(WRONG_SIDE.among(taken.len()), half.len()).over(WEAKER);
        found.push(target.whole(likelihood, pattern, &half, Mend::Look));
    }
    Ok(())
}

/// Change: given for another note than was tendered, given twice, or not given.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub(super) fn change(scene: &Scene<'_>, target: &Target, found: &mut Vec<Scored>) -> Result<(), Refusal> {
    if target.difference.kind != TenderKind::Cash {
        return Ok(());
    }
    let changed = scene.taken(&target.difference);
    let changed: Vec<(Taken<'_>, Cents)> = changed
        .into_iter()
        .filter_map(|taken| taken.tender.handed.map(|handed| (taken, handed)))
        .collect();
    let mut given: Vec<Taken<'_>> = Vec::new();
    // By what was keyed as handed over: those that may have been the other note.
    let mut by_handed: Vec<(Cents, Vec<Taken<'_>>)> = Vec::new();
    for (taken, handed) in &changed {
        if handed.minus(taken.tender.amount)? == target.amount() {
            given.push(*taken);
        }
        if another_note(scene, taken.tender.amount, *handed, target.sought) {
            match by_handed.iter_mut().find(|group| group.0 == *handed) {
                Some(group) => group.1.push(*taken),
                None => by_handed.push((*handed, vec![*taken])),
            }
        }
    }
    if !given.is_empty() {
        let pattern = Pattern::Change {
            receipts: numbers(&given),
            change: target.amount(),
            slip: if target.short() {
                ChangeSlip::Twice
            } else {
                ChangeSlip::NotGiven
            },
        };
        let likelihood = times(CHANGE.among(changed.len()), given.len());
        found.push(target.whole(likelihood, pattern, &given, Mend::Look));
    }
    for (handed, receipts) in by_handed {
        let likely = handed.plus(target.sought)?;
        // Those whose likely note is the one that people hand for such an amount come first.
        let usual = |taken: &Taken<'_>| covers(scene, taken.tender.amount, likely);
        let (likeliest, unlikely): (Vec<_>, Vec<_>) = receipts.into_iter().partition(usual);
        // One note is taken for another; within a stack of them it shows when they are counted.
        let single = |amount: Cents| notes(scene).any(|note| note == amount.0);
        let stack = if single(handed) && single(likely) {
            OTHER_NOTES
        } else {
            OTHER_NOTES * WEAKER
        };
        for (receipts, against) in [(likeliest, stack), (unlikely, stack * UNUSUAL)] {
            if receipts.is_empty() {
                continue;
            }
            let pattern = Pattern::OtherNote {
                receipts: numbers(&receipts),
                handed,
                likely,
            };
            let likelihood = times(OTHER_NOTE.among(changed.len()), receipts.len()).over(against);
            found.push(target.whole(likelihood, pattern, &receipts, Mend::Look));
        }
    }
    Ok(())
}

/// Whether one note among those handed over may have been another: the difference is
/// that of two notes, and what was handed in truth still paid for it.
fn another_note(scene: &Scene<'_>, paid: Cents, handed: Cents, difference: Cents) -> bool {
    let Ok(likely) = handed.plus(difference) else {
        return false;
    };
    let worth = |note: i64| notes(scene).any(|other| note.checked_add(difference.0) == Some(other));
    likely >= paid && notes(scene).any(|note| note <= handed.0 && worth(note))
}

/// Whether it is what somebody hands for an amount: as few notes of one kind as cover it.
fn covers(scene: &Scene<'_>, amount: Cents, handed: Cents) -> bool {
    let cover = |note: i64| -> Option<i64> {
        let pieces = amount.0.checked_add(note - 1)? / note;
        pieces.checked_mul(note)
    };
    notes(scene).any(|note| cover(note) == Some(handed.0))
}

fn notes(scene: &Scene<'_>) -> impl Iterator<Item = i64> {
    let notes = scene.configuration.denominations.iter();
    notes
        .filter(|kind| kind.kind == DenominationKind::Note && kind.cents.0 > 0)
        .map(|kind| kind.cents.0)
}

/// Whether a void fell into the stretch of the day that is left.
fn void_may_be(scene: &Scene<'_>, number: &str) -> bool {
    scene.session.events.iter().any(|event| match &event.what {
        EventKind::Void { receipt, .. } => receipt == number && scene.stretch.holds(event.at),
        _ => false,
    })
}

fn times(likelihood: super::likelihood::Likelihood, places: usize) -> super::likelihood::Likelihood {
    likelihood.times(u64::try_from(places).unwrap_or(u64::MAX))
}
