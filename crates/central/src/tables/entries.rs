//! `entries`: the bytes as they came, and beside them what is read from them.

use std::pin::pin;

use chrono::{DateTime, NaiveDate, Utc};
use counterfoil_domain::entry::Hash;
use counterfoil_domain::sync::StationName;
use deadpool_postgres::{GenericClient, Transaction};
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::Type;

use super::{column, hash};
use crate::fault::Fault;

/// An entry to be appended.
#[derive(Debug)]
pub struct NewRow<'a> {
    /// Its place.
    pub seq: i64,
    /// Its epoch.
    pub epoch: i32,
    /// Its hash.
    pub hash: &'a [u8],
    /// Its kind; none of one that does not read.
    pub kind: Option<&'a str>,
    /// Its business date.
    pub business_date: Option<NaiveDate>,
    /// Its instant.
    pub at: Option<DateTime<Utc>>,
    /// The receipt's number, where it is one.
    pub receipt: Option<&'a str>,
    /// Why it cannot be read.
    pub flag: Option<&'static str>,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// Appends entries, row by row in PostgreSQL's own form.
///
/// # Errors
/// Those of the database; one that is here already is refused by its key.
pub async fn append(
    transaction: &Transaction<'_>,
    name: &StationName,
    position: u64,
    now: DateTime<Utc>,
    new: &[NewRow<'_>],
) -> Result<(), Fault> {
    let sink = transaction
        .copy_in(
            "COPY entries (city, site, station, position, received_at,
                           seq, epoch, hash, kind, business_date, at, receipt, flag, bytes)
             FROM STDIN (FORMAT binary)",
        )
        .await?;
    let mut writer = pin!(BinaryCopyInWriter::new(sink, &TYPES));
    let position = column(position);
    for row in new {
        writer
            .as_mut()
            .write(&[
                &name.city,
                &name.site,
                &name.station,
                &position,
                &now,
                &row.seq,
                &row.epoch,
                &row.hash,
                &row.kind,
                &row.business_date,
                &row.at,
                &row.receipt,
                &row.flag,
                &row.bytes,
            ])
            .await?;
    }
    writer.finish().await?;
    Ok(())
}

/// The types of what is appended, in the order of the columns.
const TYPES: [Type; 14] = [
    Type::TEXT,
    Type::TEXT,
    Type::TEXT,
    Type::INT8,
    Type::TIMESTAMPTZ,
    Type::INT8,
    Type::INT4,
    Type::BYTEA,
    Type::TEXT,
    Type::DATE,
    Type::TIMESTAMPTZ,
    Type::TEXT,
    Type::TEXT,
    Type::BYTEA,
];

/// The hashes of the entries from one to another, both included.
///
/// # Errors
/// Those of the database.
pub async fn hashes(
    client: &impl GenericClient,
    name: &StationName,
    from: u64,
    upto: u64,
) -> Result<Vec<(u64, Hash)>, Fault> {
    let query = client
        .prepare_cached(
            "SELECT seq, hash FROM entries WHERE city = $1 AND site = $2 AND station = $3
             AND seq BETWEEN $4 AND $5 ORDER BY seq",
        )
        .await?;
    let StationName { city, site, station } = name;
    let rows = client
        .query(&query, &[city, site, station, &column(from), &column(upto)])
        .await?;
    Ok(rows
        .iter()
        .map(|row| (super::number(row.get(0)), hash(row.get(1))))
        .collect())
}

/// The flagged ones from one to another, both included.
///
/// # Errors
/// Those of the database.
pub async fn flagged(client: &impl GenericClient, name: &StationName, from: u64, upto: u64) -> Result<Vec<u64>, Fault> {
    let query = client
        .prepare_cached(
            "SELECT seq FROM entries WHERE city = $1 AND site = $2 AND station = $3
             AND seq BETWEEN $4 AND $5 AND flag IS NOT NULL ORDER BY seq",
        )
        .await?;
    let StationName { city, site, station } = name;
    let rows = client
        .query(&query, &[city, site, station, &column(from), &column(upto)])
        .await?;
    Ok(rows.iter().map(|row| super::number(row.get(0))).collect())
}

/// A stored entry.
#[derive(Debug, Clone)]
pub struct Stored {
    /// Its place.
    pub seq: u64,
    /// Its hash as the row says.
    pub hash: Vec<u8>,
    /// Its epoch as the row says.
    pub epoch: u32,
    /// The position of its delivery.
    pub position: u64,
    /// Its kind as the row says.
    pub kind: Option<String>,
    /// The receipt's number as the row says.
    pub receipt: Option<String>,
    /// Why it cannot be read.
    pub flag: Option<String>,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The entries after one, so many.
///
/// # Errors
/// Those of the database.
pub async fn after(
    client: &impl GenericClient,
    name: &StationName,
    after: u64,
    limit: i64,
) -> Result<Vec<Stored>, Fault> {
    let query = client
        .prepare_cached(
            "SELECT seq, hash, epoch, position, kind, receipt, flag, bytes FROM entries
             WHERE city = $1 AND site = $2 AND station = $3 AND seq > $4 ORDER BY seq LIMIT $5",
        )
        .await?;
    let StationName { city, site, station } = name;
    let rows = client
        .query(&query, &[city, site, station, &column(after), &limit])
        .await?;
    Ok(rows
        .iter()
        .map(|row| Stored {
            seq: super::number(row.get(0)),
            hash: row.get(1),
            epoch: super::epoch(row.get(2)),
            position: super::number(row.get(3)),
            kind: row.get(4),
            receipt: row.get(5),
            flag: row.get(6),
            bytes: row.get(7),
        })
        .collect())
}

/// The last entry of a kind that a stream holds.
///
/// # Errors
/// Those of the database.
pub async fn last_of_kind(
    client: &impl GenericClient,
    name: &StationName,
    kind: &str,
) -> Result<Option<Vec<u8>>, Fault> {
    let query = client
        .prepare_cached(
            "SELECT bytes FROM entries WHERE city = $1 AND site = $2 AND station = $3 AND kind = $4
             AND flag IS NULL ORDER BY seq DESC LIMIT 1",
        )
        .await?;
    let StationName { city, site, station } = name;
    let row = client.query_opt(&query, &[city, site, station, &kind]).await?;
    Ok(row.map(|row| row.get(0)))
}
