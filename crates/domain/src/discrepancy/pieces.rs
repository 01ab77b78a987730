//! What the matched tape says of itself: facts, and where a missing piece has its
//! explanation (another tender over by as much, a repeat), that first.

use super::digits::{slid, swapped};
use super::likelihood::{EXPLAINED_FACT, FACT, Scored};
use super::pattern::{CheckSlip, Pattern};
use super::repeats;
use super::scene::{Scene, Taken, Target};
use super::suspect::Mend;
use super::tape::{CheckMatch, Finding, Tape, number_of};
use crate::refusal::Refusal;

/// What the tape shows: facts, and where a missing piece has its explanation, that first.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub(super) fn suspects(scene: &Scene<'_>, tape: &Tape<'_>, found: &mut Vec<Scored>) -> Result<(), Refusal> {
    for (check, piece) in tape.rows() {
        let Some(target) = scene
            .targets
            .iter()
            .find(|target| target.difference.tender == check.tender)
        else {
            continue;
        };
        let scored = match (check.finding, piece) {
            (Finding::Extra, _) | (_, None) => extra(target, check),
            (Finding::Missing, Some(piece)) => missing(scene, target, piece)?,
            (Finding::Same, Some(piece)) if check.found_as.as_ref() != Some(&check.tender) => {
                moved(scene, target, piece, check)
            }
            (Finding::Misread | Finding::Same, Some(piece)) => misread(target, piece, check)?,
        };
        if !scored.suspect.explains.is_zero() {
            found.push(scored);
        }
    }
    Ok(())
}

fn extra(target: &Target, check: &CheckMatch) -> Scored {
    let amount = check.found.unwrap_or_default();
    let pattern = Pattern::ExtraPiece {
        number: check.found_number.clone(),
        amount,
    };
    Scored {
        likelihood: FACT,
        suspect: target.suspect(pattern, &[], amount, Mend::Look),
    }
}

/// A missing piece: paid by another tender that is over by as much, keyed twice, or lost.
fn missing(scene: &Scene<'_>, target: &Target, piece: &Taken<'_>) -> Result<Scored, Refusal> {
    let amount = piece.tender.amount;
    let over =
        |other: &&Target| other.difference.tender != target.difference.tender && other.difference.difference == amount;
    // Whatever is ticked off piece by piece has shown its extra pieces already.
    if let Some(other) = scene.targets.iter().filter(over).find(|other| !other.sought.is_zero()) {
        return Ok(wrong_tender(target, piece, other));
    }
    if let Some(pattern) = repeats::repeat_of(scene, piece)? {
        let mend = Mend::Void {
            receipt: piece.receipt.number.clone(),
        };
        return Ok(Scored {
            likelihood: EXPLAINED_FACT,
            suspect: target.suspect(pattern, &[*piece], amount.negated(), mend),
        });
    }
    let pattern = Pattern::MissingPiece {
        receipt: piece.receipt.number.clone(),
        number: number_of(piece),
        amount,
    };
    Ok(Scored {
        likelihood: FACT,
        suspect: target.suspect(pattern, &[*piece], amount.negated(), Mend::Look),
    })
}

/// The piece was found among those of another type.
fn moved(scene: &Scene<'_>, target: &Target, piece: &Taken<'_>, check: &CheckMatch) -> Scored {
    let to = check.found_as.clone().unwrap_or_default();
    let name = scene
        .configuration
        .tender(&to)
        .map_or_else(|_| to.clone(), |kind| kind.name.clone());
    on_tape(target, piece, to, name)
}

fn wrong_tender(target: &Target, piece: &Taken<'_>, other: &Target) -> Scored {
    let (to, name) = (&other.difference.tender, &other.difference.name);
    on_tape(target, piece, to.clone(), name.clone())
}

fn on_tape(target: &Target, piece: &Taken<'_>, to: String, to_name: String) -> Scored {
    let mend = Mend::Reclass {
        receipt: piece.receipt.number.clone(),
        place: piece.place,
        to: to.clone(),
    };
    let pattern = Pattern::WrongTender {
        receipts: vec![piece.receipt.number.clone()],
        amount: piece.tender.amount,
        to,
        to_name,
        on_tape: true,
    };
    Scored {
        likelihood: EXPLAINED_FACT,
        suspect: target.suspect(pattern, &[*piece], piece.tender.amount.negated(), mend),
    }
}

fn misread(target: &Target, piece: &Taken<'_>, check: &CheckMatch) -> Result<Scored, Refusal> {
    let (recorded, found) = (piece.tender.amount, check.found.unwrap_or_default());
    let difference = found.minus(recorded)?;
    let slip = match (slid(recorded, difference), swapped(recorded, difference)) {
        (Some(_), _) => CheckSlip::Slid,
        (None, Some(_)) => CheckSlip::Swapped,
        (None, None) => CheckSlip::Misread,
    };
    let pattern = Pattern::MisreadPiece {
        receipt: piece.receipt.number.clone(),
        number: number_of(piece),
        recorded,
        found,
        slip,
    };
    Ok(Scored {
        likelihood: FACT,
        suspect: target.suspect(pattern, &[*piece], difference, Mend::Look),
    })
}
