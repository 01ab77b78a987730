//! `codes`: one-time codes, by the digest of their secret.

use chrono::{DateTime, Utc};
use counterfoil_domain::sync::StationName;
use deadpool_postgres::GenericClient;
use sha2::{Digest, Sha256};

use crate::fault::Fault;

/// A code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// The workstation that it is for.
    pub name: StationName,
    /// Whether it lets a workstation go on that is known already.
    pub replaces: bool,
    /// Until when it may be used.
    pub expires: DateTime<Utc>,
    /// The key that used it.
    pub used_key: Option<String>,
}

fn digest(secret: &str) -> Vec<u8> {
    let mut digest = Sha256::new();
    digest.update(b"counterfoil/code/1\0");
    digest.update(secret.as_bytes());
    digest.finalize().to_vec()
}

/// Keeps a code that was made.
///
/// # Errors
/// Those of the database.
pub async fn keep(
    client: &impl GenericClient,
    secret: &str,
    code: &Code,
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let StationName { city, site, station } = &code.name;
    client
        .execute(
            "INSERT INTO codes (city, site, station, secret, replaces, made_at, made_by, expires)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            &[
                city,
                site,
                station,
                &digest(secret),
                &code.replaces,
                &now,
                &by,
                &code.expires,
            ],
        )
        .await?;
    Ok(())
}

/// The code of a secret, locked until the transaction ends.
///
/// # Errors
/// Those of the database.
pub async fn lock(client: &impl GenericClient, city: &str, secret: &str) -> Result<Option<Code>, Fault> {
    let row = client
        .query_opt(
            "SELECT site, station, replaces, expires, used_key FROM codes
             WHERE city = $1 AND secret = $2 FOR UPDATE",
            &[&city, &digest(secret)],
        )
        .await?;
    Ok(row.map(|row| Code {
        name: StationName {
            city: city.to_owned(),
            site: row.get(0),
            station: row.get(1),
        },
        replaces: row.get(2),
        expires: row.get(3),
        used_key: row.get(4),
    }))
}

/// Uses a code up.
///
/// # Errors
/// Those of the database.
pub async fn used(
    client: &impl GenericClient,
    code: &Code,
    secret: &str,
    key: &str,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    client
        .execute(
            "UPDATE codes SET used_at = $4, used_key = $5 WHERE city = $1 AND site = $2 AND secret = $3",
            &[&code.name.city, &code.name.site, &digest(secret), &now, &key],
        )
        .await?;
    Ok(())
}

/// Ends the codes of a workstation that were not used: the latest one counts.
///
/// # Errors
/// Those of the database.
pub async fn end(client: &impl GenericClient, name: &StationName, now: DateTime<Utc>) -> Result<(), Fault> {
    client
        .execute(
            "UPDATE codes SET expires = least(expires, $4)
             WHERE city = $1 AND site = $2 AND station = $3 AND used_at IS NULL",
            &[&name.city, &name.site, &name.station, &now],
        )
        .await?;
    Ok(())
}
