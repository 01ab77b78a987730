//! The line to PostgreSQL: encrypted where the settings say so, and then to nobody but the server
//! whose certificate they vouch for.

use std::process::Command;

use counterfoil_central::config::Config;
use counterfoil_central::database;
use counterfoil_central::fault::Fault;
use counterfoil_postgres::Postgres;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// A PostgreSQL, and a folder of certificates.
struct Line {
    runtime: Runtime,
    postgres: Postgres,
    folder: TempDir,
}

impl Line {
    fn new() -> Line {
        Line {
            runtime: Runtime::new().unwrap(),
            postgres: Postgres::start_with(&[("fsync", "off")]),
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// Keeps a certificate under a name.
    fn keep(&self, name: &str, certificate: &str) {
        std::fs::write(self.folder.path().join(name), certificate).unwrap();
    }

    fn settings(&self, database: &str, certificate: Option<&str>) -> String {
        let folder = self.folder.path().display();
        let certificate = certificate.map(|name| format!("database_certificate = '{folder}/{name}'\n"));
        format!(
            "city = 'alder-creek'\ndatabase = '{database}'\nfolder = '{folder}/keys'\n{}",
            certificate.unwrap_or_default()
        )
    }

    /// Whether a connection by these words, and with this certificate, is encrypted.
    fn asked(&self, words: &str, certificate: Option<&str>) -> Result<bool, Fault> {
        let database = format!("{} {words}", self.postgres.url("postgres"));
        self.asked_at(&database, certificate)
    }

    fn asked_at(&self, database: &str, certificate: Option<&str>) -> Result<bool, Fault> {
        let config = Config::read(&self.settings(database, certificate), |_| None).unwrap();
        self.runtime.block_on(async {
            let client = database::pool(&config)?.get().await?;
            let asked = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
            Ok(client.query_one(asked, &[]).await?.get(0))
        })
    }

    #[track_caller]
    fn refused(&self, words: &str, certificate: Option<&str>, code: &str, says: &str) {
        let fault = self.asked(words, certificate).unwrap_err();
        let told = format!("{fault}: {}", fault.cause().unwrap_or_default());
        assert_eq!(fault.code(), code, "{told}");
        assert!(told.contains(says), "{told}");
    }
}

/// A certificate that signs itself, and its key.
fn itself(names: &[&str], authority: bool) -> (String, String) {
    let key = KeyPair::generate().unwrap();
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut parameters = CertificateParams::new(names).unwrap();
    if authority {
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    }
    (parameters.self_signed(&key).unwrap().pem(), key.serialize_pem())
}

/// An authority's certificate, and one for a name that it signed, with its key.
fn signed_for(name: &str) -> (String, String, String) {
    let mut parameters = CertificateParams::new(Vec::new()).unwrap();
    parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(parameters, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let parameters = CertificateParams::new(vec![name.to_owned()]).unwrap();
    let certificate = parameters.signed_by(&key, &authority).unwrap();
    (authority.pem(), certificate.pem(), key.serialize_pem())
}

#[test]
fn the_line_is_encrypted_to_whom_the_settings_vouch_for() {
    let mut line = Line::new();
    // As PostgreSQL's handbook has it made: it bears no name of a host and might sign others.
    let (own, key) = itself(&[], true);
    let (other, _) = itself(&["127.0.0.1"], false);
    line.keep("own.pem", &own);
    line.keep("other.pem", &other);
    line.keep("empty.pem", "");

    // Before the server speaks TLS: what is required is not done without.
    assert!(!line.asked("sslmode=prefer", Some("own.pem")).unwrap());
    line.refused(
        "sslmode=require",
        Some("own.pem"),
        "database_away",
        "does not support TLS",
    );

    line.postgres.encrypt(&own, &key);
    assert!(line.asked("sslmode=require", Some("own.pem")).unwrap());
    assert!(line.asked("sslmode=prefer", Some("own.pem")).unwrap());
    assert!(line.asked("", Some("own.pem")).unwrap());
    assert!(!line.asked("sslmode=disable", Some("own.pem")).unwrap());
    // Where no certificate is named none is believed.
    assert!(!line.asked("", None).unwrap());
    assert!(!line.asked("sslmode=prefer", None).unwrap());
    line.refused("sslmode=require", None, "config_invalid", "set database_certificate");
    line.refused(
        "sslmode=require",
        Some("empty.pem"),
        "config_invalid",
        "empty.pem cannot be used",
    );
    line.refused(
        "sslmode=require",
        Some("none.pem"),
        "config_invalid",
        "none.pem cannot be used",
    );
    line.refused("sslmode=require", Some("other.pem"), "database_unproved", "certificate");
    line.refused("sslmode=prefer", Some("other.pem"), "database_unproved", "certificate");
    // On a socket of this machine there is nothing to encrypt, as PostgreSQL's own programs have it.
    let socket = line.postgres.socket_url("postgres");
    assert!(!line.asked_at(&format!("{socket} sslmode=require"), None).unwrap());

    let settings = line.settings(&line.postgres.url("postgres"), Some("other.pem"));
    let path = line.folder.path().join("central.toml");
    std::fs::write(&path, settings).unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_counterfoil-central"));
    let said = program.arg("--config").arg(path).arg("migrate").output().unwrap();
    let said = String::from_utf8(said.stderr).unwrap();
    assert!(
        said.contains("(database_unproved)") && said.contains("invalid peer certificate"),
        "{said}"
    );
    assert_eq!(
        line.postgres
            .query("postgres", "SELECT to_regclass('migrations') IS NULL")
            .trim(),
        "t"
    );
}

#[test]
fn an_authority_vouches_for_the_server_of_that_name_alone() {
    let mut line = Line::new();
    let (authority, certificate, key) = signed_for("127.0.0.1");
    line.keep("authority.pem", &authority);
    line.postgres.encrypt(&certificate, &key);
    assert!(line.asked("sslmode=require", Some("authority.pem")).unwrap());
    let (another, certificate, key) = signed_for("elsewhere.example");
    line.postgres.encrypt(&certificate, &key);
    line.refused(
        "sslmode=require",
        Some("authority.pem"),
        "database_unproved",
        "certificate",
    );
    line.keep("another.pem", &another);
    line.refused(
        "sslmode=require",
        Some("another.pem"),
        "database_unproved",
        "not valid for name",
    );
    line.keep("server.pem", &certificate);
    assert!(line.asked("sslmode=require", Some("server.pem")).unwrap());
}
