//! Making the next batch.

use counterfoil_domain::posting_batch::{EntryPlace, PostingBatch, PostingStretch};
use counterfoil_domain::sync::CENTRAL;
use counterfoil_formats::posting_file::{Form, Sealed};
use deadpool_postgres::Transaction;
use tokio_postgres::Row;

use super::lines::{Read, bytes_of, each_entry, read, write};
use super::{Made, in_order};
use crate::accounts::{WHOLE_CITY, count};
use crate::billing::Refused;
use crate::central::Central;
use crate::database::be_patient;
use crate::fault::Fault;
use crate::tables::audit;

/// Makes a batch of every entry of the city that is in none yet.
///
/// The row of the counter is held until the end, so two batches follow each other, and the second
/// begins where the first ended. Workstations push meanwhile: what is up to a head that is committed never changes,
/// so nothing else need be locked, and an entry that comes now is in the next batch.
///
/// # Errors
/// [`Refused::NothingToPost`], and nothing is written; those of the database.
pub async fn make(central: &Central, by: &str) -> Result<Made, Fault> {
    let mut client = central.client().await?;
    let transaction = client.transaction().await?;
    be_patient(&transaction).await?;
    let city = central.city();
    let number = next_number(&transaction, city).await?;
    let mut batch = PostingBatch {
        city: city.to_owned(),
        number: count(number),
        made_at: central.clock.now(),
        stretches: ahead(&transaction, city).await?,
        unread: Vec::new(),
        late: late(&transaction, city).await?,
    };
    batch.stretches.retain(|stretch| stretch.first <= stretch.last);
    if batch.stretches.is_empty() && batch.late.is_empty() {
        return Err(Refused::NothingToPost.into());
    }
    for stretch in &batch.stretches {
        let unread = &mut batch.unread;
        each_entry(&transaction, city, stretch, |seq, read| {
            if matches!(read, Read::Unread) {
                unread.push(EntryPlace {
                    site: stretch.site.clone(),
                    station: stretch.station.clone(),
                    seq,
                });
            }
            Ok(())
        })
        .await?;
    }
    in_order(&mut batch);
    let sealed = write(&transaction, &batch, Form::Csv, std::io::sink()).await?;
    let what = format!("made posting batch {number}");
    book(central, transaction, (&batch, sealed), (by, &what)).await
}

/// Puts a batch into the books: what it holds, who did it, and the end of the transaction.
pub(super) async fn book(
    central: &Central,
    transaction: Transaction<'_>,
    (batch, sealed): (&PostingBatch, Sealed),
    (by, what): (&str, &str),
) -> Result<Made, Fault> {
    let made = Made {
        number: batch.number,
        made_at: batch.made_at,
        made_by: by.to_owned(),
        sealed,
    };
    keep(&transaction, batch, &made).await?;
    audit::note(&transaction, &batch.city, by, what, central.clock.now()).await?;
    transaction.commit().await?;
    Ok(made)
}

/// The next number. Whoever takes it holds its row until the end.
pub(super) async fn next_number(transaction: &Transaction<'_>, city: &str) -> Result<i64, Fault> {
    let row = transaction
        .query_one(
            "INSERT INTO billing_counters (city, site, what, last) VALUES ($1, $2, 'posting_batch', 1)
             ON CONFLICT (city, site, what) DO UPDATE SET last = billing_counters.last + 1 RETURNING last",
            &[&city, &WHOLE_CITY],
        )
        .await?;
    Ok(row.get(0))
}

/// Of each workstation what follows its last stretch, up to its head: where nothing does, the last is before the first.
pub(super) async fn ahead(transaction: &Transaction<'_>, city: &str) -> Result<Vec<PostingStretch>, Fault> {
    let rows = transaction
        .query(
            "SELECT s.site, s.station, COALESCE(max(p.last), 0) + 1, s.head_seq
             FROM stations s LEFT JOIN posting_stretches p
               ON p.city = s.city AND p.site = s.site AND p.station = s.station
             WHERE s.city = $1 AND s.station <> $2
             GROUP BY s.city, s.site, s.station, s.head_seq",
            &[&city, &CENTRAL],
        )
        .await?;
    let stretch = |row: &Row| PostingStretch {
        site: row.get(0),
        station: row.get(1),
        first: count(row.get(2)),
        last: count(row.get(3)),
    };
    Ok(rows.iter().map(stretch).collect())
}

/// Entries that could not be read when their batch was made, and can now.
pub(super) async fn late(transaction: &Transaction<'_>, city: &str) -> Result<Vec<EntryPlace>, Fault> {
    let rows = transaction
        .query(
            "SELECT site, station, seq FROM posting_unread WHERE city = $1 AND taken_by IS NULL",
            &[&city],
        )
        .await?;
    let mut late = Vec::new();
    for row in &rows {
        let place = EntryPlace {
            site: row.get(0),
            station: row.get(1),
            seq: count(row.get(2)),
        };
        let bytes = bytes_of(transaction, city, &place).await?;
        if matches!(read(bytes.as_deref().unwrap_or_default()), Read::Entry(_)) {
            late.push(place);
        }
    }
    Ok(late)
}

/// Writes down what a batch holds.
async fn keep(transaction: &Transaction<'_>, batch: &PostingBatch, made: &Made) -> Result<(), Fault> {
    let whole = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let number = whole(made.number);
    let totals = &made.sealed.totals;
    transaction
        .execute(
            "INSERT INTO posting_batches (city, site, number, made_at, made_by, lines, paid, taken_back, digest)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            &[
                &batch.city,
                &WHOLE_CITY,
                &number,
                &made.made_at,
                &made.made_by,
                &whole(totals.lines),
                &totals.paid.0,
                &totals.taken_back.0,
                &made.sealed.digest,
            ],
        )
        .await?;
    for stretch in &batch.stretches {
        transaction
            .execute(
                "INSERT INTO posting_stretches (city, site, station, number, first, last)
                 VALUES ($1, $2, $3, $4, $5, $6)",
                &[
                    &batch.city,
                    &stretch.site,
                    &stretch.station,
                    &number,
                    &whole(stretch.first),
                    &whole(stretch.last),
                ],
            )
            .await?;
    }
    for (place, sql) in batch
        .unread
        .iter()
        .map(|place| {
            (
                place,
                "INSERT INTO posting_unread (city, site, station, seq, left_out_of) VALUES ($1, $2, $3, $4, $5)",
            )
        })
        .chain(batch.late.iter().map(|place| {
            (
                place,
                "UPDATE posting_unread SET taken_by = $5 WHERE city = $1 AND site = $2 AND station = $3 AND seq = $4",
            )
        }))
    {
        transaction
            .execute(
                sql,
                &[&batch.city, &place.site, &place.station, &whole(place.seq), &number],
            )
            .await?;
    }
    Ok(())
}
