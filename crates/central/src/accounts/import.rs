//! Taking billing's file in: all of it or nothing, as one revision.

use std::path::Path;
use std::pin::pin;

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use counterfoil_domain::config::Configuration;
use counterfoil_domain::entry::{Body, Entry};
use counterfoil_domain::sync::CENTRAL;
use deadpool_postgres::Transaction;
use futures_util::SinkExt;
use tokio::sync::mpsc::{Receiver, channel};

use super::WHOLE_CITY;
use super::offer::count;
use super::source::{Checked, digest_of, read};
use crate::billing::{FileProblem, Refused};
use crate::central::Central;
use crate::database::be_patient;
use crate::fault::Fault;
use crate::tables::audit;

/// How far billing's clock may be ahead.
const FUTURE: TimeDelta = TimeDelta::hours(1);
/// Chunks that wait for the database.
const WAITING: usize = 8;

/// Is told how many accounts, and bytes of the file, were read.
pub type Progress<'p> = dyn FnMut(u64, u64) + Send + 'p;

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The revision that it is.
    pub revision: u64,
    /// What the file says.
    pub checked: Checked,
    /// Accounts that were not there before.
    pub added: u64,
    /// Accounts that are other than before.
    pub changed: u64,
    /// Accounts that are no longer there.
    pub gone: u64,
}

struct Difference {
    added: u64,
    changed: u64,
    gone: u64,
}

/// Takes a file in. Where `keep` is false, all is done but the end: it is a preview.
///
/// Memory is bounded whatever the file's size: one thread reads, checks and writes rows, COPY takes
/// them into a temporary table, and what differs from the accounts at hand is found by the database. Nothing
/// of it is seen by anybody before all of it is in.
///
/// # Errors
/// [`Refused::NoConfiguration`], [`Refused::FileRefused`], [`Refused::BatchUnknown`],
/// [`Refused::TakenInBefore`] where it is the file that was taken in last,
/// [`Refused::Older`] where billing wrote it before that one, [`Refused::Future`] where it says that it will
/// write it; those of the file and the database.
pub async fn import(
    central: &Central,
    path: &Path,
    by: &str,
    keep: bool,
    mut progress: impl FnMut(u64, u64) + Send + 'static,
) -> Result<Imported, Fault> {
    let city = central.city().to_owned();
    let mut client = central.client().await?;
    let transaction = client.transaction().await?;
    be_patient(&transaction).await?;
    let revision = next_revision(&transaction, &city).await?;
    let file = path.to_owned();
    let digest = tokio::task::spawn_blocking(move || digest_of(&file))
        .await
        .map_err(ended)??;
    refuse_again(&transaction, &city, &digest).await?;
    let configuration = configuration(&transaction, &city).await?;
    let (sender, receiver) = channel(WAITING);
    let file = path.to_owned();
    let reading = tokio::task::spawn_blocking(move || read(&file, &configuration, &sender, &mut progress));
    let copied = copy(&transaction, receiver).await;
    // What the reader says comes first: it is why the copy ended.
    let read = reading.await.map_err(ended)?;
    match (&read, copied) {
        (Err(Fault::Billing(Refused::FileRefused { problems })), Err(fault)) if problems.is_empty() => {
            return Err(fault);
        }
        (Ok(_), Err(fault)) => return Err(fault),
        _ => {}
    }
    let checked = read?;
    refuse_duplicates(&transaction).await?;
    refuse_by_header(&transaction, &city, &checked, central.clock.now()).await?;
    let Difference { added, changed, gone } = difference(&transaction, &city, revision).await?;
    let imported = Imported {
        revision: count(revision),
        checked,
        added,
        changed,
        gone,
    };
    record(&transaction, central, revision, &imported, by).await?;
    if keep {
        let what = format!("took billing's accounts in as revision {revision}");
        audit::note(&transaction, &city, by, &what, central.clock.now()).await?;
        transaction.commit().await?;
        // Pages are planned by what is known of the table; whoever holds it finds that out too.
        client.batch_execute("ANALYZE (SKIP_LOCKED) accounts").await?;
    } else {
        transaction.rollback().await?;
    }
    Ok(imported)
}

fn ended(cause: tokio::task::JoinError) -> Fault {
    Fault::System {
        what: "reading the file ended".to_owned(),
        source: std::io::Error::other(cause),
    }
}

/// The next revision; its row is held until the end, so that two imports follow each other.
async fn next_revision(transaction: &Transaction<'_>, city: &str) -> Result<i64, Fault> {
    let row = transaction
        .query_one(
            "INSERT INTO billing_counters (city, site, what, last) VALUES ($1, $2, 'revision', 1)
             ON CONFLICT (city, site, what) DO UPDATE SET last = billing_counters.last + 1 RETURNING last",
            &[&city, &WHOLE_CITY],
        )
        .await?;
    Ok(row.get(0))
}

async fn refuse_again(transaction: &Transaction<'_>, city: &str, digest: &str) -> Result<(), Fault> {
    let last = transaction
        .query_opt(
            "SELECT revision, digest FROM imports WHERE city = $1 AND site = $2 ORDER BY revision DESC LIMIT 1",
            &[&city, &WHOLE_CITY],
        )
        .await?;
    match last {
        Some(row) if row.get::<_, String>(1) == digest => Err(Refused::TakenInBefore {
            revision: count(row.get(0)),
        }
        .into()),
        _ => Ok(()),
    }
}

async fn refuse_by_header(
    transaction: &Transaction<'_>,
    city: &str,
    checked: &Checked,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let header = &checked.header;
    // By its instant later files are refused, and payments until then are not taken off.
    if header.as_of > now + FUTURE {
        let given = header.as_of;
        return Err(Refused::Future { given, now }.into());
    }
    if let Some(batch) = header.included_batch {
        let number = i64::try_from(batch).unwrap_or(i64::MAX);
        let known = transaction
            .query_opt(
                "SELECT 1 FROM posting_batches WHERE city = $1 AND site = $2 AND number = $3",
                &[&city, &WHOLE_CITY, &number],
            )
            .await?;
        if known.is_none() {
            return Err(Refused::BatchUnknown { batch }.into());
        }
    }
    let last = transaction
        .query_opt(
            "SELECT as_of FROM imports WHERE city = $1 AND site = $2 ORDER BY revision DESC LIMIT 1",
            &[&city, &WHOLE_CITY],
        )
        .await?;
    match last.map(|row| row.get::<_, DateTime<Utc>>(0)) {
        Some(last) if header.as_of < last => Err(Refused::Older {
            given: header.as_of,
            last,
        }
        .into()),
        _ => Ok(()),
    }
}

/// The configuration that the file is read by: the charge codes of all sites of the city.
async fn configuration(transaction: &Transaction<'_>, city: &str) -> Result<Configuration, Fault> {
    let rows = transaction
        .query(
            "SELECT DISTINCT ON (site) bytes FROM entries
             WHERE city = $1 AND station = $2 AND kind = 'configuration_adopted' AND flag IS NULL
             ORDER BY site, seq DESC",
            &[&city, &CENTRAL],
        )
        .await?;
    let mut all: Option<Configuration> = None;
    for row in &rows {
        let Ok(Body::ConfigurationAdopted(adopted)) = Entry::decode(row.get(0)).map(|entry| entry.body) else {
            continue;
        };
        match &mut all {
            None => all = Some(adopted.configuration),
            Some(all) => {
                for code in adopted.configuration.charge_codes {
                    if all.charge_codes.iter().all(|known| known.code != code.code) {
                        all.charge_codes.push(code);
                    }
                }
            }
        }
    }
    all.ok_or_else(|| Refused::NoConfiguration.into())
}

async fn copy(transaction: &Transaction<'_>, mut rows: Receiver<Bytes>) -> Result<(), Fault> {
    transaction
        .batch_execute(
            "CREATE TEMPORARY TABLE incoming (number text COLLATE \"C\", line bigint, record text) ON COMMIT DROP",
        )
        .await?;
    let sink = transaction
        .copy_in("COPY incoming (number, line, record) FROM STDIN")
        .await?;
    let mut sink = pin!(sink);
    while let Some(chunk) = rows.recv().await {
        sink.send(chunk).await?;
    }
    sink.finish().await?;
    transaction.batch_execute("ANALYZE incoming").await?;
    Ok(())
}

/// An account that stands twice is found here: the two may be far apart in the file.
async fn refuse_duplicates(transaction: &Transaction<'_>) -> Result<(), Fault> {
    let twice = transaction
        .query(
            "SELECT number, min(line), max(line) FROM incoming GROUP BY number HAVING count(*) > 1 ORDER BY 3 LIMIT 100",
            &[],
        )
        .await?;
    if twice.is_empty() {
        return Ok(());
    }
    let problem = |row: &tokio_postgres::Row| FileProblem::twice(row.get(0), count(row.get(1)), count(row.get(2)));
    Err(Refused::FileRefused {
        problems: twice.iter().map(problem).collect(),
    }
    .into())
}

/// Makes the accounts what the file says; only what differs is written.
async fn difference(transaction: &Transaction<'_>, city: &str, revision: i64) -> Result<Difference, Fault> {
    // On the first day there is nothing to compare with yet: what is added comes last.
    let changed = transaction
        .execute(
            "UPDATE accounts a SET revision = $3, gone = false, record = n.record FROM incoming n
             WHERE a.city = $1 AND a.site = $2 AND a.number = n.number AND a.revision < $3
               AND (a.gone OR a.record <> n.record)",
            &[&city, &WHOLE_CITY, &revision],
        )
        .await?;
    let gone = transaction
        .execute(
            "UPDATE accounts a SET revision = $3, gone = true, record = ''
             WHERE a.city = $1 AND a.site = $2 AND NOT a.gone AND a.revision < $3
               AND NOT EXISTS (SELECT FROM incoming n WHERE n.number = a.number)",
            &[&city, &WHOLE_CITY, &revision],
        )
        .await?;
    let added = transaction
        .execute(
            "INSERT INTO accounts (city, site, number, revision, gone, record)
             SELECT $1, $2, n.number, $3, false, n.record FROM incoming n
             WHERE NOT EXISTS (SELECT FROM accounts a WHERE a.city = $1 AND a.site = $2 AND a.number = n.number)",
            &[&city, &WHOLE_CITY, &revision],
        )
        .await?;
    Ok(Difference { added, changed, gone })
}

async fn record(
    transaction: &Transaction<'_>,
    central: &Central,
    revision: i64,
    imported: &Imported,
    by: &str,
) -> Result<(), Fault> {
    let Checked { header, totals, digest } = &imported.checked;
    let whole = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    transaction
        .execute(
            "INSERT INTO imports (city, site, revision, digest, as_of, accounts, charges, total_due, batch,
                                  added, changed, gone, received_at, received_by)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
            &[
                &central.city(),
                &WHOLE_CITY,
                &revision,
                digest,
                &header.as_of,
                &whole(totals.accounts),
                &whole(totals.charges),
                &totals.due.0,
                &header.included_batch.map(whole),
                &whole(imported.added),
                &whole(imported.changed),
                &whole(imported.gone),
                &central.clock.now(),
                &by,
            ],
        )
        .await?;
    Ok(())
}
