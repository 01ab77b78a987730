//! Taking in a copy of the accounts: all of it or nothing.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use counterfoil_domain::account::Account;
use counterfoil_domain::config::Configuration;
use counterfoil_domain::entry::AccountsImported;
use counterfoil_formats::accounts::{PROBLEMS_LISTED, Problem, ProblemKind, Reader};
use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};

use super::postings::Gathering;
use super::schema::{self, NumberKind};
use super::{Accounts, beside, remove, row, words};
use crate::fault::Fault;
use crate::station::Station;

/// Accounts between two reports of progress.
const REPORT_EVERY: u64 = 1_000;

/// Hears of progress: accounts and bytes read so far.
pub type Progress<'p> = &'p mut dyn FnMut(u64, u64);

/// A copy of the accounts that was built beside the present one and is on the disk.
#[derive(Debug)]
pub struct Built {
    path: PathBuf,
    /// What is known of it.
    pub imported: AccountsImported,
}

impl Accounts {
    /// Takes in a copy of the accounts, as `docs/accounts-format.md` describes the
    /// file, in bounded memory. It is written beside the present copy and takes its
    /// place when it is whole and on the disk. What came in is for the journal.
    ///
    /// # Errors
    /// [`Fault::Import`] with every problem of the file, up to a hundred; those of
    /// the store. The present copy then stays as it is.
    pub fn import(
        &self,
        input: impl Read,
        configuration: &Configuration,
        progress: Progress<'_>,
    ) -> Result<AccountsImported, Fault> {
        self.put_in_place(&self.build(input, configuration, progress)?)
    }

    /// Builds a copy from a file beside the present one.
    ///
    /// # Errors
    /// As [`Accounts::import`].
    pub fn build(
        &self,
        input: impl Read,
        configuration: &Configuration,
        progress: Progress<'_>,
    ) -> Result<Built, Fault> {
        Built::beside(&self.path, |each| read_all(input, configuration, progress, each))
    }

    /// Puts a copy that was built in the place of the present one. What came in is for the journal.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn put_in_place(&self, built: &Built) -> Result<AccountsImported, Fault> {
        self.replace_by(&built.path)?;
        Ok(built.imported.clone())
    }
}

impl Built {
    /// Builds a copy beside the one at a path from what `fill` hands over: each account under a
    /// number that goes up.
    pub(super) fn beside(
        path: &Path,
        fill: impl FnOnce(&mut Each<'_>) -> Result<AccountsImported, Fault>,
    ) -> Result<Built, Fault> {
        let path = beside(path);
        remove(&path)?;
        match build(&path, fill) {
            Ok(imported) => Ok(Built { path, imported }),
            Err(fault) => {
                remove(&path)?;
                Err(fault)
            }
        }
    }
}

/// Takes one account in, under its number in the copy.
pub(super) type Each<'e> = dyn FnMut(u64, &Account) -> Result<(), Fault> + 'e;

/// Reads a whole file without taking it in: what it would bring.
///
/// # Errors
/// As [`Accounts::import`], but that an account's number stands twice is not seen.
pub fn preview(
    input: impl Read,
    configuration: &Configuration,
    progress: Progress<'_>,
) -> Result<AccountsImported, Fault> {
    read_all(input, configuration, progress, &mut |_, _| Ok(()))
}

/// Takes in a copy of the accounts at a workstation and journals it.
///
/// # Errors
/// As [`Accounts::import`]; those of the journal.
pub fn take_in(
    station: &Station,
    input: impl Read,
    actor: &str,
    progress: Progress<'_>,
) -> Result<AccountsImported, Fault> {
    let built = station.accounts.build(input, &station.configuration(), progress)?;
    station.take_over_accounts(&built, actor)
}

/// Builds the file of a new copy and makes sure that it is on the disk.
fn build(
    path: &Path,
    fill: impl FnOnce(&mut Each<'_>) -> Result<AccountsImported, Fault>,
) -> Result<AccountsImported, Fault> {
    let mut connection = Connection::open(path)?;
    // The file is thrown away whole if anything goes wrong, so it needs no log, and one sync at its end.
    connection.pragma_update(None, "journal_mode", "OFF")?;
    connection.pragma_update(None, "synchronous", "OFF")?;
    connection.pragma_update(None, "cache_size", -64 * 1024)?;
    connection.pragma_update(None, "temp_store", "FILE")?;
    connection.execute_batch(schema::TABLES)?;
    let transaction = connection.transaction()?;
    let mut postings = Gathering::default();
    let imported = fill(&mut |line, account| {
        insert(&transaction, line, account)?;
        postings.add(line, &words::indexed(&account.name), &words::indexed(&account.address));
        Ok(())
    })?;
    transaction.execute(schema::NUMBER_INDEX, [])?;
    let twice = twice(&transaction)?;
    if !twice.is_empty() {
        return Err(refused(&twice));
    }
    transaction.execute_batch(schema::NUMBERS)?;
    postings.write(&transaction)?;
    schema::write_about(&transaction, &imported)?;
    transaction.commit()?;
    connection.close().map_err(|(_, error)| error)?;
    File::options().write(true).open(path)?.sync_all()?;
    Ok(imported)
}

/// Reads a whole file and hands on its accounts until something is wrong.
fn read_all(
    input: impl Read,
    configuration: &Configuration,
    progress: Progress<'_>,
    each: &mut Each<'_>,
) -> Result<AccountsImported, Fault> {
    let mut metered = Metered {
        input,
        digest: Sha256::new(),
        bytes: 0,
    };
    let mut problems = Vec::new();
    let mut taken: u64 = 0;
    let reading = Reader::new(BufReader::with_capacity(1 << 16, &mut metered), configuration);
    let mut reader = reading.map_err(|problem| refused(&[problem]))?;
    while let Some(record) = reader.next() {
        match record {
            Err(problem) => problems.push(problem),
            Ok(_) if !problems.is_empty() => {}
            Ok(record) => {
                each(record.line, &record.account)?;
                taken += 1;
                if taken.is_multiple_of(REPORT_EVERY) {
                    progress(taken, reader.input().get_ref().bytes);
                }
            }
        }
    }
    if !problems.is_empty() {
        return Err(refused(&problems));
    }
    let (totals, as_of) = (reader.totals(), reader.header().as_of);
    drop(reader);
    progress(totals.accounts, metered.bytes);
    Ok(AccountsImported {
        digest: metered
            .digest
            .finalize()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect(),
        as_of,
        accounts: totals.accounts,
        charges: totals.charges,
        total_due: totals.due,
        included: Default::default(),
        left_out: Default::default(),
    })
}

fn insert(connection: &Connection, line: u64, account: &Account) -> Result<(), Fault> {
    let line = i64::try_from(line).unwrap_or(i64::MAX);
    row::insert(connection, line, account)?;
    let mut incoming = connection.prepare_cached("INSERT INTO incoming (kind, key, account) VALUES (?1, ?2, ?3)")?;
    let mut number = |kind: NumberKind, key: &str| incoming.execute(params![kind as i64, key, line]).map(|_| ());
    let own = words::number(&account.number);
    if !own.is_empty() {
        number(NumberKind::Account, &own)?;
    }
    for key in account
        .charges
        .iter()
        .flat_map(|charge| words::reference_numbers(&charge.reference))
    {
        number(NumberKind::Reference, &key)?;
    }
    for key in words::phone_numbers(&account.phone) {
        number(NumberKind::Phone, &key)?;
    }
    Ok(())
}

/// The account numbers that stand twice, as problems of the file.
fn twice(connection: &Connection) -> Result<Vec<Problem>, Fault> {
    let mut statement = connection.prepare(schema::TWICE)?;
    let rows = statement.query_map([], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?, row.get::<_, i64>(2)?))
    })?;
    let line = |id: i64| u64::try_from(id).unwrap_or_default();
    let mut problems = Vec::new();
    for row in rows {
        let (account, first, later) = row?;
        let kind = ProblemKind::AccountTwice {
            account,
            first: line(first),
        };
        problems.push(Problem {
            line: line(later),
            kind,
        });
    }
    if problems.len() > PROBLEMS_LISTED
        && let Some(last) = problems.last_mut()
    {
        last.kind = ProblemKind::TooManyProblems;
    }
    Ok(problems)
}

/// All problems of a file in one message, a line each.
fn refused(problems: &[Problem]) -> Fault {
    let lines: Vec<String> = problems.iter().map(Problem::to_string).collect();
    Fault::Import(format!(
        "nothing was imported; the accounts file is not right:\n{}",
        lines.join("\n")
    ))
}

/// Digests and counts what is read.
struct Metered<R> {
    input: R,
    digest: Sha256,
    bytes: u64,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.input.read(buffer)?;
        self.digest.update(&buffer[..read]);
        self.bytes += read as u64;
        Ok(read)
    }
}
