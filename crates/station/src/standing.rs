//! Accounts as they stand at this workstation: at the closing desk over the whole site, with
//! what returned items left due; elsewhere after this workstation's own payments.

use chrono::{DateTime, NaiveDate, Utc};
use counterfoil_domain::account::{Account, Standing};
use counterfoil_domain::returns::is_own_account;
use counterfoil_domain::returns::item::{Returned, ReturnedItem};

use crate::desk::Desk;
use crate::fault::Fault;
use crate::site::returned;
use crate::station::Station;

impl Station {
    /// The account of that number as it stands: one of billing's copy, or a returned item's own.
    ///
    /// # Errors
    /// Those of the store.
    pub fn standing(&self, desk: &Desk, number: &str) -> Result<Option<Standing>, Fault> {
        if is_own_account(number) {
            let today = desk.held().today(self.clock().now());
            return self.own_account(number, today);
        }
        let account = self.accounts.get(number)?;
        account.map(|account| self.standing_of(desk, account)).transpose()
    }

    /// An account of billing's copy as it stands.
    ///
    /// # Errors
    /// Those of the store.
    pub fn standing_of(&self, desk: &Desk, account: Account) -> Result<Standing, Fault> {
        let held = desk.held();
        let today = held.today(self.clock().now());
        match self.site() {
            Ok(site) => site.read(|inside| inside.standing(account, as_of(desk), today)),
            Err(_) => Ok(held.paid.standing(account)),
        }
    }

    /// The account that a returned item is itself.
    fn own_account(&self, number: &str, today: NaiveDate) -> Result<Option<Standing>, Fault> {
        let Ok(site) = self.site() else { return Ok(None) };
        site.read(|inside| {
            let account = inside.returned_of(number)?.own_account(number);
            // Billing never hands out such an account: what was paid on it ever counts.
            let ever = DateTime::<Utc>::MIN_UTC;
            let standing = account.map(|account| inside.standing(account, ever, today));
            standing.transpose()
        })
    }

    /// Returned items that are accounts of their own and still open, by their number or by
    /// words of the payer's name.
    ///
    /// # Errors
    /// Those of the store.
    pub fn own_accounts_like(&self, desk: &Desk, text: &str) -> Result<Vec<Standing>, Fault> {
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        let Ok(site) = self.site() else { return Ok(Vec::new()) };
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let like = |item: &ReturnedItem| {
            let said = format!("{} {}", item.number(), item.returned.payer.0).to_lowercase();
            words.iter().all(|word| said.contains(word.as_str()))
        };
        let open = site.read(|inside| returned::listed(&inside.connection, 0))?;
        let mut found = Vec::new();
        for item in open.into_iter().filter(like) {
            let standing = self.standing(desk, item.number())?;
            found.extend(standing.filter(|standing| !standing.account.charges.is_empty()));
        }
        Ok(found)
    }

    /// The returned items of these bank accounts, by their tokens.
    ///
    /// # Errors
    /// Those of the store.
    pub fn returned_of_tokens<'t>(&self, tokens: impl Iterator<Item = &'t str>) -> Result<Returned, Fault> {
        let mut all = Returned::default();
        let Ok(site) = self.site() else { return Ok(all) };
        for token in tokens {
            let items = site.read(|inside| returned::of_token(&inside.connection, token))?;
            items.into_iter().for_each(|item| all.take_up(item));
        }
        Ok(all)
    }
}

/// When billing wrote the copy of the accounts that is here.
fn as_of(desk: &Desk) -> DateTime<Utc> {
    let imported = desk.held().imported.as_ref();
    imported.map_or(DateTime::<Utc>::MIN_UTC, |copy| copy.as_of)
}
