//! `enrol`.

use std::process::ExitCode;

use counterfoil_station::central::enrolling::{self, Outcome, Request};
use counterfoil_station::clock::Clock;
use counterfoil_station::fault::Fault;

use super::{feed_named, progress_bar};

pub(super) fn enrol(request: &Request<'_>) -> Result<ExitCode, Fault> {
    let bar = progress_bar("Asking central");
    let outcome = enrolling::enrol(request, &Clock::system(), &mut feed_named(&bar));
    bar.finish_and_clear();
    show(&outcome?);
    Ok(ExitCode::SUCCESS)
}

fn show(outcome: &Outcome) {
    println!("enrolled     {}", outcome.name);
    println!("certificate  {}", outcome.fingerprint);
    println!("key          {}", outcome.key);
    println!("epoch        {}", outcome.epoch);
    println!("last entry   {}", outcome.seq);
    println!("pulled       {} entries", outcome.pulled);
    println!("pushed       {} entries", outcome.pushed);
    if let Some(aside) = &outcome.aside {
        println!(
            "laid aside   {}: from entry {} on it is another journal than central's",
            aside.path.display(),
            aside.first
        );
        println!(
            "             central keeps {} of those {} entries; keep this file and call whoever looks after the books",
            aside.handed, aside.entries
        );
    }
}
