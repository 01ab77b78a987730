//! Accounts as they stand at this workstation: over the whole site at the closing desk and wherever
//! central records are known, with what returned items and corrections left due; at a window that
//! stands alone after its own payments.

use std::collections::BTreeSet;

use counterfoil_domain::account::{Account, Cut, Standing};
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::returns::is_own_account;
use counterfoil_domain::returns::item::Returned;

use crate::accounts::words::is_like;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::site::returned;
use crate::station::Station;

impl Station {
    /// The account of that number as it stands: one of billing's copy; one that billing let go of
    /// while the desk has something on it; or a returned item's own.
    ///
    /// # Errors
    /// Those of the store.
    pub fn standing(&self, desk: &Desk, number: &str) -> Result<Option<Standing>, Fault> {
        if let Some(account) = self.accounts.get(number)? {
            return self.standing_of(desk, account).map(Some);
        }
        // Without billing's copy nobody knows what else is on it: what the desk knows of it is not all.
        if self.central().is_some() && !is_own_account(number) && self.accounts.imported()?.is_none() {
            return Err(Refusal::AccountsOnTheirWay.into());
        }
        let Some(site) = self.whole_site() else { return Ok(None) };
        let today = desk.held().today(self.clock().now());
        // Billing never hands out a returned item's own account: what was paid on it ever counts.
        let cut = match is_own_account(number) {
            true => Cut::before_all(),
            false => Cut::of(desk.held().imported.as_ref()),
        };
        site.read(|inside| inside.unlisted(number, cut, today))
    }

    /// An account of billing's copy as it stands.
    ///
    /// # Errors
    /// Those of the store.
    pub fn standing_of(&self, desk: &Desk, account: Account) -> Result<Standing, Fault> {
        let held = desk.held();
        let today = held.today(self.clock().now());
        let cut = Cut::of(held.imported.as_ref());
        match self.whole_site() {
            Some(site) => site.read(|inside| inside.standing(account, cut, today)),
            None => Ok(held.paid.standing(account)),
        }
    }

    /// Accounts of which billing's copy says nothing and on which something is due: by their number,
    /// those of returned items by its beginning or by words of the payer's name too.
    ///
    /// # Errors
    /// Those of the store.
    pub fn unlisted_like(&self, desk: &Desk, text: &str) -> Result<Vec<Standing>, Fault> {
        let Some(site) = self.whole_site() else {
            return Ok(Vec::new());
        };
        let open = site.read(|inside| returned::names_open(&inside.connection))?;
        let like = open.iter().filter(|name| is_like(text, name));
        let mut numbers = BTreeSet::from([text.trim()]);
        numbers.extend(like.filter_map(|name| name.split('\t').next()));
        let mut found = Vec::new();
        for number in numbers {
            if self.accounts.get(number)?.is_none() {
                let standing = self.standing(desk, number)?;
                found.extend(standing.filter(|standing| !standing.account.charges.is_empty()));
            }
        }
        Ok(found)
    }

    /// The returned items of these bank accounts, by their tokens.
    ///
    /// # Errors
    /// Those of the store.
    pub fn returned_of_tokens<'t>(&self, tokens: impl Iterator<Item = &'t str>) -> Result<Returned, Fault> {
        let mut all = Returned::default();
        let Some(site) = self.whole_site() else { return Ok(all) };
        for token in tokens {
            let items = site.read(|inside| returned::of_token(&inside.connection, token))?;
            items.into_iter().for_each(|item| all.take_up(item));
        }
        Ok(all)
    }
}
