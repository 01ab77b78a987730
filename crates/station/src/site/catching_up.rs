//! Catching up: what the journals have and the tables have not.

use std::collections::{BTreeMap, BTreeSet};

use counterfoil_domain::entry::Body;
use rusqlite::{OptionalExtension, params};

use super::{Inside, Scope, taking_in};
use crate::fault::Fault;
use crate::journal::{seq_column, seq_value};

impl Inside {
    /// Takes in what the journals have and the tables have not: the neighbours first,
    /// so that what the closing desk says of their sessions finds them.
    pub(super) fn catch_up(&self) -> Result<(), Fault> {
        let mut ahead: Vec<(String, u64, u64)> = Vec::new();
        for (station, head) in self.neighbours.heads()? {
            ahead.push((station.clone(), self.position(&station)?, head.seq));
        }
        ahead.push((self.own.clone(), self.position(&self.own)?, self.journal.last_seq()?));
        ahead.retain(|(_, position, last)| position < last);
        let mut desks = BTreeSet::new();
        if self.scope == Scope::ClosingDesk && ahead.len() > 1 {
            // So does what another one said that was the closing desk before.
            let mut keyed = Vec::with_capacity(ahead.len());
            for (station, position, last) in ahead {
                let own = station == self.own;
                let key = (own, !own && self.was_desk(&station, position, last)?);
                keyed.push((key, (station, position, last)));
            }
            keyed.sort_by_key(|one| one.0);
            desks.extend(keyed.iter().filter(|one| one.0.1).map(|one| one.1.0.clone()));
            ahead = keyed.into_iter().map(|one| one.1).collect();
        }
        if ahead.is_empty() {
            return Ok(());
        }
        let transaction = self.connection.unchecked_transaction()?;
        let entry_of = |station: &str, seq| self.stored(station, seq)?.entry();
        let mut taking = taking_in::TakingIn::begin(&transaction, self.scope, &entry_of);
        for (station, position, last) in ahead {
            let mut unknown = None;
            self.each_after(&station, position, last, |stored| {
                match stored.entry() {
                    Ok(entry) => {
                        if let Body::Unknown { .. } = entry.body {
                            unknown = unknown.or(Some(entry.seq));
                        }
                        taking.take(&entry)?;
                    }
                    // Another workstation's that does not read keeps no window from its work; the
                    // closing desk, and central records, name it.
                    Err(_) if self.scope == Scope::Accounts && station != self.own => {}
                    Err(fault) => return Err(fault),
                }
                Ok(true)
            })?;
            transaction
                .prepare_cached(
                    "INSERT INTO streams (station, position, desk, unknown) VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT (station) DO UPDATE SET position = excluded.position,
                        desk = max(desk, excluded.desk), unknown = coalesce(unknown, excluded.unknown)",
                )?
                .execute(params![
                    station,
                    seq_column(last),
                    desks.contains(&station),
                    unknown.map(seq_column)
                ])?;
        }
        taking.end()?;
        transaction.commit()?;
        Ok(())
    }

    /// The first entry of each workstation that this program can make nothing of, where there is one: of
    /// a newer version or an unknown kind, or one that does not read at all and behind which nothing is
    /// taken in. It stands for as long as these tables do, and a program that knows more makes them anew.
    ///
    /// # Errors
    /// Those of the store.
    pub fn first_unread(&self) -> Result<BTreeMap<String, u64>, Fault> {
        let mut query = self
            .connection
            .prepare_cached("SELECT station, unknown FROM streams WHERE unknown IS NOT NULL")?;
        let unknown = query.query_map([], |row| Ok((row.get(0)?, seq_value(row.get(1)?))))?;
        let mut first = unknown.collect::<Result<BTreeMap<String, u64>, _>>()?;
        for (station, head) in self.neighbours.heads()? {
            if head.seq < head.kept {
                first.entry(station).or_insert(head.seq + 1);
            }
        }
        Ok(first)
    }

    /// Whether a workstation did a closing desk's work, in what is taken in or in what comes now.
    fn was_desk(&self, station: &str, after: u64, last: u64) -> Result<bool, Fault> {
        let mut query = self
            .connection
            .prepare_cached("SELECT desk FROM streams WHERE station = ?1")?;
        let mut desk = query
            .query_row([station], |row| row.get(0))
            .optional()?
            .unwrap_or(false);
        if !desk {
            // Sessions are what others wrote and a desk speaks of; all else it says of its own.
            let of_others = [
                "\"kind\":\"session_approved\"",
                "\"kind\":\"session_returned\"",
                "\"kind\":\"deposit_prepared\"",
            ];
            self.each_after(station, after, last, |stored| {
                desk = of_others.iter().any(|kind| stored.bytes.contains(kind));
                Ok(!desk)
            })?;
        }
        Ok(desk)
    }

    fn position(&self, station: &str) -> Result<u64, Fault> {
        let mut query = self
            .connection
            .prepare_cached("SELECT position FROM streams WHERE station = ?1")?;
        Ok(query
            .query_row([station], |row| row.get(0))
            .optional()?
            .map_or(0, seq_value))
    }
}
