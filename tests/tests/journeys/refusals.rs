//! What the desk refuses at a payment, a void, a reclass, a scan: each by its
//! code, with nothing written.

use counterfoil_tests::desk::{Desk, consent, payment_request, request_id};
use counterfoil_tests::payment::{Payment, ROUTING, card, check, payment};
use counterfoil_tests::people::{ANA, BEN, SAM};
use counterfoil_tests::workstation::{Workstation, fixture};
use serde_json::{Value, json};

fn misc(amount: &str) -> Payment {
    payment().open("MISC", amount)
}

#[test]
fn amounts_by_one_grammar() {
    let mut desk = Desk::open_for(ANA);
    for typed in [
        "1e3",
        ".5.",
        "1,50",
        "-1",
        "+1",
        "１２",
        "12.345",
        "",
        " ",
        "0x10",
        "$5",
        "1234567890",
        "NaN",
    ] {
        desk.refuses_payment("amount_malformed", &misc(typed).cash("5"));
        desk.refuses_payment("amount_malformed", &misc("5").cash(typed));
    }
    desk.refuses_payment("amount_zero", &misc("0").cash("5"));
    desk.refuses_payment("amount_zero", &misc("5").cash("0.00"));
    desk.refuses_payment("over_receipt_limit", &misc("50000.01").cash("50000.01"));
    desk.refuses_payment("over_receipt_limit", &misc("999999999.99").cash("999999999.99"));
    desk.pay(&misc("1,234.50").check("1234.5", "12"));
}

#[test]
fn lines_that_cannot_be_paid() {
    let mut desk = Desk::open_for(ANA);
    let paid = |payment: Payment| payment.cash("500");
    desk.refuses_payment("nothing_to_pay", &paid(payment()));
    desk.refuses_payment("unknown_account", &paid(payment().account("20-99999-99")));
    desk.refuses_payment("unknown_charge", &paid(payment().open("GOLD", "1")));
    desk.refuses_payment("unknown_charge", &paid(payment().charges("20-00001-01", &["W99"])));
    desk.refuses_payment("nothing_due", &paid(payment().account("20-00006-06")));
    desk.refuses_payment("amount_zero", &paid(payment().on_account("20-00001-01", "0")));
    desk.refuses_payment("charge_needs_account", &paid(payment().open("WATER", "10")));
    desk.refuses_payment("price_fixed", &paid(payment().open("DOG1", "10")));
    desk.refuses_payment(
        "amount_needed",
        &paid(payment().line(json!({ "on": "charge", "code": "MISC" }))),
    );
    desk.refuses_payment("amount_zero", &paid(payment().items("DOG1", 0)));
    let counted = json!({ "on": "charge", "code": "MISC", "amount": "5", "quantity": 2 });
    desk.refuses_payment("quantity_unwanted", &paid(payment().line(counted)));
    desk.refuses_payment("reference_needed", &paid(payment().open("LIC", "84")));
    let twice = payment().account("20-00001-01").charges("20-00001-01", &["W09"]);
    desk.refuses_payment("charge_twice", &paid(twice));
    desk.refuses_payment("charge_twice", &paid(payment().charges("20-00001-01", &["W09", "W09"])));
}

#[test]
fn prices_that_have_changed() {
    let mut desk = Desk::open_for(ANA);
    let stale = payment().account("20-00001-01").seen("120.00").cash("200");
    let refused = desk.refuses_payment("stale_price", &stale);
    assert_eq!(
        (&refused.facts["seen"], &refused.facts["now"]),
        (&json!(12000), &json!(12001))
    );
    desk.refuses_payment("stale_price", &payment().items("DOG1", 1).seen("20.00").cash("25"));
    desk.pay(
        &payment()
            .on_account("20-00001-01", "20.01")
            .seen("120.01")
            .cash("20.01"),
    );
    // The desk's own payment counts at once: nobody pays the same bill twice.
    desk.refuses_payment(
        "stale_price",
        &payment().account("20-00001-01").seen("120.01").cash("200"),
    );
    desk.pay(&payment().account("20-00001-01").seen("100.00").cash("100"));
    desk.refuses_payment("nothing_due", &payment().account("20-00001-01").cash("100"));
}

#[test]
fn tenders_that_do_not_fit() {
    let mut desk = Desk::open_for(ANA);
    let refused = desk.refuses_payment("tender_below_total", &misc("10").cash("9.99"));
    assert_eq!(refused.facts["missing"], 1);
    desk.refuses_payment("tender_below_total", &misc("10"));
    desk.refuses_payment("change_on_non_cash", &misc("10").check("10.01", "1"));
    desk.refuses_payment("change_on_non_cash", &misc("10").check("11", "1").cash("5"));
    desk.refuses_payment("cash_not_needed", &misc("10").check("10", "1").cash("5"));
    desk.refuses_payment("cash_twice", &misc("10").cash("5").cash("5"));
    desk.refuses_payment("check_twice", &misc("10").check("5", "1").check("5", "1"));
    desk.refuses_payment(
        "unknown_tender",
        &misc("10").tender(json!({ "tender": "GOLD", "amount": "10" })),
    );
    let mut without = check("10", "1");
    without["account"] = Value::Null;
    desk.refuses_payment("tender_field_missing", &misc("10").tender(without));
    let wanted_none = json!({ "tender": "CASH", "amount": "10", "last_four": "4242" });
    desk.refuses_payment("tender_field_unwanted", &misc("10").tender(wanted_none));
}

#[test]
fn checks_and_cards_by_their_fields() {
    let mut desk = Desk::open_for(ANA);
    let mut checks = |field: &str, typed: &str, code: &str| {
        let mut tender = check("10", "1");
        tender[field] = json!(typed);
        desk.refuses_payment(code, &misc("10").tender(tender));
    };
    checks("routing", "122105156", "routing_checksum");
    checks("routing", "12210515", "tender_field_malformed");
    checks("routing", "1221O5155", "tender_field_malformed");
    checks("number", "12a", "tender_field_malformed");
    checks("number", "1234567890123456", "tender_field_malformed");
    checks("account", "12", "tender_field_malformed");
    let mut cards = |field: &str, typed: &str, code: &str| {
        let mut tender = card("10");
        tender[field] = json!(typed);
        let refused = desk.refuses_payment(code, &misc("10").tender(tender));
        assert!(
            !refused.message.contains("4111"),
            "a card number is said again: {refused}"
        );
    };
    cards("last_four", "42424", "tender_field_malformed");
    cards("last_four", "4111111111111111", "card_number_in_text");
    cards("approval", "4111 1111 1111 1111", "card_number_in_text");
    cards("terminal", "4111-1111-1111-1111", "card_number_in_text");
    for line in ["", "hello", "T122105155T", "T122105155T 12O 5", "122105155 45678901"] {
        desk.refuses("micr_malformed", "read_micr", json!({ "line": line }));
    }
    desk.refuses(
        "routing_checksum",
        "read_micr",
        json!({ "line": "T122105156T 0045678901O 1042" }),
    );
    let read = desk.done("read_micr", json!({ "line": "⑆122105155⑆ 0045678901⑈ 1042" }));
    assert_eq!((&read["routing"], &read["number"]), (&json!(ROUTING), &json!("1042")));
    let bad_line = json!({ "tender": "CHECK", "amount": "10", "micr": "T122105155T" });
    desk.refuses_payment("micr_malformed", &misc("10").tender(bad_line));
}

#[test]
fn the_same_check_is_asked_about() {
    let mut desk = Desk::open_for(ANA);
    let first = desk.pay(&misc("10").check_read("10", "1042"));
    let again = misc("12").check_read("12", "1042");
    let refused = desk.refuses_payment("check_seen_before", &again);
    assert_eq!(refused.facts["receipt"], first.number.as_str());
    let mut confirmed = payment_request(&again);
    confirmed["same_check_confirmed"] = json!(true);
    desk.paid(confirmed);
}

#[test]
fn texts_that_cannot_be_kept() {
    let mut desk = Desk::open_for(ANA);
    let note = |text: &str| misc("1").cash("1").note(text);
    desk.refuses_payment("text_too_long", &note(&"x".repeat(201)));
    desk.refuses_payment("text_too_long", &misc("1").cash("1").payer(&"x".repeat(61)));
    for held in ["4111111111111111", "card 5500 0000 0000 0004 ok", "3782-822463-10005"] {
        desk.refuses_payment("card_number_in_text", &note(held));
        desk.refuses_payment("card_number_in_text", &misc("1").cash("1").payer(held));
        desk.refuses_payment("card_number_in_text", &payment().licence(held, "1").cash("1"));
    }
    let paid = desk.pay(&note("for \u{1b}p\u{0}25 the \u{202e}hall").payer("Jos\u{e9} \u{7}Nu\u{f1}ez"));
    let books = desk.books();
    let receipt = books.receipt(&paid.number);
    assert_eq!(receipt["note"], "for p25 the hall");
    assert_eq!(receipt["payer"], "José Nuñez");
}

#[test]
fn flags_stop_or_ask() {
    let mut desk = Desk::open_for(ANA);
    desk.refuses_payment("account_stopped", &payment().account("20-00004-04").cash("300"));
    desk.refuses_payment("cash_only_payer", &payment().account("20-00003-03").check("60", "1"));
    desk.refuses_payment(
        "cash_only_payer",
        &payment().account("20-00003-03").electronic_check("60"),
    );
    desk.pay(&payment().account("20-00003-03").money_order("60", "1"));
    let bankrupt = payment().account("20-00002-02").cash("75");
    desk.refuses_payment("second_person_needed", &bankrupt);
    let with =
        |second: &str| json!({ "request_id": request_id(), "payment": bankrupt.request(), "consent": consent(second) });
    desk.refuses("second_person_no_right", "take_payment", with(BEN));
    desk.refuses("second_person_same", "take_payment", with(ANA));
    desk.pay_with_consent(&bankrupt, SAM);
    desk.pay(&payment().account("20-00005-05").cash("33.33"));
}

#[test]
fn an_overpayment_where_the_city_takes_none() {
    let text = std::fs::read_to_string(fixture("city.toml")).expect("the fixture");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let strict = folder.path().join("city.toml");
    std::fs::write(
        &strict,
        text.replace("overpayment = \"credit\"", "overpayment = \"refused\""),
    )
    .expect("written");
    let mut desk = Desk::at(Workstation::configured("W1", &strict));
    desk.sign_in(ANA);
    desk.open_drawer("2x100");
    desk.refuses_payment(
        "overpayment_refused",
        &payment().on_account("20-00005-05", "33.34").cash("40"),
    );
    desk.pay(&payment().on_account("20-00005-05", "33.33").cash("40"))
        .change_is("6.67");
}

#[test]
fn voids_and_reclasses_that_cannot_be() {
    let mut desk = Desk::open_for(ANA);
    let paid = desk.pay(&misc("10").cash("10"));
    let void = |receipt: &str, reason: &str, second: Option<&str>| {
        let mut req = json!({ "request_id": request_id(), "receipt": receipt, "reason": reason });
        if let Some(second) = second {
            req["consent"] = consent(second);
        }
        req
    };
    desk.refuses("unknown_receipt", "void_receipt", void("W1-000099", "x", Some(SAM)));
    desk.refuses("unknown_receipt", "receipt", json!({ "receipt": "W9-000001" }));
    desk.refuses("text_missing", "void_receipt", void(&paid.number, "  ", Some(SAM)));
    let refused = desk.refuses("second_person_needed", "void_receipt", void(&paid.number, "Slip", None));
    let statement = refused.facts["statement"].as_str().expect("what they approve");
    assert!(
        statement.contains(&paid.number) && statement.contains("10.00"),
        "{statement}"
    );
    desk.refuses(
        "second_person_same",
        "void_receipt",
        void(&paid.number, "Slip", Some(ANA)),
    );
    desk.refuses(
        "second_person_no_right",
        "void_receipt",
        void(&paid.number, "Slip", Some(BEN)),
    );

    let reclass = |receipt: &str, place: u16, to: Value| json!({ "request_id": request_id(), "receipt": receipt, "place": place, "to": to, "reason": "Slip", "consent": consent(SAM) });
    desk.refuses(
        "unknown_tender_of_receipt",
        "reclass_tender",
        reclass(&paid.number, 1, check("10", "1")),
    );
    let cash = json!({ "tender": "CASH", "amount": "10" });
    desk.refuses("reclass_to_same", "reclass_tender", reclass(&paid.number, 0, cash));
    desk.refuses(
        "reclass_amount",
        "reclass_tender",
        reclass(&paid.number, 0, check("11", "1")),
    );
    desk.refuses("routing_checksum", "reclass_tender", {
        let mut wrong = check("10", "1");
        wrong["routing"] = json!("122105156");
        reclass(&paid.number, 0, wrong)
    });

    desk.void(&paid.number, "Slip", SAM);
    desk.refuses("already_void", "void_receipt", void(&paid.number, "Slip", Some(SAM)));
    desk.refuses(
        "already_void",
        "reclass_tender",
        reclass(&paid.number, 0, check("10", "1")),
    );
}

#[test]
fn a_receipt_of_yesterdays_session_is_not_voided() {
    let mut desk = Desk::open_for(ANA);
    let paid = desk.pay(&misc("10").cash("10"));
    desk.start_count();
    desk.count_all("2x100 1x10", &[]);
    desk.close();
    desk.open_drawer("2x100");
    let void = json!({ "request_id": request_id(), "receipt": paid.number, "reason": "Slip", "consent": consent(SAM) });
    desk.refuses("receipt_not_in_session", "void_receipt", void);
    let view = desk.done("receipt", json!({ "receipt": paid.number }));
    assert_eq!(view["voidable"], false);
}

#[test]
fn requests_that_do_not_fit_the_command() {
    let mut desk = Desk::open_for(ANA);
    desk.refuses("unknown_command", "print_money", json!({}));
    desk.refuses("bad_request", "take_payment", json!({}));
    desk.refuses(
        "bad_request",
        "take_payment",
        json!({ "request_id": "seven", "payment": {} }),
    );
    desk.refuses(
        "bad_request",
        "take_payment",
        json!({ "request_id": request_id(), "payment": {}, "total": 5 }),
    );
    desk.refuses("bad_request", "find_accounts", json!({ "text": 5 }));
    desk.refuses(
        "bad_request",
        "find_receipts",
        json!({ "text": "", "from": "yesterday" }),
    );
    for line in ["{", "[]", "null", "{\"id\":1}", "\u{0}"] {
        // An empty line asks nothing and is not answered.
        desk.line().send_raw(" ");
        desk.line().send_raw(line);
        let reply = desk.line().raw_reply();
        assert_eq!(reply["err"]["code"], "bad_request", "{line:?} was answered {reply}");
    }
    desk.pay(&misc("1").cash("1"));
}
