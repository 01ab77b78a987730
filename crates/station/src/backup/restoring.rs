//! Making a workstation of a backup. One that stands alone opens its next epoch at once; one that
//! knows central records is made stopped, until it has enrolled again and central has filled it up.

use std::path::{Path, PathBuf};

use counterfoil_domain::entry::EpochReason;
use counterfoil_domain::epoch;
use rusqlite::{Connection, OptionalExtension, params};

use super::{Backup, Progress, prove};
use crate::central::enrolment::{Enrolment, Stopped};
use crate::central::reconciling::open_epoch;
use crate::clock::Clock;
use crate::fault::Fault;
use crate::folder::Folder;
use crate::journal::{Journal, JournalReader, Stored};
use crate::neighbours::Neighbours;
use crate::secrets::{Secrets, replace_whole, sync_folder};
use crate::sqlite::{self, Durability};

/// Entries of one commit.
const BATCH: usize = 1_000;

/// What was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// What the backup held.
    pub backup: Backup,
    /// The epoch that was opened; none where central must first fill it up.
    pub epoch: Option<u32>,
}

/// Restores a backup into a new folder. `last_receipt` is the last number that somebody read on
/// paper, for a workstation that stands alone.
///
/// # Errors
/// [`Fault::FolderInUse`], [`Fault::BackupDamaged`], [`counterfoil_domain::refusal::Refusal::LostReceiptsWrong`];
/// those of the store. Then nothing is in the folder.
pub fn restore(
    backup: &Path,
    folder: &Path,
    clock: &Clock,
    last_receipt: Option<&str>,
    progress: Progress<'_>,
) -> Result<Restored, Fault> {
    if holds_something(folder)? {
        return Err(Fault::FolderInUse {
            folder: folder.to_owned(),
        });
    }
    let found = prove(backup, progress)?;
    let beside = beside(folder);
    match std::fs::remove_dir_all(&beside) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    std::fs::create_dir_all(&beside)?;
    let built = build(backup, &Folder::at(&beside), clock, last_receipt, progress);
    let epoch = match built {
        Ok(epoch) => epoch,
        Err(fault) => {
            let _left_where_it_is = std::fs::remove_dir_all(&beside);
            return Err(fault);
        }
    };
    // An empty folder of that name may be there.
    match std::fs::remove_dir(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    std::fs::rename(&beside, folder)?;
    sync_folder(folder)?;
    Ok(Restored { backup: found, epoch })
}

fn beside(folder: &Path) -> PathBuf {
    let mut name = folder.components().as_path().as_os_str().to_owned();
    name.push(".restoring");
    PathBuf::from(name)
}

fn holds_something(folder: &Path) -> Result<bool, Fault> {
    match std::fs::read_dir(folder) {
        Ok(mut files) => Ok(files.next().is_some()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// The files of the workstation, and its next epoch where it stands alone.
fn build(
    backup: &Path,
    place: &Folder,
    clock: &Clock,
    last_receipt: Option<&str>,
    progress: Progress<'_>,
) -> Result<Option<u32>, Fault> {
    let source = sqlite::open_reader(backup)?;
    let kept = |name: &str| -> Result<Option<Vec<u8>>, Fault> {
        let mut query = source.prepare("SELECT bytes FROM kept WHERE name = ?1")?;
        Ok(query.query_row([name], |row| row.get(0)).optional()?)
    };
    let damaged = |problem: &str| Fault::BackupDamaged {
        path: backup.to_owned(),
        problem: problem.to_owned(),
    };
    let secrets = kept("secrets.json")?.ok_or_else(|| damaged("it holds no keys"))?;
    replace_whole(&place.secrets(), &secrets)?;
    let secrets = Secrets::read(&place.secrets()).map_err(|_| damaged("its keys do not read"))?;
    journal(backup, place, progress)?;
    neighbours(&source, place)?;
    if let Some(central) = kept("central.json")? {
        replace_whole(&place.central(), &central)?;
        stop(place)?;
        return Ok(None);
    }
    let opened = open_epoch(place, clock, |head| {
        Ok(epoch::open(
            head,
            EpochReason::Restored,
            None,
            secrets.public_key(),
            last_receipt,
        )?)
    })?;
    Ok(Some(opened.epoch))
}

fn journal(backup: &Path, place: &Folder, progress: Progress<'_>) -> Result<(), Fault> {
    let reader = JournalReader::open(backup)?;
    let last = reader.last_seq()?;
    let mut journal = Journal::open(&place.journal())?;
    let mut batch: Vec<Stored> = Vec::with_capacity(BATCH);
    reader.each_after(0, last, |stored| {
        batch.push(stored);
        if batch.len() == BATCH {
            journal.append_stored(&batch)?;
            progress("Restoring", batch.last().map_or(0, |one| one.seq), last);
            batch.clear();
        }
        Ok(true)
    })?;
    journal.append_stored(&batch)
}

fn neighbours(source: &Connection, place: &Folder) -> Result<(), Fault> {
    let known: i64 = source.query_row("SELECT count(*) FROM neighbour_heads", [], |row| row.get(0))?;
    if known == 0 {
        return Ok(());
    }
    drop(Neighbours::open(&place.neighbours())?);
    let target = sqlite::open(&place.neighbours(), Durability::Full)?;
    let filling = target.unchecked_transaction()?;
    let mut entries = source.prepare("SELECT station, seq, hash, bytes FROM neighbour_entries")?;
    let mut rows = entries.query([])?;
    let mut insert = filling.prepare("INSERT INTO entries (station, seq, hash, bytes) VALUES (?1, ?2, ?3, ?4)")?;
    while let Some(row) = rows.next()? {
        let (station, seq): (String, i64) = (row.get(0)?, row.get(1)?);
        insert.execute(params![
            station,
            seq,
            row.get::<_, [u8; 32]>(2)?,
            row.get::<_, String>(3)?
        ])?;
    }
    drop(insert);
    let mut heads = source.prepare("SELECT station, key, seq, as_of, stopped, unreadable FROM neighbour_heads")?;
    let mut rows = heads.query([])?;
    while let Some(row) = rows.next()? {
        filling.execute(
            "INSERT INTO heads (station, key, seq, as_of, stopped, unreadable) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
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
    Ok(filling.commit()?)
}

/// What central has and the backup lacks must come first; a damaged file stops it as well.
fn stop(place: &Folder) -> Result<(), Fault> {
    let Ok(Some(mut enrolment)) = Enrolment::read(&place.central()) else {
        return Ok(());
    };
    let reason = "it was restored from a backup, and central records may have more";
    enrolment.stopped = Some(Stopped::because("restored", reason));
    enrolment.write(&place.central())
}
