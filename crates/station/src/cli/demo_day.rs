//! `demo-day`.

mod summary;

use std::path::Path;
use std::process::ExitCode;

use counterfoil_station::demo;
use counterfoil_station::fault::Fault;

use super::{feed, progress_bar};

pub(super) fn run(out: &Path, seed: u64, receipts: u32, days: u8) -> Result<ExitCode, Fault> {
    refuse_foreign(out)?;
    std::fs::create_dir_all(out)?;
    std::fs::write(out.join(MARK), "made by `counterfoil demo-day`\n")?;
    let bar = progress_bar("Business days");
    let day = demo::run(out, seed, receipts, days, feed(&bar))?;
    bar.finish_and_clear();
    summary::print(&day);
    Ok(if day.all_disagreements().next().is_none() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Marks a folder as a demo day's own, to be overwritten by the next.
const MARK: &str = ".demo-day";

/// A folder with anything else in it is not touched.
fn refuse_foreign(out: &Path) -> Result<(), Fault> {
    let empty = match std::fs::read_dir(out) {
        Ok(mut entries) => entries.next().is_none(),
        Err(_) => true,
    };
    if empty || out.join(MARK).exists() {
        Ok(())
    } else {
        Err(Fault::AlreadyInitialised { folder: out.to_owned() })
    }
}
