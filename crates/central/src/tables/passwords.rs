//! `passwords` and `password_revisions`: the users' password hashes.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use deadpool_postgres::GenericClient;

use super::number;
use crate::fault::Fault;

/// The city's revision of passwords and of who the users are.
///
/// # Errors
/// Those of the database.
pub async fn revision(client: &impl GenericClient, city: &str) -> Result<u64, Fault> {
    let query = client
        .prepare_cached("SELECT revision FROM password_revisions WHERE city = $1")
        .await?;
    let row = client.query_opt(&query, &[&city]).await?;
    Ok(row.map_or(0, |row| number(row.get(0))))
}

/// The next revision begins.
///
/// # Errors
/// Those of the database.
pub async fn advance(client: &impl GenericClient, city: &str) -> Result<(), Fault> {
    client
        .execute(
            "INSERT INTO password_revisions (city, revision) VALUES ($1, 1)
             ON CONFLICT (city, site) DO UPDATE SET revision = password_revisions.revision + 1",
            &[&city],
        )
        .await?;
    Ok(())
}

/// Keeps a user's hash.
///
/// # Errors
/// Those of the database.
pub async fn keep(
    client: &impl GenericClient,
    city: &str,
    user: &str,
    hash: &str,
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    client
        .execute(
            "INSERT INTO passwords (city, user_id, hash, changed_at, changed_by) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (city, site, user_id) DO UPDATE SET hash = $3, changed_at = $4, changed_by = $5",
            &[&city, &user, &hash, &now, &by],
        )
        .await?;
    Ok(())
}

/// The hashes of these users, of those who have one.
///
/// # Errors
/// Those of the database.
pub async fn of(client: &impl GenericClient, city: &str, users: &[String]) -> Result<BTreeMap<String, String>, Fault> {
    let query = client
        .prepare_cached("SELECT user_id, hash FROM passwords WHERE city = $1 AND user_id = ANY($2)")
        .await?;
    let rows = client.query(&query, &[&city, &users]).await?;
    Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
}
