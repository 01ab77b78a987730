//! All that can go wrong, each with a code and a message that says what to do.

use std::borrow::Cow;
use std::error::Error;
use std::io;
use std::path::PathBuf;

use counterfoil_domain::refusal::Refusal;
use deadpool_postgres::PoolError;

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The file of settings cannot be read.
    #[error("the settings in {path} cannot be read")]
    ConfigUnreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A setting is wrong.
    #[error("the settings are not right: {problem}")]
    ConfigInvalid {
        /// Which, and why.
        problem: String,
    },
    /// A file cannot be read or written.
    #[error("{path} cannot be read or written")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Keys or certificate are not there, or not as they must be.
    #[error("{problem}")]
    IdentityUnsuited {
        /// What, and what to do.
        problem: String,
    },
    /// The database does not answer.
    #[error("the database cannot be reached: see that PostgreSQL runs and that `database` in the settings is right")]
    DatabaseAway {
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Whoever answers for the database is not whom the settings vouch for.
    #[error(
        "what answers as the database shows a certificate that `database_certificate` in the settings does not vouch \
         for: nothing was said to it. Find out who answers there, and name its certificate or its authority's"
    )]
    DatabaseUnproved {
        /// Why.
        #[source]
        source: tokio_postgres::Error,
    },
    /// The disk of the database is full.
    #[error("the database has no room left: nothing was taken. Give it room; workstations try again by themselves")]
    DatabaseFull {
        /// Its word.
        #[source]
        source: tokio_postgres::Error,
    },
    /// Something else held for too long what this needs.
    #[error(
        "something else is at work on this in the database, and it was waited for in vain: nothing was done. \
         Try again when it is through; workstations do by themselves"
    )]
    DatabaseBusy {
        /// Its word.
        #[source]
        source: tokio_postgres::Error,
    },
    /// The database refused something.
    #[error("the database refused")]
    Database {
        /// Its word.
        source: tokio_postgres::Error,
    },
    /// The tables are not those of this program.
    #[error("the database is not set up for this program: {problem}; run `counterfoil-central migrate`")]
    NotMigrated {
        /// What is missing.
        problem: String,
    },
    /// The tables are those of a newer program.
    #[error("the database was set up by a newer program (migration {found}, this one knows {known}); run that one")]
    DatabaseNewer {
        /// The last migration there.
        found: i32,
        /// The last one here.
        known: i32,
    },
    /// The database belongs to another central records.
    #[error(
        "this database belongs to a central records with another key ({theirs}, ours is {ours}); \
         restore the folder with its key, or name the right database"
    )]
    DatabaseOfAnotherCentral {
        /// The public key that the database names.
        theirs: String,
        /// The one in the folder.
        ours: String,
    },
    /// A rule of the domain refused.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Billing, or whoever works for it, is refused something.
    #[error(transparent)]
    Billing(#[from] crate::billing::Refused),
    /// A site would be left without anybody who may administer it.
    #[error(
        "{user} is the last active administrator at {site}, and nobody could administer there any more: make somebody \
         else one first (`users set-roles`, or `users add` for somebody of another site)"
    )]
    LastAdministrator {
        /// The user id.
        user: String,
        /// The site.
        site: String,
    },
    /// Something that was asked for on the command line cannot be done.
    #[error("{problem}")]
    NotDone {
        /// Why, and what to do.
        problem: String,
    },
    /// Verification found something.
    #[error("{problem}")]
    NotProved {
        /// The first bad thing.
        problem: String,
    },
    /// The address cannot be listened on, or another matter of the system.
    #[error("{what}: {source}")]
    System {
        /// What was tried.
        what: String,
        /// Why it failed.
        source: io::Error,
    },
}

impl Fault {
    /// Its code.
    #[must_use]
    pub fn code(&self) -> Cow<'static, str> {
        let code = match self {
            Fault::ConfigUnreadable { .. } => "config_unreadable",
            Fault::ConfigInvalid { .. } => "config_invalid",
            Fault::Unreadable { .. } => "unreadable",
            Fault::IdentityUnsuited { .. } => "identity_unsuited",
            Fault::DatabaseAway { .. } => "database_away",
            Fault::DatabaseUnproved { .. } => "database_unproved",
            Fault::DatabaseFull { .. } => "database_full",
            Fault::DatabaseBusy { .. } => "database_busy",
            Fault::Database { .. } => "database_refused",
            Fault::NotMigrated { .. } => "not_migrated",
            Fault::DatabaseNewer { .. } => "database_newer",
            Fault::DatabaseOfAnotherCentral { .. } => "database_of_another_central",
            Fault::Refused(refusal) => return refusal.code().into(),
            Fault::Billing(refused) => refused.code(),
            Fault::LastAdministrator { .. } => "last_administrator",
            Fault::NotDone { .. } => "not_done",
            Fault::NotProved { .. } => "not_proved",
            Fault::System { .. } => "system",
        };
        code.into()
    }

    /// Whether it is the database's, and may be over by itself: then trying again helps.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(
            self,
            Fault::DatabaseAway { .. }
                | Fault::DatabaseUnproved { .. }
                | Fault::DatabaseFull { .. }
                | Fault::DatabaseBusy { .. }
        )
    }

    /// Why, as a log may hold it: the database's own words could hold what was written, so of them
    /// only the code of five characters (SQLSTATE) is given.
    #[must_use]
    pub fn cause(&self) -> Option<String> {
        match self {
            Fault::Database { source } | Fault::DatabaseFull { source } | Fault::DatabaseBusy { source } => {
                source.code().map(|code| format!("SQLSTATE {}", code.code()))
            }
            Fault::DatabaseAway { source } => Some(down_to_its_root(&**source)),
            Fault::DatabaseUnproved { source } => Some(down_to_its_root(source)),
            Fault::System { source, .. } => Some(source.to_string()),
            _ => None,
        }
    }

    /// A file's fault.
    pub fn file(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Fault {
        let path = path.into();
        |source| Fault::Unreadable { path, source }
    }
}

/// An error with what lies behind it: that a server cannot be connected to says little.
fn down_to_its_root(error: &dyn Error) -> String {
    let (mut said, mut behind) = (error.to_string(), error.source());
    while let Some(cause) = behind {
        said = format!("{said}: {cause}");
        behind = cause.source();
    }
    said
}

/// SQLSTATE of a lock that was waited for in vain.
const LOCK_NOT_HAD: &str = "55P03";
/// SQLSTATE of two that waited for each other, of which this one gave way.
const DEADLOCK: &str = "40P01";

/// Classes of SQLSTATE: 53 is short of resources (disk, memory, connections), 57 an operator's
/// intervention (shut down, starting up), 08 the connection.
impl From<tokio_postgres::Error> for Fault {
    fn from(source: tokio_postgres::Error) -> Fault {
        match source.code().map(tokio_postgres::error::SqlState::code) {
            Some("53300") => Fault::DatabaseAway { source: source.into() },
            Some(code) if code.starts_with("53") => Fault::DatabaseFull { source },
            // PostgreSQL says an I/O error (58030) where the system gives no better name for a full disk.
            Some("58030") if source.to_string().contains("No space left") => Fault::DatabaseFull { source },
            Some(code) if code.starts_with("57") || code.starts_with("08") => {
                Fault::DatabaseAway { source: source.into() }
            }
            Some(LOCK_NOT_HAD | DEADLOCK) => Fault::DatabaseBusy { source },
            Some(_) => Fault::Database { source },
            None if is_unproved(&source) => Fault::DatabaseUnproved { source },
            None if source.is_closed() || source.as_db_error().is_none() => {
                Fault::DatabaseAway { source: source.into() }
            }
            None => Fault::Database { source },
        }
    }
}

/// Whether TLS ended because a certificate was not believed.
fn is_unproved(error: &tokio_postgres::Error) -> bool {
    let handshake = error.source().and_then(|source| source.downcast_ref::<io::Error>());
    let refused = handshake.and_then(|cause| cause.get_ref()?.downcast_ref::<rustls::Error>());
    matches!(refused, Some(rustls::Error::InvalidCertificate(_)))
}

impl From<PoolError> for Fault {
    fn from(error: PoolError) -> Fault {
        match error {
            PoolError::Backend(source) => source.into(),
            other => Fault::DatabaseAway { source: other.into() },
        }
    }
}
