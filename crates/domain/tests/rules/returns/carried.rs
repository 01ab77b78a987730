//! Who carries what a return leaves due: the desk by charges of its own, or billing by those
//! that had been paid; and what has no account at all.

use counterfoil_domain::config::{CarriedBy, TakeBack};
use counterfoil_domain::entry::Body;
use counterfoil_domain::money::Cents;
use counterfoil_domain::payment::LineRequest;

use super::taking_back::{due, takes};
use crate::corrections::site::{Site, pairs};
use crate::fixture::{offer, on_account, open_amount, part_of, priced};

/// A water bill of 120.00, a credit of 10.00 on another account, a licence of 25.00 without one.
fn site(carried_by: CarriedBy) -> (Site, String) {
    let mut site = Site::new();
    site.configuration.returned_items.as_mut().unwrap().carried_by = carried_by;
    let lines = vec![
        part_of("20-1", 12_000),
        part_of("20-4", 1_000),
        priced("DOG1", 1, "T-881"),
    ];
    let receipt = site.pay(lines, vec![offer("CHECK", 15_500, 1)]);
    site.pass(4);
    (site, receipt)
}

/// What is due on an account: charge, code, cents.
fn charges(site: &Site, account: &str) -> Vec<(String, String, i64)> {
    let standing = site.standing(account);
    let charges = standing.account.charges.into_iter();
    let charges = charges.filter(|charge| !charge.due.is_zero());
    charges.map(|charge| (charge.id, charge.code, charge.due.0)).collect()
}

fn charge(id: &str, code: &str, cents: i64) -> (String, String, i64) {
    (id.into(), code.into(), cents)
}

#[test]
fn the_desk_carries_it() {
    let (mut site, receipt) = site(CarriedBy::Desk);
    let (item, postings) = site.bounce(&receipt, 0);
    assert_eq!(
        takes(&item),
        [
            due("20-1 R-000001/1", 0, 12_000),
            due("20-4 credit", 1, 1_000),
            due("R-000001 R-000001/2", 2, 2_500),
        ]
    );
    assert_eq!(
        pairs(&postings),
        [("1060", 17_000), ("2010", 1_000), ("1100", -15_500), ("4040", -2_500)]
    );
    // Billing's charge stays as paid; the desk's own stand behind the others.
    assert_eq!(
        charges(&site, "20-1"),
        [
            charge("W2", "WATER", 6_462),
            charge("S1", "SEWER", 4_501),
            charge("R-000001/1", "RETURNED", 12_000),
            charge("R-000001/3", "RETFEE", 2_500),
        ]
    );
    let other = site.standing("20-4");
    assert_eq!(
        (other.credit, other.due()),
        (Cents::ZERO, Ok(Cents::ZERO)),
        "nobody owes a credit"
    );
    assert_eq!(charges(&site, "R-000001"), [charge("R-000001/2", "RETURNED", 2_500)]);
    let own = site.standing("R-000001").account;
    assert_eq!(
        (own.name.as_str(), own.address.as_str()),
        ("María Peña", "12 Elm Street")
    );
    let balances: Vec<_> = item
        .balances
        .iter()
        .map(|one| (one.account.as_str(), one.due.0))
        .collect();
    assert_eq!(balances, [("20-4", 0), ("20-1", 25_463), ("R-000001", 2_500)]);
    // It is paid at the counter as anything else that is due.
    site.pay(vec![on_account("R-000001")], vec![offer("CASH", 2_500, 0)]);
    assert_eq!(site.ledger("1060"), 14_500);
    assert_eq!(charges(&site, "R-000001"), []);
}

#[test]
fn billing_carries_it() {
    let (mut site, receipt) = site(CarriedBy::Billing);
    let (item, postings) = site.bounce(&receipt, 0);
    assert_eq!(
        takes(&item),
        [
            due("20-1 W1", 0, 12_000),
            due("20-4 credit", 1, 1_000),
            due("R-000001 R-000001/1", 2, 2_500),
        ]
    );
    assert_eq!(
        pairs(&postings),
        [
            ("4010", 8_000),
            ("4020", 4_000),
            ("2010", 1_000),
            ("4030", 2_500),
            ("1100", -15_500),
            ("1060", 2_500),
            ("4040", -2_500),
        ],
        "the lines are reversed"
    );
    assert_eq!(
        charges(&site, "20-1")[2..],
        [charge("W1", "WATER", 12_000), charge("R-000001/2", "RETFEE", 2_500)]
    );
    assert_eq!(site.standing("20-4").credit, Cents::ZERO);
    // What has no account is owed for itself, under its own code, and earns again when paid.
    assert_eq!(charges(&site, "R-000001"), [charge("R-000001/1", "DOG1", 2_500)]);
    site.pay(vec![on_account("R-000001")], vec![offer("CASH", 2_500, 0)]);
    assert_eq!((site.ledger("4030"), site.ledger("1060")), (-2_500, 2_500));
}

/// What billing took off its own charges, the desk carries, whatever was paid there since.
#[test]
fn a_credit_that_billing_knows_of_already_is_due_as_a_charge() {
    for carried_by in [CarriedBy::Desk, CarriedBy::Billing] {
        let (mut site, receipt) = site(carried_by);
        site.billing_writes();
        assert_eq!(site.standing("20-4").due(), Ok(Cents::ZERO));
        let since = site.pay(vec![part_of("20-4", 400)], vec![offer("CASH", 400, 0)]);
        let (item, _) = site.bounce(&receipt, 0);
        let (line, cents, on) = takes(&item)[1].clone();
        let charge = on.strip_prefix("20-4 ").unwrap().to_owned();
        assert_eq!((line, cents), (Some(1), 1_000));
        assert_eq!(charges(&site, "20-4"), [(charge, "RETURNED".to_owned(), 1_000)]);
        assert_eq!(site.standing("20-4").credit, Cents(400));
        // 155.00 and the fee: what the letter asks for is what the accounts ask for.
        assert_eq!(site.item("R-000001").open(), Cents(18_000));
        let accounts = ["20-1", "20-4", "R-000001"];
        let dues = accounts.map(|account| site.standing(account).due().unwrap().0);
        assert_eq!(dues.iter().sum::<i64>(), 18_000 + 10_963 - 400);
        let balances: i64 = item.balances.iter().map(|one| one.due.0).sum();
        assert_eq!(balances, dues.iter().sum::<i64>());
        // What was paid since is paid back to its payer, and nobody owes less for it.
        site.pass(1);
        site.try_refund((&since, 0), 400).unwrap();
        assert_eq!(site.standing("20-4").due(), Ok(Cents(1_000)));
    }
}

/// A credit that was paid back after billing's copy knew of it hides none that was paid since.
#[test]
fn a_credit_of_before_and_one_of_since_are_kept_apart() {
    let mut site = Site::new();
    let before = site.pay(vec![part_of("20-4", 10_000)], vec![offer("CASH", 10_000, 0)]);
    site.pass(1).billing_writes();
    site.try_refund((&before, 0), 10_000).unwrap();
    let since = site.pay(vec![part_of("20-4", 3_000)], vec![offer("CHECK", 3_000, 1)]);
    assert_eq!(site.standing("20-4").due(), Ok(Cents(-3_000)));
    site.pass(1);
    let (item, _) = site.bounce(&since, 0);
    assert_eq!(takes(&item), [due("20-4 credit", 0, 3_000)]);
    assert_eq!(site.standing("20-4").due(), Ok(Cents(2_500)), "the fee");
}

/// A credit of which billing knows and that is paid back is nothing that anybody owes.
#[test]
fn a_credit_that_is_gone_is_not_owed() {
    let (mut site, receipt) = site(CarriedBy::Billing);
    site.billing_writes();
    let entry = site.try_refund((&receipt, 1), 1_000).unwrap();
    let Body::RefundRequested(refund) = entry.body else {
        panic!("not requested")
    };
    let standing = site.standing("20-4");
    assert_eq!((standing.credit, standing.due()), (Cents::ZERO, Ok(Cents::ZERO)));
    assert_eq!(refund.balances[0].due, Cents::ZERO);
}

#[test]
fn a_charge_that_billing_no_longer_has_is_due_again() {
    let (mut site, receipt) = site(CarriedBy::Billing);
    site.billing_writes();
    assert!(site.accounts["20-1"].charge("W1").is_err(), "it was paid");
    site.bounce(&receipt, 0);
    let standing = site.standing("20-1");
    let restored = standing.account.charge("W1").unwrap();
    assert_eq!((restored.code.as_str(), restored.due), ("WATER", Cents(12_000)));
    site.pay(vec![on_account("20-1")], vec![offer("CASH", 25_463, 0)]);
    assert_eq!(site.standing("20-1").due(), Ok(Cents::ZERO));
    assert!(site.item("R-000001").dues[0].open().is_zero());
}

#[test]
fn what_was_paid_on_the_desks_charges_stays_paid_when_billing_writes_another_copy() {
    let (mut site, receipt) = site(CarriedBy::Desk);
    site.bounce(&receipt, 0);
    site.pay(vec![on_account("20-1")], vec![offer("CASH", 25_463, 0)]);
    site.pass(1).billing_writes();
    assert_eq!(charges(&site, "20-1"), []);
    site.pay(vec![part_of("R-000001", 2_400)], vec![offer("CASH", 2_400, 0)]);
    site.pass(1).billing_writes();
    assert_eq!(charges(&site, "R-000001"), [charge("R-000001/2", "RETURNED", 100)]);
}

/// 40.00 that stand in suspense, beside a miscellaneous item of 10.00.
fn held(site: &mut Site) -> String {
    let held = LineRequest::Suspense {
        reference: Some("20-I".into()),
        amount: Cents(4_000),
        why: "no such account".into(),
    };
    let lines = vec![open_amount("MISC", 1_000), held];
    let receipt = site.pay(lines, vec![offer("CHECK", 5_000, 1)]);
    site.pass(4);
    receipt
}

#[test]
fn what_stood_in_suspense_is_due_nowhere() {
    for carried_by in [CarriedBy::Desk, CarriedBy::Billing] {
        let mut site = Site::new();
        let rules = site.configuration.returned_items.as_mut().unwrap();
        (rules.carried_by, rules.take_back) = (carried_by, TakeBack::LastLineFirst);
        let receipt = held(&mut site);
        let (item, _) = site.bounce(&receipt, 0);
        let [misc, held] = &item.tenders[0].taken[..] else {
            panic!("two lines")
        };
        assert_eq!((held.due.as_ref(), held.amount), (None, Cents(4_000)));
        assert!(held.receivable.is_empty() && misc.due.is_some());
        assert_eq!((site.ledger("2020"), site.item("R-000001").open()), (0, Cents(3_500)));
        let refusal = site.try_place((&receipt, 1), part_of("20-1", 4_000)).unwrap_err();
        assert_eq!(refusal.code(), "nothing_stands");
        // Good after all, it stands there again, and is placed.
        site.try_reinstate("R-000001", false).unwrap();
        assert_eq!(site.ledger("2020"), -4_000);
        site.try_place((&receipt, 1), part_of("20-1", 4_000)).unwrap();
        assert_eq!(site.ledger("2020"), 0);
    }
}

#[test]
fn what_was_placed_is_taken_back_where_it_was_placed() {
    let mut site = Site::new();
    let receipt = held(&mut site);
    let placed = site.try_place((&receipt, 1), part_of("20-1", 4_000)).unwrap();
    assert!(matches!(placed.body, Body::SuspensePlaced(_)));
    let (item, postings) = site.bounce(&receipt, 0);
    assert_eq!(
        takes(&item),
        [due("R-000001 R-000001/1", 0, 1_000), due("20-1 R-000001/2", 2, 4_000)]
    );
    assert_eq!(pairs(&postings), [("1060", 7_500), ("1100", -5_000), ("4040", -2_500)]);
    assert_eq!(site.ledger("2020"), 0, "suspense is not touched again");
}

#[test]
fn a_part_of_what_stood_in_suspense_is_placed_after_the_rest_came_back() {
    let mut site = Site::new();
    site.configuration.returned_items.as_mut().unwrap().take_back = TakeBack::InProportion;
    let held = LineRequest::Suspense {
        reference: None,
        amount: Cents(4_000),
        why: "no such account".into(),
    };
    let tenders = vec![offer("CHECK", 1_000, 1), offer("CASH", 3_000, 0)];
    let receipt = site.pay(vec![held], tenders);
    site.pass(4);
    site.bounce(&receipt, 0);
    let refusal = site.try_place((&receipt, 0), part_of("20-1", 4_000)).unwrap_err();
    assert_eq!(refusal.code(), "placed_otherwise");
    let placed = site.try_place((&receipt, 0), part_of("20-1", 3_000)).unwrap();
    assert_eq!(
        pairs(&placed.postings),
        [("2020", 3_000), ("4010", -2_000), ("4020", -1_000)]
    );
    let refusal = site.try_place((&receipt, 0), part_of("20-1", 1)).unwrap_err();
    assert_eq!(refusal.code(), "already_placed");
}

/// What was lowered before billing's next copy and given back after it stands to the credit again,
/// and is lowered once more.
#[test]
fn a_credit_given_back_after_the_copy_stands_again() {
    let (mut site, receipt) = site(CarriedBy::Desk);
    site.bounce(&receipt, 0);
    site.pass(1).billing_writes();
    site.try_reinstate("R-000001", true).unwrap();
    assert_eq!(site.standing("20-4").due(), Ok(Cents(-1_000)));
    let (item, _) = site.bounce(&receipt, 0);
    assert_eq!(takes(&item)[1], due("20-4 credit", 1, 1_000));
    assert_eq!(site.standing("20-4").due(), Ok(Cents::ZERO));
    // And so is a refund that was asked for before it and withdrawn after it.
    let mut site = Site::new();
    let receipt = site.pay(vec![part_of("20-4", 3_000)], vec![offer("CHECK", 3_000, 1)]);
    site.pass(1);
    site.try_refund((&receipt, 0), 3_000).unwrap();
    site.pass(1).billing_writes();
    site.try_withdraw("RF-000001").unwrap();
    assert_eq!(site.standing("20-4").due(), Ok(Cents(-3_000)));
    let (item, _) = site.bounce(&receipt, 0);
    assert_eq!(takes(&item), [due("20-4 credit", 0, 3_000)]);
}

/// What a return made due is due until it is paid, whatever billing's next copies say.
#[test]
fn what_billing_no_longer_asks_is_asked_by_the_desk() {
    let (mut site, receipt) = site(CarriedBy::Billing);
    site.bounce(&receipt, 0);
    site.pass(1).billing_writes();
    site.accounts.get_mut("20-1").unwrap().charges.clear();
    let asked = [charge("W1", "WATER", 12_000), charge("R-000001/2", "RETFEE", 2_500)];
    let mut seen = charges(&site, "20-1");
    seen.sort();
    assert_eq!(seen, [asked[1].clone(), asked[0].clone()]);
    // More than that billing may ask, less it does not.
    site.accounts.get_mut("20-1").unwrap().charges = vec![counterfoil_domain::account::Charge {
        id: "W1".into(),
        code: "WATER".into(),
        description: "WATER".into(),
        reference: String::new(),
        due_date: site.today(),
        due: Cents(20_000),
    }];
    assert_eq!(site.standing("20-1").account.charge("W1").unwrap().due, Cents(20_000));
    site.accounts.get_mut("20-1").unwrap().charges[0].due = Cents(5_000);
    assert_eq!(site.standing("20-1").account.charge("W1").unwrap().due, Cents(12_000));
    site.pay(vec![on_account("20-1")], vec![offer("CASH", 14_500, 0)]);
    assert_eq!(site.item("R-000001").open(), Cents(2_500), "the licence");
    assert_eq!(site.standing("20-1").due(), Ok(Cents::ZERO));
}

/// Whoever agrees to pay back a credit that billing knew of is told so; billing may have used it.
#[test]
fn a_second_person_hears_that_billing_knew_of_a_credit() {
    let (mut site, receipt) = site(CarriedBy::Desk);
    let said = |site: &mut Site, cents: i64| {
        let entry = site.try_refund((&receipt, 1), cents).unwrap();
        entry.approval.unwrap().statement
    };
    let known = "Billing knew of the credit of 20-4 and may have used it.";
    assert!(!said(&mut site, 100).contains(known));
    site.pass(1).billing_writes();
    assert!(said(&mut site, 100).contains(known));
    let moved = site.try_transfer((&receipt, 1), 100, part_of("20-1", 100)).unwrap();
    assert!(moved.approval.unwrap().statement.contains(known));
    let reversed = site.try_reverse(&receipt).unwrap();
    assert!(reversed.approval.unwrap().statement.contains(known));
}
