//! What accounts central has: the last import, and which entries are in its balances.

use std::collections::{BTreeMap, BTreeSet};

use counterfoil_domain::money::Cents;
use counterfoil_domain::sync::CENTRAL;
use counterfoil_formats::wire::AccountsOffer;
use deadpool_postgres::GenericClient;
use tokio_postgres::Row;

use super::WHOLE_CITY;
use crate::fault::Fault;

/// The accounts that a workstation of a site is offered; none where billing has handed out none.
///
/// Where billing said which posting batch its balances include, every workstation of the city is
/// named, those of other sites with their site: one that had no entry in any of those batches with 0,
/// because none of its entries is in.
///
/// # Errors
/// Those of the database.
pub async fn offer(client: &impl GenericClient, city: &str, site: &str) -> Result<Option<AccountsOffer>, Fault> {
    let last = client
        .query_opt(
            "SELECT revision, digest, as_of, accounts, charges, total_due, batch
             FROM imports WHERE city = $1 AND site = $2 ORDER BY revision DESC LIMIT 1",
            &[&city, &WHOLE_CITY],
        )
        .await?;
    let Some(row) = last else { return Ok(None) };
    let (included, left_out) = match row.get::<_, Option<i64>>("batch") {
        Some(batch) => (
            included(client, city, site, batch).await?,
            left_out(client, city, site, batch).await?,
        ),
        None => (BTreeMap::new(), BTreeSet::new()),
    };
    Ok(Some(AccountsOffer {
        revision: count(row.get("revision")),
        digest: row.get("digest"),
        as_of: row.get("as_of"),
        accounts: count(row.get("accounts")),
        charges: count(row.get("charges")),
        total_due: Cents(row.get("total_due")),
        included,
        left_out,
    }))
}

async fn included(
    client: &impl GenericClient,
    city: &str,
    site: &str,
    batch: i64,
) -> Result<BTreeMap<String, u64>, Fault> {
    let rows = client
        .query(
            "SELECT s.site, s.station, COALESCE(p.last, 0)
             FROM stations s LEFT JOIN LATERAL (
                 SELECT last FROM posting_stretches p
                 WHERE p.city = s.city AND p.site = s.site AND p.station = s.station AND p.number <= $2
                 ORDER BY p.number DESC LIMIT 1
             ) p ON true
             WHERE s.city = $1 AND s.station <> $3",
            &[&city, &batch, &CENTRAL],
        )
        .await?;
    Ok(rows.iter().map(|row| seen_from(site, row)).collect())
}

/// Entries that could not be read when their batch was made, and are in none up to this one.
async fn left_out(
    client: &impl GenericClient,
    city: &str,
    site: &str,
    batch: i64,
) -> Result<BTreeSet<(String, u64)>, Fault> {
    let rows = client
        .query(
            "SELECT site, station, seq FROM posting_unread
             WHERE city = $1 AND left_out_of <= $2 AND (taken_by IS NULL OR taken_by > $2)",
            &[&city, &batch],
        )
        .await?;
    Ok(rows.iter().map(|row| seen_from(site, row)).collect())
}

/// Workstation and sequence number, as a site calls them.
fn seen_from(site: &str, row: &Row) -> (String, u64) {
    let (of, station): (&str, &str) = (row.get(0), row.get(1));
    let name = if of == site {
        station.to_owned()
    } else {
        named(of, station)
    };
    (name, count(row.get(2)))
}

/// How a workstation is called at other sites than its own.
pub(super) fn named(site: &str, station: &str) -> String {
    format!("{site}/{station}")
}

/// A count as the database keeps it: never negative.
pub(crate) fn count(given: i64) -> u64 {
    u64::try_from(given).unwrap_or_default()
}
