//! Central records as far as accounts go: revisions of a city's accounts, handed out by pages of
//! the wire's own messages.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use counterfoil_domain::account::Account;
use counterfoil_domain::money::Cents;
use counterfoil_formats::generate::generate_accounts;
use counterfoil_formats::wire::{AccountsOffer, AccountsPage};
use counterfoil_station::accounts::central::{Pull, Step};
use counterfoil_station::accounts::{Accounts, Built};
use counterfoil_station::fault::Fault;

/// What central has: each account as it is, and the revision that changed it last.
pub(crate) struct Source {
    accounts: BTreeMap<String, (u64, Option<Account>)>,
    pub(crate) revision: u64,
    /// Accounts of a page.
    pub(crate) page: usize,
    /// The entries that its balances include; the revision itself stands for them where none are named.
    pub(crate) included: BTreeMap<String, u64>,
    /// What was asked.
    pub(crate) asked: RefCell<Vec<String>>,
    /// Requests that are answered before the line breaks.
    pub(crate) good: Cell<usize>,
}

pub(crate) fn today() -> NaiveDate {
    "2026-11-20".parse().unwrap()
}

impl Source {
    /// Some thousand accounts at revision 1.
    pub(crate) fn of(count: u64) -> Source {
        let mut source = Source {
            accounts: BTreeMap::new(),
            revision: 0,
            page: 1_000,
            included: BTreeMap::new(),
            asked: RefCell::new(Vec::new()),
            good: Cell::new(usize::MAX),
        };
        source.import(generate_accounts(count, 1, today()), &[]);
        source
    }

    /// Another import: accounts as they are now, and numbers that are gone.
    pub(crate) fn import(&mut self, accounts: impl Iterator<Item = Account>, gone: &[&str]) {
        self.revision += 1;
        for account in accounts {
            self.accounts
                .insert(account.number.clone(), (self.revision, Some(account)));
        }
        for number in gone {
            self.accounts.insert((*number).to_owned(), (self.revision, None));
        }
    }

    /// The accounts that there are.
    pub(crate) fn there(&self) -> impl Iterator<Item = &Account> {
        self.accounts.values().filter_map(|(_, account)| account.as_ref())
    }

    pub(crate) fn offer(&self) -> AccountsOffer {
        let charges: Vec<_> = self.there().flat_map(|account| &account.charges).collect();
        AccountsOffer {
            revision: self.revision,
            digest: format!("{:064x}", self.revision),
            as_of: "2026-11-20T06:00:00Z".parse().unwrap(),
            accounts: self.there().count() as u64,
            charges: charges.len() as u64,
            total_due: Cents::sum(charges.iter().map(|charge| charge.due)).unwrap(),
            included: match self.included.is_empty() {
                true => BTreeMap::from([("W1".to_owned(), self.revision)]),
                false => self.included.clone(),
            },
            left_out: Default::default(),
        }
    }

    /// Answers a request as central does, as long as the line is good.
    pub(crate) fn get(&self, path: &str) -> Result<AccountsPage, Fault> {
        self.asked.borrow_mut().push(path.to_owned());
        match self.good.get() {
            0 => return Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset).into()),
            good => self.good.set(good - 1),
        }
        let query = path.strip_prefix("/v1/accounts?after=").unwrap();
        let (after, from) = query.split_once("&from=").unwrap();
        let (after, from): (u64, String) = (after.parse().unwrap(), plain(from));
        let changed = || {
            self.accounts
                .iter()
                .filter(|(_, (revision, account))| *revision > after && (after > 0 || account.is_some()))
        };
        let behind: Vec<_> = changed().filter(|(number, _)| **number > from).collect();
        let page = &behind[..self.page.min(behind.len())];
        let bytes = serde_json::to_vec(&AccountsPage {
            revision: self.revision,
            total: changed().count() as u64,
            accounts: page.iter().filter_map(|(_, (_, account))| account.clone()).collect(),
            gone: page
                .iter()
                .filter(|(_, (_, account))| account.is_none())
                .map(|(number, _)| (*number).clone())
                .collect(),
            next: (behind.len() > page.len()).then(|| page.last().unwrap().0.clone()),
        });
        Ok(serde_json::from_slice(&bytes.unwrap()).unwrap())
    }

    /// Steps until a new copy is built, or there is nothing to do.
    pub(crate) fn pull(&self, pull: &mut Pull, accounts: &Accounts) -> Result<Option<Built>, Fault> {
        loop {
            match pull.step(accounts, &self.offer(), |path| self.get(path))? {
                Step::Here | Step::OtherOffer => return Ok(None),
                Step::Unfit(why) => return Err(Fault::Import(why)),
                Step::Built(built) => return Ok(Some(built)),
                Step::More { at_once: true, .. } => {}
                Step::More { at_once: false, .. } => std::thread::sleep(std::time::Duration::from_millis(2)),
            }
        }
    }

    /// Whether a copy is what this hands out.
    pub(crate) fn is_in(&self, accounts: &Accounts) -> bool {
        let gone: BTreeSet<&String> = self
            .accounts
            .iter()
            .filter(|(_, (_, account))| account.is_none())
            .map(|(number, _)| number)
            .collect();
        self.there()
            .all(|account| accounts.get(&account.number).unwrap().as_ref() == Some(account))
            && gone.iter().all(|number| accounts.get(number).unwrap().is_none())
    }
}

fn plain(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => {
                let hex: String = [rest.next().unwrap(), rest.next().unwrap()]
                    .map(char::from)
                    .iter()
                    .collect();
                bytes.push(u8::from_str_radix(&hex, 16).unwrap());
            }
            byte => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).unwrap()
}
