//! The deposit, its slip, treasury's report, the bank's correction.

use std::collections::BTreeMap;

use super::journals::{Piece, cents, list, text};
use super::papers::amount;
use super::{DemoDay, day};

/// **The deposit is the receipts, intact and unsubstituted**: its cash is the cash of the
/// receipts as it was counted, its checks are the pieces that were found, one by one; each by
/// itself, not only in total. Nothing else is in it.
#[test]
fn the_deposit_is_the_receipts() {
    let DemoDay { journals, deposit, .. } = day();
    let mut pieces = Vec::new();
    let (mut cash, mut checks) = (0, 0);
    for part in list(&deposit["sessions"]) {
        let session = text(&part["session"]);
        let own_cash = journals.counted(&session).get("CASH").copied().unwrap_or_default();
        let own_pieces = journals.pieces(&session);
        let own_checks: i64 = own_pieces.iter().map(|piece| piece.amount).sum();
        assert_eq!(part["cash"], own_cash, "the cash of {}", part["name"]);
        assert_eq!(part["checks"], own_checks, "the checks of {}", part["name"]);
        assert_eq!(part["check_items"], own_pieces.len(), "the pieces of {}", part["name"]);
        cash += own_cash;
        checks += own_checks;
        pieces.extend(own_pieces);
    }
    let in_deposit = list(&deposit["sessions"]).count();
    assert_eq!(in_deposit, journals.sessions.len(), "every drawer and batch is in it");
    assert_eq!(deposit["brief"]["cash"], cash);
    assert_eq!(deposit["brief"]["checks"], checks);
    assert_eq!(deposit["brief"]["total"], cash + checks);
    let mut listed: Vec<_> = list(&deposit["checks"]).map(Piece::of_list).collect();
    listed.sort();
    pieces.sort();
    assert_eq!(listed, pieces, "the list of checks is the checks that were found");
    let settled: i64 = list(&deposit["settlements"]).map(|one| cents(&one["total"])).sum();
    let counted: i64 = journals
        .sessions
        .keys()
        .flat_map(|id| journals.counted(id).into_values())
        .sum();
    assert_eq!(
        cash + checks + settled,
        counted,
        "what was counted went to the bank or is settled otherwise"
    );
}

/// **The slip says what the deposit is**: notes and coins, and the checks in the order in which
/// they lie, which is the order of the deposit.
#[test]
fn the_slip_adds_up() {
    let day = day();
    let notes = day.paper("deposit-slip-D-000001-currency", ".csv");
    let of_kinds: i64 = notes
        .rows
        .iter()
        .filter(|row| row[0].starts_with('$') || row[0].ends_with('¢'))
        .map(|row| amount(&row[3]))
        .sum();
    assert_eq!(of_kinds, cents(&day.deposit["brief"]["cash"]));
    assert_eq!(
        of_kinds,
        day.journals.worth(&day.deposit["cash"]),
        "by the configured denominations"
    );
    let list_of_checks = day.paper("deposit-slip-D-000001-checks", ".csv");
    // A line a check, one a bundle of at most 300, and one of all.
    let (sums, pieces): (Vec<_>, Vec<_>) = list_of_checks
        .rows
        .iter()
        .partition(|row| row[1] == "Checks" || row[1].starts_with("Bundle"));
    let said: Vec<i64> = pieces.iter().map(|row| amount(&row[3])).collect();
    let total = sums.last().expect("a line of sums");
    assert_eq!(
        (&total[0], amount(&total[3])),
        (&said.len().to_string(), said.iter().sum())
    );
    let lies: Vec<i64> = list(&day.deposit["checks"])
        .map(|check| cents(&check["amount"]))
        .collect();
    assert_eq!(said, lies);
    assert_eq!(said.iter().sum::<i64>(), cents(&day.deposit["brief"]["checks"]));
}

/// **The deposit report's composition**: by drawer and batch, by tender type, by department and
/// ledger account, each from the receipts.
#[test]
fn the_deposit_report_is_composed_of_the_receipts() {
    let day = day();
    let journals = &day.journals;
    let by_session = day.paper("deposit-report-D-000001-by-drawer", ".csv");
    for (id, session) in &journals.sessions {
        let row = by_session.row(&format!("{} of {}", session.name, session.station));
        let checks: i64 = journals.pieces(id).iter().map(|piece| piece.amount).sum();
        let cash = journals.counted(id).get("CASH").copied().unwrap_or_default();
        assert_eq!((amount(&row[4]), amount(&row[5])), (cash, checks), "{}", row[0]);
    }
    let by_tender = day.paper("deposit-report-D-000001-by-tender", ".csv");
    journals.assert_tenders(&by_tender, journals.taken_in_all());
    let by_account = day.paper("deposit-report-D-000001-by-department", ".csv");
    let mut said: BTreeMap<(String, String), i64> = BTreeMap::new();
    for row in by_account.rows.iter().filter(|row| !row[1].is_empty()) {
        said.insert((row[0].clone(), row[1].clone()), amount(&row[3]));
    }
    assert_eq!(said, journals.collected_by_department_and_account());
}

/// **The bank's correction is dated the next day** and is in no sum of the closed one.
#[test]
fn the_correction_is_the_next_days() {
    let day = day();
    let closed = text(&day.journals.day_closed()["date"]);
    let desk = day.journals.books.last().expect("the closing desk's journal");
    let correction = desk.of_kind("bank_corrected").next().expect("one correction");
    assert!(text(&correction["business_date"]) > closed, "{correction}");
    assert_eq!(correction["body"]["cash"], -2_000);
    assert_eq!(
        correction["postings"],
        serde_json::json!([["100-1000", -2_000], ["100-4990", 2_000]])
    );
    let posted = day.journals.posted_by_source();
    assert!(posted.keys().all(|(source, _)| source != "Bank corrections"));
}
