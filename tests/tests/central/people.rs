//! What central changes for the people at a window: who may sit there, and what is not there yet.

use std::time::{Duration, Instant};

use counterfoil_tests::central::house::House;
use counterfoil_tests::central::proxy::Weather;
use counterfoil_tests::desk::{Desk, FLOAT};
use counterfoil_tests::people::{ANA, SUE};
use serde_json::{Value, json};

/// How long the line may take.
const PATIENCE: Duration = Duration::from_secs(30);

#[test]
fn who_is_taken_off_the_list_leaves_a_free_seat() {
    let house = House::new(30);
    let mut window = house.window("W2");
    let desk = &mut window.desk;
    desk.sign_in(ANA);
    desk.open_drawer(FLOAT);
    house
        .central
        .succeeds(&["users", "deactivate", ANA, "--by", "the test"]);
    let begun = Instant::now();
    while desk.done("state", json!({}))["user"] != Value::Null {
        assert!(begun.elapsed() < PATIENCE, "she still sits there");
        std::thread::sleep(Duration::from_millis(50));
    }
    desk.refuses("not_signed_in", "drawer", json!({}));
    desk.sign_in(SUE);
}

#[test]
fn before_the_accounts_have_come_nothing_is_said_of_one() {
    let house = House::new(31);
    let proxy = house.line("W2");
    house.enrol("W2", &house.folder("W2"), &proxy.url(), false);
    proxy.becomes(Weather::Cut);
    let mut desk = Desk::at(house.workstation("W2"));
    // Passwords came with the enrolment: the line is not needed to sign in.
    desk.sign_in(ANA);
    desk.refuses("accounts_on_their_way", "account", json!({ "number": "20-04127-03" }));
    proxy.becomes(Weather::Calm);
    let begun = Instant::now();
    let asked = json!({ "number": "20-04127-03" });
    while desk.ask("account", asked.clone()).is_err() {
        assert!(begun.elapsed() < 2 * PATIENCE, "the accounts do not come");
        std::thread::sleep(Duration::from_millis(100));
    }
}
