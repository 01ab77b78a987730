//! The one place that asks what time it is. Handed in, so that a scripted day has its own clock.

use std::sync::Arc;

use chrono::{DateTime, Utc};

/// A clock.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>);

impl Clock {
    /// The machine's own clock.
    #[must_use]
    pub fn system() -> Clock {
        Clock(Arc::new(system))
    }

    /// A clock that a script moves.
    #[must_use]
    pub fn scripted(now: impl Fn() -> DateTime<Utc> + Send + Sync + 'static) -> Clock {
        Clock(Arc::new(now))
    }

    /// Now, to the millisecond.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        let now = (self.0)();
        DateTime::from_timestamp_millis(now.timestamp_millis()).unwrap_or(now)
    }
}

impl std::fmt::Debug for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Clock({})", self.now())
    }
}

#[cfg(not(debug_assertions))]
fn system() -> DateTime<Utc> {
    Utc::now()
}

/// Days that a test runs through: the seconds in the file that `COUNTERFOIL_CLOCK_OFFSET_FILE`
/// names are added. Not in a released program.
#[cfg(debug_assertions)]
fn system() -> DateTime<Utc> {
    let seconds = std::env::var_os("COUNTERFOIL_CLOCK_OFFSET_FILE")
        .and_then(|path| std::fs::read_to_string(path).ok())
        .and_then(|text| text.trim().parse::<i64>().ok())
        .unwrap_or(0);
    Utc::now() + chrono::TimeDelta::try_seconds(seconds).unwrap_or_default()
}
