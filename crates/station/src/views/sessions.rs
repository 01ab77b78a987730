//! Drawer sessions as they are listed, and where their entries lie in the journal.

use counterfoil_domain::entry::{Body, Entry};
use counterfoil_domain::money::Cents;
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use crate::fault::Fault;
use crate::journal::{seq_column, seq_value};

/// Takes an entry of a session in.
pub(super) fn touched(connection: &Connection, entry: &Entry) -> Result<(), Fault> {
    let Some(session) = entry.body.session() else {
        return Ok(());
    };
    let (id, seq) = (session.as_bytes().as_slice(), seq_column(entry.seq));
    if let Body::DrawerOpened(body) = &entry.body {
        connection
            .prepare_cached(
                "INSERT INTO sessions (id, first_seq, last_seq, business_date, cashier_name, phase)
                 VALUES (?1, ?2, ?2, ?3, ?4, 'open')",
            )?
            .execute(params![id, seq, entry.business_date.to_string(), body.cashier_name])?;
        return Ok(());
    }
    let one_more = i64::from(matches!(entry.body, Body::Receipt(_)));
    connection
        .prepare_cached("UPDATE sessions SET last_seq = ?2, receipts = receipts + ?3 WHERE id = ?1")?
        .execute(params![id, seq, one_more])?;
    match &entry.body {
        Body::CountingStarted(_) => phase(connection, id, "counting"),
        Body::DrawerClosed(body) => {
            let difference: i64 = body.tenders.iter().map(|line| line.counted.0 - line.expected.0).sum();
            connection
                .prepare_cached("UPDATE sessions SET difference = ?2 WHERE id = ?1")?
                .execute(params![id, difference])?;
            phase(connection, id, "closed")
        }
        Body::HandedOver(body) => {
            connection
                .prepare_cached("UPDATE sessions SET cashier_name = ?2 WHERE id = ?1")?
                .execute(params![id, body.to.1])?;
            Ok(())
        }
        _ => Ok(()),
    }
}

fn phase(connection: &Connection, id: &[u8], phase: &str) -> Result<(), Fault> {
    connection
        .prepare_cached("UPDATE sessions SET phase = ?2 WHERE id = ?1")?
        .execute(params![id, phase])?;
    Ok(())
}

/// Where a session's entries lie, and how it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// The session.
    pub id: Uuid,
    /// Its first entry.
    pub first_seq: u64,
    /// Its last entry so far.
    pub last_seq: u64,
    /// Its business date.
    pub business_date: String,
    /// Who held it last.
    pub cashier_name: String,
    /// Receipts taken.
    pub receipts: u32,
    /// Counted less expected, all tenders.
    pub difference: Cents,
}

fn row(row: &Row<'_>) -> rusqlite::Result<SessionRow> {
    let id: Vec<u8> = row.get(0)?;
    Ok(SessionRow {
        id: Uuid::from_slice(&id).unwrap_or_default(),
        first_seq: seq_value(row.get(1)?),
        last_seq: seq_value(row.get(2)?),
        business_date: row.get(3)?,
        cashier_name: row.get(4)?,
        receipts: row.get(5)?,
        difference: Cents(row.get(6)?),
    })
}

const COLUMNS: &str = "id, first_seq, last_seq, business_date, cashier_name, receipts, difference";

/// One session.
///
/// # Errors
/// Those of the store.
pub fn get(connection: &Connection, id: Uuid) -> Result<Option<SessionRow>, Fault> {
    let mut query = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM sessions WHERE id = ?1"))?;
    Ok(query.query_row([id.as_bytes().as_slice()], row).optional()?)
}

/// The sessions that are still in use, and the one opened last: what the desk keeps at hand.
///
/// # Errors
/// Those of the store.
pub fn at_hand(connection: &Connection) -> Result<Vec<SessionRow>, Fault> {
    let sql = format!(
        "SELECT {COLUMNS} FROM sessions
         WHERE phase <> 'closed' OR first_seq = (SELECT max(first_seq) FROM sessions) ORDER BY first_seq"
    );
    let mut query = connection.prepare_cached(&sql)?;
    let rows = query.query_map([], row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The last closed sessions, newest first.
///
/// # Errors
/// Those of the store.
pub fn recent(connection: &Connection, limit: usize) -> Result<Vec<SessionRow>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM sessions WHERE phase = 'closed' ORDER BY first_seq DESC LIMIT {limit}");
    let mut query = connection.prepare_cached(&sql)?;
    let rows = query.query_map([], row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}
