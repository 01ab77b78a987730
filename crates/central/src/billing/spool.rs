//! A file of the program's own for as long as it is needed: what billing sends and gets may be
//! larger than memory.

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};

use uuid::Uuid;

use crate::fault::Fault;

/// A file in the program's folder, which only its owner reads; taken away when dropped.
#[derive(Debug)]
pub(crate) struct Spool(PathBuf);

impl Spool {
    /// A new, empty file.
    ///
    /// # Errors
    /// [`Fault::Unreadable`].
    pub(crate) fn new(folder: &Path) -> Result<(Spool, File), Fault> {
        let path = folder.join(format!("passing-{}", Uuid::new_v4()));
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path).map_err(Fault::file(&path))?;
        Ok((Spool(path), file))
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        // One that is left behind hurts nobody.
        let _left = std::fs::remove_file(&self.0);
    }
}
