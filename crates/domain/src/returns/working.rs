//! Working returned items: the bank's file, notices, the list for collections.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use super::Facts;
use super::item::{ItemState, ReturnedItem, is_owed};
use super::returning::touched;
use crate::batch::person;
use crate::config::{CorrectedBy, Language, Waiver};
use crate::correction::listed_reason;
use crate::entry::{
    BatchFile, Body, CollectionsListed, FileReturn, ItemReturned, ReturnFileTakenIn, ReturnItemDismissed, ReturnNoticed,
};
use crate::journal::Decision;
use crate::money::Cents;
use crate::receipt::CheckData;
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::second_person::consent;

/// An item of a bank's file that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileItem {
    /// The file's number here.
    pub file: String,
    /// The item's place within it, from 0.
    pub item: u32,
    /// What the bank says.
    pub said: FileReturn,
    /// Whether it was worked or dismissed.
    pub done: bool,
}

impl FileItem {
    /// Its file and place, where something is worked from it: that the bank says just that,
    /// a return or that it was paid after all, of that amount and that check.
    ///
    /// # Errors
    /// In this order: [`Refusal::FileItemDone`], [`Refusal::FileItemRepresented`],
    /// [`Refusal::FileItemReturned`], [`Refusal::ReturnAmountDiffers`], [`Refusal::FileItemOfOther`].
    pub fn worked(&self, paid: bool, amount: Cents, check: Option<&CheckData>) -> Result<(String, u32), Refusal> {
        let (file, item) = (self.file.clone(), self.item);
        if self.done {
            return Err(Refusal::FileItemDone { file, item });
        }
        match (self.said.represented, paid) {
            (true, false) => return Err(Refusal::FileItemRepresented { file, item }),
            (false, true) => return Err(Refusal::FileItemReturned { file, item }),
            _ => {}
        }
        if self.said.amount != amount {
            return Err(Refusal::ReturnAmountDiffers {
                expected: amount,
                given: self.said.amount,
            });
        }
        if check.is_some_and(|check| self.is_of_another(check)) {
            return Err(Refusal::FileItemOfOther { file, item });
        }
        Ok((file, item))
    }

    /// Whether what the bank says of the check contradicts it: another bank account or routing
    /// number, or another number on a check that it describes so. A number that stands alone may be
    /// the bank's own.
    fn is_of_another(&self, check: &CheckData) -> bool {
        let said = &self.said.check;
        let differ = |one: &Option<String>, other: &Option<String>| one.is_some() && other.is_some() && one != other;
        differ(&said.token, &check.token)
            || differ(&said.routing, &check.routing)
            || (said.routing.is_some() && differ(&said.number, &check.number))
    }
}

/// Takes a bank's file of returned items in, to be worked through.
///
/// # Errors
/// [`Refusal::ReturnsNotSetUp`], [`Refusal::HoldsOpenDrawer`], [`Refusal::AmountOutOfRange`].
pub fn take_in_file(
    facts: &Facts<'_>,
    number: &str,
    (file, date): (BatchFile, Option<NaiveDate>),
    items: Vec<FileReturn>,
    notices: Vec<String>,
) -> Result<Decision, Refusal> {
    facts.rules()?;
    Ok(Decision::plain(Body::ReturnFileTakenIn(Box::new(ReturnFileTakenIn {
        number: number.to_owned(),
        file,
        date,
        total: Cents::sum(items.iter().map(|item| item.amount))?,
        items,
        notices,
        person: person(facts.actor),
    }))))
}

/// Says of an item of a file that nothing is done about it here, to which a second person agrees:
/// it no longer waits on any list.
///
/// # Errors
/// In this order: [`Refusal::ReturnsNotSetUp`], [`Refusal::HoldsOpenDrawer`], [`Refusal::FileItemDone`],
/// [`Refusal::ReasonNotListed`], text refusals for the reason; [`Refusal::SecondPersonNeeded`] and its kin.
pub fn dismiss(facts: &Facts<'_>, item: &FileItem, reason: &str) -> Result<Decision, Refusal> {
    facts.rules()?;
    if item.done {
        return Err(Refusal::FileItemDone {
            file: item.file.clone(),
            item: item.item,
        });
    }
    let reason = listed_reason(facts.configuration, CorrectedBy::Dismissal, reason)?;
    let said = &item.said;
    let approval = consent(
        facts.configuration,
        Waiver::Dismissal,
        &facts.actor.id,
        facts.second,
        Right::Approve,
        || {
            let payer = said
                .payer
                .as_deref()
                .map_or_else(String::new, |payer| format!(" of {payer}"));
            let place = u64::from(item.item) + 1;
            let (amount, file) = (said.amount, &item.file);
            format!("Do nothing about item {place} of file {file}, {amount}{payer}. Reason: {reason}")
        },
    )?;
    let body = Body::ReturnItemDismissed(ReturnItemDismissed {
        file: item.file.clone(),
        item: item.item,
        amount: said.amount,
        reason,
        person: person(facts.actor),
    });
    Ok(Decision {
        approval,
        ..Decision::plain(body)
    })
}

/// Makes a notice for the payer of an item.
///
/// # Errors
/// In this order: [`Refusal::ReturnsNotSetUp`], [`Refusal::HoldsOpenDrawer`], [`Refusal::ReturnNotOpen`].
pub fn notice(facts: &Facts<'_>, item: &ReturnedItem, language: Language) -> Result<Decision, Refusal> {
    let rules = facts.rules()?;
    let open = open_of(item)?;
    Ok(Decision::plain(Body::ReturnNoticed(ReturnNoticed {
        number: item.number().to_owned(),
        language,
        nth: u32::try_from(item.notices.len()).unwrap_or(0) + 1,
        open,
        pay_by: facts.today + Days::new(u64::from(rules.notice_days)),
        cash_only_until: cash_only_until(facts, &item.accounts(), None),
    })))
}

/// The last day on which one of these accounts, or the payer by a mark, is cash or card only.
fn cash_only_until(facts: &Facts<'_>, accounts: &BTreeSet<&str>, mark: Option<NaiveDate>) -> Option<NaiveDate> {
    let accounts = accounts.iter().filter_map(|account| facts.accounts.get(*account));
    let flags = accounts.filter_map(|standing| standing.account.flags.cash_only_until);
    flags.chain(mark).filter(|until| *until >= facts.today).max()
}

/// Makes the first notice of an item together with its return; none where it leaves nothing due.
///
/// # Errors
/// As [`notice`], and [`Refusal::AmountOutOfRange`].
pub fn first_notice(facts: &Facts<'_>, item: &ItemReturned, language: Language) -> Result<Option<Decision>, Refusal> {
    let rules = facts.rules()?;
    let taken = item.tenders.iter().flat_map(|tender| &tender.taken);
    let due = taken.filter(|taken| is_owed(taken)).map(|taken| taken.amount);
    let open = Cents::sum(due.chain(item.fee.iter().map(|fee| fee.charge.due)))?;
    let notice = ReturnNoticed {
        number: item.number.clone(),
        language,
        nth: 1,
        open,
        pay_by: facts.today + Days::new(u64::from(rules.notice_days)),
        cash_only_until: cash_only_until(
            facts,
            &touched(&item.tenders).iter().map(String::as_str).collect(),
            item.mark.as_ref().map(|mark| mark.until),
        ),
    };
    Ok((!open.is_zero()).then(|| Decision::plain(Body::ReturnNoticed(notice))))
}

/// Puts items on a list for collections.
///
/// # Errors
/// In this order: [`Refusal::ReturnsNotSetUp`], [`Refusal::HoldsOpenDrawer`], [`Refusal::NothingToList`];
/// item by item [`Refusal::ReturnNotOpen`], [`Refusal::AlreadyInCollections`], [`Refusal::CollectionsTooEarly`].
pub fn list_for_collections(facts: &Facts<'_>, number: &str, items: &[&ReturnedItem]) -> Result<Decision, Refusal> {
    let rules = facts.rules()?;
    if items.is_empty() {
        return Err(Refusal::NothingToList);
    }
    let mut listed: Vec<(String, Cents)> = Vec::with_capacity(items.len());
    for item in items {
        let open = open_of(item)?;
        let own = item.number().to_owned();
        if let Some((list, _)) = &item.collections {
            return Err(Refusal::AlreadyInCollections {
                number: own,
                list: list.clone(),
            });
        }
        let from = item.on + Days::new(u64::from(rules.collections_days));
        if facts.today < from {
            return Err(Refusal::CollectionsTooEarly { number: own, from });
        }
        if listed.iter().all(|one| one.0 != own) {
            listed.push((own, open));
        }
    }
    Ok(Decision::plain(Body::CollectionsListed(CollectionsListed {
        number: number.to_owned(),
        total: Cents::sum(listed.iter().map(|one| one.1))?,
        items: listed,
        person: person(facts.actor),
    })))
}

fn open_of(item: &ReturnedItem) -> Result<Cents, Refusal> {
    match item.state() {
        ItemState::Cleared | ItemState::Reinstated if item.open().is_zero() => Err(Refusal::ReturnNotOpen {
            number: item.number().to_owned(),
        }),
        _ => Ok(item.open()),
    }
}
