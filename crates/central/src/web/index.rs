//! The index that the pages look things up in: derived from the entries, caught up workstation by
//! workstation before it is read, a bounded stretch at a time; made anew where it is missing or of
//! another version. `migrations/0021_web_index.sql` has its tables.

pub mod lookup;
pub mod marks;
pub mod stream;

use chrono::NaiveDate;
use deadpool_postgres::{Object, Transaction};
use uuid::Uuid;

use self::marks::{Mark, marks_of};
use self::stream::{Added, StreamState};
use super::records::{self, Stored};
use crate::fault::Fault;
use crate::tables::{column, number};

/// What the index is made by. Another number makes it anew.
const VERSION: i32 = 1;
/// The entries of one stretch.
const STRETCH: i64 = 1_000;
/// The stretches that a page waits for.
const STRETCHES: usize = 20;

/// Catches a site's index up. Gives how many entries are still behind: a page shows what is there
/// and says so.
///
/// # Errors
/// Those of the database.
pub async fn catch_up(client: &mut Object, city: &str, site: &str) -> Result<u64, Fault> {
    let mut left = STRETCHES;
    let mut behind = 0;
    for stream in records::streams(client, city, site).await? {
        loop {
            let reached = reached(client, (city, site, &stream.station)).await?;
            if reached >= stream.seq {
                break;
            }
            if left == 0 {
                behind += stream.seq - reached;
                break;
            }
            left -= 1;
            advance(client, (city, site, &stream.station)).await?;
        }
    }
    Ok(behind)
}

async fn reached(client: &Object, (city, site, station): (&str, &str, &str)) -> Result<u64, Fault> {
    let row = client
        .query_opt(
            "SELECT seq FROM web_streams WHERE city = $1 AND site = $2 AND station = $3 AND version = $4",
            &[&city, &site, &station, &VERSION],
        )
        .await?;
    Ok(row.map_or(0, |row| number(row.get(0))))
}

/// Takes the next stretch of a workstation in. Whoever comes second waits, and finds it done.
async fn advance(client: &mut Object, name: (&str, &str, &str)) -> Result<(), Fault> {
    let (city, site, station) = name;
    let transaction = client.transaction().await?;
    transaction
        .execute(
            "INSERT INTO web_streams (city, site, station, version, seq, state) VALUES ($1, $2, $3, 0, 0, '')
             ON CONFLICT DO NOTHING",
            &[&city, &site, &station],
        )
        .await?;
    let row = transaction
        .query_one(
            "SELECT version, state FROM web_streams WHERE city = $1 AND site = $2 AND station = $3 FOR UPDATE",
            &[&city, &site, &station],
        )
        .await?;
    let kept: Option<StreamState> = match row.get::<_, i32>(0) {
        VERSION => serde_json::from_str(row.get(1)).ok(),
        _ => None,
    };
    let mut state = match kept {
        Some(state) => state,
        None => {
            clear(&transaction, name).await?;
            StreamState::default()
        }
    };
    let stretch = stretch(&transaction, name, state.seq).await?;
    let (mut added, mut marks) = (Added::default(), Vec::new());
    for stored in &stretch {
        let entry = stored.entry();
        // Whatever an entry says, the ones behind it must be found.
        if state.take(stored.seq, entry.as_ref(), &mut added).is_err() {
            state.unread += 1;
        }
        if let Some(entry) = entry {
            marks.extend(marks_of(&entry).into_iter().map(|mark| (stored.seq, mark)));
        }
    }
    keep_marks(&transaction, name, &marks).await?;
    keep_added(&transaction, name, &added).await?;
    let text = serde_json::to_string(&state).unwrap_or_default();
    transaction
        .execute(
            "UPDATE web_streams SET version = $4, seq = $5, state = $6
             WHERE city = $1 AND site = $2 AND station = $3",
            &[&city, &site, &station, &VERSION, &column(state.seq), &text],
        )
        .await?;
    transaction.commit().await?;
    Ok(())
}

async fn stretch(
    transaction: &Transaction<'_>,
    (city, site, station): (&str, &str, &str),
    after: u64,
) -> Result<Vec<Stored>, Fault> {
    let rows = transaction
        .query(
            "SELECT seq, hash, bytes, flag IS DISTINCT FROM 'unfit' FROM entries
             WHERE city = $1 AND site = $2 AND station = $3 AND seq > $4
             ORDER BY seq LIMIT $5",
            &[&city, &site, &station, &column(after), &STRETCH],
        )
        .await?;
    Ok(rows.iter().map(records::stored).collect())
}

async fn clear(transaction: &Transaction<'_>, (city, site, station): (&str, &str, &str)) -> Result<(), Fault> {
    for table in ["web_marks", "web_dates", "web_stretches", "web_missing"] {
        transaction
            .execute(
                &format!("DELETE FROM {table} WHERE city = $1 AND site = $2 AND station = $3"),
                &[&city, &site, &station],
            )
            .await?;
    }
    Ok(())
}

async fn keep_marks(
    transaction: &Transaction<'_>,
    (city, site, station): (&str, &str, &str),
    marks: &[(u64, Mark)],
) -> Result<(), Fault> {
    let what: Vec<&str> = marks.iter().map(|(_, mark)| mark.what).collect();
    let value: Vec<&str> = marks.iter().map(|(_, mark)| mark.value.as_str()).collect();
    let seq: Vec<i64> = marks.iter().map(|(seq, _)| column(*seq)).collect();
    let date: Vec<NaiveDate> = marks.iter().map(|(_, mark)| mark.date).collect();
    let receipt: Vec<Option<&str>> = marks.iter().map(|(_, mark)| mark.receipt.as_deref()).collect();
    transaction
        .execute(
            "INSERT INTO web_marks (city, site, station, what, value, seq, business_date, receipt)
             SELECT $1, $2, $3, * FROM unnest($4::text[], $5::text[], $6::bigint[], $7::date[], $8::text[])
             ON CONFLICT DO NOTHING",
            &[&city, &site, &station, &what, &value, &seq, &date, &receipt],
        )
        .await?;
    Ok(())
}

async fn keep_added(
    transaction: &Transaction<'_>,
    (city, site, station): (&str, &str, &str),
    added: &Added,
) -> Result<(), Fault> {
    let dates = transaction
        .prepare_cached(
            "INSERT INTO web_dates AS kept
                (city, site, station, business_date, first_seq, last_seq, receipts, cents, voids, void_cents)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
             ON CONFLICT (city, site, station, business_date) DO UPDATE
                SET last_seq = excluded.last_seq, receipts = kept.receipts + excluded.receipts,
                    cents = kept.cents + excluded.cents, voids = kept.voids + excluded.voids,
                    void_cents = kept.void_cents + excluded.void_cents",
        )
        .await?;
    for (date, sums) in &added.dates {
        let (first, last) = (column(sums.stretch.0), column(sums.stretch.1));
        let (receipts, voids) = (column(sums.receipts), column(sums.voids));
        let (cents, void_cents) = (sums.cents.0, sums.void_cents.0);
        transaction
            .execute(
                &dates,
                &[
                    &city,
                    &site,
                    &station,
                    date,
                    &first,
                    &last,
                    &receipts,
                    &cents,
                    &voids,
                    &void_cents,
                ],
            )
            .await?;
    }
    let session: Vec<Uuid> = added.sessions.keys().copied().collect();
    let first: Vec<i64> = added.sessions.values().map(|stretch| column(stretch.0)).collect();
    let last: Vec<i64> = added.sessions.values().map(|stretch| column(stretch.1)).collect();
    transaction
        .execute(
            "INSERT INTO web_stretches (city, site, station, session, first_seq, last_seq)
             SELECT $1, $2, $3, * FROM unnest($4::uuid[], $5::bigint[], $6::bigint[])
             ON CONFLICT (city, site, session, station) DO UPDATE SET last_seq = excluded.last_seq",
            &[&city, &site, &station, &session, &first, &last],
        )
        .await?;
    for missing in &added.missing {
        transaction
            .execute(
                "INSERT INTO web_missing (city, site, station, seq, first, last, count, why)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
                &[
                    &city,
                    &site,
                    &station,
                    &column(missing.seq),
                    &missing.first,
                    &missing.last,
                    &column(missing.count),
                    &missing.why,
                ],
            )
            .await?;
    }
    Ok(())
}
