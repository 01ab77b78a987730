//! The tables of `site.db`, each file's own behind those that all of them share.

use rusqlite::Connection;

use super::{accounts, payments, refunds, returned};
use crate::fault::Fault;

/// Goes up whenever the tables or what is put into them change.
pub(super) const VERSION: i64 = 8;

const SHARED: &str = "
    CREATE TABLE streams (station TEXT PRIMARY KEY, position INTEGER NOT NULL) STRICT;
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
    CREATE TABLE closed_days (business_date TEXT PRIMARY KEY, seq INTEGER NOT NULL, transmittals INTEGER NOT NULL) STRICT;
    CREATE TABLE deposits (
        id            BLOB PRIMARY KEY,
        number        TEXT NOT NULL,
        business_date TEXT NOT NULL,
        first_seq     INTEGER NOT NULL,
        last_seq      INTEGER NOT NULL,
        settled       INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE TABLE deposit_entries (deposit BLOB NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (deposit, seq)) STRICT, WITHOUT ROWID;
    CREATE TABLE configurations (seq INTEGER PRIMARY KEY) STRICT;
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

/// Makes the tables.
pub(super) fn make(connection: &Connection) -> Result<(), Fault> {
    for tables in [
        SHARED,
        accounts::TABLES,
        payments::TABLES,
        returned::TABLES,
        refunds::TABLES,
    ] {
        connection.execute_batch(tables)?;
    }
    connection.pragma_update(None, "user_version", VERSION)?;
    Ok(())
}
