//! The `counterfoil-central` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    counterfoil_central::cli::run()
}
