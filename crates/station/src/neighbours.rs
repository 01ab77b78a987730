//! `neighbours.db`: at the closing desk, the copy of the other workstations'
//! journals. Appended to and never changed; each is written by its own workstation
//! alone, so there is nothing to merge.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use counterfoil_domain::entry::{GENESIS, Hash, handed_text};
use counterfoil_domain::refusal::Refusal;
use counterfoil_formats::bundle::Bundle;
use rusqlite::{Connection, OptionalExtension, params};

use crate::fault::Fault;
use crate::journal::{Stored, seq_column, seq_value};
use crate::proof;
use crate::sqlite::{self, Durability};

const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS entries (
        station TEXT NOT NULL,
        seq     INTEGER NOT NULL,
        hash    BLOB NOT NULL CHECK (length(hash) = 32),
        bytes   TEXT NOT NULL,
        PRIMARY KEY (station, seq)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER IF NOT EXISTS entries_are_not_changed BEFORE UPDATE ON entries
        BEGIN SELECT RAISE(ABORT, 'entries of a journal are never changed'); END;
    CREATE TRIGGER IF NOT EXISTS entries_are_not_deleted BEFORE DELETE ON entries
        BEGIN SELECT RAISE(ABORT, 'entries of a journal are never deleted'); END;
    CREATE TABLE IF NOT EXISTS heads (
        station TEXT PRIMARY KEY,
        key     TEXT NOT NULL,
        seq     INTEGER NOT NULL,
        as_of   INTEGER NOT NULL,
        stopped INTEGER NOT NULL DEFAULT 0
    ) STRICT;
";

/// The other workstations' journals, as far as they are here.
#[derive(Debug)]
pub struct Neighbours {
    connection: Mutex<Connection>,
}

/// How far one of them is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeighbourHead {
    /// The last entry.
    pub seq: u64,
    /// Until when its entries are known to be in.
    pub as_of: DateTime<Utc>,
    /// Whether it stopped working then.
    pub stopped: bool,
    /// The key that it signs with.
    pub key: String,
}

impl Neighbours {
    /// Opens the copies.
    ///
    /// # Errors
    /// Those of the store.
    pub fn open(path: &Path) -> Result<Neighbours, Fault> {
        let connection = sqlite::open(path, Durability::Full)?;
        connection.execute_batch(SCHEMA)?;
        Ok(Neighbours {
            connection: Mutex::new(connection),
        })
    }

    fn locked(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a bundle in: what is here already must be the same, what is new must
    /// follow it, all of it signed by the key that this workstation always used.
    /// Gives how many entries are new.
    ///
    /// # Errors
    /// [`Refusal::BundleDamaged`] where the signature does not hold, [`Refusal::BundleOtherKey`],
    /// [`Refusal::EntriesMissing`], [`Refusal::EntriesForked`]; those of the store.
    pub fn take_in(&self, bundle: &Bundle) -> Result<u32, Fault> {
        let station = &bundle.station;
        let handed = handed_text(station, bundle.epoch, &bundle.head, bundle.made_at, bundle.stopping);
        let holds = proof::holds(station, bundle.epoch, &bundle.head)
            && counterfoil_formats::signature::holds(&bundle.head.key, &handed, &bundle.handed);
        if !holds {
            return Err(Refusal::BundleDamaged {
                problem: "its signature does not hold".to_owned(),
            }
            .into());
        }
        let connection = self.locked();
        let known = head_of(&connection, station)?;
        if known.as_ref().is_some_and(|head| head.key != bundle.head.key) {
            return Err(Refusal::BundleOtherKey {
                station: station.clone(),
            }
            .into());
        }
        let here = known.as_ref().map_or(0, |head| head.seq);
        if bundle.after > here {
            return Err(Refusal::EntriesMissing {
                station: station.clone(),
                expected: here + 1,
            }
            .into());
        }
        let fork = |seq| Refusal::EntriesForked {
            station: station.clone(),
            seq,
        };
        if hash_at(&connection, station, bundle.after)? != Some(bundle.previous) {
            return Err(fork(bundle.after).into());
        }
        let transaction = connection.unchecked_transaction()?;
        let mut new = 0;
        for entry in &bundle.entries {
            match hash_at(&transaction, station, entry.seq)? {
                Some(hash) if hash == entry.hash => {}
                Some(_) => return Err(fork(entry.seq).into()),
                None => {
                    transaction
                        .prepare_cached("INSERT INTO entries (station, seq, hash, bytes) VALUES (?1, ?2, ?3, ?4)")?
                        .execute(params![
                            station,
                            seq_column(entry.seq),
                            entry.hash,
                            String::from_utf8_lossy(&entry.bytes)
                        ])?;
                    new += 1;
                }
            }
        }
        let seq = here.max(bundle.head.seq);
        // An older bundle, handed over late, says nothing of later times.
        let (as_of, stopped) = match known {
            Some(head) if head.seq > bundle.head.seq || head.as_of > bundle.made_at => (head.as_of, head.stopped),
            _ => (bundle.made_at, bundle.stopping),
        };
        transaction.execute(
            "INSERT INTO heads (station, key, seq, as_of, stopped) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (station) DO UPDATE SET
                seq = excluded.seq, as_of = excluded.as_of, stopped = excluded.stopped",
            params![
                station,
                bundle.head.key,
                seq_column(seq),
                as_of.timestamp_millis(),
                stopped
            ],
        )?;
        transaction.commit()?;
        Ok(new)
    }

    /// How far each is here.
    ///
    /// # Errors
    /// Those of the store.
    pub fn heads(&self) -> Result<BTreeMap<String, NeighbourHead>, Fault> {
        let connection = self.locked();
        let mut query = connection.prepare_cached("SELECT station, key, seq, as_of, stopped FROM heads")?;
        let rows = query.query_map([], |row| {
            Ok((
                row.get(0)?,
                NeighbourHead {
                    key: row.get(1)?,
                    seq: seq_value(row.get(2)?),
                    as_of: DateTime::from_timestamp_millis(row.get(3)?).unwrap_or_default(),
                    stopped: row.get(4)?,
                },
            ))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// One entry.
    ///
    /// # Errors
    /// Those of the store.
    pub fn get(&self, station: &str, seq: u64) -> Result<Option<Stored>, Fault> {
        let connection = self.locked();
        let mut query =
            connection.prepare_cached("SELECT seq, hash, bytes FROM entries WHERE station = ?1 AND seq = ?2")?;
        Ok(query.query_row(params![station, seq_column(seq)], stored).optional()?)
    }

    /// Hands over a workstation's entries after one, up to another, in order; ends
    /// early when `each` says so with `false`.
    ///
    /// # Errors
    /// Those of the store, and those of `each`.
    pub fn each_after(
        &self,
        station: &str,
        after: u64,
        up_to: u64,
        mut each: impl FnMut(Stored) -> Result<bool, Fault>,
    ) -> Result<(), Fault> {
        let connection = self.locked();
        let mut query = connection.prepare_cached(
            "SELECT seq, hash, bytes FROM entries WHERE station = ?1 AND seq > ?2 AND seq <= ?3 ORDER BY seq",
        )?;
        let mut rows = query.query(params![station, seq_column(after), seq_column(up_to)])?;
        while let Some(row) = rows.next()? {
            if !each(stored(row)?)? {
                break;
            }
        }
        Ok(())
    }
}

fn stored(row: &rusqlite::Row<'_>) -> rusqlite::Result<Stored> {
    Ok(Stored {
        seq: seq_value(row.get(0)?),
        hash: row.get(1)?,
        bytes: row.get(2)?,
    })
}

fn head_of(connection: &Connection, station: &str) -> Result<Option<NeighbourHead>, Fault> {
    let mut query = connection.prepare_cached("SELECT key, seq, as_of, stopped FROM heads WHERE station = ?1")?;
    let head = query.query_row([station], |row| {
        Ok(NeighbourHead {
            key: row.get(0)?,
            seq: seq_value(row.get(1)?),
            as_of: DateTime::from_timestamp_millis(row.get(2)?).unwrap_or_default(),
            stopped: row.get(3)?,
        })
    });
    Ok(head.optional()?)
}

/// The hash of an entry that is here; before the first one it is that of nothing.
fn hash_at(connection: &Connection, station: &str, seq: u64) -> Result<Option<Hash>, Fault> {
    if seq == 0 {
        return Ok(Some(GENESIS));
    }
    let mut query = connection.prepare_cached("SELECT hash FROM entries WHERE station = ?1 AND seq = ?2")?;
    Ok(query
        .query_row(params![station, seq_column(seq)], |row| row.get(0))
        .optional()?)
}
