//! The bell that wakes the printer's thread. Ringing it waits for nothing.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// See the module.
#[derive(Default)]
pub(super) struct Bell {
    rope: Mutex<Rope>,
    pulled: Condvar,
}

#[derive(Default)]
struct Rope {
    rung: bool,
    /// Once a stop was asked: when even a job on its way is given up.
    give_up_at: Option<Instant>,
    ended: bool,
}

/// Why a wait came to its end.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Call {
    /// Someone rang.
    Rung,
    /// The time was up.
    TimeUp,
    /// The thread should end.
    Stop,
}

impl Bell {
    /// Rings. Many rings before the thread listens are one.
    pub(super) fn ring(&self) {
        self.rope().rung = true;
        self.pulled.notify_all();
    }

    /// Asks the thread to end: no further job from now, and the one on its way
    /// has this long to come to its end.
    pub(super) fn stop(&self, grace: Duration) {
        self.rope().give_up_at = Some(Instant::now() + grace);
        self.pulled.notify_all();
    }

    /// Whether the thread was asked to end.
    pub(super) fn stop_asked(&self) -> bool {
        self.rope().give_up_at.is_some()
    }

    /// Listens until someone rings, the time is up (never, where none is given) or a stop is asked.
    pub(super) fn listen(&self, limit: Option<Duration>) -> Call {
        let silent = |rope: &mut Rope| !rope.rung && rope.give_up_at.is_none();
        let mut rope = match limit {
            Some(limit) => {
                self.pulled
                    .wait_timeout_while(self.rope(), limit, silent)
                    .unwrap_or_else(PoisonError::into_inner)
                    .0
            }
            None => self
                .pulled
                .wait_while(self.rope(), silent)
                .unwrap_or_else(PoisonError::into_inner),
        };
        let rung = std::mem::take(&mut rope.rung);
        match rope.give_up_at {
            Some(_) => Call::Stop,
            None if rung => Call::Rung,
            None => Call::TimeUp,
        }
    }

    /// A limit in time for something on its way, cut short by a stop.
    pub(super) fn leash(&self, length: Duration) -> Leash<'_> {
        Leash {
            bell: self,
            end: Instant::now() + length,
        }
    }

    /// Says that the thread has ended.
    pub(super) fn end(&self) {
        self.rope().ended = true;
        self.pulled.notify_all();
    }

    /// Waits for the thread's end, this long at most. Returns whether it came.
    pub(super) fn wait_for_end(&self, limit: Duration) -> bool {
        let waited = self.pulled.wait_timeout_while(self.rope(), limit, |rope| !rope.ended);
        waited.unwrap_or_else(PoisonError::into_inner).0.ended
    }

    /// A panic elsewhere leaves nothing half-written here, so a poisoned lock is taken as it is.
    fn rope(&self) -> MutexGuard<'_, Rope> {
        self.rope.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// See [`Bell::leash`].
pub(super) struct Leash<'a> {
    bell: &'a Bell,
    end: Instant,
}

impl Leash<'_> {
    /// Whether it is time to give up.
    pub(super) fn is_spent(&self) -> bool {
        let now = Instant::now();
        now >= self.end || self.bell.rope().give_up_at.is_some_and(|give_up_at| now >= give_up_at)
    }

    /// A short rest, not past the leash's end.
    pub(super) fn rest(&self, length: Duration) {
        std::thread::sleep(length.min(self.end.saturating_duration_since(Instant::now())));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_rings_are_one() {
        let bell = Bell::default();
        bell.ring();
        bell.ring();
        assert_eq!(bell.listen(None), Call::Rung);
        assert_eq!(bell.listen(Some(Duration::ZERO)), Call::TimeUp);
    }

    #[test]
    fn a_stop_goes_before_a_ring_and_shortens_a_leash() {
        let bell = Bell::default();
        let leash = bell.leash(Duration::from_secs(60));
        assert!(!leash.is_spent());
        bell.ring();
        bell.stop(Duration::ZERO);
        assert_eq!(bell.listen(None), Call::Stop);
        assert!(leash.is_spent());
    }
}
