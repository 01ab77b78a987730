//! What a known workstation asks by a query.

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{FromRequest, FromRequestParts, Query, Request};
use counterfoil_domain::sync::StationName;
use counterfoil_formats::wire::RefusalCode;
use serde::de::DeserializeOwned;

use super::caller::Caller;
use crate::central::Central;
use crate::refused::NotServed;

/// Who asks, and what. The query is looked at once it is known who asks.
pub(super) struct Asked<Q> {
    pub(super) station: StationName,
    pub(super) query: Q,
}

impl<Q: DeserializeOwned + Send> FromRequest<Arc<Central>> for Asked<Q> {
    type Rejection = NotServed;

    async fn from_request(request: Request, central: &Arc<Central>) -> Result<Asked<Q>, NotServed> {
        let (mut parts, body) = request.into_parts();
        let query: Result<Query<Q>, QueryRejection> = Query::from_request_parts(&mut parts, central).await;
        let caller = Caller::from_request(Request::from_parts(parts, body), central).await?;
        let Query(query) = query.map_err(|cause| NotServed::refused(RefusalCode::BadRequest, cause.body_text()))?;
        Ok(Asked {
            station: caller.station.name,
            query,
        })
    }
}
