//! `entries`: the bytes as they came, and beside them what is read from them.

use chrono::{DateTime, NaiveDate, Utc};
use counterfoil_domain::entry::Hash;
use counterfoil_domain::sync::StationName;
use deadpool_postgres::GenericClient;

use super::{column, hash};
use crate::fault::Fault;

/// Entries to be appended, column by column: they go to PostgreSQL as arrays, in one statement.
#[derive(Debug, Default)]
pub struct Columns<'a> {
    /// Their places.
    pub seq: Vec<i64>,
    /// Their epochs.
    pub epoch: Vec<i32>,
    /// Their hashes.
    pub hash: Vec<&'a [u8]>,
    /// Their kinds; none of one that does not read.
    pub kind: Vec<Option<&'a str>>,
    /// Their business dates.
    pub business_date: Vec<Option<NaiveDate>>,
    /// Their instants.
    pub at: Vec<Option<DateTime<Utc>>>,
    /// The receipts' numbers.
    pub receipt: Vec<Option<&'a str>>,
    /// Why one cannot be read.
    pub flag: Vec<Option<&'static str>>,
    /// Their bytes.
    pub bytes: Vec<&'a [u8]>,
}

/// Appends entries.
///
/// # Errors
/// Those of the database; one that is here already is refused by its key.
pub async fn append(
    client: &impl GenericClient,
    name: &StationName,
    position: u64,
    now: DateTime<Utc>,
    columns: &Columns<'_>,
) -> Result<(), Fault> {
    let query = client
        .prepare_cached(
            "INSERT INTO entries (city, site, station, position, received_at,
                                  seq, epoch, hash, kind, business_date, at, receipt, flag, bytes)
             SELECT $1::text, $2::text, $3::text, $4::bigint, $5::timestamptz, rows.*
             FROM unnest($6::bigint[], $7::integer[], $8::bytea[], $9::text[], $10::date[], $11::timestamptz[],
                         $12::text[], $13::text[], $14::bytea[]) AS rows",
        )
        .await?;
    client
        .execute(
            &query,
            &[
                &name.city,
                &name.site,
                &name.station,
                &column(position),
                &now,
                &columns.seq,
                &columns.epoch,
                &columns.hash,
                &columns.kind,
                &columns.business_date,
                &columns.at,
                &columns.receipt,
                &columns.flag,
                &columns.bytes,
            ],
        )
        .await?;
    Ok(())
}

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
