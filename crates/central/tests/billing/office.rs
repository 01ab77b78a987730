//! Central records of the demo city, with the entries of real days.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use counterfoil_central::accounts::{self, Imported, Page};
use counterfoil_central::central::Central;
use counterfoil_central::clock::Clock;
use counterfoil_central::config::Config;
use counterfoil_central::fault::Fault;
use counterfoil_central::intake::{self, By};
use counterfoil_central::posting::{self, Made};
use counterfoil_central::stream;
use counterfoil_central::tables::stations;
use counterfoil_domain::config::Configuration;
use counterfoil_domain::entry::{Entry, GENESIS, chain};
use counterfoil_domain::sync::StationName;
use counterfoil_formats::bundle;
use counterfoil_formats::posting_file::{Form, PostingFile, read};
use counterfoil_postgres::Postgres;
use tempfile::TempDir;
use tokio::runtime::Runtime;

pub(crate) const CITY: &str = "alder-creek";
const DATABASE: &str = "central";

/// What `counterfoil demo-day` left at three windows.
pub(crate) const DEMO_DAY: [(&str, &[u8]); 3] = [
    ("W1", include_bytes!("../web/demo-day/W1.bundle")),
    ("W2", include_bytes!("../web/demo-day/W2.bundle")),
    ("W3", include_bytes!("../web/demo-day/W3.bundle")),
];

/// Journals of scripted days: a counter, a closing desk, weeks of corrections.
pub(crate) const FROZEN: [(&str, &str); 3] = [
    ("F1", include_str!("../../../domain/tests/golden/entries-v1.jsonl")),
    ("F2", include_str!("../../../domain/tests/golden/closing-v1.jsonl")),
    ("F3", include_str!("../../../domain/tests/golden/corrections-v1.jsonl")),
];

pub(crate) struct Office {
    pub(crate) runtime: Runtime,
    pub(crate) central: Arc<Central>,
    pub(crate) folder: TempDir,
    postgres: Postgres,
}

pub(crate) fn demo_city() -> Configuration {
    let text = include_str!("../../../../assets/demo/city.toml");
    counterfoil_formats::configuration::read(text).unwrap()
}

fn clock() -> Clock {
    let now: DateTime<Utc> = "2026-11-22T16:00:00Z".parse().unwrap();
    Clock::scripted(move || now)
}

impl Office {
    /// Migrated; no site has a configuration yet.
    pub(crate) fn bare() -> Office {
        let postgres = Postgres::start_with(&[("fsync", "off")]);
        let url = postgres.create_database(DATABASE);
        let folder = tempfile::tempdir().unwrap();
        let settings = format!(
            "city = '{CITY}'\ndatabase = '{url}'\nfolder = '{}'\nlisten = '127.0.0.1:0'\n",
            folder.path().display()
        );
        let config = Config::read(&settings, |_| None).unwrap();
        let runtime = Runtime::new().unwrap();
        let migrated = Central::migrate(config, clock());
        let (central, _) = runtime.block_on(migrated).unwrap();
        Office {
            runtime,
            central: Arc::new(central),
            folder,
            postgres,
        }
    }

    /// Keeps the database as it is now: a backup.
    pub(crate) fn back_up(&mut self) {
        self.copy(DATABASE, "backup");
    }

    /// The database is lost, and is what it was when it was backed up.
    pub(crate) fn restore(&mut self) {
        self.central.pool.close();
        let _gone = self.postgres.query("postgres", &format!("DROP DATABASE {DATABASE}"));
        self.copy("backup", DATABASE);
    }

    /// PostgreSQL copies a database to which nobody is connected.
    fn copy(&mut self, from: &str, to: &str) {
        self.central.pool.close();
        let sql = format!("CREATE DATABASE {to} TEMPLATE {from}");
        let _copied = self.postgres.query("postgres", &sql);
        let config = self.central.config.clone();
        let _entered = self.runtime.enter();
        self.central = Arc::new(Central::open(config, clock()).unwrap());
    }

    /// With the demo city's configuration.
    pub(crate) fn open() -> Office {
        let office = Office::bare();
        office.adopt(&demo_city());
        office
    }

    pub(crate) fn adopt(&self, configuration: &Configuration) {
        self.runtime.block_on(async {
            let mut client = self.central.client().await.unwrap();
            let transaction = client.transaction().await.unwrap();
            let adopted = stream::adopt(&self.central, &transaction, configuration, "test").await;
            adopted.unwrap();
            transaction.commit().await.unwrap();
        });
    }

    /// Takes a real day in as it would come.
    pub(crate) fn with_demo_day(self) -> Office {
        for (station, bytes) in DEMO_DAY {
            self.take_in(station, bytes);
        }
        self
    }

    pub(crate) fn take_in(&self, station: &str, bytes: &'static [u8]) {
        let key = bundle::read_raw(bytes).unwrap().head.key;
        let name = StationName {
            city: CITY.to_owned(),
            site: demo_city().site.code,
            station: station.to_owned(),
        };
        self.runtime.block_on(async {
            let client = self.central.client().await.unwrap();
            let now = self.central.clock.now();
            stations::enrol(&client, &name, &key, (1, 1), now).await.unwrap();
            let taken = intake::take_in(&self.central, &name, bytes.into(), By::File).await;
            assert!(taken.is_ok(), "{taken:?}");
        });
    }

    /// Puts journals into a site each, by SQL: their keys are long gone.
    pub(crate) fn with_frozen(self) -> Office {
        for (site, journal) in FROZEN {
            let lines: Vec<&[u8]> = journal.lines().map(str::as_bytes).collect();
            self.insert(site, "W3", &lines, None);
        }
        self
    }

    /// Puts entries behind those that a workstation has.
    pub(crate) fn insert(&self, site: &str, station: &str, entries: &[&[u8]], flag: Option<&str>) {
        self.runtime.block_on(async {
            let client = self.central.client().await.unwrap();
            client
                .execute(
                    "INSERT INTO stations (city, site, station, key, state, enrolled_at, epoch, contact, contact_before)
                     VALUES ($1, $2, $3, '', 'enrolled', now(), 1, 1, 1) ON CONFLICT DO NOTHING",
                    &[&CITY, &site, &station],
                )
                .await
                .unwrap();
            let head = client
                .query_one(
                    "SELECT head_seq FROM stations WHERE city = $1 AND site = $2 AND station = $3",
                    &[&CITY, &site, &station],
                )
                .await
                .unwrap();
            let (mut seq, mut hash) = (head.get::<_, i64>(0), GENESIS);
            for bytes in entries {
                seq += 1;
                hash = chain(&hash, bytes);
                let entry = Entry::decode(bytes).ok();
                let receipt = entry.as_ref().and_then(|entry| match &entry.body {
                    counterfoil_domain::entry::Body::Receipt(receipt) => Some(receipt.number.clone()),
                    _ => None,
                });
                client
                    .execute(
                        "INSERT INTO entries (city, site, station, seq, epoch, hash, position, received_at, kind,
                                              business_date, at, receipt, flag, bytes)
                         VALUES ($1, $2, $3, $4, 1, $5, 1, now(), $6, $7, $8, $9, $10, $11)",
                        &[
                            &CITY,
                            &site,
                            &station,
                            &seq,
                            &hash.as_slice(),
                            &entry.as_ref().map(|entry| entry.body.kind().to_owned()),
                            &entry.as_ref().map(|entry| entry.business_date),
                            &entry.as_ref().map(|entry| entry.at),
                            &receipt,
                            &flag,
                            bytes,
                        ],
                    )
                    .await
                    .unwrap();
            }
            client
                .execute(
                    "UPDATE stations SET head_seq = $4 WHERE city = $1 AND site = $2 AND station = $3",
                    &[&CITY, &site, &station, &seq],
                )
                .await
                .unwrap();
        });
    }

    /// What `psql` prints.
    pub(crate) fn sql(&self, sql: &str) -> String {
        self.postgres.query(DATABASE, sql).trim().to_owned()
    }

    pub(crate) fn cents(&self, sql: &str) -> i64 {
        self.sql(sql).parse().unwrap()
    }

    /// A file in the folder.
    pub(crate) fn file(&self, text: &str) -> PathBuf {
        let path = self.folder.path().join("accounts.csv");
        std::fs::write(&path, text).unwrap();
        path
    }

    pub(crate) fn import(&self, text: &str) -> Result<Imported, Fault> {
        let file = self.file(text);
        let imported = accounts::import(&self.central, &file, "test", true, |_, _| {});
        self.runtime.block_on(imported)
    }

    pub(crate) fn preview(&self, text: &str) -> Result<Imported, Fault> {
        let file = self.file(text);
        let imported = accounts::import(&self.central, &file, "test", false, |_, _| {});
        self.runtime.block_on(imported)
    }

    pub(crate) fn page(&self, after: u64, from: Option<&str>, limit: u32) -> Result<Page, Fault> {
        self.runtime.block_on(async {
            let mut client = self.central.client().await?;
            accounts::page(&mut client, CITY, after, from, limit).await
        })
    }

    pub(crate) fn make(&self) -> Result<Made, Fault> {
        self.runtime.block_on(posting::make(&self.central, "test"))
    }

    pub(crate) fn adopt_batch(&self, file: &[u8]) -> Result<Made, Fault> {
        self.runtime.block_on(posting::adopt(&self.central, file, "test"))
    }

    pub(crate) fn write(&self, number: u64, form: Form) -> Result<Vec<u8>, Fault> {
        let mut bytes = Vec::new();
        self.runtime.block_on(async {
            let client = self.central.client().await?;
            posting::write(&client, CITY, number, form, &mut bytes).await
        })?;
        Ok(bytes)
    }

    pub(crate) fn batch(&self, number: u64) -> PostingFile {
        read(Form::Csv, &self.write(number, Form::Csv).unwrap()).unwrap()
    }
}

/// The code of a refusal.
#[track_caller]
pub(crate) fn code<T: std::fmt::Debug>(outcome: Result<T, Fault>) -> String {
    outcome.unwrap_err().code().into_owned()
}
