//! Files of payments: every item a receipt, what cannot be placed in suspense with why;
//! all of it or nothing.

use counterfoil_domain::batch::{FileItem, TakenIn, take_in};
use counterfoil_domain::config::{BatchKind, FlagAction, Overpayment, Waiver};
use counterfoil_domain::entry::{BatchFile, Body};
use counterfoil_domain::money::Cents;
use counterfoil_domain::posting::Posting;
use counterfoil_domain::receipt::Receipt;
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::session::SessionStage;
use uuid::Uuid;

use super::office::Office;
use crate::fixture::{day, offer};
use crate::table::{Rule, check, code_of};

#[derive(Clone)]
struct Scene {
    office: Office,
    items: Vec<FileItem>,
}

fn item(line: u64, account: &str, tender: &str, cents: i64) -> FileItem {
    FileItem {
        line,
        account: account.into(),
        tender: offer(tender, cents, u32::try_from(line).unwrap()),
        payer: Some("Someone".into()),
        reference: Some(format!("C-{line}")),
    }
}

impl Scene {
    fn of(items: Vec<FileItem>) -> Scene {
        Scene {
            office: Office::new(),
            items,
        }
    }

    fn take(&self) -> Result<TakenIn, Refusal> {
        let file = BatchFile {
            name: "web.csv".into(),
            id: "WEB-20261121".into(),
            digest: "ab".repeat(32),
            layout: "WEB".into(),
        };
        let layout = self.office.configuration.batch_layout("WEB").unwrap();
        let when = (self.office.now, self.office.today());
        self.office.knowing(None, ("ana", Some("sol")), |facts| {
            let (id, name) = (Uuid::from_u128(8), "Web payments 21 Nov");
            take_in(facts, id, name, when, 18, (layout, file.clone()), &self.items)
        })
    }

    /// What went into suspense: line, account, amount, why.
    fn suspense(&self) -> Vec<(u64, String, i64, String)> {
        let taken = self.take().unwrap().suspense;
        taken
            .into_iter()
            .map(|(line, account, cents, why)| (line, account, cents.0, why))
            .collect()
    }

    fn receipts(&self) -> Vec<Receipt> {
        let receipt = |body| match body {
            Body::Receipt(receipt) => Some(*receipt),
            _ => None,
        };
        let decisions = self.take().unwrap().decisions;
        decisions
            .into_iter()
            .filter_map(|decision| receipt(decision.body))
            .collect()
    }
}

#[test]
fn taking_a_file_in() {
    let rules: [Rule<'_, Scene>; 6] = [
        ("nothing_to_pay", |s| s.items.clear()),
        ("counted_otherwise", |s| s.items[2].tender = offer("CASH", 700, 0)),
        ("amount_zero", |s| s.items[0].tender.amount = Cents::ZERO),
        ("tender_field_missing", |s| s.items[0].tender.approval = None),
        ("suspense_not_set_up", |s| s.office.configuration.suspense = None),
        // The third item alone is not complete: nothing of the first two is taken either.
        ("routing_checksum", |s| {
            s.items[2].tender.routing = Some("121000359".into())
        }),
    ];
    let scene = Scene::of(vec![
        item(2, "20-1", "CARD", 6_000),
        item(3, "20-99", "CARD", 500),
        item(4, "20-1", "CHECK", 700),
    ]);
    // An amount of nothing speaks before the fields, so both are broken in one item.
    check(&scene, Scene::take, &rules);
}

#[test]
fn a_file_becomes_a_closed_batch_of_receipts_that_agrees_with_itself() {
    let mut scene = Scene::of(vec![
        item(2, "20-1", "CARD", 6_000),
        item(3, "20-99", "CHECK", 500),
        item(4, "20-4", "CARD", 700),
    ]);
    let taken = scene.take().unwrap();
    assert_eq!(taken.decisions.len(), 5);
    let Body::BatchOpened(opened) = &taken.decisions[0].body else {
        panic!("not opened")
    };
    assert_eq!((opened.kind, opened.keyed_by.0.as_str()), (BatchKind::Web, "ana"));
    assert_eq!(opened.file.as_ref().unwrap().id, "WEB-20261121");
    let figures: Vec<_> = opened
        .control
        .iter()
        .map(|one| (one.tender.as_str(), one.items, one.total.0))
        .collect();
    assert_eq!(figures, [("CARD", 2, 6_700), ("CHECK", 1, 500)]);
    let numbers: Vec<String> = scene.receipts().into_iter().map(|receipt| receipt.number).collect();
    assert_eq!(numbers, ["W3-000018", "W3-000019", "W3-000020"]);
    assert_eq!(
        scene.suspense(),
        [(3, "20-99".to_owned(), 500, "no such account".to_owned())]
    );
    let held = &scene.receipts()[1];
    assert_eq!(held.lines[0].description, "Held in suspense: no such account");
    assert_eq!(held.lines[0].reference.as_deref(), Some("20-99"));
    assert_eq!(
        (held.payer.as_deref(), held.note.as_deref()),
        (Some("Someone"), Some("C-3"))
    );
    assert_eq!(
        taken.decisions[2].postings,
        [Posting("1020".into(), Cents(500)), Posting("2020".into(), Cents(-500))]
    );
    for decision in taken.decisions {
        scene.office.commit("W3", "ana", decision);
    }
    let session = scene.office.session(Uuid::from_u128(8));
    assert_eq!(
        (session.stage(), session.drawer.as_str()),
        (SessionStage::Closed, "Web payments 21 Nov")
    );
    let figures = session.figures(&scene.office.configuration).unwrap();
    assert!(figures.iter().all(|line| line.expected == line.counted));
    assert_eq!(session.receipts_total(), Ok(Cents(7_200)));
}

#[test]
fn each_item_sees_what_those_before_it_paid() {
    let twice = vec![item(2, "20-1", "CARD", 22_963), item(3, "20-1", "CARD", 22_963)];
    let mut scene = Scene::of(twice);
    let receipts = scene.receipts();
    let codes = |receipt: &Receipt| -> Vec<String> { receipt.lines.iter().map(|line| line.code.clone()).collect() };
    assert_eq!(codes(&receipts[0]), ["WATER", "SEWER", "WATER"]);
    assert_eq!(
        codes(&receipts[1]),
        ["CREDIT"],
        "there is nothing more to pay, so it stands to the credit"
    );
    assert_eq!(
        (receipts[0].balances[0].due, receipts[1].balances[0].due),
        (Cents::ZERO, Cents(-22_963))
    );
    scene.office.configuration.policies.overpayment = Overpayment::Refused;
    assert_eq!(
        scene.suspense(),
        [(3, "20-1".to_owned(), 22_963, "more than what is due".to_owned())]
    );
    // The other way round the first is taken as well.
    scene.items[0].tender.amount = Cents(22_962);
    scene.items[1].tender.amount = Cents(1);
    assert_eq!(scene.suspense(), []);
}

#[test]
fn what_an_account_says_of_itself_is_heard_and_nobody_stands_there_to_agree() {
    let scene = Scene::of(vec![
        item(2, "20-2", "CARD", 5_000),
        item(3, "20-3", "CHECK", 3_000),
        item(4, "20-3", "CARD", 3_000),
        item(5, "20-1", "CARD", 100),
    ]);
    let why = |scene: &Scene| -> Vec<(u64, String)> {
        scene
            .suspense()
            .into_iter()
            .map(|(line, _, _, why)| (line, why))
            .collect()
    };
    let said = |line: u64, why: &str| (line, why.to_owned());
    assert_eq!(
        why(&scene),
        [
            said(2, "a supervisor must agree to payments on this account"),
            said(3, "the account is cash or card only"),
        ]
    );
    let mut stopped = scene.clone();
    stopped.office.accounts.get_mut("20-1").unwrap().flags.lien = true;
    stopped.office.configuration.policies.flags.lien = FlagAction::Stop;
    stopped.office.configuration.policies.waived.push(Waiver::Flag);
    assert_eq!(
        why(&stopped),
        [
            said(3, "the account is cash or card only"),
            said(5, "no payment is taken on this account")
        ]
    );
}

#[test]
fn a_check_that_was_taken_before_is_held_until_somebody_looks() {
    let mut scene = Scene::of(vec![item(2, "20-1", "CHECK", 500)]);
    let check = ("token-of-123456789".to_owned(), "1002".to_owned());
    let earlier = ("W4-000007".to_owned(), day("2026-11-20"));
    scene.office.checks.insert(check, earlier);
    let why = "the same check as on receipt W4-000007".to_owned();
    assert_eq!(scene.suspense(), [(2, "20-1".to_owned(), 500, why)]);
}

#[test]
fn an_item_without_an_account_stands_in_suspense_without_a_reference() {
    let scene = Scene::of(vec![item(2, "", "CARD", 500)]);
    assert_eq!(scene.suspense()[0].3, "no such account");
    assert_eq!(scene.receipts()[0].lines[0].reference, None);
    let mut too_long = scene;
    too_long.items[0].account = "9".repeat(41);
    assert_eq!(code_of(too_long.take()), "text_too_long", "nothing is cut off and kept");
}
