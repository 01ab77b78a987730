//! Today: every site and workstation, and what a person must see to.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Html;
use chrono::{DateTime, NaiveDate, Utc};
use counterfoil_domain::business_day;
use counterfoil_domain::config::Configuration;
use counterfoil_domain::money::Cents;
use maud::{Markup, html};
use serde::Deserialize;

use super::failure::Failure;
use super::index::lookup::{self, StationDate};
use super::index::stream::{Drawer, DrawerStands, StreamState};
use super::page::{Place, amount, count, counted, date as date_words, instant, page, since, wide};
use super::reader::SignedIn;
use super::records::{self, Stream};
use super::{alerts, pages};
use crate::central::Central;

/// What is asked.
#[derive(Deserialize)]
pub struct Asked {
    /// The business date; today without one.
    date: Option<String>,
}

/// The page.
///
/// # Errors
/// Those of the database; [`Failure::Asked`] for a date that is none.
pub async fn today(
    State(central): State<Arc<Central>>,
    mut reader: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, Failure> {
    let asked = pages::date_of(asked.date.as_deref())?;
    let now = central.clock.now();
    let mut content = html! {};
    let mut to_see = Vec::new();
    let mut any = false;
    for (site, configuration) in reader.sites.clone() {
        let behind = reader.catch_up(&central, &site).await?;
        let office = Office::read(&reader, (central.city(), &site), &configuration, (asked, now)).await?;
        any |= !office.rows.is_empty();
        to_see.push(alerts::read(&reader.client, (central.city(), &site), &configuration).await?);
        content = html! { (content) (office.shown(behind)) };
    }
    // One line a site on top, so that the workstations stay in sight; the rest is below them.
    let notices: Vec<Markup> = to_see.iter().filter_map(alerts::ToSee::notice).collect();
    let content = html! {
        div.title {
            h1 { "Today" }
            span.muted { "Every site and workstation, as central records have them" }
            span.space {}
            (pages::date_form("/today", None, asked))
        }
        @if !notices.is_empty() {
            ul.alerts.notices aria-label="To see to" { @for notice in &notices { (notice) } }
        }
        (content)
        @if !any { (nobody_enrolled()) }
        @for of_site in &to_see { (of_site.shown()) }
    };
    Ok(Html(page(&reader.reader, Place::Today, "Today", &content)))
}

fn nobody_enrolled() -> Markup {
    html! {
        section.sheet.empty {
            h2 { "No workstation has been enrolled yet" }
            p { "Entries come from the workstations at the counters. An administrator makes a one-time code for each \
                 of them on the server with " code { "counterfoil-central enrol" } ", and types it at the workstation." }
            p { "From then on every receipt is here a moment after it was issued, and this page shows who was heard of, \
                 and when." }
        }
    }
}

/// A site on the page.
struct Office<'a> {
    configuration: &'a Configuration,
    site: &'a str,
    date: NaiveDate,
    last: Option<NaiveDate>,
    now: DateTime<Utc>,
    rows: Vec<Line>,
}

/// A workstation on the page.
struct Line {
    stream: Stream,
    state: StreamState,
    day: Option<StationDate>,
}

impl<'a> Office<'a> {
    async fn read(
        reader: &SignedIn,
        (city, site): (&str, &'a str),
        configuration: &'a Configuration,
        (asked, now): (Option<NaiveDate>, DateTime<Utc>),
    ) -> Result<Office<'a>, Failure> {
        let client = &reader.client;
        let date = asked.unwrap_or_else(|| business_day::date(now, &configuration.site));
        let mut states = lookup::states(client, city, site).await?;
        let days = lookup::of_date(client, city, site, date).await?;
        let streams = records::streams(client, city, site).await?;
        let rows = streams.into_iter().map(|stream| Line {
            state: states.remove(&stream.station).unwrap_or_default(),
            day: days.iter().find(|day| day.station == stream.station).cloned(),
            stream,
        });
        Ok(Office {
            rows: rows.collect(),
            last: lookup::last_date(client, city, site, date).await?,
            configuration,
            site,
            date,
            now,
        })
    }

    fn shown(&self, behind: u64) -> Markup {
        let name = &self.configuration.site.name;
        let id = format!("site-{}", self.site);
        html! {
            (pages::behind(behind))
            section.sheet aria-labelledby=(id) {
                div.title {
                    h2 id=(id) { (name) " " span.muted { (self.site) } }
                    span.muted { "Business date " (date_words(self.date)) }
                }
                @if self.rows.is_empty() {
                    p.muted { "No workstation of this site has been enrolled yet." }
                } @else {
                    (wide(&format!("{name}, a table"), &self.table()))
                    @if let Some(last) = self.last.filter(|last| *last < self.date) {
                        p.muted.small {
                            "No receipts of this date. The last ones before it are of "
                            a href=(format!("/today?date={last}")) { (date_words(last)) } "."
                        }
                    }
                }
            }
        }
    }

    fn table(&self) -> Markup {
        let days = || self.rows.iter().filter_map(|line| line.day.as_ref());
        let receipts: u64 = days().map(|day| day.receipts).sum();
        let cents = Cents::sum(days().map(|day| day.cents)).unwrap_or_default();
        let entries: u64 = self.rows.iter().map(|line| line.stream.seq).sum();
        html! {
            table {
                thead { tr {
                    th scope="col" { "Workstation" }
                    th scope="col" { "State" }
                    th scope="col" { "Last contact" }
                    th scope="col" { "Complete until" }
                    th.r scope="col" { "Entries here" }
                    th scope="col" { "Waiting there" }
                    th scope="col" { "Drawer" }
                    th.r scope="col" { "Receipts" }
                    th.r scope="col" { "Amount" }
                } }
                tbody { @for line in &self.rows { (self.line(line)) } }
                tfoot { tr {
                    th scope="row" colspan="4" { "All" }
                    td.r.num { (count(entries)) }
                    td {} td {}
                    td.r.num { (count(receipts)) }
                    td.r { (amount(cents)) }
                } }
            }
            p.muted.small { "Receipts and amounts are of the business date, voided ones included." }
        }
    }

    fn line(&self, line: &Line) -> Markup {
        let zone = business_day::zone(&self.configuration.site);
        let stream = &line.stream;
        let window = pages::window(self.configuration, &stream.station);
        let day = line.day.as_ref();
        html! {
            tr {
                th.n scope="row" { (window) " " span.muted.num { (stream.station) } }
                td { (state(stream)) }
                td.n {
                    @match stream.last_contact {
                        Some(at) => (since(at, self.now, zone)),
                        None => span.muted { "never" },
                    }
                }
                td.n {
                    @match &stream.word {
                        Some(word) => (instant(word.made_at, zone)),
                        None => span.muted { "nothing sent yet" },
                    }
                }
                td.r.num { (count(stream.seq)) }
                td { (waiting(stream)) }
                td { (drawer(&line.state.drawer, self.date)) }
                td.r {
                    span.num { (count(day.map_or(0, |day| day.receipts))) }
                    @if let Some(day) = day.filter(|day| day.voids > 0) {
                        br; span.muted.small { (counted(day.voids, "void", "voids")) " of " (amount(day.void_cents)) }
                    }
                }
                td.r { (amount(day.map_or(Cents::ZERO, |day| day.cents))) }
            }
        }
    }
}

fn state(stream: &Stream) -> Markup {
    let stopped = stream.word.as_ref().is_some_and(|word| word.stopping);
    html! {
        @if stream.revoked { span.chip.bad { "Revoked" } }
        @else if stopped { span.chip.mute { "Program closed" } }
        @else { span.chip { "Enrolled" } }
    }
}

/// What the workstation said it has, less what is here.
fn waiting(stream: &Stream) -> Markup {
    match stream.told_seq {
        None => html! { span.muted { "not known" } },
        Some(told) if told <= stream.seq => html! { span.muted { "none" } },
        Some(told) => html! { span.chip.warn { (counted(told - stream.seq, "entry", "entries")) } },
    }
}

fn drawer(drawer: &Drawer, date: NaiveDate) -> Markup {
    let of = drawer.date.filter(|of| *of != date).map(date_words);
    let chip = match drawer.stands {
        DrawerStands::Never => return html! { span.muted { "none yet" } },
        DrawerStands::Open => html! { span.chip { "Open" } },
        DrawerStands::Counting => html! { span.chip.warn { "Being counted" } },
        DrawerStands::Closed => html! { span.chip.mute { "Closed" } },
    };
    html! {
        (chip) " " span.small { (drawer.name) ", " (drawer.cashier) }
        @if let Some(of) = of { " " span.muted.small { "of " (of) } }
    }
}
