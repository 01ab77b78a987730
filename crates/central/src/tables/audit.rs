//! `audit`: what was done at central records by hand, and by whom.

use chrono::{DateTime, Utc};
use deadpool_postgres::GenericClient;

use crate::fault::Fault;

/// Notes what was done.
///
/// # Errors
/// Those of the database.
pub async fn note(
    client: &impl GenericClient,
    city: &str,
    who: &str,
    what: &str,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    client
        .execute(
            "INSERT INTO audit (city, at, who, what) VALUES ($1, $2, $3, $4)",
            &[&city, &now, &who, &what],
        )
        .await?;
    Ok(())
}
