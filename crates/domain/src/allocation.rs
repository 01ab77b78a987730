//! Dividing money: over ledger accounts by share, over charges by order.
//! No cent is made or lost.

use chrono::NaiveDate;

use crate::config::{Share, SpreadBy};
use crate::money::Cents;
use crate::refusal::Refusal;

/// Splits an amount by share; each part is rounded down and the last takes the
/// odd cents, so the parts always sum to the amount. Parts of nothing are left out.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub fn split(amount: Cents, shares: &[Share]) -> Result<Vec<(String, Cents)>, Refusal> {
    let all: i128 = shares.iter().map(|share| i128::from(share.parts)).sum();
    let mut left = amount;
    let mut parts = Vec::with_capacity(shares.len());
    for (place, share) in shares.iter().enumerate() {
        let part = if place + 1 == shares.len() {
            left
        } else {
            let exact = i128::from(amount.0) * i128::from(share.parts) / all.max(1);
            Cents(i64::try_from(exact).map_err(|_| Refusal::AmountOutOfRange)?)
        };
        left = left.minus(part)?;
        if !part.is_zero() {
            parts.push((share.ledger.clone(), part));
        }
    }
    Ok(parts)
}

/// What an amount takes of each of several amounts, in proportion: none gives more than
/// it has, and together they give exactly the amount, or all that they have.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub fn portions(amount: Cents, of: &[Cents]) -> Result<Vec<Cents>, Refusal> {
    let all = Cents::sum(of.iter().copied())?;
    let amount = i128::from(amount.min(all).0);
    let (mut passed, mut given) = (0i128, 0i128);
    let portion = |part: &Cents| {
        passed += i128::from(part.0);
        let up_to_here = amount * passed / i128::from(all.0.max(1));
        let portion = up_to_here - given;
        given = up_to_here;
        i64::try_from(portion).map(Cents).map_err(|_| Refusal::AmountOutOfRange)
    };
    of.iter().map(portion).collect()
}

/// A charge that a payment may be spread over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open<'a> {
    /// The charge's identifier.
    pub id: &'a str,
    /// What is due on it.
    pub due: Cents,
    /// When it falls due.
    pub due_date: NaiveDate,
    /// The priority of its charge code; lower is paid first.
    pub priority: u16,
}

/// What each charge gets, in the order of payment, and what is left over.
pub type Spread<'a> = (Vec<(&'a str, Cents)>, Cents);

/// Spreads an amount over charges in the configured order until it is used up.
/// Gives what each charge gets, in that order, and what is left over when all
/// are paid. Charges that are equal by every rule keep their given order.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub fn spread<'a>(amount: Cents, mut charges: Vec<Open<'a>>, order: &[SpreadBy]) -> Result<Spread<'a>, Refusal> {
    charges.sort_by(|a, b| {
        order
            .iter()
            .map(|rule| match rule {
                SpreadBy::OldestDue => a.due_date.cmp(&b.due_date),
                SpreadBy::Priority => a.priority.cmp(&b.priority),
            })
            .find(|outcome| outcome.is_ne())
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    let mut left = amount;
    let mut parts = Vec::new();
    for charge in charges {
        let part = left.min(charge.due);
        if part > Cents::ZERO {
            parts.push((charge.id, part));
            left = left.minus(part)?;
        }
    }
    Ok((parts, left))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn share(ledger: &str, parts: u32) -> Share {
        Share {
            ledger: ledger.into(),
            parts,
        }
    }

    #[test]
    fn the_last_takes_the_odd_cent() {
        let thirds = [share("a", 1), share("b", 1), share("c", 1)];
        let parts = split(Cents(100), &thirds).unwrap();
        assert_eq!(
            parts,
            vec![
                ("a".into(), Cents(33)),
                ("b".into(), Cents(33)),
                ("c".into(), Cents(34))
            ]
        );
        assert_eq!(split(Cents(1), &thirds).unwrap(), vec![("c".into(), Cents(1))]);
    }

    #[test]
    fn oldest_first_then_priority() {
        let day = |d| NaiveDate::from_ymd_opt(2026, 10, d).unwrap();
        let open = |id, due, d, priority| Open {
            id,
            due: Cents(due),
            due_date: day(d),
            priority,
        };
        let charges = vec![
            open("new", 500, 20, 1),
            open("old low", 300, 1, 9),
            open("old high", 200, 1, 1),
        ];
        let order = [SpreadBy::OldestDue, SpreadBy::Priority];
        assert_eq!(
            spread(Cents(600), charges.clone(), &order).unwrap(),
            (
                vec![("old high", Cents(200)), ("old low", Cents(300)), ("new", Cents(100))],
                Cents::ZERO
            )
        );
        assert_eq!(spread(Cents(1_250), charges.clone(), &order).unwrap().1, Cents(250));
        assert_eq!(
            spread(Cents(100), charges, &[SpreadBy::Priority]).unwrap().0,
            vec![("new", Cents(100))]
        );
    }

    proptest! {
        #[test]
        fn a_split_sums_to_its_amount(amount in 0i64..100_000_000_000, parts in prop::collection::vec(0u32..1000, 1..6)) {
            let shares: Vec<Share> = parts.iter().map(|p| share("x", *p)).collect();
            let sum = Cents::sum(split(Cents(amount), &shares).unwrap().into_iter().map(|p| p.1)).unwrap();
            prop_assert_eq!(sum, Cents(amount));
        }

        #[test]
        fn portions_take_all_of_it_and_no_more_than_there_is(
            amount in 0i64..100_000,
            parts in prop::collection::vec(0i64..20_000, 0..7),
        ) {
            let of: Vec<Cents> = parts.iter().map(|part| Cents(*part)).collect();
            let taken = portions(Cents(amount), &of).unwrap();
            prop_assert!(taken.iter().zip(&of).all(|(taken, part)| taken.0 >= 0 && taken <= part));
            let sum = Cents::sum(taken).unwrap();
            prop_assert_eq!(sum.0, amount.min(parts.iter().sum()));
        }

        #[test]
        fn a_spread_uses_every_cent_once(amount in 0i64..10_000, dues in prop::collection::vec(0i64..3_000, 0..6)) {
            let day = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
            let charges: Vec<Open> =
                dues.iter().map(|due| Open { id: "x", due: Cents(*due), due_date: day, priority: 0 }).collect();
            let (parts, left) = spread(Cents(amount), charges, &[SpreadBy::OldestDue]).unwrap();
            let used = Cents::sum(parts.into_iter().map(|p| p.1)).unwrap();
            prop_assert_eq!(used.0 + left.0, amount);
            prop_assert!(left.is_zero() || used.0 == dues.iter().sum::<i64>());
        }
    }
}
