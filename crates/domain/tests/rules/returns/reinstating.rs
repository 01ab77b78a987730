//! An item that is good after all: what nobody paid is no longer due, what somebody paid
//! stands to a credit, and a fee that was a mistake is taken back.

use counterfoil_domain::config::CarriedBy;
use counterfoil_domain::entry::{Body, ItemReinstated};
use counterfoil_domain::money::Cents;
use counterfoil_domain::payment::LineRequest;
use counterfoil_domain::posting::Posting;
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::returns::item::ItemState;
use counterfoil_domain::returns::{self as rules, Reinstatement};

use crate::corrections::site::{Site, pairs};
use crate::fixture::{offer, on_account, open_amount, part_of, priced};
use crate::table::code_of;

/// 120.00 on 20-1 and a licence of 25.00 by one check, which came back.
fn bounced(carried_by: CarriedBy) -> (Site, String) {
    let mut site = Site::new();
    site.configuration.returned_items.as_mut().unwrap().carried_by = carried_by;
    let lines = vec![part_of("20-1", 12_000), priced("DOG1", 1, "T-881")];
    let receipt = site.pay(lines, vec![offer("CHECK", 14_500, 1)]);
    site.pass(4);
    site.bounce(&receipt, 0);
    (site, receipt)
}

fn reinstate(site: &mut Site, mistake: bool) -> (ItemReinstated, Vec<Posting>) {
    let entry = site.try_reinstate("R-000001", mistake).unwrap();
    match entry.body {
        Body::ItemReinstated(item) => (*item, entry.postings),
        other => panic!("not reinstated: {other:?}"),
    }
}

/// What is given to lines, and what stands to accounts' credit.
type Given = (Vec<(u16, i64)>, Vec<(String, i64)>);

fn given(item: &ItemReinstated) -> Given {
    let given = item.tenders[0].given.iter();
    let credit = item.tenders[0].credit.iter();
    (
        given.map(|one| (one.line.unwrap(), one.amount.0)).collect(),
        credit
            .map(|line| (line.account.clone().unwrap(), line.amount.0))
            .collect(),
    )
}

fn pay_desk(site: &mut Site, cents: i64) -> String {
    let line = LineRequest::Account {
        account: "20-1".into(),
        charges: vec!["R-000001/1".into()],
        amount: Some(Cents(cents)),
        seen_due: None,
    };
    site.pay(vec![line], vec![offer("CASH", cents, 0)])
}

#[test]
fn before_anybody_paid() {
    let (mut site, receipt) = bounced(CarriedBy::Desk);
    let (item, postings) = reinstate(&mut site, false);
    assert_eq!(given(&item), (vec![(0, 12_000), (1, 2_500)], Vec::new()));
    assert_eq!(pairs(&postings), [("1100", 14_500), ("1060", -14_500)]);
    assert_eq!(
        item.fee, None,
        "the fee of a check that had to be presented again stays"
    );
    assert_eq!(site.ledger("1060"), 2_500);
    assert_eq!(site.standing("20-1").due(), Ok(Cents(22_963 - 12_000 + 2_500)));
    assert_eq!(site.trace(&receipt).standing(), Ok(Cents(14_500)));
    let returned = site.item("R-000001");
    assert_eq!(
        (returned.state(), returned.open()),
        (ItemState::Reinstated, Cents(2_500))
    );
    let balances: Vec<_> = item
        .balances
        .iter()
        .map(|one| (one.account.as_str(), one.due.0))
        .collect();
    assert_eq!(balances, [("20-1", 13_463), ("R-000001", 0)]);
}

#[test]
fn after_somebody_paid_a_part() {
    let (mut site, receipt) = bounced(CarriedBy::Desk);
    pay_desk(&mut site, 5_000);
    site.pay(vec![on_account("R-000001")], vec![offer("CASH", 2_500, 0)]);
    let (item, postings) = reinstate(&mut site, false);
    let credits = vec![("20-1".to_owned(), 5_000), ("R-000001".to_owned(), 2_500)];
    assert_eq!(given(&item), (vec![(0, 7_000)], credits));
    assert_eq!(pairs(&postings), [("1100", 14_500), ("1060", -7_000), ("2010", -7_500)]);
    let standing = site.standing("20-1");
    assert_eq!(
        (standing.credit, standing.due()),
        (Cents(5_000), Ok(Cents(13_463 - 5_000)))
    );
    // What stands to a credit is a line of the receipt, and is refunded as one.
    let trace = site.trace(&receipt);
    let left: Vec<i64> = trace.lines.iter().map(|line| line.standing().unwrap().0).collect();
    assert_eq!(left, [7_000, 0, 5_000, 2_500]);
    site.pass(0);
    site.try_refund((&receipt, 3), 2_500).unwrap();
    assert_eq!((site.ledger("2010"), site.ledger("2030")), (-5_000, -2_500));
}

#[test]
fn after_it_was_paid_in_full() {
    let (mut site, _) = bounced(CarriedBy::Desk);
    let due = site.standing("20-1").due().unwrap().0;
    site.pay(vec![on_account("20-1")], vec![offer("CASH", due, 0)]);
    site.pay(vec![on_account("R-000001")], vec![offer("CASH", 2_500, 0)]);
    assert_eq!(site.item("R-000001").state(), ItemState::Cleared);
    let (item, postings) = reinstate(&mut site, false);
    let credits = vec![("20-1".to_owned(), 12_000), ("R-000001".to_owned(), 2_500)];
    assert_eq!(given(&item), (Vec::new(), credits));
    assert_eq!(pairs(&postings), [("1100", 14_500), ("2010", -14_500)]);
    assert_eq!(site.ledger("1060"), 0);
}

#[test]
fn where_billing_carries_it() {
    let (mut site, _) = bounced(CarriedBy::Billing);
    site.pay(vec![part_of("20-1", 5_000)], vec![offer("CASH", 5_000, 0)]);
    let (item, postings) = reinstate(&mut site, false);
    assert_eq!(
        given(&item),
        (vec![(0, 7_000), (1, 2_500)], vec![("20-1".to_owned(), 5_000)])
    );
    // 70.00 of the 120.00, in the same parts as they had been taken: 46.66 and 23.34.
    assert_eq!(
        pairs(&postings),
        [
            ("1100", 14_500),
            ("4010", -4_666),
            ("4020", -2_334),
            ("2010", -5_000),
            ("4030", -2_500)
        ]
    );
    assert_eq!(site.standing("20-1").account.charge("W1").unwrap().due, Cents::ZERO);
}

#[test]
fn a_mistake_takes_back_what_is_open_of_its_fee() {
    let (mut site, _) = bounced(CarriedBy::Desk);
    let (item, postings) = reinstate(&mut site, true);
    assert_eq!(item.fee, Some(("20-1".into(), "R-000001/3".into(), Cents(2_500))));
    assert_eq!(pairs(&postings), [("1100", 14_500), ("1060", -17_000), ("4040", 2_500)]);
    assert_eq!((site.ledger("1060"), site.ledger("4040")), (0, 0));
    assert_eq!(site.item("R-000001").open(), Cents::ZERO);
    assert_eq!(site.standing("20-1").due(), Ok(Cents(10_963)));
    assert_eq!(site.item("R-000001").fee_charged(), Cents::ZERO);
}

/// What of it was paid goes back to its payer first: nothing of a mistake stays with the city.
#[test]
fn a_fee_that_was_paid_is_refunded_before_its_return_is_taken_back_as_a_mistake() {
    let (mut site, _) = bounced(CarriedBy::Desk);
    let line = LineRequest::Account {
        account: "20-1".into(),
        charges: vec!["R-000001/3".into()],
        amount: Some(Cents(1_000)),
        seen_due: None,
    };
    let receipt = site.pay(vec![line], vec![offer("CASH", 1_000, 0)]);
    let refusal = Refusal::ReturnFeePaid {
        number: "R-000001".into(),
        receipt: receipt.clone(),
        amount: Cents(1_000),
    };
    assert_eq!(site.try_reinstate("R-000001", true), Err(refusal));
    site.pass(1);
    site.try_refund((&receipt, 0), 1_000).unwrap();
    let (item, _) = reinstate(&mut site, true);
    assert_eq!(item.fee.unwrap().2, Cents(2_500));
    let returned = site.item("R-000001");
    assert_eq!((returned.fee_charged(), returned.open()), (Cents::ZERO, Cents::ZERO));
    let ledgers = ["1060", "4040", "2030"].map(|account| site.ledger(account));
    assert_eq!(ledgers, [0, 0, -1_000], "its payer gets it back");
}

#[test]
fn a_charge_that_the_check_paid_on_two_receipts_is_given_once() {
    let (mut site, _) = bounced(CarriedBy::Desk);
    let part = |cents| LineRequest::Account {
        account: "20-1".into(),
        charges: vec!["R-000001/1".into()],
        amount: Some(Cents(cents)),
        seen_due: None,
    };
    // Another check pays the returned one, half on each of two receipts, and comes back too.
    site.pay(vec![part(6_000)], vec![offer("CHECK", 6_000, 2)]);
    site.pay(vec![part(6_000)], vec![offer("CHECK", 6_000, 2)]);
    site.pass(3);
    site.try_return(&[(1, 0), (2, 0)], "NSF").unwrap();
    let receivable = site.ledger("1060");
    // Somebody pays one half by card; then the check is good after all.
    site.pay(vec![part(6_000)], vec![offer("CARD", 6_000, 3)]);
    let entry = site.try_reinstate("R-000002", false).unwrap();
    let Body::ItemReinstated(item) = entry.body else {
        panic!("not reinstated")
    };
    let sum = |amounts: Vec<Cents>| amounts.iter().map(|one| one.0).sum::<i64>();
    let given = item.tenders.iter().flat_map(|one| &one.given).map(|one| one.amount);
    let credit = item.tenders.iter().flat_map(|one| &one.credit).map(|one| one.amount);
    assert_eq!((sum(given.collect()), sum(credit.collect())), (6_000, 6_000));
    assert_eq!(site.ledger("1060"), receivable - 12_000);
    let standing = site.standing("20-1");
    assert_eq!(standing.credit, Cents(6_000));
    assert!(standing.account.charge("R-000001/1").is_err(), "paid");
    assert_eq!(item.balances[0].due, standing.due().unwrap());
}

#[test]
fn a_mistake_is_taken_back_by_two() {
    let (site, _) = bounced(CarriedBy::Desk);
    let request = |mistake| Reinstatement {
        mistake,
        reason: "Another check".into(),
        ..Reinstatement::default()
    };
    let decide = |second, mistake| {
        let item = site.item("R-000001");
        site.knowing(("tre", second), |facts, _| {
            rules::reinstate(facts, item, &request(mistake))
        })
    };
    for (second, code) in [
        (None, "second_person_needed"),
        (Some("tre"), "second_person_same"),
        (Some("ben"), "second_person_no_right"),
    ] {
        assert_eq!(code_of(decide(second, true)), code);
    }
    assert_eq!(
        decide(Some("eva"), true).unwrap().approval.unwrap().statement,
        "Take back returned item R-000001, 145.00 of María Peña, receipt W3-000001, as entered by mistake, \
         with its fee of 25.00. Reason: Another check"
    );
    assert_eq!(decide(None, false).unwrap().approval, None, "the bank says so itself");
}

/// The fee's accounts are those that it was posted to, whatever the configuration says today.
#[test]
fn a_fee_is_taken_back_where_it_was_charged() {
    let (mut site, _) = bounced(CarriedBy::Desk);
    let codes = &mut site.configuration.charge_codes;
    codes.retain(|code| code.code != "RETFEE");
    site.configuration.returned_items.as_mut().unwrap().fee = None;
    let (_, postings) = reinstate(&mut site, true);
    assert_eq!(pairs(&postings), [("1100", 14_500), ("1060", -17_000), ("4040", 2_500)]);
}

#[test]
fn where_nothing_was_due_again_nothing_stands_to_a_credit() {
    let mut site = Site::new();
    let held = LineRequest::Suspense {
        reference: None,
        amount: Cents(4_000),
        why: "no such account".into(),
    };
    let lines = vec![held, open_amount("MISC", 100)];
    site.pay(lines, vec![offer("CHECK", 4_100, 1)]);
    site.pass(4);
    site.bounce("W3-000001", 0);
    let (item, postings) = reinstate(&mut site, true);
    assert_eq!(given(&item), (vec![(0, 4_000), (1, 100)], Vec::new()));
    assert_eq!(
        pairs(&postings),
        [("1100", 4_100), ("2020", -4_000), ("1060", -2_600), ("4040", 2_500)]
    );
}
