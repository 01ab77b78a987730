//! Where Debian puts PostgreSQL's programs: a folder for each version, which is not in the path.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A program of the newest PostgreSQL that is installed.
pub(crate) fn program(name: &str) -> PathBuf {
    let found = newest(Path::new("/usr/lib/postgresql")).or_else(configured);
    match found.map(|folder| folder.join(name)) {
        Some(program) if program.is_file() => program,
        // In the path, or the error says its name.
        _ => PathBuf::from(name),
    }
}

fn newest(versions: &Path) -> Option<PathBuf> {
    let folders = std::fs::read_dir(versions).ok()?;
    let mut found: Vec<(u32, PathBuf)> = folders
        .filter_map(|folder| {
            let folder = folder.ok()?;
            let version = folder.file_name().to_str()?.parse().ok()?;
            let programs = folder.path().join("bin");
            programs.join("initdb").is_file().then_some((version, programs))
        })
        .collect();
    found.sort();
    found.pop().map(|(_, programs)| programs)
}

fn configured() -> Option<PathBuf> {
    let output = Command::new("pg_config").arg("--bindir").output().ok()?;
    let folder = String::from_utf8(output.stdout).ok()?;
    (!folder.trim().is_empty()).then(|| PathBuf::from(folder.trim()))
}
