//! `sites`: the row whose lock makes the order of a site.

use std::collections::BTreeMap;

use counterfoil_domain::sync::StationName;
use counterfoil_formats::wire::Place;
use deadpool_postgres::GenericClient;
use tokio_postgres::Row;

use super::{column, deliveries, number};
use crate::fault::Fault;

/// Makes the site's row where there is none yet.
///
/// # Errors
/// Those of the database.
pub async fn make(client: &impl GenericClient, city: &str, site: &str) -> Result<(), Fault> {
    client
        .execute(
            "INSERT INTO sites (city, site) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            &[&city, &site],
        )
        .await?;
    Ok(())
}

/// Locks the site until the transaction ends. Gives its last position; none of a site that is not known.
///
/// # Errors
/// Those of the database.
pub async fn lock(client: &impl GenericClient, city: &str, site: &str) -> Result<Option<u64>, Fault> {
    let query = client
        .prepare_cached("SELECT position FROM sites WHERE city = $1 AND site = $2 FOR UPDATE")
        .await?;
    let row = client.query_opt(&query, &[&city, &site]).await?;
    Ok(row.map(|row| number(row.get(0))))
}

/// The site's last position.
///
/// # Errors
/// Those of the database.
pub async fn position(client: &impl GenericClient, city: &str, site: &str) -> Result<u64, Fault> {
    let query = client
        .prepare_cached("SELECT position FROM sites WHERE city = $1 AND site = $2")
        .await?;
    let row = client.query_opt(&query, &[&city, &site]).await?;
    Ok(row.map_or(0, |row| number(row.get(0))))
}

/// The last places of the city's other sites than a workstation's.
///
/// # Errors
/// Those of the database.
pub async fn others(client: &impl GenericClient, name: &StationName) -> Result<BTreeMap<String, Place>, Fault> {
    let query = client
        .prepare_cached(
            "SELECT s.site, s.position, d.handed FROM sites s
             LEFT JOIN deliveries d ON d.city = s.city AND d.site = s.site AND d.position = s.position
             WHERE s.city = $1 AND s.site <> $2",
        )
        .await?;
    let rows = client.query(&query, &[&name.city, &name.site]).await?;
    let place = |row: &Row| deliveries::place(number(row.get(1)), row.get(2));
    Ok(rows.iter().map(|row| (row.get(0), place(row))).collect())
}

/// Sets the site's last position, under its lock.
///
/// # Errors
/// Those of the database.
pub async fn advance(client: &impl GenericClient, city: &str, site: &str, position: u64) -> Result<(), Fault> {
    let query = client
        .prepare_cached("UPDATE sites SET position = $3 WHERE city = $1 AND site = $2")
        .await?;
    client.execute(&query, &[&city, &site, &column(position)]).await?;
    Ok(())
}

/// Every site of the city.
///
/// # Errors
/// Those of the database.
pub async fn all(client: &impl GenericClient, city: &str) -> Result<Vec<String>, Fault> {
    let rows = client
        .query("SELECT site FROM sites WHERE city = $1 ORDER BY site", &[&city])
        .await?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}
