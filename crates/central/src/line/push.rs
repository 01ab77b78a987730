//! `POST /v1/push`: a bundle of the next entries.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use counterfoil_formats::wire::{CONTACT_HEADER, Pushed, RefusalCode};

use super::caller::Caller;
use crate::central::Central;
use crate::intake::{self, By};
use crate::refused::NotServed;

/// Takes a bundle in.
pub(super) async fn push(State(central): State<Arc<Central>>, caller: Caller) -> Result<Json<Pushed>, NotServed> {
    let contact = caller.headers.get(CONTACT_HEADER).and_then(|value| value.to_str().ok());
    let Some(contact) = contact.and_then(|text| text.parse::<u64>().ok()) else {
        let message = format!("a push names its contact in the header {CONTACT_HEADER}");
        return Err(NotServed::refused(RefusalCode::BadRequest, message));
    };
    let taken = intake::take_in(&central, &caller.station.name, caller.body, By::Push { contact }).await?;
    Ok(Json(Pushed {
        acknowledged: taken.acknowledged,
        flagged: taken.flagged,
    }))
}
