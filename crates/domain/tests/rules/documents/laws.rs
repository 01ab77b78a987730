//! The laws of a day's sums: the board, the tender summary, the transmittals and the
//! ledger speak of the same cents; and days follow on each other without a cent lost.

use std::collections::BTreeMap;

use chrono::Duration;
use counterfoil_domain::board::Board;
use counterfoil_domain::business_day::zone;
use counterfoil_domain::day::{Day as SiteFold, Flow, transmittals};
use counterfoil_domain::entry::{Body, StationHead};
use counterfoil_domain::ledger::Source;
use counterfoil_domain::money::Cents;
use proptest::prelude::*;

use crate::day::{Day, acts};
use crate::fixture::{Desk, day, offer, open_amount, part_of, payment, priced};
use crate::site_day::{SiteDay, desk_at};

type Sums = BTreeMap<String, i64>;

fn add(sums: &mut Sums, name: &str, cents: i64) {
    *sums.entry(name.to_owned()).or_default() += cents;
}

fn without_nothing(mut sums: Sums) -> Sums {
    sums.retain(|_, cents| *cents != 0);
    sums
}

/// By tender type: what a folded day took.
fn taken(folded: &SiteFold) -> Sums {
    let mut sums = Sums::new();
    for (code, taken) in folded.taken.values().flatten() {
        add(&mut sums, code, taken.cents.0);
    }
    without_nothing(sums)
}

/// By tender type and by ledger account, debit positive: what the transmittals say.
fn transmitted(desk: &Desk, folded: &SiteFold) -> (Sums, Sums) {
    let (mut tenders, mut accounts) = (Sums::new(), Sums::new());
    for own in transmittals(&desk.configuration, folded).unwrap() {
        for line in &own.debits {
            let kind = desk.configuration.tenders.iter().find(|kind| kind.name == line.what);
            if let Some(kind) = kind {
                add(&mut tenders, &kind.code, line.amount.0);
            }
            add(&mut accounts, &line.account, line.amount.0);
        }
        own.credits
            .iter()
            .for_each(|line| add(&mut accounts, &line.account, -line.amount.0));
    }
    (without_nothing(tenders), without_nothing(accounts))
}

/// By ledger account: what the ledger says of receipts and what became of them.
fn posted(desk: &Desk, folded: &SiteFold) -> Sums {
    let mut sums = Sums::new();
    for account in &desk.configuration.ledger {
        for source in [Source::Receipts, Source::Voids, Source::Reclasses, Source::Placements] {
            add(&mut sums, &account.code, folded.ledger.of(source, &account.code).0);
        }
    }
    without_nothing(sums)
}

fn on_board(desk: &Desk, board: &Board) -> Sums {
    let totals = board.totals(&desk.configuration).unwrap();
    without_nothing(totals.into_iter().map(|line| (line.tender, line.expected.0)).collect())
}

fn assert_they_agree(desk: &Desk, folded: &SiteFold, board: &Board) {
    let (tenders, accounts) = transmitted(desk, folded);
    assert_eq!(taken(folded), on_board(desk, board), "tender summary and board");
    assert_eq!(tenders, taken(folded), "transmittals and tender summary");
    assert_eq!(accounts, posted(desk, folded), "transmittals and ledger");
    let journal = folded
        .ledger
        .journal(&desk.configuration, "GL-1".into(), folded.date)
        .unwrap();
    assert_eq!(journal.debits(), journal.credits());
}

#[test]
fn the_documents_of_the_scripted_day_agree() {
    let site = SiteDay::whole();
    assert_they_agree(&site.w1, &site.day(), &site.board());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Board, tender summary, transmittals and ledger agree on any day, with every
    /// line of a receipt for another department than the one before it.
    #[test]
    fn the_documents_agree(acts in acts()) {
        let desk = Day::lived(&acts).desk;
        let (mut folded, mut board) = (SiteFold::new(day("2026-11-21")), Board::default());
        let mut flow = Flow::new(zone(&desk.configuration.site));
        for (entry, (hash, _)) in desk.entries.iter().zip(&desk.stored) {
            let mut entry = entry.clone();
            if let Body::Receipt(receipt) = &mut entry.body {
                for (line, department) in receipt.lines.iter_mut().zip(["UT", "FI", "PD"].iter().cycle()) {
                    line.department = (*department).to_owned();
                }
            }
            folded.apply(&entry, hash).unwrap();
            board.apply(&entry).unwrap();
            flow.apply(&entry).unwrap();
        }
        assert_they_agree(&desk, &folded, &board);
        let mut by_hour = Sums::new();
        for (code, taken) in flow.hours().flat_map(|(_, tenders)| tenders) {
            add(&mut by_hour, code, taken.cents.0);
        }
        prop_assert_eq!(without_nothing(by_hour), taken(&folded));
        prop_assert_eq!(folded.stations[0].total, desk.head.grand_total.cents);
        prop_assert!(folded.stations[0].gaps.is_empty());
    }
}

fn head(desk: &Desk, seq: u64) -> StationHead {
    let receipts = desk.entries.iter().take_while(|entry| entry.seq <= seq).last();
    StationHead {
        station: desk.head.station.clone(),
        seq,
        hash: String::new(),
        receipts: receipts.map_or(0, |entry| entry.grand_total.count),
        cents: Cents::ZERO,
    }
}

/// A drawer that is carried: two receipts on its own day, the second too late for that
/// day's close; on the next day the first is voided.
fn carried() -> (Desk, SiteFold, SiteFold) {
    let mut desk = desk_at("W3");
    desk.open("ana").unwrap();
    let lines = vec![part_of("20-1", 1_000), priced("DOG1", 1, "T-1")];
    desk.pay(&payment(lines, vec![offer("CHECK", 3_000, 1), offer("CASH", 500, 0)]))
        .unwrap();
    let heads = [head(&desk, desk.head.seq)];
    desk.pay(&payment(vec![open_amount("MISC", 700)], vec![offer("CASH", 700, 0)]))
        .unwrap();
    desk.now += Duration::days(1);
    desk.void("W3-000001").unwrap();
    let (first, second) = (day("2026-11-21"), day("2026-11-22"));
    let mut closed = SiteFold::new(first).up_to(&heads);
    let mut next = SiteFold::new(second).after(first, &heads);
    for (entry, (hash, _)) in desk.entries.iter().zip(&desk.stored) {
        if entry.business_date == first {
            closed.apply(entry, hash).unwrap();
        }
        next.apply(entry, hash).unwrap();
    }
    (desk, closed, next)
}

#[test]
fn what_is_carried_counts_once() {
    let (desk, closed, next) = carried();
    assert_eq!(
        taken(&closed),
        Sums::from([("CASH".into(), 500), ("CHECK".into(), 3_000)])
    );
    assert_eq!(
        taken(&next),
        Sums::from([("CASH".into(), 200), ("CHECK".into(), -3_000)])
    );
    for folded in [&closed, &next] {
        let (tenders, accounts) = transmitted(&desk, folded);
        assert_eq!((tenders, accounts), (taken(folded), posted(&desk, folded)));
    }
    let of_receipts = |folded: &SiteFold| folded.stations[0].first_receipt.clone();
    assert_eq!(of_receipts(&closed).as_deref(), Some("W3-000001"));
    assert_eq!(of_receipts(&next).as_deref(), Some("W3-000002"));
    assert!(next.stations[0].gaps.is_empty());
    // The late receipt is in the audit trail of its own date, and in that of the day that counts it.
    assert_eq!((closed.log.len(), next.log.len()), (3, 2));
    assert_eq!(next.session(next.sessions[0].id).unwrap().receipts.len(), 2);
}

#[test]
fn a_void_without_its_receipt_is_refused() {
    let (desk, _, _) = carried();
    let mut folded = SiteFold::new(day("2026-11-22"));
    let void = desk.entries.last().unwrap();
    let refused = folded.apply(void, &desk.stored.last().unwrap().0).unwrap_err();
    assert_eq!(refused.code(), "unknown_receipt");
}

#[test]
fn the_flow_by_hour_is_on_the_sites_clock() {
    let mut desk = desk_at("W3");
    desk.open("ana").unwrap();
    for (cents, minutes) in [(700, 50), (800, 20), (900, 1)] {
        desk.now += Duration::minutes(minutes);
        desk.pay(&payment(
            vec![open_amount("MISC", cents)],
            vec![offer("CASH", cents, 0)],
        ))
        .unwrap();
    }
    let mut flow = Flow::new(zone(&desk.configuration.site));
    desk.entries.iter().for_each(|entry| flow.apply(entry).unwrap());
    let hours: Vec<(String, i64, i64)> = flow
        .hours()
        .map(|(hour, tenders)| (hour.to_string(), tenders["CASH"].items, tenders["CASH"].cents.0))
        .collect();
    assert_eq!(
        hours,
        [
            ("2026-11-21 08:00:00".to_owned(), 1, 700),
            ("2026-11-21 09:00:00".to_owned(), 2, 1_700)
        ]
    );
}
