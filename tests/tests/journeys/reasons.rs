//! Offices that list their reasons otherwise, and those that have no rules for returned items
//! and corrections.

use counterfoil_tests::closing_desk::bank_figures;
use counterfoil_tests::corrections::{refund, refund_list, reversal, to_account, transfer, withdrawal};
use counterfoil_tests::desk::{Desk, consent, request_id};
use counterfoil_tests::payment::payment;
use counterfoil_tests::people::{ANA, DOT, SAM, SUE, TESS};
use counterfoil_tests::returned_items::return_request;
use counterfoil_tests::workstation::{Workstation, fixture};
use serde_json::{Value, json};

#[test]
fn placements_and_bank_corrections_by_a_list() {
    let lists = [(
        "    { of = \"refund\", name = \"Overpayment\" },\n",
        "    { of = \"placement\", name = \"The payer called\" },\n    { of = \"bank\", name = \"Check misread\" },\n",
    )];
    let mut desk = Desk::at(Workstation::of_a_city_with("W1", &lists));
    desk.sign_in(SAM);
    let receipt = desk.mail_in_suspense("60.00");
    let place = |reason: &str| {
        json!({
            "request_id": request_id(), "receipt": receipt, "line": 0, "reason": reason, "consent": consent(SUE),
            "to": { "on": "account", "account": "20-00003-03", "amount": "60.00" },
        })
    };
    let refused = desk.refuses("reason_not_listed", "place_suspense", place("Found it"));
    assert_eq!(
        refused.facts,
        json!({ "given": "Found it", "listed": "The payer called" })
    );
    desk.refuses("text_missing", "place_suspense", place(" "));
    desk.done("place_suspense", place("The payer called: at ten"));

    desk.change_to(SUE);
    desk.approve("Mail batch 1");
    desk.change_to(DOT);
    let deposit = desk.prepare_deposit();
    desk.change_to(SUE);
    desk.count_again(&deposit);
    desk.change_to(TESS);
    desk.done("enter_bank_figures", bank_figures(&deposit, "0", "59.00"));
    let correct = |reason: &str| {
        json!({
            "request_id": request_id(), "deposit": deposit["brief"]["deposit"], "reason": reason,
            "reference": "ADJ-1", "consent": consent(SAM),
        })
    };
    desk.refuses("reason_not_listed", "correct_deposit", correct("Misread"));
    desk.done("correct_deposit", correct("Check misread"));
    // A kind of which nothing is listed any more takes whatever is typed, but not nothing.
    desk.change_to(SAM);
    let trace = desk.trace(&receipt);
    let place = u16::try_from(trace["lines"].as_array().expect("lines").len() - 1).expect("few");
    desk.refuses("text_missing", "request_refund", {
        let mut request = refund((&receipt, place), "5.00", "", SUE);
        request["payee"] = json!({ "name": "Ned Land" });
        request
    });
    let unlisted = refund((&receipt, place), "5.00", "Because they asked", SUE);
    let refused = desk
        .ask("request_refund", unlisted)
        .expect_err("one reason is left on the list");
    assert_eq!(refused.code, "reason_not_listed");
    assert_eq!(refused.facts["listed"], "Unclaimed");
    desk.books();
}

/// The small city as it was before it had rules for either.
fn without_rules() -> Workstation {
    let city = std::fs::read_to_string(fixture("city.toml")).expect("the small city");
    let from = city.find("# The desk carries").expect("where they begin");
    let to = city.find("[policies]").expect("what comes behind them");
    Workstation::of_a_city_with("W1", &[(&city[from..to], "")])
}

#[test]
fn an_office_without_rules_for_either() {
    let mut desk = Desk::at(without_rules());
    let paid = [
        payment().account("20-00001-01").check("120.01", "301"),
        payment().open("MISC", "20.00").cash("20"),
    ];
    desk.drawer_day(ANA, &paid, "2x100 1x20", &[]);
    desk.sign_in(SAM);
    desk.approve("Drawer 1");
    desk.goes_to_the_bank();
    let returned = return_request(&[("W1-000001", 0)], "120.01", "NSF");
    assert_eq!(
        desk.done("preview_return", returned.clone())["refusal"]["code"],
        "returns_not_set_up"
    );
    desk.refuses("returns_not_set_up", "return_item", returned);
    let why = "Wrong account keyed";
    for (cmd, request) in [
        ("reverse_receipt", reversal("W1-000001", why, SUE)),
        (
            "transfer_payment",
            transfer(("W1-000001", 0), "1.00", to_account("PC-77120"), why, SUE),
        ),
        ("request_refund", refund(("W1-000001", 0), "1.00", why, SUE)),
        ("list_refunds", refund_list(&[])),
    ] {
        desk.refuses("corrections_not_set_up", cmd, request);
    }
    desk.refuses("unknown_refund", "withdraw_refund", withdrawal("RF-000001", "x"));
    // What reads says that there is nothing.
    let register = desk.register();
    assert_eq!((&register["reasons"], &register["items"]), (&json!([]), &json!([])));
    assert_eq!(desk.trace("W1-000001")["reasons"], json!([]));
    assert_eq!(desk.refunds()["waiting"], Value::from(0));
    let date = desk.trace("W1-000001")["business_date"].clone();
    desk.done("write_document", json!({ "date": date }));
}
