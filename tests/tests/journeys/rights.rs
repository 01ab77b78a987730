//! Who may do what: every command, tried by everyone.

use counterfoil_domain::rights::{Right, Role, allows};
use counterfoil_station::rpc::COMMANDS;
use counterfoil_tests::bank_files::{csv_file, file_request, returned_check};
use counterfoil_tests::closing_desk::{close_request, control, second_count, web_file, web_request};
use counterfoil_tests::corrections::{refund, refund_list, reversal, to_account, transfer, withdrawal};
use counterfoil_tests::desk::{Desk, consent, request_id};
use counterfoil_tests::people::{ADA, ADAM, ANA, BEN, DOT, SAM, SUE, TESS};
use counterfoil_tests::returned_items::{PAID_AFTER_ALL, reinstatement, return_request};
use serde_json::{Value, json};

#[test]
fn every_command_by_everyone() {
    let mut desk = Desk::new("W1");
    for (user, role) in [
        (ANA, Role::Cashier),
        (SAM, Role::Supervisor),
        (DOT, Role::DepositPreparer),
        (ADA, Role::Auditor),
        (TESS, Role::Treasury),
        (ADAM, Role::Administrator),
    ] {
        desk.sign_in(user);
        // These two end the signing in; they have their own test.
        for command in COMMANDS
            .iter()
            .filter(|command| !["sign_out", "lock"].contains(&command.name))
        {
            let outcome = desk.ask(command.name, json!({}));
            let refused = matches!(&outcome, Err(refused) if refused.code == "no_right");
            assert_eq!(
                !refused,
                allows(&[role], command.right),
                "{} by {user}: {outcome:?}",
                command.name
            );
        }
        desk.sign_out();
    }
    for command in COMMANDS.iter().filter(|command| command.right != Right::Anyone) {
        desk.refuses("not_signed_in", command.name, json!({}));
    }
}

#[test]
fn an_auditor_changes_nothing() {
    let mut desk = Desk::open_for(ANA);
    desk.change_to(ADA);
    for (cmd, req) in [
        ("take_payment", json!({ "request_id": request_id(), "payment": {} })),
        ("open_drawer", json!({ "request_id": request_id(), "float": [] })),
        (
            "void_receipt",
            json!({ "request_id": request_id(), "receipt": "W1-000001", "reason": "x" }),
        ),
        (
            "reprint_receipt",
            json!({ "request_id": request_id(), "receipt": "W1-000001" }),
        ),
        ("save_draft", json!({ "request_id": request_id(), "payment": {} })),
    ] {
        desk.refuses("no_right", cmd, req);
    }
    let verified = desk.done("verify", json!({}));
    assert_eq!(verified["fault"], serde_json::Value::Null);
}

/// Each writing command of the closing desk with a request that would be done, and who may.
fn closing_desk_requests(session: &Value, deposit: &Value) -> Vec<(&'static str, Value, &'static [&'static str])> {
    let id = &deposit["brief"]["deposit"];
    let named = |mut request: Value| {
        request["request_id"] = json!(request_id());
        request
    };
    let cashiers: &[&str] = &[ANA, SAM];
    let bank = json!({
        "deposit": id, "cash": "1", "checks": "1", "validated_on": "2026-11-23", "reference": "B",
    });
    vec![
        (
            "approve_session",
            named(json!({ "session": session, "seen_difference": 0 })),
            &[SAM],
        ),
        (
            "return_session",
            named(json!({ "session": session, "reason": "Again" })),
            &[SAM],
        ),
        ("count_in_place", named(json!({ "reason": "Left" })), &[SAM]),
        (
            "open_batch",
            named(json!({ "control": [control("CHECK", 1, "1.00")] })),
            cashiers,
        ),
        ("close_batch", named(json!({ "session": session })), cashiers),
        (
            "take_in_file",
            web_request(&web_file("W-1", &[("20-04127-03", "1.00")])),
            cashiers,
        ),
        (
            "take_turn_in",
            named(json!({
                "department": "PD", "transmittal": "1", "brought_by": "x", "total": "1", "lines": [], "cash": [], "cash_again": [],
            })),
            cashiers,
        ),
        (
            "place_suspense",
            named(json!({
                "receipt": "W1-000001", "line": 0, "to": { "on": "account", "account": "20-04127-03" }, "reason": "x",
            })),
            &[SAM],
        ),
        (
            "prepare_deposit",
            named(json!({ "bank": "MAIN", "sessions": [session], "cash": [] })),
            &[SAM, DOT],
        ),
        (
            "withdraw_deposit",
            named(json!({ "deposit": id, "reason": "x" })),
            &[SAM, DOT],
        ),
        ("finalize_deposit", second_count(deposit), &[SAM, DOT]),
        ("enter_bank_figures", named(bank), &[TESS]),
        (
            "correct_deposit",
            named(json!({ "deposit": id, "reason": "x", "reference": "A" })),
            &[TESS],
        ),
        ("close_day", close_request("2026-11-21", &[]), &[SAM]),
    ]
}

/// The same of returned items and of corrections after the close.
fn requests_after_the_close() -> Vec<(&'static str, Value, &'static [&'static str])> {
    let named = |mut request: Value| {
        request["request_id"] = json!(request_id());
        request
    };
    let (returns, corrects): (&[&str], &[&str]) = (&[SAM, TESS], &[SAM]);
    let file = csv_file("B-1", &[returned_check("1.00", "1", "NSF")]);
    vec![
        (
            "return_item",
            return_request(&[("W1-000002", 0)], "40.00", "NSF"),
            returns,
        ),
        ("reinstate_item", reinstatement("R-000001", PAID_AFTER_ALL), returns),
        (
            "write_notice",
            named(json!({ "number": "R-000001", "language": "en" })),
            returns,
        ),
        (
            "list_for_collections",
            named(json!({ "numbers": ["R-000001"] })),
            returns,
        ),
        ("take_in_returns", file_request("RETCSV", &file), returns),
        (
            "dismiss_return_item",
            named(json!({ "file": "F-000001", "item": 0, "reason": "x" })),
            returns,
        ),
        (
            "reverse_receipt",
            reversal("W1-000001", "Receipt entered twice", SUE),
            corrects,
        ),
        (
            "transfer_payment",
            transfer(
                ("W1-000001", 0),
                "1.00",
                to_account("PC-77120"),
                "Wrong account keyed",
                SUE,
            ),
            corrects,
        ),
        (
            "request_refund",
            refund(("W1-000001", 0), "1.00", "Overpayment", SUE),
            corrects,
        ),
        ("withdraw_refund", withdrawal("RF-000001", "x"), corrects),
        ("list_refunds", refund_list(&[]), corrects),
    ]
}

/// What reads of it, each with a request that the closing desk answers.
fn reading_after_the_close() -> Vec<(&'static str, Value)> {
    vec![
        ("returned_items", json!({})),
        ("refunds", json!({})),
        ("trace", json!({ "receipt": "W1-000001" })),
        ("trace_payments", json!({ "amount": "40.00" })),
        ("account_history", json!({ "number": "PC-77120" })),
        ("write_account_history", json!({ "number": "PC-77120" })),
        (
            "bank_account",
            json!({ "tender": { "receipt": "W1-000002", "place": 0 } }),
        ),
    ]
}

/// What reads of it and belongs to whoever works returned items.
fn reading_to_work() -> Vec<(&'static str, Value)> {
    let file = csv_file("B-1", &[returned_check("1.00", "1", "NSF")]);
    vec![
        ("find_originals", json!({ "amount": "40.00" })),
        ("preview_return", return_request(&[("W1-000002", 0)], "40.00", "NSF")),
        ("preview_returns", file_request("RETCSV", &file)),
    ]
}

#[test]
fn each_at_the_closing_desk_does_their_own_work_only() {
    let mut desk = Desk::closing_desk_with_a_drawer();
    let session = desk.session("Drawer 1");
    desk.change_to(SUE);
    desk.approve("Drawer 1");
    let deposit = desk.prepare_deposit();
    let mut requests = closing_desk_requests(&session, &deposit);
    requests.extend(requests_after_the_close());
    for user in [ANA, ADA, TESS, DOT, ADAM] {
        desk.change_to(user);
        for (cmd, request, who) in requests.iter().filter(|(_, _, who)| !who.contains(&user)) {
            let refused = desk.refuses("no_right", cmd, request.clone());
            assert_eq!(refused.facts["user"], user, "{cmd} is for {who:?}");
        }
        let may_read = desk.ask("board", json!({})).is_ok();
        assert_eq!(may_read, [ADA, TESS, DOT].contains(&user), "the board, by {user}");
        for (cmd, request) in reading_after_the_close() {
            let answer = desk.ask(cmd, request);
            assert_eq!(answer.is_ok(), may_read, "{cmd} by {user}: {answer:?}");
        }
        for (cmd, request) in reading_to_work() {
            let answer = desk.ask(cmd, request);
            assert_eq!(answer.is_ok(), user == TESS, "{cmd} by {user}: {answer:?}");
        }
    }
}

#[test]
fn the_closing_desk_is_one_window() {
    let desk = Desk::closing_desk_with_a_drawer();
    let mut second = desk.window_beside("W2");
    second.sign_in(SAM);
    let nothing = json!({ "brief": { "deposit": request_id(), "check_items": 0, "checks": 0 }, "cash": [] });
    let mut requests = closing_desk_requests(&json!(request_id()), &nothing);
    requests.extend(requests_after_the_close());
    // A drawer that was left is counted where it stands; treasury's work is tried by treasury.
    let elsewhere = |cmd: &str| !["count_in_place", "enter_bank_figures", "correct_deposit"].contains(&cmd);
    for (cmd, request, _) in requests.iter().filter(|(cmd, ..)| elsewhere(cmd)) {
        let refused = second.refuses("not_closing_desk", cmd, request.clone());
        assert_eq!(
            (&refused.facts["station"], &refused.facts["closing_desk"]),
            (&json!("Window 2"), &json!("Window 1"))
        );
    }
    for cmd in [
        "board",
        "batches",
        "suspense",
        "deposits",
        "documents",
        "flow",
        "over_short",
    ] {
        second.refuses("not_closing_desk", cmd, json!({}));
    }
    second.refuses("not_closing_desk", "take_in_entries", json!({ "content": "" }));
    let reading = reading_after_the_close().into_iter().chain(reading_to_work());
    for (cmd, request) in reading.chain([
        ("returned_item", json!({ "number": "R-000001" })),
        ("return_file", json!({ "file": "F-000001" })),
        ("write_voucher", json!({ "seq": 1 })),
    ]) {
        second.refuses("not_closing_desk", cmd, request);
    }
    second.change_to(TESS);
    for (cmd, request, _) in requests
        .iter()
        .filter(|(cmd, ..)| cmd.contains("bank") || cmd.contains("correct"))
    {
        second.refuses("not_closing_desk", cmd, request.clone());
    }
}

#[test]
fn a_locked_screen_does_nothing_but_unlock() {
    let mut desk = Desk::open_for(ANA);
    let state = desk.done("lock", json!({}));
    assert_eq!(state["locked"], true);
    for command in COMMANDS.iter().filter(|command| command.right != Right::Anyone) {
        if !["sign_out", "lock"].contains(&command.name) {
            desk.refuses("screen_locked", command.name, json!({}));
        }
    }
    desk.refuses("screen_locked", "unlock", consent(BEN));
    let state = desk.done("unlock", consent(ANA));
    assert_eq!(state["locked"], false);
}

#[test]
fn someone_else_signs_in_after_signing_out() {
    let mut desk = Desk::new("W1");
    desk.sign_in(ANA);
    desk.refuses("someone_signed_in", "sign_in", consent(BEN));
    desk.change_to(BEN);
}

#[test]
fn five_wrong_passwords_lock_the_user_across_a_restart() {
    let mut desk = Desk::new("W1");
    let wrong = json!({ "user": ANA, "password": "guess" });
    let attempt = |desk: &mut Desk| desk.ask("sign_in", wrong.clone()).expect_err("a wrong password").code;
    for nth in 1..=5 {
        assert_eq!(attempt(&mut desk), "wrong_password", "attempt {nth}");
    }
    assert_eq!(attempt(&mut desk), "user_locked");
    desk.power_cut();
    let refused = desk
        .ask("sign_in", consent(ANA))
        .expect_err("locked, even with the right password");
    assert_eq!(refused.code, "user_locked");
    assert!(
        refused.facts["seconds"].as_i64().is_some_and(|seconds| seconds > 0),
        "{refused}"
    );
    // Someone else is not locked, and a stranger learns nothing by the answer.
    let stranger = desk
        .ask("sign_in", json!({ "user": "nobody", "password": "guess" }))
        .expect_err("unknown");
    assert_eq!(stranger.code, "wrong_password");
    desk.sign_in(BEN);
    desk.sign_out();
    let books = desk.books();
    assert_eq!(
        books
            .of_kind("sign_in_refused")
            .filter(|entry| entry["body"]["user"] == ANA)
            .count(),
        5
    );
}

#[test]
fn a_second_persons_wrong_password_is_no_consent() {
    let mut desk = Desk::open_for(ANA);
    let req =
        json!({ "request_id": request_id(), "reason": "Change", "consent": { "user": SAM, "password": "guess" } });
    let refused = desk.ask("no_sale", req).expect_err("a wrong password");
    assert_eq!(refused.code, "wrong_password");
    assert_eq!(desk.books().count("no_sale"), 0);
}
