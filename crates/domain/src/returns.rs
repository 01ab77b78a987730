//! Items that the bank returns days after their drawer closed. A return is dated today and
//! touches no drawer: it names the tender, takes back what that paid, makes it due again,
//! charges the fee and marks the payer as configured.
//!
//! [`item`] is the fold of one returned item and of all of them; the decisions stand beside it.

mod earlier;
pub mod item;
pub mod matching;
mod reinstating;
mod returning;
mod taking_back;
mod working;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::account::{Account, PaidSince, Standing, each_effect, each_opened};
use crate::config::{Configuration, ReturnedItems, User, Waiver};
use crate::entry::Body;
use crate::receipt::AccountBalance;
use crate::refusal::Refusal;

pub use reinstating::{Reinstatement, reinstate};
pub use returning::{Original, ReturnRequest, can_return, fee_for, return_item};
pub use working::{FileItem, dismiss, first_notice, list_for_collections, notice, take_in_file};

/// What a decision about returned items and corrections may know.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The configuration.
    pub configuration: &'a Configuration,
    /// Who is signed in.
    pub actor: &'a User,
    /// Today's business date: nothing is dated back.
    pub today: NaiveDate,
    /// The accounts that are touched, as they stand.
    pub accounts: &'a BTreeMap<String, Standing>,
    /// The drawer that is open in the actor's name, at any window of the site.
    pub holds: Option<&'a str>,
    /// A second person, verified just now.
    pub second: Option<&'a User>,
}

impl<'a> Facts<'a> {
    /// The city's rules for returned items, and that whoever works them holds no drawer.
    fn rules(&self) -> Result<&'a ReturnedItems, Refusal> {
        let rules = self.configuration.returned_items.as_ref();
        let rules = rules.ok_or(Refusal::ReturnsNotSetUp)?;
        match self.holds {
            Some(drawer) if self.configuration.needs_second_person(Waiver::ReturnsWithDrawer) => {
                Err(Refusal::HoldsOpenDrawer {
                    drawer: drawer.to_owned(),
                })
            }
            _ => Ok(rules),
        }
    }
}

/// The number of the nth returned item: `R-000012`.
#[must_use]
pub fn number(nth: u64) -> String {
    format!("R-{nth:06}")
}

/// Whether an account is a returned item's own: on it stands what no other account has.
#[must_use]
pub fn is_own_account(account: &str) -> bool {
    account
        .strip_prefix("R-")
        .is_some_and(|rest| rest.len() >= 6 && rest.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a charge is one that the desk carries: `R-000012/1`. Billing's copy never has it.
#[must_use]
pub fn is_desk_charge(charge: &str) -> bool {
    charge.split_once('/').is_some_and(|(number, _)| is_own_account(number))
}

/// What is due after an entry on each account that it touches. On one that billing's copy does
/// not have, nothing was due before.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub fn balances_after(accounts: &BTreeMap<String, Standing>, body: &Body) -> Result<Vec<AccountBalance>, Refusal> {
    let mut after: Vec<Standing> = Vec::new();
    each_effect(body, |effect| {
        standing_in(&mut after, accounts, effect.account).apply(effect)
    })?;
    each_opened(body, |opened| {
        let standing = standing_in(&mut after, accounts, &opened.account);
        standing.account.charges.push(opened.charge.clone());
    });
    let balances = after.iter().map(|standing| {
        Ok(AccountBalance {
            account: standing.account.number.clone(),
            due: standing.due()?,
        })
    });
    balances.collect()
}

/// An account among those that an entry touched already, or as it stood before.
fn standing_in<'s>(
    after: &'s mut Vec<Standing>,
    accounts: &BTreeMap<String, Standing>,
    account: &str,
) -> &'s mut Standing {
    let place = after.iter().position(|one| one.account.number == account);
    let place = place.unwrap_or_else(|| {
        let before = accounts.get(account).cloned();
        after.push(before.unwrap_or_else(|| PaidSince::default().standing(Account::unlisted(account))));
        after.len() - 1
    });
    &mut after[place]
}
