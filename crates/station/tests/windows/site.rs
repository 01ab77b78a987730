//! A site by a clock of its own, and its windows.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::DateTime;
use counterfoil_domain::account::{Account, Charge};
use counterfoil_domain::config::Configuration;
use counterfoil_domain::entry::{Body, chain};
use counterfoil_domain::journal::Decision;
use counterfoil_domain::posting::Posting;
use counterfoil_domain::sync::StationName;
use counterfoil_formats::bundle::BundleHeader;
use counterfoil_formats::{bundle, configuration};
use counterfoil_station::accounts::central::Pull;
use counterfoil_station::central::enrolment::Enrolment;
use counterfoil_station::clock::Clock;
use counterfoil_station::desk::Asking;
use counterfoil_station::exchange::bundle_after;
use counterfoil_station::folder::Folder;
use counterfoil_station::journal::{JournalReader, Stored};
use counterfoil_station::{Seat, Station, demo};
use serde_json::value::to_raw_value;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::source::{self, Source};

pub(crate) const NOON: i64 = 1_795_291_200;
pub(crate) const NOTE: &str = "Taken without a line to the records";

/// A site by one clock, which goes on by a second with every look.
pub(crate) struct Site {
    pub(crate) place: tempfile::TempDir,
    pub(crate) seconds: Arc<AtomicI64>,
    pub(crate) source: Source,
}

/// One of its workstations.
pub(crate) struct Window {
    pub(crate) code: &'static str,
    pub(crate) station: Arc<Station>,
    pub(crate) seat: Seat,
}

pub(crate) fn city() -> Configuration {
    let mut city = configuration::read(demo::CITY).unwrap();
    for station in &mut city.stations {
        station.printer = Default::default();
    }
    city.site.offline_note = Some(NOTE.to_owned());
    city
}

impl Site {
    pub(crate) fn new() -> Site {
        Site {
            place: tempfile::tempdir().unwrap(),
            seconds: Arc::new(AtomicI64::new(NOON)),
            source: Source::of(40),
        }
    }

    pub(crate) fn clock(&self) -> Clock {
        let ticking = self.seconds.clone();
        Clock::scripted(move || DateTime::from_timestamp(ticking.fetch_add(1, Ordering::Relaxed), 0).unwrap())
    }

    /// Opens a workstation, new or as it was left, with the accounts of central. One that is
    /// enrolled has no line: nobody answers.
    pub(crate) fn window(&self, code: &'static str, enrolled: bool) -> Window {
        let folder = self.place.path().join(code);
        if !Folder::at(&folder).is_initialised() {
            Station::create(&folder, city(), code, &self.clock()).unwrap();
        }
        if enrolled {
            let enrolment = Enrolment {
                url: "https://127.0.0.1:9".to_owned(),
                certificate: "3000".to_owned(),
                name: StationName {
                    city: "alder-creek".to_owned(),
                    site: "CH".to_owned(),
                    station: code.to_owned(),
                },
                central_key: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a".to_owned(),
                contact: 1,
                code: None,
                enrolling: None,
                stopped: None,
            };
            enrolment.write(&Folder::at(&folder).central()).unwrap();
        }
        self.opened(code, &folder)
    }

    pub(crate) fn opened(&self, code: &'static str, folder: &Path) -> Window {
        let station = Station::open_with(folder, self.clock(), &mut |_, _| {}).unwrap();
        let window = Window {
            code,
            seat: Seat::new(station.clone()),
            station,
        };
        window.take_accounts(&self.source);
        window
    }

    /// The account that this is about, as central hands it out.
    pub(crate) fn account(&self) -> Account {
        let several = |account: &&Account| {
            account.charges.len() > 1
                && account
                    .flags
                    .notices(&city().policies.flags, source::today())
                    .is_empty()
        };
        self.source.there().find(several).unwrap().clone()
    }
}

impl Window {
    pub(crate) fn take_accounts(&self, source: &Source) {
        let mut pull = Pull::open(self.station.folder()).unwrap();
        if let Some(built) = source.pull(&mut pull, &self.station.accounts).unwrap() {
            self.station.take_over_accounts(&built, "central").unwrap();
        }
    }

    pub(crate) fn call(&self, command: &str, request: Value) -> Result<Value, String> {
        let reply = self.seat.call(command, &to_raw_value(&request).unwrap());
        let reply = reply.map_err(|refusal| format!("{}: {}", refusal.code, refusal.message))?;
        Ok(serde_json::from_str(reply.get()).unwrap())
    }

    pub(crate) fn open_drawer(&self) {
        self.call("sign_in", json!({ "user": "okoye", "password": "alder-creek" }))
            .unwrap();
        let request = json!({ "request_id": Uuid::new_v4(), "float": [{ "cents": 2000, "loose": 10 }] });
        self.call("open_drawer", request).unwrap();
    }

    /// Pays on an account's charge in cash; gives the receipt's number.
    pub(crate) fn pay(&self, account: &str, charge: &str, amount: &str) -> String {
        let request = json!({
            "request_id": Uuid::new_v4(),
            "payment": {
                "lines": [{ "on": "account", "account": account, "charges": [charge], "amount": amount }],
                "tenders": [{ "tender": "CASH", "amount": amount }],
            },
        });
        self.call("take_payment", request).unwrap()["receipt"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    pub(crate) fn due(&self, account: &str) -> i64 {
        self.call("account", json!({ "number": account })).unwrap()["due"]
            .as_i64()
            .unwrap()
    }

    /// Hands entries after one over to another workstation.
    pub(crate) fn hand_over(&self, after: u64, to: &Window) {
        let journal = JournalReader::open(&self.station.folder().journal()).unwrap();
        let clock = self.station.clock().clone();
        let made = self
            .station
            .secrets(|secrets| bundle_after(&journal, self.code, after, secrets, (&clock, false)));
        let bundle = bundle::read(&made.unwrap().0).unwrap();
        to.station.neighbours().unwrap().take_in(&bundle).unwrap();
    }

    pub(crate) fn stored(&self, seq: u64) -> Stored {
        let journal = JournalReader::open(&self.station.folder().journal()).unwrap();
        journal.get(seq).unwrap().unwrap()
    }

    /// Hands over what follows its last entry, whatever it is, as central hands it on.
    pub(crate) fn hand_over_as_it_is(&self, entry: &[u8], to: &Window) {
        let mut head = self.station.desk().head().clone();
        let header = BundleHeader {
            station: self.code.to_owned(),
            epoch: head.epoch,
            after: head.seq,
            previous: head.hash,
            made_at: self.station.clock().now(),
            stopping: false,
        };
        head.seq += 1;
        head.hash = chain(&head.hash, entry);
        let bytes = self.station.secrets(|secrets| {
            let signed = secrets.sign(&head);
            let handed = secrets.sign_handed(self.code, head.epoch, &signed, header.made_at, false);
            bundle::write(&header, [entry], &signed, &handed)
        });
        let bundle = bundle::read_raw(&bytes).unwrap();
        let neighbours = to.station.neighbours().unwrap();
        assert_eq!(neighbours.take_in_from_central(&bundle).unwrap(), 1);
    }

    pub(crate) fn last(&self) -> u64 {
        self.station.desk().head().seq
    }

    pub(crate) fn write(&self, body: Body, postings: Vec<Posting>) {
        let asking = Asking {
            actor: "treasury",
            request: None,
            now: self.station.clock().now(),
            business_date: None,
        };
        let decision = Decision {
            body,
            postings,
            approval: None,
        };
        self.station.write(asking, |_| Ok(decision)).unwrap();
    }
}

pub(crate) fn first_charge(account: &Account) -> &Charge {
    account.charges.iter().find(|charge| charge.due.0 > 2_000).unwrap()
}
