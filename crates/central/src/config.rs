//! The file of settings, and the environment over it.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use counterfoil_domain::sync::is_code;
use serde::Deserialize;

use crate::fault::Fault;

/// How the program is set up. `docs/central.md` explains every setting.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The city's code in the workstations' full names.
    pub city: String,
    /// Where PostgreSQL is: `host=/run/postgresql dbname=counterfoil user=counterfoil`, or a URL.
    pub database: String,
    /// Whose certificate PostgreSQL must show: a PEM file with its own, or with that of the authority that signed it.
    pub database_certificate: Option<PathBuf>,
    /// The folder of keys and certificate, readable by its owner only.
    pub folder: PathBuf,
    /// Where the program listens.
    #[serde(default = "default_listen")]
    pub listen: SocketAddr,
    /// Least severe messages that are logged: `error`, `warn`, `info`, `debug`.
    #[serde(default = "default_log")]
    pub log: String,
    /// Who else than this machine is told the figures of `/metrics`.
    #[serde(default)]
    pub metrics_for: Vec<IpAddr>,
    /// The certificate.
    #[serde(default)]
    pub tls: Tls,
    /// What nobody may exceed.
    #[serde(default)]
    pub limits: Limits,
}

/// The certificate that the program shows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    /// The certificate chain, PEM. Without it `migrate` makes one that signs itself.
    pub certificate: Option<PathBuf>,
    /// Its key, PEM.
    pub key: Option<PathBuf>,
    /// The names in a certificate that `migrate` makes; without it `localhost`, `127.0.0.1` and the machine's name.
    #[serde(default)]
    pub names: Vec<String>,
}

/// What nobody may exceed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Connections to PostgreSQL.
    pub connections: usize,
    /// How long a request may wait for one of them, in seconds.
    pub wait_seconds: u64,
    /// Connections of callers that are open at once.
    pub callers: usize,
    /// How long a request may take, in seconds.
    pub request_seconds: u64,
    /// How long requests may go on when the program is told to stop, in seconds.
    pub stop_seconds: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            connections: 16,
            wait_seconds: 5,
            callers: 512,
            request_seconds: 120,
            stop_seconds: 20,
        }
    }
}

fn default_listen() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 8443))
}

fn default_log() -> String {
    "info".to_owned()
}

/// The environment's names, and the setting that each replaces.
const ENVIRONMENT: [(&str, &str); 8] = [
    ("COUNTERFOIL_CENTRAL_CITY", "city"),
    ("COUNTERFOIL_CENTRAL_DATABASE", "database"),
    ("COUNTERFOIL_CENTRAL_DATABASE_CERTIFICATE", "database_certificate"),
    ("COUNTERFOIL_CENTRAL_FOLDER", "folder"),
    ("COUNTERFOIL_CENTRAL_LISTEN", "listen"),
    ("COUNTERFOIL_CENTRAL_LOG", "log"),
    ("COUNTERFOIL_CENTRAL_TLS_CERTIFICATE", "tls.certificate"),
    ("COUNTERFOIL_CENTRAL_TLS_KEY", "tls.key"),
];

impl Config {
    /// Reads the file, where one is named, and lays the environment over it.
    ///
    /// # Errors
    /// [`Fault::ConfigUnreadable`], [`Fault::ConfigInvalid`].
    pub fn load(path: Option<&Path>, environment: impl Fn(&str) -> Option<String>) -> Result<Config, Fault> {
        let text = match path {
            Some(path) => std::fs::read_to_string(path).map_err(|source| Fault::ConfigUnreadable {
                path: path.to_owned(),
                source,
            })?,
            None => String::new(),
        };
        Config::read(&text, environment)
    }

    /// Reads settings and lays the environment over them.
    ///
    /// # Errors
    /// [`Fault::ConfigInvalid`], saying which setting and why.
    pub fn read(text: &str, environment: impl Fn(&str) -> Option<String>) -> Result<Config, Fault> {
        let invalid = |problem: String| Fault::ConfigInvalid { problem };
        let mut table: toml::Table = text
            .parse()
            .map_err(|error: toml::de::Error| invalid(error.to_string()))?;
        for (name, setting) in ENVIRONMENT {
            if let Some(value) = environment(name).filter(|value| !value.is_empty()) {
                lay(&mut table, setting, value);
            }
        }
        let config: Config = table
            .try_into()
            .map_err(|error: toml::de::Error| invalid(error.to_string()))?;
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> Result<(), Fault> {
        let invalid = |problem: &str| {
            Err(Fault::ConfigInvalid {
                problem: problem.to_owned(),
            })
        };
        if !is_code(&self.city) {
            return invalid("city must be 1 to 40 letters, digits, '-' or '_'");
        }
        if self.tls.certificate.is_some() != self.tls.key.is_some() {
            return invalid("tls.certificate and tls.key belong together; give both or neither");
        }
        let Limits {
            connections,
            callers,
            request_seconds,
            ..
        } = self.limits;
        if connections == 0 || callers == 0 || request_seconds == 0 {
            return invalid("limits.connections, limits.callers and limits.request_seconds must be more than 0");
        }
        Ok(())
    }
}

/// Sets `group.name`, or `name`.
fn lay(table: &mut toml::Table, setting: &str, value: String) {
    match setting.split_once('.') {
        None => {
            table.insert(setting.to_owned(), toml::Value::String(value));
        }
        Some((group, name)) => {
            let group = table
                .entry(group)
                .or_insert_with(|| toml::Value::Table(toml::Table::new()));
            if let toml::Value::Table(group) = group {
                group.insert(name.to_owned(), toml::Value::String(value));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAST: &str = "city = 'alder-creek'\ndatabase = 'dbname=c'\nfolder = '/var/lib/c'\n";

    fn problem(text: &str) -> String {
        match Config::read(text, |_| None) {
            Err(Fault::ConfigInvalid { problem }) => problem,
            other => panic!("expected refused settings, got {other:?}"),
        }
    }

    #[test]
    fn three_settings_are_enough_and_the_environment_wins() {
        let config = Config::read(LEAST, |_| None).unwrap();
        assert_eq!((config.listen.port(), config.limits.connections), (8443, 16));
        let environment = |name: &str| match name {
            "COUNTERFOIL_CENTRAL_LISTEN" => Some("0.0.0.0:9443".to_owned()),
            "COUNTERFOIL_CENTRAL_TLS_CERTIFICATE" => Some("/etc/c.pem".to_owned()),
            "COUNTERFOIL_CENTRAL_TLS_KEY" => Some("/etc/k.pem".to_owned()),
            "COUNTERFOIL_CENTRAL_CITY" => Some(String::new()),
            _ => None,
        };
        let config = Config::read(LEAST, environment).unwrap();
        assert_eq!(config.listen.to_string(), "0.0.0.0:9443");
        assert_eq!(config.tls.key, Some(PathBuf::from("/etc/k.pem")));
        assert_eq!(config.city, "alder-creek");
    }

    #[test]
    fn wrong_settings_are_named() {
        assert!(problem("").contains("missing field"));
        assert!(problem(&format!("{LEAST}colour = 1")).contains("unknown field `colour`"));
        assert!(problem(&LEAST.replace("alder-creek", "alder creek")).starts_with("city must be"));
        assert!(problem(&format!("{LEAST}[tls]\nkey = 'k'")).starts_with("tls.certificate and tls.key"));
        assert!(problem(&format!("{LEAST}[limits]\nconnections = 0")).starts_with("limits.connections"));
        assert!(problem(&format!("{LEAST}[limits]\ncallers = 0")).starts_with("limits.connections, limits.callers"));
        assert!(problem(&format!("listen = 'nowhere'\n{LEAST}")).contains("socket address"));
    }
}
