//! A customer's account as billing hands it out, and what is still due on it.

mod cut;
mod effect;
mod standing;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::config::{FlagAction, FlagRules};
use crate::money::Cents;
use crate::refusal::Refusal;

pub use cut::{Behind, Cut};
pub use effect::{Effect, Restored, each_effect, each_opened};
pub use standing::{PaidSince, Standing};

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
    /// An account of that number of which billing's copy says nothing.
    #[must_use]
    pub fn unlisted(number: &str) -> Account {
        Account {
            number: number.to_owned(),
            name: String::new(),
            address: String::new(),
            phone: String::new(),
            flags: Flags::default(),
            charges: Vec::new(),
        }
    }

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
}
