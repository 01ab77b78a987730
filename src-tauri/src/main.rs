//! The window's program: where its folder is, then the window.

// A desk program on Windows has no console behind it.
#![cfg_attr(windows, windows_subsystem = "windows")]

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

/// Counterfoil, the cashiering desk: opens the window of one workstation.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// The workstation's folder, made by `counterfoil init`; the system's place for program data where none is given.
    #[arg(long, env = "COUNTERFOIL_DATA", value_name = "DIR")]
    data: Option<PathBuf>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match counterfoil_window::window(arguments.data).run(counterfoil_window::context()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("counterfoil-window: the window could not be opened: {error}");
            ExitCode::FAILURE
        }
    }
}
