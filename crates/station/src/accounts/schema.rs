//! The tables of `accounts.db`, and the one row about the whole.

use counterfoil_domain::entry::AccountsImported;
use rusqlite::{Connection, params};

use crate::fault::Fault;

/// The version of the tables; a file of another one is imported again.
pub(super) const VERSION: u32 = 3;

/// What a number is. Kinds are looked through in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NumberKind {
    /// An account number.
    Account = 0,
    /// A citation, permit, licence or invoice number of a charge.
    Reference = 1,
    /// A telephone number.
    Phone = 2,
}

/// The tables before anything is in them.
///
/// - `account`: one row an account with all its charges, so that an account is two
///   indexed reads. Its id is the line of the file that it came from.
/// - `number`: every number an account can be found by, letters and digits only.
/// - `word`: every word of names and addresses and how many accounts and names have
///   it; the empty word stands for every account. See `postings` for words with a `*`.
/// - `posting`: which accounts have which word, see `postings`.
/// - `incoming`: numbers as they come; sorted into `number` at the end.
pub(super) const TABLES: &str = "
    CREATE TABLE about (imported TEXT NOT NULL) STRICT;
    CREATE TABLE account (
        id INTEGER PRIMARY KEY,
        number TEXT NOT NULL,
        name TEXT NOT NULL,
        address TEXT NOT NULL,
        phone TEXT NOT NULL,
        flags TEXT,
        charges TEXT NOT NULL
    ) STRICT;
    CREATE TABLE number (
        kind INTEGER NOT NULL,
        key TEXT NOT NULL,
        account INTEGER NOT NULL,
        PRIMARY KEY (kind, key, account)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE word (
        word TEXT PRIMARY KEY,
        accounts INTEGER NOT NULL,
        names INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE posting (
        key TEXT NOT NULL,
        last INTEGER NOT NULL,
        ids BLOB NOT NULL,
        PRIMARY KEY (key, last)
    ) STRICT, WITHOUT ROWID;
    CREATE TEMP TABLE incoming (kind INTEGER NOT NULL, key TEXT NOT NULL, account INTEGER NOT NULL) STRICT;
";

/// Sorts the numbers in once all are there.
pub(super) const NUMBERS: &str = "
    INSERT INTO number (kind, key, account) SELECT DISTINCT kind, key, account FROM incoming ORDER BY 1, 2, 3;
    DROP TABLE incoming;
";

/// The index that finds an account by its number. [`TWICE`] makes sure that it is
/// unique: a file without a log cannot take a failed statement back.
pub(super) const NUMBER_INDEX: &str = "CREATE INDEX account_number ON account (number)";

/// Numbers that stand twice: number, first line, later line.
pub(super) const TWICE: &str = "
    SELECT later.number, min(first.id), later.id FROM account later
    JOIN (SELECT number, min(id) AS id FROM account GROUP BY number HAVING count(*) > 1) first
        ON first.number = later.number AND first.id < later.id
    GROUP BY later.id ORDER BY later.id LIMIT 101";

/// Writes the row about the whole.
pub(super) fn write_about(connection: &Connection, imported: &AccountsImported) -> Result<(), Fault> {
    let json = serde_json::to_string(imported).map_err(|error| Fault::File { source: error.into() })?;
    connection.execute("INSERT INTO about (imported) VALUES (?1)", params![json])?;
    connection.pragma_update(None, "user_version", VERSION)?;
    Ok(())
}

/// Reads the row about the whole.
pub(super) fn read_about(connection: &Connection) -> Result<AccountsImported, Fault> {
    let json: String = connection.query_row("SELECT imported FROM about", [], |row| row.get(0))?;
    serde_json::from_str(&json).map_err(|error| super::row::undecodable(0, error).into())
}
