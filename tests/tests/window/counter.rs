//! A cashier's day at the window, and a payment in progress that outlives a restart.

use std::path::Path;

use counterfoil_tests::cash::cents;
use counterfoil_tests::payment::ROUTING;
use counterfoil_tests::people::{ANA, SAM};
use counterfoil_tests::screen::Screen;
use counterfoil_tests::workstation::Workstation;
use counterfoil_tests::{PASSWORD, programs};
use serde_json::json;

/// The notes and coins of the small city, as the count asks for them.
const DENOMINATIONS: [u32; 10] = [10_000, 5_000, 2_000, 1_000, 500, 100, 25, 10, 5, 1];

#[test]
fn a_day_at_the_window() {
    let workstation = Workstation::new("W1");
    let screen = Screen::open(&workstation.folder());
    screen.sign_in(ANA, PASSWORD);
    screen.wait_for_focus("#search");
    open_the_drawer(&screen);
    a_bill_and_a_licence_with_a_check_and_cash(&screen);
    a_receipt_is_voided(&screen);
    let seal_shown = the_first_receipt_is_found_again(&screen);
    the_drawer_is_counted_and_closed(&screen);
    drop(screen);

    let said = workstation.verifies();
    // Voided ones included: 268.62 and 12.00.
    assert!(
        said.contains("2 for 280.62"),
        "verify names the receipts' total: {said}"
    );
    let books = workstation.books();
    books.are_sound();
    assert_eq!(books.numbers(), ["W1-000001", "W1-000002"]);
    assert!(
        seal_shown.contains(books.seal("W1-000001")),
        "the seal {} on\n{seal_shown}",
        books.seal("W1-000001")
    );
    let first = books.receipt("W1-000001");
    assert_eq!(
        (&first["total"], &first["change"]),
        (&json!(cents("268.62")), &json!(cents("31.38")))
    );
    assert_eq!(first["payer"], json!("María Nuñez"));
    assert_eq!(books.count("receipt_voided"), 1);
    // 200.00 float and 68.62 of the hundred that was handed over.
    assert_eq!(books.balance("100-1010"), cents("268.62"));
    assert_eq!(books.balance("100-1020"), cents("200.00"));
    let closed = books.of_kind("drawer_closed").next().expect("the drawer was closed");
    let lines = closed["body"]["tenders"].as_array().expect("every tender type");
    for line in lines {
        assert_eq!(line["expected"], line["counted"], "{line}");
    }
}

fn open_the_drawer(screen: &Screen) {
    screen.press(&["Alt+2"]);
    screen.count("float", &DENOMINATIONS, &[(10_000, 1), (1_000, 5), (500, 10)]);
    screen.wait_for_text("#float-total", "200.00");
    screen.press(&["F12"]);
    screen.wait_for("#done p");
    screen.press(&["Alt+1"]);
    screen.wait_for_focus("#search");
}

fn a_bill_and_a_licence_with_a_check_and_cash(screen: &Screen) {
    screen.type_text("UB200412703000184629");
    screen.press(&["Enter"]);
    screen.wait_for_text("#account-name", "María Nuñez");
    screen.wait_for_text("#remaining", "184.62");

    screen.press(&["F3"]);
    screen.wait_for_focus("#item-search");
    screen.type_text("business");
    screen.press(&["Enter"]);
    screen.wait_for_focus("#item-reference");
    screen.type_text("BL-2210");
    screen.press(&["Enter"]);
    screen.wait_for_focus("#item-amount");
    screen.type_text("84.00");
    screen.press(&["Enter"]);
    screen.wait_for_text("#remaining", "268.62");

    screen.press(&["F4"]);
    screen.wait_for_focus("#payer");
    screen.type_text("María Nuñez");
    screen.press(&["Enter"]);

    screen.press(&["F6"]);
    screen.wait_for_focus("#tender-micr");
    screen.type_text(&format!("t{ROUTING}t 00045678901o 1042"));
    screen.press(&["Enter"]);
    screen.wait_for_focus("#tender-amount");
    screen.type_text("200.00");
    screen.press(&["Enter"]);
    screen.wait_for_text("#tender-0", "200.00");
    screen.wait_for_text("#remaining", "68.62");

    screen.press(&["F5"]);
    screen.wait_for_focus("#tender-amount");
    screen.type_text("100.00");
    screen.wait_for_text("#change", "31.38");
    screen.press(&["F12"]);
    screen.wait_for_text("#receipt-number", "W1-000001");
    screen.wait_for_text("#change", "31.38");
    screen.wait_for_text("#change-in", "$20");
    screen.wait_for_focus("#search");
}

fn a_receipt_is_voided(screen: &Screen) {
    screen.press(&["F3"]);
    screen.wait_for_focus("#item-search");
    screen.type_text("misc");
    screen.press(&["Enter"]);
    screen.wait_for_focus("#item-amount");
    screen.type_text("12.00");
    screen.press(&["Enter"]);
    screen.wait_for_text("#remaining", "12.00");
    screen.press(&["F5"]);
    screen.wait_for_focus("#tender-amount");
    screen.type_text("20.00");
    screen.press(&["F12"]);
    screen.wait_for_text("#receipt-number", "W1-000002");
    screen.wait_for_text("#change", "8.00");

    find(screen, "W1-000002");
    screen.press(&["F7"]);
    screen.wait_for_focus("#void-reason");
    screen.type_text("Wrong customer");
    screen.press(&["F12"]);
    screen.wait_for_text("#second-statement", "W1-000002");
    screen.second_person(SAM, PASSWORD);
    screen.wait_for_text("#voided", "W1-000002");
    screen.wait_for_text("#cash-back", "12.00");
}

/// Looks a receipt up on the screen for it and opens it.
fn find(screen: &Screen, receipt: &str) {
    screen.press(&["Alt+3"]);
    screen.wait_for_focus("#find");
    screen.type_text(receipt);
    screen.wait_until("the one receipt", |screen| {
        screen.text("#result-0").is_some_and(|shown| shown.contains(receipt)) && screen.text("#result-1").is_none()
    });
    screen.press(&["Down"]);
    screen.wait_for_text("#found-number", receipt);
}

fn the_first_receipt_is_found_again(screen: &Screen) -> String {
    screen.press(&["Alt+1"]);
    screen.wait_for_focus("#search");
    screen.press(&["Alt+3"]);
    screen.wait_for_focus("#find");
    // Whatever stood in the field gives way.
    screen.press(&["Escape"]);
    screen.wait_until("an empty field", |screen| {
        screen.run("return document.querySelector('#find').value") == json!("")
    });
    screen.type_text("nunez");
    screen.wait_for_text("#result-0", "W1-000001");
    screen.press(&["Down"]);
    screen.wait_for_text("#found-number", "W1-000001");
    screen.wait_for_text("#tape", "268.62");
    screen.text("#tape").expect("the receipt as it printed")
}

fn the_drawer_is_counted_and_closed(screen: &Screen) {
    screen.press(&["Alt+2"]);
    screen.wait_for("#day-receipts");
    screen.press(&["F12"]);
    let rest = [
        (10_000, 2),
        (5_000, 1),
        (1_000, 1),
        (500, 1),
        (100, 3),
        (25, 2),
        (10, 1),
        (1, 2),
    ];
    screen.count("count", &DENOMINATIONS, &rest);
    screen.wait_for_text("#count-total", "268.62");
    screen.press(&["Enter"]);
    screen.wait_for_focus("#piece-0");
    screen.press(&["Space"]);
    screen.wait_for_text("#ticked", "1");
    screen.press(&["F12"]);
    screen.wait_for_text("#variance", "agrees");
    screen.wait_for_text("#tender-counts", "268.62");
    screen.press(&["F12"]);
    screen.wait_for("#done p");
    screen.press(&["F6"]);
    screen.wait_for_text("#written .path", ".pdf");
    let path = screen.text("#written .path").expect("where the sheet is");
    let sheet = programs::text_of_pdf(Path::new(path.trim()));
    for said in ["Ana Ruiz", "268.62", "1042", "W1-000002"] {
        assert!(
            sheet.contains(said),
            "the balancing sheet does not say {said}:\n{sheet}"
        );
    }
    screen.press(&["Escape"]);
    screen.sign_out();
}

#[test]
fn the_payment_in_progress_is_there_after_a_restart() {
    let workstation = Workstation::new("W1");
    let screen = Screen::open(&workstation.folder());
    screen.sign_in(ANA, PASSWORD);
    screen.wait_for_focus("#search");
    screen.type_text("UB200412703000184629");
    screen.press(&["Enter"]);
    screen.wait_for_text("#remaining", "184.62");
    screen.press(&["F5"]);
    screen.wait_for_focus("#tender-amount");
    screen.type_text("150.00");
    // Kept a moment after the last key; the station says when.
    screen.wait_until("the draft kept", |_| kept_draft(&workstation).contains("150"));
    drop(screen);

    let screen = Screen::open(&workstation.folder());
    screen.sign_in(ANA, PASSWORD);
    screen.wait_for_text("#account-name", "María Nuñez");
    screen.wait_for_text("#remaining", "34.62");
    let typed = screen.run("return document.querySelector('#tender-amount')?.value ?? ''");
    assert_eq!(typed, json!("150.00"), "what stood half typed");
}

/// The drafts as they lie on the disk, read beside the running window.
fn kept_draft(workstation: &Workstation) -> String {
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
    let store = rusqlite::Connection::open_with_flags(workstation.folder().join("desk.db"), flags).expect("it opens");
    store
        .query_row("SELECT group_concat(draft) FROM drafts", [], |row| row.get(0))
        .unwrap_or_default()
}
