//! The balancing sheet of the scripted day, figure by figure.

use chrono::NaiveDateTime;
use counterfoil_domain::config::{DenominationKind, Language, Waiver};
use counterfoil_domain::documents::{
    BalancingSheet, CashSheetLine, CountSheetLine, Found, MovementSheetLine, ReclassSheetLine, TapeSheetLine,
    VoidSheetLine, balancing_sheet,
};
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;

use crate::fixture::{Desk, day};
use crate::script::Script;

fn sheet_in(desk: &Desk, language: Language) -> BalancingSheet {
    let seal = Some("0123abcd".to_owned());
    balancing_sheet(&desk.configuration, "W3", desk.session(), language, seal).unwrap()
}

fn sheet(script: Script) -> BalancingSheet {
    sheet_in(&script.0, Language::En)
}

fn closed() -> BalancingSheet {
    sheet(Script::begun().paid().mended().handed_over().closed())
}

/// A time of the scripted day, on the site's clock.
fn at(clock: &str) -> NaiveDateTime {
    format!("2026-11-21T{clock}:00").parse().unwrap()
}

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn its_head() {
    let sheet = closed();
    assert_eq!(sheet.heading, ["City of Alder", "City Hall", "1 Main Street"]);
    assert_eq!((sheet.station.as_str(), sheet.window.as_str()), ("W3", "Window 3"));
    assert_eq!(
        (sheet.drawer.as_str(), sheet.business_date),
        ("Drawer 3", day("2026-11-21"))
    );
    assert_eq!((sheet.state, sheet.opened_at), ("closed", at("08:05")));
    assert_eq!(sheet.closed_at, Some(at("08:24")));
    let cashiers = [("Ana Núñez", "08:05"), ("Ben Ode", "08:18")];
    assert_eq!(
        sheet.cashiers,
        cashiers.map(|(name, since)| (name.to_owned(), at(since)))
    );
    assert_eq!(
        (sheet.first_receipt, sheet.last_receipt),
        (text("W3-000001"), text("W3-000006"))
    );
    assert_eq!((sheet.receipts, sheet.receipts_total), (6, Cents(39_700)));
    assert_eq!(sheet.seal, text("0123abcd"));
}

#[test]
fn its_tenders_with_what_is_over_and_short() {
    let sheet = closed();
    let figures: Vec<(&str, u32, i64, i64, i64)> = sheet
        .tenders
        .iter()
        .map(|line| {
            let (counted, difference) = (line.counted.unwrap(), line.difference.unwrap());
            (line.name.as_str(), line.items, line.expected.0, counted.0, difference.0)
        })
        .collect();
    assert_eq!(
        figures,
        [
            ("Cash", 2, 17_700, 17_650, -50),
            ("Check", 3, 17_000, 13_500, -3_500),
            ("Card", 1, 5_000, 5_000, 0),
            ("Money order", 1, 2_500, 2_500, 0),
            ("Electronic check", 1, 500, 450, -50),
            ("Voucher", 1, 3_500, 3_500, 0),
        ]
    );
}

#[test]
fn its_differences_sum_to_counted_less_expected() {
    for sheet in [
        closed(),
        sheet(Script::begun().paid().mended().handed_over().closed().closed_again()),
    ] {
        let sum = |figure: fn(&counterfoil_domain::documents::TenderSheetLine) -> Cents| {
            Cents::sum(sheet.tenders.iter().map(figure)).unwrap()
        };
        let (expected, counted) = (sum(|line| line.expected), sum(|line| line.counted.unwrap()));
        let differences = sum(|line| line.difference.unwrap());
        assert_eq!(differences, counted.minus(expected).unwrap());
        let last = sheet.counts.last().unwrap();
        assert_eq!(
            (last.expected, last.counted, last.difference),
            (expected, counted, differences)
        );
        assert_eq!(sheet.cash_total, sheet.tenders[0].counted.unwrap());
        // What is expected is the receipts, the float and what moved.
        let moved = Cents::sum(sheet.movements.iter().map(|line| line.amount)).unwrap();
        assert_eq!(expected.0, sheet.float_total.0 + sheet.receipts_total.0 + moved.0);
    }
}

fn cash_line(label: &str, kind: DenominationKind, loose: u32, bundles: u32, total: i64) -> CashSheetLine {
    CashSheetLine {
        label: label.into(),
        kind,
        loose,
        bundles,
        total: Cents(total),
    }
}

#[test]
fn its_cash_by_denomination() {
    use DenominationKind::{Coin, Note};
    let sheet = closed();
    assert_eq!(
        sheet.float,
        [
            cash_line("$20", Note, 5, 0, 10_000),
            cash_line("$5", Note, 8, 0, 4_000),
            cash_line("$1", Note, 9, 0, 900),
            cash_line("25¢", Coin, 4, 0, 100),
        ]
    );
    assert_eq!(sheet.float_total, Cents(15_000));
    assert_eq!(
        sheet.cash,
        [
            cash_line("$100", Note, 1, 0, 10_000),
            cash_line("$50", Note, 1, 0, 5_000),
            cash_line("$10", Note, 1, 0, 1_000),
            cash_line("$5", Note, 1, 0, 500),
            cash_line("25¢", Coin, 0, 1, 1_000),
            cash_line("1¢", Coin, 150, 0, 150),
        ]
    );
    assert_eq!(sheet.cash_total, Cents(17_650));
}

/// A line of the tape: tender, receipt, number, recorded.
fn tape_line(order: u32, paper: (&str, &str, &str, i64), found: Found) -> TapeSheetLine {
    let (tender, receipt, number, recorded) = paper;
    TapeSheetLine {
        order,
        tender: tender.into(),
        receipt: text(receipt).filter(|receipt| !receipt.is_empty()),
        number: text(number),
        recorded: Cents(recorded),
        found,
    }
}

#[test]
fn its_tape_in_the_order_taken_and_what_was_found_of_it() {
    assert_eq!(
        closed().tape,
        [
            tape_line(1, ("Check", "W3-000001", "1001", 10_000), Found::Agreed),
            tape_line(2, ("Voucher", "W3-000001", "V-1", 3_500), Found::Agreed),
            tape_line(3, ("Check", "W3-000002", "1002", 4_000), Found::Misread(Cents(400))),
            tape_line(4, ("Check", "W3-000003", "2003", 3_000), Found::Missing),
            tape_line(5, ("Money order", "W3-000004", "7004", 2_500), Found::Agreed),
            tape_line(6, ("Check", "", "9001", 0), Found::Extra(Cents(3_100))),
        ]
    );
}

#[test]
fn its_voids_and_reclasses() {
    let sheet = closed();
    let void = VoidSheetLine {
        receipt: "W3-000005".into(),
        at: at("08:12"),
        total: Cents(6_000),
        reason: "Wrong account".into(),
        approved_by: text("Sol Reyes"),
        checks_returned: vec!["Check 1005 60.00".into()],
    };
    assert_eq!(sheet.voids, [void]);
    let reclass = ReclassSheetLine {
        receipt: "W3-000003".into(),
        at: at("08:13"),
        amount: Cents(3_000),
        from: "Cash".into(),
        to: "Check".into(),
        reason: "Keyed as cash".into(),
        approved_by: text("Sol Reyes"),
    };
    assert_eq!(sheet.reclasses, [reclass]);
}

#[test]
fn of_a_void_only_paper_drawn_on_a_bank_is_handed_back() {
    let mut desk = Script::begun().paid().0;
    desk.void("W3-000001").unwrap();
    desk.void("W3-000004").unwrap();
    let sheet = sheet_in(&desk, Language::En);
    let handed_back: Vec<&[String]> = sheet.voids.iter().map(|void| &void.checks_returned[..]).collect();
    assert_eq!(handed_back, [["Check 1001 100.00"], ["Money order 7004 25.00"]]);
}

#[test]
fn its_movements() {
    let movement = |clock, what: &str, amount, by: &str, with| MovementSheetLine {
        at: at(clock),
        what: what.into(),
        amount: Cents(amount),
        by: by.into(),
        with,
    };
    assert_eq!(
        closed().movements,
        [
            movement("08:14", "No-sale opening", 0, "Ana Núñez", text("Sol Reyes")),
            movement("08:15", "Pick-up to the vault", -10_000, "Ana Núñez", None),
            movement("08:16", "Change order", 1_500, "Ana Núñez", text("Sol Reyes")),
            movement("08:18", "Hand-over to Ben Ode", 0, "Ana Núñez", text("Ben Ode")),
        ]
    );
}

#[test]
fn its_counts_all_of_them() {
    let count = |clock, what: &str, expected, counted| CountSheetLine {
        at: at(clock),
        what: what.into(),
        expected: Cents(expected),
        counted: Cents(counted),
        difference: Cents(counted - expected),
    };
    let counts = vec![
        count("08:11", "Checkpoint", 28_000, 27_500),
        count("08:18", "Hand-over", 16_500, 16_500),
        count("08:21", "Close", 46_200, 42_470),
        count("08:23", "Recount", 46_200, 42_600),
    ];
    assert_eq!(closed().counts, counts);
}

#[test]
fn its_reasons_and_waivers() {
    let sheet = closed();
    let reason = |clock, by: &str, why: &str| (at(clock), by.to_owned(), why.to_owned());
    assert_eq!(
        sheet.reasons,
        [
            reason("08:14", "Ana Núñez, Sol Reyes", "Change for a meter"),
            reason("08:22", "Ben Ode", "The pennies again"),
            reason("08:24", "Ben Ode, Sol Reyes", "A check is missing"),
        ]
    );
    assert_eq!(
        sheet.waivers,
        [
            "moving cash between drawer and vault",
            "taking a payment on an account that a supervisor must agree to"
        ]
    );
}

#[test]
fn every_waiver_has_its_words_in_both_languages() {
    let mut desk = Script::begun().0;
    desk.configuration.policies.waived = vec![
        Waiver::Void,
        Waiver::Reclass,
        Waiver::OverShort,
        Waiver::Reopen,
        Waiver::NoSale,
        Waiver::Flag,
        Waiver::VaultMovement,
    ];
    let mut words = sheet_in(&desk, Language::En).waivers;
    words.extend(sheet_in(&desk, Language::Es).waivers);
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), 14);
}

#[test]
fn while_the_drawer_is_open_nothing_is_counted() {
    let sheet = sheet(Script::begun().paid());
    assert_eq!((sheet.state, sheet.closed_at, sheet.seal), ("open", None, None));
    assert!(
        sheet
            .tenders
            .iter()
            .all(|line| line.counted.is_none() && line.difference.is_none())
    );
    assert_eq!((sheet.tenders[0].items, sheet.tenders[0].expected), (2, Cents(28_000)));
    assert!(sheet.tape.iter().all(|line| line.found == Found::NotCounted));
    assert_eq!(sheet.tape.len(), 5);
    assert_eq!((sheet.cash.len(), sheet.cash_total), (0, Cents::ZERO));
    let none: [&str; 0] = [];
    assert_eq!(sheet.counts, []);
    assert_eq!(sheet.reasons, []);
    assert_eq!(
        sheet.voids.len() + sheet.reclasses.len() + sheet.movements.len(),
        none.len()
    );
}

#[test]
fn before_the_first_receipt_there_is_none() {
    let sheet = sheet(Script::begun());
    assert_eq!(
        (sheet.first_receipt, sheet.last_receipt, sheet.receipts),
        (None, None, 0)
    );
}

#[test]
fn while_it_is_counted_again_an_older_count_does_not_stand() {
    let script = Script::begun().paid().mended().handed_over();
    assert_eq!(sheet_in(&script.0, Language::En).state, "counting");
    let again = Script::begun().paid().mended().handed_over().closed().closed_again().0;
    let reopened = {
        let entries = &again.entries[..again.entries.len() - 3];
        let mut session = None;
        for entry in entries {
            use counterfoil_domain::entry::Body;
            use counterfoil_domain::session::Session;
            match (&entry.body, &mut session) {
                (Body::DrawerOpened(opened), _) => session = Some(Session::open(entry, opened)),
                (_, Some(session)) => session.apply(entry).unwrap(),
                (_, None) => {}
            }
        }
        Desk {
            session,
            ..again.clone()
        }
    };
    let sheet = sheet_in(&reopened, Language::En);
    assert_eq!((sheet.state, sheet.closed_at, sheet.seal), ("counting", None, None));
    assert!(sheet.tenders.iter().all(|line| line.counted.is_none()));
    assert_eq!(sheet.counts.len(), 4, "but it stays on record");
    let last = sheet_in(&again, Language::En);
    assert_eq!(last.closed_at, Some(at("08:27")));
    assert_eq!(last.counts.len(), 5);
    assert_eq!(last.tape[2].found, Found::Agreed);
    assert_eq!(
        last.reasons[3],
        (
            at("08:25"),
            "Ben Ode, Sol Reyes".to_owned(),
            "The check of 40.00 was read wrong".to_owned()
        )
    );
}

#[test]
fn it_speaks_the_language_it_is_asked_in() {
    let desk = Script::begun().paid().mended().handed_over().closed().0;
    let sheet = sheet_in(&desk, Language::Es);
    assert_eq!(sheet.language, Language::Es);
    assert_eq!(
        (sheet.tenders[0].name.as_str(), sheet.tenders[1].name.as_str()),
        ("Efectivo", "Check")
    );
    assert_eq!(sheet.movements[3].what, "Relevo a Ben Ode");
    assert_eq!(sheet.counts[2].what, "Cierre");
    assert_eq!(sheet.reclasses[0].from, "Efectivo");
}

#[test]
fn what_the_configuration_no_longer_knows_is_still_on_it() {
    let mut desk = Script::begun().paid().mended().handed_over().closed().0;
    desk.configuration.tenders.retain(|kind| kind.code != "VOUCHER");
    desk.configuration.users.retain(|user| user.id != "ana");
    let sheet = sheet_in(&desk, Language::En);
    assert_eq!(sheet.tenders[5].name, "Voucher");
    assert_eq!(sheet.tape[1].tender, "Voucher");
    assert_eq!(sheet.movements[0].by, "Ana Núñez");
    desk.configuration.denominations.remove(0);
    let refused = balancing_sheet(&desk.configuration, "W3", desk.session(), Language::En, None);
    assert_eq!(refused, Err(Refusal::UnknownDenomination { cents: Cents(10_000) }));
}
