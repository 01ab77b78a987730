//! What a person must see to, in plain words, with what to do.

use counterfoil_domain::business_day;
use counterfoil_domain::config::Configuration;
use deadpool_postgres::Object;
use maud::{Markup, html};

use super::page::{counted, instant};
use super::pages::window;
use super::records;
use crate::fault::Fault;

/// The alerts of a site; nothing where there are none.
///
/// # Errors
/// Those of the database.
pub async fn read(client: &Object, (city, site): (&str, &str), configuration: &Configuration) -> Result<Markup, Fault> {
    let alerts = records::alerts(client, city, site).await?;
    let forks = records::forks(client, city, site).await?;
    let flagged = records::flagged(client, city, site).await?;
    let zone = business_day::zone(&configuration.site);
    let mut said: Vec<(String, String, &'static str)> = Vec::new();
    for alert in &alerts {
        let (title, to_do) = words(&alert.kind);
        let since = instant(alert.first_at, zone);
        let times = match alert.times {
            ..=1 => format!(", on {since}"),
            times => format!(", {times} times since {since}"),
        };
        let title = format!("{}: {title}", window(configuration, &alert.station));
        said.push((title, format!("{}{times}", alert.what), to_do));
    }
    // Facts stand above all saying of them: they are shown although somebody acknowledged the alert.
    for fork in &forks {
        if !alerts
            .iter()
            .any(|alert| alert.kind == "fork" && alert.station == fork.station)
        {
            let (title, to_do) = words("fork");
            let title = format!("{}: {title}", window(configuration, &fork.station));
            said.push((
                title,
                format!("from entry {} on, it came by {}", fork.seq, fork.came_by),
                to_do,
            ));
        }
    }
    if !flagged.is_empty() && !alerts.iter().any(|alert| alert.kind == "flagged") {
        let (title, to_do) = words("flagged");
        let mut stations: Vec<&str> = flagged.iter().map(|one| one.station.as_str()).collect();
        stations.dedup();
        let many = u64::try_from(flagged.len()).unwrap_or(0);
        let what = format!("{} of {}", counted(many, "entry", "entries"), stations.join(", "));
        said.push((title.to_owned(), what, to_do));
    }
    if said.is_empty() {
        return Ok(html! {});
    }
    let label = format!("To see to at {}", configuration.site.name);
    Ok(html! {
        ul.alerts aria-label=(label) {
            @for (title, what, to_do) in &said {
                li { b { (title) } (to_do) br; span.small.wrap { "Recorded: " (what) } }
            }
        }
    })
}

/// What a kind of alert means, and what to do.
fn words(kind: &str) -> (&'static str, &'static str) {
    match kind {
        "fork" => (
            "two different journals under one name",
            "Nothing was overwritten; both are kept. Keep the machine as it is, find out which of its disks wrote \
             which receipts (Proof shows both), then make a code with `counterfoil-central enrol --replace`.",
        ),
        "clone" => (
            "a copy of this workstation was heard",
            "Two machines speak under one name; the copy is stopped. Find it, switch it off, and compare its printed \
             receipts with those here.",
        ),
        "journal_behind" => (
            "an old backup was started",
            "It has stopped writing. Make a code with `counterfoil-central enrol --replace`, so that central fills in \
             what the backup lacks.",
        ),
        "epoch_over" => (
            "the machine that was replaced still sends entries",
            "Switch it off, and compare its printed receipts with those here.",
        ),
        "central_restored" => (
            "it has heard more than central knows",
            "Central's database was restored from a backup. The workstations send what it lacks by themselves; call \
             whoever keeps the server about what was set up here since the backup.",
        ),
        "clock_off" => (
            "its clock is wrong",
            "Set the date and time of the machine, or switch its time service on. It takes up again by itself.",
        ),
        "bundle_signature" => (
            "entries came that it did not sign",
            "They were not taken. Find out where that file or machine came from; it may be meant to deceive.",
        ),
        "bundle_contradicts" => (
            "entries came that contradict themselves",
            "They were not taken. Run `counterfoil verify` at the workstation, and call whoever keeps the server.",
        ),
        "flagged" => (
            "entries that central cannot read yet",
            "They are kept as they came and are not in the sums. Most often central is older than the workstation: \
             update central. If it stays so, call whoever keeps the server.",
        ),
        _ => ("something to see to", "Call whoever keeps the server."),
    }
}
