//! Processes: as whom they run, how they are killed, what they started.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

/// The unprivileged user that a server runs as where the tests run as root.
pub(crate) struct Owner {
    user: u32,
    group: u32,
}

impl Owner {
    /// None where the tests run unprivileged themselves.
    pub(crate) fn needed() -> Option<Owner> {
        if succeed(Command::new("id").arg("-u")).trim() != "0" {
            return None;
        }
        let users = std::fs::read_to_string("/etc/passwd").expect("the list of users");
        let of = |name: &str| {
            let mut fields = users.lines().map(|line| line.split(':').collect::<Vec<_>>());
            let found = fields.find(|user| user.first() == Some(&name))?;
            let number = |nth: usize| found.get(nth)?.parse().ok();
            Some(Owner {
                user: number(2)?,
                group: number(3)?,
            })
        };
        Some(of("postgres").or_else(|| of("nobody")).expect("an unprivileged user"))
    }

    /// Makes a folder or a file this user's.
    pub(crate) fn give(&self, path: &Path) {
        std::os::unix::fs::chown(path, Some(self.user), Some(self.group)).expect("it is given away");
    }

    /// Makes a command run as this user.
    pub(crate) fn runs(&self, command: &mut Command) {
        command.uid(self.user).gid(self.group);
    }
}

/// Lets nobody but its owner read or write a file.
pub(crate) fn owner_only(path: &Path) {
    std::fs::set_permissions(path, Permissions::from_mode(0o600)).expect("its mode is set");
}

/// Runs it to its end and gives what it printed.
#[track_caller]
pub(crate) fn succeed(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {complaint}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Ends a process at once; one that is gone already is left alone.
pub(crate) fn kill(process: u32) {
    // The shell's own, which is there wherever a shell is.
    let killed = Command::new("sh")
        .args(["-c", &format!("kill -KILL {process}")])
        .output();
    killed.expect("a shell starts");
}

/// The processes that this one started: each of PostgreSQL's is in a group of its own.
pub(crate) fn children_of(parent: u32) -> Vec<u32> {
    let processes = std::fs::read_dir("/proc").expect("the list of processes");
    let numbers = processes.filter_map(|one| one.ok()?.file_name().to_str()?.parse().ok());
    numbers.filter(|number| parent_of(*number) == Some(parent)).collect()
}

fn parent_of(process: u32) -> Option<u32> {
    let said = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // `17 (name) S 4 …`: a name may hold anything, a bracket too.
    let (_, behind) = said.rsplit_once(')')?;
    behind.split_whitespace().nth(1)?.parse().ok()
}
