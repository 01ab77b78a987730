//! The laws: what holds on every day, whatever is done on it.

use std::collections::BTreeMap;

use counterfoil_domain::account::PaidSince;
use counterfoil_domain::cash::{CashCount, CashLine};
use counterfoil_domain::check::TenderOffer;
use counterfoil_domain::config::{Language, TenderKind};
use counterfoil_domain::drawer::{self, FoundInDrawer, HandOverCounts, Ticked};
use counterfoil_domain::entry::{Body, Entry};
use counterfoil_domain::money::Cents;
use counterfoil_domain::payment::{Facts, LineRequest, PaymentRequest, offered, price, take};
use counterfoil_domain::posting::assert_zero;
use counterfoil_domain::reclass::{Reclass, reclass};
use counterfoil_domain::returns::item::Returned;
use counterfoil_domain::session::Session;
use proptest::prelude::*;
use uuid::Uuid;

use crate::day::{Day, acts};
use crate::fixture::{Desk, cash, offer, open_amount, part_of, payment};

/// The general ledger after some entries.
fn ledger(entries: &[Entry]) -> BTreeMap<String, i64> {
    let mut sums: BTreeMap<String, i64> = BTreeMap::new();
    for posting in entries.iter().flat_map(|entry| &entry.postings) {
        *sums.entry(posting.0.clone()).or_default() += posting.1.0;
    }
    sums.retain(|_, cents| *cents != 0);
    sums
}

fn balance(ledger: &BTreeMap<String, i64>, accounts: &[&str]) -> i64 {
    accounts
        .iter()
        .map(|account| ledger.get(*account).copied().unwrap_or_default())
        .sum()
}

/// The fold of a session from some entries, begun at the one that opened it.
fn fold(entries: &[Entry]) -> Option<Session> {
    let mut session: Option<Session> = None;
    for entry in entries {
        match (&entry.body, &mut session) {
            (Body::DrawerOpened(opened), None) => session = Some(Session::open(entry, opened)),
            (_, Some(session)) => session.apply(entry).unwrap(),
            (_, None) => {}
        }
    }
    session
}

/// What a drawer should hold, from its entries alone and by another road than the
/// fold's: the tenders as they ended, of receipts that stand, and the movements.
fn cash_by_another_road(entries: &[Entry]) -> i64 {
    let mut cash = 0;
    let mut tenders: BTreeMap<(String, usize), (TenderKind, i64)> = BTreeMap::new();
    for entry in entries {
        match &entry.body {
            Body::DrawerOpened(body) => cash += body.float_total.0,
            Body::PickedUp(body) => cash -= body.total.0,
            Body::ChangeOrdered(body) => cash += body.received_total.0 - body.given_total.0,
            Body::Receipt(receipt) => {
                for (place, tender) in receipt.tenders.iter().enumerate() {
                    let applied = match tender.handed {
                        Some(handed) => handed.0 - receipt.change.0,
                        None => tender.amount.0,
                    };
                    tenders.insert((receipt.number.clone(), place), (tender.kind, applied));
                }
            }
            Body::TenderReclassed(body) => {
                let place = (body.receipt.clone(), usize::from(body.tender));
                tenders.get_mut(&place).unwrap().0 = body.to.kind;
            }
            Body::ReceiptVoided(body) => tenders.retain(|(receipt, _), _| *receipt != body.receipt),
            _ => {}
        }
    }
    let in_cash = tenders.values().filter(|(kind, _)| *kind == TenderKind::Cash);
    cash + in_cash.map(|(_, cents)| cents).sum::<i64>()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Where nobody errs, what is counted is what is expected: the drawer closes
    /// without a difference, without a question. The ledger says the same.
    #[test]
    fn expected_is_counted_when_nobody_errs(acts in acts()) {
        let day = Day::lived(&acts);
        let session = day.desk.session();
        let count = session.last_count().unwrap();
        for line in &count.tenders {
            prop_assert_eq!(line.expected, line.counted, "{}", line.tender);
        }
        let (cash, papers, slips) = day.really();
        prop_assert_eq!(session.cash.0, cash);
        let ledger = ledger(&day.desk.entries);
        prop_assert_eq!(balance(&ledger, &["1010"]), cash);
        prop_assert_eq!(balance(&ledger, &["1020", "1030"]), papers + slips);
    }

    #[test]
    fn postings_sum_to_zero_and_receipts_agree_with_themselves(acts in acts()) {
        for entry in Day::lived(&acts).desk.entries {
            prop_assert_eq!(assert_zero(&entry.postings), Ok(()));
            if let Body::Receipt(receipt) = &entry.body {
                let lines = Cents::sum(receipt.lines.iter().map(|line| line.amount)).unwrap();
                let tenders = Cents::sum(receipt.tenders.iter().map(|tender| tender.amount)).unwrap();
                prop_assert_eq!((lines, tenders), (receipt.total, receipt.total));
                for line in &receipt.lines {
                    let split = Cents::sum(line.split.iter().map(|part| part.1)).unwrap();
                    prop_assert_eq!(split, line.amount);
                }
                let handed = Cents::sum(receipt.tenders.iter().map(|t| t.handed.unwrap_or(t.amount))).unwrap();
                prop_assert_eq!(handed.minus(receipt.change).unwrap(), receipt.total);
            }
        }
    }

    #[test]
    fn the_fold_of_a_part_and_then_the_rest_is_the_fold_of_all(acts in acts(), cut in any::<prop::sample::Index>()) {
        let desk = Day::lived(&acts).desk;
        let all = fold(&desk.entries);
        prop_assert_eq!(all.as_ref(), desk.session.as_ref());
        let cut = cut.index(desk.entries.len()) + 1;
        let mut part = fold(&desk.entries[..cut]).unwrap();
        for entry in &desk.entries[cut..] {
            part.apply(entry).unwrap();
        }
        prop_assert_eq!(Some(part), all);
    }

    #[test]
    fn entries_of_other_sessions_leave_a_session_alone(acts in acts()) {
        let desk = Day::lived(&acts).desk;
        let mut other = desk.session().clone();
        other.id = Uuid::from_u128(1);
        let before = other.clone();
        for entry in &desk.entries {
            other.apply(entry).unwrap();
        }
        prop_assert_eq!(other, before);
    }

    #[test]
    fn running_cash_is_the_cash_recomputed(acts in acts()) {
        let desk = Day::lived(&acts).desk;
        for upto in 1..=desk.entries.len() {
            let part = &desk.entries[..upto];
            prop_assert_eq!(fold(part).unwrap().cash.0, cash_by_another_road(part));
        }
    }

    /// Whatever was paid, however its tenders were moved about: once it is void, nothing of it is left.
    #[test]
    fn a_void_undoes(
        cents in 1i64..30_000,
        on_account in any::<bool>(),
        by_check in 0i64..30_000,
        moves in prop::collection::vec((0u16..2, 0usize..6), 0..5),
    ) {
        let mut desk = Desk::opened();
        let before = desk.clone();
        let by_check = by_check.min(cents);
        let line = if on_account { part_of("20-1", cents) } else { open_amount("MISC", cents) };
        let mut tenders = Vec::new();
        if by_check > 0 {
            tenders.push(offer("CHECK", by_check, 1));
        }
        if cents > by_check {
            tenders.push(offer("CASH", cents, 0));
        }
        desk.pay(&payment(vec![line], tenders)).unwrap();
        for (nth, (place, to)) in (10u32..).zip(moves) {
            let code = ["CHECK", "CARD", "MO", "ECHECK", "VOUCHER", "CASH"][to];
            let Some(tender) = desk.session().receipts[0].tenders.get(usize::from(place)) else { continue };
            let request = Reclass {
                receipt: "W3-000001".into(),
                place,
                to: offer(code, tender.amount.0, nth),
                reason: "Keyed wrong".into(),
            };
            let (ana, sol) = (desk.user("ana"), desk.user("sol"));
            let session = desk.session.as_ref();
            let decision = reclass(&desk.configuration, session, &ana, Language::En, &request, Some(&sol));
            match decision {
                Ok(decision) => drop(desk.commit("ana", decision).unwrap()),
                Err(refusal) => prop_assert_eq!(refusal.code(), "reclass_to_same"),
            }
        }
        if on_account {
            prop_assert_ne!(&desk.paid, &before.paid);
        }
        desk.void("W3-000001").unwrap();
        prop_assert_eq!(ledger(&desk.entries), ledger(&before.entries));
        prop_assert_eq!(&desk.paid, &before.paid);
        prop_assert_eq!(desk.standings(), before.standings());
        let expected = |desk: &Desk| desk.session().expected(&desk.configuration).unwrap();
        prop_assert_eq!(expected(&desk), expected(&before));
        prop_assert_eq!(desk.session().cash, before.session().cash);
        prop_assert_eq!(desk.session().tape(&desk.configuration).count(), 0);
        prop_assert_eq!(desk.session().receipts_total(), Ok(Cents::ZERO));
        // The receipt keeps its number; the next one has the next.
        prop_assert_eq!(desk.head.next_receipt(), "W3-000002");
    }

    #[test]
    fn what_is_paid_is_no_longer_due(parts in prop::collection::vec(1i64..9_000, 1..6)) {
        let mut desk = Desk::opened();
        let due = |desk: &Desk| desk.standings()["20-1"].due().unwrap().0;
        let at_first = due(&desk);
        let mut paid = 0;
        for cents in parts {
            desk.pay(&payment(vec![part_of("20-1", cents)], vec![offer("CASH", cents, 0)])).unwrap();
            paid += cents;
            prop_assert_eq!(due(&desk), at_first - paid);
            let Body::Receipt(receipt) = &desk.entries.last().unwrap().body else { panic!("not a receipt") };
            prop_assert_eq!(receipt.balances[0].due.0, at_first - paid);
        }
    }

    #[test]
    fn an_entry_written_and_read_is_the_same(acts in acts(), payer in "\\PC{0,30}", note in "\\PC{0,60}") {
        let mut desk = Desk::opened();
        let mut request = payment(vec![open_amount("MISC", 500)], vec![offer("CASH", 500, 0)]);
        (request.payer, request.note) = (Some(payer), Some(note));
        // A card number or the like may have come up by chance; then there is no entry.
        let written = desk.pay(&request).ok();
        for entry in Day::lived(&acts).desk.entries.iter().chain(&written) {
            let bytes = entry.encode().unwrap();
            let read = Entry::decode(&bytes).unwrap();
            prop_assert_eq!(&read, entry);
            prop_assert_eq!(read.encode().unwrap(), bytes);
        }
    }
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::sample::select(vec![
            "20-1", "20-2", "20-4", "W1", "W2", "S1", "WATER", "DOG1", "COPY", "MISC", "CASH", "CHECK", "CARD", "MO",
            "VOUCHER", "W3-000001", "121000358", "1111", "77", "",
        ])
        .prop_map(str::to_owned),
        1 => "\\PC{0,50}",
        1 => any::<String>(),
    ]
}

fn cents() -> impl Strategy<Value = Cents> {
    prop_oneof![(-5i64..20_000), any::<i64>()].prop_map(Cents)
}

fn any_line() -> impl Strategy<Value = LineRequest> {
    let texts = prop::option::of(text());
    let amounts = || prop::option::of(cents());
    prop_oneof![
        (text(), prop::collection::vec(text(), 0..3), amounts(), amounts()).prop_map(
            |(account, charges, amount, seen_due)| LineRequest::Account {
                account,
                charges,
                amount,
                seen_due
            }
        ),
        (text(), prop::option::of(any::<u32>()), amounts(), texts, amounts()).prop_map(
            |(code, quantity, amount, reference, seen_price)| LineRequest::Charge {
                code,
                quantity,
                amount,
                reference,
                seen_price,
            }
        ),
    ]
}

fn any_offer() -> impl Strategy<Value = TenderOffer> {
    let fields = prop::collection::vec(prop::option::weighted(0.3, text()), 9);
    (text(), cents(), fields).prop_map(|(tender, amount, fields)| {
        let mut fields = fields.into_iter();
        let mut next = || fields.next().flatten();
        TenderOffer {
            tender,
            amount,
            routing: next(),
            account: next(),
            token: next(),
            number: next(),
            brand: next(),
            last_four: next(),
            approval: next(),
            terminal: next(),
            reference: next(),
        }
    })
}

fn any_request() -> impl Strategy<Value = PaymentRequest> {
    (
        prop::collection::vec(any_line(), 0..4),
        prop::collection::vec(any_offer(), 0..4),
        prop::option::of(text()),
        prop::option::of(text()),
        any::<bool>(),
    )
        .prop_map(|(lines, tenders, payer, note, same_check_confirmed)| PaymentRequest {
            lines,
            tenders,
            payer,
            note,
            language: Language::Es,
            same_check_confirmed,
        })
}

fn any_cash() -> impl Strategy<Value = CashCount> {
    let worth = prop_oneof![prop::sample::select(vec![10_000i64, 100, 25, 1]), any::<i64>()];
    let pieces = || prop_oneof![0u32..10, any::<u32>()];
    let line = (worth, pieces(), pieces());
    prop::collection::vec(line, 0..4).prop_map(|lines| {
        let line = |(cents, loose, bundles)| CashLine {
            cents: Cents(cents),
            loose,
            bundles,
        };
        CashCount(lines.into_iter().map(line).collect())
    })
}

fn any_found() -> impl Strategy<Value = FoundInDrawer> {
    let tick = prop_oneof![
        Just(Ticked::Agreed),
        Just(Ticked::Missing),
        cents().prop_map(Ticked::Reads)
    ];
    (
        any_cash(),
        prop::collection::vec((text(), 0u16..2, tick), 0..3),
        prop::collection::vec((text(), cents(), prop::option::of(text())), 0..3),
        prop::collection::vec((text(), cents()), 0..3),
    )
        .prop_map(|(cash, tape, extra, totals)| FoundInDrawer {
            cash,
            tape,
            extra,
            totals,
        })
}

proptest! {
    /// Nothing that can be asked makes the rules panic, and what they grant is a sound entry.
    #[test]
    fn no_payment_panics(request in any_request()) {
        let desk = Desk::opened();
        let (ana, sol) = (desk.user("ana"), desk.user("sol"));
        let facts = Facts {
            configuration: &desk.configuration,
            station: &desk.configuration.stations[0],
            session: desk.session.as_ref(),
            actor: &ana,
            today: desk.today(),
            accounts: &desk.standings(),
            checks: &desk.checks,
            returned: &Returned::default(),
            number: "W3-000001",
            second: Some(&sol),
        };
        if let Ok(priced) = price(&facts, &request) {
            prop_assert!(priced.total > Cents::ZERO);
            prop_assert!(priced.lines.iter().all(|(_, line)| line.amount > Cents::ZERO));
        }
        let _tenders = offered(&facts, &request);
        if let Ok(decision) = take(&facts, &request) {
            prop_assert_eq!(assert_zero(&decision.postings), Ok(()));
            let mut desk = desk.clone();
            desk.commit("ana", decision).unwrap();
        }
    }

    #[test]
    fn no_drawer_request_panics(
        (one, two) in (any_cash(), any_cash()),
        items in any::<u32>(),
        found in any_found(),
        reason in text(),
        to in any_offer(),
        place in any::<u16>(),
    ) {
        let mut desk = Desk::opened();
        desk.pay(&payment(vec![open_amount("MISC", 900)], vec![offer("CHECK", 900, 1)])).unwrap();
        let (ana, sol) = (desk.user("ana"), desk.user("sol"));
        let (configuration, session) = (&desk.configuration, desk.session.as_ref());
        let counts = HandOverCounts { cash: one.clone(), cash_again: two.clone(), items, items_again: items };
        let station = &configuration.stations[0];
        let request = Reclass { receipt: "W3-000001".into(), place, to, reason: reason.clone() };
        let decided = [
            drawer::open(configuration, station, None, &ana, Uuid::nil(), one.clone()),
            drawer::checkpoint(configuration, session, &ana, one.clone()),
            drawer::pick_up(configuration, session, &ana, one.clone(), Some(&sol)),
            drawer::change_order(configuration, session, &ana, one, two, Some(&sol)),
            drawer::hand_over(configuration, session, &ana, counts, Some(&sol)),
            drawer::no_sale(configuration, session, &ana, &reason, Some(&sol)),
            reclass(configuration, session, &ana, Language::En, &request, Some(&sol)),
        ];
        for decision in decided.into_iter().flatten() {
            desk.clone().commit("ana", decision).unwrap();
        }
        desk.start_count().unwrap();
        if desk.count(found).is_ok() {
            let _closed = desk.close(Some(&reason), Some("sol"));
        }
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), text in any::<String>()) {
        let _bytes = Entry::decode(&bytes);
        let _text = Entry::decode(text.as_bytes());
    }
}

#[test]
fn a_void_after_billing_took_the_payment_in_makes_it_due_again() {
    let mut desk = Desk::opened();
    desk.pay(&payment(vec![part_of("20-1", 12_000)], vec![offer("CASH", 12_000, 0)]))
        .unwrap();
    // Billing wrote a new copy of the accounts: W1 is paid there, and own payments begin anew.
    desk.accounts.get_mut("20-1").unwrap().charges[2].due = Cents::ZERO;
    desk.paid = PaidSince::default();
    desk.void("W3-000001").unwrap();
    assert_eq!(desk.standings()["20-1"].account.charges[2].due, Cents(12_000));
}

#[test]
fn a_change_of_float_is_no_payment() {
    let desk = Desk::opened();
    assert_eq!(desk.session().float, cash(&[(2_000, 5), (500, 8), (100, 9), (25, 4)]));
    assert_eq!(
        ledger(&desk.entries),
        BTreeMap::from([("1000".into(), -15_000), ("1010".into(), 15_000)])
    );
}
