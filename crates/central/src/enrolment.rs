//! What an administrator does about workstations: one-time codes, revoking.

use chrono::{DateTime, TimeDelta, Utc};
use counterfoil_domain::sync::{CENTRAL, StationName};
use counterfoil_formats::enrolment_code::EnrolmentCode;

use crate::central::Central;
use crate::fault::Fault;
use crate::identity::fill;
use crate::stream;
use crate::tables::codes::{self, Code};
use crate::tables::stations::{self, State, Station};
use crate::tables::{audit, sites};

/// A code that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// What the person is told.
    pub code: EnrolmentCode,
    /// Until when it may be used.
    pub expires: DateTime<Utc>,
}

/// Makes a one-time code for a workstation that the site's configuration names. The latest code
/// of a workstation is the one that counts. `replaces` lets one go on that is known already.
///
/// # Errors
/// [`Fault::NotDone`], saying what to do; those of the database.
pub async fn make_code(
    central: &Central,
    name: &StationName,
    replaces: bool,
    valid: TimeDelta,
    by: &str,
) -> Result<Made, Fault> {
    let mut client = central.client().await?;
    let transaction = client.transaction().await?;
    let configuration = stream::configuration(&transaction, central.city(), &name.site).await?;
    let here = stations::get(&transaction, name).await?;
    if let Some(problem) = unsuited(name, replaces, configuration.as_ref(), here.as_ref()) {
        return Err(Fault::NotDone { problem });
    }
    let mut random = [0u8; 10];
    fill(&mut random)?;
    let code = EnrolmentCode::new(central.identity.certificate(), &random);
    let now = central.clock.now();
    let kept = Code {
        name: name.clone(),
        replaces,
        expires: now + valid,
        used_key: None,
    };
    codes::end(&transaction, name, now).await?;
    codes::keep(&transaction, code.secret(), &kept, by, now).await?;
    let kind = if replaces { "to replace" } else { "to enrol" };
    let what = format!(
        "made a code {kind} {name}, good until {}",
        kept.expires.format("%F %T UTC")
    );
    audit::note(&transaction, central.city(), by, &what, now).await?;
    transaction.commit().await?;
    Ok(Made {
        code,
        expires: kept.expires,
    })
}

fn unsuited(
    name: &StationName,
    replaces: bool,
    configuration: Option<&counterfoil_domain::config::Configuration>,
    here: Option<&Station>,
) -> Option<String> {
    let StationName { site, station, .. } = name;
    if station == CENTRAL {
        return Some(format!("{CENTRAL} is central's own name; no workstation may have it"));
    }
    let Some(configuration) = configuration else {
        return Some(format!(
            "site {site} has no configuration yet; run `configure` with its file first"
        ));
    };
    if configuration.station(station).is_err() {
        let known: Vec<&str> = configuration.stations.iter().map(|one| one.code.as_str()).collect();
        return Some(format!(
            "the configuration of site {site} names no workstation {station}, only {}",
            known.join(", ")
        ));
    }
    match (replaces, here) {
        (false, Some(_)) => Some(format!(
            "{name} is known already; with --replace a code lets another machine, or another key, go on as it"
        )),
        (true, None) => Some(format!("{name} is not known yet; make a code without --replace")),
        _ => None,
    }
}

/// Revokes a workstation's key: nothing more is taken from it, and it learns nothing.
///
/// # Errors
/// [`Fault::NotDone`] where it is not enrolled; those of the database.
pub async fn revoke(central: &Central, name: &StationName, by: &str) -> Result<(), Fault> {
    let mut client = central.client().await?;
    let transaction = client.transaction().await?;
    let now = central.clock.now();
    // Codes first, as at an enrolment: so neither waits for the other.
    codes::end(&transaction, name, now).await?;
    if !stations::revoke(&transaction, name, now).await? {
        return Err(Fault::NotDone {
            problem: format!("{name} is not enrolled"),
        });
    }
    audit::note(&transaction, central.city(), by, &format!("revoked {name}"), now).await?;
    Ok(transaction.commit().await?)
}

/// Every workstation of the city.
///
/// # Errors
/// Those of the database.
pub async fn list(central: &Central) -> Result<Vec<Station>, Fault> {
    let client = central.client().await?;
    let mut all = Vec::new();
    for site in sites::all(&client, central.city()).await? {
        all.extend(stations::of_site(&client, central.city(), &site).await?);
    }
    all.retain(|one| one.state != State::Central);
    Ok(all)
}
