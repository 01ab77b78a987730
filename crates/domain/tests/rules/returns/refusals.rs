//! Every refusal of a return and of a reinstatement, in the order in which they are declared.

use counterfoil_domain::config::{CorrectedBy, CorrectionReason, TenderKind, Waiver};
use counterfoil_domain::journal::Decision;
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::returns::{Reinstatement, ReturnRequest, reinstate};

use crate::corrections::site::Site;
use crate::fixture::{CARD_NUMBER, offer, open_amount, part_of};
use crate::table::{Rule, check, code_of};

#[derive(Clone)]
struct Scene {
    site: Site,
    tenders: Vec<(usize, u16)>,
    request: ReturnRequest,
    second: Option<&'static str>,
}

/// One check, on each of two receipts.
const BOTH: [(usize, u16); 2] = [(0, 0), (1, 1)];

impl Scene {
    /// A check of 130.00 paid on 20-1 and, beside 1.00 in cash, a miscellaneous item.
    /// It comes back, and no fee is charged.
    fn new() -> Scene {
        let mut site = Site::new();
        site.pay(vec![part_of("20-1", 12_000)], vec![offer("CHECK", 12_000, 1)]);
        let tenders = vec![offer("CASH", 100, 0), offer("CHECK", 1_000, 1)];
        site.pay(vec![open_amount("MISC", 1_100)], tenders);
        site.pass(4);
        let mut request = site.return_request(&BOTH, "NSF");
        request.reference = Some("B-77".into());
        request.no_fee = Some("The bank held the deposit back".into());
        Scene {
            site,
            tenders: BOTH.to_vec(),
            request,
            second: Some("eva"),
        }
    }

    fn decide(&self) -> Result<Decision, Refusal> {
        self.site.returning(&self.tenders, &self.request, ("tre", self.second))
    }

    fn second_tender(&mut self) -> &mut counterfoil_domain::receipt::Tender {
        self.tenders = BOTH.to_vec();
        &mut self.site.traces[1].tenders[1].tender
    }
}

#[test]
fn returning() {
    let rules: [Rule<'_, Scene>; 22] = [
        ("returns_not_set_up", |s| s.site.configuration.returned_items = None),
        ("holds_open_drawer", |s| s.site.holds = Some("Drawer 3".into())),
        ("unknown_tender_of_receipt", |s| s.tenders = vec![(0, 0), (1, 2)]),
        ("check_twice", |s| s.tenders = vec![(0, 0), (0, 0)]),
        ("already_void", |s| {
            s.second_tender();
            s.site.traces[1].void = true;
        }),
        ("not_returnable", |s| s.second_tender().kind = TenderKind::Card),
        ("already_returned", |s| {
            s.second_tender();
            s.site.traces[1].tenders[1].returned = Some("R-000009".into());
        }),
        ("not_deposited", |s| {
            s.second_tender();
            s.site.undeposited = vec![1];
        }),
        ("not_deposited", |s| {
            s.second_tender();
            s.site.approved = 1;
        }),
        ("returned_tenders_differ", |s| {
            s.second_tender().check.as_mut().unwrap().number = Some("77".into());
        }),
        ("no_tender_chosen", |s| s.tenders.clear()),
        ("return_amount_differs", |s| s.request.amount = Cents(12_999)),
        ("unknown_return_reason", |s| s.request.reason = "R99".into()),
        ("return_reason_unfit", |s| s.request.reason = "R01".into()),
        ("text_too_long", |s| s.request.reference = Some("x".repeat(41))),
        ("card_number_in_text", |s| {
            s.request.reference = Some(CARD_NUMBER.into())
        }),
        ("text_too_long", |s| s.request.no_fee = Some("x".repeat(201))),
        ("card_number_in_text", |s| s.request.no_fee = Some(CARD_NUMBER.into())),
        ("unknown_bank_account", |s| s.site.configuration.bank_accounts.clear()),
        ("second_person_needed", |s| s.second = None),
        ("second_person_same", |s| s.second = Some("tre")),
        ("second_person_no_right", |s| s.second = Some("ben")),
    ];
    check(&Scene::new(), Scene::decide, &rules);
}

#[test]
fn what_a_refusal_names() {
    let mut scene = Scene::new();
    scene.request.amount = Cents(12_999);
    let refusal = Refusal::ReturnAmountDiffers {
        expected: Cents(13_000),
        given: Cents(12_999),
    };
    assert_eq!(scene.decide(), Err(refusal));
    let mut scene = Scene::new();
    scene.tenders[1] = (1, 0);
    assert_eq!(
        scene.decide(),
        Err(Refusal::NotReturnable { tender: "Cash".into() }),
        "the bank returns no cash"
    );
    // Two checks of one account are not one check.
    let mut scene = Scene::new();
    scene.second_tender().check.as_mut().unwrap().token = Some("another account".into());
    assert_eq!(code_of(scene.decide()), "returned_tenders_differ");
}

#[test]
fn the_second_person_sees_what_fee_is_left_out_and_why() {
    let approval = Scene::new().decide().unwrap().approval.unwrap();
    assert_eq!((approval.user.as_str(), approval.name.as_str()), ("eva", "Eva Stone"));
    assert_eq!(
        approval.statement,
        "Return 130.00, receipt W3-000001 and W3-000002, without the fee of 25.00. \
         Reason: The bank held the deposit back"
    );
    // Nobody is asked where no fee would be charged, or where the city waives it.
    let mut mistake = Scene::new();
    (mistake.second, mistake.request.reason) = (None, "BANK".into());
    assert_eq!(mistake.decide().unwrap().approval, None);
    let mut waived = Scene::new();
    waived.second = None;
    waived.site.configuration.policies.waived.push(Waiver::ReturnFee);
    assert_eq!(waived.decide().unwrap().approval, None);
}

#[test]
fn an_office_of_one_may_work_returns_beside_its_drawer() {
    let mut scene = Scene::new();
    scene.site.holds = Some("Drawer 3".into());
    scene.site.configuration.policies.waived.push(Waiver::ReturnsWithDrawer);
    scene.decide().unwrap();
}

#[test]
fn the_same_tender_is_never_returned_twice_but_again_after_it_was_reinstated() {
    let mut scene = Scene::new();
    let decision = scene.decide().unwrap();
    scene.site.write("tre", decision);
    let refusal = Refusal::AlreadyReturned {
        receipt: "W3-000001".into(),
        number: "R-000001".into(),
    };
    assert_eq!(scene.decide(), Err(refusal.clone()));
    scene.tenders = vec![(1, 1)];
    assert_eq!(code_of(scene.decide()), "already_returned", "nor a part of it");
    scene.site.try_reinstate("R-000001", false).unwrap();
    (scene.tenders, scene.request.number) = (BOTH.to_vec(), "R-000002".into());
    let decision = scene.decide().unwrap();
    scene.site.write("tre", decision);
    assert_eq!(
        scene.decide(),
        Err(Refusal::AlreadyReturned {
            receipt: "W3-000001".into(),
            number: "R-000002".into(),
        })
    );
    let again = scene.site.try_reinstate("R-000001", false);
    assert_eq!(code_of(again), "already_reinstated", "the first return is past");
}

#[derive(Clone)]
struct Reinstating {
    site: Site,
    request: Reinstatement,
}

impl Reinstating {
    /// The check of the scene above came back, and is good after all.
    fn new() -> Reinstating {
        let scene = Scene::new();
        let decision = scene.decide().unwrap();
        let mut site = scene.site;
        site.write("tre", decision);
        let rules = site.configuration.corrections.as_mut().unwrap();
        rules.reasons.push(CorrectionReason {
            of: CorrectedBy::Reinstatement,
            name: "Presented again".into(),
        });
        Reinstating {
            site,
            request: Reinstatement {
                mistake: false,
                reason: "Presented again".into(),
                reference: Some("B-78".into()),
                file: None,
            },
        }
    }

    fn decide(&self) -> Result<Decision, Refusal> {
        let item = self.site.item("R-000001");
        self.site
            .knowing(("tre", None), |facts, _| reinstate(facts, item, &self.request))
    }
}

#[test]
fn reinstating() {
    let rules: [Rule<'_, Reinstating>; 9] = [
        ("returns_not_set_up", |s| s.site.configuration.returned_items = None),
        ("holds_open_drawer", |s| s.site.holds = Some("Drawer 3".into())),
        ("already_reinstated", |s| {
            s.site.try_reinstate("R-000001", false).unwrap();
        }),
        ("reason_not_listed", |s| s.request.reason = "Because".into()),
        ("text_too_long", |s| s.request.reason = "x".repeat(201)),
        ("card_number_in_text", |s| s.request.reason = CARD_NUMBER.into()),
        ("text_missing", |s| s.request.reason = " ".into()),
        ("text_too_long", |s| s.request.reference = Some("x".repeat(41))),
        ("card_number_in_text", |s| {
            s.request.reference = Some(CARD_NUMBER.into())
        }),
    ];
    check(&Reinstating::new(), Reinstating::decide, &rules);
    let mut noted = Reinstating::new();
    noted.request.reason = "Presented again: advice of 3 December".into();
    noted.decide().unwrap();
    noted.request.reason = "Presented again, advice of 3 December".into();
    assert_eq!(
        code_of(noted.decide()),
        "reason_not_listed",
        "a note stands behind a colon"
    );
}
