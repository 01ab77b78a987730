//! Reversing a receipt after its close.

use counterfoil_domain::config::{CorrectedBy, CorrectionReason, Waiver};
use counterfoil_domain::correction::{Payee, reverse};
use counterfoil_domain::entry::{Body, Entry, ReceiptReversed};
use counterfoil_domain::journal::Decision;
use counterfoil_domain::money::Cents;
use counterfoil_domain::payment::LineRequest;
use counterfoil_domain::refusal::Refusal;

use super::site::{Site, pairs, payee};
use crate::fixture::{CARD_NUMBER, offer, open_amount, part_of};
use crate::table::{Rule, check, code_of};

#[derive(Clone)]
struct Scene {
    site: Site,
    reason: String,
    payee: Payee,
    second: Option<&'static str>,
}

impl Scene {
    /// 120.00 on 20-1 and a miscellaneous item of 30.00, by a card of 100.00, a check and cash.
    fn new() -> Scene {
        let mut site = Site::new();
        let tenders = vec![
            offer("CHECK", 4_000, 1),
            offer("CASH", 1_000, 0),
            offer("CARD", 10_000, 2),
        ];
        site.pay(vec![part_of("20-1", 12_000), open_amount("MISC", 3_000)], tenders);
        site.pass(4);
        Scene {
            site,
            reason: "Paid twice".into(),
            payee: payee(),
            second: Some("eva"),
        }
    }

    fn decide(&self) -> Result<Decision, Refusal> {
        self.site.knowing(("tre", self.second), |facts, _| {
            let refund = ("RF-000001", &self.payee);
            reverse(
                facts,
                &self.site.traces[0],
                self.site.approved == 1,
                refund,
                &self.reason,
            )
        })
    }

    fn reversed(&self) -> ReceiptReversed {
        match self.decide().unwrap().body {
            Body::ReceiptReversed(reversed) => *reversed,
            other => panic!("not reversed: {other:?}"),
        }
    }
}

#[test]
fn reversing() {
    let rules: [Rule<'_, Scene>; 16] = [
        ("corrections_not_set_up", |s| s.site.configuration.corrections = None),
        ("already_void", |s| s.site.traces[0].void = true),
        ("already_reversed", |s| {
            s.site.traces[0].reversed = true;
            s.site.traces[0].lines.iter_mut().for_each(|line| line.left.clear());
        }),
        ("receipt_not_closed", |s| s.site.approved = 0),
        ("nothing_stands", |s| {
            s.site.traces[0].lines.iter_mut().for_each(|line| line.left.clear());
        }),
        ("reason_not_listed", |s| {
            s.reason = "Because".into();
            let rules = s.site.configuration.corrections.as_mut().unwrap();
            rules.reasons.push(CorrectionReason {
                of: CorrectedBy::Reversal,
                name: "Paid twice".into(),
            });
        }),
        ("text_too_long", |s| s.reason = "x".repeat(201)),
        ("card_number_in_text", |s| s.reason = CARD_NUMBER.into()),
        ("text_missing", |s| s.reason = " ".into()),
        ("text_missing", |s| s.payee.name = " ".into()),
        ("card_number_in_text", |s| s.payee.name = CARD_NUMBER.into()),
        ("text_too_long", |s| s.payee.address[1] = "x".repeat(201)),
        ("second_person_needed", |s| s.second = None),
        ("second_person_same", |s| s.second = Some("tre")),
        ("second_person_same", |s| s.second = Some("ben")),
        ("second_person_no_right", |s| s.second = Some("ana")),
    ];
    check(&Scene::new(), Scene::decide, &rules);
}

#[test]
fn cards_are_paid_back_the_way_they_came_cash_and_checks_by_accounts_payable() {
    let scene = Scene::new();
    let decision = scene.decide().unwrap();
    assert_eq!(
        pairs(&decision.postings),
        [
            ("4010", 8_000),
            ("4020", 6_250),
            ("4030", 750),
            ("2030", -5_000),
            ("1030", -10_000)
        ]
    );
    assert_eq!(
        decision.approval.as_ref().unwrap().statement,
        "Reverse receipt W3-000001 of 2026-11-21, 150.00: 100.00 goes back by Card, \
         50.00 is to be paid back to María Peña, 12 Elm Street, Alder. Reason: Paid twice"
    );
    let reversed = scene.reversed();
    let refund = reversed.refund.as_ref().unwrap();
    assert_eq!((refund.number.as_str(), refund.amount), ("RF-000001", Cents(5_000)));
    assert_eq!(refund.address, ["12 Elm Street", "Alder"]);
    let back = reversed.back.iter().map(|one| (one.0.as_str(), one.2.0));
    assert_eq!(back.collect::<Vec<_>>(), [("CARD", 10_000)]);
    assert_eq!(reversed.amount, Cents(15_000));
    let balances: Vec<_> = reversed.balances.iter().map(|one| one.due.0).collect();
    assert_eq!(balances, [22_963], "the bill is due again");
    let mut site = scene.site;
    site.try_reverse("W3-000001").unwrap();
    assert_eq!(site.standing("20-1").due(), Ok(Cents(22_963)));
    let trace = site.trace("W3-000001");
    assert_eq!((trace.standing(), trace.given_back), (Ok(Cents::ZERO), Cents(15_000)));
    assert_eq!(code_of(site.try_reverse("W3-000001")), "already_reversed");
    assert_eq!(code_of(site.try_refund(("W3-000001", 0), 1)), "already_reversed");
    assert_eq!(code_of(site.try_withdraw("RF-000001")), "refund_of_reversal");
}

#[test]
fn what_was_given_back_before_counts_against_cash_and_checks() {
    let mut scene = Scene::new();
    scene.site.try_refund(("W3-000001", 1), 2_000).unwrap();
    let reversed = scene.reversed();
    assert_eq!(reversed.refund.unwrap().amount, Cents(3_000));
    scene.site.try_refund(("W3-000001", 0), 4_000).unwrap();
    let reversed = scene.reversed();
    assert_eq!(
        (reversed.refund, reversed.back[0].2),
        (None, Cents(9_000)),
        "then against the card"
    );
}

#[test]
fn a_card_never_gets_back_more_than_it_paid() {
    let mut site = Scene::new().site;
    // 60.00 are asked for and the rest is reversed, of which the card gets 90.00; then the
    // request is withdrawn, and what stands again is reversed too.
    site.try_refund(("W3-000001", 0), 6_000).unwrap();
    let of = |entry: Entry| match entry.body {
        Body::ReceiptReversed(reversed) => {
            let back: Vec<i64> = reversed.back.iter().map(|one| one.2.0).collect();
            (back, reversed.refund.map_or(0, |refund| refund.amount.0))
        }
        other => panic!("not reversed: {other:?}"),
    };
    assert_eq!(of(site.try_reverse("W3-000001").unwrap()), (vec![9_000], 0));
    site.try_withdraw("RF-000001").unwrap();
    assert_eq!(of(site.try_reverse("W3-000001").unwrap()), (vec![1_000], 5_000));
    assert_eq!(site.trace("W3-000001").tenders[2].keeps(), Ok(Cents::ZERO));
}

#[test]
fn a_returned_check_is_paid_back_to_nobody() {
    let mut scene = Scene::new();
    scene.site.bounce("W3-000001", 0);
    let decision = scene.decide().unwrap();
    assert_eq!(pairs(&decision.postings)[2..], [("2030", -1_000), ("1030", -10_000)]);
    assert_eq!(scene.reversed().refund.unwrap().amount, Cents(1_000), "the cash");
}

#[test]
fn a_receipt_of_cards_alone_needs_no_payee_and_one_of_suspense_is_reversed_too() {
    let mut scene = Scene::new();
    scene.site = Site::new();
    scene
        .site
        .pay(vec![open_amount("MISC", 3_000)], vec![offer("CARD", 3_000, 2)]);
    scene.site.pass(4);
    scene.payee = Payee::default();
    let decision = scene.decide().unwrap();
    assert_eq!(
        pairs(&decision.postings),
        [("4030", 750), ("4020", 2_250), ("1030", -3_000)]
    );
    assert_eq!(
        decision.approval.unwrap().statement,
        "Reverse receipt W3-000001 of 2026-11-21, 30.00: 30.00 goes back by Card. Reason: Paid twice"
    );
    let mut held = Site::new();
    let line = LineRequest::Suspense {
        reference: None,
        amount: Cents(3_000),
        why: "no such account".into(),
    };
    held.pay(vec![line], vec![offer("CHECK", 3_000, 1)]);
    held.pass(4);
    let entry = held.try_reverse("W3-000001").unwrap();
    assert_eq!(pairs(&entry.postings), [("2020", 3_000), ("2030", -3_000)]);
}

#[test]
fn an_office_of_one_reverses_alone_where_that_is_waived() {
    let mut scene = Scene::new();
    scene.second = None;
    scene.site.configuration.policies.waived.push(Waiver::Reversal);
    assert_eq!(scene.decide().unwrap().approval, None);
}
