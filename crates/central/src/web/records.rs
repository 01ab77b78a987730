//! What the pages read of central's own tables. Everything that is read without end elsewhere is
//! bounded here.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use counterfoil_domain::entry::{Entry, Hash};
use counterfoil_domain::sync::CENTRAL;
use deadpool_postgres::Object;
use tokio_postgres::Row;

use crate::fault::Fault;
use crate::tables::stations::{self, State, Station, Word};
use crate::tables::{column, number, passwords};

/// An entry as it is kept.
#[derive(Debug, Clone)]
pub struct Stored {
    /// Its place in its workstation's journal.
    pub seq: u64,
    /// Its hash.
    pub hash: Hash,
    /// Its bytes, as they came.
    pub bytes: Vec<u8>,
    /// Whether it says what the database can hold.
    fits: bool,
}

impl Stored {
    /// What it says; none where it does not read.
    #[must_use]
    pub fn entry(&self) -> Option<Entry> {
        Entry::decode(&self.bytes).ok().filter(|_| self.fits)
    }
}

/// A workstation of a site.
#[derive(Debug, Clone)]
pub struct Stream {
    /// Its code.
    pub station: String,
    /// Whether its key may not be used any more.
    pub revoked: bool,
    /// The last entry here.
    pub seq: u64,
    /// Its hash.
    pub hash: Hash,
    /// When the program last made contact.
    pub last_contact: Option<DateTime<Utc>>,
    /// The last entry that the workstation said it has.
    pub told_seq: Option<u64>,
    /// The end of its latest bundle: until when it has said what it has, by its own clock.
    pub word: Option<Word>,
}

/// Something that a person must see to.
#[derive(Debug, Clone)]
pub struct Alert {
    /// The workstation.
    pub station: String,
    /// What kind.
    pub kind: String,
    /// In words.
    pub what: String,
    /// When first.
    pub first_at: DateTime<Utc>,
    /// How often.
    pub times: i64,
}

/// A bundle that contradicts what is here.
#[derive(Debug, Clone)]
pub struct Fork {
    /// The workstation.
    pub station: String,
    /// The SHA-256 that it is kept under.
    pub digest: Vec<u8>,
    /// The first number that stands for two entries.
    pub seq: u64,
    /// How it came.
    pub came_by: String,
    /// When.
    pub received_at: DateTime<Utc>,
}

/// An entry that this program could not read.
#[derive(Debug, Clone)]
pub struct Flagged {
    /// The workstation.
    pub station: String,
    /// Its place.
    pub seq: u64,
    /// Why.
    pub flag: String,
}

/// The last entries of central's own stream of each site: what says whether a configuration is the latest.
///
/// # Errors
/// Those of the database.
pub async fn configured(client: &Object, city: &str) -> Result<BTreeMap<String, u64>, Fault> {
    let rows = client
        .query(
            "SELECT site, head_seq FROM stations WHERE city = $1 AND station = $2",
            &[&city, &CENTRAL],
        )
        .await?;
    Ok(rows.iter().map(|row| (row.get(0), number(row.get(1)))).collect())
}

/// The hash of a user's password.
///
/// # Errors
/// Those of the database.
pub async fn password(client: &Object, city: &str, user: &str) -> Result<Option<String>, Fault> {
    Ok(passwords::of(client, city, &[user.to_owned()]).await?.remove(user))
}

/// The workstations of a site, central's own stream left out.
///
/// # Errors
/// Those of the database.
pub async fn streams(client: &Object, city: &str, site: &str) -> Result<Vec<Stream>, Fault> {
    let stations = stations::of_site(client, city, site).await?;
    let mut streams: Vec<Stream> = stations.into_iter().filter_map(stream).collect();
    streams.sort_by(|one, other| one.station.cmp(&other.station));
    Ok(streams)
}

fn stream(station: Station) -> Option<Stream> {
    let revoked = match station.state {
        State::Enrolled => false,
        State::Revoked => true,
        State::Central => return None,
    };
    Some(Stream {
        station: station.name.station,
        revoked,
        seq: station.head.seq,
        hash: station.head.hash,
        last_contact: station.last_contact,
        told_seq: station.contact_seq,
        word: station.word,
    })
}

pub(super) fn stored(row: &Row) -> Stored {
    let hash: Vec<u8> = row.get(1);
    Stored {
        seq: number(row.get(0)),
        hash: hash.try_into().unwrap_or_default(),
        bytes: row.get(2),
        fits: row.get(3),
    }
}

/// A workstation's entries from one to another, in order, so many at most.
///
/// # Errors
/// Those of the database.
pub async fn entries(
    client: &Object,
    (city, site, station): (&str, &str, &str),
    (first, last): (u64, u64),
    limit: i64,
) -> Result<Vec<Stored>, Fault> {
    let rows = client
        .query(
            "SELECT seq, hash, bytes, flag IS DISTINCT FROM 'unfit' FROM entries
             WHERE city = $1 AND site = $2 AND station = $3 AND seq BETWEEN $4 AND $5 ORDER BY seq LIMIT $6",
            &[&city, &site, &station, &column(first), &column(last), &limit],
        )
        .await?;
    Ok(rows.iter().map(stored).collect())
}

/// One entry.
///
/// # Errors
/// Those of the database.
pub async fn entry(
    client: &Object,
    (city, site, station): (&str, &str, &str),
    seq: u64,
) -> Result<Option<Stored>, Fault> {
    let found = entries(client, (city, site, station), (seq, seq), 1).await?;
    Ok(found.into_iter().next())
}

/// The latest of the receipts of these numbers, newest first, so many at most.
///
/// # Errors
/// Those of the database.
pub async fn receipts(
    client: &Object,
    (city, site): (&str, &str),
    numbers: &[String],
    limit: i64,
) -> Result<Vec<Stored>, Fault> {
    let rows = client
        .query(
            "SELECT seq, hash, bytes, flag IS DISTINCT FROM 'unfit' FROM entries
             WHERE city = $1 AND site = $2 AND receipt = ANY ($3)
             ORDER BY business_date DESC, at DESC, seq DESC LIMIT $4",
            &[&city, &site, &numbers, &limit],
        )
        .await?;
    Ok(rows.iter().map(stored).collect())
}

/// The entries about the receipts of these numbers, each with the number; without those that only
/// printed one again. No more than five thousand.
///
/// # Errors
/// Those of the database.
pub async fn about(
    client: &Object,
    (city, site): (&str, &str),
    numbers: &[&str],
) -> Result<Vec<(String, Stored)>, Fault> {
    let rows = client
        .query(
            "SELECT seq, hash, bytes, flag IS DISTINCT FROM 'unfit', value
             FROM web_marks JOIN entries USING (city, site, station, seq)
             WHERE city = $1 AND site = $2 AND what = 'about' AND value = ANY ($3) AND kind <> 'receipt_reprinted'
             ORDER BY value, station, seq LIMIT 5000",
            &[&city, &site, &numbers],
        )
        .await?;
    Ok(rows.iter().map(|row| (row.get(4), stored(row))).collect())
}

/// What nobody has seen to yet at a site, newest first.
///
/// # Errors
/// Those of the database.
pub async fn alerts(client: &Object, city: &str, site: &str) -> Result<Vec<Alert>, Fault> {
    let rows = client
        .query(
            "SELECT station, kind, what, first_at, times FROM alerts
             WHERE city = $1 AND site = $2 AND acknowledged_at IS NULL ORDER BY last_at DESC LIMIT 50",
            &[&city, &site],
        )
        .await?;
    let alert = |row: &Row| Alert {
        station: row.get(0),
        kind: row.get(1),
        what: row.get(2),
        first_at: row.get(3),
        times: row.get(4),
    };
    Ok(rows.iter().map(alert).collect())
}

/// The bundles of a site that contradict what is here.
///
/// # Errors
/// Those of the database.
pub async fn forks(client: &Object, city: &str, site: &str) -> Result<Vec<Fork>, Fault> {
    let rows = client
        .query(
            "SELECT station, digest, seq, came_by, received_at FROM forks
             WHERE city = $1 AND site = $2 ORDER BY received_at DESC LIMIT 100",
            &[&city, &site],
        )
        .await?;
    let fork = |row: &Row| Fork {
        station: row.get(0),
        digest: row.get(1),
        seq: number(row.get(2)),
        came_by: row.get(3),
        received_at: row.get(4),
    };
    Ok(rows.iter().map(fork).collect())
}

/// Such a bundle itself.
///
/// # Errors
/// Those of the database.
pub async fn forked_bundle(
    client: &Object,
    (city, site, station): (&str, &str, &str),
    digest: &[u8],
) -> Result<Option<Vec<u8>>, Fault> {
    let row = client
        .query_opt(
            "SELECT bundle FROM forks WHERE city = $1 AND site = $2 AND station = $3 AND digest = $4",
            &[&city, &site, &station, &digest],
        )
        .await?;
    Ok(row.map(|row| row.get(0)))
}

/// Entries of a workstation that do not read, the first ones.
///
/// # Errors
/// Those of the database.
pub async fn flagged(client: &Object, city: &str, site: &str) -> Result<Vec<Flagged>, Fault> {
    let rows = client
        .query(
            "SELECT station, seq, flag FROM entries
             WHERE city = $1 AND site = $2 AND flag IS NOT NULL ORDER BY station, seq LIMIT 100",
            &[&city, &site],
        )
        .await?;
    let flagged = |row: &Row| Flagged {
        station: row.get(0),
        seq: number(row.get(1)),
        flag: row.get(2),
    };
    Ok(rows.iter().map(flagged).collect())
}
