//! The views say what the folds of the domain say, on the entries of real days.

use std::collections::BTreeMap;

use counterfoil_domain::entry::{Body, Entry};
use counterfoil_domain::ledger::LedgerSums;
use counterfoil_domain::returns::item::Returned;
use counterfoil_domain::session::Session;
use counterfoil_formats::bundle;

use crate::office::{DEMO_DAY, FROZEN, Office};

/// Each site's entries.
fn sites() -> Vec<(&'static str, Vec<Entry>)> {
    let bundles = DEMO_DAY.iter().map(|(_, bytes)| bundle::read_raw(bytes).unwrap());
    let entries = bundles.flat_map(|one| one.entries);
    let mut sites = vec![("CH", entries.map(|one| Entry::decode(&one.bytes).unwrap()).collect())];
    for (site, journal) in FROZEN {
        let entries = journal.lines().map(|line| Entry::decode(line.as_bytes()).unwrap());
        sites.push((site, entries.collect()));
    }
    sites
}

fn office() -> Office {
    Office::open().with_demo_day().with_frozen()
}

/// Every session of a site: its own workstation's entries, and behind them the closing desk's about it.
fn sessions(entries: &[Entry]) -> Vec<Session> {
    let begun = entries.iter().filter_map(Session::begin);
    let whole = begun.map(|mut session| {
        let about = |entry: &&Entry| entry.body.session() == Some(session.id);
        let (own, others): (Vec<&Entry>, Vec<&Entry>) = entries
            .iter()
            .filter(about)
            .partition(|entry| entry.station == session.station);
        let opened = |entry: &&&Entry| !matches!(entry.body, Body::DrawerOpened(_) | Body::BatchOpened(_));
        own.iter()
            .filter(opened)
            .for_each(|entry| session.apply(entry).unwrap());
        others.iter().for_each(|entry| session.apply(entry).unwrap());
        session
    });
    whole.collect()
}

#[test]
fn sessions_receipts_and_tenders() {
    let office = office();
    let mut seen = 0;
    for (site, entries) in sites() {
        for session in sessions(&entries) {
            let id = session.id;
            let standing: Vec<_> = session.receipts.iter().filter(|receipt| !receipt.void).collect();
            let total: i64 = standing.iter().map(|receipt| receipt.total.0).sum();
            let row = office.sql(&format!(
                "SELECT receipts, voids, total_cents, float_cents, kind = 'drawer' FROM records.sessions
                 WHERE site = '{site}' AND session = '{id}'"
            ));
            let (all, voids) = (session.receipts.len(), session.receipts.len() - standing.len());
            let drawer = if session.batch().is_none() { "t" } else { "f" };
            assert_eq!(
                row,
                format!("{all}|{voids}|{total}|{}|{drawer}", session.float_total.0),
                "{site} {id}"
            );
            let of_receipts = office.cents(&format!(
                "SELECT COALESCE(sum(total_cents), 0) FROM records.receipts WHERE site = '{site}' AND session = '{id}' AND NOT voided"
            ));
            assert_eq!(of_receipts, total);
            let mut tenders: BTreeMap<String, i64> = BTreeMap::new();
            for tender in standing.iter().flat_map(|receipt| &receipt.tenders) {
                *tenders.entry(tender.code.clone()).or_default() += tender.amount.0;
            }
            let said = office.sql(&format!(
                "SELECT t.type, sum(t.amount_cents) FROM records.tenders t JOIN records.receipts r USING (city, site, receipt)
                 WHERE t.site = '{site}' AND r.session = '{id}' AND NOT t.voided GROUP BY 1 ORDER BY t.type COLLATE \"C\""
            ));
            let expected: Vec<String> = tenders.iter().map(|(code, cents)| format!("{code}|{cents}")).collect();
            assert_eq!(said, expected.join("\n"), "{site} {id}");
            seen += 1;
        }
    }
    assert!(seen > 6, "{seen}");
    assert_eq!(office.cents("SELECT count(*) FROM records.sessions"), seen);
}

#[test]
fn lines_and_postings() {
    let office = office();
    for (site, entries) in sites() {
        let mut sums = LedgerSums::default();
        let mut departments: BTreeMap<String, i64> = BTreeMap::new();
        let voided: Vec<&str> = entries
            .iter()
            .filter_map(|entry| match &entry.body {
                Body::ReceiptVoided(void) => Some(void.receipt.as_str()),
                _ => None,
            })
            .collect();
        for entry in &entries {
            sums.apply(entry).unwrap();
            if let Body::Receipt(receipt) = &entry.body
                && !voided.contains(&receipt.number.as_str())
            {
                for line in &receipt.lines {
                    *departments.entry(line.department.clone()).or_default() += line.amount.0;
                }
            }
        }
        let by_account = sums.by_account().unwrap();
        let by_account: Vec<String> = by_account
            .iter()
            .map(|(account, cents)| format!("{account}|{}", cents.0))
            .collect();
        let said = office.sql(&format!(
            "SELECT ledger_account, sum(cents) FROM records.postings WHERE site = '{site}' GROUP BY 1 ORDER BY ledger_account COLLATE \"C\""
        ));
        assert_eq!(said, by_account.join("\n"), "{site}");
        let departments: Vec<String> = departments
            .iter()
            .map(|(code, cents)| format!("{code}|{cents}"))
            .collect();
        let said = office.sql(&format!(
            "SELECT department, sum(amount_cents) FROM records.receipt_lines WHERE site = '{site}' AND NOT voided GROUP BY 1 ORDER BY department COLLATE \"C\""
        ));
        assert_eq!(said, departments.join("\n"), "{site}");
    }
    let unbalanced = "SELECT count(*) FROM (SELECT 1 FROM records.postings GROUP BY city, site, station, seq HAVING sum(cents) <> 0) one";
    assert_eq!(office.cents(unbalanced), 0);
    let dollars = "SELECT count(*) FROM records.receipts WHERE total * 100 <> total_cents OR scale(total) <> 2";
    assert_eq!(office.cents(dollars), 0);
}

#[test]
fn deposits_and_returned_items() {
    let office = office();
    let (mut prepared, mut items) = (0, 0);
    for (site, entries) in sites() {
        let mut returned = Returned::default();
        for entry in &entries {
            returned.apply(entry).unwrap();
            if let Body::DepositPrepared(deposit) = &entry.body {
                let state = entries.iter().fold("prepared", |state, other| match &other.body {
                    Body::DepositFinalized(body) if body.deposit == deposit.deposit => "final",
                    Body::DepositWithdrawn(body) if body.deposit == deposit.deposit => "withdrawn",
                    _ => state,
                });
                let row = office.sql(&format!(
                    "SELECT number, cash_cents, check_cents, total_cents, check_items, sessions, state FROM records.deposits
                     WHERE site = '{site}' AND deposit = '{}'",
                    deposit.deposit
                ));
                let expected = format!(
                    "{}|{}|{}|{}|{}|{}|{state}",
                    deposit.number,
                    deposit.cash_total.0,
                    deposit.check_total.0,
                    deposit.total.0,
                    deposit.checks.len(),
                    deposit.sessions.len()
                );
                assert_eq!(row, expected);
                prepared += 1;
            }
        }
        for item in returned.items() {
            let row = office.sql(&format!(
                "SELECT amount_cents, fee_cents, reinstated, mistake FROM records.returned_items WHERE site = '{site}' AND number = '{}'",
                item.number()
            ));
            let reinstated = entries.iter().find_map(|entry| match &entry.body {
                Body::ItemReinstated(body) if body.number == item.number() => Some(body.mistake),
                _ => None,
            });
            let flag = |is: bool| if is { "t" } else { "f" };
            let expected = format!(
                "{}|{}|{}|{}",
                item.returned.amount.0,
                item.returned.fee.as_ref().map_or(0, |fee| fee.charge.due.0),
                flag(reinstated.is_some()),
                flag(reinstated == Some(true))
            );
            assert_eq!(row, expected, "{site} {}", item.number());
            items += 1;
        }
    }
    assert!(prepared > 1 && items > 1, "{prepared} {items}");
    let marked = "SELECT count(*) FROM records.tenders t WHERE returned_item IS NOT NULL";
    let standing = "SELECT count(*) FROM records.returned_tenders WHERE NOT reinstated
                    AND (site, receipt) IN (SELECT site, receipt FROM records.receipts)";
    assert_eq!(office.cents(marked), office.cents(standing));
}

#[test]
fn gaps_are_named_and_bad_entries_keep_nobody_from_reading() {
    let office = Office::open();
    let receipts: Vec<&str> = FROZEN[0]
        .1
        .lines()
        .filter(|line| line.contains("\"kind\":\"receipt\""))
        .collect();
    let hidden: Vec<&[u8]> = [0, 1, 3].map(|nth: usize| receipts[nth].as_bytes()).to_vec();
    office.insert("F1", "W3", &hidden, None);
    assert_eq!(
        office.sql("SELECT site, station, first_nth, last_nth, receipts, explained FROM records.receipt_gaps"),
        "F1|W3|3|3|1|f"
    );
    let all = office.cents("SELECT count(*) FROM records.receipts");
    office.insert("F1", "W4", &[b"\xff\xfe", b"{\"body\":1e999999}"], Some("unreadable"));
    office.insert("F1", "W5", &[b"{\"body\":1e999999}"], None);
    assert_eq!(office.cents("SELECT count(*) FROM records.receipts"), all);
    assert_eq!(
        office.cents("SELECT count(*) FROM records.entries WHERE body IS NULL"),
        3
    );
}

/// The queries of `docs/central-sql.md`, as they stand there.
#[test]
fn the_queries_of_the_description_run() {
    let office = office();
    let text = include_str!("../../../../docs/central-sql.md");
    let queries: Vec<&str> = text
        .split("```sql\n")
        .skip(1)
        .filter_map(|part| part.split("```").next())
        .collect();
    assert!(queries.len() >= 6);
    for query in queries {
        office.sql(query);
    }
    let views = office.sql(
        "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'records' ORDER BY 1",
    );
    let missing: Vec<&str> = views
        .lines()
        .filter(|column| {
            let (view, column) = column.split_once('.').unwrap();
            let Some((_, section)) = text.split_once(&format!("### `{view}`")) else {
                return true;
            };
            let section = section.split("\n##").next().unwrap_or_default();
            !["city", "site", "station", "seq"].contains(&column) && !section.contains(&format!("`{column}`"))
        })
        .collect();
    assert_eq!(missing, [] as [&str; 0], "every view and column is described");
}
