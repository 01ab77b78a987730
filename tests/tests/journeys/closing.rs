//! The closing desk by itself: from the board to the deposit, the close, the bank.

use counterfoil_tests::cash::cents;
use counterfoil_tests::closing_desk::{control, control_cash, figures};
use counterfoil_tests::desk::{Desk, FLOAT, consent, request_id};
use counterfoil_tests::payment::payment;
use counterfoil_tests::people::{ANA, BEN, DOT, SAM, SUE, TESS};
use serde_json::{Value, json};

#[test]
fn from_the_board_to_the_bank() {
    let mut desk = Desk::closing_desk_with_a_drawer();
    let row = desk.row("Drawer 1");
    assert_eq!(
        (&row["stage"], &row["total"]["difference"]),
        (&json!("closed"), &json!(0))
    );
    assert_eq!(
        figures(&row, "CASH"),
        (cents("60.00"), Some(cents("60.00"))),
        "without the float"
    );
    assert_eq!(figures(&row, "CHECK"), (cents("40.00"), Some(cents("40.00"))));
    the_mail(&mut desk);
    desk.approve("Drawer 1");
    desk.change_to(SUE);
    desk.approve("Mail batch 1");
    let board = desk.board();
    let date = board["date"].as_str().expect("a date").to_owned();
    assert_eq!(
        (&board["approved"], &board["total"]["expected"]),
        (&json!(2), &json!(cents("425.62")))
    );
    let others: Vec<&Value> = board["in_the_way"].as_array().expect("a list").iter().collect();
    assert_eq!(
        others.len(),
        1,
        "nothing but the window that never handed over: {others:?}"
    );

    let deposit = the_deposit(&mut desk);
    desk.change_to(SAM);
    let closed = desk.close_the_day(&date, &["station:W2"]);
    assert_eq!(
        (&closed["sessions"], &closed["carried"]),
        (&json!(2), &json!(["Window 2"]))
    );
    let board = desk.board_of(&date);
    assert_eq!((&board["closed"], &board["in_the_way"]), (&json!(true), &json!([])));
    the_bank(&mut desk, &deposit);

    let books = desk.books();
    for (ledger, name, amount) in [
        (
            "100-1000",
            "vault: the float out and in, the cash in and to the bank",
            "0",
        ),
        ("100-1010", "cash in drawers", "0"),
        ("100-1020", "checks on hand", "0"),
        ("100-1100", "bank: 75.50 and 350.12, less 20.00", "405.62"),
        ("100-5900", "over and short", "20.00"),
    ] {
        assert_eq!(books.balance(ledger), cents(amount), "{ledger}, {name}");
    }
    let of_date = |kind| {
        let entry = books.of_kind(kind).next().expect("written once");
        entry["business_date"].as_str().expect("a date").to_owned()
    };
    for kind in [
        "session_approved",
        "deposit_prepared",
        "deposit_finalized",
        "day_closed",
    ] {
        assert_eq!(of_date(kind), date, "{kind}");
    }
    for kind in ["bank_figures_entered", "bank_corrected"] {
        assert!(of_date(kind) > date, "{kind} is never back-dated");
    }
}

fn the_mail(desk: &mut Desk) {
    let figures = [
        control("CHECK", 2, "250.12"),
        control("MO", 1, "60.00"),
        control_cash("1x10 1x5 2x0.25"),
    ];
    let batch = desk.open_mail(&figures, BEN);
    let bill = payment().account("20-04127-03").check("184.62", "501");
    let number = desk.key_item(&batch, &bill).number;
    assert_eq!(number, "W1-000003", "one series a workstation");
    desk.key_item(
        &batch,
        &payment().on_account("20-00001-01", "65.50").check("65.50", "502"),
    );
    desk.key_item(&batch, &payment().open("MISC", "60.00").money_order("60.00", "88"));
    let view = desk.done("batch", json!({ "session": batch }));
    assert_eq!(
        (&view["agrees"], &view["difference"]),
        (&json!(false), &json!(-cents("15.50")))
    );
    assert_eq!(view["opened_by"], json!(["Sam Whitfield", "Ben Okafor"]));
    desk.key_item(&batch, &payment().open("MISC", "15.50").cash("15.50"));
    assert_eq!(desk.done("batch", json!({ "session": batch }))["agrees"], true);
    desk.close_batch(&batch);
}

fn the_deposit(desk: &mut Desk) -> Value {
    desk.change_to(DOT);
    let deposit = desk.prepare_deposit();
    let brief = &deposit["brief"];
    assert_eq!(
        (&brief["number"], &brief["state"]),
        (&json!("D-000001"), &json!("prepared"))
    );
    assert_eq!(
        (&brief["cash"], &brief["checks"]),
        (&json!(cents("75.50")), &json!(cents("350.12")))
    );
    assert_eq!(brief["check_items"], 4);
    desk.change_to(SUE);
    let counted = desk.count_again(&deposit);
    assert_eq!(counted["brief"]["state"], "final");
    assert_eq!(
        (&counted["verified_by"], &counted["bag"]),
        (&json!("Sue Park"), &json!("BAG-1"))
    );
    assert_eq!(desk.row("Drawer 1")["deposit"], "D-000001");
    counted
}

fn the_bank(desk: &mut Desk, deposit: &Value) {
    desk.change_to(TESS);
    let said = desk.bank_says(deposit, "55.50", "350.12");
    assert_eq!(said["brief"]["state"], "differs");
    assert_eq!(said["validated"]["cash_difference"], -cents("20.00"));
    let corrected = desk.bank_corrects(deposit, "One note of twenty too few", SAM);
    assert_eq!(corrected["brief"]["state"], "corrected");
    assert_eq!(corrected["corrections"][0]["cash"], -cents("20.00"));
    assert_eq!(
        corrected["brief"]["cash"],
        cents("75.50"),
        "the deposit itself stays as it is"
    );
    assert_eq!(corrected["validated"]["cash_difference"], 0);
}

#[test]
fn a_drawer_is_sent_back_and_counted_again() {
    let mut desk = Desk::new("W1");
    desk.sign_in(ANA);
    desk.open_drawer(FLOAT);
    desk.pay(&payment().open("MISC", "193.00").cash("193"));
    desk.start_count();
    desk.count_all("3x100 1x20 1x10 9x1", &[]);
    desk.close_with_reason("Does not agree", SUE);
    desk.change_to(SAM);
    assert_eq!(desk.row("Drawer 1")["total"]["difference"], -cents("54.00"));
    let search = json!({ "session": desk.session("Drawer 1") });
    let suspects = desk.done("suspects", search);
    let first = &suspects["suspects"][0];
    assert_eq!(
        (&first["pattern"], &first["names"]),
        (&json!("swapped_digits"), &json!(["W1-000001"]))
    );

    let approval = desk.approval("Drawer 1");
    let refused = desk.refuses("reason_needed", "approve_session", approval);
    assert_eq!(refused.facts["differences"], "Cash 54.00 short");
    desk.send_back("Drawer 1", "Count the cash once more");
    assert_eq!(desk.row("Drawer 1")["stage"], "returned");
    let approval = desk.approval("Drawer 1");
    desk.refuses("session_not_closed", "approve_session", approval);

    desk.change_to(ANA);
    let counted = desk.count_all("3x100 1x50 1x20 1x10 9x1", &[]);
    assert_eq!(
        counted["counts"].as_array().map(Vec::len),
        Some(2),
        "the first count stays on record"
    );
    desk.close_with_reason("A fifty stuck to another note", SUE);
    desk.change_to(SAM);
    let row = desk.row("Drawer 1");
    assert_eq!(
        (&row["stage"], &row["total"]["difference"]),
        (&json!("closed"), &json!(-cents("4.00")))
    );
    desk.approve_because("Drawer 1", "Four dollars, not found");
    let approval = desk.approval("Drawer 1");
    desk.refuses("session_approved", "approve_session", approval);
    let books = desk.books();
    assert_eq!(books.balance("100-5900"), cents("4.00"));
    assert_eq!((books.count("drawer_counted"), books.count("drawer_closed")), (2, 2));
}

#[test]
fn figures_that_changed_since_the_screen_showed_them() {
    let mut desk = Desk::closing_desk_with_a_drawer();
    let seen = desk.approval("Drawer 1");
    let moved = json!({
        "request_id": request_id(), "session": seen["session"], "receipt": "W1-000001", "place": 0,
        "to": counterfoil_tests::payment::check("60.00", "302"), "reason": "It was a check", "consent": consent(SUE),
    });
    desk.done("reclass_tender", moved);
    let row = desk.row("Drawer 1");
    assert_eq!(
        figures(&row, "CASH"),
        (0, Some(cents("60.00"))),
        "what was counted stays"
    );
    // 60.00 too much in cash and 60.00 too little in checks: nothing over all, and not agreed.
    desk.refuses("reason_needed", "approve_session", seen);
    let void = json!({
        "request_id": request_id(), "session": row["session"], "receipt": "W1-000002", "reason": "Wrong account",
        "consent": consent(SUE),
    });
    let before = desk.approval("Drawer 1");
    desk.done("void_receipt", void);
    desk.refuses("figures_changed", "approve_session", before);
}

#[test]
fn a_drawer_left_behind_is_counted_in_place() {
    let mut desk = Desk::open_for(ANA);
    desk.pay(&payment().open("MISC", "60.00").cash("60"));
    desk.pay(&payment().open("MISC", "40.00").check("40.00", "301"));
    desk.change_to(BEN);
    let in_place = |reason: &str, second: Option<&str>| {
        let mut req = json!({ "request_id": request_id(), "reason": reason });
        if let Some(second) = second {
            req["consent"] = consent(second);
        }
        req
    };
    let why = "Ana was taken ill";
    desk.refuses("no_right", "count_in_place", in_place(why, Some(SAM)));
    desk.change_to(SAM);
    desk.refuses("text_missing", "count_in_place", in_place(" ", Some(BEN)));
    desk.refuses("second_person_needed", "count_in_place", in_place(why, None));
    desk.refuses("second_person_same", "count_in_place", in_place(why, Some(SAM)));
    desk.refuses("second_person_same", "count_in_place", in_place(why, Some(ANA)));
    desk.refuses("second_person_no_right", "count_in_place", in_place(why, Some(TESS)));
    desk.done("count_in_place", in_place(why, Some(BEN)));
    desk.change_to(ANA);
    let count = counterfoil_tests::desk::count_request("2x100 3x20", vec![], &[]);
    desk.refuses("not_your_drawer", "record_count", count);
    desk.change_to(SAM);
    desk.count_all("2x100 3x20", &[]);
    desk.close();
    let own = desk.approval("Drawer 1");
    desk.refuses("own_session", "approve_session", own);
    desk.change_to(SUE);
    desk.approve("Drawer 1");
    let books = desk.books();
    let begun = books.of_kind("counting_started").next().expect("counted once");
    assert_eq!(begun["body"]["in_place"], json!([SAM, "Sam Whitfield"]));
    assert_eq!(begun["approval"]["user"], BEN);
    assert_eq!(books.balance("100-1010"), 0);
}
