//! `rpc`: the scripting interface.

use std::io::{BufRead, Write};
use std::path::Path;
use std::process::ExitCode;

use counterfoil_station::clock::Clock;
use counterfoil_station::fault::Fault;
use counterfoil_station::{Seat, Station};

use super::{feed, progress_bar};

pub(super) fn serve(data: &Path) -> Result<ExitCode, Fault> {
    let bar = progress_bar("Building the views");
    let station = Station::open_with(data, Clock::system(), &mut feed(&bar))?;
    bar.finish_and_clear();
    let seat = Seat::new(station);
    let mut replies = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        writeln!(replies, "{}", seat.answer(&line))?;
        replies.flush()?;
    }
    Ok(ExitCode::SUCCESS)
}
