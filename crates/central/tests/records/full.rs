//! The disk of the database is full: nothing is taken, it is said by name, and when there is room
//! again everything goes on.

use std::io::Write;
use std::path::Path;
use std::process::Command;

use counterfoil_postgres::Postgres;

use crate::office::Office;

/// A small disk, where this machine lets one be mounted.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn mount(size: &str) -> Option<SmallDisk> {
        let folder = tempfile::tempdir().unwrap();
        let options = format!("size={size},mode=0755");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &options, "counterfoil-test"])
            .arg(folder.path())
            .output();
        mounted
            .is_ok_and(|done| done.status.success())
            .then_some(SmallDisk(folder))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _gone = Command::new("umount").arg("-l").arg(self.path()).output();
    }
}

#[test]
fn a_full_disk_takes_nothing_and_says_so() {
    let Some(disk) = SmallDisk::mount("160m") else {
        // Straight to standard error, past what a passing test keeps to itself.
        let said = b"\nNOT TESTED: no small disk can be mounted here, so central with a full disk was not tried\n";
        std::io::stderr().write_all(said).unwrap();
        assert!(
            std::env::var_os("COUNTERFOIL_REQUIRE_ALL_TESTS").is_none(),
            "a small disk is needed; run where tmpfs can be mounted"
        );
        return;
    };
    // Its log in the same small disk: what is filled up first is where a transaction is written.
    let settings = [("fsync", "off"), ("min_wal_size", "32MB"), ("max_wal_size", "48MB")];
    let office = Office::on(Postgres::start_in(disk.path(), &settings));
    let mut one = office.workstation("W2");
    one.work(3);
    one.push_all();
    let ballast = disk.path().join("ballast");
    fill(&ballast);
    let mut refused = false;
    let mut taken = 3;
    for _ in 0..40 {
        let before = one.head.seq;
        one.work(500);
        let reply = one.push(&one.bundle(before, before + 500));
        if reply.status == 200 {
            taken += 500;
            continue;
        }
        let said = reply.refused(507, "central_full");
        assert!(said["message"].as_str().unwrap().contains("full"), "{said}");
        refused = true;
        break;
    }
    assert!(refused, "the disk was never full");
    std::fs::remove_file(&ballast).unwrap();
    let after = u64::try_from(taken).unwrap();
    assert_eq!(office.entries("W2"), taken);
    one.push(&one.bundle(after, one.head.seq)).json(200);
    assert_eq!(office.entries("W2"), taken + 500);
}

/// Takes all the room that there is.
fn fill(path: &Path) {
    let mut file = std::fs::File::create(path).unwrap();
    let block = vec![0u8; 1 << 16];
    while file.write_all(&block).is_ok() {}
}
