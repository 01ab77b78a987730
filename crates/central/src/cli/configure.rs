//! `configure`.

use std::path::PathBuf;

use counterfoil_formats::configuration;

use super::ByUser;
use crate::central::Central;
use crate::fault::Fault;
use crate::{stream, users};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The configuration file of one site (docs/configuration.md)
    file: PathBuf,
    #[command(flatten)]
    by: ByUser,
}

/// Adopts a configuration.
pub(super) async fn run(central: &Central, arguments: Arguments) -> Result<(), Fault> {
    let text = std::fs::read_to_string(&arguments.file).map_err(Fault::file(&arguments.file))?;
    let configuration = configuration::read(&text)?;
    let by = arguments.by.name();
    let mut client = central.client().await?;
    let transaction = client.transaction().await?;
    let adopted = stream::adopt(central, &transaction, &configuration, &by).await?;
    transaction.commit().await?;
    drop(client);
    users::give_demo_passwords(central, &configuration, &by).await?;
    let (site, version) = (&configuration.site.code, configuration.version());
    match adopted {
        Some(seq) => println!("site {site}: configuration {version} is entry {seq} of central's stream"),
        None => println!("site {site}: configuration {version} is in force already"),
    }
    Ok(())
}
