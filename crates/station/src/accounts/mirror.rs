//! `accounts-central.db`: the accounts as central records hand them out, by number, and how far
//! the pages of a revision have come. `accounts.db` is built from it when it is whole.

use std::path::Path;

use counterfoil_domain::account::Account;
use counterfoil_formats::wire::AccountsPage;
use rusqlite::{Connection, params};

use crate::fault::Fault;
use crate::journal::{seq_column, seq_value};
use crate::sqlite::{self, Durability};

/// Goes up whenever the tables change; one of another version is begun anew.
const VERSION: i64 = 1;

const TABLES: &str = "
    CREATE TABLE stands (
        id       INTEGER PRIMARY KEY CHECK (id = 1),
        revision INTEGER NOT NULL, -- the one that is here whole; 0 before the first
        toward   INTEGER NOT NULL, -- the one that the pages lead to; 0 where none is begun
        next     TEXT NOT NULL,    -- the account number to go on behind
        done     INTEGER NOT NULL, -- accounts of these pages that are in
        total    INTEGER NOT NULL  -- accounts of these pages in all
    ) STRICT;
    INSERT INTO stands VALUES (1, 0, 0, '', 0, 0);
    CREATE TABLE account (number TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT, WITHOUT ROWID;
";

/// How far the mirror is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Stands {
    /// The revision that is here whole; 0 before the first.
    pub(super) revision: u64,
    /// The revision that the pages lead to; 0 where none is begun.
    pub(super) toward: u64,
    /// The account number to go on behind.
    pub(super) next: String,
    /// Accounts of these pages that are in.
    pub(super) done: u64,
    /// Accounts of these pages in all.
    pub(super) total: u64,
}

/// The accounts as central records hand them out.
#[derive(Debug)]
pub(super) struct Mirror {
    connection: Connection,
}

impl Mirror {
    /// Opens the mirror, empty where it is missing or unfit: it is then filled again.
    pub(super) fn open(path: &Path) -> Result<Mirror, Fault> {
        if let Some(mirror) = Mirror::reopened(path) {
            return Ok(mirror);
        }
        Ok(Mirror {
            connection: made_anew(path)?,
        })
    }

    /// Throws everything away, whatever is wrong with it: all of it is asked for again.
    pub(super) fn remake(&mut self, path: &Path) -> Result<(), Fault> {
        // Lets go of the file, which Windows would not remove otherwise.
        self.connection = Connection::open_in_memory()?;
        self.connection = made_anew(path)?;
        Ok(())
    }

    fn reopened(path: &Path) -> Option<Mirror> {
        if !path.exists() {
            return None;
        }
        let connection = sqlite::open(path, Durability::Normal).ok()?;
        let version: i64 = connection
            .pragma_query_value(None, "user_version", |row| row.get(0))
            .ok()?;
        let mirror = Mirror { connection };
        // What is damaged further down shows when it is read, and is begun anew then.
        (version == VERSION && mirror.stands().is_ok()).then_some(mirror)
    }

    /// How far it is.
    pub(super) fn stands(&self) -> Result<Stands, Fault> {
        let mut query = self
            .connection
            .prepare_cached("SELECT revision, toward, next, done, total FROM stands")?;
        Ok(query.query_row([], |row| {
            Ok(Stands {
                revision: seq_value(row.get(0)?),
                toward: seq_value(row.get(1)?),
                next: row.get(2)?,
                done: seq_value(row.get(3)?),
                total: seq_value(row.get(4)?),
            })
        })?)
    }

    /// Forgets everything: all of it is asked for again.
    pub(super) fn empty(&self) -> Result<(), Fault> {
        let transaction = self.connection.unchecked_transaction()?;
        transaction.execute("DELETE FROM account", [])?;
        set(&transaction, &Stands::default())?;
        Ok(transaction.commit()?)
    }

    /// Forgets how far the pages have come: they are asked for again from the first. Without a
    /// whole revision below them, what came of them is forgotten too.
    pub(super) fn begin_anew(&self) -> Result<(), Fault> {
        let stands = self.stands()?;
        if stands.revision == 0 {
            return self.empty();
        }
        let anew = Stands {
            revision: stands.revision,
            ..Stands::default()
        };
        set(&self.connection, &anew)
    }

    /// Takes a page in and goes on behind it, both or neither.
    pub(super) fn take_in(&self, page: &AccountsPage) -> Result<Stands, Fault> {
        let before = self.stands()?;
        let transaction = self.connection.unchecked_transaction()?;
        {
            let mut put =
                transaction.prepare_cached("INSERT OR REPLACE INTO account (number, record) VALUES (?1, ?2)")?;
            for account in &page.accounts {
                let record = serde_json::to_string(account).map_err(|error| Fault::File { source: error.into() })?;
                put.execute(params![account.number, record])?;
            }
            let mut take = transaction.prepare_cached("DELETE FROM account WHERE number = ?1")?;
            for number in &page.gone {
                take.execute([number])?;
            }
        }
        let came = u64::try_from(page.accounts.len() + page.gone.len()).unwrap_or(0);
        let stands = match &page.next {
            Some(next) => Stands {
                revision: before.revision,
                toward: page.revision,
                next: next.clone(),
                done: before.done + came,
                total: page.total,
            },
            None => Stands {
                revision: page.revision,
                ..Stands::default()
            },
        };
        set(&transaction, &stands)?;
        transaction.commit()?;
        Ok(stands)
    }

    /// How many accounts are here.
    pub(super) fn count(&self) -> Result<u64, Fault> {
        let mut query = self.connection.prepare_cached("SELECT count(*) FROM account")?;
        Ok(query.query_row([], |row| row.get(0).map(seq_value))?)
    }

    /// Hands over every account in the order of their numbers, until `each` says `false`.
    pub(super) fn each(&self, mut each: impl FnMut(Account) -> Result<bool, Fault>) -> Result<(), Fault> {
        let mut query = self.connection.prepare("SELECT record FROM account ORDER BY number")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let record = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
            let account = serde_json::from_str(record).map_err(|error| super::row::undecodable(0, error))?;
            if !each(account)? {
                break;
            }
        }
        Ok(())
    }
}

fn made_anew(path: &Path) -> Result<Connection, Fault> {
    for ending in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        super::remove(Path::new(&name))?;
    }
    let connection = sqlite::open(path, Durability::Normal)?;
    let transaction = connection.unchecked_transaction()?;
    transaction.execute_batch(TABLES)?;
    transaction.pragma_update(None, "user_version", VERSION)?;
    transaction.commit()?;
    Ok(connection)
}

fn set(connection: &Connection, stands: &Stands) -> Result<(), Fault> {
    connection
        .prepare_cached("UPDATE stands SET revision = ?1, toward = ?2, next = ?3, done = ?4, total = ?5")?
        .execute(params![
            seq_column(stands.revision),
            seq_column(stands.toward),
            stands.next,
            seq_column(stands.done),
            seq_column(stands.total)
        ])?;
    Ok(())
}
