//! `GET /v1/passwords`: the hashes that the workstation shall hold.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use counterfoil_formats::wire::Passwords;

use super::caller::Caller;
use crate::central::Central;
use crate::refused::NotServed;
use crate::stream;
use crate::tables::passwords as table;

/// The hashes of the site's active users.
pub(super) async fn passwords(
    State(central): State<Arc<Central>>,
    caller: Caller,
) -> Result<Json<Passwords>, NotServed> {
    let client = central.client().await?;
    // The revision first: what changes meanwhile is asked for again.
    let revision = table::revision(&client, central.city()).await?;
    let configuration = stream::configuration(&client, central.city(), &caller.station.name.site).await?;
    let users: Vec<String> = configuration
        .iter()
        .flat_map(|configuration| &configuration.users)
        .filter(|user| !user.inactive)
        .map(|user| user.id.clone())
        .collect();
    Ok(Json(Passwords {
        revision,
        passwords: table::of(&client, central.city(), &users).await?,
    }))
}
