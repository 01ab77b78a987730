//! A check comes back after its deposit: the supervisor finds its payment, returns it and makes the notice; the customer
//! pays in cash with the fee; the register says so. And what was paid on the wrong account is moved to the right one.

use counterfoil_tests::cash::cents;
use counterfoil_tests::screen::Screen;
use serde_json::json;

use super::evening::{DENOMINATIONS, Evening, PASSWORD};

#[test]
fn a_returned_check_is_worked_and_paid_in_cash() {
    let evening = Evening::with_a_deposited_mixed_receipt();
    let screen = Screen::open(&evening.folder("W1"));
    screen.sign_in("lindgren", PASSWORD);
    the_payment_is_found(&screen);
    it_is_returned(&screen);
    a_second_return_is_refused(&screen);
    screen.sign_out();
    screen.sign_in("okoye", PASSWORD);
    the_customer_pays_in_cash(&screen);
    screen.sign_out();
    screen.sign_in("lindgren", PASSWORD);
    the_register_says_that_it_is_cleared(&screen);
    screen.sign_out();
    drop(screen);

    let books = evening.books("W1");
    let returned = books.of_kind("item_returned").next().expect("the return");
    assert_eq!(returned["body"]["amount"], json!(cents("60.00")));
    assert_eq!(books.count("item_returned"), 1);
    assert_eq!(books.count("return_noticed"), 1);
    // The receivable is what is open: nothing. The fee is earned, and the bank has the check no more.
    assert_eq!(books.balance("100-1070"), 0);
    assert_eq!(books.balance("100-4700"), -cents("25.00"));
    assert_eq!(books.balance("100-1000"), cents("42.31"));
}

/// By the check's number and amount, from an empty register.
fn the_payment_is_found(screen: &Screen) {
    screen.press(&["Alt+7"]);
    screen.wait_for_focus("#returns-title");
    screen.look("no item was returned");
    screen.press(&["F12"]);
    screen.wait_for_focus("#find-number");
    screen.type_text("1043");
    screen.reach("#find-amount", "Tab");
    screen.type_text("60.00");
    screen.look("what is known of the item");
    screen.press(&["Enter"]);
    screen.wait_for_focus("#original-0");
    screen.wait_for_text("#originals", "W1-000001");
    screen.look("the payment that it may be");
    screen.press(&["F12"]);
}

fn it_is_returned(screen: &Screen) {
    screen.wait_for_focus("#return-reason");
    screen.type_text("NSF");
    screen.press(&["Enter"]);
    // Last line first: the licence whole, the rest of the bill.
    screen.wait_for_text("#taken-back", "35.00");
    screen.wait_for_text("#taken-back", "25.00");
    screen.wait_for_text("#preview-fee", "25.00");
    screen.wait_for_text("#postings", "100-1070");
    screen.look("what the return would do");
    screen.press(&["F12"]);
    screen.wait_for_text("#returned-number", "R-000001");
    screen.wait_for_text("#returned-open", "85.00");
    screen.wait_for_text("#written", "voucher");
    screen.wait_for_text("#written", "return-notice-R-000001-1");
    screen.look("a returned item");
}

/// The same check is found again; its card says that it came back, and leads to its item.
fn a_second_return_is_refused(screen: &Screen) {
    screen.press(&["F12"]);
    screen.wait_for_focus("#find-number");
    screen.type_text("1043");
    screen.press(&["Enter"]);
    screen.wait_for_focus("#original-0");
    screen.wait_for_text("#originals", "Cannot be returned");
    screen.look("the same check once more");
    screen.press(&["F12"]);
    screen.wait_for_text("#returned-number", "R-000001");
}

/// 60.00 on the customer's account, and 25.00 for the licence on the returned item itself.
fn the_customer_pays_in_cash(screen: &Screen) {
    screen.press(&["Alt+2"]);
    screen.count("float", &DENOMINATIONS, &[(2_000, 8), (1_000, 2), (500, 3), (100, 5)]);
    screen.wait_for_text("#float-total", "200.00");
    screen.press(&["F12"]);
    screen.wait_for("#done p");
    screen.press(&["Alt+1"]);
    screen.enter("#search", "20-00417-01");
    screen.wait_for_text("#remaining", "60.00");
    screen.look("what a return left due");
    // The letter's number finds both accounts on which something is due.
    screen.wait_for_focus("#search");
    screen.type_text("R-000001");
    screen.wait_for_text("#found-1", "R-000001");
    screen.look("an account by the number of a notice");
    screen.press(&["Down", "Enter"]);
    screen.wait_for_text("#remaining", "85.00");
    screen.press(&["F5"]);
    screen.wait_for_focus("#tender-amount");
    screen.type_text("85.00");
    screen.press(&["F12"]);
    screen.wait_for_text("#receipt-number", "W1-000002");
}

fn the_register_says_that_it_is_cleared(screen: &Screen) {
    screen.press(&["Alt+7"]);
    // The item lies as it was left, and shows what was paid meanwhile.
    screen.wait_for_text("#returned-state", "Paid");
    screen.wait_for_text("#returned-open", "0.00");
    screen.look("a returned item that was paid");
    screen.press(&["Escape"]);
    screen.wait_until("the register", |screen| {
        if screen.text("#find-number").is_some() {
            screen.press(&["Escape"]);
        }
        screen.text("[data-return='R-000001']").is_some()
    });
    screen.wait_for("[data-state='cleared']");
    screen.look("the register of returned items");
}

#[test]
fn a_payment_on_the_wrong_account_is_traced_and_moved() {
    let evening = Evening::with_a_deposited_mixed_receipt();
    let screen = Screen::open(&evening.folder("W1"));
    screen.sign_in("lindgren", PASSWORD);
    screen.press(&["Alt+8"]);
    screen.wait_for_focus("#trace-amount");
    screen.look("where a payment went");
    screen.type_text("102.31");
    screen.press(&["Enter"]);
    screen.wait_for_focus("#traced-0");
    screen.wait_for_text("#traced", "W1-000001");
    screen.press(&["Enter"]);
    screen.wait_for_text("#trace-receipt", "W1-000001");
    screen.wait_for_text("#trace-standing", "102.31");
    screen.look("a payment and all that became of it");
    screen.reach("#trace-line-0", "Tab");
    screen.press(&["F6"]);
    screen.enter("#transfer-account", "20-05006-01");
    screen.wait_for_text("#transfer-target", "García");
    screen.reach("#transfer-reason", "Tab");
    screen.press(&["1"]);
    screen.wait_for_text("#transfer-will", "77.31");
    screen.look("a payment is moved");
    screen.press(&["F12"]);
    screen.wait_for_text("#second-statement", "77.31");
    screen.second_person("tran", PASSWORD);
    screen.wait_for_text("#corrected", "77.31");
    screen.look("a payment was moved");
    screen.sign_out();
    drop(screen);

    let books = evening.books("W1");
    let moved = books.of_kind("payment_transferred").next().expect("the transfer");
    assert_eq!(moved["approval"]["user"], "tran");
    assert_eq!(moved["body"]["from"]["due"]["restored"]["account"], "20-00417-01");
    assert_eq!(moved["body"]["to"][0]["account"], "20-05006-01");
    let due = |place: usize| &moved["body"]["balances"][place]["due"];
    assert_eq!(
        (due(0), due(1)),
        (&json!(cents("77.31")), &json!(cents("133.27") - cents("77.31")))
    );
}
