//! The evening: the lines are good again, the closing desk's board shows every window, what was
//! taken is approved and deposited, the day is closed; and then everything is compared.

use std::collections::BTreeMap;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use counterfoil_tests::central::DATABASE;
use counterfoil_tests::central::house::House;
use counterfoil_tests::central::proof::{balances, balances_at_central, central_has_all_of, exported};
use counterfoil_tests::central::proxy::Weather;
use counterfoil_tests::closing_desk::control;
use counterfoil_tests::desk::Desk;
use counterfoil_tests::payment::payment;
use counterfoil_tests::people::{BEN, DOT, SAM, SUE};
use serde_json::Value;

use super::counter::{self, Counter, Taken};
use super::folders;

/// How long it may take until everybody has everything: after many failures a window waits up to half a minute.
const PATIENCE: Duration = Duration::from_secs(45);
/// What comes by mail every evening, in cents.
const MAIL: u64 = 4_321;

/// Works the evening and compares.
pub(super) fn check(house: &House, counters: &mut [Counter], day: u64) {
    counters
        .iter()
        .for_each(|counter| counter.window.proxy.becomes(Weather::Calm));
    close(counters, day);
    until_central_has_all(house, counters);
    agree(house, counters);
    everybody_knows_what_is_due(counters);
    for counter in counters.iter() {
        counter.window.desk.workstation().verifies();
    }
    house.central.succeeds(&["verify"]);
}

/// The closing desk's evening.
fn close(counters: &mut [Counter], day: u64) {
    let lengths: BTreeMap<&str, i64> = counters
        .iter()
        .map(|counter| (counter.code, counter.window.desk.journal_length()))
        .collect();
    let differs: Vec<bool> = counters.iter().map(|counter| counter.differs).collect();
    let desk = &mut counters[0].window.desk;
    desk.sign_in(SUE);
    let mail = desk.open_mail(&[control("CHECK", 1, "43.21")], BEN);
    desk.key_item(
        &mail,
        &payment().open("MISC", "43.21").check("43.21", &format!("77{day}")),
    );
    desk.close_batch(&mail);
    desk.change_to(SAM);
    let board = complete_board(desk, &lengths);
    for (nth, differs) in (1..).zip(differs) {
        match differs {
            true => desk.approve_because(&format!("Drawer {nth}"), "Not found"),
            false => desk.approve(&format!("Drawer {nth}")),
        }
    }
    desk.approve("Mail batch 1");
    desk.change_to(DOT);
    let deposit = desk.prepare_deposit();
    desk.change_to(SUE);
    desk.count_again(&deposit);
    desk.change_to(SAM);
    let date = board["date"].as_str().expect("a date").to_owned();
    desk.close_the_day(&date, &[]);
    desk.sign_out();
}

/// The board, once it shows all that every window has written, and misses nobody.
fn complete_board(desk: &mut Desk, lengths: &BTreeMap<&str, i64>) -> Value {
    let begun = Instant::now();
    loop {
        let board = desk.board();
        let stations = board["stations"].as_array().expect("stations");
        let shown = |code: &str| {
            stations
                .iter()
                .find(|one| one["station"] == code)
                .map(|one| one["seq"].as_i64())
        };
        let behind: Vec<&&str> = lengths
            .iter()
            .filter(|(code, length)| **code != "W1" && shown(code) != Some(Some(**length)))
            .map(|(code, _)| code)
            .collect();
        let missing = board["in_the_way"]
            .as_array()
            .is_some_and(|all| all.iter().any(|one| one["why"] == "missing"));
        if behind.is_empty() && !missing {
            return board;
        }
        assert!(begun.elapsed() < PATIENCE, "{behind:?} do not come in: {board}");
        sleep(Duration::from_millis(100));
    }
}

/// Waits until central has so many entries as the windows together.
fn until_central_has_all(house: &House, counters: &[Counter]) {
    let begun = Instant::now();
    loop {
        let here: i64 = counters
            .iter()
            .map(|counter| counter.window.desk.journal_length())
            .sum();
        let there = house
            .server
            .query(DATABASE, "SELECT count(*) FROM entries WHERE station <> 'CENTRAL'");
        if there.trim() == here.to_string() {
            return;
        }
        assert!(
            begun.elapsed() < PATIENCE,
            "{here} entries here, and at central {there}"
        );
        sleep(Duration::from_millis(100));
    }
}

/// Every journal, central's tables and the cashiers' notes, against each other.
fn agree(house: &House, counters: &mut [Counter]) {
    let all = folders(counters);
    let stations: Vec<(&str, &Path)> = all.iter().map(|(code, folder)| (*code, folder.as_path())).collect();
    central_has_all_of(&house.server, &stations);
    let mut taken = Taken::default();
    let mut entries = Vec::new();
    for (code, folder) in &stations {
        let own = exported(folder);
        assert_eq!(balances(&own), balances_at_central(&house.server, Some(code)), "{code}");
        entries.extend(own);
    }
    counters.iter().for_each(|counter| taken.add(&counter.taken));
    let sums = balances(&entries);
    assert_eq!(sums, balances_at_central(&house.server, None), "all of them together");
    let of = |ledger: &str| sums.get(ledger).copied().unwrap_or_default();
    let days = count(&entries, "day_closed");
    let cents = |amount: u64| i64::try_from(amount).expect("cents");
    assert_eq!(count(&entries, "receipt"), taken.receipts + days, "receipts");
    assert_eq!(
        of("100-1100"),
        cents(taken.cash + taken.checks + MAIL * days - taken.short),
        "in the bank"
    );
    assert_eq!(of("100-5900"), cents(taken.short), "over and short");
    assert_eq!(of("100-1030"), cents(taken.card), "cards");
    let receipts = taken.cash + taken.checks + taken.card + MAIL * days;
    let said = house.server.query(
        DATABASE,
        "SELECT count(*), count(*) FILTER (WHERE voided), sum(total_cents) FILTER (WHERE NOT voided) FROM records.receipts",
    );
    let (all, voided) = (taken.receipts + days, taken.voided);
    assert_eq!(
        said.trim(),
        format!("{all}|{voided}|{receipts}"),
        "receipts as reports read them"
    );
    for ledger in ["100-1000", "100-1010", "100-1020"] {
        assert_eq!(
            of(ledger),
            0,
            "{ledger}: vault, drawers, checks on hand after the deposit"
        );
    }
}

/// What is due on the account is the same at every window: billing's copy, less what was paid anywhere.
fn everybody_knows_what_is_due(counters: &mut [Counter]) {
    let paid: u64 = counters.iter().map(|counter| counter.taken.on_account).sum();
    let due = counter::due() - i64::try_from(paid).expect("cents");
    let begun = Instant::now();
    let each: Vec<(&str, u64)> = counters
        .iter()
        .map(|counter| (counter.code, counter.taken.on_account))
        .collect();
    for counter in counters {
        loop {
            let said = counter.due();
            if said == due {
                break;
            }
            assert!(
                begun.elapsed() < PATIENCE,
                "{} has {said} as due, and it is {due}; paid at each: {each:?}",
                counter.code
            );
            sleep(Duration::from_millis(200));
        }
    }
}

fn count(entries: &[counterfoil_tests::central::proof::Exported], kind: &str) -> u64 {
    let marked = format!("\"kind\":\"{kind}\"");
    entries.iter().filter(|entry| entry.bytes.contains(&marked)).count() as u64
}
