//! Business dates: where their entries lie, which are closed; and over/short by date.

use chrono::NaiveDate;
use counterfoil_domain::money::Cents;
use rusqlite::{Connection, OptionalExtension, params};

use crate::fault::Fault;
use crate::journal::{seq_column, seq_value};

/// The entry that closed a date: the closing desk of then, and its number.
///
/// # Errors
/// Those of the store.
pub fn closed_by(connection: &Connection, date: NaiveDate) -> Result<Option<(String, u64)>, Fault> {
    let mut query = connection.prepare_cached("SELECT station, seq FROM closed_days WHERE business_date = ?1")?;
    Ok(query
        .query_row([date.to_string()], |row| Ok((row.get(0)?, seq_value(row.get(1)?))))
        .optional()?)
}

/// The last date that was closed.
///
/// # Errors
/// Those of the store.
pub fn last_closed(connection: &Connection) -> Result<Option<NaiveDate>, Fault> {
    date_of(connection, "SELECT max(business_date) FROM closed_days", "")
}

/// The last date closed before another.
///
/// # Errors
/// Those of the store.
pub fn closed_before(connection: &Connection, date: NaiveDate) -> Result<Option<NaiveDate>, Fault> {
    date_of(
        connection,
        "SELECT max(business_date) FROM closed_days WHERE business_date < ?1",
        &date.to_string(),
    )
}

fn date_of(connection: &Connection, sql: &str, value: &str) -> Result<Option<NaiveDate>, Fault> {
    let mut query = connection.prepare_cached(sql)?;
    let text: Option<String> = if value.is_empty() {
        query.query_row([], |row| row.get(0))?
    } else {
        query.query_row([value], |row| row.get(0))?
    };
    Ok(text.and_then(|text| text.parse().ok()))
}

/// The last closed dates, newest first.
///
/// # Errors
/// Those of the store.
pub fn closed(connection: &Connection, limit: u32) -> Result<Vec<NaiveDate>, Fault> {
    let mut query =
        connection.prepare_cached("SELECT business_date FROM closed_days ORDER BY business_date DESC LIMIT ?1")?;
    let dates = query.query_map([limit], |row| row.get::<_, String>(0))?;
    let mut closed = Vec::new();
    for date in dates {
        closed.extend(date?.parse::<NaiveDate>().ok());
    }
    Ok(closed)
}

/// The last configuration that a workstation adopted before one of its entries.
///
/// # Errors
/// Those of the store.
pub fn configured_before(connection: &Connection, station: &str, seq: u64) -> Result<Option<u64>, Fault> {
    let mut query = connection.prepare_cached("SELECT max(seq) FROM configurations WHERE station = ?1 AND seq < ?2")?;
    let found: Option<i64> = query.query_row(params![station, seq_column(seq)], |row| row.get(0))?;
    Ok(found.map(seq_value))
}

/// How many days were closed, and how many transmittals they made.
///
/// # Errors
/// Those of the store.
pub fn counts(connection: &Connection) -> Result<(u64, u64), Fault> {
    Ok(connection.query_row(
        "SELECT count(*), coalesce(sum(transmittals), 0) FROM closed_days",
        [],
        |row| Ok((seq_value(row.get(0)?), seq_value(row.get(1)?))),
    )?)
}

/// Where a workstation's entries of a date lie.
///
/// # Errors
/// Those of the store.
pub fn stretch(connection: &Connection, station: &str, date: NaiveDate) -> Result<Option<(u64, u64)>, Fault> {
    let mut query =
        connection.prepare_cached("SELECT first_seq, last_seq FROM days WHERE station = ?1 AND business_date = ?2")?;
    Ok(query
        .query_row(params![station, date.to_string()], |row| {
            Ok((seq_value(row.get(0)?), seq_value(row.get(1)?)))
        })
        .optional()?)
}

/// The first of a workstation's entries that is of a later date.
///
/// # Errors
/// Those of the store.
pub fn first_after(connection: &Connection, station: &str, date: NaiveDate) -> Result<Option<u64>, Fault> {
    let mut query =
        connection.prepare_cached("SELECT min(first_seq) FROM days WHERE station = ?1 AND business_date > ?2")?;
    let first: Option<i64> = query.query_row(params![station, date.to_string()], |row| row.get(0))?;
    Ok(first.map(seq_value))
}

/// What one approved session was over or short by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverShortRow {
    /// The business date of its approval.
    pub date: NaiveDate,
    /// The cashier's user id.
    pub cashier: String,
    /// The cashier's name.
    pub name: String,
    /// Short, as a negative amount.
    pub short: Cents,
    /// Over.
    pub over: Cents,
    /// The entry of its approval.
    pub seq: u64,
}

/// Over and short of the drawers approved since a date.
///
/// # Errors
/// Those of the store.
pub fn over_short(connection: &Connection, since: NaiveDate) -> Result<Vec<OverShortRow>, Fault> {
    let mut query = connection.prepare_cached(
        "SELECT business_date, cashier, name, short, over, seq FROM over_short WHERE business_date >= ?1 ORDER BY business_date",
    )?;
    let rows = query.query_map([since.to_string()], |row| {
        Ok((
            row.get::<_, String>(0)?,
            row.get(1)?,
            row.get(2)?,
            row.get(3)?,
            row.get(4)?,
            seq_value(row.get(5)?),
        ))
    })?;
    let mut found = Vec::new();
    for row in rows {
        let (date, cashier, name, short, over, seq) = row?;
        found.push(OverShortRow {
            date: date.parse().unwrap_or_default(),
            cashier,
            name,
            short: Cents(short),
            over: Cents(over),
            seq,
        });
    }
    Ok(found)
}
