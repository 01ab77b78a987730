//! The workstation's folder: which file lives where, and the lock that keeps a
//! second program out.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::fault::Fault;

/// How often the lock is tried before another program is said to hold it.
const LOCK_TRIES: u32 = 15;
/// The pause between.
const LOCK_PAUSE: Duration = Duration::from_millis(20);

/// A workstation's folder.
#[derive(Debug, Clone)]
pub struct Folder(PathBuf);

impl Folder {
    /// The folder at a path, whether or not anything is there yet.
    #[must_use]
    pub fn at(path: &Path) -> Folder {
        Folder(path.to_owned())
    }

    /// The path itself.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The journal: the truth.
    #[must_use]
    pub fn journal(&self) -> PathBuf {
        self.0.join("journal.db")
    }

    /// The views: derived, rebuilt when missing.
    #[must_use]
    pub fn views(&self) -> PathBuf {
        self.0.join("views.db")
    }

    /// The copy of the accounts.
    #[must_use]
    pub fn accounts(&self) -> PathBuf {
        self.0.join("accounts.db")
    }

    /// The accounts as central records hand them out, from which that copy is built.
    #[must_use]
    pub fn accounts_central(&self) -> PathBuf {
        self.0.join("accounts-central.db")
    }

    /// Drafts and print jobs: neither money nor derived.
    #[must_use]
    pub fn desk(&self) -> PathBuf {
        self.0.join("desk.db")
    }

    /// The workstation's keys and the users' password hashes.
    #[must_use]
    pub fn secrets(&self) -> PathBuf {
        self.0.join("secrets.json")
    }

    /// The other workstations' journals, at the closing desk.
    #[must_use]
    pub fn neighbours(&self) -> PathBuf {
        self.0.join("neighbours.db")
    }

    /// What is derived from the journals of the whole site, at the closing desk.
    #[must_use]
    pub fn site(&self) -> PathBuf {
        self.0.join("site.db")
    }

    /// How far this workstation's entries were handed over to the closing desk.
    #[must_use]
    pub fn handed_over(&self) -> PathBuf {
        self.0.join("handed-over")
    }

    /// What this workstation keeps of its enrolment at central records.
    #[must_use]
    pub fn central(&self) -> PathBuf {
        self.0.join("central.json")
    }

    /// How far the copying to and from central records has come.
    #[must_use]
    pub fn central_marks(&self) -> PathBuf {
        self.0.join("central.db")
    }

    /// Documents that were written: receipts, balancing sheets.
    #[must_use]
    pub fn documents(&self) -> PathBuf {
        self.0.join("documents")
    }

    /// Whether a workstation lives here.
    #[must_use]
    pub fn is_initialised(&self) -> bool {
        self.journal().exists()
    }

    /// Takes the lock: held until dropped, gone with the program however it ends.
    ///
    /// # Errors
    /// [`Fault::SecondInstance`], [`Fault::ReadOnly`].
    pub fn lock(&self) -> Result<Lock, Fault> {
        let path = self.0.join("lock");
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(|error| match Fault::from(error) {
                Fault::ReadOnly { .. } => Fault::ReadOnly { path: self.0.clone() },
                other => other,
            })?;
        // A program that is just ending, or one that it is starting, may hold it for a moment.
        for _ in 0..LOCK_TRIES {
            match file.try_lock() {
                Ok(()) => return Ok(Lock(file)),
                Err(TryLockError::WouldBlock) => std::thread::sleep(LOCK_PAUSE),
                Err(TryLockError::Error(error)) => return Err(error.into()),
            }
        }
        Err(Fault::SecondInstance { folder: self.0.clone() })
    }
}

/// The lock on a folder.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "held for its lock, never read")] File);
