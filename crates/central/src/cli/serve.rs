//! `serve`.

use std::sync::Arc;

use crate::central::Central;
use crate::fault::Fault;
use crate::serve;

/// Runs until told to stop.
pub(super) async fn run(central: Central) -> Result<(), Fault> {
    serve::start(Arc::new(central)).await?.until_told().await
}
