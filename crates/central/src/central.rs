//! What every handler shares.

use std::path::PathBuf;

use deadpool_postgres::{Object, Pool};

use crate::clock::Clock;
use crate::config::Config;
use crate::database;
use crate::fault::Fault;
use crate::identity::Identity;
use crate::line::body::LargeBodies;

/// A central records: its settings, keys, clock and database.
pub struct Central {
    /// The settings.
    pub config: Config,
    /// Keys and certificate.
    pub identity: Identity,
    /// The clock.
    pub clock: Clock,
    /// The connections to PostgreSQL.
    pub pool: Pool,
    /// Places for large bodies of requests.
    pub large_bodies: LargeBodies,
}

/// What `migrate` did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Migrated {
    /// The migrations.
    pub migrations: Vec<&'static str>,
    /// The files that were made.
    pub files: Vec<PathBuf>,
}

impl Central {
    /// Reads keys and certificate. The database is not asked anything yet.
    ///
    /// # Errors
    /// [`Fault::IdentityUnsuited`], [`Fault::ConfigInvalid`].
    pub fn open(config: Config, clock: Clock) -> Result<Central, Fault> {
        let pool = database::pool(&config)?;
        let identity = Identity::read(&config)?;
        Ok(Central {
            config,
            identity,
            clock,
            pool,
            large_bodies: LargeBodies::default(),
        })
    }

    /// Brings the database to this program's version, and makes keys and certificate where
    /// neither the folder nor the database know of any yet.
    ///
    /// # Errors
    /// [`Fault::DatabaseOfAnotherCentral`]; [`Fault::IdentityUnsuited`] where the database has
    /// an owner and the folder has lost its key; those of the database.
    pub async fn migrate(config: Config, clock: Clock) -> Result<(Central, Migrated), Fault> {
        let pool = database::pool(&config)?;
        let migrations = database::migrate(&pool).await?;
        let owner = pool.get().await?.query_opt("SELECT key FROM central", &[]).await?;
        if owner.is_some() && !Identity::exists(&config) {
            return Err(Fault::IdentityUnsuited {
                problem: format!(
                    "the database has an owner, and {} has no signing key: restore the folder from its backup",
                    config.folder.display()
                ),
            });
        }
        let files = Identity::make(&config)?;
        let central = Central {
            identity: Identity::read(&config)?,
            config,
            clock,
            pool,
            large_bodies: LargeBodies::default(),
        };
        central
            .client()
            .await?
            .execute(
                "INSERT INTO central (city, key, created) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                &[&central.city(), &central.identity.public(), &central.clock.now()],
            )
            .await?;
        central.check().await?;
        Ok((central, Migrated { migrations, files }))
    }

    /// Whether the database is migrated, and belongs to this central.
    ///
    /// # Errors
    /// [`Fault::NotMigrated`], [`Fault::DatabaseNewer`], [`Fault::DatabaseOfAnotherCentral`];
    /// those of the database.
    pub async fn check(&self) -> Result<(), Fault> {
        let client = self.client().await?;
        database::check_migrated(&client).await?;
        let owner = client.query_opt("SELECT city, key FROM central", &[]).await?;
        let Some(owner) = owner else {
            return Err(Fault::NotMigrated {
                problem: "it has no owner yet".to_owned(),
            });
        };
        let (city, key): (String, String) = (owner.get(0), owner.get(1));
        if key != self.identity.public() {
            return Err(Fault::DatabaseOfAnotherCentral {
                theirs: key,
                ours: self.identity.public().to_owned(),
            });
        }
        match city == self.config.city {
            true => Ok(()),
            false => Err(Fault::ConfigInvalid {
                problem: format!("city is {}, and the database is of {city}", self.config.city),
            }),
        }
    }

    /// A connection.
    ///
    /// # Errors
    /// [`Fault::DatabaseAway`].
    pub async fn client(&self) -> Result<Object, Fault> {
        Ok(self.pool.get().await?)
    }

    /// The city's code.
    #[must_use]
    pub fn city(&self) -> &str {
        &self.config.city
    }
}
