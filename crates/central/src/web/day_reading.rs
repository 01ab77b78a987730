//! Reading a site's business day out of the entries: what the closing desk makes its papers of.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use counterfoil_domain::business_day;
use counterfoil_domain::config::Configuration;
use counterfoil_domain::day::{Day, Gap};
use counterfoil_domain::day_close::may_be_missing;
use counterfoil_domain::documents::NotReceived;
use counterfoil_domain::entry::{Body, DayClosed, Entry};
use deadpool_postgres::Object;
use uuid::Uuid;

use super::failure::Failure;
use super::index::lookup::{self, Spot};
use super::index::marks::what;
use super::pages::closing_desk;
use super::records::{self, Stream};
use super::site_day::{Places, Plan};

/// The entries that are read at once.
const STRETCH: i64 = 500;
/// The most entries of a day that a page reads: a hundred windows of a busy city.
const MOST: u64 = 200_000;

/// A day as its papers need it.
#[derive(Debug)]
pub struct DayRead {
    /// The day.
    pub day: Day,
    /// The configuration that it was closed under; the closing desk's own where it is open.
    pub configuration: Configuration,
    /// Workstations whose receipts may not all be in.
    pub not_received: Vec<NotReceived>,
}

/// Reads a day.
///
/// # Errors
/// [`Failure::Asked`] where it is too large for a page; those of the database and of the fold.
pub async fn read(
    client: &Object,
    name: (&str, &str),
    latest: &Configuration,
    date: NaiveDate,
    now: DateTime<Utc>,
) -> Result<DayRead, Failure> {
    let (city, site) = name;
    let before_date = lookup::closed_before(client, city, site, date).await?;
    let before = match before_date {
        Some(before) => day_closed(client, name, before).await?.map(|found| found.1),
        None => None,
    };
    let closed = day_closed(client, name, date).await?;
    let carried = match before_date {
        Some(before) => lookup::carried(client, name, before, date).await?,
        None => Vec::new(),
    };
    let deposits: BTreeSet<Uuid> = lookup::deposits_of(client, city, site, date)
        .await?
        .into_iter()
        .collect();
    let mut single: Vec<Spot> = closed.iter().map(|found| found.0.clone()).collect();
    for deposit in &deposits {
        single.extend(lookup::marked(client, name, what::DEPOSIT, &deposit.to_string(), 200).await?);
    }
    let plan = Plan {
        date,
        before,
        closed: closed.as_ref().map(|found| found.1.clone()),
        carried: carried.iter().copied().collect(),
        deposits,
    };
    let mut streams = records::streams(client, city, site).await?;
    let desk = closing_desk(latest);
    streams.sort_by_key(|stream| (Some(stream.station.as_str()) == desk, stream.station.clone()));
    let mut day = plan.begin();
    let mut left = MOST;
    for stream in &streams {
        let mut places = lookup::places(client, (city, site, &stream.station), date, before_date, &carried).await?;
        let own = single.iter().filter(|spot| spot.0 == stream.station);
        places.single = own.map(|spot| spot.1).collect();
        take(client, name, (stream, &places), &plan, &mut day, &mut left).await?;
    }
    explain(client, name, &mut day).await?;
    let version = match &closed {
        Some(((station, seq), _)) => version_of(client, (city, site, station), *seq).await?,
        None => match streams.last() {
            Some(desk) => version_of(client, (city, site, &desk.station), desk.seq).await?,
            None => None,
        },
    };
    let configuration = configuration_of(client, name, version).await?;
    Ok(DayRead {
        not_received: not_received(&streams, desk, latest, (date, now), client, name).await?,
        configuration: configuration.unwrap_or_else(|| latest.clone()),
        day,
    })
}

/// Takes a workstation's part of the day in.
async fn take(
    client: &Object,
    (city, site): (&str, &str),
    (stream, places): (&Stream, &Places),
    plan: &Plan,
    day: &mut Day,
    left: &mut u64,
) -> Result<(), Failure> {
    for (first, last) in plan.stretches(&stream.station, stream.seq, places) {
        *left = left.checked_sub(last - first + 1).ok_or_else(|| {
            Failure::Asked("This day has more entries than a page reads. Print it at the closing desk.".to_owned())
        })?;
        let mut next = first;
        while next <= last {
            let entries = records::entries(client, (city, site, &stream.station), (next, last), STRETCH).await?;
            let Some(end) = entries.last() else { break };
            next = end.seq + 1;
            for stored in &entries {
                if let Some(entry) = stored.entry() {
                    plan.take(day, &entry, &stored.hash)?;
                }
            }
        }
    }
    Ok(())
}

async fn entry_at(client: &Object, (city, site): (&str, &str), spot: &Spot) -> Result<Option<Entry>, Failure> {
    let stored = records::entry(client, (city, site, &spot.0), spot.1).await?;
    Ok(stored.and_then(|stored| stored.entry()))
}

/// The close of a date, and where it is.
async fn day_closed(
    client: &Object,
    name: (&str, &str),
    date: NaiveDate,
) -> Result<Option<(Spot, DayClosed)>, Failure> {
    let spots = lookup::marked(client, name, what::DAY_CLOSED, &date.to_string(), 10).await?;
    let Some(spot) = spots.into_iter().next_back() else {
        return Ok(None);
    };
    Ok(match entry_at(client, name, &spot).await?.map(|entry| entry.body) {
        Some(Body::DayClosed(body)) => Some((spot, *body)),
        _ => None,
    })
}

async fn version_of(
    client: &Object,
    (city, site, station): (&str, &str, &str),
    seq: u64,
) -> Result<Option<String>, Failure> {
    let stored = records::entry(client, (city, site, station), seq).await?;
    Ok(stored.and_then(|stored| stored.entry()).map(|entry| entry.config))
}

async fn configuration_of(
    client: &Object,
    name: (&str, &str),
    version: Option<String>,
) -> Result<Option<Configuration>, Failure> {
    let Some(version) = version else { return Ok(None) };
    let spots = lookup::marked(client, name, what::CONFIGURED, &version, 1).await?;
    let Some(spot) = spots.first() else { return Ok(None) };
    Ok(match entry_at(client, name, spot).await?.map(|entry| entry.body) {
        Some(Body::ConfigurationAdopted(body)) => Some(body.configuration),
        _ => None,
    })
}

/// Why the day does not have some receipt numbers: they are of another date, and are looked up there.
async fn explain(client: &Object, name: (&str, &str), day: &mut Day) -> Result<(), Failure> {
    for gap in day.stations.iter_mut().flat_map(|station| &mut station.gaps) {
        if gap.why.is_none() {
            gap.why = why(client, name, gap).await?;
        }
    }
    Ok(())
}

async fn why(client: &Object, name: (&str, &str), gap: &Gap) -> Result<Option<String>, Failure> {
    let first = lookup::issued(client, name, &gap.first).await?;
    let last = lookup::issued(client, name, &gap.last).await?;
    let (Some(first), Some(last)) = (first, last) else {
        return Ok(None);
    };
    let mut places = vec![place(client, name, &first).await?];
    if first != last {
        places.push(place(client, name, &last).await?);
    }
    places.dedup();
    Ok(Some(format!("issued {}", places.join(", and "))))
}

/// `on 22 Nov 2026, in Mail batch 2`.
async fn place(client: &Object, name: (&str, &str), spot: &Spot) -> Result<String, Failure> {
    let Some(entry) = entry_at(client, name, spot).await? else {
        return Ok(format!("as entry {} of {}", spot.1, spot.0));
    };
    let mut of = String::new();
    if let Some(session) = entry.body.session() {
        let opened = lookup::marked(client, name, what::OPENED, &session.to_string(), 1).await?;
        if let Some(opened) = opened.first() {
            of = match entry_at(client, name, opened).await?.map(|entry| entry.body) {
                Some(Body::DrawerOpened(body)) => format!(", in {}", body.drawer),
                Some(Body::BatchOpened(body)) => format!(", in {}", body.name),
                _ => of,
            };
        }
    }
    Ok(format!("on {}{of}", entry.business_date.format("%-d %b %Y")))
}

/// Workstations whose receipts may not all be in, by the rule of the closing desk.
async fn not_received(
    streams: &[Stream],
    desk: Option<&str>,
    latest: &Configuration,
    (date, now): (NaiveDate, DateTime<Utc>),
    client: &Object,
    (city, site): (&str, &str),
) -> Result<Vec<NotReceived>, Failure> {
    let zone = business_day::zone(&latest.site);
    let now = business_day::local(now, zone);
    let states = lookup::states(client, city, site).await?;
    let mut missing = Vec::new();
    for station in latest.stations.iter().filter(|one| Some(one.code.as_str()) != desk) {
        let stream = streams.iter().find(|stream| stream.station == station.code);
        let word = stream.and_then(|stream| stream.word.as_ref());
        let as_of = word.map(|word| business_day::local(word.made_at, zone));
        let stopped = word.is_some_and(|word| word.stopping);
        if !may_be_missing(date, as_of, stopped, now) {
            continue;
        }
        let receipts = states.get(&station.code).map_or(0, |state| state.grand_total.count);
        let as_of = as_of.map(|at| at.format("%-d %b %H:%M").to_string());
        missing.push(NotReceived {
            what: NotReceived::silent(as_of.as_deref(), receipts),
            station: station.code.clone(),
            window: station.name.clone(),
        });
    }
    Ok(missing)
}
