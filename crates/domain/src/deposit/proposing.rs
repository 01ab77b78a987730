//! Which notes and coins go to the bank: the program proposes, people count.

use crate::cash::{CashCount, CashLine};
use crate::config::Denomination;
use crate::money::Cents;
use crate::refusal::Refusal;
use crate::session::Session;

/// The cash that lies ready once sessions are closed: what was counted in each,
/// by denomination. Pick-ups to the vault come on top as the notes they were.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub fn pool(sessions: &[&Session]) -> Result<Vec<CashLine>, Refusal> {
    let mut pool: Vec<CashLine> = Vec::new();
    let counted = sessions.iter().filter_map(|session| session.closing_count());
    let picked_up = sessions.iter().flat_map(|session| &session.picked_up);
    for line in counted
        .map(|count| &count.cash)
        .chain(picked_up)
        .flat_map(|cash| &cash.0)
    {
        match pool.iter_mut().find(|there| there.cents == line.cents) {
            Some(there) => {
                let too_many = || Refusal::AmountOutOfRange;
                there.loose = there.loose.checked_add(line.loose).ok_or_else(too_many)?;
                there.bundles = there.bundles.checked_add(line.bundles).ok_or_else(too_many)?;
            }
            None => pool.push(line.clone()),
        }
    }
    pool.sort_by_key(|line| -line.cents.0);
    Ok(pool)
}

/// How often another combination is tried before none is proposed.
const TRIES: u32 = 200_000;

/// The denominations that make an amount out of a pool, largest first, so that
/// small notes and coins stay behind for the floats. None where the pool cannot
/// make it exactly: then change must be got from the vault.
#[must_use]
pub fn propose(amount: Cents, pool: &[CashLine], denominations: &[Denomination]) -> Option<CashCount> {
    let mut kinds: Vec<(i64, i64, u32)> = denominations
        .iter()
        .map(|kind| {
            let there = pool.iter().find(|line| line.cents == kind.cents);
            let bundle = i64::from(kind.bundle);
            let pieces = there.map_or(0, |line| i64::from(line.loose) + i64::from(line.bundles) * bundle);
            (kind.cents.0, pieces, kind.bundle)
        })
        .collect();
    kinds.sort_by_key(|kind| -kind.0);
    let mut tries = TRIES;
    let pieces = made_of(amount.0, &kinds, &mut tries)?;
    let lines = kinds.iter().zip(pieces).filter(|(_, pieces)| *pieces > 0);
    let lines = lines.map(|((cents, _, bundle), pieces)| CashLine {
        cents: Cents(*cents),
        loose: u32::try_from(pieces % i64::from(*bundle)).unwrap_or(0),
        bundles: u32::try_from(pieces / i64::from(*bundle)).unwrap_or(0),
    });
    Some(CashCount(lines.collect()))
}

/// How many pieces of each kind make the amount: as many of the largest as go in,
/// fewer where the rest cannot be made otherwise.
fn made_of(amount: i64, kinds: &[(i64, i64, u32)], tries: &mut u32) -> Option<Vec<i64>> {
    if amount == 0 {
        return Some(vec![0; kinds.len()]);
    }
    let ((cents, there, _), rest) = kinds.split_first()?;
    // What is left of the pool must be able to make up the amount.
    let worth: i64 = kinds.iter().map(|kind| kind.0.saturating_mul(kind.1)).sum();
    if worth < amount || *tries == 0 {
        return None;
    }
    let most = (amount / cents).min(*there);
    for pieces in (0..=most).rev() {
        *tries = tries.checked_sub(1)?;
        if let Some(mut others) = made_of(amount - pieces * cents, rest, tries) {
            others.insert(0, pieces);
            return Some(others);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::DenominationKind::{Coin, Note};

    fn kinds() -> Vec<Denomination> {
        let kind = |cents, kind, bundle| Denomination {
            cents: Cents(cents),
            label: String::new(),
            kind,
            bundle,
            change: true,
        };
        vec![
            kind(10_000, Note, 100),
            kind(5_000, Note, 100),
            kind(2_000, Note, 100),
            kind(500, Note, 100),
            kind(100, Note, 100),
            kind(25, Coin, 40),
            kind(10, Coin, 50),
            kind(1, Coin, 50),
        ]
    }

    fn line(cents: i64, loose: u32, bundles: u32) -> CashLine {
        CashLine {
            cents: Cents(cents),
            loose,
            bundles,
        }
    }

    #[test]
    fn the_largest_go_and_the_small_stay_behind() {
        let pool = [line(2_000, 10, 0), line(500, 12, 0), line(100, 60, 0), line(25, 0, 1)];
        let proposed = propose(Cents(20_600), &pool, &kinds()).unwrap();
        assert_eq!(
            proposed,
            CashCount(vec![line(2_000, 10, 0), line(500, 1, 0), line(100, 1, 0)])
        );
        let straps = propose(Cents(300_000), &[line(2_000, 120, 1)], &kinds()).unwrap();
        assert_eq!(straps, CashCount(vec![line(2_000, 50, 1)]));
    }

    #[test]
    fn the_largest_is_left_where_the_rest_could_not_be_made() {
        // 0.30 of one quarter and three dimes: the quarter would leave 0.05.
        let pool = [line(25, 1, 0), line(10, 3, 0)];
        let proposed = propose(Cents(30), &pool, &kinds()).unwrap();
        assert_eq!(proposed, CashCount(vec![line(10, 3, 0)]));
    }

    #[test]
    fn what_the_pool_cannot_make_is_not_proposed() {
        assert_eq!(propose(Cents(30), &[line(25, 4, 0)], &kinds()), None);
        assert_eq!(propose(Cents(1), &[], &kinds()), None);
        assert_eq!(propose(Cents::ZERO, &[], &kinds()), Some(CashCount::default()));
    }
}
