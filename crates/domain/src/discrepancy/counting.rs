//! The count itself: straps and rolls, single pieces, lines exchanged.

use super::likelihood::{BUNDLE, EXCHANGED, PIECE, ROUNDER, Scored, UNUSUAL, WEAKER};
use super::pattern::Pattern;
use super::scene::{Scene, Target};
use super::suspect::Mend;
use crate::cash::{CashCount, CashLine};
use crate::config::Denomination;
use crate::money::Cents;
use crate::refusal::Refusal;

/// How many straps or rolls may be miscounted at once.
const MOST_BUNDLES: u32 = 4;

/// Ways in which the last count of cash may be wrong by exactly the difference.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub(super) fn miscounts(scene: &Scene<'_>, target: &Target, found: &mut Vec<Scored>) -> Result<(), Refusal> {
    // A batch without a breakdown of its cash has no count that could be wrong.
    if !scene.stretch.holds_last_count() || scene.count.cash.is_empty() {
        return Ok(());
    }
    let kinds = &scene.configuration.denominations;
    let recount = || Mend::Recount {
        tender: target.difference.tender.clone(),
    };
    let bundled = |kind: &&Denomination| {
        line_of(&scene.count.cash, kind).bundles > 0 || line_of(&scene.session.float, kind).bundles > 0
    };
    let with_bundles = kinds.iter().filter(bundled).count();
    for kind in kinds {
        if let Some((pattern, against)) = bundles(scene, target, kind)? {
            let likelihood = BUNDLE.among(with_bundles).over(against);
            found.push(target.whole(likelihood, pattern, &[], recount()));
        }
        let line = line_of(&scene.count.cash, kind);
        if kind.cents == target.amount() {
            let pattern = Pattern::Piece {
                label: kind.label.clone(),
                counted: line.loose,
                too_many: !target.short(),
            };
            // Where none was counted, one that was overlooked would lie alone.
            let against = if line.loose == 0 { WEAKER } else { 1 };
            found.push(target.whole(PIECE.among(kinds.len()).over(against), pattern, &[], recount()));
        }
    }
    let pairs = kinds.len() * kinds.len().saturating_sub(1) / 2;
    for pattern in exchanged(scene, target) {
        found.push(target.whole(EXCHANGED.among(pairs), pattern, &[], recount()));
    }
    Ok(())
}

/// Straps or rolls of a denomination, where their worth makes up the difference.
fn bundles(scene: &Scene<'_>, target: &Target, kind: &Denomination) -> Result<Option<(Pattern, u64)>, Refusal> {
    let worth = kind.cents.times(kind.bundle)?;
    if worth <= Cents::ZERO || target.amount().0 % worth.0 != 0 {
        return Ok(None);
    }
    let off = u32::try_from(target.amount().0 / worth.0).unwrap_or(u32::MAX);
    let line = line_of(&scene.count.cash, kind);
    // More than were counted cannot have been counted too many.
    if off > MOST_BUNDLES || (!target.short() && off > line.bundles) {
        return Ok(None);
    }
    let began_with = line_of(&scene.session.float, kind).bundles;
    let one = u64::from(off);
    let against = match (line.bundles, began_with) {
        // They were there in the morning, and are not now.
        (0, 1..) if target.short() => 1,
        (0, _) if u64::from(line.loose) * 10 >= u64::from(kind.bundle) * 8 => ROUNDER,
        (0, _) => UNUSUAL * WEAKER,
        _ => 1,
    };
    let pattern = Pattern::Bundle {
        label: kind.label.clone(),
        kind: kind.kind,
        worth,
        counted: line.bundles,
        likely: if target.short() {
            line.bundles.saturating_add(off)
        } else {
            line.bundles - off
        },
    };
    Ok(Some((pattern, against * one * one)))
}

/// Two denominations whose loose pieces, exchanged, make up the difference.
fn exchanged(scene: &Scene<'_>, target: &Target) -> Vec<Pattern> {
    let kinds = &scene.configuration.denominations;
    let mut patterns = Vec::new();
    for (place, kind) in kinds.iter().enumerate() {
        for other in &kinds[place + 1..] {
            let (line, other_line) = (line_of(&scene.count.cash, kind), line_of(&scene.count.cash, other));
            let pieces = i64::from(line.loose) - i64::from(other_line.loose);
            let apart = kind.cents.0.saturating_sub(other.cents.0);
            if pieces.checked_mul(apart) == Some(target.sought.0) {
                patterns.push(Pattern::Exchanged {
                    label: kind.label.clone(),
                    counted: line.loose,
                    other_label: other.label.clone(),
                    other_counted: other_line.loose,
                });
            }
        }
    }
    patterns
}

/// The line of a denomination in a count; nothing where there is none.
fn line_of(count: &CashCount, kind: &Denomination) -> CashLine {
    let line = count.0.iter().find(|line| line.cents == kind.cents);
    line.cloned().unwrap_or(CashLine {
        cents: kind.cents,
        loose: 0,
        bundles: 0,
    })
}
