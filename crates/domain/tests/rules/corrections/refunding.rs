//! Refunds after the day: numbered requests that accounts payable pays, withdrawn, listed.

use counterfoil_domain::config::Waiver;
use counterfoil_domain::correction::{Payee, RefundStanding, list_refunds, request_refund, withdraw_refund};
use counterfoil_domain::entry::{Body, RefundRequested};
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
    line: u16,
    amount: Cents,
    payee: Payee,
    reason: String,
    second: Option<&'static str>,
}

impl Scene {
    /// 20-2 owed 50.00, and 65.00 came.
    fn new() -> Scene {
        let mut site = Site::new();
        site.pay(vec![part_of("20-2", 6_500)], vec![offer("CHECK", 6_500, 1)]);
        site.pass(4);
        Scene {
            site,
            line: 1,
            amount: Cents(1_500),
            payee: payee(),
            reason: "Overpayment".into(),
            second: Some("eva"),
        }
    }

    fn decide(&self) -> Result<Decision, Refusal> {
        self.site.knowing(("tre", self.second), |facts, _| {
            let payment = (&self.site.traces[0], self.site.approved == 1);
            let request = ("RF-000001", &self.payee);
            request_refund(facts, payment, (self.line, self.amount), request, &self.reason)
        })
    }

    fn requested(&self) -> RefundRequested {
        match self.decide().unwrap().body {
            Body::RefundRequested(requested) => *requested,
            other => panic!("not requested: {other:?}"),
        }
    }
}

#[test]
fn requesting() {
    let rules: [Rule<'_, Scene>; 18] = [
        ("corrections_not_set_up", |s| s.site.configuration.corrections = None),
        ("already_void", |s| s.site.traces[0].void = true),
        ("already_reversed", |s| {
            s.site.traces[0].reversed = true;
            s.site.traces[0].lines.iter_mut().for_each(|line| line.left.clear());
        }),
        ("receipt_not_closed", |s| s.site.approved = 0),
        ("unknown_line_of_receipt", |s| s.line = 2),
        ("amount_zero", |s| (s.line, s.amount) = (1, Cents::ZERO)),
        ("amount_zero", |s| (s.line, s.amount) = (1, Cents(-1))),
        ("more_than_stands", |s| s.amount = Cents(1_501)),
        ("reason_not_listed", |s| s.reason = "Because".into()),
        ("text_too_long", |s| s.reason = "x".repeat(201)),
        ("card_number_in_text", |s| s.reason = CARD_NUMBER.into()),
        ("text_missing", |s| s.reason = " ".into()),
        ("text_missing", |s| s.payee.name.clear()),
        ("text_too_long", |s| s.payee.name = "x".repeat(201)),
        ("card_number_in_text", |s| s.payee.address[0] = CARD_NUMBER.into()),
        ("second_person_needed", |s| s.second = None),
        ("second_person_same", |s| s.second = Some("ben")),
        ("second_person_no_right", |s| s.second = Some("ana")),
    ];
    check(&Scene::new(), Scene::decide, &rules);
    let mut own = Scene::new();
    own.second = Some("tre");
    assert_eq!(code_of(own.decide()), "second_person_same");
    own.second = None;
    own.site.configuration.policies.waived.push(Waiver::Refund);
    assert_eq!(own.decide().unwrap().approval, None);
}

#[test]
fn a_credit_is_paid_back_and_stands_no_more() {
    let mut scene = Scene::new();
    let decision = scene.decide().unwrap();
    assert_eq!(pairs(&decision.postings), [("2010", 1_500), ("2030", -1_500)]);
    assert_eq!(
        decision.approval.as_ref().unwrap().statement,
        "Ask accounts payable to pay 15.00 back to María Peña, 12 Elm Street, Alder, from receipt W3-000001, Credit on account. \
         Reason: Overpayment"
    );
    assert_eq!(scene.requested().balances[0].due, Cents::ZERO);
    scene.site.write("tre", decision);
    let standing = scene.site.standing("20-2");
    assert_eq!((standing.credit, standing.due()), (Cents::ZERO, Ok(Cents::ZERO)));
    assert_eq!(code_of(scene.decide()), "more_than_stands");
    // What was paid on a charge is due again.
    (scene.line, scene.amount) = (0, Cents(2_000));
    let decision = scene.decide().unwrap();
    assert_eq!(
        pairs(&decision.postings),
        [("4010", 1_333), ("4020", 667), ("2030", -2_000)]
    );
    scene.site.write("tre", decision);
    assert_eq!(scene.site.standing("20-2").due(), Ok(Cents(2_000)));
}

#[test]
fn of_an_address_five_lines_are_kept_and_none_that_is_empty() {
    let mut scene = Scene::new();
    let lines = ["12 Elm Street", " ", "Rear  house", "3", "4", "5", "6"];
    scene.payee.address = lines.map(str::to_owned).to_vec();
    assert_eq!(
        scene.requested().refund.address,
        ["12 Elm Street", "Rear house", "3", "4", "5"]
    );
}

#[test]
fn unclaimed_money_in_suspense_is_paid_back() {
    let mut site = Site::new();
    let held = LineRequest::Suspense {
        reference: None,
        amount: Cents(3_000),
        why: "no such account".into(),
    };
    site.pay(vec![held], vec![offer("CHECK", 3_000, 1)]);
    site.pass(400);
    let entry = site.try_refund(("W3-000001", 0), 3_000).unwrap();
    assert_eq!(pairs(&entry.postings), [("2020", 3_000), ("2030", -3_000)]);
    let refusal = site.try_place(("W3-000001", 0), part_of("20-1", 3_000)).unwrap_err();
    assert_eq!(refusal.code(), "nothing_stands");
    site.try_withdraw("RF-000001").unwrap();
    site.try_place(("W3-000001", 0), part_of("20-1", 3_000)).unwrap();
}

#[derive(Clone)]
struct Requested {
    site: Site,
    reason: String,
    chosen: Vec<RefundStanding>,
}

impl Requested {
    /// Two requests of 20.00 of what 20-2 paid, and one of 4.00 that a reversal made.
    fn new() -> Requested {
        let mut site = Scene::new().site;
        site.pay(vec![open_amount("MISC", 400)], vec![offer("CASH", 400, 0)]);
        site.pass(1);
        site.try_refund(("W3-000001", 0), 2_000).unwrap();
        site.try_refund(("W3-000001", 0), 2_000).unwrap();
        site.try_reverse("W3-000002").unwrap();
        Requested {
            chosen: site.refunds.clone(),
            site,
            reason: "Asked for by mistake".into(),
        }
    }

    fn withdraw(&self) -> Result<Decision, Refusal> {
        self.site.knowing(("tre", None), |facts, _| {
            withdraw_refund(facts, &self.chosen[0], &self.reason)
        })
    }

    fn list(&self) -> Result<Decision, Refusal> {
        self.site
            .knowing(("tre", None), |facts, _| list_refunds(facts, "AP-000001", &self.chosen))
    }
}

#[test]
fn withdrawing() {
    let rules: [Rule<'_, Requested>; 9] = [
        ("corrections_not_set_up", |s| s.site.configuration.corrections = None),
        ("refund_withdrawn", |s| s.chosen[0].withdrawn = true),
        ("refund_listed", |s| s.chosen[0].list = Some("AP-000001".into())),
        ("refund_stopped", |s| s.chosen[0].stopped = Cents(1)),
        ("refund_of_reversal", |s| s.chosen[0].requested = None),
        ("refund_not_due", |s| {
            s.site.pay(vec![part_of("20-2", 2_001)], vec![offer("CASH", 2_001, 0)]);
        }),
        ("text_too_long", |s| s.reason = "x".repeat(201)),
        ("card_number_in_text", |s| s.reason = CARD_NUMBER.into()),
        ("text_missing", |s| s.reason = " ".into()),
    ];
    check(&Requested::new(), Requested::withdraw, &rules);
}

#[test]
fn what_is_withdrawn_stands_again_where_it_stood() {
    let mut scene = Requested::new();
    let decision = scene.withdraw().unwrap();
    assert_eq!(
        pairs(&decision.postings),
        [("4010", -1_333), ("4020", -667), ("2030", 2_000)]
    );
    scene.site.write("tre", decision);
    assert_eq!(
        scene.site.standing("20-2").account.charge("W1").unwrap().due,
        Cents(2_000)
    );
    let trace = scene.site.trace("W3-000001");
    assert_eq!((trace.standing(), trace.given_back), (Ok(Cents(4_500)), Cents(2_000)));
    assert_eq!(code_of(scene.site.try_withdraw("RF-000001")), "refund_withdrawn");
}

#[test]
fn what_is_withdrawn_is_posted_as_it_was_whatever_the_configuration_says_today() {
    let mut scene = Requested::new();
    let rules = scene.site.configuration.corrections.as_mut().unwrap();
    rules.refunds_payable = "2010".into();
    let decision = scene.withdraw().unwrap();
    assert_eq!(
        pairs(&decision.postings),
        [("4010", -1_333), ("4020", -667), ("2030", 2_000)]
    );
}

#[test]
fn what_somebody_paid_meanwhile_is_not_paid_once_more_by_withdrawing() {
    let mut scene = Requested::new();
    scene
        .site
        .pay(vec![part_of("20-2", 2_500)], vec![offer("CASH", 2_500, 0)]);
    let refusal = Refusal::RefundNotDue {
        number: "RF-000001".into(),
        account: "20-2".into(),
    };
    assert_eq!(scene.withdraw(), Err(refusal));
    // Billing's next copy does not have the charge at all.
    scene
        .site
        .pay(vec![part_of("20-2", 1_500)], vec![offer("CASH", 1_500, 0)]);
    scene.site.pass(1).billing_writes();
    assert_eq!(code_of(scene.withdraw()), "refund_not_due");
}

#[test]
fn listing() {
    let rules: [Rule<'_, Requested>; 5] = [
        ("corrections_not_set_up", |s| s.site.configuration.corrections = None),
        ("nothing_to_list", |s| s.chosen.clear()),
        ("refund_withdrawn", |s| {
            s.chosen = s.site.refunds.clone();
            s.chosen[1].withdrawn = true;
        }),
        ("refund_listed", |s| {
            s.chosen[2].list = Some("AP-000009".into());
            s.chosen[2].listed = Cents(400);
        }),
        ("refund_stopped", |s| s.chosen[2].stopped = Cents(400)),
    ];
    check(&Requested::new(), Requested::list, &rules);
}

#[test]
fn a_list_for_accounts_payable_has_each_request_once_in_order() {
    let mut scene = Requested::new();
    scene.chosen.reverse();
    scene.chosen.push(scene.chosen[0].clone());
    let decision = scene.list().unwrap();
    assert_eq!(decision.postings, [], "it was owed since it was asked for");
    let Body::RefundsListed(list) = decision.body.clone() else {
        panic!("not listed")
    };
    let named: Vec<_> = list.refunds.iter().map(|one| (one.0.as_str(), one.1.0)).collect();
    assert_eq!(named, [("RF-000001", 2_000), ("RF-000002", 2_000), ("RF-000003", 400)]);
    assert_eq!((list.total, scene.site.ledger("2030")), (Cents(4_400), -4_400));
    scene.site.write("tre", decision);
    assert_eq!(code_of(scene.site.try_withdraw("RF-000002")), "refund_listed");
    scene.chosen = scene.site.refunds.clone();
    assert_eq!(code_of(scene.list()), "refund_listed");
}
