//! A request's body, read as far as whoever sends it is known by name.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use bytes::{Bytes, BytesMut};
use counterfoil_formats::wire::{BATCH_BYTES, RefusalCode};
use futures_util::StreamExt;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::central::Central;
use crate::refused::NotServed;

/// What anybody may send. A request of a workstation's day is smaller.
const SMALL_BYTES: usize = 64 * 1024;

/// So much is read under the name of an enrolled workstation before its signature is looked at: only a known caller
/// is told that it is too large, whoever sends more than this is nobody.
const MOST_BYTES: usize = BATCH_BYTES + BATCH_BYTES / 2;

/// Places for bodies that are not small, each of which may take 24 MiB.
#[derive(Debug, Clone)]
pub struct LargeBodies(Arc<Semaphore>);

impl Default for LargeBodies {
    fn default() -> LargeBodies {
        LargeBodies(Arc::new(Semaphore::new(8)))
    }
}

impl LargeBodies {
    async fn place(&self, patience: Duration) -> Result<OwnedSemaphorePermit, NotServed> {
        match timeout(patience, self.0.clone().acquire_owned()).await {
            Ok(Ok(place)) => Ok(place),
            _ => Err(NotServed::refused(
                RefusalCode::Unavailable,
                "central reads as many large requests as it can at once; it is tried again by itself",
            )),
        }
    }
}

/// A body, and its place among the large ones for as long as it is at work.
pub(super) struct Whole {
    pub(super) bytes: Bytes,
    pub(super) place: Option<OwnedSemaphorePermit>,
}

/// Reads a body: a small one of anybody, a large one where the name that the request bears is an enrolled workstation's.
///
/// # Errors
/// [`NotServed::Unknown`] of one that is larger, or breaks off; [`RefusalCode::Unavailable`] where there was no place.
pub(super) async fn read(central: &Central, body: Body, enrolled: bool) -> Result<Whole, NotServed> {
    let most = if enrolled { MOST_BYTES } else { SMALL_BYTES };
    let patience = Duration::from_secs(central.config.limits.wait_seconds.max(1));
    let (mut parts, mut bytes, mut place) = (body.into_data_stream(), BytesMut::new(), None);
    while let Some(part) = parts.next().await {
        let part = part.map_err(|_| NotServed::Unknown)?;
        let length = bytes.len() + part.len();
        if length > most {
            return Err(NotServed::Unknown);
        }
        if length > SMALL_BYTES && place.is_none() {
            place = Some(central.large_bodies.place(patience).await?);
        }
        bytes.extend_from_slice(&part);
    }
    Ok(Whole {
        bytes: bytes.freeze(),
        place,
    })
}

/// The body of a request that is not signed by header, up to so many bytes.
///
/// # Errors
/// [`RefusalCode::TooLarge`].
pub(super) async fn small(body: Body, most: usize) -> Result<Bytes, NotServed> {
    to_bytes(body, most)
        .await
        .map_err(|_| NotServed::refused(RefusalCode::TooLarge, format!("a body may have {most} bytes here")))
}
