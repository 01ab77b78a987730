//! A returned item as a fold: what it left due, what of it was paid since, how far it is.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::account::{Charge, Cut, Effect, PaidSince, Standing, each_effect};
use crate::entry::{Body, Due, Entry, ItemReturned, TakenBack};
use crate::money::Cents;
use crate::refusal::Refusal;

/// One returned item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnedItem {
    /// The closing desk that wrote its entry.
    pub station: String,
    /// The entry's place in that desk's journal.
    pub seq: u64,
    /// Its business date.
    pub on: NaiveDate,
    /// When.
    pub at: DateTime<Utc>,
    /// What its entry says.
    pub returned: ItemReturned,
    /// What it left due itself, its fee last; a charge that an earlier item carries is open there.
    pub dues: Vec<OpenDue>,
    /// Notices made: date and entry.
    pub notices: Vec<(NaiveDate, u64)>,
    /// The collections list that it went on, and when.
    pub collections: Option<(String, NaiveDate)>,
    /// That it was reinstated, when, and whether it had been a mistake.
    pub reinstated: Option<(NaiveDate, bool)>,
}

/// Something that a returned item left due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenDue {
    /// The account.
    pub account: String,
    /// The charge.
    pub charge: Option<String>,
    /// What it is for.
    pub what: String,
    /// How much.
    pub amount: Cents,
    /// Whether it is the fee.
    pub fee: bool,
    /// Payments on it: receipt, date, amount; negative where one was taken back.
    pub payments: Vec<(String, NaiveDate, Cents)>,
    /// What was forgiven of it by a reinstatement.
    pub forgiven: Cents,
}

/// How far a returned item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum ItemState {
    /// Nothing was done yet.
    Open,
    /// Its payer was sent a notice.
    NoticeSent,
    /// It went to collections.
    Collections,
    /// It was paid, its fee too.
    Cleared,
    /// The bank paid it after all, or its return was a mistake.
    Reinstated,
}

impl OpenDue {
    /// What was paid on it.
    #[must_use]
    pub fn paid(&self) -> Cents {
        Cents(self.payments.iter().map(|one| one.2.0).sum())
    }

    /// What a receipt paid on it.
    fn paid_by(&self, receipt: &str) -> Cents {
        let own = self.payments.iter().filter(|one| one.0 == receipt);
        Cents(own.map(|one| one.2.0).sum())
    }

    /// What is still open.
    #[must_use]
    pub fn open(&self) -> Cents {
        Cents(self.amount.0 - self.forgiven.0 - self.paid().0)
    }

    fn is_on(&self, account: &str, charge: Option<&str>) -> bool {
        self.account == account && self.charge.as_deref() == charge
    }
}

/// Whether what a return took back is owed by the item itself: a charge that an earlier item
/// carries is open again there, and a credit that it lowered nobody owes.
#[must_use]
pub fn is_owed(taken: &TakenBack) -> bool {
    match &taken.due {
        Some(Due::Restored { charge, .. }) => charge.as_deref().is_some_and(|charge| !super::is_desk_charge(charge)),
        Some(Due::Opened(_)) => true,
        None => false,
    }
}

impl ReturnedItem {
    fn begin(entry: &Entry, item: &ItemReturned) -> ReturnedItem {
        let due = |account: &str, charge: Option<String>, what: &str, amount: Cents, fee: bool| OpenDue {
            account: account.to_owned(),
            charge,
            what: what.to_owned(),
            amount,
            fee,
            payments: Vec::new(),
            forgiven: Cents::ZERO,
        };
        let taken = item.tenders.iter().flat_map(|tender| &tender.taken);
        let mut dues: Vec<OpenDue> = taken
            .filter(|taken| is_owed(taken))
            .filter_map(|taken| match taken.due.as_ref()? {
                Due::Restored { account, charge, .. } => {
                    Some(due(account, charge.clone(), &taken.what, taken.amount, false))
                }
                Due::Opened(opened) => {
                    let charge = Some(opened.charge.id.clone());
                    Some(due(&opened.account, charge, &taken.what, taken.amount, false))
                }
            })
            .collect();
        dues.extend(item.fee.iter().map(|fee| {
            let charge = &fee.charge;
            due(
                &fee.account,
                Some(charge.id.clone()),
                &charge.description,
                charge.due,
                true,
            )
        }));
        ReturnedItem {
            station: entry.station.clone(),
            seq: entry.seq,
            on: entry.business_date,
            at: entry.at,
            returned: item.clone(),
            dues,
            notices: Vec::new(),
            collections: None,
            reinstated: None,
        }
    }

    /// Its number.
    #[must_use]
    pub fn number(&self) -> &str {
        &self.returned.number
    }

    /// What is still open on it, its fee included.
    #[must_use]
    pub fn open(&self) -> Cents {
        Cents(self.dues.iter().map(|due| due.open().0).sum())
    }

    /// The fee that was charged and stands.
    #[must_use]
    pub fn fee_charged(&self) -> Cents {
        let fees = self.dues.iter().filter(|due| due.fee);
        Cents(fees.map(|due| due.amount.0 - due.forgiven.0).sum())
    }

    /// What of the fee was collected.
    #[must_use]
    pub fn fee_collected(&self) -> Cents {
        Cents(self.dues.iter().filter(|due| due.fee).map(|due| due.paid().0).sum())
    }

    /// How far it is.
    #[must_use]
    pub fn state(&self) -> ItemState {
        if self.reinstated.is_some() {
            ItemState::Reinstated
        } else if self.open().is_zero() {
            ItemState::Cleared
        } else if self.collections.is_some() {
            ItemState::Collections
        } else if !self.notices.is_empty() {
            ItemState::NoticeSent
        } else {
            ItemState::Open
        }
    }

    /// Whether it was entered by mistake.
    #[must_use]
    pub fn was_a_mistake(&self) -> bool {
        self.reinstated.is_some_and(|(_, mistake)| mistake)
    }

    /// The token of the bank account that it was drawn on.
    #[must_use]
    pub fn token(&self) -> Option<&str> {
        let check = self.returned.tenders.first()?.tender.check.as_ref()?;
        check.token.as_deref()
    }

    /// The accounts that it was about: those on which it left something due, opened what an
    /// earlier item had left, or lowered a credit.
    #[must_use]
    pub fn accounts(&self) -> BTreeSet<&str> {
        let taken = self.returned.tenders.iter().flat_map(|tender| &tender.taken);
        let restored = taken.filter_map(|taken| match &taken.due {
            Some(Due::Restored { account, .. }) => Some(account.as_str()),
            _ => None,
        });
        let owed = self.dues.iter().map(|due| due.account.as_str());
        owed.chain(restored).collect()
    }

    /// Whether it is of a bank account, or of one of these accounts.
    #[must_use]
    pub fn is_of(&self, token: Option<&str>, accounts: &[String]) -> bool {
        let same_bank = token.is_some() && self.token() == token;
        let own = self.accounts();
        same_bank || accounts.iter().any(|account| own.contains(account.as_str()))
    }

    /// The accounts that its mark is on, whatever became of that.
    pub fn marks(&self) -> impl Iterator<Item = &str> {
        let mark = self.returned.mark.iter();
        mark.flat_map(|mark| &mark.accounts).map(String::as_str)
    }

    /// The last day of its mark, while that stands.
    #[must_use]
    pub fn marked_until(&self, today: NaiveDate) -> Option<NaiveDate> {
        let mark = self.returned.mark.as_ref()?;
        let paid = mark.lift_when_paid && self.state() == ItemState::Cleared;
        (mark.until >= today && self.reinstated.is_none() && !paid).then_some(mark.until)
    }

    /// Where it is in days since it was returned.
    #[must_use]
    pub fn age(&self, today: NaiveDate) -> i64 {
        (today - self.on).num_days()
    }
}

/// All returned items, as far as they were taken up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Returned {
    items: BTreeMap<String, ReturnedItem>,
}

impl Returned {
    /// The items in the order of their numbers.
    pub fn items(&self) -> impl Iterator<Item = &ReturnedItem> {
        self.items.values()
    }

    /// The item of that number.
    #[must_use]
    pub fn item(&self, number: &str) -> Option<&ReturnedItem> {
        self.items.get(number)
    }

    /// Takes up an item that was kept elsewhere.
    pub fn take_up(&mut self, item: ReturnedItem) {
        self.items.insert(item.number().to_owned(), item);
    }

    /// Keeps up with one more entry.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn apply(&mut self, entry: &Entry) -> Result<(), Refusal> {
        match &entry.body {
            Body::ItemReturned(item) => {
                self.take_up(ReturnedItem::begin(entry, item));
                for tender in &item.tenders {
                    self.carry(entry, &tender.receipt, &tender.taken, true);
                }
            }
            Body::ItemReinstated(reinstated) => {
                for tender in &reinstated.tenders {
                    self.carry(entry, &tender.receipt, &tender.given, false);
                }
                if let Some(item) = self.items.get_mut(&reinstated.number) {
                    item.reinstated = Some((entry.business_date, reinstated.mistake));
                    for due in item.dues.iter_mut().filter(|due| !due.fee || reinstated.fee.is_some()) {
                        due.forgiven = due.forgiven.plus(due.open())?;
                    }
                }
            }
            Body::ReturnNoticed(notice) => {
                if let Some(item) = self.items.get_mut(&notice.number) {
                    item.notices.push((entry.business_date, entry.seq));
                }
            }
            Body::CollectionsListed(list) => {
                for (number, _) in &list.items {
                    if let Some(item) = self.items.get_mut(number) {
                        item.collections = Some((list.number.clone(), entry.business_date));
                    }
                }
            }
            body => {
                let receipt = receipt_of(body);
                each_effect(body, |effect| {
                    self.pay(effect, receipt, entry.business_date, entry.at);
                    Ok::<(), Refusal>(())
                })?;
            }
        }
        Ok(())
    }

    /// A check that paid a returned item comes back in turn: that item, which carries the charge, is
    /// open again, and paid again where the check is good after all.
    fn carry(&mut self, entry: &Entry, receipt: &str, lines: &[TakenBack], back: bool) {
        for line in lines {
            let Some(Due::Restored { account, charge, .. }) = &line.due else {
                continue;
            };
            let Some(charge) = charge.as_deref().filter(|charge| super::is_desk_charge(charge)) else {
                continue;
            };
            let amount = if back { line.amount.negated() } else { line.amount };
            let effect = Effect {
                account,
                charge: Some(charge),
                amount,
                receipt,
                restored: None,
            };
            self.pay(effect, receipt, entry.business_date, entry.at);
        }
    }

    /// A payment fills what is open, the oldest item first; one that is taken back opens
    /// what it had filled, the newest item first. What was paid before an item was returned is
    /// not for that item.
    pub fn pay(&mut self, effect: Effect<'_>, receipt: &str, on: NaiveDate, at: DateTime<Utc>) {
        let mut left = effect.amount;
        let items = self.items.values_mut().filter(|item| item.at <= at);
        let dues = items.flat_map(|item| &mut item.dues);
        let mut dues: Vec<&mut OpenDue> = dues.filter(|due| due.is_on(effect.account, effect.charge)).collect();
        if left < Cents::ZERO {
            dues.reverse();
        }
        for due in dues {
            let part = if left > Cents::ZERO {
                left.min(due.open())
            } else {
                left.max(due.paid_by(receipt).negated())
            };
            if !part.is_zero() {
                due.payments.push((receipt.to_owned(), on, part));
                left = Cents(left.0 - part.0);
            }
        }
    }

    /// The charges that the desk carries on an account, each as it was opened.
    #[must_use]
    pub fn opened(&self, account: &str) -> Vec<Charge> {
        let mut charges = Vec::new();
        for item in self.items.values() {
            let body = &item.returned;
            let taken = body.tenders.iter().flat_map(|tender| &tender.taken);
            let opened = taken.filter_map(|taken| match &taken.due {
                Some(Due::Opened(opened)) => Some(opened),
                _ => None,
            });
            let own = opened.chain(&body.fee).filter(|opened| opened.account == account);
            charges.extend(own.map(|opened| opened.charge.clone()));
        }
        charges
    }

    /// The last day on which an account is cash or card only.
    #[must_use]
    pub fn marked_account(&self, account: &str, today: NaiveDate) -> Option<NaiveDate> {
        let items = self
            .items
            .values()
            .filter(|item| item.marks().any(|own| own == account));
        items.filter_map(|item| item.marked_until(today)).max()
    }

    /// The last day on which checks of a bank account are not taken.
    #[must_use]
    pub fn marked_token(&self, token: &str, today: NaiveDate) -> Option<NaiveDate> {
        let bears = |item: &&ReturnedItem| {
            let mark = item.returned.mark.as_ref();
            mark.is_some_and(|mark| mark.token.as_deref() == Some(token))
        };
        let items = self.items.values().filter(bears);
        items.filter_map(|item| item.marked_until(today)).max()
    }

    /// An account of which billing's copy says nothing and that an item was about: its own, or
    /// one that billing let go of. Name and address are those of the last such item.
    #[must_use]
    pub fn unlisted(&self, number: &str) -> Option<crate::account::Account> {
        let about = |item: &&ReturnedItem| item.accounts().contains(number);
        let item = self.items.values().rfind(about)?;
        let (name, address) = &item.returned.payer;
        Some(crate::account::Account {
            name: name.clone(),
            address: address.join(", "),
            ..crate::account::Account::unlisted(number)
        })
    }

    /// An account as it stands: billing's copy less what was paid since, with what is open of
    /// what returned items made due again and the mark that they left. What was paid of it the
    /// items themselves know: whatever billing's next copy says, it is due until then.
    #[must_use]
    pub fn standing(&self, paid: &PaidSince, mut account: crate::account::Account, today: NaiveDate) -> Standing {
        let marked = self.marked_account(&account.number, today);
        account.flags.cash_only_until = account.flags.cash_only_until.max(marked);
        let restored = self.restored(&account.number, &paid.cut);
        // What the items made due beyond what the copy has of it.
        let own = |charge: &Charge| {
            let copy = account.charge(&charge.id).map_or(Cents::ZERO, |copy| copy.due);
            let made = self
                .dues_on(&account.number, &charge.id)
                .map(|due| due.amount.0)
                .sum::<i64>();
            (charge.id.clone(), Cents(made.saturating_sub(copy.0).max(0)))
        };
        let for_items: Vec<(String, Cents)> = restored.iter().map(own).collect();
        let mut standing = paid.standing(account);
        let account = &mut standing.account;
        account.charges.retain(|charge| !super::is_desk_charge(&charge.id));
        for mut charge in self.opened(&account.number) {
            charge.due = self.open_on(&account.number, &charge.id);
            if !charge.due.is_zero() {
                account.charges.push(charge);
            }
        }
        for mut charge in restored {
            charge.due = self.open_on(&account.number, &charge.id);
            match account.charges.iter_mut().find(|own| own.id == charge.id) {
                Some(own) => own.due = own.due.max(charge.due),
                None if !charge.due.is_zero() => account.charges.push(charge),
                None => {}
            }
        }
        for (charge, amount) in for_items {
            standing.paid_for_items(&charge, amount);
        }
        standing
    }

    /// Billing's charges on an account that items made due again which the copy holds, each once:
    /// it may not have these charges.
    fn restored(&self, account: &str, cut: &Cut) -> Vec<Charge> {
        let mut charges: Vec<Charge> = Vec::new();
        let held = |item: &&ReturnedItem| !cut.after(&item.station, item.seq, item.at);
        let items = self.items.values().filter(held);
        let tenders = items.flat_map(|item| &item.returned.tenders);
        for taken in tenders.flat_map(|tender| &tender.taken).filter(|taken| is_owed(taken)) {
            let Some(Due::Restored {
                account: on,
                charge: Some(id),
                code,
                since,
            }) = &taken.due
            else {
                continue;
            };
            if on == account && charges.iter().all(|charge| charge.id != *id) {
                charges.push(Charge {
                    id: id.clone(),
                    code: code.clone(),
                    description: taken.what.clone(),
                    reference: String::new(),
                    due_date: *since,
                    due: Cents::ZERO,
                });
            }
        }
        charges
    }

    /// What is open on a charge, by whichever items it was made due.
    fn open_on(&self, account: &str, charge: &str) -> Cents {
        Cents(self.dues_on(account, charge).map(|due| due.open().0).sum())
    }

    fn dues_on(&self, account: &str, charge: &str) -> impl Iterator<Item = &OpenDue> {
        let dues = self.items.values().flat_map(|item| &item.dues);
        dues.filter(move |due| due.is_on(account, Some(charge)))
    }
}

/// The receipt that an entry is, or is about.
fn receipt_of(body: &Body) -> &str {
    match body {
        Body::Receipt(body) => &body.number,
        Body::ReceiptVoided(body) => &body.receipt,
        Body::SuspensePlaced(body) => &body.receipt,
        Body::ReceiptReversed(body) => &body.receipt,
        Body::PaymentTransferred(body) => &body.receipt,
        Body::RefundRequested(body) => &body.receipt,
        Body::RefundWithdrawn(body) => &body.receipt,
        _ => "",
    }
}
