//! Files of payments: taken in as a whole and once, or not at all.

use counterfoil_tests::cash::cents;
use counterfoil_tests::closing_desk::{row_of, web_file, web_request};
use counterfoil_tests::desk::Desk;
use serde_json::json;

#[test]
fn a_file_of_the_web_site() {
    let mut desk = Desk::closing_desk();
    let file = web_file(
        "W-1",
        &[
            ("20-04127-03", "184.62"),
            ("20-99999-99", "42.10"),
            ("20-00005-05", "33.33"),
        ],
    );
    let length = desk.journal_length();
    let seen = desk.done("preview_file", web_request(&file));
    assert_eq!(desk.journal_length(), length, "looked at only");
    let taken = desk.take_in_web(&file);
    for same in ["name", "items", "total", "suspense"] {
        assert_eq!(seen[same], taken[same], "{same}");
    }
    assert_eq!((&taken["items"], &taken["total"]), (&json!(3), &json!(cents("260.05"))));
    assert_eq!(
        (&taken["first_receipt"], &taken["last_receipt"]),
        (&json!("W1-000001"), &json!("W1-000003"))
    );
    let held = &taken["suspense"][0];
    assert_eq!(
        (&held["line"], &held["account"], &held["why"]),
        (&json!(3), &json!("20-99999-99"), &json!("no such account"))
    );
    assert_eq!(desk.due("20-04127-03"), 0);
    let board = desk.board();
    assert_eq!(
        (&board["suspense_items"], &board["suspense_total"]),
        (&json!(1), &json!(cents("42.10")))
    );
    let row = row_of(&board, "Web payments 1").expect("a row");
    assert_eq!((&row["stage"], &row["control_items"]), (&json!("closed"), &json!(3)));

    let refused = desk.refuses("file_taken_in_before", "take_in_file", web_request(&file));
    assert_eq!(refused.facts["name"], "Web payments 1");
    desk.refuses("file_taken_in_before", "preview_file", web_request(&file));
    let same_id = web_file("W-1", &[("20-00005-05", "1.00")]);
    desk.refuses("file_taken_in_before", "take_in_file", web_request(&same_id));
}

#[test]
fn files_that_are_not_taken_in() {
    let mut desk = Desk::closing_desk();
    let good = web_file("W-2", &[("20-04127-03", "100.00"), ("20-00001-01", "20.00")]);
    let refuses = |desk: &mut Desk, code: &str, content: &str| {
        desk.refuses(code, "preview_file", web_request(content));
        desk.refuses(code, "take_in_file", web_request(content));
    };
    for cut in [good.len() - 1, good.len() - 10, good.len() / 2, 20] {
        refuses(&mut desk, "batch_file_truncated", &good[..cut]);
    }
    refuses(&mut desk, "batch_file_truncated", "");
    refuses(
        &mut desk,
        "batch_file_totals",
        &good.replace("T,2,120.00", "T,2,120.01"),
    );
    refuses(
        &mut desk,
        "batch_file_totals",
        &good.replace("T,2,120.00", "T,3,120.00"),
    );
    refuses(&mut desk, "batch_file_totals", &good.replace(",100.00,", ",10.00,"));
    refuses(
        &mut desk,
        "batch_file_malformed",
        &good.replace(",100.00,", ",-100.00,"),
    );
    refuses(&mut desk, "batch_file_malformed", &good.replace(",100.00,", ",1e2,"));
    refuses(&mut desk, "batch_file_malformed", &good.replace(",WEB\n", ",KIOSK\n"));
    refuses(
        &mut desk,
        "batch_file_malformed",
        &good.replace("P,20-04127-03", "\nP,20-04127-03"),
    );
    refuses(&mut desk, "unknown_tender", &good.replace(",100.00,,", ",100.00,GOLD,"));
    refuses(
        &mut desk,
        "counted_otherwise",
        &good.replace(",100.00,,", ",100.00,CASH,"),
    );
    refuses(&mut desk, "nothing_to_pay", &web_file("W-3", &[]));
    let mut other = web_request(&good);
    other["layout"] = json!("FAX");
    desk.refuses("unknown_layout", "take_in_file", other);
    assert_eq!(desk.board()["rows"], json!([]));
    desk.take_in_web(&good);
}
