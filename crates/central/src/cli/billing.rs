//! `import-accounts` and `posting-batch`.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use clap::{Subcommand, ValueEnum};
use counterfoil_formats::posting_file::Form;
use indicatif::{HumanBytes, ProgressBar, ProgressStyle};

use super::By;
use crate::accounts::{Imported, import};
use crate::billing::Refused;
use crate::central::Central;
use crate::fault::Fault;
use crate::posting::{self, Made};

#[derive(clap::Args)]
pub(super) struct ImportArguments {
    /// Billing's file (docs/accounts-format.md)
    file: PathBuf,
    /// Do all but the last step: say what would change
    #[arg(long)]
    preview: bool,
    #[command(flatten)]
    by: By,
}

#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(super) struct BatchArguments {
    #[command(subcommand)]
    command: Option<BatchCommand>,
    /// Write this batch again instead of making the next one
    #[arg(long, value_name = "NUMBER")]
    number: Option<u64>,
    /// The folder to write the file to; without it nothing is written but the figures
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// How to write it
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
    #[command(flatten)]
    by: Option<By>,
}

#[derive(Subcommand)]
enum BatchCommand {
    /// Take a batch that billing has into the books again, after the database was restored from an older backup
    ///
    /// Batches are adopted in their order, before the next one is made. Nothing need be taken back at billing.
    Adopt {
        /// The file as billing was given it, CSV or JSON
        file: PathBuf,
        #[command(flatten)]
        by: By,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Csv,
    Json,
}

/// `import-accounts`.
pub(super) async fn import_accounts(central: &Central, arguments: ImportArguments) -> Result<(), Fault> {
    let ImportArguments { file, preview, by } = arguments;
    let length = std::fs::metadata(&file).map_err(Fault::file(&file))?.len();
    let style = ProgressStyle::with_template("{msg} {wide_bar} {prefix} {eta}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ProgressBar::new(length).with_style(style).with_message("Reading");
    let told = bar.clone();
    let imported = import(central, &file, &by.by, !preview, move |accounts, bytes| {
        told.set_position(bytes);
        told.set_prefix(format!("{accounts} accounts, {}", HumanBytes(bytes)));
    })
    .await;
    bar.finish_and_clear();
    if let Err(Fault::Billing(Refused::FileRefused { problems })) = &imported {
        for one in problems {
            eprintln!("line {}: {}: {}", one.line, one.code, one.message);
        }
    }
    show(&imported?, preview);
    Ok(())
}

fn show(imported: &Imported, preview: bool) {
    let checked = &imported.checked;
    println!("written by billing  {}", checked.header.as_of.format("%F %T UTC"));
    if let Some(batch) = checked.header.included_batch {
        println!("includes            posting batch {batch} and all before it");
    }
    println!("accounts            {}", checked.totals.accounts);
    println!("charges             {}", checked.totals.charges);
    println!("due                 {}", checked.totals.due);
    println!(
        "against what was here: {} new, {} changed, {} gone",
        imported.added, imported.changed, imported.gone
    );
    match preview {
        true => println!("nothing was taken in: this was the preview"),
        false => println!("taken in as revision {}", imported.revision),
    }
}

/// `posting-batch`.
pub(super) async fn posting_batch(central: &Central, arguments: BatchArguments) -> Result<(), Fault> {
    if let Some(BatchCommand::Adopt { file, by }) = arguments.command {
        return adopt(central, &file, &by.by).await;
    }
    let By { by } = arguments.by.ok_or_else(|| Fault::NotDone {
        problem: "say who does this, with --by NAME".to_owned(),
    })?;
    let made = match arguments.number {
        None => Some(posting::make(central, &by).await?),
        Some(_) => None,
    };
    let number = arguments
        .number
        .or(made.as_ref().map(|made| made.number))
        .unwrap_or_default();
    if let Some(made) = &made {
        // It is made, whatever becomes of the file: it can be written again.
        println!("posting batch {number} is made");
        figures(made);
    }
    let form = match arguments.format {
        Format::Csv => Form::Csv,
        Format::Json => Form::Json,
    };
    match (&arguments.out, &made) {
        (Some(folder), _) => {
            let (path, written) = write(central, number, form, folder).await?;
            if made.is_none() {
                figures(&written);
            }
            println!("written to {}", path.display());
        }
        (None, Some(_)) => {}
        (None, None) => {
            let client = central.client().await?;
            let proved = posting::write(&client, central.city(), number, form, std::io::sink()).await?;
            println!("posting batch {number} comes out as it did");
            figures(&proved);
        }
    }
    Ok(())
}

async fn adopt(central: &Central, file: &Path, by: &str) -> Result<(), Fault> {
    let bytes = std::fs::read(file).map_err(Fault::file(file))?;
    let adopted = posting::adopt(central, &bytes, by).await?;
    println!("posting batch {} is in the books again", adopted.number);
    figures(&adopted);
    Ok(())
}

/// Writes a batch beside its place first: a file of the name is always whole.
async fn write(central: &Central, number: u64, form: Form, folder: &Path) -> Result<(PathBuf, Made), Fault> {
    let path = folder.join(format!("posting-{number}.{}", form.extension()));
    let beside = path.with_extension(format!("{}.part", form.extension()));
    let file = File::create(&beside).map_err(Fault::file(&beside))?;
    let client = central.client().await?;
    match posting::write(&client, central.city(), number, form, BufWriter::new(&file)).await {
        Ok(made) => {
            file.sync_all().map_err(Fault::file(&beside))?;
            std::fs::rename(&beside, &path).map_err(Fault::file(&path))?;
            Ok((path, made))
        }
        Err(fault) => {
            // What does not come out as it did is not left about.
            let _left = std::fs::remove_file(&beside);
            Err(fault)
        }
    }
}

fn figures(made: &Made) {
    let totals = &made.sealed.totals;
    println!("lines       {}", totals.lines);
    println!("paid        {}", totals.paid);
    println!("taken back  {}", totals.taken_back);
    if let Ok(net) = totals.net() {
        println!("net         {net}");
    }
    println!("digest      {}", made.sealed.digest);
}
