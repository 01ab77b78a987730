//! What differs between the systems that a workstation runs on.

use std::io;
use std::path::Path;

/// How many bytes one write hands over to a serial line that says it has room.
///
/// On Unix the line is in blocking mode, and a write past its room would wait for
/// as long as the printer holds its data off. Room is only reported while fewer
/// than 256 bytes of some thousands are on their way (Linux, `n_tty_poll`), so
/// this many fit. On Windows a write ends by itself when the time is up.
pub(super) const SERIAL_WRITE_BYTES: usize = 64;

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
