//! What is really due on an account: billing's copy less what was paid since, with what
//! the desk itself carries on it.

use std::collections::{BTreeMap, HashMap};

use super::{Account, Charge, Cut, Effect, each_effect};
use crate::entry::Entry;
use crate::money::Cents;
use crate::refusal::Refusal;
use crate::returns::is_desk_charge;

/// What entries have paid on accounts that the copy of the accounts does not hold:
/// taken off what the copy says is due, so that nobody pays twice. A void gives back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PaidSince {
    /// What the copy holds.
    pub(crate) cut: Cut,
    /// By account and charge.
    sums: HashMap<String, HashMap<String, Cents>>,
    /// By account and receipt, what stands to a credit since then; negative where what is gone stood
    /// there before, so that the copy knew of it.
    credits: HashMap<String, BTreeMap<String, Cents>>,
    /// Charges that became due again: billing's copy may no longer have them.
    restored: HashMap<String, Vec<Charge>>,
}

/// An account with what is really due, and what stands to its credit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The account; its charges show what is due after own payments.
    pub account: Account,
    /// Paid beyond what was due since billing wrote the copy. What stood to a credit before,
    /// billing has made use of: its copy says what is left to pay.
    pub credit: Cents,
    /// By receipt, as [`PaidSince`] counts it.
    credits: BTreeMap<String, Cents>,
    /// By charge, what was paid on it beyond what was due: at two windows without a line, say. Above nothing.
    beyond: HashMap<String, Cents>,
    /// All that was paid on it since billing wrote the copy.
    pub paid: Cents,
}

impl PaidSince {
    /// Besides a copy; nothing yet.
    #[must_use]
    pub fn besides(cut: Cut) -> PaidSince {
        PaidSince {
            cut,
            ..PaidSince::default()
        }
    }

    /// Counts a payment on a charge; a negative amount takes one back.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn add(&mut self, account: &str, charge: &str, amount: Cents) -> Result<(), Refusal> {
        let charges = self.sums.entry(account.to_owned()).or_default();
        let paid = charges.entry(charge.to_owned()).or_default();
        *paid = paid.plus(amount)?;
        // What was given back in full leaves no trace.
        charges.retain(|_, paid| !paid.is_zero());
        if charges.is_empty() {
            self.sums.remove(account);
        }
        Ok(())
    }

    /// Counts what a receipt's money adds to a credit; a negative amount takes of it.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn add_credit(&mut self, account: &str, receipt: &str, amount: Cents) -> Result<(), Refusal> {
        let credits = self.credits.entry(account.to_owned()).or_default();
        let credit = credits.entry(receipt.to_owned()).or_default();
        *credit = credit.plus(amount)?;
        // What was taken back in full leaves no trace.
        credits.retain(|_, credit| !credit.is_zero());
        if credits.is_empty() {
            self.credits.remove(account);
        }
        Ok(())
    }

    /// Takes in what an entry paid on accounts, or took back from them; nothing of one that the
    /// copy holds.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn apply(&mut self, entry: &Entry) -> Result<(), Refusal> {
        match self.cut.after(&entry.station, entry.seq, entry.at) {
            true => each_effect(&entry.body, |effect| self.take_in(effect)),
            false => Ok(()),
        }
    }

    /// Takes in one such amount, of an entry that the copy does not hold. What is paid on charges that the desk carries is kept with
    /// the returned items that opened them.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn take_in(&mut self, effect: Effect<'_>) -> Result<(), Refusal> {
        let Some(id) = effect.charge else {
            return self.add_credit(effect.account, effect.receipt, effect.amount);
        };
        if is_desk_charge(id) {
            return Ok(());
        }
        self.add(effect.account, id, effect.amount)?;
        let due_again = self.on(effect.account, id) < Cents::ZERO;
        let known = self.restored.entry(effect.account.to_owned()).or_default();
        match effect.restored {
            // What was paid once more leaves no trace either.
            _ if !due_again => known.retain(|charge| charge.id != id),
            Some(restored) if known.iter().all(|charge| charge.id != id) => {
                known.push(restored.charge(id, Cents::ZERO))
            }
            _ => {}
        }
        if known.is_empty() {
            self.restored.remove(effect.account);
        }
        Ok(())
    }

    fn on(&self, account: &str, charge: &str) -> Cents {
        let paid = self.sums.get(account).and_then(|paid| paid.get(charge));
        paid.copied().unwrap_or_default()
    }

    /// The account as it stands after these payments.
    #[must_use]
    pub fn standing(&self, mut account: Account) -> Standing {
        let paid = self.sums.get(&account.number);
        let number = account.number.clone();
        let on = |charge: &str| self.on(&number, charge);
        for charge in self.restored.get(&account.number).into_iter().flatten() {
            let gone = account.charge(&charge.id).is_err();
            if gone && on(&charge.id) < Cents::ZERO {
                account.charges.push(charge.clone());
            }
        }
        // What was paid on a charge that the copy no longer has, billing does not know of either.
        let mut beyond = paid.cloned().unwrap_or_default();
        for charge in &mut account.charges {
            let left = charge.due.0.saturating_sub(on(&charge.id).0);
            charge.due = Cents(left.max(0));
            beyond.insert(charge.id.clone(), Cents(left.saturating_neg()));
        }
        beyond.retain(|_, cents| *cents > Cents::ZERO);
        let credits = self.credits.get(&account.number).cloned().unwrap_or_default();
        let all = paid.into_iter().flat_map(HashMap::values).chain(credits.values());
        Standing {
            account,
            paid: Cents(all.fold(0, |sum: i64, one| sum.saturating_add(one.0))),
            credit: together(&credits, &beyond),
            credits,
            beyond,
        }
    }
}

/// What stands to a credit: what is gone of one receipt's money is not owed by another's; and what was
/// paid on charges beyond what was due on them.
fn together(credits: &BTreeMap<String, Cents>, beyond: &HashMap<String, Cents>) -> Cents {
    let standing = credits.values().chain(beyond.values()).map(|credit| credit.0.max(0));
    Cents(standing.fold(0, i64::saturating_add))
}

impl Standing {
    /// What of a receipt's money stands to the credit, as far as the copy did not know of it.
    #[must_use]
    pub fn credit_of(&self, receipt: &str) -> Cents {
        let credit = self.credits.get(receipt).copied();
        credit.unwrap_or_default().max(Cents::ZERO)
    }

    /// Of what was paid on a charge beyond the copy's due, so much was for returned items.
    pub(crate) fn paid_for_items(&mut self, charge: &str, amount: Cents) {
        if let Some(beyond) = self.beyond.get_mut(charge) {
            beyond.0 = beyond.0.saturating_sub(amount.0).max(0);
        }
        self.credit = together(&self.credits, &self.beyond);
    }

    /// As it stands after an entry did something on it.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn apply(&mut self, effect: Effect<'_>) -> Result<(), Refusal> {
        let Some(id) = effect.charge else {
            let credit = self.credits.entry(effect.receipt.to_owned()).or_default();
            *credit = credit.plus(effect.amount)?;
            self.credit = together(&self.credits, &self.beyond);
            return Ok(());
        };
        // What was paid beyond it is used up before it is due again.
        let beyond = self.beyond.remove(id).unwrap_or_default();
        let charges = &mut self.account.charges;
        let left = match charges.iter_mut().find(|charge| charge.id == id) {
            Some(charge) => {
                let left = charge.due.minus(beyond)?.minus(effect.amount)?;
                charge.due = left.max(Cents::ZERO);
                left
            }
            None => {
                let left = beyond.plus(effect.amount)?.negated();
                charges.extend(effect.due_again(left));
                left
            }
        };
        if left < Cents::ZERO {
            self.beyond.insert(id.to_owned(), left.negated());
        }
        self.credit = together(&self.credits, &self.beyond);
        Ok(())
    }

    /// Takes a payment off what is due, or adds it to the credit.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn pay(&mut self, charge: Option<&str>, amount: Cents) -> Result<(), Refusal> {
        match self
            .account
            .charges
            .iter_mut()
            .find(|due| Some(due.id.as_str()) == charge)
        {
            Some(due) => due.due = due.due.minus(amount)?,
            None => self.credit = self.credit.plus(amount)?,
        }
        self.paid = self.paid.plus(amount)?;
        Ok(())
    }

    /// What is due on the whole account; negative where the credit is larger.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn due(&self) -> Result<Cents, Refusal> {
        self.account.due()?.minus(self.credit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::{Charge, Flags};
    use chrono::NaiveDate;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn account() -> Account {
        let charge = |id: &str, due| Charge {
            id: id.into(),
            code: "WATER".into(),
            description: "Water".into(),
            reference: String::new(),
            due_date: day("2026-11-01"),
            due: Cents(due),
        };
        Account {
            number: "20-1".into(),
            name: "María Peña".into(),
            address: String::new(),
            phone: String::new(),
            flags: Flags::default(),
            charges: vec![charge("A", 500), charge("B", 300)],
        }
    }

    #[test]
    fn what_was_paid_here_is_taken_off() {
        let mut paid = PaidSince::default();
        paid.add("20-1", "A", Cents(200)).unwrap();
        paid.add_credit("20-1", "W1-000001", Cents(50)).unwrap();
        paid.add("20-2", "A", Cents(500)).unwrap();
        let standing = paid.standing(account());
        let dues: Vec<i64> = standing.account.charges.iter().map(|charge| charge.due.0).collect();
        assert_eq!((dues, standing.credit), (vec![300, 300], Cents(50)));
        assert_eq!(standing.due(), Ok(Cents(550)));
        assert_eq!(standing.account.charge("C").unwrap_err().code(), "unknown_charge");
        // Paid at two windows without a line: nothing is due on it, and what is too much is a credit.
        paid.add("20-1", "B", Cents(400)).unwrap();
        let standing = paid.standing(account());
        assert_eq!(
            (standing.account.charges[1].due, standing.credit),
            (Cents::ZERO, Cents(150))
        );
        assert_eq!(standing.due(), Ok(Cents(150)));
        assert!(paid.add("20-1", "A", Cents(i64::MAX)).is_err());
    }

    #[test]
    fn what_is_given_back_leaves_no_trace() {
        let mut paid = PaidSince::default();
        for cents in [200, 100, -300] {
            paid.add("20-1", "A", Cents(cents)).unwrap();
        }
        assert_eq!(paid, PaidSince::default());
    }
}
