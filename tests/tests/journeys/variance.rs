//! A drawer that does not agree: reasons, second persons, counting again.

use counterfoil_tests::cash::cents;
use counterfoil_tests::desk::{Desk, consent, count_request, request_id, tender_line};
use counterfoil_tests::payment::payment;
use counterfoil_tests::people::{ADA, ANA, BEN, SAM};
use serde_json::{Value, json};

/// A drawer with 254.00 in cash and one check, counted 54.00 short.
fn short_by_54() -> Desk {
    let mut desk = Desk::open_for(ANA);
    desk.pay(&payment().open("MISC", "54.00").cash("54"));
    desk.pay(&payment().open("MISC", "10.00").check("10.00", "200"));
    desk.start_count();
    let counted = desk.count_all("2x100", &[]);
    assert_eq!(tender_line(&counted, "CASH"), (cents("254.00"), cents("200.00")));
    assert_eq!(counted["reason_needed"], true);
    desk
}

#[test]
fn closing_short_asks_a_reason_and_a_second_person() {
    let mut desk = short_by_54();
    let bare = |more: Value| {
        let mut req = json!({ "request_id": request_id() });
        req.as_object_mut()
            .expect("an object")
            .extend(more.as_object().expect("an object").clone());
        req
    };
    let refused = desk.refuses("reason_needed", "close_drawer", bare(json!({})));
    assert_eq!(refused.facts["differences"], "Cash 54.00 short");
    let reason = "Gave change for a fifty twice";
    let refused = desk.refuses(
        "second_person_needed",
        "close_drawer",
        bare(json!({ "reason": reason })),
    );
    let statement = refused.facts["statement"]
        .as_str()
        .expect("what they approve")
        .to_owned();
    assert!(
        statement.contains("54.00 short") && statement.contains(reason),
        "{statement}"
    );
    let with = |second: &str| bare(json!({ "reason": reason, "consent": consent(second) }));
    desk.refuses("second_person_same", "close_drawer", with(ANA));
    desk.refuses("second_person_no_right", "close_drawer", with(BEN));
    desk.refuses("second_person_no_right", "close_drawer", with(ADA));
    desk.close_with_reason(reason, SAM);

    let books = desk.books();
    let closed = books.of_kind("drawer_closed").next().expect("it was closed");
    assert_eq!(closed["body"]["reason"], reason);
    assert_eq!(closed["approval"]["user"], SAM);
    assert_eq!(closed["approval"]["statement"], statement.as_str());
}

#[test]
fn a_recount_keeps_the_first_count_on_record() {
    let mut desk = short_by_54();
    desk.done("recount", json!({ "request_id": request_id() }));
    assert_eq!(desk.drawer()["tenders"], Value::Null, "counting again is blind again");
    let counted = desk.count_all("2x100 1x50 4x1", &[]);
    assert_eq!(counted["reason_needed"], false);
    assert_eq!(
        counted["counts"].as_array().map(Vec::len),
        Some(2),
        "both counts stand: {counted}"
    );
    desk.close();
    let books = desk.books();
    let found: Vec<_> = books
        .of_kind("drawer_counted")
        .map(|entry| entry["body"]["tenders"][0]["counted"].clone())
        .collect();
    assert_eq!(found, [json!(cents("200.00")), json!(cents("254.00"))]);
}

#[test]
fn a_closed_drawer_is_counted_again_with_a_reason_and_a_second_person() {
    let mut desk = short_by_54();
    desk.close_with_reason("Miscounted?", SAM);
    let session = desk.drawer()["recent"][0]["id"].clone();
    let recount = |more: &[(&str, Value)]| {
        let mut req = json!({ "request_id": request_id(), "session": session });
        for (key, value) in more {
            req[*key] = value.clone();
        }
        req
    };
    desk.refuses("text_missing", "recount", recount(&[]));
    let reason = ("reason", json!("A fifty lay under the till"));
    desk.refuses(
        "second_person_needed",
        "recount",
        recount(std::slice::from_ref(&reason)),
    );
    desk.done("recount", recount(&[reason, ("consent", consent(SAM))]));
    desk.count_all("2x100 1x50 4x1", &[]);
    desk.close();
    let books = desk.books();
    assert_eq!(books.count("drawer_counted"), 2);
    assert_eq!(books.count("drawer_closed"), 2);
}

#[test]
fn checks_are_ticked_off_one_by_one() {
    let mut desk = Desk::open_for(ANA);
    for (number, amount) in [("301", "10.00"), ("302", "20.00"), ("303", "30.00")] {
        desk.pay(&payment().open("MISC", amount).check(amount, number));
    }
    desk.start_count();
    let mut tape = desk.ticked();
    assert_eq!(tape.len(), 3);
    desk.refuses(
        "tape_item_not_ticked",
        "record_count",
        count_request("2x100", tape[..2].to_vec(), &[]),
    );
    let twice = [tape.clone(), vec![tape[0].clone()]].concat();
    desk.refuses("tape_item_unknown", "record_count", count_request("2x100", twice, &[]));
    let stray = [
        tape.clone(),
        vec![json!({ "receipt": "W1-000099", "tender": 0, "present": true })],
    ]
    .concat();
    desk.refuses("tape_item_unknown", "record_count", count_request("2x100", stray, &[]));

    // One reads 21.00, one is missing, and one is there that no receipt has.
    tape[1]["amount"] = json!("21.00");
    tape[2]["present"] = json!(false);
    let mut request = count_request("2x100", tape, &[]);
    request["extra"] = json!([{ "tender": "CHECK", "amount": "5.00", "number": "999" }]);
    let counted = desk.done("record_count", request);
    assert_eq!(tender_line(&counted, "CHECK"), (cents("60.00"), cents("36.00")));
    desk.close_with_reason("See the tape", SAM);
    let books = desk.books();
    let items = books.of_kind("drawer_counted").next().expect("one count")["body"]["items"].clone();
    assert_eq!(items.as_array().map(Vec::len), Some(4), "{items}");
}

#[test]
fn within_the_tolerance_nothing_is_asked() {
    let mut desk = Desk::open_for(ANA);
    desk.start_count();
    let counted = desk.count_all("2x100 1x1", &[]);
    assert_eq!(tender_line(&counted, "CASH"), (cents("200.00"), cents("201.00")));
    desk.close();
    let books = desk.books();
    assert_eq!(
        books.of_kind("drawer_closed").next().expect("closed")["body"].get("reason"),
        None
    );
}
