//! Money in suspense that a returned item takes back, or a refund.

use counterfoil_domain::day::Suspense;
use counterfoil_domain::documents::suspense_list;
use counterfoil_domain::entry::Body;
use counterfoil_domain::money::Cents;

use super::{LATER, Office};
use crate::documents::{table, text, totals};
use crate::fixture::day;

/// The mail's second payment stands in suspense: it is not placed here.
fn unplaced() -> Office {
    let mut office = Office::new();
    let desk = &mut office.site.w1;
    let is_placed = |body: &Body| matches!(body, Body::SuspensePlaced(_));
    let place = desk.entries.iter().position(|entry| is_placed(&entry.body)).unwrap();
    desk.entries.remove(place);
    desk.stored.remove(place);
    office
}

fn suspense(office: &Office) -> Suspense {
    let mut suspense = Suspense::default();
    for (entry, hash) in office.stored() {
        suspense.apply(entry, hash).unwrap();
    }
    suspense
}

#[test]
fn what_is_refunded_stands_there_no_more() {
    let mut office = unplaced();
    let first = office.refund("W1-000002", (0, 1_500), "RF-000001");
    let held = suspense(&office);
    let lines: Vec<_> = held.standing().collect();
    assert_eq!(
        (lines.len(), lines[0].left, lines[0].refunded),
        (1, Cents(2_500), Cents(1_500))
    );
    let report = suspense_list(office.configuration(), day(LATER), &held).unwrap();
    assert_eq!(
        text(table(&report, "Stands in suspense")),
        [
            "21 Nov 2026|W1-000002|Mail batch 1|M. Ailing|20-999|Held in suspense: no such account|40.00||15.00|25.00",
            "Together||||||40.00|0.00|15.00|25.00",
        ]
    );
    office.refund("W1-000002", (0, 2_500), "RF-000002");
    let report = suspense_list(office.configuration(), day(LATER), &suspense(&office)).unwrap();
    assert!(table(&report, "Stands in suspense").rows.is_empty());
    let gone = totals(table(&report, "Returned or refunded, nothing left"));
    assert_eq!(gone, [Cents(4_000), Cents::ZERO, Cents(4_000), Cents::ZERO]);
    office.withdraw(&first);
    let held = suspense(&office);
    assert_eq!(
        held.standing().map(|line| line.left).collect::<Vec<_>>(),
        [Cents(1_500)]
    );
}

#[test]
fn what_the_bank_took_back_stands_there_no_more_until_it_is_paid() {
    let mut office = unplaced();
    office.return_of("W1-000002", Some("Nobody knows whose it is"));
    let held = suspense(&office);
    assert_eq!(held.standing().count(), 0);
    assert_eq!(
        (held.lines[0].left, held.lines[0].returned),
        (Cents::ZERO, Cents(4_000))
    );
    assert_eq!(office.day(LATER).suspense, held);
    office.reinstate("R-000001", false);
    let held = suspense(&office);
    assert_eq!(
        held.standing()
            .map(|line| (line.left, line.returned))
            .collect::<Vec<_>>(),
        [(Cents(4_000), Cents::ZERO)]
    );
}

/// A fold that agrees with what the payment's own trace says still stands.
#[test]
fn suspense_agrees_with_the_trace() {
    let mut office = unplaced();
    office.refund("W1-000002", (0, 1_000), "RF-000001");
    office.return_of("W1-000002", None);
    let trace = office.trace("W1-000002");
    let held = suspense(&office);
    assert_eq!(held.lines[0].left, trace.lines[0].standing().unwrap());
    office.reinstate("R-000001", false);
    assert_eq!(
        suspense(&office).lines[0].left,
        office.trace("W1-000002").lines[0].standing().unwrap()
    );
}
