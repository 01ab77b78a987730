//! What workstations ask, `/v1/*`.

mod accounts;
mod asked;
pub mod body;
pub mod caller;
mod contact;
mod enrol;
mod passwords;
mod pull;
mod push;
mod reply;

use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::{get, post};

use crate::central::Central;

/// What workstations ask.
pub fn router() -> Router<Arc<Central>> {
    Router::new()
        .route("/v1/enrol", post(enrol::enrol))
        .route("/v1/contact", post(contact::contact))
        .route("/v1/push", post(push::push))
        .route("/v1/entries", get(pull::entries))
        .route("/v1/own", get(pull::own))
        .route("/v1/configuration", get(pull::configuration))
        .route("/v1/accounts", get(accounts::accounts))
        .route("/v1/elsewhere", get(accounts::elsewhere))
        .route("/v1/passwords", get(passwords::passwords))
        // What is asked in a way that nobody asks it tells a stranger nothing either.
        .method_not_allowed_fallback(|| async { StatusCode::NOT_FOUND })
}
