//! Payments in progress, one a user, kept in `desk.db` over a lock, a crash and
//! a restart. Not money yet: nothing here is ever in the journal.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use rusqlite::{Connection, OptionalExtension, params};

use crate::fault::Fault;
use crate::rpc::messages::Draft;
use crate::sqlite::{self, Durability};

/// The drafts of a workstation.
#[derive(Debug)]
pub struct Drafts {
    connection: Mutex<Connection>,
}

impl Drafts {
    /// Opens the drafts.
    ///
    /// # Errors
    /// Those of the store.
    pub fn open(path: &Path) -> Result<Drafts, Fault> {
        let connection = sqlite::open(path, Durability::Normal)?;
        connection
            .execute_batch("CREATE TABLE IF NOT EXISTS drafts (user TEXT PRIMARY KEY, draft TEXT NOT NULL) STRICT;")?;
        Ok(Drafts {
            connection: Mutex::new(connection),
        })
    }

    /// Keeps a user's draft in the place of the one before.
    ///
    /// # Errors
    /// Those of the store.
    pub fn save(&self, user: &str, draft: &Draft) -> Result<(), Fault> {
        let text = serde_json::to_string(draft).map_err(|error| Fault::BadRequest {
            problem: error.to_string(),
        })?;
        self.locked()
            .prepare_cached(
                "INSERT INTO drafts (user, draft) VALUES (?1, ?2) ON CONFLICT (user) DO UPDATE SET draft = excluded.draft",
            )?
            .execute(params![user, text])?;
        Ok(())
    }

    /// A user's draft. One that this program can no longer read is none.
    ///
    /// # Errors
    /// Those of the store.
    pub fn load(&self, user: &str) -> Result<Option<Draft>, Fault> {
        let connection = self.locked();
        let mut query = connection.prepare_cached("SELECT draft FROM drafts WHERE user = ?1")?;
        let text: Option<String> = query.query_row([user], |row| row.get(0)).optional()?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// Throws a user's draft away.
    ///
    /// # Errors
    /// Those of the store.
    pub fn discard(&self, user: &str) -> Result<(), Fault> {
        self.locked()
            .prepare_cached("DELETE FROM drafts WHERE user = ?1")?
            .execute([user])?;
        Ok(())
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
