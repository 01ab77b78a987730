//! One receipt: as it was printed, what it was paid with, what became of it, its entry.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Response};
use counterfoil_domain::business_day;
use counterfoil_domain::config::Configuration;
use counterfoil_domain::documents::{ReceiptDocument, ReceiptMark};
use counterfoil_domain::entry::{Body, Entry, hex, seal};
use counterfoil_domain::receipt::Tender;
use counterfoil_domain::trace::Trace;
use counterfoil_paper::tape;
use deadpool_postgres::Object;
use maud::{Markup, html};

use super::became::became;
use super::failure::Failure;
use super::index::lookup;
use super::index::marks::what;
use super::page::{Place, amount, counted, date as date_words, instant, page, wide};
use super::reader::SignedIn;
use super::records::Stored;
use super::{pages, records};
use crate::central::Central;

/// The most entries about one receipt that are read.
const ENTRIES: i64 = 500;
/// The columns of a receipt whose workstation is in no configuration any more.
const COLUMNS: u8 = 42;

/// The page.
///
/// # Errors
/// Those of the database; [`Failure::NotFound`].
pub async fn shown(
    State(central): State<Arc<Central>>,
    mut reader: SignedIn,
    Path((site, number)): Path<(String, String)>,
) -> Result<Html<String>, Failure> {
    let (site, configuration) = reader.site(Some(&site))?;
    let (site, configuration) = (site.to_owned(), configuration.clone());
    let behind = reader.catch_up(&central, &site).await?;
    let name = (central.city(), site.as_str());
    let (station, stored) = issued(&reader.client, name, &number).await?;
    let entry = stored.entry().ok_or(Failure::NotFound)?;
    let about = about(&reader.client, name, &number, &station).await?;
    let mut trace = Trace::begin(&entry).ok_or(Failure::NotFound)?;
    let mut untold = false;
    for (_, entry) in &about {
        untold |= trace.apply(entry).is_err();
    }
    let content = html! {
        div.title {
            h1 { "Receipt " span.num { (trace.number()) } }
            (standing(&trace))
            span.space {}
            a.no-print href=(format!("/receipts?site={}", pages::in_address(&site))) { "Find another" }
        }
        (pages::behind(behind))
        div.beside {
            div {
                section.sheet aria-labelledby="became" {
                    h2 id="became" { "What became of it" }
                    @if untold {
                        p.note {
                            "Not everything that was said of it could be applied here; the entries stand below."
                        }
                    }
                    (happened(&about, &configuration))
                }
                section.sheet aria-labelledby="tenders" {
                    h2 id="tenders" { "Paid with" } (wide("Paid with, a table", &tenders(&trace)))
                }
                section.sheet aria-labelledby="lines" {
                    h2 id="lines" { "What was paid" } (wide("What was paid, a table", &lines(&trace)))
                }
                section.sheet aria-labelledby="entry" {
                    h2 id="entry" { "Its entry" } (facts(&site, &station, &stored, &entry, &configuration))
                }
            }
            section aria-label="As printed" { (printed(&trace, &stored, &entry, &configuration)) }
        }
    };
    let title = format!("Receipt {}", trace.number());
    Ok(Html(page(&reader.reader, Place::Receipts, &title, &content)))
}

/// The entry itself, byte for byte.
///
/// # Errors
/// Those of the database; [`Failure::NotFound`].
pub async fn raw(
    State(central): State<Arc<Central>>,
    mut reader: SignedIn,
    Path((site, number)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let site = reader.site(Some(&site))?.0.to_owned();
    reader.catch_up(&central, &site).await?;
    let (station, stored) = issued(&reader.client, (central.city(), &site), &number).await?;
    let file = format!(
        "attachment; filename=\"{}-{}.json\"",
        pages::in_address(&station),
        stored.seq
    );
    let headers = [
        (CONTENT_TYPE, "application/json".to_owned()),
        (CONTENT_DISPOSITION, file),
    ];
    Ok((headers, stored.bytes).into_response())
}

async fn issued(client: &Object, (city, site): (&str, &str), number: &str) -> Result<(String, Stored), Failure> {
    if number.contains('\0') {
        return Err(Failure::NotFound);
    }
    let spot = lookup::issued(client, (city, site), number).await?;
    let (station, seq) = spot.ok_or(Failure::NotFound)?;
    let stored = records::entry(client, (city, site, &station), seq).await?;
    Ok((station, stored.ok_or(Failure::NotFound)?))
}

/// The entries about a receipt: those of its own workstation, behind them what the closing desk says.
async fn about(
    client: &Object,
    (city, site): (&str, &str),
    number: &str,
    own: &str,
) -> Result<Vec<(Stored, Entry)>, Failure> {
    let mut spots = lookup::marked(client, (city, site), what::ABOUT, number, ENTRIES).await?;
    spots.sort_by_key(|(station, seq)| (station != own, *seq));
    let mut found = Vec::new();
    for (station, seq) in spots {
        if let Some(stored) = records::entry(client, (city, site, &station), seq).await?
            && let Some(entry) = stored.entry()
        {
            found.push((stored, entry));
        }
    }
    Ok(found)
}

fn standing(trace: &Trace) -> Markup {
    html! {
        @match fallen(trace) {
            Some(word) => span.chip.bad { (word) },
            None => span.chip { "Stands" },
        }
    }
}

/// Why a receipt does not stand as it was issued; nothing where it does.
pub(super) fn fallen(trace: &Trace) -> Option<&'static str> {
    let returned = || trace.tenders.iter().any(|tender| tender.returned.is_some());
    match (trace.void, trace.reversed) {
        (true, _) => Some("Void"),
        (false, true) => Some("Reversed"),
        (false, false) => returned().then_some("Returned by the bank"),
    }
}

fn happened(about: &[(Stored, Entry)], configuration: &Configuration) -> Markup {
    let zone = business_day::zone(&configuration.site);
    html! {
        @if about.is_empty() { p.muted { "Nothing: it stands as it was issued." } }
        @else { ol.became { @for (stored, entry) in about {
            li {
                b { (became(entry)) }
                @if let Some(approval) = &entry.approval { " Agreed to by " (approval.name) "." }
                br;
                span.muted.small {
                    (instant(entry.at, zone)) ", business date " (date_words(entry.business_date)) ", by " (entry.actor)
                    " at " (entry.station) ", entry " span.num { (entry.seq) }
                    ", seal " span.num { (seal(&stored.hash)) }
                }
            }
        } } }
    }
}

fn tenders(trace: &Trace) -> Markup {
    html! {
        table {
            thead { tr {
                th scope="col" { "Tender" } th scope="col" { "Details" } th scope="col" { "Now" }
                th.r scope="col" { "Handed over" } th.r scope="col" { "Paid" }
            } }
            tbody { @for traced in &trace.tenders {
                tr {
                    th scope="row" { (traced.tender.name) }
                    td { (details(&traced.tender)) }
                    td { @if trace.void { span.muted { "given back" } }
                        @else if let Some(item) = &traced.returned { span.chip.bad { "Returned, " (item) } }
                        @else if !traced.back.is_zero() { (amount(traced.back)) " went back" }
                        @else { span.muted { "stands" } } }
                    td.r { (amount(traced.tender.handed.unwrap_or(traced.tender.amount))) }
                    td.r { (amount(traced.tender.amount)) }
                }
            } }
            tfoot { tr { th scope="row" colspan="4" { "Total" } td.r { (amount(trace.receipt.total)) } } }
        }
    }
}

fn details(tender: &Tender) -> String {
    let mut parts: Vec<String> = Vec::new();
    if let Some(check) = &tender.check {
        parts.extend(check.number.iter().map(|number| format!("number {number}")));
        parts.extend(check.routing.iter().map(|routing| format!("routing {routing}")));
        parts.extend(check.last_four.iter().map(|four| format!("account ending {four}")));
    }
    if let Some(card) = &tender.card {
        parts.extend(card.brand.clone());
        parts.extend(card.last_four.iter().map(|four| format!("ending {four}")));
        parts.extend(card.approval.iter().map(|code| format!("approval {code}")));
    }
    parts.extend(tender.reference.iter().map(|reference| format!("number {reference}")));
    parts.join(", ")
}

fn lines(trace: &Trace) -> Markup {
    html! {
        table {
            thead { tr {
                th scope="col" { "For" } th scope="col" { "Account" } th scope="col" { "Ledger" }
                th.r scope="col" { "Paid" } th.r scope="col" { "Stands now" }
            } }
            tbody { @for traced in &trace.lines {
                tr {
                    th scope="row" {
                        (traced.line.description) @if traced.from.is_some() { " " span.muted.small { "moved here" } }
                    }
                    td.num { (traced.line.account.as_deref().unwrap_or_default()) }
                    td.small {
                        div.split {
                            @for (ledger, cents) in &traced.line.split { span.num { (ledger) } " " (amount(*cents)) }
                        }
                    }
                    td.r { (amount(traced.line.amount)) }
                    td.r { (amount(traced.standing().unwrap_or_default())) }
                }
            } }
        }
    }
}

fn facts(site: &str, station: &str, stored: &Stored, entry: &Entry, configuration: &Configuration) -> Markup {
    let zone = business_day::zone(&configuration.site);
    let number = match &entry.body {
        Body::Receipt(receipt) => receipt.number.as_str(),
        _ => "",
    };
    html! {
        dl.kv {
            dt { "Workstation" }
            dd {
                (pages::window(configuration, station)) " " span.num { (station) }
                ", epoch " (entry.epoch) ", entry " span.num { (entry.seq) }
            }
            dt { "Issued" }
            dd {
                (instant(entry.at, zone)) ", business date " (date_words(entry.business_date)) ", by " (entry.actor)
            }
            dt { "Seal" } dd { span.num { (seal(&stored.hash)) } }
            dt { "Hash" } dd.wrap { span.num { (hex(&stored.hash)) } }
            dt { "Grand total" }
            dd { (counted(entry.grand_total.count, "receipt", "receipts")) ", " (amount(entry.grand_total.cents)) }
        }
        p.no-print {
            a href=(format!("{}/entry.json", super::search::address(site, number))) { "The entry, byte for byte" }
        }
        details.no-print {
            summary { "Look at the entry here" } pre.raw tabindex="0" { (String::from_utf8_lossy(&stored.bytes)) }
        }
    }
}

/// The tape, as it was printed; VOID stands on it where it was voided.
fn printed(trace: &Trace, stored: &Stored, entry: &Entry, configuration: &Configuration) -> Markup {
    let zone = business_day::zone(&configuration.site);
    let document = ReceiptDocument {
        receipt: trace.receipt.clone(),
        at: business_day::local(entry.at, zone),
        seal: seal(&stored.hash),
        mark: if trace.void {
            ReceiptMark::Void
        } else {
            ReceiptMark::Original
        },
    };
    let station = configuration.stations.iter().find(|one| one.code == entry.station);
    let columns = station.map_or(COLUMNS, |station| station.printer.columns);
    html! {
        pre.tape tabindex="0" { @for line in tape::lines(&document, columns) {
            @if line.bold { b { (line.text) } } @else { (line.text) } "\n"
        } }
    }
}
