//! Payments moved to the right account after their close: between accounts, charges and
//! departments, both sides named on both.

use counterfoil_tests::cash::cents;
use counterfoil_tests::corrections::{happened, reversal, to_account, to_charge, transfer};
use counterfoil_tests::desk::{Desk, consent};
use counterfoil_tests::payment::payment;
use counterfoil_tests::people::{ANA, BEN, SAM, SUE};
use counterfoil_tests::returned_items::rubber_check;
use serde_json::{Value, json};

use super::batches_of_the_ledger::{each_posting_is_in_one_batch, ledger};

const WRONG: &str = "20-00001-01";
const RIGHT: &str = "20-00003-03";
const WHY: &str = "Wrong account keyed";

/// Deposited and closed: September's water and part of October's wastewater on one account,
/// and a licence.
fn closed() -> Desk {
    let paid = [
        payment()
            .on_account(WRONG, "60.00")
            .tender(rubber_check("60.00", "1042")),
        payment().licence("BL-2210", "84.00").cash("84"),
    ];
    Desk::after_the_deposit(&paid, "2x100 1x50 1x20 1x10 4x1", &[])
}

fn due(corrected: &Value, account: &str) -> i64 {
    let mut balances = corrected["balances"].as_array().expect("balances").iter();
    let balance = balances.find(|balance| balance["account"] == account);
    balance.unwrap_or_else(|| panic!("no {account} in {corrected}"))["due"]
        .as_i64()
        .expect("cents")
}

#[test]
fn between_accounts_and_departments() {
    let mut desk = closed();
    let first = desk.trace("W1-000001")["business_date"].clone();
    assert_eq!(desk.due(WRONG), cents("60.01"));
    // September's water goes to the account that it was meant for.
    let moved = desk.transfers(("W1-000001", 0), "40.00", to_account(RIGHT), SUE);
    assert_eq!(
        (due(&moved, WRONG), due(&moved, RIGHT)),
        (cents("100.01"), cents("20.00"))
    );
    assert_eq!((desk.due(WRONG), desk.due(RIGHT)), (cents("100.01"), cents("20.00")));
    // Of the licence half was a citation: another department, another ledger account.
    let moved = desk.transfers(("W1-000002", 0), "42.00", to_account("PC-77120"), SUE);
    assert_eq!(due(&moved, "PC-77120"), cents("23.00"));
    let voucher = desk.voucher(&moved["seq"]);
    for said in [
        "W1-000002",
        "PC-77120",
        "Parking citation",
        "Business licence",
        "42.00",
        "Sue Park",
        WHY,
    ] {
        assert!(voucher.contains(said), "no {said:?} in {voucher}");
    }
    each_account_names_the_other(&mut desk);

    let trace = desk.trace("W1-000002");
    assert_eq!(trace["standing"], cents("84.00"), "nothing is lost by moving it");
    let lines: Vec<_> = trace["lines"].as_array().expect("lines").iter().collect();
    let lines: Vec<_> = lines.iter().map(|line| (&line["standing"], &line["from"])).collect();
    assert_eq!(lines, [(&json!(4_200), &Value::Null), (&json!(4_200), &json!(0))]);

    desk.next_day(SAM);
    let date = desk.day_ends();
    the_transmittals_balance(&mut desk, &date);
    let (before, after) = (
        ledger(&mut desk, first.as_str().expect("a date")),
        ledger(&mut desk, &date),
    );
    assert_eq!(
        before.get("100-4100"),
        Some(&-cents("84.00")),
        "the closed day stays as it was"
    );
    assert_eq!(after.get("100-4100"), Some(&cents("42.00")));
    assert_eq!(after.get("100-4200"), Some(&-cents("42.00")));
    assert_eq!(
        after.get("500-4000").copied().unwrap_or_default(),
        0,
        "water stays water"
    );
    each_posting_is_in_one_batch([before, after], [desk]);
}

fn each_account_names_the_other(desk: &mut Desk) {
    let newest = |desk: &mut Desk, account: &str| happened(&desk.history(account)).into_iter().next();
    let moved =
        |amount: &str, other: &str| Some(("payment_transferred".to_owned(), cents(amount), Some(other.to_owned())));
    assert_eq!(newest(desk, WRONG), moved("-40.00", RIGHT));
    assert_eq!(newest(desk, RIGHT), moved("40.00", WRONG));
    assert_eq!(newest(desk, "PC-77120"), moved("42.00", "Business licence"));
    let history = desk.history(RIGHT);
    let line = &history["lines"][0];
    assert_eq!(
        (&line["receipt"], &line["second"], &line["balance"]),
        (&json!("W1-000001"), &json!("Sue Park"), &json!(cents("20.00")))
    );
    assert_eq!(line["deposit"][1], "D-000001");
    assert_ne!(line["voucher"], Value::Null);
    assert_eq!(history["paid"], cents("40.00"));
    let written = desk.done("write_account_history", json!({ "number": RIGHT }));
    let sheet = counterfoil_tests::corrections::sheets(&written).remove(0);
    assert_eq!(sheet.says_where(1, "Moved here", "Reference"), WRONG);
    assert_eq!(sheet.says_where(1, "Moved here", "Paid"), "40.00");
    assert_eq!(sheet.says("Together", "Paid"), "40.00");
}

/// What the day gave each department is what it took from another; both sides are equal.
fn the_transmittals_balance(desk: &mut Desk, date: &str) {
    let of = |desk: &mut Desk, department: &str| {
        let key = format!("transmittal:{department}");
        let sheet = desk.table(date, &key, "ledger-accounts.csv");
        assert_eq!(
            sheet.says("Together", "Debit"),
            sheet.says("Together", "Credit"),
            "{sheet:?}"
        );
        sheet
    };
    let finance = of(desk, "FIN");
    assert_eq!(finance.says_where(2, "", "Debit"), "42.00", "revenue that is given up");
    assert_eq!(finance.says_where(2, "Moved between accounts", "Credit"), "42.00");
    let police = of(desk, "PD");
    assert_eq!(police.says("100-4200", "Credit"), "42.00", "and gained");
    assert_eq!(police.says_where(2, "Moved between accounts", "Debit"), "42.00");
    assert_eq!(police.says("Together", "Credit"), "42.00");
    // Water that stays water leaves nothing to transmit.
    let of_water = json!({ "date": date, "key": "transmittal:UTIL" });
    desk.refuses("unknown_department", "write_document", of_water);
}

#[test]
fn what_cannot_be_moved() {
    let mut desk = closed();
    let from = |receipt, line, amount: &str, to: Value| transfer((receipt, line), amount, to, WHY, SUE);
    let right = || to_account(RIGHT);
    for (code, request) in [
        ("unknown_receipt", from("W1-000099", 0, "40.00", right())),
        ("unknown_line_of_receipt", from("W1-000001", 7, "40.00", right())),
        ("amount_zero", from("W1-000001", 0, "0", right())),
        ("amount_malformed", from("W1-000001", 0, "1e3", right())),
        ("more_than_stands", from("W1-000001", 0, "40.01", right())),
        (
            "unknown_account",
            from("W1-000001", 0, "40.00", to_account("20-99999-99")),
        ),
        (
            "unknown_charge",
            from("W1-000001", 0, "40.00", to_charge("GOLD", "40.00")),
        ),
        (
            "charge_needs_account",
            from("W1-000001", 0, "40.00", to_charge("WATER", "40.00")),
        ),
        (
            "placed_otherwise",
            from("W1-000001", 0, "40.00", to_charge("MISC", "39.99")),
        ),
        (
            "transfer_to_same",
            from(
                "W1-000002",
                0,
                "42.00",
                json!({
                    "on": "charge", "code": "LIC", "amount": "42.00", "reference": "BL-2210",
                }),
            ),
        ),
        (
            "reason_not_listed",
            transfer(("W1-000001", 0), "40.00", right(), "Because", SUE),
        ),
        ("text_missing", transfer(("W1-000001", 0), "40.00", right(), " ", SUE)),
        // Neither whoever moves it, nor whoever took it, nor somebody without the right.
        (
            "second_person_same",
            transfer(("W1-000001", 0), "40.00", right(), WHY, SAM),
        ),
        (
            "second_person_same",
            transfer(("W1-000001", 0), "40.00", right(), WHY, ANA),
        ),
        (
            "second_person_no_right",
            transfer(("W1-000001", 0), "40.00", right(), WHY, BEN),
        ),
    ] {
        desk.refuses(code, "transfer_payment", request);
    }
    let mut alone = from("W1-000001", 0, "40.00", right());
    alone.as_object_mut().expect("fields").remove("consent");
    let refused = desk.refuses("second_person_needed", "transfer_payment", alone);
    let statement = refused.facts["statement"].as_str().expect("what they would agree to");
    for said in ["40.00", "W1-000001", WRONG, RIGHT, WHY] {
        assert!(statement.contains(said), "no {said:?} in {statement}");
    }
    // A reason with a note behind it is a listed one.
    let noted = format!("{WHY}: the last digits");
    desk.done(
        "transfer_payment",
        transfer(("W1-000001", 0), "40.00", right(), &noted, SUE),
    );
    desk.refuses(
        "more_than_stands",
        "transfer_payment",
        from("W1-000001", 0, "40.00", right()),
    );
    let books = desk.books();
    assert_eq!(books.count("payment_transferred"), 1);
    assert_eq!(books.balance("500-4000") + books.balance("500-4010"), -cents("40.00"));
}

#[test]
fn what_is_not_closed_yet_is_not_moved() {
    let mut desk = Desk::open_for(ANA);
    let paid = desk.pay(&payment().on_account(WRONG, "60.00").cash("60"));
    desk.change_to(SAM);
    let open = || transfer((paid.number.as_str(), 0), "40.00", to_account(RIGHT), WHY, SUE);
    desk.refuses("receipt_not_closed", "transfer_payment", open());
    desk.refuses(
        "receipt_not_closed",
        "reverse_receipt",
        reversal(&paid.number, "Receipt entered twice", SUE),
    );
    desk.change_to(ANA);
    let voided = desk.pay(&payment().open("MISC", "5.00").cash("5"));
    desk.void(&voided.number, "Wrong account", SAM);
    desk.start_count();
    desk.count_all("2x100 3x20", &[]);
    desk.close();
    desk.change_to(SAM);
    desk.refuses("receipt_not_closed", "transfer_payment", open());
    let gone = transfer((voided.number.as_str(), 0), "5.00", to_account(RIGHT), WHY, SUE);
    desk.refuses("already_void", "transfer_payment", gone);
    desk.approve("Drawer 1");
    desk.done("transfer_payment", open());
}

#[test]
fn money_in_suspense_is_placed_and_not_moved() {
    let mut desk = Desk::closing_desk();
    let receipt = desk.mail_in_suspense("60.00");
    desk.change_to(SUE);
    desk.approve("Mail batch 1");
    desk.change_to(SAM);
    let moved = transfer((receipt.as_str(), 0), "60.00", to_account(RIGHT), WHY, SUE);
    desk.refuses("stands_in_suspense", "transfer_payment", moved);
}

#[test]
fn a_moved_payment_that_the_bank_returns() {
    let mut desk = closed();
    desk.transfers(("W1-000001", 0), "40.00", to_account(RIGHT), SUE);
    desk.bank_returns("W1-000001", 0, "NSF");
    // Where the money stands now it is due again: 40.00 where it was moved, 20.00 where it
    // stayed, and the fee there.
    assert_eq!((desk.due(RIGHT), desk.due(WRONG)), (cents("60.00"), cents("145.01")));
    let request = json!({
        "request_id": counterfoil_tests::desk::request_id(), "receipt": "W1-000001", "line": 2, "amount": "40.00",
        "to": to_account(WRONG), "reason": WHY, "consent": consent(SUE),
    });
    desk.refuses("more_than_stands", "transfer_payment", request);
}
