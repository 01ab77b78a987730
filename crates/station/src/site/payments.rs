//! Payments of the whole site: their tenders, the amounts in them, and the entries that
//! say what became of them.

use chrono::NaiveDate;
use counterfoil_domain::entry::{Body, Entry};
use counterfoil_domain::money::Cents;
use counterfoil_domain::receipt::{Receipt, Tender};
use rusqlite::{Connection, Row, params};
use uuid::Uuid;

use crate::accounts::words;
use crate::fault::Fault;
use crate::journal::{seq_column, seq_value};

pub(super) const TABLES: &str = "
    CREATE TABLE tenders (
        receipt       TEXT NOT NULL,
        place         INTEGER NOT NULL,
        station       TEXT NOT NULL,
        session       BLOB NOT NULL,
        business_date TEXT NOT NULL,
        amount        INTEGER NOT NULL,
        token         TEXT,
        number        TEXT,
        routing       TEXT,
        payer         TEXT,
        payer_words   TEXT NOT NULL, -- a space before each
        PRIMARY KEY (receipt, place)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX tenders_by_token ON tenders (token, number) WHERE token IS NOT NULL;
    CREATE INDEX tenders_by_number ON tenders (number, amount) WHERE number IS NOT NULL;
    CREATE INDEX tenders_by_amount ON tenders (amount, business_date);
    CREATE INDEX tenders_by_session ON tenders (session);
    CREATE INDEX tenders_by_date ON tenders (business_date) WHERE number IS NOT NULL OR token IS NOT NULL;
    CREATE TABLE amounts (
        cents         INTEGER NOT NULL,
        business_date TEXT NOT NULL,
        receipt       TEXT NOT NULL,
        what          TEXT NOT NULL,
        PRIMARY KEY (cents, business_date, receipt)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE receipt_entries (
        receipt TEXT NOT NULL,
        station TEXT NOT NULL,
        seq     INTEGER NOT NULL,
        PRIMARY KEY (receipt, station, seq)
    ) STRICT, WITHOUT ROWID;
";

/// Takes in the tenders and amounts of payments, which are searched at the closing desk.
pub(super) fn take(connection: &Connection, entry: &Entry) -> Result<(), Fault> {
    match &entry.body {
        Body::Receipt(receipt) => {
            for (place, tender) in (0u16..).zip(&receipt.tenders) {
                tender_taken(connection, entry, receipt, (place, tender))?;
            }
            amounts(connection, entry, receipt)
        }
        Body::TenderReclassed(body) => {
            let check = body.to.check.clone().unwrap_or_default();
            connection
                .prepare_cached(
                    "UPDATE tenders SET token = ?3, number = ?4, routing = ?5 WHERE receipt = ?1 AND place = ?2",
                )?
                .execute(params![
                    body.receipt,
                    body.tender,
                    check.token,
                    check.number,
                    check.routing
                ])?;
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Takes in which payments an entry is about.
pub(super) fn follow(connection: &Connection, entry: &Entry) -> Result<(), Fault> {
    match &entry.body {
        Body::Receipt(body) => of_receipt(connection, &body.number, entry),
        Body::ReceiptVoided(body) => of_receipt(connection, &body.receipt, entry),
        Body::TenderReclassed(body) => of_receipt(connection, &body.receipt, entry),
        Body::SuspensePlaced(body) => of_receipt(connection, &body.receipt, entry),
        Body::ItemReturned(body) => {
            let mut receipts = body.tenders.iter().map(|tender| &tender.receipt);
            receipts.try_for_each(|receipt| of_receipt(connection, receipt, entry))
        }
        Body::ItemReinstated(body) => {
            let mut receipts = body.tenders.iter().map(|tender| &tender.receipt);
            receipts.try_for_each(|receipt| of_receipt(connection, receipt, entry))
        }
        Body::ReceiptReversed(body) => of_receipt(connection, &body.receipt, entry),
        Body::PaymentTransferred(body) => of_receipt(connection, &body.receipt, entry),
        Body::RefundRequested(body) => of_receipt(connection, &body.receipt, entry),
        Body::RefundWithdrawn(body) => of_receipt(connection, &body.receipt, entry),
        _ => Ok(()),
    }
}

fn of_receipt(connection: &Connection, receipt: &str, entry: &Entry) -> Result<(), Fault> {
    connection
        .prepare_cached("INSERT OR IGNORE INTO receipt_entries (receipt, station, seq) VALUES (?1, ?2, ?3)")?
        .execute(params![receipt, entry.station, seq_column(entry.seq)])?;
    Ok(())
}

fn tender_taken(
    connection: &Connection,
    entry: &Entry,
    receipt: &Receipt,
    (place, tender): (u16, &Tender),
) -> Result<(), Fault> {
    let check = tender.check.as_ref();
    connection
        .prepare_cached(
            "INSERT OR IGNORE INTO tenders
                (receipt, place, station, session, business_date, amount, token, number, routing, payer, payer_words)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?
        .execute(params![
            receipt.number,
            place,
            entry.station,
            receipt.session.as_bytes().as_slice(),
            entry.business_date.to_string(),
            tender.amount.0,
            check.and_then(|check| check.token.as_deref()),
            check.and_then(|check| check.number.as_deref()),
            check.and_then(|check| check.routing.as_deref()),
            receipt.payer,
            spaced(&words::indexed(receipt.payer.as_deref().unwrap_or_default()))
        ])?;
    Ok(())
}

/// Words, each behind a space, so that their beginnings are found.
fn spaced(words: &[String]) -> String {
    words.iter().map(|word| format!(" {word}")).collect()
}

/// The amounts that somebody may ask for: the receipt's, its tenders', its lines'.
fn amounts(connection: &Connection, entry: &Entry, receipt: &Receipt) -> Result<(), Fault> {
    let whole = [("receipt", receipt.total)].into_iter();
    let tenders = receipt
        .tenders
        .iter()
        .map(|tender| ("tender", tender.handed.unwrap_or(tender.amount)));
    let applied = receipt.tenders.iter().map(|tender| ("tender", tender.amount));
    let lines = receipt.lines.iter().map(|line| ("line", line.amount));
    let date = entry.business_date.to_string();
    for (what, cents) in whole.chain(applied).chain(tenders).chain(lines) {
        connection
            .prepare_cached(
                "INSERT OR IGNORE INTO amounts (cents, business_date, receipt, what) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![cents.0, date, receipt.number, what])?;
    }
    Ok(())
}

/// The entries of a payment: workstation and place, in no order.
///
/// # Errors
/// Those of the store.
pub fn entries(connection: &Connection, receipt: &str) -> Result<Vec<(String, u64)>, Fault> {
    let mut query = connection
        .prepare_cached("SELECT station, seq FROM receipt_entries WHERE receipt = ?1 ORDER BY station, seq")?;
    let rows = query.query_map([receipt], |row| Ok((row.get(0)?, seq_value(row.get(1)?))))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A tender of a payment, as the tables have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TenderRow {
    /// The receipt.
    pub receipt: String,
    /// Its place within it.
    pub place: u16,
    /// The session that took it.
    pub session: Uuid,
    /// Its business date.
    pub business_date: NaiveDate,
    /// What it paid.
    pub amount: Cents,
    /// The token of its bank account.
    pub token: Option<String>,
    /// The check's number.
    pub number: Option<String>,
    /// The bank's routing number.
    pub routing: Option<String>,
    /// Who paid.
    pub payer: Option<String>,
}

const COLUMNS: &str = "receipt, place, session, business_date, amount, token, number, routing, payer";

fn row(row: &Row<'_>) -> rusqlite::Result<TenderRow> {
    let session: Vec<u8> = row.get(2)?;
    let date: String = row.get(3)?;
    Ok(TenderRow {
        receipt: row.get(0)?,
        place: row.get(1)?,
        session: Uuid::from_slice(&session).unwrap_or_default(),
        business_date: date.parse().unwrap_or_default(),
        amount: Cents(row.get(4)?),
        token: row.get(5)?,
        number: row.get(6)?,
        routing: row.get(7)?,
        payer: row.get(8)?,
    })
}

fn some(connection: &Connection, filter: &str, values: impl rusqlite::Params) -> Result<Vec<TenderRow>, Fault> {
    let mut query = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM tenders WHERE {filter}"))?;
    let rows = query.query_map(values, row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Tenders of a bank account, newest first; of one check where a number is given.
///
/// # Errors
/// Those of the store.
pub fn of_token(
    connection: &Connection,
    token: &str,
    number: Option<&str>,
    limit: u32,
) -> Result<Vec<TenderRow>, Fault> {
    some(
        connection,
        "token = ?1 AND (?2 IS NULL OR number = ?2) ORDER BY business_date DESC, receipt DESC LIMIT ?3",
        params![token, number, limit],
    )
}

/// Tenders of a check's number, newest first.
///
/// # Errors
/// Those of the store.
pub fn of_number(connection: &Connection, number: &str, limit: u32) -> Result<Vec<TenderRow>, Fault> {
    some(
        connection,
        "number = ?1 ORDER BY business_date DESC, receipt DESC LIMIT ?2",
        params![number, limit],
    )
}

/// Tenders of an amount between two dates, nearest to the later date first.
///
/// # Errors
/// Those of the store.
pub fn of_amount(
    connection: &Connection,
    amount: Cents,
    (from, to): (NaiveDate, NaiveDate),
    limit: u32,
) -> Result<Vec<TenderRow>, Fault> {
    some(
        connection,
        "amount = ?1 AND business_date BETWEEN ?2 AND ?3 AND (number IS NOT NULL OR token IS NOT NULL)
         ORDER BY business_date DESC, receipt DESC LIMIT ?4",
        params![amount.0, from.to_string(), to.to_string(), limit],
    )
}

/// Checks and electronic payments between two dates whose payer's name has every word of a text,
/// or its beginning, newest first.
///
/// # Errors
/// Those of the store.
pub fn of_payer(
    connection: &Connection,
    payer: &str,
    (from, to): (NaiveDate, NaiveDate),
    limit: u32,
) -> Result<Vec<TenderRow>, Fault> {
    let wanted = words::searched(payer);
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let wanted: Vec<String> = wanted.iter().map(|word| format!(" {word}")).collect();
    some(
        connection,
        "business_date BETWEEN ?2 AND ?3 AND (number IS NOT NULL OR token IS NOT NULL)
         AND NOT EXISTS (SELECT 1 FROM json_each(?1) WHERE instr(payer_words, value) = 0)
         ORDER BY business_date DESC, receipt DESC LIMIT ?4",
        params![
            serde_json::json!(wanted).to_string(),
            from.to_string(),
            to.to_string(),
            limit
        ],
    )
}

/// Tenders of a session.
///
/// # Errors
/// Those of the store.
pub fn of_session(connection: &Connection, session: Uuid, limit: u32) -> Result<Vec<TenderRow>, Fault> {
    some(
        connection,
        "session = ?1 AND (number IS NOT NULL OR token IS NOT NULL) ORDER BY receipt, place LIMIT ?2",
        params![session.as_bytes().as_slice(), limit],
    )
}

/// Receipts in which an amount stands, between two dates, nearest to a day first: the
/// receipt, and what of it the amount is.
///
/// # Errors
/// Those of the store.
pub fn with_amount(
    connection: &Connection,
    amount: Cents,
    (from, about, to): (NaiveDate, NaiveDate, NaiveDate),
    limit: u32,
) -> Result<Vec<(String, String)>, Fault> {
    let mut query = connection.prepare_cached(
        "SELECT receipt, what FROM amounts WHERE cents = ?1 AND business_date BETWEEN ?2 AND ?3
         ORDER BY abs(julianday(business_date) - julianday(?4)), receipt LIMIT ?5",
    )?;
    let rows = query.query_map(
        params![amount.0, from.to_string(), to.to_string(), about.to_string(), limit],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(rows.collect::<Result<_, _>>()?)
}
