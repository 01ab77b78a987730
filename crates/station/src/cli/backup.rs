//! `backup` and `restore`.

use std::path::Path;
use std::process::ExitCode;

use counterfoil_station::backup::{self, restoring};
use counterfoil_station::clock::Clock;
use counterfoil_station::fault::Fault;

use super::{feed_named, progress_bar};

pub(super) fn make(data: &Path, out: &Path, keep: Option<u32>) -> Result<ExitCode, Fault> {
    let bar = progress_bar("Copying the journal");
    let made = backup::make(data, out, keep, &Clock::system(), &mut feed_named(&bar));
    bar.finish_and_clear();
    let made = made?;
    println!(
        "{}: {} entries, {} receipts, proved, in {}",
        made.station,
        made.seq,
        made.receipts,
        out.display()
    );
    println!("head {}", made.hash);
    println!("it holds the workstation's keys; keep it where only you can read it");
    Ok(ExitCode::SUCCESS)
}

pub(super) fn restore(backup: &Path, data: &Path, last_receipt: Option<&str>) -> Result<ExitCode, Fault> {
    let bar = progress_bar("Proving the backup");
    let restored = restoring::restore(backup, data, &Clock::system(), last_receipt, &mut feed_named(&bar));
    bar.finish_and_clear();
    let restored = restored?;
    let found = &restored.backup;
    println!(
        "{}: {} entries, {} receipts, restored in {}",
        found.station,
        found.seq,
        found.receipts,
        data.display()
    );
    match restored.epoch {
        Some(epoch) => println!("it writes in epoch {epoch} from here on"),
        None => println!(
            "it writes nothing yet: ask an administrator for a code made with --replace, and run `counterfoil enrol`"
        ),
    }
    Ok(ExitCode::SUCCESS)
}
