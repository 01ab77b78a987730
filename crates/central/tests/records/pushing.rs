use counterfoil_domain::sync::{Acknowledgement, acknowledged_text};
use counterfoil_formats::signature;
use serde_json::json;

use crate::office::{Office, demo_city};

#[test]
fn a_push_is_acknowledged_by_signature_and_a_repeat_alike() {
    let office = Office::open();
    let mut one = office.workstation("W2");
    one.adopt(&demo_city());
    one.work(4);
    let bundle = one.bundle(0, 5);
    let first = one.push(&bundle);
    let said: Acknowledgement = serde_json::from_value(first.json(200)["acknowledged"].clone()).unwrap();
    assert_eq!((said.seq, said.epoch, &said.name), (5, 1, &one.name));
    let text = acknowledged_text(&one.name, 1, 5, &said.hash);
    assert_eq!(said.key, office.central.identity.public());
    assert!(signature::holds(&said.key, &text, &said.signature));
    assert_eq!(one.push(&bundle), first);
    // An older part of it again: everything is acknowledged.
    assert_eq!(one.push(&one.bundle(1, 3)), first);
    // Half of it known already.
    one.work(3);
    let both = one.push(&one.bundle(3, 8)).json(200);
    assert_eq!(both["acknowledged"]["seq"], 8);
    // Nothing new.
    assert_eq!(one.push(&one.bundle(8, 8)).json(200), both);
    assert_eq!(office.entries("W2"), 8);
    assert_eq!(office.count("SELECT count(*) FROM deliveries WHERE station = 'W2'"), 2);
    assert_eq!(
        office.count("SELECT position FROM sites"),
        3,
        "central's own, and two pushes"
    );
    assert!(office.alerts().is_empty());
}

#[test]
fn a_gap_is_refused_by_the_first_missing_number() {
    let office = Office::open();
    let mut one = office.workstation("W2");
    one.work(6);
    assert_eq!(one.push(&one.bundle(3, 6)).refused(409, "entries_missing")["seq"], 1);
    one.push(&one.bundle(0, 2)).json(200);
    assert_eq!(one.push(&one.bundle(3, 6)).refused(409, "entries_missing")["seq"], 3);
    assert_eq!(office.entries("W2"), 2);
}

#[test]
fn a_fork_is_kept_aside_whole_and_nothing_is_overwritten() {
    let office = Office::open();
    let mut one = office.workstation("W2");
    one.work(3);
    one.push_all();
    let before = office
        .postgres
        .query("records", "SELECT md5(string_agg(bytes, '' ORDER BY seq)) FROM entries");
    let mut other = one.clone();
    other.journal.truncate(2);
    (other.head.seq, other.head.hash) = (2, other.journal[1].1);
    other.work(4);
    let bundle = other.bundle(1, 6);
    for _ in 0..2 {
        assert_eq!(other.push(&bundle).refused(409, "entries_forked")["seq"], 3);
    }
    // What follows an entry that is not the one here is one too.
    assert_eq!(other.push(&other.bundle(3, 6)).refused(409, "entries_forked")["seq"], 3);
    let kept = office.postgres.query(
        "records",
        "SELECT encode(bundle, 'hex') FROM forks WHERE seq = 3 ORDER BY 1",
    );
    assert!(kept.contains(&counterfoil_domain::entry::hex(&bundle)));
    assert_eq!(
        office.count("SELECT count(*) FROM forks"),
        2,
        "the same one is kept once"
    );
    let after = office
        .postgres
        .query("records", "SELECT md5(string_agg(bytes, '' ORDER BY seq)) FROM entries");
    assert_eq!(before, after);
    assert_eq!(office.alerts(), [("fork".to_owned(), 3)]);
    one.work(1);
    one.push(&one.bundle(3, 4)).json(200);
}

#[test]
fn what_cannot_be_read_is_kept_acknowledged_and_flagged() {
    let office = Office::open();
    let mut one = office.workstation("W2");
    one.work(2);
    one.write_as("\"v\":1", "\"v\":9");
    one.write_as("\"kind\":\"signed_in\"", "\"kind\":\"not_heard_of\"");
    one.write_raw(b"{ poison");
    one.write_as("\"user\":\"alvarez\"", "\"user\":\"\\u0000\"");
    one.write_raw(b"\xff\xfe\x00");
    one.work(1);
    let pushed = one.push_all();
    assert_eq!(pushed["acknowledged"]["seq"], 8);
    assert_eq!(pushed["flagged"], json!([3, 4, 5, 6, 7]));
    assert_eq!(one.push_all(), pushed);
    let flags = office.postgres.query(
        "records",
        "SELECT seq, flag FROM entries WHERE flag IS NOT NULL ORDER BY seq",
    );
    assert_eq!(
        flags.split_whitespace().collect::<Vec<_>>(),
        ["3|unknown", "4|unknown", "5|unreadable", "6|unfit", "7|unreadable"]
    );
    assert_eq!(office.alerts(), [("flagged".to_owned(), 1)]);
    let (_, bundles) = one.get("/v1/own?after=0").parts();
    assert_eq!(bundles[0].entries[6].bytes, b"\xff\xfe\x00");
}

#[test]
fn what_contradicts_itself_is_refused_and_a_person_called() {
    let office = Office::open();
    let mut one = office.workstation("W2");
    one.work(2);
    one.push_all();
    let start = one.clone();
    let refused = |bundle: &[u8], words: &str| {
        let said = start.push(bundle).refused(400, "bad_request");
        let message = said["message"].as_str().unwrap();
        assert!(message.contains(words), "{message}");
    };
    let mut unbalanced = start.clone();
    unbalanced.write_as("\"postings\":[]", "\"postings\":[[\"100-1010\",500]]");
    refused(&unbalanced.bundle(2, 3), "entry 3");
    let mut before = start.clone();
    before.write_as("\"at\":\"2026-", "\"at\":\"2025-");
    refused(&before.bundle(2, 3), "written before");
    let mut elsewhere = start.clone();
    elsewhere.write_as("\"station\":\"W2\"", "\"station\":\"W3\"");
    refused(&elsewhere.bundle(2, 3), "it is of W3");
    let mut leap = start.clone();
    leap.write_as("\"epoch\":1", "\"epoch\":2");
    refused(&leap.bundle_as(2, 3, 2), "epoch 2 was not given");
    let mut other_key = start.clone();
    other_key.secret = [9; 32];
    other_key.work(1);
    refused(&other_key.bundle(2, 3), "signed by another key");
    let mut damaged = start.clone();
    damaged.work(1);
    let mut bytes = damaged.bundle(2, 3);
    bytes[200] ^= 1;
    refused(&bytes, "damaged");
    refused(b"", "cut off");
    assert_eq!(office.entries("W2"), 2);
    assert_eq!(office.count("SELECT position FROM sites"), 2);
    let kinds: Vec<String> = office.alerts().into_iter().map(|one| one.0).collect();
    assert!(kinds.contains(&"bundle_contradicts".to_owned()), "{kinds:?}");
    assert!(kinds.contains(&"bundle_signature".to_owned()), "{kinds:?}");
}

#[test]
fn a_push_is_made_under_the_last_contact() {
    let office = Office::open();
    let mut one = office.workstation("W2");
    one.work(1);
    let mut late = one.clone();
    one.contact().json(200);
    late.push(&late.bundle(0, 1)).refused(409, "contact_first");
    late.contact += 10;
    late.push(&late.bundle(0, 1)).refused(409, "contact_first");
    late.signed("POST", "/v1/push", &late.bundle(0, 1), &[])
        .refused(400, "bad_request");
    assert_eq!(office.entries("W2"), 0);
    one.push_all();
}

#[test]
fn a_push_holds_no_more_than_a_pull_hands_on() {
    let office = Office::open();
    let mut one = office.workstation("W2");
    one.work(1_001);
    one.push(&one.bundle(0, 1_001)).refused(413, "too_large");
    one.push(&one.bundle(0, 1_000)).json(200);
    assert_eq!(office.entries("W2"), 1_000);
    assert!(office.alerts().is_empty());
}
