//! The one place that asks what time it is. Handed in, so that a scripted day
//! has its own clock.

use std::sync::Arc;

use chrono::{DateTime, Utc};

/// Names the file of [`Clock::beside`].
#[cfg(debug_assertions)]
const OFFSET: &str = "COUNTERFOIL_CLOCK_OFFSET_FILE";

/// A clock.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>);

impl Clock {
    /// The workstation's own clock.
    #[must_use]
    pub fn system() -> Clock {
        #[cfg(debug_assertions)]
        if let Some(path) = std::env::var_os(OFFSET) {
            return Clock::beside(path.into());
        }
        Clock(Arc::new(Utc::now))
    }

    /// The system's clock, moved by as many seconds as a file says, read anew at each look:
    /// how tests move the clocks of real programs. Not in what is delivered.
    #[cfg(debug_assertions)]
    fn beside(file: std::path::PathBuf) -> Clock {
        Clock(Arc::new(move || {
            let text = std::fs::read_to_string(&file).unwrap_or_default();
            Utc::now() + chrono::Duration::seconds(text.trim().parse().unwrap_or(0))
        }))
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
