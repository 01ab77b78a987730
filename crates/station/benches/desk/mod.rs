//! A workstation of the demo city for the benches.

#![allow(dead_code, unreachable_pub, missing_docs, reason = "each bench uses its own part")]

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use counterfoil_formats::configuration;
use counterfoil_station::clock::Clock;
use counterfoil_station::journal::JournalReader;
use counterfoil_station::{Seat, Station, accounts, demo};
use serde_json::json;
use serde_json::value::{RawValue, to_raw_value};
use uuid::Uuid;

/// A folder of its own on the disk that the project lies on, gone afterwards.
pub fn folder(name: &str) -> tempfile::TempDir {
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target");
    std::fs::create_dir_all(&target).unwrap();
    tempfile::Builder::new()
        .prefix(&format!("bench-{name}-"))
        .tempdir_in(target)
        .unwrap()
}

/// The middle one.
pub fn median<T: Ord + Copy>(mut values: Vec<T>) -> T {
    values.sort_unstable();
    values[values.len() / 2]
}

/// A seat at an open drawer.
pub struct Bench {
    pub station: Arc<Station>,
    seat: Seat,
    accounts: Vec<String>,
    nth: usize,
}

impl Bench {
    /// A new workstation with the demo city's accounts and an open drawer.
    pub fn create(folder: &Path) -> Bench {
        let mut configuration = configuration::read(demo::CITY).unwrap();
        // The drawer is never full, and nothing is printed: the path to the commit is measured.
        configuration.policies.drawer_warning.0 = i64::from(i32::MAX);
        configuration.policies.drawer_ceiling.0 = i64::from(i32::MAX);
        for station in &mut configuration.stations {
            station.printer = Default::default();
        }
        Station::create(folder, configuration, "W1", &Clock::system()).unwrap();
        let station = Station::open(folder).unwrap();
        accounts::take_in(&station, demo::ACCOUNTS.as_bytes(), "bench", &mut |_, _| {}).unwrap();
        drop(station);
        let bench = Bench::open(folder);
        let float = json!([{ "cents": 2000, "loose": 10 }, { "cents": 100, "loose": 100 }]);
        bench.call(
            "open_drawer",
            &raw(&json!({ "request_id": Uuid::new_v4(), "float": float })),
        );
        bench
    }

    /// The workstation of an earlier [`Bench::create`].
    pub fn open(folder: &Path) -> Bench {
        let station = Station::open(folder).unwrap();
        let accounts = demo::ACCOUNTS
            .lines()
            .filter_map(|line| line.strip_prefix("A,")?.split(',').next().map(str::to_owned))
            .collect();
        let bench = Bench {
            seat: Seat::new(station.clone()),
            station,
            accounts,
            nth: 0,
        };
        bench.call("sign_in", &raw(&json!({ "user": "okoye", "password": "alder-creek" })));
        bench
    }

    /// Makes a call, its reply as a value.
    pub fn called(&self, command: &str, request: serde_json::Value) -> serde_json::Value {
        serde_json::from_str(self.call(command, &raw(&request)).get()).unwrap()
    }

    /// Makes a call that writes.
    pub fn asked(&self, command: &str, mut request: serde_json::Value) -> serde_json::Value {
        request["request_id"] = json!(Uuid::new_v4());
        self.called(command, request)
    }

    fn call(&self, command: &str, request: &RawValue) -> Box<RawValue> {
        self.seat
            .call(command, request)
            .unwrap_or_else(|refusal| panic!("{command}: {refusal:?}"))
    }

    /// Takes so many payments and gives the time of each. A payment pays one
    /// dollar on the next account and a golf card, in cash, with change.
    pub fn receipts(&mut self, count: usize) -> Vec<Duration> {
        (0..count)
            .map(|_| {
                let request = self.next_payment();
                let begun = Instant::now();
                let reply = self.call("take_payment", &request);
                let took = begun.elapsed();
                assert!(reply.get().contains("\"receipt\":\"W1-"));
                took
            })
            .collect()
    }

    fn next_payment(&mut self) -> Box<RawValue> {
        loop {
            self.nth += 1;
            let account = &self.accounts[self.nth % self.accounts.len()];
            let payment = json!({
                "lines": [
                    { "on": "account", "account": account, "charges": [], "amount": "1.00" },
                    { "on": "charge", "code": "GOLF" },
                ],
                "tenders": [{ "tender": "CASH", "amount": "20.00" }],
            });
            let quoted = self.call("quote", &raw(&payment));
            if quoted.get().ends_with("\"refusal\":null}") {
                return raw(&json!({ "request_id": Uuid::new_v4(), "payment": payment }));
            }
        }
    }

    /// The median size of the entries written so far.
    pub fn bytes_a_receipt(&self) -> usize {
        let reader = JournalReader::open(&self.station.folder().journal()).unwrap();
        let mut sizes = Vec::new();
        reader
            .each_after(4, u64::MAX / 2, |stored| {
                sizes.push(stored.bytes.len());
                Ok(true)
            })
            .unwrap();
        median(sizes)
    }
}

/// A request as the interface gets it.
pub fn raw(value: &serde_json::Value) -> Box<RawValue> {
    to_raw_value(value).unwrap()
}
