//! The thread `central`: contact at the start and every few seconds, entries pushed right
//! after they are committed, everything else pulled when there is something new. Never in a
//! receipt's path: it reads the journal at its own pace, and whatever fails is tried again.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{JoinHandle, Thread};
use std::time::{Duration, Instant};

use crate::central::condition::Condition;
use crate::central::turn::Turns;

/// How often contact is made while the line is good.
const CONTACT: Duration = Duration::from_secs(3);
/// The longest pause while it is not.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// Commits of a burst go out together.
const GATHER: Duration = Duration::from_millis(50);

/// The line of one workstation, kept up until it is dropped.
pub struct Line {
    condition: Arc<Condition>,
    signals: Arc<Signals>,
    thread: Mutex<Option<JoinHandle<()>>>,
    handle: Option<Thread>,
    break_off: Mutex<Option<Box<dyn FnOnce() + Send>>>,
}

/// What the thread is told.
#[derive(Debug, Default)]
struct Signals {
    stop: AtomicBool,
    hurry: AtomicBool,
    committed: AtomicBool,
}

impl Line {
    /// Starts the thread.
    pub(crate) fn start(turns: Turns) -> Line {
        let condition = turns.condition().clone();
        let break_off = turns.breaking_off();
        let signals = Arc::new(Signals::default());
        let told = signals.clone();
        let thread = std::thread::Builder::new()
            .name("central".to_owned())
            .spawn(move || keep_up(turns, &told))
            .ok();
        Line {
            condition,
            signals,
            handle: thread.as_ref().map(|thread| thread.thread().clone()),
            thread: Mutex::new(thread),
            break_off: Mutex::new(Some(break_off)),
        }
    }

    /// How the line is.
    #[must_use]
    pub fn condition(&self) -> &Condition {
        &self.condition
    }

    /// Something was committed.
    pub fn committed(&self) {
        self.signals.committed.store(true, Ordering::Release);
        self.wake();
    }

    /// Somebody looks at the whole site: contact now.
    pub fn hurry(&self) {
        self.signals.hurry.store(true, Ordering::Release);
        self.wake();
    }

    fn wake(&self) {
        if let Some(handle) = &self.handle {
            handle.unpark();
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.signals.stop.store(true, Ordering::Release);
        if let Some(break_off) = self.break_off.lock().unwrap_or_else(PoisonError::into_inner).take() {
            break_off();
        }
        self.wake();
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        // The thread itself lets go of the workstation where it was the last that held it.
        let itself = thread
            .as_ref()
            .is_some_and(|thread| thread.thread().id() == std::thread::current().id());
        if let Some(thread) = thread.filter(|_| !itself) {
            let _ended = thread.join();
        }
    }
}

fn keep_up(mut turns: Turns, told: &Signals) {
    let stopping = || told.stop.load(Ordering::Acquire);
    let mut failures = 0u32;
    while !stopping() {
        told.committed.store(false, Ordering::Release);
        let good = turns.turn(told.hurry.swap(false, Ordering::AcqRel), &stopping);
        failures = if good { 0 } else { failures.saturating_add(1) };
        let next = turns.next();
        let pause = if good {
            next.unwrap_or(CONTACT)
        } else {
            pause_after(failures)
        };
        let until = Instant::now() + pause;
        while !stopping() && Instant::now() < until {
            if told.hurry.load(Ordering::Acquire) && failures < 3 {
                break;
            }
            // While nobody answers, an entry more does not change that.
            if good && told.committed.load(Ordering::Acquire) {
                std::thread::sleep(GATHER);
                break;
            }
            std::thread::park_timeout(until.saturating_duration_since(Instant::now()));
        }
    }
    turns.last_word();
}

/// How long to wait after so many failures in a row: longer and longer, and not all
/// workstations of a city at the same moment.
fn pause_after(failures: u32) -> Duration {
    let longest = Duration::from_millis(500) * 2u32.saturating_pow(failures.min(6));
    let longest = longest.min(LONGEST_PAUSE);
    let mut byte = [0u8; 1];
    let dice = getrandom::fill(&mut byte).map_or(255, |()| u32::from(byte[0]));
    longest / 2 + longest * dice / 512
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_differ() {
        for (failures, least, most) in [
            (1, 500, 1_000),
            (3, 2_000, 4_000),
            (6, 15_000, 30_000),
            (60, 15_000, 30_000),
        ] {
            for _ in 0..50 {
                let pause = pause_after(failures).as_millis();
                assert!((least..=most).contains(&pause), "{failures}: {pause}");
            }
        }
    }
}
