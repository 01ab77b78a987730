//! The story of one payer: two checks deposited, both returned by the bank, the second of a
//! mixed receipt; a notice, a mark, and cash at the counter, every cent known beforehand.

use counterfoil_tests::cash::cents;
use counterfoil_tests::corrections::happened;
use counterfoil_tests::desk::{Desk, FLOAT, request_id};
use counterfoil_tests::payment::payment;
use counterfoil_tests::people::{ANA, SAM};
use counterfoil_tests::returned_items::{dues_after, return_request, row_of_item, rubber_check, stands};
use serde_json::{Value, json};

use super::batches_of_the_ledger::{each_posting_is_in_one_batch, ledger};

const ACCOUNT: &str = "20-04127-03";

/// The day before: a water bill on an account and a licence without one, paid by check and in
/// cash; and a small check of the same bank account.
fn the_day_before() -> Desk {
    let mixed = payment()
        .account(ACCOUNT)
        .licence("BL-2210", "84.00")
        .tender(rubber_check("200.00", "1042"))
        .cash("70")
        .payer("María Nuñez");
    let small = payment()
        .open("MISC", "40.00")
        .tender(rubber_check("40.00", "1043"))
        .payer("María Nuñez");
    // The float of 200.00 and 68.62.
    Desk::after_the_deposit(&[mixed, small], "2x100 1x50 1x10 8x1 2x0.25 1x0.10 2x0.01", &[])
}

#[test]
fn a_check_that_came_back_and_was_paid_in_cash() {
    let mut desk = the_day_before();
    let first_day = desk.trace("W1-000001")["business_date"].clone();
    the_bank_sends_both_back(&mut desk);
    the_payer_is_marked(&mut desk);
    the_payer_is_told(&mut desk);
    the_payer_pays_in_cash(&mut desk);
    the_mark_is_lifted(&mut desk);
    let date = the_next_day_is_closed(&mut desk);
    the_days_papers_say_so(&mut desk, &date);
    the_account_tells_it_all(&mut desk);
    let first = ledger(&mut desk, first_day.as_str().expect("a date"));
    let second = ledger(&mut desk, &date);
    for (account, name, amount) in [
        ("100-1050", "returned and paid again", "0"),
        ("100-1100", "240.00 came back, 300.00 went in", "60.00"),
        ("100-4300", "the fees", "-60.00"),
        ("100-1010", "cash in drawers", "0"),
        ("100-4100", "the licence stays collected", "0"),
        ("500-4000", "and so does the water", "0"),
    ] {
        assert_eq!(
            second.get(account).copied().unwrap_or_default(),
            cents(amount),
            "{account}, {name}"
        );
    }
    each_posting_is_in_one_batch([first, second], [desk]);
}

/// The papers of the day on which the checks came back, to the cent.
fn the_days_papers_say_so(desk: &mut Desk, date: &str) {
    let returned = desk.table(date, "returned_items", "returned-by-the-bank.csv");
    assert_eq!(
        (returned.says("Together", "Amount"), returned.says("Together", "Fee")),
        ("240.00", "60.00")
    );
    assert_eq!(
        returned.says_where(1, "R-000002", "What came back"),
        "Check 1042 of W1-000001"
    );
    assert_eq!(returned.says_where(1, "R-000002", "Deposit"), "D-000001");
    let taken = desk.table(date, "returned_items", "taken-back.csv");
    assert_eq!(taken.says_where(2, "Water, October", "Amount"), "116.00");
    assert_eq!(taken.says_where(2, "Business licence", "Due again on"), "R-000002");
    assert_eq!(taken.says("Together", "Amount"), "240.00");
    let fees = desk.table(date, "returned_items_register", "fees.csv");
    assert_eq!(
        (
            fees.says("Returned-item fees", "Charged"),
            fees.says("Returned-item fees", "Collected")
        ),
        ("60.00", "60.00")
    );
    let corrections = desk.table(date, "void_register", "-returned-items.csv");
    assert_eq!(corrections.says("Together", "Amount"), "240.00");
    // A return touches no drawer: the tenders of the day are the cash of the day.
    let tenders = desk.table(date, "tender_summary", "all-drawers-and-batches.csv");
    assert_eq!(tenders.says("All tenders", "Amount"), "300.00");
    assert_eq!(tenders.rows(), 2, "cash, and nothing else");
    let transmittal = desk.table(date, "transmittal:FIN", "ledger-accounts.csv");
    assert_eq!(transmittal.says("100-1050", "Credit"), "300.00");
    assert_eq!(
        (
            transmittal.says("Together", "Debit"),
            transmittal.says("Together", "Credit")
        ),
        ("300.00", "300.00")
    );
}

fn the_account_tells_it_all(desk: &mut Desk) {
    let told = happened(&desk.history(ACCOUNT));
    let told: Vec<(&str, i64)> = told.iter().map(|one| (one.0.as_str(), one.1)).collect();
    assert_eq!(
        told,
        [
            ("receipt", cents("35.00")),
            ("receipt", cents("116.00")),
            ("item_returned", -cents("35.00")),
            ("item_returned", -cents("116.00")),
            ("receipt", cents("123.00")),
            ("receipt", cents("61.62")),
        ]
    );
}

fn the_bank_sends_both_back(desk: &mut Desk) {
    let small = desk.bank_returns("W1-000002", 0, "NSF");
    assert_eq!(small["row"]["number"], "R-000001");
    assert_eq!(stands(&small), ("open".to_owned(), cents("25.00"), cents("65.00")));
    assert_eq!(
        small["row"]["marked_until"],
        Value::Null,
        "the first one leaves no mark"
    );

    let whole = return_request(&[("W1-000001", 0)], "200.00", "NSF");
    let seen = desk.done("preview_return", whole.clone());
    assert_eq!(
        (&seen["fee"], &seen["refusal"]),
        (&json!(cents("35.00")), &Value::Null),
        "the later fee"
    );
    let mixed = desk.done("return_item", whole);
    assert_eq!(stands(&mixed), ("open".to_owned(), cents("35.00"), cents("235.00")));
    assert_eq!(mixed["row"]["marked_until"], seen["marked_until"]);
    assert_eq!(mixed["deposits"], json!(["D-000001"]));
    // The last line first: all of the licence, then of the water; the wastewater stays paid.
    let open: Vec<_> = dues_after(&mixed);
    let open: Vec<(&str, &str, i64)> = open.iter().map(|due| (due.0.as_str(), due.1.as_str(), due.2)).collect();
    assert_eq!(
        open,
        [
            (ACCOUNT, "Water, October", cents("116.00")),
            ("R-000002", "Business licence", cents("84.00")),
            (ACCOUNT, "Returned-item fee", cents("35.00")),
        ]
    );
    assert_eq!(desk.due(ACCOUNT), cents("151.00"));
    assert_eq!(desk.due("R-000002"), cents("84.00"));
    assert_eq!(desk.due("R-000001"), cents("65.00"));

    let again = desk.refuses(
        "already_returned",
        "return_item",
        return_request(&[("W1-000001", 0)], "200.00", "NSF"),
    );
    assert_eq!(again.facts["number"], "R-000002");
    let cash = desk.refuses(
        "not_returnable",
        "return_item",
        return_request(&[("W1-000001", 1)], "68.62", "NSF"),
    );
    assert_eq!(cash.facts["tender"], "Cash");
    let books = desk.workstation().books();
    let entry = books.of_kind("item_returned").nth(1).expect("two of them");
    assert_eq!(
        entry["postings"],
        json!([["100-1050", 23_500], ["100-1100", -20_000], ["100-4300", -3_500]])
    );
    assert_eq!(books.balance("100-1050"), cents("300.00"));
    // 308.62 went to the bank, and 240.00 of it came back.
    assert_eq!(books.balance("100-1100"), cents("68.62"));
}

fn the_payer_is_marked(desk: &mut Desk) {
    desk.change_to(ANA);
    desk.open_drawer(FLOAT);
    let until = desk.done("account", json!({ "number": ACCOUNT }))["flags"][0].clone();
    assert_eq!(
        (&until["flag"], &until["action"]),
        (&json!("cash_only"), &json!("no_checks"))
    );
    let by_check = payment().on_account(ACCOUNT, "10.00").check("10.00", "77");
    let refused = desk.refuses_payment("cash_only_payer", &by_check);
    assert_eq!(refused.facts["until"], until["until"]);
    // Whoever else's bill it is: checks on that bank account are not taken.
    let elsewhere = payment()
        .on_account("20-00001-01", "60.00")
        .tender(rubber_check("60.00", "1044"));
    let refused = desk.refuses_payment("check_account_marked", &elsewhere);
    assert_eq!(refused.facts["until"], until["until"]);
    desk.change_to(SAM);
}

fn the_payer_is_told(desk: &mut Desk) {
    let letter = desk.notice("R-000002", "es");
    for said in [
        "Aviso de pago devuelto",
        "R-000002",
        "Estimado/a María Nuñez:",
        "1124 Cedar Avenue",
        "cheque número 1042",
        "9002",
        "por $200.00",
        "Fondos insuficientes",
        "116.00",
        "84.00",
        "Cargo por pago devuelto",
        "$235.00",
    ] {
        assert!(letter.contains(said), "no {said:?} in {letter}");
    }
    assert!(!letter.contains("0033419002"), "never the whole account number");
    let english = desk.notice("R-000002", "en");
    assert!(english.contains("this is notice number 2") && english.contains("Not sufficient funds"));
    let register = desk.register();
    assert_eq!(stands(&row_of_item(&register, "R-000002")).0, "notice_sent");
    assert_eq!(
        (&register["fees_charged"], &register["fees_collected"]),
        (&json!(cents("60.00")), &json!(0))
    );
    assert_eq!(
        register["states"][1],
        json!({ "state": "notice_sent", "items": 1, "amount": 20_000, "open": 23_500 })
    );
    assert_eq!(
        register["ages"][0],
        json!({ "from": 0, "to": 30, "items": 2, "open": 30_000 })
    );
}

fn the_payer_pays_in_cash(desk: &mut Desk) {
    desk.change_to(ANA);
    // By the number that the letter names.
    let found = desk.done("find_accounts", json!({ "text": "r-000002" }))["accounts"].clone();
    let found: Vec<_> = found.as_array().expect("accounts").iter().collect();
    let found: Vec<_> = found.iter().map(|one| (&one["number"], &one["due"])).collect();
    assert_eq!(
        found,
        [
            (&json!(ACCOUNT), &json!(cents("151.00"))),
            (&json!("R-000002"), &json!(cents("84.00")))
        ]
    );
    let paid = desk.pay(&payment().account(ACCOUNT).account("R-000002").cash("240"));
    assert_eq!(paid.number, "W1-000003");
    paid.total_is("235.00").change_is("5.00");
    paid.still_due(ACCOUNT, "0").still_due("R-000002", "0");
    desk.refuses_payment("nothing_due", &payment().account("R-000002").cash("84"));
    desk.refuses_payment("unknown_account", &payment().account("R-000009").cash("84"));
    let small = desk.pay(&payment().account("R-000001").cash("65"));
    small.total_is("65.00").still_due("R-000001", "0");
}

fn the_mark_is_lifted(desk: &mut Desk) {
    let by_check = payment()
        .on_account(ACCOUNT, "10.00")
        .tender(rubber_check("10.00", "1045"));
    let quote = desk.done("quote", by_check.request());
    assert_eq!(
        quote["refusal"],
        Value::Null,
        "everything is paid, and the mark is lifted"
    );
    // The drawer: the float, and 300.00.
    desk.start_count();
    desk.count_all("5x100", &[]);
    desk.close();
    desk.change_to(SAM);
    let register = desk.register();
    for (number, fee) in [("R-000001", "25.00"), ("R-000002", "35.00")] {
        let row = row_of_item(&register, number);
        assert_eq!(stands(&row), ("cleared".to_owned(), cents(fee), 0), "{number}");
        assert_eq!(row["marked_until"], Value::Null, "{number}");
    }
    assert_eq!(register["fees_collected"], cents("60.00"));
    let item = desk.returned_item("R-000002");
    assert_eq!(item["dues"][2]["payments"][0][0], "W1-000003");
    let notice = json!({ "request_id": request_id(), "number": "R-000002", "language": "en" });
    desk.refuses("return_not_open", "write_notice", notice);
}

fn the_next_day_is_closed(desk: &mut Desk) -> String {
    desk.next_day(SAM);
    let date = desk.board()["date"].as_str().expect("a date").to_owned();
    let row = desk.board()["rows"][0].clone();
    let approval = json!({
        "request_id": request_id(), "session": row["session"], "seen_difference": 0,
    });
    desk.done("approve_session", approval);
    desk.goes_to_the_bank();
    date
}
