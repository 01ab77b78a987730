//! `import-bundle`.

use std::path::PathBuf;

use bytes::Bytes;
use counterfoil_domain::sync::StationName;
use counterfoil_formats::bundle;

use crate::central::Central;
use crate::enrolment;
use crate::fault::Fault;
use crate::intake::{self, By};
use crate::refused::NotServed;

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The bundle (docs/bundle-format.md)
    file: PathBuf,
    /// The workstation's site, where two sites have a workstation of this code
    #[arg(long, value_name = "CODE")]
    site: Option<String>,
}

/// Takes a bundle in as a push would be.
pub(super) async fn run(central: &Central, arguments: Arguments) -> Result<(), Fault> {
    let bytes = Bytes::from(std::fs::read(&arguments.file).map_err(Fault::file(&arguments.file))?);
    let station = bundle::read_raw(&bytes)?.station;
    let name = find(central, &station, arguments.site.as_deref()).await?;
    match intake::take_in(central, &name, bytes, By::File).await {
        Ok(taken) => {
            println!(
                "{name}: {} new entries, up to entry {}",
                taken.new, taken.acknowledged.seq
            );
            if !taken.flagged.is_empty() {
                println!(
                    "{} of them are kept raw, because this program cannot read them",
                    taken.flagged.len()
                );
            }
            Ok(())
        }
        Err(NotServed::Fault(fault)) => Err(fault),
        Err(NotServed::Refused(refused)) => Err(Fault::NotDone {
            problem: format!("{name}: {}", refused.message),
        }),
        Err(NotServed::Unknown) => Err(Fault::NotDone {
            problem: format!("{name} is not enrolled"),
        }),
    }
}

async fn find(central: &Central, station: &str, site: Option<&str>) -> Result<StationName, Fault> {
    let mut known = enrolment::list(central).await?;
    known.retain(|one| one.name.station == station && site.is_none_or(|site| one.name.site == site));
    match known.as_slice() {
        [one] => Ok(one.name.clone()),
        [] => Err(Fault::NotDone {
            problem: format!("no workstation {station} is known here; enrol it first"),
        }),
        _ => Err(Fault::NotDone {
            problem: format!("several sites have a workstation {station}; say which with --site"),
        }),
    }
}
