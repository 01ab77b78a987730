//! A file of the program's own for as long as it is needed: what billing sends and gets may be
//! larger than memory.

use std::fs::{DirEntry, File, OpenOptions};
use std::path::{Path, PathBuf};
use std::time::Duration;

use uuid::Uuid;

use crate::fault::Fault;

/// What the names of such files begin with.
const PREFIX: &str = "passing-";

/// Longer than any of them is written to. Another program may have the same folder and be at work on
/// its own, so what is younger is left alone.
const LEFT_BEHIND: Duration = Duration::from_secs(24 * 60 * 60);

/// A file in the program's folder, which only its owner reads; taken away when dropped.
#[derive(Debug)]
pub(crate) struct Spool(PathBuf);

impl Spool {
    /// A new, empty file. Those that a killed program left behind are taken away.
    ///
    /// # Errors
    /// [`Fault::Unreadable`].
    pub(crate) fn new(folder: &Path) -> Result<(Spool, File), Fault> {
        clear(folder)?;
        let path = folder.join(format!("{PREFIX}{}", Uuid::new_v4()));
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
        // One that is left behind is taken away a day later.
        let _left = std::fs::remove_file(&self.0);
    }
}

/// Takes away what programs that were killed left behind, a day after it was last written to.
///
/// # Errors
/// [`Fault::Unreadable`] where the folder cannot be listed.
pub(crate) fn clear(folder: &Path) -> Result<(), Fault> {
    for file in std::fs::read_dir(folder).map_err(Fault::file(folder))?.flatten() {
        if is_left_behind(&file) {
            // Another program may have been quicker.
            let _gone = std::fs::remove_file(file.path());
        }
    }
    Ok(())
}

fn is_left_behind(file: &DirEntry) -> bool {
    let ours = file.file_name().to_string_lossy().starts_with(PREFIX);
    let written = || file.metadata().ok()?.modified().ok()?.elapsed().ok();
    ours && written().is_some_and(|age| age > LEFT_BEHIND)
}
