//! Receipts into a folder, one file a job, for desks without a printer and for tests.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Port;
use crate::printer::bell::Leash;
use crate::printer::platform::sync_folder;
use crate::rpc::messages::PrintJobState;

struct Folder {
    path: PathBuf,
    job: Option<(String, File)>,
}

/// Makes the folder where it is missing.
pub(super) fn open(folder: &Path) -> io::Result<Box<dyn Port>> {
    fs::create_dir_all(folder)?;
    Ok(Box::new(Folder {
        path: folder.to_owned(),
        job: None,
    }))
}

impl Folder {
    fn unfinished(&self, name: &str) -> PathBuf {
        self.path.join(format!("{name}.part"))
    }
}

impl Port for Folder {
    fn begin(&mut self, name: &str) -> io::Result<()> {
        self.job = Some((name.to_owned(), File::create(self.unfinished(name))?));
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let (_, file) = self.job.as_mut().ok_or(io::ErrorKind::NotConnected)?;
        file.write(bytes)
    }

    /// A file has nothing to say.
    fn read(&mut self, _into: &mut [u8]) -> io::Result<usize> {
        Err(io::ErrorKind::TimedOut.into())
    }

    /// A job is there as a whole or not at all.
    fn finish(&mut self, _leash: &Leash<'_>) -> io::Result<PrintJobState> {
        let (name, file) = self.job.take().ok_or(io::ErrorKind::NotConnected)?;
        file.sync_all()?;
        drop(file);
        fs::rename(self.unfinished(&name), self.path.join(format!("{name}.escpos")))?;
        sync_folder(&self.path)?;
        Ok(PrintJobState::Printed)
    }

    fn stays_open(&self) -> bool {
        false
    }
}
