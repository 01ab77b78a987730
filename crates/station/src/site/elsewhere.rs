//! What was paid at the city's other offices and the copy of the accounts does not hold: amounts that central records
//! hands over, not the entries. Asked for anew with every copy, so that what it holds goes.

use std::collections::BTreeMap;

use counterfoil_formats::wire::{Elsewhere, PaidElsewhere, Place};
use rusqlite::{Connection, params};

use super::Inside;
use crate::fault::Fault;
use crate::journal::{seq_column, seq_value};

/// The columns of `elsewhere` are those of `effects`, with the copy of the accounts besides which they were asked for.
pub(super) const TABLES: &str = "
    CREATE TABLE elsewhere (
        station TEXT NOT NULL,
        seq     INTEGER NOT NULL,
        place   INTEGER NOT NULL,
        account TEXT NOT NULL,
        charge  TEXT,
        at      INTEGER NOT NULL,
        cents   INTEGER NOT NULL,
        code    TEXT,
        what    TEXT,
        since   TEXT,
        receipt TEXT NOT NULL,
        copy    TEXT NOT NULL,
        PRIMARY KEY (station, seq, place)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX elsewhere_by_account ON elsewhere (account, at);
    CREATE TABLE elsewhere_places (
        site     TEXT PRIMARY KEY,
        position INTEGER NOT NULL,
        mark     TEXT NOT NULL,
        copy     TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
";

impl Inside {
    /// Up to which place of each other office it is known what was paid besides a copy of the accounts;
    /// none where another copy was asked for last.
    ///
    /// # Errors
    /// Those of the store.
    pub fn places_elsewhere(&self, copy: &str) -> Result<BTreeMap<String, Place>, Fault> {
        let mut query = self
            .connection
            .prepare_cached("SELECT site, position, mark FROM elsewhere_places WHERE copy = ?1")?;
        let rows = query.query_map([copy], |row| {
            let position = seq_value(row.get(1)?);
            let mark = row.get(2)?;
            Ok((row.get(0)?, Place { position, mark }))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Takes in what was paid at other offices besides a copy of the accounts. What was known besides an earlier copy
    /// stays until all of it is here: the sums are right at any moment.
    ///
    /// # Errors
    /// Those of the store.
    pub fn take_in_elsewhere(&self, copy: &str, page: &Elsewhere) -> Result<(), Fault> {
        let transaction = self.connection.unchecked_transaction()?;
        let (mut entry, mut place) = (None, 0);
        for paid in &page.paid {
            let own = Some((paid.station.as_str(), paid.seq));
            place = if entry == own { place + 1 } else { 0 };
            entry = own;
            keep(&transaction, copy, place, paid)?;
        }
        for (site, place) in &page.places {
            transaction
                .prepare_cached(
                    "INSERT OR REPLACE INTO elsewhere_places (site, position, mark, copy) VALUES (?1, ?2, ?3, ?4)",
                )?
                .execute(params![site, seq_column(place.position), place.mark, copy])?;
        }
        if !page.more {
            for table in ["elsewhere", "elsewhere_places"] {
                transaction
                    .prepare_cached(&format!("DELETE FROM {table} WHERE copy <> ?1"))?
                    .execute([copy])?;
            }
        }
        transaction.commit()?;
        Ok(())
    }
}

fn keep(connection: &Connection, copy: &str, place: i64, paid: &PaidElsewhere) -> Result<(), Fault> {
    let again = paid.again.as_ref();
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO elsewhere
                (station, seq, place, account, charge, at, cents, code, what, since, receipt, copy)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?
        .execute(params![
            paid.station,
            seq_column(paid.seq),
            place,
            paid.account,
            paid.charge,
            paid.at.timestamp_millis(),
            paid.amount.0,
            again.map(|one| &one.code),
            again.map(|one| &one.what),
            again.map(|one| one.since.to_string()),
            paid.receipt,
            copy
        ])?;
    Ok(())
}
