//! A batch's lines, from the entries that it holds.

use std::collections::BTreeSet;
use std::io::Write;
use std::pin::pin;

use counterfoil_domain::entry::{Body, Entry};
use counterfoil_domain::posting_batch::{EntryPlace, PostingBatch, PostingStretch, lines_of};
use counterfoil_formats::posting_file::{Form, Sealed, Writer};
use deadpool_postgres::GenericClient;
use futures_util::TryStreamExt;
use tokio_postgres::types::ToSql;

use crate::fault::Fault;

/// The kinds of entry that may do something on an account. What cannot be read may, too.
pub(crate) const KINDS: [&str; 9] = [
    "receipt",
    "suspense_placed",
    "receipt_voided",
    "item_returned",
    "item_reinstated",
    "receipt_reversed",
    "payment_transferred",
    "refund_requested",
    "refund_withdrawn",
];

/// An entry of a workstation, or its place where this program cannot read it.
pub(super) enum Read {
    Entry(Box<Entry>),
    Unread,
}

/// Reads what stands at a place.
pub(super) fn read(bytes: &[u8]) -> Read {
    match Entry::decode(bytes) {
        Ok(entry) if !matches!(entry.body, Body::Unknown { .. }) => Read::Entry(Box::new(entry)),
        _ => Read::Unread,
    }
}

/// Hands on every entry of a stretch that may matter, in order, as it is read from the database.
pub(super) async fn each_entry(
    client: &impl GenericClient,
    city: &str,
    stretch: &PostingStretch,
    mut each: impl FnMut(u64, Read) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let whole = |seq: u64| i64::try_from(seq).unwrap_or(i64::MAX);
    let (first, last) = (whole(stretch.first), whole(stretch.last));
    let kinds: &[&str] = &KINDS;
    let given: [&(dyn ToSql + Sync); 6] = [&city, &stretch.site, &stretch.station, &first, &last, &kinds];
    let rows = client
        .query_raw(
            "SELECT seq, bytes FROM entries
             WHERE city = $1 AND site = $2 AND station = $3 AND seq BETWEEN $4 AND $5
               AND (flag IS NOT NULL OR kind = ANY($6))
             ORDER BY seq",
            given,
        )
        .await?;
    let mut rows = pin!(rows);
    while let Some(row) = rows.try_next().await? {
        each(crate::accounts::count(row.get(0)), read(row.get(1)))?;
    }
    Ok(())
}

/// The bytes of one entry.
pub(crate) async fn bytes_of(
    client: &impl GenericClient,
    city: &str,
    place: &EntryPlace,
) -> Result<Option<Vec<u8>>, Fault> {
    let seq = i64::try_from(place.seq).unwrap_or(i64::MAX);
    let row = client
        .query_opt(
            "SELECT bytes FROM entries WHERE city = $1 AND site = $2 AND station = $3 AND seq = $4",
            &[&city, &place.site, &place.station, &seq],
        )
        .await?;
    Ok(row.map(|row| row.get(0)))
}

/// Writes a batch: what it says of itself, then its stretches' lines, then those of late entries.
pub(super) async fn write(
    client: &impl GenericClient,
    batch: &PostingBatch,
    form: Form,
    output: impl Write + Send,
) -> Result<Sealed, Fault> {
    let mut writer = Writer::new(output, form, batch).map_err(unwritten)?;
    let unread: BTreeSet<(&str, &str, u64)> = batch.unread.iter().map(named).collect();
    for stretch in &batch.stretches {
        each_entry(client, &batch.city, stretch, |seq, read| match read {
            Read::Entry(entry) if !unread.contains(&(&stretch.site, &stretch.station, seq)) => {
                put(&mut writer, &stretch.site, &entry)
            }
            _ => Ok(()),
        })
        .await?;
    }
    for place in &batch.late {
        let bytes = bytes_of(client, &batch.city, place).await?;
        if let Read::Entry(entry) = read(bytes.as_deref().unwrap_or_default()) {
            put(&mut writer, &place.site, &entry)?;
        }
    }
    writer.finish().map_err(unwritten)
}

fn named(place: &EntryPlace) -> (&str, &str, u64) {
    (&place.site, &place.station, place.seq)
}

fn put<W: Write>(writer: &mut Writer<W>, site: &str, entry: &Entry) -> Result<(), Fault> {
    lines_of(site, entry)
        .iter()
        .try_for_each(|line| writer.line(line).map_err(unwritten))
}

fn unwritten(source: std::io::Error) -> Fault {
    Fault::System {
        what: "the posting batch cannot be written".to_owned(),
        source,
    }
}
