//! Central's own database restored from a backup: the workstations have more than it acknowledges, and
//! it gets that from them again.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use counterfoil_tests::cash::cents;
use counterfoil_tests::central::DATABASE;
use counterfoil_tests::central::house::{House, Window};
use counterfoil_tests::central::proof::exported;
use counterfoil_tests::central::proof::received;
use counterfoil_tests::desk::{Desk, FLOAT};
use counterfoil_tests::payment::payment;
use counterfoil_tests::people::{ANA, BEN, SAM};
use serde_json::{Value, json};

/// How long everything may take to be as it was.
const PATIENCE: Duration = Duration::from_secs(60);

#[track_caller]
fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < PATIENCE, "not so after a minute: {what}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

fn all_is_in(desk: &mut Desk) -> bool {
    let line = desk.done("state", json!({}))["central"].clone();
    line["state"] == "connected" && line["waiting"] == 0
}

fn pays(desk: &mut Desk, receipts: usize) {
    for _ in 0..receipts {
        let request = counterfoil_tests::desk::payment_request(&payment().open("MISC", "1.00").cash("1.00"));
        desk.done("take_payment", request);
    }
}

/// What the closing desk's board has of a window.
fn seq_on_board(desk: &mut Desk, code: &str) -> u64 {
    let board = desk.board();
    let mut stations = board["stations"].as_array().expect("stations").iter();
    let row = stations.find(|one| one["station"] == code).expect("the window");
    row["seq"].as_u64().expect("a number")
}

/// The database as it is now, by another name: a backup. Nobody may be connected.
fn copied(house: &House, from: &str, to: &str) {
    let sql = format!("CREATE DATABASE {to} TEMPLATE {from}");
    let _nothing = house.server.query("postgres", &sql);
}

/// Billing's next file: María owes a dollar more.
fn changed_accounts(house: &House) -> PathBuf {
    let path = house.configuration().with_file_name("changed.csv");
    let before = std::fs::read_to_string(house.configuration().with_file_name("accounts.csv")).unwrap();
    let (rows, trailer) = before.trim_end().rsplit_once('\n').unwrap();
    let (counts, due) = trailer.rsplit_once(',').unwrap();
    let more = cents(due) + 100;
    let rows = rows
        .replacen("2020-01-01T06:00:00Z", "2020-01-01T07:00:00Z", 1)
        .replacen("123.00", "124.00", 1);
    std::fs::write(&path, format!("{rows}\n{counts},{}.{:02}\n", more / 100, more % 100)).unwrap();
    path
}

/// What María owes, as a window has it.
fn due(desk: &mut Desk) -> Value {
    desk.done("account", json!({ "number": "20-04127-03" }))["account"]["charges"][0]["due"].clone()
}

#[test]
fn what_a_restored_database_lacks_comes_from_the_workstations_again() {
    let mut house = House::new(40);
    // The lines live as long as they are held.
    let (mut windows, _lines) = ["W2", "W3", "W1"]
        .into_iter()
        .map(|code| house.window(code))
        .map(|Window { desk, proxy }| (desk, proxy))
        .unzip::<_, _, Vec<Desk>, Vec<_>>();
    let [one, other, closing] = windows.as_mut_slice() else {
        unreachable!()
    };
    closing.sign_in(SAM);
    for (desk, who) in [(&mut *one, ANA), (&mut *other, BEN)] {
        desk.sign_in(who);
        desk.open_drawer(FLOAT);
        pays(desk, 2);
    }
    until("central has everything", || all_is_in(one) && all_is_in(other));
    house.central.kill();
    copied(&house, DATABASE, "backup");
    house.central.start();
    // What the backup does not know: an import, and receipts that will come in another order again.
    house.central.takes_accounts(&changed_accounts(&house));
    pays(other, 3);
    pays(one, 3);
    until("central has everything", || all_is_in(one) && all_is_in(other));
    until("the changed accounts are in", || due(one) == json!(12_400));
    until("the board has everything", || {
        let folder = |code: &str| exported(&house.folder(code)).len() as u64;
        ["W2", "W3"]
            .iter()
            .all(|code| seq_on_board(closing, code) == folder(code))
    });
    house.central.kill();
    let _gone = house.server.query("postgres", &format!("DROP DATABASE {DATABASE}"));
    copied(&house, "backup", DATABASE);
    house.central.start();
    pays(one, 1);
    until("central has everything again", || {
        let here = |code: &str| exported(&house.folder(code));
        ["W1", "W2", "W3"]
            .iter()
            .all(|code| received(&house.server, code) == here(code))
    });
    // The accounts are those of the backup again, as billing's file is at central.
    until("the accounts are central's", || due(one) == json!(12_300));
    pays(other, 1);
    until("the board has everything again", || {
        let folder = |code: &str| exported(&house.folder(code)).len() as u64;
        ["W2", "W3"]
            .iter()
            .all(|code| seq_on_board(closing, code) == folder(code))
    });
    for code in ["W2", "W3"] {
        until("central has the last one", || {
            received(&house.server, code) == exported(&house.folder(code))
        });
    }
    // Nobody was taken for a copy; a person hears that the database was restored.
    let alerts = house.server.query(DATABASE, "SELECT DISTINCT kind FROM alerts");
    assert_eq!(alerts.trim(), "central_restored");
    assert!(house.central.succeeds(&["verify"]).contains("streams proved"));
}
