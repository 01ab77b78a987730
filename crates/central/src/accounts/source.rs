//! The file on its way into the database: read and checked by one thread, in bounded memory.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use bytes::{BufMut, Bytes, BytesMut};
use counterfoil_domain::account::Account;
use counterfoil_domain::config::Configuration;
use counterfoil_domain::entry::hex;
use counterfoil_formats::accounts::{Header, Problem, Reader, Totals};
use sha2::{Digest, Sha256};
use tokio::sync::mpsc::Sender;

use super::Progress;
use crate::billing::{FileProblem, Refused};
use crate::fault::Fault;

/// Bytes that go to the database at once.
const CHUNK: usize = 256 * 1024;
/// Accounts between two words about how far it is.
const PROGRESS_EVERY: u64 = 5_000;

/// A file that was read through and is well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// What its header says.
    pub header: Header,
    /// What it holds, which is what its trailer says.
    pub totals: Totals,
    /// The SHA-256 of its bytes, in hex.
    pub digest: String,
}

/// The SHA-256 of a file, in hex.
///
/// # Errors
/// [`Fault::Unreadable`].
pub(super) fn digest_of(path: &Path) -> Result<String, Fault> {
    let mut hashing = Hashing::of(File::open(path).map_err(Fault::file(path))?);
    std::io::copy(&mut hashing, &mut std::io::sink()).map_err(Fault::file(path))?;
    Ok(hex(&hashing.digest.finalize()))
}

/// Reads the file and hands its accounts on as lines for COPY: number, line, record.
///
/// # Errors
/// [`Refused::FileRefused`] with all that is wrong; [`Fault::Unreadable`].
pub(super) fn read(
    path: &Path,
    configuration: &Configuration,
    rows: &Sender<Bytes>,
    progress: &mut Progress<'_>,
) -> Result<Checked, Fault> {
    let input = Hashing::of(File::open(path).map_err(Fault::file(path))?);
    let refused = |problems: &[Problem]| Refused::FileRefused {
        problems: problems.iter().map(FileProblem::of).collect(),
    };
    let mut reader = Reader::with_batch(BufReader::with_capacity(128 * 1024, input), configuration)
        .map_err(|problem| refused(&[problem]))?;
    let (mut problems, mut accounts) = (Vec::new(), 0);
    let mut chunk = BytesMut::with_capacity(CHUNK + 8_192);
    while let Some(outcome) = reader.next() {
        match outcome {
            Ok(record) if problems.is_empty() => row(&mut chunk, &record.account, record.line)?,
            Ok(_) => {}
            Err(problem) => problems.push(problem),
        }
        if chunk.len() >= CHUNK && rows.blocking_send(chunk.split().freeze()).is_err() {
            // The database takes no more; its own word says why.
            return Err(Refused::FileRefused { problems: Vec::new() }.into());
        }
        accounts += 1;
        if accounts % PROGRESS_EVERY == 0 {
            progress(accounts, reader.input().get_ref().bytes);
        }
    }
    if !problems.is_empty() {
        return Err(refused(&problems).into());
    }
    if !chunk.is_empty() {
        let _sent = rows.blocking_send(chunk.freeze());
    }
    progress(accounts, reader.input().get_ref().bytes);
    Ok(Checked {
        header: reader.header().clone(),
        totals: reader.totals(),
        digest: hex(&reader.input().get_ref().digest.clone().finalize()),
    })
}

/// A line in COPY's text form: a backslash is doubled; numbers and JSON hold no tabs or line ends.
fn row(chunk: &mut BytesMut, account: &Account, line: u64) -> Result<(), Fault> {
    escaped(chunk, account.number.as_bytes());
    chunk.put_u8(b'\t');
    chunk.put_slice(line.to_string().as_bytes());
    chunk.put_u8(b'\t');
    let record = serde_json::to_vec(account).map_err(|cause| Fault::NotDone {
        problem: format!("account {} cannot be kept: {cause}", account.number),
    })?;
    escaped(chunk, &record);
    chunk.put_u8(b'\n');
    Ok(())
}

fn escaped(chunk: &mut BytesMut, text: &[u8]) {
    let mut parts = text.split(|byte| *byte == b'\\');
    chunk.put_slice(parts.next().unwrap_or_default());
    for part in parts {
        chunk.put_slice(b"\\\\");
        chunk.put_slice(part);
    }
}

/// Hashes and counts what is read.
struct Hashing {
    input: File,
    digest: Sha256,
    bytes: u64,
}

impl Hashing {
    fn of(input: File) -> Hashing {
        Hashing {
            input,
            digest: Sha256::new(),
            bytes: 0,
        }
    }
}

impl Read for Hashing {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.input.read(buffer)?;
        self.digest.update(&buffer[..count]);
        self.bytes += count as u64;
        Ok(count)
    }
}
