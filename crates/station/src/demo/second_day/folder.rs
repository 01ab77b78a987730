//! The folder of the second day's documents, beside those of the first.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::super::papers;
use crate::fault::Fault;

/// A folder, and what was written into it.
pub(super) struct Folder {
    /// The folder, called by its date.
    pub(super) path: PathBuf,
    /// The documents, in order.
    pub(super) written: Vec<PathBuf>,
}

impl Folder {
    /// Makes the folder of a date.
    ///
    /// # Errors
    /// Those of the file system.
    pub(super) fn make(papers: &Path, date: &Value) -> Result<Folder, Fault> {
        let path = papers.join(date.as_str().unwrap_or("second-day"));
        std::fs::create_dir_all(&path)?;
        Ok(Folder {
            path,
            written: Vec::new(),
        })
    }

    /// Copies the documents that a reply names.
    ///
    /// # Errors
    /// Those of the file system.
    pub(super) fn keep(&mut self, reply: &Value) -> Result<(), Fault> {
        self.written.extend(papers::of_reply(reply, &self.path)?);
        Ok(())
    }

    /// What one of the documents says.
    ///
    /// # Errors
    /// Those of the file system.
    pub(super) fn read(&self, name: &str) -> Result<String, Fault> {
        Ok(std::fs::read_to_string(self.path.join(name))?)
    }
}
