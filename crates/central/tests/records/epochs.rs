//! Restored, replaced, another key: the next epoch, and the end of the one before.

use counterfoil_central::enrolment;
use counterfoil_domain::entry::EpochReason;
use counterfoil_domain::epoch;
use counterfoil_domain::sync::Acknowledgement;

use counterfoil_central::intake::{By, take_in};

use crate::office::{CITY, Office};
use crate::workstation::Workstation;

fn open_epoch(one: &mut Workstation, acknowledged: &serde_json::Value) {
    let word: Acknowledgement = serde_json::from_value(acknowledged.clone()).unwrap();
    let opened = epoch::open(&one.head, EpochReason::Replaced, Some(word), one.key(), None).unwrap();
    one.write(opened.body);
}

#[test]
fn a_workstation_that_was_replaced_goes_on_elsewhere_and_the_old_one_hears_that_it_is_over() {
    let office = Office::open();
    let mut old = office.workstation("W2");
    old.work(4);
    old.push_all();
    // Never pushed: the machine is lost.
    old.work(1);
    let mut new = Workstation::new(office.address(), office.name("W2"), office.now());
    let enrolled = new.enrol(&office.code("W2", true)).json(200);
    assert_eq!(
        (&enrolled["epoch"], &enrolled["acknowledged"]["seq"]),
        (&2.into(), &4.into())
    );
    let (parts, bundles) = new.get("/v1/own?after=0").parts();
    assert_eq!((parts.position, parts.more, bundles.len()), (4, false, 1));
    new.now = old.now;
    for entry in &bundles[0].entries {
        new.journal.push((entry.bytes.clone(), entry.hash));
        new.head.advance(entry.entry.as_ref().unwrap(), entry.hash);
    }
    open_epoch(&mut new, &enrolled["acknowledged"]);
    assert_eq!((new.head.epoch, new.head.seq), (2, 5));
    new.contact().json(200);
    new.push(&new.bundle(4, 5)).json(200);
    new.work(2);
    new.push(&new.bundle(5, 7)).json(200);
    // The old machine turns up again.
    old.contact().refused(409, "epoch_over");
    old.push(&old.bundle(4, 5)).refused(409, "epoch_over");
    // With the key of today, entries of the former epoch are over too.
    let stale = Workstation {
        secret: new.secret,
        contact: new.contact,
        run: new.run,
        ..old.clone()
    };
    stale.push(&stale.bundle(4, 5)).refused(409, "epoch_over");
    let kept = |station: &str| office.count(&format!("SELECT count(*) FROM forks WHERE station = '{station}'"));
    assert_eq!(kept("W2"), 1, "what central never had is kept beside");
    // By hand it comes in the old machine's own signature; what is here anyway is nothing new.
    for (bundle, forks) in [(old.bundle(0, 4), 1), (old.bundle(3, 5), 2)] {
        let name = office.name("W2");
        let taken = take_in(&office.central, &name, bundle.into(), By::File);
        assert!(office.runtime.block_on(taken).is_err());
        assert_eq!(kept("W2"), forks);
    }
    assert!(office.alerts().iter().any(|alert| alert.0 == "fork"));
    stale.ask_contact(new.contact, new.run).refused(409, "epoch_over");
    assert_eq!(office.entries("W2"), 7);
}

#[test]
fn what_an_epoch_cites_is_proved() {
    let office = Office::open();
    let mut one = office.workstation("W2");
    one.work(2);
    one.push_all();
    let enrolled = one.enrol(&office.code("W2", true)).json(200);
    let acknowledged = &enrolled["acknowledged"];
    let refused = |one: &Workstation, words: &str| {
        let said = one.push(&one.bundle(2, one.head.seq)).refused(400, "bad_request");
        assert!(said["message"].as_str().unwrap().contains(words), "{said}");
    };
    // Between enrolment and opening, entries of the former epoch that fit are still taken.
    one.contact().json(200);
    let mut another_key = one.clone();
    let word: Acknowledgement = serde_json::from_value(acknowledged.clone()).unwrap();
    let opened = epoch::open(
        &another_key.head,
        EpochReason::Restored,
        Some(word),
        "0".repeat(64),
        None,
    )
    .unwrap();
    another_key.write(opened.body);
    refused(&another_key, "another key");
    let mut without = one.clone();
    without.write_as("\"epoch\":1", "\"epoch\":2");
    without.head.epoch = 2;
    refused(&without, "epoch 2, after epoch 1");
    one.work(1);
    let pushed = one.push(&one.bundle(2, 3)).json(200);
    open_epoch(&mut one, &pushed["acknowledged"]);
    one.push(&one.bundle(3, 4)).json(200);
}

#[test]
fn a_revoked_key_is_nobodys_until_the_workstation_is_enrolled_anew() {
    let office = Office::open();
    let mut one = office.workstation("W2");
    one.work(1);
    one.push_all();
    let name = office.name("W2");
    office
        .runtime
        .block_on(enrolment::revoke(&office.central, &name, "the test"))
        .unwrap();
    assert_eq!(one.contact().status, 404);
    let again = office
        .runtime
        .block_on(enrolment::revoke(&office.central, &name, "the test"));
    assert_eq!(again.unwrap_err().code(), "not_done");
    let stolen = one.clone();
    let code = office.code("W2", true);
    one.enrol(&code).refused(403, "key_revoked");
    one.secret = [3; 32];
    one.enrol(&code).json(200);
    one.contact().json(200);
    assert_eq!(
        stolen.get("/v1/own?after=0").status,
        404,
        "revoked, not replaced: it learns nothing"
    );
    let who = office.postgres.query(
        "records",
        &format!("SELECT who FROM audit WHERE city = '{CITY}' AND what LIKE 'revoked %'"),
    );
    assert_eq!(who.trim(), "the test");
}
