//! Closing days: what is missing, what comes late, what is carried to the next day, and
//! that every posting goes to the general ledger once.

use counterfoil_tests::cash::{cents, count};
use counterfoil_tests::closing_desk::{close_request, row_of};
use counterfoil_tests::desk::{Desk, FLOAT, consent, request_id};
use counterfoil_tests::payment::payment;
use counterfoil_tests::people::{ANA, BEN, SAM, SUE};
use serde_json::{Value, json};

use super::batches_of_the_ledger::{each_posting_is_in_one_batch, ledger};

/// The board's date.
fn date_of(board: &Value) -> String {
    board["date"].as_str().expect("a date").to_owned()
}

#[test]
fn a_window_whose_entries_are_missing_is_carried_by_name() {
    let mut desk = Desk::closing_desk_with_a_drawer();
    desk.approve("Drawer 1");
    let date = date_of(&desk.board());
    let refused = desk.refuses("day_not_ready", "close_day", close_request(&date, &[]));
    assert_eq!(refused.facts["what"], "Window 2: its entries are missing");
    let in_the_way = desk.board()["in_the_way"].clone();
    assert_eq!(
        in_the_way,
        json!([{ "key": "station:W2", "name": "Window 2", "why": "missing" }])
    );
    desk.refuses("day_not_ready", "close_day", close_request(&date, &["station:W1"]));
    let closed = desk.close_the_day(&date, &["station:W2"]);
    assert_eq!(closed["carried"], json!(["Window 2"]));
    desk.refuses("day_closed", "close_day", close_request(&date, &["station:W2"]));

    // Now the window comes, with a drawer of the day that is closed.
    let mut second = desk.window_beside("W2");
    second.drawer_day(
        BEN,
        &[payment().open("MISC", "25.00").cash("25")],
        "2x100 1x20 1x5",
        &[],
    );
    let board = desk.board_with(&second, "W2");
    assert!(date_of(&board) > date, "the next day's board");
    let row = row_of(&board, "Drawer 2").expect("it came late");
    assert_eq!((&row["carried_from"], &row["stage"]), (&json!(date), &json!("closed")));
    desk.approve("Drawer 2");
    let next = date_of(&board);
    desk.refuses("day_not_over", "close_day", close_request(&next, &["station:W2"]));
    desk.next_day(SAM);
    let closed = desk.close_the_day(&next, &["station:W2"]);
    assert_eq!(
        (&closed["ledger_batch"], &closed["sessions"]),
        (&json!("GL-000002"), &json!(1))
    );
    let (first, late) = (ledger(&mut desk, &date), ledger(&mut desk, &next));
    assert_eq!(first.get("100-4100"), Some(&-cents("100.00")));
    assert_eq!(late.get("100-4100"), Some(&-cents("25.00")));
    each_posting_is_in_one_batch([first, late], [desk, second]);
}

#[test]
fn a_drawer_carried_to_the_next_day() {
    let mut desk = Desk::closing_desk_with_a_drawer();
    desk.approve("Drawer 1");
    desk.change_to(BEN);
    desk.open_drawer(FLOAT);
    desk.pay(&payment().open("MISC", "10.00").cash("10"));
    desk.change_to(SAM);
    let board = desk.board();
    let date = date_of(&board);
    let open = board["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .find(|row| row["stage"] == "open");
    let open = open.expect("Ben's drawer")["session"]
        .as_str()
        .expect("an identifier")
        .to_owned();
    let refused = desk.refuses("day_not_ready", "close_day", close_request(&date, &["station:W2"]));
    assert_eq!(refused.facts["what"], "Drawer 1 is still open");
    let closed = desk.close_the_day(&date, &["station:W2", &open]);
    assert_eq!(
        (&closed["sessions"], &closed["carried"]),
        (&json!(1), &json!(["Drawer 1", "Window 2"]))
    );

    // It takes no more payments, and is counted.
    desk.change_to(BEN);
    desk.refuses_payment("drawer_of_another_day", &payment().open("MISC", "1.00").cash("1"));
    desk.start_count();
    desk.count_all("2x100 1x10", &[]);
    desk.close();
    // What is taken after the close is dated the next day.
    desk.change_to(ANA);
    desk.open_drawer(FLOAT);
    desk.pay(&payment().open("MISC", "7.00").cash("7"));
    desk.start_count();
    desk.count_all("2x100 1x5 2x1", &[]);
    desk.close();
    desk.change_to(SAM);
    let board = desk.board();
    let next = date_of(&board);
    assert!(next > date);
    let carried: Vec<&Value> = board["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| &row["carried_from"])
        .collect();
    assert_eq!(carried, [&json!(date), &Value::Null]);
    for row in board["rows"].as_array().expect("rows") {
        let approval = json!({ "request_id": request_id(), "session": row["session"], "seen_difference": 0 });
        desk.done("approve_session", approval);
    }
    desk.next_day(SAM);
    desk.close_the_day(&next, &["station:W2"]);
    let (first, second) = (ledger(&mut desk, &date), ledger(&mut desk, &next));
    assert_eq!(first.get("100-4100"), Some(&-cents("110.00")), "taken before the close");
    assert_eq!(second.get("100-4100"), Some(&-cents("7.00")));
    let late = desk.board_of(&date);
    assert_eq!(
        late["rows"].as_array().map(Vec::len),
        Some(2),
        "the carried one stands on both"
    );
    each_posting_is_in_one_batch([first, second], [desk]);
}

#[test]
fn days_are_closed_in_their_order() {
    let mut desk = Desk::closing_desk_with_a_drawer();
    let date = date_of(&desk.board());
    desk.refuses(
        "nothing_to_close",
        "close_day",
        close_request("2020-01-01", &["station:W2"]),
    );
    desk.refuses(
        "day_not_over",
        "close_day",
        close_request("2099-01-01", &["station:W2"]),
    );
    desk.refuses("text_missing", "close_day", close_request("", &[]));
    desk.refuses("bad_request", "close_day", close_request("tomorrow", &[]));
    let refused = desk.refuses("day_not_ready", "close_day", close_request(&date, &["station:W2"]));
    assert_eq!(refused.facts["what"], "Drawer 1 is closed, not approved");
    desk.next_day(SAM);
    let today = desk.board_of("")["dates"][0]["date"].clone();
    let today = today.as_str().expect("a date");
    assert!(*today > *date);
    desk.refuses("earlier_day_open", "close_day", close_request(today, &["station:W2"]));
    desk.approve("Drawer 1");
    desk.close_the_day(&date, &["station:W2"]);
    desk.refuses(
        "later_day_closed",
        "close_day",
        close_request("2020-01-01", &["station:W2"]),
    );
}

#[test]
fn a_drawer_counted_again_after_its_approval() {
    let mut desk = Desk::closing_desk();
    let mut second = desk.window_beside("W2");
    second.sign_in(BEN);
    second.open_drawer(FLOAT);
    second.pay(&payment().open("MISC", "100.00").cash("100"));
    second.start_count();
    second.count_all("2x100 1x50", &[]);
    second.close_with_reason("Fifty short", SUE);
    desk.board_with(&second, "W2");
    desk.approve_because("Drawer 2", "Not found");
    let session = desk.session("Drawer 2");
    let again = json!({
        "request_id": request_id(), "session": session, "reason": "Found it", "consent": consent(SAM),
    });
    second.done("recount", again);
    second.count_all("3x100", &[]);
    second.close();
    let board = desk.board_with(&second, "W2");
    let row = row_of(&board, "Drawer 2").expect("a row");
    assert_eq!(
        (&row["stage"], &row["counted_since"]),
        (&json!("approved"), &json!(true)),
        "the board says so"
    );
    // What was approved stands: the window did not know of it when it counted again.
    let (_, proposal) = desk.proposal();
    assert_eq!(proposal["cash_total"], cents("50.00"));
    let deposit = desk.prepare_deposit();
    desk.change_to(SUE);
    desk.count_again(&deposit);
    let date = date_of(&board);
    desk.close_the_day(&date, &[]);
    let batch = ledger(&mut desk, &date);
    for (account, net) in [("100-1100", "50.00"), ("100-5900", "50.00"), ("100-4100", "-100.00")] {
        assert_eq!(batch.get(account), Some(&cents(net)), "{account}");
    }
    for account in ["100-1000", "100-1010"] {
        assert_eq!(
            batch.get(account).copied().unwrap_or_default(),
            0,
            "{account}, vault and drawers"
        );
    }
    each_posting_is_in_one_batch([batch], [desk, second]);
}

#[test]
fn a_drawer_of_another_window_goes_on_after_the_close() {
    let mut desk = Desk::closing_desk_with_a_drawer();
    desk.approve("Drawer 1");
    let mut second = desk.window_beside("W2");
    second.sign_in(BEN);
    second.open_drawer(FLOAT);
    let early = second.pay(&payment().open("MISC", "10.00").cash("10"));
    let board = desk.board_with(&second, "W2");
    let date = date_of(&board);
    let drawer = row_of(&board, "Drawer 2").expect("a row")["session"].clone();
    let closed = desk.close_the_day(&date, &[drawer.as_str().expect("an identifier")]);
    assert_eq!(closed["carried"], json!(["Drawer 2"]));
    let papers = desk.done("write_document", json!({ "date": date }));

    // The window has not heard of the close: a receipt, a void of one before it, another tender.
    second.pay(&payment().open("MISC", "15.00").check("15.00", "601"));
    second.void(&early.number, "Taken twice", SUE);
    let late = second.pay(&payment().open("MISC", "5.00").cash("5"));
    second.start_count();
    second.count_all("2x100 1x5", &[]);
    second.close();
    let board = desk.board_with(&second, "W2");
    let next = date_of(&board);
    assert!(next > date);
    let row = row_of(&board, "Drawer 2").expect("carried");
    assert_eq!(
        (&row["carried_from"], &row["total"]["expected"]),
        (&json!(date), &json!(cents("20.00")))
    );
    let moved = json!({
        "request_id": request_id(), "session": drawer, "receipt": late.number, "place": 0,
        "to": { "tender": "MO", "amount": "5.00", "number": "9" }, "reason": "Wrong tender", "consent": consent(SUE),
    });
    desk.done("reclass_tender", moved);
    let back = json!({
        "request_id": request_id(), "session": drawer, "reason": "Count the money order", "recount": true,
    });
    desk.done("return_session", back);
    let again = json!({
        "request_id": request_id(), "session": drawer, "reason": "Sent back", "consent": consent(SAM),
    });
    second.done("recount", again);
    let counted = json!({
        "request_id": request_id(), "cash": count("2x100"), "tape": second.ticked(),
        "extra": [{ "tender": "MO", "amount": "5.00", "number": "9" }],
    });
    second.done("record_count", counted);
    second.close_with_reason("A money order, not cash", SUE);
    desk.board_with(&second, "W2");
    desk.approve("Drawer 2");
    let deposit = desk.prepare_deposit();
    assert_eq!(
        (&deposit["brief"]["cash"], &deposit["brief"]["checks"]),
        (&json!(cents("60.00")), &json!(cents("60.00")))
    );
    desk.next_day(SAM);
    desk.close_the_day(&next, &["station:W2"]);

    let (first, later) = (ledger(&mut desk, &date), ledger(&mut desk, &next));
    assert_eq!(first.get("100-4100"), Some(&-cents("110.00")));
    assert_eq!(
        later.get("100-4100"),
        Some(&-cents("10.00")),
        "20.00 taken, 10.00 voided"
    );
    let anew = desk.done("write_document", json!({ "date": date }));
    assert_eq!(
        anew["files"].as_array().map(Vec::len),
        papers["files"].as_array().map(Vec::len)
    );
    desk.done("write_document", json!({ "date": next }));
    each_posting_is_in_one_batch([first, later], [desk, second]);
}
