//! Refunds through accounts payable: credits and unclaimed money, each asked for once, withdrawn
//! or listed once.

use counterfoil_tests::cash::cents;
use counterfoil_tests::corrections::{happened, refund, refund_list, sheets, withdrawal};
use counterfoil_tests::desk::{Desk, consent, request_id};
use counterfoil_tests::payment::payment;
use counterfoil_tests::people::{ANA, SAM, SUE, TESS};
use serde_json::{Value, json};

const BILL: &str = "20-00003-03";

/// A bill overpaid by 40.00 at the counter, and 75.00 of the mail that fit no account; all at
/// the bank.
fn closed() -> Desk {
    let mut desk = Desk::new("W1");
    let overpaid = [payment().on_account(BILL, "100.00").cash("100")];
    desk.drawer_day(ANA, &overpaid, "3x100", &[]);
    desk.sign_in(SAM);
    desk.mail_in_suspense("75.00");
    desk.approve("Drawer 1");
    desk.change_to(SUE);
    desk.approve("Mail batch 1");
    desk.goes_to_the_bank();
    desk
}

#[test]
fn what_a_withdrawn_request_gives_back_to_suspense_stands_there() {
    let mut desk = closed();
    let asked = desk.asks_refund(HELD, "30.00", "Unclaimed", SUE);
    let place = |amount: &str| {
        json!({
            "request_id": request_id(), "receipt": HELD.0, "line": HELD.1, "reason": "Found", "consent": consent(SUE),
            "to": { "on": "account", "account": "20-00001-01", "amount": amount },
        })
    };
    desk.done("place_suspense", place("45.00"));
    assert_eq!(desk.done("suspense", json!({}))["items"], json!([]));
    desk.done("withdraw_refund", withdrawal(&asked, "Found too"));
    let held = desk.done("suspense", json!({}));
    assert_eq!(
        (&held["total"], &held["items"][0]["receipt"]),
        (&json!(cents("30.00")), &json!(HELD.0))
    );
    assert_eq!(desk.trace(HELD.0)["lines"][0]["standing"], cents("30.00"));
    desk.done("place_suspense", place("30.00"));
    assert_eq!(desk.done("suspense", json!({}))["total"], 0);
}

#[test]
fn a_list_is_written_again_as_it_was_made() {
    let mut desk = closed();
    let asked = desk.asks_refund(CREDIT, "15.00", "Overpayment", SUE);
    let made = desk.done("list_refunds", refund_list(&[&asked]));
    let before = sheets(&made["written"]).remove(0);
    desk.asks_refund(CREDIT, "5.00", "Overpayment", SUE);
    std::fs::remove_file(&before.path).expect("the list's table");
    let again = desk.done("write_list", json!({ "number": " ap-000001" }));
    let again = sheets(&again).remove(0);
    assert_eq!((again.path, again.lines), (before.path, before.lines));
    desk.refuses("unknown_list", "write_list", json!({ "number": "AP-000002" }));
}

/// Where its paper cannot be made, the entry stands, and says so; the same request makes the paper later.
#[test]
fn a_paper_that_cannot_be_made_does_not_undo_what_it_is_about() {
    let mut desk = closed();
    let asked = desk.asks_refund(CREDIT, "15.00", "Overpayment", SUE);
    let papers = desk.workstation().folder().join("documents");
    std::fs::write(&papers, "in the way").expect("a file in their place");
    let request = refund_list(&[&asked]);
    let before = desk.journal_length();
    let without = desk
        .ask("list_refunds", request.clone())
        .expect_err("a list without its paper");
    assert_eq!(without.code, "paper_not_written");
    assert_eq!(desk.journal_length(), before + 1, "the list itself stands");
    assert_eq!(desk.done("refunds", json!({}))["lists"][0][0], "AP-000001");
    std::fs::remove_file(&papers).expect("the file away");
    let made = desk.done("list_refunds", request);
    assert_eq!(
        (&made["number"], &made["repeated"]),
        (&json!("AP-000001"), &json!(true))
    );
    assert_eq!(sheets(&made["written"]).len(), 1);
}

const CREDIT: (&str, u16) = ("W1-000001", 1);
const HELD: (&str, u16) = ("W1-000002", 0);

#[test]
fn a_credit_and_unclaimed_money_are_asked_for_and_listed() {
    let mut desk = closed();
    assert_eq!(desk.due(BILL), -cents("40.00"));
    let first = desk.asks_refund(CREDIT, "15.00", "Overpayment", SUE);
    let second = desk.asks_refund(CREDIT, "25.00", "Overpayment: moved away", SUE);
    let third = desk.asks_refund(HELD, "75.00", "Unclaimed", SUE);
    assert_eq!([&first, &second, &third], ["RF-000001", "RF-000002", "RF-000003"]);
    assert_eq!(desk.due(BILL), 0);
    assert_eq!(desk.done("suspense", json!({}))["items"], json!([]));
    let place = json!({
        "request_id": request_id(), "receipt": HELD.0, "line": HELD.1, "reason": "Found", "consent": consent(SUE),
        "to": { "on": "account", "account": "20-00001-01", "amount": "75.00" },
    });
    desk.refuses("nothing_stands", "place_suspense", place);

    // One is withdrawn: the money stands where it stood, and its number is not used again.
    desk.refuses("text_missing", "withdraw_refund", withdrawal(&second, " "));
    desk.refuses(
        "unknown_refund",
        "withdraw_refund",
        withdrawal("RF-000009", "Moved back"),
    );
    desk.done("withdraw_refund", withdrawal("rf-000002", "Moved back"));
    assert_eq!(desk.due(BILL), -cents("25.00"));
    desk.refuses("refund_withdrawn", "withdraw_refund", withdrawal(&second, "Again"));
    desk.refuses("refund_withdrawn", "list_refunds", refund_list(&[&first, &second]));
    assert_eq!(desk.asks_refund(CREDIT, "5.00", "Overpayment", SUE), "RF-000004");

    desk.refuses("unknown_refund", "list_refunds", refund_list(&["RF-000009"]));
    let list = desk.done("list_refunds", refund_list(&[&third, &first, &third]));
    assert_eq!(
        (&list["number"], &list["items"], &list["total"]),
        (&json!("AP-000001"), &json!(2), &json!(cents("90.00")))
    );
    let sheet = sheets(&list["written"]).remove(0);
    assert!(
        sheet.lines.iter().flatten().any(|field| field == "RF-000003"),
        "{sheet:?}"
    );
    let listed = desk.refuses("refund_listed", "list_refunds", refund_list(&[&first]));
    assert_eq!(listed.facts, json!({ "number": first, "list": "AP-000001" }));
    desk.refuses("refund_listed", "withdraw_refund", withdrawal(&first, "Too late"));
    // The rest, without naming it; then there is none.
    let rest = desk.done("list_refunds", refund_list(&[]));
    assert_eq!(
        (&rest["number"], &rest["total"]),
        (&json!("AP-000002"), &json!(cents("5.00")))
    );
    desk.refuses("nothing_to_list", "list_refunds", refund_list(&[]));
    let view = desk.refunds();
    assert_eq!(view["waiting"], 0);
    let lists: Vec<(&Value, &Value)> = view["lists"]
        .as_array()
        .expect("lists")
        .iter()
        .map(|one| (&one[0], &one[3]))
        .collect();
    assert_eq!(
        lists,
        [(&json!("AP-000002"), &json!(500)), (&json!("AP-000001"), &json!(9_000))]
    );
    the_account_tells_it_all(&mut desk);
    let books = desk.books();
    for (ledger, name, amount) in [
        ("100-2100", "to be paid back: 15.00, 75.00, 5.00", "-95.00"),
        ("100-2200", "customer credits", "-20.00"),
        ("100-2310", "suspense", "0"),
        ("100-1010", "no drawer pays a refund", "0"),
        ("100-1100", "nor does the bank yet", "175.00"),
    ] {
        assert_eq!(books.balance(ledger), cents(amount), "{ledger}, {name}");
    }
}

fn the_account_tells_it_all(desk: &mut Desk) {
    let history = desk.history(BILL);
    let told = happened(&history);
    let told: Vec<(&str, i64, Option<&str>)> = told
        .iter()
        .map(|one| (one.0.as_str(), one.1, one.2.as_deref()))
        .collect();
    assert_eq!(
        told,
        [
            ("refund_requested", -500, Some("RF-000004")),
            ("refund_withdrawn", 2_500, Some("RF-000002")),
            ("refund_requested", -2_500, Some("RF-000002")),
            ("refund_requested", -1_500, Some("RF-000001")),
            ("receipt", 4_000, None),
            ("receipt", 6_000, None),
        ]
    );
    assert_eq!(history["due"], -cents("20.00"));
    let voucher = history["lines"][0]["voucher"].clone();
    let voucher = desk.voucher(&voucher);
    for said in [
        "RF-000004",
        "W1-000001",
        "María Nuñez",
        "5.00",
        "Overpayment",
        "Sue Park",
    ] {
        assert!(voucher.contains(said), "no {said:?} in {voucher}");
    }
    // What is no correction has no voucher, and what was never written neither.
    for seq in [1, 0, 999_999] {
        desk.refuses("bad_request", "write_voucher", json!({ "seq": seq }));
    }
}

#[test]
fn what_cannot_be_paid_back() {
    let mut desk = closed();
    let why = "Overpayment";
    for (code, request) in [
        ("unknown_receipt", refund(("W1-000099", 0), "5.00", why, SUE)),
        ("unknown_line_of_receipt", refund(("W1-000001", 7), "5.00", why, SUE)),
        ("amount_zero", refund(CREDIT, "0.00", why, SUE)),
        ("amount_malformed", refund(CREDIT, "5,0", why, SUE)),
        ("more_than_stands", refund(CREDIT, "40.01", why, SUE)),
        ("reason_not_listed", refund(CREDIT, "5.00", "Because", SUE)),
        ("second_person_same", refund(CREDIT, "5.00", why, SAM)),
        ("second_person_same", refund(CREDIT, "5.00", why, ANA)),
        ("second_person_no_right", refund(CREDIT, "5.00", why, TESS)),
        // He keyed the batch that it came with.
        ("second_person_same", refund(HELD, "5.00", "Unclaimed", SAM)),
    ] {
        desk.refuses(code, "request_refund", request);
    }
    let mut nobody = refund(CREDIT, "5.00", why, SUE);
    nobody["payee"]["name"] = json!("");
    desk.refuses("text_missing", "request_refund", nobody);
    let mut alone = refund(CREDIT, "5.00", why, SUE);
    alone.as_object_mut().expect("fields").remove("consent");
    let refused = desk.refuses("second_person_needed", "request_refund", alone);
    assert!(refused.message.contains("accounts payable") || refused.facts["statement"].is_string());
    desk.asks_refund(CREDIT, "40.00", why, SUE);
    let refused = desk.refuses("more_than_stands", "request_refund", refund(CREDIT, "0.01", why, SUE));
    assert_eq!(refused.facts, json!({ "standing": 0, "given": 1 }));
}
