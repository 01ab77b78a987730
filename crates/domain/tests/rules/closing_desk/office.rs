//! A small office with two windows, of which W3 is the closing desk too: every journal,
//! every session, every deposit. Decisions go in, entries stay.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use counterfoil_domain::account::{Account, PaidSince};
use counterfoil_domain::approval::{approve, difference, send_back};
use counterfoil_domain::batch::{self, Control};
use counterfoil_domain::business_day;
use counterfoil_domain::cash::CashCount;
use counterfoil_domain::config::{
    BankAccount, BatchFormat, BatchKind, BatchLayout, Configuration, Department, LedgerAccount, StationConfig,
    Suspense, User,
};
use counterfoil_domain::deposit::Deposit;
use counterfoil_domain::drawer::{self, FoundInDrawer};
use counterfoil_domain::entry::{Entry, Hash, RequestMark, SignedHead, chain, hex};
use counterfoil_domain::journal::{Decision, Head, Stamp};
use counterfoil_domain::money::Cents;
use counterfoil_domain::payment::{Facts, PaymentRequest, take};
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::returns::item::Returned;
use counterfoil_domain::rights::Role;
use counterfoil_domain::session::Session;
use uuid::Uuid;

use crate::fixture::{ROUTING, accounts, cash, configuration};

/// The small city with a bank, suspense, files of payments, a second window and more people:
/// Eva, who is a supervisor too, Pia, who prepares deposits, and Tre of the treasury.
pub(crate) fn city_with_bank() -> Configuration {
    let mut city = configuration();
    city.stations.push(StationConfig {
        code: "W4".into(),
        name: "Window 4".into(),
        drawer: "Drawer 4".into(),
        closing_desk: false,
        ..city.stations[0].clone()
    });
    city.departments.push(Department {
        code: "FI".into(),
        name: "Finance".into(),
    });
    for (code, name) in [("1040", "Vouchers"), ("1100", "Bank"), ("2020", "Suspense")] {
        city.ledger.push(LedgerAccount {
            code: code.into(),
            name: name.into(),
        });
    }
    // What lies on hand for the bank stands by itself.
    for tender in &mut city.tenders {
        match tender.code.as_str() {
            "VOUCHER" => tender.clearing = "1040".into(),
            "ECHECK" => tender.clearing = "1030".into(),
            _ => {}
        }
    }
    city.bank_accounts = vec![BankAccount {
        code: "GENERAL".into(),
        name: "General deposit account".into(),
        bank: "First Bank of Alder".into(),
        routing: ROUTING.into(),
        number: "000123454471".into(),
        ledger: "1100".into(),
    }];
    city.suspense = Some(Suspense {
        ledger: "2020".into(),
        department: "FI".into(),
    });
    city.batch_layouts = vec![BatchLayout {
        code: "WEB".into(),
        name: "Web payments".into(),
        kind: BatchKind::Web,
        format: BatchFormat::Csv,
        tender: "CARD".into(),
        fixed: None,
    }];
    for (id, name, role) in [
        ("eva", "Eva Stone", Role::Supervisor),
        ("pia", "Pia Voss", Role::DepositPreparer),
        ("tre", "Tre Asher", Role::Treasury),
    ] {
        city.users.push(User {
            id: id.into(),
            name: name.into(),
            roles: vec![role],
            inactive: false,
        });
    }
    city
}

/// One workstation's journal.
#[derive(Clone)]
pub(crate) struct Journal {
    pub(crate) head: Head,
    pub(crate) entries: Vec<Entry>,
    pub(crate) stored: Vec<(Hash, Vec<u8>)>,
}

/// The office.
#[derive(Clone)]
pub(crate) struct Office {
    pub(crate) configuration: Configuration,
    pub(crate) accounts: BTreeMap<String, Account>,
    pub(crate) journals: BTreeMap<String, Journal>,
    pub(crate) sessions: Vec<Session>,
    pub(crate) deposits: Vec<Deposit>,
    pub(crate) paid: PaidSince,
    pub(crate) checks: BTreeMap<(String, String), (String, NaiveDate)>,
    pub(crate) now: DateTime<Utc>,
    made: u128,
}

impl Office {
    /// An office with empty journals, on 21 November 2026 at 8:00 in California.
    pub(crate) fn new() -> Office {
        let journal = |code: &str| {
            let journal = Journal {
                head: Head::empty(code),
                entries: Vec::new(),
                stored: Vec::new(),
            };
            (code.to_owned(), journal)
        };
        Office {
            configuration: city_with_bank(),
            accounts: accounts(),
            journals: BTreeMap::from(["W3", "W4"].map(journal)),
            sessions: Vec::new(),
            deposits: Vec::new(),
            paid: PaidSince::default(),
            checks: BTreeMap::new(),
            now: "2026-11-21T16:00:00Z".parse().unwrap(),
            made: 0,
        }
    }

    pub(crate) fn user(&self, id: &str) -> User {
        self.configuration.user(id).unwrap().clone()
    }

    pub(crate) fn today(&self) -> NaiveDate {
        business_day::date(self.now, &self.configuration.site)
    }

    /// An identifier that nobody made before.
    pub(crate) fn id(&mut self) -> Uuid {
        self.made += 1;
        Uuid::from_u128(0xd0_0000 + self.made)
    }

    pub(crate) fn session(&self, id: Uuid) -> &Session {
        self.sessions.iter().find(|session| session.id == id).unwrap()
    }

    pub(crate) fn session_mut(&mut self, id: Uuid) -> &mut Session {
        self.sessions.iter_mut().find(|session| session.id == id).unwrap()
    }

    /// Every entry, workstation by workstation.
    pub(crate) fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.journals.values().flat_map(|journal| &journal.entries)
    }

    /// The general ledger: what stands on each account, those of nothing left out.
    pub(crate) fn ledger(&self) -> BTreeMap<&str, i64> {
        let mut sums = BTreeMap::new();
        for posting in self.entries().flat_map(|entry| &entry.postings) {
            *sums.entry(posting.0.as_str()).or_default() += posting.1.0;
        }
        sums.retain(|_, cents| *cents != 0);
        sums
    }

    /// Writes what was decided into a workstation's journal, a minute after the entry before.
    pub(crate) fn commit(&mut self, station: &str, actor: &str, decision: Decision) -> Entry {
        self.now += Duration::minutes(1);
        let business_date = self.today();
        let head = &self.journals[station].head;
        let nth = u128::from(head.seq) + 1;
        let stamp = Stamp {
            id: Uuid::from_u128(nth),
            request: Some(RequestMark {
                id: Uuid::from_u128(nth << 32),
                digest: format!("{nth:016x}"),
            }),
            now: self.now,
            business_date,
            actor: actor.into(),
            config: self.configuration.version(),
        };
        let entry = head.entry(decision, stamp).unwrap();
        let bytes = entry.encode().unwrap();
        let hash = chain(&head.hash, &bytes);
        let journal = self.journals.get_mut(station).unwrap();
        journal.head.advance(&entry, hash);
        journal.stored.push((hash, bytes));
        journal.entries.push(entry.clone());
        self.paid.apply(&entry).unwrap();
        match Session::begin(&entry) {
            Some(session) => self.sessions.push(session),
            None => self
                .sessions
                .iter_mut()
                .for_each(|session| session.apply(&entry).unwrap()),
        }
        match Deposit::begin(&entry, &hash) {
            Some(deposit) => self.deposits.push(deposit),
            None => self
                .deposits
                .iter_mut()
                .for_each(|deposit| deposit.apply(&entry, &hash)),
        }
        entry
    }

    /// The head of a journal as its workstation would sign it.
    pub(crate) fn signed_head(&self, station: &str) -> SignedHead {
        let head = &self.journals[station].head;
        SignedHead {
            seq: head.seq,
            hash: hex(&head.hash),
            key: "00".repeat(32),
            signature: "00".repeat(64),
        }
    }

    /// Decides with all that is known, for somebody and in some session.
    pub(crate) fn knowing<T>(
        &self,
        session: Option<&Session>,
        (actor, second): (&str, Option<&str>),
        decide: impl Fn(&Facts<'_>) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let station = session.map_or("W3", |session| &session.station);
        let standing = |(number, account): (&String, &Account)| (number.clone(), self.paid.standing(account.clone()));
        decide(&Facts {
            configuration: &self.configuration,
            station: self.configuration.station(station).unwrap(),
            session,
            actor: &self.user(actor),
            today: self.today(),
            accounts: &self.accounts.iter().map(standing).collect(),
            checks: &self.checks,
            returned: &Returned::default(),
            number: &self.journals[station].head.next_receipt(),
            second: second.map(|id| self.user(id)).as_ref(),
        })
    }

    /// Opens a window's drawer on 150.00.
    pub(crate) fn open(&mut self, station: &str, actor: &str) -> Uuid {
        let id = self.id();
        let float = cash(&[(2_000, 5), (500, 8), (100, 9), (25, 4)]);
        let window = self.configuration.station(station).unwrap();
        let decision = drawer::open(&self.configuration, window, None, &self.user(actor), id, float).unwrap();
        self.commit(station, actor, decision);
        id
    }

    /// Takes a payment in a drawer or keys it into a batch, by whoever holds it; Sol is at hand.
    pub(crate) fn try_pay(&mut self, id: Uuid, request: &PaymentRequest) -> Result<Entry, Refusal> {
        let session = self.session(id);
        let (station, actor) = (session.station.clone(), session.cashier().to_owned());
        let decision = self.knowing(Some(session), (&actor, Some("sol")), |facts| take(facts, request))?;
        Ok(self.commit(&station, &actor, decision))
    }

    pub(crate) fn pay(&mut self, id: Uuid, request: &PaymentRequest) -> Entry {
        self.try_pay(id, request).unwrap()
    }

    /// Counts a drawer and closes it; Eva agrees to whatever differs.
    pub(crate) fn count_and_close(&mut self, id: Uuid, found: FoundInDrawer) -> Entry {
        let session = self.session(id);
        let (station, actor) = (session.station.clone(), session.counted_by().to_owned());
        let user = self.user(&actor);
        if session.phase == counterfoil_domain::session::Phase::Open {
            let decision = drawer::start_count(Some(session), &user).unwrap();
            self.commit(&station, &actor, decision);
        }
        let decision = drawer::count(&self.configuration, Some(self.session(id)), &user, found).unwrap();
        self.commit(&station, &actor, decision);
        let (reason, eva, head) = (Some("Unknown"), self.user("eva"), self.signed_head(&station));
        let session = Some(self.session(id));
        let decision = drawer::close(&self.configuration, session, &user, reason, Some(&eva), head).unwrap();
        self.commit(&station, &actor, decision)
    }

    /// Begins a batch of mail that Ben opens and keys, together with Sol.
    pub(crate) fn mail(&mut self, control: Vec<Control>) -> Uuid {
        let id = self.id();
        let (ben, sol) = (self.user("ben"), self.user("sol"));
        let name = format!("Mail batch {}", self.sessions.len() + 1);
        let decision = batch::open_mail(&self.configuration, id, &name, &ben, control, Some(&sol)).unwrap();
        self.commit("W3", "ben", decision);
        id
    }

    /// Closes a batch; Eva agrees to whatever differs.
    pub(crate) fn close_batch(&mut self, id: Uuid) -> Entry {
        let (ben, eva) = (self.user("ben"), self.user("eva"));
        let session = self.session(id);
        let reason = Some("Added up wrong");
        let decision = batch::close(&self.configuration, session, &ben, reason, Some(&eva)).unwrap();
        self.commit("W3", "ben", decision)
    }

    /// Whether a receipt was voided after the count, which does not agree.
    pub(crate) fn is_stale(&self, id: Uuid) -> bool {
        let session = self.session(id);
        let seen = difference(&session.figures(&self.configuration).unwrap()).unwrap();
        let word = approve(
            &self.configuration,
            session,
            &self.user("tom"),
            seen,
            Some("Looked for"),
        );
        matches!(word, Err(refusal) if refusal.code() == "counted_before_void")
    }

    /// Tom sends a session back to be counted again.
    pub(crate) fn send_back(&mut self, id: Uuid) -> Entry {
        let (tom, session) = (self.user("tom"), self.session(id));
        let word = send_back(&self.configuration, session, &tom, "Voided since", true).unwrap();
        self.commit("W3", "tom", word)
    }

    /// Tom approves a session on what its figures say.
    pub(crate) fn approve(&mut self, id: Uuid) -> Entry {
        let session = self.session(id);
        let seen = difference(&session.figures(&self.configuration).unwrap()).unwrap();
        let tom = self.user("tom");
        let decision = approve(&self.configuration, session, &tom, seen, Some("Looked for, not found")).unwrap();
        self.commit("W3", "tom", decision)
    }
}

/// The control figure of paper.
pub(crate) fn paper(tender: &str, items: u32, cents: i64) -> Control {
    Control {
        tender: tender.into(),
        items,
        total: Some(Cents(cents)),
        cash: CashCount::default(),
    }
}

/// The control figure of cash.
pub(crate) fn counted(pieces: &[(i64, u32)]) -> Control {
    Control {
        tender: "CASH".into(),
        cash: cash(pieces),
        ..Control::default()
    }
}

/// An amount of cash in the fewest pieces.
pub(crate) fn sorted(cents: i64) -> CashCount {
    let kinds = configuration().denominations;
    CashCount(counterfoil_domain::cash::count_out(Cents(cents), &kinds))
}
