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
    let begun = match &entry.body {
        Body::DrawerOpened(body) => Some((&body.cashier_name, false)),
        Body::BatchOpened(body) => Some((&body.keyed_by.1, true)),
        _ => None,
    };
    if let Some((name, batch)) = begun {
        connection
            .prepare_cached(
                "INSERT INTO sessions (id, first_seq, last_seq, business_date, cashier_name, phase, batch)
                 VALUES (?1, ?2, ?2, ?3, ?4, 'open', ?5)",
            )?
            .execute(params![id, seq, entry.business_date.to_string(), name, batch])?;
        return Ok(());
    }
    let one_more = i64::from(matches!(entry.body, Body::Receipt(_)));
    connection
        .prepare_cached("UPDATE sessions SET last_seq = ?2, receipts = receipts + ?3 WHERE id = ?1")?
        .execute(params![id, seq, one_more])?;
    match &entry.body {
        Body::CountingStarted(_) => phase(connection, id, "counting"),
        // As `Session::apply` has it: a drawer is counted again, a batch keyed on.
        Body::SessionReturned(_) => {
            connection
                .prepare_cached(
                    "UPDATE sessions SET phase = CASE batch WHEN 1 THEN 'open' ELSE 'counting' END WHERE id = ?1",
                )?
                .execute(params![id])?;
            Ok(())
        }
        Body::BatchClosed(body) => {
            let difference: i64 = body.tenders.iter().map(|line| line.counted.0 - line.expected.0).sum();
            connection
                .prepare_cached("UPDATE sessions SET difference = ?2 WHERE id = ?1")?
                .execute(params![id, difference])?;
            phase(connection, id, "closed")
        }
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
    /// Whether it is a batch.
    pub batch: bool,
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
        batch: row.get(7)?,
    })
}

const COLUMNS: &str = "id, first_seq, last_seq, business_date, cashier_name, receipts, difference, batch";

/// One session.
///
/// # Errors
/// Those of the store.
pub fn get(connection: &Connection, id: Uuid) -> Result<Option<SessionRow>, Fault> {
    let mut query = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM sessions WHERE id = ?1"))?;
    Ok(query.query_row([id.as_bytes().as_slice()], row).optional()?)
}

/// The sessions that are still in use, and the drawer opened last: what the desk keeps at hand.
///
/// # Errors
/// Those of the store.
pub fn at_hand(connection: &Connection) -> Result<Vec<SessionRow>, Fault> {
    let sql = format!(
        "SELECT {COLUMNS} FROM sessions
         WHERE phase <> 'closed' OR first_seq = (SELECT max(first_seq) FROM sessions WHERE batch = 0) ORDER BY first_seq"
    );
    let mut query = connection.prepare_cached(&sql)?;
    let rows = query.query_map([], row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The last closed drawer sessions, newest first.
///
/// # Errors
/// Those of the store.
pub fn recent(connection: &Connection, limit: usize) -> Result<Vec<SessionRow>, Fault> {
    let sql = format!(
        "SELECT {COLUMNS} FROM sessions WHERE phase = 'closed' AND batch = 0 ORDER BY first_seq DESC LIMIT {limit}"
    );
    let mut query = connection.prepare_cached(&sql)?;
    let rows = query.query_map([], row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}
