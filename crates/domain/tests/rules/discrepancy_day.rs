//! A made-up day at one counter, two hundred receipts long, with the drawer as it
//! really is beside what is recorded. Where one error is planted, the two part ways
//! there and nowhere else. Nothing here knows the search.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
use counterfoil_domain::cash::{CashCount, CashLine};
use counterfoil_domain::config::{ChargeCode, Configuration, Language, TenderKind};
use counterfoil_domain::discrepancy::Lines;
use counterfoil_domain::entry::{
    Body, ChangeOrdered, CheckpointCounted, CountedItem, DrawerCounted, DrawerOpened, HandedOver, NoSale, PickedUp,
    ReceiptVoided, TenderCount,
};
use counterfoil_domain::journal::{Decision, Head, Stamp};
use counterfoil_domain::money::Cents;
use counterfoil_domain::posting::Posting;
use counterfoil_domain::receipt::{CheckData, Receipt, ReceiptLine, Tender};
use counterfoil_domain::session::Session;
use uuid::Uuid;

use crate::fixture::configuration;

/// What every float is, in cents.
pub(crate) const FLOAT: i64 = 30_000;

/// A small generator of numbers: the same seed, the same day (splitmix64).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from `low` up to, but not, `high`.
    pub(crate) fn within(&mut self, low: i64, high: i64) -> i64 {
        low + i64::try_from(self.next() % u64::try_from(high - low).unwrap()).unwrap()
    }

    pub(crate) fn of_a_hundred(&mut self, chances: i64) -> bool {
        self.within(0, 100) < chances
    }

    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[usize::try_from(self.within(0, i64::try_from(from.len()).unwrap())).unwrap()]
    }
}

/// What is paid for, and how its amount comes about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum For {
    /// A bill on an account; the amount is all that is due.
    Bill { account: String },
    /// A bill on an account; the amount is typed.
    TypedBill { account: String, due: i64 },
    /// A fixed price, with a reference.
    Price { code: &'static str, reference: String },
    /// Copies: a fixed price without a reference.
    Copies,
    /// An open amount, typed.
    Open,
}

/// A payment as it comes to the counter.
#[derive(Debug, Clone)]
pub(crate) struct Sale {
    pub(crate) what: For,
    pub(crate) amount: i64,
    pub(crate) tenders: Vec<Tender>,
}

impl Sale {
    /// Whether somebody typed the amount.
    pub(crate) fn typed(&self) -> bool {
        matches!(self.what, For::TypedBill { .. } | For::Open)
    }

    /// Whether it is paid by that tender alone, without change.
    pub(crate) fn exactly_by(&self, code: &str) -> bool {
        matches!(self.tenders.as_slice(), [only] if only.code == code && only.handed.is_none())
    }

    /// The same sale with another amount typed and tendered.
    pub(crate) fn keyed(&self, amount: i64) -> Sale {
        let mut sale = self.clone();
        sale.amount = amount;
        sale.tenders[0].amount = Cents(amount);
        sale
    }

    fn lines(&self, configuration: &Configuration) -> Vec<ReceiptLine> {
        let line = |code: &str, amount: i64| ReceiptLine {
            code: code.into(),
            description: code.into(),
            department: "FIN".into(),
            account: None,
            charge: None,
            reference: None,
            quantity: None,
            amount: Cents(amount),
            due: None,
            split: vec![("4010".into(), Cents(amount))],
        };
        let on = |account: &str, amount: i64, due: i64| ReceiptLine {
            account: Some(account.into()),
            charge: Some("W1".into()),
            due: Some(Cents(due)),
            ..line("WATER", amount)
        };
        match &self.what {
            For::Bill { account } => vec![on(account, self.amount, self.amount)],
            For::TypedBill { account, due } if self.amount <= *due => vec![on(account, self.amount, *due)],
            For::TypedBill { account, due } => vec![
                on(account, *due, *due),
                ReceiptLine {
                    account: Some(account.clone()),
                    split: vec![(configuration.posting.customer_credit.clone(), Cents(self.amount - due))],
                    ..line("CREDIT", self.amount - due)
                },
            ],
            For::Price { code, reference } => vec![ReceiptLine {
                reference: Some(reference.clone()),
                ..line(code, self.amount)
            }],
            For::Copies => vec![line("COPY", self.amount)],
            For::Open => vec![line("MISC", self.amount)],
        }
    }
}

/// A city whose charges have the prices of a counter.
pub(crate) fn city() -> Configuration {
    let mut city = configuration();
    let licence = city.charge_code("DOG1").unwrap().clone();
    for (code, price) in [("PARK", 5_800), ("GOLF", 3_000), ("ALARM", 3_500)] {
        city.charge_codes.push(ChargeCode {
            code: code.into(),
            price: Some(Cents(price)),
            ..licence.clone()
        });
    }
    city
}

/// A piece of paper that lies in the drawer.
#[derive(Debug, Clone)]
pub(crate) struct Paper {
    pub(crate) of: Option<(String, u16)>,
    pub(crate) tender: String,
    pub(crate) number: Option<String>,
    pub(crate) amount: i64,
}

/// One drawer: what is recorded of it, and what is in it.
pub(crate) struct Till {
    pub(crate) configuration: Configuration,
    pub(crate) random: Random,
    pub(crate) session: Session,
    pub(crate) lines: Lines,
    pub(crate) cash: i64,
    pub(crate) papers: Vec<Paper>,
    pub(crate) slips: BTreeMap<String, i64>,
    head: Head,
    now: DateTime<Utc>,
    made: u32,
}

impl Till {
    /// Opened on a float: as accepted, and as it was.
    pub(crate) fn opened(station: &str, seed: u64, accepted: i64, really: i64) -> Till {
        let configuration = city();
        let mut head = Head::empty(station);
        let opened = DrawerOpened {
            session: Uuid::from_u128(u128::from(seed) << 32 | u128::from(station.as_bytes()[1])),
            drawer: format!("Drawer {}", &station[1..]),
            window: format!("Window {}", &station[1..]),
            cashier: "ana".into(),
            cashier_name: "Ana Núñez".into(),
            float: float_of(accepted),
            float_total: Cents(accepted),
        };
        let now: DateTime<Utc> = "2026-11-21T16:00:00Z".parse().unwrap();
        let entry = entry(&mut head, now, Body::DrawerOpened(opened.clone()), Vec::new());
        Till {
            session: Session::open(&entry, &opened),
            configuration,
            random: Random(seed),
            lines: Lines::new(),
            cash: really,
            papers: Vec::new(),
            slips: BTreeMap::new(),
            head,
            now,
            made: 0,
        }
    }

    pub(crate) fn write(&mut self, body: Body, postings: Vec<Posting>) {
        let entry = entry(&mut self.head, self.now, body, postings);
        self.session.apply(&entry).unwrap();
    }

    /// Time goes by.
    pub(crate) fn wait(&mut self, seconds: i64) {
        self.now += Duration::seconds(seconds);
    }

    fn bill(&mut self) -> i64 {
        2_500 + self.random.within(0, 11_000) + self.random.within(0, 11_000)
    }

    /// Somebody comes to the counter.
    pub(crate) fn customer(&mut self) -> Sale {
        let number = self.random.within(10_000, 99_999);
        let account = format!("20-{number}");
        let (what, amount) = match self.random.within(0, 100) {
            0..=54 => (For::Bill { account }, self.bill()),
            55..=60 => {
                let due = self.bill();
                (For::TypedBill { account, due }, due)
            }
            61..=67 => {
                let due = 15_000 + self.bill();
                let amount = self
                    .random
                    .pick(&[2_000, 2_500, 3_000, 4_000, 5_000, 6_000, 7_500, 10_000, 15_000]);
                (For::TypedBill { account, due }, amount)
            }
            68..=79 => {
                let (code, price) =
                    self.random
                        .pick(&[("DOG1", 2_500), ("PARK", 5_800), ("GOLF", 3_000), ("ALARM", 3_500)]);
                let reference = format!("T-{number}");
                (For::Price { code, reference }, price)
            }
            80..=82 => (For::Copies, 25 * self.random.within(1, 30)),
            _ => {
                let amount = self.random.within(500, 40_000);
                let whole = self.random.of_a_hundred(40);
                (For::Open, if whole { amount / 100 * 100 } else { amount })
            }
        };
        let code = match self.random.within(0, 100) {
            0..=41 if amount < 30_000 => "CASH",
            0..=68 => "CHECK",
            69..=93 => "CARD",
            94..=96 => "MO",
            _ => "ECHECK",
        };
        let tender = self.tender(code, amount);
        Sale {
            what,
            amount,
            tenders: vec![tender],
        }
    }

    /// A tender of some amount; cash as people hand it over.
    pub(crate) fn tender(&mut self, code: &str, amount: i64) -> Tender {
        self.made += 1;
        let kind = self.configuration.tender(code).unwrap().clone();
        let numbered = matches!(kind.kind, TenderKind::Check | TenderKind::MoneyOrder);
        let check = CheckData {
            number: Some((1_000 + self.random.within(0, 8_000)).to_string()),
            last_four: Some(format!("{:04}", self.made)),
            ..CheckData::default()
        };
        let exact = self.random.of_a_hundred(if amount % 100 == 0 { 50 } else { 25 });
        let handed = match code {
            "CASH" if !exact => {
                let note = self.random.pick(&[500, 1_000, 2_000, 2_000, 2_000, 5_000, 10_000]);
                Some(Cents((amount + note - 1) / note * note)).filter(|handed| handed.0 != amount)
            }
            _ => None,
        };
        Tender {
            code: code.into(),
            kind: kind.kind,
            name: kind.name,
            amount: Cents(amount),
            handed,
            check: numbered.then_some(check),
            card: None,
            reference: None,
        }
    }

    /// Records a receipt and gives back its number.
    pub(crate) fn record(&mut self, sale: &Sale) -> String {
        let number = self.head.next_receipt();
        let lines = sale.lines(&self.configuration);
        let change = sale
            .tenders
            .iter()
            .filter_map(|tender| tender.handed.map(|handed| handed.0 - tender.amount.0));
        let receipt = Receipt {
            lines: lines.clone(),
            change: Cents(change.sum()),
            ..receipt(&number, self.session.id, sale.tenders.clone(), sale.amount)
        };
        let mut postings = vec![Posting("1010".into(), Cents(sale.amount))];
        for (ledger, amount) in lines.iter().flat_map(|line| &line.split) {
            postings.push(Posting(ledger.clone(), Cents(-amount.0)));
        }
        self.write(Body::Receipt(Box::new(receipt)), postings);
        self.lines.insert(number.clone(), lines);
        number
    }

    /// The money of a sale comes into the drawer.
    pub(crate) fn receive(&mut self, number: &str, tenders: &[Tender]) {
        for (place, tender) in (0u16..).zip(tenders) {
            let code = tender.code.clone();
            match tender.kind {
                TenderKind::Cash => self.cash += tender.amount.0,
                TenderKind::Card | TenderKind::ElectronicCheck => {
                    *self.slips.entry(code).or_default() += tender.amount.0;
                }
                _ => self.papers.push(Paper {
                    of: Some((number.to_owned(), place)),
                    tender: code,
                    number: tender.check.as_ref().and_then(|check| check.number.clone()),
                    amount: tender.amount.0,
                }),
            }
        }
    }

    /// A receipt is voided; its money goes back, or stays.
    pub(crate) fn void(&mut self, number: &str, handed_back: bool) {
        let receipt = self.session.receipt(number).unwrap().clone();
        let body = ReceiptVoided {
            session: self.session.id,
            receipt: number.into(),
            total: receipt.total,
            reason: "Wrong account".into(),
            tenders: receipt.tenders.clone(),
            restored: Vec::new(),
            lines: Vec::new(),
        };
        self.write(Body::ReceiptVoided(body), Vec::new());
        if !handed_back {
            return;
        }
        for tender in &receipt.tenders {
            match tender.kind {
                TenderKind::Cash => self.cash -= tender.amount.0,
                TenderKind::Card | TenderKind::ElectronicCheck => {
                    *self.slips.get_mut(&tender.code).unwrap() -= tender.amount.0;
                }
                _ => self
                    .papers
                    .retain(|paper| paper.of.as_ref().is_none_or(|of| of.0 != number)),
            }
        }
    }

    /// The drawer is counted in the middle of the day.
    pub(crate) fn checkpoint(&mut self) {
        let body = CheckpointCounted {
            session: self.session.id,
            cash: CashCount::default(),
            counted: Cents(self.cash),
            expected: self.session.cash,
        };
        self.write(Body::CheckpointCounted(body), Vec::new());
    }

    /// The drawer goes to the other cashier.
    pub(crate) fn hand_over(&mut self) {
        let body = HandedOver {
            session: self.session.id,
            from: ("ana".into(), "Ana Núñez".into()),
            to: ("ben".into(), "Ben Ode".into()),
            cash: CashCount::default(),
            counted: Cents(self.cash),
            expected: self.session.cash,
            items: 0,
            items_expected: 0,
        };
        self.write(Body::HandedOver(body), Vec::new());
    }

    /// Cash goes to the vault, recorded or not.
    pub(crate) fn pick_up(&mut self, amount: i64, recorded: bool) {
        self.cash -= amount;
        if recorded {
            let body = PickedUp {
                session: self.session.id,
                cash: CashCount::default(),
                total: Cents(amount),
            };
            self.write(Body::PickedUp(body), Vec::new());
        }
    }

    /// Coin comes from the vault; `really` is what it did to the drawer.
    pub(crate) fn change_order(&mut self, received: i64, given: i64, really: i64) {
        self.cash += really;
        let body = ChangeOrdered {
            session: self.session.id,
            received: CashCount::default(),
            received_total: Cents(received),
            given: CashCount::default(),
            given_total: Cents(given),
        };
        self.write(Body::ChangeOrdered(body), Vec::new());
    }

    pub(crate) fn no_sale(&mut self) {
        let body = NoSale {
            session: self.session.id,
            reason: "Change for a meter".into(),
        };
        self.write(Body::NoSale(body), Vec::new());
    }

    /// What lies in the drawer, sorted by hand: straps where there are a hundred, rolls as they came.
    pub(crate) fn sorted(&mut self) -> CashCount {
        let mut left = self.cash;
        let mut count: BTreeMap<i64, (u32, u32)> = BTreeMap::new();
        for (cents, bundle, most) in [(100, 10_000, 1), (25, 1_000, 3), (10, 500, 2), (5, 200, 3), (1, 50, 6)] {
            let bundles = self.random.within(0, most + 1).min(left / 2 / bundle);
            left -= bundles * bundle;
            count.entry(cents).or_default().1 = u32::try_from(bundles).unwrap();
        }
        for (cents, share) in [
            (10_000, 25),
            (5_000, 15),
            (2_000, 80),
            (1_000, 40),
            (500, 40),
            (100, 80),
            (25, 60),
            (10, 60),
            (5, 60),
            (1, 100),
        ] {
            let most = left * self.random.within(share / 2, share + 1) / 100;
            let pieces = if cents == 1 { left } else { most / cents };
            left -= pieces * cents;
            let line = count.entry(cents).or_default();
            let strapped = if cents >= 100 { pieces / 100 } else { 0 };
            line.0 += u32::try_from(pieces - strapped * 100).unwrap();
            line.1 += u32::try_from(strapped).unwrap();
        }
        let line = |(cents, (loose, bundles)): (i64, (u32, u32))| CashLine {
            cents: Cents(cents),
            loose,
            bundles,
        };
        let lines = count.into_iter().rev().map(line);
        CashCount(lines.filter(|line| line.loose > 0 || line.bundles > 0).collect())
    }

    /// Commits the count for the close: cash as given, the rest as it lies there.
    pub(crate) fn count(&mut self, cash: CashCount) {
        let mut items = Vec::new();
        for piece in self.session.tape(&self.configuration) {
            let of = Some((piece.receipt.number.clone(), piece.place));
            let paper = self
                .papers
                .iter()
                .find(|paper| paper.of == of && paper.tender == piece.tender.code);
            items.push(CountedItem {
                tender: piece.tender.code.clone(),
                of: of.clone(),
                number: piece.tender.check.as_ref().and_then(|check| check.number.clone()),
                recorded: piece.tender.amount,
                found: paper.map(|paper| Cents(paper.amount)),
            });
        }
        for paper in &self.papers {
            let ticked = |item: &&CountedItem| item.of == paper.of && item.tender == paper.tender;
            if paper.of.is_some() && items.iter().any(|item| ticked(&item)) {
                continue;
            }
            items.push(CountedItem {
                tender: paper.tender.clone(),
                of: None,
                number: paper.number.clone(),
                recorded: Cents::ZERO,
                found: Some(Cents(paper.amount)),
            });
        }
        let mut tenders: Vec<TenderCount> = self.session.expected(&self.configuration).unwrap();
        for line in &mut tenders {
            line.counted = match line.tender.as_str() {
                "CASH" => cash.total(&self.configuration.denominations).unwrap(),
                "CARD" | "ECHECK" => Cents(self.slips.get(&line.tender).copied().unwrap_or_default()),
                code => {
                    let of_type = items.iter().filter(|item| item.tender == code);
                    Cents::sum(of_type.filter_map(|item| item.found)).unwrap()
                }
            };
        }
        let body = DrawerCounted {
            session: self.session.id,
            cash,
            items,
            tenders,
        };
        self.write(Body::DrawerCounted(body), Vec::new());
    }
}

/// A receipt without lines.
pub(crate) fn receipt(number: &str, session: Uuid, tenders: Vec<Tender>, total: i64) -> Receipt {
    Receipt {
        number: number.into(),
        session,
        heading: Vec::new(),
        window: "Window 3".into(),
        cashier: "Ana Núñez".into(),
        language: Language::En,
        payer: None,
        note: None,
        lines: Vec::new(),
        tenders,
        total: Cents(total),
        change: Cents::ZERO,
        balances: Vec::new(),
        turn_on: Vec::new(),
        batch: None,
        footer: Vec::new(),
    }
}

pub(crate) fn entry(
    head: &mut Head,
    now: DateTime<Utc>,
    body: Body,
    postings: Vec<Posting>,
) -> counterfoil_domain::entry::Entry {
    let stamp = Stamp {
        id: Uuid::from_u128(u128::from(head.seq) + 1),
        request: None,
        now,
        business_date: "2026-11-21".parse().unwrap(),
        actor: "ana".into(),
        config: "made up".into(),
    };
    let decision = Decision {
        body,
        postings,
        approval: None,
    };
    let entry = head.entry(decision, stamp).unwrap();
    head.advance(&entry, [0; 32]);
    entry
}

/// The float by denomination: a strap of ones, rolls of coin, the rest in notes.
fn float_of(total: i64) -> CashCount {
    let mut lines = Vec::new();
    for (cents, bundles) in [(100, 1), (25, 3), (10, 3), (5, 5), (1, 10)] {
        lines.push(CashLine {
            cents: Cents(cents),
            loose: 0,
            bundles,
        });
    }
    let fives = u32::try_from((total - 16_000) / 500).unwrap();
    lines.push(CashLine {
        cents: Cents(500),
        loose: fives,
        bundles: 0,
    });
    CashCount(lines)
}
