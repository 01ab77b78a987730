//! The command line: what each subcommand takes, and how its outcome is said.

mod accounts;
mod backup;
mod central;
mod demo_day;
mod interface;
mod journal;
mod setup;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use counterfoil_station::central::enrolling::Request;
use counterfoil_station::fault::Fault;
use indicatif::{ProgressBar, ProgressStyle};

/// One cashiering workstation: its journal, its accounts, its commands.
#[derive(Parser)]
#[command(name = "counterfoil", version, about, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

/// The workstation's folder, which most subcommands take.
#[derive(clap::Args)]
struct Data {
    /// The workstation's folder
    #[arg(long, env = "COUNTERFOIL_DATA", value_name = "FOLDER")]
    data: PathBuf,
}

#[derive(Subcommand)]
enum Command {
    /// Make a workstation in a folder from a configuration file
    ///
    /// Checks the configuration (docs/configuration.md), makes the workstation's keys and begins
    /// its journal. Refuses a folder that holds a workstation already.
    Init {
        #[command(flatten)]
        data: Data,
        /// The configuration file (TOML)
        #[arg(long, value_name = "FILE")]
        config: PathBuf,
        /// Which workstation of the configuration this is, such as W1
        #[arg(long, value_name = "CODE")]
        station: String,
        /// The city's key of check tokens, as `check-key` wrote it at another workstation
        #[arg(long, value_name = "FILE")]
        check_key: Option<PathBuf>,
    },
    /// Write the key of check tokens for another workstation of the city
    ///
    /// With the same key the same bank account has the same token at every window, so that returned
    /// checks are matched and marked over all of them. Keep the file secret, and remove it after use.
    CheckKey {
        #[command(flatten)]
        data: Data,
        /// The file to write; it must not be there yet
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Adopt a changed configuration file
    ///
    /// The whole configuration becomes one entry of the journal; entries made from then on name
    /// its version.
    Configure {
        #[command(flatten)]
        data: Data,
        /// The configuration file (TOML)
        #[arg(long, value_name = "FILE")]
        config: PathBuf,
    },
    /// Set a user's password, read from standard input
    SetPassword {
        #[command(flatten)]
        data: Data,
        /// The user id
        user: String,
    },
    /// Make this workstation known to central records, by an administrator's one-time code
    ///
    /// A new or empty folder becomes the workstation that the code names, with central's configuration.
    /// A workstation that stands alone keeps its journal and hands it over. With a code made to replace,
    /// a restored, replaced or cloned workstation goes on: its journal becomes what central has, what
    /// contradicts that is laid aside, and its next epoch is opened. Close its window first. What
    /// breaks off goes on with the same command.
    Enrol {
        #[command(flatten)]
        data: Data,
        /// The address of central records, such as https://records.city.gov:8443
        #[arg(long, value_name = "URL")]
        central: Option<String>,
        /// The code, as central records showed it
        #[arg(long, value_name = "CODE")]
        code: String,
        /// Sign with another key from here on
        #[arg(long)]
        new_key: bool,
        /// The last receipt's number on paper, where receipts went with the disk
        #[arg(long, value_name = "NUMBER")]
        last_receipt: Option<String>,
    },
    /// Write a backup beside a running window, and prove it (docs/backup.md)
    ///
    /// One file with the journal, the neighbours' journals, the keys and the enrolment. It never takes
    /// the place of a good one: a name that is there is refused, or the former ones are numbered.
    Backup {
        #[command(flatten)]
        data: Data,
        /// The file to write
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// Keep so many former ones, as FILE.1, FILE.2 and so on
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1000))]
        keep: Option<u32>,
    },
    /// Make a workstation of a backup in a new folder (docs/backup.md)
    ///
    /// One that stands alone opens its next epoch. One that knows central records writes nothing
    /// until it has enrolled again, which fills up what the backup lacks.
    Restore {
        /// The backup
        #[arg(long, value_name = "FILE")]
        backup: PathBuf,
        /// The folder for the workstation; new or empty
        #[arg(long, env = "COUNTERFOIL_DATA", value_name = "FOLDER")]
        data: PathBuf,
        /// The last receipt's number on paper, where receipts went with the disk
        #[arg(long, value_name = "NUMBER")]
        last_receipt: Option<String>,
    },
    /// Take in a copy of the accounts (docs/accounts-format.md), all of it or nothing
    ///
    /// Reads the whole file first and shows how many accounts and charges it has and what is due;
    /// rows that are not right are listed with line and reason, and then nothing is taken in.
    ImportAccounts {
        #[command(flatten)]
        data: Data,
        /// The accounts file (CSV)
        file: PathBuf,
        /// Only show what would be taken in
        #[arg(long)]
        preview: bool,
    },
    /// Answer requests on standard input, one JSON object a line, with one reply a line
    ///
    /// {"id":1,"cmd":"take_payment","req":{…}} is answered {"id":1,"ok":{…}} or
    /// {"id":1,"err":{"code":"drawer_closed","message":"…","facts":{…}}}. The commands are listed in
    /// docs/rpc.md. Begin with sign_in.
    Rpc {
        #[command(flatten)]
        data: Data,
    },
    /// Run two whole scripted business days and write their documents
    ///
    /// Three windows, some 300 receipts of every kind, voids, counts, a drawer that comes up short;
    /// then the closing desk: mail, a file, a turn-in, what is wrong found, everything approved, the
    /// deposit, the day's close, and the bank's word next morning. Some days later comes what the
    /// bank returned: its files are worked, notices written, a payment moved, a receipt reversed,
    /// refunds listed, beside a small day at the windows, which is closed too. Prints the board, the
    /// deposit and the close of each day, and writes every document as a file, those of the second
    /// day in a folder of its date. Ends with an error if any sum disagrees with the journals.
    DemoDay {
        /// The folder for the three workstations and their documents; must be new or a former demo day's
        #[arg(long, value_name = "FOLDER", default_value = "demo-day")]
        out: PathBuf,
        /// The seed of the script: the same seed gives the same day
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Receipts of the first day over all three windows
        #[arg(long, default_value_t = 300)]
        receipts: u32,
        /// 1 stops after the first day
        #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=2))]
        days: u8,
    },
    /// Read the journal from its first entry and prove it
    ///
    /// Checks the chain of hashes, the sequence, that postings sum to zero, grand totals, receipt
    /// numbers without gaps, and the signatures. Names the first bad entry. Exit status 0 when all
    /// is well, 1 when something is wrong. Works beside a running window.
    Verify {
        #[command(flatten)]
        data: Data,
    },
    /// Write the entries of the journal as JSON lines
    ///
    /// Each line is {"seq":…,"hash":"…","entry":{…}}; the entry's bytes are as stored.
    Export {
        #[command(flatten)]
        data: Data,
        /// Begin after this sequence number
        #[arg(long, value_name = "SEQ", default_value_t = 0)]
        after: u64,
        /// The file; standard output without it
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Write all entries as a file for the closing desk (docs/bundle-format.md)
    ///
    /// Signed by the workstation; the closing desk takes it in on the Supervisor screen or with
    /// `take_in_entries`. Works beside a running window, and where no window starts any more.
    HandOver {
        #[command(flatten)]
        data: Data,
        /// The file
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Build the views anew from the journal
    Rebuild {
        #[command(flatten)]
        data: Data,
    },
    /// Write a made-up accounts file: the same number and seed give the same file
    GenerateAccounts {
        /// How many accounts
        count: u32,
        /// The seed
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// The day that due dates lie around
        #[arg(long, value_name = "DATE", default_value = "2026-11-21")]
        today: chrono::NaiveDate,
        /// The file; standard output without it
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

/// Parses the arguments and runs the subcommand.
pub(crate) fn run() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Init {
            data,
            config,
            station,
            check_key,
        } => setup::init(&data.data, &config, &station, check_key.as_deref()),
        Command::CheckKey { data, out } => setup::check_key(&data.data, &out),
        Command::Configure { data, config } => setup::configure(&data.data, &config),
        Command::SetPassword { data, user } => setup::set_password(&data.data, &user),
        Command::Enrol {
            data,
            central: url,
            code,
            new_key,
            last_receipt,
        } => central::enrol(&Request {
            folder: &data.data,
            url: url.as_deref(),
            code: &code,
            new_key,
            last_receipt: last_receipt.as_deref(),
        }),
        Command::Backup { data, out, keep } => backup::make(&data.data, &out, keep),
        Command::Restore {
            backup: from,
            data,
            last_receipt,
        } => backup::restore(&from, &data, last_receipt.as_deref()),
        Command::ImportAccounts { data, file, preview } => accounts::import(&data.data, &file, preview),
        Command::Rpc { data } => interface::serve(&data.data),
        Command::DemoDay {
            out,
            seed,
            receipts,
            days,
        } => demo_day::run(&out, seed, receipts, days),
        Command::Verify { data } => journal::verify(&data.data),
        Command::Export { data, after, out } => journal::export(&data.data, after, out.as_deref()),
        Command::HandOver { data, out } => journal::hand_over(&data.data, &out),
        Command::Rebuild { data } => journal::rebuild(&data.data),
        Command::GenerateAccounts {
            count,
            seed,
            today,
            out,
        } => accounts::generate(count, seed, today, out.as_deref()),
    };
    match outcome {
        Ok(code) => code,
        Err(Fault::File { source }) if source.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("counterfoil: {fault}");
            let mut cause = std::error::Error::source(&fault);
            while let Some(error) = cause {
                eprintln!("  because: {error}");
                cause = error.source();
            }
            eprintln!("  ({})", fault.code());
            ExitCode::FAILURE
        }
    }
}

/// A progress bar over a known number of things; hidden where no one watches.
fn progress_bar(what: &'static str) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg} {wide_bar} {human_pos}/{human_len} {eta}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(0).with_style(style).with_message(what)
}

/// Feeds a progress bar.
fn feed(bar: &ProgressBar) -> impl FnMut(u64, u64) + '_ {
    |done, of| {
        bar.set_length(of);
        bar.set_position(done);
    }
}

/// Feeds a progress bar with work of several kinds.
fn feed_named(bar: &ProgressBar) -> impl FnMut(&'static str, u64, u64) + '_ {
    |what, done, of| {
        bar.set_message(what);
        bar.set_length(of);
        bar.set_position(done);
    }
}
