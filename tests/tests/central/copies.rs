//! Two of one workstation: clones, old backups, and journals that went their own ways.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use counterfoil_tests::central::house::House;
use counterfoil_tests::central::proof::{exported, received};
use counterfoil_tests::desk::Desk;
use counterfoil_tests::people::ANA;
use serde_json::{Value, json};

use crate::workstations::{PATIENCE, all_is_in, is_stopped, line_is, one_payment, pays, replace, worked};

/// A copy that begins to speak just after the other one stopped shows by its head, any other by its contact.
const FOUND: [&str; 2] = ["station_cloned", "journal_behind"];

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir(to).unwrap();
    for file in std::fs::read_dir(from).unwrap() {
        let path = file.unwrap().path();
        if path.is_file() {
            std::fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
        }
    }
}

/// The line is awaited before anybody signs in, which would be written.
fn stops_signed_in(desk: &mut Desk) -> String {
    line_is(desk, |state| state["state"] == "stopped");
    desk.sign_in(ANA);
    is_stopped(desk)
}

/// W2 and a copy of its folder go their own ways: so many payments at W2, which central has, then three at the
/// copy while central is away. Gives both folders.
fn parted(house: &mut House, payments: usize) -> (PathBuf, PathBuf) {
    let mut window = worked(house, "W2", 1);
    all_is_in(&mut window.desk);
    let folder = window.desk.put_down().folder();
    let other = house.folder("other");
    copy(&folder, &other);
    let mut desk = Desk::at(house.workstation("W2"));
    desk.sign_in(ANA);
    pays(&mut desk, payments);
    all_is_in(&mut desk);
    drop(desk.put_down());
    house.central.kill();
    let mut desk = Desk::at(house.workstation("other"));
    desk.sign_in(ANA);
    pays(&mut desk, 3);
    drop(desk.put_down());
    (folder, other)
}

#[test]
fn a_clone_and_an_old_backup_are_found_at_first_contact() {
    let house = House::new(6);
    let mut window = worked(&house, "W2", 1);
    all_is_in(&mut window.desk);
    let folder = window.desk.put_down().folder();
    copy(&folder, &house.folder("clone"));
    copy(&folder, &house.folder("old"));
    let mut first = Desk::at(house.workstation("W2"));
    first.sign_in(ANA);
    pays(&mut first, 1);
    all_is_in(&mut first);
    let mut clone = Desk::at(house.workstation("clone"));
    let code = stops_signed_in(&mut clone);
    assert!(FOUND.contains(&code.as_str()), "{code}");
    clone.restart();
    assert_eq!(stops_signed_in(&mut clone), code, "also when it is started again");
    // The one that was first is not disturbed.
    pays(&mut first, 1);
    all_is_in(&mut first);
    drop(first.put_down());
    let mut old = Desk::at(house.workstation("old"));
    let code = stops_signed_in(&mut old);
    assert!(FOUND.contains(&code.as_str()), "{code}");
    assert_eq!(received(&house.server, "W2"), exported(&folder));
}

#[test]
fn of_two_copies_that_speak_at_once_one_is_stopped() {
    let house = House::new(10);
    let mut window = worked(&house, "W2", 1);
    all_is_in(&mut window.desk);
    let folder = window.desk.put_down().folder();
    copy(&folder, &house.folder("clone"));
    let mut desks = ["W2", "clone"].map(|name| Desk::at(house.workstation(name)));
    let begun = Instant::now();
    let stopped = |desk: &mut Desk| desk.done("state", json!({}))["central"]["state"] == "stopped";
    let which = loop {
        let states = [stopped(&mut desks[0]), stopped(&mut desks[1])];
        if let Some(which) = states.iter().position(|stopped| *stopped) {
            break which;
        }
        assert!(begun.elapsed() < PATIENCE, "both go on");
        std::thread::sleep(Duration::from_millis(100));
    };
    let other = &mut desks[1 - which];
    other.sign_in(ANA);
    pays(other, 1);
    all_is_in(other);
}

#[test]
fn a_journal_that_went_another_way_is_laid_aside_and_kept_at_central() {
    let mut house = House::new(7);
    let (folder, other) = parted(&mut house, 2);
    let went = exported(&other);
    house.central.start();
    let url = house.central.url();
    let said = replace(&house, "W2", &other, &["--central", &url]);
    assert!(said.contains("journal-aside-1.db"), "{said}");
    let (now, there) = (exported(&other), received(&house.server, "W2"));
    assert_eq!(now, there);
    assert_eq!(now[..now.len() - 1], exported(&folder)[..]);
    let forks = house
        .server
        .query("records", "SELECT count(*) FROM forks WHERE station = 'W2'");
    assert!(
        forks.trim().parse::<usize>().unwrap() >= 1,
        "{forks} forks of {} entries",
        went.len()
    );
    // Four numbers are on paper, three of them at central: the fourth is not used again.
    let mut desk = Desk::at(house.workstation("other"));
    desk.sign_in(ANA);
    let next = desk.done("take_payment", one_payment());
    assert_eq!(next["receipt"], "W2-000005");
    all_is_in(&mut desk);
    desk.put_down().verifies();
}

#[test]
fn what_a_copy_wrote_is_kept_at_central_as_soon_as_it_speaks() {
    let mut house = House::new(11);
    let (_, other) = parted(&mut house, 1);
    house.central.start();
    // It happens to know the number of the last contact, and its journal is the longer one.
    let number = house
        .server
        .query("records", "SELECT contact FROM stations WHERE station = 'W2'");
    let path = other.join("central.json");
    let mut central: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    central["contact"] = json!(number.trim().parse::<u64>().unwrap());
    central["url"] = json!(house.central.url());
    std::fs::write(&path, serde_json::to_vec(&central).unwrap()).unwrap();
    let mut desk = Desk::at(house.workstation("other"));
    assert_eq!(stops_signed_in(&mut desk), "entries_forked");
    let forks = house
        .server
        .query("records", "SELECT count(*) FROM forks WHERE station = 'W2'");
    assert_eq!(forks.trim(), "1");
    let alerts = house
        .server
        .query("records", "SELECT kind FROM alerts WHERE station = 'W2'");
    assert!(alerts.contains("fork"), "{alerts}");
}
