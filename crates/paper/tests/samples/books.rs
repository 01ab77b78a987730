//! A closing desk's journal in which items are returned and payments corrected.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use counterfoil_domain::account::{Account, Charge, Flags, PaidSince, Standing};
use counterfoil_domain::config::{BatchKind, Configuration, Language, TenderKind, User};
use counterfoil_domain::entry::{Body, Entry, Hash, chain};
use counterfoil_domain::journal::{Decision, Head, Stamp};
use counterfoil_domain::money::Cents;
use counterfoil_domain::posting::Postings;
use counterfoil_domain::receipt::{Receipt, ReceiptLine, Tender};
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::returns::item::{Returned, ReturnedItem};
use counterfoil_domain::returns::{Facts, Original, ReturnRequest, return_item};
use counterfoil_domain::trace::Trace;
use uuid::Uuid;

use super::city::configuration;
use super::{check, line};

pub(crate) fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// The journal, and what is folded from it.
pub(crate) struct Books {
    pub(crate) configuration: Configuration,
    pub(crate) entries: Vec<(Entry, Hash)>,
    pub(crate) returned: Returned,
    head: Head,
    now: DateTime<Utc>,
    paid: PaidSince,
}

/// A line on an account.
pub(crate) fn on_account(account: &str, charge: &str, description: &str, cents: i64) -> ReceiptLine {
    ReceiptLine {
        code: "WATER".to_owned(),
        department: "UTL".to_owned(),
        account: Some(account.to_owned()),
        charge: Some(charge.to_owned()),
        split: vec![
            ("510-4010".to_owned(), Cents(cents - cents / 3)),
            ("520-4020".to_owned(), Cents(cents / 3)),
        ],
        ..line(description, cents)
    }
}

/// A line that no account has.
pub(crate) fn permit(description: &str, cents: i64) -> ReceiptLine {
    ReceiptLine {
        code: "PERMIT".to_owned(),
        split: vec![("100-4310".to_owned(), Cents(cents))],
        ..line(description, cents)
    }
}

/// A line in suspense.
pub(crate) fn held(reference: &str, cents: i64) -> ReceiptLine {
    ReceiptLine {
        code: counterfoil_domain::payment::SUSPENSE_CODE.to_owned(),
        reference: Some(reference.to_owned()),
        split: vec![("100-2100".to_owned(), Cents(cents))],
        ..line("Held in suspense: no such account", cents)
    }
}

/// A check of a bank account by its token.
pub(crate) fn check_of(token: &str, number: &str, cents: i64) -> Tender {
    let mut tender = check("Check", cents, number);
    tender.code = "CHECK".to_owned();
    let data = tender.check.as_mut().expect("check data");
    data.token = Some(token.to_owned());
    tender
}

/// An electronic payment.
pub(crate) fn electronic(cents: i64) -> Tender {
    let mut tender = check_of("e-token", "0", cents);
    tender.kind = TenderKind::ElectronicCheck;
    (tender.code, tender.name) = ("ECHECK".to_owned(), "Electronic check".to_owned());
    if let Some(data) = &mut tender.check {
        data.number = None;
    }
    tender
}

impl Books {
    pub(crate) fn new() -> Books {
        Books {
            configuration: configuration(),
            entries: Vec::new(),
            returned: Returned::default(),
            head: Head::empty("W1"),
            now: "2026-08-10T16:00:00Z".parse().expect("an instant"),
            paid: PaidSince::default(),
        }
    }

    /// The books on a later day, at nine in the morning.
    pub(crate) fn on(&mut self, day: &str) -> &mut Books {
        self.now = format!("{day}T17:00:00Z").parse().expect("an instant");
        self
    }

    pub(crate) fn today(&self) -> NaiveDate {
        self.now.date_naive()
    }

    pub(crate) fn user(&self, id: &str) -> User {
        self.configuration.user(id).expect("a user").clone()
    }

    /// The accounts as they stand.
    pub(crate) fn accounts(&self) -> BTreeMap<String, Standing> {
        let account = |number: &str, name: &str, address: &str, charges: &[(&str, &str, i64)]| Account {
            number: number.to_owned(),
            name: name.to_owned(),
            address: address.to_owned(),
            phone: String::new(),
            flags: Flags::default(),
            charges: charges
                .iter()
                .map(|(id, what, due)| Charge {
                    id: (*id).to_owned(),
                    code: "WATER".to_owned(),
                    description: (*what).to_owned(),
                    reference: String::new(),
                    due_date: date("2026-11-01"),
                    due: Cents(*due),
                })
                .collect(),
        };
        let bills = [
            ("U10", "Utility bill, October", 12_000),
            ("U09", "Utility bill, September", 6_462),
        ];
        let all = [
            account(
                "20-10417-03",
                "Lucía Peña Ortiz",
                "418 Alameda Lane, Arroyo Verde, CA 92501",
                &bills,
            ),
            account(
                "20-11903-01",
                "Bartholomew Featherstonehaugh-Cholmondeley",
                "77 Old Mission Road, Unit 14B, Arroyo Verde, CA 92503",
                &[
                    ("U10", "Utility bill, October", 20_155),
                    ("U08", "Utility bill, August", 18_010),
                ],
            ),
            account("20-22000-07", "Li Wei", "9 Second Street, Arroyo Verde, CA 92501", &[]),
        ];
        let standing = |account: Account| {
            let number = account.number.clone();
            (number, self.returned.standing(&self.paid, account, self.today()))
        };
        let own = self.returned.items();
        let own = own.filter_map(|item| self.returned.unlisted(item.number()));
        all.into_iter().chain(own).map(standing).collect()
    }

    /// Writes what was decided.
    pub(crate) fn write(&mut self, actor: &str, decision: Result<Decision, Refusal>) -> Entry {
        self.now += chrono::Duration::minutes(7);
        let nth = u128::from(self.head.seq) + 1;
        let stamp = Stamp {
            id: Uuid::from_u128(nth),
            request: None,
            now: self.now,
            business_date: self.today(),
            actor: actor.to_owned(),
            config: "2026-11".to_owned(),
        };
        let entry = self.head.entry(decision.expect("a decision"), stamp).expect("an entry");
        let hash = chain(&self.head.hash, &entry.encode().expect("bytes"));
        self.head.advance(&entry, hash);
        self.paid.apply(&entry).expect("sums");
        self.returned.apply(&entry).expect("sums");
        self.entries.push((entry.clone(), hash));
        entry
    }

    /// Takes a payment; gives its number.
    pub(crate) fn pay(&mut self, payer: &str, lines: Vec<ReceiptLine>, tenders: Vec<Tender>) -> String {
        let number = self.head.next_receipt();
        let total = Cents::sum(lines.iter().map(|line| line.amount)).expect("a sum");
        let mut postings = Postings::default();
        for tender in &tenders {
            let clearing = &self.configuration.tender(&tender.code).expect("a tender type").clearing;
            postings.debit(clearing, tender.amount).expect("a sum");
        }
        for (ledger, cents) in lines.iter().flat_map(|line| &line.split) {
            postings.credit(ledger, *cents).expect("a sum");
        }
        let receipt = Receipt {
            number: number.clone(),
            session: Uuid::from_u128(0xba),
            heading: Vec::new(),
            window: "Mail batch 1".to_owned(),
            cashier: "Maria Núñez".to_owned(),
            language: Language::En,
            batch: Some(BatchKind::Mail),
            payer: Some(payer.to_owned()),
            note: None,
            lines,
            tenders,
            total,
            change: Cents::ZERO,
            balances: Vec::new(),
            turn_on: Vec::new(),
            footer: Vec::new(),
        };
        let decision = postings.balanced().map(|postings| Decision {
            body: Body::Receipt(Box::new(receipt)),
            postings,
            approval: None,
        });
        self.write("maria", decision);
        number
    }

    /// A payment and all that became of it.
    pub(crate) fn trace(&self, receipt: &str) -> Trace {
        let mut traces = self.entries.iter().filter_map(|(entry, _)| Trace::begin(entry));
        let mut trace = traces.find(|trace| trace.number() == receipt).expect("the receipt");
        for (entry, _) in &self.entries {
            trace.apply(entry).expect("a fold");
        }
        trace
    }

    /// Rosa decides, Daniel agrees.
    pub(crate) fn decide(&mut self, decide: impl FnOnce(&Books, &Facts<'_>) -> Result<Decision, Refusal>) -> Entry {
        let (rosa, dan, accounts) = (self.user("rosa"), self.user("dan"), self.accounts());
        let facts = Facts {
            configuration: &self.configuration,
            actor: &rosa,
            today: self.today(),
            accounts: &accounts,
            holds: None,
            second: Some(&dan),
        };
        let decision = decide(self, &facts);
        self.write("rosa", decision)
    }

    /// The bank returns the first tender of some receipts; the item's number.
    pub(crate) fn return_of(&mut self, receipts: &[&str], reason: &str, deposit: &str, no_fee: Option<&str>) -> String {
        let traces: Vec<Trace> = receipts.iter().map(|receipt| self.trace(receipt)).collect();
        let amount = Cents::sum(traces.iter().map(|trace| trace.tenders[0].tender.amount)).expect("a sum");
        let number = counterfoil_domain::returns::number(self.returned.items().count() as u64 + 1);
        let deposit = (Uuid::from_u128(0xde), deposit.to_owned(), "GENERAL".to_owned());
        let request = ReturnRequest {
            number: number.clone(),
            amount,
            reason: reason.to_owned(),
            reference: Some(format!("RI-{}", 88_000 + amount.0)),
            no_fee: no_fee.map(str::to_owned),
            file: None,
        };
        self.decide(|books, facts| {
            let originals: Vec<Original<'_>> = traces
                .iter()
                .map(|trace| Original {
                    trace,
                    place: 0,
                    deposit: (trace.tenders[0].tender.kind == TenderKind::Check).then_some(&deposit),
                    approved: true,
                    refunds: &[],
                })
                .collect();
            let earlier: Vec<&ReturnedItem> = books.returned.items().collect();
            return_item(facts, &originals, &earlier, &request)
        });
        number
    }

    /// The last entry with its hash.
    pub(crate) fn last(&self) -> &(Entry, Hash) {
        self.entries.last().expect("an entry")
    }
}
