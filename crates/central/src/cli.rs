//! The command line: what each subcommand takes, and how its outcome is said.

mod alerts;
mod billing;
mod configure;
mod enrol;
mod import_bundle;
mod migrate;
mod serve;
mod token;
mod users;
mod verify;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::central::Central;
use crate::clock::Clock;
use crate::config::Config;
use crate::fault::Fault;

/// Central records of a city's cashiering desks.
#[derive(Parser)]
#[command(name = "counterfoil-central", version, about, max_term_width = 100)]
struct Arguments {
    /// The file of settings (docs/central.md); COUNTERFOIL_CENTRAL_* lie over it
    #[arg(long, env = "COUNTERFOIL_CENTRAL_CONFIG", value_name = "FILE", global = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

/// Who does it: stands in the records.
#[derive(clap::Args)]
struct By {
    /// Who does this, as the records shall name them
    #[arg(long, value_name = "NAME", env = "COUNTERFOIL_CENTRAL_BY")]
    by: String,
}

/// As [`By`]; where nobody says it, the machine's user.
#[derive(clap::Args)]
struct ByUser {
    /// Who does this, as the records shall name them; the machine's user, unless said otherwise
    #[arg(long, value_name = "NAME", env = "COUNTERFOIL_CENTRAL_BY")]
    by: Option<String>,
}

impl ByUser {
    fn name(self) -> String {
        let user = || {
            ["USER", "LOGNAME", "USERNAME"]
                .iter()
                .find_map(|name| std::env::var(name).ok())
        };
        self.by.or_else(user).unwrap_or_else(|| "administrator".to_owned())
    }
}

#[derive(Subcommand)]
enum Command {
    /// Bring the database to this program's version; the first time, make keys and certificate
    Migrate,
    /// Answer workstations, billing and the pages, until told to stop
    Serve,
    /// Take in a site's configuration file (TOML); its workstations adopt it by themselves
    ///
    /// The whole configuration becomes an entry of central's own stream of the site. The same
    /// configuration again changes nothing.
    Configure(configure::Arguments),
    /// Make a one-time code for a workstation, revoke one, list all
    Enrol(enrol::Arguments),
    /// List users, add, deactivate, set roles and passwords
    Users(users::Arguments),
    /// Take in billing's file of accounts: all of it or nothing
    ImportAccounts(billing::ImportArguments),
    /// Make the next posting batch for billing, or write one again
    PostingBatch(billing::BatchArguments),
    /// Take in a bundle that a workstation handed over as a file
    ImportBundle(import_bundle::Arguments),
    /// What a person is called for: list it, and say that it was seen to
    Alerts(alerts::Arguments),
    /// Prove every stream from its first entry; names the first thing that is wrong
    Verify(verify::Arguments),
}

/// Runs the program.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = Config::load(arguments.config.as_deref(), |name| std::env::var(name).ok())
        .and_then(|config| runtime()?.block_on(perform(arguments.command, config)));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("counterfoil-central: {fault}");
            let mut cause = fault.source();
            while let Some(source) = cause {
                eprintln!("  because: {source}");
                cause = source.source();
            }
            eprintln!("  ({})", fault.code());
            ExitCode::FAILURE
        }
    }
}

fn runtime() -> Result<tokio::runtime::Runtime, Fault> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|source| Fault::System {
            what: "no threads can be started".to_owned(),
            source,
        })
}

async fn perform(command: Command, config: Config) -> Result<(), Fault> {
    match command {
        Command::Migrate => migrate::run(config).await,
        Command::Serve => serve::run(config).await,
        Command::Configure(arguments) => configure::run(&open(config).await?, arguments).await,
        Command::Enrol(arguments) => enrol::run(&open(config).await?, arguments).await,
        Command::Users(arguments) => users::run(&open(config).await?, arguments).await,
        Command::ImportAccounts(arguments) => billing::import_accounts(&open(config).await?, arguments).await,
        Command::PostingBatch(arguments) => billing::posting_batch(&open(config).await?, arguments).await,
        Command::ImportBundle(arguments) => import_bundle::run(&open(config).await?, arguments).await,
        Command::Alerts(arguments) => alerts::run(&open(config).await?, arguments).await,
        Command::Verify(arguments) => verify::run(&open(config).await?, arguments).await,
    }
}

/// Central records whose database is this program's and its own.
async fn open(config: Config) -> Result<Central, Fault> {
    let central = Central::open(config, Clock::system())?;
    central.check().await?;
    Ok(central)
}
