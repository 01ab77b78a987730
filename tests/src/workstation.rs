//! A workstation's folder, made as an administrator makes one, gone after the test.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

use tempfile::TempDir;

use crate::books::Books;
use crate::calendar::show;
use crate::line::Line;
use crate::programs;

/// A workstation of the small city, in a folder of its own.
pub struct Workstation {
    site: Arc<TempDir>,
    folder: PathBuf,
    configuration: PathBuf,
    clock: Option<PathBuf>,
}

impl Workstation {
    /// Makes the workstation of that code and hands it the accounts.
    #[must_use]
    pub fn new(code: &str) -> Workstation {
        Workstation::configured(code, &fixture("city.toml"))
    }

    /// As [`Workstation::new`], of another city's configuration file.
    #[must_use]
    pub fn configured(code: &str, configuration: &Path) -> Workstation {
        let site = Arc::new(tempfile::tempdir().expect("a temporary folder"));
        Workstation::made(site, code, configuration)
    }

    /// As [`Workstation::new`], of the small city with some of its configuration written
    /// otherwise; each of these must stand in it.
    #[must_use]
    #[track_caller]
    pub fn of_a_city_with(code: &str, changes: &[(&str, &str)]) -> Workstation {
        let mut city = std::fs::read_to_string(fixture("city.toml")).expect("the small city");
        for (was, is) in changes {
            assert!(city.contains(was), "the small city has no {was:?}");
            city = city.replace(was, is);
        }
        let site = Arc::new(tempfile::tempdir().expect("a temporary folder"));
        let configuration = site.path().join("city.toml");
        std::fs::write(&configuration, city).expect("written");
        Workstation::made(site, code, &configuration)
    }

    /// Another workstation of the same site: they reach the same exchange folder.
    #[must_use]
    pub fn beside(&self, code: &str) -> Workstation {
        Workstation::made(self.site.clone(), code, &self.configuration)
    }

    /// The workstations of a site make the same tokens of the same bank accounts.
    fn made(site: Arc<TempDir>, code: &str, configured: &Path) -> Workstation {
        let folder = site.path().join(code);
        let (data, configuration) = (text(&folder), text(configured));
        let key = site.path().join("check-key");
        let mut arguments = vec!["init", "--config", &configuration, "--station", code, "--data", &data];
        let key_text = text(&key);
        if key.exists() {
            arguments.extend(["--check-key", &key_text]);
        }
        succeed(&arguments);
        if !key.exists() {
            succeed(&["check-key", "--data", &data, "--out", &key_text]);
        }
        succeed(&["import-accounts", &text(&fixture("accounts.csv")), "--data", &data]);
        Workstation {
            site,
            folder,
            configuration: configured.to_owned(),
            clock: None,
        }
    }

    /// One that was made otherwise: its folder of that name in a site's, by the clock of a file.
    #[must_use]
    pub fn in_site(site: Arc<TempDir>, name: &str, configuration: &Path, clock: &Path) -> Workstation {
        Workstation {
            folder: site.path().join(name),
            site,
            configuration: configuration.to_owned(),
            clock: Some(clock.to_owned()),
        }
    }

    /// Starts the scripting interface on it.
    #[must_use]
    pub fn started(&self) -> Line {
        Line::start_by(&self.folder, self.clock.as_deref())
    }

    /// A copy of its folder at another place, as a backup that was restored there.
    #[must_use]
    pub fn copied(&self) -> Workstation {
        let site = Arc::new(tempfile::tempdir().expect("a temporary folder"));
        let folder = site.path().join("restored");
        std::fs::create_dir(&folder).expect("a folder");
        for file in std::fs::read_dir(&self.folder).expect("the folder") {
            let path = file.expect("a file").path();
            if path.is_file() {
                let name = path.file_name().expect("a name").to_owned();
                std::fs::copy(&path, folder.join(name)).expect("copied");
            }
        }
        Workstation {
            site,
            folder,
            configuration: self.configuration.clone(),
            clock: self.clock.clone(),
        }
    }

    /// Adopts its configuration with another time zone.
    pub fn moves_to(&self, zone: &str) {
        let city = std::fs::read_to_string(&self.configuration).expect("the city");
        let moved = self.site.path().join("moved.toml");
        std::fs::write(&moved, city.replace("Pacific/Honolulu", zone)).expect("written");
        succeed(&["configure", "--config", &text(&moved), "--data", &text(&self.folder)]);
    }

    /// Takes in a copy of the accounts.
    pub fn imports(&self, copy: &str) {
        let file = self.site.path().join("copy.csv");
        std::fs::write(&file, copy).expect("written");
        succeed(&["import-accounts", &text(&file), "--data", &text(&self.folder)]);
    }

    /// Its folder.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        self.folder.clone()
    }

    /// The folder that the site's workstations leave their entries in.
    #[must_use]
    pub fn exchange(&self) -> PathBuf {
        self.site.path().join("exchange")
    }

    /// Its journal, as it stands now.
    #[must_use]
    pub fn books(&self) -> Books {
        Books::read(&self.folder())
    }

    /// Asserts that `counterfoil verify` finds nothing wrong, and returns what it says.
    pub fn verifies(&self) -> String {
        succeed_by(self.clock.as_deref(), &["verify", "--data", &text(&self.folder())])
    }
}

/// A file of `fixtures/`.
#[must_use]
pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

/// Runs `counterfoil` with these arguments to its end.
#[must_use]
pub fn counterfoil(arguments: &[&str]) -> Output {
    counterfoil_by(None, arguments)
}

/// As [`counterfoil`], by the clock of a file.
#[must_use]
pub fn counterfoil_by(clock: Option<&Path>, arguments: &[&str]) -> Output {
    let mut command = Command::new(programs::counterfoil());
    if let Some(clock) = clock {
        show(clock, &mut command);
    }
    command
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .expect("counterfoil starts")
}

/// As [`counterfoil`], asserting success; what it printed.
pub fn succeed(arguments: &[&str]) -> String {
    succeed_by(None, arguments)
}

/// As [`succeed`], by the clock of a file.
pub fn succeed_by(clock: Option<&Path>, arguments: &[&str]) -> String {
    let output = counterfoil_by(clock, arguments);
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "counterfoil {arguments:?} failed:\n{printed}{complaint}"
    );
    printed
}

fn text(path: &Path) -> String {
    path.to_str().expect("a path in plain text").to_owned()
}
