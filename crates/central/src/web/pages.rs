//! What several pages have in common: dates asked for, the choice of a site, words about windows.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use counterfoil_domain::config::Configuration;
use maud::{Markup, html};

use super::failure::Failure;
use super::page::counted;

/// A date as it was asked for.
///
/// # Errors
/// [`Failure::Asked`].
pub fn date_of(given: Option<&str>) -> Result<Option<NaiveDate>, Failure> {
    let Some(given) = given.map(str::trim).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let read = given.parse().ok();
    let read = read.filter(|date: &NaiveDate| (1970..=2200).contains(&chrono::Datelike::year(date)));
    read.map(Some)
        .ok_or_else(|| Failure::Asked("The date is not one like 2026-11-21. Go back and type it again.".to_owned()))
}

/// What people call a workstation.
#[must_use]
pub fn window<'a>(configuration: &'a Configuration, station: &'a str) -> &'a str {
    let found = configuration.stations.iter().find(|one| one.code == station);
    found.map_or(station, |one| one.name.as_str())
}

/// The code of the site's closing desk.
#[must_use]
pub fn closing_desk(configuration: &Configuration) -> Option<&str> {
    let found = configuration.stations.iter().find(|one| one.closing_desk);
    found.map(|one| one.code.as_str())
}

/// A choice of date, and of site where there are several.
#[must_use]
pub fn date_form(action: &str, sites: Option<Markup>, date: Option<NaiveDate>) -> Markup {
    html! {
        form.find.no-print method="get" action=(action) {
            @if let Some(sites) = sites { (sites) }
            div {
                label for="date" { "Business date" }
                input id="date" name="date" type="date" value=[date.map(|date| date.to_string())];
            }
            div { button.quiet type="submit" { "Show" } }
        }
    }
}

/// The choice of a site; nothing where there is one.
#[must_use]
pub fn sites(all: &BTreeMap<String, Arc<Configuration>>, chosen: &str) -> Option<Markup> {
    (all.len() > 1).then(|| {
        html! {
            div {
                label for="site" { "Site" }
                select id="site" name="site" {
                    @for (code, configuration) in all {
                        option value=(code) selected[code == chosen] { (configuration.site.name) }
                    }
                }
            }
        }
    })
}

/// That the index has not caught up yet.
#[must_use]
pub fn behind(entries: u64) -> Markup {
    html! {
        @if entries > 0 {
            p.note role="status" {
                "This page does not show the last " (counted(entries, "entry", "entries"))
                " yet: they came just now and are being sorted in. Load it again in a moment."
            }
        }
    }
}

/// A text as a part of an address.
#[must_use]
pub fn in_address(text: &str) -> String {
    let mut address = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' => address.push(char::from(byte)),
            other => address.push_str(&format!("%{other:02X}")),
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_holds_nothing_but_harmless_bytes() {
        assert_eq!(in_address("W1-000001"), "W1-000001");
        assert_eq!(in_address("a b/ñ?&\"<"), "a%20b%2F%C3%B1%3F%26%22%3C");
    }

    #[test]
    fn a_date_is_one_or_is_refused() {
        assert!(matches!(date_of(None), Ok(None)));
        assert!(matches!(date_of(Some(" ")), Ok(None)));
        assert!(date_of(Some("2026-11-21")).unwrap().is_some());
        for wrong in ["21.11.2026", "2026-13-01", "9999999-01-01", "-2026-01-01"] {
            assert!(matches!(date_of(Some(wrong)), Err(Failure::Asked(_))), "{wrong}");
        }
    }
}
