//! The fee for a returned item: the first one's, a later one's, none.

use chrono::NaiveDate;
use counterfoil_domain::check::TenderOffer;
use counterfoil_domain::config::ReturnFee;
use counterfoil_domain::entry::ItemReturned;
use counterfoil_domain::money::Cents;
use counterfoil_domain::returns::fee_for;

use crate::corrections::site::{Site, pairs, returned};
use crate::fixture::{day, offer, part_of};

/// A check of its own bank account.
fn check_of(site: &mut Site, token: &str, cents: i64) -> TenderOffer {
    TenderOffer {
        token: Some(token.into()),
        ..offer("CHECK", cents, site.paper())
    }
}

/// 10.00 on an account by a check of a bank account, which comes back some days later.
fn bounced(site: &mut Site, account: &str, token: &str, days: i64, reason: &str) -> ItemReturned {
    let check = check_of(site, token, 1_000);
    site.pay(vec![part_of(account, 1_000)], vec![check]);
    site.pass(days);
    let tender = (site.traces.len() - 1, 0);
    returned(site.try_return(&[tender], reason).unwrap()).0
}

fn fee_of(item: &ItemReturned) -> i64 {
    item.fee.as_ref().map_or(0, |fee| fee.charge.due.0)
}

#[test]
fn the_first_and_the_later_ones_within_the_period() {
    // A second item: on that account with that check, so many days after the first.
    let table: [(&str, &str, i64, i64); 6] = [
        ("20-1", "A", 1, 3_500),
        ("20-1", "B", 1, 3_500),
        ("20-4", "A", 1, 3_500),
        ("20-4", "B", 1, 2_500),
        ("20-1", "A", 364, 3_500),
        ("20-1", "A", 365, 2_500),
    ];
    for (account, token, days, fee) in table {
        let mut site = Site::new();
        site.configuration.returned_items.as_mut().unwrap().mark = None;
        let first = bounced(&mut site, "20-1", "A", 4, "NSF");
        assert_eq!(fee_of(&first), 2_500);
        let second = bounced(&mut site, account, token, days, "NSF");
        assert_eq!(fee_of(&second), fee, "{account} {token} {days}");
        let charge = second.fee.unwrap().charge;
        assert_eq!(
            (charge.code.as_str(), charge.description.as_str()),
            ("RETFEE", "Returned-item fee")
        );
    }
}

#[test]
fn a_return_that_was_a_mistake_makes_no_later_one() {
    for (mistake, fee) in [(true, 2_500), (false, 3_500)] {
        let mut site = Site::new();
        bounced(&mut site, "20-1", "A", 4, "NSF");
        site.try_reinstate("R-000001", mistake).unwrap();
        let second = bounced(&mut site, "20-1", "A", 1, "NSF");
        assert_eq!(fee_of(&second), fee, "a mistake: {mistake}");
    }
}

fn fee(site: &mut Site) -> &mut ReturnFee {
    let rules = site.configuration.returned_items.as_mut().unwrap();
    rules.fee.as_mut().unwrap()
}

#[test]
fn none_where_a_lien_stands_unless_the_city_charges_it_there_too() {
    for (on_lien, cents, why) in [(false, 0, Some("a lien stands on the property")), (true, 2_500, None)] {
        let mut site = Site::new();
        site.accounts.get_mut("20-1").unwrap().flags.lien = true;
        fee(&mut site).on_lien = on_lien;
        let item = bounced(&mut site, "20-1", "A", 4, "NSF");
        assert_eq!((fee_of(&item), item.no_fee.as_deref()), (cents, why));
    }
}

#[test]
fn none_for_a_mistake_of_the_bank() {
    let mut site = Site::new();
    let item = bounced(&mut site, "20-1", "A", 4, "BANK");
    assert_eq!(
        (fee_of(&item), item.no_fee.as_deref()),
        (0, Some("Mistake of the bank"))
    );
    assert_eq!(site.ledger("4040"), 0);
    assert_eq!(site.item("R-000001").open(), Cents(1_000));
}

#[test]
fn none_where_somebody_leaves_it_out_and_says_why() {
    let mut site = Site::new();
    let check = check_of(&mut site, "A", 1_000);
    site.pay(vec![part_of("20-1", 1_000)], vec![check]);
    site.pass(4);
    let mut request = site.return_request(&[(0, 0)], "NSF");
    request.no_fee = Some("The first in ten years".into());
    let decision = site.returning(&[(0, 0)], &request, ("tre", Some("eva"))).unwrap();
    assert_eq!(pairs(&decision.postings), [("1060", 1_000), ("1100", -1_000)]);
    let (item, _) = returned(site.write("tre", decision));
    assert_eq!(
        (fee_of(&item), item.no_fee.as_deref()),
        (0, Some("The first in ten years"))
    );
    // It counts all the same: the next one is a later one.
    let second = bounced(&mut site, "20-1", "A", 1, "NSF");
    assert_eq!(fee_of(&second), 3_500);
}

#[test]
fn none_where_the_schedule_has_none() {
    let mut site = Site::new();
    fee(&mut site).first = Cents::ZERO;
    let item = bounced(&mut site, "20-1", "A", 4, "NSF");
    assert_eq!((fee_of(&item), item.no_fee.as_deref()), (0, None));
    site.configuration.returned_items.as_mut().unwrap().fee = None;
    let item = bounced(&mut site, "20-1", "A", 4, "NSF");
    assert_eq!((fee_of(&item), item.no_fee.as_deref()), (0, None));
    let schedule = fee(&mut Site::new()).clone();
    assert_eq!(
        [0, 1, 2].map(|before| fee_for(&schedule, before).0),
        [2_500, 3_500, 3_500]
    );
}

#[test]
fn a_return_is_dated_today_and_so_is_what_it_leaves_due() {
    let mut site = Site::new();
    let item = bounced(&mut site, "20-1", "A", 4, "STOP");
    let today: NaiveDate = day("2026-11-25");
    assert_eq!(site.entries.last().unwrap().business_date, today);
    assert_eq!(item.fee.unwrap().charge.due_date, today);
    assert_eq!(item.tenders[0].taken_on, day("2026-11-21"));
    assert_eq!(item.reason, ("STOP".to_owned(), "Stop payment".to_owned()));
    assert_eq!(site.item("R-000001").age(day("2026-12-05")), 10);
}
