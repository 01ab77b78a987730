//! The lists for accounts payable and for collections.

use counterfoil_domain::documents::{RefundRow, collections_list, refund_list};
use counterfoil_domain::entry::{Body, RefundsListed};
use counterfoil_domain::money::Cents;
use counterfoil_domain::returns::item::ReturnedItem;

use super::{LATER, Office};
use crate::documents::{fact, table, text};
use crate::fixture::day;

fn rows(office: &Office) -> Vec<RefundRow> {
    let rows = office.stored().filter_map(|(entry, hash)| RefundRow::of(entry, hash));
    rows.collect()
}

fn list(refunds: &[(&str, i64)]) -> RefundsListed {
    RefundsListed {
        number: "AP-000001".into(),
        refunds: refunds
            .iter()
            .map(|(number, cents)| ((*number).to_owned(), Cents(*cents)))
            .collect(),
        total: Cents(refunds.iter().map(|one| one.1).sum()),
        person: ("tom".into(), "Tom Ek".into()),
    }
}

#[test]
fn refunds_are_listed_for_accounts_payable() {
    let mut office = Office::new();
    office.refund("W3-000002", (0, 1_500), "RF-000001");
    office.reverse("W4-000003", "RF-000002");
    let rows = rows(&office);
    let listed = list(&[("RF-000002", 2_500), ("RF-000001", 1_500)]);
    let report = refund_list(office.configuration(), Some(&listed), day(LATER), &rows).unwrap();
    assert_eq!(report.notice, None);
    assert_eq!(report.name, "refund-list-AP-000001");
    assert_eq!(fact(&report, "Ledger account"), "2030 Refunds payable");
    assert_eq!(fact(&report, "Total"), "40.00");
    let seals: Vec<&str> = rows.iter().map(|row| row.seal.as_str()).collect();
    let who = "5 Oak Street, Alder, CA 93001";
    assert_eq!(
        text(table(&report, "To be paid")),
        [
            format!(
                "RF-000002|24 Nov 2026|Ida Ash|{who}|W4-000003|Paid twice|Tom Ek|Sol Reyes|2030|25.00|{}",
                seals[1]
            ),
            format!(
                "RF-000001|24 Nov 2026|Ida Ash|{who}|W3-000002|Overpayment|Tom Ek|Sol Reyes|2030|15.00|{}",
                seals[0]
            ),
            "Together|||||||||40.00|".to_owned(),
        ]
    );
    assert_eq!(report.signatures[2].0, "Received by accounts payable");
}

#[test]
fn what_is_missing_or_not_listed_is_said() {
    let mut office = Office::new();
    office.refund("W3-000002", (0, 1_500), "RF-000001");
    let rows = rows(&office);
    let listed = list(&[("RF-000001", 1_500), ("RF-000009", 100)]);
    let report = refund_list(office.configuration(), Some(&listed), day(LATER), &rows).unwrap();
    assert_eq!(
        report.notice.as_deref(),
        Some("Not among the entries at hand: RF-000009")
    );
    let report = refund_list(office.configuration(), None, day(LATER), &rows).unwrap();
    assert!(report.notice.unwrap().starts_with("Not a list yet"));
    assert_eq!(report.name, "refunds-not-listed-2026-11-24");
}

#[test]
fn the_collections_list_keeps_what_was_open() {
    let mut office = Office::new();
    office.return_of("W3-000001", None);
    office.notice("R-000001", counterfoil_domain::config::Language::En);
    office.on("2026-12-28");
    let entry = office.collect("C-000001", "R-000001");
    let Body::CollectionsListed(listed) = &entry.body else {
        panic!()
    };
    let returned = office.returned();
    let mut item = returned.item("R-000001").unwrap().clone();
    // Something is paid after the list went out, and a notice is sent.
    item.dues[0]
        .payments
        .push(("W4-000009".into(), day("2026-12-29"), Cents(1_000)));
    item.notices.push((day("2026-12-29"), 99));
    let items: [&ReturnedItem; 1] = [&item];
    let report = collections_list(office.configuration(), Some(listed), day("2026-12-28"), &items).unwrap();
    assert_eq!(
        text(table(&report, "To be collected")),
        [
            "R-000001|24 Nov 2026|María Peña|12 Elm Street|1001|W3-000001|Not sufficient funds|24 Nov 2026|80.00|25.00|\
             105.00",
            "Together||||||||80.00|25.00|105.00",
        ]
    );
    assert_eq!((fact(&report, "List"), fact(&report, "Total")), ("C-000001", "105.00"));
    let none = collections_list(office.configuration(), Some(listed), day("2026-12-28"), &[]).unwrap();
    assert_eq!(none.notice.as_deref(), Some("Not among the entries at hand: R-000001"));
    let next = collections_list(office.configuration(), None, day("2026-12-29"), &items).unwrap();
    assert_eq!(fact(&next, "Total"), "95.00");
}
