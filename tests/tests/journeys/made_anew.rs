//! What the closing desk derives of returned items and corrections is thrown away and made
//! anew from the journals: the same replies, to the letter.

use counterfoil_tests::bank_files::{csv_file, returned_check};
use counterfoil_tests::cash::cents;
use counterfoil_tests::closing_desk::row_of;
use counterfoil_tests::corrections::to_account;
use counterfoil_tests::desk::{Desk, FLOAT};
use counterfoil_tests::payment::payment;
use counterfoil_tests::people::{ANA, BEN, SAM, SUE};
use counterfoil_tests::returned_items::{return_request, rubber_check, stands};
use counterfoil_tests::workstation::Workstation;
use serde_json::{Value, json};

const BILL: &str = "20-00001-01";

/// All that is said of returned items, of corrections, of the accounts that they touch.
fn everything(desk: &mut Desk, receipts: &[&str], items: &[&str]) -> Vec<(String, Value)> {
    let mut asked = vec![
        ("returned_items", json!({})),
        ("refunds", json!({})),
        ("suspense", json!({})),
        ("find_originals", json!({ "amount": "60.00" })),
        (
            "bank_account",
            json!({ "tender": { "receipt": "W1-000001", "place": 0 } }),
        ),
        ("trace_payments", json!({ "amount": "120.01" })),
    ];
    for account in [BILL, "20-00003-03", "PC-77120", "20-04127-03"] {
        asked.push(("account_history", json!({ "number": account })));
        asked.push(("account", json!({ "number": account })));
    }
    asked.extend(receipts.iter().map(|receipt| ("trace", json!({ "receipt": receipt }))));
    for item in items {
        asked.push(("returned_item", json!({ "number": item })));
        asked.push(("find_accounts", json!({ "text": item })));
    }
    let answers = asked.into_iter().map(|(cmd, request)| {
        let answer = desk.done(cmd, request.clone());
        (format!("{cmd} {request}"), answer)
    });
    answers.collect()
}

/// Throws away what is derived, and asserts that everything said of it stays the same.
#[track_caller]
fn the_same_made_anew(mut desk: Desk, receipts: &[&str], items: &[&str]) -> Desk {
    let before = everything(&mut desk, receipts, items);
    let workstation = desk.put_down();
    for name in ["site.db", "views.db"] {
        for ending in ["", "-wal", "-shm"] {
            // Not every one of these is there.
            let _gone = std::fs::remove_file(workstation.folder().join(format!("{name}{ending}")));
        }
    }
    let mut desk = Desk::at(workstation);
    desk.sign_in(SAM);
    for ((asked, before), (_, anew)) in before.iter().zip(everything(&mut desk, receipts, items)) {
        assert_eq!(anew, *before, "{asked}");
    }
    desk
}

#[test]
fn after_payments_and_voids_at_the_closing_desks_own_counter() {
    let paid = [
        payment().account(BILL).tender(rubber_check("120.01", "1042")),
        payment()
            .licence("BL-2210", "60.00")
            .tender(rubber_check("60.00", "1043")),
        payment().on_account("20-00003-03", "100.00").cash("100"),
    ];
    let mut desk = Desk::after_the_deposit(&paid, "3x100", &[]);
    desk.bank_returns("W1-000001", 0, "NSF");
    desk.takes_in_file("RETCSV", &csv_file("B-1", &[returned_check("60.00", "1043", "NSF")]));
    let mut from_file = return_request(&[("W1-000002", 0)], "60.00", "NSF");
    from_file["file"] = json!(["F-000001", 0]);
    desk.done("return_item", from_file);
    desk.notice("R-000001", "en");
    desk.transfers(("W1-000003", 0), "25.00", to_account("PC-77120"), SUE);
    desk.asks_refund(("W1-000003", 1), "40.00", "Overpayment", SUE);
    desk.change_to(ANA);
    desk.open_drawer(FLOAT);
    desk.pay(&payment().on_account(BILL, "45.01").cash("45.01"));
    let whole = desk.pay(&payment().account("R-000002").account(BILL).cash("200"));
    desk.void(&whole.number, "Wrong account", SAM);
    desk.pay(&payment().account("R-000002").cash("100"));
    desk.change_to(SAM);
    let receipts = [
        "W1-000001",
        "W1-000002",
        "W1-000003",
        "W1-000004",
        "W1-000005",
        "W1-000006",
    ];
    let mut desk = the_same_made_anew(desk, &receipts, &["R-000001", "R-000002"]);
    assert_eq!(stands(&desk.returned_item("R-000001")).2, cents("100.00"));
    assert_eq!(stands(&desk.returned_item("R-000002")).0, "cleared");
    // And goes on: what was taken back by a void opens the item again, also made anew.
    desk.change_to(ANA);
    desk.void("W1-000006", "Wrong account", SUE);
    desk.change_to(SAM);
    desk.reinstates("R-000001");
    let mut desk = the_same_made_anew(desk, &receipts, &["R-000001", "R-000002"]);
    assert_eq!(stands(&desk.returned_item("R-000002")).0, "open");
    desk.books();
}

/// Where billing carries what is due again, any window takes its payment, and its entries may
/// come in before or after the closing desk's own.
#[test]
fn after_payments_at_another_window() {
    let billing = [("[returned_items]\n", "[returned_items]\ncarried_by = \"billing\"\n")];
    let mut desk = Desk::at(Workstation::of_a_city_with("W1", &billing));
    let paid = [payment().account(BILL).tender(rubber_check("120.01", "1042"))];
    desk.drawer_day(ANA, &paid, "2x100", &[]);
    desk.sign_in(SAM);
    let mut second = desk.window_beside("W2");
    second.sign_in(BEN);
    second.open_drawer(FLOAT);
    // Before the bank returns it: that is not for the returned item.
    second.pay(&payment().charges(BILL, &["W09"]).cash("40"));
    desk.approve("Drawer 1");
    desk.is_deposited();
    let board = desk.board_with(&second, "W2");
    let date = board["date"].as_str().expect("a date");
    let open = row_of(&board, "Drawer 2").expect("still open")["session"].clone();
    desk.close_the_day(date, &[open.as_str().expect("an identifier")]);
    desk.bank_returns("W1-000001", 0, "NSF");
    second.pay(&payment().charges(BILL, &["S10"]).cash("30"));
    let slip = second.pay(&payment().charges(BILL, &["W10"]).cash("60"));
    second.void(&slip.number, "Wrong account", SUE);
    desk.board_with(&second, "W2");
    let item = desk.returned_item("R-000001");
    assert_eq!(stands(&item).2, cents("115.01"), "120.01 and 25.00 less 30.00: {item}");
    desk.change_to(ANA);
    desk.open_drawer(FLOAT);
    let part = json!({ "on": "account", "account": BILL, "charges": ["W10"], "amount": "20.00" });
    desk.pay(&payment().line(part).cash("20"));
    assert_eq!(
        desk.due(BILL),
        cents("55.01"),
        "40.00 of it the other window had taken before"
    );
    // The other window does not know of that one, and takes all of the charge.
    second.pay(&payment().charges(BILL, &["W10"]).cash("50.01"));
    desk.change_to(SAM);
    desk.board_with(&second, "W2");
    let receipts = [
        "W1-000001",
        "W1-000002",
        "W2-000001",
        "W2-000002",
        "W2-000003",
        "W2-000004",
    ];
    let desk = the_same_made_anew(desk, &receipts, &["R-000001"]);
    desk.books();
    second.books();
}
