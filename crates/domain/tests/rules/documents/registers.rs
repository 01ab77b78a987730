//! The registers of a day: corrections, openings, receipts, audit trail, turn-on, suspense.

use counterfoil_domain::documents::{
    audit_trail, drawer_opening_log, receipt_sequence, suspense_list, turn_on_list, void_register,
};
use counterfoil_domain::entry::Body;

use super::{lines, table, text};
use crate::fixture::day;
use crate::site_day::SiteDay;

/// A row without its last cell, the seal.
fn unsealed(row: &str) -> &str {
    row.rsplit_once('|').map_or(row, |(row, _)| row)
}

#[test]
fn voids_and_corrections() {
    let site = SiteDay::whole();
    let report = void_register(site.configuration(), &site.day()).unwrap();
    let first = |title: &str| text(table(&report, title)).first().map(|row| unsealed(row).to_owned());
    assert_eq!(
        first("Receipts voided").unwrap(),
        "08:07:00|W3-000005|Drawer 3 of W3|Cash 25.00|void|Wrong account|Ana Núñez|Sol Reyes|25.00"
    );
    let moved = text(table(&report, "Tenders moved to another type"));
    assert_eq!(
        unsealed(&moved[0]),
        "08:06:00|W4-000003|Drawer 4 of W4, after its close|Money order|Check|It is a check|Tom Ek|Sol Reyes|25.00"
    );
    assert_eq!(
        first("Placed from suspense").unwrap(),
        "08:05:00|W1-000002||Suspense|20-1, WATER 2026-10-01|The payer called|Tom Ek|Sol Reyes|40.00"
    );
    assert_eq!(
        first("Bank corrections").unwrap(),
        "08:13:00|000123||the slip|reference DM-7|One note short|Tre Asher|Sol Reyes|−1.00"
    );
    assert_eq!(first("Sent back to counting"), None);
}

#[test]
fn what_was_sent_back_and_counted_again() {
    let mut site = SiteDay::begun();
    let (folded, tom) = (site.day(), site.w1.user("tom"));
    let session = &folded.sessions[0];
    let back = counterfoil_domain::approval::send_back(site.configuration(), session, &tom, "Count it again", true);
    site.w1.commit("tom", back.unwrap()).unwrap();
    let report = void_register(site.configuration(), &site.day()).unwrap();
    let rows = text(table(&report, "Sent back to counting"));
    let row = "08:01:00|Drawer 3|Drawer 3 of W3|closed|to be counted again|Count it again|Tom Ek||";
    assert_eq!(unsealed(&rows[0]), row);
}

#[test]
fn drawer_openings() {
    let site = SiteDay::whole();
    let report = drawer_opening_log(site.configuration(), &site.day());
    let rows = text(table(&report, "Openings without a payment"));
    let rows: Vec<&str> = rows.iter().map(|row| unsealed(row)).collect();
    assert_eq!(
        rows,
        [
            "08:01:00|W3|Drawer 3|Opened on its float|Ana Núñez|||150.00",
            "08:08:00|W3|Drawer 3|No sale|Ana Núñez|Sol Reyes|Change for a meter|",
            "08:09:00|W3|Drawer 3|Pick-up to the vault|Ana Núñez|Sol Reyes||−50.00",
            "08:02:00|W4|Drawer 4|Opened on its float|Ben Ode|||150.00",
        ]
    );
    assert_eq!(lines(&report, "How often")[0], "No sale: 1");
}

#[test]
fn the_receipt_sequence_has_no_gaps_or_names_them() {
    let site = SiteDay::whole();
    let report = receipt_sequence(site.configuration(), &site.day(), &[]).unwrap();
    let rows = text(table(&report, "Receipts of each workstation"));
    assert_eq!(rows[3], "Together||||10|455.62");
    assert!(table(&report, "Gaps").rows.is_empty());
    // Without its second and third receipt the day says which are missing.
    let mut folded = counterfoil_domain::day::Day::new(day("2026-11-21"));
    let stored = site.w3.entries.iter().zip(&site.w3.stored).take(6);
    for (entry, (hash, _)) in stored.filter(|(entry, _)| ![3, 4].contains(&entry.seq)) {
        folded.apply(entry, hash).unwrap();
    }
    folded.stations[0].gaps[0].why = Some("issued on 2026-11-22".to_owned());
    let report = receipt_sequence(site.configuration(), &folded, &[]).unwrap();
    assert_eq!(
        text(table(&report, "Gaps")),
        ["W3|W3-000002|W3-000003|issued on 2026-11-22"]
    );
    let rows = text(table(&report, "Receipts of each workstation"));
    assert_eq!(
        rows[0],
        "W3|W3-000001|W3-000005|W3-000002 to W3-000003: issued on 2026-11-22|3|205.00"
    );
}

#[test]
fn the_audit_trail_has_every_entry() {
    let site = SiteDay::whole();
    let report = audit_trail(site.configuration(), &site.day());
    let rows = text(table(&report, "Entries"));
    assert_eq!(
        rows.len(),
        site.w3.entries.len() + site.w4.entries.len() + site.w1.entries.len()
    );
    assert_eq!(
        unsealed(&rows[1]),
        "W3|2|08:02:00|Ana Núñez||Receipt W3-000001: Check 80.00, Cash 40.00|120.00"
    );
    let last = rows.last().unwrap();
    assert_eq!(
        unsealed(last),
        "W1|14|08:14:00|Sol Reyes||2026-11-21 closed; ledger batch GL-000017|1,462.74"
    );
}

#[test]
fn the_turn_on_list_names_whom_to_turn_on_and_whom_no_more() {
    let mut site = SiteDay::begun();
    let report = turn_on_list(site.configuration(), &site.day());
    assert_eq!(report.notice, None);
    assert_eq!(
        text(table(&report, "Turn service on")),
        ["08:03:00|20-1|María Peña|12 Elm Street|W4-000001|80.00|84.62|"]
    );
    // Ben's first receipt is voided after the close.
    let (sol, tom) = (site.w1.user("sol"), site.w1.user("tom"));
    let original = site.w4.entry_of("W4-000001");
    let session = site.w4.session.as_ref();
    let void = counterfoil_domain::void::void(site.configuration(), session, &tom, &original, "Bounced", Some(&sol));
    let void = void.unwrap();
    assert!(matches!(void.body, Body::ReceiptVoided(_)));
    site.w1.commit("tom", void).unwrap();
    let report = turn_on_list(site.configuration(), &site.day());
    let rows = text(table(&report, "Turn service on"));
    assert!(rows[0].ends_with("receipt voided: do not turn on"));
}

#[test]
fn suspense_stands_until_it_is_placed() {
    let site = SiteDay::begun().mailed();
    let as_of = day("2026-11-21");
    let report = suspense_list(site.configuration(), as_of, &site.day().suspense).unwrap();
    assert!(table(&report, "Stands in suspense").rows.is_empty());
    let placed = text(table(&report, "Placed"));
    assert_eq!(
        unsealed(&placed[0]),
        "21 Nov 2026 08:05|W1-000002|20-1, WATER 2026-10-01|The payer called|Tom Ek, Sol Reyes|40.00"
    );
    let mut unplaced = site.day().suspense;
    (unplaced.lines[0].placed, unplaced.lines[0].left) = (Vec::new(), unplaced.lines[0].amount);
    let report = suspense_list(site.configuration(), as_of, &unplaced).unwrap();
    assert_eq!(
        text(table(&report, "Stands in suspense")),
        [
            "21 Nov 2026|W1-000002|Mail batch 1|M. Ailing|20-999|Held in suspense: no such account|40.00|||40.00",
            "Together||||||40.00|0.00|0.00|40.00",
        ]
    );
}
