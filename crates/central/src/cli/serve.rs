//! `serve`.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tracing_subscriber::EnvFilter;

use crate::central::Central;
use crate::clock::Clock;
use crate::config::Config;
use crate::fault::Fault;
use crate::serve::{self, Serving};

/// Between two looks at a database that is away.
const PAUSE: Duration = Duration::from_secs(1);

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
    let central = Arc::new(Central::open(config, Clock::system())?);
    let Some(serving) = start(&central).await? else {
        return Ok(());
    };
    tracing::info!(address = %serving.address(), version = env!("CARGO_PKG_VERSION"), "listening");
    println!("listening on https://{}", serving.address());
    serving.until_told().await
}

/// Starts once the database is there: after a power cut it may come up later than this program.
/// None where it was told to stop before.
async fn start(central: &Arc<Central>) -> Result<Option<Serving>, Fault> {
    loop {
        match serve::start(central.clone()).await {
            Err(fault @ Fault::DatabaseAway { .. }) => {
                tracing::warn!(code = %fault.code(), cause = fault.cause(), "waiting for the database");
            }
            outcome => return outcome.map(Some),
        }
        tokio::select! {
            told = serve::told_to_stop() => {
                told?;
                return Ok(None);
            }
            () = tokio::time::sleep(PAUSE) => {}
        }
    }
}
