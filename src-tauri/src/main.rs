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
    if let Err(problem) = display() {
        eprintln!("counterfoil-window: {problem}");
        return ExitCode::FAILURE;
    }
    match counterfoil_window::window(arguments.data).run(counterfoil_window::context()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("counterfoil-window: the window could not be opened: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Whether there is a display to open the window on: the library below would only panic.
#[cfg(target_os = "linux")]
fn display() -> Result<(), String> {
    let named = |name| std::env::var(name).map(|value| format!(" {name}={value}"));
    gtk::init().map_err(|_| {
        let said: String = ["DISPLAY", "WAYLAND_DISPLAY"].into_iter().flat_map(named).collect();
        format!("the display{said} cannot be reached; start it where a desktop is, or name one that is there")
    })
}

#[cfg(not(target_os = "linux"))]
fn display() -> Result<(), String> {
    Ok(())
}
