//! Documents of what becomes of payments after their day: returned items, vouchers, refunds,
//! the history of an account. The site's day is lived; three days later the bank returns checks.

mod history;
mod letter;
mod lists;
mod register;
mod suspense;
mod vouchers;

use std::collections::BTreeMap;

use counterfoil_domain::account::{PaidSince, Standing};
use counterfoil_domain::config::{Configuration, Language};
use counterfoil_domain::correction::{Payee, RefundStanding, request_refund, reverse, transfer, withdraw_refund};
use counterfoil_domain::day::Day;
use counterfoil_domain::entry::{Body, Entry, Hash, ReturnNoticed};
use counterfoil_domain::journal::Decision;
use counterfoil_domain::money::Cents;
use counterfoil_domain::payment;
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::returns::item::{Returned, ReturnedItem};
use counterfoil_domain::returns::{
    Facts, Original, Reinstatement, ReturnRequest, list_for_collections, notice, reinstate, return_item,
};
use counterfoil_domain::trace::Trace;
use uuid::Uuid;

use crate::fixture::{day, part_of};
use crate::site_day::SiteDay;

/// The day on which the bank returns.
const LATER: &str = "2026-11-24";

/// The closing desk days after the site's day.
struct Office {
    site: SiteDay,
}

impl Office {
    fn new() -> Office {
        let mut office = Office { site: SiteDay::whole() };
        office.on(LATER);
        office
    }

    /// Nine in the morning of a day.
    fn on(&mut self, date: &str) {
        self.site.w1.now = format!("{date}T17:00:00Z").parse().unwrap();
    }

    fn configuration(&self) -> &Configuration {
        self.site.configuration()
    }

    fn stored(&self) -> impl Iterator<Item = (&Entry, &Hash)> {
        let desks = [&self.site.w3, &self.site.w4, &self.site.w1];
        desks
            .into_iter()
            .flat_map(|desk| desk.entries.iter().zip(desk.stored.iter().map(|(hash, _)| hash)))
    }

    fn last(&self) -> (&Entry, &Hash) {
        let desk = &self.site.w1;
        (desk.entries.last().unwrap(), &desk.stored.last().unwrap().0)
    }

    fn returned(&self) -> Returned {
        let mut returned = Returned::default();
        for (entry, _) in self.stored() {
            returned.apply(entry).unwrap();
        }
        returned
    }

    fn accounts(&self) -> BTreeMap<String, Standing> {
        let (mut paid, returned) = (PaidSince::default(), self.returned());
        for (entry, _) in self.stored() {
            paid.apply(entry).unwrap();
        }
        let today = self.site.w1.today();
        let own = returned.items().filter_map(|item| returned.unlisted(item.number()));
        let all = self.site.w1.accounts.values().cloned().chain(own);
        all.map(|account| (account.number.clone(), returned.standing(&paid, account, today)))
            .collect()
    }

    fn trace(&self, receipt: &str) -> Trace {
        let mut traces = self.stored().filter_map(|(entry, _)| Trace::begin(entry));
        let mut trace = traces.find(|trace| trace.number() == receipt).unwrap();
        for (entry, _) in self.stored() {
            trace.apply(entry).unwrap();
        }
        trace
    }

    /// The day's fold, as the documents of that later day are made from it.
    fn day(&self, date: &str) -> Day {
        let mut folded = Day::new(day(date));
        for (entry, hash) in self.stored() {
            folded.apply(entry, hash).unwrap();
        }
        folded
    }

    /// Tom decides, Sol agrees.
    fn decide(&mut self, decide: impl FnOnce(&Office, &Facts<'_>) -> Result<Decision, Refusal>) -> Entry {
        let (tom, sol, accounts) = (self.site.w1.user("tom"), self.site.w1.user("sol"), self.accounts());
        let facts = Facts {
            configuration: self.configuration(),
            actor: &tom,
            today: self.site.w1.today(),
            accounts: &accounts,
            holds: None,
            second: Some(&sol),
        };
        let decision = decide(self, &facts).unwrap();
        self.site.w1.commit("tom", decision).unwrap()
    }

    /// The bank returns the first tender of a receipt that was in the deposit.
    fn return_of(&mut self, receipt: &str, no_fee: Option<&str>) -> Entry {
        let trace = self.trace(receipt);
        let deposit = (Uuid::from_u128(0xde_0001), "000123".to_owned(), "GENERAL".to_owned());
        let request = ReturnRequest {
            number: counterfoil_domain::returns::number(self.returned().items().count() as u64 + 1),
            amount: trace.tenders[0].tender.amount,
            reason: "NSF".into(),
            no_fee: no_fee.map(str::to_owned),
            ..ReturnRequest::default()
        };
        self.decide(|office, facts| {
            let returned = office.returned();
            let earlier: Vec<&ReturnedItem> = returned.items().collect();
            let original = Original {
                trace: &trace,
                place: 0,
                deposit: Some(&deposit),
                approved: true,
                refunds: &[],
            };
            return_item(facts, &[original], &earlier, &request)
        })
    }

    fn reinstate(&mut self, number: &str, mistake: bool) -> Entry {
        self.decide(|office, facts| {
            let request = Reinstatement {
                mistake,
                reason: "Presented again and paid".into(),
                reference: None,
                file: None,
            };
            reinstate(facts, office.returned().item(number).unwrap(), &request)
        })
    }

    fn notice(&mut self, number: &str, language: Language) -> ReturnNoticed {
        let entry = self.decide(|office, facts| notice(facts, office.returned().item(number).unwrap(), language));
        match entry.body {
            Body::ReturnNoticed(body) => body,
            other => panic!("{other:?}"),
        }
    }

    fn collect(&mut self, number: &str, item: &str) -> Entry {
        self.decide(|office, facts| list_for_collections(facts, number, &[office.returned().item(item).unwrap()]))
    }

    fn payee() -> Payee {
        Payee {
            name: "Ida Ash".into(),
            address: vec!["5 Oak Street".into(), "Alder, CA 93001".into()],
        }
    }

    fn refund(&mut self, receipt: &str, line: (u16, i64), number: &str) -> Entry {
        let trace = self.trace(receipt);
        self.decide(|_, facts| {
            let line = (line.0, Cents(line.1));
            request_refund(facts, (&trace, true), line, (number, &Office::payee()), "Overpayment")
        })
    }

    fn withdraw(&mut self, requested: &Entry) -> Entry {
        self.decide(|_, facts| {
            let standing = RefundStanding::of(requested).unwrap();
            withdraw_refund(facts, &standing, "The payer came by")
        })
    }

    fn reverse(&mut self, receipt: &str, refund: &str) -> Entry {
        let trace = self.trace(receipt);
        self.decide(|_, facts| reverse(facts, &trace, true, (refund, &Office::payee()), "Paid twice"))
    }

    /// Moves an amount of a receipt's first line to account 20-4.
    fn transfer(&mut self, receipt: &str, cents: i64) -> Entry {
        let (trace, accounts) = (self.trace(receipt), self.accounts());
        self.decide(|office, facts| {
            let pricing = payment::Facts {
                configuration: facts.configuration,
                station: &facts.configuration.stations[0],
                session: None,
                actor: facts.actor,
                today: facts.today,
                accounts: &accounts,
                checks: &BTreeMap::new(),
                returned: &office.returned(),
                number: "",
                second: facts.second,
            };
            let from = (0, Cents(cents));
            let to = part_of("20-4", cents);
            transfer(facts, &pricing, (&trace, true), from, to, "Wrong account keyed")
        })
    }
}
