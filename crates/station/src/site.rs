//! `site.db`: what is derived from the journals of the whole site. At the closing desk
//! the board's rows, where sessions and deposits lie, files taken in, money in suspense,
//! days closed; at a window that knows central records what became of accounts, payments
//! and returned items. Caught up before each read from its own journal and the neighbours'
//! copies; thrown away and built anew when it is of another version or was made for another role.

pub mod accounts;
mod catching_up;
pub mod days;
pub mod deposits;
pub mod elsewhere;
mod gaps;
pub mod payments;
pub mod refunds;
pub mod return_files;
pub mod returned;
pub mod rows;
pub mod suspense;
mod tables;
mod taking_in;

use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;
use counterfoil_domain::config::Configuration;
use counterfoil_domain::day::Day;
use counterfoil_domain::deposit::Deposit;
use counterfoil_domain::entry::{Body, DayClosed, Entry, Hash, StationHead};
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::session::Session;
use counterfoil_domain::trace::Trace;
use rusqlite::Connection;
use uuid::Uuid;

use crate::fault::Fault;
use crate::folder::Folder;
use crate::journal::{JournalReader, Stored};
use crate::neighbours::Neighbours;

/// What a workstation makes of the site's journals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// All of it: it is the closing desk.
    ClosingDesk,
    /// How accounts stand, with returned items and their marks, and what became of payments. None of
    /// it waits for an entry of another workstation that is not here yet.
    Accounts,
}

/// What is derived from the journals of the site.
#[derive(Debug)]
pub struct Site {
    inside: Mutex<Inside>,
    scope: Scope,
    /// The other workstations' journals.
    pub neighbours: Arc<Neighbours>,
}

/// The tables, and the journals that they are made from.
#[derive(Debug)]
pub struct Inside {
    /// The tables, caught up.
    pub connection: Connection,
    own: String,
    scope: Scope,
    journal: JournalReader,
    neighbours: Arc<Neighbours>,
}

impl Site {
    /// Opens the tables, making them anew where they are missing or unfit.
    ///
    /// # Errors
    /// Those of the store and of the journals.
    pub fn open(folder: &Folder, own: &str, scope: Scope, neighbours: Arc<Neighbours>) -> Result<Site, Fault> {
        Ok(Site {
            inside: Mutex::new(Inside {
                connection: tables::open(&folder.site(), own, scope)?,
                own: own.to_owned(),
                scope,
                journal: JournalReader::open(&folder.journal())?,
                neighbours: neighbours.clone(),
            }),
            scope,
            neighbours,
        })
    }

    /// What is made here of the journals.
    #[must_use]
    pub fn scope(&self) -> Scope {
        self.scope
    }

    /// Takes in what the journals have, so that the next reader need not wait for it.
    ///
    /// # Errors
    /// Those of the store and of the journals.
    pub fn catch_up(&self) -> Result<(), Fault> {
        self.read(|_| Ok(()))
    }

    /// Reads, caught up.
    ///
    /// # Errors
    /// Those of the store, of the journals and of `read`.
    pub fn read<R>(&self, read: impl FnOnce(&Inside) -> Result<R, Fault>) -> Result<R, Fault> {
        let inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        inside.catch_up()?;
        read(&inside)
    }
}

impl Inside {
    /// The code of this workstation: at the closing desk, where all of this is asked for, the desk's.
    #[must_use]
    pub fn own(&self) -> &str {
        &self.own
    }

    /// Hands over a workstation's entries after one, up to another, in order.
    ///
    /// # Errors
    /// Those of the store, and those of `each`.
    pub fn each_after(
        &self,
        station: &str,
        after: u64,
        up_to: u64,
        each: impl FnMut(Stored) -> Result<bool, Fault>,
    ) -> Result<(), Fault> {
        if station == self.own {
            self.journal.each_after(after, up_to, each)
        } else {
            self.neighbours.each_after(station, after, up_to, each)
        }
    }

    /// The last entry of the closing desk itself.
    ///
    /// # Errors
    /// Those of the store.
    pub fn last_of_own(&self) -> Result<u64, Fault> {
        self.journal.last_seq()
    }

    /// An entry of a workstation.
    ///
    /// # Errors
    /// [`Fault::JournalDamaged`] where it is missing; those of the store.
    pub fn stored(&self, station: &str, seq: u64) -> Result<Stored, Fault> {
        let found = if station == self.own {
            self.journal.get(seq)?
        } else {
            self.neighbours.get(station, seq)?
        };
        found.ok_or_else(|| Fault::JournalDamaged {
            problem: format!("entry {seq} of {station} is missing"),
        })
    }

    /// A session, folded from its own workstation's entries and, behind them, from what
    /// the closing desk said of it.
    ///
    /// # Errors
    /// [`Refusal::UnknownSession`], those of the store.
    pub fn session(&self, id: Uuid) -> Result<Session, Fault> {
        let mut stretches = rows::stretches(&self.connection, id)?;
        let held_by = rows::get(&self.connection, id)?.map(|kept| kept.row.station);
        stretches.sort_by_key(|(station, ..)| (Some(station) != held_by.as_ref(), *station == self.own));
        let mut session: Option<Session> = None;
        for (station, first, last) in stretches {
            self.each_after(&station, first.saturating_sub(1), last, |stored| {
                let entry = stored.entry()?;
                match &mut session {
                    None if entry.body.session() == Some(id) => session = Session::begin(&entry),
                    None => {}
                    Some(session) => session.apply(&entry)?,
                }
                Ok(true)
            })?;
        }
        session.ok_or_else(|| Refusal::UnknownSession.into())
    }

    /// A payment and all that became of it: its own workstation's entries, behind them what
    /// the closing desk said of it.
    ///
    /// # Errors
    /// [`Refusal::UnknownReceipt`], those of the store.
    pub fn trace(&self, receipt: &str) -> Result<Trace, Fault> {
        let mut trace: Option<Trace> = None;
        for (station, seq) in self.entries_of(receipt)? {
            let entry = self.stored(&station, seq)?.entry()?;
            match &mut trace {
                None => trace = Trace::begin(&entry),
                Some(trace) => trace.apply(&entry)?,
            }
        }
        trace.ok_or_else(|| {
            Refusal::UnknownReceipt {
                receipt: receipt.to_owned(),
            }
            .into()
        })
    }

    /// Where the entries about a payment lie, in the order in which they count.
    ///
    /// # Errors
    /// Those of the store.
    pub fn entries_of(&self, receipt: &str) -> Result<Vec<(String, u64)>, Fault> {
        let mut entries = payments::entries(&self.connection, receipt)?;
        let took = receipt.rsplit_once('-').map_or("", |number| number.0);
        entries.sort_by_key(|(station, seq)| (station != took, *station == self.own, *seq));
        Ok(entries)
    }

    /// A deposit, folded from its entries.
    ///
    /// # Errors
    /// [`Refusal::UnknownDeposit`], those of the store.
    pub fn deposit(&self, id: Uuid) -> Result<Deposit, Fault> {
        let mut deposit: Option<Deposit> = None;
        for (station, seq) in deposits::entries(&self.connection, id)? {
            let stored = self.stored(&station, seq)?;
            let entry = stored.entry()?;
            match &mut deposit {
                None => deposit = Deposit::begin(&entry, &stored.hash),
                Some(deposit) => deposit.apply(&entry, &stored.hash),
            }
        }
        deposit.ok_or_else(|| Refusal::UnknownDeposit.into())
    }

    /// The configuration that a date was closed under; none where it is not closed.
    ///
    /// # Errors
    /// Those of the store.
    pub fn configuration_of(&self, date: NaiveDate) -> Result<Option<Configuration>, Fault> {
        let Some((desk, closed)) = days::closed_by(&self.connection, date)? else {
            return Ok(None);
        };
        let Some(seq) = days::configured_before(&self.connection, &desk, closed)? else {
            return Ok(None);
        };
        match self.stored(&desk, seq)?.entry()?.body {
            Body::ConfigurationAdopted(body) => Ok(Some(body.configuration)),
            _ => Ok(None),
        }
    }

    /// The entry that closed a date.
    ///
    /// # Errors
    /// Those of the store.
    pub fn day_closed(&self, date: NaiveDate) -> Result<Option<DayClosed>, Fault> {
        let Some((desk, seq)) = days::closed_by(&self.connection, date)? else {
            return Ok(None);
        };
        match self.stored(&desk, seq)?.entry()?.body {
            Body::DayClosed(body) => Ok(Some(*body)),
            _ => Ok(None),
        }
    }

    /// How far every workstation's entries are in: the heads that a day's close names.
    ///
    /// # Errors
    /// Those of the store.
    pub fn heads(&self) -> Result<Vec<StationHead>, Fault> {
        let mut last: Vec<(String, u64)> = vec![(self.own.clone(), self.journal.last_seq()?)];
        last.extend(
            self.neighbours
                .heads()?
                .into_iter()
                .map(|(station, head)| (station, head.seq)),
        );
        last.sort();
        let heads = last.into_iter().filter(|(_, seq)| *seq > 0).map(|(station, seq)| {
            let stored = self.stored(&station, seq)?;
            let total = stored.entry()?.grand_total;
            Ok(StationHead {
                station,
                seq,
                hash: counterfoil_domain::entry::hex(&stored.hash),
                receipts: total.count,
                cents: total.cents,
            })
        });
        heads.collect()
    }

    /// Everything of a business date, folded: what its documents are made of. Of a
    /// closed one, what its close took.
    ///
    /// # Errors
    /// Those of the store.
    pub fn day(&self, date: NaiveDate) -> Result<Day, Fault> {
        let carried = rows::carried_to(&self.connection, date)?;
        let deposits = deposits::of_date(&self.connection, date)?;
        let before = days::closed_before(&self.connection, date)?;
        let mut day = Day::new(date);
        let mut heads_before = Vec::new();
        if let Some(before) = before
            && let Some(closed) = self.day_closed(before)?
        {
            day = day.after(before, &closed.heads);
            heads_before = closed.heads;
        }
        let closed = self.day_closed(date)?;
        if let Some(closed) = &closed {
            day = day.up_to(&closed.heads);
        }
        let heads = closed.as_ref().map(|closed| closed.heads.as_slice());
        let mut stations: Vec<(String, u64)> = self
            .neighbours
            .heads()?
            .into_iter()
            .map(|(station, head)| (station, head.seq))
            .collect();
        stations.push((self.own.clone(), self.journal.last_seq()?));
        for (station, last) in stations {
            let mut ranges: Vec<(u64, u64)> = days::stretch(&self.connection, &station, date)?.into_iter().collect();
            ranges.extend(self.untaken(&station, before, &heads_before, last)?);
            for session in &carried {
                let own = rows::stretches(&self.connection, *session)?;
                ranges.extend(own.into_iter().filter(|one| one.0 == station).map(|one| (one.1, one.2)));
            }
            for deposit in &deposits {
                let entries = deposits::entries(&self.connection, *deposit)?.into_iter();
                ranges.extend(entries.filter(|one| one.0 == station).map(|(_, seq)| (seq, seq)));
            }
            self.each_of(&station, ranges, |entry, hash| {
                let of_carried = entry.body.session().is_some_and(|id| carried.contains(&id));
                let of_deposit = deposit_of(entry).is_some_and(|id| deposits.contains(&id));
                // A closed day's papers say what its close knew; only its deposits live on.
                let late = heads.is_some_and(|heads| is_late(entry, heads)) && !of_deposit && !closes(entry, date);
                if !late && (entry.business_date == date || of_carried || of_deposit || day.counts(entry)) {
                    day.apply(entry, hash)?;
                }
                Ok(())
            })?;
        }
        gaps::explain(self, &mut day)?;
        Ok(day)
    }

    /// Every entry of a business date, workstation by workstation, the closing desk's last.
    ///
    /// # Errors
    /// Those of the store, and those of `each`.
    pub fn each_of_date(
        &self,
        date: NaiveDate,
        mut each: impl FnMut(&Entry) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let mut stations: Vec<String> = self.neighbours.heads()?.into_keys().collect();
        stations.push(self.own.clone());
        for station in stations {
            let ranges = days::stretch(&self.connection, &station, date)?.into_iter().collect();
            self.each_of(&station, ranges, |entry, _| {
                if entry.business_date == date {
                    each(entry)?;
                }
                Ok(())
            })?;
        }
        Ok(())
    }

    /// The stretch of a workstation's entries that may hold some that no earlier close took.
    fn untaken(
        &self,
        station: &str,
        before: Option<NaiveDate>,
        heads: &[StationHead],
        last: u64,
    ) -> Result<Option<(u64, u64)>, Fault> {
        let Some(before) = before else { return Ok(None) };
        let head = heads.iter().find(|head| head.station == station);
        let next = head.map_or(1, |head| head.seq + 1);
        let later = days::first_after(&self.connection, station, before)?;
        let first = later.map_or(next, |later| later.min(next));
        Ok((first <= last).then_some((first, last)))
    }

    /// Every entry of these stretches once, in order.
    fn each_of(
        &self,
        station: &str,
        mut ranges: Vec<(u64, u64)>,
        mut each: impl FnMut(&Entry, &Hash) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        ranges.sort_unstable();
        let mut done = 0;
        for (first, last) in ranges {
            let after = done.max(first.saturating_sub(1));
            if last <= after {
                continue;
            }
            self.each_after(station, after, last, |stored| {
                each(&stored.entry()?, &stored.hash)?;
                Ok(true)
            })?;
            done = last;
        }
        Ok(())
    }
}

/// Whether an entry came after the heads that a close names.
fn is_late(entry: &Entry, heads: &[StationHead]) -> bool {
    let head = heads.iter().find(|head| head.station == entry.station);
    head.is_none_or(|head| entry.seq > head.seq)
}

/// Whether an entry is the close of a date.
fn closes(entry: &Entry, date: NaiveDate) -> bool {
    matches!(&entry.body, Body::DayClosed(body) if body.date == date)
}

/// The deposit that an entry is about.
fn deposit_of(entry: &Entry) -> Option<Uuid> {
    Some(match &entry.body {
        Body::DepositPrepared(body) => body.deposit,
        Body::DepositWithdrawn(body) => body.deposit,
        Body::DepositFinalized(body) => body.deposit,
        Body::BankFiguresEntered(body) => body.deposit,
        Body::BankCorrected(body) => body.deposit,
        _ => return None,
    })
}
