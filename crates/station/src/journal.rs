//! `journal.db`: the truth. One small table of entries, appended to and never
//! changed; everything else is computed from it.
//!
//! One receipt is one transaction of one row, and one sync: the log is folded
//! into the file in idle moments ([`fold_log`]), not by a commit.

use std::path::Path;

use counterfoil_domain::entry::{Body, Entry, Hash, chain};
use counterfoil_domain::journal::Head;
use rusqlite::{Connection, OptionalExtension, params};

use crate::fault::Fault;
use crate::sqlite::{self, Durability};

const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS entries (
        seq   INTEGER PRIMARY KEY,
        hash  BLOB NOT NULL CHECK (length(hash) = 32),
        bytes TEXT NOT NULL
    ) STRICT;
    CREATE TRIGGER IF NOT EXISTS entries_are_not_changed BEFORE UPDATE ON entries
        BEGIN SELECT RAISE(ABORT, 'entries of the journal are never changed'); END;
    CREATE TRIGGER IF NOT EXISTS entries_are_not_deleted BEFORE DELETE ON entries
        BEGIN SELECT RAISE(ABORT, 'entries of the journal are never deleted'); END;
    PRAGMA user_version = 1;
";

/// The one writing connection.
#[derive(Debug)]
pub struct Journal {
    connection: Connection,
}

impl Journal {
    /// Opens the journal, making it where there is none.
    ///
    /// # Errors
    /// [`Fault::JournalDamaged`], [`Fault::ReadOnly`], [`Fault::StoreUnsuited`].
    pub fn open(path: &Path) -> Result<Journal, Fault> {
        let connection = sqlite::open(path, Durability::Full)?;
        connection.pragma_update(None, "wal_autocheckpoint", 0)?;
        let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        match version {
            0 => connection.execute_batch(SCHEMA)?,
            1 => {}
            newer => {
                return Err(Fault::StoreUnsuited {
                    problem: format!("the journal is of version {newer}"),
                });
            }
        }
        Ok(Journal { connection })
    }

    /// A journal begun anew in a file that is renamed when it is whole; what a crash left of one is removed.
    ///
    /// # Errors
    /// As [`Journal::open`], and those of the file system.
    pub fn begin(path: &Path) -> Result<Journal, Fault> {
        remove_store(path)?;
        Journal::open(path)
    }

    /// Appends entries that were written before, their bytes as they are, in one commit. Their chain is
    /// the caller's to prove.
    ///
    /// # Errors
    /// Those of the store; then none of them is in.
    pub fn append_stored<'e>(&mut self, entries: impl IntoIterator<Item = &'e Stored>) -> Result<(), Fault> {
        let transaction = self.connection.unchecked_transaction()?;
        {
            let mut insert =
                transaction.prepare_cached("INSERT INTO entries (seq, hash, bytes) VALUES (?1, ?2, ?3)")?;
            for one in entries {
                insert.execute(params![seq_column(one.seq), one.hash, one.bytes])?;
            }
        }
        Ok(transaction.commit()?)
    }

    /// Appends one entry after a head and commits it. Returns its hash.
    ///
    /// # Errors
    /// As [`Journal::append_all`].
    pub fn append(&mut self, head: &Head, entry: &Entry) -> Result<Hash, Fault> {
        let hashes = self.append_all(head, std::slice::from_ref(entry))?;
        Ok(hashes.last().copied().unwrap_or(head.hash))
    }

    /// Appends entries after a head, all of them in one commit. Returns their hashes.
    ///
    /// # Errors
    /// [`Fault::DiskFull`] and others of the store. The caller must read the head
    /// again before it appends anything else: whether the entries got in is not
    /// known after an error of the disk.
    pub fn append_all(&mut self, head: &Head, entries: &[Entry]) -> Result<Vec<Hash>, Fault> {
        let damaged = |problem: &dyn std::fmt::Display| Fault::JournalDamaged {
            problem: problem.to_string(),
        };
        let mut previous = head.hash;
        let mut rows = Vec::with_capacity(entries.len());
        for entry in entries {
            let bytes = entry.encode().map_err(|problem| damaged(&problem))?;
            previous = chain(&previous, &bytes);
            let text = String::from_utf8(bytes).map_err(|problem| damaged(&problem))?;
            rows.push((entry.seq, previous, text));
        }
        let transaction = (rows.len() > 1)
            .then(|| self.connection.unchecked_transaction())
            .transpose()?;
        for (seq, hash, text) in &rows {
            self.connection
                .prepare_cached("INSERT INTO entries (seq, hash, bytes) VALUES (?1, ?2, ?3)")?
                .execute(params![seq_column(*seq), hash, text])?;
        }
        if let Some(transaction) = transaction {
            transaction.commit()?;
        }
        Ok(rows.into_iter().map(|(_, hash, _)| hash).collect())
    }

    /// A copy of the whole journal, made while it is in use, for tests and proofs
    /// that must not touch the original.
    ///
    /// # Errors
    /// Those of the store.
    pub fn copy_to(&self, path: &Path) -> Result<(), Fault> {
        let mut copy = Connection::open(path)?;
        rusqlite::backup::Backup::new(&self.connection, &mut copy)?.run_to_completion(
            256,
            std::time::Duration::ZERO,
            None,
        )?;
        Ok(())
    }
}

/// Removes a database file with what SQLite lays beside it.
///
/// # Errors
/// Those of the file system.
pub(crate) fn remove_store(path: &Path) -> Result<(), Fault> {
    for ending in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        match std::fs::remove_file(name) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}

/// Folds the write-ahead log into the file as far as readers allow, beside the
/// writer and without holding it up. For idle moments: it syncs twice.
///
/// # Errors
/// Those of the store; nothing is lost by them.
pub fn fold_log(path: &Path) -> Result<(), Fault> {
    let connection = sqlite::open(path, Durability::Full)?;
    connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?;
    Ok(())
}

/// A reading connection. As many as wanted, beside the writer.
#[derive(Debug)]
pub struct JournalReader {
    connection: Connection,
}

/// An entry as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Its sequence number.
    pub seq: u64,
    /// Its hash.
    pub hash: Hash,
    /// Its bytes.
    pub bytes: String,
}

impl Stored {
    /// The entry itself.
    ///
    /// # Errors
    /// [`Fault::JournalDamaged`].
    pub fn entry(&self) -> Result<Entry, Fault> {
        Entry::decode(self.bytes.as_bytes()).map_err(|problem| Fault::JournalDamaged {
            problem: format!("entry {}: {problem}", self.seq),
        })
    }
}

impl JournalReader {
    /// Opens the journal for reading.
    ///
    /// # Errors
    /// Those of the store.
    pub fn open(path: &Path) -> Result<JournalReader, Fault> {
        sqlite::assert_library()?;
        Ok(JournalReader {
            connection: sqlite::open_reader(path)?,
        })
    }

    /// The last entry's sequence number; 0 where there is none.
    ///
    /// # Errors
    /// Those of the store.
    pub fn last_seq(&self) -> Result<u64, Fault> {
        let mut query = self
            .connection
            .prepare_cached("SELECT coalesce(max(seq), 0) FROM entries")?;
        Ok(query.query_row([], |row| row.get::<_, i64>(0)).map(seq_value)?)
    }

    /// One entry.
    ///
    /// # Errors
    /// Those of the store.
    pub fn get(&self, seq: u64) -> Result<Option<Stored>, Fault> {
        let mut query = self
            .connection
            .prepare_cached("SELECT seq, hash, bytes FROM entries WHERE seq = ?1")?;
        Ok(query.query_row([seq_column(seq)], stored).optional()?)
    }

    /// Hands over the entries after one, up to another, in order; ends early when
    /// `each` says so with `false`.
    ///
    /// # Errors
    /// Those of the store, and those of `each`.
    pub fn each_after(
        &self,
        after: u64,
        up_to: u64,
        mut each: impl FnMut(Stored) -> Result<bool, Fault>,
    ) -> Result<(), Fault> {
        let mut query = self
            .connection
            .prepare_cached("SELECT seq, hash, bytes FROM entries WHERE seq > ?1 AND seq <= ?2 ORDER BY seq")?;
        let mut rows = query.query(params![seq_column(after), seq_column(up_to)])?;
        while let Some(row) = rows.next()? {
            if !each(stored(row)?)? {
                break;
            }
        }
        Ok(())
    }

    /// The head that the last entry leaves, for the writer to continue.
    ///
    /// # Errors
    /// [`Fault::JournalDamaged`] where the last entry does not read.
    pub fn head(&self, station: &str) -> Result<Head, Fault> {
        let mut head = Head::empty(station);
        if let Some(last) = self.get(self.last_seq()?)? {
            head.advance(&last.entry()?, last.hash);
        }
        Ok(head)
    }

    /// The station and configuration that the journal was begun with: its first entry.
    ///
    /// # Errors
    /// [`Fault::JournalDamaged`] where the first entry is missing or of another kind.
    pub fn first(&self) -> Result<Entry, Fault> {
        let damaged = |problem: &str| Fault::JournalDamaged {
            problem: problem.to_owned(),
        };
        let first = self
            .get(1)?
            .ok_or_else(|| damaged("its first entry is missing"))?
            .entry()?;
        match first.body {
            Body::ConfigurationAdopted(_) => Ok(first),
            _ => Err(damaged("its first entry is not a configuration")),
        }
    }
}

fn stored(row: &rusqlite::Row<'_>) -> rusqlite::Result<Stored> {
    Ok(Stored {
        seq: seq_value(row.get(0)?),
        hash: row.get(1)?,
        bytes: row.get(2)?,
    })
}

/// SQLite's integers are signed; a sequence number never comes near the sign.
pub(crate) fn seq_column(seq: u64) -> i64 {
    i64::try_from(seq).unwrap_or(i64::MAX)
}

/// The other way round.
pub(crate) fn seq_value(column: i64) -> u64 {
    u64::try_from(column).unwrap_or(0)
}
