//! Reports of returned items and of corrections after the close, made from entries.

use counterfoil_domain::config::Language;
use counterfoil_domain::correction::{
    Payee, RefundStanding, list_refunds, request_refund, reverse, transfer, withdraw_refund,
};
use counterfoil_domain::day::Day;
use counterfoil_domain::documents::report::Report;
use counterfoil_domain::documents::{
    RefundRow, account_history, audit_trail, collections_list, refund_list, return_notice, returned_items_of_day,
    returned_items_register, suspense_list, void_register, voucher,
};
use counterfoil_domain::entry::{Body, Entry, ReturnNoticed};
use counterfoil_domain::history::history_of;
use counterfoil_domain::money::Cents;
use counterfoil_domain::payment::{self, LineRequest};
use counterfoil_domain::receipt::Tender;
use counterfoil_domain::returns::item::ReturnedItem;
use counterfoil_domain::returns::{Reinstatement, list_for_collections, notice, reinstate};

use super::books::{Books, check_of, date, electronic, held, on_account, permit};
use super::card;

const LUCIA: &str = "20-10417-03";
const BART: &str = "20-11903-01";
const LI: &str = "20-22000-07";

/// A day's books with everything in them, and vouchers on the way.
struct Lived {
    books: Books,
    vouchers: Vec<(&'static str, Report)>,
}

impl Lived {
    fn voucher(&mut self, name: &'static str) {
        let (entry, hash) = self.books.last();
        let report = voucher(&self.books.configuration, entry, hash).expect("sums");
        self.vouchers.push((name, report.expect("a voucher")));
    }

    fn notice(&mut self, number: &str, language: Language) {
        self.books.decide(|books, facts| {
            let item = books.returned.item(number).expect("the item");
            notice(facts, item, language)
        });
    }
}

fn cash(cents: i64) -> Tender {
    Tender {
        code: "CASH".to_owned(),
        ..super::cash("Cash", cents, cents)
    }
}

fn by_card(cents: i64) -> Tender {
    Tender {
        code: "CARD".to_owned(),
        ..card("Card", cents)
    }
}

/// Items of every state and age until 20 November; the day itself is the 21st. Gives the
/// receipt that comes back on it.
fn before(lived: &mut Lived) -> String {
    let books = &mut lived.books;
    let old = books.pay(
        "Alarm House Inc.",
        vec![permit("Alarm permit AP-5521", 6_000)],
        vec![electronic(6_000)],
    );
    books.on("2026-08-14").return_of(&[&old], "R01", "", None);
    books.on("2026-08-20");
    lived.notice("R-000001", Language::En);
    let books = &mut lived.books;
    books.on("2026-09-25");
    let first = books.pay(
        "Bart Featherstonehaugh",
        vec![on_account(BART, "U08", "Utility bill, August", 18_010)],
        vec![check_of("bart", "1001", 18_010)],
    );
    books.on("2026-10-01").return_of(&[&first], "NSF", "000098", None);
    let paid = [
        on_account(BART, "R-000002/1", "Returned check: Utility bill, August", 18_010),
        on_account(BART, "R-000002/2", "Returned-item fee", 2_500),
    ];
    books
        .on("2026-10-06")
        .pay("Bart Featherstonehaugh", paid.to_vec(), vec![cash(20_510)]);
    books.on("2026-10-19");
    lived.notice("R-000001", Language::En);
    lived.books.decide(|books, facts| {
        let item = books.returned.item("R-000001").expect("the item");
        list_for_collections(facts, "C-000001", &[item])
    });
    let books = &mut lived.books;
    let wrong = books.pay(
        "Li Wei",
        vec![permit("Alarm permit AP-7001", 4_500)],
        vec![check_of("li", "310", 4_500)],
    );
    books.on("2026-10-27").return_of(&[&wrong], "BANK", "000110", None);
    books.on("2026-11-10");
    let both = [
        books.pay(
            "Bart Featherstonehaugh",
            vec![on_account(BART, "U10", "Utility bill, October", 20_155)],
            vec![check_of("bart", "1044", 20_155)],
        ),
        books.pay(
            "Bart Featherstonehaugh",
            vec![permit("Alarm permit AP-9134", 4_500)],
            vec![check_of("bart", "1044", 4_500)],
        ),
    ];
    books.on("2026-11-12");
    let lines = vec![
        on_account(LUCIA, "U10", "Utility bill, October", 12_000),
        on_account(LUCIA, "U09", "Utility bill, September", 6_462),
    ];
    let hers = books.pay(
        "Lucía Peña Ortiz",
        lines,
        vec![check_of("lucia", "2207", 15_000), cash(3_462)],
    );
    books
        .on("2026-11-16")
        .return_of(&[&both[0], &both[1]], "NSF", "000119", None);
    let part = on_account(BART, "R-000004/1", "Returned check: Utility bill, October", 5_000);
    books
        .on("2026-11-18")
        .pay("Bart Featherstonehaugh", vec![part], vec![cash(5_000)]);
    books.on("2026-11-20");
    lived.notice("R-000004", Language::Es);
    hers
}

/// The day itself: everything once.
fn on_the_day(lived: &mut Lived, hers: &str) {
    let books = &mut lived.books;
    books.on("2026-11-21");
    let mixed = books.pay(
        "Li Wei",
        vec![permit("Alarm permit AP-8002", 9_000)],
        vec![by_card(4_000), cash(5_000)],
    );
    let unknown = books.pay(
        "M. Ailing",
        vec![held("20-99999-01", 7_700)],
        vec![check_of("ailing", "88", 7_700)],
    );
    let unclaimed = books.pay("Cash by mail", vec![held("no name", 2_000)], vec![cash(2_000)]);
    books.return_of(&[hers], "NSF", "000121", None);
    lived.voucher("voucher-returned");
    lived
        .books
        .return_of(&[&unknown], "CLOSED", "000121", Some("Not our payer's mistake"));
    lived.notice("R-000005", Language::En);
    lived.books.decide(|books, facts| {
        let item = books.returned.item("R-000003").expect("the item");
        let request = Reinstatement {
            mistake: true,
            reason: "The bank took it back by mistake".to_owned(),
            reference: Some("CM-5521".to_owned()),
            file: None,
        };
        reinstate(facts, item, &request)
    });
    lived.voucher("voucher-reinstated");
    let li = Payee {
        name: "Li Wei".to_owned(),
        address: vec!["9 Second Street".to_owned(), "Arroyo Verde, CA 92501".to_owned()],
    };
    lived.books.decide(|books, facts| {
        let trace = books.trace(&mixed);
        reverse(facts, &trace, true, ("RF-000001", &li), "Paid twice")
    });
    lived.voucher("voucher-reversed");
    moved(lived);
    refunds(lived, &unclaimed, &li);
}

/// Li's payment went to Lucía's account.
fn moved(lived: &mut Lived) {
    let line = on_account(LUCIA, "U09", "Utility bill, September", 2_000);
    let wrong = lived.books.pay("Li Wei", vec![line], vec![cash(2_000)]);
    let accounts = lived.books.accounts();
    lived.books.decide(|books, facts| {
        let trace = books.trace(&wrong);
        let pricing = payment::Facts {
            configuration: facts.configuration,
            station: &facts.configuration.stations[0],
            session: None,
            actor: facts.actor,
            today: facts.today,
            accounts: &accounts,
            checks: &Default::default(),
            returned: &books.returned,
            number: "",
            second: facts.second,
        };
        let to = LineRequest::Account {
            account: LI.to_owned(),
            charges: Vec::new(),
            amount: Some(Cents(2_000)),
            seen_due: None,
        };
        transfer(
            facts,
            &pricing,
            (&trace, true),
            (0, Cents(2_000)),
            to,
            "Wrong account keyed",
        )
    });
    lived.voucher("voucher-moved");
}

/// Two refunds are asked for, one is withdrawn, the rest is listed.
fn refunds(lived: &mut Lived, unclaimed: &str, li: &Payee) {
    for (number, amount) in [("RF-000002", 1_500), ("RF-000003", 500)] {
        lived.books.decide(|books, facts| {
            let trace = books.trace(unclaimed);
            let line = (0, Cents(amount));
            request_refund(facts, (&trace, true), line, (number, li), "Unclaimed money")
        });
    }
    lived.voucher("voucher-refund");
    lived.books.decide(|books, facts| {
        let entries = books.entries.iter();
        let mut last = entries.rev().filter_map(|(entry, _)| RefundStanding::of(entry));
        let standing = last.find(|standing| standing.requested.is_some()).expect("a request");
        withdraw_refund(facts, &standing, "The payer came by")
    });
    lived.voucher("voucher-refund-withdrawn");
    lived.books.decide(|books, facts| {
        let entries = books.entries.iter();
        let standing = entries.filter_map(|(entry, _)| RefundStanding::of(entry));
        let standing: Vec<RefundStanding> = standing.take(2).collect();
        list_refunds(facts, "AP-000001", &standing)
    });
}

fn rows(books: &Books) -> Vec<RefundRow> {
    let entries = books.entries.iter();
    entries.filter_map(|(entry, hash)| RefundRow::of(entry, hash)).collect()
}

fn noticed<'e>(books: &'e Books, number: &str) -> (&'e ReturnNoticed, &'e Entry) {
    let mut notices = books.entries.iter().rev().filter_map(|(entry, _)| match &entry.body {
        Body::ReturnNoticed(body) => Some((body, entry)),
        _ => None,
    });
    notices.find(|(body, _)| body.number == number).expect("a notice")
}

fn letter(books: &Books, number: &str) -> Report {
    let (body, entry) = noticed(books, number);
    let item = books.returned.item(number).expect("the item");
    return_notice(&books.configuration, item, body, body.language, entry.business_date)
}

/// Every sample with its name.
pub(crate) fn every() -> Vec<(&'static str, Report)> {
    let mut lived = Lived {
        books: Books::new(),
        vouchers: Vec::new(),
    };
    let hers = before(&mut lived);
    on_the_day(&mut lived, &hers);
    let Lived { books, vouchers } = lived;
    let (configuration, on) = (&books.configuration, date("2026-11-21"));
    let items: Vec<&ReturnedItem> = books.returned.items().collect();
    let mut day = Day::new(on);
    for (entry, hash) in &books.entries {
        day.apply(entry, hash).expect("a fold");
    }
    let listed = |kind: &str| books.entries.iter().find(|(entry, _)| entry.body.kind() == kind);
    let (
        Some((
            Entry {
                body: Body::RefundsListed(refunds),
                ..
            },
            _,
        )),
        Some((collections, _)),
    ) = (listed("refunds_listed"), listed("collections_listed"))
    else {
        panic!("lists were made");
    };
    let Body::CollectionsListed(collected) = &collections.body else {
        panic!("a collections list")
    };
    let entries = books.entries.iter();
    let history = |account: &str| {
        let rows = entries
            .clone()
            .flat_map(|(entry, hash)| history_of(entry, hash, account));
        rows.collect::<Vec<_>>()
    };
    let rows = rows(&books);
    let mut reports = vec![
        (
            "returned-items",
            returned_items_register(configuration, on, &items).expect("sums"),
        ),
        (
            "returned-items-of-day",
            returned_items_of_day(configuration, &day).expect("sums"),
        ),
        ("return-notice-english", letter(&books, "R-000005")),
        ("return-notice-spanish", letter(&books, "R-000004")),
        (
            "refund-list",
            refund_list(configuration, Some(refunds), on, &rows).expect("sums"),
        ),
        (
            "refunds-not-listed",
            refund_list(configuration, None, on, &rows[2..]).expect("sums"),
        ),
        (
            "collections-list",
            collections_list(configuration, Some(collected), collections.business_date, &items).expect("sums"),
        ),
        (
            "account-history",
            account_history(
                configuration,
                (BART, "Bartholomew Featherstonehaugh"),
                on,
                &history(BART),
            )
            .expect("sums"),
        ),
        (
            "account-history-moved",
            account_history(configuration, (LI, "Li Wei"), on, &history(LI)).expect("sums"),
        ),
        (
            "voids-and-corrections",
            void_register(configuration, &day).expect("sums"),
        ),
        (
            "suspense",
            suspense_list(configuration, on, &day.suspense).expect("sums"),
        ),
        ("audit-trail", audit_trail(configuration, &day)),
    ];
    reports.extend(vouchers);
    reports
}
