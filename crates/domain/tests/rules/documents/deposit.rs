//! The deposit slip and the deposit report.

use counterfoil_domain::config::Waiver;
use counterfoil_domain::deposit::Deposit;
use counterfoil_domain::documents::{BUNDLE, NotReceived, deposit_report, deposit_slip};
use counterfoil_domain::entry::{DepositWithdrawn, DepositedCheck};
use counterfoil_domain::money::Cents;

use super::{fact, lines, table, text, totals};
use crate::site_day::SiteDay;

#[test]
fn the_slip_lists_what_lies_in_the_bag() {
    let site = SiteDay::whole();
    let slip = deposit_slip(site.configuration(), &site.deposit(), true).unwrap();
    assert_eq!(
        (slip.name.as_str(), slip.notice.as_ref()),
        ("deposit-slip-000123", None)
    );
    for (label, value) in [
        ("Bank", "First Bank of Alder"),
        ("Routing number", "121000358"),
        ("Account", "000123454471"),
        ("Deposit ticket", "000123"),
        ("Business date", "21 Nov 2026"),
        ("Bag", "B-7710"),
        ("Prepared by", "Sol Reyes"),
        ("Verified by", "Tom Ek"),
        ("Verified at", "21 Nov 2026 08:11"),
    ] {
        assert_eq!(fact(&slip, label), value);
    }
    assert_eq!(
        text(table(&slip, "Deposit")),
        ["Cash||40.50", "Checks|7|329.62", "Total deposit||370.12"]
    );
    assert_eq!(
        text(table(&slip, "Currency and coin")),
        [
            "$20||2|40.00",
            "Currency|||40.00",
            "25¢||2|0.50",
            "Coin|||0.50",
            "Cash|||40.50"
        ]
    );
    let checks = text(table(&slip, "Checks, in the order they lie"));
    assert_eq!(checks[0], "1|121000358|1001|80.00");
    // A tender moved to a check is a check with its own number.
    assert_eq!(checks[2], "3|121000358|2003|30.00");
    assert_eq!(checks[7..], ["7|Bundle 1||329.62", "7|Checks||329.62"]);
    assert_eq!(slip.signatures[1], ("Verified by".to_owned(), "Tom Ek".to_owned()));
    assert_eq!(slip.seal, Some(site.deposit().seal));
}

#[test]
fn a_copy_shows_the_accounts_last_four_and_says_so() {
    let site = SiteDay::whole();
    let copy = deposit_slip(site.configuration(), &site.deposit(), false).unwrap();
    assert_eq!(fact(&copy, "Account"), "•••• 4471");
    assert_eq!(copy.notice.as_deref(), Some("Copy"));
    assert!(!format!("{copy:?}").contains("000123454471"));
}

#[test]
fn a_slip_that_is_not_final_says_so_and_one_taken_apart_too() {
    let site = SiteDay::whole();
    let mut deposit = site.deposit();
    deposit.finalized = None;
    let notice = |deposit: &Deposit| {
        deposit_slip(site.configuration(), deposit, true)
            .unwrap()
            .notice
            .unwrap()
    };
    assert!(notice(&deposit).starts_with("Not final"));
    deposit.withdrawn = Some(DepositWithdrawn {
        deposit: deposit.id(),
        number: "000123".into(),
        reason: "The wrong bag".into(),
    });
    assert!(notice(&deposit).contains("taken apart") && notice(&deposit).contains("The wrong bag"));
}

#[test]
fn seven_hundred_checks_come_in_bundles_of_at_most_three_hundred() {
    let site = SiteDay::whole();
    let mut deposit = site.deposit();
    let one = deposit.prepared.checks[0].clone();
    let check = |nth: i64| DepositedCheck {
        number: Some(nth.to_string()),
        amount: Cents(nth),
        ..one.clone()
    };
    deposit.prepared.checks = (1..=700).map(check).collect();
    deposit.prepared.check_total = Cents(245_350);
    let slip = deposit_slip(site.configuration(), &deposit, true).unwrap();
    let rows = text(table(&slip, "Checks, in the order they lie"));
    assert_eq!(rows.len(), 700 + 3 + 1);
    assert_eq!(rows[BUNDLE], "300|Bundle 1||451.50");
    assert_eq!(rows[BUNDLE + 1], "301|121000358|301|3.01");
    assert_eq!(rows[601], "300|Bundle 2||1,351.50");
    assert_eq!(rows[702..], ["100|Bundle 3||650.50", "700|Checks||2,453.50"]);
}

#[test]
fn the_report_for_treasury() {
    let site = SiteDay::whole();
    let report = deposit_report(site.configuration(), &site.deposit(), &site.day(), &[]).unwrap();
    assert_eq!(
        text(table(&report, "By drawer and batch"))[1..],
        [
            "Drawer 4 of W4|21 Nov 2026|Ben Ode|Sol Reyes|1.00|109.62|110.62",
            "Mail batch 1 of W1|21 Nov 2026|Tom Ek|Sol Reyes|0.00|70.00|70.00",
            "Together||||40.50|329.62|370.12",
        ]
    );
    assert_eq!(
        text(table(&report, "By tender, as receipted")),
        [
            "Cash|2|41.00",
            "Check|7|329.62",
            "Card|1|60.00",
            "Receipts that stand|10|430.62"
        ]
    );
    let by_ledger = table(&report, "By department and ledger account, as receipted");
    assert_eq!(totals(by_ledger), [Cents(43_062)]);
    assert!(text(by_ledger).contains(&"Finance|2020|Suspense|40.00".to_owned()));
    assert_eq!(
        text(table(&report, "Proof: the deposit is the receipts'")),
        [
            "Receipts that stand|430.62",
            "Over and short|−0.50",
            "Counted and approved|430.12",
            "Cash in this deposit|40.50",
            "Checks in this deposit|329.62",
            "Settled otherwise|60.00",
            "Handed on|430.12",
            "Difference|0.00",
        ]
    );
    assert_eq!(
        text(table(&report, "Settlement list"))[0],
        "Card|W3-000004|Drawer 3 of W3|Visa 1111 A4 T1|60.00"
    );
    let sequence = text(table(&report, "Receipts of each workstation"));
    assert_eq!(sequence[0], "W3|W3-000001|W3-000005|none|5|275.00");
    let awaited = lines(&report, "Receipts not yet received from a workstation");
    assert_eq!(awaited, ["0: the entries of every workstation are in."]);
    assert_eq!(
        text(table(&report, "The bank's figures")),
        [
            "Cash|40.50|39.50|−1.00|−1.00|0.00",
            "Checks|329.62|329.62|0.00|0.00|0.00",
            "Total|370.12|369.12|−1.00|−1.00|0.00",
        ]
    );
    assert_eq!(
        text(table(&report, "Bank corrections")),
        ["21 Nov 2026|DM-7|One note short|Tre Asher|−1.00|0.00"]
    );
    assert_eq!(table(&report, "Seals").rows.len(), 7);
}

#[test]
fn what_is_missing_is_named() {
    let site = SiteDay::begun().mailed().corrected().approved().deposited();
    let mut configuration = site.configuration().clone();
    configuration.policies.waived = vec![Waiver::Deposit];
    let missing = [NotReceived {
        station: "W9".into(),
        window: "Window 9".into(),
        what: "nothing since 21 Nov 2026 09:00".into(),
    }];
    let mut day = site.day();
    day.sessions.pop();
    let report = deposit_report(&configuration, &site.deposit(), &day, &missing).unwrap();
    assert!(report.notice.unwrap().starts_with("1 of its drawers and batches"));
    let report = deposit_report(&configuration, &site.deposit(), &site.day(), &missing).unwrap();
    let awaited = lines(&report, "Receipts not yet received from a workstation");
    assert_eq!(awaited, ["W9 (Window 9): nothing since 21 Nov 2026 09:00"]);
    let waivers = lines(&report, "Waivers in force");
    assert_eq!(waivers, ["Without a second person: counting a deposit again."]);
    // The bank has said nothing yet: nothing of it stands there.
    assert!(
        report
            .sections
            .iter()
            .all(|section| !format!("{section:?}").contains("The bank's figures"))
    );
}
