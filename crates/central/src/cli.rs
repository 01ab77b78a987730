//! The command line: what each subcommand takes, and how its outcome is said.

mod migrate;
mod serve;

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

#[derive(Subcommand)]
enum Command {
    /// Bring the database to this program's version; the first time, make keys and certificate
    Migrate,
    /// Answer workstations, billing and the pages, until told to stop
    Serve,
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
        Command::Serve => serve::run(open(config)?).await,
    }
}

fn open(config: Config) -> Result<Central, Fault> {
    Central::open(config, Clock::system())
}
