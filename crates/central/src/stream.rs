//! What central itself writes: its own stream of each site, under the station code `CENTRAL`.

use counterfoil_domain::business_day;
use counterfoil_domain::config::Configuration;
use counterfoil_domain::entry::{
    Body, ConfigurationAdopted, Entry, GrandTotal, SignedHead, chain, handed_text, hex, signed_text,
};
use counterfoil_domain::journal::{Decision, Head, Stamp};
use counterfoil_domain::sync::{CENTRAL, StationName, StreamHead};
use deadpool_postgres::{GenericClient, Transaction};
use uuid::Uuid;

use crate::central::Central;
use crate::fault::Fault;
use crate::tables::deliveries::{self, Delivery};
use crate::tables::entries::{self, NewRow};
use crate::tables::stations::{self, Station, Word};
use crate::tables::{column, epoch_column, passwords, sites};

/// The name of central's own stream of a site.
#[must_use]
pub fn own_name(city: &str, site: &str) -> StationName {
    StationName {
        city: city.to_owned(),
        site: site.to_owned(),
        station: CENTRAL.to_owned(),
    }
}

/// The configuration that a site works by; none where it has none yet.
///
/// # Errors
/// [`Fault::NotProved`] where the entry does not read; those of the database.
pub async fn configuration(
    client: &impl GenericClient,
    city: &str,
    site: &str,
) -> Result<Option<Configuration>, Fault> {
    let name = own_name(city, site);
    let Some(bytes) = entries::last_of_kind(client, &name, "configuration_adopted").await? else {
        return Ok(None);
    };
    let entry = Entry::decode(&bytes).map_err(|cause| Fault::NotProved {
        problem: format!("the configuration of {site} does not read: {cause}"),
    })?;
    Ok(match entry.body {
        Body::ConfigurationAdopted(adopted) => Some(adopted.configuration),
        _ => None,
    })
}

/// Adopts a configuration for its site, within a transaction. Gives the number of its entry;
/// none where the site works by it already.
///
/// # Errors
/// Those of the database; [`Fault::Refused`] where central's clock was set back.
pub async fn adopt(
    central: &Central,
    transaction: &Transaction<'_>,
    configuration: &Configuration,
    by: &str,
) -> Result<Option<u64>, Fault> {
    let (city, site) = (central.city(), &configuration.site.code);
    let name = own_name(city, site);
    sites::make(transaction, city, site).await?;
    let position = sites::lock(transaction, city, site).await?.unwrap_or(0) + 1;
    if self::configuration(transaction, city, site).await?.as_ref() == Some(configuration) {
        return Ok(None);
    }
    stations::make_own(transaction, &name, central.identity.public(), central.clock.now()).await?;
    let own = stations::lock(transaction, &name)
        .await?
        .ok_or_else(|| Fault::NotDone {
            problem: format!("{name} is not there"),
        })?;
    let entry = entry(central, &own, configuration, by)?;
    write(central, transaction, &own, position, &entry).await?;
    passwords::advance(transaction, city).await?;
    Ok(Some(entry.seq))
}

fn entry(central: &Central, own: &Station, configuration: &Configuration, by: &str) -> Result<Entry, Fault> {
    let now = central.clock.now();
    let head = Head {
        station: CENTRAL.to_owned(),
        epoch: own.head.epoch,
        seq: own.head.seq,
        hash: own.head.hash,
        at: own.head_at,
        grand_total: GrandTotal::default(),
    };
    let body = Body::ConfigurationAdopted(Box::new(ConfigurationAdopted {
        configuration: configuration.clone(),
    }));
    let stamp = Stamp {
        id: Uuid::now_v7(),
        request: None,
        now,
        business_date: business_day::date(now, &configuration.site),
        actor: by.to_owned(),
        config: configuration.version(),
    };
    Ok(head.entry(Decision::plain(body), stamp)?)
}

async fn write(
    central: &Central,
    transaction: &Transaction<'_>,
    own: &Station,
    position: u64,
    entry: &Entry,
) -> Result<(), Fault> {
    let bytes = entry.encode().map_err(|cause| Fault::NotDone {
        problem: cause.to_string(),
    })?;
    let (name, now) = (&own.name, central.clock.now());
    let hash = chain(&own.head.hash, &bytes);
    let row = NewRow {
        seq: column(entry.seq),
        epoch: epoch_column(entry.epoch),
        hash: &hash,
        kind: Some(entry.body.kind()),
        business_date: Some(entry.business_date),
        at: Some(entry.at),
        receipt: None,
        flag: None,
        bytes: &bytes,
    };
    entries::append(transaction, name, position, now, &[row]).await?;
    let delivery = signed(central, own, position, entry, &hash);
    deliveries::keep(transaction, name, &delivery, now).await?;
    let head = StreamHead {
        epoch: entry.epoch,
        seq: entry.seq,
        hash,
    };
    stations::advance(transaction, name, &head, Some(entry.at)).await?;
    let word = Word {
        epoch: delivery.epoch,
        made_at: delivery.made_at,
        stopping: false,
        head: delivery.head,
        handed: delivery.handed,
    };
    stations::keep_word(transaction, name, &word).await?;
    sites::advance(transaction, &name.city, &name.site, position).await
}

/// The delivery of one entry of central's own, signed as a workstation signs its bundles.
fn signed(central: &Central, own: &Station, position: u64, entry: &Entry, hash: &[u8; 32]) -> Delivery {
    let (identity, made_at) = (&central.identity, entry.at);
    let hash = hex(hash);
    let head = SignedHead {
        seq: entry.seq,
        key: identity.public().to_owned(),
        signature: identity.sign(&signed_text(CENTRAL, entry.epoch, entry.seq, &hash)),
        hash,
    };
    let handed = identity.sign(&handed_text(CENTRAL, entry.epoch, &head, made_at, false));
    Delivery {
        position,
        station: CENTRAL.to_owned(),
        epoch: entry.epoch,
        after: own.head.seq,
        upto: entry.seq,
        previous: own.head.hash,
        made_at,
        stopping: false,
        head,
        handed,
    }
}
