//! What the desk must know when it starts: the configuration in force, wrong
//! passwords, what was paid since billing's copy, checks of the last months.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use counterfoil_domain::account::{Behind, Cut, Effect, PaidSince, Restored};
use counterfoil_domain::entry::{Entry, SignInRefused};
use counterfoil_domain::money::Cents;
use rusqlite::{Connection, OptionalExtension, params};

use crate::fault::Fault;
use crate::journal::{seq_column, seq_value};

/// Remembers the last entry of a kind of which only the last matters.
pub(super) fn single(connection: &Connection, entry: &Entry) -> Result<(), Fault> {
    connection
        .prepare_cached(
            "INSERT INTO singles (kind, seq) VALUES (?1, ?2) ON CONFLICT (kind) DO UPDATE SET seq = excluded.seq",
        )?
        .execute(params![entry.body.kind(), seq_column(entry.seq)])?;
    Ok(())
}

/// The last entry of such a kind.
///
/// # Errors
/// Those of the store.
pub fn last_of(connection: &Connection, kind: &str) -> Result<Option<u64>, Fault> {
    let mut query = connection.prepare_cached("SELECT seq FROM singles WHERE kind = ?1")?;
    Ok(query.query_row([kind], |row| row.get(0)).optional()?.map(seq_value))
}

pub(super) fn wrong_password(connection: &Connection, entry: &Entry, body: &SignInRefused) -> Result<(), Fault> {
    connection
        .prepare_cached(
            "INSERT INTO wrong_passwords (user, in_a_row, at) VALUES (?1, ?2, ?3)
             ON CONFLICT (user) DO UPDATE SET in_a_row = excluded.in_a_row, at = excluded.at",
        )?
        .execute(params![body.user, body.in_a_row, entry.at.timestamp_millis()])?;
    Ok(())
}

pub(super) fn right_password(connection: &Connection, user: &str) -> Result<(), Fault> {
    connection
        .prepare_cached("DELETE FROM wrong_passwords WHERE user = ?1")?
        .execute([user])?;
    Ok(())
}

/// Wrong passwords in a row by user, and when the last one was.
///
/// # Errors
/// Those of the store.
pub fn wrong_passwords(connection: &Connection) -> Result<HashMap<String, (u32, DateTime<Utc>)>, Fault> {
    let mut query = connection.prepare_cached("SELECT user, in_a_row, at FROM wrong_passwords")?;
    let rows = query.query_map([], |row| {
        let at = DateTime::from_timestamp_millis(row.get(2)?).unwrap_or_default();
        Ok((row.get(0)?, (row.get(1)?, at)))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What was paid on accounts at this workstation that a copy of them does not hold. Asked where it stands alone:
/// no copy leaves entries of its own out.
///
/// # Errors
/// Those of the store.
pub fn paid_since(connection: &Connection, station: &str, cut: Cut) -> Result<PaidSince, Fault> {
    let (behind, place) = match cut.behind(station) {
        Behind::Entry(seq) => ("seq", seq_column(seq)),
        Behind::Instant(at) => ("at", at.timestamp_millis()),
    };
    let mut query = connection.prepare_cached(&format!(
        "SELECT account, charge, receipt, sum(cents), max(code), max(what), max(since) FROM paid
         WHERE {behind} > ?1 GROUP BY account, charge, receipt"
    ))?;
    let mut rows = query.query([place])?;
    let mut paid = PaidSince::besides(cut);
    while let Some(row) = rows.next()? {
        let (account, charge): (String, Option<String>) = (row.get(0)?, row.get(1)?);
        let receipt: String = row.get(2)?;
        let (code, what): (Option<String>, Option<String>) = (row.get(4)?, row.get(5)?);
        let since: Option<String> = row.get(6)?;
        paid.take_in(Effect {
            account: &account,
            charge: charge.as_deref(),
            amount: Cents(row.get(3)?),
            receipt: &receipt,
            restored: Restored::kept(code.as_deref(), what.as_deref(), since.as_deref()),
        })?;
    }
    Ok(paid)
}

/// A check as it is remembered: token and number, receipt and date.
pub type SeenCheck = ((String, String), (String, NaiveDate));

/// Checks taken since a day.
///
/// # Errors
/// Those of the store.
pub fn checks_since(connection: &Connection, day: NaiveDate) -> Result<Vec<SeenCheck>, Fault> {
    let mut query = connection.prepare_cached(
        "SELECT token, number, receipt, business_date FROM checks WHERE business_date >= ?1 ORDER BY seq",
    )?;
    let rows = query.query_map([day.to_string()], |row| {
        let date: String = row.get(3)?;
        Ok(((row.get(0)?, row.get(1)?), (row.get(2)?, date.parse().unwrap_or(day))))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
