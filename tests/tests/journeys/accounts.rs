//! Looking accounts and receipts up, and scanning bills.

use counterfoil_tests::desk::Desk;
use counterfoil_tests::payment::payment;
use counterfoil_tests::people::{ANA, BEN};
use serde_json::{Value, json};

fn found(desk: &mut Desk, text: &str) -> Vec<String> {
    let reply = desk.done("find_accounts", json!({ "text": text }));
    numbers(&reply["accounts"])
}

fn numbers(list: &Value) -> Vec<String> {
    let number = |item: &Value| item["number"].as_str().expect("a number").to_owned();
    list.as_array().expect("a list").iter().map(number).collect()
}

#[test]
fn accounts_are_found_as_typed() {
    let mut desk = Desk::open_for(ANA);
    for (typed, account) in [
        ("20-04127-03", "20-04127-03"),
        ("200412703", "20-04127-03"),
        ("nunez", "20-04127-03"),
        ("NUÑEZ maría", "20-04127-03"),
        ("cedar nun", "20-04127-03"),
        ("emile", "20-00005-05"),
        ("8055550142", "20-04127-03"),
        ("805-555-0142", "20-04127-03"),
        ("0012345", "PC-77120"),
        ("d'angelo", "PC-77120"),
        ("1124 cedar", "20-04127-03"),
    ] {
        assert_eq!(
            found(&mut desk, typed).first().map(String::as_str),
            Some(account),
            "{typed:?}"
        );
    }
    assert_eq!(found(&mut desk, "orchard").len(), 2);
    for nothing in ["zzzz", "nunez orchard", "\"", "' OR 1=1 --", "*", "NEAR(", "\u{0}"] {
        assert_eq!(found(&mut desk, nothing), Vec::<String>::new(), "{nothing:?}");
    }
}

#[test]
fn a_scanned_bill_finds_its_account_and_charges() {
    let mut desk = Desk::open_for(ANA);
    let bill = desk.done("scan", json!({ "line": "UB200412703000184629" }));
    assert_eq!(
        (&bill["account"]["account"]["number"], &bill["amount"]),
        (&json!("20-04127-03"), &json!(18462))
    );
    let mut charges: Vec<_> = bill["charges"]
        .as_array()
        .expect("charges")
        .iter()
        .filter_map(Value::as_str)
        .collect();
    charges.sort_unstable();
    assert_eq!(charges, ["S10", "W10"]);
    let citation = desk.done("scan", json!({ "line": "PC00123453" }));
    assert_eq!(
        (&citation["account"]["account"]["number"], &citation["charges"]),
        (&json!("PC-77120"), &json!(["C1"]))
    );

    desk.refuses("scan_check_digit", "scan", json!({ "line": "UB200412703000184620" }));
    desk.refuses("scan_check_digit", "scan", json!({ "line": "PC00123454" }));
    desk.refuses("scan_unknown", "scan", json!({ "line": "XX200412703000184629" }));
    desk.refuses("scan_unknown", "scan", json!({ "line": "" }));
    desk.refuses("unknown_account", "scan", json!({ "line": "UB999999999000000009" }));
}

#[test]
fn receipts_are_found_by_what_anyone_remembers() {
    let mut desk = Desk::open_for(ANA);
    let bill = desk
        .pay(
            &payment()
                .account("20-04127-03")
                .check("184.62", "1042")
                .payer("María Nuñez"),
        )
        .number;
    let dog = desk
        .pay(&payment().items("DOG1", 1).cash("30").payer("John Smith"))
        .number;
    desk.hand_over(BEN, "2x100 2x10 1x5", 1);
    let misc = desk.pay(&payment().open("MISC", "7.77").cash("10")).number;
    let mut search = |text: &str| numbers(&desk.done("find_receipts", json!({ "text": text }))["receipts"]);
    assert_eq!(search(""), [misc.clone(), dog.clone(), bill.clone()]);
    for (typed, receipt) in [
        (bill.as_str(), &bill),
        ("nunez", &bill),
        ("1042", &bill),
        ("184.62", &bill),
        ("20-04127-03", &bill),
        ("smith", &dog),
        ("okafor", &misc),
        ("7.77", &misc),
    ] {
        assert_eq!(search(typed), std::slice::from_ref(receipt), "{typed:?}");
    }
    assert_eq!(search("nobody"), Vec::<String>::new());
    let early = json!({ "text": "", "to": "2001-01-01" });
    assert_eq!(desk.done("find_receipts", early)["receipts"], json!([]));
}
