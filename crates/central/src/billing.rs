//! Billing's side by HTTP.

use std::sync::Arc;

use axum::Router;

use crate::central::Central;

/// What billing asks.
pub fn router() -> Router<Arc<Central>> {
    Router::new()
}
