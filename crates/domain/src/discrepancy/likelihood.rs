//! How likely each kind of error is: the one table that the order of suspects follows.
//!
//! A suspicion weighs what its kind weighs, shared by the places where that kind
//! could have happened (one of eighty receipts is a weak suspicion of that receipt),
//! times what speaks for it and would be a rare chance otherwise, over what speaks
//! against it. So two patterns that fit the same difference are compared by how many
//! other differences each could have made: among eighty receipts, two swapped digits
//! make a few hundred differences, a payment never recorded any at all.

use super::suspect::Suspect;
use crate::money::Cents;

/// A weight, in parts of 10^12. Whole numbers: the order is the same on every machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Likelihood(u64);

impl Likelihood {
    const fn per_mille(share: u64) -> Likelihood {
        Likelihood(share * 1_000_000_000)
    }

    /// One of so many places where it could have happened.
    pub(super) fn among(self, places: usize) -> Likelihood {
        self.over(u64::try_from(places).unwrap_or(u64::MAX))
    }

    /// Something speaks for it that would otherwise be a chance of one in `rarity`.
    pub(super) fn times(self, rarity: u64) -> Likelihood {
        Likelihood(self.0.saturating_mul(rarity))
    }

    /// It is so many times less likely.
    pub(super) fn over(self, factor: u64) -> Likelihood {
        Likelihood(self.0 / factor.max(1))
    }
}

// Of a thousand drawers that are off by one error, how many by which. Field experience
// orders them, not a measurement: what counts is their order of magnitude.

/// What was found on the tape itself: no suspicion, a fact.
pub(super) const FACT: Likelihood = Likelihood(1_000_000_000_000_000);
/// A fact of the tape with its explanation: a missing check whose amount is over in cash.
pub(super) const EXPLAINED_FACT: Likelihood = Likelihood(4_000_000_000_000_000);
/// Keyed as one tender, paid by another.
pub(super) const WRONG_TENDER: Likelihood = Likelihood::per_mille(150);
/// Change given for another note than was tendered.
pub(super) const OTHER_NOTE: Likelihood = Likelihood::per_mille(120);
/// Two neighbouring digits swapped.
pub(super) const SWAPPED: Likelihood = Likelihood::per_mille(100);
/// Keyed twice.
pub(super) const DUPLICATE: Likelihood = Likelihood::per_mille(100);
/// Recorded, but the money never came in.
pub(super) const NOT_RECEIVED: Likelihood = Likelihood::per_mille(60);
/// The money came in, but was never recorded.
pub(super) const NOT_RECORDED: Likelihood = Likelihood::per_mille(60);
/// A strap or roll miscounted.
pub(super) const BUNDLE: Likelihood = Likelihood::per_mille(60);
/// One note or coin miscounted, or stuck to another. Rare, because cash is counted
/// more than once before a drawer is said to differ.
pub(super) const PIECE: Likelihood = Likelihood::per_mille(10);
/// The money lies in another drawer.
pub(super) const OTHER_DRAWER: Likelihood = Likelihood::per_mille(60);
/// Cash went to the vault and was not recorded.
pub(super) const MISSED_PICK_UP: Likelihood = Likelihood::per_mille(50);
/// This drawer's float was not what was accepted.
pub(super) const OWN_FLOAT: Likelihood = Likelihood::per_mille(40);
/// Another drawer's float took or left this drawer's money.
pub(super) const OTHER_FLOAT: Likelihood = Likelihood::per_mille(20);
/// The decimal point slid.
pub(super) const SLID: Likelihood = Likelihood::per_mille(30);
/// Change given twice, or not at all.
pub(super) const CHANGE: Likelihood = Likelihood::per_mille(30);
/// Entered on the wrong side.
pub(super) const WRONG_SIDE: Likelihood = Likelihood::per_mille(20);
/// A voided receipt whose money stayed.
pub(super) const VOID_KEPT: Likelihood = Likelihood::per_mille(30);
/// A movement recorded that never happened: two people signed for it.
pub(super) const MOVEMENT_NOT_MADE: Likelihood = Likelihood::per_mille(5);
/// Two lines of the count exchanged.
pub(super) const EXCHANGED: Likelihood = Likelihood::per_mille(15);
/// A pointer rather than an explanation: a hand-over that was off already.
pub(super) const OFF_AT_HAND_OVER: Likelihood = Likelihood(2_000_000);
/// A pointer: the drawer was opened without a sale.
pub(super) const NO_SALE: Likelihood = Likelihood(1_000_000);

// What speaks for a suspicion or against it.

/// Two tender types differ by equal and opposite amounts: one error instead of two.
pub(super) const BOTH_SIDES: u64 = 50;
/// An amount that two drawers, or a float, share by chance only.
pub(super) const RARE_AMOUNT: u64 = 30;
/// Two payments on one account, of one amount, within minutes.
pub(super) const RARE_REPEAT: u64 = 60;
/// The amount after mending is exactly what was due.
pub(super) const IS_DUE: u64 = 12;
/// The amount after mending is the rounder one, as amounts chosen by people are.
pub(super) const ROUNDER: u64 = 4;
/// The amount was worked out by the program, so nobody typed it.
pub(super) const NOT_TYPED: u64 = 40;
/// Other notes that a note may be taken for.
pub(super) const OTHER_NOTES: u64 = 3;
/// Pairs of neighbouring digits in an amount, each of which may be swapped.
pub(super) const PAIRS_OF_DIGITS: u64 = 4;
/// How many amounts payments could have: one in so many is any one by chance.
pub(super) const AMOUNTS: u64 = 20_000;
/// The way that such a payment is never made, only possible.
pub(super) const UNUSUAL: u64 = 30;
/// A weaker form of the same evidence.
pub(super) const WEAKER: u64 = 8;
/// It explains a part of the difference only, so that a second error is needed.
pub(super) const ONLY_A_PART: u64 = 200;

/// A suspect and its weight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Scored {
    pub(super) likelihood: Likelihood,
    pub(super) suspect: Suspect,
}

/// The likeliest suspects in order. No tender type takes more than its share of the
/// places: twenty missing checks must not hide what is wrong with the cash.
pub(super) fn ranked(mut found: Vec<Scored>, tenders: usize) -> Vec<Suspect> {
    let size = |scored: &Scored| scored.suspect.explains.0.unsigned_abs();
    // The sort keeps the order of search among equals: deterministic, earlier receipts first.
    found.sort_by(|a, b| b.likelihood.cmp(&a.likelihood).then(size(b).cmp(&size(a))));
    found.retain(|scored| scored.likelihood > Likelihood(0));
    let share = (super::MOST_SUSPECTS / tenders.max(1)).max(3);
    let mut ranked: Vec<Suspect> = Vec::new();
    for Scored { suspect, .. } in found {
        let of_tender = ranked.iter().filter(|other| other.tender == suspect.tender).count();
        let named = ranked
            .iter()
            .any(|other| other.tender == suspect.tender && other.pattern == suspect.pattern);
        if of_tender < share && !named && ranked.len() < super::MOST_SUSPECTS {
            ranked.push(suspect);
        }
    }
    ranked
}

/// The part of a difference that an effect on it explains: never more than all of
/// it, nothing where it points the other way.
pub(super) fn explained(effect: Cents, difference: Cents) -> Cents {
    if difference.0 < 0 {
        Cents(effect.0.clamp(difference.0, 0))
    } else {
        Cents(effect.0.clamp(0, difference.0))
    }
}
