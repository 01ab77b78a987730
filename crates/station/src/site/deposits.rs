//! Deposits: where their entries lie, and the files that batches came in from.

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use crate::fault::Fault;
use crate::journal::seq_value;

/// The entries of a deposit, in order: the closing desk that wrote each, and its number.
///
/// # Errors
/// Those of the store.
pub fn entries(connection: &Connection, deposit: Uuid) -> Result<Vec<(String, u64)>, Fault> {
    let mut query = connection
        .prepare_cached("SELECT station, seq FROM deposit_entries WHERE deposit = ?1 ORDER BY at, station, seq")?;
    let rows = query.query_map([deposit.as_bytes().as_slice()], |row| {
        Ok((row.get(0)?, seq_value(row.get(1)?)))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Deposits that the bank has not spoken of yet, and the last ones, newest first.
///
/// # Errors
/// Those of the store.
pub fn listed(connection: &Connection, limit: u32) -> Result<Vec<Uuid>, Fault> {
    let mut query = connection.prepare_cached(
        "SELECT id FROM (SELECT id FROM deposits ORDER BY business_date DESC, first_seq DESC LIMIT ?1)
         UNION SELECT id FROM deposits WHERE settled = 0",
    )?;
    ids(&mut query, params![limit])
}

/// Deposits of a date.
///
/// # Errors
/// Those of the store.
pub fn of_date(connection: &Connection, date: NaiveDate) -> Result<Vec<Uuid>, Fault> {
    let mut query = connection.prepare_cached("SELECT id FROM deposits WHERE business_date = ?1 ORDER BY first_seq")?;
    ids(&mut query, params![date.to_string()])
}

fn ids(query: &mut rusqlite::CachedStatement<'_>, values: impl rusqlite::Params) -> Result<Vec<Uuid>, Fault> {
    let rows = query.query_map(values, |row| row.get::<_, Vec<u8>>(0))?;
    let mut found = Vec::new();
    for id in rows {
        found.extend(Uuid::from_slice(&id?).ok());
    }
    Ok(found)
}

/// How many deposits were ever prepared: the next ticket's number is one more.
///
/// # Errors
/// Those of the store.
pub fn count(connection: &Connection) -> Result<u64, Fault> {
    Ok(connection.query_row("SELECT count(*) FROM deposits", [], |row| row.get(0).map(seq_value))?)
}

/// The turn-in that a department's transmittal was receipted as.
///
/// # Errors
/// Those of the store.
pub fn turn_in(
    connection: &Connection,
    department: &str,
    transmittal: &str,
) -> Result<Option<(String, NaiveDate)>, Fault> {
    let mut query = connection
        .prepare_cached("SELECT name, business_date FROM turn_ins WHERE department = ?1 AND transmittal = ?2")?;
    let found = query.query_row(params![department, transmittal.trim()], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
    });
    Ok(found
        .optional()?
        .map(|(name, date)| (name, date.parse().unwrap_or_default())))
}

/// The batch that a file came in as, by the bytes or by the identifier it gives itself.
///
/// # Errors
/// Those of the store.
pub fn file(
    connection: &Connection,
    digest: &str,
    layout: &str,
    id: &str,
) -> Result<Option<(String, NaiveDate)>, Fault> {
    let mut query = connection.prepare_cached(
        "SELECT name, business_date FROM files WHERE digest = ?1 OR (layout = ?2 AND id = ?3 COLLATE NOCASE AND id <> '')",
    )?;
    let found = query.query_row(params![digest, layout, id], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
    });
    Ok(found
        .optional()?
        .map(|(name, date)| (name, date.parse().unwrap_or_default())))
}

/// The deposit of a ticket number.
///
/// # Errors
/// Those of the store.
pub fn by_number(connection: &Connection, number: &str) -> Result<Option<Uuid>, Fault> {
    let mut query = connection.prepare_cached("SELECT id FROM deposits WHERE number = ?1 ORDER BY first_seq DESC")?;
    Ok(ids(&mut query, [number])?.into_iter().next())
}
