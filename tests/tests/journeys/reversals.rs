//! Receipts reversed after their close: what goes back through accounts payable, what goes
//! back the way it came, what is due again.

use counterfoil_tests::cash::cents;
use counterfoil_tests::closing_desk::control;
use counterfoil_tests::corrections::{refund_list, reversal, sheets, to_account, transfer, withdrawal};
use counterfoil_tests::desk::{Desk, FLOAT};
use counterfoil_tests::payment::payment;
use counterfoil_tests::people::{ANA, BEN, SAM, SUE, TESS};
use counterfoil_tests::returned_items::{return_request, rubber_check, stands};
use serde_json::{Value, json};

const BILL: &str = "20-04127-03";
const WHY: &str = "Receipt entered twice";

/// A bill paid by check and in cash; a licence paid by card; a bill paid by card and in cash;
/// all at the bank.
fn closed() -> Desk {
    let paid = [
        payment()
            .account(BILL)
            .tender(rubber_check("100.00", "1042"))
            .cash("90"),
        payment().licence("BL-2210", "84.00").card("84.00"),
        payment().on_account("20-00001-01", "50.00").card("30.00").cash("20"),
    ];
    // The float, 84.62 and 20.00.
    Desk::after_the_deposit(&paid, "3x100 4x1 2x0.25 1x0.10 2x0.01", &[("CARD", "114.00")])
}

#[test]
fn cash_and_checks_go_back_through_accounts_payable() {
    let mut desk = closed();
    let done = desk.reverses("W1-000001", WHY, SUE);
    assert_eq!(
        (&done["amount"], &done["refund"], &done["back"]),
        (&json!(cents("184.62")), &json!("RF-000001"), &json!([]))
    );
    assert_eq!(done["balances"], json!([{ "account": BILL, "due": 18_462 }]));
    assert_eq!(desk.due(BILL), cents("184.62"));
    let refunds = desk.refunds();
    assert_eq!(refunds["waiting"], cents("184.62"));
    let row = &refunds["refunds"][0];
    assert_eq!(
        (&row["number"], &row["payee"], &row["receipt"], &row["withdrawable"]),
        (
            &json!("RF-000001"),
            &json!("María Nuñez"),
            &json!("W1-000001"),
            &json!(false)
        )
    );
    desk.refuses(
        "refund_of_reversal",
        "withdraw_refund",
        withdrawal("RF-000001", "Not after all"),
    );
    let voucher = desk.voucher(&done["seq"]);
    for said in [
        "W1-000001",
        "184.62",
        "RF-000001",
        "María Nuñez",
        "1124 Cedar Avenue",
        "100-2100",
        "Sue Park",
        WHY,
    ] {
        assert!(voucher.contains(said), "no {said:?} in {voucher}");
    }
    let again = desk.refuses("already_reversed", "reverse_receipt", reversal("W1-000001", WHY, SUE));
    assert_eq!(again.facts["receipt"], "W1-000001");
    let moved = transfer(
        ("W1-000001", 0),
        "1.00",
        to_account("PC-77120"),
        "Wrong account keyed",
        SUE,
    );
    desk.refuses("already_reversed", "transfer_payment", moved);
    let trace = desk.trace("W1-000001");
    assert_eq!((&trace["reversed"], &trace["standing"]), (&json!(true), &json!(0)));

    // The check comes back after all: what it paid is not paid back, the cash is; the payer owes the fee.
    let item = desk.bank_returns("W1-000001", 0, "NSF");
    assert_eq!(stands(&item), ("open".to_owned(), cents("25.00"), cents("25.00")));
    assert_eq!(
        (desk.due("R-000001"), desk.due(BILL)),
        (cents("25.00"), cents("184.62"))
    );
    let refund = &desk.refunds()["refunds"][0];
    assert_eq!(
        (&refund["waits"], &refund["stopped"], &refund["withdrawable"]),
        (&json!(cents("84.62")), &json!(cents("100.00")), &json!(false))
    );
    let list = desk.done("list_refunds", refund_list(&[]));
    assert_eq!(list["total"], cents("84.62"));
    let sheet = sheets(&list["written"]).remove(0);
    let paid = sheet.lines.iter().find(|line| line.contains(&"RF-000001".to_owned()));
    assert!(
        paid.expect("the request").contains(&"84.62".to_owned()),
        "{:?}",
        sheet.lines
    );
    desk.refuses("refund_listed", "list_refunds", refund_list(&["RF-000001"]));
    // And paid after all: the rest waits for a list of its own.
    desk.reinstates("R-000001");
    assert_eq!(desk.done("list_refunds", refund_list(&[]))["total"], cents("100.00"));
    let books = desk.books();
    let entry = books.of_kind("receipt_reversed").next().expect("one of them");
    assert_eq!(
        entry["postings"],
        json!([
            ["510-4000", 6_162],
            ["500-4000", 8_200],
            ["500-4010", 4_100],
            ["100-2100", -18_462]
        ])
    );
    assert_eq!(entry["approval"]["user"], SUE);
}

#[test]
fn a_card_goes_back_the_way_it_came() {
    let mut desk = closed();
    let done = desk.reverses("W1-000002", "Licence refused: no fire exit", SUE);
    assert_eq!(
        (&done["refund"], &done["back"]),
        (&Value::Null, &json!([["Card", cents("84.00")]]))
    );
    let mixed = desk.reverses("W1-000003", WHY, SUE);
    assert_eq!(
        (&mixed["refund"], &mixed["back"]),
        (&json!("RF-000001"), &json!([["Card", cents("30.00")]]))
    );
    assert_eq!(desk.refunds()["waiting"], cents("20.00"), "never cash from a drawer");
    assert_eq!(desk.due("20-00001-01"), cents("120.01"));
    let books = desk.books();
    assert_eq!(books.balance("100-1030"), 0, "all of the cards");
    assert_eq!(books.balance("100-4100"), 0);
    assert_eq!(books.balance("100-2100"), -cents("20.00"));
    assert_eq!(books.balance("100-1010"), 0, "no drawer is touched");
}

#[test]
fn a_card_gets_back_at_most_what_it_paid() {
    let mut desk = closed();
    let asked = desk.asks_refund(("W1-000003", 0), "20.00", "Overpayment", SUE);
    let first = desk.reverses("W1-000003", WHY, SUE);
    assert_eq!(first["back"], json!([["Card", cents("30.00")]]));
    desk.done("withdraw_refund", withdrawal(&asked, "Not meant"));
    let second = desk.reverses("W1-000003", WHY, SUE);
    assert_eq!(
        (&second["back"], &second["amount"]),
        (&json!([]), &json!(cents("20.00")))
    );
    let said = desk.books();
    let of = said.of_kind("receipt_reversed").nth(1).expect("two of them");
    assert_eq!(of["body"]["refund"]["amount"], cents("20.00"));
}

#[test]
fn what_cannot_be_reversed() {
    let mut desk = closed();
    for (code, request) in [
        ("unknown_receipt", reversal("W1-000099", WHY, SUE)),
        ("reason_not_listed", reversal("W1-000001", "Because", SUE)),
        ("text_missing", reversal("W1-000001", "", SUE)),
        ("second_person_same", reversal("W1-000001", WHY, SAM)),
        ("second_person_same", reversal("W1-000001", WHY, ANA)),
        ("second_person_no_right", reversal("W1-000001", WHY, TESS)),
    ] {
        desk.refuses(code, "reverse_receipt", request);
    }
    let mut nobody = reversal("W1-000001", WHY, SUE);
    nobody["payee"] = json!({ "name": " " });
    desk.refuses("text_missing", "reverse_receipt", nobody);
    let mut alone = reversal("W1-000001", WHY, SUE);
    alone.as_object_mut().expect("fields").remove("consent");
    desk.refuses("second_person_needed", "reverse_receipt", alone);

    // What the bank took back stands nowhere any more: only the rest is reversed.
    desk.bank_returns("W1-000001", 0, "NSF");
    let done = desk.reverses("W1-000001", WHY, SUE);
    assert_eq!(done["amount"], cents("84.62"), "the cash, not the check");
    assert_eq!(desk.refunds()["waiting"], cents("84.62"));
    // 100.00 of the check, 25.00 of fee, 84.62 of the reversal.
    assert_eq!(desk.due(BILL), cents("209.62"));
    desk.refuses(
        "already_returned",
        "return_item",
        return_request(&[("W1-000001", 0)], "100.00", "NSF"),
    );
}

#[test]
fn nobody_agrees_to_reverse_what_they_took_themselves() {
    let mut desk = Desk::closing_desk();
    let batch = desk.open_mail(&[control("CHECK", 2, "130.00")], BEN);
    let keyed = desk.key_item(&batch, &payment().open("MISC", "60.00").check("60.00", "501"));
    let held = payment()
        .in_suspense("20-9", "70.00", "no such account")
        .check("70.00", "502");
    let held = desk.key_item(&batch, &held);
    desk.close_batch(&batch);
    desk.change_to(SUE);
    desk.approve("Mail batch 1");
    // Sam keyed it: he has the right to agree, and is the wrong person for it.
    desk.refuses(
        "second_person_same",
        "reverse_receipt",
        reversal(&keyed.number, WHY, SAM),
    );
    desk.change_to(SAM);
    desk.done("reverse_receipt", reversal(&keyed.number, WHY, SUE));
    let done = desk.done("reverse_receipt", reversal(&held.number, WHY, SUE));
    assert_eq!(done["amount"], cents("70.00"));
    assert_eq!(desk.done("suspense", json!({}))["items"], json!([]));
    let books = desk.books();
    assert_eq!(books.balance("100-2310"), 0);
    assert_eq!(books.balance("100-2100"), -cents("130.00"));
}

#[test]
fn a_payment_of_a_returned_item_is_reversed_and_owed_again() {
    let mut desk = closed();
    desk.bank_returns("W1-000001", 0, "NSF");
    desk.change_to(ANA);
    desk.open_drawer(FLOAT);
    let paid = desk.pay(&payment().account(BILL).cash("125"));
    desk.start_count();
    desk.count_all("3x100 1x20 1x5", &[]);
    desk.close();
    desk.change_to(SAM);
    assert_eq!(stands(&desk.returned_item("R-000001")).0, "cleared");
    let date = desk.board()["date"].clone();
    let rows = desk.board_of(date.as_str().expect("a date"))["rows"].clone();
    let request = json!({
        "request_id": counterfoil_tests::desk::request_id(), "session": rows[0]["session"], "seen_difference": 0,
    });
    desk.done("approve_session", request);
    desk.done("reverse_receipt", reversal(&paid.number, WHY, SUE));
    assert_eq!(
        stands(&desk.returned_item("R-000001")),
        ("open".to_owned(), cents("25.00"), cents("125.00"))
    );
    assert_eq!(desk.due(BILL), cents("125.00"));
    let books = desk.books();
    assert_eq!(books.balance("100-1050"), cents("125.00"));
    assert_eq!(books.balance("100-2100"), -cents("125.00"));
}
