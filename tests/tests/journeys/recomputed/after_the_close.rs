//! A day with returned items and corrections, recomputed: the small city's second day, on
//! which the bank sends checks back and payments of the first day are put right.

use std::path::PathBuf;
use std::sync::OnceLock;

use counterfoil_tests::closing_desk::control;
use counterfoil_tests::corrections::{to_account, to_charge, withdrawal};
use counterfoil_tests::desk::{Desk, FLOAT, consent, request_id};
use counterfoil_tests::payment::payment;
use counterfoil_tests::people::{ANA, BEN, SAM, SUE};
use counterfoil_tests::returned_items::rubber_check;
use counterfoil_tests::workstation::{Workstation, fixture};
use serde_json::{Value, json};

use super::dues::Dues;
use super::journals::{Journals, cents, list, text};
use super::ledger::{assert_ledger, assert_transmittals};
use super::papers::{Paper, amount};

/// The two days, lived once for all claims.
struct TwoDays {
    /// Each close with its papers.
    papers: Vec<PathBuf>,
    folders: Vec<PathBuf>,
    register: Value,
    /// What the desk says is due, by account.
    said: Vec<(String, i64)>,
    refunds: Value,
    _workstations: Vec<Workstation>,
}

fn days() -> &'static TwoDays {
    static DAYS: OnceLock<TwoDays> = OnceLock::new();
    DAYS.get_or_init(|| {
        let (mut desk, second) = the_first_day();
        the_second_day(&mut desk);
        let mut papers = Vec::new();
        for date in closed_dates(&mut desk) {
            let written = desk.done("write_document", json!({ "date": date }));
            papers.push(PathBuf::from(text(&written["folder"])));
        }
        let folders = vec![second.workstation().folder(), desk.workstation().folder()];
        let dues = Dues::of(&accounts(), &Journals::read(&folders));
        let said = dues.accounts().into_iter().map(|account| {
            let due = desk.due(&account);
            (account, due)
        });
        TwoDays {
            papers,
            said: said.collect(),
            register: desk.register(),
            refunds: desk.refunds(),
            folders,
            _workstations: vec![second.put_down(), desk.put_down()],
        }
    })
}

fn accounts() -> String {
    std::fs::read_to_string(fixture("accounts.csv")).expect("the accounts")
}

fn closed_dates(desk: &mut Desk) -> Vec<String> {
    let board = desk.board();
    let mut dates: Vec<String> = list(&board["dates"])
        .filter(|date| date["closed"] == true)
        .map(|date| text(&date["date"]))
        .collect();
    dates.sort();
    assert_eq!(dates.len(), 2);
    dates
}

/// Two windows and the mail; all of it at the bank.
fn the_first_day() -> (Desk, Desk) {
    let mut desk = Desk::closing_desk();
    let mut second = desk.window_beside("W2");
    let at_two = [
        payment().open("MISC", "30.00").tender(rubber_check("30.00", "2001")),
        payment()
            .account("20-00005-05")
            .licence("BL-7", "84.00")
            .check("100.00", "301")
            .cash("17.33"),
    ];
    // The float and 17.33.
    second.drawer_day(BEN, &at_two, "2x100 1x10 1x5 2x1 1x0.25 1x0.05 3x0.01", &[]);
    let batch = desk.open_mail(&[control("CHECK", 2, "190.00")], BEN);
    let bill = payment().on_account("20-04127-03", "100.00").check("100.00", "501");
    desk.key_item(&batch, &bill);
    let held = payment()
        .on_account("20-00001-01", "20.00")
        .in_suspense("20-9999", "70.00", "no such account")
        .tender(rubber_check("90.00", "2002"));
    desk.key_item(&batch, &held);
    desk.close_batch(&batch);
    desk.change_to(SUE);
    desk.approve("Mail batch 1");
    desk.sign_out();
    let at_one = [
        payment().account("20-04127-03").tender(rubber_check("84.62", "2003")),
        payment().account("PC-77120").electronic_check("65.00"),
        payment().licence("BL-9", "84.00").card("50.00").cash("34"),
        payment().on_account("20-00003-03", "75.00").cash("75"),
        payment().open("MISC", "25.00").cash("25"),
    ];
    desk.drawer_day(
        ANA,
        &at_one,
        "3x100 1x20 1x10 4x1",
        &[("CARD", "50.00"), ("ECHECK", "65.00")],
    );
    desk.sign_in(SAM);
    desk.board_with(&second, "W2");
    desk.approve("Drawer 1");
    desk.approve("Drawer 2");
    desk.goes_to_the_bank();
    (desk, second)
}

/// The receipts of [`the_first_day`] at the closing desk, in the order of their numbers.
const HELD: &str = "W1-000002";
const BILL: &str = "W1-000003";
const CITATION: &str = "W1-000004";
const LICENCE: &str = "W1-000005";
const OVERPAID: &str = "W1-000006";
const MISC: &str = "W1-000007";

fn the_second_day(desk: &mut Desk) {
    desk.bank_returns("W2-000001", 0, "NSF");
    desk.bank_returns("W2-000002", 0, "NSF");
    desk.bank_returns(HELD, 0, "CLOSED");
    desk.bank_returns(BILL, 0, "NSF");
    desk.bank_returns(CITATION, 0, "R01");
    desk.notice("R-000001", "en");
    // One is good after all, another never came back.
    desk.reinstates("R-000002");
    desk.takes_back_by_mistake("R-000005");
    desk.reverses(LICENCE, "Licence refused", SUE);
    desk.transfers((CITATION, 0), "15.00", to_charge("MISC", "15.00"), SUE);
    desk.transfers((MISC, 0), "10.00", to_account("20-00002-02"), SUE);
    let first = desk.asks_refund((OVERPAID, 1), "15.00", "Overpayment", SUE);
    desk.done("withdraw_refund", withdrawal(&first, "They changed their mind"));
    desk.asks_refund((OVERPAID, 1), "7.00", "Overpayment", SUE);
    desk.change_to(ANA);
    desk.open_drawer(FLOAT);
    desk.pay(&payment().account("R-000001").cash("55"));
    let slip = desk.pay(&payment().account("20-04127-03").cash("200"));
    desk.void(&slip.number, "Wrong account", SAM);
    desk.pay(&payment().on_account("20-04127-03", "100.00").cash("100"));
    let wrong = desk.pay(&payment().open("MISC", "5.00").cash("5"));
    let moved = json!({
        "request_id": request_id(), "receipt": wrong.number, "place": 0, "reason": "It was a money order",
        "to": { "tender": "MO", "amount": "5.00", "number": "9" }, "consent": consent(SUE),
    });
    desk.done("reclass_tender", moved);
    desk.start_count();
    // The float, 55.00 and 100.00.
    desk.count_all("3x100 1x50 1x5", &[]);
    desk.close();
    desk.change_to(SAM);
    desk.next_day(SAM);
    let rows = desk.board()["rows"].clone();
    let open = list(&rows)
        .find(|row| row["stage"] == "closed")
        .expect("the drawer")
        .clone();
    let approval = json!({ "request_id": request_id(), "session": open["session"], "seen_difference": 0 });
    desk.done("approve_session", approval);
    desk.goes_to_the_bank();
}

fn journals(close: usize) -> Journals {
    Journals::read(&days().folders).of_close(close)
}

/// **The transmittals of both days**: what was taken back, moved, reversed and paid back
/// leaves or reaches its department, and both sides are equal.
#[test]
fn the_transmittals_of_both_days() {
    for (close, papers) in days().papers.iter().enumerate() {
        assert_transmittals(&journals(close), papers);
    }
}

/// **The ledger batches of both days**: every posting, by the kind of its entry.
#[test]
fn the_ledger_batches_of_both_days() {
    for (close, papers) in days().papers.iter().enumerate() {
        let number = format!("GL-00000{}", close + 1);
        let paper = Paper::read(papers, &format!("ledger-{number}"), &format!("{number}.csv"));
        assert_ledger(&journals(close), &paper);
    }
    let sources = journals(1).posted_by_source();
    for source in [
        "Returned items",
        "Receipts reversed after the close",
        "Payments moved between accounts",
        "Refunds requested",
    ] {
        assert!(sources.keys().any(|key| key.0 == source), "the day has {source}");
    }
}

/// **What is due on every account**, those of returned items too.
#[test]
fn what_is_due_on_every_account() {
    let days = days();
    let dues = Dues::of(&accounts(), &journals(1));
    assert!(days.said.iter().any(|one| one.0.starts_with("R-")), "{:?}", days.said);
    for (account, said) in &days.said {
        assert_eq!(*said, dues.due(account), "{account}");
    }
}

/// **The register of returned items**: each with its fee, its state and what is open.
#[test]
fn the_register_is_the_entries() {
    let days = days();
    let dues = Dues::of(&accounts(), &journals(1));
    let said: Vec<&Value> = list(&days.register["items"]).collect();
    assert_eq!(said.len(), dues.items.len());
    for row in said {
        let number = text(&row["number"]);
        let item = &dues.items[&number];
        assert_eq!(row["amount"], item.amount, "{number}");
        assert_eq!(row["fee"], item.fee, "{number}");
        assert_eq!(row["open"], dues.open(&number), "{number}");
        assert_eq!(row["state"], item.state, "{number}");
    }
    let open: i64 = dues.items.keys().map(|number| dues.open(number)).sum();
    let by_state: i64 = list(&days.register["states"]).map(|one| cents(&one["open"])).sum();
    assert_eq!(by_state, open);
    // What is open is the receivable, to the cent.
    let receivable: i64 = journals(1).books.iter().map(|books| books.balance("100-1050")).sum();
    assert_eq!(receivable, open);
}

/// **The papers of returned items**: what came back on the day, and the register at its end.
#[test]
fn the_papers_of_returned_items() {
    let days = days();
    let journals = journals(1);
    let of_day: Vec<&Value> = journals
        .of_the_day()
        .filter(|entry| entry["kind"] == "item_returned")
        .collect();
    let paper = Paper::read(&days.papers[1], "returned-items-of-", "returned-by-the-bank.csv");
    let (sum, rows) = paper.rows.split_last().expect("a line of sums");
    assert_eq!(rows.len(), of_day.len());
    for (row, entry) in rows.iter().zip(&of_day) {
        assert_eq!(row[1], text(&entry["body"]["number"]));
        assert_eq!(amount(&row[8]), cents(&entry["body"]["amount"]), "{}", row[1]);
    }
    let total: i64 = of_day.iter().map(|entry| cents(&entry["body"]["amount"])).sum();
    let fees: i64 = of_day
        .iter()
        .filter_map(|entry| entry["body"]["fee"]["charge"]["due"].as_i64())
        .sum();
    assert_eq!((amount(&sum[8]), amount(&sum[9])), (total, fees));
    let taken = Paper::read(&days.papers[1], "returned-items-of-", "taken-back.csv");
    let taken_total = taken.rows.last().expect("a line of sums");
    assert_eq!(amount(&taken_total[5]), total, "what came back is what was taken back");
    let fees = Paper::read(&days.papers[1], "returned-items-2", "fees.csv");
    assert_eq!(
        amount(&fees.row("Returned-item fees")[2]),
        cents(&days.register["fees_charged"])
    );
    assert_eq!(
        amount(&fees.row("Returned-item fees")[3]),
        cents(&days.register["fees_collected"])
    );
}

/// **What waits for accounts payable** is what the ledger owes.
#[test]
fn the_refunds_are_the_ledgers() {
    let days = days();
    let owed: i64 = journals(1).books.iter().map(|books| books.balance("100-2100")).sum();
    assert_eq!(days.refunds["waiting"], -owed);
}
