//! Items that the bank returns: what it can have returned and what not, who works them, what
//! is taken back of mail, suspense and electronic payments, and which fee is charged.

use counterfoil_tests::bank_files::{csv_file, file_request, returned_check};
use counterfoil_tests::cash::cents;
use counterfoil_tests::closing_desk::control;
use counterfoil_tests::desk::{Desk, FLOAT, consent, request_id};
use counterfoil_tests::payment::payment;
use counterfoil_tests::people::{ANA, BEN, SAM, SUE, TESS};
use counterfoil_tests::returned_items::{
    PAID_AFTER_ALL, dues_after, reinstatement, return_request, rubber_check, stands,
};
use serde_json::{Value, json};

const BILL: &str = "20-00001-01";

/// A deposit with a check on an account, and one without; the bank's second check of no account.
fn deposited() -> Desk {
    let paid = [
        payment().account(BILL).tender(rubber_check("120.01", "1042")),
        payment().open("MISC", "40.00").check("40.00", "301").payer("Ned Land"),
        payment().open("MISC", "25.00").card("25.00"),
        payment().open("MISC", "60.00").cash("60"),
    ];
    Desk::after_the_deposit(&paid, "2x100 3x20", &[("CARD", "25.00")])
}

#[test]
fn whoever_holds_a_drawer_works_no_returned_items() {
    let mut desk = deposited();
    desk.bank_returns("W1-000001", 0, "NSF");
    let file = csv_file("B-1", &[returned_check("40.00", "301", "NSF")]);
    desk.takes_in_file("RETCSV", &file);
    desk.change_to(SUE);
    desk.open_drawer(FLOAT);
    assert_eq!(desk.register()["holds"], "Drawer 1");
    let returned = return_request(&[("W1-000002", 0)], "40.00", "NSF");
    let seen = desk.done("preview_return", returned.clone());
    assert_eq!(seen["refusal"]["code"], "holds_open_drawer");
    let other = csv_file("B-2", &[returned_check("40.00", "301", "NSF")]);
    for (cmd, request) in [
        ("return_item", returned),
        ("reinstate_item", reinstatement("R-000001", PAID_AFTER_ALL)),
        (
            "write_notice",
            json!({ "request_id": request_id(), "number": "R-000001", "language": "en" }),
        ),
        (
            "list_for_collections",
            json!({ "request_id": request_id(), "numbers": ["R-000001"] }),
        ),
        ("take_in_returns", file_request("RETCSV", &other)),
        (
            "dismiss_return_item",
            json!({ "request_id": request_id(), "file": "F-000001", "item": 0, "reason": "Worked by hand" }),
        ),
    ] {
        let refused = desk.refuses("holds_open_drawer", cmd, request);
        assert_eq!(refused.facts["drawer"], "Drawer 1", "{cmd}");
    }
    // Another supervisor, who holds none, goes on beside it.
    desk.change_to(SAM);
    desk.bank_returns("W1-000002", 0, "NSF");
}

#[test]
fn a_drawer_at_another_window_counts_as_well() {
    let mut desk = deposited();
    let mut second = desk.window_beside("W2");
    second.sign_in(SAM);
    second.open_drawer(FLOAT);
    desk.board_with(&second, "W2");
    let returned = return_request(&[("W1-000001", 0)], "120.01", "NSF");
    let refused = desk.refuses("holds_open_drawer", "return_item", returned);
    assert_eq!(refused.facts["drawer"], "Drawer 2");
}

#[test]
fn what_the_bank_cannot_have_returned() {
    let mut desk = deposited();
    let one =
        |receipt: &str, place: u16, amount: &str, reason: &str| return_request(&[(receipt, place)], amount, reason);
    for (code, request) in [
        ("unknown_receipt", one("W1-000099", 0, "120.01", "NSF")),
        ("unknown_receipt", one("", 0, "120.01", "NSF")),
        ("unknown_tender_of_receipt", one("W1-000001", 7, "120.01", "NSF")),
        ("not_returnable", one("W1-000003", 0, "25.00", "NSF")),
        ("not_returnable", one("W1-000004", 0, "60.00", "NSF")),
        ("return_amount_differs", one("W1-000001", 0, "120.00", "NSF")),
        ("return_amount_differs", one("W1-000001", 0, "0", "NSF")),
        ("amount_malformed", one("W1-000001", 0, "1e3", "NSF")),
        ("amount_malformed", one("W1-000001", 0, "-120.01", "NSF")),
        ("unknown_return_reason", one("W1-000001", 0, "120.01", "WIND")),
        ("return_reason_unfit", one("W1-000001", 0, "120.01", "R01")),
        ("no_tender_chosen", return_request(&[], "120.01", "NSF")),
        ("amount_malformed", one("W1-000001", 0, "", "NSF")),
        (
            "check_twice",
            return_request(&[("W1-000001", 0), ("W1-000001", 0)], "240.02", "NSF"),
        ),
        (
            "returned_tenders_differ",
            return_request(&[("W1-000001", 0), ("W1-000002", 0)], "160.01", "NSF"),
        ),
    ] {
        let seen = desk.done("preview_return", request.clone());
        assert_eq!(seen["refusal"]["code"], code, "the preview says so before: {seen}");
        desk.refuses(code, "return_item", request);
    }
    let differs = desk.refuses(
        "return_amount_differs",
        "return_item",
        one("W1-000001", 0, "120.1", "NSF"),
    );
    assert_eq!(
        (&differs.facts["expected"], &differs.facts["given"]),
        (&json!(12_001), &json!(12_010))
    );
    for (cmd, request) in [
        ("returned_item", json!({ "number": "R-000001" })),
        ("reinstate_item", reinstatement("R-000001", PAID_AFTER_ALL)),
        (
            "write_notice",
            json!({ "request_id": request_id(), "number": "R-000001", "language": "en" }),
        ),
        (
            "list_for_collections",
            json!({ "request_id": request_id(), "numbers": ["R-000001"] }),
        ),
    ] {
        desk.refuses("unknown_return", cmd, request);
    }
    // The bank's own code stands for the reason.
    let item = desk.done("return_item", one("w1-000001 ", 0, "120.01", "a"));
    assert_eq!(item["row"]["reason"], "Not sufficient funds");
    assert_eq!(desk.books().count("item_returned"), 1);
}

#[test]
fn what_was_not_deposited_yet() {
    let mut desk = Desk::open_for(ANA);
    let first = desk.pay(&payment().open("MISC", "40.00").check("40.00", "301"));
    let void = desk.pay(&payment().open("MISC", "10.00").check("10.00", "302"));
    desk.void(&void.number, "Wrong account", SAM);
    desk.change_to(SAM);
    let request = || return_request(&[(first.number.as_str(), 0)], "40.00", "NSF");
    desk.refuses("not_deposited", "return_item", request());
    let voided = return_request(&[(void.number.as_str(), 0)], "10.00", "NSF");
    desk.refuses("already_void", "return_item", voided);
    desk.change_to(ANA);
    desk.start_count();
    desk.count_all("2x100", &[]);
    desk.close();
    desk.change_to(SAM);
    desk.refuses("not_deposited", "return_item", request());
    desk.approve("Drawer 1");
    let refused = desk.refuses("not_deposited", "return_item", request());
    assert_eq!(refused.facts, json!({ "receipt": first.number, "tender": 0 }));
    let deposit = desk.prepare_deposit();
    desk.refuses("not_deposited", "return_item", request());
    desk.change_to(SUE);
    desk.count_again(&deposit);
    desk.change_to(SAM);
    desk.done("return_item", request());
}

#[test]
fn one_check_over_two_receipts_of_two_windows() {
    let mut desk = Desk::closing_desk();
    let mut second = desk.window_beside("W2");
    let license = [payment().open("MISC", "30.00").tender(rubber_check("30.00", "1042"))];
    second.drawer_day(BEN, &license, "2x100", &[]);
    desk.sign_out();
    let bill = [payment()
        .on_account(BILL, "70.01")
        .tender(rubber_check("70.01", "1042"))];
    desk.drawer_day(ANA, &bill, "2x100", &[]);
    desk.sign_in(SAM);
    desk.board_with(&second, "W2");
    desk.approve("Drawer 1");
    desk.approve("Drawer 2");
    desk.goes_to_the_bank();

    let found = desk.done("find_originals", json!({ "amount": "100.01", "number": "001042" }));
    let first = &found["candidates"][0];
    let other = &first["together"][0];
    let mut receipts = [first["receipt"].as_str(), other["receipt"].as_str()].map(Option::unwrap_or_default);
    receipts.sort_unstable();
    assert_eq!(receipts, ["W1-000001", "W2-000001"], "{found}");
    let alone = return_request(&[("W1-000001", 0)], "100.01", "NSF");
    let refused = desk.refuses("return_amount_differs", "return_item", alone);
    assert_eq!(refused.facts["expected"], 7_001);
    let both = return_request(&[("W1-000001", 0), ("W2-000001", 0)], "100.01", "NSF");
    let item = desk.done("return_item", both);
    assert_eq!(item["row"]["receipts"], json!(["W1-000001", "W2-000001"]));
    assert_eq!(stands(&item), ("open".to_owned(), cents("25.00"), cents("125.01")));
    // 120.01 less 70.01, and again 70.01 with the fee.
    assert_eq!(desk.due(BILL), cents("145.01"));
    assert_eq!(desk.due("R-000001"), cents("30.00"));
    let of_window = return_request(&[("W2-000001", 0)], "30.00", "NSF");
    let refused = desk.refuses("already_returned", "return_item", of_window);
    assert_eq!(refused.facts["number"], "R-000001");
    let books = desk.books();
    assert_eq!(books.balance("100-1100"), 0, "100.01 went to the bank and came back");
    assert_eq!(books.balance("100-1050"), cents("125.01"));
}

#[test]
fn a_check_of_the_mail_with_money_in_suspense() {
    let mut desk = Desk::closing_desk();
    let batch = desk.open_mail(&[control("CHECK", 1, "110.01")], BEN);
    let item = payment()
        .on_account(BILL, "50.01")
        .in_suspense("20-9999", "60.00", "no such account")
        .tender(rubber_check("110.01", "1042"));
    let receipt = desk.key_item(&batch, &item).number;
    desk.close_batch(&batch);
    desk.change_to(SUE);
    desk.approve("Mail batch 1");
    desk.goes_to_the_bank();
    let items = desk.done("suspense", json!({}))["items"].clone();
    assert_eq!(items.as_array().map(Vec::len), Some(1));

    let returned = desk.bank_returns(&receipt, 0, "CLOSED");
    let dues = dues_after(&returned);
    assert!(
        dues.iter().all(|due| due.0 == BILL),
        "suspense is due from nobody: {dues:?}"
    );
    assert_eq!(dues.iter().map(|due| due.2).sum::<i64>(), cents("75.01"));
    assert_eq!(desk.due(BILL), cents("145.01"));
    assert_eq!(
        desk.done("suspense", json!({}))["items"],
        json!([]),
        "there is none any more"
    );
    let place = json!({
        "request_id": request_id(), "receipt": receipt, "line": 2, "reason": "Found", "consent": consent(SUE),
        "to": { "on": "account", "account": "20-00003-03", "amount": "60.00" },
    });
    desk.refuses("nothing_stands", "place_suspense", place);
    let books = desk.books();
    let entry = books.of_kind("item_returned").next().expect("one item");
    assert_eq!(
        entry["postings"],
        json!([
            ["100-1050", 7_501],
            ["100-2310", 6_000],
            ["100-1100", -11_001],
            ["100-4300", -2_500]
        ])
    );
    assert_eq!(books.balance("100-2310"), 0);
}

#[test]
fn an_electronic_check_needs_no_deposit_slip() {
    let mut desk = Desk::new("W1");
    let paid = [payment().account("PC-77120").electronic_check("65.00")];
    desk.drawer_day(ANA, &paid, "2x100", &[("ECHECK", "65.00")]);
    desk.sign_in(SAM);
    let request = |reason: &str| return_request(&[("W1-000001", 0)], "65.00", reason);
    desk.refuses("not_deposited", "return_item", request("R01"));
    desk.approve("Drawer 1");
    desk.refuses("return_reason_unfit", "return_item", request("NSF"));
    // Treasury works them too.
    desk.change_to(TESS);
    let item = desk.done("return_item", request("R01"));
    assert_eq!(
        (&item["deposits"], &item["worker"]),
        (&json!([]), &json!("Tess Moreau"))
    );
    desk.change_to(SAM);
    assert_eq!(desk.due("PC-77120"), cents("90.00"));
    let books = desk.books();
    assert_eq!(books.balance("100-1030"), 0, "never at the bank as paper");
    assert_eq!(books.balance("100-1100"), 0);
    assert_eq!(books.balance("100-4200"), -cents("65.00"), "the fine stays collected");
    assert_eq!(books.balance("100-1050"), cents("90.00"));
}

#[test]
fn fees_by_the_schedule() {
    let paid = [
        payment().account("20-00005-05").check("33.33", "301"),
        payment().open("MISC", "40.00").check("40.00", "302"),
        payment().open("MISC", "50.00").tender(rubber_check("50.00", "1042")),
    ];
    let mut desk = Desk::after_the_deposit(&paid, "2x100", &[]);
    let lien = desk.bank_returns("W1-000001", 0, "NSF");
    assert_eq!(
        (&lien["row"]["fee"], &lien["no_fee"]),
        (&json!(0), &json!("a lien stands on the property"))
    );
    assert_eq!(desk.due("20-00005-05"), cents("33.33"));
    let by_bank = desk.bank_returns("W1-000003", 0, "BANK");
    assert_eq!(
        (&by_bank["row"]["fee"], &by_bank["no_fee"]),
        (&json!(0), &json!("Returned at the bank's request"))
    );

    let waived = |second: Option<&str>| {
        let mut request = return_request(&[("W1-000002", 0)], "40.00", "NSF");
        request["no_fee"] = json!("Our own bank misread it");
        if let Some(second) = second {
            request["consent"] = consent(second);
        }
        request
    };
    let seen = desk.done("preview_return", waived(None));
    assert_eq!(
        (&seen["fee"], &seen["no_fee"], &seen["refusal"]["code"]),
        (
            &json!(0),
            &json!("Our own bank misread it"),
            &json!("second_person_needed")
        )
    );
    let refused = desk.refuses("second_person_needed", "return_item", waived(None));
    let statement = refused.facts["statement"].as_str().expect("what they would agree to");
    assert_eq!(
        statement,
        "Return 40.00, receipt W1-000002, without the fee of 35.00. Reason: Our own bank misread it"
    );
    desk.refuses("second_person_same", "return_item", waived(Some(SAM)));
    desk.refuses("second_person_no_right", "return_item", waived(Some(ANA)));
    let item = desk.done("return_item", waived(Some(SUE)));
    assert_eq!(stands(&item), ("open".to_owned(), 0, cents("40.00")));
    // The second of that bank account leaves its mark all the same.
    assert_ne!(item["row"]["marked_until"], Value::Null);
    let books = desk.books();
    let entry = books.of_kind("item_returned").last().expect("three of them");
    assert_eq!(entry["approval"]["user"], SUE);
    assert_eq!(books.balance("100-4300"), 0, "not one fee was charged");
}

#[test]
fn a_list_for_collections_when_its_day_comes() {
    let mut desk = deposited();
    desk.bank_returns("W1-000001", 0, "NSF");
    desk.bank_returns("W1-000002", 0, "NSF");
    let list = |numbers: &[&str]| json!({ "request_id": request_id(), "numbers": numbers });
    desk.refuses("nothing_to_list", "list_for_collections", list(&[]));
    desk.refuses("collections_too_early", "list_for_collections", list(&["R-000001"]));
    desk.next_day(SAM);
    desk.day_ends();
    // Named twice, it stands on the list once.
    let made = desk.done("list_for_collections", list(&["R-000001", "r-000001 "]));
    assert_eq!(
        (&made["number"], &made["items"], &made["total"]),
        (&json!("C-000001"), &json!(1), &json!(cents("145.01")))
    );
    let again = desk.refuses("already_in_collections", "list_for_collections", list(&["R-000001"]));
    assert_eq!(again.facts["list"], "C-000001");
    assert_eq!(stands(&desk.returned_item("R-000001")).0, "collections");
    desk.takes_back_by_mistake("R-000002");
    desk.refuses("return_not_open", "list_for_collections", list(&["R-000002"]));
}
