//! The search for receipts: by number, account, amount, dates, payer, check. Bounded, and by the
//! index alone.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Html;
use chrono::{NaiveDate, NaiveDateTime};
use counterfoil_domain::business_day;
use counterfoil_domain::entry::Entry;
use counterfoil_domain::money::Cents;
use counterfoil_domain::receipt::{self, Receipt};
use counterfoil_domain::trace::Trace;
use deadpool_postgres::Object;
use maud::{Markup, html};
use serde::Deserialize;

use super::failure::Failure;
use super::index::lookup::{self, Wanted};
use super::index::marks::{account, check, what, words};
use super::page::{Place, amount, date as date_words, page, wide};
use super::reader::SignedIn;
use super::{pages, records};
use crate::central::Central;

/// Receipts that are shown.
const SHOWN: i64 = 50;

/// What is asked.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    site: Option<String>,
    number: String,
    account: String,
    amount: String,
    from: String,
    to: String,
    payer: String,
    check: String,
}

impl Asked {
    fn is_empty(&self) -> bool {
        let fields = [
            &self.number,
            &self.account,
            &self.amount,
            &self.from,
            &self.to,
            &self.payer,
            &self.check,
        ];
        fields.iter().all(|field| field.trim().is_empty())
    }

    /// What is looked for; the narrowest first, so that it bounds the rest.
    fn wanted(&self) -> Result<Vec<Wanted>, Failure> {
        let mut wanted = Vec::new();
        let mut want = |what, value: String| wanted.push(Wanted { what, value });
        let given = |field: &str| {
            let text: String = field.chars().filter(|letter| !letter.is_control()).collect();
            Some(text.trim().to_owned()).filter(|text| !text.is_empty())
        };
        if let Some(number) = given(&self.number) {
            want(what::ISSUED, whole_number(&number));
        }
        if let Some(number) = given(&self.check) {
            want(what::CHECK, check(&number));
        }
        if let Some(number) = given(&self.account) {
            want(what::ACCOUNT, account(&number));
        }
        if let Some(text) = given(&self.amount) {
            let cents = Cents::parse("amount", &text).map_err(|_| {
                Failure::Asked("The amount is not one like 1,204.15. Go back and type it again.".to_owned())
            })?;
            want(what::AMOUNT, cents.0.to_string());
        }
        let mut names = words(&self.payer);
        // Long words are rarer.
        names.sort_by_key(|word| std::cmp::Reverse(word.len()));
        names.into_iter().for_each(|word| want(what::PAYER, word));
        Ok(wanted)
    }

    fn dates(&self) -> Result<(NaiveDate, NaiveDate), Failure> {
        let from = pages::date_of(Some(&self.from))?;
        let to = pages::date_of(Some(&self.to))?;
        let longest = (
            NaiveDate::from_ymd_opt(1970, 1, 1).unwrap_or_default(),
            NaiveDate::from_ymd_opt(2200, 12, 31).unwrap_or_default(),
        );
        Ok((from.unwrap_or(longest.0), to.unwrap_or(longest.1)))
    }
}

/// `w1-12` is W1-000012; the beginning of a number stays what it is.
fn whole_number(given: &str) -> String {
    let upper = given.to_uppercase();
    let nth = upper.rsplit_once('-').and_then(|(station, digits)| {
        let short = digits.len() < 6 && !digits.starts_with('0');
        let nth: u64 = digits.parse().ok().filter(|_| short)?;
        Some(receipt::number(station, nth))
    });
    nth.unwrap_or(upper)
}

/// The page.
///
/// # Errors
/// Those of the database; [`Failure::NotFound`], [`Failure::Asked`].
pub async fn search(
    State(central): State<Arc<Central>>,
    mut reader: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, Failure> {
    let (site, configuration) = reader.site(asked.site.as_deref())?;
    let (site, configuration) = (site.to_owned(), configuration.clone());
    let (wanted, dates) = (asked.wanted()?, asked.dates()?);
    let behind = reader.catch_up(&central, &site).await?;
    let name = (central.city(), site.as_str());
    let zone = business_day::zone(&configuration.site);
    let numbers = lookup::receipts(&reader.client, name, &wanted, dates).await?;
    let mut found = Vec::new();
    for stored in records::receipts(&reader.client, name, &numbers, SHOWN + 1).await? {
        found.extend(stored.entry().and_then(|entry| Trace::begin(&entry)));
    }
    let shown = usize::try_from(SHOWN).unwrap_or(usize::MAX);
    let more = found.len() > shown;
    found.truncate(shown);
    keep_up(&reader.client, name, &mut found).await?;
    let found: Vec<Found> = found.into_iter().map(|trace| Found::of(trace, zone)).collect();
    let content = html! {
        div.title { h1 { "Receipts" } span.muted { (configuration.site.name) } }
        (pages::behind(behind))
        section.sheet.no-print aria-label="Find receipts" { (form(&asked, pages::sites(&reader.sites, &site))) }
        section.sheet aria-label="Receipts found" {
            @if found.is_empty() { (none(&asked)) } @else {
                (wide("Receipts, a table", &table(&site, &found, asked.is_empty(), more)))
            }
        }
    };
    Ok(Html(page(&reader.reader, Place::Receipts, "Receipts", &content)))
}

/// Takes in what became of the receipts that are shown: their own workstation's entries first, as
/// on a receipt's page.
async fn keep_up(client: &Object, name: (&str, &str), found: &mut [Trace]) -> Result<(), Failure> {
    let numbers: Vec<&str> = found.iter().map(Trace::number).collect();
    let mut about: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    for (number, stored) in records::about(client, name, &numbers).await? {
        about.entry(number).or_default().extend(stored.entry());
    }
    for trace in found {
        let mut entries = about.remove(trace.number()).unwrap_or_default();
        entries.sort_by_key(|entry| (entry.station != trace.station, entry.seq));
        for entry in &entries {
            // What cannot be applied is said on the receipt's own page.
            let _unsaid = trace.apply(entry);
        }
    }
    Ok(())
}

/// A receipt that was found.
struct Found {
    at: NaiveDateTime,
    date: NaiveDate,
    fallen: Option<&'static str>,
    receipt: Receipt,
}

impl Found {
    fn of(trace: Trace, zone: chrono_tz::Tz) -> Found {
        Found {
            at: business_day::local(trace.at, zone),
            date: trace.business_date,
            fallen: super::receipt::fallen(&trace),
            receipt: trace.receipt,
        }
    }
}

fn form(asked: &Asked, sites: Option<Markup>) -> Markup {
    let field = |id: &str, label: &str, value: &str, size: u32| {
        html! {
            div {
                label for=(id) { (label) }
                input id=(id) name=(id) value=(value) size=(size) maxlength="80" autocomplete="off";
            }
        }
    };
    html! {
        form.find method="get" action="/receipts" role="search" {
            @if let Some(sites) = sites { (sites) }
            (field("number", "Receipt number", &asked.number, 11))
            (field("account", "Account", &asked.account, 12))
            (field("amount", "Amount", &asked.amount, 9))
            (field("payer", "Payer", &asked.payer, 16))
            (field("check", "Check number", &asked.check, 8))
            div { label for="from" { "From" } input id="from" name="from" type="date" value=(asked.from); }
            div { label for="to" { "To" } input id="to" name="to" type="date" value=(asked.to); }
            div { button type="submit" { "Find" } }
        }
    }
}

fn none(asked: &Asked) -> Markup {
    html! {
        div.empty {
            @if asked.is_empty() {
                p { "No receipt is here yet. Each is a moment after the workstation that issued it was heard of." }
            } @else {
                p { "No receipt is all of that. Fill in fewer fields, or look whether a number was misread." }
                p.muted { "A receipt number or a payer may be given by its beginning; an account, a check number and an \
                           amount must be whole. An amount is the receipt's total, or what one tender paid." }
            }
        }
    }
}

fn table(site: &str, found: &[Found], latest: bool, more: bool) -> Markup {
    html! {
        table {
            caption { @if latest { "The latest receipts" } @else { "Receipts found, newest first" } }
            thead { tr {
                th scope="col" { "Receipt" }
                th scope="col" { "Issued" }
                th scope="col" { "Business date" }
                th scope="col" { "At" }
                th scope="col" { "Payer" }
                th scope="col" { "Accounts" }
                th scope="col" { "Paid with" }
                th.r scope="col" { "Total" }
            } }
            tbody { @for one in found {
                tr {
                    th.n scope="row" {
                        a.num href=(address(site, &one.receipt.number)) { (one.receipt.number) }
                        @if let Some(fallen) = one.fallen { " " span.chip.bad { (fallen) } }
                    }
                    td.n { (one.at.format("%-d %b %H:%M")) }
                    td.n { (date_words(one.date)) }
                    td { (one.receipt.window) }
                    td.wrap { (one.receipt.payer.as_deref().unwrap_or_default()) }
                    td.num.wrap { (accounts(&one.receipt)) }
                    td { (tenders(&one.receipt)) }
                    td.r { (amount(one.receipt.total)) }
                }
            } }
        }
        @if more { p.muted.small { "There are more than these " (SHOWN) ". Fill in further fields." } }
    }
}

/// Where a receipt's page is.
#[must_use]
pub fn address(site: &str, number: &str) -> String {
    format!("/receipts/{}/{}", pages::in_address(site), pages::in_address(number))
}

fn accounts(receipt: &Receipt) -> String {
    let mut accounts: Vec<&str> = receipt
        .lines
        .iter()
        .filter_map(|line| line.account.as_deref())
        .collect();
    accounts.dedup();
    accounts.join(", ")
}

fn tenders(receipt: &Receipt) -> String {
    let named = receipt.tenders.iter().map(|tender| {
        let number = tender.check.as_ref().and_then(|check| check.number.as_deref());
        match number {
            Some(number) => format!("{} {number}", tender.name),
            None => tender.name.clone(),
        }
    });
    named.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_may_be_given_short_or_by_its_beginning() {
        assert_eq!(whole_number("w1-12"), "W1-000012");
        assert_eq!(whole_number("W1-000012"), "W1-000012");
        assert_eq!(whole_number("w1-0000"), "W1-0000");
        assert_eq!(whole_number("w1"), "W1");
    }
}
