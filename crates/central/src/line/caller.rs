//! Who asks: every request but the enrolment is signed by a workstation's key.

use std::sync::Arc;

use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use counterfoil_domain::entry::hex;
use counterfoil_domain::sync::{CLOCK_TOLERANCE_SECONDS, StationName, request_text};
use counterfoil_formats::signature;
use counterfoil_formats::wire::{DIGEST_HEADER, RefusalCode, SIGNATURE_HEADER, STATION_HEADER, TIME_HEADER};
use sha2::{Digest, Sha256};
use tokio::sync::OwnedSemaphorePermit;

use super::body;
use crate::central::Central;
use crate::refused::NotServed;
use crate::tables::alerts::{self, Kind};
use crate::tables::keys;
use crate::tables::stations::{self, State, Station};

/// A key that signs nothing that comes here: what a caller without one is measured against, so
/// that a station that is not there takes as long as one that is.
const NOBODYS_KEY: &str = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

/// A known workstation's request: its key is good, its signature holds, its clock is right.
pub struct Caller {
    /// The stream as it was when the request came.
    pub station: Station,
    /// When it asked, by its clock.
    pub asked_at: DateTime<Utc>,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// The body's place among the large ones.
    _place: Option<OwnedSemaphorePermit>,
}

/// What a request says of itself.
struct Said {
    name: StationName,
    at: DateTime<Utc>,
    digest: String,
    signature: String,
}

impl FromRequest<Arc<Central>> for Caller {
    type Rejection = NotServed;

    async fn from_request(request: Request, central: &Arc<Central>) -> Result<Caller, NotServed> {
        let (parts, body) = request.into_parts();
        let said = said(&parts.headers).unwrap_or_else(Said::nothing);
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        let proved = async {
            let station = said.proved(central, parts.method.as_str(), path).await?;
            check_clock(central, &station, said.at).await?;
            Ok(station)
        };
        let station = match proved.await {
            Ok(station) => station,
            Err(refused) => {
                body::pass_over(body).await;
                return Err(refused);
            }
        };
        let body::Whole { bytes: body, place } = body::read(central, body).await?;
        if hex(&Sha256::digest(&body)) != said.digest {
            return Err(NotServed::Unknown);
        }
        Ok(Caller {
            station,
            asked_at: said.at,
            headers: parts.headers,
            body,
            _place: place,
        })
    }
}

impl Said {
    /// What a request that says nothing of itself is taken to say.
    fn nothing() -> Said {
        Said {
            name: StationName {
                city: String::new(),
                site: String::new(),
                station: String::new(),
            },
            at: DateTime::UNIX_EPOCH,
            digest: String::new(),
            signature: "0".repeat(128),
        }
    }

    /// The workstation whose signature holds. One that is not known, or is revoked, is looked up and
    /// verified alike, by a key that never fits. A key that was replaced is told that its epoch is over.
    async fn proved(&self, central: &Central, method: &str, path: &str) -> Result<Station, NotServed> {
        let name = &self.name;
        let client = central.client().await?;
        let station = stations::get(&client, name).await?;
        let former = keys::former(&client, name).await?;
        drop(client);
        let station = station.filter(|station| station.state == State::Enrolled && name.city == central.city());
        let text = request_text(name, method, path, &self.digest, self.at);
        let key = station.as_ref().map_or(NOBODYS_KEY, |station| station.key.as_str());
        let holds = signature::holds(key, &text, &self.signature);
        let Some(station) = station else {
            return Err(NotServed::Unknown);
        };
        if holds {
            return Ok(station);
        }
        match former.iter().any(|key| signature::holds(key, &text, &self.signature)) {
            true => Err(replaced(central, &station).await?),
            false => Err(NotServed::Unknown),
        }
    }
}

fn said(headers: &HeaderMap) -> Option<Said> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    Some(Said {
        name: text(STATION_HEADER)?.parse().ok()?,
        at: DateTime::parse_from_rfc3339(text(TIME_HEADER)?).ok()?.to_utc(),
        digest: text(DIGEST_HEADER)?.to_owned(),
        signature: text(SIGNATURE_HEADER)?.to_owned(),
    })
}

async fn replaced(central: &Central, station: &Station) -> Result<NotServed, NotServed> {
    let what = "a machine with the key that was replaced made contact";
    let client = central.client().await?;
    alerts::raise(&client, &station.name, Kind::EpochOver, what, central.clock.now()).await?;
    Ok(NotServed::refused(
        RefusalCode::EpochOver,
        "another machine goes on as this workstation, or it was given another key; \
         take payments there, or ask for a code to replace it",
    ))
}

async fn check_clock(central: &Central, station: &Station, at: DateTime<Utc>) -> Result<(), NotServed> {
    let now = central.clock.now();
    let tolerance = TimeDelta::try_seconds(CLOCK_TOLERANCE_SECONDS).unwrap_or_default();
    if (at - now).abs() <= tolerance {
        return Ok(());
    }
    let client = central.client().await?;
    alerts::raise(
        &client,
        &station.name,
        Kind::ClockOff,
        "the clock is off by more than five minutes",
        now,
    )
    .await?;
    Err(NotServed::clock_off(now))
}
