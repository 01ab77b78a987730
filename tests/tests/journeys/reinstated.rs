//! Returned items that are paid after all: presented again by the bank, before and after the
//! payer paid, and those that never came back.

use std::path::Path;

use counterfoil_tests::cash::cents;
use counterfoil_tests::corrections::{happened, refund_list};
use counterfoil_tests::desk::{Desk, FLOAT, consent};
use counterfoil_tests::payment::payment;
use counterfoil_tests::people::{ANA, SAM, SUE};
use counterfoil_tests::programs::text_of_pdf;
use counterfoil_tests::returned_items::{
    BY_MISTAKE, PAID_AFTER_ALL, reinstatement, return_request, rubber_check, stands,
};
use serde_json::{Value, json};

const BILL: &str = "20-00001-01";

/// A check of 120.01 for a bill is in a deposit and comes back, with the first fee.
fn returned() -> Desk {
    let paid = [payment().account(BILL).tender(rubber_check("120.01", "1042"))];
    let mut desk = Desk::after_the_deposit(&paid, "2x100", &[]);
    let item = desk.bank_returns("W1-000001", 0, "NSF");
    assert_eq!(stands(&item), ("open".to_owned(), cents("25.00"), cents("145.01")));
    assert_eq!(desk.due(BILL), cents("145.01"));
    desk
}

fn pays_in_cash(desk: &mut Desk, amount: &str) {
    desk.change_to(ANA);
    desk.open_drawer(FLOAT);
    desk.pay(&payment().on_account(BILL, amount).cash(amount));
    desk.change_to(SAM);
}

#[test]
fn before_anybody_paid() {
    let mut desk = returned();
    desk.refuses(
        "reason_not_listed",
        "reinstate_item",
        reinstatement("R-000001", "Because"),
    );
    desk.refuses("text_missing", "reinstate_item", reinstatement("R-000001", " "));
    let item = desk.reinstates("R-000001");
    assert_eq!(
        stands(&item),
        ("reinstated".to_owned(), cents("25.00"), cents("25.00")),
        "the fee is owed"
    );
    assert_ne!(item["reinstated_on"], Value::Null);
    assert_eq!(desk.due(BILL), cents("25.00"));
    let again = desk.refuses(
        "already_reinstated",
        "reinstate_item",
        reinstatement("R-000001", PAID_AFTER_ALL),
    );
    assert_eq!(again.facts["number"], "R-000001");

    // What was good once can come back another time: a later fee, and a mark.
    let item = desk.bank_returns("W1-000001", 0, "NSF");
    assert_eq!(item["row"]["number"], "R-000002");
    assert_eq!(stands(&item), ("open".to_owned(), cents("35.00"), cents("155.01")));
    assert_ne!(item["row"]["marked_until"], Value::Null);
    desk.reinstates("R-000002");
    assert_eq!(desk.due(BILL), cents("60.00"), "both fees");
    assert_eq!(desk.returned_item("R-000002")["row"]["marked_until"], Value::Null);
    let books = desk.books();
    assert_eq!(books.balance("100-1100"), cents("120.01"), "the bank has it");
    assert_eq!(books.balance("100-1050"), cents("60.00"));
    assert_eq!(books.balance("100-4300"), -cents("60.00"));
    assert_eq!(
        books.balance("510-4000"),
        -cents("30.00"),
        "and so have the departments"
    );
}

#[test]
fn by_mistake_its_fee_is_taken_back() {
    let mut desk = returned();
    let item = desk.takes_back_by_mistake("R-000001");
    assert_eq!(stands(&item), ("reinstated".to_owned(), 0, 0));
    assert_eq!(desk.due(BILL), 0);
    // It does not count: the next one is the first.
    let item = desk.bank_returns("W1-000001", 0, "NSF");
    assert_eq!(stands(&item), ("open".to_owned(), cents("25.00"), cents("145.01")));
    assert_eq!(item["row"]["marked_until"], Value::Null);
    let books = desk.books();
    let entry = books.of_kind("item_reinstated").next().expect("one of them");
    assert_eq!(
        entry["postings"],
        json!([["100-1100", 12_001], ["100-1050", -14_501], ["100-4300", 2_500]])
    );
}

#[test]
fn by_mistake_only_with_a_second_person_and_with_a_voucher() {
    let mut desk = returned();
    // What was paid after all was no mistake, and the other way round.
    let mut otherwise = reinstatement("R-000001", PAID_AFTER_ALL);
    otherwise["mistake"] = json!(true);
    desk.refuses("reason_not_listed", "reinstate_item", otherwise);
    desk.refuses(
        "reason_not_listed",
        "reinstate_item",
        reinstatement("R-000001", BY_MISTAKE),
    );
    let mut alone = reinstatement("R-000001", BY_MISTAKE);
    alone["mistake"] = json!(true);
    let asked = desk.refuses("second_person_needed", "reinstate_item", alone.clone());
    let statement = asked.facts["statement"].as_str().expect("a statement");
    for said in ["R-000001", "120.01", "W1-000001", "its fee of 25.00", BY_MISTAKE] {
        assert!(statement.contains(said), "{said} in {statement}");
    }
    alone["consent"] = consent(SAM);
    desk.refuses("second_person_same", "reinstate_item", alone.clone());
    assert_eq!(stands(&desk.returned_item("R-000001")).2, cents("145.01"));
    alone["consent"] = consent(SUE);
    let item = desk.done("reinstate_item", alone);
    let voucher = item["written"][0].as_str().expect("a voucher");
    assert!(text_of_pdf(Path::new(voucher)).contains("R-000001"));
}

#[test]
fn after_it_was_paid_the_payer_has_a_credit() {
    let mut desk = returned();
    pays_in_cash(&mut desk, "145.01");
    assert_eq!(
        stands(&desk.returned_item("R-000001")),
        ("cleared".to_owned(), cents("25.00"), 0)
    );
    let item = desk.reinstates("R-000001");
    assert_eq!(stands(&item), ("reinstated".to_owned(), cents("25.00"), 0));
    assert_eq!(desk.due(BILL), -cents("120.01"));
    let trace = desk.trace("W1-000001");
    // Line by line, behind the three that it had paid.
    let credits: Vec<(&Value, &Value)> = trace["lines"].as_array().expect("lines")[3..]
        .iter()
        .map(|line| (&line["account"], &line["standing"]))
        .collect();
    let bill = json!(BILL);
    assert_eq!(
        credits,
        [(&bill, &json!(4_000)), (&bill, &json!(3_000)), (&bill, &json!(5_001))]
    );
    assert_eq!(trace["tenders"][0]["returned"], Value::Null);

    // And gets it back through accounts payable.
    for (line, amount) in [(3, "40.00"), (4, "30.00"), (5, "50.01")] {
        desk.asks_refund(("W1-000001", line), amount, "Overpayment", SUE);
    }
    assert_eq!(desk.due(BILL), 0);
    desk.done("list_refunds", refund_list(&[]));
    // The credit is gone with it: if the check comes back once more, the check itself is owed.
    let again = desk.bank_returns("W1-000001", 0, "NSF");
    assert_eq!(again["row"]["number"], "R-000002");
    assert_eq!(desk.due("R-000002"), cents("155.01"), "with the later fee");
    let told = happened(&desk.history(BILL));
    let told: Vec<(&str, i64)> = told.iter().take(6).map(|one| (one.0.as_str(), one.1)).collect();
    let (refunded, good) = ("refund_requested", "item_reinstated");
    assert_eq!(
        told,
        [
            (refunded, -5_001),
            (refunded, -3_000),
            (refunded, -4_000),
            (good, 5_001),
            (good, 3_000),
            (good, 4_000)
        ]
    );
    let books = desk.books();
    for (ledger, name, amount) in [
        ("100-1100", "bank: once in, out, in, out", "0"),
        ("100-1050", "receivable: the last return and its fee", "155.01"),
        ("100-2200", "customer credits", "0"),
        ("100-2100", "to be paid back", "-120.01"),
        ("100-4300", "fees", "-60.00"),
        ("100-1010", "cash in the drawer", "345.01"),
        ("510-4000", "wastewater", "-30.00"),
    ] {
        assert_eq!(books.balance(ledger), cents(amount), "{ledger}, {name}");
    }
}

#[test]
fn after_part_of_it_was_paid() {
    let mut desk = returned();
    pays_in_cash(&mut desk, "50.00");
    assert_eq!(stands(&desk.returned_item("R-000001")).2, cents("95.01"));
    desk.reinstates("R-000001");
    // 25.00 of fee less the 50.00 that were paid on the check's own charges.
    assert_eq!(desk.due(BILL), -cents("25.00"));
    let books = desk.books();
    assert_eq!(books.balance("100-2200"), -cents("50.00"));
    assert_eq!(books.balance("100-1050"), cents("25.00"));
    assert_eq!(books.balance("100-1100"), cents("120.01"));
}

#[test]
fn a_payment_on_a_returned_item_that_is_voided() {
    let mut desk = returned();
    desk.change_to(ANA);
    desk.open_drawer(FLOAT);
    let paid = desk.pay(&payment().account(BILL).cash("145.01"));
    desk.change_to(SAM);
    assert_eq!(stands(&desk.returned_item("R-000001")).0, "cleared");
    desk.change_to(ANA);
    desk.void(&paid.number, "Wrong account", SUE);
    assert_eq!(desk.due(BILL), cents("145.01"));
    desk.change_to(SAM);
    assert_eq!(
        stands(&desk.returned_item("R-000001")),
        ("open".to_owned(), cents("25.00"), cents("145.01"))
    );
    // A second return is refused while the first one stands, whatever was paid and voided.
    desk.refuses(
        "already_returned",
        "return_item",
        return_request(&[("W1-000001", 0)], "120.01", "NSF"),
    );
}
