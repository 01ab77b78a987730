//! The double entry: what an entry does to the general ledger.

use serde::{Deserialize, Serialize};

use crate::money::Cents;
use crate::refusal::Refusal;

/// One posting: a ledger account and an amount, debit positive, credit negative.
/// Stored as a pair, `["100-1010",18462]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posting(pub String, pub Cents);

/// Collects postings, one per ledger account, and hands them over only when
/// they sum to zero.
#[derive(Debug, Default)]
pub struct Postings(Vec<Posting>);

impl Postings {
    /// Debits an account.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn debit(&mut self, ledger: &str, amount: Cents) -> Result<&mut Self, Refusal> {
        match self.0.iter_mut().find(|posting| posting.0 == ledger) {
            Some(posting) => posting.1 = posting.1.plus(amount)?,
            None => self.0.push(Posting(ledger.to_owned(), Cents::ZERO.plus(amount)?)),
        }
        Ok(self)
    }

    /// Credits an account.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn credit(&mut self, ledger: &str, amount: Cents) -> Result<&mut Self, Refusal> {
        self.debit(ledger, amount.negated())
    }

    /// The postings, those of nothing left out.
    ///
    /// # Errors
    /// [`Refusal::PostingsUnbalanced`]: they do not sum to zero. No entry is
    /// made from such postings.
    pub fn balanced(self) -> Result<Vec<Posting>, Refusal> {
        let postings: Vec<Posting> = self.0.into_iter().filter(|posting| !posting.1.is_zero()).collect();
        assert_zero(&postings)?;
        Ok(postings)
    }
}

/// Asserts the zero sum: where an entry is made, and again where it is read.
///
/// # Errors
/// [`Refusal::PostingsUnbalanced`], [`Refusal::AmountOutOfRange`].
pub fn assert_zero(postings: &[Posting]) -> Result<(), Refusal> {
    let off_by = Cents::sum(postings.iter().map(|posting| posting.1))?;
    if off_by.is_zero() {
        Ok(())
    } else {
        Err(Refusal::PostingsUnbalanced { off_by })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_posting_an_account_and_none_of_nothing() {
        let mut postings = Postings::default();
        postings.debit("cash", Cents(500)).unwrap();
        postings.debit("checks", Cents(200)).unwrap();
        postings.credit("water", Cents(600)).unwrap();
        postings.credit("water", Cents(100)).unwrap();
        postings.debit("sewer", Cents(50)).unwrap();
        postings.credit("sewer", Cents(50)).unwrap();
        let posting = |ledger: &str, cents| Posting(ledger.to_owned(), Cents(cents));
        assert_eq!(
            postings.balanced(),
            Ok(vec![
                posting("cash", 500),
                posting("checks", 200),
                posting("water", -700)
            ])
        );
    }

    #[test]
    fn what_does_not_balance_is_refused() {
        let mut postings = Postings::default();
        postings.debit("cash", Cents(500)).unwrap();
        postings.credit("water", Cents(499)).unwrap();
        assert_eq!(
            postings.balanced(),
            Err(Refusal::PostingsUnbalanced { off_by: Cents(1) })
        );
        assert_eq!(assert_zero(&[]), Ok(()));
        let mut large = Postings::default();
        large.debit("cash", Cents(crate::money::MAX_EXACT)).unwrap();
        assert!(large.debit("cash", Cents(1)).is_err());
        assert!(Postings::default().credit("cash", Cents(i64::MIN)).is_err());
    }
}
