//! The history of an account.

use std::collections::BTreeSet;

use counterfoil_domain::account::{each_effect, each_opened};
use counterfoil_domain::documents::account_history;
use counterfoil_domain::entry::{Body, Entry};
use counterfoil_domain::history::{HistoryKind, HistoryRow, history_of};
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::void;

use super::{LATER, Office};
use crate::documents::{table, text, totals};
use crate::fixture::day;
use crate::site_day::SiteDay;

/// Every account that an entry touches, with its amounts in their order.
fn touched(entry: &Entry) -> Vec<(String, Cents)> {
    let mut amounts = Vec::new();
    each_effect(&entry.body, |effect| {
        amounts.push((effect.account.to_owned(), effect.amount));
        Ok::<(), Refusal>(())
    })
    .unwrap();
    each_opened(&entry.body, |one| {
        amounts.push((one.account.clone(), one.charge.due.negated()))
    });
    amounts
}

fn rows(office: &Office, account: &str) -> Vec<HistoryRow> {
    let stored = office.stored();
    stored
        .flat_map(|(entry, hash)| history_of(entry, hash, account))
        .collect()
}

#[test]
fn every_amount_of_every_account_shows() {
    let mut office = Office::new();
    office.return_of("W3-000001", None);
    office.return_of("W4-000001", None);
    office.reinstate("R-000001", true);
    office.refund("W3-000002", (0, 1_500), "RF-000001");
    office.reverse("W4-000003", "RF-000002");
    let mut kinds = BTreeSet::new();
    for (entry, hash) in office.stored() {
        let touched = touched(entry);
        let accounts: BTreeSet<&String> = touched.iter().map(|one| &one.0).collect();
        for account in accounts {
            let rows = history_of(entry, hash, account);
            let own = touched.iter().filter(|one| one.0 == *account).map(|one| one.1);
            assert_eq!(
                rows.iter().map(|row| row.amount).collect::<Vec<_>>(),
                own.collect::<Vec<_>>()
            );
            // Every amount was found among what the entry tells.
            assert!(rows.iter().all(|row| !row.what.is_empty()), "{rows:?}");
            kinds.extend(rows.iter().map(|row| row.kind));
        }
        assert!(history_of(entry, hash, "20-none").is_empty());
    }
    let all = [
        HistoryKind::Paid,
        HistoryKind::Placed,
        HistoryKind::Returned,
        HistoryKind::Fee,
        HistoryKind::Reinstated,
    ];
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), all);
}

#[test]
fn the_rows_say_where_the_money_was() {
    let mut office = Office::new();
    office.return_of("W3-000001", None);
    office.transfer("W4-000001", 1_000);
    let own = rows(&office, "20-1");
    let paid = &own[0];
    assert_eq!(
        (paid.kind, paid.amount, paid.by.as_str()),
        (HistoryKind::Paid, Cents(7_000), "ana")
    );
    assert_eq!(
        (paid.through.as_deref(), paid.receipt.as_deref()),
        (Some("Window 3"), Some("W3-000001"))
    );
    let returned = own.iter().find(|row| row.kind == HistoryKind::Returned).unwrap();
    assert_eq!((returned.amount, returned.balance), (Cents(-3_000), None));
    assert_eq!(returned.through.as_deref(), Some("deposit 000123"));
    assert_eq!(returned.related.as_deref(), Some("R-000001"));
    // What is due after the entry stands on the last of its rows.
    let fee = own.iter().find(|row| row.kind == HistoryKind::Fee).unwrap();
    assert_eq!((fee.amount, fee.what.as_str()), (Cents(-2_500), "Returned-item fee"));
    let entries: Vec<_> = office
        .stored()
        .filter(|(entry, _)| entry.seq == fee.seq && entry.station == fee.station)
        .collect();
    let Body::ItemReturned(item) = &entries[0].0.body else {
        panic!()
    };
    let due = item.balances.iter().find(|one| one.account == "20-1").unwrap().due;
    assert_eq!(fee.balance, Some(due));
    let out = own.iter().find(|row| row.kind == HistoryKind::MovedOut).unwrap();
    assert_eq!((out.amount, out.related.as_deref()), (Cents(-1_000), Some("20-4")));
    assert_eq!((out.by.as_str(), out.second.as_deref()), ("tom", Some("Sol Reyes")));
    let other = rows(&office, "20-4");
    assert_eq!(
        (other[0].kind, other[0].related.as_deref()),
        (HistoryKind::MovedIn, Some("20-1"))
    );
    assert_eq!(other[0].balance, Some(Cents(-1_000)));
}

#[test]
fn what_a_void_gives_back() {
    let mut site = SiteDay::begun();
    let (sol, tom) = (site.w1.user("sol"), site.w1.user("tom"));
    let (original, session) = (site.w4.entry_of("W4-000001"), site.w4.session.as_ref());
    let void = void::void(site.configuration(), session, &tom, &original, "Bounced", Some(&sol));
    let entry = site.w1.commit("tom", void.unwrap()).unwrap();
    let rows = history_of(&entry, &site.w1.head.hash, "20-1");
    let sum: i64 = rows.iter().map(|row| row.amount.0).sum();
    assert_eq!(
        (sum, rows[0].kind, rows[0].what.as_str()),
        (-8_462, HistoryKind::Voided, "Bounced")
    );
}

#[test]
fn refunded_withdrawn_and_reversed() {
    let mut office = Office::new();
    office.transfer("W4-000001", 1_000);
    let moved = office.trace("W4-000001").lines.len() - 1;
    let line = u16::try_from(moved).unwrap();
    let requested = office.refund("W4-000001", (line, 400), "RF-000001");
    office.withdraw(&requested);
    let own = rows(&office, "20-4");
    let kinds: Vec<(HistoryKind, Cents)> = own.iter().map(|row| (row.kind, row.amount)).collect();
    assert_eq!(
        kinds,
        [
            (HistoryKind::MovedIn, Cents(1_000)),
            (HistoryKind::Refunded, Cents(-400)),
            (HistoryKind::RefundWithdrawn, Cents(400)),
        ]
    );
    assert_eq!(own[1].related.as_deref(), Some("RF-000001"));
    office.reverse("W4-000001", "RF-000002");
    let last = rows(&office, "20-4").pop().unwrap();
    assert_eq!((last.kind, last.amount), (HistoryKind::Reversed, Cents(-1_000)));
    let sum: i64 = rows(&office, "20-4").iter().map(|row| row.amount.0).sum();
    assert_eq!(sum, 0);
}

#[test]
fn the_statement_of_an_account() {
    let mut office = Office::new();
    office.transfer("W4-000001", 1_000);
    let own = rows(&office, "20-4");
    let report = account_history(office.configuration(), ("20-4", "Paid Up"), day(LATER), &own).unwrap();
    let rows = table(&report, "Payments and corrections");
    let first = text(rows)[0].clone();
    assert!(
        first.starts_with("24 Nov 2026|Moved here|Credit on account|W4-000001||20-1|Tom Ek, Sol Reyes|10.00||−10.00|"),
        "{first}"
    );
    assert_eq!(totals(rows), [Cents(1_000), Cents::ZERO]);
    let none = account_history(office.configuration(), ("20-4", "Paid Up"), day(LATER), &[]).unwrap();
    assert!(table(&none, "Payments and corrections").rows.is_empty());
}
