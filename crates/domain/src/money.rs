//! Money as integer cents: parsed by one grammar, added with a check, shown one way.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

use crate::refusal::Refusal;

/// An amount of money in cents. Signed, because postings and differences are;
/// what a person may type is never negative ([`Cents::parse`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(type = "number"))]
pub struct Cents(pub i64);

/// The largest amount that any one entry may carry: a JSON number above it
/// would lose cents in a screen (2^53 − 1).
pub const MAX_EXACT: i64 = (1 << 53) - 1;

impl Cents {
    /// Nothing.
    pub const ZERO: Cents = Cents(0);

    /// Reads what a person typed, by the grammar `\d{1,9}(\.\d{1,2})?` with
    /// optional thousands commas in their right places.
    ///
    /// # Errors
    /// [`Refusal::AmountMalformed`] for everything else: `1e3`, `.5.`, `1,50`,
    /// full-width digits, a sign. `field` names the place in the refusal.
    pub fn parse(field: &str, typed: &str) -> Result<Cents, Refusal> {
        let malformed = || Refusal::AmountMalformed {
            field: field.to_owned(),
            given: shortened(typed),
        };
        let text = typed.trim_matches(' ');
        let (whole, fraction) = match text.split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (text, None),
        };
        let digits = without_commas(whole).ok_or_else(malformed)?;
        if digits.is_empty() || digits.len() > 9 || !all_digits(&digits) {
            return Err(malformed());
        }
        if let Some(fraction) = fraction
            && (fraction.is_empty() || fraction.len() > 2 || !all_digits(fraction))
        {
            return Err(malformed());
        }
        let plain = format!("{digits}.{}", fraction.unwrap_or("0"));
        let amount = Decimal::from_str(&plain).map_err(|_| malformed())?;
        (amount * Decimal::ONE_HUNDRED)
            .to_i64()
            .map(Cents)
            .ok_or_else(malformed)
    }

    /// Checked addition.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`] where the sum leaves ±[`MAX_EXACT`].
    pub fn plus(self, other: Cents) -> Result<Cents, Refusal> {
        self.0
            .checked_add(other.0)
            .map(Cents)
            .filter(|sum| sum.is_exact())
            .ok_or(Refusal::AmountOutOfRange)
    }

    /// Checked subtraction; errors as [`Cents::plus`].
    pub fn minus(self, other: Cents) -> Result<Cents, Refusal> {
        self.plus(other.negated())
    }

    /// Checked multiplication by a count; errors as [`Cents::plus`].
    pub fn times(self, count: u32) -> Result<Cents, Refusal> {
        self.0
            .checked_mul(i64::from(count))
            .map(Cents)
            .filter(|p| p.is_exact())
            .ok_or(Refusal::AmountOutOfRange)
    }

    /// The checked sum of many amounts; errors as [`Cents::plus`].
    pub fn sum(amounts: impl IntoIterator<Item = Cents>) -> Result<Cents, Refusal> {
        amounts.into_iter().try_fold(Cents::ZERO, Cents::plus)
    }

    /// The amount with its sign turned. Never panics: the one number that has no
    /// counterpart lies far outside what [`Cents::plus`] lets through.
    #[must_use]
    pub fn negated(self) -> Cents {
        Cents(self.0.saturating_neg())
    }

    /// `true` for exactly nothing.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// As [`Cents::is_zero`], by reference, for serde.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.is_zero()
    }

    fn is_exact(self) -> bool {
        self.0.unsigned_abs() <= MAX_EXACT.unsigned_abs()
    }
}

/// `1,234.56`; a negative amount wears a true minus sign: `−54.00`.
impl fmt::Display for Cents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let magnitude = self.0.unsigned_abs();
        let whole = (magnitude / 100).to_string();
        let mut text = String::with_capacity(whole.len() + 8);
        if self.0 < 0 {
            text.push('−');
        }
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && (whole.len() - place).is_multiple_of(3) {
                text.push(',');
            }
            text.push(digit);
        }
        text.push_str(&format!(".{:02}", magnitude % 100));
        f.pad(&text)
    }
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

/// The digits without their thousands commas; `None` where a comma stands wrong.
fn without_commas(whole: &str) -> Option<String> {
    if !whole.contains(',') {
        return Some(whole.to_owned());
    }
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let right = (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3);
    right.then(|| whole.replace(',', ""))
}

fn shortened(typed: &str) -> String {
    typed.chars().filter(|c| !c.is_control()).take(24).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_grammar() {
        for (typed, cents) in [
            ("0", 0),
            ("1", 100),
            ("1.5", 150),
            ("184.62", 18_462),
            ("1,234", 123_400),
            ("12,345,678.90", 1_234_567_890),
            ("999999999.99", 99_999_999_999),
            (" 7 ", 700),
            ("007", 700),
        ] {
            assert_eq!(Cents::parse("amount", typed), Ok(Cents(cents)), "{typed}");
        }
        for typed in [
            "",
            ".",
            ".5",
            "5.",
            ".5.",
            "1e3",
            "1,50",
            "1,2345",
            ",100",
            "1,,000",
            "-1",
            "+1",
            "−1",
            "１２",
            "1.234",
            "1234567890",
            "0x10",
            "1 000",
            "$5",
            "NaN",
            "inf",
            "1\u{200b}",
        ] {
            assert!(
                matches!(Cents::parse("amount", typed), Err(Refusal::AmountMalformed { .. })),
                "{typed:?} was taken"
            );
        }
    }

    #[test]
    fn shown() {
        for (cents, text) in [
            (0, "0.00"),
            (5, "0.05"),
            (-5400, "−54.00"),
            (123_456, "1,234.56"),
            (-100_000_000, "−1,000,000.00"),
        ] {
            assert_eq!(Cents(cents).to_string(), text);
        }
    }

    #[test]
    fn sums_are_checked() {
        assert_eq!(Cents(MAX_EXACT).plus(Cents(1)), Err(Refusal::AmountOutOfRange));
        assert_eq!(Cents(i64::MIN + 1).minus(Cents(2)), Err(Refusal::AmountOutOfRange));
        assert_eq!(Cents(MAX_EXACT / 2).times(3), Err(Refusal::AmountOutOfRange));
        assert_eq!(Cents(MAX_EXACT).plus(Cents(0)), Ok(Cents(MAX_EXACT)));
        assert_eq!(Cents(0).minus(Cents(i64::MIN)), Err(Refusal::AmountOutOfRange));
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(cents in 0i64..=99_999_999_999) {
            prop_assert_eq!(Cents::parse("amount", &Cents(cents).to_string()), Ok(Cents(cents)));
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,30}") {
            let _outcome = Cents::parse("amount", &text);
        }
    }
}
