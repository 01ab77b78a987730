//! The site's own time: instants are UTC, the business date and printed times
//! are the site's.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use chrono_tz::Tz;

use crate::config::Site;

/// The time zone of a site. [`crate::config::Configuration::check`] has made
/// sure that it is one; UTC otherwise.
#[must_use]
pub fn zone(site: &Site) -> Tz {
    site.time_zone.parse().unwrap_or(Tz::UTC)
}

/// An instant on the site's clock.
#[must_use]
pub fn local(at: DateTime<Utc>, zone: Tz) -> NaiveDateTime {
    at.with_timezone(&zone).naive_local()
}

/// The time of day from which work is the next day's, where the site has one.
#[must_use]
pub fn cutoff(site: &Site) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(site.cutoff.as_ref()?, "%H:%M").ok()
}

/// The business date of work begun at an instant: the next date once the cutoff is past.
#[must_use]
pub fn date(at: DateTime<Utc>, site: &Site) -> NaiveDate {
    let local = local(at, zone(site));
    match cutoff(site) {
        Some(cutoff) if local.time() >= cutoff => local.date().succ_opt().unwrap_or(local.date()),
        _ => local.date(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(zone: &str, cutoff: Option<&str>) -> Site {
        Site {
            code: "CH".into(),
            name: "City hall".into(),
            address: Vec::new(),
            time_zone: zone.into(),
            language: crate::config::Language::En,
            receipt_footer: Vec::new(),
            cutoff: cutoff.map(str::to_owned),
            exchange: None,
            offline_note: None,
        }
    }

    #[test]
    fn the_date_is_the_sites_own() {
        let at: DateTime<Utc> = "2026-11-22T03:30:00Z".parse().unwrap();
        assert_eq!(date(at, &site("America/Los_Angeles", None)).to_string(), "2026-11-21");
        assert_eq!(date(at, &site("UTC", None)).to_string(), "2026-11-22");
        assert_eq!(local(at, Tz::America__Los_Angeles).to_string(), "2026-11-21 19:30:00");
    }

    #[test]
    fn from_the_cutoff_on_it_is_the_next_date() {
        let site = site("America/Los_Angeles", Some("17:30"));
        let on = |at: &str| date(at.parse().unwrap(), &site).to_string();
        assert_eq!(on("2026-11-22T01:29:59Z"), "2026-11-21");
        assert_eq!(on("2026-11-22T01:30:00Z"), "2026-11-22");
        assert_eq!(on("2026-11-22T08:00:00Z"), "2026-11-22");
        assert_eq!(on("2026-11-22T20:00:00Z"), "2026-11-22");
    }
}
