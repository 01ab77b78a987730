//! Taking a bundle in: a workstation's push, or a file. One PostgreSQL transaction under the lock
//! of the site's row; what is answered is committed.

mod proving;

use std::collections::BTreeMap;
use std::convert::Infallible;

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use counterfoil_domain::entry::Hash;
use counterfoil_domain::sync::{
    Acknowledgement, CLOCK_TOLERANCE_SECONDS, Reception, StationName, StreamHead, Stretch, receive,
};
use counterfoil_formats::bundle::Bundle;
use counterfoil_formats::wire::{BATCH_ENTRIES, RefusalCode};
use deadpool_postgres::Transaction;

use crate::central::Central;
use crate::fault::Fault;
use crate::refused::NotServed;
use crate::tables::alerts::{self, Kind};
use crate::tables::deliveries::{self, Delivery};
use crate::tables::stations::{self, State, Station, Word};
use crate::tables::{entries, forks, keys, sites};

/// How a bundle came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// On the line, under this contact.
    Push {
        /// The number that the workstation names.
        contact: u64,
    },
    /// As a file.
    File,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Central has everything up to here.
    pub acknowledged: Acknowledgement,
    /// Entries of the bundle that are kept raw.
    pub flagged: Vec<u64>,
    /// How many are new.
    pub new: u64,
}

/// Takes a bundle in.
///
/// # Errors
/// [`NotServed::Unknown`] of a workstation that is not enrolled; a refusal by name; [`NotServed::Fault`].
pub async fn take_in(central: &Central, name: &StationName, bytes: Bytes, by: By) -> Result<Taken, NotServed> {
    let (station, now) = (name.station.clone(), central.clock.now());
    let read = {
        let bytes = bytes.clone();
        tokio::task::spawn_blocking(move || proving::read(&station, &bytes)).await
    };
    let read = read.map_err(|cause| Fault::System {
        what: "the bundle was not read to its end".to_owned(),
        source: std::io::Error::other(cause),
    })?;
    let mut client = central.client().await?;
    let transaction = client.transaction().await?;
    let bundle = match read {
        Ok(bundle) => bundle,
        Err(problem) => return Err(refuse(transaction, name, (Kind::BundleContradicts, &problem), now).await?),
    };
    check_size(&bundle, by)?;
    check_instant(&bundle, now)?;
    let position = sites::lock(&transaction, &name.city, &name.site).await?;
    let station = stations::lock(&transaction, name).await?;
    let (Some(position), Some(station)) = (position, station.filter(|one| one.state == State::Enrolled)) else {
        return Err(NotServed::Unknown);
    };
    let over = bundle.epoch < station.head.epoch;
    // Of an epoch that is over, the key may be the one of that time.
    let known =
        bundle.head.key == station.key || (over && keys::all(&transaction, name).await?.contains(&bundle.head.key));
    if !known {
        let problem = "it is signed by another key than that of its workstation";
        return Err(refuse(transaction, name, (Kind::BundleSignature, problem), now).await?);
    }
    let arrival = Arrival {
        central,
        station,
        bundle: &bundle,
        now,
    };
    let came_by = if matches!(by, By::File) { "file" } else { "push" };
    let reception = arrival.reception(&transaction).await?;
    if over {
        return Err(arrival.epoch_over(transaction, reception, (came_by, &bytes)).await?);
    }
    if bundle.epoch > arrival.station.epoch {
        let message = format!(
            "epoch {} was not given to this workstation; enrol it with a code to replace it",
            bundle.epoch
        );
        return Err(NotServed::refused(RefusalCode::BadRequest, message));
    }
    // What contradicts is kept whoever sends it, also a copy that is heard no more: it is signed.
    if let By::Push { contact } = by
        && contact != arrival.station.contact
        && !matches!(reception, Reception::Fork { .. })
    {
        let message = "this push was not made under the last contact; make contact first";
        return Err(NotServed::refused(RefusalCode::ContactFirst, message));
    }
    match reception {
        Reception::Gap { expected } => {
            let message = format!("entries are missing before these; entry {expected} is next");
            Err(NotServed::at(RefusalCode::EntriesMissing, message, Some(expected)))
        }
        Reception::Fork { seq } => {
            arrival.keep_aside(transaction, seq, (came_by, &bytes)).await?;
            let message = format!("central has another entry {seq}; find out first which machine is the right one");
            Err(NotServed::at(RefusalCode::EntriesForked, message, Some(seq)))
        }
        Reception::Repeat => arrival.repeat(transaction).await,
        Reception::Append { skip } => arrival.append(transaction, position + 1, skip).await,
    }
}

/// A bundle that is not what it says, of which nothing was written yet. A person hears of it; the
/// workstation hears what is wrong.
async fn refuse(
    transaction: Transaction<'_>,
    name: &StationName,
    (kind, problem): (Kind, &str),
    now: DateTime<Utc>,
) -> Result<NotServed, Fault> {
    alerts::raise(&transaction, name, kind, problem, now).await?;
    transaction.commit().await?;
    Ok(NotServed::refused(
        RefusalCode::BadRequest,
        format!("this bundle is not taken: {problem}"),
    ))
}

/// A push is what a pull hands on whole. A file may hold a month.
fn check_size(bundle: &Bundle, by: By) -> Result<(), NotServed> {
    let found = bundle.entries.len();
    match by != By::File && found > BATCH_ENTRIES {
        true => {
            let message = format!("a push holds at most {BATCH_ENTRIES} entries, this one {found}");
            Err(NotServed::refused(RefusalCode::TooLarge, message))
        }
        false => Ok(()),
    }
}

/// A bundle from the future would say for a long time that nothing is missing.
fn check_instant(bundle: &Bundle, now: DateTime<Utc>) -> Result<(), NotServed> {
    let tolerance = TimeDelta::try_seconds(CLOCK_TOLERANCE_SECONDS).unwrap_or_default();
    match bundle.made_at - now > tolerance {
        true => Err(NotServed::clock_off(now)),
        false => Ok(()),
    }
}

/// A bundle whose signatures and epoch are right, before its workstation's stream.
struct Arrival<'a> {
    central: &'a Central,
    station: Station,
    bundle: &'a Bundle,
    now: DateTime<Utc>,
}

impl Arrival<'_> {
    async fn reception(&self, transaction: &Transaction<'_>) -> Result<Reception, Fault> {
        let (bundle, head) = (self.bundle, &self.station.head);
        let hashes: Vec<Hash> = bundle.entries.iter().map(|one| one.hash).collect();
        let stretch = Stretch {
            after: bundle.after,
            previous: bundle.previous,
            hashes: &hashes,
        };
        // Only what lies below the head has to be looked up; as a rule nothing does.
        let mut here = BTreeMap::new();
        if bundle.after < head.seq {
            let upto = bundle.after.saturating_add(hashes.len() as u64).min(head.seq);
            here.extend(entries::hashes(transaction, &self.station.name, bundle.after, upto).await?);
        }
        receive::<Infallible>(head, &stretch, |seq| Ok(here.get(&seq).copied())).map_err(|never| match never {})
    }

    /// Keeps a bundle that contradicts what is here, whole, and calls a person.
    async fn keep_aside(
        &self,
        transaction: Transaction<'_>,
        seq: u64,
        (came_by, bytes): (&str, &Bytes),
    ) -> Result<(), Fault> {
        let name = &self.station.name;
        let what = format!("entry {seq} stands for two; the bundle is kept aside");
        forks::keep(&transaction, name, seq, came_by, bytes, self.now).await?;
        alerts::raise(&transaction, name, Kind::Fork, &what, self.now).await?;
        transaction.commit().await?;
        metrics::counter!("counterfoil_forks_total").increment(1);
        Ok(())
    }

    /// Entries of an epoch that is over: what of them is not here is no part of the stream any more, and is
    /// kept aside.
    async fn epoch_over(
        &self,
        transaction: Transaction<'_>,
        reception: Reception,
        came: (&str, &Bytes),
    ) -> Result<NotServed, Fault> {
        let seq = match reception {
            Reception::Repeat => None,
            Reception::Fork { seq } => Some(seq),
            Reception::Gap { .. } | Reception::Append { .. } => Some(self.bundle.after + 1),
        };
        if let Some(seq) = seq {
            self.keep_aside(transaction, seq, came).await?;
        }
        let message = "these entries are of an epoch that is over: another machine goes on as this workstation. \
                       What central did not have of them is kept there beside its own";
        Ok(NotServed::refused(RefusalCode::EpochOver, message))
    }

    /// All of it is here. A later last word is kept.
    async fn repeat(self, transaction: Transaction<'_>) -> Result<Taken, NotServed> {
        let (bundle, name) = (self.bundle, &self.station.name);
        let later = self
            .station
            .word
            .as_ref()
            .is_none_or(|word| word.made_at < bundle.made_at);
        if bundle.head.seq == self.station.head.seq && later {
            stations::keep_word(&transaction, name, &word(bundle)).await?;
        }
        let flagged = match bundle.entries.is_empty() {
            true => Vec::new(),
            false => entries::flagged(&transaction, name, bundle.after + 1, bundle.head.seq).await?,
        };
        transaction.commit().await?;
        metrics::counter!("counterfoil_pushes_total", "brought" => "nothing").increment(1);
        self.taken(&self.station.head, flagged, 0)
    }

    /// What is new follows what is here.
    async fn append(self, transaction: Transaction<'_>, position: u64, skip: usize) -> Result<Taken, NotServed> {
        let (bundle, name, now) = (self.bundle, &self.station.name, self.now);
        let new = &bundle.entries[skip..];
        let proved = match proving::continues(&self.station, bundle, new) {
            Ok(proved) => proved,
            Err(problem) => return Err(refuse(transaction, name, (Kind::BundleContradicts, &problem), now).await?),
        };
        let head = StreamHead {
            epoch: bundle.epoch,
            seq: bundle.head.seq,
            hash: new.last().map_or(self.station.head.hash, |last| last.hash),
        };
        let delivery = Delivery {
            position,
            station: name.station.clone(),
            epoch: bundle.epoch,
            after: self.station.head.seq,
            upto: head.seq,
            previous: self.station.head.hash,
            made_at: bundle.made_at,
            stopping: bundle.stopping,
            head: bundle.head.clone(),
            handed: bundle.handed.clone(),
        };
        let word = word(bundle);
        entries::append(&transaction, name, position, now, &proved.rows).await?;
        // One after the other at the database, but sent without waiting in between.
        tokio::try_join!(
            deliveries::keep(&transaction, name, &delivery, now),
            stations::advance(&transaction, name, &head, proved.at),
            stations::keep_word(&transaction, name, &word),
            sites::advance(&transaction, &name.city, &name.site, position),
        )?;
        if !proved.flagged.is_empty() {
            let what = "entries are kept that this program cannot read";
            alerts::raise(&transaction, name, Kind::Flagged, what, now).await?;
        }
        let before = entries_before(&transaction, name, bundle, skip).await?;
        transaction.commit().await?;
        metrics::counter!("counterfoil_pushes_total", "brought" => "entries").increment(1);
        metrics::counter!("counterfoil_entries_total").increment(new.len() as u64);
        tracing::info!(station = %name, entries = new.len(), head = head.seq, position, "taken in");
        let flagged = before.into_iter().chain(proved.flagged).collect();
        self.taken(&head, flagged, new.len() as u64)
    }

    fn taken(&self, head: &StreamHead, flagged: Vec<u64>, new: u64) -> Result<Taken, NotServed> {
        let acknowledged = self.central.identity.acknowledge(&self.station.name, head);
        // An empty bundle of a stream that never had an entry: there is nothing to acknowledge.
        let acknowledged = acknowledged.ok_or_else(|| {
            NotServed::at(
                RefusalCode::EntriesMissing,
                "central has no entry yet; entry 1 is next",
                Some(1),
            )
        })?;
        Ok(Taken {
            acknowledged,
            flagged,
            new,
        })
    }
}

/// The flagged ones among those of the bundle that were here already.
async fn entries_before(
    transaction: &Transaction<'_>,
    name: &StationName,
    bundle: &Bundle,
    skip: usize,
) -> Result<Vec<u64>, Fault> {
    match skip {
        0 => Ok(Vec::new()),
        skip => entries::flagged(transaction, name, bundle.after + 1, bundle.after + skip as u64).await,
    }
}

fn word(bundle: &Bundle) -> Word {
    Word {
        epoch: bundle.epoch,
        made_at: bundle.made_at,
        stopping: bundle.stopping,
        head: bundle.head.clone(),
        handed: bundle.handed.clone(),
    }
}
