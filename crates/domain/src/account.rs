//! A customer's account as billing hands it out, and what is still due on it.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::config::{FlagAction, FlagRules};
use crate::entry::Body;
use crate::money::Cents;
use crate::refusal::Refusal;

/// An account with all its charges.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Account {
    /// Its number, as bills print it.
    pub number: String,
    /// The customer's name.
    pub name: String,
    /// The service address.
    pub address: String,
    /// The telephone number, as billing writes it; may be empty.
    pub phone: String,
    /// What billing says of the account.
    pub flags: Flags,
    /// What is charged on it.
    pub charges: Vec<Charge>,
}

/// One charge on an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Charge {
    /// Billing's own identifier, unique on the account.
    pub id: String,
    /// The charge code, which gives department and ledger split.
    pub code: String,
    /// What it is for: `Utility bill, October`.
    pub description: String,
    /// A citation, permit or licence number; may be empty.
    pub reference: String,
    /// When it falls due.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub due_date: NaiveDate,
    /// What is due, in cents. Never negative.
    pub due: Cents,
}

/// What billing says of an account.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Flags {
    /// A bankruptcy case is open.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "ts", ts(as = "Option<bool>", optional))]
    pub bankruptcy: bool,
    /// Cash or card only until this day, after returned checks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(type = "string", optional))]
    pub cash_only_until: Option<NaiveDate>,
    /// A lien stands on the property.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "ts", ts(as = "Option<bool>", optional))]
    pub lien: bool,
    /// A payment plan is agreed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "ts", ts(as = "Option<bool>", optional))]
    pub payment_plan: bool,
    /// Service is shut off; this much restores it, in cents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub restore_amount: Option<Cents>,
}

/// A flag that stands on an account today, with what it does here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FlagNotice {
    /// Which flag.
    pub flag: Flag,
    /// What it does at the counter.
    pub action: FlagAction,
    /// The day it ends, where it has one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ts", ts(type = "string", optional))]
    pub until: Option<NaiveDate>,
    /// The amount that restores service, where it is a shut-off.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub amount: Option<Cents>,
}

/// The flags of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Flag {
    /// Bankruptcy.
    Bankruptcy,
    /// Cash or card only.
    CashOnly,
    /// Lien.
    Lien,
    /// Payment plan.
    PaymentPlan,
    /// Shut off.
    ShutOff,
}

impl Flags {
    /// The flags that stand on a day, with what the city's rules make of each.
    #[must_use]
    pub fn notices(&self, rules: &FlagRules, today: NaiveDate) -> Vec<FlagNotice> {
        let cash_only = self.cash_only_until.filter(|until| *until >= today);
        let plain = |flag, action| FlagNotice {
            flag,
            action,
            until: None,
            amount: None,
        };
        let mut notices = Vec::new();
        if self.bankruptcy {
            notices.push(plain(Flag::Bankruptcy, rules.bankruptcy));
        }
        if cash_only.is_some() {
            notices.push(FlagNotice {
                until: cash_only,
                ..plain(Flag::CashOnly, rules.cash_only)
            });
        }
        if self.lien {
            notices.push(plain(Flag::Lien, rules.lien));
        }
        if self.payment_plan {
            notices.push(plain(Flag::PaymentPlan, rules.payment_plan));
        }
        if self.restore_amount.is_some() {
            notices.push(FlagNotice {
                amount: self.restore_amount,
                ..plain(Flag::ShutOff, rules.shut_off)
            });
        }
        notices
    }
}

impl Account {
    /// All that is due on the account.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn due(&self) -> Result<Cents, Refusal> {
        Cents::sum(self.charges.iter().map(|charge| charge.due))
    }

    /// The charge of that identifier.
    ///
    /// # Errors
    /// [`Refusal::UnknownCharge`].
    pub fn charge(&self, id: &str) -> Result<&Charge, Refusal> {
        self.charges
            .iter()
            .find(|charge| charge.id == id)
            .ok_or_else(|| Refusal::UnknownCharge { charge: id.to_owned() })
    }
}

/// What this workstation's own entries have paid on accounts since billing wrote
/// the copy of the accounts: taken off what the copy says is due, so that nobody
/// pays twice. A void gives back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PaidSince(HashMap<String, HashMap<Option<String>, Cents>>);

/// An account with what is really due, and what stands to its credit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The account; its charges show what is due after own payments.
    pub account: Account,
    /// Paid beyond what was due.
    pub credit: Cents,
    /// All that was paid on it since billing wrote the copy.
    pub paid: Cents,
}

impl PaidSince {
    /// Counts a payment; a negative amount takes one back.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn add(&mut self, account: &str, charge: Option<&str>, amount: Cents) -> Result<(), Refusal> {
        let charges = self.0.entry(account.to_owned()).or_default();
        let paid = charges.entry(charge.map(str::to_owned)).or_default();
        *paid = paid.plus(amount)?;
        // What was given back in full leaves no trace.
        charges.retain(|_, paid| !paid.is_zero());
        if charges.is_empty() {
            self.0.remove(account);
        }
        Ok(())
    }

    /// Takes in what an entry paid on accounts, or gave back.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn apply(&mut self, body: &Body) -> Result<(), Refusal> {
        match body {
            Body::Receipt(receipt) => receipt.lines.iter().try_for_each(|line| match &line.account {
                Some(account) => self.add(account, line.charge.as_deref(), line.amount),
                None => Ok(()),
            }),
            Body::SuspensePlaced(placed) => placed.lines.iter().try_for_each(|line| match &line.account {
                Some(account) => self.add(account, line.charge.as_deref(), line.amount),
                None => Ok(()),
            }),
            Body::ReceiptVoided(void) => void
                .restored
                .iter()
                .try_for_each(|(account, charge, amount)| self.add(account, charge.as_deref(), amount.negated())),
            _ => Ok(()),
        }
    }

    /// The account as it stands after these payments.
    #[must_use]
    pub fn standing(&self, mut account: Account) -> Standing {
        let paid = self.0.get(&account.number);
        let on = |charge: Option<String>| paid.and_then(|p| p.get(&charge)).copied().unwrap_or_default();
        for charge in &mut account.charges {
            let paid = on(Some(charge.id.clone()));
            charge.due = Cents(charge.due.0.saturating_sub(paid.0).max(0));
        }
        let paid_cents = paid.map_or(0, |charges| {
            charges.values().fold(0, |sum: i64, one| sum.saturating_add(one.0))
        });
        Standing {
            account,
            credit: on(None),
            paid: Cents(paid_cents),
        }
    }
}

impl Standing {
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
    use crate::config::FlagAction::{NoChecks, Nothing, SecondPerson, Stop, Warn};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn flags_and_what_the_city_makes_of_them() {
        let rules = FlagRules {
            bankruptcy: SecondPerson,
            cash_only: NoChecks,
            lien: Warn,
            payment_plan: Nothing,
            shut_off: Stop,
        };
        let flags = Flags {
            bankruptcy: true,
            cash_only_until: Some(day("2026-11-21")),
            lien: true,
            payment_plan: true,
            restore_amount: Some(Cents(9_000)),
        };
        let notice = |flag, action| FlagNotice {
            flag,
            action,
            until: None,
            amount: None,
        };
        let cash_only = FlagNotice {
            until: Some(day("2026-11-21")),
            ..notice(Flag::CashOnly, NoChecks)
        };
        let shut_off = FlagNotice {
            amount: Some(Cents(9_000)),
            ..notice(Flag::ShutOff, Stop)
        };
        let on_its_last_day = [
            notice(Flag::Bankruptcy, SecondPerson),
            cash_only,
            notice(Flag::Lien, Warn),
            notice(Flag::PaymentPlan, Nothing),
            shut_off,
        ];
        assert_eq!(flags.notices(&rules, day("2026-11-21")), on_its_last_day);
        let after = flags.notices(&rules, day("2026-11-22"));
        assert!(after.iter().all(|notice| notice.flag != Flag::CashOnly));
        assert_eq!(Flags::default().notices(&rules, day("2026-11-21")), []);
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
