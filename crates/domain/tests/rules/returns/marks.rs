//! The mark "cash or card only": when a payer gets it, what it refuses, when it is lifted.

use counterfoil_domain::check::TenderOffer;
use counterfoil_domain::config::FlagAction;
use counterfoil_domain::entry::ItemReturned;
use counterfoil_domain::payment::{LineRequest, offered};
use counterfoil_domain::receipt::Tender;
use counterfoil_domain::refusal::Refusal;

use crate::corrections::site::{Site, returned};
use crate::fixture::{day, offer, on_account, open_amount, part_of, payment};
use crate::table::{Rule, check, code_of};

const TOKEN: &str = "token-of-123456789";

/// So many checks of 10.00 on 20-1, each of which comes back.
fn bounced(count: u32) -> (Site, Vec<ItemReturned>) {
    let mut site = Site::new();
    let receipts: Vec<usize> = (1..=count)
        .map(|nth| {
            let receipt = site.pay(vec![part_of("20-1", 1_000)], vec![offer("CHECK", 1_000, nth)]);
            site.place_of(&receipt)
        })
        .collect();
    site.pass(4);
    let items = receipts
        .into_iter()
        .map(|receipt| returned(site.try_return(&[(receipt, 0)], "NSF").unwrap()).0);
    let items = items.collect();
    (site, items)
}

#[test]
fn a_payer_is_marked_from_the_second_item_on() {
    let (site, items) = bounced(2);
    assert_eq!(items[0].mark, None);
    let mark = items[1].mark.as_ref().unwrap();
    assert_eq!((mark.until, mark.lift_when_paid), (day("2027-05-24"), true));
    assert_eq!(
        (mark.accounts.as_slice(), mark.token.as_deref()),
        (&["20-1".to_owned()][..], Some(TOKEN))
    );
    let (today, last) = (site.today(), day("2027-05-24"));
    assert_eq!(site.returned.marked_account("20-1", today), Some(last));
    assert_eq!(site.returned.marked_token(TOKEN, last), Some(last));
    assert_eq!(
        site.returned.marked_token(TOKEN, day("2027-05-25")),
        None,
        "it has run out"
    );
    assert_eq!(site.returned.marked_account("20-4", today), None);
    assert_eq!(site.returned.marked_token("another", today), None);
    assert_eq!(site.standing("20-1").account.flags.cash_only_until, Some(last));
}

#[test]
fn items_outside_the_period_mark_nobody() {
    let mut site = Site::new();
    for nth in 1..=2 {
        let receipt = site.pay(vec![part_of("20-1", 1_000)], vec![offer("CHECK", 1_000, nth)]);
        site.pass(365);
        let (item, _) = site.bounce(&receipt, 0);
        assert_eq!(item.mark, None, "{nth}");
    }
    site.configuration.returned_items.as_mut().unwrap().mark = None;
    let receipt = site.pay(vec![part_of("20-1", 1_000)], vec![offer("CHECK", 1_000, 3)]);
    site.pass(1);
    assert_eq!(site.bounce(&receipt, 0).0.mark, None, "the city marks nobody");
}

#[test]
fn billings_own_mark_stands_where_it_is_the_later_one() {
    let (mut site, _) = bounced(2);
    for (billing, last) in [("2027-12-31", "2027-12-31"), ("2026-12-31", "2027-05-24")] {
        site.accounts.get_mut("20-1").unwrap().flags.cash_only_until = Some(day(billing));
        assert_eq!(site.standing("20-1").account.flags.cash_only_until, Some(day(last)));
    }
}

#[test]
fn the_mark_is_lifted_once_item_and_fee_are_paid() {
    let (mut site, _) = bounced(2);
    let today = site.today();
    let owed = site.item("R-000001").open().0 + site.item("R-000002").open().0;
    assert_eq!(owed, 8_000);
    let desk = (1..=4).map(|nth| format!("R-00000{}/{}", (nth + 1) / 2, 2 - nth % 2));
    let line = |charges: Vec<String>, amount| LineRequest::Account {
        account: "20-1".into(),
        charges,
        amount: Some(counterfoil_domain::money::Cents(amount)),
        seen_due: None,
    };
    site.pay(vec![line(desk.collect(), 7_999)], vec![offer("CASH", 7_999, 0)]);
    assert_eq!(
        site.returned.marked_token(TOKEN, today),
        Some(day("2027-05-24")),
        "a cent is open"
    );
    let last = site.pay(vec![line(vec!["R-000002/2".into()], 1)], vec![offer("CASH", 1, 0)]);
    assert_eq!(site.returned.marked_token(TOKEN, today), None);
    assert_eq!(site.standing("20-1").account.flags.cash_only_until, None);
    // It stands again when that payment is taken back.
    site.try_void(&last).unwrap();
    assert_eq!(site.returned.marked_token(TOKEN, today), Some(day("2027-05-24")));
    // Where the city does not lift it, it runs out.
    let mut site = Site::new();
    let rules = site.configuration.returned_items.as_mut().unwrap();
    let mark = rules.mark.as_mut().unwrap();
    (mark.after, mark.lift_when_paid) = (1, false);
    let receipt = site.pay(vec![part_of("20-1", 1_000)], vec![offer("CHECK", 1_000, 1)]);
    site.pass(4);
    site.bounce(&receipt, 0);
    let due = site.standing("20-1").due().unwrap().0;
    site.pay(vec![on_account("20-1")], vec![offer("CASH", due, 0)]);
    assert!(site.returned.marked_token(TOKEN, site.today()).is_some());
}

#[test]
fn a_reinstated_item_marks_nobody() {
    let (mut site, _) = bounced(2);
    site.try_reinstate("R-000002", false).unwrap();
    assert_eq!(site.returned.marked_token(TOKEN, site.today()), None);
}

#[derive(Clone)]
struct Offering {
    site: Site,
    lines: Vec<LineRequest>,
    tenders: Vec<TenderOffer>,
}

impl Offering {
    /// After two returned checks on 20-1: another one of that bank account, and cash, for a miscellaneous item.
    fn new() -> Offering {
        Offering {
            site: bounced(2).0,
            lines: vec![open_amount("MISC", 1_000)],
            tenders: vec![offer("CASH", 400, 0), offer("MO", 600, 9)],
        }
    }

    fn decide(&self) -> Result<Vec<Tender>, Refusal> {
        let request = payment(self.lines.clone(), self.tenders.clone());
        self.site
            .knowing(("ben", Some("sol")), |_, facts| offered(facts, &request))
    }

    fn tender(&mut self, place: usize, tender: TenderOffer) {
        self.tenders.truncate(2);
        self.tenders.resize(place + 1, tender.clone());
        self.tenders[place] = tender;
    }
}

#[test]
fn offering_a_tender() {
    let rules: [Rule<'_, Offering>; 6] = [
        ("unknown_tender", |s| s.tenders[0].tender = "SHELLS".into()),
        ("tender_field_missing", |s| s.tenders[1].number = None),
        ("cash_twice", |s| s.tender(2, offer("CASH", 100, 0))),
        ("check_twice", |s| {
            s.tender(2, offer("CHECK", 100, 9));
            s.tenders.push(offer("CHECK", 100, 9));
        }),
        ("cash_only_payer", |s| {
            s.lines = vec![part_of("20-1", 1_000)];
            s.tender(2, offer("CHECK", 100, 9));
        }),
        ("check_account_marked", |s| s.tender(2, offer("CHECK", 100, 9))),
    ];
    check(&Offering::new(), Offering::decide, &rules);
    let mut other = Offering::new();
    other.lines = vec![part_of("20-4", 1_000)];
    other.tender(2, offer("CHECK", 100, 9));
    let refusal = Refusal::CheckAccountMarked {
        until: day("2027-05-24"),
    };
    assert_eq!(other.decide(), Err(refusal), "whatever account it is for");
}

#[test]
fn what_a_marked_payer_may_bring() {
    let mut scene = Offering::new();
    scene.lines = vec![part_of("20-1", 1_000)];
    scene.decide().unwrap();
    // An electronic check is a check.
    scene.tender(2, offer("ECHECK", 100, 9));
    assert_eq!(code_of(scene.decide()), "cash_only_payer");
    scene.lines = vec![part_of("20-4", 1_000)];
    scene.decide().unwrap();
    scene.tenders[2].token = Some(TOKEN.into());
    assert_eq!(code_of(scene.decide()), "check_account_marked");
    // Where the city only warns of such payers, nothing is refused.
    scene.site.configuration.policies.flags.cash_only = FlagAction::Warn;
    scene.decide().unwrap();
}
