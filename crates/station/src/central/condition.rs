//! How the line to central records is, as the screens show it and as writing asks it.

use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use counterfoil_domain::refusal::Refusal;

use crate::central::enrolment::Stopped;

/// Shared by the line's thread, which writes it, and everyone who looks.
#[derive(Debug, Default)]
pub struct Condition {
    seen: Mutex<Seen>,
}

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

    /// Refuses to write where the workstation was stopped.
    ///
    /// # Errors
    /// [`Refusal::WorkstationStopped`].
    pub fn permit_writing(&self) -> Result<(), Refusal> {
        let seen = self.locked();
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
