//! Working returned items: the bank's file, notices, the list for collections.

use counterfoil_domain::config::{CorrectedBy, CorrectionReason, Language};
use counterfoil_domain::entry::{BatchFile, Body, CollectionsListed, FileReturn, ReturnNoticed};
use counterfoil_domain::journal::Decision;
use counterfoil_domain::money::Cents;
use counterfoil_domain::receipt::CheckData;
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::returns::item::ItemState;
use counterfoil_domain::returns::{FileItem, dismiss, list_for_collections, notice, take_in_file};

use crate::corrections::site::Site;
use crate::fixture::{CARD_NUMBER, day, offer, on_account, part_of};
use crate::table::{Rule, check, code_of};

#[derive(Clone)]
struct Scene {
    site: Site,
    items: Vec<&'static str>,
}

impl Scene {
    /// On 21 November two checks on 20-1, 120.00 and 30.00; both came back on the 25th. It is 1 January.
    fn new() -> Scene {
        let mut site = Site::new();
        let receipts = [(12_000, 1), (3_000, 2)]
            .map(|(cents, nth)| site.pay(vec![part_of("20-1", cents)], vec![offer("CHECK", cents, nth)]));
        site.pass(4);
        receipts.iter().for_each(|receipt| drop(site.bounce(receipt, 0)));
        site.pass(37);
        Scene {
            site,
            items: vec!["R-000001", "R-000002"],
        }
    }

    /// Somebody pays all that is due on 20-1 in cash.
    fn paid(&mut self) {
        if self.site.item("R-000002").state() != ItemState::Cleared {
            let due = self.site.standing("20-1").due().unwrap().0;
            self.site.pay(vec![on_account("20-1")], vec![offer("CASH", due, 0)]);
        }
    }

    fn notice(&self) -> Result<Decision, Refusal> {
        let item = self.site.item("R-000002");
        self.site
            .knowing(("tre", None), |facts, _| notice(facts, item, Language::Es))
    }

    fn list(&self) -> Result<Decision, Refusal> {
        let items: Vec<_> = self.items.iter().map(|number| self.site.item(number)).collect();
        self.site.knowing(("tre", None), |facts, _| {
            list_for_collections(facts, "C-000001", &items)
        })
    }

    fn listed(&self) -> CollectionsListed {
        match self.list().unwrap().body {
            Body::CollectionsListed(listed) => listed,
            other => panic!("not listed: {other:?}"),
        }
    }
}

#[test]
fn making_a_notice() {
    let rules: [Rule<'_, Scene>; 3] = [
        ("returns_not_set_up", |s| s.site.configuration.returned_items = None),
        ("holds_open_drawer", |s| s.site.holds = Some("Drawer 3".into())),
        ("return_not_open", Scene::paid),
    ];
    let mut paid = Scene::new();
    paid.paid();
    assert_eq!(code_of(paid.notice()), "return_not_open");
    check(&Scene::new(), Scene::notice, &rules);
}

#[test]
fn a_notice_asks_for_what_is_open_within_the_configured_days() {
    let mut scene = Scene::new();
    for nth in [1, 2] {
        let decision = scene.notice().unwrap();
        assert_eq!(decision.postings, []);
        let Body::ReturnNoticed(body) = decision.body.clone() else {
            panic!("no notice")
        };
        assert_eq!(
            body,
            ReturnNoticed {
                number: "R-000002".into(),
                language: Language::Es,
                nth,
                open: Cents(6_500),
                pay_by: day("2027-01-31"),
                cash_only_until: Some(day("2027-05-24")),
            },
            "30.00 and the fee of a second item"
        );
        scene.site.write("tre", decision);
        assert_eq!(scene.site.item("R-000002").state(), ItemState::NoticeSent);
    }
    assert_eq!(scene.site.item("R-000001").state(), ItemState::Open);
    // Reinstated, its fee stays open, and is asked for.
    scene.site.try_reinstate("R-000002", false).unwrap();
    let Body::ReturnNoticed(body) = scene.notice().unwrap().body else {
        panic!("no notice")
    };
    assert_eq!((body.open, body.nth), (Cents(3_500), 3));
}

#[test]
fn listing_for_collections() {
    let rules: [Rule<'_, Scene>; 6] = [
        ("returns_not_set_up", |s| s.site.configuration.returned_items = None),
        ("holds_open_drawer", |s| s.site.holds = Some("Drawer 3".into())),
        ("nothing_to_list", |s| s.items.clear()),
        ("return_not_open", |s| {
            s.items = vec!["R-000002"];
            s.paid();
        }),
        ("already_in_collections", |s| {
            s.items = vec!["R-000002"];
            let rules = s.site.configuration.returned_items.as_mut().unwrap();
            let days = std::mem::replace(&mut rules.collections_days, 0);
            let decision = s.list().unwrap();
            s.site.write("tre", decision);
            s.site.configuration.returned_items.as_mut().unwrap().collections_days = days;
        }),
        ("collections_too_early", |s| {
            let rules = s.site.configuration.returned_items.as_mut().unwrap();
            rules.collections_days = 38;
        }),
    ];
    check(&Scene::new(), Scene::list, &rules);
    let mut scene = Scene::new();
    let rules = scene.site.configuration.returned_items.as_mut().unwrap();
    rules.collections_days = 37;
    scene.list().unwrap();
}

#[test]
fn a_list_for_collections_has_each_item_once() {
    let mut scene = Scene::new();
    scene.items = vec!["R-000002", "R-000001", "R-000002"];
    let listed = scene.listed();
    let named = |number: &str, cents| (number.to_owned(), Cents(cents));
    assert_eq!(listed.items, [named("R-000002", 6_500), named("R-000001", 14_500)]);
    assert_eq!(listed.total, Cents(21_000));
    let decision = scene.list().unwrap();
    assert_eq!(decision.postings, []);
    scene.site.write("tre", decision);
    assert_eq!(scene.site.item("R-000001").state(), ItemState::Collections);
    assert_eq!(
        scene.site.item("R-000001").collections,
        Some(("C-000001".to_owned(), scene.site.today()))
    );
    scene.paid();
    assert_eq!(scene.site.item("R-000001").state(), ItemState::Cleared);
}

#[derive(Clone)]
struct InFile {
    site: Site,
    items: Vec<FileReturn>,
    done: bool,
    reason: String,
    second: Option<&'static str>,
}

impl InFile {
    fn new() -> InFile {
        let item = |line, cents| FileReturn {
            line,
            amount: Cents(cents),
            ..FileReturn::default()
        };
        InFile {
            site: Site::new(),
            items: vec![item(2, 12_000), item(3, 450)],
            done: false,
            reason: "Of another city".into(),
            second: Some("eva"),
        }
    }

    fn take_in(&self) -> Result<Decision, Refusal> {
        let file = BatchFile {
            name: "returns.csv".into(),
            id: "RET-1".into(),
            digest: "ab".repeat(32),
            layout: "BANKRET".into(),
        };
        self.site.knowing(("tre", None), |facts, _| {
            let of = (file, Some(day("2026-11-20")));
            take_in_file(
                facts,
                "F-000001",
                of,
                self.items.clone(),
                vec!["Account renumbered".into()],
            )
        })
    }

    fn dismiss(&self) -> Result<Decision, Refusal> {
        let item = FileItem {
            file: "F-000001".into(),
            item: 1,
            said: self.items[1].clone(),
            done: self.done,
        };
        self.site
            .knowing(("tre", self.second), |facts, _| dismiss(facts, &item, &self.reason))
    }
}

#[test]
fn taking_a_file_in() {
    let rules: [Rule<'_, InFile>; 3] = [
        ("returns_not_set_up", |s| s.site.configuration.returned_items = None),
        ("holds_open_drawer", |s| s.site.holds = Some("Drawer 3".into())),
        ("amount_out_of_range", |s| s.items[0].amount = Cents(i64::MAX)),
    ];
    check(&InFile::new(), InFile::take_in, &rules);
    let decision = InFile::new().take_in().unwrap();
    assert_eq!(decision.postings, [], "a file moves no money");
    let Body::ReturnFileTakenIn(taken) = decision.body else {
        panic!("not taken in")
    };
    assert_eq!((taken.total, taken.items.len()), (Cents(12_450), 2));
    assert_eq!(taken.person, ("tre".to_owned(), "Tre Asher".to_owned()));
}

#[derive(Clone)]
struct Worked {
    item: FileItem,
    paid: bool,
    amount: Cents,
    check: CheckData,
}

fn check_of(number: &str, routing: &str, token: &str) -> CheckData {
    CheckData {
        number: Some(number.into()),
        routing: Some(routing.into()),
        last_four: None,
        token: Some(token.into()),
    }
}

impl Worked {
    fn new() -> Worked {
        let check = check_of("1042", "121000358", "one");
        Worked {
            item: FileItem {
                file: "F-000001".into(),
                item: 1,
                said: FileReturn {
                    amount: Cents(12_000),
                    check: check.clone(),
                    ..FileReturn::default()
                },
                done: false,
            },
            paid: false,
            amount: Cents(12_000),
            check,
        }
    }

    fn decide(&self) -> Result<(String, u32), Refusal> {
        self.item.worked(self.paid, self.amount, Some(&self.check))
    }
}

#[test]
fn what_is_worked_from_a_file_is_what_the_bank_says_there() {
    let returned: [Rule<'_, Worked>; 6] = [
        ("file_item_done", |s| s.item.done = true),
        ("file_item_represented", |s| s.item.said.represented = true),
        ("return_amount_differs", |s| s.amount = Cents(11_999)),
        ("file_item_of_other", |s| s.check.token = Some("another".into())),
        ("file_item_of_other", |s| s.check.routing = Some("122000247".into())),
        ("file_item_of_other", |s| s.check.number = Some("1043".into())),
    ];
    check(&Worked::new(), Worked::decide, &returned);
    assert_eq!(Worked::new().decide(), Ok(("F-000001".to_owned(), 1)));
    let mut again = Worked::new();
    again.paid = true;
    assert_eq!(code_of(again.decide()), "file_item_returned");
    again.item.said.represented = true;
    assert_eq!(again.decide(), Ok(("F-000001".to_owned(), 1)));
    // A number that stands alone may be the bank's own; and what nobody knows contradicts nothing.
    let mut bare = Worked::new();
    bare.item.said.check = check_of("77", "", "");
    (bare.item.said.check.routing, bare.item.said.check.token) = (None, None);
    assert!(bare.decide().is_ok());
    let mut unknown = Worked::new();
    unknown.check = CheckData::default();
    assert!(unknown.decide().is_ok());
}

#[test]
fn dismissing_an_item_of_a_file() {
    let listed = CorrectionReason {
        of: CorrectedBy::Dismissal,
        name: "Not ours".into(),
    };
    let rules: [Rule<'_, InFile>; 8] = [
        ("returns_not_set_up", |s| s.site.configuration.returned_items = None),
        ("holds_open_drawer", |s| s.site.holds = Some("Drawer 3".into())),
        ("file_item_done", |s| s.done = true),
        ("text_too_long", |s| s.reason = "x".repeat(201)),
        ("card_number_in_text", |s| s.reason = CARD_NUMBER.into()),
        ("text_missing", |s| s.reason = " ".into()),
        ("second_person_needed", |s| s.second = None),
        ("second_person_same", |s| s.second = Some("tre")),
    ];
    let mut scene = InFile::new();
    let rules_of = scene.site.configuration.corrections.as_mut().unwrap();
    rules_of.reasons.push(listed);
    assert_eq!(code_of(scene.dismiss()), "reason_not_listed");
    check(&InFile::new(), InFile::dismiss, &rules);
    let decision = InFile::new().dismiss().unwrap();
    let Body::ReturnItemDismissed(dismissed) = decision.body else {
        panic!("not dismissed")
    };
    assert_eq!((dismissed.item, dismissed.amount), (1, Cents(450)));
}
