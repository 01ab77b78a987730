//! The drawer's life besides payments: who holds it, how full it is, what is refused.

use counterfoil_tests::cash::count;
use counterfoil_tests::desk::{Desk, FLOAT, consent, count_request, request_id};
use counterfoil_tests::payment::payment;
use counterfoil_tests::people::{ANA, BEN, SAM};
use serde_json::json;

#[test]
fn nothing_works_without_a_drawer() {
    let mut desk = Desk::new("W1");
    desk.sign_in(ANA);
    desk.refuses_payment("no_open_drawer", &payment().open("MISC", "1.00").cash("1"));
    desk.refuses(
        "no_open_drawer",
        "checkpoint_count",
        json!({ "request_id": request_id(), "cash": [] }),
    );
    desk.refuses("no_open_drawer", "start_count", json!({ "request_id": request_id() }));
    desk.refuses("no_open_drawer", "record_count", count_request("", vec![], &[]));
    desk.refuses("no_open_drawer", "close_drawer", json!({ "request_id": request_id() }));
    desk.refuses("unknown_session", "drawer", json!({ "session": request_id() }));
}

#[test]
fn floats_are_counted_in_notes_and_coins_that_exist() {
    let mut desk = Desk::new("W1");
    desk.sign_in(ANA);
    let open = |float| json!({ "request_id": request_id(), "float": float });
    desk.refuses(
        "unknown_denomination",
        "open_drawer",
        open(json!([{ "cents": 300, "loose": 1 }])),
    );
    let twice = json!([{ "cents": 100, "loose": 1 }, { "cents": 100, "bundles": 1 }]);
    desk.refuses("denomination_twice", "open_drawer", open(twice));
    desk.refuses(
        "bad_request",
        "open_drawer",
        open(json!([{ "cents": 100, "loose": -1 }])),
    );
    desk.open_drawer(FLOAT);
    desk.refuses("drawer_already_open", "open_drawer", open(count(FLOAT)));
    let session = &desk.drawer()["session"];
    assert_eq!((&session["state"], &session["cashier"]), (&json!("open"), &json!(ANA)));
}

#[test]
fn a_drawer_has_one_cashier() {
    let mut desk = Desk::open_for(ANA);
    desk.change_to(BEN);
    desk.refuses_payment("not_your_drawer", &payment().open("MISC", "1.00").cash("1"));
    desk.refuses("not_your_drawer", "start_count", json!({ "request_id": request_id() }));
}

#[test]
fn a_hand_over_is_counted_by_both() {
    let mut desk = Desk::open_for(ANA);
    let hand_over = |cash: &str, again: &str, items: u32, consents: Option<&str>| {
        let mut req = json!({
            "request_id": request_id(), "cash": count(cash), "cash_again": count(again), "items": 0, "items_again": items,
        });
        if let Some(user) = consents {
            req["consent"] = consent(user);
        }
        req
    };
    desk.refuses("counts_differ", "hand_over", hand_over("2x100", "1x100", 0, Some(BEN)));
    desk.refuses("counts_differ", "hand_over", hand_over("2x100", "2x100", 1, Some(BEN)));
    desk.refuses(
        "second_person_needed",
        "hand_over",
        hand_over("2x100", "2x100", 0, None),
    );
    desk.refuses(
        "second_person_same",
        "hand_over",
        hand_over("2x100", "2x100", 0, Some(ANA)),
    );
    desk.hand_over(BEN, "2x100", 0);
    desk.pay(&payment().open("MISC", "1.00").cash("1"));
    let books = desk.books();
    assert_eq!(
        books.of_kind("receipt").next().expect("one receipt")["body"]["cashier"],
        "Ben Okafor"
    );
}

#[test]
fn a_full_drawer_takes_no_more_cash_until_a_pick_up() {
    let mut desk = Desk::open_for(ANA);
    let ceiling = |desk: &mut Desk| desk.done("state", json!({}))["session"]["ceiling"].clone();
    assert_eq!(ceiling(&mut desk), "fine");
    desk.pay(&payment().open("MISC", "600.00").cash("600"));
    assert_eq!(ceiling(&mut desk), "warning");
    desk.pay(&payment().open("MISC", "200.00").cash("200"));
    assert_eq!(ceiling(&mut desk), "stopped");
    desk.refuses_payment("drawer_over_ceiling", &payment().open("MISC", "1.00").cash("1"));
    desk.pay(&payment().open("MISC", "1.00").check("1.00", "1"));
    let pick_up = |cash: &str| json!({ "request_id": request_id(), "cash": count(cash), "consent": consent(SAM) });
    desk.refuses("drawer_too_little_cash", "pick_up", pick_up("11x100"));
    desk.refuses("amount_zero", "pick_up", pick_up(""));
    let alone = json!({ "request_id": request_id(), "cash": count("8x100") });
    desk.refuses("second_person_needed", "pick_up", alone);
    desk.pick_up("8x100", SAM);
    desk.pay(&payment().open("MISC", "1.00").cash("1"));
}

#[test]
fn counting_comes_before_closing() {
    let mut desk = Desk::open_for(ANA);
    desk.pay(&payment().open("MISC", "30.00").card("30.00"));
    desk.refuses(
        "drawer_not_counting",
        "record_count",
        count_request("2x100", vec![], &[]),
    );
    desk.refuses(
        "drawer_not_counting",
        "close_drawer",
        json!({ "request_id": request_id() }),
    );
    desk.refuses("drawer_not_counting", "recount", json!({ "request_id": request_id() }));
    desk.start_count();
    desk.refuses(
        "drawer_counting",
        "checkpoint_count",
        json!({ "request_id": request_id(), "cash": [] }),
    );
    desk.refuses("nothing_counted", "close_drawer", json!({ "request_id": request_id() }));
    desk.refuses("total_missing", "record_count", count_request("2x100", vec![], &[]));
    desk.refuses(
        "counted_otherwise",
        "record_count",
        count_request("2x100", vec![], &[("CHECK", "0"), ("CARD", "30")]),
    );
    desk.refuses(
        "unknown_tender",
        "record_count",
        count_request("2x100", vec![], &[("GOLD", "1"), ("CARD", "30")]),
    );
    let mut extra = count_request("2x100", vec![], &[("CARD", "30")]);
    extra["extra"] = json!([{ "tender": "CARD", "amount": "1" }]);
    desk.refuses("counted_otherwise", "record_count", extra);
    desk.count_with("2x100", vec![], &[("CARD", "30")]);
    desk.close();
}

#[test]
fn the_balancing_sheet_waits_for_a_blind_count() {
    let mut desk = Desk::open_for(ANA);
    desk.refuses("nothing_counted", "balancing_sheet", json!({}));
    desk.start_count();
    desk.count_all("2x100", &[]);
    desk.close();
    let session = desk.drawer()["recent"][0]["id"].clone();
    let written = desk.done("balancing_sheet", json!({ "session": session }));
    let path = written["path"].as_str().expect("where it is");
    let sheet = counterfoil_tests::programs::text_of_pdf(std::path::Path::new(path));
    for said in ["Ana Ruiz", "Drawer 1", "Window 1", "200.00"] {
        assert!(
            sheet.contains(said),
            "the balancing sheet does not say {said}:\n{sheet}"
        );
    }
}
