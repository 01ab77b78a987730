//! The connections to PostgreSQL, and the migrations that make its tables.

mod encryption;

use std::str::FromStr;
use std::time::Duration;

use counterfoil_formats::wire::SILENCE_SECONDS;
use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime, Transaction};
use tokio_postgres::{IsolationLevel, NoTls};

use crate::config::Config;
use crate::fault::Fault;

/// A migration: its number, its name, its SQL. A migration that was released is never changed.
type Migration = (i32, &'static str, &'static str);

macro_rules! migrations {
    ($($number:literal $name:literal,)*) => {
        &[$(($number, $name, include_str!(concat!("../migrations/", $name, ".sql"))),)*]
    };
}

/// All of them, in order.
pub const MIGRATIONS: &[Migration] = migrations![
    1 "0001_streams",
    2 "0002_asked",
    10 "0010_billing",
    11 "0011_records",
    20 "0020_web_sessions",
    21 "0021_web_index",
];

/// Whoever migrates holds this lock, so that two do not at once.
const MIGRATION_LOCK: i64 = 0x6366_6d69_6772;

/// So long nothing is said on a connection before either side asks whether the other is there.
const KEEPALIVE: Duration = Duration::from_secs(30);

/// What a request has left to be answered in when it waited for a lock in vain.
const ANSWERING: Duration = Duration::from_secs(5);

/// Connections to the database that the settings name.
///
/// # Errors
/// [`Fault::ConfigInvalid`] where `database` is not written as it must be, or `database_certificate` is missing or
/// does not fit.
pub fn pool(config: &Config) -> Result<Pool, Fault> {
    let invalid = |problem: String| Fault::ConfigInvalid {
        problem: format!("database: {problem}"),
    };
    let mut postgres =
        tokio_postgres::Config::from_str(&config.database).map_err(|error| invalid(error.to_string()))?;
    postgres.application_name("counterfoil-central");
    bound(&mut postgres, config);
    let recycling = ManagerConfig {
        recycling_method: RecyclingMethod::Fast,
    };
    let manager = match encryption::of(&mut postgres, config)? {
        Some(tls) => Manager::from_config(postgres, tls, recycling),
        None => Manager::from_config(postgres, NoTls, recycling),
    };
    let wait = Some(Duration::from_secs(config.limits.wait_seconds.max(1)));
    Pool::builder(manager)
        .max_size(config.limits.connections)
        .wait_timeout(wait)
        .create_timeout(wait)
        .runtime(Runtime::Tokio1)
        .build()
        .map_err(|error| invalid(error.to_string()))
}

/// Bounds what is waited for, where `database` does not say otherwise: a connection, a server that went away without a
/// word, and a lock; all for less than a request may take, so that it is answered rather than broken off.
fn bound(postgres: &mut tokio_postgres::Config, config: &Config) {
    let longest = Duration::from_secs(config.limits.request_seconds);
    if postgres.get_connect_timeout().is_none() {
        postgres.connect_timeout(Duration::from_secs(config.limits.wait_seconds.max(1)));
    }
    if !config.database.contains("keepalives_idle") {
        postgres.keepalives_idle(KEEPALIVE);
    }
    if postgres.get_tcp_user_timeout().is_none() {
        postgres.tcp_user_timeout(longest);
    }
    // By then a workstation would have given up, and asked once more.
    let heard = longest.min(Duration::from_secs(SILENCE_SECONDS));
    let lock = heard.saturating_sub(ANSWERING).max(Duration::from_secs(1));
    // The server looks likewise whether this program is there: what a machine that lost its power
    // held is free again a few minutes later. Of two that say the same the later counts, the settings' own.
    let options = format!(
        "-c lock_timeout={} -c tcp_keepalives_idle={} -c tcp_keepalives_interval=10 {}",
        lock.as_millis(),
        KEEPALIVE.as_secs(),
        postgres.get_options().unwrap_or_default()
    );
    postgres.options(options);
}

/// Lets a transaction wait for locks as long as whoever holds them works: what takes long itself
/// comes after what takes long.
///
/// # Errors
/// Those of the database.
pub async fn be_patient(transaction: &Transaction<'_>) -> Result<(), Fault> {
    Ok(transaction.batch_execute("SET LOCAL lock_timeout = 0").await?)
}

/// One view of all tables, so that what is read of one fits what is read of another.
///
/// # Errors
/// Those of the database.
pub async fn snapshot(client: &mut Object) -> Result<Transaction<'_>, Fault> {
    let transaction = client
        .build_transaction()
        .isolation_level(IsolationLevel::RepeatableRead)
        .read_only(true)
        .start()
        .await?;
    Ok(transaction)
}

/// Brings the tables to this program's version. Gives the names of the migrations that were done.
///
/// # Errors
/// [`Fault::DatabaseNewer`]; those of the database.
pub async fn migrate(pool: &Pool) -> Result<Vec<&'static str>, Fault> {
    let mut client = pool.get().await?;
    let transaction = client.transaction().await?;
    be_patient(&transaction).await?;
    transaction
        .execute("SELECT pg_advisory_xact_lock($1)", &[&MIGRATION_LOCK])
        .await?;
    transaction
        .batch_execute(
            "CREATE TABLE IF NOT EXISTS migrations (
                number integer PRIMARY KEY,
                name text NOT NULL,
                at timestamptz NOT NULL DEFAULT now()
            )",
        )
        .await?;
    let done = transaction.query("SELECT number FROM migrations", &[]).await?;
    let done: Vec<i32> = done.iter().map(|row| row.get(0)).collect();
    newer(&done)?;
    let mut names = Vec::new();
    for (number, name, sql) in MIGRATIONS.iter().filter(|one| !done.contains(&one.0)) {
        transaction.batch_execute(sql).await?;
        transaction
            .execute("INSERT INTO migrations (number, name) VALUES ($1, $2)", &[number, name])
            .await?;
        names.push(*name);
    }
    transaction.commit().await?;
    Ok(names)
}

/// Whether the tables are those of this program.
///
/// # Errors
/// [`Fault::NotMigrated`], [`Fault::DatabaseNewer`]; those of the database.
pub async fn check_migrated(client: &Object) -> Result<(), Fault> {
    let table = client
        .query_one("SELECT to_regclass('migrations') IS NOT NULL", &[])
        .await?;
    if !table.get::<_, bool>(0) {
        return Err(Fault::NotMigrated {
            problem: "it is empty".to_owned(),
        });
    }
    let done = client.query("SELECT number FROM migrations", &[]).await?;
    let done: Vec<i32> = done.iter().map(|row| row.get(0)).collect();
    newer(&done)?;
    match MIGRATIONS.iter().find(|one| !done.contains(&one.0)) {
        Some((_, name, _)) => Err(Fault::NotMigrated {
            problem: format!("migration {name} is missing"),
        }),
        None => Ok(()),
    }
}

fn newer(done: &[i32]) -> Result<(), Fault> {
    let known = MIGRATIONS.iter().map(|one| one.0).max().unwrap_or(0);
    match done.iter().max() {
        Some(found) if *found > known => Err(Fault::DatabaseNewer { found: *found, known }),
        _ => Ok(()),
    }
}
