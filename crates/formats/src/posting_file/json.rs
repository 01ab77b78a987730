//! The JSON form: one object, one line of the file a posting.

use std::io::{Result, Write};

use chrono::{DateTime, Utc};
use counterfoil_domain::money::Cents;
use counterfoil_domain::posting_batch::{EntryPlace, PostingBatch, PostingLine, PostingStretch, PostingTotals};
use serde::{Deserialize, Serialize};

use super::{FORMAT, Sealed, instant, net};

pub(super) fn begin(output: &mut impl Write, batch: &PostingBatch) -> Result<()> {
    #[derive(Serialize)]
    struct Begin<'a> {
        format: &'static str,
        city: &'a str,
        number: u64,
        made_at: String,
        stretches: &'a [PostingStretch],
        unread: &'a [EntryPlace],
        late: &'a [EntryPlace],
    }
    let mut bytes = serde_json::to_vec(&Begin {
        format: FORMAT,
        city: &batch.city,
        number: batch.number,
        made_at: instant(batch.made_at),
        stretches: &batch.stretches,
        unread: &batch.unread,
        late: &batch.late,
    })?;
    bytes.pop();
    bytes.extend_from_slice(b",\"lines\":[");
    output.write_all(&bytes)
}

pub(super) fn line(output: &mut impl Write, line: &PostingLine, first: bool) -> Result<()> {
    output.write_all(if first { b"\n" } else { b",\n" })?;
    Ok(serde_json::to_writer(output, line)?)
}

pub(super) fn end(output: &mut impl Write, sealed: &Sealed) -> Result<()> {
    let totals = Totals {
        totals: sealed.totals,
        net_cents: net(&sealed.totals)?,
    };
    output.write_all(b"\n],\"totals\":")?;
    serde_json::to_writer(&mut *output, &totals)?;
    output.write_all(b",\"digest\":")?;
    serde_json::to_writer(&mut *output, &sealed.digest)?;
    output.write_all(b"}\n")
}

#[derive(Serialize, Deserialize)]
pub(super) struct Totals {
    #[serde(flatten)]
    pub(super) totals: PostingTotals,
    pub(super) net_cents: Cents,
}

/// The whole object, as it is read back.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Whole {
    pub(super) format: String,
    pub(super) city: String,
    pub(super) number: u64,
    pub(super) made_at: DateTime<Utc>,
    pub(super) stretches: Vec<PostingStretch>,
    pub(super) unread: Vec<EntryPlace>,
    pub(super) late: Vec<EntryPlace>,
    pub(super) lines: Vec<PostingLine>,
    pub(super) totals: Totals,
    pub(super) digest: String,
}
