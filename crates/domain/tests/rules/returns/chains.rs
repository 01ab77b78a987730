//! Returns of what was corrected before, and corrections of what was returned: each takes only
//! what still stands, and what the payer had been given back is owed for itself.

use counterfoil_domain::config::CarriedBy;
use counterfoil_domain::entry::Body;
use counterfoil_domain::money::Cents;
use counterfoil_domain::returns::item::ItemState;

use super::taking_back::{due, takes};
use crate::corrections::site::{Site, pairs};
use crate::fixture::{offer, on_account, open_amount, part_of};
use crate::table::code_of;

/// 100.00 on 20-1 by a check.
fn paid(carried_by: CarriedBy) -> (Site, String) {
    let mut site = Site::new();
    site.configuration.returned_items.as_mut().unwrap().carried_by = carried_by;
    let receipt = site.pay(vec![part_of("20-1", 10_000)], vec![offer("CHECK", 10_000, 1)]);
    site.pass(4);
    (site, receipt)
}

/// Every request that waits goes to accounts payable.
fn list_all(site: &mut Site) -> Vec<(String, i64)> {
    let waiting = site.refunds.iter().filter(|one| !one.waits().unwrap().is_zero());
    let waiting: Vec<_> = waiting.cloned().collect();
    let entry = site.try_list("AP-000001", &waiting).unwrap();
    let Body::RefundsListed(list) = entry.body else {
        panic!("not listed")
    };
    list.refunds.into_iter().map(|one| (one.0, one.1.0)).collect()
}

fn no_line(text: &str, cents: i64) -> (Option<u16>, i64, String) {
    (None, cents, text.to_owned())
}

#[test]
fn after_a_transfer_it_is_taken_back_where_it_was_moved_to() {
    for (carried_by, back, moved) in [
        (CarriedBy::Desk, "20-1 R-000001/1", "20-2 R-000001/2"),
        (CarriedBy::Billing, "20-1 W1", "20-2 W1"),
    ] {
        let (mut site, receipt) = paid(carried_by);
        site.try_transfer((&receipt, 0), 4_000, part_of("20-2", 4_000)).unwrap();
        let (item, _) = site.bounce(&receipt, 0);
        assert_eq!(takes(&item), [due(back, 0, 6_000), due(moved, 1, 4_000)]);
        let accounts = ["20-1", "20-2"].map(|account| site.standing(account).due().unwrap().0);
        assert_eq!(
            accounts,
            [22_963 + 2_500, 5_000],
            "{carried_by:?}: as before it was paid"
        );
        assert_eq!(site.trace(&receipt).standing(), Ok(Cents::ZERO));
    }
}

#[test]
fn after_a_refund_the_payer_owes_what_was_paid_back() {
    let (mut site, receipt) = paid(CarriedBy::Billing);
    site.try_refund((&receipt, 0), 3_000).unwrap();
    list_all(&mut site);
    let (item, postings) = site.bounce(&receipt, 0);
    assert_eq!(
        takes(&item),
        [due("20-1 W1", 0, 7_000), no_line("R-000001 R-000001/1", 3_000)]
    );
    assert_eq!(
        pairs(&postings),
        [
            ("4010", 4_667),
            ("4020", 2_333),
            ("1060", 5_500),
            ("1100", -10_000),
            ("4040", -2_500)
        ]
    );
    let trace = site.trace(&receipt);
    assert_eq!((trace.given_back, trace.beyond), (Cents(3_000), Cents(3_000)));
    // Good after all: the payer does not owe it any more.
    site.try_reinstate("R-000001", true).unwrap();
    let trace = site.trace(&receipt);
    assert_eq!((trace.standing(), trace.beyond), (Ok(Cents(7_000)), Cents::ZERO));
    assert_eq!((site.ledger("1060"), site.ledger("2030")), (0, -3_000));
}

#[test]
fn after_a_reversal_the_whole_item_is_owed_for_itself() {
    for carried_by in [CarriedBy::Desk, CarriedBy::Billing] {
        let (mut site, receipt) = paid(carried_by);
        site.try_reverse(&receipt).unwrap();
        list_all(&mut site);
        let (item, postings) = site.bounce(&receipt, 0);
        assert_eq!(takes(&item), [no_line("R-000001 R-000001/1", 10_000)]);
        assert_eq!(item.fee.as_ref().unwrap().account, "R-000001");
        assert_eq!(
            pairs(&postings),
            [("1060", 12_500), ("1100", -10_000), ("4040", -2_500)]
        );
        assert_eq!(item.payer.0, "", "nobody was named");
        site.pay(vec![on_account("R-000001")], vec![offer("CASH", 12_500, 0)]);
        assert_eq!(
            (site.ledger("1060"), site.item("R-000001").state()),
            (0, ItemState::Cleared)
        );
    }
}

#[test]
fn what_accounts_payable_was_not_yet_asked_to_pay_is_not_paid() {
    for carried_by in [CarriedBy::Desk, CarriedBy::Billing] {
        let (mut site, receipt) = paid(carried_by);
        site.try_reverse(&receipt).unwrap();
        let (item, postings) = site.bounce(&receipt, 0);
        assert_eq!(takes(&item), [no_line("RF-000001", 10_000)]);
        assert_eq!(
            pairs(&postings),
            [("2030", 10_000), ("1100", -10_000), ("1060", 2_500), ("4040", -2_500)],
            "only the fee is owed"
        );
        assert_eq!(site.item("R-000001").open(), Cents(2_500));
        assert_eq!((site.ledger("2030"), site.refunds[0].waits()), (0, Ok(Cents::ZERO)));
        let refunds = site.refunds.clone();
        assert_eq!(code_of(site.try_list("AP-000001", &refunds)), "refund_stopped");
        // Good after all: it is to be paid back again.
        site.try_reinstate("R-000001", false).unwrap();
        assert_eq!(list_all(&mut site), [("RF-000001".to_owned(), 10_000)]);
        assert_eq!(site.ledger("2030"), -10_000);
    }
}

#[test]
fn what_the_cash_of_a_mixed_receipt_paid_is_paid_back_all_the_same() {
    let mut site = Site::new();
    let tenders = vec![offer("CHECK", 5_000, 1), offer("CASH", 5_000, 0)];
    let receipt = site.pay(vec![part_of("20-4", 10_000)], tenders);
    site.pass(4);
    site.try_refund((&receipt, 0), 8_000).unwrap();
    let (item, _) = site.bounce(&receipt, 0);
    assert_eq!(takes(&item), [no_line("RF-000001", 5_000)]);
    assert_eq!(site.standing("20-4").due(), Ok(Cents(-2_000)), "cash");
    assert_eq!(site.standing("R-000001").due(), Ok(Cents(2_500)), "the fee");
    assert_eq!(code_of(site.try_withdraw("RF-000001")), "refund_stopped");
    assert_eq!(list_all(&mut site), [("RF-000001".to_owned(), 3_000)]);
    let refunds = site.refunds.clone();
    assert_eq!(code_of(site.try_list("AP-000002", &refunds)), "refund_listed");
    // The rest of the request waits again once the check is good.
    site.try_reinstate("R-000001", true).unwrap();
    assert_eq!(site.standing("20-4").due(), Ok(Cents(-2_000)));
    assert_eq!(list_all(&mut site), [("RF-000001".to_owned(), 5_000)]);
    let trace = site.trace(&receipt);
    assert_eq!((trace.standing(), trace.beyond), (Ok(Cents(2_000)), Cents::ZERO));
}

#[test]
fn a_charge_of_the_desk_that_was_paid_by_a_check_which_comes_back_in_turn() {
    let (mut site, _) = paid(CarriedBy::Desk);
    site.bounce("W3-000001", 0);
    let owed = on_account("20-1");
    let second = site.pay(vec![owed], vec![offer("CHECK", 25_463, 2)]);
    assert_eq!(site.item("R-000001").state(), ItemState::Cleared);
    assert_eq!(site.ledger("1060"), 0);
    site.pass(4);
    let (item, postings) = site.bounce(&second, 0);
    // Its own charges where billing's were paid; the desk's own are restored, none opened on top of them.
    assert_eq!(
        takes(&item),
        [
            due("20-1 R-000002/1", 0, 2_000),
            due("20-1 R-000002/2", 1, 4_501),
            due("20-1 R-000002/3", 2, 6_462),
            due("20-1 R-000001/1", 3, 10_000),
            due("20-1 R-000001/2", 4, 2_500),
        ]
    );
    assert_eq!(
        pairs(&postings),
        [("1060", 25_463 + 3_500), ("1100", -25_463), ("4040", -3_500)]
    );
    let standing = site.standing("20-1");
    assert_eq!(standing.due(), Ok(Cents(25_463 + 3_500)));
    assert_eq!(site.ledger("1060"), 25_463 + 3_500);
    // The first item carries its charges again, its fee is not collected; the second has its own.
    let open = ["R-000001", "R-000002"].map(|number| site.item(number).open().0);
    assert_eq!(open, [12_500, 12_963 + 3_500]);
    let first = site.item("R-000001");
    assert_eq!((first.state(), first.fee_collected()), (ItemState::Open, Cents::ZERO));
    site.pay(vec![on_account("20-1")], vec![offer("CASH", 28_963, 0)]);
    let states = ["R-000001", "R-000002"].map(|number| site.item(number).state());
    assert_eq!((states, site.ledger("1060")), ([ItemState::Cleared; 2], 0));
}

#[test]
fn reinstating_the_first_of_a_chain_leaves_nothing_of_its_charge_due() {
    let (mut site, _) = paid(CarriedBy::Desk);
    site.bounce("W3-000001", 0);
    let line = counterfoil_domain::payment::LineRequest::Account {
        account: "20-1".into(),
        charges: vec!["R-000001/1".into()],
        amount: None,
        seen_due: None,
    };
    let second = site.pay(vec![line], vec![offer("CHECK", 10_000, 2)]);
    site.pass(4);
    site.bounce(&second, 0);
    site.try_reinstate("R-000001", true).unwrap();
    let standing = site.standing("20-1");
    // The first check is good, so what the second had paid is no longer due; its own fee is.
    assert!(standing.account.charge("R-000001/1").is_err());
    assert_eq!(standing.credit, Cents::ZERO);
    assert_eq!(standing.due(), Ok(Cents(12_963 + 3_500)));
    // And if the second is good as well, its 100.00 stand to the customer's credit.
    site.try_reinstate("R-000002", false).unwrap();
    assert_eq!(site.standing("20-1").credit, Cents(10_000));
}

#[test]
fn a_void_opens_again_what_its_payment_had_filled() {
    let (mut site, _) = paid(CarriedBy::Desk);
    site.bounce("W3-000001", 0);
    let again = site.pay(vec![on_account("20-1")], vec![offer("CASH", 25_463, 0)]);
    assert_eq!(site.item("R-000001").state(), ItemState::Cleared);
    site.try_void(&again).unwrap();
    let item = site.item("R-000001");
    assert_eq!((item.state(), item.open()), (ItemState::Open, Cents(12_500)));
    assert_eq!(item.dues[0].payments.len(), 2, "both stay on record");
    assert_eq!(site.standing("20-1").due(), Ok(Cents(25_463)));
}

#[test]
fn another_payment_that_is_taken_back_opens_no_item_that_it_never_filled() {
    let (mut site, _) = paid(CarriedBy::Billing);
    let other = site.pay(vec![part_of("20-1", 2_000)], vec![offer("CASH", 2_000, 0)]);
    site.pass(1);
    site.bounce("W3-000001", 0);
    let due = site.standing("20-1").due().unwrap().0;
    site.pay(vec![on_account("20-1")], vec![offer("CASH", due, 0)]);
    assert_eq!(site.item("R-000001").state(), ItemState::Cleared);
    site.try_reverse(&other).unwrap();
    assert_eq!(
        site.item("R-000001").state(),
        ItemState::Cleared,
        "it was paid by another receipt"
    );
    assert_eq!(
        site.standing("20-1").due(),
        Ok(Cents(2_000)),
        "which is due on billing's charge"
    );
}

#[test]
fn what_was_returned_can_be_corrected_only_as_far_as_it_stands() {
    let mut site = Site::new();
    let tenders = vec![offer("CHECK", 600, 1), offer("CASH", 400, 0)];
    let receipt = site.pay(vec![open_amount("MISC", 1_000)], tenders);
    site.pass(4);
    site.bounce(&receipt, 0);
    let more = site.try_refund((&receipt, 0), 401).unwrap_err();
    assert_eq!(more.code(), "more_than_stands");
    let entry = site.try_reverse(&receipt).unwrap();
    assert_eq!(pairs(&entry.postings), [("4030", 100), ("4020", 300), ("2030", -400)]);
}

/// One check over two receipts, a refund of each asked for: each is stopped for its own part.
#[test]
fn the_refunds_of_both_receipts_of_one_check_are_stopped() {
    let mut site = Site::new();
    let first = site.pay(vec![part_of("20-4", 6_000)], vec![offer("CHECK", 6_000, 1)]);
    let second = site.pay(vec![part_of("20-4", 4_000)], vec![offer("CHECK", 4_000, 1)]);
    site.pass(4);
    site.try_refund((&first, 0), 5_000).unwrap();
    site.try_refund((&second, 0), 4_000).unwrap();
    let tenders = [(site.place_of(&first), 0), (site.place_of(&second), 0)];
    site.try_return(&tenders, "NSF").unwrap();
    let item = site.item("R-000001").returned.clone();
    assert_eq!(
        takes(&item),
        [
            due("20-4 credit", 0, 1_000),
            no_line("RF-000001", 5_000),
            no_line("RF-000002", 4_000),
        ]
    );
    assert_eq!(site.standing("20-4").due(), Ok(Cents(2_500)), "the fee");
    assert_eq!((site.ledger("2030"), site.ledger("2010")), (0, 0));
    site.try_reinstate("R-000001", true).unwrap();
    assert_eq!(site.standing("20-4").due(), Ok(Cents(-1_000)));
    let listed = list_all(&mut site);
    assert_eq!(
        listed,
        [("RF-000001".to_owned(), 5_000), ("RF-000002".to_owned(), 4_000)]
    );
}
