//! How the line to central records is, as the screens show it and as writing asks it.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use counterfoil_domain::refusal::Refusal;

use crate::central::enrolment::Stopped;

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
    /// Something an administrator should know although the line is good.
    pub warning: Option<String>,
    /// Accounts on their way: done, of how many.
    pub accounts: Option<(u64, u64)>,
    /// Why nothing is written, until an administrator has made a code.
    pub stopped: Option<Stopped>,
    /// Why nothing is written until the clock is set right.
    pub clock: Option<String>,
    /// The program has just started, and central was not heard yet.
    pub calling: bool,
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
