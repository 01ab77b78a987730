//! `GET /v1/entries`, `/v1/own`, `/v1/configuration`: bundles, in order.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use counterfoil_domain::entry::{GENESIS, Hash};
use counterfoil_domain::sync::{CENTRAL, StationName};
use counterfoil_formats::bundle::{self, BundleHeader};
use counterfoil_formats::wire::write_parts;
use deadpool_postgres::GenericClient;
use serde::Deserialize;

use super::asked::Asked;
use crate::central::Central;
use crate::database::snapshot;
use crate::fault::Fault;
use crate::refused::NotServed;
use crate::tables::deliveries::{self, Delivery};
use crate::tables::stations::{self, State as StreamState, Station};
use crate::tables::{entries, sites};

/// After which position, or which entry.
#[derive(Deserialize)]
pub(super) struct Place {
    after: u64,
}

/// The entries of the site's other workstations, in the site's order; at the end each one's last word.
pub(super) async fn entries(State(central): State<Arc<Central>>, asked: Asked<Place>) -> Result<Response, NotServed> {
    let name = &asked.station;
    let mut client = central.client().await?;
    // A last word never runs ahead of the entries before it.
    let transaction = snapshot(&mut client).await?;
    let position = sites::position(&transaction, &name.city, &name.site).await?;
    let mut found = deliveries::of_others(&transaction, name, asked.query.after, position, deliveries::BUNDLES).await?;
    let more = deliveries::cut(&mut found);
    let mut bundles = written(&transaction, name, &found).await?;
    let upto = match (more, found.last()) {
        (true, Some(last)) => last.position,
        _ => position.max(asked.query.after),
    };
    if !more {
        let all = stations::of_site(&transaction, &name.city, &name.site).await?;
        let others = all.iter().filter(|one| one.name.station != name.station);
        bundles.extend(others.filter_map(last_word));
    }
    Ok(reply(upto, more, &bundles))
}

/// The asking workstation's own entries.
pub(super) async fn own(State(central): State<Arc<Central>>, asked: Asked<Place>) -> Result<Response, NotServed> {
    let name = asked.station.clone();
    stream(&central, &name, asked.query.after).await
}

/// Central's own stream of the site.
pub(super) async fn configuration(
    State(central): State<Arc<Central>>,
    asked: Asked<Place>,
) -> Result<Response, NotServed> {
    let name = StationName {
        station: CENTRAL.to_owned(),
        ..asked.station
    };
    stream(&central, &name, asked.query.after).await
}

async fn stream(central: &Central, name: &StationName, after: u64) -> Result<Response, NotServed> {
    let mut client = central.client().await?;
    let transaction = snapshot(&mut client).await?;
    let head = stations::get(&transaction, name).await?.map_or(0, |one| one.head.seq);
    let mut found = deliveries::of_stream(&transaction, name, after, deliveries::BUNDLES).await?;
    if let Some(first) = found.first_mut()
        && first.after < after
    {
        first.previous = hash_of(&transaction, name, after).await?;
        first.after = after;
    }
    let more = deliveries::cut(&mut found);
    let bundles = written(&transaction, name, &found).await?;
    let upto = found.last().map_or(head.max(after), |last| last.upto);
    Ok(reply(upto, more || upto < head, &bundles))
}

async fn hash_of(client: &impl GenericClient, name: &StationName, seq: u64) -> Result<Hash, Fault> {
    let found = entries::hashes(client, name, seq, seq).await?;
    Ok(found.first().map_or(GENESIS, |one| one.1))
}

/// The deliveries as bundles.
async fn written(client: &impl GenericClient, name: &StationName, found: &[Delivery]) -> Result<Vec<Vec<u8>>, Fault> {
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let mut bytes: BTreeMap<u64, Vec<Vec<u8>>> = BTreeMap::new();
    for (position, entry) in deliveries::bytes(client, &name.city, &name.site, found).await? {
        bytes.entry(position).or_default().push(entry);
    }
    Ok(found
        .iter()
        .map(|one| {
            let entries = bytes.remove(&one.position).unwrap_or_default();
            let header = BundleHeader {
                station: one.station.clone(),
                epoch: one.epoch,
                after: one.after,
                previous: one.previous,
                made_at: one.made_at,
                stopping: one.stopping,
            };
            bundle::write(&header, entries.iter().map(Vec::as_slice), &one.head, &one.handed)
        })
        .collect())
}

/// A bundle without entries: until when this workstation was heard.
fn last_word(station: &Station) -> Option<Vec<u8>> {
    let word = station
        .word
        .as_ref()
        .filter(|_| station.state != StreamState::Central)?;
    let header = BundleHeader {
        station: station.name.station.clone(),
        epoch: word.epoch,
        after: station.head.seq,
        previous: station.head.hash,
        made_at: word.made_at,
        stopping: word.stopping,
    };
    (word.head.seq == station.head.seq).then(|| bundle::write(&header, [], &word.head, &word.handed))
}

fn reply(position: u64, more: bool, bundles: &[Vec<u8>]) -> Response {
    let body = write_parts(position, more, bundles);
    ([(CONTENT_TYPE, "application/octet-stream")], body).into_response()
}
