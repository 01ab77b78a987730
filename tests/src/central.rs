//! Central records as the tests have them: the real program on a PostgreSQL of its own, and bad lines to it.

pub mod house;
pub mod proof;
pub mod proxy;
mod tls;

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use counterfoil_postgres::Postgres;
use tempfile::TempDir;

use crate::calendar::show;
use crate::programs;
use crate::workstation::fixture;

/// The city's code at central records.
pub const CITY: &str = "alder";
/// The site's code.
pub const SITE: &str = "CH";
/// The database.
pub const DATABASE: &str = "records";
/// Who does what is done at central records by hand.
const BY: &str = "an administrator";
/// How long the program may take to answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// A central: its folder, its settings, and its program when it runs.
pub struct Central {
    folder: TempDir,
    listen: SocketAddr,
    clock: Option<PathBuf>,
    program: Option<Child>,
}

impl Central {
    /// Made on a database of this server, by the clock of that file; not running yet.
    #[must_use]
    pub fn made(server: &Postgres, clock: Option<&Path>) -> Central {
        let database = server.create_database(DATABASE);
        let central = Central::on(&database, clock);
        central.succeeds(&["migrate"]);
        central
    }

    /// On a database that is there, nothing done to it.
    #[must_use]
    pub fn on(database: &str, clock: Option<&Path>) -> Central {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let held = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let listen = held.local_addr().expect("its address");
        let keys = folder.path().join("keys");
        let settings = format!(
            "city = '{CITY}'\ndatabase = '{database}'\nfolder = '{}'\nlisten = '{listen}'\n",
            keys.display()
        );
        std::fs::write(folder.path().join("central.toml"), settings).expect("written");
        Central {
            folder,
            listen,
            clock: clock.map(Path::to_owned),
            program: None,
        }
    }

    /// The folder of its keys and its certificate.
    #[must_use]
    pub fn keys(&self) -> PathBuf {
        self.folder.path().join("keys")
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.listen
    }

    /// Its address, as workstations have it.
    #[must_use]
    pub fn url(&self) -> String {
        format!("https://{}", self.listen)
    }

    // ---- commands ----------------------------------------------------------

    /// Runs a command of it to its end.
    #[must_use]
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("counterfoil-central starts")
    }

    /// As [`Central::run`], asserting success; what it printed.
    #[track_caller]
    pub fn succeeds(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success(),
            "counterfoil-central {arguments:?} failed:\n{printed}{complaint}"
        );
        printed
    }

    /// The one-time code that an administrator makes for a workstation of the site; `replace` for one
    /// that goes on in another epoch.
    #[track_caller]
    pub fn code_for(&self, station: &str, replace: bool) -> String {
        self.code_at(SITE, station, replace)
    }

    /// As [`Central::code_for`], of any site of the city.
    #[track_caller]
    pub fn code_at(&self, site: &str, station: &str, replace: bool) -> String {
        let mut arguments = vec!["enrol", "--site", site, "--station", station];
        if replace {
            arguments.push("--replace");
        }
        self.succeeds(&arguments).trim().to_owned()
    }

    /// Takes in a site's configuration, and with it its people and their one password.
    pub fn learns(&self, configuration: &Path) {
        self.succeeds(&["configure", &plain(configuration)]);
    }

    /// Takes in billing's accounts.
    pub fn takes_accounts(&self, file: &Path) {
        self.succeeds(&["import-accounts", &plain(file)]);
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(programs::central());
        command.arg("--config").arg(self.folder.path().join("central.toml"));
        command.args(arguments).stdin(Stdio::null());
        command.env("COUNTERFOIL_CENTRAL_BY", BY);
        if let Some(clock) = &self.clock {
            show(clock, &mut command);
        }
        command
    }

    // ---- the running program -----------------------------------------------

    /// Starts it and waits until it listens.
    pub fn start(&mut self) {
        self.start_up();
        let begun = Instant::now();
        while std::net::TcpStream::connect(self.listen).is_err() {
            let program = self.program.as_mut().expect("it was started");
            if let Some(status) = program.try_wait().expect("it can be asked") {
                panic!("counterfoil-central ended with {status}:\n{}", self.log());
            }
            assert!(
                begun.elapsed() < PATIENCE,
                "counterfoil-central does not listen:\n{}",
                self.log()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Starts it and does not wait: the database may not be there.
    pub fn start_up(&mut self) {
        let log = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.folder.path().join("log"))
            .expect("its log");
        let mut serve = self.command(&["serve"]);
        serve.stdout(log.try_clone().expect("its log")).stderr(log);
        self.program = Some(serve.spawn().expect("counterfoil-central starts"));
    }

    /// Whether it runs.
    pub fn runs(&mut self) -> bool {
        self.program
            .as_mut()
            .is_some_and(|program| program.try_wait().expect("it can be asked").is_none())
    }

    /// Kills it.
    pub fn kill(&mut self) {
        if let Some(mut program) = self.program.take() {
            // Already gone where it ended by itself.
            let _gone = program.kill();
            program.wait().expect("it is gone");
        }
    }

    /// What it logged.
    #[must_use]
    pub fn log(&self) -> String {
        let log = std::fs::read(self.folder.path().join("log")).unwrap_or_default();
        String::from_utf8_lossy(&log).into_owned()
    }
}

impl Drop for Central {
    fn drop(&mut self) {
        self.kill();
    }
}

fn plain(path: &Path) -> String {
    path.to_str().expect("a path in plain text").to_owned()
}

/// The cashiers of the five windows, by window.
pub const CASHIERS: [(&str, &str); 5] = [
    ("W1", "ana"),
    ("W2", "ben"),
    ("W3", "cal"),
    ("W4", "col"),
    ("W5", "cyd"),
];

/// The small city with five windows, which have no folder in common: what they know of each other they know by central.
#[must_use]
pub fn five_windows() -> String {
    let mut city = std::fs::read_to_string(fixture("city.toml")).expect("the small city");
    let mut replace = |was: &str, is: &str| {
        assert!(city.contains(was), "the small city has no {was:?}");
        city = city.replacen(was, is, 1);
    };
    replace("exchange = \"../exchange\"\n", "");
    let windows: String = (3..=5)
        .map(|nth| format!("[[stations]]\ncode = \"W{nth}\"\nname = \"Window {nth}\"\ndrawer = \"Drawer {nth}\"\n\n"))
        .collect();
    replace("[[departments]]", &format!("{windows}[[departments]]"));
    let cashiers: String = CASHIERS[2..]
        .iter()
        .map(|(_, id)| format!("\n[[users]]\nid = \"{id}\"\nname = \"{id} of the counter\"\nroles = [\"cashier\"]\n"))
        .collect();
    city + &cashiers
}
