//! The laws of what happens to money after its day: whatever is returned, reinstated,
//! reversed, moved, placed and refunded in whatever order, nothing is taken back twice and no
//! cent is lost, under either policy and either order of taking back.

use std::collections::{BTreeMap, BTreeSet};

use counterfoil_domain::day::{Day, transmittals};
use counterfoil_domain::entry::{Body, GENESIS};
use counterfoil_domain::money::Cents;
use counterfoil_domain::posting::assert_zero;
use counterfoil_domain::returns::is_desk_charge;
use counterfoil_domain::returns::item::{Returned, ReturnedItem};
use counterfoil_domain::trace::Trace;
use proptest::prelude::*;

use super::books::Payment;
use super::plan::{Lived, plan};
use super::site::Site;

/// Every account stands as its entries say.
fn accounts(lived: &Lived) -> Result<(), TestCaseError> {
    let standings = lived.site.standings();
    for (number, standing) in &standings {
        let charges = standing.account.charges.iter().filter(|charge| !charge.due.is_zero());
        let due: BTreeMap<&str, i64> = charges.map(|charge| (charge.id.as_str(), charge.due.0)).collect();
        prop_assert_eq!(&due, &lived.books.due_on(number), "due on {}", number);
        let credit = lived.books.credit_on(number);
        prop_assert_eq!(standing.credit.0, credit, "credit on {}", number);
    }
    for (account, _) in lived.books.due.keys() {
        prop_assert!(standings.contains_key(account), "{} is nowhere", account);
    }
    Ok(())
}

/// The ledger says what the accounts, suspense and accounts payable say.
fn ledger(lived: &Lived) -> Result<(), TestCaseError> {
    let (site, books) = (&lived.site, &lived.books);
    prop_assert_eq!(
        site.ledger("1060"),
        books.open_under(&["RETURNED", "RETFEE"]),
        "receivable"
    );
    prop_assert_eq!(-site.ledger("2030"), books.payable, "refunds payable");
    prop_assert_eq!(-site.ledger("2020"), books.suspense, "suspense");
    prop_assert_eq!(-site.ledger("2010"), books.credits, "credits");
    let held = site.traces.iter().flat_map(|trace| &trace.lines);
    let held = held
        .filter(|line| line.in_suspense())
        .map(|line| line.standing().unwrap().0);
    prop_assert_eq!(held.sum::<i64>(), books.suspense);
    Ok(())
}

/// What the traces say of each payment, and that nothing is taken back twice.
fn payments(lived: &Lived) -> Result<(), TestCaseError> {
    for trace in &lived.site.traces {
        let payment = &lived.books.payments[trace.number()];
        prop_assert_eq!(trace.void, payment.void);
        let parts = trace.lines.iter().flat_map(|line| &line.left);
        prop_assert!(parts.clone().all(|part| part.1 >= Cents::ZERO), "{:?}", trace.lines);
        let standing = trace.standing().unwrap().0;
        if payment.void {
            prop_assert_eq!(standing, 0);
            continue;
        }
        let good = trace.tenders.iter().filter(|one| one.returned.is_none());
        let good: i64 = good.map(|one| one.tender.amount.0).sum();
        prop_assert_eq!(
            standing + trace.given_back.0 - trace.beyond.0,
            good,
            "{}",
            trace.number()
        );
        // The same by another road.
        let back: i64 = payment.tenders.iter().filter(|one| one.1).map(|one| one.0).sum();
        let Payment {
            given_back,
            beyond,
            total,
            ..
        } = *payment;
        prop_assert_eq!(good, total - back);
        prop_assert_eq!((trace.given_back.0, trace.beyond.0), (given_back, beyond));
        prop_assert!(beyond >= 0 && given_back >= 0);
        // Whatever the bank and the payer got was paid, or is owed for it.
        prop_assert!(
            back + given_back <= total + beyond,
            "{back} and {given_back} of {total}"
        );
    }
    Ok(())
}

/// What went back the way it came is never more than came that way.
fn ways_back(lived: &Lived) -> Result<(), TestCaseError> {
    let mut back: BTreeMap<(&str, &str), i64> = BTreeMap::new();
    for entry in &lived.site.entries {
        if let Body::ReceiptReversed(reversed) = &entry.body {
            for (code, _, cents) in &reversed.back {
                *back.entry((&reversed.receipt, code)).or_default() += cents.0;
            }
        }
    }
    for ((receipt, code), cents) in back {
        let trace = lived.site.trace(receipt);
        let own = trace.tenders.iter().filter(|one| one.tender.code == code);
        let paid: i64 = own.map(|one| one.tender.amount.0).sum();
        prop_assert!(cents <= paid, "{cents} of {paid} went back by {code} of {receipt}");
    }
    Ok(())
}

/// What the items say is open is due: of the desk's own charges to the cent, of billing's
/// among what else is due there.
fn items(lived: &Lived) -> Result<(), TestCaseError> {
    let mut open: BTreeMap<(String, String), i64> = BTreeMap::new();
    for due in lived.site.returned.items().flat_map(|item| &item.dues) {
        prop_assert!(due.open() >= Cents::ZERO, "{due:?}");
        if let Some(charge) = &due.charge {
            *open.entry((due.account.clone(), charge.clone())).or_default() += due.open().0;
        }
    }
    for (it, cents) in open {
        let due = lived.books.due[&it];
        match is_desk_charge(&it.1) {
            true => prop_assert_eq!(cents, due, "{:?}", it),
            false => prop_assert!(cents <= due, "{:?}: {} of {}", it, cents, due),
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn nothing_is_taken_back_twice_and_no_cent_is_lost(plan in plan()) {
        let mut lived = Lived::begun(&plan);
        for act in &plan.acts {
            let (before, refused) = (lived.site.clone(), lived.refused.len());
            lived.try_act(act);
            let site = &lived.site;
            for entry in &site.entries[before.entries.len()..] {
                prop_assert_eq!(assert_zero(&entry.postings), Ok(()));
            }
            if lived.refused.len() > refused && site.entries.len() == before.entries.len() {
                prop_assert_eq!((&site.paid, &site.returned), (&before.paid, &before.returned));
                prop_assert_eq!(&site.traces, &before.traces);
            }
            accounts(&lived)?;
            ledger(&lived)?;
            payments(&lived)?;
            items(&lived)?;
            ways_back(&lived)?;
        }
    }
}

/// What each department was credited with on all days together, by ledger account.
fn collected(site: &Site) -> Result<BTreeMap<String, i64>, TestCaseError> {
    let dates: BTreeSet<_> = site.entries.iter().map(|entry| entry.business_date).collect();
    let mut sums: BTreeMap<String, i64> = BTreeMap::new();
    for date in dates {
        let mut day = Day::new(date);
        for entry in &site.entries {
            day.apply(entry, &GENESIS).unwrap();
        }
        for department in day.collections.departments().values() {
            let sum = |sums: &mut dyn Iterator<Item = &Cents>| sums.map(|cents| cents.0).sum::<i64>();
            let credits = sum(&mut department.accounts.values());
            let debits = sum(&mut department.tenders.values()) + sum(&mut department.otherwise.values());
            prop_assert_eq!(credits, debits, "{}", date);
            for (account, cents) in &department.accounts {
                *sums.entry(account.clone()).or_default() += cents.0;
            }
        }
        prop_assert!(transmittals(&site.configuration, &day).is_ok());
    }
    Ok(sums)
}

/// A returned item as it was kept elsewhere and read again.
fn kept(item: &ReturnedItem) -> ReturnedItem {
    serde_json::from_str(&serde_json::to_string(item).unwrap()).unwrap()
}

proptest! {
    #[test]
    fn every_department_balances_on_every_day(plan in plan()) {
        let mut lived = Lived::begun(&plan);
        plan.acts.iter().for_each(|act| lived.try_act(act));
        let collected = collected(&lived.site)?;
        // What departments earned, owe as credit and hold in suspense is what the ledger says.
        let of = |account: &str| collected.get(account).copied().unwrap_or_default();
        for account in ["4010", "4020", "4030", "2010"] {
            prop_assert_eq!(of(account), -lived.site.ledger(account), "{}", account);
        }
        // What is placed stays where it was collected, and is named where it goes.
        let placed = lived.site.entries.iter().filter_map(|entry| match &entry.body {
            Body::SuspensePlaced(placed) => Some(placed.amount.0),
            _ => None,
        });
        prop_assert_eq!(of("2020") - placed.sum::<i64>(), -lived.site.ledger("2020"));
    }

    #[test]
    fn a_prefix_and_the_rest_are_the_whole(plan in plan()) {
        let mut lived = Lived::begun(&plan);
        plan.acts.iter().for_each(|act| lived.try_act(act));
        let site = &lived.site;
        let cut = plan.cut.index(site.entries.len());
        let (prefix, rest) = site.entries.split_at(cut);
        let mut first = Returned::default();
        prefix.iter().for_each(|entry| first.apply(entry).unwrap());
        let mut returned = Returned::default();
        first.items().for_each(|item| returned.take_up(kept(item)));
        let mut traces: Vec<Trace> = Vec::new();
        for entry in prefix {
            traces.iter_mut().for_each(|trace| trace.apply(entry).unwrap());
            traces.extend(Trace::begin(entry));
        }
        for entry in rest {
            returned.apply(entry).unwrap();
            traces.iter_mut().for_each(|trace| trace.apply(entry).unwrap());
            traces.extend(Trace::begin(entry));
        }
        prop_assert_eq!(&returned, &site.returned);
        prop_assert_eq!(&traces, &site.traces);
        // Each trace by itself, from the entries that name its receipt alone.
        for whole in &site.traces {
            let begun = site.entries.iter().find(|entry| entry.seq == whole.seq).unwrap();
            let mut trace = Trace::begin(begun).unwrap();
            let later = site.entries.iter().filter(|entry| {
                let written = String::from_utf8(entry.encode().unwrap()).unwrap();
                entry.seq > whole.seq && written.contains(whole.number())
            });
            later.for_each(|entry| trace.apply(entry).unwrap());
            prop_assert_eq!(&trace, whole);
        }
    }
}
