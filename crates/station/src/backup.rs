//! A backup: one file that holds the journal, the neighbours' journals, the secrets and the enrolment.
//! Made beside a running window, proved from its first entry after it was written, and never in
//! the place of the last good one. [`restoring`] makes a workstation of it again.

pub mod restoring;

use std::path::{Path, PathBuf};
use std::time::Duration;

use counterfoil_domain::entry::hex;
use rusqlite::{Connection, OptionalExtension, params};

use crate::clock::Clock;
use crate::fault::Fault;
use crate::folder::Folder;
use crate::journal::{JournalReader, remove_store};
use crate::secrets::sync_folder;
use crate::{proof, sqlite};

/// The version of the file, in its `user_version`.
const FORMAT: i64 = 4_701;
/// Pages copied in one step.
const STEP: i32 = 1_024;

/// What is in a backup besides the journal's own table.
const SCHEMA: &str = "
    CREATE TABLE kept (name TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
    CREATE TABLE neighbour_entries (station TEXT, seq INTEGER, hash BLOB, bytes TEXT) STRICT;
    CREATE TABLE neighbour_heads (
        station TEXT, key TEXT, seq INTEGER, as_of INTEGER, stopped INTEGER, unreadable INTEGER
    ) STRICT;
";

/// What was backed up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// The workstation.
    pub station: String,
    /// Its last entry in the backup.
    pub seq: u64,
    /// That entry's hash, in hex.
    pub hash: String,
    /// Receipts so far.
    pub receipts: u64,
}

/// Hears what is being done, how much of how much.
pub type Progress<'p> = &'p mut dyn FnMut(&'static str, u64, u64);

/// Makes a backup into a file. Where one of that name is there it is refused; with `keep` it is
/// moved to `NAME.1`, that one to `NAME.2`, and so on, so that so many former ones are kept.
///
/// # Errors
/// [`Fault::NotInitialised`], [`Fault::BackupThere`], [`Fault::BackupDamaged`] where what was written
/// does not prove; those of the store. The former ones then stay as they are.
pub fn make(
    folder: &Path,
    out: &Path,
    keep: Option<u32>,
    clock: &Clock,
    progress: Progress<'_>,
) -> Result<Backup, Fault> {
    let place = Folder::at(folder);
    if !place.is_initialised() {
        return Err(Fault::NotInitialised {
            folder: folder.to_owned(),
        });
    }
    if out.exists() && keep.is_none() {
        return Err(Fault::BackupThere { path: out.to_owned() });
    }
    let beside = beside(out);
    remove_store(&beside)?;
    write(&place, &beside, clock, progress)?;
    let found = prove(&beside, progress)?;
    if let Some(keep) = keep {
        rotate(out, keep)?;
    }
    // Where somebody else wrote one of that name meanwhile, theirs stays.
    if out.exists() {
        return Err(Fault::BackupThere { path: out.to_owned() });
    }
    std::fs::rename(&beside, out)?;
    sync_folder(out)?;
    Ok(found)
}

/// A backup's name while it is not whole.
fn beside(out: &Path) -> PathBuf {
    let mut name = out.as_os_str().to_owned();
    name.push(".unfinished");
    PathBuf::from(name)
}

fn numbered(out: &Path, nth: u32) -> PathBuf {
    let mut name = out.as_os_str().to_owned();
    if nth > 0 {
        name.push(format!(".{nth}"));
    }
    PathBuf::from(name)
}

/// Makes room for a new one: the oldest goes, each other gets the next number.
fn rotate(out: &Path, keep: u32) -> Result<(), Fault> {
    for nth in (0..keep.max(1)).rev() {
        match std::fs::rename(numbered(out, nth), numbered(out, nth + 1)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    sync_folder(out)
}

/// Writes the file. The journal is one moment's, however long it takes.
fn write(place: &Folder, beside: &Path, clock: &Clock, progress: Progress<'_>) -> Result<(), Fault> {
    let unreadable = |path: PathBuf| move |source| Fault::Unreadable { path, source };
    let secrets = std::fs::read(place.secrets()).map_err(unreadable(place.secrets()))?;
    let source = sqlite::open_reader(&place.journal())?;
    // Within one reading the copy does not begin anew at every receipt.
    let reading = source.unchecked_transaction()?;
    let _begun: i64 = reading.query_row("SELECT coalesce(max(seq), 0) FROM entries", [], |row| row.get(0))?;
    make_private(beside)?;
    let mut copy = Connection::open(beside)?;
    {
        let backup = rusqlite::backup::Backup::new(&reading, &mut copy)?;
        loop {
            let step = backup.step(STEP)?;
            let pages = backup.progress();
            let (all, left) = (u64::try_from(pages.pagecount), u64::try_from(pages.remaining));
            let (all, left) = (all.unwrap_or(0), left.unwrap_or(0));
            progress("Copying the journal", all.saturating_sub(left), all);
            match step {
                rusqlite::backup::StepResult::Done => break,
                rusqlite::backup::StepResult::More => {}
                _ => std::thread::sleep(Duration::from_millis(20)),
            }
        }
    }
    // One file, and all of it on the disk when it is closed.
    copy.pragma_update(None, "journal_mode", "DELETE")?;
    copy.pragma_update(None, "synchronous", "FULL")?;
    let filling = copy.unchecked_transaction()?;
    filling.execute_batch(SCHEMA)?;
    filling.pragma_update(None, "user_version", FORMAT)?;
    let keep = |name: &str, bytes: &[u8]| {
        filling.execute("INSERT INTO kept (name, bytes) VALUES (?1, ?2)", params![name, bytes])
    };
    keep("secrets.json", &secrets)?;
    keep("made_at", clock.now().to_rfc3339().as_bytes())?;
    match std::fs::read(place.central()) {
        Ok(central) => drop(keep("central.json", &central)?),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(source) => return Err(unreadable(place.central())(source)),
    }
    if place.neighbours().exists() {
        copy_neighbours(&place.neighbours(), &filling, progress)?;
    }
    filling.commit()?;
    copy.close().map_err(|(_, error)| Fault::from(error))
}

/// The file is made before anything is in it, for its owner alone.
fn make_private(path: &Path) -> Result<(), Fault> {
    crate::secrets::owner_only().write(true).create_new(true).open(path)?;
    Ok(())
}

fn copy_neighbours(path: &Path, into: &Connection, progress: Progress<'_>) -> Result<(), Fault> {
    let source = sqlite::open_reader(path)?;
    let reading = source.unchecked_transaction()?;
    let all: i64 = reading.query_row("SELECT count(*) FROM entries", [], |row| row.get(0))?;
    let all = u64::try_from(all).unwrap_or(0);
    let mut done = 0;
    let mut entries = reading.prepare("SELECT station, seq, hash, bytes FROM entries ORDER BY station, seq")?;
    let mut insert = into.prepare("INSERT INTO neighbour_entries VALUES (?1, ?2, ?3, ?4)")?;
    let mut rows = entries.query([])?;
    while let Some(row) = rows.next()? {
        let (station, seq): (String, i64) = (row.get(0)?, row.get(1)?);
        insert.execute(params![
            station,
            seq,
            row.get::<_, [u8; 32]>(2)?,
            row.get::<_, String>(3)?
        ])?;
        done += 1;
        if done % 1_024 == 0 {
            progress("Copying the neighbours", done, all);
        }
    }
    let mut heads = reading.prepare("SELECT station, key, seq, as_of, stopped, unreadable FROM heads")?;
    let mut rows = heads.query([])?;
    while let Some(row) = rows.next()? {
        into.execute(
            "INSERT INTO neighbour_heads VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                row.get::<_, String>(0)?,
                row.get::<_, String>(1)?,
                row.get::<_, i64>(2)?,
                row.get::<_, i64>(3)?,
                row.get::<_, i64>(4)?,
                row.get::<_, Option<i64>>(5)?
            ],
        )?;
    }
    Ok(())
}

/// Proves a backup: that SQLite finds it whole, and every entry of its journal from the first.
///
/// # Errors
/// [`Fault::BackupDamaged`], [`Fault::Unreadable`].
pub fn prove(path: &Path, progress: Progress<'_>) -> Result<Backup, Fault> {
    let damaged = |problem: String| Fault::BackupDamaged {
        path: path.to_owned(),
        problem,
    };
    if let Err(source) = std::fs::File::open(path) {
        return Err(Fault::Unreadable {
            path: path.to_owned(),
            source,
        });
    }
    let in_file = |fault: Fault| damaged(fault.to_string());
    let connection = sqlite::open_reader(path).map_err(in_file)?;
    let whole = |connection: &Connection| -> Result<(String, i64, Option<i64>), rusqlite::Error> {
        let found = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        let version = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        let table = "SELECT 1 FROM sqlite_schema WHERE name = 'kept'";
        Ok((
            found,
            version,
            connection.query_row(table, [], |row| row.get(0)).optional()?,
        ))
    };
    match whole(&connection).map_err(|error| in_file(error.into()))? {
        (found, _, _) if found != "ok" => return Err(damaged(found)),
        (_, version, table) if version != FORMAT || table.is_none() => {
            return Err(damaged(
                "this is no backup of a workstation, or one of another version".to_owned(),
            ));
        }
        _ => {}
    }
    let reader = JournalReader::open(path).map_err(in_file)?;
    let finding = proof::verify(&reader, |_| {}, |done, of| progress("Proving the backup", done, of));
    let finding = finding.map_err(in_file)?;
    match finding.fault {
        Some(fault) => Err(damaged(fault.to_string())),
        None if finding.head.seq == 0 => Err(damaged("it holds no entry".to_owned())),
        None => Ok(Backup {
            station: finding.head.station.clone(),
            seq: finding.head.seq,
            hash: hex(&finding.head.hash),
            receipts: finding.head.grand_total.count,
        }),
    }
}
