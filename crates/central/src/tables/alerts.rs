//! `alerts`: what a person is called for.

use chrono::{DateTime, Utc};
use counterfoil_domain::sync::StationName;
use deadpool_postgres::GenericClient;

use crate::fault::Fault;

/// Why a person is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Two entries stand for one place.
    Fork,
    /// A copy of a workstation made contact.
    Clone,
    /// The database is older than what a workstation was told.
    CentralRestored,
    /// A journal ends before what central has.
    JournalBehind,
    /// A workstation that was replaced made contact.
    EpochOver,
    /// A workstation's clock is off.
    ClockOff,
    /// A bundle is not signed by its workstation.
    BundleSignature,
    /// A bundle contradicts itself, or its postings do not sum to zero.
    BundleContradicts,
    /// Entries are kept that this program cannot read.
    Flagged,
}

impl Kind {
    /// Its name in the table.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Kind::Fork => "fork",
            Kind::Clone => "clone",
            Kind::CentralRestored => "central_restored",
            Kind::JournalBehind => "journal_behind",
            Kind::EpochOver => "epoch_over",
            Kind::ClockOff => "clock_off",
            Kind::BundleSignature => "bundle_signature",
            Kind::BundleContradicts => "bundle_contradicts",
            Kind::Flagged => "flagged",
        }
    }
}

/// An alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    /// Its number.
    pub id: i64,
    /// The site.
    pub site: String,
    /// The workstation.
    pub station: String,
    /// Why, by name.
    pub kind: String,
    /// Why, in words.
    pub what: String,
    /// When it happened first.
    pub first_at: DateTime<Utc>,
    /// When it happened last.
    pub last_at: DateTime<Utc>,
    /// How often.
    pub times: i64,
}

/// Calls a person, once for as long as nobody has seen to it.
///
/// # Errors
/// Those of the database.
pub async fn raise(
    client: &impl GenericClient,
    name: &StationName,
    kind: Kind,
    what: &str,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    tracing::warn!(station = %name, kind = kind.name(), "a person is needed");
    let StationName { city, site, station } = name;
    // Nothing that came from outside may hinder that a person is called.
    let what: String = what.chars().filter(|char| *char != '\0').take(500).collect();
    client
        .execute(
            "INSERT INTO alerts (city, site, station, kind, what, first_at, last_at)
             VALUES ($1, $2, $3, $4, $5, $6, $6)
             ON CONFLICT (city, site, station, kind, what) WHERE acknowledged_at IS NULL
             DO UPDATE SET last_at = excluded.last_at, times = alerts.times + 1",
            &[city, site, station, &kind.name(), &what, &now],
        )
        .await?;
    Ok(())
}

/// The alerts that nobody has seen to, latest first.
///
/// # Errors
/// Those of the database.
pub async fn open(client: &impl GenericClient, city: &str) -> Result<Vec<Alert>, Fault> {
    let rows = client
        .query(
            "SELECT id, site, station, kind, what, first_at, last_at, times FROM alerts
             WHERE city = $1 AND acknowledged_at IS NULL ORDER BY last_at DESC, id DESC",
            &[&city],
        )
        .await?;
    Ok(rows
        .iter()
        .map(|row| Alert {
            id: row.get(0),
            site: row.get(1),
            station: row.get(2),
            kind: row.get(3),
            what: row.get(4),
            first_at: row.get(5),
            last_at: row.get(6),
            times: row.get(7),
        })
        .collect())
}

/// Somebody has seen to it. Gives whether it was open.
///
/// # Errors
/// Those of the database.
pub async fn acknowledge(
    client: &impl GenericClient,
    city: &str,
    id: i64,
    by: &str,
    now: DateTime<Utc>,
) -> Result<bool, Fault> {
    let changed = client
        .execute(
            "UPDATE alerts SET acknowledged_at = $3, acknowledged_by = $4
             WHERE city = $1 AND id = $2 AND acknowledged_at IS NULL",
            &[&city, &id, &now, &by],
        )
        .await?;
    Ok(changed > 0)
}
