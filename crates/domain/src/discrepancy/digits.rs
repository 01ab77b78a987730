//! What a hand does to a number on the keys: two neighbours swapped, the point slid.

use crate::money::Cents;

/// The amount that two neighbouring digits swapped make of another by exactly this
/// difference: `likely − keyed`. None where no swap does.
///
/// Two digits a and b swapped change a number by (a − b) × 9 × a power of ten, so a
/// difference that 9 does not divide is never one.
pub(super) fn swapped(keyed: Cents, difference: Cents) -> Option<Cents> {
    if difference.0 % 9 != 0 || difference.is_zero() || keyed.0 <= 0 {
        return None;
    }
    let mut power: i64 = 1;
    // One place beyond the first digit: 50.00 typed as 05.00.
    while power <= keyed.0 {
        let (right, left) = (keyed.0 / power % 10, keyed.0 / power / 10 % 10);
        let change = (right - left).checked_mul(9)?.checked_mul(power)?;
        if change == difference.0 {
            return keyed.0.checked_add(change).filter(|likely| *likely > 0).map(Cents);
        }
        power = power.checked_mul(10)?;
    }
    None
}

/// The amount whose point was slid by one place or two, and by which factor:
/// 18.50 keyed as 185.00. None where no slide makes exactly this difference.
pub(super) fn slid(keyed: Cents, difference: Cents) -> Option<(Cents, u32)> {
    if difference.0 % 9 != 0 || difference.is_zero() || keyed.0 <= 0 {
        return None;
    }
    let likely = keyed.0.checked_add(difference.0).filter(|likely| *likely > 0)?;
    let (small, large) = (keyed.0.min(likely), keyed.0.max(likely));
    let factor = [10u32, 100]
        .into_iter()
        .find(|factor| small.checked_mul(i64::from(*factor)) == Some(large))?;
    Some((Cents(likely), factor))
}

/// How round an amount is: people pay fifty more often than fifty-seven.
pub(super) fn roundness(amount: Cents) -> u8 {
    let steps = [100, 500, 1_000, 5_000];
    let divides = steps.iter().filter(|step| amount.0 % **step == 0).count();
    u8::try_from(divides).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swaps() {
        for (keyed, likely) in [
            (19_300, 13_900),
            (13_900, 19_300),
            (18_462, 18_426),
            (18_462, 14_862),
            (18_462, 81_462),
            (500, 5_000),
            (5_000, 500),
            (7_590, 7_509),
        ] {
            assert_eq!(
                swapped(Cents(keyed), Cents(likely - keyed)),
                Some(Cents(likely)),
                "{keyed}"
            );
        }
        for (keyed, difference) in [(19_300, -5_401), (19_300, 0), (11_100, 900), (0, 90), (-5_000, 4_500)] {
            assert_eq!(swapped(Cents(keyed), Cents(difference)), None, "{keyed} {difference}");
        }
        assert_eq!(swapped(Cents(i64::MAX), Cents(i64::MIN / 9 * 9)), None);
    }

    #[test]
    fn slides() {
        for (keyed, likely, factor) in [
            (18_500, 1_850, 10),
            (1_850, 18_500, 10),
            (185_500, 1_855, 100),
            (1_855, 185_500, 100),
        ] {
            assert_eq!(slid(Cents(keyed), Cents(likely - keyed)), Some((Cents(likely), factor)));
        }
        assert_eq!(slid(Cents(18_500), Cents(-18_000)), None);
        assert_eq!(slid(Cents(i64::MAX), Cents(9)), None);
    }

    #[test]
    fn round_ones() {
        for (cents, round) in [(1_855, 0), (1_700, 1), (1_500, 2), (2_000, 3), (5_000, 4), (10_000, 4)] {
            assert_eq!(roundness(Cents(cents)), round, "{cents}");
        }
    }
}
