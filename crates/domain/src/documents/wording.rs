//! What all reports of a day say alike: dates and times on the site's clock, names,
//! the words of a day that is not closed, waivers.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use super::report::{Report, Section};
use super::waivers::waiver_words;
use crate::business_day::{local, zone};
use crate::config::{Configuration, Language};
use crate::day::Day;
pub(super) use crate::day::words::date;
use crate::money::Cents;
use crate::payment::heading;
use crate::session::{Session, SessionStage};

/// The words of one site's reports.
#[derive(Clone, Copy)]
pub(super) struct Wording<'a> {
    pub(super) configuration: &'a Configuration,
    zone: Tz,
}

impl<'a> Wording<'a> {
    pub(super) fn new(configuration: &'a Configuration) -> Wording<'a> {
        Wording {
            configuration,
            zone: zone(&configuration.site),
        }
    }

    /// `21 Nov 2026 18:10`, on the site's clock.
    pub(super) fn at(&self, at: DateTime<Utc>) -> String {
        local(at, self.zone).format("%-d %b %Y %H:%M").to_string()
    }

    /// The time alone on a day, the date with it on any other.
    pub(super) fn on(&self, at: DateTime<Utc>, day: NaiveDate) -> String {
        if local(at, self.zone).date() == day {
            self.time(at)
        } else {
            self.at(at)
        }
    }

    /// `18:10:05`, on the site's clock.
    pub(super) fn time(&self, at: DateTime<Utc>) -> String {
        local(at, self.zone).format("%H:%M:%S").to_string()
    }

    /// Someone's name, as the configuration knows them; their user id otherwise.
    pub(super) fn person(&self, id: &str) -> String {
        let known = self.configuration.users.iter().find(|user| user.id == id);
        known.map_or(id, |user| &user.name).to_owned()
    }

    /// Whoever did something, and the second person behind a comma.
    pub(super) fn people(&self, actor: &str, second: Option<&String>) -> String {
        match second {
            Some(second) => format!("{}, {second}", self.person(actor)),
            None => self.person(actor),
        }
    }

    /// A tender type's name; its code where the configuration no longer has it.
    pub(super) fn tender(&self, code: &str) -> String {
        let known = self.configuration.tender(code);
        known.map_or(code, |kind| &kind.name).to_owned()
    }

    /// A department's name; its code where the configuration no longer has it.
    pub(super) fn department(&self, code: &str) -> String {
        let known = self.configuration.departments.iter().find(|one| one.code == code);
        known.map_or(code, |one| &one.name).to_owned()
    }

    /// A report of a day that is about all of it; one that is not closed says so.
    pub(super) fn of_day(&self, name: &str, title: &str, day: &Day) -> Report {
        let mut report = self.report(&format!("{name}-{}", day.date), title, &date(day.date));
        match &day.closed_at {
            Some((at, seal)) => {
                report.facts.push(("Day closed".to_owned(), self.at(*at)));
                report.seal = Some(seal.clone());
            }
            None => report.notice = Some("The day is not closed: figures may still change.".to_owned()),
        }
        report
    }

    pub(super) fn report(&self, name: &str, title: &str, subtitle: &str) -> Report {
        Report {
            name: name.to_owned(),
            language: Language::En,
            heading: heading(self.configuration),
            title: title.to_owned(),
            subtitle: subtitle.to_owned(),
            notice: None,
            facts: Vec::new(),
            sections: Vec::new(),
            statement: String::new(),
            signatures: Vec::new(),
            seal: None,
        }
    }

    /// The second persons that this office has waived.
    pub(super) fn waivers(&self) -> Section {
        let waived = &self.configuration.policies.waived;
        let mut lines: Vec<String> = waived
            .iter()
            .map(|waiver| format!("Without a second person: {}.", waiver_words(*waiver, Language::En)))
            .collect();
        if lines.is_empty() {
            lines.push("None: every act that needs a second person had one.".to_owned());
        }
        Section::Lines {
            title: "Waivers in force".to_owned(),
            lines,
        }
    }
}

/// `Drawer 3 of W3`, by the session's identifier.
pub(super) fn session_name(day: &Day, id: Uuid) -> String {
    day.session(id).map(name_of).unwrap_or_default()
}

/// `Drawer 3 of W3`.
pub(super) fn name_of(session: &Session) -> String {
    format!("{} of {}", session.drawer, session.station)
}

/// How far a session is, in words.
pub(super) fn stage(session: &Session) -> &'static str {
    match session.stage() {
        SessionStage::Open => "open",
        SessionStage::Counting => "being counted",
        SessionStage::Returned => "sent back",
        SessionStage::Closed => "closed, not approved",
        SessionStage::Approved => "approved",
    }
}

/// `over`, `short`, or nothing.
pub(super) fn side(difference: Cents) -> &'static str {
    match difference.0 {
        0 => "",
        1.. => "over",
        _ => "short",
    }
}

/// Pairs of words as reports hold them.
pub(super) fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs
        .iter()
        .map(|(one, other)| ((*one).to_owned(), (*other).to_owned()))
        .collect()
}
