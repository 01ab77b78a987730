//! The register of returned items, the day's own, and what the day's registers say of them.

use counterfoil_domain::config::Language;
use counterfoil_domain::documents::{
    audit_trail, returned_items_of_day, returned_items_register, suspense_list, void_register,
};
use counterfoil_domain::money::Cents;
use counterfoil_domain::returns::item::ReturnedItem;

use super::{LATER, Office};
use crate::documents::{fact, table, text, totals};
use crate::fixture::day;

/// A row without its last cell, the seal.
fn unsealed(row: &str) -> &str {
    row.rsplit_once('|').map_or(row, |(row, _)| row)
}

/// Three checks of one bank account come back: one is told to its payer, one is good after all.
fn returned() -> Office {
    let mut office = Office::new();
    office.return_of("W3-000001", None);
    office.return_of("W3-000002", None);
    office.return_of("W4-000001", Some("A mistake of ours"));
    office.notice("R-000001", Language::En);
    office.reinstate("R-000003", false);
    office
}

#[test]
fn items_stand_by_state_and_age() {
    let mut office = returned();
    office.on("2027-01-05");
    office.collect("C-000001", "R-000001");
    let returned = office.returned();
    let items: Vec<&ReturnedItem> = returned.items().collect();
    let report = returned_items_register(office.configuration(), day("2027-01-05"), &items).unwrap();
    assert_eq!(fact(&report, "With something open"), "2");
    assert_eq!(
        text(table(&report, "By state")),
        [
            "R-000002|24 Nov 2026||1002|W3-000002|Not sufficient funds|40.00|35.00|75.00|42|Open",
            "|Open: 1|||||40.00|35.00|75.00||",
            "R-000001|24 Nov 2026|María Peña|1001|W3-000001|Not sufficient funds|80.00|25.00|105.00|42|In collections",
            "|In collections: 1|||||80.00|25.00|105.00||",
            "R-000003|24 Nov 2026|María Peña|1011|W4-000001|Not sufficient funds|84.62||0.00|42|Reinstated",
            "|Reinstated: 1|||||84.62||0.00||",
            "|All: 3|||||204.62|60.00|180.00||",
        ]
    );
    assert_eq!(
        text(table(&report, "Open, by age")),
        [
            "0–30 days|0|0.00|0.00|0.00",
            "31–60 days|2|120.00|60.00|180.00",
            "61–90 days|0|0.00|0.00|0.00",
            "over 90 days|0|0.00|0.00|0.00",
            "Together|2|120.00|60.00|180.00",
        ]
    );
    assert_eq!(
        text(table(&report, "Fees")),
        ["Returned-item fees|2|60.00|0.00|60.00", "Left out, with a reason|1|||"]
    );
    let marks = text(table(&report, "Marks in force"));
    assert_eq!(
        marks,
        ["R-000002||R-000002, 20-1, R-000001|•••• 6789|23 May 2027|lifted once everything is paid"]
    );
}

#[test]
fn every_age_has_its_row() {
    let office = returned();
    let returned = office.returned();
    let items: Vec<&ReturnedItem> = returned.items().collect();
    for (date, row) in [
        ("2026-11-24", 0),
        ("2026-12-24", 0),
        ("2026-12-25", 1),
        ("2027-01-23", 1),
        ("2027-01-24", 2),
        ("2027-02-22", 2),
        ("2027-02-23", 3),
    ] {
        let report = returned_items_register(office.configuration(), day(date), &items).unwrap();
        let ages = text(table(&report, "Open, by age"));
        assert!(ages[row].contains("|2|120.00|"), "{date}: {ages:?}");
        assert_eq!(totals(table(&report, "Open, by age"))[2], Cents(18_000));
    }
    let report = returned_items_register(office.configuration(), day(LATER), &[]).unwrap();
    assert!(table(&report, "By state").rows.is_empty() && table(&report, "Fees").rows.is_empty());
}

#[test]
fn what_came_back_on_a_day() {
    let office = returned();
    let folded = office.day(LATER);
    assert_eq!(folded.returned.len(), 4);
    assert!(office.day("2026-11-21").returned.is_empty());
    let report = returned_items_of_day(office.configuration(), &folded).unwrap();
    let rows = text(table(&report, "Returned by the bank"));
    assert_eq!(
        unsealed(&rows[0]),
        "09:01:00|R-000001|María Peña|Check 1001 of W3-000001|000123|NSF: Not sufficient funds|Tom Ek||80.00|25.00"
    );
    assert!(rows[0].ends_with(&folded.returned[0].seal));
    assert_eq!(rows[3], "Together||||||||204.62|60.00|");
    // The check of W3-000001 paid the last line wholly, and of the first what was left.
    let taken = text(table(&report, "Taken back"));
    assert_eq!(
        taken[..2],
        [
            "R-000001|W3-000001|WATER 2026-10-01|Utilities|20-1|30.00",
            "R-000001|W3-000001|Dog licence|Finance|R-000001|50.00",
        ]
    );
    let reinstated = text(table(&report, "Reinstated"));
    assert!(
        reinstated[0].starts_with("09:05:00|R-000003|paid after all|20-1, "),
        "{reinstated:?}"
    );
    assert!(unsealed(&reinstated[0]).ends_with("|Presented again and paid|Tom Ek|84.62"));
}

#[test]
fn the_registers_of_the_day_name_corrections_of_earlier_payments() {
    let mut office = returned();
    office.reverse("W4-000003", "RF-000001");
    let folded = office.day(LATER);
    let report = void_register(office.configuration(), &folded).unwrap();
    let first = |title: &str| unsealed(&text(table(&report, title))[0]).to_owned();
    assert_eq!(
        first("Returned items"),
        "09:01:00|R-000001|Check 1001 of W3-000001|due on 20-1; due on R-000001; fee 25.00|\
         NSF: Not sufficient funds|Tom Ek||80.00"
    );
    assert_eq!(
        first("Receipts reversed after the close"),
        "09:06:00|W4-000003|Miscellaneous|RF-000001 to Ida Ash 25.00|Paid twice|Tom Ek|Sol Reyes|25.00"
    );
    assert!(first("Returned items reinstated").contains("|returned, then paid|20-1, "));
    assert!(table(&report, "Refunds requested").rows.is_empty());
    let log = text(table(&audit_trail(office.configuration(), &folded), "Entries"));
    assert_eq!(
        unsealed(&log[0]),
        "W1|15|09:01:00|Tom Ek||Returned item R-000001, Check 1001 of W3-000001, fee 25.00: Not sufficient funds|−80.00"
    );
    assert!(log[1].contains("cash or card only until 23 May 2027"), "{}", log[1]);
    assert!(log[3].contains("Notice 1 of returned item R-000001, to be paid by 24 Dec 2026|105.00"));
    assert!(
        log[5].contains("Receipt W4-000003 reversed, 25.00 to be paid back by request RF-000001: Paid twice|−25.00")
    );
    assert!(!log.iter().any(|line| line.contains("item_returned")), "{log:?}");
    assert!(suspense_list(office.configuration(), day(LATER), &folded.suspense).is_ok());
}

#[test]
fn where_nothing_is_set_up_there_are_no_empty_tables() {
    let office = Office::new();
    let mut configuration = office.configuration().clone();
    (configuration.returned_items, configuration.corrections) = (None, None);
    let report = void_register(&configuration, &office.day("2026-11-21")).unwrap();
    assert_eq!(report.sections.len(), 7);
    let report = void_register(office.configuration(), &office.day("2026-11-21")).unwrap();
    assert_eq!(report.sections.len(), 13);
}
