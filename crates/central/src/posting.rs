//! Posting batches for billing: what the desks of the city did on its accounts, each entry in
//! exactly one batch.
//!
//! [`make`] takes every entry that is in no batch yet; [`write`] writes a batch, today or in ten
//! years, from the entries that it holds, and proves it by the digest that it had. [`adopt`] takes one in that
//! billing has and a restored database does not.

mod adopt;
mod lines;
mod make;

use std::io::Write;

use chrono::{DateTime, Utc};
use counterfoil_domain::money::Cents;
use counterfoil_domain::posting_batch::{EntryPlace, PostingBatch, PostingStretch, PostingTotals};
use counterfoil_formats::posting_file::{Form, Sealed};
use deadpool_postgres::GenericClient;
use tokio_postgres::Row;

use crate::accounts::WHOLE_CITY;
use crate::accounts::count;
use crate::billing::Refused;
use crate::fault::Fault;

pub use adopt::adopt;
pub(crate) use lines::{KINDS, bytes_of};
pub use make::make;

/// What is known of a batch that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Its number.
    pub number: u64,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// By whom.
    pub made_by: String,
    /// Control figures and digest.
    pub sealed: Sealed,
}

/// Every batch of a city, the last one first.
///
/// # Errors
/// Those of the database.
pub async fn list(client: &impl GenericClient, city: &str) -> Result<Vec<Made>, Fault> {
    let rows = client
        .query(
            "SELECT number, made_at, made_by, lines, paid, taken_back, digest FROM posting_batches
             WHERE city = $1 AND site = $2 ORDER BY number DESC",
            &[&city, &WHOLE_CITY],
        )
        .await?;
    Ok(rows.iter().map(made).collect())
}

fn made(row: &Row) -> Made {
    Made {
        number: count(row.get("number")),
        made_at: row.get("made_at"),
        made_by: row.get("made_by"),
        sealed: Sealed {
            totals: PostingTotals {
                lines: count(row.get("lines")),
                paid: Cents(row.get("paid")),
                taken_back: Cents(row.get("taken_back")),
            },
            digest: row.get("digest"),
        },
    }
}

/// Writes a batch, byte for byte as ever.
///
/// # Errors
/// [`Refused::NoSuchBatch`]; [`Refused::BatchDiffers`] where it does not come out as it did: what
/// `output` got must then be thrown away; those of output and database.
pub async fn write(
    client: &impl GenericClient,
    city: &str,
    number: u64,
    form: Form,
    output: impl Write + Send,
) -> Result<Made, Fault> {
    let (made, batch) = find(client, city, number).await?;
    let written = lines::write(client, &batch, form, output).await?;
    match written == made.sealed {
        true => Ok(made),
        false => Err(Refused::BatchDiffers {
            number,
            was: made.sealed.digest,
            is: written.digest,
        }
        .into()),
    }
}

/// A batch with the entries that it holds.
async fn find(client: &impl GenericClient, city: &str, number: u64) -> Result<(Made, PostingBatch), Fault> {
    let nth = i64::try_from(number).unwrap_or(i64::MAX);
    let row = client
        .query_opt(
            "SELECT number, made_at, made_by, lines, paid, taken_back, digest FROM posting_batches
             WHERE city = $1 AND site = $2 AND number = $3",
            &[&city, &WHOLE_CITY, &nth],
        )
        .await?;
    let made = row.as_ref().map(made).ok_or(Refused::NoSuchBatch { number })?;
    let stretches = client
        .query(
            "SELECT site, station, first, last FROM posting_stretches WHERE city = $1 AND number = $2",
            &[&city, &nth],
        )
        .await?;
    let stretch = |row: &Row| PostingStretch {
        site: row.get(0),
        station: row.get(1),
        first: count(row.get(2)),
        last: count(row.get(3)),
    };
    let mut batch = PostingBatch {
        city: city.to_owned(),
        number,
        made_at: made.made_at,
        stretches: stretches.iter().map(stretch).collect(),
        unread: places(client, "left_out_of", city, nth).await?,
        late: places(client, "taken_by", city, nth).await?,
    };
    in_order(&mut batch);
    Ok((made, batch))
}

async fn places(client: &impl GenericClient, of: &str, city: &str, number: i64) -> Result<Vec<EntryPlace>, Fault> {
    let sql = format!("SELECT site, station, seq FROM posting_unread WHERE city = $1 AND {of} = $2");
    let rows = client.query(&sql, &[&city, &number]).await?;
    let place = |row: &Row| EntryPlace {
        site: row.get(0),
        station: row.get(1),
        seq: count(row.get(2)),
    };
    Ok(rows.iter().map(place).collect())
}

/// The order of everything in a batch: site, workstation, entry, by their bytes, whatever the
/// database sorts by.
fn in_order(batch: &mut PostingBatch) {
    batch
        .stretches
        .sort_by(|one, other| (&one.site, &one.station).cmp(&(&other.site, &other.station)));
    batch.unread.sort();
    batch.late.sort();
}
