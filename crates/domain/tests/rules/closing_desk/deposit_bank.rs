//! What the bank says of a deposit: its figures, and its correction. The deposit stays as it is.

use chrono::NaiveDate;
use counterfoil_domain::config::{CorrectedBy, CorrectionReason, Waiver};
use counterfoil_domain::deposit::{correct, enter_bank_figures};
use counterfoil_domain::entry::Body;
use counterfoil_domain::journal::Decision;
use counterfoil_domain::money::Cents;
use counterfoil_domain::posting::Posting;
use counterfoil_domain::refusal::Refusal;

use super::deposits::Scene as Deposited;
use crate::fixture::{CARD_NUMBER, day};
use crate::table::{Rule, check, code_of};

#[derive(Clone)]
struct Scene {
    deposited: Deposited,
    figures: (Cents, Cents),
    validated_on: NaiveDate,
    reference: String,
    reason: String,
    second: Option<&'static str>,
}

impl Scene {
    /// A deposit of 39.00 in cash and 130.00 in checks went to the bank, which says 38.00 and 132.50.
    fn new() -> Scene {
        let mut deposited = Deposited::finished();
        deposited.actor = deposited.office.user("tre");
        Scene {
            deposited,
            figures: (Cents(3_800), Cents(13_250)),
            validated_on: day("2026-11-23"),
            reference: "ADV-77".into(),
            reason: "One dollar short, a check read wrong".into(),
            second: Some("eva"),
        }
    }

    fn enter(&self) -> Result<Decision, Refusal> {
        let deposit = &self.deposited.office.deposits[0];
        enter_bank_figures(
            deposit,
            &self.deposited.actor,
            self.figures,
            (self.validated_on, day("2026-11-23")),
            &self.reference,
        )
    }

    /// The bank's figures are entered.
    fn entered() -> Scene {
        let mut scene = Scene::new();
        let decision = scene.enter().unwrap();
        scene.commit(decision);
        scene
    }

    fn commit(&mut self, decision: Decision) {
        self.deposited.office.commit("W3", "tre", decision);
    }

    fn correct(&self) -> Result<Decision, Refusal> {
        let office = &self.deposited.office;
        let second = self.second.map(|id| office.user(id));
        correct(
            &office.configuration,
            &office.deposits[0],
            &self.deposited.actor,
            &self.reason,
            &self.reference,
            second.as_ref(),
        )
    }
}

#[test]
fn entering_the_banks_figures() {
    let rules: [Rule<'_, Scene>; 8] = [
        ("deposit_withdrawn", |s| s.deposited.is_withdrawn()),
        ("deposit_not_final", |s| s.deposited.deposit().finalized = None),
        ("bank_figures_entered", |s| {
            let mut corrected = Scene::entered();
            let decision = corrected.correct().unwrap();
            corrected.commit(decision);
            let deposit = corrected.deposited.office.deposits.remove(0);
            s.deposited.deposit().corrections = deposit.corrections;
        }),
        ("bank_date_wrong", |s| s.validated_on = day("2026-11-20")),
        ("bank_date_wrong", |s| s.validated_on = day("2026-12-01")),
        ("card_number_in_text", |s| s.reference = CARD_NUMBER.into()),
        ("text_too_long", |s| s.reference = "x".repeat(41)),
        ("text_missing", |s| s.reference = " ".into()),
    ];
    check(&Scene::new(), Scene::enter, &rules);
    let scene = Scene::entered();
    let deposit = &scene.deposited.office.deposits[0];
    assert_eq!(deposit.unexplained(), Ok((Cents(-100), Cents(250))));
    assert_eq!(deposit.bank.as_ref().unwrap().person.0, "tre");
    assert_eq!(
        Scene::new().deposited.office.deposits[0].unexplained(),
        Ok((Cents::ZERO, Cents::ZERO))
    );
}

#[test]
fn correcting() {
    let rules: [Rule<'_, Scene>; 14] = [
        ("deposit_withdrawn", |s| s.deposited.is_withdrawn()),
        ("deposit_not_final", |s| s.deposited.deposit().finalized = None),
        ("bank_figures_missing", |s| s.deposited.deposit().bank = None),
        ("nothing_to_correct", |s| {
            if let Some(bank) = &mut s.deposited.deposit().bank {
                (bank.cash, bank.checks) = (Cents(3_900), Cents(13_000));
            }
        }),
        ("reason_not_listed", |s| {
            s.reason = "Because".into();
            let rules = s.deposited.office.configuration.corrections.as_mut().unwrap();
            rules.reasons.push(CorrectionReason {
                of: CorrectedBy::Bank,
                name: "The bank counted again".into(),
            });
        }),
        ("card_number_in_text", |s| s.reason = CARD_NUMBER.into()),
        ("text_too_long", |s| s.reason = "x".repeat(201)),
        ("text_missing", |s| s.reason = " ".into()),
        ("text_too_long", |s| s.reference = "x".repeat(41)),
        ("text_missing", |s| s.reference.clear()),
        ("second_person_needed", |s| s.second = None),
        ("second_person_same", |s| s.second = Some("tre")),
        ("second_person_no_right", |s| s.second = Some("pia")),
        ("unknown_bank_account", |s| {
            s.deposited.office.configuration.bank_accounts.clear()
        }),
    ];
    check(&Scene::entered(), Scene::correct, &rules);
}

#[test]
fn a_correction_is_posted_to_over_short_and_alters_no_deposit() {
    let mut scene = Scene::entered();
    let decision = scene.correct().unwrap();
    let posting = |ledger: &str, cents| Posting(ledger.into(), Cents(cents));
    assert_eq!(decision.postings, [posting("1100", 150), posting("5010", -150)]);
    assert_eq!(
        decision.approval.as_ref().unwrap().statement,
        "Correct deposit D-000001 by −1.00 in cash and 2.50 in checks. Reason: One dollar short, a check read wrong"
    );
    let before = scene.deposited.office.deposits[0].prepared.clone();
    scene.commit(decision);
    let deposit = &scene.deposited.office.deposits[0];
    assert_eq!(deposit.prepared, before);
    assert_eq!(deposit.unexplained(), Ok((Cents::ZERO, Cents::ZERO)));
    assert_eq!(
        code_of(scene.correct()),
        "nothing_to_correct",
        "what was corrected once is explained"
    );
    assert_eq!(code_of(scene.enter()), "bank_figures_entered");
}

#[test]
fn cash_for_checks_is_corrected_though_the_sum_is_right() {
    let mut scene = Scene::new();
    scene.figures = (Cents(4_000), Cents(12_900));
    let decision = scene.enter().unwrap();
    scene.commit(decision);
    let decision = scene.correct().unwrap();
    assert_eq!(decision.postings, [], "the bank has as much as the ledger says");
    let Body::BankCorrected(body) = decision.body else {
        panic!("not corrected")
    };
    assert_eq!((body.cash, body.checks), (Cents(100), Cents(-100)));
    scene.second = None;
    scene
        .deposited
        .office
        .configuration
        .policies
        .waived
        .push(Waiver::BankCorrection);
    assert_eq!(scene.correct().unwrap().approval, None);
}
