//! Mail and turn-ins; money in suspense.

use counterfoil_tests::cash::{cents, count};
use counterfoil_tests::closing_desk::{control, control_cash, item_request};
use counterfoil_tests::desk::{Desk, consent, request_id};
use counterfoil_tests::payment::{check, payment};
use counterfoil_tests::people::{ANA, BEN, DOT, SAM, SUE, TESS};
use serde_json::{Value, json};

#[test]
fn mail_is_opened_by_two_with_its_figures_made() {
    let mut desk = Desk::closing_desk();
    let open = |figures: Vec<Value>, second: Option<&str>| {
        let mut req = json!({ "request_id": request_id(), "control": figures });
        if let Some(second) = second {
            req["consent"] = consent(second);
        }
        req
    };
    let checks = || vec![control("CHECK", 2, "100.00")];
    desk.refuses("control_missing", "open_batch", open(vec![], Some(BEN)));
    desk.refuses(
        "unknown_tender",
        "open_batch",
        open(vec![control("GOLD", 1, "1.00")], Some(BEN)),
    );
    desk.refuses(
        "amount_malformed",
        "open_batch",
        open(vec![control("CHECK", 1, "1e3")], Some(BEN)),
    );
    desk.refuses(
        "amount_zero",
        "open_batch",
        open(vec![control("CHECK", 0, "1.00")], Some(BEN)),
    );
    desk.refuses(
        "amount_zero",
        "open_batch",
        open(vec![control("CHECK", 1, "0")], Some(BEN)),
    );
    desk.refuses(
        "total_missing",
        "open_batch",
        open(vec![json!({ "tender": "CHECK", "items": 1 })], Some(BEN)),
    );
    let three = json!({ "tender": "CASH", "cash": [{ "cents": 300, "loose": 1 }] });
    desk.refuses("unknown_denomination", "open_batch", open(vec![three], Some(BEN)));
    let twice = vec![control_cash("1x5"), control_cash("1x5")];
    desk.refuses("counted_otherwise", "open_batch", open(twice, Some(BEN)));
    desk.refuses("second_person_needed", "open_batch", open(checks(), None));
    desk.refuses("second_person_same", "open_batch", open(checks(), Some(SAM)));
    desk.refuses("second_person_no_right", "open_batch", open(checks(), Some(TESS)));
    desk.done("open_batch", open(checks(), Some(BEN)));
}

#[test]
fn mail_that_differs_from_its_figures() {
    let mut desk = Desk::closing_desk();
    let batch = desk.open_mail(&[control("CHECK", 2, "100.00")], BEN);
    desk.key_item(&batch, &payment().open("MISC", "60.00").check("60.00", "501"));
    let change = payment().open("MISC", "10.00").cash("20.00");
    desk.refuses("change_in_batch", "take_payment", item_request(&batch, &change));
    let close = |reason: Option<&str>, second: Option<&str>| {
        let mut req = json!({ "request_id": request_id(), "session": batch });
        if let Some(reason) = reason {
            req["reason"] = json!(reason);
        }
        if let Some(second) = second {
            req["consent"] = consent(second);
        }
        req
    };
    let refused = desk.refuses("control_differs", "close_batch", close(None, None));
    let said = refused.facts["differences"].as_str().expect("what differs");
    assert!(said.contains("60.00 keyed, 100.00 by control"), "{said}");
    let why = "One envelope held no check";
    desk.refuses("control_differs", "close_batch", close(Some(" "), Some(SUE)));
    desk.refuses("second_person_needed", "close_batch", close(Some(why), None));
    desk.refuses("second_person_same", "close_batch", close(Some(why), Some(SAM)));
    desk.refuses("second_person_same", "close_batch", close(Some(why), Some(BEN)));
    desk.refuses("second_person_no_right", "close_batch", close(Some(why), Some(ANA)));
    desk.done("close_batch", close(Some(why), Some(SUE)));
    let late = payment().open("MISC", "40.00").check("40.00", "502");
    desk.refuses("batch_closed", "take_payment", item_request(&batch, &late));
    let own = desk.approval("Mail batch 1");
    desk.refuses("own_session", "approve_session", own);
    desk.change_to(SUE);
    desk.approve("Mail batch 1");
    let (_, proposal) = desk.proposal();
    assert_eq!(
        proposal["check_total"],
        cents("60.00"),
        "a figure added up wrong makes no check"
    );
}

#[test]
fn a_batch_sent_back_is_keyed_on() {
    let mut desk = Desk::closing_desk();
    let batch = desk.open_mail(&[control("CHECK", 1, "60.00")], BEN);
    let wrong = desk.key_item(&batch, &payment().account("20-00001-01").check("120.01", "501"));
    desk.change_to(SUE);
    let void = json!({
        "request_id": request_id(), "session": batch, "receipt": wrong.number, "reason": "Wrong account",
        "consent": consent(SUE),
    });
    desk.refuses("second_person_same", "void_receipt", void.clone());
    desk.change_to(BEN);
    let mut void = void;
    void["request_id"] = json!(request_id());
    desk.done("void_receipt", void);
    desk.key_item(&batch, &payment().open("MISC", "60.00").check("60.00", "501"));
    desk.close_batch(&batch);
    desk.change_to(SUE);
    desk.send_back("Mail batch 1", "Key the payer's name");
    assert_eq!(desk.row("Mail batch 1")["stage"], "returned");
    desk.change_to(SAM);
    desk.close_batch(&batch);
    desk.change_to(SUE);
    desk.approve("Mail batch 1");
    let due = desk.due("20-00001-01");
    assert_eq!(due, cents("120.01"), "what was voided is due again");
    desk.books();
}

#[test]
fn money_in_suspense_is_placed_once() {
    let mut desk = Desk::closing_desk();
    let batch = desk.open_mail(&[control("CHECK", 1, "60.00")], BEN);
    let held = payment()
        .in_suspense("20-9999", "60.00", "no such account")
        .check("60.00", "501");
    let receipt = desk.key_item(&batch, &held).number;
    desk.close_batch(&batch);
    let place = |to: Value, reason: &str, second: Option<&str>| {
        let mut req = json!({ "request_id": request_id(), "receipt": receipt, "line": 0, "to": to, "reason": reason });
        if let Some(second) = second {
            req["consent"] = consent(second);
        }
        req
    };
    let account = |amount: &str| json!({ "on": "account", "account": "20-00003-03", "amount": amount });
    let why = "Last digit misread";
    desk.refuses(
        "placed_otherwise",
        "place_suspense",
        place(account("59.99"), why, Some(SUE)),
    );
    let nobody = json!({ "on": "account", "account": "20-99999-99", "amount": "60.00" });
    desk.refuses("unknown_account", "place_suspense", place(nobody, why, Some(SUE)));
    desk.refuses("text_missing", "place_suspense", place(account("60.00"), "", Some(SUE)));
    desk.refuses(
        "second_person_needed",
        "place_suspense",
        place(account("60.00"), why, None),
    );
    desk.refuses(
        "second_person_same",
        "place_suspense",
        place(account("60.00"), why, Some(SAM)),
    );
    desk.refuses(
        "second_person_no_right",
        "place_suspense",
        place(account("60.00"), why, Some(BEN)),
    );
    let mut other = place(account("60.00"), why, Some(SUE));
    other["line"] = json!(1);
    desk.refuses("not_in_suspense", "place_suspense", other);
    desk.done("place_suspense", place(account("60.00"), why, Some(SUE)));
    assert_eq!(desk.due("20-00003-03"), 0);
    assert_eq!(desk.done("suspense", json!({}))["items"], json!([]));
    desk.refuses(
        "already_placed",
        "place_suspense",
        place(account("60.00"), why, Some(SUE)),
    );
    let void = json!({
        "request_id": request_id(), "session": batch, "receipt": receipt, "reason": "Slip", "consent": consent(SUE),
    });
    desk.change_to(BEN);
    desk.refuses("already_placed", "void_receipt", void);
    let books = desk.books();
    assert_eq!(books.balance("100-2310"), 0);
    assert_eq!(books.balance("500-4000") + books.balance("500-4010"), -cents("60.00"));
}

#[test]
fn suspense_is_for_batches() {
    let mut desk = Desk::open_for(ANA);
    let held = payment().in_suspense("x", "5.00", "unknown").cash("5");
    desk.refuses_payment("suspense_in_batch_only", &held);
}

#[test]
fn a_turn_in_balances_to_its_transmittal() {
    let mut desk = Desk::closing_desk();
    let turn_in = |total: &str, cash: &str, again: &str| {
        json!({
            "request_id": request_id(), "department": "PD", "transmittal": "PD-77", "brought_by": "Officer Lund",
            "total": total, "lines": [{ "on": "charge", "code": "DOG1", "quantity": 4 }],
            "cash": count(cash), "cash_again": count(again), "tenders": [check("40.00", "501")],
        })
    };
    let refused = desk.refuses("transmittal_differs", "take_turn_in", turn_in("101.00", "3x20", "3x20"));
    assert_eq!(refused.facts["counted"], cents("100.00"));
    desk.refuses("counts_differ", "take_turn_in", turn_in("100.00", "3x20", "2x20 2x10"));
    desk.refuses("tender_below_total", "take_turn_in", turn_in("90.00", "1x50", "1x50"));
    let with = |key: &str, value: Value| {
        let mut req = turn_in("100.00", "3x20", "3x20");
        req[key] = value;
        req
    };
    desk.refuses("unknown_department", "take_turn_in", with("department", json!("NAVY")));
    desk.refuses("text_missing", "take_turn_in", with("transmittal", json!(" ")));
    desk.refuses("text_missing", "take_turn_in", with("brought_by", json!("")));
    let cash = json!([{ "tender": "CASH", "amount": "40.00" }]);
    desk.refuses("counted_otherwise", "take_turn_in", with("tenders", cash));
    let taken = desk.done("take_turn_in", turn_in("100.00", "3x20", "3x20"));
    assert_eq!(
        (&taken["name"], &taken["total"]),
        (&json!("Turn-in 1"), &json!(cents("100.00")))
    );
    let again = desk.refuses(
        "transmittal_taken_before",
        "take_turn_in",
        turn_in("100.00", "3x20", "3x20"),
    );
    assert_eq!(again.facts["name"], "Turn-in 1");
    let view = desk.done("receipt", json!({ "receipt": taken["receipt"] }));
    assert_eq!(view["payer"], "Police, Officer Lund");
    desk.change_to(SUE);
    desk.approve("Turn-in 1");
    desk.change_to(DOT);
    let deposit = desk.prepare_deposit();
    assert_eq!(
        (&deposit["brief"]["cash"], &deposit["brief"]["checks"]),
        (&json!(cents("60.00")), &json!(cents("40.00")))
    );
}
