//! `serve`.

use std::io;
use std::sync::Arc;

use tracing_subscriber::EnvFilter;

use crate::central::Central;
use crate::clock::Clock;
use crate::config::Config;
use crate::fault::Fault;
use crate::serve;

/// Runs until told to stop. The log is JSON, one object a line, on standard error.
pub(super) async fn run(config: Config) -> Result<(), Fault> {
    // Only this program's own words are logged: a library's could hold what a request said.
    let filter = EnvFilter::try_new(format!("off,counterfoil_central={}", config.log));
    let filter = filter.map_err(|error| Fault::ConfigInvalid {
        problem: format!("log: {error}"),
    })?;
    let log = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_env_filter(filter);
    log.with_writer(io::stderr).init();
    let central = Central::open(config, Clock::system())?;
    let serving = serve::start(Arc::new(central)).await?;
    tracing::info!(address = %serving.address(), version = env!("CARGO_PKG_VERSION"), "listening");
    println!("listening on https://{}", serving.address());
    serving.until_told().await
}
