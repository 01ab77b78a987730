//! The voucher of each kind of entry.

use counterfoil_domain::config::Language;
use counterfoil_domain::documents::report::Report;
use counterfoil_domain::documents::voucher;
use counterfoil_domain::entry::seal;

use super::Office;
use crate::documents::{fact, lines, table, text, totals};

/// The voucher of the last entry; its debits equal its credits.
#[track_caller]
fn last(office: &Office) -> Report {
    let (entry, hash) = office.last();
    let report = voucher(office.configuration(), entry, hash).unwrap().unwrap();
    let sides = totals(table(&report, "Postings"));
    assert_eq!(sides[0], sides[1]);
    assert_eq!(report.seal, Some(seal(hash)));
    assert_eq!(fact(&report, "Made by"), "Tom Ek");
    report
}

#[test]
fn of_a_returned_item() {
    let mut office = Office::new();
    office.return_of("W3-000001", None);
    let report = last(&office);
    assert_eq!(
        (report.title.as_str(), fact(&report, "Returned item")),
        ("Returned item", "R-000001")
    );
    assert_eq!(fact(&report, "Fee"), "25.00 on 20-1");
    assert_eq!(fact(&report, "Reason"), "NSF: Not sufficient funds");
    assert_eq!(
        text(table(&report, "Returned by the bank")),
        ["W3-000001|Check 1001|21 Nov 2026|000123|1100|Bank|80.00"]
    );
    assert_eq!(
        text(table(&report, "Taken back")),
        [
            "W3-000001|WATER 2026-10-01|UT|20-1|R-000001/1|1060|30.00",
            "W3-000001|Dog licence|FI|R-000001|R-000001/2|1060|50.00",
            "Together||||||80.00",
        ]
    );
    assert_eq!(
        text(table(&report, "Postings")),
        [
            "1060|Returned items receivable|105.00|",
            "1100|Bank||80.00",
            "4040|Returned-item fees||25.00",
            "Together||105.00|105.00",
        ]
    );
    office.return_of("W3-000002", Some("Nobody told the payer"));
    let report = last(&office);
    assert_eq!(fact(&report, "No fee, because"), "Nobody told the payer");
    assert_eq!(
        fact(&report, "Cash or card only"),
        "until 23 May 2027: R-000002, 20-1, R-000001, the bank account"
    );
    let said = lines(&report, "Sol Reyes agreed to this");
    assert_eq!(
        said,
        ["Return 40.00, receipt W3-000002, without the fee of 35.00. Reason: Nobody told the payer"]
    );
    assert_eq!(
        report.signatures[1],
        ("Second person".to_owned(), "Sol Reyes".to_owned())
    );
}

#[test]
fn of_what_was_reinstated_reversed_and_moved() {
    let mut office = Office::new();
    office.return_of("W3-000001", None);
    office.reinstate("R-000001", true);
    let report = last(&office);
    assert_eq!(fact(&report, "Fee no longer due"), "25.00 on 20-1");
    assert_eq!(totals(table(&report, "Given back"))[0].0, 8_000);
    office.reverse("W3-000004", "RF-000001");
    let report = last(&office);
    // The card is given back by card: nothing for accounts payable.
    assert_eq!(fact(&report, "Back the way it came"), "60.00 by Card");
    assert!(report.facts.iter().all(|fact| fact.0 != "Refund request"));
    office.transfer("W4-000001", 1_000);
    let report = last(&office);
    assert_eq!(
        (fact(&report, "From account"), fact(&report, "To account")),
        ("20-1", "20-4")
    );
    assert!(text(table(&report, "Moved from"))[0].starts_with("W4-000001|WATER 2026-10-01|UT|20-1|"));
    assert_eq!(
        text(table(&report, "Moved to")),
        ["W4-000001|Credit on account|UT|20-4||2010|10.00"]
    );
    let due = text(table(&report, "Due afterwards"));
    assert!(due.contains(&"20-4|in credit|−10.00".to_owned()), "{due:?}");
}

#[test]
fn of_a_refund_and_of_its_withdrawal() {
    let mut office = Office::new();
    let requested = office.refund("W3-000002", (0, 1_500), "RF-000001");
    let report = last(&office);
    assert_eq!(
        (fact(&report, "Pay to"), fact(&report, "Address")),
        ("Ida Ash", "5 Oak Street\nAlder, CA 93001")
    );
    assert_eq!(
        text(table(&report, "Taken from")),
        ["W3-000002|Miscellaneous|UT|||4030 3.75, 4020 11.25|15.00"]
    );
    office.withdraw(&requested);
    let report = last(&office);
    assert_eq!(report.title, "Refund withdrawn");
    assert_eq!(table(&report, "Stands again").rows.len(), 1);
}

#[test]
fn no_other_entry_has_one() {
    let mut office = Office::new();
    office.return_of("W3-000001", None);
    office.notice("R-000001", Language::En);
    let vouchers = office
        .stored()
        .filter_map(|(entry, hash)| voucher(office.configuration(), entry, hash).unwrap());
    assert_eq!(vouchers.count(), 1);
}
