//! From which lines a returned tender takes back what it paid, to the cent.

use counterfoil_domain::check::TenderOffer;
use counterfoil_domain::config::TakeBack;
use counterfoil_domain::entry::{Due, ItemReturned, TakenBack};
use counterfoil_domain::money::Cents;

use crate::corrections::site::{Site, pairs, returned};
use crate::fixture::{offer, open_amount, part_of, priced};

/// What is taken: line, amount, account and charge that it is due on.
pub(super) fn takes(item: &ItemReturned) -> Vec<(Option<u16>, i64, String)> {
    let where_due = |taken: &TakenBack| match &taken.due {
        None => taken.refund.clone().unwrap_or_default(),
        Some(Due::Opened(opened)) => format!("{} {}", opened.account, opened.charge.id),
        Some(Due::Restored { account, charge, .. }) => {
            format!("{account} {}", charge.as_deref().unwrap_or("credit"))
        }
    };
    let taken = item.tenders.iter().flat_map(|tender| &tender.taken);
    taken.map(|one| (one.line, one.amount.0, where_due(one))).collect()
}

pub(super) fn due(text: &str, line: u16, cents: i64) -> (Option<u16>, i64, String) {
    (Some(line), cents, text.to_owned())
}

/// A water bill of 120.00 and a licence of 25.00, paid by a check and the rest in cash.
fn mixed(order: TakeBack, check: i64) -> (Site, String) {
    let mut site = Site::new();
    site.configuration.returned_items.as_mut().unwrap().take_back = order;
    let lines = vec![part_of("20-1", 12_000), priced("DOG1", 1, "T-881")];
    let tenders = vec![offer("CHECK", check, 1), offer("CASH", 14_500 - check, 0)];
    let receipt = site.pay(lines, tenders);
    site.pass(4);
    (site, receipt)
}

#[test]
fn the_last_line_first() {
    let (mut site, receipt) = mixed(TakeBack::LastLineFirst, 10_000);
    let (item, postings) = site.bounce(&receipt, 0);
    assert_eq!(
        takes(&item),
        [due("20-1 R-000001/1", 0, 7_500), due("R-000001 R-000001/2", 1, 2_500)]
    );
    assert_eq!(
        pairs(&postings),
        [("1060", 12_500), ("1100", -10_000), ("4040", -2_500)]
    );
    assert_eq!(item.tenders[0].credited, "1100");
    assert_eq!(item.tenders[0].deposit.as_ref().unwrap().1, "D-000001");
    // A check that pays less than the last line takes from that alone.
    let (mut site, receipt) = mixed(TakeBack::LastLineFirst, 2_400);
    let (item, postings) = site.bounce(&receipt, 0);
    assert_eq!(takes(&item), [due("R-000001 R-000001/1", 1, 2_400)]);
    assert_eq!(
        item.fee.unwrap().account,
        "R-000001",
        "no account of billing is touched"
    );
    assert_eq!(pairs(&postings), [("1060", 4_900), ("1100", -2_400), ("4040", -2_500)]);
}

#[test]
fn in_proportion_to_what_stands() {
    let (mut site, receipt) = mixed(TakeBack::InProportion, 10_000);
    let (item, postings) = site.bounce(&receipt, 0);
    // 10,000 × 12,000 / 14,500 is 8,275 and a part of a cent, which the next line takes.
    assert_eq!(
        takes(&item),
        [due("20-1 R-000001/1", 0, 8_275), due("R-000001 R-000001/2", 1, 1_725)]
    );
    assert_eq!(
        pairs(&postings),
        [("1060", 12_500), ("1100", -10_000), ("4040", -2_500)]
    );
    let trace = site.trace(&receipt);
    let left: Vec<i64> = trace.lines.iter().map(|line| line.standing().unwrap().0).collect();
    assert_eq!(left, [3_725, 775], "what the cash paid stands");
    // The split of what is taken is that of what stood: two parts water, one part sewer.
    assert_eq!(pairs_of(&item.tenders[0].taken[0]), [("4010", 5_516), ("4020", 2_759)]);
}

fn pairs_of(taken: &TakenBack) -> Vec<(&str, i64)> {
    taken.split.iter().map(|part| (part.0.as_str(), part.1.0)).collect()
}

#[test]
fn two_checks_of_one_receipt_come_back_one_after_the_other() {
    for order in [TakeBack::LastLineFirst, TakeBack::InProportion] {
        let mut site = Site::new();
        site.configuration.returned_items.as_mut().unwrap().take_back = order;
        let lines = vec![part_of("20-1", 12_000), priced("DOG1", 1, "T-881")];
        let tenders = vec![offer("CHECK", 10_000, 1), offer("CHECK", 4_500, 2)];
        let receipt = site.pay(lines, tenders);
        site.pass(4);
        let (_, first) = site.bounce(&receipt, 1);
        assert_eq!(first[1].1, Cents(-4_500));
        let (item, second) = site.bounce(&receipt, 0);
        assert_eq!(second[1].1, Cents(-10_000));
        assert_eq!(site.trace(&receipt).standing(), Ok(Cents::ZERO));
        // Nothing is found twice: both together are what the lines were.
        let taken: i64 = takes(&item).iter().map(|one| one.1).sum();
        assert_eq!(taken, 10_000);
        assert_eq!(
            site.ledger("1060"),
            14_500 + 2_500 + 3_500,
            "{order:?}: with the fees of a first and a later item"
        );
    }
}

#[test]
fn one_check_over_two_receipts_is_one_item_with_one_fee() {
    let mut site = Site::new();
    let check = offer("CHECK", 3_000, 1);
    let part = |cents| TenderOffer {
        amount: Cents(cents),
        ..check.clone()
    };
    let first = site.pay(vec![part_of("20-1", 2_000)], vec![part(2_000)]);
    let tenders = vec![offer("CASH", 50, 0), part(1_000)];
    let second = site.pay(vec![open_amount("MISC", 1_050)], tenders);
    site.pass(4);
    let (item, postings) = returned(site.try_return(&[(0, 0), (1, 1)], "NSF").unwrap());
    assert_eq!(item.amount, Cents(3_000));
    assert_eq!(
        takes(&item),
        [due("20-1 R-000001/1", 0, 2_000), due("R-000001 R-000001/2", 0, 1_000)]
    );
    let fee = item.fee.unwrap();
    assert_eq!((fee.charge.id.as_str(), fee.charge.due), ("R-000001/3", Cents(2_500)));
    assert_eq!(pairs(&postings), [("1060", 5_500), ("1100", -3_000), ("4040", -2_500)]);
    for (receipt, place) in [(&first, 0), (&second, 1)] {
        let tender = &site.trace(receipt).tenders[place];
        assert_eq!(tender.returned.as_deref(), Some("R-000001"));
    }
    assert_eq!(site.trace(&second).standing(), Ok(Cents(50)));
    // Both together are good again.
    site.try_reinstate("R-000001", false).unwrap();
    assert_eq!(site.trace(&first).standing(), Ok(Cents(2_000)));
    assert_eq!(site.trace(&second).standing(), Ok(Cents(1_050)));
    assert_eq!((site.ledger("1060"), site.ledger("1100")), (2_500, 0));
}

#[test]
fn an_electronic_check_goes_back_through_its_clearing_account() {
    let mut site = Site::new();
    let receipt = site.pay(vec![part_of("20-1", 12_000)], vec![offer("ECHECK", 12_000, 1)]);
    site.pass(4);
    assert_eq!(site.ledger("1030"), 12_000);
    let (item, postings) = returned(site.try_return(&[(0, 0)], "R01").unwrap());
    assert_eq!(
        pairs(&postings),
        [("1060", 14_500), ("1030", -12_000), ("4040", -2_500)]
    );
    assert_eq!(
        (item.tenders[0].deposit.as_ref(), item.tenders[0].credited.as_str()),
        (None, "1030")
    );
    let entry = site.try_reinstate("R-000001", false).unwrap();
    assert_eq!(pairs(&entry.postings), [("1030", 12_000), ("1060", -12_000)]);
    assert_eq!(site.trace(&receipt).standing(), Ok(Cents(12_000)));
}
