//! The tables of `accounts.db`, and the one row about the whole.

use counterfoil_domain::entry::AccountsImported;
use rusqlite::{Connection, params};

use crate::fault::Fault;

/// The version of the tables; a file of another one is imported again.
pub(super) const VERSION: u32 = 1;

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
/// - `lookup`: the words of name and address. It keeps no text and no positions:
///   only which account has which word, and which beginnings of up to three letters.
/// - `word`: every word there is, to turn the beginning of a word into words.
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
    CREATE VIRTUAL TABLE lookup USING fts5(
        words, content='', detail=none, columnsize=0, prefix='1 2 3', tokenize=\"ascii tokenchars '_'\"
    );
    CREATE TABLE word (word TEXT PRIMARY KEY, in_names INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TEMP TABLE incoming (kind INTEGER NOT NULL, key TEXT NOT NULL, account INTEGER NOT NULL) STRICT;
    INSERT INTO lookup (lookup, rank) VALUES ('hashsize', 67108864);
";

/// What is made of the rows once all are there.
///
/// A word that stands in a name is in `lookup` a second time with the mark `_`
/// behind it, so that names can be searched by themselves.
pub(super) const INDEXES: &str = "
    INSERT INTO number (kind, key, account) SELECT DISTINCT kind, key, account FROM incoming ORDER BY 1, 2, 3;
    DROP TABLE incoming;
    INSERT INTO lookup (lookup) VALUES ('optimize');
    CREATE VIRTUAL TABLE temp.term USING fts5vocab(main, lookup, row);
    INSERT INTO word (word, in_names) SELECT term, 0 FROM term WHERE term NOT LIKE '%\\_' ESCAPE '\\' ORDER BY 1;
    UPDATE word SET in_names = 1
        WHERE word IN (SELECT rtrim(term, '_') FROM term WHERE term LIKE '%\\_' ESCAPE '\\');
    DROP TABLE temp.term;
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
