//! `migrate`.

use crate::central::Central;
use crate::clock::Clock;
use crate::config::Config;
use crate::fault::Fault;

/// Says what was done.
pub(super) async fn run(config: Config) -> Result<(), Fault> {
    let (central, done) = Central::migrate(config, Clock::system()).await?;
    for name in &done.migrations {
        println!("migrated: {name}");
    }
    for path in &done.files {
        println!("made: {}", path.display());
    }
    if done.migrations.is_empty() && done.files.is_empty() {
        println!("nothing to do");
    }
    println!("city {}, key {}", central.city(), central.identity.public());
    Ok(())
}
