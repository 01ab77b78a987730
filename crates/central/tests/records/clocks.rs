use chrono::TimeDelta;

use crate::office::Office;

#[test]
fn a_clock_that_is_off_is_told_the_right_time_and_nothing_is_taken() {
    let office = Office::open();
    let mut one = office.workstation("W2");
    one.work(1);
    let right = one.now;
    for days in [3_652, -3_652] {
        one.now = right + TimeDelta::days(days);
        let said = one.contact().refused(409, "clock_off");
        let at: chrono::DateTime<chrono::Utc> = said["at"].as_str().unwrap().parse().unwrap();
        assert_eq!(at, office.now());
        one.push(&one.bundle(0, 1)).refused(409, "clock_off");
        one.get("/v1/entries?after=0").refused(409, "clock_off");
    }
    assert_eq!(office.entries("W2"), 0);
    assert_eq!(office.alerts(), [("clock_off".to_owned(), 6)]);
    for seconds in [299, -299] {
        one.now = office.now() + TimeDelta::seconds(seconds);
        one.contact().json(200);
    }
    one.now = office.now() + TimeDelta::seconds(301);
    one.contact().refused(409, "clock_off");
    // A bundle from the future would say for ten years that nothing is missing.
    one.now = right + TimeDelta::days(3_652);
    let future = one.bundle(0, 1);
    one.now = right;
    one.push(&future).refused(409, "clock_off");
    one.push_all();
}
