//! `central.db`: how far the copying to and from central records has come. Not needed for
//! anything but not doing again what was done: where it is lost, all of it is copied again.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use counterfoil_domain::entry::Hash;
use rusqlite::{Connection, OptionalExtension, params};

use crate::fault::Fault;
use crate::journal::{remove_store, seq_column, seq_value};
use crate::sqlite::{self, Durability};

const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS marks (
        name  TEXT PRIMARY KEY,
        value INTEGER NOT NULL,
        hash  BLOB
    ) STRICT;
";

/// The marks.
#[derive(Debug)]
pub struct Marks {
    connection: Mutex<Connection>,
}

/// What is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// The last entry of this journal that central acknowledged.
    Acknowledged,
    /// The last entry of central's own stream that is in force here.
    Configuration,
    /// The revision of the users' passwords.
    Passwords,
}

impl Mark {
    fn name(self) -> &'static str {
        match self {
            Mark::Acknowledged => "acknowledged",
            Mark::Configuration => "configuration",
            Mark::Passwords => "passwords",
        }
    }
}

impl Marks {
    /// Opens the file; one that is damaged is begun anew.
    ///
    /// # Errors
    /// Those of the store.
    pub fn open(path: &Path) -> Result<Marks, Fault> {
        let opened = opened(path);
        let connection = match opened {
            Err(Fault::JournalDamaged { .. }) => {
                remove_store(path)?;
                self::opened(path)?
            }
            other => other?,
        };
        Ok(Marks {
            connection: Mutex::new(connection),
        })
    }

    /// A mark; 0 where nothing is marked yet.
    ///
    /// # Errors
    /// Those of the store.
    pub fn get(&self, mark: Mark) -> Result<u64, Fault> {
        Ok(self.with_hash(mark)?.map_or(0, |(value, _)| value))
    }

    /// A mark, and the hash that stands there.
    ///
    /// # Errors
    /// Those of the store.
    pub fn with_hash(&self, mark: Mark) -> Result<Option<(u64, Option<Hash>)>, Fault> {
        let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let mut query = connection.prepare_cached("SELECT value, hash FROM marks WHERE name = ?1")?;
        let found = query.query_row([mark.name()], |row| Ok((seq_value(row.get(0)?), row.get(1)?)));
        Ok(found.optional()?)
    }

    /// Sets a mark.
    ///
    /// # Errors
    /// Those of the store.
    pub fn set(&self, mark: Mark, value: u64, hash: Option<Hash>) -> Result<(), Fault> {
        let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        connection
            .prepare_cached("INSERT OR REPLACE INTO marks (name, value, hash) VALUES (?1, ?2, ?3)")?
            .execute(params![mark.name(), seq_column(value), hash])?;
        Ok(())
    }
}

fn opened(path: &Path) -> Result<Connection, Fault> {
    let connection = sqlite::open(path, Durability::Normal)?;
    connection.execute_batch(SCHEMA)?;
    Ok(connection)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stay_and_a_damaged_file_is_begun_anew() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("central.db");
        let marks = Marks::open(&path).unwrap();
        assert_eq!(marks.get(Mark::Passwords).unwrap(), 0);
        marks.set(Mark::Passwords, 3, None).unwrap();
        marks.set(Mark::Configuration, 9, Some([7; 32])).unwrap();
        drop(marks);
        let marks = Marks::open(&path).unwrap();
        assert_eq!(marks.get(Mark::Passwords).unwrap(), 3);
        assert_eq!(marks.with_hash(Mark::Configuration).unwrap(), Some((9, Some([7; 32]))));
        drop(marks);
        std::fs::write(&path, [0x55; 8192]).unwrap();
        assert_eq!(Marks::open(&path).unwrap().get(Mark::Passwords).unwrap(), 0);
    }
}
