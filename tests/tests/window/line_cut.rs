//! Two windows and the closing desk on one central, at their real screens: the line is cut, payments go on and the
//! screens say so quietly, the line is back, the board is complete, the deposit is made.

use std::time::{Duration, Instant};

use counterfoil_tests::PASSWORD;
use counterfoil_tests::cash::cents;
use counterfoil_tests::central::house::House;
use counterfoil_tests::central::proof::{central_has_all_of, exported, received};
use counterfoil_tests::central::proxy::{Proxy, Weather};
use counterfoil_tests::central::{DATABASE, five_windows};
use counterfoil_tests::people::{SAM, SUE};
use counterfoil_tests::screen::Screen;
use serde_json::json;

/// The notes and coins of the small city, as a count asks for them.
const DENOMINATIONS: [u32; 10] = [10_000, 5_000, 2_000, 1_000, 500, 100, 25, 10, 5, 1];
/// The float: 200.00.
const FLOAT: (u32, u32) = (10_000, 2);
/// What both drawers took, as it is deposited: 12.00 and 7.00, and 5.00 and 6.00.
const DEPOSITED: [(u32, u32); 3] = [(1_000, 2), (500, 1), (100, 5)];

/// The small city with three windows: nobody is missing in the evening.
fn three_windows() -> String {
    let city = five_windows();
    let (before, behind) = city.split_once("[[stations]]\ncode = \"W4\"").expect("a fourth window");
    let (_, rest) = behind.split_once("[[departments]]").expect("the departments");
    format!("{before}[[departments]]{rest}")
}

#[test]
fn the_line_is_cut_and_comes_back() {
    let accounts = std::fs::read_to_string(counterfoil_tests::workstation::fixture("accounts.csv"));
    let house = House::with(1, &three_windows(), &accounts.expect("the accounts"));
    let lines = ["W1", "W2", "W3"].map(|code| house.enrolled(code));
    let open = |code| Screen::open_by(&house.folder(code), Some(&house.calendar.path()));
    let (second, third) = (open("W2"), open("W3"));
    for (screen, cashier) in [(&second, "ben"), (&third, "cal")] {
        screen.sign_in(cashier, PASSWORD);
        the_drawer_is_opened(screen);
        screen.wait_for("#line[data-line=connected]");
    }
    takes(&second, "12.00", "W2-000001");
    takes(&third, "5.00", "W3-000001");
    the_line_is_cut(&lines[1..], &[&second, &third]);
    takes(&second, "7.00", "W2-000002");
    takes(&third, "6.00", "W3-000002");
    second.wait_for_text("#line", "waiting");
    second.look("no line to central records");
    the_drawer_is_closed(&second, &[FLOAT, (1_000, 1), (500, 1), (100, 4)], "219.00");
    let late = house
        .server
        .query(DATABASE, "SELECT count(*) FROM entries WHERE receipt LIKE '%-000002'");
    assert_eq!(late.trim(), "0", "nothing of it is at central");

    for line in &lines {
        line.becomes(Weather::Calm);
    }
    third.wait_for("#line[data-line=connected]");
    the_drawer_is_closed(&third, &[FLOAT, (1_000, 1), (100, 1)], "211.00");
    for (screen, code) in [(second, "W2"), (third, "W3")] {
        screen.wait_for("#line[data-line=connected]");
        screen.sign_out();
        central_has_the_last_of(&house, code);
    }

    let closing = open("W1");
    closing.sign_in(SAM, PASSWORD);
    the_board_is_complete(&closing);
    the_deposit_is_made(&closing);
    closing.sign_out();
    central_has_the_last_of(&house, "W1");
    drop(closing);
    the_deposit_is_the_receipts(&house);
}

/// Signing out is an entry too: a window that is closed at once says it at its next start.
fn central_has_the_last_of(house: &House, code: &str) {
    let begun = Instant::now();
    while received(&house.server, code).len() < exported(&house.folder(code)).len() {
        assert!(
            begun.elapsed() < Duration::from_secs(20),
            "{code} does not push its last entry"
        );
        std::thread::sleep(Duration::from_millis(100));
    }
}

fn the_drawer_is_opened(screen: &Screen) {
    screen.press(&["Alt+2"]);
    screen.count("float", &DENOMINATIONS, &[FLOAT]);
    screen.wait_for_text("#float-total", "200.00");
    screen.press(&["F12"]);
    screen.wait_for("#done p");
}

/// Something for this amount, paid exactly in cash.
fn takes(screen: &Screen, amount: &str, receipt: &str) {
    screen.press(&["Alt+1"]);
    screen.wait_for_focus("#search");
    screen.press(&["F3"]);
    screen.enter("#item-search", "misc");
    screen.enter("#item-amount", amount);
    screen.wait_for_text("#remaining", amount);
    screen.press(&["F5"]);
    screen.wait_for_focus("#tender-amount");
    screen.type_text(amount);
    screen.press(&["F12"]);
    screen.wait_for_text("#receipt-number", receipt);
}

/// The screens say so, in the frame and nowhere else: no dialog, nothing to press.
fn the_line_is_cut(lines: &[Proxy], screens: &[&Screen]) {
    for line in lines {
        line.becomes(Weather::Cut);
    }
    for screen in screens {
        screen.wait_for("#line[data-line=away]");
        screen.wait_for_text("#line", "No line since");
        assert_eq!(
            screen.run("return document.querySelector('dialog') === null"),
            json!(true)
        );
        screen.wait_for_focus("#search");
    }
}

fn the_drawer_is_closed(screen: &Screen, pieces: &[(u32, u32)], total: &str) {
    screen.press(&["Alt+2"]);
    screen.wait_for("#day-receipts");
    screen.press(&["F12"]);
    screen.count("count", &DENOMINATIONS, pieces);
    screen.wait_for_text("#count-total", total);
    screen.press(&["F12"]);
    screen.wait_for_text("#variance", "agrees");
    screen.press(&["F12"]);
    screen.wait_for("#done p");
    screen.press(&["Escape"]);
}

/// Both windows stand on it, with what they took while the line was cut; both are approved.
fn the_board_is_complete(screen: &Screen) {
    screen.press(&["Alt+5"]);
    screen.wait_for_text("#board-row-0", "Window 2");
    screen.wait_for_text("#board-row-1", "Window 3");
    for (place, taken) in [(1, "19.00"), (2, "11.00")] {
        screen.wait_for_text(&format!("#board tbody tr:nth-child({place})"), taken);
    }
    screen.wait_for_text("#board-total", "30.00");
    screen.wait_for_focus("#board-row-0");
    screen.look("a complete board");
    screen.press(&["F12"]);
    screen.wait_for_text("#board-approved", "1 of 2");
    screen.press(&["Down"]);
    screen.wait_for_focus("#board-row-1");
    screen.press(&["F12"]);
    screen.wait_for_text("#board-approved", "2 of 2");
}

fn the_deposit_is_made(screen: &Screen) {
    screen.press(&["Alt+6"]);
    screen.wait_for_focus("#deposits-title");
    screen.press(&["F12"]);
    screen.wait_for_focus("#deposit-session-0");
    screen.wait_for_text("#deposit-total", "30.00");
    screen.press(&["F12"]);
    screen.count("deposit", &DENOMINATIONS, &DEPOSITED);
    screen.wait_for_text("#deposit-cash-says", "receipts’ cash");
    screen.press(&["F12"]);
    screen.wait_for_text("#done", "prepared");
    screen.wait_for_focus("#deposit-number");
    screen.press(&["F12"]);
    screen.count("second", &DENOMINATIONS, &DEPOSITED);
    screen.press(&["Enter"]);
    screen.enter("#second-check-items", "0");
    screen.enter("#second-check-total", "0.00");
    screen.wait_for_focus("#bag");
    screen.type_text("BG-7");
    screen.press(&["F12"]);
    screen.second_person(SUE, PASSWORD);
    screen.wait_for_text("#deposit-total", "30.00");
    screen.wait_for_focus("#deposit-number");
}

fn the_deposit_is_the_receipts(house: &House) {
    let folders = ["W1", "W2", "W3"].map(|code| (code, house.folder(code)));
    let books = folders.each_ref().map(|(code, _)| house.workstation(code).books());
    let deposit = books[0].of_kind("deposit_finalized").next().expect("a final deposit");
    assert_eq!(deposit["body"]["cash_total"], cents("30.00"));
    let taken = books.iter().flat_map(|books| books.of_kind("receipt"));
    let taken: i64 = taken.map(|entry| entry["body"]["total"].as_i64().expect("cents")).sum();
    assert_eq!(taken, cents("30.00"));
    central_has_all_of(
        &house.server,
        &folders.each_ref().map(|(code, folder)| (*code, folder.as_path())),
    );
}
