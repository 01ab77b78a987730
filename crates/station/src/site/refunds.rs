//! Requests for refunds, and the lists of them for accounts payable.

use counterfoil_domain::correction::RefundStanding;
use counterfoil_domain::entry::{Body, Entry, Refund, TakenBack};
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::Inside;
use crate::fault::Fault;
use crate::journal::{seq_column, seq_value};

pub(super) const TABLES: &str = "
    CREATE TABLE refunds (
        number        TEXT PRIMARY KEY,
        station       TEXT NOT NULL,
        seq           INTEGER NOT NULL,
        business_date TEXT NOT NULL,
        receipt       TEXT NOT NULL,
        amount        INTEGER NOT NULL,
        list          TEXT,
        listed        INTEGER NOT NULL DEFAULT 0,
        stopped       INTEGER NOT NULL DEFAULT 0,
        withdrawn     INTEGER NOT NULL DEFAULT 0,
        waits         INTEGER NOT NULL AS (NOT withdrawn AND amount > listed + stopped) STORED
    ) STRICT;
    CREATE INDEX refunds_by_waits ON refunds (waits, number);
    CREATE INDEX refunds_by_receipt ON refunds (receipt);
    CREATE TABLE refund_lists (number TEXT PRIMARY KEY, station TEXT NOT NULL, seq INTEGER NOT NULL) STRICT;
";

/// Takes in what an entry is to refunds.
pub(super) fn take(connection: &Connection, entry: &Entry) -> Result<(), Fault> {
    match &entry.body {
        Body::RefundRequested(body) => requested(connection, entry, &body.receipt, &body.refund),
        Body::ReceiptReversed(body) => body
            .refund
            .iter()
            .try_for_each(|refund| requested(connection, entry, &body.receipt, refund)),
        Body::ItemReturned(body) => {
            let mut taken = body.tenders.iter().flat_map(|tender| &tender.taken);
            taken.try_for_each(|taken| stopped(connection, taken, taken.amount))
        }
        Body::ItemReinstated(body) => {
            let mut given = body.tenders.iter().flat_map(|tender| &tender.given);
            given.try_for_each(|given| stopped(connection, given, given.amount.negated()))
        }
        Body::RefundWithdrawn(body) => {
            connection
                .prepare_cached("UPDATE refunds SET withdrawn = 1 WHERE number = ?1")?
                .execute([&body.number])?;
            Ok(())
        }
        Body::RefundsListed(body) => {
            connection
                .prepare_cached("INSERT INTO refund_lists (number, station, seq) VALUES (?1, ?2, ?3)")?
                .execute(params![body.number, entry.station, seq_column(entry.seq)])?;
            for (number, amount) in &body.refunds {
                connection
                    .prepare_cached("UPDATE refunds SET list = ?2, listed = listed + ?3 WHERE number = ?1")?
                    .execute(params![number, body.number, amount.0])?;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

fn requested(connection: &Connection, entry: &Entry, receipt: &str, refund: &Refund) -> Result<(), Fault> {
    connection
        .prepare_cached(
            "INSERT INTO refunds (number, station, seq, business_date, receipt, amount) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            refund.number,
            entry.station,
            seq_column(entry.seq),
            entry.business_date.to_string(),
            receipt,
            refund.amount.0
        ])?;
    Ok(())
}

/// What of a request is not to be paid after all; negative where it is again.
fn stopped(connection: &Connection, taken: &TakenBack, amount: Cents) -> Result<(), Fault> {
    if let Some(number) = &taken.refund {
        connection
            .prepare_cached("UPDATE refunds SET stopped = stopped + ?2 WHERE number = ?1")?
            .execute(params![number, amount.0])?;
    }
    Ok(())
}

/// A request as the tables have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundRow {
    /// Its number.
    pub number: String,
    /// The closing desk that made it.
    pub station: String,
    /// Its entry there.
    pub seq: u64,
    /// Its business date.
    pub business_date: String,
    /// The last list that it is on.
    pub list: Option<String>,
    /// What of it is on lists.
    pub listed: Cents,
    /// What of it is not to be paid after all.
    pub stopped: Cents,
    /// Whether it was withdrawn.
    pub withdrawn: bool,
}

const COLUMNS: &str = "number, seq, business_date, list, listed, stopped, withdrawn, station";

fn row(row: &Row<'_>) -> rusqlite::Result<RefundRow> {
    Ok(RefundRow {
        number: row.get(0)?,
        seq: seq_value(row.get(1)?),
        business_date: row.get(2)?,
        list: row.get(3)?,
        listed: Cents(row.get(4)?),
        stopped: Cents(row.get(5)?),
        withdrawn: row.get(6)?,
        station: row.get(7)?,
    })
}

fn some(connection: &Connection, filter: &str, values: impl rusqlite::Params) -> Result<Vec<RefundRow>, Fault> {
    let mut query = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM refunds WHERE {filter}"))?;
    let rows = query.query_map(values, row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// One request.
///
/// # Errors
/// Those of the store.
pub fn get(connection: &Connection, number: &str) -> Result<Option<RefundRow>, Fault> {
    let mut query = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM refunds WHERE number = ?1"))?;
    Ok(query.query_row([number], row).optional()?)
}

/// A request as it stands, with its entry.
///
/// # Errors
/// [`Refusal::UnknownRefund`], those of the store.
pub fn standing(inside: &Inside, row: &RefundRow) -> Result<(RefundStanding, Entry), Fault> {
    let entry = inside.stored(&row.station, row.seq)?.entry()?;
    let standing = RefundStanding::of(&entry).ok_or_else(|| Refusal::UnknownRefund {
        number: row.number.clone(),
    })?;
    let standing = RefundStanding {
        list: row.list.clone(),
        listed: row.listed,
        stopped: row.stopped,
        withdrawn: row.withdrawn,
        ..standing
    };
    Ok((standing, entry))
}

/// Requests that wait for a list, oldest first.
///
/// # Errors
/// Those of the store.
pub fn waiting(connection: &Connection) -> Result<Vec<RefundRow>, Fault> {
    some(connection, "waits = 1 ORDER BY number", [])
}

/// Those of a receipt that wait for a list, oldest first.
///
/// # Errors
/// Those of the store.
pub fn waiting_of(connection: &Connection, receipt: &str) -> Result<Vec<RefundRow>, Fault> {
    some(connection, "receipt = ?1 AND waits = 1 ORDER BY number", [receipt])
}

/// Requests of which nothing waits: listed, withdrawn or not to be paid; newest first.
///
/// # Errors
/// Those of the store.
pub fn settled(connection: &Connection, limit: u32) -> Result<Vec<RefundRow>, Fault> {
    some(connection, "waits = 0 ORDER BY number DESC LIMIT ?1", params![limit])
}

/// How many requests were ever made: the next number is one more.
///
/// # Errors
/// Those of the store.
pub fn count(connection: &Connection) -> Result<u64, Fault> {
    Ok(connection.query_row("SELECT count(*) FROM refunds", [], |row| row.get(0).map(seq_value))?)
}

/// The last lists, newest first: number, the closing desk that made it, its entry there.
///
/// # Errors
/// Those of the store.
pub fn lists(connection: &Connection, limit: u32) -> Result<Vec<(String, String, u64)>, Fault> {
    let mut query =
        connection.prepare_cached("SELECT number, station, seq FROM refund_lists ORDER BY number DESC LIMIT ?1")?;
    let rows = query.query_map(params![limit], |row| {
        Ok((row.get(0)?, row.get(1)?, seq_value(row.get(2)?)))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The entry that made the list of that number: the closing desk, and its number there.
///
/// # Errors
/// Those of the store.
pub fn list(connection: &Connection, number: &str) -> Result<Option<(String, u64)>, Fault> {
    let mut query = connection.prepare_cached("SELECT station, seq FROM refund_lists WHERE number = ?1")?;
    let place = query.query_row([number], |row| Ok((row.get(0)?, seq_value(row.get(1)?))));
    Ok(place.optional()?)
}

/// How many lists were ever made.
///
/// # Errors
/// Those of the store.
pub fn list_count(connection: &Connection) -> Result<u64, Fault> {
    Ok(connection.query_row("SELECT count(*) FROM refund_lists", [], |row| row.get(0).map(seq_value))?)
}
