//! Amounts keyed wrong: two neighbouring digits swapped, the decimal point slid.

use super::digits::{roundness, slid, swapped};
use super::likelihood::{IS_DUE, Likelihood, NOT_TYPED, PAIRS_OF_DIGITS, ROUNDER, SLID, SWAPPED, Scored, WEAKER};
use super::pattern::Pattern;
use super::scene::{CameAbout, Scene, Taken, Target};
use super::suspect::Mend;
use crate::config::TenderKind;
use crate::money::Cents;
use crate::refusal::Refusal;

/// Receipts whose amount, with two digits swapped or the point slid back, would make
/// up for exactly the difference. Cash that was given change for is none: there the
/// drawer holds what was handed over less what was given, whatever was keyed.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub(super) fn slips(scene: &Scene<'_>, target: &Target, found: &mut Vec<Scored>) -> Result<(), Refusal> {
    if target.sought.0 % 9 != 0 {
        return Ok(());
    }
    let taken = scene.taken(&target.difference);
    let exact: Vec<&Taken<'_>> = taken.iter().filter(|taken| taken.exact()).collect();
    let typed = |taken: &&&Taken<'_>| scene.came_about(taken.receipt) == CameAbout::Typed;
    let places = exact.iter().filter(typed).count();
    for taken in exact {
        let keyed = taken.tender.amount;
        let due = scene.would_be_due(taken.receipt, target.sought);
        let receipt = taken.receipt.number.clone();
        let (base, likely, pattern) = if let Some((likely, factor)) = slid(keyed, target.sought) {
            let pattern = Pattern::SlidPoint {
                receipt,
                keyed,
                likely,
                factor,
                due,
            };
            (SLID.among(places), likely, pattern)
        } else if let Some(likely) = swapped(keyed, target.sought) {
            let pattern = Pattern::SwappedDigits {
                receipt,
                keyed,
                likely,
                due,
            };
            (SWAPPED.among(places).over(PAIRS_OF_DIGITS), likely, pattern)
        } else {
            continue;
        };
        let likelihood = evidence(scene, target, taken, base, likely, due);
        found.push(target.whole(likelihood, pattern, &[*taken], Mend::Look));
    }
    Ok(())
}

/// What speaks for an amount having been typed wrong, and against it.
fn evidence(
    scene: &Scene<'_>,
    target: &Target,
    taken: &Taken<'_>,
    base: Likelihood,
    likely: Cents,
    due: bool,
) -> Likelihood {
    if due {
        return base.times(IS_DUE);
    }
    let came_about = scene.came_about(taken.receipt);
    if came_about == CameAbout::WorkedOut && target.difference.kind != TenderKind::Cash {
        // What the program worked out somebody typed again, into the terminal: there the
        // recorded amount is the right one, and how round the other is says nothing.
        return base.over(WEAKER);
    }
    let weighed = match roundness(likely).cmp(&roundness(taken.tender.amount)) {
        std::cmp::Ordering::Greater => base.times(ROUNDER),
        std::cmp::Ordering::Equal => base,
        std::cmp::Ordering::Less => base.over(ROUNDER),
    };
    match came_about {
        CameAbout::Typed => weighed,
        CameAbout::WorkedOut => weighed.over(NOT_TYPED),
    }
}
