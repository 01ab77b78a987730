//! `users token`: who may ask as billing.

use clap::Subcommand;

use super::By;
use crate::billing::tokens;
use crate::central::Central;
use crate::fault::Fault;

#[derive(Subcommand)]
pub(super) enum TokenCommand {
    /// Make a token for billing; it is shown once
    Make {
        /// What it is called: the system that asks with it
        name: String,
        #[command(flatten)]
        by: By,
    },
    /// Revoke a token: from now on it says nothing
    Revoke {
        /// Its name
        name: String,
        #[command(flatten)]
        by: By,
    },
    /// All tokens, revoked ones too
    List,
}

pub(super) async fn run(central: &Central, command: TokenCommand) -> Result<(), Fault> {
    match command {
        TokenCommand::Make { name, by } => {
            let token = tokens::make(central, &name, &by.by).await?;
            println!("{}", *token);
            eprintln!("shown this once: give it to {name} by a way that nobody else sees");
        }
        TokenCommand::Revoke { name, by } => {
            tokens::revoke(central, &name, &by.by).await?;
            println!("{name} is revoked");
        }
        TokenCommand::List => {
            for token in tokens::list(&central.client().await?, central.city()).await? {
                let made = format!("made {} by {}", token.made_at.format("%F"), token.made_by);
                match token.revoked_at {
                    Some(at) => println!("{}  {made}, revoked {}", token.name, at.format("%F")),
                    None => println!("{}  {made}", token.name),
                }
            }
        }
    }
    Ok(())
}
