//! `forks`: bundles that contradict what is here, kept whole.

use chrono::{DateTime, Utc};
use counterfoil_domain::sync::StationName;
use deadpool_postgres::GenericClient;
use sha2::{Digest, Sha256};

use super::column;
use crate::fault::Fault;

/// Keeps a bundle aside; the same one once. `seq` is the first number that stands for two entries.
///
/// # Errors
/// Those of the database.
pub async fn keep(
    client: &impl GenericClient,
    name: &StationName,
    seq: u64,
    came_by: &str,
    bundle: &[u8],
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let StationName { city, site, station } = name;
    let digest = Sha256::digest(bundle).to_vec();
    client
        .execute(
            "INSERT INTO forks (city, site, station, digest, seq, came_by, received_at, bundle)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
            &[city, site, station, &digest, &column(seq), &came_by, &now, &bundle],
        )
        .await?;
    Ok(())
}
