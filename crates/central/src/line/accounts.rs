//! `GET /v1/accounts`: what changed after a revision, page by page. `GET /v1/elsewhere`: what was paid since at
//! other offices.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use counterfoil_formats::wire::{Elsewhere, PAGE_ACCOUNTS, RefusalCode, read_places};
use serde::Deserialize;

use super::asked::Asked;
use crate::accounts;
use crate::billing::Refused;
use crate::central::Central;
use crate::fault::Fault;
use crate::refused::NotServed;

#[derive(Deserialize)]
pub(super) struct Place {
    after: u64,
    from: Option<String>,
}

/// A page.
pub(super) async fn accounts(State(central): State<Arc<Central>>, asked: Asked<Place>) -> Result<Response, NotServed> {
    let Place { after, from } = asked.query;
    let mut client = central.client().await?;
    let page = accounts::page(&mut client, &asked.station.city, after, from.as_deref(), PAGE_ACCOUNTS).await;
    let page = page.map_err(|fault| match fault {
        Fault::Billing(refused @ Refused::RevisionUnknown { .. }) => {
            NotServed::refused(RefusalCode::BadRequest, refused.to_string())
        }
        fault => fault.into(),
    })?;
    let json = page.to_json().map_err(|cause| Fault::NotDone {
        problem: format!("the page cannot be written: {cause}"),
    })?;
    Ok(([(CONTENT_TYPE, "application/json")], json).into_response())
}

#[derive(Deserialize)]
pub(super) struct Since {
    revision: u64,
    #[serde(default)]
    after: String,
}

/// What was paid at other offices.
pub(super) async fn elsewhere(
    State(central): State<Arc<Central>>,
    asked: Asked<Since>,
) -> Result<Json<Elsewhere>, NotServed> {
    let Since { revision, after } = asked.query;
    let after = read_places(&after).map_err(|problem| NotServed::refused(RefusalCode::BadRequest, problem))?;
    let mut client = central.client().await?;
    let page = accounts::elsewhere(&mut client, &asked.station, revision, &after).await?;
    Ok(Json(page))
}
