//! Treasury at the closing desk: the bank's own figures of a final deposit, and what it says of the difference.

use counterfoil_tests::cash::cents;
use counterfoil_tests::screen::Screen;
use serde_json::{Value, json};

use super::evening::{Evening, PASSWORD};

#[test]
fn treasury_enters_what_the_bank_counted() {
    let evening = Evening::with_a_final_deposit();
    let final_before = final_deposit(&evening);
    let screen = Screen::open(&evening.folder("W1"));
    screen.sign_in("abbott", PASSWORD);
    the_final_deposit_is_opened(&screen);
    the_bank_counted_twenty_less(&screen);
    a_correction_explains_it(&screen);
    drop(screen);

    let books = evening.books("W1");
    assert_eq!(final_deposit(&evening), final_before, "the deposit itself is as it was");
    let figures = &books.of_kind("bank_figures_entered").next().expect("the figures")["body"];
    assert_eq!(
        (&figures["cash"], &figures["checks"]),
        (&json!(cents("40.00")), &json!(cents("120.00")))
    );
    let correction = books.of_kind("bank_corrected").next().expect("the correction");
    assert_eq!(correction["approval"]["user"], "tran");
    assert_eq!(correction["body"]["reference"], "BK-4471-C");
}

/// The deposit lies where it lands; Enter opens it.
fn the_final_deposit_is_opened(screen: &Screen) {
    screen.press(&["Alt+6"]);
    screen.wait_for_focus("#deposit-0");
    screen.wait_for_text("#deposits", "180.00");
    screen.look("treasury's deposits");
    screen.press(&["Enter"]);
    screen.wait_for_focus("#deposit-number");
    screen.wait_for_text("#deposit-total", "180.00");
    screen.wait_for_text("#bank-says", "bank");
    screen.look("a final deposit at treasury");
}

fn the_bank_counted_twenty_less(screen: &Screen) {
    screen.press(&["F12"]);
    screen.enter("#bank-cash", "40.00");
    screen.enter("#bank-checks", "120.00");
    // The day of the notice stands there already.
    screen.enter("#bank-date", "");
    screen.wait_for_focus("#bank-reference");
    screen.type_text("BK-4471");
    screen.look("the bank's figures");
    screen.press(&["F12"]);
    screen.wait_for_text("#bank-difference", "The bank counted 20.00 less in cash.");
    screen.wait_for_text("#deposit-total", "180.00");
    screen.look("the bank counted less");
}

fn a_correction_explains_it(screen: &Screen) {
    screen.press(&["F12"]);
    screen.wait_for_focus("#correction-reason");
    screen.press(&["1", "Enter"]);
    screen.wait_for_focus("#correction-reference");
    screen.type_text("BK-4471-C");
    screen.look("a correction");
    screen.press(&["Enter"]);
    screen.wait_for_text("#second-statement", "20.00");
    screen.look("a correction is signed by a second person");
    screen.second_person("tran", PASSWORD);
    screen.wait_for_text("#bank-corrections", "BK-4471-C");
    screen.wait_for_text("#deposit-total", "180.00");
    screen.look("the difference is explained");
    screen.sign_out();
}

/// The entry that made the deposit final.
fn final_deposit(evening: &Evening) -> Value {
    let books = evening.books("W1");
    let mut entries = books.of_kind("deposit_finalized");
    let entry = entries.next().expect("a final deposit").clone();
    assert!(entries.next().is_none(), "there is one deposit");
    entry
}
