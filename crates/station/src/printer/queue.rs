//! The print jobs and how far the journal was turned into them: two tables of
//! `desk.db`, which holds what a workstation works with and may lose.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{Job, JobKind, NewJob};
use crate::fault::Fault;
use crate::rpc::messages::{PrintJob, PrintJobState};
use crate::sqlite::{self, Durability};

/// The jobs that a screen shows.
const SHOWN: u32 = 20;

const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS print_job (
        seq      INTEGER PRIMARY KEY,
        what     TEXT    NOT NULL CHECK (what IN ('receipt', 'copy', 'drawer_kick')),
        receipt  TEXT,
        kick     INTEGER NOT NULL CHECK (kick IN (0, 1)),
        state    TEXT    NOT NULL DEFAULT 'waiting'
                 CHECK (state IN ('waiting', 'sending', 'printed', 'sent', 'unknown', 'skipped'))
    ) STRICT;
    CREATE INDEX IF NOT EXISTS print_job_state ON print_job (state, seq);
    CREATE INDEX IF NOT EXISTS print_job_receipt ON print_job (receipt, what);
    CREATE TABLE IF NOT EXISTS print_cursor (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        seq  INTEGER NOT NULL
    ) STRICT;
";

/// See the module.
pub(super) struct Queue {
    desk: Connection,
}

impl Queue {
    /// Opens the queue; where there is none yet, it begins at the journal's
    /// `head`. A damaged file is put aside as `desk.db.damaged` and begun anew.
    pub(super) fn open(path: &Path, head: u64) -> Result<Queue, Fault> {
        match Queue::open_whole(path, head) {
            // So the fault is called for any of the local databases.
            Err(Fault::JournalDamaged { .. }) => {
                put_aside(path);
                Queue::open_whole(path, head)
            }
            other => other,
        }
    }

    fn open_whole(path: &Path, head: u64) -> Result<Queue, Fault> {
        // NORMAL is enough for the rest of desk.db. Here the mark before the
        // first byte must outlive a power cut, or a receipt would print twice.
        let mut desk = sqlite::open(path, Durability::Full)?;
        desk.execute_batch(TABLES)?;
        let change = desk.transaction()?;
        change.execute(
            "INSERT OR IGNORE INTO print_cursor (only, seq) VALUES (1, ?1)",
            [stored(head)],
        )?;
        // A journal that was put back to an earlier day has no entry for later jobs.
        change.execute("DELETE FROM print_job WHERE seq > ?1", [stored(head)])?;
        change.execute("UPDATE print_cursor SET seq = ?1 WHERE seq > ?1", [stored(head)])?;
        change.commit()?;
        Ok(Queue { desk })
    }

    /// How far the journal was turned into jobs.
    pub(super) fn cursor(&self) -> rusqlite::Result<u64> {
        self.desk
            .query_row("SELECT seq FROM print_cursor", [], |row| seq_of(row, 0))
    }

    /// Adds jobs and moves the cursor, both or neither.
    pub(super) fn add(&mut self, jobs: &[NewJob], cursor: u64) -> rusqlite::Result<()> {
        let change = self.desk.transaction()?;
        for job in jobs {
            change.execute(
                "INSERT OR IGNORE INTO print_job (seq, what, receipt, kick) VALUES (?1, ?2, ?3, ?4)",
                params![stored(job.seq), job.what.as_str(), job.receipt, job.kick],
            )?;
        }
        change.execute("UPDATE print_cursor SET seq = ?1", [stored(cursor)])?;
        change.commit()
    }

    /// The first job that waits.
    pub(super) fn next(&self) -> rusqlite::Result<Option<Job>> {
        let sql = "SELECT seq, what, receipt, kick FROM print_job WHERE state = 'waiting' ORDER BY seq LIMIT 1";
        self.desk.query_row(sql, [], job_of).optional()
    }

    /// Marks a job as on its way, before its first byte leaves. Returns whether
    /// it still waited: a person may have given it up in the meantime.
    pub(super) fn begin(&mut self, seq: u64) -> rusqlite::Result<bool> {
        let sql = "UPDATE print_job SET state = 'sending' WHERE seq = ?1 AND state = 'waiting'";
        Ok(self.desk.execute(sql, [stored(seq)])? == 1)
    }

    /// Takes the mark back: not one byte left.
    pub(super) fn put_back(&mut self, seq: u64) -> rusqlite::Result<()> {
        let sql = "UPDATE print_job SET state = 'waiting' WHERE seq = ?1 AND state = 'sending'";
        self.desk.execute(sql, [stored(seq)]).map(drop)
    }

    /// Writes down what became of a job.
    pub(super) fn end(&mut self, seq: u64, state: PrintJobState) -> rusqlite::Result<()> {
        self.desk
            .execute(
                "UPDATE print_job SET state = ?2 WHERE seq = ?1",
                params![stored(seq), state_name(state)],
            )
            .map(drop)
    }

    /// Jobs that were on their way when the program or the desk broke off: nobody knows what became of them.
    pub(super) fn end_broken_off(&mut self) -> rusqlite::Result<()> {
        self.desk
            .execute("UPDATE print_job SET state = 'unknown' WHERE state = 'sending'", [])
            .map(drop)
    }

    /// What kind of job it is and how far.
    pub(super) fn find(&self, seq: u64) -> rusqlite::Result<Option<(JobKind, PrintJobState)>> {
        let sql = "SELECT what, state FROM print_job WHERE seq = ?1";
        self.desk
            .query_row(sql, [stored(seq)], |row| Ok((kind_of(row, 0)?, state_of(row, 1)?)))
            .optional()
    }

    /// How far the receipt itself is, not its copies. None where it never was a job.
    pub(super) fn state_of_receipt(&self, number: &str) -> rusqlite::Result<Option<PrintJobState>> {
        let sql = "SELECT state FROM print_job WHERE receipt = ?1 AND what = 'receipt' ORDER BY seq DESC LIMIT 1";
        self.desk.query_row(sql, [number], |row| state_of(row, 0)).optional()
    }

    /// Waiting ones, unknown ones, and the last jobs, newest first.
    pub(super) fn summary(&self) -> rusqlite::Result<(u32, u32, Vec<PrintJob>)> {
        let count = |sql| self.desk.query_row(sql, [], |row| row.get(0));
        let waiting = count("SELECT count(*) FROM print_job WHERE state IN ('waiting', 'sending')")?;
        let unknown = count("SELECT count(*) FROM print_job WHERE state = 'unknown'")?;
        let mut last = self
            .desk
            .prepare_cached("SELECT seq, what, receipt, state FROM print_job ORDER BY seq DESC LIMIT ?1")?;
        let jobs = last.query_map([SHOWN], |row| {
            Ok(PrintJob {
                id: seq_of(row, 0)?,
                what: row.get(1)?,
                receipt: row.get(2)?,
                state: state_of(row, 3)?,
            })
        })?;
        Ok((waiting, unknown, jobs.collect::<rusqlite::Result<_>>()?))
    }
}

fn job_of(row: &Row<'_>) -> rusqlite::Result<Job> {
    Ok(Job {
        seq: seq_of(row, 0)?,
        what: kind_of(row, 1)?,
        receipt: row.get(2)?,
        kick: row.get(3)?,
    })
}

/// A journal of 2^63 entries is not reached.
fn stored(seq: u64) -> i64 {
    i64::try_from(seq).unwrap_or(i64::MAX)
}

fn seq_of(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    row.get::<_, i64>(column).map(|seq| u64::try_from(seq).unwrap_or(0))
}

/// The tables' checks let nothing else in.
fn kind_of(row: &Row<'_>, column: usize) -> rusqlite::Result<JobKind> {
    Ok(match row.get_ref(column)?.as_str()? {
        "receipt" => JobKind::Receipt,
        "copy" => JobKind::Copy,
        _ => JobKind::DrawerKick,
    })
}

/// A job on its way has not ended: it still waits.
fn state_of(row: &Row<'_>, column: usize) -> rusqlite::Result<PrintJobState> {
    Ok(match row.get_ref(column)?.as_str()? {
        "printed" => PrintJobState::Printed,
        "sent" => PrintJobState::Sent,
        "unknown" => PrintJobState::Unknown,
        "skipped" => PrintJobState::Skipped,
        _ => PrintJobState::Waiting,
    })
}

fn state_name(state: PrintJobState) -> &'static str {
    match state {
        PrintJobState::Waiting => "waiting",
        PrintJobState::Printed => "printed",
        PrintJobState::Sent => "sent",
        PrintJobState::Unknown => "unknown",
        PrintJobState::Skipped => "skipped",
    }
}

/// What stands in the way of putting it aside shows when it is opened again.
fn put_aside(path: &Path) {
    for ending in ["", "-wal", "-shm"] {
        let _gone = std::fs::rename(longer(path, ending), longer(path, &format!(".damaged{ending}")));
    }
}

fn longer(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}
