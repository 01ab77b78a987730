//! The pages for treasury and auditors: signed in, read only.

use std::sync::Arc;

use axum::Router;

use crate::central::Central;

/// The pages.
pub fn router() -> Router<Arc<Central>> {
    Router::new()
}
