//! The drawers beside: an equal and opposite difference, a float that was not the usual.

use super::likelihood::{OTHER_DRAWER, OTHER_FLOAT, OWN_FLOAT, RARE_AMOUNT, Scored, WEAKER};
use super::pattern::Pattern;
use super::scene::{Scene, Target};
use super::suspect::Mend;
use crate::config::TenderKind;
use crate::money::Cents;
use crate::refusal::Refusal;
use crate::session::{EventKind, Session};

/// Below this amount two drawers share a difference by chance often enough: a dollar.
const SMALL: Cents = Cents(200);

/// What the other sessions of the day, and the floats, say about a difference.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub(super) fn beside(scene: &Scene<'_>, target: &Target, found: &mut Vec<Scored>) -> Result<(), Refusal> {
    let opposite = target.difference.difference.negated();
    for other in &scene.beside {
        if difference_of(scene, other, target)? != Some(opposite) {
            continue;
        }
        let pattern = Pattern::OtherDrawer {
            drawer: other.drawer.clone(),
            cashier: other.cashier_name().to_owned(),
            difference: opposite,
        };
        let rare = OTHER_DRAWER.times(RARE_AMOUNT).among(scene.beside.len());
        let likelihood = if target.amount() < SMALL {
            rare.over(RARE_AMOUNT * WEAKER)
        } else {
            rare
        };
        found.push(target.whole(likelihood, pattern, &[], Mend::Look));
    }
    if target.difference.kind == TenderKind::Cash {
        floats(scene, target, found)?;
        hand_overs(scene, target, found)?;
    }
    Ok(())
}

/// Counted less expected of a tender in another session, where it was counted.
fn difference_of(scene: &Scene<'_>, other: &Session, target: &Target) -> Result<Option<Cents>, Refusal> {
    let Some(count) = other.counts.last() else {
        return Ok(None);
    };
    let of = |tender: &str| tender == target.difference.tender;
    let expected = other
        .expected(scene.configuration)?
        .into_iter()
        .find(|line| of(&line.tender));
    let counted = count.tenders.iter().find(|line| of(&line.tender));
    match (expected, counted) {
        (Some(expected), Some(counted)) => counted.counted.minus(expected.expected).map(Some),
        _ => Ok(None),
    }
}

/// Floats that are off by exactly the difference.
fn floats(scene: &Scene<'_>, target: &Target, found: &mut Vec<Scored>) -> Result<(), Refusal> {
    let own = scene.session.float_total;
    let others = || scene.beside.iter().filter(|other| !other.float_total.is_zero());
    if own.is_zero() || !scene.stretch.holds_opening() {
        return Ok(());
    }
    // A float accepted at more than it was leaves the drawer short by that much.
    if let Some(usual) = commonest(others().map(|other| other.float_total))
        && own.minus(usual)? == target.sought.negated()
    {
        let pattern = Pattern::OwnFloat {
            drawer: scene.session.drawer.clone(),
            float: own,
            usual,
            at: scene.local(scene.session.opened_at),
        };
        found.push(target.whole(OWN_FLOAT.times(RARE_AMOUNT), pattern, &[], Mend::Look));
    }
    for other in others() {
        let rest = others().filter(|rest| rest.id != other.id).map(|rest| rest.float_total);
        let Some(usual) = commonest(rest.chain([own])) else {
            continue;
        };
        // What another drawer was given beyond its float is what this one never had.
        if other.float_total.minus(usual)? != target.sought.negated() {
            continue;
        }
        let pattern = Pattern::OtherFloat {
            drawer: other.drawer.clone(),
            float: other.float_total,
            usual,
            at: scene.local(other.opened_at),
        };
        let likelihood = OTHER_FLOAT.times(RARE_AMOUNT).among(scene.beside.len());
        found.push(target.whole(likelihood, pattern, &[], Mend::Look));
    }
    Ok(())
}

/// The commonest amount; the larger of two that are as common.
fn commonest(floats: impl Iterator<Item = Cents>) -> Option<Cents> {
    let floats: Vec<Cents> = floats.collect();
    let times = |float: &Cents| floats.iter().filter(|other| *other == float).count();
    floats.iter().max_by_key(|float| (times(float), **float)).copied()
}

/// A hand-over that was off by the difference already: it came before, with whoever held it then.
fn hand_overs(scene: &Scene<'_>, target: &Target, found: &mut Vec<Scored>) -> Result<(), Refusal> {
    for event in &scene.session.events {
        let EventKind::HandOver { to, expected, counted } = &event.what else {
            continue;
        };
        if counted.minus(*expected)? != target.sought || !scene.stretch.holds(event.at) {
            continue;
        }
        let pattern = Pattern::OffAtHandOver {
            to: to.clone(),
            at: scene.local(event.at),
        };
        let likelihood = super::likelihood::OFF_AT_HAND_OVER;
        found.push(target.whole(likelihood, pattern, &[], Mend::Look));
    }
    Ok(())
}
