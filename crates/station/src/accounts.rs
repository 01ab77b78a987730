//! The copy of the accounts: what billing handed out, to look up and to pay on.
//!
//! `accounts.db` is written as a whole by [`import`], from billing's file or from what central
//! records handed out ([`central`]), and only read from then on; a
//! newer copy takes its place by a rename, so a reader sees the one or the other.
//! Nothing in it is made here: what was paid since is in the journal.

pub mod central;
mod find;
mod import;
mod mirror;
mod postings;
mod row;
mod schema;
mod search;
pub(crate) mod words;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError, RwLock};

use counterfoil_domain::account::Account;
use counterfoil_domain::entry::AccountsImported;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension};

use crate::fault::Fault;

pub use find::Found;
pub use import::{Built, Progress, preview, take_in};

/// Connections that are kept for the next reader.
const KEPT: usize = 8;
/// Pages that each connection keeps in memory, in KiB.
const CACHE_KIB: i64 = 16 * 1024;

/// The copy of the accounts at one workstation. Several threads may read at once.
pub struct Accounts {
    path: PathBuf,
    /// Held for reading by every look-up, for writing only while a new copy takes its place.
    gate: RwLock<()>,
    idle: Mutex<Vec<Connection>>,
}

impl Accounts {
    /// The copy at a path, whether or not there is one yet. What an import that
    /// was broken off has left beside it is taken away.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn open(path: &Path) -> Result<Accounts, Fault> {
        remove(&beside(path))?;
        Ok(Accounts {
            path: path.to_owned(),
            gate: RwLock::new(()),
            idle: Mutex::new(Vec::new()),
        })
    }

    /// The account of a number, written as bills print it; `None` where there is
    /// no such account, or no copy yet.
    ///
    /// # Errors
    /// [`Fault::Import`] where the copy is damaged or of another version and must
    /// be taken in again; others of the store.
    pub fn get(&self, number: &str) -> Result<Option<Account>, Fault> {
        self.read(|connection| row::by_number(connection, number))
            .map(Option::flatten)
    }

    /// Accounts as a cashier looks for them: by number, name, address, telephone,
    /// citation, permit or licence number, in any order of words, accents and
    /// capitals ignored, each word as far as it was typed. Likeliest first, at most
    /// `limit`.
    ///
    /// # Errors
    /// As [`Accounts::get`].
    pub fn find(&self, text: &str, limit: usize) -> Result<Found, Fault> {
        Ok(self
            .read(|connection| find::find(connection, text, limit))?
            .unwrap_or_default())
    }

    /// What is known of the copy: its file's digest, when billing wrote it, its
    /// control figures; `None` where there is no copy yet.
    ///
    /// The journal's last `accounts_imported` says the same, unless the program was
    /// stopped between the two; whoever opens both compares and journals this one.
    ///
    /// # Errors
    /// As [`Accounts::get`].
    pub fn imported(&self) -> Result<Option<AccountsImported>, Fault> {
        self.read(schema::read_about)
    }

    /// Reads through a connection that is at hand or opened for it; `None` where
    /// there is no copy.
    fn read<R>(&self, look: impl FnOnce(&Connection) -> Result<R, Fault>) -> Result<Option<R>, Fault> {
        let _open = self.gate.read().unwrap_or_else(PoisonError::into_inner);
        let waiting = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let Some(connection) = waiting.map_or_else(|| self.connect(), |connection| Ok(Some(connection)))? else {
            return Ok(None);
        };
        let outcome = look(&connection).map_err(unreadable);
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if outcome.is_ok() && idle.len() < KEPT {
            idle.push(connection);
        }
        outcome.map(Some)
    }

    fn connect(&self) -> Result<Option<Connection>, Fault> {
        if !self.path.exists() {
            return Ok(None);
        }
        connect(&self.path).map(Some).map_err(unreadable)
    }

    /// Puts a newly written file in the place of the copy. Waits for those who read.
    fn replace_by(&self, new: &Path) -> Result<(), Fault> {
        let _closed = self.gate.write().unwrap_or_else(PoisonError::into_inner);
        // An open file cannot be renamed over on Windows.
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
        std::fs::rename(new, &self.path)?;
        if let Some(folder) = self.path.parent()
            && let Ok(folder) = std::fs::File::open(folder)
        {
            // Makes the rename last; where folders cannot be synced, nothing more can be done.
            let _lasting = folder.sync_all();
        }
        Ok(())
    }
}

/// Opens a copy for reading. It is never changed in place, so SQLite need not
/// look for locks or logs (`immutable`).
fn connect(path: &Path) -> Result<Connection, Fault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let connection = Connection::open_with_flags(immutable_uri(path), flags)?;
    connection.set_prepared_statement_cache_capacity(32);
    // Otherwise SQLite plans a statement anew whenever a bound value changes.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
    let version: Option<u32> = connection
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .optional()?;
    if version != Some(schema::VERSION) {
        return Err(Fault::Import(
            "the accounts here are of another version; import the accounts again".to_owned(),
        ));
    }
    Ok(connection)
}

/// The path as SQLite's URI: what has a meaning in a URI is written in hex.
fn immutable_uri(path: &Path) -> String {
    let mut uri = "file:".to_owned();
    let text = path.to_string_lossy().replace('\\', "/");
    if text.as_bytes().get(1) == Some(&b':') {
        uri.push('/');
    }
    for c in text.chars() {
        match c {
            '%' | '?' | '#' => uri.push_str(&format!("%{:02x}", u32::from(c))),
            _ => uri.push(c),
        }
    }
    uri + "?immutable=1"
}

/// What a damaged copy means to a person: not that the journal is damaged.
fn unreadable(fault: Fault) -> Fault {
    use rusqlite::Error::{FromSqlConversionFailure, InvalidColumnType, QueryReturnedNoRows, Utf8Error};
    let damaged = match &fault {
        Fault::JournalDamaged { .. } => true,
        Fault::Store { source } => matches!(
            source,
            FromSqlConversionFailure(..) | InvalidColumnType(..) | QueryReturnedNoRows | Utf8Error(..)
        ),
        _ => false,
    };
    if damaged {
        Fault::Import("the accounts here are damaged; import the accounts again".to_owned())
    } else {
        fault
    }
}

/// Where a new copy is written before it takes its place.
fn beside(path: &Path) -> PathBuf {
    path.with_extension("db.new")
}

fn remove(path: &Path) -> Result<(), Fault> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
