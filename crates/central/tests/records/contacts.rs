//! The table of contacts: answers that were lost, requests that were late, copies, old backups.

use uuid::Uuid;

use crate::office::Office;

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
    one.ask_contact(next + 7, restarted).refused(409, "contact_first");
    one.run = restarted;
    one.contact = next + 1;
    one.contact().json(200);
    assert!(office.alerts().is_empty());
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
