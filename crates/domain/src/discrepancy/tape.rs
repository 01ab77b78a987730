//! The tape matched piece by piece: what is missing, what is extra, what reads
//! otherwise, and which missing and extra piece are evidently one and the same.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::scene::{Scene, Taken, Target};
use crate::config::CountedBy;
use crate::entry::CountedItem;
use crate::money::Cents;
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

/// The tape, matched: each finding with its piece; none for an extra one. Missing and
/// misread pieces stand in the order taken, extra ones behind them.
pub(super) struct Tape<'a>(Vec<(CheckMatch, Option<Taken<'a>>)>);

impl<'a> Tape<'a> {
    /// What was not found as recorded.
    pub(super) fn matches(&self) -> Vec<CheckMatch> {
        self.0.iter().map(|(check, _)| check.clone()).collect()
    }

    /// Each finding with its piece.
    pub(super) fn rows(&self) -> impl Iterator<Item = &(CheckMatch, Option<Taken<'a>>)> {
        self.0.iter()
    }
}

/// A piece that is missing or reads otherwise, and what was found of it.
type Off<'a> = (Taken<'a>, Option<Cents>);

/// Matches the tape as it stands now against the last count.
pub(super) fn match_up<'a>(scene: &Scene<'a>) -> Tape<'a> {
    let items = &scene.count.items;
    let keyed = items.iter().filter_map(|item| Some((key_of(item)?, item)));
    let ticked: BTreeMap<Key<'_>, &CountedItem> = keyed.collect();
    let pieces: Vec<TapePiece<'a>> = scene.session.tape(scene.configuration).collect();
    let tape: BTreeSet<Key<'_>> = pieces.iter().map(key).collect();
    let mut extras: Vec<&CountedItem> = items.iter().filter(|item| is_extra(scene, &tape, item)).collect();
    let mut off: Vec<Off<'a>> = Vec::new();
    for piece in &pieces {
        let found = ticked.get(&key(piece)).and_then(|item| item.found);
        if found != Some(piece.tender.amount) && came_to_count(scene, &piece.tender.code) {
            let TapePiece { receipt, place, tender } = *piece;
            off.push((Taken { receipt, place, tender }, found));
        }
    }
    let same = same_pieces(&off, &mut extras);
    let mut matched = Tape(Vec::new());
    for ((taken, found), same) in off.into_iter().zip(same) {
        let check = recorded_match(&taken, found, same);
        // A tender moved since the count has no tick of its own, and the paper that was
        // over then is it: nothing is off with that piece any more.
        let ticked = items.iter().any(|item| item.of.is_some() && item.of == check.of);
        if check.finding != Finding::Same || ticked || check.found != check.recorded {
            matched.0.push((check, Some(taken)));
        }
    }
    matched
        .0
        .extend(extras.into_iter().map(|extra| (extra_match(extra), None)));
    matched
}

/// For each missing piece the extra piece that it evidently is; taken from the extras.
fn same_pieces<'i>(off: &[Off<'_>], extras: &mut Vec<&'i CountedItem>) -> Vec<Option<&'i CountedItem>> {
    // The surest likeness first, so that it is not taken away by a weaker one.
    let likenesses: [fn(&Taken<'_>, &CountedItem) -> bool; 4] = [
        |taken, extra| taken.tender.code == extra.tender && numbered_alike(taken, extra),
        |taken, extra| taken.tender.code == extra.tender && extra.found == Some(taken.tender.amount),
        |taken, extra| extra.found == Some(taken.tender.amount) && numbered_alike(taken, extra),
        |taken, extra| extra.found == Some(taken.tender.amount),
    ];
    let mut same: Vec<Option<&CountedItem>> = vec![None; off.len()];
    for alike in likenesses {
        for ((taken, found), same) in off.iter().zip(&mut same) {
            if found.is_some() || same.is_some() {
                continue;
            }
            if let Some(extra) = extras.iter().position(|extra| alike(taken, extra)) {
                *same = Some(extras.remove(extra));
            }
        }
    }
    same
}

fn extra_match(extra: &CountedItem) -> CheckMatch {
    CheckMatch {
        tender: extra.tender.clone(),
        finding: Finding::Extra,
        of: None,
        number: None,
        recorded: None,
        found: extra.found,
        found_number: extra.number.clone(),
        found_as: Some(extra.tender.clone()),
    }
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

/// What a piece of the tape is known by: its type, its receipt, its place there.
type Key<'a> = (&'a str, &'a str, u16);

fn key<'a>(piece: &TapePiece<'a>) -> Key<'a> {
    (&piece.tender.code, &piece.receipt.number, piece.place)
}

fn key_of(item: &CountedItem) -> Option<Key<'_>> {
    item.of.as_ref().map(|of| (item.tender.as_str(), of.0.as_str(), of.1))
}

/// Paper in the count that no piece of the tape, as it stands now, answers for.
fn is_extra(scene: &Scene<'_>, tape: &BTreeSet<Key<'_>>, item: &CountedItem) -> bool {
    if counted_by(scene.configuration, &item.tender) != CountedBy::Items || item.found.is_none() {
        return false;
    }
    match key_of(item) {
        None => true,
        Some(key) => came_to_count(scene, &item.tender) && !tape.contains(&key),
    }
}

pub(super) fn number_of(taken: &Taken<'_>) -> Option<String> {
    let check = taken.tender.check.as_ref().and_then(|check| check.number.clone());
    check.or_else(|| taken.tender.reference.clone())
}

fn numbered_alike(taken: &Taken<'_>, extra: &CountedItem) -> bool {
    extra.number.is_some() && extra.number == number_of(taken)
}
