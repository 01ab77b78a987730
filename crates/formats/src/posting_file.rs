//! Posting batches: what the desk did on billing's accounts, as files that billing takes in.
//!
//! `docs/posting-format.md` is their description. CSV and JSON say the same, with the same
//! control figures and the same digest. They are read by machines, so texts stand as they
//! are, without the marks that keep a spreadsheet from computing them.
//!
//! [`Writer`] streams either form; [`read`] reads one back whole.

mod json;
mod reader;

use std::io::{Error, ErrorKind, Result, Write};

use chrono::{DateTime, SecondsFormat, Utc};
use counterfoil_domain::entry::hex;
use counterfoil_domain::money::Cents;
use counterfoil_domain::posting_batch::{EntryPlace, PostingBatch, PostingLine, PostingTotals};
use sha2::{Digest, Sha256};

use crate::csv_line;
use crate::lines::plain;

pub use reader::{PostingFile, read};

/// The name and version that the header gives.
pub const FORMAT: &str = "counterfoil-posting-1";

/// How a batch is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// One record a line, RFC 4180.
    Csv,
    /// One object.
    Json,
}

impl Form {
    /// The end of a file's name.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Form::Csv => "csv",
            Form::Json => "json",
        }
    }

    /// Its media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Form::Csv => "text/csv; charset=utf-8",
            Form::Json => "application/json",
        }
    }
}

/// What the end of a file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The control figures.
    pub totals: PostingTotals,
    /// The SHA-256, in hex, of `counterfoil/posting/1`, a zero byte, and every record of the CSV form before
    /// its trailer; the same in both forms.
    pub digest: String,
}

/// Writes one batch, line by line; [`Writer::finish`] writes control figures and digest, without
/// which no reader takes it.
pub struct Writer<W: Write> {
    output: W,
    form: Form,
    seal: Sealing,
}

/// What the end of a file is made of.
struct Sealing {
    digest: Sha256,
    totals: PostingTotals,
}

impl<W: Write> Writer<W> {
    /// Begins a file: which batch it is, and which entries it holds.
    ///
    /// # Errors
    /// Those of the output.
    pub fn new(mut output: W, form: Form, batch: &PostingBatch) -> Result<Writer<W>> {
        let (seal, records) = Sealing::begin(batch);
        match form {
            Form::Csv => output.write_all(records.as_bytes())?,
            Form::Json => json::begin(&mut output, batch)?,
        }
        Ok(Writer { output, form, seal })
    }

    /// Writes a line.
    ///
    /// # Errors
    /// Those of the output; [`ErrorKind::InvalidInput`] where the sums leave what can be kept exactly.
    pub fn line(&mut self, line: &PostingLine) -> Result<()> {
        let first = self.seal.totals.lines == 0;
        let record = self.seal.line(line)?;
        match self.form {
            Form::Csv => self.output.write_all(record.as_bytes()),
            Form::Json => json::line(&mut self.output, line, first),
        }
    }

    /// Writes the end, and gives what it says.
    ///
    /// # Errors
    /// As [`Writer::line`].
    pub fn finish(mut self) -> Result<Sealed> {
        let sealed = self.seal.end();
        match self.form {
            Form::Csv => self.output.write_all(trailer(&sealed)?.as_bytes())?,
            Form::Json => json::end(&mut self.output, &sealed)?,
        }
        self.output.flush()?;
        Ok(sealed)
    }
}

impl Sealing {
    /// The records before the lines.
    fn begin(batch: &PostingBatch) -> (Sealing, String) {
        let number = batch.number.to_string();
        let mut records = csv_line::join(&["H", FORMAT, &text(&batch.city), &number, &instant(batch.made_at)]);
        for stretch in &batch.stretches {
            let (first, last) = (stretch.first.to_string(), stretch.last.to_string());
            records += &csv_line::join(&["S", &text(&stretch.site), &text(&stretch.station), &first, &last]);
        }
        let place = |kind: &str, place: &EntryPlace| {
            csv_line::join(&[kind, &text(&place.site), &text(&place.station), &place.seq.to_string()])
        };
        batch.unread.iter().for_each(|one| records += &place("U", one));
        batch.late.iter().for_each(|one| records += &place("R", one));
        let mut digest = Sha256::new();
        digest.update(b"counterfoil/posting/1\0");
        digest.update(&records);
        let totals = PostingTotals::default();
        (Sealing { digest, totals }, records)
    }

    fn line(&mut self, line: &PostingLine) -> Result<String> {
        self.totals.add(line.amount).map_err(invalid)?;
        let record = csv_line::join(&[
            "L",
            &text(&line.site),
            &text(&line.station),
            &line.seq.to_string(),
            &line.business_date.to_string(),
            &instant(line.at),
            line.what.code(),
            &text(&line.receipt),
            &text(&line.account),
            &text(line.charge.as_deref().unwrap_or_default()),
            &plain(line.amount),
        ]);
        self.digest.update(&record);
        Ok(record)
    }

    fn end(self) -> Sealed {
        Sealed {
            totals: self.totals,
            digest: hex(&self.digest.finalize()),
        }
    }
}

fn trailer(sealed: &Sealed) -> Result<String> {
    let totals = &sealed.totals;
    Ok(csv_line::join(&[
        "T",
        &totals.lines.to_string(),
        &plain(totals.paid),
        &plain(totals.taken_back),
        &plain(net(totals)?),
        &sealed.digest,
    ]))
}

fn net(totals: &PostingTotals) -> Result<Cents> {
    totals.net().map_err(invalid)
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// A record is one line: what would break it becomes a space.
fn text(given: &str) -> String {
    given.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn invalid(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::new(ErrorKind::InvalidInput, cause)
}

#[cfg(test)]
mod tests;
