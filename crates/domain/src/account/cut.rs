//! Which entries a copy of the accounts holds already, and which were written since.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use crate::entry::AccountsImported;

/// Where a copy of the accounts stands among the entries of all workstations: what an entry
/// paid counts besides the copy where the entry lies behind it. An entry counts under the
/// workstation that wrote it, whichever way it came, so it is counted once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cut {
    /// When billing wrote the copy: what was paid up to then is in it, but for workstations of
    /// which it says more exactly what is.
    pub as_of: DateTime<Utc>,
    /// The last entry of each workstation that is in it, where billing said which posting batch it had.
    pub included: BTreeMap<String, u64>,
    /// Entries up to those that are not in it all the same: central records could not read them when the batch
    /// was made.
    pub left_out: BTreeSet<(String, u64)>,
}

/// From where on the entries of one workstation lie behind a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Behind {
    /// Those behind the entry of that number.
    Entry(u64),
    /// Those written after an instant.
    Instant(DateTime<Utc>),
}

impl Cut {
    /// Before everything: every entry counts.
    #[must_use]
    pub fn before_all() -> Cut {
        Cut::at(DateTime::<Utc>::MIN_UTC)
    }

    /// By the instant alone.
    #[must_use]
    pub fn at(as_of: DateTime<Utc>) -> Cut {
        Cut {
            as_of,
            ..Cut::default()
        }
    }

    /// That of a copy which was taken in; before everything where there is none.
    #[must_use]
    pub fn of(imported: Option<&AccountsImported>) -> Cut {
        imported.map_or_else(Cut::before_all, |copy| Cut {
            as_of: copy.as_of,
            included: copy.included.clone(),
            left_out: copy.left_out.clone(),
        })
    }

    /// From where on a workstation's entries count besides the copy; those that were left out count too.
    #[must_use]
    pub fn behind(&self, station: &str) -> Behind {
        match self.included.get(station) {
            Some(seq) => Behind::Entry(*seq),
            None => Behind::Instant(self.as_of),
        }
    }

    /// Whether an entry counts besides the copy. Instants to the millisecond, as tables keep them.
    #[must_use]
    pub fn after(&self, station: &str, seq: u64, at: DateTime<Utc>) -> bool {
        match self.behind(station) {
            Behind::Entry(included) => seq > included || self.left_out.contains(&(station.to_owned(), seq)),
            Behind::Instant(as_of) => at.timestamp_millis() > as_of.timestamp_millis(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Cents;

    fn instant(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn what_counts_besides_a_copy() {
        let cut = Cut {
            as_of: instant("2026-11-20T06:00:00Z"),
            included: BTreeMap::from([("W1".to_owned(), 7), ("W3".to_owned(), 0)]),
            left_out: BTreeSet::from([("W1".to_owned(), 4), ("W1".to_owned(), 6)]),
        };
        // Workstation, entry, instant, whether it counts.
        let table = [
            ("W1", 7, "2026-11-20T09:00:00Z", false),
            ("W1", 8, "2026-11-20T05:00:00Z", true),
            ("W1", 6, "2026-11-20T05:00:00Z", true),
            ("W1", 5, "2026-11-20T09:00:00Z", false),
            ("W2", 4, "2026-11-20T05:00:00Z", false),
            ("W3", 1, "2026-11-19T05:00:00Z", true),
            ("W2", 900, "2026-11-20T06:00:00Z", false),
            ("W2", 900, "2026-11-20T06:00:00.000900Z", false),
            ("W2", 1, "2026-11-20T06:00:00.001Z", true),
        ];
        for (station, seq, at, counts) in table {
            assert_eq!(cut.after(station, seq, instant(at)), counts, "{station} {seq} {at}");
        }
        assert!(Cut::before_all().after("W1", 1, instant("1970-01-01T00:00:00Z")));
    }

    #[test]
    fn the_cut_of_a_copy_is_what_billing_said_of_it() {
        let copy = AccountsImported {
            digest: String::new(),
            as_of: instant("2026-11-20T06:00:00Z"),
            accounts: 1,
            charges: 1,
            total_due: Cents(1),
            included: BTreeMap::from([("W1".to_owned(), 7)]),
            left_out: BTreeSet::from([("W1".to_owned(), 5)]),
        };
        let cut = Cut::of(Some(&copy));
        assert_eq!((cut.as_of, &cut.included), (copy.as_of, &copy.included));
        assert_eq!(cut.left_out, copy.left_out);
        assert_eq!(Cut::of(None), Cut::before_all());
    }
}
