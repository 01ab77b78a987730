//! Money that stands in suspense.

use counterfoil_domain::money::Cents;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::fault::Fault;
use crate::journal::seq_value;

/// A line of a receipt that stands, or stood, in suspense.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuspenseRow {
    /// The receipt.
    pub receipt: String,
    /// The line within it.
    pub line: u16,
    /// The workstation that took it.
    pub station: String,
    /// Its entry.
    pub seq: u64,
    /// Its business date.
    pub business_date: String,
    /// What is held.
    pub amount: Cents,
    /// Who paid.
    pub payer: Option<String>,
    /// The account or reference as it came.
    pub reference: Option<String>,
    /// Why.
    pub why: String,
    /// Whether the receipt was voided.
    pub void: bool,
    /// Whether it was placed.
    pub placed: bool,
}

/// Why a line is held, by what its receipt says.
#[must_use]
pub fn why(description: &str) -> &str {
    description.split_once(": ").map_or("", |(_, why)| why)
}

const COLUMNS: &str =
    "receipt, line, station, seq, business_date, amount, payer, reference, why, void, placed_seq IS NOT NULL";

fn row(row: &Row<'_>) -> rusqlite::Result<SuspenseRow> {
    Ok(SuspenseRow {
        receipt: row.get(0)?,
        line: row.get(1)?,
        station: row.get(2)?,
        seq: seq_value(row.get(3)?),
        business_date: row.get(4)?,
        amount: Cents(row.get(5)?),
        payer: row.get(6)?,
        reference: row.get(7)?,
        why: row.get(8)?,
        void: row.get(9)?,
        placed: row.get(10)?,
    })
}

/// What stands in suspense, oldest first.
///
/// # Errors
/// Those of the store.
pub fn standing(connection: &Connection) -> Result<Vec<SuspenseRow>, Fault> {
    let mut query = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM suspense WHERE void = 0 AND placed_seq IS NULL ORDER BY business_date, seq, line"
    ))?;
    let rows = query.query_map([], row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// One line.
///
/// # Errors
/// Those of the store.
pub fn get(connection: &Connection, receipt: &str, line: u16) -> Result<Option<SuspenseRow>, Fault> {
    let mut query = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM suspense WHERE receipt = ?1 AND line = ?2"
    ))?;
    Ok(query.query_row(params![receipt, line], row).optional()?)
}

/// Whether a line of this receipt was placed: then it can no longer be voided.
///
/// # Errors
/// Those of the store.
pub fn placed_of(connection: &Connection, receipt: &str) -> Result<Option<u16>, Fault> {
    let mut query =
        connection.prepare_cached("SELECT line FROM suspense WHERE receipt = ?1 AND placed_seq IS NOT NULL LIMIT 1")?;
    Ok(query.query_row([receipt], |row| row.get(0)).optional()?)
}
