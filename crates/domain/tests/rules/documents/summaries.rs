//! The summaries of a day: balancing, tenders, transmittals, ledger, over/short, certificate.

use counterfoil_domain::day::{Day, OverShort, transmittals};
use counterfoil_domain::documents::report::Report;
use counterfoil_domain::documents::{
    balancing_summary, day_certificate, ledger_report, over_short_by_cashier, over_short_report, tender_summary,
    transmittal,
};
use counterfoil_domain::money::Cents;

use super::{fact, lines, table, text, totals};
use crate::fixture::day;
use crate::site_day::SiteDay;

#[test]
fn the_balancing_summary() {
    let site = SiteDay::whole();
    let report = balancing_summary(site.configuration(), &site.day()).unwrap();
    let rows = text(table(&report, "Drawers and batches"));
    let seal = |nth: usize| site.day().seals[&site.day().sessions[nth].id].approved.clone().unwrap();
    assert_eq!(rows[0], "Drawer 3 of W3|Ana Núñez|Cash|1|140.00|139.50|−0.50||");
    let sum = "Drawer 3 of W3|Ana Núñez|All tenders|5|350.00|349.50|−0.50|Sol Reyes|";
    assert_eq!(rows[3], format!("{sum}{}", seal(0)));
    assert_eq!(
        text(table(
            &report,
            "All drawers and batches, floats and vault movements left out"
        )),
        [
            "Cash|2|41.00|40.50|−0.50",
            "Check|7|329.62|304.62|−25.00",
            "Card|1|60.00|60.00|0.00",
            "Money order|0|0.00|25.00|25.00",
            "All tenders|10|430.62|430.12|−0.50",
        ]
    );
    assert_eq!(
        text(table(&report, "Expected cash"))[2],
        "Together|300.00|41.00|−50.00|291.00"
    );
    assert_eq!(report.notice, None);
    assert_eq!(fact(&report, "Day closed"), "21 Nov 2026 08:14");
}

#[test]
fn a_day_that_is_not_closed_says_so_and_what_is_not_counted_has_no_figure() {
    let site = SiteDay::begun();
    let mut folded = site.day();
    folded.sessions[1].counts.clear();
    let report = balancing_summary(site.configuration(), &folded).unwrap();
    assert!(report.notice.unwrap().contains("not closed"));
    let rows = text(table(
        &balancing_summary(site.configuration(), &folded).unwrap(),
        "Drawers and batches",
    ));
    assert!(rows[4].starts_with("Drawer 4 of W4|Ben Ode|Cash|1|151.00|||"));
}

#[test]
fn the_tender_summary() {
    let site = SiteDay::whole();
    let report = tender_summary(site.configuration(), &site.day()).unwrap();
    assert_eq!(
        text(table(&report, "All drawers and batches")),
        [
            "Cash|2|41.00",
            "Check|7|329.62",
            "Card|1|60.00",
            "All tenders|10|430.62"
        ]
    );
    let rows = text(table(&report, "By drawer and batch"));
    assert_eq!(rows[3], "Drawer 3 of W3|Ana Núñez|All tenders|5|250.00");
    assert_eq!(rows[7], "Mail batch 1 of W1|Tom Ek|Check|2|70.00");
}

fn transmittal_of(site: &SiteDay, folded: &Day, place: usize) -> Report {
    let own = &transmittals(site.configuration(), folded).unwrap()[place];
    let people = ("Sol Reyes", "Tom Ek");
    transmittal(site.configuration(), folded, own, Some("T-000001"), people).unwrap()
}

#[test]
fn the_transmittal_of_each_department() {
    let site = SiteDay::whole();
    let folded = site.day();
    // Before the day is closed each has a name of its own all the same.
    let own = &transmittals(site.configuration(), &folded).unwrap()[0];
    let before = transmittal(site.configuration(), &folded, own, None, ("", "")).unwrap();
    assert_eq!(before.name, "transmittal-UT-2026-11-21-not-issued");
    assert_eq!(before.subtitle, "not issued · Utilities · 21 Nov 2026");
    let utilities = transmittal_of(&site, &folded, 0);
    assert_eq!(utilities.subtitle, "T-000001 · Utilities · 21 Nov 2026");
    assert_eq!(
        text(table(&utilities, "Ledger accounts")),
        [
            "1020|Checks and other paper|Check|279.62|",
            "1030|Cards receivable|Card|60.00|",
            "2020|Suspense|Placed from suspense|40.00|",
            "4010|Water|||129.73",
            "4020|Sewer|||203.64",
            "4030|Licences|||46.25",
            "Together|||379.62|379.62",
        ]
    );
    // Of the first receipt's check of 80.00 the water takes 70.00 and the licences 10.00.
    let finance = transmittal_of(&site, &folded, 1);
    assert_eq!(
        text(table(&finance, "Ledger accounts")),
        [
            "1010|Cash in drawers|Cash|41.00|",
            "1020|Checks and other paper|Check|50.00|",
            "2020|Suspense|||40.00",
            "4010|Water|||0.33",
            "4020|Sewer|||0.34",
            "4030|Licences|||50.33",
            "Together|||91.00|91.00",
        ]
    );
    assert_eq!(fact(&finance, "Reviewed by"), "Tom Ek");
}

#[test]
fn the_ledger_on_paper() {
    let site = SiteDay::whole();
    let folded = site.day();
    let journal = folded
        .ledger
        .journal(site.configuration(), "GL-000017".into(), folded.date);
    let report = ledger_report(site.configuration(), &journal.unwrap()).unwrap();
    let rows = text(table(&report, "Journal"));
    assert_eq!(rows[0], "Receipts|1010|Cash in drawers||96.00|");
    assert_eq!(rows[3], "Receipts|2020|Suspense|Finance||40.00");
    assert!(rows.contains(&"Bank corrections|5010|Over and short||1.00|".to_owned()));
    assert_eq!(totals(table(&report, "Journal")), [Cents(146_274), Cents(146_274)]);
}

#[test]
fn over_and_short_with_reasons_and_who_approved() {
    let site = SiteDay::whole();
    let report = over_short_report(site.configuration(), &site.day()).unwrap();
    assert_eq!(
        text(table(&report, "Over and short")),
        [
            "Drawer 3 of W3|Ana Núñez|Cash|140.00|139.50|−0.50|short|Sol Reyes",
            "Drawer 4 of W4|Ben Ode|Check|109.62|84.62|−25.00|short|Sol Reyes",
            "Drawer 4 of W4|Ben Ode|Money order|0.00|25.00|25.00|over|Sol Reyes",
            "Net|||||−0.50|short|",
        ]
    );
    assert_eq!(
        text(table(&report, "Reasons"))[0],
        "Drawer 3 of W3|21 Nov 2026 08:07|Sol Reyes|approval|Looked into"
    );
    assert!(report.statement.contains("29373"));
    let report = over_short_report(site.configuration(), &SiteDay::begun().day()).unwrap();
    assert!(text(table(&report, "Over and short"))[0].ends_with("|short|not approved"));
}

#[test]
fn over_and_short_by_cashier() {
    let site = SiteDay::whole();
    let mut over_short = OverShort::default();
    for entry in [&site.w3, &site.w4, &site.w1]
        .into_iter()
        .flat_map(|desk| &desk.entries)
    {
        over_short.apply(entry).unwrap();
    }
    let dates = (day("2025-11-22"), day("2026-11-21"));
    let report = over_short_by_cashier(site.configuration(), dates, &over_short).unwrap();
    assert_eq!(
        text(table(&report, "By cashier")),
        [
            "Ana Núñez|1|1|0.00|−0.50|−0.50",
            "Ben Ode|1|1|25.00|−25.00|0.00",
            "Tom Ek|1|0|0.00|0.00|0.00",
        ]
    );
    assert_eq!(
        text(table(&report, "Differences"))[0],
        "21 Nov 2026|Drawer 3 of W3|Ana Núñez|Cash|−0.50|Looked into|Sol Reyes"
    );
}

#[test]
fn the_certificate_of_the_close() {
    let site = SiteDay::whole();
    let report = day_certificate(site.configuration(), &site.day()).unwrap();
    assert_eq!(text(table(&report, "Drawers and batches closed"))[3], "Net|||||−0.50|");
    let heads = text(table(&report, "Workstations"));
    assert!(heads[0].starts_with("W3|13|5|275.00|"));
    assert_eq!(
        text(table(&report, "Ledger batch and transmittals")),
        [
            "GL-000017|General ledger, 24 lines|1,462.74",
            "T-000001|Transmittal to Utilities|379.62",
            "T-000002|Transmittal to Finance|91.00",
            "|All transmittals|470.62",
        ]
    );
    let whole = counterfoil_domain::entry::hex(&site.w3.head.hash);
    assert!(lines(&report, "Head hashes (SHA-256)")[0].ends_with(&whole));
    assert_eq!(report.seal, site.day().closed_at.map(|(_, seal)| seal));
    let report = day_certificate(site.configuration(), &SiteDay::begun().day()).unwrap();
    assert!(report.sections.is_empty() && report.notice.unwrap().contains("nothing to certify"));
}
