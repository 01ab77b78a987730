//! Who may do what: every command, tried by everyone.

use counterfoil_domain::rights::{Right, Role, allows};
use counterfoil_station::rpc::COMMANDS;
use counterfoil_tests::desk::{Desk, consent, request_id};
use counterfoil_tests::people::{ADA, ADAM, ANA, BEN, SAM, TESS};
use serde_json::json;

#[test]
fn every_command_by_everyone() {
    let mut desk = Desk::new("W1");
    for (user, role) in [
        (ANA, Role::Cashier),
        (SAM, Role::Supervisor),
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
