//! Proving a workstation's entries in the background, one stream at a time, by [`verify`]. The
//! outcome is kept, so that a page shows what was proved and when.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Duration, Utc};
use counterfoil_domain::sync::StationName;
use deadpool_postgres::Object;
use tokio::sync::Semaphore;
use tokio_postgres::Row;

use super::records::Stream;
use crate::central::Central;
use crate::fault::Fault;
use crate::tables::{column, number, stations};
use crate::verify;

/// How long an outcome stands before looking at the page proves it again.
const STANDS_MINUTES: i64 = 10;

/// Proofs that are being made.
#[derive(Debug, Clone)]
pub struct Underway {
    names: Arc<Mutex<HashSet<String>>>,
    one: Arc<Semaphore>,
}

impl Default for Underway {
    fn default() -> Underway {
        Underway {
            names: Arc::default(),
            one: Arc::new(Semaphore::new(1)),
        }
    }
}

impl Underway {
    /// Whether a proof of a workstation is being made.
    #[must_use]
    pub fn is_underway(&self, name: (&str, &str)) -> bool {
        self.locked().contains(&key(name))
    }

    fn locked(&self) -> MutexGuard<'_, HashSet<String>> {
        self.names.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn key((site, station): (&str, &str)) -> String {
    format!("{site}/{station}")
}

/// What a proof found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proved {
    /// The last entry that it was made for.
    pub seq: u64,
    /// Its hash.
    pub hash: Vec<u8>,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// The first thing that is wrong.
    pub problem: Option<String>,
}

/// The last outcome.
///
/// # Errors
/// Those of the database.
pub async fn kept(client: &Object, (city, site, station): (&str, &str, &str)) -> Result<Option<Proved>, Fault> {
    let row = client
        .query_opt(
            "SELECT seq, hash, at, problem FROM web_proofs WHERE city = $1 AND site = $2 AND station = $3",
            &[&city, &site, &station],
        )
        .await?;
    let proved = |row: Row| Proved {
        seq: number(row.get(0)),
        hash: row.get(1),
        at: row.get(2),
        problem: row.get(3),
    };
    Ok(row.map(proved))
}

/// Begins a proof in the background, where none is being made and the last one is old or ends before
/// the last entry.
pub fn begin(
    central: &Arc<Central>,
    underway: &Underway,
    (site, station): (&str, &str),
    stream: &Stream,
    last: Option<&Proved>,
) {
    let now = central.clock.now();
    let stands = last.is_some_and(|last| last.seq == stream.seq && now - last.at < Duration::minutes(STANDS_MINUTES));
    if stream.seq == 0 || stands || !underway.locked().insert(key((site, station))) {
        return;
    }
    let (central, underway) = (central.clone(), underway.clone());
    let name = StationName {
        city: central.city().to_owned(),
        site: site.to_owned(),
        station: station.to_owned(),
    };
    tokio::spawn(async move {
        if let Ok(_place) = underway.one.acquire().await
            && let Err(fault) = prove(&central, &name).await
        {
            tracing::error!(code = %fault.code(), %fault, station = %name, "a proof could not be made");
        }
        underway.locked().remove(&key((&name.site, &name.station)));
    });
}

async fn prove(central: &Central, name: &StationName) -> Result<(), Fault> {
    let client = central.client().await?;
    let Some(station) = stations::get(&client, name).await? else {
        return Ok(());
    };
    let problem = match verify::stream(&central.client().await?, &station).await {
        Ok(_) => None,
        Err(Fault::NotProved { problem }) => Some(problem),
        Err(other) => return Err(other),
    };
    client
        .execute(
            "INSERT INTO web_proofs (city, site, station, seq, hash, at, problem) VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (city, site, station) DO UPDATE
                SET seq = excluded.seq, hash = excluded.hash, at = excluded.at, problem = excluded.problem",
            &[
                &name.city,
                &name.site,
                &name.station,
                &column(station.head.seq),
                &station.head.hash.as_slice(),
                &central.clock.now(),
                &problem,
            ],
        )
        .await?;
    Ok(())
}
