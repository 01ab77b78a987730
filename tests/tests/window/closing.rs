//! A supervisor's evening at the window of the closing desk, from the board to the final deposit and the closed day.

use std::path::Path;

use counterfoil_tests::programs;
use counterfoil_tests::screen::Screen;

use super::deposit::{the_deposit_is_counted_again_and_bagged, the_deposit_is_prepared, the_deposit_is_the_receipts};
use super::evening::{Evening, PASSWORD};
use super::mail::two_envelopes_are_keyed;

#[test]
fn from_the_board_to_the_final_deposit() {
    let evening = Evening::of_two_drawers();
    let screen = Screen::open(&evening.folder("W1"));
    screen.sign_in("tran", PASSWORD);
    the_board_shows_both_drawers(&screen);
    a_sheet_is_opened_and_left(&screen);
    the_culprit_is_named_and_mended(&screen);
    what_nobody_can_explain_is_approved_with_a_reason(&screen);
    two_envelopes_are_keyed(&screen);
    ones_own_batch_waits_for_someone_else(&screen);
    screen.sign_out();
    screen.sign_in("lindgren", PASSWORD);
    the_batch_is_approved(&screen);
    the_deposit_is_prepared(&screen);
    the_deposit_is_counted_again_and_bagged(&screen);
    the_day_is_closed(&screen);
    every_document_is_written(&screen);
    screen.sign_out();
    drop(screen);
    the_deposit_is_the_receipts(&evening.books("W1"), &evening.books("W2"));
}

fn the_board_shows_both_drawers(screen: &Screen) {
    screen.press(&["Alt+5"]);
    screen.wait_for_text("#board-row-1", "Window 2");
    screen.wait_for_focus("#board-row-0");
    let rows = [
        ["Window 1", "63.00", "120.00", "183.00", "180.00", "−3.00"],
        ["Window 2", "79.00", "80.00", "159.00", "159.00", "+54.00"],
    ];
    for (place, figures) in rows.iter().enumerate() {
        for figure in figures {
            screen.wait_for_text(&format!("#board tbody tr:nth-child({})", place + 1), figure);
        }
    }
    screen.wait_for_text("#board-total", "342.00");
    screen.wait_for_text("#board-total", "339.00");
    screen.wait_for_text("#board-approved", "0 of 2");
    screen.look("board");
}

fn a_sheet_is_opened_and_left(screen: &Screen) {
    screen.press(&["Down"]);
    screen.wait_for_focus("#board-row-1");
    screen.press(&["Enter"]);
    screen.wait_for_focus("#sheet-receipt-0");
    screen.wait_for_text("#sheet-receipts", "W2-000003");
    screen.wait_for_text("#sheet-tape", "777");
    screen.look("sheet");
    screen.press(&["Escape"]);
    screen.wait_for_focus("#board-row-1");
}

/// The check that was receipted as cash is found, and moved with a second person.
fn the_culprit_is_named_and_mended(screen: &Screen) {
    screen.wait_for_text("#row-headline", "54.00 short in cash");
    screen.wait_for_text("#suspect-0", "W2-000001");
    screen.press(&["1"]);
    screen.wait_for_focus("#suspect-0");
    screen.look("where to look");
    screen.press(&["F6"]);
    screen.wait_for_focus("#reclass-place");
    screen.press(&["F12"]);
    screen.enter("#reclass-number", "777");
    screen.wait_for_focus("#reclass-reason");
    screen.press(&["3"]);
    screen.look("a check that was receipted as cash");
    screen.press(&["F12"]);
    screen.wait_for_text("#second-statement", "W2-000001");
    screen.look("a second person signs");
    screen.second_person("lindgren", PASSWORD);
    screen.wait_for_text("#row-headline", "Window 2 agrees");
    screen.wait_for_focus("#board-row-1");
    screen.look("the drawer agrees");
    screen.press(&["F12"]);
    screen.wait_for_text("#board-approved", "1 of 2");
}

fn what_nobody_can_explain_is_approved_with_a_reason(screen: &Screen) {
    screen.wait_for_focus("#board-row-1");
    screen.press(&["Up"]);
    screen.wait_for_focus("#board-row-0");
    screen.wait_for_text("#row-headline", "Window 1 is 3.00 short in cash");
    // What its cashier said at the close stands there; the supervisor says it better.
    let said = "return document.querySelector('#approve-reason')?.value";
    screen.wait_until("the cashier's reason", |screen| screen.run(said) == "Cannot find it");
    screen.reach("#approve-reason", "Tab");
    screen.type_text(" after two counts");
    screen.look("approved with a reason");
    screen.press(&["F12"]);
    screen.wait_for_text("#board-approved", "2 of 2");
    screen.wait_for_focus("#board-row-0");
    screen.wait_for_text("#row-figures", "60.00");
}

fn ones_own_batch_waits_for_someone_else(screen: &Screen) {
    screen.press(&["Alt+5"]);
    screen.wait_for_text("#board-row-2", "Mail batch 1");
    screen.wait_for_focus("#board-row-0");
    screen.press(&["Down", "Down"]);
    screen.wait_for_focus("#board-row-2");
    screen.wait_for_text("#own-row", "Someone else must approve it");
    screen.press(&["F12"]);
    screen.wait_for_text("#board-approved", "2 of 3");
    screen.look("one's own batch");
}

fn the_batch_is_approved(screen: &Screen) {
    screen.press(&["Alt+5"]);
    screen.wait_for_text("#board-row-2", "Mail batch 1");
    // The one that waits is chosen already.
    screen.wait_for_focus("#board-row-2");
    screen.wait_for_text("#row-headline", "Mail batch 1 agrees");
    screen.press(&["F12"]);
    screen.wait_for_text("#board-approved", "3 of 3");
    screen.look("all approved");
}

/// The window that was never heard of is carried by name.
fn the_day_is_closed(screen: &Screen) {
    screen.press(&["Alt+5"]);
    screen.wait_for_text("#board-approved", "3 of 3");
    screen.press(&["F3"]);
    screen.wait_for("#flow");
    screen.wait_for("#over-short-0");
    screen.wait_for_focus("#day-title");
    screen.look("the day");
    screen.press(&["F12"]);
    screen.wait_for_focus("#obstacle-0");
    screen.wait_for_text("#obstacles", "Window 3");
    screen.press(&["Space", "F12"]);
    screen.wait_for_text("#day-closed", "GL-");
    screen.wait_for_focus("#day-closed");
    screen.look("the day is closed");
}

fn every_document_is_written(screen: &Screen) {
    screen.wait_for_text("#documents", "D-000001");
    screen.press(&["F9"]);
    screen.wait_for_text("#written", "written to");
    screen.look("every document");
    let folder = screen.text("#written .path").expect("where the documents are");
    let folder = Path::new(folder.trim());
    let slip = programs::text_of_pdf(&folder.join("deposit-slip-D-000001.pdf"));
    for said in ["597.68", "85.00", "512.68", "1042", "777"] {
        assert!(slip.contains(said), "the deposit slip does not say {said}:\n{slip}");
    }
    screen.press(&["Escape"]);
    screen.wait_for_text("#board-title", "The day is closed");
    screen.look("board of a closed day");
}
