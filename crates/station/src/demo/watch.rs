//! The clock of the demo day: it stands still until the script lets time pass.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Duration, Utc};

use super::dice::Dice;
use crate::clock::Clock;

/// Eight in the morning at the demo city, a Saturday.
fn morning() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_276_800, 0).unwrap_or_default()
}

/// Seconds of a day.
const DAY: i64 = 86_400;

/// The time at all windows.
#[derive(Debug, Clone, Default)]
pub(super) struct Watch(Arc<AtomicI64>);

impl Watch {
    /// The clock that the workstations go by.
    pub(super) fn clock(&self) -> Clock {
        let ticking = self.0.clone();
        Clock::scripted(move || morning() + Duration::seconds(ticking.load(Ordering::Relaxed)))
    }

    /// Lets a second pass, and at most so many more.
    pub(super) fn pass(&self, dice: &mut Dice, at_most: u64) {
        let passed = i64::try_from(dice.below(at_most)).unwrap_or(0);
        self.0.fetch_add(1 + passed, Ordering::Relaxed);
    }

    /// Half past eight, the next morning.
    pub(super) fn next_morning(&self) {
        self.morning_after(1);
        self.0.fetch_add(1_800, Ordering::Relaxed);
    }

    /// Eight o'clock, so many nights later.
    pub(super) fn morning_after(&self, nights: i64) {
        let now = self.0.load(Ordering::Relaxed);
        self.0.store((now / DAY + nights) * DAY, Ordering::Relaxed);
    }
}
