//! Whose database it is, and whether it is one.

use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use counterfoil_central::central::Central;
use counterfoil_central::serve;
use counterfoil_postgres::Postgres;
use tempfile::tempdir;

use crate::office::{DATABASE, Office, clock, config};

#[test]
fn a_central_with_another_key_refuses_the_database() {
    let office = Office::open();
    let folder = tempdir().unwrap();
    let seconds = Arc::new(AtomicI64::new(0));
    office.runtime.block_on(async {
        // Its own folder, empty: the database has an owner, so no new key is made.
        let lost = Central::migrate(config(&office.postgres, &folder), clock(&seconds)).await;
        assert_eq!(lost.err().unwrap().code(), "identity_unsuited");
        // Keys of another central.
        office.postgres.create_database("another");
        let mut other = config(&office.postgres, &folder);
        other.database = office.postgres.url("another");
        Central::migrate(other, clock(&seconds)).await.unwrap();
        let wrong = Central::open(config(&office.postgres, &folder), clock(&seconds)).unwrap();
        let refused = serve::start(Arc::new(wrong)).await.err().unwrap();
        assert_eq!(refused.code(), "database_of_another_central");
        let mut another_city = config(&office.postgres, &office.folder);
        another_city.city = "elsewhere".into();
        let refused = Central::open(another_city, clock(&seconds)).unwrap().check().await;
        assert_eq!(refused.err().unwrap().code(), "config_invalid");
    });
}

#[test]
fn a_database_that_is_empty_newer_or_away_is_named() {
    let mut postgres = Postgres::start_with(&[("fsync", "off")]);
    postgres.create_database(DATABASE);
    let folder = tempdir().unwrap();
    let seconds = Arc::new(AtomicI64::new(0));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let fresh = config(&postgres, &folder);
        let unmade = Central::open(fresh.clone(), clock(&seconds)).err().unwrap();
        assert_eq!(unmade.code(), "identity_unsuited");
        let (central, first) = Central::migrate(fresh.clone(), clock(&seconds)).await.unwrap();
        assert!(first.migrations.contains(&"0001_streams") && first.files.len() == 3);
        let (_, second) = Central::migrate(fresh.clone(), clock(&seconds)).await.unwrap();
        assert!(second.migrations.is_empty() && second.files.is_empty());
        central
            .client()
            .await
            .unwrap()
            .execute("DELETE FROM migrations WHERE number = 1", &[])
            .await
            .unwrap();
        assert_eq!(central.check().await.err().unwrap().code(), "not_migrated");
        let newer = "INSERT INTO migrations (number, name) VALUES (1, 'x'), (9999, 'y')";
        central.client().await.unwrap().execute(newer, &[]).await.unwrap();
        assert_eq!(central.check().await.err().unwrap().code(), "database_newer");
        postgres.kill();
        assert_eq!(central.check().await.err().unwrap().code(), "database_away");
    });
}

#[test]
fn keys_that_others_can_read_are_not_used() {
    use std::os::unix::fs::PermissionsExt;
    let office = Office::open();
    let key = office.folder.path().join("signing.key");
    assert_eq!(std::fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o640)).unwrap();
    let seconds = Arc::new(AtomicI64::new(0));
    let refused = Central::open(config(&office.postgres, &office.folder), clock(&seconds))
        .err()
        .unwrap();
    assert_eq!(refused.code(), "identity_unsuited");
}

/// Health says that the program is alive, readiness that it can work.
#[test]
fn without_its_database_central_is_alive_not_ready_and_asks_to_be_tried_again() {
    let mut office = Office::open();
    let mut one = office.workstation("W2");
    one.work(1);
    assert_eq!(one.send("GET", "/ready", &[], &[]).status, 200);
    office.postgres.kill();
    one.push(&one.bundle(0, 1)).refused(503, "unavailable");
    assert_eq!(one.send("GET", "/health", &[], &[]).status, 200);
    let ready = one.send("GET", "/ready", &[], &[]);
    assert_eq!((ready.status, ready.body.as_slice()), (503, &b"database_away\n"[..]));
    office.postgres.start_again();
    one.push_all();
    let figures = String::from_utf8(one.send("GET", "/metrics", &[], &[]).body).unwrap();
    for name in [
        "counterfoil_pushes_total",
        "counterfoil_contact_seconds{site=\"CH\",station=\"W2\"}",
        "counterfoil_refusals_total{code=\"unavailable\"}",
    ] {
        assert!(figures.contains(name), "{name} in {figures}");
    }
}
