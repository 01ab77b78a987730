//! The one clock of a test in which days pass: a file that every program of it looks at.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use tempfile::TempDir;

/// The variable that names the file; programs of a debug build add its seconds to the clock.
pub const VARIABLE: &str = "COUNTERFOIL_CLOCK_OFFSET_FILE";

/// Seconds of a day.
pub const DAY: i64 = 24 * 3600;

/// The clock that the programs of a test share.
pub struct Calendar {
    folder: TempDir,
}

impl Calendar {
    /// It shows the machine's own time, and then that of the next morning, so that an evening is far away.
    ///
    /// `utc_offset_hours` is the city's.
    #[must_use]
    pub fn new(utc_offset_hours: i64) -> Calendar {
        let calendar = Calendar {
            folder: tempfile::tempdir().expect("a temporary folder"),
        };
        calendar.set(0);
        calendar.next_morning(utc_offset_hours);
        calendar
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("seconds")
    }

    /// Lets a program look at it.
    pub fn shown_to<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        show(&self.path(), command)
    }

    /// The time that it shows, in seconds since 1970.
    #[must_use]
    pub fn now(&self) -> i64 {
        machine_time() + self.offset()
    }

    /// It becomes eight in the morning of the next day, by the city's time.
    pub fn next_morning(&self, utc_offset_hours: i64) {
        let local = self.now() + utc_offset_hours * 3600;
        let eight = (local.div_euclid(DAY) + 1) * DAY + 8 * 3600;
        self.set(self.offset() + eight - local);
    }

    /// So many seconds pass at once.
    pub fn passes(&self, seconds: i64) {
        self.set(self.offset() + seconds);
    }

    fn offset(&self) -> i64 {
        let text = std::fs::read_to_string(self.path()).expect("the clock's file");
        text.parse().expect("whole seconds")
    }

    /// Whole or not at all, so that nobody reads half of a number.
    fn set(&self, seconds: i64) {
        let new = self.folder.path().join("new");
        std::fs::write(&new, seconds.to_string()).expect("written");
        std::fs::rename(new, self.path()).expect("put in its place");
    }
}

/// Lets a program look at a clock's file.
pub fn show<'c>(file: &Path, command: &'c mut Command) -> &'c mut Command {
    command.env(VARIABLE, file)
}

fn machine_time() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970");
    i64::try_from(since.as_secs()).expect("before the end of time")
}
