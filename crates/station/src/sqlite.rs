//! What all the local databases share: the assertions on the library and on the
//! settings, read back after they are made.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use crate::fault::Fault;

/// SQLite below 3.51.3 could lose a commit in a race of WAL resets
/// (SQLite's release log, 3.51.3).
const LEAST_VERSION: i32 = 3_051_003;

/// How surely a commit is on the disk when it returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// It is: one sync a commit.
    Full,
    /// It is safe against a crash of the program, not of the machine.
    Normal,
}

/// Refuses a SQLite library that is too old.
///
/// # Errors
/// [`Fault::StoreUnsuited`].
pub fn assert_library() -> Result<(), Fault> {
    let version = rusqlite::version_number();
    if version < LEAST_VERSION {
        return Err(Fault::StoreUnsuited {
            problem: format!("SQLite {} is too old", rusqlite::version()),
        });
    }
    Ok(())
}

/// Opens a database for writing, in WAL, and reads its settings back.
///
/// # Errors
/// [`Fault::StoreUnsuited`] where a setting did not take; those of SQLite.
pub fn open(path: &Path, durability: Durability) -> Result<Connection, Fault> {
    assert_library()?;
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )
    .map_err(|error| at(path, error))?;
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    let (name, number) = match durability {
        Durability::Full => ("FULL", 2),
        Durability::Normal => ("NORMAL", 1),
    };
    connection
        .pragma_update(None, "journal_mode", "WAL")
        .map_err(|error| at(path, error))?;
    connection.pragma_update(None, "synchronous", name)?;
    connection.set_prepared_statement_cache_capacity(64);
    let mode: String = connection.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
    let synchronous: i64 = connection.pragma_query_value(None, "synchronous", |row| row.get(0))?;
    if mode != "wal" || synchronous != number {
        let problem = format!("{} has journal_mode {mode}, synchronous {synchronous}", path.display());
        return Err(Fault::StoreUnsuited { problem });
    }
    Ok(connection)
}

/// Opens a database for reading only.
///
/// # Errors
/// Those of SQLite.
pub fn open_reader(path: &Path) -> Result<Connection, Fault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(|error| at(path, error))?;
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// An error with the file that it is about.
fn at(path: &Path, error: rusqlite::Error) -> Fault {
    match Fault::from(error) {
        Fault::ReadOnly { .. } => Fault::ReadOnly { path: path.to_owned() },
        other => other,
    }
}
