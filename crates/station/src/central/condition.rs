//! How the line to central records is, as the screens show it and as writing asks it.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use counterfoil_domain::refusal::Refusal;

use crate::central::enrolment::Stopped;
use crate::rpc::messages::AccountsProgress;

/// Shared by the line's thread, which writes it, and everyone who looks.
#[derive(Debug, Default)]
pub struct Condition {
    seen: Mutex<Seen>,
    heard: Condvar,
}

/// How long the first write after a start waits for the first contact.
const FIRST_CONTACT: Duration = Duration::from_secs(2);

/// What was seen last.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// Whether there was a contact that was answered, and none since that was not.
    pub reached: bool,
    /// The last contact that was answered, by this workstation's clock.
    pub at: Option<DateTime<Utc>>,
    /// What stands in the way.
    pub why: Option<String>,
    /// The last entry that central acknowledged.
    pub acknowledged: u64,
    /// What an administrator should know although the line is good, by what it is about.
    pub warnings: BTreeMap<About, String>,
    /// How far accounts on their way are.
    pub accounts: Option<AccountsProgress>,
    /// Why nothing is written, until an administrator has made a code.
    pub stopped: Option<Stopped>,
    /// Why nothing is written until the clock is set right.
    pub clock: Option<String>,
    /// The program has just started, and central was not heard yet.
    pub calling: bool,
}

/// What a warning is about. Each matter takes back its own and nobody else's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// The configuration that central hands out.
    Configuration,
    /// The accounts that it hands out.
    Accounts,
    /// This workstation's own entries.
    Entries,
}

impl Seen {
    /// Warns of a matter; nothing takes the warning back.
    pub fn warn(&mut self, about: About, what: Option<String>) {
        match what {
            Some(what) => self.warnings.insert(about, what),
            None => self.warnings.remove(&about),
        };
    }

    /// All that is warned of, in one text; none where there is nothing.
    #[must_use]
    pub fn warning(&self) -> Option<String> {
        let all: Vec<&str> = self.warnings.values().map(String::as_str).collect();
        (!all.is_empty()).then(|| all.join("; "))
    }
}

impl Condition {
    /// What was seen last.
    #[must_use]
    pub fn seen(&self) -> Seen {
        self.locked().clone()
    }

    /// Notes what is seen now.
    pub fn note(&self, note: impl FnOnce(&mut Seen)) {
        note(&mut self.locked());
    }

    /// The first contact is being made.
    pub fn calls(&self) {
        self.locked().calling = true;
    }

    /// It was made, or could not be.
    pub fn called(&self) {
        self.locked().calling = false;
        self.heard.notify_all();
    }

    /// Refuses to write where the workstation was stopped. Right after a start the first contact is
    /// awaited for a moment: a copy, or a clock that is years off, shows there, and what
    /// was written before could not be taken back.
    ///
    /// # Errors
    /// [`Refusal::WorkstationStopped`].
    pub fn permit_writing(&self) -> Result<(), Refusal> {
        let mut seen = self.locked();
        if seen.calling {
            let waited = self.heard.wait_timeout_while(seen, FIRST_CONTACT, |seen| seen.calling);
            seen = waited.unwrap_or_else(PoisonError::into_inner).0;
            // Once is enough: without the line the counter goes on.
            seen.calling = false;
        }
        let stop = seen.stopped.as_ref().map(|stopped| &stopped.message);
        match stop.or(seen.clock.as_ref()) {
            Some(why) => Err(Refusal::WorkstationStopped { why: why.clone() }),
            None => Ok(()),
        }
    }

    fn locked(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Instant;

    use super::*;
    use crate::central::enrolment::Stopped;

    #[test]
    fn a_warning_is_taken_back_by_its_own_matter_alone() {
        let mut seen = Seen::default();
        assert_eq!(seen.warning(), None);
        seen.warn(About::Accounts, Some("too few accounts".to_owned()));
        seen.warn(About::Configuration, Some("no drawer".to_owned()));
        assert_eq!(seen.warning().as_deref(), Some("no drawer; too few accounts"));
        seen.warn(About::Configuration, None);
        assert_eq!(seen.warning().as_deref(), Some("too few accounts"));
        seen.warn(About::Accounts, None);
        assert_eq!(seen.warning(), None);
    }

    #[test]
    fn the_first_write_waits_for_the_first_contact_and_not_for_long() {
        let condition = Arc::new(Condition::default());
        condition.calls();
        let line = condition.clone();
        let thread = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(50));
            line.note(|seen| seen.stopped = Some(Stopped::because("station_cloned", "a copy")));
            line.called();
        });
        assert!(condition.permit_writing().is_err());
        thread.join().unwrap();
        condition.note(|seen| seen.stopped = None);
        condition.calls();
        let begun = Instant::now();
        condition.permit_writing().unwrap();
        assert!(begun.elapsed() >= FIRST_CONTACT);
        let begun = Instant::now();
        condition.permit_writing().unwrap();
        assert!(begun.elapsed() < FIRST_CONTACT, "once is enough");
        condition.note(|seen| seen.clock = Some("set it right".to_owned()));
        assert!(condition.permit_writing().is_err());
    }
}
