//! The deposit at the window: put together, counted again by another person, and held against the journals.

use std::collections::BTreeMap;

use counterfoil_tests::books::Books;
use counterfoil_tests::cash::cents;
use counterfoil_tests::screen::Screen;
use serde_json::Value;

use super::evening::{DENOMINATIONS, PASSWORD};

/// 63.00 and 25.00 of cash as receipted, less the 3.00 that one drawer was approved without.
const DEPOSITED: [(u32, u32); 2] = [(2_000, 4), (500, 1)];

/// What is approved is chosen, its cash counted as proposed, its five checks in their order.
pub(crate) fn the_deposit_is_prepared(screen: &Screen) {
    screen.press(&["Alt+6"]);
    screen.wait_for_text("#ready", "Mail batch 1");
    screen.wait_for_focus("#deposits-title");
    screen.look("ready to be deposited");
    screen.press(&["F12"]);
    screen.wait_for_focus("#deposit-session-0");
    screen.wait_for_text("#deposit-cash-total", "85.00");
    screen.wait_for_text("#deposit-check-total", "512.68");
    screen.wait_for_text("#deposit-total", "597.68");
    screen.look("what is deposited");
    screen.press(&["F12"]);
    screen.count("deposit", &DENOMINATIONS, &DEPOSITED);
    screen.wait_for_text("#deposit-cash-says", "receipts’ cash");
    screen.wait_for("#slip-check-4");
    screen.look("a deposit put together");
    screen.press(&["F12"]);
    screen.wait_for_text("#done", "prepared");
    screen.wait_for_focus("#deposit-number");
}

/// Blind: no figure of the slip is shown before it is counted. A note less than there is, and it is not final.
pub(crate) fn the_deposit_is_counted_again_and_bagged(screen: &Screen) {
    screen.press(&["F12"]);
    screen.count("second", &DENOMINATIONS, &[(2_000, 4)]);
    let shown = screen.text("body").expect("the second count");
    for figure in ["85.00", "512.68", "597.68"] {
        assert!(!shown.contains(figure), "the second count is blind:\n{shown}");
    }
    screen.press(&["Enter"]);
    screen.enter("#second-check-items", "5");
    screen.enter("#second-check-total", "512.68");
    screen.wait_for_focus("#bag");
    screen.type_text("BG-2204");
    screen.press(&["F12"]);
    screen.second_person("tran", PASSWORD);
    screen.wait_for("[data-code=second_count_differs]");
    screen.look("the second count differs");
    // The hand is back at the cash, which differs; the rest still stands.
    screen.count("second", &DENOMINATIONS, &DEPOSITED);
    screen.press(&["F12"]);
    screen.second_person("tran", PASSWORD);
    screen.wait_for_text("#deposit-bag", "BG-2204");
    screen.wait_for_text("#deposit-total", "597.68");
    screen.wait_for_focus("#deposit-number");
    screen.look("a final deposit");
    screen.wait_for("[data-key=F6]");
    screen.press(&["F6"]);
    screen.wait_for_text("#written", ".pdf");
}

/// What the journals hold of each tender type, moved where it was moved, with the difference that was
/// approved, is what the deposit is.
pub(crate) fn the_deposit_is_the_receipts(here: &Books, beside: &Books) {
    let mut received = BTreeMap::<String, i64>::new();
    let receipts = [here, beside].into_iter().flat_map(|books| books.of_kind("receipt"));
    for tender in receipts.flat_map(|entry| entry["body"]["tenders"].as_array().expect("tenders")) {
        add(&mut received, tender, 1);
    }
    for moved in here.of_kind("tender_reclassed") {
        add(&mut received, &moved["body"]["from"], -1);
        add(&mut received, &moved["body"]["to"], 1);
    }
    assert_eq!(received["CASH"], cents("88.00"));
    assert_eq!(received["CHECK"], cents("512.68"));
    let approved = here
        .of_kind("session_approved")
        .flat_map(|entry| entry["body"]["tenders"].as_array());
    let differences = approved
        .flatten()
        .map(|line| amount(&line["counted"]) - amount(&line["expected"]));
    let accepted: i64 = differences.sum();
    assert_eq!(accepted, cents("-3.00"));
    let entry = here.of_kind("deposit_finalized").next().expect("a final deposit");
    let deposit = &entry["body"];
    assert_eq!(deposit["cash_total"], received["CASH"] + accepted, "to the cent");
    assert_eq!(deposit["check_total"], received["CHECK"], "to the cent");
    assert_eq!(
        (&deposit["check_items"], &deposit["bag"]),
        (&5.into(), &"BG-2204".into())
    );
    assert_eq!(
        (&entry["actor"], &deposit["verifier"][0]),
        (&"lindgren".into(), &"tran".into())
    );
    assert_eq!(here.count("session_approved"), 3);
    assert_eq!(here.count("day_closed"), 1);
}

/// Adds what a tender came to, by its type.
fn add(received: &mut BTreeMap<String, i64>, tender: &Value, sign: i64) {
    let code = tender["type"].as_str().expect("a tender's type").to_owned();
    *received.entry(code).or_default() += sign * amount(&tender["amount"]);
}

fn amount(cents: &Value) -> i64 {
    cents.as_i64().expect("an amount is in whole cents")
}
