//! Proving a workstation's entries in the background, one at a time: chain, sequence, zero sums,
//! grand totals, receipt numbers. Its outcome is kept, so that a page shows when it was proved.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Duration, Utc};
use counterfoil_domain::journal::Proof;
use deadpool_postgres::Object;
use tokio::sync::Semaphore;
use tokio_postgres::Row;

use super::records::{self, column, number};
use crate::central::Central;
use crate::fault::Fault;

/// The entries that are proved at once.
const STRETCH: i64 = 500;
/// How long an outcome stands before looking at the page proves it again.
const STANDS_MINUTES: i64 = 10;

/// Proofs that are being made: how far each has come.
#[derive(Debug, Clone)]
pub struct Underway {
    reached: Arc<Mutex<HashMap<String, u64>>>,
    one: Arc<Semaphore>,
}

impl Default for Underway {
    fn default() -> Underway {
        Underway {
            reached: Arc::default(),
            one: Arc::new(Semaphore::new(1)),
        }
    }
}

impl Underway {
    /// How far the proof of a workstation has come; none where none is being made.
    #[must_use]
    pub fn reached(&self, name: (&str, &str)) -> Option<u64> {
        self.locked().get(&key(name)).copied()
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, HashMap<String, u64>> {
        self.reached.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn begin(&self, name: (&str, &str)) -> bool {
        let mut reached = self.locked();
        let new = !reached.contains_key(&key(name));
        if new {
            reached.insert(key(name), 0);
        }
        new
    }
}

fn key((site, station): (&str, &str)) -> String {
    format!("{site}/{station}")
}

/// What a proof found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proved {
    /// The last entry that it holds for.
    pub seq: u64,
    /// Its hash.
    pub hash: Vec<u8>,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// The first thing that is wrong, right behind that entry.
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

/// Begins a proof in the background, where none is being made and the last one is old or ends
/// before `seq`.
pub fn begin(central: &Arc<Central>, underway: &Underway, name: (&str, &str), seq: u64, last: Option<&Proved>) {
    let now = central.clock.now();
    let stands = last.is_some_and(|last| {
        let fresh = now - last.at < Duration::minutes(STANDS_MINUTES);
        fresh && (last.seq >= seq || last.problem.is_some())
    });
    if seq == 0 || stands || !underway.begin(name) {
        return;
    }
    let (central, underway) = (central.clone(), underway.clone());
    let (site, station) = (name.0.to_owned(), name.1.to_owned());
    tokio::spawn(async move {
        if let Ok(_place) = underway.one.acquire().await
            && let Err(fault) = prove(&central, &underway, (&site, &station)).await
        {
            tracing::error!(code = %fault.code(), %fault, station, "a proof could not be made");
        }
        underway.locked().remove(&key((&site, &station)));
    });
}

async fn prove(central: &Central, underway: &Underway, (site, station): (&str, &str)) -> Result<(), Fault> {
    let city = central.city();
    let client = central.client().await?;
    let mut proof = Proof::new(station);
    let mut problem = None;
    'all: loop {
        let next = proof.head().seq + 1;
        let stretch = records::entries(&client, (city, site, station), (next, u64::MAX), STRETCH).await?;
        if stretch.is_empty() {
            break;
        }
        for stored in &stretch {
            if let Err(fault) = proof.next(stored.seq, &stored.hash, &stored.bytes) {
                problem = Some(fault.to_string());
                break 'all;
            }
        }
        underway.locked().insert(key((site, station)), proof.head().seq);
        tokio::task::yield_now().await;
    }
    let head = proof.head();
    client
        .execute(
            "INSERT INTO web_proofs (city, site, station, seq, hash, at, problem) VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (city, site, station) DO UPDATE
                SET seq = excluded.seq, hash = excluded.hash, at = excluded.at, problem = excluded.problem",
            &[
                &city,
                &site,
                &station,
                &column(head.seq),
                &head.hash.as_slice(),
                &central.clock.now(),
                &problem,
            ],
        )
        .await?;
    Ok(())
}
