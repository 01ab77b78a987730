//! `users`.

use std::io::BufRead;

use clap::Subcommand;
use counterfoil_domain::config::User;
use counterfoil_domain::rights::Role;

use super::By;
use super::token::{self, TokenCommand};
use crate::central::Central;
use crate::fault::Fault;
use crate::users::{self, Change, role_names};

#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Tokens by which billing's own system asks
    #[command(subcommand)]
    Token(TokenCommand),
    /// Everybody that a site's configuration names
    List,
    /// Somebody new at a site
    Add {
        /// What they type to sign in
        id: String,
        /// Their name as receipts print it
        #[arg(long)]
        name: String,
        /// What they are: cashier, supervisor, deposit_preparer, treasury, auditor, administrator
        #[arg(long, value_delimiter = ',', required = true, value_parser = role)]
        roles: Vec<Role>,
        /// The site, once or more
        #[arg(long = "site", value_name = "CODE", required = true)]
        sites: Vec<String>,
        #[command(flatten)]
        by: By,
    },
    /// Somebody has left: may not sign in any more, anywhere
    Deactivate {
        /// The user id
        id: String,
        #[command(flatten)]
        by: By,
    },
    /// Somebody came back
    Activate {
        /// The user id
        id: String,
        #[command(flatten)]
        by: By,
    },
    /// What somebody is from now on, at every site
    SetRoles {
        /// The user id
        id: String,
        /// All that they are
        #[arg(long, value_delimiter = ',', required = true, value_parser = role)]
        roles: Vec<Role>,
        #[command(flatten)]
        by: By,
    },
    /// Set a password, read from standard input
    SetPassword {
        /// The user id
        id: String,
        #[command(flatten)]
        by: By,
    },
}

fn role(text: &str) -> Result<Role, String> {
    let name = serde_json::Value::String(text.to_owned());
    serde_json::from_value(name)
        .map_err(|_| "a role is cashier, supervisor, deposit_preparer, treasury, auditor or administrator".to_owned())
}

/// Lists and changes users.
pub(super) async fn run(central: &Central, arguments: Arguments) -> Result<(), Fault> {
    let (change, by) = match arguments.command {
        Command::Token(command) => return token::run(central, command).await,
        Command::List => return list(central).await,
        Command::SetPassword { id, by } => return set_password(central, &id, &by.by).await,
        Command::Add {
            id,
            name,
            roles,
            sites,
            by,
        } => {
            let user = User {
                id,
                name,
                roles,
                inactive: false,
            };
            (Change::Add { user, sites }, by)
        }
        Command::Deactivate { id, by } => (Change::Deactivate { id }, by),
        Command::Activate { id, by } => (Change::Activate { id }, by),
        Command::SetRoles { id, roles, by } => (Change::SetRoles { id, roles }, by),
    };
    let sites = users::change(central, &change, &by.by).await?;
    println!("changed at {}", sites.join(", "));
    Ok(())
}

async fn list(central: &Central) -> Result<(), Fault> {
    for one in users::list(central).await? {
        let state = match (one.user.inactive, one.password) {
            (true, _) => "left",
            (false, true) => "active",
            (false, false) => "no password",
        };
        println!(
            "{}  {}  {}  {state}  at {}",
            one.user.id,
            one.user.name,
            role_names(&one.user.roles),
            one.sites.join(", ")
        );
    }
    Ok(())
}

async fn set_password(central: &Central, id: &str, by: &str) -> Result<(), Fault> {
    let mut line = zeroize::Zeroizing::new(String::new());
    std::io::stdin()
        .lock()
        .read_line(&mut line)
        .map_err(|source| Fault::System {
            what: "no password can be read".to_owned(),
            source,
        })?;
    users::set_password(central, id, line.trim_end_matches(['\r', '\n']), by).await?;
    println!("the password of {id} is set; workstations hear of it at their next contact");
    Ok(())
}
