//! `stations`: every stream's head, key, contact and last word.

use chrono::{DateTime, Utc};
use counterfoil_domain::entry::{Hash, SignedHead};
use counterfoil_domain::sync::{StationName, StreamHead};
use deadpool_postgres::GenericClient;
use tokio_postgres::Row;
use uuid::Uuid;

use super::{column, epoch, epoch_column, hash, keys, number};
use crate::fault::Fault;

/// Whether a stream's key may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It may.
    Enrolled,
    /// It may not.
    Revoked,
    /// Central's own stream.
    Central,
}

/// A stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Station {
    /// Whose it is.
    pub name: StationName,
    /// The public key, in hex.
    pub key: String,
    /// Whether it may be used.
    pub state: State,
    /// The epoch that it may write in.
    pub epoch: u32,
    /// The last entry.
    pub head: StreamHead,
    /// Its instant.
    pub head_at: Option<DateTime<Utc>>,
    /// The contact that was given last.
    pub contact: u64,
    /// The one before.
    pub contact_before: u64,
    /// The run that got it.
    pub run: Option<Uuid>,
    /// When that run asked, by the workstation's clock.
    pub asked_at: Option<DateTime<Utc>>,
    /// When it was heard last.
    pub last_contact: Option<DateTime<Utc>>,
    /// The last entry of its journal then.
    pub contact_seq: Option<u64>,
    /// The version of its program then.
    pub program: Option<String>,
    /// The end of its latest bundle.
    pub word: Option<Word>,
}

/// The last word of a workstation: what its latest bundle ended with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The epoch of the head.
    pub epoch: u32,
    /// When it was said.
    pub made_at: DateTime<Utc>,
    /// Whether the program ended with it.
    pub stopping: bool,
    /// The signed head.
    pub head: SignedHead,
    /// The signature of head and instant.
    pub handed: String,
}

const COLUMNS: &str = "city, site, station, key, state, epoch, head_epoch, head_seq, head_hash, head_at, \
     contact, contact_before, run, contact_asked_at, last_contact, contact_seq, program, \
     word_epoch, word_made_at, word_stopping, word_head, word_handed";

/// A stream by its name.
///
/// # Errors
/// Those of the database.
pub async fn get(client: &impl GenericClient, name: &StationName) -> Result<Option<Station>, Fault> {
    one(client, name, "").await
}

/// A stream by its name, locked until the transaction ends.
///
/// # Errors
/// Those of the database.
pub async fn lock(client: &impl GenericClient, name: &StationName) -> Result<Option<Station>, Fault> {
    one(client, name, " FOR UPDATE").await
}

async fn one(client: &impl GenericClient, name: &StationName, lock: &str) -> Result<Option<Station>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM stations WHERE city = $1 AND site = $2 AND station = $3{lock}");
    let query = client.prepare_cached(&sql).await?;
    let row = client
        .query_opt(&query, &[&name.city, &name.site, &name.station])
        .await?;
    Ok(row.map(|row| read(&row)))
}

/// All streams of a site, central's own too.
///
/// # Errors
/// Those of the database.
pub async fn of_site(client: &impl GenericClient, city: &str, site: &str) -> Result<Vec<Station>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM stations WHERE city = $1 AND site = $2 ORDER BY station");
    let query = client.prepare_cached(&sql).await?;
    let rows = client.query(&query, &[&city, &site]).await?;
    Ok(rows.iter().map(read).collect())
}

fn read(row: &Row) -> Station {
    let state: &str = row.get("state");
    let at = |name: &str| row.get::<_, Option<DateTime<Utc>>>(name);
    let word = row.get::<_, Option<&str>>("word_head").and_then(|head| {
        Some(Word {
            epoch: epoch(row.get::<_, Option<i32>>("word_epoch")?),
            made_at: at("word_made_at")?,
            stopping: row.get::<_, Option<bool>>("word_stopping")?,
            head: serde_json::from_str(head).ok()?,
            handed: row.get::<_, Option<String>>("word_handed")?,
        })
    });
    Station {
        name: StationName {
            city: row.get("city"),
            site: row.get("site"),
            station: row.get("station"),
        },
        key: row.get("key"),
        state: match state {
            "enrolled" => State::Enrolled,
            "central" => State::Central,
            _ => State::Revoked,
        },
        epoch: epoch(row.get("epoch")),
        head: StreamHead {
            epoch: epoch(row.get("head_epoch")),
            seq: number(row.get("head_seq")),
            hash: hash(row.get("head_hash")),
        },
        head_at: at("head_at"),
        contact: number(row.get("contact")),
        contact_before: number(row.get("contact_before")),
        run: row.get("run"),
        asked_at: at("contact_asked_at"),
        last_contact: at("last_contact"),
        contact_seq: row.get::<_, Option<i64>>("contact_seq").map(number),
        program: row.get("program"),
        word,
    }
}

/// Makes a workstation known by this key, or known again: its state, epoch and contact are set,
/// its stream stays as it is. Its runs are heard anew.
///
/// # Errors
/// Those of the database.
pub async fn enrol(
    client: &impl GenericClient,
    name: &StationName,
    key: &str,
    (epoch, contact): (u32, u64),
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let StationName { city, site, station } = name;
    let contact = column(contact);
    client
        .execute(
            "INSERT INTO stations (city, site, station, key, state, enrolled_at, epoch, contact, contact_before)
             VALUES ($1, $2, $3, $4, 'enrolled', $5, $6, $7, $7)
             ON CONFLICT (city, site, station) DO UPDATE SET key = $4, state = 'enrolled', enrolled_at = $5,
                 epoch = $6, contact = $7, contact_before = $7, run = NULL",
            &[city, site, station, &key, &now, &epoch_column(epoch), &contact],
        )
        .await?;
    keys::keep(client, name, key, now).await
}

/// Makes the row of central's own stream of a site.
///
/// # Errors
/// Those of the database.
pub async fn make_own(
    client: &impl GenericClient,
    name: &StationName,
    key: &str,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    client
        .execute(
            "INSERT INTO stations (city, site, station, key, state, enrolled_at, epoch, contact, contact_before)
             VALUES ($1, $2, $3, $4, 'central', $5, 1, 0, 0) ON CONFLICT DO NOTHING",
            &[&name.city, &name.site, &name.station, &key, &now],
        )
        .await?;
    Ok(())
}

/// Revokes the workstation and every key that it had. Gives whether it was enrolled.
///
/// # Errors
/// Those of the database.
pub async fn revoke(client: &impl GenericClient, name: &StationName, now: DateTime<Utc>) -> Result<bool, Fault> {
    let StationName { city, site, station } = name;
    keys::revoke(client, name, now).await?;
    let changed = client
        .execute(
            "UPDATE stations SET state = 'revoked'
             WHERE city = $1 AND site = $2 AND station = $3 AND state = 'enrolled'",
            &[city, site, station],
        )
        .await?;
    Ok(changed > 0)
}

/// Sets the head, once entries were appended.
///
/// # Errors
/// Those of the database.
pub async fn advance(
    client: &impl GenericClient,
    name: &StationName,
    head: &StreamHead,
    at: Option<DateTime<Utc>>,
) -> Result<(), Fault> {
    let hash: &Hash = &head.hash;
    let query = client
        .prepare_cached(
            "UPDATE stations SET head_epoch = $4, head_seq = $5, head_hash = $6, head_at = coalesce($7, head_at)
             WHERE city = $1 AND site = $2 AND station = $3",
        )
        .await?;
    let StationName { city, site, station } = name;
    let (epoch, seq, hash) = (epoch_column(head.epoch), column(head.seq), hash.as_slice());
    client
        .execute(&query, &[city, site, station, &epoch, &seq, &hash, &at])
        .await?;
    Ok(())
}

/// Keeps the last word.
///
/// # Errors
/// Those of the database.
pub async fn keep_word(client: &impl GenericClient, name: &StationName, word: &Word) -> Result<(), Fault> {
    let query = client
        .prepare_cached(
            "UPDATE stations SET word_epoch = $4, word_made_at = $5, word_stopping = $6, word_head = $7,
                 word_handed = $8
             WHERE city = $1 AND site = $2 AND station = $3",
        )
        .await?;
    let StationName { city, site, station } = name;
    let head = serde_json::to_string(&word.head).unwrap_or_default();
    let epoch = epoch_column(word.epoch);
    client
        .execute(
            &query,
            &[
                city,
                site,
                station,
                &epoch,
                &word.made_at,
                &word.stopping,
                &head,
                &word.handed,
            ],
        )
        .await?;
    Ok(())
}

/// What a contact leaves behind.
#[derive(Debug, Clone, Copy)]
pub struct Heard<'a> {
    /// The number that is given.
    pub contact: u64,
    /// The one before it.
    pub before: u64,
    /// The run that asked.
    pub run: Uuid,
    /// The last entry of its journal.
    pub seq: u64,
    /// The version of its program.
    pub program: &'a str,
    /// When it asked, by its clock.
    pub asked_at: DateTime<Utc>,
    /// When, by central's.
    pub now: DateTime<Utc>,
}

/// Keeps what a contact leaves behind.
///
/// # Errors
/// Those of the database.
pub async fn keep_contact(client: &impl GenericClient, name: &StationName, heard: Heard<'_>) -> Result<(), Fault> {
    let query = client
        .prepare_cached(
            "UPDATE stations SET contact = $4, contact_before = $5, run = $6, contact_seq = $7, program = $8,
                 last_contact = $9, contact_asked_at = $10
             WHERE city = $1 AND site = $2 AND station = $3",
        )
        .await?;
    let StationName { city, site, station } = name;
    let (contact, before, seq) = (column(heard.contact), column(heard.before), column(heard.seq));
    client
        .execute(
            &query,
            &[
                city,
                site,
                station,
                &contact,
                &before,
                &heard.run,
                &seq,
                &heard.program,
                &heard.now,
                &heard.asked_at,
            ],
        )
        .await?;
    Ok(())
}
