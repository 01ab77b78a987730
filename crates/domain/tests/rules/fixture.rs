//! A small city and one desk in it: what every test begins with.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use counterfoil_domain::account::{Account, Charge, Flags, PaidSince, Standing};
use counterfoil_domain::business_day;
use counterfoil_domain::cash::{CashCount, CashLine};
use counterfoil_domain::check::TenderOffer;
use counterfoil_domain::config::{
    ChargeCode, CheckDigit, City, Configuration, CountedBy, Demo, Denomination, DenominationKind, Department, FORMAT,
    FlagAction, FlagRules, Language, LedgerAccount, Overpayment, Policies, PostingAccounts, PrinterProfile, ScanLine,
    Share, Site, SpreadBy, StationConfig, TenderField, TenderKind, TenderType, User,
};
use counterfoil_domain::entry::{Body, Entry, Hash, RequestMark, SignedHead, chain, hex};
use counterfoil_domain::journal::{Decision, Head, Stamp};
use counterfoil_domain::money::Cents;
use counterfoil_domain::payment::{Facts, LineRequest, PaymentRequest, Priced, price, take};
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::rights::Role;
use counterfoil_domain::session::DrawerSession;
use counterfoil_domain::{drawer, void};
use uuid::Uuid;

/// A routing number whose checksum is right.
pub(crate) const ROUTING: &str = "121000358";
/// A card number, of the kind made for trying terminals out.
pub(crate) const CARD_NUMBER: &str = "4111 1111 1111 1111";

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn ledger(code: &str, name: &str) -> LedgerAccount {
    LedgerAccount {
        code: code.into(),
        name: name.into(),
    }
}

fn charge_code(code: &str, name: &str, price: Option<i64>, split: &[(&str, u32)]) -> ChargeCode {
    ChargeCode {
        code: code.into(),
        name: name.into(),
        name_es: None,
        department: "UT".into(),
        price: price.map(Cents),
        reference: None,
        priority: 1,
        account_only: false,
        split: split
            .iter()
            .map(|(ledger, parts)| Share {
                ledger: (*ledger).into(),
                parts: *parts,
            })
            .collect(),
    }
}

fn tender(code: &str, name: &str, kind: TenderKind, needs: &[TenderField], counted: CountedBy) -> TenderType {
    TenderType {
        code: code.into(),
        name: name.into(),
        name_es: None,
        kind,
        clearing: if kind == TenderKind::Cash { "1010" } else { "1020" }.into(),
        needs: needs.to_vec(),
        counted,
        tolerance: Cents::ZERO,
        key: None,
    }
}

fn denomination(cents: i64, label: &str, kind: DenominationKind, bundle: u32) -> Denomination {
    Denomination {
        cents: Cents(cents),
        label: label.into(),
        kind,
        bundle,
        change: true,
    }
}

fn user(id: &str, name: &str, role: Role) -> User {
    User {
        id: id.into(),
        name: name.into(),
        roles: vec![role],
        inactive: false,
    }
}

/// The configuration of the small city. It passes its own check.
pub(crate) fn configuration() -> Configuration {
    use DenominationKind::{Coin, Note};
    use TenderField::{Account, Approval, LastFour, Number, Reference, Routing};
    Configuration {
        format: FORMAT,
        city: City {
            name: "City of Alder".into(),
        },
        site: Site {
            code: "CH".into(),
            name: "City Hall".into(),
            address: vec!["1 Main Street".into()],
            time_zone: "America/Los_Angeles".into(),
            language: Language::En,
            receipt_footer: vec!["Thank you".into()],
        },
        stations: vec![StationConfig {
            code: "W3".into(),
            name: "Window 3".into(),
            drawer: "Drawer 3".into(),
            closing_desk: true,
            printer: PrinterProfile::default(),
        }],
        departments: vec![Department {
            code: "UT".into(),
            name: "Utilities".into(),
        }],
        ledger: vec![
            ledger("1000", "Vault"),
            ledger("1010", "Cash in drawers"),
            ledger("1020", "Checks and other paper"),
            ledger("1030", "Cards receivable"),
            ledger("2010", "Customer credits"),
            ledger("4010", "Water"),
            ledger("4020", "Sewer"),
            ledger("4030", "Licences"),
            ledger("5010", "Over and short"),
        ],
        posting: PostingAccounts {
            vault: "1000".into(),
            drawer_cash: "1010".into(),
            over_short: "5010".into(),
            customer_credit: "2010".into(),
        },
        charge_codes: vec![
            ChargeCode {
                account_only: true,
                ..charge_code("WATER", "Water", None, &[("4010", 2), ("4020", 1)])
            },
            ChargeCode {
                account_only: true,
                priority: 2,
                ..charge_code("SEWER", "Sewer", None, &[("4020", 1)])
            },
            ChargeCode {
                reference: Some("tag number".into()),
                name_es: Some("Licencia de perro".into()),
                ..charge_code("DOG1", "Dog licence", Some(2_500), &[("4030", 1)])
            },
            charge_code("COPY", "Copy", Some(25), &[("4030", 1), ("4010", 1), ("4020", 1)]),
            charge_code("MISC", "Miscellaneous", None, &[("4030", 1), ("4020", 3)]),
        ],
        tenders: vec![
            TenderType {
                tolerance: Cents(100),
                name_es: Some("Efectivo".into()),
                ..tender("CASH", "Cash", TenderKind::Cash, &[], CountedBy::Denominations)
            },
            tender("CHECK", "Check", TenderKind::Check, &[Number], CountedBy::Items),
            TenderType {
                clearing: "1030".into(),
                ..tender(
                    "CARD",
                    "Card",
                    TenderKind::Card,
                    &[LastFour, Approval],
                    CountedBy::Total,
                )
            },
            tender("MO", "Money order", TenderKind::MoneyOrder, &[Number], CountedBy::Items),
            tender(
                "ECHECK",
                "Electronic check",
                TenderKind::ElectronicCheck,
                &[Routing, Account],
                CountedBy::Total,
            ),
            tender(
                "VOUCHER",
                "Voucher",
                TenderKind::Voucher,
                &[Reference],
                CountedBy::Items,
            ),
        ],
        denominations: vec![
            denomination(10_000, "$100", Note, 100),
            denomination(5_000, "$50", Note, 100),
            denomination(2_000, "$20", Note, 100),
            denomination(1_000, "$10", Note, 100),
            denomination(500, "$5", Note, 100),
            denomination(100, "$1", Note, 100),
            denomination(25, "25¢", Coin, 40),
            denomination(10, "10¢", Coin, 50),
            denomination(5, "5¢", Coin, 40),
            denomination(1, "1¢", Coin, 50),
        ],
        scan_lines: vec![ScanLine {
            name: "Utility bill".into(),
            pattern: "UB{account:10}{amount:8}{check:1}".into(),
            check: CheckDigit::Mod10,
            account_picture: Some("##-#####-##".into()),
        }],
        reasons: vec!["Wrong amount".into()],
        policies: Policies {
            blind_count: true,
            drawer_warning: Cents(400_000),
            drawer_ceiling: Cents(800_000),
            receipt_limit: Cents(5_000_000),
            spread: vec![SpreadBy::OldestDue, SpreadBy::Priority],
            overpayment: Overpayment::Credit,
            repeat_check_days: 90,
            flags: FlagRules {
                bankruptcy: FlagAction::SecondPerson,
                cash_only: FlagAction::NoChecks,
                lien: FlagAction::Warn,
                payment_plan: FlagAction::Nothing,
                shut_off: FlagAction::Warn,
            },
            lock_after_minutes: 5,
            waived: Vec::new(),
        },
        users: vec![
            user("ana", "Ana Núñez", Role::Cashier),
            user("ben", "Ben Ode", Role::Cashier),
            user("sol", "Sol Reyes", Role::Supervisor),
            user("tom", "Tom Ek", Role::Supervisor),
            user("aud", "Auden Lee", Role::Auditor),
        ],
        demo: Some(Demo {
            password: "demo".into(),
        }),
    }
}

fn charge(id: &str, code: &str, due: i64, due_date: &str) -> Charge {
    Charge {
        id: id.into(),
        code: code.into(),
        description: format!("{code} {due_date}"),
        reference: String::new(),
        due_date: day(due_date),
        due: Cents(due),
    }
}

fn account(number: &str, name: &str, flags: Flags, charges: Vec<Charge>) -> (String, Account) {
    let account = Account {
        number: number.into(),
        name: name.into(),
        address: "12 Elm Street".into(),
        phone: String::new(),
        flags,
        charges,
    };
    (account.number.clone(), account)
}

/// The accounts of the small city: a plain one with three charges, a bankruptcy,
/// one that may give no checks, one with nothing due.
pub(crate) fn accounts() -> BTreeMap<String, Account> {
    BTreeMap::from([
        account(
            "20-1",
            "María Peña",
            Flags::default(),
            vec![
                charge("W2", "WATER", 6_462, "2026-11-01"),
                charge("S1", "SEWER", 4_501, "2026-10-01"),
                charge("W1", "WATER", 12_000, "2026-10-01"),
            ],
        ),
        account(
            "20-2",
            "John Low",
            Flags {
                bankruptcy: true,
                ..Flags::default()
            },
            vec![charge("W1", "WATER", 5_000, "2026-11-01")],
        ),
        account(
            "20-3",
            "Kim Poor",
            Flags {
                cash_only_until: Some(day("2027-01-31")),
                ..Flags::default()
            },
            vec![charge("W1", "WATER", 3_000, "2026-11-01")],
        ),
        account("20-4", "Paid Up", Flags::default(), Vec::new()),
    ])
}

/// Loose pieces of cash: worth in cents, how many.
pub(crate) fn cash(pieces: &[(i64, u32)]) -> CashCount {
    let line = |(cents, loose): &(i64, u32)| CashLine {
        cents: Cents(*cents),
        loose: *loose,
        bundles: 0,
    };
    CashCount(pieces.iter().map(line).collect())
}

/// All that is due on an account.
pub(crate) fn on_account(number: &str) -> LineRequest {
    LineRequest::Account {
        account: number.into(),
        charges: Vec::new(),
        amount: None,
        seen_due: None,
    }
}

/// A part payment on an account.
pub(crate) fn part_of(number: &str, cents: i64) -> LineRequest {
    LineRequest::Account {
        account: number.into(),
        charges: Vec::new(),
        amount: Some(Cents(cents)),
        seen_due: None,
    }
}

/// An open amount by charge code.
pub(crate) fn open_amount(code: &str, cents: i64) -> LineRequest {
    LineRequest::Charge {
        code: code.into(),
        quantity: None,
        amount: Some(Cents(cents)),
        reference: None,
        seen_price: None,
    }
}

/// A fixed price, with a reference.
pub(crate) fn priced(code: &str, quantity: u32, reference: &str) -> LineRequest {
    LineRequest::Charge {
        code: code.into(),
        quantity: Some(quantity),
        amount: None,
        reference: Some(reference.into()),
        seen_price: None,
    }
}

/// A tender of some type with what that type needs; `nth` makes its papers its own.
pub(crate) fn offer(code: &str, cents: i64, nth: u32) -> TenderOffer {
    let plain = TenderOffer {
        tender: code.into(),
        amount: Cents(cents),
        ..TenderOffer::default()
    };
    let text = |text: &str| Some(text.to_owned());
    match code {
        "CHECK" => TenderOffer {
            number: Some((1_000 + nth).to_string()),
            routing: text(ROUTING),
            account: text("000123456789"),
            token: text("token-of-123456789"),
            ..plain
        },
        "MO" => TenderOffer {
            number: Some((7_000 + nth).to_string()),
            ..plain
        },
        "CARD" => TenderOffer {
            brand: text("Visa"),
            last_four: text("1111"),
            approval: Some(format!("A{nth}")),
            terminal: text("T1"),
            ..plain
        },
        "ECHECK" => TenderOffer {
            routing: text(ROUTING),
            account: text("000987654321"),
            ..plain
        },
        "VOUCHER" => TenderOffer {
            reference: Some(format!("V-{nth}")),
            ..plain
        },
        _ => plain,
    }
}

/// A payment of some lines by some tenders.
pub(crate) fn payment(lines: Vec<LineRequest>, tenders: Vec<TenderOffer>) -> PaymentRequest {
    PaymentRequest {
        lines,
        tenders,
        ..PaymentRequest::default()
    }
}

/// One desk of the small city with its journal: decisions go in, entries stay.
#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) configuration: Configuration,
    pub(crate) accounts: BTreeMap<String, Account>,
    pub(crate) head: Head,
    pub(crate) entries: Vec<Entry>,
    pub(crate) stored: Vec<(Hash, Vec<u8>)>,
    pub(crate) session: Option<DrawerSession>,
    pub(crate) paid: PaidSince,
    pub(crate) checks: BTreeMap<(String, String), (String, NaiveDate)>,
    pub(crate) now: DateTime<Utc>,
}

impl Desk {
    /// A desk with an empty journal, on 21 November 2026 at 8:00 in California.
    pub(crate) fn new() -> Desk {
        Desk {
            configuration: configuration(),
            accounts: accounts(),
            head: Head::empty("W3"),
            entries: Vec::new(),
            stored: Vec::new(),
            session: None,
            paid: PaidSince::default(),
            checks: BTreeMap::new(),
            now: "2026-11-21T16:00:00Z".parse().unwrap(),
        }
    }

    /// A desk whose drawer Ana opened on a float of 150.00.
    pub(crate) fn opened() -> Desk {
        let mut desk = Desk::new();
        desk.open("ana").unwrap();
        desk
    }

    pub(crate) fn user(&self, id: &str) -> User {
        self.configuration.user(id).unwrap().clone()
    }

    pub(crate) fn today(&self) -> NaiveDate {
        business_day::date(self.now, business_day::zone(&self.configuration.site))
    }

    /// The session; there must be one.
    pub(crate) fn session(&self) -> &DrawerSession {
        self.session.as_ref().unwrap()
    }

    /// The accounts as they stand after the desk's own payments.
    pub(crate) fn standings(&self) -> BTreeMap<String, Standing> {
        let standing = |(number, account): (&String, &Account)| (number.clone(), self.paid.standing(account.clone()));
        self.accounts.iter().map(standing).collect()
    }

    /// Writes what was decided on somebody's request, a minute after the entry before.
    pub(crate) fn commit(&mut self, actor: &str, decision: Decision) -> Result<Entry, Refusal> {
        let nth = self.head.seq + 1;
        let request = RequestMark {
            id: Uuid::from_u128(u128::from(nth) << 32),
            digest: format!("{nth:016x}"),
        };
        self.write(actor, decision, Some(request))
    }

    /// Writes what was decided, a minute after the entry before.
    pub(crate) fn write(
        &mut self,
        actor: &str,
        decision: Decision,
        request: Option<RequestMark>,
    ) -> Result<Entry, Refusal> {
        self.now += Duration::minutes(1);
        let stamp = Stamp {
            id: Uuid::from_u128(u128::from(self.head.seq) + 1),
            request,
            now: self.now,
            business_date: self.today(),
            actor: actor.into(),
            config: self.configuration.version(),
        };
        let entry = self.head.entry(decision, stamp)?;
        let bytes = entry.encode().unwrap();
        let hash = chain(&self.head.hash, &bytes);
        self.head.advance(&entry, hash);
        self.stored.push((hash, bytes));
        self.paid.apply(&entry.body)?;
        match (&entry.body, &mut self.session) {
            (Body::DrawerOpened(opened), _) => self.session = Some(DrawerSession::open(&entry, opened)),
            (_, Some(session)) => session.apply(&entry)?,
            (_, None) => {}
        }
        self.entries.push(entry.clone());
        Ok(entry)
    }

    pub(crate) fn open(&mut self, actor: &str) -> Result<Entry, Refusal> {
        let float = cash(&[(2_000, 5), (500, 8), (100, 9), (25, 4)]);
        let id = Uuid::from_u128(0xd0_0000 + u128::from(self.head.seq));
        let station = &self.configuration.stations[0];
        let actor_user = self.user(actor);
        let decision = drawer::open(
            &self.configuration,
            station,
            self.session.as_ref(),
            &actor_user,
            id,
            float,
        )?;
        self.commit(actor, decision)
    }

    /// Decides about a payment with all that the desk knows; Sol is at hand.
    fn knowing<T>(&self, decide: impl Fn(&Facts<'_>) -> Result<T, Refusal>) -> Result<T, Refusal> {
        let number = self.head.next_receipt();
        decide(&Facts {
            configuration: &self.configuration,
            station: &self.configuration.stations[0],
            session: self.session.as_ref(),
            actor: &self.user(self.session().cashier()),
            today: self.today(),
            accounts: &self.standings(),
            checks: &self.checks,
            number: &number,
            second: Some(&self.user("sol")),
        })
    }

    /// What a payment would come to.
    pub(crate) fn price(&self, request: &PaymentRequest) -> Result<Priced, Refusal> {
        self.knowing(|facts| price(facts, request))
    }

    /// Takes a payment, by whoever holds the drawer.
    pub(crate) fn pay(&mut self, request: &PaymentRequest) -> Result<Entry, Refusal> {
        let decision = self.knowing(|facts| take(facts, request))?;
        let cashier = self.session().cashier().to_owned();
        self.commit(&cashier, decision)
    }

    /// Voids a receipt, agreed to by Sol.
    pub(crate) fn void(&mut self, number: &str) -> Result<Entry, Refusal> {
        let cashier = self.session().cashier().to_owned();
        let original = self.entry_of(number);
        let decision = void::void(
            &self.configuration,
            self.session.as_ref(),
            &self.user(&cashier),
            &original,
            "Wrong account",
            Some(&self.user("sol")),
        )?;
        self.commit(&cashier, decision)
    }

    /// The entry of a receipt.
    pub(crate) fn entry_of(&self, number: &str) -> Entry {
        let is_it = |entry: &&Entry| matches!(&entry.body, Body::Receipt(receipt) if receipt.number == number);
        self.entries.iter().find(is_it).unwrap().clone()
    }

    /// The head as a workstation would sign it; the signature is for those who know keys.
    pub(crate) fn signed_head(&self) -> SignedHead {
        SignedHead {
            seq: self.head.seq,
            hash: hex(&self.head.hash),
            key: "00".repeat(32),
            signature: "00".repeat(64),
        }
    }

    /// Begins the count for the close.
    pub(crate) fn start_count(&mut self) -> Result<Entry, Refusal> {
        let cashier = self.session().cashier().to_owned();
        let decision = drawer::start_count(self.session.as_ref(), &self.user(&cashier))?;
        self.commit(&cashier, decision)
    }

    /// Commits a count.
    pub(crate) fn count(&mut self, found: drawer::FoundInDrawer) -> Result<Entry, Refusal> {
        let cashier = self.session().cashier().to_owned();
        let decision = drawer::count(&self.configuration, self.session.as_ref(), &self.user(&cashier), found)?;
        self.commit(&cashier, decision)
    }

    /// Closes the drawer on its last count.
    pub(crate) fn close(&mut self, reason: Option<&str>, second: Option<&str>) -> Result<Entry, Refusal> {
        let cashier = self.session().cashier().to_owned();
        let second = second.map(|id| self.user(id));
        let decision = drawer::close(
            &self.configuration,
            self.session.as_ref(),
            &self.user(&cashier),
            reason,
            second.as_ref(),
            self.signed_head(),
        )?;
        self.commit(&cashier, decision)
    }
}
