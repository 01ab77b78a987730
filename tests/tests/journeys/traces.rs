//! Where a payment went: traced by amount and date over drawers, the mail and suspense; and all
//! that is known of a bank account.

use counterfoil_tests::cash::cents;
use counterfoil_tests::closing_desk::control;
use counterfoil_tests::corrections::to_account;
use counterfoil_tests::desk::Desk;
use counterfoil_tests::payment::payment;
use counterfoil_tests::people::{ADA, ANA, BEN, SAM, SUE};
use counterfoil_tests::returned_items::{RUBBER, rubber_check};
use serde_json::{Value, json};

/// 60.00 at a counter, 60.00 in the mail, 60.00 in suspense, and 60.00 as one line of more.
fn closed() -> Desk {
    let mut desk = Desk::new("W1");
    let paid = [
        payment().open("MISC", "60.00").cash("60").payer("Ned Land"),
        payment()
            .on_account("20-04127-03", "60.00")
            .open("MISC", "4.00")
            .tender(rubber_check("64.00", "1042"))
            .payer("María Nuñez"),
    ];
    desk.drawer_day(ANA, &paid, "2x100 3x20", &[]);
    desk.sign_in(SAM);
    let batch = desk.open_mail(&[control("CHECK", 2, "120.00")], BEN);
    desk.key_item(
        &batch,
        &payment().on_account("20-00001-01", "60.00").check("60.00", "501"),
    );
    let held = payment()
        .in_suspense("20-9999", "60.00", "no such account")
        .check("60.00", "502");
    desk.key_item(&batch, &held);
    desk.close_batch(&batch);
    desk.approve("Drawer 1");
    desk.change_to(SUE);
    desk.approve("Mail batch 1");
    desk.goes_to_the_bank();
    desk
}

fn receipts(found: &[Value]) -> Vec<(&str, &str)> {
    found
        .iter()
        .map(|one| {
            (
                one["receipt"].as_str().expect("a receipt"),
                one["matched"].as_str().expect("what it is"),
            )
        })
        .collect()
}

/// However somebody writes it: without marks, in another order, only as far as they know.
#[test]
fn a_payer_is_found_by_the_words_of_the_name() {
    let mut desk = closed();
    for typed in ["María Nuñez", "NUNEZ, MARIA", "nuñ mar", "maria"] {
        let found = desk.done("find_originals", json!({ "payer": typed }));
        assert_eq!(found["candidates"][0]["receipt"], "W1-000002", "{typed}");
    }
    for typed in ["Maria Land", "aria", "Nunezz"] {
        let found = desk.done("find_originals", json!({ "payer": typed }));
        assert_eq!(found["candidates"], json!([]), "{typed}");
    }
    let traced = desk.traces(json!({ "amount": "60.00", "text": "nunez" }));
    assert_eq!(receipts(&traced), [("W1-000002", "line")]);
}

#[test]
fn an_amount_is_traced_wherever_it_went() {
    let mut desk = closed();
    // An auditor reads all of it.
    desk.change_to(ADA);
    let found = desk.traces(json!({ "amount": "60" }));
    assert_eq!(
        receipts(&found),
        [
            ("W1-000001", "receipt"),
            ("W1-000002", "line"),
            ("W1-000003", "receipt"),
            ("W1-000004", "receipt")
        ]
    );
    let told: Vec<(&Value, &Value)> = found.iter().map(|one| (&one["session"], &one["suspense"])).collect();
    assert_eq!(
        told,
        [
            (&json!("Drawer 1"), &json!(false)),
            (&json!("Drawer 1"), &json!(false)),
            (&json!("Mail batch 1"), &json!(false)),
            (&json!("Mail batch 1"), &json!(true))
        ]
    );
    assert_eq!(
        found[2]["stands"],
        json!([
            "20-00001-01 Water, September 40.00",
            "20-00001-01 Wastewater, October 20.00"
        ])
    );
    let by_word = desk.traces(json!({ "amount": "60.00", "text": "LAND ned" }));
    assert_eq!(receipts(&by_word), [("W1-000001", "receipt")]);
    let by_check = desk.traces(json!({ "amount": "64.00", "text": "1042" }));
    assert_eq!(receipts(&by_check), [("W1-000002", "receipt")]);
    let date = found[0]["business_date"].clone();
    let near = desk.traces(json!({ "amount": "60.00", "date": date, "days": 0 }));
    assert_eq!(near.len(), 4);
    assert_eq!(
        desk.traces(json!({ "amount": "60.00", "date": "2020-01-01" })),
        Vec::<Value>::new()
    );
    assert_eq!(desk.traces(json!({ "amount": "60.01" })), Vec::<Value>::new());
    // Dates that nobody means: nothing is found, and the program lives on.
    for far in ["0001-01-01", "-262143-01-01", "+262142-12-31"] {
        let about = json!({ "amount": "60.00", "date": far, "days": 65_535 });
        assert_eq!(desk.traces(about), Vec::<Value>::new(), "{far}");
    }
    desk.refuses("amount_malformed", "trace_payments", json!({ "amount": "sixty" }));
    desk.refuses("amount_malformed", "trace_payments", json!({}));
    desk.refuses(
        "bad_request",
        "trace_payments",
        json!({ "amount": "60", "date": "soon" }),
    );
    desk.refuses("unknown_receipt", "trace", json!({ "receipt": "W1-000099" }));
}

#[test]
fn an_original_is_looked_for_by_what_is_known() {
    let mut desk = closed();
    let mut found = |request: Value| {
        let found = desk.done("find_originals", request);
        let first = found["candidates"][0]["receipt"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        (found["certainty"].as_str().expect("a word").to_owned(), first)
    };
    let exact = |receipt: &str| ("exact".to_owned(), receipt.to_owned());
    let (routing, account) = RUBBER;
    let micr = format!("T{routing}T {account}O 1042");
    assert_eq!(found(json!({ "amount": "64.00", "micr": micr })), exact("W1-000002"));
    let by_routing = json!({ "amount": "64", "number": "0001042", "routing": routing });
    assert_eq!(found(by_routing), exact("W1-000002"));
    assert_eq!(
        found(json!({ "amount": "64.00" })),
        ("several".to_owned(), "W1-000002".to_owned())
    );
    let none = ("none".to_owned(), String::new());
    assert_eq!(found(json!({ "amount": "64.01" })), none);
    assert_eq!(
        found(json!({ "amount": "60.00", "number": "9999", "date": "2020-01-01" })),
        none
    );
    for far in ["-262143-01-01", "+262142-12-31"] {
        assert_eq!(found(json!({ "amount": "64.00", "date": far })), none, "{far}");
    }
    assert_eq!(found(json!({})), none);
    desk.refuses("amount_malformed", "find_originals", json!({ "amount": "1e3" }));
    desk.refuses("bad_request", "find_originals", json!({ "date": "soon" }));
    desk.refuses("micr_malformed", "find_originals", json!({ "micr": "1042" }));
}

#[test]
fn a_payment_tells_all_that_became_of_it() {
    let mut desk = closed();
    let before = desk.trace("W1-000002");
    assert_eq!(
        (&before["approved"], &before["deposit"][1]),
        (&json!(true), &json!("D-000001"))
    );
    assert_eq!(before["tenders"][0]["returnable"], true);
    assert_eq!(before["events"].as_array().map(Vec::len), Some(1));
    desk.transfers(("W1-000002", 1), "4.00", to_account("PC-77120"), SUE);
    desk.bank_returns("W1-000002", 0, "NSF");
    desk.reinstates("R-000001");
    let after = desk.trace("w1-000002 ");
    let events: Vec<&Value> = after["events"]
        .as_array()
        .expect("events")
        .iter()
        .map(|one| &one["kind"])
        .collect();
    assert_eq!(
        events,
        ["receipt", "payment_transferred", "item_returned", "item_reinstated"]
    );
    let voucher = after["events"]
        .as_array()
        .expect("events")
        .iter()
        .map(|one| !one["voucher"].is_null());
    assert_eq!(voucher.collect::<Vec<_>>(), [false, true, true, true]);
    assert_eq!(after["standing"], cents("64.00"));
    let traced = desk.traces(json!({ "amount": "64.00" }));
    assert_eq!(traced[0]["undone"], Value::Null, "good after all");
    desk.bank_returns("W1-000002", 0, "NSF");
    assert_eq!(desk.traces(json!({ "amount": "64.00" }))[0]["undone"], "R-000002");
    desk.reverses("W1-000001", "Receipt entered twice", SUE);
    let found = desk.traces(json!({ "amount": "60.00" }));
    assert_eq!(
        (&found[0]["undone"], &found[0]["stands"]),
        (&json!("reversed"), &json!([]))
    );
}

#[test]
fn all_that_is_known_of_a_bank_account() {
    let mut desk = closed();
    let (routing, account) = RUBBER;
    let by_tender = json!({ "tender": { "receipt": "W1-000002", "place": 0 } });
    let by_number = json!({ "routing": routing, "account": account });
    let by_micr = json!({ "micr": format!("T{routing}T {account}O 1050") });
    let seen = desk.done("bank_account", by_tender.clone());
    assert_eq!((&seen["last_four"], &seen["returned"]), (&json!("9002"), &json!([])));
    assert_eq!(seen["tenders"].as_array().map(Vec::len), Some(1));
    desk.bank_returns("W1-000002", 0, "NSF");
    desk.reinstates("R-000001");
    desk.bank_returns("W1-000002", 0, "NSF");
    let seen = desk.done("bank_account", by_tender);
    assert_eq!(seen["returned"].as_array().map(Vec::len), Some(2));
    assert_ne!(seen["marked_until"], Value::Null);
    for same in [by_number, by_micr] {
        assert_eq!(desk.done("bank_account", same.clone()), seen, "{same}");
    }
    let stranger = desk.done("bank_account", json!({ "routing": routing, "account": "1" }));
    assert_eq!((&stranger["tenders"], &stranger["returned"]), (&json!([]), &json!([])));
    for nothing in [
        json!({}),
        json!({ "routing": routing }),
        json!({ "tender": { "receipt": "W1-000001", "place": 0 } }),
    ] {
        desk.refuses("bad_request", "bank_account", nothing);
    }
    desk.refuses("micr_malformed", "bank_account", json!({ "micr": "1042" }));
    let unknown = json!({ "tender": { "receipt": "W1-000002", "place": 3 } });
    desk.refuses("unknown_tender_of_receipt", "bank_account", unknown);
    assert!(
        !desk
            .done("bank_account", json!({ "routing": routing, "account": account }))
            .to_string()
            .contains(account)
    );
}
