//! `verify`, `export`, `hand-over`, `rebuild`.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

use counterfoil_domain::entry::hex;
use counterfoil_station::clock::Clock;
use counterfoil_station::fault::Fault;
use counterfoil_station::folder::Folder;
use counterfoil_station::journal::JournalReader;
use counterfoil_station::secrets::Secrets;
use counterfoil_station::{exchange, proof, views};

use super::{feed, progress_bar};

fn reader(data: &Path) -> Result<(Folder, JournalReader), Fault> {
    let folder = Folder::at(data);
    if !folder.is_initialised() {
        return Err(Fault::NotInitialised {
            folder: data.to_owned(),
        });
    }
    let reader = JournalReader::open(&folder.journal())?;
    Ok((folder, reader))
}

pub(super) fn verify(data: &Path) -> Result<ExitCode, Fault> {
    let (_, reader) = reader(data)?;
    let bar = progress_bar("Reading the journal");
    let finding = proof::verify(&reader, |_| {}, feed(&bar))?;
    bar.finish_and_clear();
    let head = &finding.head;
    println!("station      {}", head.station);
    println!("entries      {}", head.seq);
    println!("receipts     {} for {}", head.grand_total.count, head.grand_total.cents);
    println!("head         {}", hex(&head.hash));
    if finding.unknown > 0 {
        println!(
            "not read     {} entries of a newer version, kept and chained",
            finding.unknown
        );
    }
    match finding.fault {
        None => {
            println!("all is well: chain, sequence, postings, grand totals, receipt numbers, signatures");
            Ok(ExitCode::SUCCESS)
        }
        Some(fault) => {
            println!("NOT WELL     {fault}");
            Ok(ExitCode::FAILURE)
        }
    }
}

pub(super) fn export(data: &Path, after: u64, out: Option<&Path>) -> Result<ExitCode, Fault> {
    let (_, reader) = reader(data)?;
    let mut sink: Box<dyn Write> = match out {
        Some(path) => Box::new(BufWriter::new(File::create(path)?)),
        None => Box::new(BufWriter::new(std::io::stdout().lock())),
    };
    reader.each_after(after, reader.last_seq()?, |stored| {
        writeln!(
            sink,
            "{{\"seq\":{},\"hash\":\"{}\",\"entry\":{}}}",
            stored.seq,
            hex(&stored.hash),
            stored.bytes
        )?;
        Ok(true)
    })?;
    sink.flush()?;
    Ok(ExitCode::SUCCESS)
}

pub(super) fn rebuild(data: &Path) -> Result<ExitCode, Fault> {
    let folder = Folder::at(data);
    if !folder.is_initialised() {
        return Err(Fault::NotInitialised {
            folder: data.to_owned(),
        });
    }
    let _lock = folder.lock()?;
    let bar = progress_bar("Building the views");
    let begun = std::time::Instant::now();
    let entries = views::rebuild(&folder.views(), &folder.journal(), &mut feed(&bar))?;
    bar.finish_and_clear();
    println!("views of {entries} entries built in {} ms", begun.elapsed().as_millis());
    Ok(ExitCode::SUCCESS)
}

pub(super) fn hand_over(data: &Path, out: &Path) -> Result<ExitCode, Fault> {
    let (folder, reader) = reader(data)?;
    let secrets = Secrets::read(&folder.secrets())?;
    let station = reader.first()?.station;
    let (bytes, seq) = exchange::bundle_after(&reader, &station, 0, &secrets, (&Clock::system(), false))?;
    std::fs::write(out, bytes)?;
    println!("{station}: {seq} entries in {}", out.display());
    Ok(ExitCode::SUCCESS)
}
