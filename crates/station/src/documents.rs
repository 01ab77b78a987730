//! Documents as files in the workstation's folder.

use crate::fault::Fault;
use crate::folder::Folder;

/// Writes a document whole or not at all; gives its path.
///
/// # Errors
/// Those of the file system.
pub fn write(folder: &Folder, name: &str, bytes: &[u8]) -> Result<String, Fault> {
    let documents = folder.documents();
    std::fs::create_dir_all(&documents)?;
    let path = documents.join(name);
    let beside = documents.join(format!("{name}.new"));
    std::fs::write(&beside, bytes)?;
    std::fs::rename(&beside, &path)?;
    Ok(path.display().to_string())
}
