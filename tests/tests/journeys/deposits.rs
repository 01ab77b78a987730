//! Deposits that are refused: substituted, twice, altered, counted by one person.

use counterfoil_tests::cash::{cents, count};
use counterfoil_tests::closing_desk::{bank_figures, second_count};
use counterfoil_tests::desk::{Desk, consent, request_id};
use counterfoil_tests::people::{BEN, DOT, SAM, SUE, TESS};
use serde_json::{Value, json};

/// The closing desk with its drawer approved, the deposit preparer signed in; 60.00 in cash
/// and a check of 40.00.
fn ready() -> (Desk, Value) {
    let mut desk = Desk::closing_desk_with_a_drawer();
    desk.approve("Drawer 1");
    let session = desk.session("Drawer 1");
    desk.change_to(DOT);
    (desk, session)
}

fn prepare(session: &Value, cash: &str) -> Value {
    json!({ "request_id": request_id(), "bank": "MAIN", "sessions": [session], "cash": count(cash) })
}

#[test]
fn a_deposit_is_never_substituted() {
    let (mut desk, session) = ready();
    let refused = desk.refuses("deposit_cash", "prepare_deposit", prepare(&session, "1x100"));
    assert_eq!(
        (&refused.facts["expected"], &refused.facts["given"]),
        (&json!(6000), &json!(10_000))
    );
    desk.refuses("deposit_cash", "prepare_deposit", prepare(&session, "3x20 1x0.01"));
    let with = |key: &str, value: Value| {
        let mut req = prepare(&session, "3x20");
        req[key] = value;
        req
    };
    desk.refuses("deposit_checks", "prepare_deposit", with("check_total", json!("39.99")));
    desk.refuses("deposit_check_unknown", "prepare_deposit", with("order", json!([])));
    desk.refuses("deposit_check_unknown", "prepare_deposit", with("order", json!([0, 0])));
    desk.refuses("deposit_check_unknown", "prepare_deposit", with("order", json!([1])));
    desk.refuses("unknown_bank_account", "prepare_deposit", with("bank", json!("OTHER")));
    desk.refuses("nothing_to_deposit", "prepare_deposit", with("sessions", json!([])));
    desk.refuses(
        "unknown_session",
        "prepare_deposit",
        with("sessions", json!([request_id()])),
    );
    desk.refuses(
        "already_in_deposit",
        "prepare_deposit",
        with("sessions", json!([session, session])),
    );
    desk.refuses(
        "unknown_denomination",
        "prepare_deposit",
        with("cash", json!([{ "cents": 6000, "loose": 1 }])),
    );
    desk.done("prepare_deposit", with("check_total", json!("40")));
}

#[test]
fn only_what_is_approved_is_deposited() {
    let mut desk = Desk::closing_desk_with_a_drawer();
    let session = desk.session("Drawer 1");
    desk.change_to(DOT);
    desk.refuses("session_not_approved", "prepare_deposit", prepare(&session, "3x20"));
    let propose = json!({ "bank": "MAIN", "sessions": [session] });
    desk.refuses("session_not_approved", "propose_deposit", propose);
}

#[test]
fn nothing_is_deposited_twice() {
    let (mut desk, session) = ready();
    let first = desk.prepare_deposit();
    let refused = desk.refuses("already_in_deposit", "prepare_deposit", prepare(&session, "3x20"));
    assert_eq!(refused.facts["number"], "D-000001");
    let take_apart =
        |reason: &str| json!({ "request_id": request_id(), "deposit": first["brief"]["deposit"], "reason": reason });
    desk.refuses("text_missing", "withdraw_deposit", take_apart(" "));
    desk.done("withdraw_deposit", take_apart("Another bag"));
    desk.refuses("deposit_withdrawn", "withdraw_deposit", take_apart("Again"));
    desk.change_to(SUE);
    desk.refuses("deposit_withdrawn", "finalize_deposit", second_count(&first));
    desk.change_to(DOT);
    let second = desk.prepare_deposit();
    assert_eq!(second["brief"]["number"], "D-000002", "a number is not used again");
    desk.refuses("unknown_deposit", "deposit", json!({ "deposit": request_id() }));
}

#[test]
fn a_second_person_counts_the_same() {
    let (mut desk, _) = ready();
    let deposit = desk.prepare_deposit();
    let counted = |key: &str, value: Value| {
        let mut req = second_count(&deposit);
        req[key] = value;
        req
    };
    desk.refuses("second_person_needed", "finalize_deposit", second_count(&deposit));
    desk.refuses(
        "second_person_same",
        "finalize_deposit",
        counted("consent", consent(DOT)),
    );
    desk.refuses(
        "second_person_no_right",
        "finalize_deposit",
        counted("consent", consent(BEN)),
    );
    desk.change_to(SUE);
    let refused = desk.refuses(
        "second_count_differs",
        "finalize_deposit",
        counted("cash", json!(count("1x100"))),
    );
    assert_eq!(
        (&refused.facts["what"], &refused.facts["given"]),
        (&json!("cash"), &json!("100.00"))
    );
    let other_notes = counted("cash", json!(count("1x50 1x10")));
    desk.refuses("second_count_differs", "finalize_deposit", other_notes);
    desk.refuses(
        "second_count_differs",
        "finalize_deposit",
        counted("check_total", json!("40.01")),
    );
    desk.refuses(
        "second_count_differs",
        "finalize_deposit",
        counted("check_items", json!(2)),
    );
    desk.refuses("text_missing", "finalize_deposit", counted("bag", json!("")));
    let done = desk.count_again(&deposit);
    assert_eq!(done["brief"]["state"], "final");
}

#[test]
fn a_final_deposit_is_never_altered() {
    let (mut desk, session) = ready();
    let deposit = desk.prepare_deposit();
    let id = &deposit["brief"]["deposit"];
    desk.change_to(TESS);
    desk.refuses(
        "deposit_not_final",
        "enter_bank_figures",
        bank_figures(&deposit, "60", "40"),
    );
    desk.change_to(SUE);
    desk.count_again(&deposit);
    desk.refuses("deposit_final", "finalize_deposit", second_count(&deposit));
    let take_apart = json!({ "request_id": request_id(), "deposit": id, "reason": "A note too many" });
    desk.refuses("deposit_final", "withdraw_deposit", take_apart);
    desk.refuses("already_in_deposit", "prepare_deposit", prepare(&session, "3x20"));
    let again = json!({ "request_id": request_id(), "session": session, "reason": "Late", "recount": true });
    desk.refuses("session_approved", "return_session", again);
    let void = json!({
        "request_id": request_id(), "session": session, "receipt": "W1-000001", "reason": "Late", "consent": consent(SAM),
    });
    desk.refuses("session_approved", "void_receipt", void);

    desk.change_to(TESS);
    let correct = |second: Option<&str>, reason: &str| {
        let mut req = json!({ "request_id": request_id(), "deposit": id, "reason": reason, "reference": "ADJ-1" });
        if let Some(second) = second {
            req["consent"] = consent(second);
        }
        req
    };
    desk.refuses("bank_figures_missing", "correct_deposit", correct(Some(SAM), "Short"));
    let mut figures = bank_figures(&deposit, "60", "40");
    figures["validated_on"] = json!("");
    desk.refuses("text_missing", "enter_bank_figures", figures);
    desk.refuses(
        "amount_malformed",
        "enter_bank_figures",
        bank_figures(&deposit, "-60", "40"),
    );
    let mistyped = desk.bank_says(&deposit, "6.00", "39.00");
    assert_eq!(mistyped["validated"]["cash_difference"], -cents("54.00"));
    let said = desk.bank_says(&deposit, "60.00", "39.00");
    assert_eq!(said["validated"]["cash_difference"], 0, "the last ones hold");
    desk.refuses(
        "second_person_needed",
        "correct_deposit",
        correct(None, "Misread check"),
    );
    desk.refuses(
        "second_person_same",
        "correct_deposit",
        correct(Some(TESS), "Misread check"),
    );
    desk.refuses(
        "second_person_no_right",
        "correct_deposit",
        correct(Some(DOT), "Misread check"),
    );
    desk.refuses("text_missing", "correct_deposit", correct(Some(SAM), ""));
    let corrected = desk.bank_corrects(&deposit, "Misread check", SAM);
    assert_eq!(corrected["corrections"][0]["checks"], -cents("1.00"));
    desk.refuses("nothing_to_correct", "correct_deposit", correct(Some(SAM), "Again"));
    let late = bank_figures(&deposit, "60", "40");
    desk.refuses("bank_figures_entered", "enter_bank_figures", late);
}
