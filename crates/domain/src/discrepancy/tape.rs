//! The tape matched piece by piece: what is missing, what is extra, what reads
//! otherwise, and which missing and extra piece are evidently one and the same.

use serde::{Deserialize, Serialize};

use super::digits::{slid, swapped};
use super::likelihood::{EXPLAINED_FACT, FACT, Scored};
use super::pattern::{CheckSlip, Pattern};
use super::repeats;
use super::scene::{Scene, Taken, Target};
use super::suspect::Mend;
use crate::config::CountedBy;
use crate::entry::CountedItem;
use crate::money::Cents;
use crate::refusal::Refusal;
use crate::session::{TapePiece, counted_by};

/// A piece of the tape that was not found as recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CheckMatch {
    /// The code of the tender type: as recorded, else as found.
    pub tender: String,
    /// What was found of it.
    pub finding: Finding,
    /// Its receipt and the tender's place within it; none for an extra piece.
    pub of: Option<(String, u16)>,
    /// Its number as recorded.
    pub number: Option<String>,
    /// What the receipt says; none for an extra piece.
    pub recorded: Option<Cents>,
    /// What the paper says; none where it is missing.
    pub found: Option<Cents>,
    /// The number of the extra piece that it evidently is, or of an extra piece itself.
    pub found_number: Option<String>,
    /// The code of the tender type that it was found among.
    pub found_as: Option<String>,
}

/// What was found of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Finding {
    /// It is not there.
    Missing,
    /// It is there, and no receipt has it.
    Extra,
    /// It is there at another amount.
    Misread,
    /// It is not there, but an extra piece evidently is it.
    Same,
}

/// The tape, matched.
pub(super) struct Tape<'a> {
    /// What was not found as recorded; missing and misread pieces in the order taken, extras behind.
    pub(super) matches: Vec<CheckMatch>,
    /// The piece of each match; none for an extra one.
    pieces: Vec<Option<Taken<'a>>>,
}

/// Matches the tape as it stands now against the last count.
pub(super) fn match_up<'a>(scene: &Scene<'a>) -> Tape<'a> {
    let items = &scene.count.items;
    let mut extras: Vec<&CountedItem> = items.iter().filter(|item| is_extra(scene, item)).collect();
    let mut off: Vec<(Taken<'a>, Option<Cents>)> = Vec::new();
    for piece in scene.session.tape(scene.configuration) {
        let item = items.iter().find(|item| is_of(item, &piece));
        let found = item.and_then(|item| item.found);
        if found != Some(piece.tender.amount) && came_to_count(scene, &piece.tender.code) {
            let TapePiece { receipt, place, tender } = piece;
            off.push((Taken { receipt, place, tender }, found));
        }
    }
    // The surest likeness first, so that it is not taken away by a weaker one.
    let likenesses: [fn(&Taken<'_>, &CountedItem) -> bool; 4] = [
        |taken, extra| taken.tender.code == extra.tender && numbered_alike(taken, extra),
        |taken, extra| taken.tender.code == extra.tender && extra.found == Some(taken.tender.amount),
        |taken, extra| extra.found == Some(taken.tender.amount) && numbered_alike(taken, extra),
        |taken, extra| extra.found == Some(taken.tender.amount),
    ];
    let mut same: Vec<Option<&CountedItem>> = vec![None; off.len()];
    for alike in likenesses {
        for (place, (taken, found)) in off.iter().enumerate() {
            if found.is_some() || same[place].is_some() {
                continue;
            }
            if let Some(extra) = extras.iter().position(|extra| alike(taken, extra)) {
                same[place] = Some(extras.remove(extra));
            }
        }
    }
    let mut tape = Tape {
        matches: Vec::new(),
        pieces: Vec::new(),
    };
    for ((taken, found), same) in off.into_iter().zip(same) {
        tape.matches.push(recorded_match(&taken, found, same));
        tape.pieces.push(Some(taken));
    }
    for extra in extras {
        tape.matches.push(CheckMatch {
            tender: extra.tender.clone(),
            finding: Finding::Extra,
            of: None,
            number: None,
            recorded: None,
            found: extra.found,
            found_number: extra.number.clone(),
            found_as: Some(extra.tender.clone()),
        });
        tape.pieces.push(None);
    }
    // A tender moved since the count has no tick of its own, and the paper that was
    // over then is it: nothing is off with that piece any more.
    let settled = |found: &CheckMatch| {
        let ticked = items.iter().any(|item| item.of.is_some() && item.of == found.of);
        found.finding == Finding::Same && !ticked && found.found == found.recorded
    };
    let keep: Vec<bool> = tape.matches.iter().map(|found| !settled(found)).collect();
    let mut kept = keep.iter();
    tape.matches.retain(|_| *kept.next().unwrap_or(&true));
    let mut kept = keep.iter();
    tape.pieces.retain(|_| *kept.next().unwrap_or(&true));
    tape
}

fn recorded_match(taken: &Taken<'_>, found: Option<Cents>, same: Option<&CountedItem>) -> CheckMatch {
    CheckMatch {
        tender: taken.tender.code.clone(),
        finding: match (found, same) {
            (Some(_), _) => Finding::Misread,
            (None, Some(_)) => Finding::Same,
            (None, None) => Finding::Missing,
        },
        of: Some((taken.receipt.number.clone(), taken.place)),
        number: number_of(taken),
        recorded: Some(taken.tender.amount),
        found: found.or(same.and_then(|extra| extra.found)),
        found_number: same.and_then(|extra| extra.number.clone()),
        found_as: match (found, same) {
            (Some(_), _) => Some(taken.tender.code.clone()),
            (None, same) => same.map(|extra| extra.tender.clone()),
        },
    }
}

/// Whether the count has ticked off this type piece by piece at all.
fn came_to_count(scene: &Scene<'_>, code: &str) -> bool {
    let batch_total = |target: &Target| target.difference.tender == code && !target.sought.is_zero();
    !scene.targets.iter().any(batch_total)
}

fn is_of(item: &CountedItem, piece: &TapePiece<'_>) -> bool {
    let of = item.of.as_ref();
    item.tender == piece.tender.code && of.is_some_and(|of| of.0 == piece.receipt.number && of.1 == piece.place)
}

/// Paper in the count that no piece of the tape, as it stands now, answers for.
fn is_extra(scene: &Scene<'_>, item: &CountedItem) -> bool {
    if counted_by(scene.configuration, &item.tender) != CountedBy::Items || item.found.is_none() {
        return false;
    }
    if item.of.is_none() {
        return true;
    }
    came_to_count(scene, &item.tender) && !scene.session.tape(scene.configuration).any(|piece| is_of(item, &piece))
}

fn number_of(taken: &Taken<'_>) -> Option<String> {
    let check = taken.tender.check.as_ref().and_then(|check| check.number.clone());
    check.or_else(|| taken.tender.reference.clone())
}

fn numbered_alike(taken: &Taken<'_>, extra: &CountedItem) -> bool {
    extra.number.is_some() && extra.number == number_of(taken)
}

/// What the tape shows: facts, and where a missing piece has its explanation, that first.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub(super) fn suspects(scene: &Scene<'_>, tape: &Tape<'_>, found: &mut Vec<Scored>) -> Result<(), Refusal> {
    for (check, piece) in tape.matches.iter().zip(&tape.pieces) {
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
