//! The tables of `site.db`, each file's own behind those that all of them share.

use std::path::Path;

use rusqlite::{Connection, params};

use super::{Scope, accounts, elsewhere, payments, refunds, return_files, returned};
use crate::fault::Fault;
use crate::sqlite::{self, Durability};

/// Goes up whenever the tables or what is put into them change.
pub(super) const VERSION: i64 = 12;

const SHARED: &str = "
    CREATE TABLE made_for (
        station      TEXT NOT NULL,
        closing_desk INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE streams (
        station  TEXT PRIMARY KEY,
        position INTEGER NOT NULL,
        desk     INTEGER NOT NULL DEFAULT 0, -- whether it ever did a closing desk's work
        unknown  INTEGER -- its first entry of a newer version or an unknown kind, which is in none of these tables
    ) STRICT;
    CREATE TABLE board (
        session       BLOB PRIMARY KEY,
        station       TEXT NOT NULL,
        business_date TEXT NOT NULL,
        closed_with   TEXT,
        deposit       BLOB,
        row           TEXT NOT NULL
    ) STRICT;
    CREATE INDEX board_by_date ON board (business_date);
    CREATE INDEX board_by_close ON board (closed_with, business_date);
    CREATE INDEX board_by_deposit ON board (deposit);
    CREATE TABLE stretches (
        session   BLOB NOT NULL,
        station   TEXT NOT NULL,
        first_seq INTEGER NOT NULL,
        last_seq  INTEGER NOT NULL,
        PRIMARY KEY (session, station)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE days (
        station       TEXT NOT NULL,
        business_date TEXT NOT NULL,
        first_seq     INTEGER NOT NULL,
        last_seq      INTEGER NOT NULL,
        PRIMARY KEY (station, business_date)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE closed_days (
        business_date TEXT PRIMARY KEY,
        station       TEXT NOT NULL,
        seq           INTEGER NOT NULL,
        transmittals  INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE deposits (
        id            BLOB PRIMARY KEY,
        number        TEXT NOT NULL,
        business_date TEXT NOT NULL,
        first_seq     INTEGER NOT NULL,
        last_seq      INTEGER NOT NULL,
        settled       INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE TABLE deposit_entries (
        deposit BLOB NOT NULL,
        at      INTEGER NOT NULL,
        station TEXT NOT NULL,
        seq     INTEGER NOT NULL,
        PRIMARY KEY (deposit, at, station, seq)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE configurations (station TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (station, seq)) STRICT, WITHOUT ROWID;
    CREATE TABLE turn_ins (
        department    TEXT NOT NULL,
        transmittal   TEXT NOT NULL COLLATE NOCASE,
        name          TEXT NOT NULL,
        business_date TEXT NOT NULL,
        PRIMARY KEY (department, transmittal)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE files (digest TEXT PRIMARY KEY, layout TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, business_date TEXT NOT NULL) STRICT;
    CREATE TABLE suspense (
        receipt       TEXT NOT NULL,
        line          INTEGER NOT NULL,
        station       TEXT NOT NULL,
        seq           INTEGER NOT NULL,
        business_date TEXT NOT NULL,
        amount        INTEGER NOT NULL,
        payer         TEXT,
        reference     TEXT,
        why           TEXT NOT NULL,
        void          INTEGER NOT NULL DEFAULT 0,
        placed_seq    INTEGER,
        PRIMARY KEY (receipt, line)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE over_short (
        session       BLOB PRIMARY KEY,
        business_date TEXT NOT NULL,
        cashier       TEXT NOT NULL,
        name          TEXT NOT NULL,
        seq           INTEGER NOT NULL,
        short         INTEGER NOT NULL,
        over          INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX over_short_by_date ON over_short (business_date);
";

/// Opens the tables of a workstation, making them anew where they are missing, unfit, or were
/// made for another role.
///
/// # Errors
/// Those of the store.
pub(super) fn open(path: &Path, station: &str, scope: Scope) -> Result<Connection, Fault> {
    match reopened(path, station, scope) {
        Some(connection) => Ok(connection),
        None => made_anew(path, station, scope),
    }
}

fn reopened(path: &Path, station: &str, scope: Scope) -> Option<Connection> {
    if !path.exists() {
        return None;
    }
    let connection = sqlite::open(path, Durability::Normal).ok()?;
    let version: i64 = connection
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .ok()?;
    if version != VERSION {
        return None;
    }
    let whole: String = connection
        .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
        .ok()?;
    let made_for: (String, bool) = connection
        .query_row("SELECT station, closing_desk FROM made_for", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .ok()?;
    let fits = whole == "ok" && made_for == (station.to_owned(), scope == Scope::ClosingDesk);
    fits.then_some(connection)
}

fn made_anew(path: &Path, station: &str, scope: Scope) -> Result<Connection, Fault> {
    for ending in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        match std::fs::remove_file(name) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    let connection = sqlite::open(path, Durability::Normal)?;
    let transaction = connection.unchecked_transaction()?;
    for tables in [
        SHARED,
        accounts::TABLES,
        elsewhere::TABLES,
        payments::TABLES,
        returned::TABLES,
        return_files::TABLES,
        refunds::TABLES,
    ] {
        transaction.execute_batch(tables)?;
    }
    transaction.execute(
        "INSERT INTO made_for (station, closing_desk) VALUES (?1, ?2)",
        params![station, scope == Scope::ClosingDesk],
    )?;
    transaction.pragma_update(None, "user_version", VERSION)?;
    transaction.commit()?;
    Ok(connection)
}
