//! Central records with the demo city, listening, and a clock that tests move.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use counterfoil_central::central::Central;
use counterfoil_central::clock::Clock;
use counterfoil_central::config::Config;
use counterfoil_central::serve::{self, Serving};
use counterfoil_central::tables::alerts;
use counterfoil_central::{enrolment, stream};
use counterfoil_domain::config::Configuration;
use counterfoil_domain::sync::StationName;
use counterfoil_postgres::Postgres;
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::workstation::Workstation;

pub(crate) const CITY: &str = "alder-creek";
pub(crate) const DATABASE: &str = "records";

pub(crate) fn demo_city() -> Configuration {
    let text = include_str!("../../../../assets/demo/city.toml");
    counterfoil_formats::configuration::read(text).unwrap()
}

/// Central records.
pub(crate) struct Office {
    pub(crate) runtime: Runtime,
    pub(crate) central: Arc<Central>,
    pub(crate) postgres: Postgres,
    pub(crate) folder: TempDir,
    seconds: Arc<AtomicI64>,
    serving: Serving,
}

impl Office {
    /// With the demo city.
    pub(crate) fn open() -> Office {
        Office::on(Postgres::start_with(&[("fsync", "off")]))
    }

    pub(crate) fn on(postgres: Postgres) -> Office {
        postgres.create_database(DATABASE);
        let folder = tempfile::tempdir().unwrap();
        let runtime = Runtime::new().unwrap();
        let seconds = Arc::new(AtomicI64::new(0));
        let (central, serving) = runtime.block_on(async {
            let config = config(&postgres, &folder);
            let (central, _) = Central::migrate(config, clock(&seconds)).await.unwrap();
            let central = Arc::new(central);
            adopt(&central, &demo_city()).await.unwrap();
            let serving = serve::start(central.clone()).await.unwrap();
            (central, serving)
        });
        Office {
            runtime,
            central,
            postgres,
            folder,
            seconds,
            serving,
        }
    }

    /// Another program on the same database, with the same keys.
    pub(crate) fn second(&self) -> SocketAddr {
        self.second_with(|_| ()).1
    }

    /// As [`Office::second`], with other settings.
    pub(crate) fn second_with(&self, change: impl FnOnce(&mut Config)) -> (Arc<Central>, SocketAddr) {
        let mut config = config(&self.postgres, &self.folder);
        change(&mut config);
        self.runtime.block_on(async {
            let central = Arc::new(Central::open(config, clock(&self.seconds)).unwrap());
            let serving = serve::start(central.clone()).await.unwrap();
            (central, serving.address())
        })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.serving.address()
    }

    pub(crate) fn pass(&self, seconds: i64) {
        self.seconds.fetch_add(seconds, Ordering::SeqCst);
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.central.clock.now()
    }

    pub(crate) fn name(&self, station: &str) -> StationName {
        format!("{CITY}/CH/{station}").parse().unwrap()
    }

    /// The secret of a one-time code, good for a day.
    pub(crate) fn code(&self, station: &str, replaces: bool) -> String {
        let day = TimeDelta::try_hours(24).unwrap();
        let name = self.name(station);
        let made = enrolment::make_code(&self.central, &name, replaces, day, "the test");
        let code = self.runtime.block_on(made).unwrap().code;
        assert!(code.is_for(self.central.identity.certificate()));
        code.secret().to_owned()
    }

    /// A workstation that is enrolled and made contact.
    pub(crate) fn workstation(&self, station: &str) -> Workstation {
        let mut one = Workstation::new(self.address(), self.name(station), self.now());
        let enrolled = one.enrol(&self.code(station, false)).json(200);
        assert_eq!(enrolled["epoch"], 1);
        assert_eq!(enrolled["acknowledged"], serde_json::Value::Null);
        one.contact().json(200);
        one
    }

    /// The kinds of the alerts that nobody has seen to, each with how often it happened.
    pub(crate) fn alerts(&self) -> Vec<(String, i64)> {
        let open = self.runtime.block_on(async {
            let client = self.central.client().await.unwrap();
            alerts::open(&client, CITY).await.unwrap()
        });
        let mut kinds: Vec<(String, i64)> = open.into_iter().map(|one| (one.kind, one.times)).collect();
        kinds.sort();
        kinds
    }

    /// One figure of the database.
    #[track_caller]
    pub(crate) fn count(&self, sql: &str) -> i64 {
        self.postgres.query(DATABASE, sql).trim().parse().unwrap()
    }

    pub(crate) fn entries(&self, station: &str) -> i64 {
        self.count(&format!("SELECT count(*) FROM entries WHERE station = '{station}'"))
    }
}

pub(crate) fn config(postgres: &Postgres, folder: &TempDir) -> Config {
    let settings = format!(
        "city = '{CITY}'\ndatabase = '{}'\nfolder = '{}'\nlisten = '127.0.0.1:0'\n",
        postgres.url(DATABASE),
        folder.path().display()
    );
    Config::read(&settings, |_| None).unwrap()
}

pub(crate) fn clock(seconds: &Arc<AtomicI64>) -> Clock {
    let start: DateTime<Utc> = "2026-11-21T17:00:00Z".parse().unwrap();
    let seconds = seconds.clone();
    Clock::scripted(move || start + TimeDelta::seconds(seconds.load(Ordering::SeqCst)))
}

pub(crate) async fn adopt(
    central: &Central,
    configuration: &Configuration,
) -> Result<Option<u64>, counterfoil_central::fault::Fault> {
    let mut client = central.client().await?;
    let transaction = client.transaction().await?;
    let adopted = stream::adopt(central, &transaction, configuration, "the test").await?;
    transaction.commit().await?;
    Ok(adopted)
}
