//! A workstation's life at central records: enrolled new or with its journal, given another key, restored,
//! cloned, replaced after its journal went another way, revoked.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use counterfoil_tests::central::SITE;
use counterfoil_tests::central::house::{House, Window};
use counterfoil_tests::central::proof::{central_has_all_of, exported, received};
use counterfoil_tests::central::proxy::Weather;
use counterfoil_tests::desk::{Desk, FLOAT};
use counterfoil_tests::payment::payment;
use counterfoil_tests::people::ANA;
use counterfoil_tests::workstation::{counterfoil_by, succeed_by};
use serde_json::{Value, json};

/// How long the line may take.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Waits until the line is as wanted; gives what the screens then say of it.
#[track_caller]
pub(crate) fn line_is(desk: &mut Desk, wanted: impl Fn(&Value) -> bool) -> Value {
    let begun = Instant::now();
    loop {
        let state = desk.done("state", json!({}))["central"].clone();
        if wanted(&state) {
            return state;
        }
        assert!(begun.elapsed() < PATIENCE, "the line is {state}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// The accounts are taken in, which is an entry too, and central has every entry.
#[track_caller]
pub(crate) fn all_is_in(desk: &mut Desk) {
    let begun = Instant::now();
    let asked = json!({ "number": "20-04127-03" });
    while let Err(refused) = desk.ask("account", asked.clone())
        && refused.code == "accounts_on_their_way"
    {
        assert!(begun.elapsed() < PATIENCE, "the accounts do not come");
        std::thread::sleep(Duration::from_millis(50));
    }
    line_is(desk, |state| state["state"] == "connected" && state["waiting"] == 0);
}

#[track_caller]
pub(crate) fn is_stopped(desk: &mut Desk) -> String {
    let state = line_is(desk, |state| state["state"] == "stopped");
    assert!(
        state["message"].as_str().unwrap().contains("counterfoil enrol"),
        "{state}"
    );
    desk.refuses("workstation_stopped", "take_payment", one_payment());
    state["code"].as_str().unwrap().to_owned()
}

pub(crate) fn one_payment() -> Value {
    counterfoil_tests::desk::payment_request(&payment().open("MISC", "1.00").cash("1.00"))
}

/// A window where Ana has opened her drawer and taken so many payments.
pub(crate) fn worked(house: &House, code: &str, receipts: usize) -> Window {
    let mut window = house.window(code);
    window.desk.sign_in(ANA);
    window.desk.open_drawer(FLOAT);
    pays(&mut window.desk, receipts);
    window
}

pub(crate) fn pays(desk: &mut Desk, receipts: usize) {
    for _ in 0..receipts {
        desk.done("take_payment", one_payment());
    }
}

/// The folder of a W2 that knew no central and took so many payments.
fn stood_alone(house: &House, name: &str, receipts: usize) -> PathBuf {
    let (folder, configuration) = (house.folder(name), house.configuration());
    let init = [
        "init",
        "--data",
        text(&folder),
        "--config",
        text(&configuration),
        "--station",
        "W2",
    ];
    succeed_by(Some(&house.calendar.path()), &init);
    let mut desk = Desk::at(house.workstation(name));
    desk.sign_in(ANA);
    desk.open_drawer(FLOAT);
    pays(&mut desk, receipts);
    drop(desk.put_down());
    folder
}

/// Runs `counterfoil enrol` with a code made to replace.
pub(crate) fn replace(house: &House, code: &str, folder: &Path, more: &[&str]) -> String {
    let secret = house.central.code_for(code, true);
    let mut arguments = vec!["enrol", "--data", text(folder), "--code", &secret];
    arguments.extend(more);
    succeed_by(Some(&house.calendar.path()), &arguments)
}

fn entry(folder: &Path, seq: usize) -> Value {
    serde_json::from_str(&exported(folder)[seq - 1].bytes).unwrap()
}

#[test]
fn a_new_folder_becomes_the_workstation_that_the_code_names() {
    let house = House::new(1);
    let mut window = worked(&house, "W2", 3);
    all_is_in(&mut window.desk);
    let folder = window.desk.put_down().folder();
    central_has_all_of(&house.server, &[("W2", &folder)]);
    let first = entry(&folder, 1);
    assert_eq!(
        (&first["kind"], &first["epoch"]),
        (&json!("configuration_adopted"), &json!(1))
    );
    // A code is good for once, and for its workstation.
    let code = house.central.code_for("W3", false);
    let enrols = |folder: &Path, code: &str| {
        let url = house.central.url();
        let arguments = ["enrol", "--data", text(folder), "--central", &url, "--code", code];
        let output = counterfoil_by(Some(&house.calendar.path()), &arguments);
        String::from_utf8(output.stderr).unwrap()
    };
    assert_eq!(enrols(&house.folder("W3"), &code), "");
    assert!(enrols(&house.folder("W4"), &code).contains("(code_wrong)"));
    let code = house.central.code_for("W4", false);
    assert!(enrols(&folder, &code).contains("(other_workstation)"));
}

#[test]
fn a_workstation_that_stood_alone_hands_its_journal_over() {
    let house = House::new(2);
    let folder = stood_alone(&house, "W2", 5);
    let before = exported(&folder);
    house.enrol("W2", &folder, &house.central.url(), false);
    assert_eq!(exported(&folder), before, "its journal stays as it is");
    assert_eq!(received(&house.server, "W2"), before);
    let mut desk = Desk::at(house.workstation("W2"));
    desk.sign_in(ANA);
    pays(&mut desk, 1);
    all_is_in(&mut desk);
    drop(desk.put_down());
    central_has_all_of(&house.server, &[("W2", &folder)]);
}

#[test]
fn another_key_comes_with_an_epoch() {
    let house = House::new(3);
    let mut window = worked(&house, "W2", 2);
    all_is_in(&mut window.desk);
    let folder = window.desk.put_down().folder();
    let secrets = std::fs::read_to_string(folder.join("secrets.json")).unwrap();
    let said = replace(&house, "W2", &folder, &["--new-key"]);
    assert!(said.contains("epoch        2"), "{said}");
    let count = exported(&folder).len();
    let opened = entry(&folder, count);
    assert_eq!(opened["body"]["why"], "key_rotated");
    assert_eq!(opened["body"]["acknowledged"]["seq"], json!(count - 1));
    assert!(!secrets.contains(opened["body"]["key"].as_str().unwrap()));
    let mut desk = Desk::at(house.workstation("W2"));
    desk.sign_in(ANA);
    pays(&mut desk, 1);
    // Its head is signed by the new key.
    desk.start_count();
    desk.count_all("5x20 5x10 4x5 18x1 1bx0.25 1bx0.10", &[]);
    desk.close();
    all_is_in(&mut desk);
    let workstation = desk.put_down();
    workstation.verifies();
    central_has_all_of(&house.server, &[("W2", &folder)]);
    // The closing desk believes central about the key.
    let mut closing = house.window("W1");
    all_is_in(&mut closing.desk);
    closing.desk.sign_in("sam");
    let begun = Instant::now();
    loop {
        let board = closing.desk.done("board", json!({}));
        let window = board["stations"]
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["station"] == "W2");
        let window = window.unwrap();
        assert_eq!(window["refusal"], Value::Null, "{window}");
        if board["rows"][0]["receipts"] == 3 && window["missing"] == false {
            break;
        }
        assert!(begun.elapsed() < PATIENCE, "{board}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn a_backup_is_filled_up_by_central() {
    let house = House::new(4);
    let mut window = worked(&house, "W2", 2);
    let (folder, backup) = (house.folder("W2"), house.folder("W2.backup"));
    let clock = house.calendar.path();
    succeed_by(
        Some(&clock),
        &["backup", "--data", text(&folder), "--out", text(&backup)],
    );
    pays(&mut window.desk, 3);
    all_is_in(&mut window.desk);
    // Two receipts that central has not had when the disk goes.
    window.proxy.becomes(Weather::Cut);
    pays(&mut window.desk, 2);
    drop(window);
    let restored = house.folder("W2-restored");
    succeed_by(
        Some(&clock),
        &["restore", "--backup", text(&backup), "--data", text(&restored)],
    );
    let mut desk = Desk::at(house.workstation("W2-restored"));
    desk.sign_in(ANA);
    assert_eq!(is_stopped(&mut desk), "restored");
    drop(desk.put_down());
    let url = house.central.url();
    let said = replace(
        &house,
        "W2",
        &restored,
        &["--central", &url, "--last-receipt", "W2-000007"],
    );
    assert!(said.contains("epoch        2"), "{said}");
    let mut desk = Desk::at(house.workstation("W2-restored"));
    desk.sign_in(ANA);
    let paid = desk.pay(&payment().open("MISC", "1.00").cash("1.00"));
    assert_eq!(paid.number, "W2-000008");
    all_is_in(&mut desk);
    desk.put_down().verifies();
    central_has_all_of(&house.server, &[("W2", &restored)]);
    let opened: Vec<Value> = exported(&restored)
        .iter()
        .map(|one| serde_json::from_str::<Value>(&one.bytes).unwrap())
        .filter(|one| one["kind"] == "epoch_opened")
        .collect();
    assert_eq!(opened[0]["body"]["why"], "restored");
    assert_eq!(
        opened[0]["body"]["lost"],
        json!({ "first": "W2-000006", "last": "W2-000007", "count": 2 })
    );
}

#[test]
fn a_machine_is_replaced_from_what_central_has() {
    let house = House::new(5);
    let mut window = worked(&house, "W2", 3);
    all_is_in(&mut window.desk);
    let Window { desk, proxy } = window;
    drop(desk.put_down());
    let other = house.folder("W2-other");
    let url = house.central.url();
    replace(&house, "W2", &other, &["--central", &url]);
    let mut desk = Desk::at(house.workstation("W2-other"));
    desk.sign_in(ANA);
    pays(&mut desk, 1);
    all_is_in(&mut desk);
    desk.put_down().verifies();
    central_has_all_of(&house.server, &[("W2", &other)]);
    // The machine that was replaced signs with a key that is over.
    let mut former = Desk::at(house.workstation("W2"));
    former.sign_in(ANA);
    assert_eq!(is_stopped(&mut former), "epoch_over");
    drop(proxy);
}

#[test]
fn an_enrolment_that_is_killed_goes_on_with_the_same_code() {
    let house = House::new(11);
    let mut window = worked(&house, "W2", 2);
    let folder = house.folder("W2");
    let (old, clock) = (house.folder("old"), house.calendar.path());
    let backup = house.folder("W2.backup");
    succeed_by(
        Some(&clock),
        &["backup", "--data", text(&folder), "--out", text(&backup)],
    );
    succeed_by(
        Some(&clock),
        &["restore", "--backup", text(&backup), "--data", text(&old)],
    );
    pays(&mut window.desk, 20);
    all_is_in(&mut window.desk);
    drop(window.desk.put_down());
    let (code, url) = (house.central.code_for("W2", true), house.central.url());
    let mut killed = 0;
    for patience in (1..).map(|nth| Duration::from_millis(nth * 7)) {
        let mut enrol = std::process::Command::new(counterfoil_tests::programs::counterfoil());
        enrol.args([
            "enrol",
            "--data",
            text(&old),
            "--central",
            &url,
            "--code",
            &code,
            "--new-key",
        ]);
        enrol
            .stderr(std::process::Stdio::piped())
            .stdout(std::process::Stdio::null());
        let mut enrol = house.calendar.shown_to(&mut enrol).spawn().unwrap();
        let begun = Instant::now();
        let ended = loop {
            if let Some(status) = enrol.try_wait().unwrap() {
                break Some(status);
            }
            if begun.elapsed() >= patience {
                enrol.kill().unwrap();
                enrol.wait().unwrap();
                break None;
            }
            std::thread::sleep(Duration::from_millis(1));
        };
        match ended {
            None => killed += 1,
            Some(status) => {
                let output = enrol.wait_with_output().unwrap();
                assert!(status.success(), "{}", String::from_utf8_lossy(&output.stderr));
                break;
            }
        }
    }
    assert!(killed > 3, "it was killed {killed} times");
    let mut desk = Desk::at(house.workstation("old"));
    desk.sign_in(ANA);
    pays(&mut desk, 1);
    all_is_in(&mut desk);
    desk.put_down().verifies();
    central_has_all_of(&house.server, &[("W2", &old)]);
    let opened = exported(&old)
        .iter()
        .filter(|one| one.bytes.contains("epoch_opened"))
        .count();
    assert_eq!(opened, 1);
}

#[test]
fn a_workstation_that_was_restored_while_it_stood_alone_is_enrolled() {
    let house = House::new(12);
    let clock = house.calendar.path();
    let folder = stood_alone(&house, "alone", 2);
    let backup = house.folder("backup");
    succeed_by(
        Some(&clock),
        &["backup", "--data", text(&folder), "--out", text(&backup)],
    );
    let restored = house.folder("restored");
    let restore = ["restore", "--backup", text(&backup), "--data", text(&restored)];
    succeed_by(Some(&clock), &restore);
    let url = house.central.url();
    let code = house.central.code_for("W2", false);
    let enrol = ["enrol", "--data", text(&restored), "--central", &url, "--code", &code];
    let said = succeed_by(Some(&clock), &enrol);
    assert!(said.contains("epoch        3"), "{said}");
    let mut desk = Desk::at(house.workstation("restored"));
    desk.sign_in(ANA);
    pays(&mut desk, 1);
    all_is_in(&mut desk);
    drop(desk.put_down());
    assert_eq!(exported(&restored), received(&house.server, "W2"));
}

#[test]
fn a_revoked_workstation_goes_on_and_central_hears_nothing_of_it() {
    let house = House::new(8);
    let mut window = worked(&house, "W2", 1);
    all_is_in(&mut window.desk);
    house
        .central
        .succeeds(&["enrol", "revoke", "--site", SITE, "--station", "W2"]);
    let before = received(&house.server, "W2").len();
    pays(&mut window.desk, 2);
    let state = line_is(&mut window.desk, |state| state["state"] == "away");
    assert!(
        state["why"]
            .as_str()
            .unwrap()
            .contains("does not know this workstation"),
        "{state}"
    );
    pays(&mut window.desk, 1);
    assert_eq!(received(&house.server, "W2").len(), before);
}

#[test]
fn a_clock_that_is_off_by_years_stops_the_desk_until_it_is_right() {
    let house = House::new(9);
    let mut window = worked(&house, "W2", 1);
    all_is_in(&mut window.desk);
    let folder = window.desk.put_down().folder();
    let slow = house.folder("ten-years");
    std::fs::write(&slow, "315360000").unwrap();
    let off: PathBuf = slow;
    let workstation = counterfoil_tests::workstation::Workstation::in_site(
        std::sync::Arc::new(tempfile::tempdir().unwrap()),
        text(&folder),
        &house.configuration(),
        &off,
    );
    let mut desk = Desk::at(workstation);
    let state = line_is(&mut desk, |state| state["state"] == "stopped");
    assert_eq!(state["code"], "clock_off");
    let now = std::fs::read_to_string(house.calendar.path()).unwrap_or_default();
    std::fs::write(&off, now).unwrap();
    desk.sign_in(ANA);
    all_is_in(&mut desk);
    pays(&mut desk, 1);
}
