//! `views.db`: search tables and registers, derived from the journal. Caught up
//! after each commit and before each read; thrown away and built anew when it is
//! missing, damaged, or of another version, so it never needs a migration.

pub mod receipts;
pub mod sessions;
pub mod startup;

use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;
use std::sync::{Mutex, PoisonError};

use counterfoil_domain::entry::{Body, Entry};
use rusqlite::{Connection, OptionalExtension, params};

use crate::fault::Fault;
use crate::journal::{JournalReader, seq_column, seq_value};
use crate::sqlite::{self, Durability};

/// Goes up whenever the tables or what is put into them change.
const VERSION: i64 = 5;

/// Entries decoded ahead of the writer while rebuilding, and put into one batch.
const BATCH: usize = 512;

/// The views of one workstation.
#[derive(Debug)]
pub struct Views {
    inside: Mutex<Inside>,
    /// Reads what is there while the other connection catches up.
    beside: Mutex<Connection>,
}

#[derive(Debug)]
struct Inside {
    connection: Connection,
    journal: JournalReader,
    position: u64,
}

impl Views {
    /// Opens the views, building them from the journal where they are missing or
    /// unfit. `progress` hears how many entries of how many are in.
    ///
    /// # Errors
    /// Those of the store and of the journal.
    pub fn open(path: &Path, journal: &Path, progress: &mut dyn FnMut(u64, u64)) -> Result<Views, Fault> {
        let reader = JournalReader::open(journal)?;
        let connection = match reopened(path, &reader) {
            Some(connection) => connection,
            None => {
                rebuild(path, journal, progress)?;
                sqlite::open(path, Durability::Normal)?
            }
        };
        let position = position(&connection)?;
        let beside = Mutex::new(sqlite::open_reader(path)?);
        let views = Views {
            inside: Mutex::new(Inside {
                connection,
                journal: reader,
                position,
            }),
            beside,
        };
        views.catch_up()?;
        Ok(views)
    }

    /// Takes in what the journal has and the views have not.
    ///
    /// # Errors
    /// Those of the store and of the journal.
    pub fn catch_up(&self) -> Result<(), Fault> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner).catch_up()
    }

    /// Reads, caught up.
    ///
    /// # Errors
    /// Those of the store, of the journal and of `read`.
    pub fn read<R>(&self, read: impl FnOnce(&Connection) -> Result<R, Fault>) -> Result<R, Fault> {
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        inside.catch_up()?;
        read(&inside.connection)
    }

    /// Reads what is there, without catching up and without waiting for whoever
    /// does: for questions whose newest answers the caller knows itself.
    ///
    /// # Errors
    /// Those of the store and of `read`.
    pub fn peek<R>(&self, read: impl FnOnce(&Connection) -> Result<R, Fault>) -> Result<R, Fault> {
        read(&self.beside.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Inside {
    fn catch_up(&mut self) -> Result<(), Fault> {
        let last = self.journal.last_seq()?;
        if last == self.position {
            return Ok(());
        }
        let transaction = self.connection.unchecked_transaction()?;
        self.journal.each_after(self.position, last, |stored| {
            apply(&transaction, &stored.entry()?)?;
            Ok(true)
        })?;
        set_position(&transaction, last)?;
        transaction.commit()?;
        self.position = last;
        Ok(())
    }
}

/// The views as they are, if they fit: right version, whole, not ahead of the journal.
fn reopened(path: &Path, journal: &JournalReader) -> Option<Connection> {
    if !path.exists() {
        return None;
    }
    let connection = sqlite::open(path, Durability::Normal).ok()?;
    let version: i64 = connection
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .ok()?;
    let whole: String = connection
        .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
        .ok()?;
    let fits = version == VERSION && whole == "ok" && position(&connection).ok()? <= journal.last_seq().ok()?;
    fits.then_some(connection)
}

/// Builds the views from nothing in a file of their own and puts it in the
/// place of the old one. One thread reads and decodes, this one writes.
///
/// # Errors
/// Those of the store and of the journal.
pub fn rebuild(path: &Path, journal: &Path, progress: &mut dyn FnMut(u64, u64)) -> Result<u64, Fault> {
    let beside = with_suffix(path, ".new");
    remove(&beside)?;
    let connection = Connection::open(&beside)?;
    // Nothing here needs to survive a crash: a half-built file is never used.
    connection.execute_batch(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -65536;",
    )?;
    connection.set_prepared_statement_cache_capacity(64);
    connection.execute_batch(TABLES)?;
    connection.execute_batch("INSERT INTO receipt_search (receipt_search, rank) VALUES ('hashsize', 33554432);")?;
    let last = JournalReader::open(journal)?.last_seq()?;
    connection.execute_batch("BEGIN")?;
    let (give, take) = sync_channel::<Vec<Entry>>(4);
    // What was taken in goes back to be freed by the thread that made it, which is cheaper.
    let (give_back, take_back) = sync_channel::<Vec<Entry>>(8);
    let journal = journal.to_owned();
    let reading = std::thread::spawn(move || -> Result<(), Fault> {
        let mut batch = Vec::with_capacity(BATCH);
        JournalReader::open(&journal)?.each_after(0, last, |stored| {
            batch.push(stored.entry()?);
            if batch.len() == BATCH {
                let mut next: Vec<Entry> = take_back.try_recv().unwrap_or_default();
                next.clear();
                // The writer has given up when nobody takes; it says why.
                return Ok(give.send(std::mem::replace(&mut batch, next)).is_ok());
            }
            Ok(true)
        })?;
        let _unsent = give.send(batch);
        Ok(())
    });
    let mut done = 0;
    for batch in &take {
        for entry in &batch {
            apply(&connection, entry)?;
        }
        done += u64::try_from(batch.len()).unwrap_or(0);
        progress(done, last);
        // The reader has ended when nobody takes it back.
        let _freed_here_then = give_back.try_send(batch);
    }
    reading.join().unwrap_or_else(|_| {
        Err(Fault::JournalDamaged {
            problem: "it could not be read".to_owned(),
        })
    })?;
    set_position(&connection, last)?;
    connection.execute_batch(INDEXES)?;
    connection.execute_batch("INSERT INTO receipt_search (receipt_search, rank) VALUES ('hashsize', 1048576);")?;
    connection.execute_batch(&format!("COMMIT; PRAGMA user_version = {VERSION};"))?;
    drop(connection);
    for suffix in ["-wal", "-shm"] {
        remove(&with_suffix(path, suffix))?;
    }
    std::fs::rename(&beside, path)?;
    Ok(last)
}

const TABLES: &str = "
    CREATE TABLE meta (id INTEGER PRIMARY KEY CHECK (id = 1), position INTEGER NOT NULL) STRICT;
    INSERT INTO meta VALUES (1, 0);
    CREATE TABLE requests (id BLOB NOT NULL, seq INTEGER NOT NULL) STRICT;
    CREATE TABLE receipts (
        seq           INTEGER PRIMARY KEY,
        nth           INTEGER NOT NULL,
        number        TEXT NOT NULL,
        business_date TEXT NOT NULL,
        at            INTEGER NOT NULL,
        cashier       TEXT NOT NULL,
        payer         TEXT,
        summary       TEXT NOT NULL,
        total         INTEGER NOT NULL,
        void_seq      INTEGER,
        copies        INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE VIRTUAL TABLE receipt_search USING fts5 (
        words, content='', detail=none, columnsize=0,
        tokenize = \"unicode61 remove_diacritics 2 tokenchars '-.'\"
    );
    CREATE TABLE paid (
        seq     INTEGER NOT NULL,
        at      INTEGER NOT NULL,
        account TEXT NOT NULL,
        charge  TEXT,
        receipt TEXT NOT NULL, -- of a credit; empty for a charge
        cents   INTEGER NOT NULL,
        -- What was taken back was for, and since when it had been paid.
        code    TEXT,
        what    TEXT,
        since   TEXT
    ) STRICT;
    CREATE TABLE checks (
        seq           INTEGER NOT NULL,
        business_date TEXT NOT NULL,
        token         TEXT NOT NULL,
        number        TEXT NOT NULL,
        receipt       TEXT NOT NULL
    ) STRICT;
    CREATE TABLE sessions (
        id            BLOB PRIMARY KEY,
        first_seq     INTEGER NOT NULL,
        last_seq      INTEGER NOT NULL,
        business_date TEXT NOT NULL,
        cashier_name  TEXT NOT NULL,
        phase         TEXT NOT NULL,
        receipts      INTEGER NOT NULL DEFAULT 0,
        difference    INTEGER NOT NULL DEFAULT 0,
        batch         INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE TABLE wrong_passwords (user TEXT PRIMARY KEY, in_a_row INTEGER NOT NULL, at INTEGER NOT NULL) STRICT;
    CREATE TABLE singles (kind TEXT PRIMARY KEY, seq INTEGER NOT NULL) STRICT;
";

/// Made last while rebuilding: sorting once is cheaper than keeping order.
const INDEXES: &str = "
    CREATE UNIQUE INDEX requests_by_id ON requests (id, seq);
    CREATE UNIQUE INDEX receipts_by_nth ON receipts (nth);
    CREATE INDEX receipts_by_date ON receipts (business_date, seq);
    CREATE INDEX paid_by_account ON paid (account);
    CREATE INDEX checks_by_date ON checks (business_date);
    CREATE INDEX sessions_by_first ON sessions (first_seq);
";

/// Takes one entry in.
fn apply(connection: &Connection, entry: &Entry) -> Result<(), Fault> {
    let seq = seq_column(entry.seq);
    if let Some(request) = &entry.request {
        connection
            .prepare_cached("INSERT INTO requests (id, seq) VALUES (?1, ?2)")?
            .execute(params![request.id.as_bytes().as_slice(), seq])?;
    }
    match &entry.body {
        Body::Receipt(receipt) => receipts::taken(connection, entry, receipt)?,
        Body::ReceiptVoided(body) => receipts::voided(connection, entry, body)?,
        Body::TenderReclassed(body) => receipts::reclassed(connection, entry, body)?,
        Body::ReceiptReprinted(body) => receipts::reprinted(connection, body)?,
        Body::SignInRefused(body) => startup::wrong_password(connection, entry, body)?,
        Body::SignedIn(body) => startup::right_password(connection, &body.user)?,
        Body::ConfigurationAdopted(_) | Body::AccountsImported(_) | Body::DayClosed(_) => {
            startup::single(connection, entry)?;
        }
        _ => {}
    }
    receipts::paid(connection, entry)?;
    if let Some(approval) = &entry.approval {
        startup::right_password(connection, &approval.user)?;
    }
    sessions::touched(connection, entry)
}

fn position(connection: &Connection) -> Result<u64, Fault> {
    Ok(connection
        .query_row("SELECT position FROM meta", [], |row| row.get(0))
        .map(seq_value)?)
}

fn set_position(connection: &Connection, position: u64) -> Result<(), Fault> {
    connection
        .prepare_cached("UPDATE meta SET position = ?1")?
        .execute([seq_column(position)])?;
    Ok(())
}

/// The entry that a request led to, if the views have it.
///
/// # Errors
/// Those of the store.
pub fn seq_of_request(connection: &Connection, id: uuid::Uuid) -> Result<Option<u64>, Fault> {
    let mut query = connection.prepare_cached("SELECT seq FROM requests WHERE id = ?1")?;
    Ok(query
        .query_row([id.as_bytes().as_slice()], |row| row.get(0))
        .optional()?
        .map(seq_value))
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn remove(path: &Path) -> Result<(), Fault> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}
