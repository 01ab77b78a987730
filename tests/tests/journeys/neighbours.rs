//! Two windows of one site: what one takes in, the other sees, through the exchange folder.

use counterfoil_tests::cash::{cents, count};
use counterfoil_tests::closing_desk::{figures, row_of};
use counterfoil_tests::desk::{Desk, FLOAT, consent, request_id};
use counterfoil_tests::payment::{check, payment};
use counterfoil_tests::people::{BEN, DOT, SAM, SUE};
use serde_json::json;

#[test]
fn a_wrong_tender_at_another_window_is_found_and_moved() {
    let mut desk = Desk::closing_desk();
    let mut second = desk.window_beside("W2");
    second.sign_in(BEN);
    second.open_drawer(FLOAT);
    second.pay(&payment().open("MISC", "47.15").cash("47.15"));
    second.pay(&payment().open("MISC", "30.00").cash("40"));
    second.start_count();
    let counted = json!({
        "request_id": request_id(), "cash": count("2x100 3x10"), "tape": [],
        "extra": [{ "tender": "CHECK", "amount": "47.15", "number": "711" }],
    });
    second.done("record_count", counted);
    second.close_with_reason("A check more, cash less", SUE);

    let board = desk.board_with(&second, "W2");
    let row = row_of(&board, "Drawer 2").expect("the other window's drawer");
    assert_eq!(
        (&row["station"], &row["stage"], &row["total"]["difference"]),
        (&json!("W2"), &json!("closed"), &json!(0))
    );
    assert_eq!(figures(&row, "CASH"), (cents("77.15"), Some(cents("30.00"))));
    let suspects = desk.done("suspects", json!({ "session": row["session"] }));
    let first = &suspects["suspects"][0];
    assert_eq!(
        (&first["pattern"], &first["names"]),
        (&json!("wrong_tender"), &json!(["W2-000001"]))
    );
    assert_eq!(
        first["mend"],
        json!({ "do": "reclass", "receipt": "W2-000001", "place": 0, "to": "CHECK" })
    );
    let approval = desk.approval("Drawer 2");
    desk.refuses("reason_needed", "approve_session", approval);
    let reclass = json!({
        "request_id": request_id(), "session": row["session"], "receipt": "W2-000001", "place": 0,
        "to": check("47.15", "711"), "reason": "It was a check", "consent": consent(SUE),
    });
    desk.done("reclass_tender", reclass);
    assert_eq!(
        figures(&desk.row("Drawer 2"), "CHECK"),
        (cents("47.15"), Some(cents("47.15")))
    );
    desk.approve("Drawer 2");
    desk.change_to(DOT);
    let deposit = desk.prepare_deposit();
    assert_eq!(deposit["brief"]["cash"], cents("30.00"));
    assert_eq!(deposit["checks"][0]["number"], "711");
    desk.change_to(SAM);
    let sheet = desk.done("session_sheet", json!({ "session": row["session"] }));
    let receipt = &sheet["receipts"][0];
    assert_eq!(
        (&receipt["number"], &receipt["tenders"][0]["tender"]),
        (&json!("W2-000001"), &json!("CHECK"))
    );
}

#[test]
fn a_drawer_of_another_window_is_sent_back_and_counted_again() {
    let mut desk = Desk::closing_desk();
    let mut second = desk.window_beside("W2");
    second.sign_in(BEN);
    second.open_drawer(FLOAT);
    second.pay(&payment().open("MISC", "100.00").cash("100"));
    second.start_count();
    second.count_all("2x100 1x50", &[]);
    second.close_with_reason("Fifty short", SUE);
    desk.board_with(&second, "W2");
    desk.send_back("Drawer 2", "Look between the notes");
    let session = desk.session("Drawer 2");
    let again = json!({
        "request_id": request_id(), "session": session, "reason": "Sent back", "consent": consent(SAM),
    });
    second.done("recount", again);
    second.count_all("3x100", &[]);
    second.close();
    let board = desk.board_with(&second, "W2");
    let row = row_of(&board, "Drawer 2").expect("a row");
    assert_eq!(
        (&row["stage"], &row["total"]["difference"]),
        (&json!("closed"), &json!(0))
    );
    let sheet = desk.done("session_sheet", json!({ "session": session }));
    assert_eq!(sheet["counts"].as_array().map(Vec::len), Some(2));
    desk.approve("Drawer 2");
    desk.books();
    second.books();
}

#[test]
fn what_is_derived_is_made_anew() {
    let mut desk = Desk::closing_desk_with_a_drawer();
    let mut second = desk.window_beside("W2");
    second.drawer_day(
        BEN,
        &[payment().open("MISC", "25.00").cash("25")],
        "2x100 1x20 1x5",
        &[],
    );
    desk.board_with(&second, "W2");
    desk.approve("Drawer 1");
    desk.approve("Drawer 2");
    desk.change_to(DOT);
    let deposit = desk.prepare_deposit();
    let board = desk.board();
    let workstation = desk.put_down();
    for name in ["site.db", "views.db"] {
        for ending in ["", "-wal", "-shm"] {
            // Not every one of these is there.
            let _gone = std::fs::remove_file(workstation.folder().join(format!("{name}{ending}")));
        }
    }
    let mut desk = Desk::at(workstation);
    desk.sign_in(DOT);
    let anew = desk.board();
    for same in ["date", "rows", "totals", "total", "in_the_way", "dates"] {
        assert_eq!(anew[same], board[same], "{same}");
    }
    let id = json!({ "deposit": deposit["brief"]["deposit"] });
    assert_eq!(desk.done("deposit", id), deposit);
}
