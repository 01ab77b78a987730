//! A request's body, read once it is known who sends it.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, HttpBody, to_bytes};
use bytes::{Bytes, BytesMut};
use counterfoil_formats::wire::{BATCH_BYTES, RefusalCode};
use futures_util::StreamExt;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::central::Central;
use crate::refused::NotServed;

/// A request of a workstation's day is smaller.
const SMALL_BYTES: usize = 64 * 1024;

/// How long a small one of somebody unknown may take on its way: whoever is slower keeps others out.
const SMALL_PATIENCE: Duration = Duration::from_secs(5);

/// So much is read of a known workstation's, so that it hears why it is too large.
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

/// Reads the body of a workstation that is known.
///
/// # Errors
/// [`RefusalCode::TooLarge`]; [`RefusalCode::Unavailable`] where there was no place for a large one;
/// [`NotServed::Unknown`] of one that breaks off.
pub(super) async fn read(central: &Central, body: Body) -> Result<Whole, NotServed> {
    let patience = Duration::from_secs(central.config.limits.wait_seconds.max(1));
    let said = usize::try_from(body.size_hint().lower()).unwrap_or(MOST_BYTES);
    let (mut parts, mut place) = (body.into_data_stream(), None);
    let mut bytes = BytesMut::with_capacity(said.min(SMALL_BYTES));
    while let Some(part) = parts.next().await {
        bytes.extend_from_slice(&part.map_err(|_| NotServed::Unknown)?);
        if bytes.len() > MOST_BYTES {
            return Err(too_large(bytes.len(), BATCH_BYTES));
        }
        if bytes.len() > SMALL_BYTES && place.is_none() {
            place = Some(central.large_bodies.place(patience).await?);
            bytes.reserve(said.min(MOST_BYTES).saturating_sub(bytes.len()));
        }
    }
    match bytes.len() > BATCH_BYTES {
        true => Err(too_large(bytes.len(), BATCH_BYTES)),
        false => Ok(Whole {
            bytes: bytes.freeze(),
            place,
        }),
    }
}

/// Reads past a small body, so that its sender hears the answer; a larger one's connection is closed.
pub(super) async fn pass_over(body: Body) {
    let _not_looked_at = timeout(SMALL_PATIENCE, to_bytes(body, SMALL_BYTES)).await;
}

fn too_large(given: usize, most: usize) -> NotServed {
    let message = format!("a body may have {most} bytes here, this one has {given} or more");
    NotServed::refused(RefusalCode::TooLarge, message)
}

/// The body of a request that is not signed by header, up to so many bytes.
///
/// # Errors
/// [`RefusalCode::TooLarge`]; [`NotServed::Unknown`] of one that does not come.
pub(super) async fn small(body: Body, most: usize) -> Result<Bytes, NotServed> {
    match timeout(SMALL_PATIENCE, to_bytes(body, most)).await {
        Ok(read) => read.map_err(|_| too_large(most, most)),
        Err(_) => Err(NotServed::Unknown),
    }
}
