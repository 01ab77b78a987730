//! What workstations ask, `/v1/*`.

use std::sync::Arc;

use axum::Router;

use crate::central::Central;

/// What workstations ask.
pub fn router() -> Router<Arc<Central>> {
    Router::new()
}
