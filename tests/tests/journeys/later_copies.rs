//! Billing writes another copy of the accounts after the bank returned something: what the desk
//! carries stands whatever the copy says, and nobody owes what no charge asks for.

use std::path::Path;

use counterfoil_tests::cash::cents;
use counterfoil_tests::corrections::{refund_list, reversal};
use counterfoil_tests::desk::{Desk, FLOAT};
use counterfoil_tests::payment::payment;
use counterfoil_tests::people::{ANA, SAM, SUE};
use counterfoil_tests::programs::text_of_pdf;
use counterfoil_tests::returned_items::{return_request, rubber_check, stands};
use counterfoil_tests::workstation::Workstation;
use serde_json::{Value, json};

const BILL: &str = "20-00001-01";
const OTHER: &str = "PC-77120";
const BY_BILLING: (&str, &str) = ("[returned_items]\n", "[returned_items]\ncarried_by = \"billing\"\n");

/// A check of 160.00 on a bill of 120.01: 39.99 of it stand to the account's credit. At the bank.
fn overpaid(workstation: Workstation) -> Desk {
    let mut desk = Desk::at(workstation);
    let paid = [
        payment()
            .on_account(BILL, "160.00")
            .tender(rubber_check("160.00", "1042")),
        payment().account(OTHER).tender(rubber_check("65.00", "1043")),
    ];
    desk.drawer_day(ANA, &paid, "2x100", &[]);
    desk.sign_in(SUE);
    desk.approve("Drawer 1");
    desk.goes_to_the_bank();
    desk
}

/// Billing writes a copy of nothing but these accounts, at the moment of the last entry.
fn billing_writes(desk: Desk, accounts: &str) -> Desk {
    let workstation = desk.put_down();
    let entry = workstation.books().entries.last().expect("entries").clone();
    let as_of = entry["at"].as_str().expect("an instant").to_owned();
    let of = |kind: &str| {
        accounts
            .lines()
            .filter(|line| line.starts_with(kind))
            .collect::<Vec<_>>()
    };
    let due: i64 = of("C")
        .iter()
        .map(|line| cents(line.rsplit(',').next().expect("what is due")))
        .sum();
    let copy = format!(
        "H,1,{as_of},City of Alder\n{accounts}T,{},{},{}.{:02}\n",
        of("A").len(),
        of("C").len(),
        due / 100,
        due % 100
    );
    workstation.imports(&copy);
    let mut desk = Desk::at(workstation);
    desk.sign_in(SUE);
    desk
}

/// A text in one line.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

const SOMEBODY_ELSE: &str = "A,20-00006-06,Frances Tan,61 Cedar Avenue,805-555-0106,,,\n";

/// What is found: account and what is due, in the order of the list.
fn found(desk: &mut Desk, text: &str) -> Vec<(String, i64)> {
    let found = desk.done("find_accounts", json!({ "text": text }));
    let found = found["accounts"].as_array().expect("accounts").iter();
    let pair = |one: &Value| {
        (
            one["number"].as_str().expect("a number").to_owned(),
            one["due"].as_i64().expect("cents"),
        )
    };
    found.map(pair).collect()
}

#[test]
fn an_account_that_billing_let_go_of_is_found_and_paid() {
    for workstation in [Workstation::new("W1"), Workstation::of_a_city_with("W1", &[BY_BILLING])] {
        let mut desk = overpaid(workstation);
        let mut request = return_request(&[("W1-000001", 0)], "160.00", "NSF");
        request["notice"] = json!("en");
        let item = desk.done("return_item", request);
        let papers = item["written"].as_array().expect("papers").iter();
        let papers = papers.map(|path| text_of_pdf(Path::new(path.as_str().expect("a path"))));
        let papers: String = papers.collect();
        assert!(papers.contains("Please pay $145.01"), "{papers}");
        // 120.01 and the fee: the credit is lowered, and nobody owes it.
        let owed = cents("145.01");
        assert_eq!(stands(&item), ("notice_sent".to_owned(), cents("25.00"), owed));
        assert_eq!(desk.due(BILL), owed);
        let letter = desk.notice("R-000001", "en");
        let said = "$39.99 of the payment had stood to your credit and no longer does.";
        assert!(words(&letter).contains(said), "{letter}");
        desk.bank_returns("W1-000002", 0, "NSF");

        let mut desk = billing_writes(desk, SOMEBODY_ELSE);
        for text in [BILL, "r-000001", "SMITH John", "jóhn"] {
            assert_eq!(found(&mut desk, text), [(BILL.to_owned(), owed)], "{text}");
        }
        assert_eq!(desk.history(BILL)["due"], owed);
        assert!(desk.notice("R-000001", "en").contains("8 Orchard Lane"));
        desk.change_to(ANA);
        desk.open_drawer(FLOAT);
        let paid = desk.pay(&payment().account(BILL).cash("150"));
        paid.still_due(BILL, "0");
        // Settled, there is nothing of it here any more.
        desk.refuses_payment("unknown_account", &payment().on_account(BILL, "1.00").cash("1"));
        desk.refuses_payment("unknown_account", &payment().account("20-00004-04").cash("1"));
        desk.change_to(SUE);
        assert_eq!(
            stands(&desk.returned_item("R-000001")),
            ("cleared".to_owned(), cents("25.00"), 0)
        );
    }
}

#[test]
fn a_credit_that_billing_took_in_and_that_is_paid_back_is_owed_by_nobody() {
    let desk = overpaid(Workstation::new("W1"));
    let mut desk = billing_writes(desk, "A,20-00001-01,John Smith,8 Orchard Lane,,,,\n");
    assert_eq!(desk.due(BILL), 0);
    let line = desk.trace("W1-000001")["lines"].as_array().expect("lines").len() - 1;
    let line = u16::try_from(line).expect("a few lines");
    desk.change_to(SAM);
    desk.asks_refund(("W1-000001", line), "30.00", "Overpayment", SUE);
    assert_eq!(desk.due(BILL), 0);
    assert_eq!(desk.history(BILL)["lines"][0]["balance"], 0);
    // The check comes back: the request is not paid, the rest of the credit is a charge of the desk.
    desk.change_to(SUE);
    let item = desk.bank_returns("W1-000001", 0, "NSF");
    assert_eq!(stands(&item).2, cents("120.01") + cents("9.99") + cents("25.00"));
    assert_eq!(desk.due(BILL), stands(&item).2);
    desk.refuses("refund_stopped", "list_refunds", refund_list(&["RF-000001"]));
    desk.refuses("nothing_to_list", "list_refunds", refund_list(&[]));
    let view = &desk.refunds()["refunds"][0];
    assert_eq!((&view["waits"], &view["stopped"]), (&json!(0), &json!(3_000)));
}

#[test]
fn what_a_reversal_makes_due_on_an_account_that_is_gone_can_be_paid() {
    let desk = overpaid(Workstation::new("W1"));
    let mut desk = billing_writes(desk, SOMEBODY_ELSE);
    assert_eq!(found(&mut desk, OTHER), []);
    desk.change_to(SAM);
    desk.done("reverse_receipt", reversal("W1-000002", "Receipt entered twice", SUE));
    assert_eq!(found(&mut desk, OTHER), [(OTHER.to_owned(), cents("65.00"))]);
    desk.change_to(ANA);
    desk.open_drawer(FLOAT);
    desk.pay(&payment().account(OTHER).cash("65")).still_due(OTHER, "0");
}

/// The second item of a payer marks the accounts of the first as well, as its register says.
#[test]
fn a_mark_stands_on_the_accounts_of_earlier_items_too() {
    let mut desk = overpaid(Workstation::new("W1"));
    desk.bank_returns("W1-000001", 0, "NSF");
    assert_eq!(desk.history(BILL)["flags"], json!([]));
    assert!(words(&desk.notice("R-000001", "en")).contains("by card, by check or"));
    desk.bank_returns("W1-000002", 0, "NSF");
    // The letter asks for nothing that the counter would not take.
    let letter = words(&desk.notice("R-000001", "en"));
    assert!(letter.contains("we cannot take your personal checks"), "{letter}");
    for account in [BILL, OTHER] {
        let flags = desk.history(account)["flags"].clone();
        assert_eq!(flags[0]["flag"], "cash_only", "{account}");
    }
    desk.change_to(ANA);
    desk.open_drawer(FLOAT);
    desk.refuses_payment(
        "cash_only_payer",
        &payment().on_account(BILL, "10.00").check("10.00", "77"),
    );
    desk.change_to(SUE);
    assert_eq!(desk.history(BILL)["returned"].as_array().expect("items").len(), 1);
}
