//! Proof of completeness: of each workstation the first and the last, every number in between,
//! the sums, the chain and who signed its end.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Response};
use counterfoil_domain::business_day;
use counterfoil_domain::config::Configuration;
use counterfoil_domain::entry::{hex, signed_text};
use counterfoil_formats::signature;
use maud::{Markup, html};
use serde::Deserialize;

use super::failure::Failure;
use super::index::lookup;
use super::index::stream::{Missing, StreamState};
use super::page::{Place, amount, count, counted, instant, page};
use super::pages;
use super::proving::{self, Proved};
use super::reader::SignedIn;
use super::records::{self, Flagged, Fork, Stream};
use crate::central::Central;

/// What is asked.
#[derive(Deserialize)]
pub struct Asked {
    site: Option<String>,
}

/// A workstation's proof.
struct Sheet {
    stream: Stream,
    state: StreamState,
    missing: Vec<Missing>,
    proved: Option<Proved>,
    underway: bool,
}

/// The page.
///
/// # Errors
/// Those of the database; [`Failure::NotFound`].
pub async fn shown(
    State(central): State<Arc<Central>>,
    mut reader: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, Failure> {
    let (site, configuration) = reader.site(asked.site.as_deref())?;
    let (site, configuration) = (site.to_owned(), configuration.clone());
    let city = central.city();
    let behind = reader.catch_up(&central, &site).await?;
    let client = &reader.client;
    let mut states = lookup::states(client, city, &site).await?;
    let mut sheets = Vec::new();
    for stream in records::streams(client, city, &site).await? {
        let name = (city, site.as_str(), stream.station.as_str());
        let proved = proving::kept(client, name).await?;
        let own = (site.as_str(), stream.station.as_str());
        proving::begin(&central, &reader.shared.proving, own, &stream, proved.as_ref());
        sheets.push(Sheet {
            missing: lookup::missing(client, name).await?,
            underway: reader.shared.proving.is_underway(own),
            state: states.remove(&stream.station).unwrap_or_default(),
            proved,
            stream,
        });
    }
    let flagged = records::flagged(client, city, &site).await?;
    let forks = records::forks(client, city, &site).await?;
    let zone = business_day::zone(&configuration.site);
    let content = html! {
        div.title {
            h1 { "Proof of completeness" }
            span.muted { (configuration.site.name) ", as of " (instant(central.clock.now(), zone)) }
            span.space {}
            @if let Some(sites) = pages::sites(&reader.sites, &site) {
                form.find.no-print method="get" action="/proof" {
                    (sites) div { button.quiet type="submit" { "Show" } }
                }
            }
        }
        (pages::behind(behind))
        @if sheets.is_empty() {
            section.sheet.empty {
                p { "No workstation of this site has been enrolled yet: there is nothing to prove." }
            }
        }
        @for sheet in &sheets { (sheet.shown(&configuration)) }
        @if !sheets.is_empty() { (unread(&flagged)) (aside(&site, &forks, &configuration)) }
    };
    Ok(Html(page(
        &reader.reader,
        Place::Proof,
        "Proof of completeness",
        &content,
    )))
}

impl Sheet {
    fn shown(&self, configuration: &Configuration) -> Markup {
        let zone = business_day::zone(&configuration.site);
        let (stream, state) = (&self.stream, &self.state);
        let id = format!("proof-{}", stream.station);
        html! {
            section.sheet.proof aria-labelledby=(id) {
                div.title {
                    h2 id=(id) {
                        (pages::window(configuration, &stream.station)) " " span.muted.num { (stream.station) }
                    }
                    (self.verdict())
                }
                dl.kv {
                    dt { "Entries" }
                    dd { @match (state.first_at, state.last_at) {
                        (Some(first), Some(last)) => {
                            "1 to " span.num { (count(stream.seq)) }
                            ", from " (instant(first, zone)) " to " (instant(last, zone)) ", epoch " (state.epoch)
                        },
                        _ => "none yet",
                    } }
                    dt { "Receipts" }
                    dd { @match (&state.first_receipt, &state.last_receipt) {
                        (Some(first), Some(last)) => {
                            span.num { (first) }
                            " to " span.num { (last) }
                            ", " (counted(state.receipts, "receipt", "receipts"))
                        },
                        _ => "none yet",
                    } }
                    dt { "Missing numbers" }
                    dd { (self.gaps()) }
                    dt { "Grand total, as its last entry says" }
                    dd { (self.numbers(state.grand_total.count)) ", " (amount(state.grand_total.cents)) }
                    dt { "Grand total, as summed here" }
                    dd {
                        @if state.lost > 0 { (self.numbers(state.receipts.saturating_add(state.lost))) ", " }
                        (counted(state.receipts, "receipt", "receipts")) ", " (amount(state.cents))
                        @if state.agrees() {
                            " " span.chip { "agrees" }
                        } @else { " " span.chip.bad { "does not agree" } }
                    }
                    dt { "Chain" }
                    dd { (self.chain(zone)) }
                    dt { "Its end, signed" }
                    dd.wrap { (self.signed(zone)) }
                }
            }
        }
    }

    /// What a grand total counts: receipts, and with them the numbers that were lost with a disk.
    fn numbers(&self, of: u64) -> String {
        match self.state.lost {
            0 => counted(of, "receipt", "receipts"),
            _ => counted(of, "number used", "numbers used"),
        }
    }

    fn whole(&self) -> bool {
        let proved = self.proved.as_ref();
        let chain = proved.is_some_and(|proved| proved.problem.is_none() && proved.seq == self.stream.seq);
        let numbers = self.missing.iter().all(|one| one.why.is_some());
        (chain || self.stream.seq == 0) && numbers && self.state.agrees() && self.state.unread == 0
    }

    fn verdict(&self) -> Markup {
        let wrong = self.proved.as_ref().is_some_and(|proved| proved.problem.is_some());
        html! {
            @if self.whole() { span.chip { "Complete" } }
            @else if wrong || !self.state.agrees() || self.missing.iter().any(|one| one.why.is_none()) {
                span.chip.bad { "Not proved" }
            }
            @else if self.state.unread > 0 { span.chip.warn { "Some entries do not read" } }
            @else { span.chip.warn { "Being proved" } }
        }
    }

    fn gaps(&self) -> Markup {
        html! {
            @if self.missing.is_empty() { "none" }
            @for one in &self.missing {
                div {
                    span.num { (one.first) }
                    @if one.first != one.last { " to " span.num { (one.last) } }
                    ", " (counted(one.count, "number", "numbers")) ": "
                    @match &one.why {
                        Some(why) => (why),
                        None => span.chip.bad { "unexplained, before entry " (one.seq) },
                    }
                }
            }
        }
    }

    fn chain(&self, zone: chrono_tz::Tz) -> Markup {
        html! {
            @match &self.proved {
                Some(Proved { seq, hash, at, problem: None }) => {
                    "verified from entry 1 to entry " span.num { (count(*seq)) }
                    ", hash " span.num.wrap { (hex(hash)) }
                    ", on " (instant(*at, zone))
                },
                Some(Proved { at, problem: Some(problem), .. }) => {
                    span.chip.bad { "not proved" }
                    " " (problem) ". On " (instant(*at, zone)) ". Call whoever keeps the server."
                },
                None => span.muted { "not verified yet" },
            }
            @if self.underway { " " span.muted role="status" { "(being verified now; load this page again)" } }
        }
    }

    /// The head that the workstation signed last, and whether its signature holds and is the end here.
    fn signed(&self, zone: chrono_tz::Tz) -> Markup {
        let stream = &self.stream;
        let Some(word) = &stream.word else {
            return html! { span.muted { "nothing was signed yet" } };
        };
        let head = &word.head;
        let text = signed_text(&stream.station, word.epoch, head.seq, &head.hash);
        let holds = signature::holds(&head.key, &text, &head.signature);
        let ends = head.seq == stream.seq && head.hash == hex(&stream.hash);
        html! {
            "entry " span.num { (count(head.seq)) } ", said on " (instant(word.made_at, zone)) " "
            @if !holds { span.chip.bad { "the signature does not hold" } }
            @else if !ends { span.chip.warn { "not the last entry here" } }
            @else { span.chip { "signed by the workstation" } }
            br; span.muted.small { "key " span.num { (head.key) } br; "signature " span.num { (head.signature) } }
        }
    }
}

fn unread(flagged: &[Flagged]) -> Markup {
    html! {
        section.sheet.proof aria-labelledby="flagged" {
            h2 id="flagged" { "Entries that do not read" }
            @if flagged.is_empty() {
                p.muted { "None: every entry is of a version and a kind that this program knows." }
            } @else {
                p { "They are kept as they came, and are not in the sums." }
                div.table role="region" aria-label="Entries that do not read, a table" tabindex="0" { table {
                    thead {
                        tr { th scope="col" { "Workstation" } th.r scope="col" { "Entry" } th scope="col" { "Why" } }
                    }
                    tbody { @for one in flagged {
                        tr { th scope="row" { (one.station) } td.r.num { (count(one.seq)) } td { (why(&one.flag)) } }
                    } }
                } }
            }
        }
    }
}

fn why(flag: &str) -> &str {
    match flag {
        "unknown" => "of a newer version, or of a kind that this program does not know: update central",
        "unreadable" => "not an entry at all: call whoever keeps the server",
        "unfit" => "an entry that the database cannot hold as such: call whoever keeps the server",
        other => other,
    }
}

fn aside(site: &str, forks: &[Fork], configuration: &Configuration) -> Markup {
    let zone = business_day::zone(&configuration.site);
    html! {
        section.sheet.proof aria-labelledby="forks" {
            h2 id="forks" { "Kept aside" }
            @if forks.is_empty() {
                p.muted { "None: no workstation ever sent entries that contradict what is here." }
            } @else {
                p {
                    "Entries that contradict those above came under the same name. "
                    "They are kept whole, and are not in the sums."
                }
                div.table role="region" aria-label="Kept aside, a table" tabindex="0" { table {
                    thead {
                        tr {
                            th scope="col" { "Workstation" }
                            th.r scope="col" { "From entry" }
                            th scope="col" { "Came" }
                            th scope="col" { "By" }
                            th scope="col" { "Bundle" }
                        }
                    }
                    tbody { @for fork in forks {
                        tr {
                            th scope="row" {
                                (pages::window(configuration, &fork.station)) " " span.muted.num { (fork.station) }
                            }
                            td.r.num { (count(fork.seq)) }
                            td.n { (instant(fork.received_at, zone)) }
                            td { (fork.came_by) }
                            td.wrap { a href=(bundle_address(site, fork)) {
                                "Download " span.num.small { (&hex(&fork.digest)[..12]) } } }
                        }
                    } }
                } }
            }
        }
    }
}

fn bundle_address(site: &str, fork: &Fork) -> String {
    let (site, station) = (pages::in_address(site), pages::in_address(&fork.station));
    format!("/proof/{site}/{station}/{}.bundle", hex(&fork.digest))
}

/// A bundle that was kept aside, byte for byte.
///
/// # Errors
/// Those of the database; [`Failure::NotFound`].
pub async fn bundle(
    State(central): State<Arc<Central>>,
    reader: SignedIn,
    Path((site, station, digest)): Path<(String, String, String)>,
) -> Result<Response, Failure> {
    let site = reader.site(Some(&site))?.0;
    let digest = digest.strip_suffix(".bundle").and_then(signature::unhex::<32>);
    let digest = digest.filter(|_| !station.contains('\0')).ok_or(Failure::NotFound)?;
    let found = records::forked_bundle(&reader.client, (central.city(), site, &station), &digest).await?;
    let bytes = found.ok_or(Failure::NotFound)?;
    let name = format!("{}-{}.bundle", pages::in_address(&station), &hex(&digest)[..12]);
    let file = format!("attachment; filename=\"{name}\"");
    let headers = [
        (CONTENT_TYPE, "application/octet-stream".to_owned()),
        (CONTENT_DISPOSITION, file),
    ];
    Ok((headers, bytes).into_response())
}
