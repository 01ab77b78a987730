//! Money that stands in suspense.

use counterfoil_domain::entry::{Body, Entry, TakenBack};
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
    /// What is still held.
    pub amount: Cents,
    /// Who paid.
    pub payer: Option<String>,
    /// The account or reference as it came.
    pub reference: Option<String>,
    /// Why.
    pub why: String,
    /// Whether the receipt was voided.
    pub void: bool,
}

/// Why a line is held, by what its receipt says.
#[must_use]
pub fn why(description: &str) -> &str {
    description.split_once(": ").map_or("", |(_, why)| why)
}

const COLUMNS: &str = "receipt, line, station, seq, business_date, amount, payer, reference, why, void";

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
    })
}

/// Takes in what returned items, reversals and refunds took of money that stands in suspense,
/// or gave back to it.
pub(super) fn take(connection: &Connection, entry: &Entry) -> Result<(), Fault> {
    let change = |receipt: &str, one: &TakenBack, back: bool| -> Result<(), Fault> {
        let Some(line) = one.line else { return Ok(()) };
        let amount = if back { one.amount } else { one.amount.negated() };
        connection
            .prepare_cached("UPDATE suspense SET amount = amount + ?3 WHERE receipt = ?1 AND line = ?2")?
            .execute(params![receipt, line, amount.0])?;
        Ok(())
    };
    match &entry.body {
        Body::ItemReturned(body) => {
            for tender in &body.tenders {
                tender
                    .taken
                    .iter()
                    .try_for_each(|taken| change(&tender.receipt, taken, false))?;
            }
            Ok(())
        }
        Body::ItemReinstated(body) => {
            for tender in &body.tenders {
                tender
                    .given
                    .iter()
                    .try_for_each(|given| change(&tender.receipt, given, true))?;
            }
            Ok(())
        }
        Body::ReceiptReversed(body) => body
            .taken
            .iter()
            .try_for_each(|taken| change(&body.receipt, taken, false)),
        Body::RefundRequested(body) => change(&body.receipt, &body.taken, false),
        Body::RefundWithdrawn(body) => change(&body.receipt, &body.given, true),
        _ => Ok(()),
    }
}

/// What stands in suspense, oldest first.
///
/// # Errors
/// Those of the store.
pub fn standing(connection: &Connection) -> Result<Vec<SuspenseRow>, Fault> {
    let mut query = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM suspense WHERE void = 0 AND amount > 0 ORDER BY business_date, seq, line"
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
