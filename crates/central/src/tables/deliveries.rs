//! `deliveries`: each push that brought something new, at its place in the site's order.

use chrono::{DateTime, Utc};
use counterfoil_domain::entry::{Hash, SignedHead};
use counterfoil_domain::sync::StationName;
use counterfoil_formats::wire::{BATCH_ENTRIES, Place};
use deadpool_postgres::GenericClient;
use tokio_postgres::Row;

use super::{column, epoch, epoch_column, hash, number};
use crate::fault::Fault;

/// A delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Its place in the site's order.
    pub position: u64,
    /// The workstation.
    pub station: String,
    /// The epoch of its last entry.
    pub epoch: u32,
    /// The entry before its first one.
    pub after: u64,
    /// Its last entry.
    pub upto: u64,
    /// The hash of the entry before its first one.
    pub previous: Hash,
    /// When the bundle was made.
    pub made_at: DateTime<Utc>,
    /// Whether the program ended with it.
    pub stopping: bool,
    /// The signed head.
    pub head: SignedHead,
    /// The signature of head and instant.
    pub handed: String,
}

/// The most bundles of one answer.
pub const BUNDLES: i64 = 200;

const COLUMNS: &str = "position, station, epoch, after, upto, previous, made_at, stopping, head, handed";

/// Keeps a delivery.
///
/// # Errors
/// Those of the database.
pub async fn keep(
    client: &impl GenericClient,
    name: &StationName,
    delivery: &Delivery,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let query = client
        .prepare_cached(
            "INSERT INTO deliveries (city, site, position, station, epoch, after, upto, previous, made_at,
                                     stopping, head, handed, received_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        )
        .await?;
    client
        .execute(
            &query,
            &[
                &name.city,
                &name.site,
                &column(delivery.position),
                &delivery.station,
                &epoch_column(delivery.epoch),
                &column(delivery.after),
                &column(delivery.upto),
                &delivery.previous.as_slice(),
                &delivery.made_at,
                &delivery.stopping,
                &serde_json::to_string(&delivery.head).unwrap_or_default(),
                &delivery.handed,
                &now,
            ],
        )
        .await?;
    Ok(())
}

fn read(row: &Row) -> Result<Delivery, Fault> {
    let head: &str = row.get(8);
    let position = number(row.get(0));
    Ok(Delivery {
        position,
        station: row.get(1),
        epoch: epoch(row.get(2)),
        after: number(row.get(3)),
        upto: number(row.get(4)),
        previous: hash(row.get(5)),
        made_at: row.get(6),
        stopping: row.get(7),
        head: serde_json::from_str(head).map_err(|cause| Fault::NotProved {
            problem: format!("delivery {position}: its signed head does not read: {cause}"),
        })?,
        handed: row.get(9),
    })
}

/// The site's deliveries after a position and up to another, not those of one workstation nor
/// central's own, so many.
///
/// # Errors
/// Those of the database.
pub async fn of_others(
    client: &impl GenericClient,
    name: &StationName,
    after: u64,
    upto: u64,
    limit: i64,
) -> Result<Vec<Delivery>, Fault> {
    let sql = format!(
        "SELECT {COLUMNS} FROM deliveries WHERE city = $1 AND site = $2 AND position > $3 AND position <= $4
         AND station <> $5 AND station <> 'CENTRAL' ORDER BY position LIMIT $6"
    );
    let query = client.prepare_cached(&sql).await?;
    let StationName { city, site, station } = name;
    let rows = client
        .query(&query, &[city, site, &column(after), &column(upto), station, &limit])
        .await?;
    rows.iter().map(read).collect()
}

/// A stream's deliveries that end after one of its entries, so many.
///
/// # Errors
/// Those of the database.
pub async fn of_stream(
    client: &impl GenericClient,
    name: &StationName,
    after: u64,
    limit: i64,
) -> Result<Vec<Delivery>, Fault> {
    let sql = format!(
        "SELECT {COLUMNS} FROM deliveries WHERE city = $1 AND site = $2 AND station = $3 AND upto > $4
         ORDER BY upto LIMIT $5"
    );
    let query = client.prepare_cached(&sql).await?;
    let StationName { city, site, station } = name;
    let rows = client
        .query(&query, &[city, site, station, &column(after), &limit])
        .await?;
    rows.iter().map(read).collect()
}

/// Cuts what was found, [`BUNDLES`] at most, after so many entries as one answer may have; one delivery at
/// least is left. Gives whether there may be more.
pub fn cut(found: &mut Vec<Delivery>) -> bool {
    let full = found.len() as i64 >= BUNDLES;
    let mut total = 0;
    let most = BATCH_ENTRIES as u64;
    let kept = found
        .iter()
        .take_while(|one| {
            let before = total;
            total += one.upto - one.after;
            before == 0 || total <= most
        })
        .count();
    let cut = kept < found.len();
    found.truncate(kept);
    cut || full
}

/// A position, marked with the signature of what stands there.
pub fn place(position: u64, handed: Option<&str>) -> Place {
    let mark = handed.unwrap_or_default().chars().take(16).collect();
    Place { position, mark }
}

/// What stands at a position of a site.
///
/// # Errors
/// Those of the database.
pub async fn place_at(client: &impl GenericClient, city: &str, site: &str, position: u64) -> Result<Place, Fault> {
    let query = client
        .prepare_cached("SELECT handed FROM deliveries WHERE city = $1 AND site = $2 AND position = $3")
        .await?;
    let row = client.query_opt(&query, &[&city, &site, &column(position)]).await?;
    Ok(place(position, row.as_ref().map(|row| row.get(0))))
}

/// How many deliveries a site has, and its last position: in one look.
///
/// # Errors
/// Those of the database.
pub async fn count(client: &impl GenericClient, city: &str, site: &str) -> Result<(u64, u64), Fault> {
    let row = client
        .query_one(
            "SELECT count(d.position), s.position FROM sites s
             LEFT JOIN deliveries d ON d.city = s.city AND d.site = s.site
             WHERE s.city = $1 AND s.site = $2 GROUP BY s.position",
            &[&city, &site],
        )
        .await?;
    Ok((number(row.get(0)), number(row.get(1))))
}

/// The bytes of the entries of deliveries, by position, in order.
///
/// # Errors
/// Those of the database.
pub async fn bytes(
    client: &impl GenericClient,
    city: &str,
    site: &str,
    deliveries: &[Delivery],
) -> Result<Vec<(u64, Vec<u8>)>, Fault> {
    let query = client
        .prepare_cached(
            "SELECT asked.position, e.bytes
             FROM unnest($3::bigint[], $4::text[], $5::bigint[], $6::bigint[])
                  AS asked (position, station, after, upto)
             JOIN entries e ON e.city = $1 AND e.site = $2 AND e.station = asked.station
                  AND e.seq > asked.after AND e.seq <= asked.upto
             ORDER BY asked.position, e.seq",
        )
        .await?;
    let numbers = |of: fn(&Delivery) -> u64| deliveries.iter().map(|one| column(of(one))).collect::<Vec<i64>>();
    let stations: Vec<&str> = deliveries.iter().map(|one| one.station.as_str()).collect();
    let (positions, afters) = (numbers(|one| one.position), numbers(|one| one.after));
    let uptos = numbers(|one| one.upto);
    let rows = client
        .query(&query, &[&city, &site, &positions, &stations, &afters, &uptos])
        .await?;
    Ok(rows.iter().map(|row| (number(row.get(0)), row.get(1))).collect())
}
