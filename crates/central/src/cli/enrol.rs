//! `enrol`.

use chrono::TimeDelta;
use clap::Subcommand;
use counterfoil_domain::sync::StationName;

use super::ByUser;
use crate::central::Central;
use crate::enrolment;
use crate::fault::Fault;
use crate::tables::stations::State;

#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    station: Named,
    /// It is known already: another machine, or another key, goes on as it
    #[arg(long)]
    replace: bool,
    /// How long the code may be used
    #[arg(long, value_name = "HOURS", default_value_t = 24, value_parser = clap::value_parser!(u32).range(1..=24 * 30))]
    hours: u32,
    #[command(flatten)]
    by: ByUser,
}

/// A workstation, named in either way.
#[derive(clap::Args)]
struct Named {
    /// Its name: city/site/station, or site/station
    #[arg(value_name = "NAME", required_unless_present_all = ["site", "station"], conflicts_with_all = ["site", "station"])]
    name: Option<String>,
    /// The site's code
    #[arg(long, value_name = "CODE", requires = "station")]
    site: Option<String>,
    /// The workstation's code
    #[arg(long, value_name = "CODE", requires = "site")]
    station: Option<String>,
}

#[derive(Subcommand)]
enum Command {
    /// Take nothing more from a workstation, and tell it nothing
    Revoke {
        #[command(flatten)]
        station: Named,
        #[command(flatten)]
        by: ByUser,
    },
    /// Every workstation, its state, its last entry and its last contact
    List,
}

/// Makes a code, revokes, lists.
pub(super) async fn run(central: &Central, arguments: Arguments) -> Result<(), Fault> {
    match arguments.command {
        Some(Command::Revoke { station, by }) => {
            let name = name(central, station)?;
            enrolment::revoke(central, &name, &by.name()).await?;
            println!("{name} is revoked");
            Ok(())
        }
        Some(Command::List) => list(central).await,
        None => make(central, arguments).await,
    }
}

/// The code alone on standard output, so that a script can take it.
async fn make(central: &Central, asked: Arguments) -> Result<(), Fault> {
    let name = name(central, asked.station)?;
    let valid = TimeDelta::try_hours(i64::from(asked.hours)).unwrap_or_default();
    let made = enrolment::make_code(central, &name, asked.replace, valid, &asked.by.name()).await?;
    println!("{}", made.code);
    eprintln!(
        "for {name}, once, until {}; tell it to nobody but the person at the workstation",
        made.expires.format("%F %T UTC")
    );
    Ok(())
}

async fn list(central: &Central) -> Result<(), Fault> {
    for one in enrolment::list(central).await? {
        let state = if one.state == State::Enrolled {
            "enrolled"
        } else {
            "revoked"
        };
        let contact = one
            .last_contact
            .map_or("never".to_owned(), |at| at.format("%F %T UTC").to_string());
        println!(
            "{}  {state}  epoch {}  entry {}  last contact {contact}  key {}",
            one.name, one.epoch, one.head.seq, one.key
        );
    }
    Ok(())
}

fn name(central: &Central, named: Named) -> Result<StationName, Fault> {
    let city = central.city();
    let text = match (named.name, named.site, named.station) {
        (Some(name), _, _) if name.matches('/').count() == 2 => name,
        (Some(name), _, _) => format!("{city}/{name}"),
        (None, site, station) => format!("{city}/{}/{}", site.unwrap_or_default(), station.unwrap_or_default()),
    };
    let name: Option<StationName> = text.parse().ok();
    name.filter(|name| name.city == city).ok_or_else(|| Fault::NotDone {
        problem: format!("{text} is no workstation's name here; it is written {city}/SITE/STATION"),
    })
}
