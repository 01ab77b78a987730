//! What differs between the systems that a workstation runs on.

use std::io;
use std::path::Path;

/// How many bytes one write to a serial line may hand over without blocking.
///
/// On Unix the line is in blocking mode and only said to have room for *some*
/// byte: more than one could wait for ever on a printer that holds its data off.
/// On Windows a write ends by itself when the time is up.
pub(super) const SERIAL_WRITE_BYTES: usize = if cfg!(unix) { 1 } else { 512 };

/// What a serial write of nothing means: on Windows that the time was up, on
/// Unix that nobody is there any more.
pub(super) const SERIAL_WROTE_NOTHING: io::ErrorKind = if cfg!(windows) {
    io::ErrorKind::TimedOut
} else {
    io::ErrorKind::BrokenPipe
};

/// Makes a new name in a folder last over a power cut.
#[cfg(unix)]
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    std::fs::File::open(folder)?.sync_all()
}

/// Makes a new name in a folder last over a power cut: NTFS journals names by
/// itself, and a folder cannot be opened to be synced.
#[cfg(not(unix))]
pub(super) fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}
