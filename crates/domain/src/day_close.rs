//! Closing a business day: what stands in the way, and the entry that closes it
//! with counts, totals and head hashes. A closed day changes by dated corrections only.

use chrono::{Duration, NaiveDate, NaiveDateTime};
use uuid::Uuid;

use crate::approval::difference;
use crate::batch::person;
use crate::config::{Configuration, User};
use crate::deposit::cash_applied;
use crate::entry::{Body, Carried, ClosedSession, DayClosed, LedgerBatch, SignedHead, StationHead, TenderCount};
use crate::journal::Decision;
use crate::money::Cents;
use crate::refusal::Refusal;
use crate::session::{Session, SessionStage};

/// Something that stands in the way of closing a day; it can be carried to the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obstacle {
    /// Names it: a session's identifier, or `station:W2`.
    pub key: String,
    /// The session, where it is one.
    pub session: Option<Uuid>,
    /// The workstation.
    pub station: String,
    /// What people call it.
    pub name: String,
    /// Why it stands in the way, in one word: `open`, `counting`, `returned`, `closed`, `missing`.
    pub why: &'static str,
}

/// What is known of a workstation's entries at the closing desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StationFacts {
    /// How far they are in.
    pub head: StationHead,
    /// What people call the window.
    pub window: String,
    /// Whether entries of the day may be missing.
    pub missing: bool,
}

/// What stands in the way of closing a day with these sessions: whatever is not
/// approved, and workstations whose entries may be missing.
#[must_use]
pub fn obstacles(sessions: &[&Session], stations: &[StationFacts]) -> Vec<Obstacle> {
    let not_approved = sessions.iter().filter_map(|session| {
        let why = stands_in_the_way(session.stage())?;
        Some(Obstacle {
            key: session.id.to_string(),
            session: Some(session.id),
            station: session.station.clone(),
            name: session.drawer.clone(),
            why,
        })
    });
    let missing = stations
        .iter()
        .filter(|station| station.missing)
        .map(|station| Obstacle {
            key: station_key(&station.head.station),
            session: None,
            station: station.head.station.clone(),
            name: station.window.clone(),
            why: "missing",
        });
    not_approved.chain(missing).collect()
}

/// Why a session of this stage stands in the way of closing its day; none once it is approved.
#[must_use]
pub fn stands_in_the_way(stage: SessionStage) -> Option<&'static str> {
    Some(match stage {
        SessionStage::Approved => return None,
        SessionStage::Open => "open",
        SessionStage::Counting => "counting",
        SessionStage::Returned => "returned",
        SessionStage::Closed => "closed",
    })
}

/// How long a workstation that did not stop working may be silent: one with a working
/// line is heard of every minute.
const SILENCE_MINUTES: i64 = 15;

/// Whether entries of a date may be missing from a workstation: it was not heard of on
/// that date or later; or it did not say that it stops working, and has been silent
/// since. Times are the site's own.
#[must_use]
pub fn may_be_missing(date: NaiveDate, last_heard: Option<NaiveDateTime>, stopped: bool, now: NaiveDateTime) -> bool {
    match last_heard {
        None => true,
        Some(at) if at.date() > date => false,
        Some(at) if at.date() < date => true,
        Some(at) => !stopped && now - at > Duration::minutes(SILENCE_MINUTES),
    }
}

/// The key of a workstation whose entries may be missing.
#[must_use]
pub fn station_key(station: &str) -> String {
    format!("station:{station}")
}

/// An obstacle's reason in words, as reports say it.
#[must_use]
pub fn in_words(why: &str) -> &'static str {
    match why {
        "open" => "still open",
        "counting" => "being counted",
        "returned" => "sent back, not counted again",
        "closed" => "closed, not approved",
        _ => "its entries are missing",
    }
}

/// What a day's close may know.
#[derive(Debug, Clone)]
pub struct CloseFacts<'a> {
    /// The configuration.
    pub configuration: &'a Configuration,
    /// The business date.
    pub date: NaiveDate,
    /// Whether it is closed already.
    pub closed: bool,
    /// The last date that was closed.
    pub last_closed: Option<NaiveDate>,
    /// The date on the site's calendar.
    pub today: NaiveDate,
    /// An earlier date with sessions that was not closed.
    pub earlier_open: Option<NaiveDate>,
    /// The sessions that belong to it: its own, and those carried to it.
    pub sessions: &'a [&'a Session],
    /// The workstations of the site.
    pub stations: &'a [StationFacts],
    /// What is carried to the next day, by the obstacles' keys.
    pub carry: &'a [String],
    /// The day's batch for the general ledger.
    pub ledger: LedgerBatch,
    /// The day's transmittals.
    pub transmittals: Vec<(String, String, Cents)>,
    /// The closing desk's head, signed.
    pub head: SignedHead,
}

/// Closes a day.
///
/// # Errors
/// In this order: [`Refusal::DayClosed`], [`Refusal::LaterDayClosed`], [`Refusal::DayNotOver`], [`Refusal::EarlierDayOpen`], [`Refusal::NothingToClose`],
/// [`Refusal::DayNotReady`] naming what is neither finished nor carried.
pub fn close(facts: CloseFacts<'_>, actor: &User) -> Result<Decision, Refusal> {
    let date = facts.date;
    if facts.closed {
        return Err(Refusal::DayClosed { date });
    }
    if let Some(closed) = facts.last_closed.filter(|closed| *closed > date) {
        return Err(Refusal::LaterDayClosed { date, closed });
    }
    if date > facts.today {
        return Err(Refusal::DayNotOver {
            date,
            today: facts.today,
        });
    }
    if let Some(open) = facts.earlier_open {
        return Err(Refusal::EarlierDayOpen { date, open });
    }
    if facts.sessions.is_empty() && facts.ledger.lines == 0 {
        return Err(Refusal::NothingToClose { date });
    }
    let obstacles = obstacles(facts.sessions, facts.stations);
    let (carried, left): (Vec<_>, Vec<_>) = obstacles
        .into_iter()
        .partition(|obstacle| facts.carry.contains(&obstacle.key));
    if !left.is_empty() {
        let what = left.iter().map(|one| match one.session {
            Some(_) => format!("{} is {}", one.name, in_words(one.why)),
            None => format!("{}: {}", one.name, in_words(one.why)),
        });
        return Err(Refusal::DayNotReady {
            date,
            what: what.collect::<Vec<_>>().join(", "),
        });
    }
    let approved = facts
        .sessions
        .iter()
        .filter(|session| session.stage() == SessionStage::Approved);
    let mut sessions = Vec::new();
    let mut tenders: Vec<TenderCount> = Vec::new();
    for session in approved {
        let figures = session.figures(facts.configuration)?;
        sessions.push(ClosedSession {
            session: session.id,
            name: session.drawer.clone(),
            over_short: difference(&figures)?,
        });
        for line in figures {
            add(&mut tenders, line, session, facts.configuration)?;
        }
    }
    Ok(Decision::plain(Body::DayClosed(Box::new(DayClosed {
        date,
        closer: person(actor),
        sessions,
        carried: carried
            .into_iter()
            .map(|one| Carried {
                session: one.session,
                station: one.station,
                name: one.name,
                why: in_words(one.why).to_owned(),
            })
            .collect(),
        heads: facts.stations.iter().map(|station| station.head.clone()).collect(),
        tenders,
        ledger: facts.ledger,
        transmittals: facts.transmittals,
        head: facts.head,
    }))))
}

/// Sums a session's line up; of cash what its receipts brought, and what of that was
/// found: float, pick-ups and change orders are nobody's receipt.
fn add(
    tenders: &mut Vec<TenderCount>,
    mut line: TenderCount,
    session: &Session,
    configuration: &Configuration,
) -> Result<(), Refusal> {
    if line.tender == configuration.cash().code {
        let difference = line.difference()?;
        line.expected = cash_applied(session)?;
        line.counted = line.expected.plus(difference)?;
    }
    match tenders.iter_mut().find(|other| other.tender == line.tender) {
        Some(other) => {
            other.expected = other.expected.plus(line.expected)?;
            other.counted = other.counted.plus(line.counted)?;
            other.items += line.items;
        }
        None => tenders.push(line),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn when_entries_may_be_missing() {
        let at = |text: &str| text.parse::<NaiveDateTime>().unwrap();
        let date = at("2026-11-21T00:00:00").date();
        let now = at("2026-11-21T17:40:00");
        for (heard, stopped, missing) in [
            (None, false, true),
            (Some("2026-11-20T23:59:00"), false, true),
            (Some("2026-11-21T08:01:00"), true, false),
            (Some("2026-11-21T08:01:00"), false, true),
            (Some("2026-11-21T17:24:59"), false, true),
            (Some("2026-11-21T17:25:00"), false, false),
            (Some("2026-11-22T08:00:00"), false, false),
        ] {
            assert_eq!(
                may_be_missing(date, heard.map(at), stopped, now),
                missing,
                "{heard:?}, {stopped}"
            );
        }
    }
}
