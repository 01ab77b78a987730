//! Everything at once: PostgreSQL, central, one clock, and the windows of a site, each behind a line of its own.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use counterfoil_postgres::Postgres;
use tempfile::TempDir;

use crate::calendar::Calendar;
use crate::central::proxy::{Crossing, Proxy};
use crate::central::{Central, SITE, five_windows};
use crate::desk::Desk;
use crate::dice::Dice;
use crate::workstation::{Workstation, fixture, succeed_by};

/// The hours by which the small city's clocks are behind those of Greenwich, as they are written.
pub const UTC_OFFSET_HOURS: i64 = -10;

/// A site with central records.
pub struct House {
    /// Central's program.
    pub central: Central,
    /// Its PostgreSQL.
    pub server: Postgres,
    /// The clock of all programs.
    pub calendar: Calendar,
    site: Arc<TempDir>,
    crossing: Arc<Crossing>,
    seed: u64,
}

/// A window: its desk and the line behind it.
pub struct Window {
    /// The desk.
    pub desk: Desk,
    /// The line to central.
    pub proxy: Proxy,
}

impl House {
    /// Central runs, knows the site's configuration, its people and its accounts. No window is enrolled.
    #[must_use]
    pub fn new(seed: u64) -> House {
        let accounts = std::fs::read_to_string(fixture("accounts.csv")).expect("the accounts");
        House::with(seed, &five_windows(), &accounts)
    }

    /// As [`House::new`], with a configuration and a file of accounts of the test's own.
    #[must_use]
    pub fn with(seed: u64, configuration: &str, accounts: &str) -> House {
        let server = Postgres::start();
        let calendar = Calendar::new(UTC_OFFSET_HOURS);
        let site = Arc::new(tempfile::tempdir().expect("a temporary folder"));
        let city = site.path().join("city.toml");
        std::fs::write(&city, configuration).expect("written");
        let mut central = Central::made(&server, Some(&calendar.path()));
        central.learns(&city);
        let copy = site.path().join("accounts.csv");
        std::fs::write(&copy, accounts).expect("written");
        central.takes_accounts(&copy);
        central.start();
        House {
            central,
            server,
            calendar,
            site,
            crossing: Arc::default(),
            seed,
        }
    }

    /// The configuration's file.
    #[must_use]
    pub fn configuration(&self) -> PathBuf {
        self.site.path().join("city.toml")
    }

    /// The folder of a window, whether it is there or not.
    #[must_use]
    pub fn folder(&self, code: &str) -> PathBuf {
        self.site.path().join(code)
    }

    /// A line to central that nobody uses yet.
    #[must_use]
    pub fn line(&self, name: &str) -> Proxy {
        let dice = Dice::of(self.seed, &format!("line of {name}"));
        Proxy::before(
            self.central.address(),
            &self.central.keys(),
            dice,
            self.crossing.clone(),
        )
    }

    /// Enrols a window that was not there before, over a calm line.
    #[must_use]
    pub fn window(&self, code: &str) -> Window {
        let proxy = self.enrolled(code);
        let desk = Desk::at(self.workstation(code));
        Window { desk, proxy }
    }

    /// As [`House::window`], its program not started: the line behind it.
    #[must_use]
    pub fn enrolled(&self, code: &str) -> Proxy {
        let proxy = self.line(code);
        self.enrol(code, &self.folder(code), &proxy.url(), false);
        proxy
    }

    /// Another office of the city, with the same windows: central learns its configuration.
    pub fn opens_an_office(&self, site: &str) {
        let city = std::fs::read_to_string(self.configuration()).expect("the city");
        let own = format!("code = \"{SITE}\"");
        assert!(city.contains(&own), "the small city has no {own}");
        let path = self.configuration_of(site);
        std::fs::write(&path, city.replacen(&own, &format!("code = \"{site}\""), 1)).expect("written");
        self.central.learns(&path);
    }

    fn configuration_of(&self, site: &str) -> PathBuf {
        self.site.path().join(format!("{site}.toml"))
    }

    /// As [`House::window`], at another office.
    #[must_use]
    pub fn window_at(&self, site: &str, code: &str) -> Window {
        let name = format!("{site}-{code}");
        let proxy = self.line(&name);
        let secret = self.central.code_at(site, code, false);
        self.enrols(&self.folder(&name), &proxy.url(), &secret);
        let clock = self.calendar.path();
        let workstation = Workstation::in_site(self.site.clone(), &name, &self.configuration_of(site), &clock);
        Window {
            desk: Desk::at(workstation),
            proxy,
        }
    }

    /// A window's folder as a workstation.
    #[must_use]
    pub fn workstation(&self, code: &str) -> Workstation {
        Workstation::in_site(self.site.clone(), code, &self.configuration(), &self.calendar.path())
    }

    /// Makes a code for a window and enrols the folder by it.
    pub fn enrol(&self, code: &str, folder: &Path, url: &str, replace: bool) {
        self.enrols(folder, url, &self.central.code_for(code, replace));
    }

    fn enrols(&self, folder: &Path, url: &str, secret: &str) {
        let data = folder.to_str().expect("a path in plain text");
        let arguments = ["enrol", "--data", data, "--central", url, "--code", secret];
        succeed_by(Some(&self.calendar.path()), &arguments);
    }
}
