//! The board's rows, one a session, and where a session's entries lie.

use chrono::NaiveDate;
use counterfoil_domain::board::BoardRow;
use counterfoil_domain::session::Phase;
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::days;
use crate::fault::Fault;
use crate::journal::seq_value;

/// A row as it is kept: the board's own, and what else a screen asks of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The board's row.
    pub row: BoardRow,
    /// The user ids of everyone who worked it.
    pub people: Vec<String>,
    /// What was said last: why it was sent back, why a difference was accepted.
    pub reason: Option<String>,
    /// Pieces that the control figures say, for a batch.
    pub control_items: Option<u32>,
    /// The close that was approved.
    pub approved_seq: Option<u64>,
    /// The day's close that took it.
    pub closed_with: Option<NaiveDate>,
}

fn kept(text: &str) -> Result<Kept, Fault> {
    serde_json::from_str(text).map_err(|error| Fault::StoreUnsuited {
        problem: format!("a row of the board does not read: {error}"),
    })
}

/// One row.
///
/// # Errors
/// Those of the store.
pub fn get(connection: &Connection, session: Uuid) -> Result<Option<Kept>, Fault> {
    let mut query = connection.prepare_cached("SELECT row FROM board WHERE session = ?1")?;
    let text: Option<String> = query
        .query_row([session.as_bytes().as_slice()], |row| row.get(0))
        .optional()?;
    text.map(|text| kept(&text)).transpose()
}

/// Keeps a row in the place of the one before.
pub(super) fn keep(connection: &Connection, kept: &Kept) -> Result<(), Fault> {
    let text = serde_json::to_string(kept).map_err(|error| Fault::StoreUnsuited {
        problem: error.to_string(),
    })?;
    let row = &kept.row;
    connection
        .prepare_cached(
            "INSERT INTO board (session, station, business_date, closed_with, deposit, row) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (session) DO UPDATE SET
                closed_with = excluded.closed_with, deposit = excluded.deposit, row = excluded.row",
        )?
        .execute(params![
            row.session.as_bytes().as_slice(),
            row.station,
            row.business_date.to_string(),
            kept.closed_with.map(|date| date.to_string()),
            row.deposit.as_ref().map(|deposit| deposit.0.as_bytes().to_vec()),
            text
        ])?;
    Ok(())
}

fn all(connection: &Connection, filter: &str, values: &[String]) -> Result<Vec<Kept>, Fault> {
    let mut query = connection.prepare_cached(&format!("SELECT row FROM board WHERE {filter}"))?;
    let texts = query.query_map(rusqlite::params_from_iter(values), |row| row.get::<_, String>(0))?;
    let mut rows = Vec::new();
    for text in texts {
        rows.push(kept(&text?)?);
    }
    // Drawers first, workstation by workstation; then batches; each in the order in which they began.
    rows.sort_by(|one, other| {
        let key = |kept: &Kept| {
            let row = &kept.row;
            (row.kind.is_some(), row.station.clone(), row.opened_at)
        };
        key(one).cmp(&key(other))
    });
    Ok(rows)
}

/// The rows of a date's board. While it is not closed: its own sessions, and those that
/// an earlier close carried on; once it is closed: those closed with it, and its own
/// that were carried on.
///
/// # Errors
/// Those of the store.
pub fn of_date(connection: &Connection, date: NaiveDate) -> Result<Vec<Kept>, Fault> {
    let text = date.to_string();
    if days::closed_by(connection, date)?.is_some() {
        return all(connection, "closed_with = ?1 OR business_date = ?1", &[text]);
    }
    let last = days::last_closed(connection)?.map_or(String::new(), |last| last.to_string());
    all(
        connection,
        "closed_with IS NULL AND (business_date = ?1 OR (business_date < ?1 AND business_date <= ?2))",
        &[text, last],
    )
}

/// Sessions of earlier, closed dates that were carried to a date, or through it.
///
/// # Errors
/// Those of the store.
pub fn carried_to(connection: &Connection, date: NaiveDate) -> Result<Vec<Uuid>, Fault> {
    let Some(before) = days::closed_before(connection, date)? else {
        return Ok(Vec::new());
    };
    let rows = all(
        connection,
        "business_date <= ?1 AND (closed_with IS NULL OR closed_with >= ?2)",
        &[before.to_string(), date.to_string()],
    )?;
    Ok(rows.into_iter().map(|kept| kept.row.session).collect())
}

/// The drawer that is open in somebody's name, at any window of the site.
///
/// # Errors
/// Those of the store.
pub fn held_by(connection: &Connection, user: &str) -> Result<Option<String>, Fault> {
    let rows = all(connection, "closed_with IS NULL", &[])?;
    let open = rows.into_iter().map(|kept| kept.row);
    let mut open = open.filter(|row| row.kind.is_none() && row.phase != Phase::Closed);
    Ok(open.find(|row| row.cashier.0 == user).map(|row| row.name))
}

/// The sessions that a deposit takes.
///
/// # Errors
/// Those of the store.
pub fn of_deposit(connection: &Connection, deposit: Uuid) -> Result<Vec<Uuid>, Fault> {
    let mut query = connection.prepare_cached("SELECT session FROM board WHERE deposit = ?1")?;
    let ids = query.query_map([deposit.as_bytes().as_slice()], |row| row.get::<_, Vec<u8>>(0))?;
    let mut sessions = Vec::new();
    for id in ids {
        sessions.extend(Uuid::from_slice(&id?).ok());
    }
    Ok(sessions)
}

/// Approved sessions that no deposit takes: those of the last months.
///
/// # Errors
/// Those of the store.
pub fn to_deposit(connection: &Connection) -> Result<Vec<Kept>, Fault> {
    let rows = all(connection, "deposit IS NULL AND row LIKE '%\"approved_by\":[%'", &[])?;
    Ok(rows.into_iter().filter(|kept| kept.row.approved_by.is_some()).collect())
}

/// Batches that are not approved yet, and the last ones, newest first.
///
/// # Errors
/// Those of the store.
pub fn batches(connection: &Connection, limit: usize) -> Result<Vec<Kept>, Fault> {
    let mut rows = all(
        connection,
        "row LIKE '%\"kind\":\"%' AND business_date >= date((SELECT max(business_date) FROM board), '-31 days')",
        &[],
    )?;
    rows.retain(|kept| kept.row.kind.is_some());
    rows.sort_by_key(|kept| std::cmp::Reverse(kept.row.opened_at));
    rows.truncate(limit);
    Ok(rows)
}

/// How many batches of a kind a date has: the next one's number is one more.
///
/// # Errors
/// Those of the store.
pub fn batches_of_kind(
    connection: &Connection,
    date: NaiveDate,
    kind: counterfoil_domain::config::BatchKind,
) -> Result<usize, Fault> {
    let rows = all(connection, "business_date = ?1", &[date.to_string()])?;
    Ok(rows.iter().filter(|kept| kept.row.kind == Some(kind)).count())
}

/// Dates of sessions that no close took yet and that are later than the last close, oldest first.
///
/// # Errors
/// Those of the store.
pub fn open_dates(connection: &Connection) -> Result<Vec<NaiveDate>, Fault> {
    let last = days::last_closed(connection)?.map_or(String::new(), |last| last.to_string());
    let mut query = connection.prepare_cached(
        "SELECT DISTINCT business_date FROM board WHERE closed_with IS NULL AND business_date > ?1 ORDER BY 1",
    )?;
    let dates = query.query_map([last], |row| row.get::<_, String>(0))?;
    let mut open = Vec::new();
    for date in dates {
        open.extend(date?.parse::<NaiveDate>().ok());
    }
    Ok(open)
}

/// Where a session's entries lie: workstation, first and last entry.
///
/// # Errors
/// Those of the store.
pub fn stretches(connection: &Connection, session: Uuid) -> Result<Vec<(String, u64, u64)>, Fault> {
    let mut query =
        connection.prepare_cached("SELECT station, first_seq, last_seq FROM stretches WHERE session = ?1")?;
    let rows = query.query_map([session.as_bytes().as_slice()], |row| {
        Ok((row.get(0)?, seq_value(row.get(1)?), seq_value(row.get(2)?)))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
