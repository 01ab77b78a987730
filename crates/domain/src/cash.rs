//! Notes and coins: counting them, and counting change out.

use serde::{Deserialize, Serialize};

use crate::config::{Denomination, DenominationKind};
use crate::money::Cents;
use crate::refusal::Refusal;

/// A count of cash by denomination: what was in the hand, never a bare total.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CashCount(pub Vec<CashLine>);

/// How many of one denomination.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CashLine {
    /// The worth of one piece, in cents: which denomination it is.
    pub cents: Cents,
    /// Loose pieces.
    #[serde(default, skip_serializing_if = "is_nothing")]
    #[cfg_attr(feature = "ts", ts(as = "Option<u32>", optional))]
    pub loose: u32,
    /// Straps of notes or rolls of coins.
    #[serde(default, skip_serializing_if = "is_nothing")]
    #[cfg_attr(feature = "ts", ts(as = "Option<u32>", optional))]
    pub bundles: u32,
}

fn is_nothing(count: &u32) -> bool {
    *count == 0
}

impl CashCount {
    /// Checks a count against the denominations of the country and puts it in
    /// their order, lines of nothing left out.
    ///
    /// # Errors
    /// [`Refusal::UnknownDenomination`], [`Refusal::DenominationTwice`].
    pub fn checked(self, denominations: &[Denomination]) -> Result<CashCount, Refusal> {
        for (place, line) in self.0.iter().enumerate() {
            if !denominations.iter().any(|d| d.cents == line.cents) {
                return Err(Refusal::UnknownDenomination { cents: line.cents });
            }
            if self.0[..place].iter().any(|earlier| earlier.cents == line.cents) {
                return Err(Refusal::DenominationTwice { cents: line.cents });
            }
        }
        let mut lines: Vec<CashLine> = self
            .0
            .into_iter()
            .filter(|line| line.loose > 0 || line.bundles > 0)
            .collect();
        lines.sort_by_key(|line| -line.cents.0);
        let count = CashCount(lines);
        count.total(denominations)?;
        Ok(count)
    }

    /// What the count is worth.
    ///
    /// # Errors
    /// [`Refusal::UnknownDenomination`], [`Refusal::AmountOutOfRange`].
    pub fn total(&self, denominations: &[Denomination]) -> Result<Cents, Refusal> {
        self.0.iter().try_fold(Cents::ZERO, |sum, line| {
            let kind = denominations
                .iter()
                .find(|d| d.cents == line.cents)
                .ok_or(Refusal::UnknownDenomination { cents: line.cents })?;
            let bundled = kind.cents.times(kind.bundle)?.times(line.bundles)?;
            sum.plus(kind.cents.times(line.loose)?)?.plus(bundled)
        })
    }

    /// The count in one line, largest first: `2,150.00 (1 × $100, 2 × $20 and 1 strap, 1 roll of 25¢)`.
    #[must_use]
    pub fn in_words(&self, denominations: &[Denomination]) -> String {
        let total = self.total(denominations).unwrap_or_default();
        let pieces = self.0.iter().map(|line| {
            let kind = denominations.iter().find(|kind| kind.cents == line.cents);
            let label = kind.map_or(String::new(), |kind| kind.label.clone());
            let bundle = kind.map_or("bundle", |kind| bundle_word(kind.kind));
            match (line.loose, line.bundles) {
                (loose, 0) => format!("{loose} × {label}"),
                (0, bundles) => format!("{bundles} {bundle} of {label}"),
                (loose, bundles) => format!("{loose} × {label} and {bundles} {bundle}"),
            }
        });
        let pieces = pieces.collect::<Vec<_>>().join(", ");
        if pieces.is_empty() {
            total.to_string()
        } else {
            format!("{total} ({pieces})")
        }
    }

    /// `true` where nothing was counted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The fewest notes and coins given as change that make an amount, largest first.
///
/// Largest-first is the fewest for every coinage in use; [`Denomination`]s stand
/// largest first and end with the cent, so any amount can be made.
#[must_use]
pub fn count_out(amount: Cents, denominations: &[Denomination]) -> Vec<CashLine> {
    let mut left = amount.0.max(0);
    let mut lines = Vec::new();
    for kind in denominations.iter().filter(|kind| kind.change) {
        let pieces = left / kind.cents.0;
        if pieces > 0 {
            lines.push(CashLine {
                cents: kind.cents,
                loose: u32::try_from(pieces).unwrap_or(u32::MAX),
                bundles: 0,
            });
            left -= pieces * kind.cents.0;
        }
    }
    lines
}

/// The word for a bundle of a denomination: notes come in straps, coins in rolls.
#[must_use]
pub fn bundle_word(kind: DenominationKind) -> &'static str {
    match kind {
        DenominationKind::Note => "strap",
        DenominationKind::Coin => "roll",
    }
}
