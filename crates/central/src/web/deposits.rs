//! The deposits, by business date, each with its report.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Response};
use chrono::{Days, NaiveDate};
use counterfoil_domain::deposit::Deposit;
use counterfoil_domain::documents::deposit_report;
use counterfoil_domain::{business_day, money::Cents};
use counterfoil_paper::pdf;
use deadpool_postgres::Object;
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::failure::Failure;
use super::index::lookup;
use super::index::marks::what;
use super::page::{Place, amount, counted, date as date_words, page, wide};
use super::reader::SignedIn;
use super::{day_reading, pages, records};
use crate::central::Central;

/// Deposits of one page.
const PAGE: i64 = 50;
/// The most entries of one deposit: bank figures may be entered again and again.
const ENTRIES: i64 = 200;

/// What is asked.
#[derive(Deserialize)]
pub struct Asked {
    site: Option<String>,
    date: Option<String>,
    before: Option<String>,
}

/// The page.
///
/// # Errors
/// Those of the database; [`Failure::NotFound`], [`Failure::Asked`].
pub async fn list(
    State(central): State<Arc<Central>>,
    mut reader: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, Failure> {
    let (site, configuration) = reader.site(asked.site.as_deref())?;
    let (site, configuration) = (site.to_owned(), configuration.clone());
    let date = pages::date_of(asked.date.as_deref())?;
    let before = pages::date_of(asked.before.as_deref())?;
    let behind = reader.catch_up(&central, &site).await?;
    let name = (central.city(), site.as_str());
    let today = business_day::date(central.clock.now(), &configuration.site);
    let (from, up_to) = match date {
        Some(date) => (date, date),
        None => (NaiveDate::MIN, before.unwrap_or(today + Days::new(366))),
    };
    let mut found = lookup::deposits(&reader.client, name, up_to, PAGE + 1).await?;
    found.retain(|one| one.1 >= from);
    let more = found.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
    found.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let mut deposits = Vec::new();
    for (id, _) in &found {
        deposits.extend(deposit(&reader.client, name, *id).await?);
    }
    let next = deposits
        .last()
        .filter(|_| more && date.is_none())
        .map(|last| last.business_date);
    let content = html! {
        div.title {
            h1 { "Deposits" }
            span.muted { (configuration.site.name) }
            span.space {}
            (pages::date_form("/deposits", pages::sites(&reader.sites, &site), date))
        }
        (pages::behind(behind))
        section.sheet aria-label="Deposits" {
            @if deposits.is_empty() { (none(date)) } @else { (wide("Deposits, a table", &table(&site, &deposits))) }
            @if let Some(next) = next {
                p.pages.no-print {
                    a href=(format!("/deposits?site={}&before={next}", pages::in_address(&site))) {
                        "Earlier deposits"
                    }
                }
            }
        }
    };
    Ok(Html(page(&reader.reader, Place::Deposits, "Deposits", &content)))
}

fn none(date: Option<NaiveDate>) -> Markup {
    html! {
        div.empty {
            @match date {
                Some(date) => p { "No deposit bears the business date " (date_words(date)) ". "
                    a href="/deposits" { "Show all deposits" } "." },
                None => p { "No deposit was put together yet. The site's closing desk does that from approved drawers and \
                             batches; it is here as soon as that workstation has sent its entries." },
            }
        }
    }
}

fn table(site: &str, deposits: &[Deposit]) -> Markup {
    html! {
        table {
            thead { tr {
                th scope="col" { "Business date" }
                th scope="col" { "Deposit" }
                th scope="col" { "Bank account" }
                th.r scope="col" { "Cash" }
                th.r scope="col" { "Checks" }
                th.r scope="col" { "Total" }
                th.n scope="col" { "Prepared by" }
                th.n scope="col" { "Verified by" }
                th scope="col" { "State" }
                th scope="col" { "The bank" }
                th scope="col" { "Report" }
            } }
            tbody { @for deposit in deposits { (line(site, deposit)) } }
        }
    }
}

fn line(site: &str, deposit: &Deposit) -> Markup {
    let prepared = &deposit.prepared;
    let report = format!("/deposits/{}/{}/report.pdf", pages::in_address(site), deposit.id());
    html! {
        tr {
            td.n { (date_words(deposit.business_date)) }
            th.n scope="row" { span.num { (prepared.number) } }
            td {
                (prepared.bank.name) br;
                span.muted.small {
                    (prepared.bank.bank) br; "account ending " span.num { (last_four(&prepared.bank.number)) }
                }
            }
            td.r { (amount(prepared.cash_total)) }
            td.r { (amount(prepared.check_total)) br; span.muted.small { (pieces(prepared.checks.len())) } }
            td.r { b { (amount(prepared.total)) } }
            td { (prepared.preparer.1) }
            td { @match &deposit.finalized {
                Some((_, body, _)) => { (body.verifier.1) br; span.muted.small.still { "bag " (body.bag) } },
                None => span.muted { "nobody yet" },
            } }
            td { (state(deposit)) }
            td { (bank(deposit)) }
            td.n { a href=(report) { "PDF" span.muted.small { " of " (prepared.number) } } }
        }
    }
}

fn pieces(checks: usize) -> String {
    counted(u64::try_from(checks).unwrap_or(u64::MAX), "piece", "pieces")
}

fn last_four(number: &str) -> String {
    let from = number.chars().count().saturating_sub(4);
    number.chars().skip(from).collect()
}

fn state(deposit: &Deposit) -> Markup {
    match (&deposit.withdrawn, &deposit.finalized) {
        (Some(withdrawn), _) => {
            html! { span.chip.bad { "Taken apart" } br; span.muted.small { (withdrawn.reason) } }
        }
        (None, Some(_)) => html! { span.chip { "Final" } },
        (None, None) => html! { span.chip.warn { "Not final" } },
    }
}

/// What the bank says.
fn bank(deposit: &Deposit) -> Markup {
    let Some(bank) = &deposit.bank else {
        return html! { span.muted { @if deposit.withdrawn.is_some() { "–" } @else { "not entered yet" } } };
    };
    let said = Cents::sum([bank.cash, bank.checks]).unwrap_or_default();
    let left = deposit.unexplained().and_then(|(cash, checks)| cash.plus(checks));
    let difference = said.minus(deposit.prepared.total).unwrap_or_default();
    html! {
        (amount(said)) " " span.muted.small.still { "on " (date_words(bank.validated_on)) }
        @if !difference.is_zero() {
            br; @match left {
                Ok(left) if left.is_zero() => span.chip.mute { (amount(difference)) ", corrected" },
                _ => span.chip.bad { (amount(difference)) ", not explained" },
            }
        }
    }
}

/// A deposit, folded from its entries.
async fn deposit(client: &Object, (city, site): (&str, &str), id: Uuid) -> Result<Option<Deposit>, Failure> {
    let mut deposit: Option<Deposit> = None;
    for (station, seq) in lookup::marked(client, (city, site), what::DEPOSIT, &id.to_string(), ENTRIES).await? {
        let Some(stored) = records::entry(client, (city, site, &station), seq).await? else {
            continue;
        };
        let Some(entry) = stored.entry() else { continue };
        match &mut deposit {
            None => deposit = Deposit::begin(&entry, &stored.hash),
            Some(deposit) => deposit.apply(&entry, &stored.hash),
        }
    }
    Ok(deposit)
}

/// The deposit report, as the closing desk prints it.
///
/// # Errors
/// [`Failure::NotFound`]; those of the database and of the documents.
pub async fn report(
    State(central): State<Arc<Central>>,
    mut reader: SignedIn,
    Path((site, id)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (site, configuration) = reader.site(Some(&site))?;
    let (site, configuration) = (site.to_owned(), configuration.clone());
    let id: Uuid = id.parse().map_err(|_| Failure::NotFound)?;
    let behind = reader.catch_up(&central, &site).await?;
    if behind > 0 {
        return Err(Failure::Asked(
            "Entries came just now and are being sorted in. Ask for the report again in a moment.".to_owned(),
        ));
    }
    let name = (central.city(), site.as_str());
    let found = deposit(&reader.client, name, id).await?.ok_or(Failure::NotFound)?;
    let now = central.clock.now();
    let read = day_reading::read(&reader.client, name, &configuration, found.business_date, now).await?;
    let of_day = read
        .day
        .deposits
        .iter()
        .find(|one| one.id() == id)
        .ok_or(Failure::NotFound)?;
    let report = deposit_report(&read.configuration, of_day, &read.day, &read.not_received)?;
    let printed_at = business_day::local(now, business_day::zone(&configuration.site));
    let file = format!("attachment; filename=\"{}.pdf\"", pages::in_address(&report.name));
    let bytes = pdf::report(&report, printed_at);
    let headers = [
        (CONTENT_TYPE, "application/pdf".to_owned()),
        (CONTENT_DISPOSITION, file),
    ];
    Ok((headers, bytes).into_response())
}
