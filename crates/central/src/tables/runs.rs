//! `runs`: the runs of a workstation's program that were heard.

use chrono::{DateTime, Utc};
use counterfoil_domain::sync::StationName;
use deadpool_postgres::GenericClient;
use uuid::Uuid;

use crate::fault::Fault;

/// What is known of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Run {
    /// It was never heard.
    New,
    /// It was heard before.
    Heard,
    /// It asked at this instant, by its clock, and was not heard: it may be a copy, or late on the way.
    Doubted(DateTime<Utc>),
    /// It is that of a copy, and heard no more.
    Cloned,
}

/// What is known of a run.
///
/// # Errors
/// Those of the database.
pub async fn get(client: &impl GenericClient, name: &StationName, run: Uuid) -> Result<Run, Fault> {
    let query = client
        .prepare_cached("SELECT cloned, doubted FROM runs WHERE city = $1 AND site = $2 AND station = $3 AND run = $4")
        .await?;
    let row = client
        .query_opt(&query, &[&name.city, &name.site, &name.station, &run])
        .await?;
    Ok(match row.map(|row| (row.get(0), row.get(1))) {
        None => Run::New,
        Some((true, _)) => Run::Cloned,
        Some((false, Some(asked_at))) => Run::Doubted(asked_at),
        Some((false, None)) => Run::Heard,
    })
}

/// Notes a run that was not heard, and when it asked.
///
/// # Errors
/// Those of the database.
pub async fn doubt(
    client: &impl GenericClient,
    name: &StationName,
    run: Uuid,
    asked_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    client
        .execute(
            "INSERT INTO runs (city, site, station, run, first, doubted) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (city, site, station, run) DO NOTHING",
            &[&name.city, &name.site, &name.station, &run, &now, &asked_at],
        )
        .await?;
    Ok(())
}

/// Notes a run that was heard, or one that is a copy's.
///
/// # Errors
/// Those of the database.
pub async fn note(
    client: &impl GenericClient,
    name: &StationName,
    run: Uuid,
    cloned: bool,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    client
        .execute(
            "INSERT INTO runs (city, site, station, run, cloned, first) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (city, site, station, run) DO UPDATE SET cloned = runs.cloned OR excluded.cloned, doubted = NULL",
            &[&name.city, &name.site, &name.station, &run, &cloned, &now],
        )
        .await?;
    Ok(())
}

/// Forgets a workstation's runs: it was enrolled anew.
///
/// # Errors
/// Those of the database.
pub async fn forget(client: &impl GenericClient, name: &StationName) -> Result<(), Fault> {
    client
        .execute(
            "DELETE FROM runs WHERE city = $1 AND site = $2 AND station = $3",
            &[&name.city, &name.site, &name.station],
        )
        .await?;
    Ok(())
}
