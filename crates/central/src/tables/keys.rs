//! `station_keys`: every key that a workstation ever had.

use chrono::{DateTime, Utc};
use counterfoil_domain::sync::StationName;
use deadpool_postgres::GenericClient;

use crate::fault::Fault;

/// Notes a workstation's key.
///
/// # Errors
/// Those of the database.
pub async fn keep(client: &impl GenericClient, name: &StationName, key: &str, now: DateTime<Utc>) -> Result<(), Fault> {
    client
        .execute(
            "INSERT INTO station_keys (city, site, station, key, since) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT DO NOTHING",
            &[&name.city, &name.site, &name.station, &key, &now],
        )
        .await?;
    Ok(())
}

/// Revokes every key that a workstation has or had.
///
/// # Errors
/// Those of the database.
pub async fn revoke(client: &impl GenericClient, name: &StationName, now: DateTime<Utc>) -> Result<(), Fault> {
    client
        .execute(
            "UPDATE station_keys SET revoked = $4
             WHERE city = $1 AND site = $2 AND station = $3 AND revoked IS NULL",
            &[&name.city, &name.site, &name.station, &now],
        )
        .await?;
    Ok(())
}

/// The keys that a workstation had before and that were not revoked: who comes with one of them is
/// told that another machine goes on.
///
/// # Errors
/// Those of the database.
pub async fn former(client: &impl GenericClient, name: &StationName) -> Result<Vec<String>, Fault> {
    let query = client
        .prepare_cached(
            "SELECT key FROM station_keys k
             WHERE city = $1 AND site = $2 AND station = $3 AND revoked IS NULL
               AND NOT EXISTS (SELECT FROM stations s WHERE (s.city, s.site, s.station, s.key)
                                                          = (k.city, k.site, k.station, k.key))
             ORDER BY since DESC LIMIT 8",
        )
        .await?;
    let rows = client.query(&query, &[&name.city, &name.site, &name.station]).await?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}

/// Every key that a workstation ever had, revoked ones too.
///
/// # Errors
/// Those of the database.
pub async fn all(client: &impl GenericClient, name: &StationName) -> Result<Vec<String>, Fault> {
    let rows = client
        .query(
            "SELECT key FROM station_keys WHERE city = $1 AND site = $2 AND station = $3",
            &[&name.city, &name.site, &name.station],
        )
        .await?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}

/// Whether a key was a workstation's and was revoked.
///
/// # Errors
/// Those of the database.
pub async fn is_revoked(client: &impl GenericClient, name: &StationName, key: &str) -> Result<bool, Fault> {
    let found = client
        .query_opt(
            "SELECT FROM station_keys
             WHERE city = $1 AND site = $2 AND station = $3 AND key = $4 AND revoked IS NOT NULL",
            &[&name.city, &name.site, &name.station, &key],
        )
        .await?;
    Ok(found.is_some())
}
