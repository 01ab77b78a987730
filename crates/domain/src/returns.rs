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
mod working;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::account::{Standing, each_effect, each_opened};
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

/// What is due after an entry on each account that it touches, as far as those are known.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub fn balances_after(accounts: &BTreeMap<String, Standing>, body: &Body) -> Result<Vec<AccountBalance>, Refusal> {
    let mut balances: Vec<AccountBalance> = Vec::new();
    let mut place_of = |account: &str| -> Result<Option<usize>, Refusal> {
        if let Some(place) = balances.iter().position(|one| one.account == account) {
            return Ok(Some(place));
        }
        let due = match accounts.get(account) {
            Some(standing) => standing.due()?,
            None if is_own_account(account) => Default::default(),
            None => return Ok(None),
        };
        balances.push(AccountBalance {
            account: account.to_owned(),
            due,
        });
        Ok(Some(balances.len() - 1))
    };
    let mut changes = Vec::new();
    each_effect(body, |effect| {
        changes.push((place_of(effect.account)?, effect.amount.negated()));
        Ok::<(), Refusal>(())
    })?;
    let mut opened = Vec::new();
    each_opened(body, |charge| opened.push(charge));
    for one in opened {
        changes.push((place_of(&one.account)?, one.charge.due));
    }
    for (place, change) in changes {
        if let Some(balance) = place.and_then(|place| balances.get_mut(place)) {
            balance.due = balance.due.plus(change)?;
        }
    }
    Ok(balances)
}
