//! `demo-day`.

use std::path::Path;
use std::process::ExitCode;

use counterfoil_domain::money::Cents;
use counterfoil_station::demo::{self, Day};
use counterfoil_station::fault::Fault;

use super::{feed, progress_bar};

pub(super) fn run(out: &Path, seed: u64, receipts: u32) -> Result<ExitCode, Fault> {
    refuse_foreign(out)?;
    std::fs::create_dir_all(out)?;
    std::fs::write(out.join(MARK), "made by `counterfoil demo-day`\n")?;
    let bar = progress_bar("A business day");
    let day = demo::run(out, seed, receipts, feed(&bar))?;
    bar.finish_and_clear();
    print(&day);
    Ok(if day.disagreements.is_empty() {
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

fn print(day: &Day) {
    let (receipts, voids, cents) = day.receipts;
    println!("{receipts} receipts, {voids} of them voided; {} taken.\n", Cents(cents));
    println!(
        "{:<26} {:<15} {:>5} {:>13} {:>13} {:>11}",
        "Drawer", "Tender", "Items", "Expected", "Counted", "Difference"
    );
    let mut drawer = "";
    let mut all = (0, 0);
    for line in &day.balance.lines {
        let name = if line.drawer == drawer { "" } else { &line.drawer };
        drawer = &line.drawer;
        all = (all.0 + line.expected, all.1 + line.counted);
        println!(
            "{name:<26} {:<15} {:>5} {:>13} {:>13} {:>11}",
            line.tender,
            line.items,
            Cents(line.expected),
            Cents(line.counted),
            Cents(line.counted - line.expected)
        );
    }
    println!(
        "{:<26} {:<15} {:>5} {:>13} {:>13} {:>11}\n",
        "All",
        "",
        "",
        Cents(all.0),
        Cents(all.1),
        Cents(all.1 - all.0)
    );
    for (station, sums) in &day.sums {
        let (count, cents) = sums.receipts;
        println!(
            "{station}: {count} receipts stand for {}; the ledger's {} accounts sum to zero",
            Cents(cents),
            sums.ledger.len()
        );
    }
    if day.disagreements.is_empty() {
        println!("Every expected sum agrees with the journal to the cent.\n");
    }
    for disagreement in &day.disagreements {
        println!("DISAGREES: {disagreement}");
    }
    println!("Documents:");
    let (receipts, others): (Vec<_>, Vec<_>) = day
        .documents
        .iter()
        .partition(|path| path.parent().is_some_and(|parent| parent.ends_with("receipts")));
    if let (Some(first), Some(last)) = (receipts.first(), receipts.last()) {
        println!(
            "  {} … {} ({} receipts)",
            first.display(),
            last.display(),
            receipts.len()
        );
    }
    for path in others {
        println!("  {}", path.display());
    }
}
