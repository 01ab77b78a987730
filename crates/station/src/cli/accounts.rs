//! `import-accounts` and `generate-accounts`.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

use chrono::{NaiveDate, NaiveTime};
use counterfoil_domain::entry::AccountsImported;
use counterfoil_formats::accounts::{Header, Writer};
use counterfoil_formats::generate;
use counterfoil_station::Station;
use counterfoil_station::accounts::{preview, take_in};
use counterfoil_station::fault::Fault;
use indicatif::{HumanBytes, ProgressBar, ProgressStyle};

use super::setup::ACTOR;

pub(super) fn import(data: &Path, file: &Path, only_preview: bool) -> Result<ExitCode, Fault> {
    let station = Station::open(data)?;
    if !only_preview {
        station.standing_alone("the copy of the accounts")?;
    }
    let checked = read_through(file, "Checking", |input, progress| {
        preview(input, &station.configuration(), progress)
    })?;
    show(&checked);
    if only_preview {
        println!("nothing was taken in: this was the preview");
        return Ok(ExitCode::SUCCESS);
    }
    let imported = read_through(file, "Taking in", |input, progress| {
        take_in(&station, input, ACTOR, progress)
    })?;
    println!("taken in: {} accounts", imported.accounts);
    Ok(ExitCode::SUCCESS)
}

/// Opens the file and feeds a progress bar over its bytes.
fn read_through<R>(
    file: &Path,
    what: &'static str,
    read: impl FnOnce(File, &mut dyn FnMut(u64, u64)) -> Result<R, Fault>,
) -> Result<R, Fault> {
    let unreadable = |source| Fault::Unreadable {
        path: file.to_owned(),
        source,
    };
    let input = File::open(file).map_err(unreadable)?;
    let length = input.metadata().map_err(unreadable)?.len();
    let style = ProgressStyle::with_template("{msg} {wide_bar} {prefix} {eta}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ProgressBar::new(length).with_style(style).with_message(what);
    let outcome = read(input, &mut |accounts, bytes| {
        bar.set_position(bytes);
        bar.set_prefix(format!("{accounts} accounts, {}", HumanBytes(bytes)));
    });
    bar.finish_and_clear();
    outcome
}

fn show(checked: &AccountsImported) {
    println!("written by billing  {}", checked.as_of.format("%F %T UTC"));
    println!("accounts            {}", checked.accounts);
    println!("charges             {}", checked.charges);
    println!("due                 {}", checked.total_due);
}

pub(super) fn generate(count: u32, seed: u64, today: NaiveDate, out: Option<&Path>) -> Result<ExitCode, Fault> {
    let sink: Box<dyn Write> = match out {
        Some(path) => Box::new(BufWriter::new(File::create(path)?)),
        None => Box::new(BufWriter::new(std::io::stdout().lock())),
    };
    let as_of = today.and_time(NaiveTime::MIN).and_utc();
    let mut writer = Writer::new(
        sink,
        &Header {
            as_of,
            city: "CITY OF ALDER CREEK".to_owned(),
            included_batch: None,
        },
    )?;
    for account in generate::generate_accounts(u64::from(count), seed, today) {
        writer.write(&account)?;
    }
    let totals = writer.finish()?;
    eprintln!(
        "{} accounts, {} charges, {} due",
        totals.accounts, totals.charges, totals.due
    );
    Ok(ExitCode::SUCCESS)
}
