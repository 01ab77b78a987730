//! What came back of the same payer before: for the schedule of fees, and for the mark.

use chrono::{Days, NaiveDate};

use super::item::ReturnedItem;
use crate::config::ReturnedItems;
use crate::entry::CashOnlyMark;
use crate::receipt::CheckData;

/// Earlier returned items of the same payer: of the same bank account, or of the same accounts.
pub(super) struct Alike<'i> {
    token: Option<String>,
    accounts: Vec<String>,
    items: Vec<&'i ReturnedItem>,
}

impl<'i> Alike<'i> {
    pub(super) fn of(
        check: Option<&CheckData>,
        accounts: &[String],
        earlier: &[&'i ReturnedItem],
        today: NaiveDate,
    ) -> Alike<'i> {
        let token = check.and_then(|check| check.token.clone());
        let alike =
            |item: &&&ReturnedItem| !item.was_a_mistake() && item.on <= today && item.is_of(token.as_deref(), accounts);
        Alike {
            items: earlier.iter().filter(alike).copied().collect(),
            accounts: accounts.to_vec(),
            token,
        }
    }

    pub(super) fn within(&self, days: u16, today: NaiveDate) -> impl Iterator<Item = &'i ReturnedItem> {
        let since = today - Days::new(u64::from(days));
        self.items.iter().copied().filter(move |item| item.on > since)
    }

    /// The mark is on every account that these items were about.
    pub(super) fn mark(&self, rules: &ReturnedItems, today: NaiveDate) -> Option<CashOnlyMark> {
        let rule = rules.mark.as_ref()?;
        let counted: Vec<&ReturnedItem> = self.within(rule.within_days, today).collect();
        if counted.len() + 1 < usize::from(rule.after) {
            return None;
        }
        let mut accounts = self.accounts.clone();
        for account in counted.iter().flat_map(|item| item.accounts()) {
            if !accounts.iter().any(|own| own == account) {
                accounts.push(account.to_owned());
            }
        }
        Some(CashOnlyMark {
            until: today + Days::new(u64::from(rule.days)),
            accounts,
            token: self.token.clone(),
            lift_when_paid: rule.lift_when_paid,
        })
    }
}
