//! A workstation that writes entries by the domain's own rules and hands them over signed.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use counterfoil_domain::cash::CashCount;
use counterfoil_domain::config::{Configuration, Language, TenderKind};
use counterfoil_domain::entry::{
    Body, ConfigurationAdopted, DrawerOpened, Entry, ReceiptVoided, SignedHead, SignedOut, chain, hex,
};
use counterfoil_domain::entry::{GENESIS, Hash, handed_text, signed_text};
use counterfoil_domain::journal::{Decision, Head, Stamp};
use counterfoil_domain::money::Cents;
use counterfoil_domain::receipt::{CheckData, Receipt, ReceiptLine, Tender};
use counterfoil_formats::bundle::{self, BundleHeader};
use counterfoil_formats::signature;
use uuid::Uuid;

pub(crate) const DATE: &str = "2026-11-21";

/// The workstation.
pub(crate) struct Desk {
    pub(crate) secret: [u8; 32],
    pub(crate) entries: Vec<(Entry, Vec<u8>, Hash)>,
    pub(crate) session: Uuid,
    head: Head,
    config: String,
    now: DateTime<Utc>,
}

impl Desk {
    pub(crate) fn open(station: &str, configuration: &Configuration) -> Desk {
        let mut desk = Desk {
            secret: [station.as_bytes()[1]; 32],
            entries: Vec::new(),
            session: Uuid::from_u128(u128::from(station.as_bytes()[1])),
            head: Head::empty(station),
            config: configuration.version(),
            now: "2026-11-21T17:00:00Z".parse().unwrap(),
        };
        desk.write(Body::ConfigurationAdopted(Box::new(ConfigurationAdopted {
            configuration: configuration.clone(),
        })));
        desk.write(Body::DrawerOpened(DrawerOpened {
            session: desk.session,
            drawer: "Drawer 1".into(),
            window: "Window 1".into(),
            cashier: "jokoye".into(),
            cashier_name: "J. Okoye".into(),
            float: CashCount::default(),
            float_total: Cents(30_000),
        }));
        desk
    }

    pub(crate) fn key(&self) -> String {
        signature::public_key(&self.secret)
    }

    pub(crate) fn write(&mut self, body: Body) -> Entry {
        self.now += Duration::seconds(20);
        let stamp = Stamp {
            id: Uuid::from_u128(u128::from(self.head.seq) + 1),
            request: None,
            now: self.now,
            business_date: DATE.parse::<NaiveDate>().unwrap(),
            actor: "jokoye".into(),
            config: self.config.clone(),
        };
        let entry = self.head.entry(Decision::plain(body), stamp).unwrap();
        let bytes = entry.encode().unwrap();
        let hash = chain(&self.head.hash, &bytes);
        self.head.advance(&entry, hash);
        self.entries.push((entry.clone(), bytes, hash));
        entry
    }

    /// An entry of a kind that only a newer program knows.
    pub(crate) fn write_unknown(&mut self) {
        let entry = self.write(Body::SignedOut(SignedOut { user: "okoye".into() }));
        let (_, bytes, _) = self.entries.pop().unwrap();
        let bytes = String::from_utf8(bytes).unwrap().replace("signed_out", "moon_watched");
        let previous = self.entries.last().map_or(GENESIS, |last| last.2);
        let hash = chain(&previous, bytes.as_bytes());
        self.head.hash = hash;
        self.entries.push((entry, bytes.into_bytes(), hash));
    }

    /// A payment by check.
    pub(crate) fn pay(&mut self, payer: &str, account: &str, cents: i64, check: &str) -> String {
        let number = self.head.next_receipt();
        let tender = Tender {
            code: "CHECK".into(),
            kind: TenderKind::Check,
            name: "Check".into(),
            amount: Cents(cents),
            handed: None,
            check: Some(CheckData {
                number: Some(check.into()),
                ..CheckData::default()
            }),
            card: None,
            reference: None,
        };
        let line = ReceiptLine {
            code: "WATER".into(),
            description: "Water".into(),
            department: "UB".into(),
            account: Some(account.into()),
            charge: None,
            reference: None,
            quantity: None,
            amount: Cents(cents),
            due: None,
            split: vec![("500-4100".into(), Cents(cents))],
        };
        self.write(Body::Receipt(Box::new(Receipt {
            number: number.clone(),
            session: self.session,
            heading: vec!["City of Alder Creek".into()],
            window: "Window 1".into(),
            cashier: "J. Okoye".into(),
            language: Language::En,
            batch: None,
            payer: Some(payer.into()),
            note: None,
            lines: vec![line],
            tenders: vec![tender],
            total: Cents(cents),
            change: Cents::ZERO,
            balances: Vec::new(),
            turn_on: Vec::new(),
            footer: Vec::new(),
        })));
        number
    }

    pub(crate) fn void(&mut self, receipt: &str, cents: i64) {
        self.write(Body::ReceiptVoided(ReceiptVoided {
            session: self.session,
            receipt: receipt.into(),
            total: Cents(cents),
            reason: "Wrong <account>".into(),
            tenders: Vec::new(),
            restored: Vec::new(),
            lines: Vec::new(),
        }));
    }

    /// All entries, signed.
    pub(crate) fn bundle(&self, made_at: DateTime<Utc>) -> Vec<u8> {
        let station = &self.head.station;
        let (seq, hash) = (self.head.seq, hex(&self.head.hash));
        let signed = SignedHead {
            seq,
            key: self.key(),
            signature: signature::sign(&self.secret, &signed_text(station, 1, seq, &hash)),
            hash,
        };
        let handed = signature::sign(&self.secret, &handed_text(station, 1, &signed, made_at, false));
        let header = BundleHeader {
            station: station.clone(),
            epoch: 1,
            after: 0,
            previous: GENESIS,
            made_at,
            stopping: false,
        };
        bundle::write(
            &header,
            self.entries.iter().map(|one| one.1.as_slice()),
            &signed,
            &handed,
        )
    }

    /// What the entries come to, by adding them up here.
    pub(crate) fn receipts(&self) -> (u64, Cents) {
        let receipts = self.entries.iter().filter_map(|one| match &one.0.body {
            Body::Receipt(receipt) => Some(receipt.total),
            _ => None,
        });
        let totals: Vec<Cents> = receipts.collect();
        (totals.len() as u64, Cents::sum(totals).unwrap())
    }
}
