//! How payments flow over the day: pieces and cents of each tender type in each hour
//! of the site's clock. What is taken back counts in the hour in which it is.

use std::collections::BTreeMap;

use chrono::{NaiveDateTime, NaiveTime, Timelike};
use chrono_tz::Tz;

use crate::board::{Change, each_change};
use crate::business_day::local;
use crate::entry::Entry;
use crate::money::Cents;
use crate::refusal::Refusal;

/// Pieces and what they come to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Taken {
    /// Pieces.
    pub items: i64,
    /// What they come to.
    pub cents: Cents,
}

impl Taken {
    /// Adds pieces, or takes them off.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn add(&mut self, items: i64, cents: Cents) -> Result<(), Refusal> {
        self.items = self.items.saturating_add(items);
        self.cents = self.cents.plus(cents)?;
        Ok(())
    }
}

/// The flow by hour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    zone: Tz,
    hours: BTreeMap<NaiveDateTime, BTreeMap<String, Taken>>,
}

impl Flow {
    /// A flow on the clock of a zone, nothing in it yet.
    #[must_use]
    pub fn new(zone: Tz) -> Flow {
        Flow {
            zone,
            hours: BTreeMap::new(),
        }
    }

    /// Takes in an entry.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn apply(&mut self, entry: &Entry) -> Result<(), Refusal> {
        let clock = local(entry.at, self.zone);
        let hour = NaiveTime::from_hms_opt(clock.hour(), 0, 0).unwrap_or_default();
        let hour = clock.date().and_time(hour);
        each_change(entry, |change| {
            let Change::Tender {
                tender, items, cents, ..
            } = change
            else {
                return Ok(());
            };
            taken(self.hours.entry(hour).or_default(), tender).add(items, cents)
        })
    }

    /// The hours in order, each with its tender types by code.
    pub fn hours(&self) -> impl Iterator<Item = (NaiveDateTime, &BTreeMap<String, Taken>)> {
        self.hours.iter().map(|(hour, tenders)| (*hour, tenders))
    }
}

/// The sums of a tender type, nothing to begin with.
pub(super) fn taken<'a>(tenders: &'a mut BTreeMap<String, Taken>, code: &str) -> &'a mut Taken {
    if !tenders.contains_key(code) {
        tenders.insert(code.to_owned(), Taken::default());
    }
    tenders.entry(code.to_owned()).or_default()
}
