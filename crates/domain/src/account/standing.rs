//! What is really due on an account: billing's copy less what was paid since, with what
//! the desk itself carries on it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::{Account, Charge, Effect, each_effect};
use crate::entry::Body;
use crate::money::Cents;
use crate::refusal::Refusal;
use crate::returns::is_desk_charge;

/// What this workstation's own entries have paid on accounts since billing wrote
/// the copy of the accounts: taken off what the copy says is due, so that nobody
/// pays twice. A void gives back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PaidSince {
    /// When billing wrote it.
    as_of: DateTime<Utc>,
    sums: HashMap<String, HashMap<Option<String>, Cents>>,
    /// Charges that became due again: billing's copy may no longer have them.
    restored: HashMap<String, Vec<Charge>>,
}

/// An account with what is really due, and what stands to its credit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The account; its charges show what is due after own payments.
    pub account: Account,
    /// Paid beyond what was due since billing wrote the copy; never negative. What stood to a
    /// credit before, billing has made use of.
    pub credit: Cents,
    /// All that was paid on it since billing wrote the copy.
    pub paid: Cents,
    /// When billing wrote the copy.
    pub as_of: DateTime<Utc>,
}

impl PaidSince {
    /// Since a copy that billing wrote at an instant; nothing yet.
    #[must_use]
    pub fn copy_of(as_of: DateTime<Utc>) -> PaidSince {
        PaidSince {
            as_of,
            ..PaidSince::default()
        }
    }

    /// Counts a payment; a negative amount takes one back.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn add(&mut self, account: &str, charge: Option<&str>, amount: Cents) -> Result<(), Refusal> {
        let charges = self.sums.entry(account.to_owned()).or_default();
        let paid = charges.entry(charge.map(str::to_owned)).or_default();
        *paid = paid.plus(amount)?;
        // What was given back in full leaves no trace.
        charges.retain(|_, paid| !paid.is_zero());
        if charges.is_empty() {
            self.sums.remove(account);
        }
        Ok(())
    }

    /// Takes in what an entry paid on accounts, or took back from them.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn apply(&mut self, body: &Body) -> Result<(), Refusal> {
        each_effect(body, |effect| self.take_in(effect))
    }

    /// Takes in one such amount. What is paid on charges that the desk carries is kept with
    /// the returned items that opened them; a credit of which the copy knew is no longer here.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn take_in(&mut self, effect: Effect<'_>) -> Result<(), Refusal> {
        if effect.charge.is_some_and(is_desk_charge) || effect.is_credit_before(self.as_of) {
            return Ok(());
        }
        if let (Some(restored), Some(id)) = (effect.restored, effect.charge) {
            let known = self.restored.entry(effect.account.to_owned()).or_default();
            if !known.iter().any(|charge| charge.id == id) {
                known.push(restored.charge(id, Cents::ZERO));
            }
        }
        self.add(effect.account, effect.charge, effect.amount)
    }

    /// The account as it stands after these payments.
    #[must_use]
    pub fn standing(&self, mut account: Account) -> Standing {
        let paid = self.sums.get(&account.number);
        let on = |charge: Option<String>| paid.and_then(|p| p.get(&charge)).copied().unwrap_or_default();
        for charge in self.restored.get(&account.number).into_iter().flatten() {
            let gone = account.charge(&charge.id).is_err();
            if gone && on(Some(charge.id.clone())) < Cents::ZERO {
                account.charges.push(charge.clone());
            }
        }
        for charge in &mut account.charges {
            let paid = on(Some(charge.id.clone()));
            charge.due = Cents(charge.due.0.saturating_sub(paid.0).max(0));
        }
        let paid_cents = paid.map_or(0, |charges| {
            charges.values().fold(0, |sum: i64, one| sum.saturating_add(one.0))
        });
        Standing {
            account,
            credit: on(None).max(Cents::ZERO),
            paid: Cents(paid_cents),
            as_of: self.as_of,
        }
    }
}

impl Standing {
    /// As it stands after an entry did something on it.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn apply(&mut self, effect: Effect<'_>) -> Result<(), Refusal> {
        let Some(id) = effect.charge else {
            if !effect.is_credit_before(self.as_of) {
                self.credit = self.credit.plus(effect.amount)?.max(Cents::ZERO);
            }
            return Ok(());
        };
        let charges = &mut self.account.charges;
        match charges.iter_mut().find(|charge| charge.id == id) {
            Some(charge) => charge.due = charge.due.minus(effect.amount)?.max(Cents::ZERO),
            None => charges.extend(effect.due_again()),
        }
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
        paid.add("20-1", Some("A"), Cents(200)).unwrap();
        paid.add("20-1", None, Cents(50)).unwrap();
        paid.add("20-2", Some("A"), Cents(500)).unwrap();
        let standing = paid.standing(account());
        let dues: Vec<i64> = standing.account.charges.iter().map(|charge| charge.due.0).collect();
        assert_eq!((dues, standing.credit), (vec![300, 300], Cents(50)));
        assert_eq!(standing.due(), Ok(Cents(550)));
        assert_eq!(standing.account.charge("C").unwrap_err().code(), "unknown_charge");
        // Billing took more off than it was asked to: nothing is due, never less than nothing.
        paid.add("20-1", Some("B"), Cents(400)).unwrap();
        assert_eq!(paid.standing(account()).account.charges[1].due, Cents::ZERO);
        assert!(paid.add("20-1", Some("A"), Cents(i64::MAX)).is_err());
    }

    #[test]
    fn what_is_given_back_leaves_no_trace() {
        let mut paid = PaidSince::default();
        for cents in [200, 100, -300] {
            paid.add("20-1", Some("A"), Cents(cents)).unwrap();
        }
        assert_eq!(paid, PaidSince::default());
    }
}
