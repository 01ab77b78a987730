//! Documents as files in the workstation's folder.

use std::path::Path;

use crate::fault::Fault;
use crate::folder::Folder;

/// Writes a document whole or not at all; gives its path.
///
/// # Errors
/// Those of the file system.
pub fn write(folder: &Folder, name: &str, bytes: &[u8]) -> Result<String, Fault> {
    write_into(&folder.documents(), name, bytes)
}

/// As [`write`], into a folder of the caller's.
///
/// # Errors
/// Those of the file system.
pub fn write_into(documents: &Path, name: &str, bytes: &[u8]) -> Result<String, Fault> {
    std::fs::create_dir_all(documents)?;
    let path = documents.join(name);
    let beside = documents.join(format!("{name}.new"));
    std::fs::write(&beside, bytes)?;
    std::fs::rename(&beside, &path)?;
    Ok(path.display().to_string())
}
