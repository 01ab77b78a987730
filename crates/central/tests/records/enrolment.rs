use chrono::TimeDelta;
use counterfoil_central::enrolment;
use counterfoil_central::fault::Fault;
use counterfoil_domain::sync::enrolment_text;
use counterfoil_formats::signature;
use serde_json::json;

use crate::office::{CITY, Office};
use crate::workstation::Workstation;

#[test]
fn a_code_enrols_one_key_once() {
    let office = Office::open();
    let secret = office.code("W2", false);
    let mut one = Workstation::new(office.address(), office.name("W2"), office.now());
    one.enrol(&secret.replace(|_| true, "0")).refused(403, "code_wrong");
    one.enrol("").refused(403, "code_wrong");
    let enrolled = one.enrol(&secret).json(200);
    assert_eq!(enrolled["name"], json!({"city": CITY, "site": "CH", "station": "W2"}));
    assert_eq!(enrolled["central_key"], office.central.identity.public());
    assert_eq!(enrolled["check_key"].as_str().unwrap().len(), 64);
    // The answer was lost: the same key with the same code gets it again; another key gets nothing.
    assert_eq!(one.enrol(&secret).json(200), enrolled);
    let mut other = Workstation::new(office.address(), office.name("W2"), office.now());
    other.enrol(&secret).refused(403, "code_wrong");
    one.contact().json(200);
}

#[test]
fn a_code_is_not_taken_late_nor_without_the_keys_own_signature() {
    let office = Office::open();
    let secret = office.code("W2", false);
    let mut one = Workstation::new(office.address(), office.name("W2"), office.now());
    let thief = signature::sign(&[9; 32], &enrolment_text(&secret, &one.key()));
    let asked = json!({"secret": secret, "key": one.key(), "signature": thief});
    let bytes = serde_json::to_vec(&asked).unwrap();
    one.send("POST", "/v1/enrol", &bytes, &[]).refused(400, "bad_request");
    one.send("POST", "/v1/enrol", b"{", &[]).refused(400, "bad_request");
    one.send("POST", "/v1/enrol", &[b'x'; 5_000], &[])
        .refused(413, "too_large");
    office.pass(24 * 3600);
    let late = one.enrol(&secret);
    late.refused(403, "code_wrong");
    assert_eq!(late, one.enrol("0000000000000000"), "expired or wrong: one answer");
    // The latest code is the one that counts.
    let first = office.code("W2", false);
    let second = office.code("W2", false);
    one.enrol(&first).refused(403, "code_wrong");
    one.enrol(&second).json(200);
}

#[test]
fn a_code_is_made_for_whom_the_configuration_names() {
    let office = Office::open();
    office.workstation("W2");
    let make = |station: &str, replaces| {
        let name = format!("{CITY}/{station}").parse().unwrap();
        let made = enrolment::make_code(&office.central, &name, replaces, TimeDelta::hours(1), "the test");
        match office.runtime.block_on(made) {
            Err(Fault::NotDone { problem }) => problem,
            other => panic!("{other:?}"),
        }
    };
    assert!(make("CH/W9", false).ends_with("names no workstation W9, only W1, W2, W3"));
    assert!(make("PW/W1", false).starts_with("site PW has no configuration yet"));
    assert!(make("CH/CENTRAL", false).contains("central's own name"));
    assert!(make("CH/W2", false).contains("--replace"));
    assert!(make("CH/W1", true).contains("without --replace"));
}
