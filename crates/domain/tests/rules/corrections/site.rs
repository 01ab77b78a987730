//! A site after its days: receipts that are approved and deposited, what the bank returns of
//! them, what is corrected. Approvals and deposits are taken as facts; all else is decided
//! by the rules, and kept up with.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use counterfoil_domain::account::{Account, Cut, PaidSince, Standing};
use counterfoil_domain::batch::open_mail;
use counterfoil_domain::business_day;
use counterfoil_domain::check::TenderOffer;
use counterfoil_domain::config::{Configuration, TenderKind, User};
use counterfoil_domain::correction::{
    Payee, RefundStanding, list_refunds, request_refund, reverse, transfer, withdraw_refund,
};
use counterfoil_domain::entry::{Body, Entry, GENESIS, ItemReturned, RequestMark};
use counterfoil_domain::journal::{Decision, Head, Stamp};
use counterfoil_domain::money::Cents;
use counterfoil_domain::payment::{self, LineRequest, PaymentRequest, take};
use counterfoil_domain::posting::Posting;
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::returns::item::{Returned, ReturnedItem};
use counterfoil_domain::returns::{self, Facts, Original, Reinstatement, ReturnRequest, reinstate, return_item};
use counterfoil_domain::session::Session;
use counterfoil_domain::suspense::place;
use counterfoil_domain::trace::Trace;
use counterfoil_domain::void::void;
use uuid::Uuid;

use crate::closing_desk::office::{city_with_bank, paper};
use crate::fixture::{accounts, payment as paying};

/// The deposit that took everything to the bank: identifier, number, bank account.
fn deposit() -> (Uuid, String, String) {
    (Uuid::from_u128(0xde), "D-000001".into(), "GENERAL".into())
}

/// The site. Tre of the treasury works its returned items, Eva is the second person.
#[derive(Clone)]
pub(crate) struct Site {
    pub(crate) configuration: Configuration,
    /// Billing's copy of the accounts.
    pub(crate) accounts: BTreeMap<String, Account>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) paid: PaidSince,
    pub(crate) returned: Returned,
    pub(crate) traces: Vec<Trace>,
    pub(crate) refunds: Vec<RefundStanding>,
    /// Receipts before this one are approved and deposited.
    pub(crate) approved: usize,
    /// Receipts that are in no deposit all the same.
    pub(crate) undeposited: Vec<usize>,
    /// The drawer that is open in the actor's name.
    pub(crate) holds: Option<String>,
    head: Head,
    mail: Option<Session>,
    version: String,
    now: DateTime<Utc>,
    papers: u32,
}

impl Site {
    /// A site on 21 November 2026, where Ben keys the mail.
    pub(crate) fn new() -> Site {
        Site::of(city_with_bank())
    }

    pub(crate) fn of(configuration: Configuration) -> Site {
        let mut site = Site {
            version: configuration.version(),
            configuration,
            accounts: accounts(),
            entries: Vec::new(),
            paid: PaidSince::default(),
            returned: Returned::default(),
            traces: Vec::new(),
            refunds: Vec::new(),
            approved: 0,
            undeposited: Vec::new(),
            holds: None,
            head: Head::empty("W3"),
            mail: None,
            now: "2026-11-21T16:00:00Z".parse().unwrap(),
            papers: 0,
        };
        let (ben, sol) = (site.user("ben"), site.user("sol"));
        let control = vec![paper("CHECK", 1, 1)];
        let opened = open_mail(
            &site.configuration,
            Uuid::from_u128(0xba),
            "Mail batch 1",
            &ben,
            control,
            Some(&sol),
        );
        let entry = site.write("ben", opened.unwrap());
        site.mail = Session::begin(&entry);
        site
    }

    pub(crate) fn user(&self, id: &str) -> User {
        self.configuration.user(id).unwrap().clone()
    }

    pub(crate) fn today(&self) -> NaiveDate {
        business_day::date(self.now, &self.configuration.site)
    }

    /// Some days pass; what was taken so far is approved and deposited.
    pub(crate) fn pass(&mut self, days: i64) -> &mut Site {
        self.approved = self.traces.len();
        self.now += Duration::days(days);
        self
    }

    /// Billing writes another copy of the accounts: what is due on its own charges by now.
    pub(crate) fn billing_writes(&mut self) {
        let standings = self.standings();
        for (number, account) in &mut self.accounts {
            let charges = standings[number].account.charges.iter();
            let own = charges.filter(|charge| !returns::is_desk_charge(&charge.id) && !charge.due.is_zero());
            account.charges = own.cloned().collect();
        }
        self.paid = PaidSince::besides(Cut::at(self.now));
    }

    /// An account as it stands; a returned item's own one too.
    pub(crate) fn standing(&self, number: &str) -> Standing {
        self.standings().remove(number).unwrap()
    }

    pub(crate) fn standings(&self) -> BTreeMap<String, Standing> {
        let own = self
            .returned
            .items()
            .filter_map(|item| self.returned.unlisted(item.number()));
        let all = self.accounts.values().cloned().chain(own);
        let standing = |account: Account| {
            let number = account.number.clone();
            (number, self.returned.standing(&self.paid, account, self.today()))
        };
        all.map(standing).collect()
    }

    /// What stands on the general ledger's account.
    pub(crate) fn ledger(&self, account: &str) -> i64 {
        let postings = self.entries.iter().flat_map(|entry| &entry.postings);
        postings.filter(|one| one.0 == account).map(|one| one.1.0).sum()
    }

    pub(crate) fn item(&self, number: &str) -> &ReturnedItem {
        self.returned.item(number).unwrap()
    }

    pub(crate) fn trace(&self, receipt: &str) -> &Trace {
        self.traces.iter().find(|one| one.number() == receipt).unwrap()
    }

    pub(crate) fn place_of(&self, receipt: &str) -> usize {
        self.traces.iter().position(|one| one.number() == receipt).unwrap()
    }

    /// Decides with all that is known.
    pub(crate) fn knowing<T>(
        &self,
        (actor, second): (&str, Option<&str>),
        decide: impl FnOnce(&Facts<'_>, &payment::Facts<'_>) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let (actor, second) = (self.user(actor), second.map(|id| self.user(id)));
        let accounts = self.standings();
        let facts = Facts {
            configuration: &self.configuration,
            actor: &actor,
            today: self.today(),
            accounts: &accounts,
            holds: self.holds.as_deref(),
            second: second.as_ref(),
        };
        let pricing = payment::Facts {
            configuration: &self.configuration,
            station: self.configuration.station("W3")?,
            session: self.mail.as_ref(),
            actor: &actor,
            today: self.today(),
            accounts: &accounts,
            checks: &BTreeMap::new(),
            returned: &self.returned,
            number: &self.head.next_receipt(),
            second: second.as_ref(),
        };
        decide(&facts, &pricing)
    }

    /// Writes what was decided, a minute after the entry before.
    pub(crate) fn write(&mut self, actor: &str, decision: Decision) -> Entry {
        self.now += Duration::minutes(1);
        let nth = u128::from(self.head.seq) + 1;
        let stamp = Stamp {
            id: Uuid::from_u128(nth),
            request: Some(RequestMark {
                id: Uuid::from_u128(nth << 32),
                digest: format!("{nth:016x}"),
            }),
            now: self.now,
            business_date: self.today(),
            actor: actor.into(),
            config: self.version.clone(),
        };
        let entry = self.head.entry(decision, stamp).unwrap();
        self.head.advance(&entry, GENESIS);
        self.paid.apply(&entry).unwrap();
        self.returned.apply(&entry).unwrap();
        self.traces.iter_mut().for_each(|one| one.apply(&entry).unwrap());
        self.traces.extend(Trace::begin(&entry));
        if let Some(mail) = &mut self.mail {
            mail.apply(&entry).unwrap();
        }
        self.refunds.extend(RefundStanding::of(&entry));
        self.refund(&entry.body);
        self.entries.push(entry.clone());
        entry
    }

    fn refund(&mut self, body: &Body) {
        match body {
            Body::RefundWithdrawn(body) => self.standing_refund(&body.number).withdrawn = true,
            Body::RefundsListed(list) => {
                for (number, amount) in &list.refunds {
                    let standing = self.standing_refund(number);
                    standing.list = Some(list.number.clone());
                    standing.listed.0 += amount.0;
                }
            }
            Body::ItemReturned(item) => {
                for taken in item.tenders.iter().flat_map(|tender| &tender.taken) {
                    if let Some(number) = &taken.refund {
                        self.standing_refund(number).stopped.0 += taken.amount.0;
                    }
                }
            }
            Body::ItemReinstated(item) => {
                for given in item.tenders.iter().flat_map(|tender| &tender.given) {
                    if let Some(number) = &given.refund {
                        self.standing_refund(number).stopped.0 -= given.amount.0;
                    }
                }
            }
            _ => {}
        }
    }

    fn standing_refund(&mut self, number: &str) -> &mut RefundStanding {
        let own = self.refunds.iter_mut().find(|one| one.refund.number == number);
        own.unwrap()
    }

    /// The requests for refunds of a receipt that wait for a list.
    fn waiting(&self, trace: usize) -> Vec<RefundStanding> {
        let receipt = self.traces[trace].number();
        let of = |entry: &&Entry| match &entry.body {
            Body::RefundRequested(body) => body.receipt == receipt,
            Body::ReceiptReversed(body) => body.receipt == receipt,
            _ => false,
        };
        let made = self.entries.iter().filter(of).filter_map(RefundStanding::of);
        let numbers: Vec<String> = made.map(|one| one.refund.number).collect();
        let own = self.refunds.iter().filter(|one| numbers.contains(&one.refund.number));
        own.filter(|one| one.waits().unwrap() > Cents::ZERO).cloned().collect()
    }
}

/// What is done there.
impl Site {
    /// Ben keys a payment; gives the receipt's number.
    pub(crate) fn try_pay(&mut self, request: &PaymentRequest) -> Result<String, Refusal> {
        let decision = self.knowing(("ben", Some("sol")), |_, facts| take(facts, request))?;
        self.write("ben", decision);
        Ok(self.traces.last().unwrap().number().to_owned())
    }

    /// As [`Site::try_pay`], of some lines by some tenders.
    #[track_caller]
    pub(crate) fn pay(&mut self, lines: Vec<LineRequest>, tenders: Vec<TenderOffer>) -> String {
        self.try_pay(&paying(lines, tenders)).unwrap()
    }

    /// A number that no check had.
    pub(crate) fn paper(&mut self) -> u32 {
        self.papers += 1;
        self.papers
    }

    /// Ben voids a receipt.
    pub(crate) fn try_void(&mut self, receipt: &str) -> Result<(), Refusal> {
        let is_it = |entry: &&Entry| matches!(&entry.body, Body::Receipt(one) if one.number == receipt);
        let (ben, sol) = (self.user("ben"), self.user("sol"));
        let original = self.entries.iter().find(is_it).unwrap();
        let session = self.mail.as_ref();
        let decision = void(&self.configuration, session, &ben, original, "Keyed wrong", Some(&sol))?;
        self.write("ben", decision);
        Ok(())
    }

    /// Decides a return of tenders: each by its receipt's place among all, and its own.
    pub(crate) fn returning(
        &self,
        tenders: &[(usize, u16)],
        request: &ReturnRequest,
        people: (&str, Option<&str>),
    ) -> Result<Decision, Refusal> {
        let deposit = deposit();
        let refunds: Vec<Vec<RefundStanding>> = tenders.iter().map(|(trace, _)| self.waiting(*trace)).collect();
        let mut originals = Vec::with_capacity(tenders.len());
        for ((trace, place), refunds) in tenders.iter().zip(&refunds) {
            let tender = self.traces[*trace].tenders.get(usize::from(*place));
            let paper = tender.is_none_or(|one| one.tender.kind != TenderKind::ElectronicCheck);
            originals.push(Original {
                trace: &self.traces[*trace],
                place: *place,
                deposit: (paper && *trace < self.approved && !self.undeposited.contains(trace)).then_some(&deposit),
                approved: *trace < self.approved,
                refunds,
            });
        }
        let earlier: Vec<&ReturnedItem> = self.returned.items().collect();
        self.knowing(people, |facts, _| return_item(facts, &originals, &earlier, request))
    }

    /// What the next return would be asked with.
    pub(crate) fn return_request(&self, tenders: &[(usize, u16)], reason: &str) -> ReturnRequest {
        let amounts = tenders
            .iter()
            .map(|(trace, place)| self.traces[*trace].tenders[usize::from(*place)].tender.amount);
        ReturnRequest {
            number: returns::number(self.returned.items().count() as u64 + 1),
            amount: Cents(amounts.map(|amount| amount.0).sum()),
            reason: reason.into(),
            ..ReturnRequest::default()
        }
    }

    /// Tre returns tenders for a reason; gives the item and its postings.
    pub(crate) fn try_return(&mut self, tenders: &[(usize, u16)], reason: &str) -> Result<Entry, Refusal> {
        let request = self.return_request(tenders, reason);
        let decision = self.returning(tenders, &request, ("tre", None))?;
        Ok(self.write("tre", decision))
    }

    /// Tre returns one tender of a receipt for want of funds; gives the item and its postings.
    #[track_caller]
    pub(crate) fn bounce(&mut self, receipt: &str, place: u16) -> (ItemReturned, Vec<Posting>) {
        let tender = (self.place_of(receipt), place);
        returned(self.try_return(&[tender], "NSF").unwrap())
    }

    pub(crate) fn try_reinstate(&mut self, number: &str, mistake: bool) -> Result<Entry, Refusal> {
        let request = Reinstatement {
            mistake,
            reason: "Presented again".into(),
            reference: None,
            file: None,
        };
        let item = self.item(number);
        let decision = self.knowing(("tre", Some("eva")), |facts, _| reinstate(facts, item, &request))?;
        Ok(self.write("tre", decision))
    }

    pub(crate) fn try_reverse(&mut self, receipt: &str) -> Result<Entry, Refusal> {
        let place = self.place_of(receipt);
        let number = self.refund_number();
        let decision = self.knowing(("tre", Some("eva")), |facts, _| {
            let refund = (number.as_str(), &payee());
            reverse(facts, &self.traces[place], place < self.approved, refund, "Paid twice")
        })?;
        Ok(self.write("tre", decision))
    }

    pub(crate) fn try_transfer(
        &mut self,
        (receipt, line): (&str, u16),
        cents: i64,
        to: LineRequest,
    ) -> Result<Entry, Refusal> {
        let place = self.place_of(receipt);
        let decision = self.knowing(("tre", Some("eva")), |facts, pricing| {
            let payment = (&self.traces[place], place < self.approved);
            transfer(facts, pricing, payment, (line, Cents(cents)), to, "Wrong account keyed")
        })?;
        Ok(self.write("tre", decision))
    }

    pub(crate) fn try_place(&mut self, (receipt, line): (&str, u16), to: LineRequest) -> Result<Entry, Refusal> {
        let (trace, tre) = (self.trace(receipt), self.user("tre"));
        let decision = self.knowing(("tre", Some("eva")), |_, pricing| {
            place(pricing, &tre, (trace, line), to, "The bill was found")
        })?;
        Ok(self.write("tre", decision))
    }

    pub(crate) fn try_refund(&mut self, (receipt, line): (&str, u16), cents: i64) -> Result<Entry, Refusal> {
        let place = self.place_of(receipt);
        let number = self.refund_number();
        let decision = self.knowing(("tre", Some("eva")), |facts, _| {
            let payment = (&self.traces[place], place < self.approved);
            request_refund(facts, payment, (line, Cents(cents)), (&number, &payee()), "Overpayment")
        })?;
        Ok(self.write("tre", decision))
    }

    pub(crate) fn try_withdraw(&mut self, number: &str) -> Result<Entry, Refusal> {
        let standing = self.refunds.iter().find(|one| one.refund.number == number).unwrap();
        let decision = self.knowing(("tre", None), |facts, _| {
            withdraw_refund(facts, standing, "Asked for by mistake")
        })?;
        Ok(self.write("tre", decision))
    }

    pub(crate) fn try_list(&mut self, number: &str, refunds: &[RefundStanding]) -> Result<Entry, Refusal> {
        let decision = self.knowing(("tre", None), |facts, _| list_refunds(facts, number, refunds))?;
        Ok(self.write("tre", decision))
    }

    fn refund_number(&self) -> String {
        format!("RF-{:06}", self.refunds.len() + 1)
    }
}

/// Whoever is paid back.
pub(crate) fn payee() -> Payee {
    Payee {
        name: "María Peña".into(),
        address: vec!["12 Elm Street".into(), "Alder".into()],
    }
}

/// The returned item that an entry is, and its postings.
#[track_caller]
pub(crate) fn returned(entry: Entry) -> (ItemReturned, Vec<Posting>) {
    match entry.body {
        Body::ItemReturned(item) => (*item, entry.postings),
        other => panic!("not returned: {other:?}"),
    }
}

/// Postings as plain pairs.
pub(crate) fn pairs(postings: &[Posting]) -> Vec<(&str, i64)> {
    postings.iter().map(|one| (one.0.as_str(), one.1.0)).collect()
}
