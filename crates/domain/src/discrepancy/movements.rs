//! Cash that moved without a payment: pick-ups, change orders, no-sale openings.

use super::likelihood::{
    Likelihood, MISSED_PICK_UP, MOVEMENT_NOT_MADE, NO_SALE, RARE_AMOUNT, Scored, UNUSUAL, WEAKER, WRONG_SIDE,
};
use super::pattern::{MovementKind, Pattern};
use super::scene::{Scene, Target};
use super::suspect::Mend;
use crate::money::Cents;
use crate::refusal::Refusal;
use crate::session::{Event, EventKind};

/// Movements of cash that may be the error, recorded or not.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub(super) fn movements(scene: &Scene<'_>, target: &Target, found: &mut Vec<Scored>) -> Result<(), Refusal> {
    let mut moved: Vec<(&Event, MovementKind, Cents)> = Vec::new();
    for event in scene
        .session
        .events
        .iter()
        .filter(|event| scene.stretch.holds(event.at))
    {
        match &event.what {
            EventKind::PickUp(total) => moved.push((event, MovementKind::PickUp, total.negated())),
            EventKind::ChangeOrder(net) if !net.is_zero() => moved.push((event, MovementKind::ChangeOrder, *net)),
            EventKind::NoSale { reason } => {
                let pattern = Pattern::NoSale {
                    at: scene.local(event.at),
                    reason: reason.clone(),
                };
                found.push(Scored {
                    likelihood: NO_SALE,
                    suspect: target.suspect(pattern, &[], Cents::ZERO, Mend::Look),
                });
            }
            _ => {}
        }
    }
    for (event, kind, effect) in &moved {
        let (kind, amount, at) = (*kind, Cents(effect.0.saturating_abs()), scene.local(event.at));
        // Recorded, it changed what is expected; not made, it changed nothing in the drawer.
        if *effect == target.sought.negated() {
            let pattern = Pattern::MovementNotMade { kind, amount, at };
            let likelihood = MOVEMENT_NOT_MADE.among(moved.len());
            found.push(target.whole(likelihood, pattern, &[], Mend::Look));
        }
        if effect.0.checked_mul(-2) == Some(target.sought.0) {
            let pattern = Pattern::MovementOnWrongSide { kind, amount, at };
            found.push(target.whole(WRONG_SIDE.among(moved.len()), pattern, &[], Mend::Look));
        }
    }
    if target.short() {
        missed_pick_up(scene, target, found);
    }
    Ok(())
}

/// Cash that went to the vault unrecorded. Pick-ups are of round amounts, and often
/// of the same ones.
fn missed_pick_up(scene: &Scene<'_>, target: &Target, found: &mut Vec<Scored>) {
    let amount = target.amount();
    let sessions = scene.beside.iter().copied().chain([scene.session]);
    let mut recorded = sessions.flat_map(|session| &session.events);
    let like_another = recorded.any(|event| event.what == EventKind::PickUp(amount));
    let Some(likelihood) = of_round(amount, like_another) else {
        return;
    };
    let pattern = Pattern::MissedPickUp { amount, like_another };
    found.push(target.whole(likelihood, pattern, &[], Mend::Look));
}

fn of_round(amount: Cents, like_another: bool) -> Option<Likelihood> {
    match amount.0 {
        _ if like_another => Some(MISSED_PICK_UP.over(3)),
        cents if cents % 50_000 == 0 => Some(MISSED_PICK_UP.over(WEAKER)),
        cents if cents % 10_000 == 0 => Some(MISSED_PICK_UP.over(UNUSUAL)),
        cents if cents % 2_000 == 0 && cents >= 10_000 => Some(MISSED_PICK_UP.over(UNUSUAL * WEAKER)),
        cents if cents % 1_000 == 0 && cents >= 10_000 => Some(MISSED_PICK_UP.over(UNUSUAL * RARE_AMOUNT)),
        _ => None,
    }
}
