//! Accounts at an ordinary window that knows central records: it hears of payments at other
//! windows and of what the closing desk put on accounts, in whatever order their entries come.

#[path = "../accounts_central/source.rs"]
#[allow(dead_code, reason = "each test uses its own part")]
mod source;

mod closing_desk;
mod site;

use chrono::NaiveDate;
use counterfoil_domain::account::Charge;
use counterfoil_domain::entry::{Body, CashOnlyMark, ItemReturned, OpenedCharge, SessionApproved};
use counterfoil_domain::money::Cents;
use serde_json::json;
use site::{NOTE, Site, Window, first_charge};
use uuid::Uuid;

#[test]
fn a_window_hears_of_payments_at_other_windows_once() {
    let mut site = Site::new();
    let (here, there) = (site.window("W2", true), site.window("W3", true));
    let account = site.account();
    let (number, charge) = (account.number.as_str(), first_charge(&account).id.clone());
    let due = account.due().unwrap().0;
    here.open_drawer();
    there.open_drawer();
    assert_eq!(here.due(number), due);
    there.pay(number, &charge, "5.00");
    here.pay(number, &charge, "3.00");
    assert_eq!(
        (here.due(number), there.due(number)),
        (due - 300, due - 500),
        "the line is down"
    );
    there.hand_over(0, &here);
    there.hand_over(0, &here);
    assert_eq!(here.due(number), due - 800, "twice handed over, once counted");
    here.hand_over(0, &there);
    assert_eq!(there.due(number), due - 800);

    // Billing had W3's payment in a posting batch, and W2's not: its next copy says so.
    let included = there.last();
    there.pay(number, &charge, "2.00");
    let mut paid = account.clone();
    paid.charges
        .iter_mut()
        .filter(|one| one.id == charge)
        .for_each(|one| one.due.0 -= 500);
    site.source.import([paid].into_iter(), &[]);
    site.source.included = [("W3".to_owned(), included), ("W2".to_owned(), 1)].into();
    here.take_accounts(&site.source);
    assert_eq!(
        here.due(number),
        due - 800,
        "the last payment at the other window is not heard of yet"
    );
    there.hand_over(included, &here);
    assert_eq!(here.due(number), due - 1_000);
    // The other window has the older copy still, and shows the same.
    assert_eq!(there.due(number), due - 1_000);
    there.take_accounts(&site.source);
    assert_eq!(there.due(number), due - 1_000);

    // The same after a restart, from what is on the disk.
    drop(here);
    let here = site.window("W2", true);
    here.call("sign_in", json!({ "user": "okoye", "password": "alder-creek" }))
        .unwrap();
    assert_eq!(here.due(number), due - 1_000);
    // And where the tables are lost.
    let tables = here.station.folder().site();
    drop(here);
    std::fs::remove_file(tables).unwrap();
    let here = site.window("W2", true);
    here.call("sign_in", json!({ "user": "okoye", "password": "alder-creek" }))
        .unwrap();
    assert_eq!(here.due(number), due - 1_000);
}

#[test]
fn a_charge_paid_at_two_windows_without_a_line_leaves_a_credit_at_both() {
    let mut site = Site::new();
    let (here, there) = (site.window("W2", true), site.window("W3", true));
    let account = site.account();
    let (number, charge) = (account.number.as_str(), first_charge(&account).clone());
    let (due, twice) = (account.due().unwrap().0, charge.due.0);
    let amount = format!("{}.{:02}", twice / 100, twice % 100);
    here.open_drawer();
    there.open_drawer();
    here.pay(number, &charge.id, &amount);
    there.pay(number, &charge.id, &amount);
    assert_eq!((here.due(number), there.due(number)), (due - twice, due - twice));
    there.hand_over(0, &here);
    here.hand_over(0, &there);
    assert_eq!(
        (here.due(number), there.due(number)),
        (due - 2 * twice, due - 2 * twice)
    );

    // Billing had the payment of W3 in a posting batch and no longer hands the charge out; W2's it has not.
    let mut paid = account.clone();
    paid.charges.retain(|one| one.id != charge.id);
    site.source.import([paid].into_iter(), &[]);
    site.source.included = [("W3".to_owned(), there.last()), ("W2".to_owned(), 1)].into();
    for window in [&here, &there] {
        window.take_accounts(&site.source);
        assert_eq!(window.due(number), due - 2 * twice);
    }
}

#[test]
fn a_window_that_stands_alone_knows_its_own_payments_only() {
    let site = Site::new();
    let here = site.window("W2", false);
    here.open_drawer();
    let account = site.account();
    here.pay(&account.number, &first_charge(&account).id, "3.00");
    assert_eq!(here.due(&account.number), account.due().unwrap().0 - 300);
    assert!(here.station.whole_site().is_none());
}

#[test]
fn receipts_say_that_there_is_no_line_where_there_should_be_one() {
    let site = Site::new();
    for (code, enrolled) in [("W2", true), ("W3", false)] {
        let window = site.window(code, enrolled);
        window.open_drawer();
        let tried = |window: &Window| window.station.central().is_none_or(|line| line.seen().why.is_some());
        while !tried(&window) {
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        let account = site.account();
        window.pay(&account.number, &first_charge(&account).id, "3.00");
        let last = window.last();
        let last = window.station.desk().stored(last).unwrap().entry().unwrap();
        let Body::Receipt(receipt) = last.body else {
            panic!("{last:?}")
        };
        assert_eq!(receipt.footer.iter().any(|line| line == NOTE), enrolled, "{code}");
        let state = window.call("state", json!({})).unwrap();
        assert_eq!(state["central"]["state"], if enrolled { "away" } else { "alone" });
    }
}

/// A returned check of nobody's receipt: its fee on an account, and the mark.
fn returned(account: &str) -> ItemReturned {
    let until: NaiveDate = "2027-11-20".parse().unwrap();
    ItemReturned {
        number: "R-000001".to_owned(),
        tenders: Vec::new(),
        amount: Cents(2_500),
        reason: ("NSF".to_owned(), "Not sufficient funds".to_owned()),
        reference: None,
        fee: Some(OpenedCharge {
            account: account.to_owned(),
            charge: Charge {
                id: "R-000001/1".to_owned(),
                code: "RETFEE".to_owned(),
                description: "Returned check fee".to_owned(),
                reference: String::new(),
                due_date: source::today(),
                due: Cents(2_500),
            },
        }),
        fee_receivable: Vec::new(),
        fee_revenue: None,
        no_fee: None,
        mark: Some(CashOnlyMark {
            until,
            accounts: vec![account.to_owned()],
            token: Some("token".to_owned()),
            lift_when_paid: true,
        }),
        payer: ("María Peña".to_owned(), vec!["1 Main Street".to_owned()]),
        balances: Vec::new(),
        file: None,
        worker: ("treasury".to_owned(), "Tre Asher".to_owned()),
    }
}

#[test]
fn a_window_hears_of_the_desks_charges_and_marks_before_it_hears_of_their_payments() {
    let site = Site::new();
    let (here, there, desk) = (
        site.window("W2", true),
        site.window("W3", true),
        site.window("W1", false),
    );
    let account = site.account();
    let (number, due) = (account.number.as_str(), account.due().unwrap().0);
    here.open_drawer();
    there.open_drawer();
    // The desk approves a session of which this window has not heard, and works a returned item.
    let approved = SessionApproved {
        session: Uuid::new_v4(),
        station: "W3".to_owned(),
        name: "Drawer 3".to_owned(),
        closed_seq: 9,
        approver: ("sol".to_owned(), "Sol Reyes".to_owned()),
        tenders: Vec::new(),
        float: Cents(20_000),
        reason: None,
    };
    desk.write(Body::SessionApproved(approved), Vec::new());
    desk.write(Body::ItemReturned(Box::new(returned(number))), Vec::new());
    desk.hand_over(0, &here);
    desk.hand_over(0, &there);
    let view = here.call("account", json!({ "number": number })).unwrap();
    assert_eq!(view["due"], due + 2_500);
    let flags = view["flags"].as_array().unwrap();
    assert!(
        flags
            .iter()
            .any(|flag| flag["flag"] == "cash_only" && flag["until"] == "2027-11-20"),
        "{flags:?}"
    );
    let found = here.call("find_accounts", json!({ "text": "R-000001" })).unwrap();
    assert_eq!(found["accounts"][0]["number"], number);
    // Paid at the other window: gone here too, and the mark with it.
    there.pay(number, "R-000001/1", "25.00");
    assert_eq!(here.due(number), due + 2_500);
    there.hand_over(0, &here);
    let view = here.call("account", json!({ "number": number })).unwrap();
    assert_eq!(
        (&view["due"], view["flags"].as_array().unwrap().len()),
        (&json!(due), 0)
    );
}

#[test]
fn the_order_in_which_journals_come_in_is_nothing() {
    let site = Site::new();
    let (here, there, desk) = (
        site.window("W2", true),
        site.window("W3", true),
        site.window("W1", false),
    );
    let account = site.account();
    let (number, due) = (account.number.as_str(), account.due().unwrap().0);
    here.open_drawer();
    there.open_drawer();
    desk.write(Body::ItemReturned(Box::new(returned(number))), Vec::new());
    desk.hand_over(0, &there);
    there.pay(number, "R-000001/1", "10.00");
    there.hand_over(0, &here);
    assert_eq!(
        here.due(number),
        due,
        "a payment on a charge of which nobody heard here"
    );
    desk.hand_over(0, &here);
    assert_eq!(here.due(number), due + 1_500);
}
