//! `init`, `check-key`, `configure`, `set-password`.

use std::io::{BufRead, IsTerminal};
use std::path::Path;
use std::process::ExitCode;

use counterfoil_domain::config::Configuration;
use counterfoil_domain::refusal::Refusal;
use counterfoil_formats::configuration;
use counterfoil_station::Station;
use counterfoil_station::clock::Clock;
use counterfoil_station::fault::Fault;
use counterfoil_station::folder::Folder;
use counterfoil_station::secrets::Secrets;

/// The actor of entries made from the command line.
pub(super) const ACTOR: &str = "command line";

pub(super) fn init(data: &Path, config: &Path, station: &str, check_key: Option<&Path>) -> Result<ExitCode, Fault> {
    let configuration = read(config)?;
    let key = check_key.map(read_text).transpose()?;
    let (city, version) = (configuration.city.name.clone(), configuration.version());
    Station::create_alike(data, configuration, station, &Clock::system(), key.as_deref())?;
    println!(
        "{station} of {city} is ready in {} (configuration {version})",
        data.display()
    );
    Ok(ExitCode::SUCCESS)
}

pub(super) fn check_key(data: &Path, out: &Path) -> Result<ExitCode, Fault> {
    let folder = Folder::at(data);
    if !folder.is_initialised() {
        return Err(Fault::NotInitialised {
            folder: data.to_owned(),
        });
    }
    Secrets::read(&folder.secrets())?.write_check_key(out)?;
    println!("the key of check tokens is in {}; keep it secret", out.display());
    Ok(ExitCode::SUCCESS)
}

pub(super) fn configure(data: &Path, config: &Path) -> Result<ExitCode, Fault> {
    let station = Station::open(data)?;
    let written = station.configure(read(config)?, ACTOR)?;
    println!(
        "configuration {} is in force from entry {}",
        station.configuration().version(),
        written.entry.seq
    );
    Ok(ExitCode::SUCCESS)
}

pub(super) fn set_password(data: &Path, user: &str) -> Result<ExitCode, Fault> {
    let station = Station::open(data)?;
    if std::io::stdin().is_terminal() {
        eprintln!("Type the new password of {user} and press Enter; it shows as you type.");
    }
    let mut password = String::new();
    std::io::stdin().lock().read_line(&mut password)?;
    let password = password.trim_end_matches(['\r', '\n']);
    if password.chars().count() < 8 {
        return Err(Refusal::TextMissing {
            field: "a password of at least 8 characters".to_owned(),
        }
        .into());
    }
    station.set_password(user, password)?;
    println!("the password of {user} is set");
    Ok(ExitCode::SUCCESS)
}

fn read(path: &Path) -> Result<Configuration, Fault> {
    Ok(configuration::read(&read_text(path)?)?)
}

fn read_text(path: &Path) -> Result<String, Fault> {
    std::fs::read_to_string(path).map_err(|source| Fault::Unreadable {
        path: path.to_owned(),
        source,
    })
}
