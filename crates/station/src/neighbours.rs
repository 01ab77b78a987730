//! `neighbours.db`: the copy of the other workstations' journals, at the closing desk and
//! wherever central records hands them on. Appended to and never changed; each is written by
//! its own workstation alone, so there is nothing to merge.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

use chrono::{DateTime, Utc};
use counterfoil_domain::entry::{Body, Entry, GENESIS, Hash, handed_text};
use counterfoil_domain::refusal::Refusal;
use counterfoil_formats::bundle::{Bundle, BundledEntry};
use rusqlite::{Connection, OptionalExtension, params};

use crate::central::enrolment::holds;
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
        stopped INTEGER NOT NULL DEFAULT 0,
        -- The first entry that this program cannot read; those before it are what there is.
        unreadable INTEGER
    ) STRICT;
    CREATE TABLE IF NOT EXISTS positions (
        only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
        position INTEGER NOT NULL
    ) STRICT;
";

/// The other workstations' journals, as far as they are here.
#[derive(Debug)]
pub struct Neighbours {
    connection: Mutex<Connection>,
    trust: RwLock<Trust>,
}

/// Who may say that a workstation signs with another key.
#[derive(Debug, Clone, Default)]
pub struct Trust {
    /// Central's public key, in hex.
    pub central_key: Option<String>,
    /// The workstations' keys as central said last, in hex, by code.
    pub keys: BTreeMap<String, String>,
}

/// How far one of them is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeighbourHead {
    /// The last entry that this program can make something of.
    pub seq: u64,
    /// The last entry that is here: those behind one that does not read are kept for a newer program.
    pub kept: u64,
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
        // A file of the time before there were such entries.
        let columns = "SELECT count(*) FROM pragma_table_info('heads') WHERE name = 'unreadable'";
        if connection.query_row(columns, [], |row| row.get::<_, i64>(0))? == 0 {
            connection.execute_batch("ALTER TABLE heads ADD COLUMN unreadable INTEGER")?;
        }
        read_again(&connection)?;
        Ok(Neighbours {
            connection: Mutex::new(connection),
            trust: RwLock::default(),
        })
    }

    /// Believes central from here on about the workstations' keys.
    pub fn trust(&self, trust: Trust) {
        *self.trust.write().unwrap_or_else(PoisonError::into_inner) = trust;
    }

    /// How far in central's order of the site these copies are.
    ///
    /// # Errors
    /// Those of the store.
    pub fn position(&self) -> Result<u64, Fault> {
        let connection = self.locked();
        let mut query = connection.prepare_cached("SELECT position FROM positions")?;
        Ok(query.query_row([], |row| row.get(0)).optional()?.map_or(0, seq_value))
    }

    /// Notes how far they are.
    ///
    /// # Errors
    /// Those of the store.
    pub fn come_to(&self, position: u64) -> Result<(), Fault> {
        self.locked()
            .prepare_cached("INSERT OR REPLACE INTO positions (only_one, position) VALUES (1, ?1)")?
            .execute([seq_column(position)])?;
        Ok(())
    }

    fn locked(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a bundle in that came as a file: what is here already must be the same, what is
    /// new must follow it, all of it signed by the key that this workstation always used, or by
    /// one that central vouches for. Gives how many entries are new.
    ///
    /// # Errors
    /// [`Refusal::BundleDamaged`] where the signature does not hold, [`Refusal::BundleOtherKey`],
    /// [`Refusal::EntriesMissing`], [`Refusal::EntriesForked`]; those of the store.
    pub fn take_in(&self, bundle: &Bundle) -> Result<u32, Fault> {
        self.take(bundle, false)
    }

    /// As [`Neighbours::take_in`], of a bundle that central handed on: it proved whose it is.
    ///
    /// # Errors
    /// As [`Neighbours::take_in`], but for the key.
    pub fn take_in_from_central(&self, bundle: &Bundle) -> Result<u32, Fault> {
        self.take(bundle, true)
    }

    fn take(&self, bundle: &Bundle, from_central: bool) -> Result<u32, Fault> {
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
        let other_key = known.as_ref().is_some_and(|head| head.key != bundle.head.key);
        if other_key && !from_central && !self.vouched(bundle) {
            return Err(Refusal::BundleOtherKey {
                station: station.clone(),
            }
            .into());
        }
        let here = known.as_ref().map_or(0, |head| head.kept);
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
                    insert(&transaction, station, entry)?;
                    new += 1;
                }
            }
        }
        keep_head(&transaction, known, bundle)?;
        transaction.commit()?;
        Ok(new)
    }

    /// Whether central vouches for the key of a bundle: by its own word, or in the entry by
    /// which the workstation opened an epoch with it.
    fn vouched(&self, bundle: &Bundle) -> bool {
        let trust = self.trust.read().unwrap_or_else(PoisonError::into_inner);
        let key = &bundle.head.key;
        let opens = |entry: &Entry| match (&entry.body, &trust.central_key) {
            (Body::EpochOpened(opened), Some(central)) => {
                let word = opened.acknowledged.as_ref().filter(|word| word.key == *central);
                opened.key == *key && word.is_some_and(|word| word.name.station == bundle.station && holds(word))
            }
            _ => false,
        };
        trust.keys.get(&bundle.station) == Some(key)
            || bundle.entries.iter().filter_map(|one| one.entry.as_ref()).any(opens)
    }

    /// How far each is here.
    ///
    /// # Errors
    /// Those of the store.
    pub fn heads(&self) -> Result<BTreeMap<String, NeighbourHead>, Fault> {
        let connection = self.locked();
        let mut query = connection.prepare_cached("SELECT key, seq, as_of, stopped, unreadable, station FROM heads")?;
        let rows = query.query_map([], |row| Ok((row.get(5)?, head_row(row)?)))?;
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
    let mut query =
        connection.prepare_cached("SELECT key, seq, as_of, stopped, unreadable FROM heads WHERE station = ?1")?;
    Ok(query.query_row([station], head_row).optional()?)
}

fn head_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<NeighbourHead> {
    let kept = seq_value(row.get(1)?);
    let unreadable: Option<i64> = row.get(4)?;
    Ok(NeighbourHead {
        seq: unreadable.map_or(kept, |first| seq_value(first).saturating_sub(1)),
        kept,
        as_of: DateTime::from_timestamp_millis(row.get(2)?).unwrap_or_default(),
        stopped: row.get(3)?,
        key: row.get(0)?,
    })
}

fn insert(connection: &Connection, station: &str, entry: &BundledEntry) -> Result<(), Fault> {
    let not_text = |_| Refusal::BundleDamaged {
        problem: format!("entry {} is not text", entry.seq),
    };
    let bytes = std::str::from_utf8(&entry.bytes).map_err(not_text)?;
    connection
        .prepare_cached("INSERT INTO entries (station, seq, hash, bytes) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![station, seq_column(entry.seq), entry.hash, bytes])?;
    Ok(())
}

/// The head after a bundle. An older bundle, handed over late, says nothing of later times,
/// and nothing of the key.
fn keep_head(connection: &Connection, known: Option<NeighbourHead>, bundle: &Bundle) -> Result<(), Fault> {
    let first_unread = bundle.entries.iter().find(|one| one.entry.is_none()).map(|one| one.seq);
    let before = known
        .as_ref()
        .filter(|head| head.seq < head.kept)
        .map(|head| head.seq + 1);
    let kept = known.as_ref().map_or(0, |head| head.kept).max(bundle.head.seq);
    let (as_of, stopped, key) = match known {
        Some(head) if head.kept > bundle.head.seq || head.as_of > bundle.made_at => {
            let newer = bundle.head.seq > head.kept;
            let key = if newer { bundle.head.key.clone() } else { head.key };
            (head.as_of, head.stopped, key)
        }
        _ => (bundle.made_at, bundle.stopping, bundle.head.key.clone()),
    };
    connection.execute(
        "INSERT INTO heads (station, key, seq, as_of, stopped, unreadable) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (station) DO UPDATE SET key = excluded.key, seq = excluded.seq, as_of = excluded.as_of,
            stopped = excluded.stopped, unreadable = excluded.unreadable",
        params![
            bundle.station,
            key,
            seq_column(kept),
            as_of.timestamp_millis(),
            stopped,
            before.or(first_unread).map(seq_column)
        ],
    )?;
    Ok(())
}

/// What an older program could not read, this one may.
fn read_again(connection: &Connection) -> Result<(), Fault> {
    let mut query = connection.prepare("SELECT station, unreadable FROM heads WHERE unreadable IS NOT NULL")?;
    let waiting = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    for (station, from) in waiting.collect::<Result<Vec<(String, i64)>, _>>()? {
        let mut entries = connection
            .prepare_cached("SELECT seq, bytes FROM entries WHERE station = ?1 AND seq >= ?2 ORDER BY seq")?;
        let mut rows = entries.query(params![station, from])?;
        let mut unreadable: Option<i64> = None;
        while let Some(row) = rows.next()? {
            let bytes: String = row.get(1)?;
            if Entry::decode(bytes.as_bytes()).is_err() {
                unreadable = Some(row.get(0)?);
                break;
            }
        }
        let set = "UPDATE heads SET unreadable = ?2 WHERE station = ?1";
        connection.execute(set, params![station, unreadable])?;
    }
    Ok(())
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
