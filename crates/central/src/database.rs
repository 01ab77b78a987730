//! The connections to PostgreSQL, and the migrations that make its tables.

mod encryption;

use std::str::FromStr;
use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime};
use tokio_postgres::NoTls;

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
    if postgres.get_connect_timeout().is_none() {
        postgres.connect_timeout(Duration::from_secs(config.limits.wait_seconds.max(1)));
    }
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

/// Brings the tables to this program's version. Gives the names of the migrations that were done.
///
/// # Errors
/// [`Fault::DatabaseNewer`]; those of the database.
pub async fn migrate(pool: &Pool) -> Result<Vec<&'static str>, Fault> {
    let mut client = pool.get().await?;
    let transaction = client.transaction().await?;
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
