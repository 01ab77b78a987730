//! Taking a payment: pricing, tenders, settling, deciding.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use counterfoil_domain::account::Account;
use counterfoil_domain::config::{Configuration, FlagAction, Language, Overpayment, User};
use counterfoil_domain::entry::Body;
use counterfoil_domain::money::Cents;
use counterfoil_domain::payment::{
    CREDIT_CODE, Facts, LineRequest, PaymentRequest, Priced, offered, price, settle, take, taken_offline,
};
use counterfoil_domain::posting::Posting;
use counterfoil_domain::receipt::Receipt;
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::returns::item::Returned;
use counterfoil_domain::session::{Phase, Session};

use crate::fixture::{CARD_NUMBER, Desk, day, offer, on_account, open_amount, part_of, payment, priced};
use crate::table::{Rule, check, code_of};

#[derive(Clone)]
struct Scene {
    configuration: Configuration,
    session: Option<Session>,
    actor: User,
    second: Option<User>,
    today: NaiveDate,
    accounts: BTreeMap<String, Account>,
    checks: BTreeMap<(String, String), (String, NaiveDate)>,
    request: PaymentRequest,
}

impl Scene {
    fn of(request: PaymentRequest) -> Scene {
        let desk = Desk::opened();
        Scene {
            actor: desk.user("ana"),
            second: Some(desk.user("sol")),
            today: desk.today(),
            session: desk.session,
            accounts: desk.accounts,
            checks: desk.checks,
            configuration: desk.configuration,
            request,
        }
    }

    fn with<T>(&self, decide: impl Fn(&Facts<'_>, &PaymentRequest) -> Result<T, Refusal>) -> Result<T, Refusal> {
        let standings = self.accounts.iter().map(|(number, account)| {
            let standing = counterfoil_domain::account::PaidSince::default().standing(account.clone());
            (number.clone(), standing)
        });
        let facts = Facts {
            configuration: &self.configuration,
            station: &self.configuration.stations[0],
            session: self.session.as_ref(),
            actor: &self.actor,
            today: self.today,
            accounts: &standings.collect(),
            checks: &self.checks,
            returned: &Returned::default(),
            number: "W3-000001",
            second: self.second.as_ref(),
        };
        decide(&facts, &self.request)
    }

    fn price(&self) -> Result<Priced, Refusal> {
        self.with(price)
    }

    fn take(&self) -> Result<(Receipt, Vec<Posting>), Refusal> {
        let decision = self.with(take)?;
        match decision.body {
            Body::Receipt(receipt) => Ok((*receipt, decision.postings)),
            other => panic!("not a receipt: {other:?}"),
        }
    }

    fn someone(&self, id: &str) -> Option<User> {
        self.configuration.user(id).cloned()
    }
}

fn first_line(scene: &mut Scene) -> &mut LineRequest {
    &mut scene.request.lines[0]
}

fn set_amount(scene: &mut Scene, to: Option<i64>) {
    match first_line(scene) {
        LineRequest::Account { amount, .. } | LineRequest::Charge { amount, .. } => *amount = to.map(Cents),
        LineRequest::Suspense { .. } => panic!("not of this scene"),
    }
}

fn set_seen(scene: &mut Scene, cents: i64) {
    match first_line(scene) {
        LineRequest::Account { seen_due, .. } => *seen_due = Some(Cents(cents)),
        LineRequest::Charge { seen_price, .. } => *seen_price = Some(Cents(cents)),
        LineRequest::Suspense { .. } => panic!("not of this scene"),
    }
}

fn set_quantity(scene: &mut Scene, count: u32) {
    if let LineRequest::Charge { quantity, .. } = first_line(scene) {
        *quantity = Some(count);
    }
}

fn set_reference(scene: &mut Scene, text: Option<&str>) {
    if let LineRequest::Charge { reference, .. } = first_line(scene) {
        *reference = text.map(str::to_owned);
    }
}

fn set_charges(scene: &mut Scene, wanted: &[&str]) {
    if let LineRequest::Account { charges, .. } = first_line(scene) {
        *charges = wanted.iter().map(|id| (*id).to_owned()).collect();
    }
}

fn set_code(scene: &mut Scene, to: &str) {
    if let LineRequest::Charge { code, .. } = first_line(scene) {
        *code = to.to_owned();
    }
}

fn charge_code<'a>(scene: &'a mut Scene, code: &str) -> &'a mut counterfoil_domain::config::ChargeCode {
    let codes = scene.configuration.charge_codes.iter_mut();
    codes.into_iter().find(|charge| charge.code == code).unwrap()
}

#[test]
fn pricing_an_account() {
    let rules: [Rule<'_, Scene>; 10] = [
        ("nothing_to_pay", |s| s.request.lines.clear()),
        ("unknown_account", |s| {
            s.accounts.remove("20-1");
        }),
        ("account_stopped", |s| {
            s.configuration.policies.flags.lien = FlagAction::Stop;
            s.accounts.get_mut("20-1").unwrap().flags.lien = true;
        }),
        ("unknown_charge", |s| set_charges(s, &["W1", "nope"])),
        ("charge_twice", |s| set_charges(s, &["W1", "W1"])),
        ("stale_price", |s| set_seen(s, 1)),
        ("amount_zero", |s| set_amount(s, Some(0))),
        ("nothing_due", |s| {
            set_amount(s, None);
            for charge in &mut s.accounts.get_mut("20-1").unwrap().charges {
                charge.due = Cents::ZERO;
            }
        }),
        ("overpayment_refused", |s| {
            s.configuration.policies.overpayment = Overpayment::Refused;
            set_amount(s, Some(22_964));
        }),
        ("over_receipt_limit", |s| {
            s.configuration.policies.receipt_limit = Cents(1)
        }),
    ];
    check(
        &Scene::of(payment(vec![on_account("20-1")], vec![])),
        Scene::price,
        &rules,
    );
}

#[test]
fn pricing_a_fixed_price() {
    let rules: [Rule<'_, Scene>; 8] = [
        ("unknown_charge", |s| set_code(s, "NOPE")),
        ("charge_needs_account", |s| charge_code(s, "DOG1").account_only = true),
        ("price_fixed", |s| set_amount(s, Some(2_500))),
        ("stale_price", |s| set_seen(s, 2_400)),
        ("amount_zero", |s| set_quantity(s, 0)),
        ("card_number_in_text", |s| set_reference(s, Some(CARD_NUMBER))),
        ("reference_needed", |s| set_reference(s, Some(" \t"))),
        ("over_receipt_limit", |s| set_quantity(s, 2_001)),
    ];
    // Where two rules use one field, the later break would undo the earlier one's; both are above nothing.
    let scene = Scene::of(payment(vec![priced("DOG1", 2, "T-881")], vec![]));
    check(&scene, Scene::price, &rules);
}

#[test]
fn pricing_an_open_amount() {
    let rules: [Rule<'_, Scene>; 5] = [
        ("unknown_charge", |s| set_code(s, "NOPE")),
        ("amount_needed", |s| set_amount(s, None)),
        ("quantity_unwanted", |s| set_quantity(s, 3)),
        ("amount_zero", |s| set_amount(s, Some(-5))),
        ("over_receipt_limit", |s| set_amount(s, Some(5_000_001))),
    ];
    check(
        &Scene::of(payment(vec![open_amount("MISC", 100)], vec![])),
        Scene::price,
        &rules,
    );
}

#[test]
fn what_no_amount_may_be() {
    let price_of = |line| Scene::of(payment(vec![line], vec![])).price();
    assert_eq!(code_of(price_of(part_of("20-1", -5))), "amount_zero");
    assert_eq!(code_of(price_of(open_amount("MISC", 0))), "amount_zero");
    assert_eq!(code_of(price_of(open_amount("MISC", i64::MAX))), "amount_out_of_range");
    assert_eq!(code_of(price_of(open_amount("MISC", i64::MIN))), "amount_zero");
    assert_eq!(code_of(price_of(on_account("20-4"))), "nothing_due");
}

#[test]
fn the_limit_itself_and_the_whole_due_may_be_paid() {
    let mut scene = Scene::of(payment(vec![part_of("20-1", 22_963)], vec![]));
    scene.configuration.policies.receipt_limit = Cents(22_963);
    scene.configuration.policies.overpayment = Overpayment::Refused;
    assert_eq!(scene.price().unwrap().total, Cents(22_963));
}

#[test]
fn the_same_charge_twice_in_one_payment() {
    let twice = Scene::of(payment(vec![part_of("20-1", 100), part_of("20-1", 200)], vec![]));
    assert_eq!(code_of(twice.price()), "charge_twice");
    let two_copies = Scene::of(payment(
        vec![open_amount("MISC", 100), open_amount("MISC", 200)],
        vec![],
    ));
    assert_eq!(two_copies.price().unwrap().total, Cents(300));
}

/// Every line as `(code, charge, amount)`.
fn lines_of(priced: &Priced) -> Vec<(&str, Option<&str>, i64)> {
    let line = |(_, line): &'_ (usize, counterfoil_domain::receipt::ReceiptLine)| line.amount.0;
    let names = priced
        .lines
        .iter()
        .map(|(_, line)| (line.code.as_str(), line.charge.as_deref()));
    names
        .zip(priced.lines.iter().map(line))
        .map(|((code, charge), amount)| (code, charge, amount))
        .collect()
}

#[test]
fn a_part_payment_goes_to_the_oldest_and_then_by_priority() {
    let scene = Scene::of(payment(vec![part_of("20-1", 13_000)], vec![]));
    let priced = scene.price().unwrap();
    assert_eq!(
        lines_of(&priced),
        [("WATER", Some("W1"), 12_000), ("SEWER", Some("S1"), 1_000)]
    );
    assert_eq!(priced.lines[0].1.due, Some(Cents(12_000)));
    assert_eq!(
        priced.lines[0].1.split,
        [("4010".to_owned(), Cents(8_000)), ("4020".to_owned(), Cents(4_000))]
    );
    assert_eq!(priced.balances[0].due, Cents(22_963 - 13_000));
}

#[test]
fn what_is_paid_beyond_is_a_credit_of_the_customers() {
    let scene = Scene::of(payment(vec![part_of("20-1", 23_000)], vec![]));
    let priced = scene.price().unwrap();
    assert_eq!(
        lines_of(&priced),
        [
            ("WATER", Some("W1"), 12_000),
            ("SEWER", Some("S1"), 4_501),
            ("WATER", Some("W2"), 6_462),
            (CREDIT_CODE, None, 37)
        ]
    );
    assert_eq!(priced.lines[3].1.split, [("2010".to_owned(), Cents(37))]);
    assert_eq!(priced.balances[0].due, Cents(-37));
    let nothing_due = Scene::of(payment(vec![part_of("20-4", 500)], vec![]));
    assert_eq!(lines_of(&nothing_due.price().unwrap()), [(CREDIT_CODE, None, 500)]);
}

#[test]
fn chosen_charges_only() {
    let mut scene = Scene::of(payment(vec![on_account("20-1")], vec![]));
    set_charges(&mut scene, &["W2", "S1"]);
    set_seen(&mut scene, 10_963);
    assert_eq!(
        lines_of(&scene.price().unwrap()),
        [("SEWER", Some("S1"), 4_501), ("WATER", Some("W2"), 6_462)]
    );
}

#[test]
fn fixed_prices_times_quantity_and_the_payers_language() {
    let mut scene = Scene::of(payment(
        vec![priced("DOG1", 3, " T-881 "), priced("COPY", 1, "")],
        vec![],
    ));
    scene.request.language = Language::Es;
    let priced = scene.price().unwrap();
    assert_eq!(priced.total, Cents(7_525));
    let dog = &priced.lines[0].1;
    assert_eq!((dog.quantity, dog.amount), (Some(3), Cents(7_500)));
    assert_eq!(dog.description, "Licencia de perro");
    assert_eq!(dog.reference.as_deref(), Some("T-881"));
    let copy = &priced.lines[1].1;
    assert_eq!((copy.quantity, copy.reference.as_deref()), (None, None));
    assert_eq!(copy.description, "Copy");
}

fn tender(scene: &mut Scene) -> &mut counterfoil_domain::check::TenderOffer {
    &mut scene.request.tenders[0]
}

#[test]
fn offering_tenders() {
    let rules: [Rule<'_, Scene>; 10] = [
        ("unknown_tender", |s| tender(s).tender = "SHELLS".into()),
        ("amount_zero", |s| tender(s).amount = Cents(-1)),
        ("tender_field_missing", |s| tender(s).number = Some("  ".into())),
        ("tender_field_unwanted", |s| tender(s).brand = Some("Visa".into())),
        ("routing_checksum", |s| tender(s).routing = Some("121000359".into())),
        ("tender_field_malformed", |s| tender(s).account = Some("12x4567".into())),
        ("card_number_in_text", |s| {
            tender(s).reference = Some(CARD_NUMBER.into())
        }),
        ("cash_twice", |s| {
            s.request.tenders.push(offer("CASH", 5, 0));
            s.request.tenders.push(offer("CASH", 6, 0));
        }),
        ("check_twice", |s| {
            let again = s.request.tenders[0].clone();
            s.request.tenders.push(again);
        }),
        ("cash_only_payer", |s| s.request.lines.push(on_account("20-3"))),
    ];
    let scene = Scene::of(payment(vec![on_account("20-1")], vec![offer("CHECK", 500, 1)]));
    check(&scene, |s: &Scene| s.with(offered), &rules);
}

#[test]
fn a_cash_only_payer_may_use_bank_paper_and_cards() {
    for (code, refused) in [
        ("CHECK", true),
        ("ECHECK", true),
        ("MO", false),
        ("CARD", false),
        ("CASH", false),
        ("VOUCHER", false),
    ] {
        let scene = Scene::of(payment(vec![on_account("20-3")], vec![offer(code, 3_000, 1)]));
        assert_eq!(scene.take().is_err(), refused, "{code}");
    }
    let mut later = Scene::of(payment(vec![on_account("20-3")], vec![offer("CHECK", 3_000, 1)]));
    later.today = day("2027-02-01");
    later.session.as_mut().unwrap().business_date = later.today;
    later.take().unwrap();
}

/// Settles `(code, amount)`s against a total: what each pays, and the change.
fn settled(total: i64, handed: &[(&str, i64)]) -> Result<(Vec<i64>, i64), String> {
    let tenders = (1u32..)
        .zip(handed)
        .map(|(nth, (code, cents))| offer(code, *cents, nth));
    let scene = Scene::of(payment(vec![], tenders.collect()));
    let tenders = scene.with(offered).map_err(|refusal| refusal.code())?;
    let settled = settle(Cents(total), tenders).map_err(|refusal| refusal.code())?;
    Ok((
        settled.tenders.iter().map(|tender| tender.amount.0).collect(),
        settled.change.0,
    ))
}

#[test]
fn settling() {
    let refused = |code: &str| Err(code.to_owned());
    for (total, handed, outcome) in [
        (1_000, &[("CASH", 1_000)][..], Ok((vec![1_000], 0))),
        (1_000, &[("CASH", 2_000)], Ok((vec![1_000], 1_000))),
        (1_000, &[("CHECK", 400), ("CASH", 1_000)], Ok((vec![400, 600], 400))),
        (1_000, &[("CASH", 700), ("CARD", 400)], Ok((vec![600, 400], 100))),
        (1_000, &[("CHECK", 400), ("CARD", 600)], Ok((vec![400, 600], 0))),
        (1_000, &[], refused("tender_below_total")),
        (1_000, &[("CASH", 999)], refused("tender_below_total")),
        (1_000, &[("CHECK", 400), ("CASH", 599)], refused("tender_below_total")),
        (1_000, &[("CHECK", 1_001)], refused("change_on_non_cash")),
        (1_000, &[("CHECK", 600), ("CARD", 500)], refused("change_on_non_cash")),
        (1_000, &[("CHECK", 1_100), ("CASH", 100)], refused("change_on_non_cash")),
        (1_000, &[("CHECK", 1_000), ("CASH", 100)], refused("cash_not_needed")),
    ] {
        assert_eq!(settled(total, handed), outcome, "{total} by {handed:?}");
    }
}

#[test]
fn what_was_handed_over_is_kept_beside_what_is_applied() {
    let scene = Scene::of(payment(
        vec![open_amount("MISC", 18_462)],
        vec![offer("CASH", 20_000, 0)],
    ));
    let (receipt, _) = scene.take().unwrap();
    assert_eq!(receipt.tenders[0].amount, Cents(18_462));
    assert_eq!(receipt.tenders[0].handed, Some(Cents(20_000)));
    assert_eq!(receipt.change, Cents(1_538));
}

#[test]
fn taking() {
    let rules: [Rule<'_, Scene>; 16] = [
        ("no_open_drawer", |s| s.session = None),
        ("drawer_closed", |s| s.session.as_mut().unwrap().phase = Phase::Closed),
        ("drawer_counting", |s| {
            s.session.as_mut().unwrap().phase = Phase::Counting
        }),
        ("not_your_drawer", |s| s.actor = s.someone("ben").unwrap()),
        ("drawer_of_another_day", |s| s.today = day("2026-11-22")),
        ("nothing_to_pay", |s| s.request.lines.clear()),
        ("over_receipt_limit", |s| {
            s.configuration.policies.receipt_limit = Cents(1)
        }),
        ("unknown_tender", |s| tender(s).tender = "SHELLS".into()),
        ("cash_twice", |s| s.request.tenders.push(offer("CASH", 5, 0))),
        ("tender_below_total", |s| tender(s).amount = Cents(1)),
        ("drawer_over_ceiling", |s| {
            s.configuration.policies.drawer_ceiling = Cents(15_000)
        }),
        ("card_number_in_text", |s| s.request.payer = Some(CARD_NUMBER.into())),
        ("text_too_long", |s| s.request.note = Some("x".repeat(201))),
        ("check_seen_before", |s| {
            let check = ("token-of-123456789".to_owned(), "1001".to_owned());
            s.checks.insert(check, ("W3-000000".into(), day("2026-10-01")));
        }),
        ("second_person_needed", |s| s.second = None),
        ("second_person_no_right", |s| s.second = s.someone("ben")),
    ];
    let request = payment(
        vec![on_account("20-2"), on_account("20-1")],
        vec![offer("CHECK", 22_963, 1), offer("CASH", 5_100, 0)],
    );
    check(&Scene::of(request), Scene::take, &rules);
}

#[test]
fn the_cashier_is_not_their_own_second_person() {
    let mut scene = Scene::of(payment(vec![on_account("20-2")], vec![offer("CASH", 5_000, 0)]));
    scene.second = Some(scene.actor.clone());
    assert_eq!(code_of(scene.take()), "second_person_same");
}

#[test]
fn a_second_person_is_shown_every_flag() {
    let mut scene = Scene::of(payment(
        vec![on_account("20-2"), on_account("20-3")],
        vec![offer("CASH", 8_000, 0)],
    ));
    scene.configuration.policies.flags.lien = FlagAction::SecondPerson;
    scene.accounts.get_mut("20-2").unwrap().flags.lien = true;
    scene.accounts.get_mut("20-3").unwrap().flags.lien = true;
    let decision = scene.with(take).unwrap();
    let approval = decision.approval.unwrap();
    assert_eq!((approval.user.as_str(), approval.name.as_str()), ("sol", "Sol Reyes"));
    assert_eq!(
        approval.statement,
        "Take 80.00 with account 20-2, John Low: a bankruptcy case is open, a lien stands on the property; \
         account 20-3, Kim Poor: a lien stands on the property"
    );
    scene.second = None;
    let waived = counterfoil_domain::config::Waiver::Flag;
    scene.configuration.policies.waived.push(waived);
    assert_eq!(scene.with(take).unwrap().approval, None);
}

#[test]
fn a_check_seen_before_is_asked_about_once() {
    let mut scene = Scene::of(payment(vec![on_account("20-1")], vec![offer("CHECK", 22_963, 1)]));
    let check = ("token-of-123456789".to_owned(), "1001".to_owned());
    scene.checks.insert(check, ("W3-000000".into(), day("2026-10-01")));
    assert_eq!(code_of(scene.take()), "check_seen_before");
    scene.request.same_check_confirmed = true;
    scene.take().unwrap();
}

#[test]
fn past_the_ceiling_only_cash_is_stopped() {
    let by = |code| {
        let mut scene = Scene::of(payment(vec![on_account("20-3")], vec![offer(code, 3_000, 1)]));
        scene.configuration.policies.drawer_ceiling = Cents(15_000);
        scene.take()
    };
    assert_eq!(code_of(by("CASH")), "drawer_over_ceiling");
    by("CARD").unwrap();
}

#[test]
fn a_receipt_says_that_there_was_no_line_where_the_site_wants_it() {
    let mut scene = Scene::of(payment(vec![on_account("20-3")], vec![offer("CASH", 3_000, 0)]));
    let footer = |scene: &Scene| {
        let decision = taken_offline(scene.with(take).unwrap(), &scene.configuration.site);
        match decision.body {
            Body::Receipt(receipt) => receipt.footer,
            other => panic!("not a receipt: {other:?}"),
        }
    };
    assert_eq!(footer(&scene), ["Thank you"]);
    scene.configuration.site.offline_note = Some("Balances of this morning".into());
    assert_eq!(footer(&scene), ["Thank you", "Balances of this morning"]);
}

#[test]
fn a_receipt_is_complete_and_its_postings_say_the_same() {
    let mut scene = Scene::of(payment(
        vec![part_of("20-1", 12_100), priced("DOG1", 1, "T-881")],
        vec![offer("CHECK", 10_000, 1), offer("CASH", 5_000, 0)],
    ));
    scene.request.payer = Some(" María\u{202e}  Peña".into());
    scene.request.note = Some("\u{7}".into());
    let (receipt, postings) = scene.take().unwrap();
    assert_eq!(receipt.number, "W3-000001");
    assert_eq!(receipt.heading, ["City of Alder", "City Hall", "1 Main Street"]);
    assert_eq!(
        (receipt.window.as_str(), receipt.cashier.as_str()),
        ("Window 3", "Ana Núñez")
    );
    assert_eq!(receipt.payer.as_deref(), Some("María Peña"));
    assert_eq!(receipt.note, None);
    assert_eq!((receipt.total, receipt.change), (Cents(14_600), Cents(400)));
    assert_eq!(receipt.footer, ["Thank you"]);
    let check = receipt.tenders[0].check.as_ref().unwrap();
    assert_eq!(check.last_four.as_deref(), Some("6789"));
    assert_eq!(check.token.as_deref(), Some("token-of-123456789"));
    let posting = |ledger: &str, cents| Posting(ledger.to_owned(), Cents(cents));
    assert_eq!(
        postings,
        [
            posting("1020", 10_000),
            posting("1010", 4_600),
            posting("4010", -8_000),
            posting("4020", -4_100),
            posting("4030", -2_500),
        ]
    );
}
