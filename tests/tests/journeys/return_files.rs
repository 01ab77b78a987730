//! The bank's files of returned items: looked at, taken in whole or not at all, worked through
//! item by item.

use counterfoil_tests::bank_files::{
    ReturnedItemRead, bai2_file, csv_file, file_request, matches, nacha_file, represented, returned_check,
    returned_entry,
};
use counterfoil_tests::cash::cents;
use counterfoil_tests::desk::{Desk, consent, request_id};
use counterfoil_tests::payment::{ROUTING, payment};
use counterfoil_tests::people::{SAM, SUE, TESS};
use counterfoil_tests::returned_items::{PAID_AFTER_ALL, reinstatement, return_request, rubber_check};
use serde_json::{Value, json};

/// The bank account of [`payment`]'s electronic checks.
const ELECTRONIC: (&str, &str) = (ROUTING, "998877665");

/// Two checks of one payer, one that bears another's number, an electronic payment, all at the
/// bank; treasury is signed in.
fn deposited() -> Desk {
    let paid = [
        payment().account("20-00001-01").tender(rubber_check("120.01", "1042")),
        payment().open("MISC", "40.00").tender(rubber_check("40.00", "1043")),
        payment().open("MISC", "40.00").check("40.00", "1043"),
        payment().account("PC-77120").electronic_check("65.00"),
        payment().open("MISC", "15.00").tender(rubber_check("15.00", "1044")),
    ];
    let mut desk = Desk::after_the_deposit(&paid, "2x100", &[("ECHECK", "65.00")]);
    desk.change_to(TESS);
    desk
}

/// A check of nobody that the city knows.
fn stranger(amount: &str) -> ReturnedItemRead {
    ReturnedItemRead {
        routing: None,
        account: None,
        ..returned_check(amount, "9999", "NSF")
    }
}

/// A file of three: one found for certain, one that may be two, one that nobody paid.
fn three() -> Vec<ReturnedItemRead> {
    let unsure = ReturnedItemRead {
        routing: None,
        account: None,
        ..returned_check("40.00", "1043", "A")
    };
    vec![returned_check("120.01", "1042", "NSF"), unsure, stranger("77.77")]
}

fn from_file(tenders: &[(&str, u16)], amount: &str, (file, item): (&str, u32)) -> Value {
    let mut request = return_request(tenders, amount, "NSF");
    request["file"] = json!([file, item]);
    request
}

fn dismissal(file: &str, item: u32, reason: &str) -> Value {
    json!({ "request_id": request_id(), "file": file, "item": item, "reason": reason, "consent": consent(SUE) })
}

#[test]
fn a_file_is_worked_through_item_by_item() {
    let mut desk = deposited();
    let file = csv_file("B-1", &three());
    let seen = desk.looks_at_file("RETCSV", &file);
    assert_eq!(matches(&seen), [1, 1, 1, 0]);
    assert_eq!(seen["total"], cents("237.78"));
    assert_eq!(seen["items"][0]["candidates"][0]["receipt"], "W1-000001");
    assert_eq!(seen["items"][1]["candidates"].as_array().map(Vec::len), Some(2));
    assert_eq!(
        seen["items"][1]["reason"], "NSF",
        "the bank's code is the city's reason"
    );
    assert_eq!(seen["items"][2]["candidates"], json!([]));
    let taken = desk.takes_in_file("RETCSV", &file);
    assert_eq!(
        (&taken["number"], &taken["total"]),
        (&json!("F-000001"), &seen["total"])
    );
    assert_eq!(matches(&taken), [1, 1, 1, 0]);
    assert_eq!(desk.register()["waiting"].as_array().map(Vec::len), Some(3));

    desk.refuses(
        "unknown_file_item",
        "return_item",
        from_file(&[("W1-000001", 0)], "120.01", ("F-000001", 3)),
    );
    desk.refuses(
        "unknown_file_item",
        "return_item",
        from_file(&[("W1-000001", 0)], "120.01", ("F-000009", 0)),
    );
    // What the bank took back by its file is not what that tender paid.
    let other = desk.refuses(
        "return_amount_differs",
        "return_item",
        from_file(&[("W1-000005", 0)], "15.00", ("F-000001", 0)),
    );
    assert_eq!(other.facts, json!({ "expected": 1_500, "given": 12_001 }));
    desk.done("return_item", from_file(&[("W1-000001", 0)], "120.01", ("F-000001", 0)));
    let done = desk.refuses(
        "file_item_done",
        "return_item",
        from_file(&[("W1-000002", 0)], "40.00", ("F-000001", 0)),
    );
    assert_eq!(done.facts, json!({ "file": "F-000001", "item": 0 }));
    desk.refuses(
        "file_item_done",
        "dismiss_return_item",
        dismissal("F-000001", 0, "Twice"),
    );
    desk.done("return_item", from_file(&[("W1-000002", 0)], "40.00", ("F-000001", 1)));
    desk.refuses("text_missing", "dismiss_return_item", dismissal("F-000001", 2, " "));
    // What the bank says is not put aside by one person alone.
    let mut alone = dismissal("F-000001", 2, "Not ours; told the bank");
    alone.as_object_mut().expect("fields").remove("consent");
    let refused = desk.refuses("second_person_needed", "dismiss_return_item", alone);
    assert_eq!(
        refused.facts["statement"],
        "Do nothing about item 3 of file F-000001, 77.77. Reason: Not ours; told the bank"
    );
    desk.refuses(
        "unknown_file_item",
        "dismiss_return_item",
        dismissal("F-000001", 3, "None"),
    );
    desk.done(
        "dismiss_return_item",
        dismissal("f-000001", 2, "Not ours; told the bank"),
    );
    desk.refuses(
        "file_item_done",
        "dismiss_return_item",
        dismissal("F-000001", 2, "Again"),
    );

    let file = desk.done("return_file", json!({ "file": "F-000001" }));
    assert_eq!(matches(&file), [0, 0, 0, 3]);
    let how: Vec<&Value> = file["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|item| &item["done"])
        .collect();
    assert_eq!(
        how,
        [
            &json!("R-000001"),
            &json!("R-000002"),
            &json!("Not ours; told the bank")
        ]
    );
    assert_eq!(desk.register()["waiting"], json!([]));
    desk.refuses("unknown_file_item", "return_file", json!({ "file": "F-000002" }));
    let books = desk.books();
    let body = &books.of_kind("return_file_taken_in").next().expect("one file")["body"];
    assert_eq!(body["total"], cents("237.78"));
    assert!(
        !body.to_string().contains("0033419002"),
        "never the whole account number"
    );
    assert_eq!(
        books.balance("100-1100"),
        cents("55.00"),
        "215.01 went in, 160.01 came back"
    );
}

#[test]
fn an_item_of_a_file_is_used_up_by_what_the_bank_says_there() {
    let mut desk = deposited();
    let told = ReturnedItemRead {
        trace: Some("122099990004001".to_owned()),
        reference: Some("20-00001-01".to_owned()),
        note: Some("ACCT 0033419002 CLOSED, FRAUD REPORTED".to_owned()),
        ..returned_check("120.01", "1042", "NSF")
    };
    let other = returned_check("40.00", "1044", "NSF");
    let taken = desk.takes_in_file("RETCSV", &csv_file("B-8", &[told, other]));
    let item = &taken["items"][0];
    assert_eq!(item["trace"], "122099990004001");
    let detail = item["detail"].as_str().expect("what the bank says");
    assert!(
        detail.contains("20-00001-01") && detail.contains("“ACCT ····9002 CLOSED, FRAUD REPORTED”"),
        "{detail}"
    );
    // The same amount, and another check of the same payer.
    desk.refuses(
        "file_item_of_other",
        "return_item",
        from_file(&[("W1-000002", 0)], "40.00", ("F-000001", 1)),
    );
    desk.bank_returns("W1-000001", 0, "NSF");
    // A return does not say that the item was paid after all.
    let mut paid = reinstatement("R-000001", PAID_AFTER_ALL);
    paid["file"] = json!(["F-000001", 0]);
    desk.refuses("file_item_returned", "reinstate_item", paid);
    desk.reinstates("R-000001");
    // However the file is named, it is that file's item that is done.
    desk.done(
        "return_item",
        from_file(&[("W1-000001", 0)], "120.01", (" f-000001\n", 0)),
    );
    desk.refuses(
        "file_item_done",
        "dismiss_return_item",
        dismissal("F-000001", 0, "Again"),
    );
    assert_eq!(desk.done("return_file", json!({ "file": "F-000001" }))["done"], 1);
    let mut entries = desk.books().entries.into_iter();
    assert!(
        entries.all(|entry| !entry.to_string().contains("0033419002")),
        "never the whole account number"
    );
}

#[test]
fn what_was_presented_again_reinstates() {
    let mut desk = deposited();
    desk.bank_returns("W1-000001", 0, "NSF");
    let file = csv_file("B-2", &[represented("120.01", "1042"), represented("40.00", "1043")]);
    let taken = desk.takes_in_file("RETCSV", &file);
    assert_eq!(matches(&taken), [1, 0, 1, 0], "the second one was never returned");
    assert_eq!(
        (&taken["items"][0]["returned"], &taken["items"][1]["returned"]),
        (&json!("R-000001"), &Value::Null)
    );
    let from_file = |item: u32| {
        let mut request = reinstatement("R-000001", PAID_AFTER_ALL);
        request["file"] = json!(["F-000001", item]);
        request
    };
    desk.refuses("return_amount_differs", "reinstate_item", from_file(1));
    let mut as_return = return_request(&[("W1-000002", 0)], "40.00", "NSF");
    as_return["file"] = json!(["F-000001", 1]);
    desk.refuses("file_item_represented", "return_item", as_return);
    desk.done("reinstate_item", from_file(0));
    desk.refuses(
        "already_reinstated",
        "reinstate_item",
        reinstatement("R-000001", PAID_AFTER_ALL),
    );
    desk.done("dismiss_return_item", dismissal("F-000001", 1, "It never came back"));
    assert_eq!(
        matches(&desk.done("return_file", json!({ "file": "F-000001" }))),
        [0, 0, 0, 2]
    );
    desk.change_to(SAM);
    assert_eq!(desk.due("20-00001-01"), cents("25.00"));
}

#[test]
fn the_banks_own_formats() {
    let mut desk = deposited();
    let report = bai2_file(
        4,
        &[
            returned_check("15.00", "1044", "NSF"),
            returned_entry("65.00", ELECTRONIC, 1),
        ],
    );
    let taken = desk.takes_in_file("RETBAI", &report);
    assert_eq!(taken["total"], cents("80.00"));
    assert_eq!(
        matches(&taken),
        [1, 1, 0, 0],
        "an account and an amount are not for certain yet"
    );
    assert_eq!(taken["items"][1]["candidates"][0]["receipt"], "W1-000004");

    // With the day on which it was paid they are.
    let paid_on = desk.done("trace", json!({ "receipt": "W1-000004" }))["business_date"].clone();
    let entry = ReturnedItemRead {
        paid_on: paid_on.as_str().expect("a date").parse().ok(),
        ..returned_entry("65.00", ELECTRONIC, 1)
    };
    let entries = nacha_file('A', &[entry]);
    let taken = desk.takes_in_file("RETACH", &entries);
    assert_eq!(
        (&taken["number"], &taken["total"]),
        (&json!("F-000002"), &json!(cents("65.00")))
    );
    assert_eq!(matches(&taken), [1, 0, 0, 0]);
    assert_eq!(taken["items"][0]["reason"], "R01");
    let mut request = from_file(&[("W1-000004", 0)], "65.00", ("F-000002", 0));
    request["reason"] = taken["items"][0]["reason"].clone();
    desk.done("return_item", request);
    // The same entry of the report has no original any more.
    let report = desk.done("return_file", json!({ "file": "F-000001" }));
    let candidate = &report["items"][1]["candidates"][0];
    assert_eq!(candidate["refusal"]["code"], "already_returned");
}

#[test]
fn a_file_is_taken_in_once() {
    let mut desk = deposited();
    let file = csv_file("B-1", &three());
    desk.takes_in_file("RETCSV", &file);
    for cmd in ["take_in_returns", "preview_returns"] {
        let mut renamed = file_request("RETCSV", &file);
        renamed["name"] = json!("other.csv");
        let refused = desk.refuses("file_taken_in_before", cmd, renamed);
        assert!(
            refused.facts["name"]
                .as_str()
                .is_some_and(|name| name.starts_with("F-000001")),
            "{refused}"
        );
        let same_id = csv_file("B-1", &[returned_check("15.00", "1044", "NSF")]);
        desk.refuses("file_taken_in_before", cmd, file_request("RETCSV", &same_id));
    }
    desk.takes_in_file("RETCSV", &csv_file("B-2", &[returned_check("15.00", "1044", "NSF")]));
}

#[test]
fn a_damaged_file_is_refused_by_name() {
    let mut desk = deposited();
    let checks = [
        returned_check("120.01", "1042", "NSF"),
        returned_check("15.00", "1044", "NSF"),
    ];
    let entries = [
        returned_entry("65.00", ELECTRONIC, 1),
        returned_entry("12.50", ELECTRONIC, 2),
    ];
    for (layout, file, amount, other) in [
        ("RETCSV", csv_file("B-1", &checks), "120.01", "120.02"),
        ("RETBAI", bai2_file(4, &checks), ",12001,Z", ",12002,Z"),
        ("RETACH", nacha_file('A', &entries), "0000006500", "0000006501"),
    ] {
        let cut = &file[..file.len() / 2];
        let whole_lines: String = file.split_inclusive('\n').take(3).collect();
        let changed = file.replacen(amount, other, 1);
        assert_ne!(changed, file, "{layout}");
        for cmd in ["preview_returns", "take_in_returns"] {
            for (code, content) in [
                ("batch_file_truncated", cut),
                ("batch_file_truncated", whole_lines.as_str()),
                ("batch_file_totals", changed.as_str()),
                ("batch_file_malformed", "something else\n"),
            ] {
                desk.refuses(code, cmd, file_request(layout, content));
            }
            desk.refuses("unknown_layout", cmd, file_request("RETXML", &file));
            let elsewhere = if layout == "RETCSV" { "RETACH" } else { "RETCSV" };
            desk.refuses("batch_file_malformed", cmd, file_request(elsewhere, &file));
        }
        desk.looks_at_file(layout, &file);
    }
    assert_eq!(desk.books().count("return_file_taken_in"), 0);
}
