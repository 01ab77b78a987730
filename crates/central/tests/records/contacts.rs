//! The table of contacts: answers that were lost, requests that were late, copies, old backups.

use uuid::Uuid;

use crate::office::{DATABASE, Office};

#[test]
fn an_answer_that_was_lost_is_given_again_and_a_late_request_is_not() {
    let office = Office::open();
    let mut one = office.workstation("W2");
    let given = one.contact;
    let next = one.ask_contact(given, one.run).json(200)["contact"].as_u64().unwrap();
    assert_eq!(next, given + 1);
    // Lost on the way: the same run asks again, and so does the program after a new start.
    assert_eq!(one.ask_contact(given, one.run).json(200)["contact"], next);
    let restarted = Uuid::new_v4();
    assert_eq!(one.ask_contact(given, restarted).json(200)["contact"], next);
    // The former run's request was late: the new one has taken over.
    one.ask_contact(given, one.run).refused(409, "contact_first");
    assert_eq!(one.ask_contact(next, restarted).json(200)["contact"], next + 1);
    // Older, from runs that were heard.
    one.ask_contact(given, one.run).refused(409, "contact_first");
    one.ask_contact(given, restarted).refused(409, "contact_first");
    one.run = restarted;
    one.contact = next + 1;
    one.contact().json(200);
    assert!(office.alerts().is_empty());
}

/// What a bad line delivers late says what was so then; nobody is called for it.
#[test]
fn requests_that_are_late_on_the_way_are_no_copies() {
    let office = Office::open();
    let mut one = office.workstation("W2");
    let second = chrono::TimeDelta::seconds(1);
    let (mut early, mut killed) = (one.clone(), one.clone());
    killed.run = Uuid::new_v4();
    one.now += second;
    one.contact().json(200);
    one.work(3);
    one.push_all();
    // Of the run itself: its journal was shorter then.
    early.contact().refused(409, "contact_first");
    // Of a run that was ended before anything of it arrived.
    one.now += second;
    one.contact().json(200);
    killed.contact().refused(409, "contact_first");
    killed.contact().refused(409, "contact_first");
    assert!(office.alerts().is_empty());
    one.contact().json(200);
    // A copy with a slow clock is doubted too, and asks again.
    one.now += second * 60;
    one.contact().json(200);
    killed.now += second * 3;
    killed.contact().refused(409, "station_cloned");
    assert_eq!(office.alerts(), [("clone".to_owned(), 1)]);
}

#[test]
fn a_copy_is_found_at_its_first_contact_and_heard_no_more() {
    let office = Office::open();
    let mut one = office.workstation("W2");
    let mut copy = one.clone();
    copy.run = Uuid::new_v4();
    one.contact().json(200);
    one.contact().json(200);
    copy.contact().refused(409, "station_cloned");
    // Not even with a number that is right.
    copy.contact = one.contact;
    copy.contact().refused(409, "station_cloned");
    assert_eq!(office.alerts(), [("clone".to_owned(), 2)]);
    one.contact().json(200);
}

/// The disk was copied while the machine was off, and both are started: they hold the same number.
#[test]
fn two_machines_with_the_same_number_are_told_apart_as_soon_as_both_ask_again() {
    let office = Office::open();
    let mut one = office.workstation("W2");
    let mut copy = one.clone();
    let second = chrono::TimeDelta::seconds(1);
    (one.run, copy.run) = (Uuid::new_v4(), Uuid::new_v4());
    for machine in [&mut one, &mut copy] {
        machine.now += second;
        machine.contact().json(200);
    }
    one.now += second * 2;
    one.contact().json(200);
    copy.now += second * 3;
    copy.contact().refused(409, "station_cloned");
    assert_eq!(office.alerts(), [("clone".to_owned(), 1)]);
    one.contact().json(200);
}

#[test]
fn an_old_backup_and_another_journal_are_told_apart() {
    let office = Office::open();
    let mut one = office.workstation("W2");
    one.work(5);
    one.push_all();
    let backup = |keep: usize, more: usize| {
        let mut old = one.clone();
        old.journal.truncate(keep);
        old.head.seq = keep as u64;
        old.head.hash = keep.checked_sub(1).map_or([0; 32], |last| old.journal[last].1);
        old.work(more);
        old.ask_contact(old.contact, old.run)
    };
    assert_eq!(backup(3, 0).refused(409, "journal_behind")["seq"], 4);
    assert_eq!(backup(0, 0).refused(409, "journal_behind")["seq"], 1);
    assert_eq!(backup(3, 1).refused(409, "entries_forked")["seq"], 4);
    assert_eq!(backup(3, 2).refused(409, "entries_forked")["seq"], 5);
    // Further than central is what a push decides.
    assert_eq!(backup(3, 3).status, 200);
    let kinds: Vec<String> = office.alerts().into_iter().map(|one| one.0).collect();
    assert_eq!(kinds, ["fork", "journal_behind"]);
}

#[test]
fn a_database_that_was_restored_asks_for_what_it_lacks() {
    let office = Office::open();
    let mut one = office.workstation("W2");
    one.work(2);
    one.push_all();
    let saved = one.contact;
    let tables = ["entries", "deliveries", "stations", "sites", "runs"];
    let keep: String = tables
        .map(|table| format!("CREATE TABLE kept_{table} AS TABLE {table};"))
        .concat();
    let _kept = office.postgres.query(DATABASE, &keep);
    for _ in 0..3 {
        one.contact().json(200);
    }
    one.work(3);
    one.push(&one.bundle(2, 5)).json(200);
    let restore: String = tables
        .map(|table| {
            format!(
                "ALTER TABLE {table} DISABLE TRIGGER USER; DELETE FROM {table};
                 INSERT INTO {table} SELECT * FROM kept_{table}; ALTER TABLE {table} ENABLE TRIGGER USER;"
            )
        })
        .concat();
    let _restored = office.postgres.query(DATABASE, &restore);
    assert_eq!(office.entries("W2"), 2);
    // Told more than the database knows, by the same run or after a new start: neither is a copy.
    assert_eq!(one.contact, saved + 3);
    one.run = uuid::Uuid::new_v4();
    assert_eq!(one.contact().json(200)["acknowledged"]["seq"], 2);
    assert_eq!(one.push(&one.bundle(5, 5)).refused(409, "entries_missing")["seq"], 3);
    one.push(&one.bundle(2, 5)).json(200);
    assert_eq!(office.alerts(), [("central_restored".to_owned(), 1)]);
}
