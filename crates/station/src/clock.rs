//! The one place that asks what time it is. Handed in, so that a scripted day
//! has its own clock.

use std::sync::Arc;

use chrono::{DateTime, Utc};

/// A clock.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>);

impl Clock {
    /// The workstation's own clock.
    #[must_use]
    pub fn system() -> Clock {
        Clock(Arc::new(Utc::now))
    }

    /// A clock that a script moves.
    #[must_use]
    pub fn scripted(now: impl Fn() -> DateTime<Utc> + Send + Sync + 'static) -> Clock {
        Clock(Arc::new(now))
    }

    /// Now, to the millisecond: what an entry records.
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
