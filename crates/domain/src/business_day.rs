//! The site's own time: instants are UTC, the business date and printed times
//! are the site's.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
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

/// The business date of an instant.
#[must_use]
pub fn date(at: DateTime<Utc>, zone: Tz) -> NaiveDate {
    local(at, zone).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_date_is_the_sites_own() {
        let at: DateTime<Utc> = "2026-11-22T03:30:00Z".parse().unwrap();
        assert_eq!(date(at, Tz::America__Los_Angeles).to_string(), "2026-11-21");
        assert_eq!(date(at, Tz::UTC).to_string(), "2026-11-22");
        assert_eq!(local(at, Tz::America__Los_Angeles).to_string(), "2026-11-21 19:30:00");
    }
}
