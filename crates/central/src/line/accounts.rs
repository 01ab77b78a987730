//! `GET /v1/accounts`: what changed after a revision, page by page.

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{FromRequestParts, Query, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use counterfoil_formats::wire::{PAGE_ACCOUNTS, RefusalCode};
use serde::Deserialize;

use super::caller::Caller;
use crate::accounts;
use crate::billing::Refused;
use crate::central::Central;
use crate::fault::Fault;
use crate::refused::NotServed;

#[derive(Deserialize)]
struct Place {
    after: u64,
    from: Option<String>,
}

/// What is asked, once it is known who asks.
pub(super) struct Asked {
    city: String,
    place: Place,
}

impl axum::extract::FromRequest<Arc<Central>> for Asked {
    type Rejection = NotServed;

    async fn from_request(request: Request, central: &Arc<Central>) -> Result<Asked, NotServed> {
        let (mut parts, body) = request.into_parts();
        let place: Result<Query<Place>, QueryRejection> = Query::from_request_parts(&mut parts, central).await;
        let caller = Caller::from_request(Request::from_parts(parts, body), central).await?;
        let Query(place) = place.map_err(|cause| NotServed::refused(RefusalCode::BadRequest, cause.body_text()))?;
        Ok(Asked {
            city: caller.station.name.city,
            place,
        })
    }
}

/// A page.
pub(super) async fn accounts(State(central): State<Arc<Central>>, asked: Asked) -> Result<Response, NotServed> {
    let Place { after, from } = asked.place;
    let mut client = central.client().await?;
    let page = accounts::page(&mut client, &asked.city, after, from.as_deref(), PAGE_ACCOUNTS).await;
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
