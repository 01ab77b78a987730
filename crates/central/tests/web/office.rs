//! Central records with the demo city, listening, and a clock that tests move.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Duration, Utc};
use counterfoil_central::central::Central;
use counterfoil_central::clock::Clock;
use counterfoil_central::config::Config;
use counterfoil_central::intake::{self, By};
use counterfoil_central::serve::{self, Serving};
use counterfoil_central::tables::stations;
use counterfoil_central::{stream, users};
use counterfoil_domain::config::Configuration;
use counterfoil_domain::sync::StationName;
use counterfoil_postgres::Postgres;
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::browser::Browser;
use crate::desk::Desk;

pub(crate) const CITY: &str = "alder-creek";
pub(crate) const PASSWORD: &str = "till-and-tally";

/// Central records.
pub(crate) struct Office {
    pub(crate) runtime: Runtime,
    pub(crate) central: Arc<Central>,
    pub(crate) configuration: Configuration,
    seconds: Arc<AtomicI64>,
    serving: Option<Serving>,
    _folder: TempDir,
    _postgres: Postgres,
}

pub(crate) fn demo_city() -> Configuration {
    let text = include_str!("../../../../assets/demo/city.toml");
    counterfoil_formats::configuration::read(text).unwrap()
}

impl Office {
    /// With the demo city's users, all of one password, at that instant.
    pub(crate) fn open(at: &str) -> Office {
        let postgres = Postgres::start_with(&[("fsync", "off")]);
        postgres.create_database("central");
        let folder = tempfile::tempdir().unwrap();
        let runtime = Runtime::new().unwrap();
        let settings = format!(
            "city = '{CITY}'\ndatabase = '{}'\nfolder = '{}'\nlisten = '{}'\n",
            postgres.url("central"),
            folder.path().display(),
            std::env::var("COUNTERFOIL_LOOK_AT").unwrap_or("127.0.0.1:0".to_owned())
        );
        let config = Config::read(&settings, |_| None).unwrap();
        let start: DateTime<Utc> = at.parse().unwrap();
        let seconds = Arc::new(AtomicI64::new(0));
        let moved = seconds.clone();
        let clock = Clock::scripted(move || start + Duration::seconds(moved.load(Ordering::SeqCst)));
        let configuration = demo_city();
        let (central, serving) = runtime.block_on(async {
            let (central, _) = Central::migrate(config, clock).await.unwrap();
            let central = Arc::new(central);
            adopt(&central, &configuration).await;
            for user in &configuration.users {
                users::set_password(&central, &user.id, PASSWORD, "test").await.unwrap();
            }
            let serving = serve::start(central.clone()).await.unwrap();
            (central, serving)
        });
        Office {
            runtime,
            central,
            configuration,
            seconds,
            serving: Some(serving),
            _folder: folder,
            _postgres: postgres,
        }
    }

    /// Another program on the same database, with other settings.
    pub(crate) fn second_with(&self, change: impl FnOnce(&mut Config)) -> SocketAddr {
        let mut config = self.central.config.clone();
        change(&mut config);
        let now = self.now();
        self.runtime.block_on(async {
            let central = Central::open(config, Clock::scripted(move || now)).unwrap();
            serve::start(Arc::new(central)).await.unwrap().address()
        })
    }

    pub(crate) fn site(&self) -> &str {
        &self.configuration.site.code
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.serving.as_ref().unwrap().address()
    }

    pub(crate) fn pass(&self, seconds: i64) {
        self.seconds.fetch_add(seconds, Ordering::SeqCst);
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.central.clock.now()
    }

    pub(crate) fn adopt(&self, configuration: &Configuration) {
        self.runtime.block_on(adopt(&self.central, configuration));
    }

    pub(crate) fn name(&self, station: &str) -> StationName {
        StationName {
            city: CITY.to_owned(),
            site: self.site().to_owned(),
            station: station.to_owned(),
        }
    }

    /// Makes a workstation's key known.
    pub(crate) fn enrol(&self, station: &str, key: &str) {
        let name = self.name(station);
        self.runtime.block_on(async {
            let client = self.central.client().await.unwrap();
            stations::enrol(&client, &name, key, (1, 1), self.now()).await.unwrap();
        });
    }

    /// Takes a bundle in; gives whether it was taken.
    pub(crate) fn take_in(&self, station: &str, bundle: Vec<u8>) -> bool {
        let name = self.name(station);
        let taken = intake::take_in(&self.central, &name, bundle.into(), By::File);
        self.runtime.block_on(taken).is_ok()
    }

    pub(crate) fn desk(&self, station: &str) -> Desk {
        let desk = Desk::open(station, &self.configuration);
        self.enrol(station, &desk.key());
        desk
    }

    /// Does something to the database by hand.
    pub(crate) fn sql(&self, statements: &str) {
        self.runtime.block_on(async {
            let client = self.central.client().await.unwrap();
            client.batch_execute(statements).await.unwrap();
        });
    }

    pub(crate) fn browser(&self) -> Browser {
        Browser::new(self.address())
    }

    /// A browser in which somebody is signed in.
    pub(crate) fn as_user(&self, user: &str) -> Browser {
        let mut browser = self.browser();
        let page = browser.sign_in(user, PASSWORD);
        assert_eq!((page.status, page.goes_to()), (303, "/today"), "{}", page.words());
        browser
    }
}

async fn adopt(central: &Central, configuration: &Configuration) {
    let mut client = central.client().await.unwrap();
    let transaction = client.transaction().await.unwrap();
    stream::adopt(central, &transaction, configuration, "test")
        .await
        .unwrap();
    transaction.commit().await.unwrap();
}

impl Drop for Office {
    fn drop(&mut self) {
        if let Some(serving) = self.serving.take() {
            self.runtime.block_on(serving.stop()).ok();
        }
    }
}
