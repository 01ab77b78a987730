//! A PostgreSQL of its own, in a folder of its own, for the tests.
//!
//! It is Debian's: a server made anew with `initdb`, heard on a socket in its folder and on a
//! free port of 127.0.0.1, gone with the [`Postgres`] that holds it. It can be killed as a power cut
//! does and started again on what it left behind. PostgreSQL refuses to run as root: there
//! it runs as `postgres`, else `nobody`.

mod process;
mod programs;

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use process::Owner;

/// How long a server may take to come up; one that was killed reads its log first.
const PATIENCE: Duration = Duration::from_secs(60);

/// The database user, who may do everything.
pub const USER: &str = "counterfoil";

/// A running PostgreSQL. What goes wrong with it ends the test, with its log.
pub struct Postgres {
    folder: PathBuf,
    port: u16,
    settings: Vec<(String, String)>,
    owner: Option<Owner>,
    server: Option<Child>,
    /// Holds the folder, where it is its own.
    _temporary: Option<TempDir>,
}

impl Postgres {
    /// Makes one in a temporary folder and starts it. It syncs what it commits.
    #[must_use]
    pub fn start() -> Postgres {
        Postgres::start_with(&[])
    }

    /// As [`Postgres::start`], with settings of its configuration: `("fsync", "off")`.
    #[must_use]
    pub fn start_with(settings: &[(&str, &str)]) -> Postgres {
        let temporary = tempfile::Builder::new()
            .prefix("counterfoil-pg-")
            .tempdir()
            .expect("a temporary folder");
        let folder = temporary.path().to_owned();
        Postgres::made(folder, Some(temporary), settings)
    }

    /// As [`Postgres::start_with`], in a folder that is there and stays: on a disk of its own, say.
    #[must_use]
    pub fn start_in(folder: &Path, settings: &[(&str, &str)]) -> Postgres {
        Postgres::made(folder.to_owned(), None, settings)
    }

    fn made(folder: PathBuf, temporary: Option<TempDir>, settings: &[(&str, &str)]) -> Postgres {
        let owner = Owner::needed();
        if let Some(owner) = &owner {
            owner.give(&folder);
        }
        let mut server = Postgres {
            folder,
            port: 0,
            settings: settings
                .iter()
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
                .collect(),
            owner,
            server: None,
            _temporary: temporary,
        };
        if !server.data().join("PG_VERSION").exists() {
            server.initialise();
        }
        server.start_again();
        server
    }

    /// The folder that holds its data, its socket and its log.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The port on 127.0.0.1, which is also part of the socket's name.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// How `tokio-postgres` and `psql` reach a database of it.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        format!("host=127.0.0.1 port={} user={USER} dbname={database}", self.port)
    }

    /// As [`Postgres::url`], by the socket in its folder.
    #[must_use]
    pub fn socket_url(&self, database: &str) -> String {
        let folder = self.folder.display();
        format!("host={folder} port={} user={USER} dbname={database}", self.port)
    }

    /// Makes a database and gives its [`Postgres::url`].
    pub fn create_database(&self, name: &str) -> String {
        let mut create = self.client("createdb");
        create.args(["--encoding", "UTF8", "--template", "template0", name]);
        process::succeed(&mut create);
        self.url(name)
    }

    /// Runs SQL and gives what `psql` prints: a line a row, columns parted by `|`.
    #[must_use]
    pub fn query(&self, database: &str, sql: &str) -> String {
        let mut ask = self.client("psql");
        ask.args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align"]);
        ask.args(["--set", "ON_ERROR_STOP=1", "--dbname", database, "--command", sql]);
        process::succeed(&mut ask)
    }

    /// Starts it again as one that speaks TLS on its port, with this certificate and its key (PEM).
    pub fn encrypt(&mut self, certificate: &str, key: &str) {
        self.kill();
        for (name, text) in [("server.crt", certificate), ("server.key", key)] {
            let path = self.data().join(name);
            std::fs::write(&path, text).expect("written");
            process::owner_only(&path);
            if let Some(owner) = &self.owner {
                owner.give(&path);
            }
        }
        self.settings.push(("ssl".to_owned(), "on".to_owned()));
        self.start_again();
    }

    /// Kills it and everything that it started, as a power cut does.
    pub fn kill(&mut self) {
        if let Some(mut server) = self.server.take() {
            let children = process::children_of(server.id());
            process::kill(server.id());
            children.into_iter().for_each(process::kill);
            server.wait().expect("it can be waited for");
            self.forget(server.id());
        }
    }

    /// Starts it on its data, on the port it had: after [`Postgres::kill`] it recovers from its log.
    pub fn start_again(&mut self) {
        assert!(self.server.is_none(), "PostgreSQL runs already");
        let begun = Instant::now();
        let first = self.port == 0;
        loop {
            // Held by nobody now; where somebody comes in between, another one is tried.
            if first {
                self.port = free_port();
            }
            let mut server = self.spawn();
            if self.is_ready(&mut server, begun) {
                self.server = Some(server);
                return;
            }
            let log = self.log();
            assert!(begun.elapsed() < PATIENCE, "PostgreSQL does not start:\n{log}");
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// What it wrote to its log.
    #[must_use]
    pub fn log(&self) -> String {
        let log = std::fs::read(self.folder.join("log")).unwrap_or_default();
        String::from_utf8_lossy(&log).into_owned()
    }

    // ---- how it is made and started ----------------------------------------

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn initialise(&self) {
        let mut initialise = Command::new(programs::program("initdb"));
        initialise
            .args([
                "--no-sync",
                "--auth",
                "trust",
                "--encoding",
                "UTF8",
                "--locale",
                "C.UTF-8",
            ])
            .args(["--username", USER, "--pgdata"])
            .arg(self.data())
            .current_dir(&self.folder);
        self.unprivileged(&mut initialise);
        process::succeed(&mut initialise);
    }

    fn spawn(&self) -> Child {
        let log = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.folder.join("log"))
            .expect("its log");
        let mut server = Command::new(programs::program("postgres"));
        server.arg("-D").arg(self.data()).arg("-k").arg(&self.folder);
        server.args(["-h", "127.0.0.1", "-p", &self.port.to_string()]);
        for (key, value) in &self.settings {
            server.args(["-c", &format!("{key}={value}")]);
        }
        server
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("its log"))
            .stderr(log);
        self.unprivileged(&mut server);
        server.spawn().expect("postgres starts")
    }

    fn unprivileged(&self, command: &mut Command) {
        if let Some(owner) = &self.owner {
            owner.runs(command);
        }
    }

    /// Waits until it says that it is ready; false where it ended instead.
    fn is_ready(&self, server: &mut Child, begun: Instant) -> bool {
        loop {
            let said = std::fs::read_to_string(self.data().join("postmaster.pid")).unwrap_or_default();
            let own = said.lines().next() == Some(&server.id().to_string());
            if own && said.lines().last().map(str::trim) == Some("ready") {
                return true;
            }
            if server.try_wait().expect("it can be asked").is_some() {
                return false;
            }
            if begun.elapsed() > PATIENCE {
                process::kill(server.id());
                server.wait().expect("it can be waited for");
                return false;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Takes away the mark of a server that is gone: another program may have its number now.
    fn forget(&self, gone: u32) {
        let mark = self.data().join("postmaster.pid");
        let said = std::fs::read_to_string(&mark).unwrap_or_default();
        if said.lines().next() == Some(&gone.to_string()) {
            std::fs::remove_file(mark).expect("removed");
        }
    }

    fn client(&self, program: &str) -> Command {
        let mut client = Command::new(programs::program(program));
        client.args([
            "--host",
            "127.0.0.1",
            "--port",
            &self.port.to_string(),
            "--username",
            USER,
        ]);
        client
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.kill();
    }
}

fn free_port() -> u16 {
    let held = TcpListener::bind("127.0.0.1:0").expect("a free port");
    held.local_addr().expect("its address").port()
}
