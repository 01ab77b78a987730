//! `alerts`.

use clap::Subcommand;

use super::By;
use crate::central::Central;
use crate::fault::Fault;
use crate::tables::alerts;

#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// What nobody has seen to yet
    List,
    /// Say that one was seen to
    Acknowledge {
        /// Its number
        id: i64,
        #[command(flatten)]
        by: By,
    },
}

/// Lists what is open, or closes one.
pub(super) async fn run(central: &Central, arguments: Arguments) -> Result<(), Fault> {
    let client = central.client().await?;
    if let Some(Command::Acknowledge { id, by }) = arguments.command {
        return match alerts::acknowledge(&client, central.city(), id, &by.by, central.clock.now()).await? {
            true => Ok(()),
            false => Err(Fault::NotDone {
                problem: format!("no alert {id} is open"),
            }),
        };
    }
    for one in alerts::open(&client, central.city()).await? {
        let times = if one.times > 1 {
            format!(", {} times", one.times)
        } else {
            String::new()
        };
        println!(
            "{}  {}  {}/{}  {}: {}{times}",
            one.id,
            one.last_at.format("%F %T UTC"),
            one.site,
            one.station,
            one.kind,
            one.what
        );
    }
    Ok(())
}
