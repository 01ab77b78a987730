//! A business day of a site as central has it: which entries belong to it, and their fold.
//! The same [`Day`] that the closing desk makes its papers of; pure.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use counterfoil_domain::day::Day;
use counterfoil_domain::entry::{Body, DayClosed, Entry, Hash, StationHead};
use counterfoil_domain::refusal::Refusal;
use uuid::Uuid;

/// What is known of a day before its entries are read.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The business date.
    pub date: NaiveDate,
    /// The close of the last date closed before it.
    pub before: Option<DayClosed>,
    /// Its own close.
    pub closed: Option<DayClosed>,
    /// Sessions of earlier, closed dates that were carried to it, or through it.
    pub carried: BTreeSet<Uuid>,
    /// Its deposits.
    pub deposits: BTreeSet<Uuid>,
}

impl Plan {
    /// The day, nothing of it read yet.
    #[must_use]
    pub fn begin(&self) -> Day {
        let mut day = Day::new(self.date);
        if let Some(before) = &self.before {
            day = day.after(before.date, &before.heads);
        }
        if let Some(closed) = &self.closed {
            day = day.up_to(&closed.heads);
        }
        day
    }

    /// Takes an entry in where it belongs to the day. They come workstation by workstation, each
    /// in its own order, the closing desk's last.
    ///
    /// # Errors
    /// Those of [`Day::apply`].
    pub fn take(&self, day: &mut Day, entry: &Entry, hash: &Hash) -> Result<(), Refusal> {
        let of_carried = entry.body.session().is_some_and(|id| self.carried.contains(&id));
        let of_deposit = deposit_of(&entry.body).is_some_and(|id| self.deposits.contains(&id));
        // A closed day's papers say what its close knew; only its deposits live on.
        let late = self.is_late(entry) && !of_deposit && !self.closes(entry);
        if !late && (entry.business_date == self.date || of_carried || of_deposit || day.counts(entry)) {
            day.apply(entry, hash)?;
        }
        Ok(())
    }

    /// The stretches of a workstation's entries that hold all that [`Plan::take`] takes, first
    /// and last of each, in order and apart. `of_date` is where those of the date lie, `later` the
    /// first one of a date after the day before, `of_carried` where those of carried sessions
    /// lie, `single` those of its deposits and of its close.
    #[must_use]
    pub fn stretches(&self, station: &str, last: u64, places: &Places) -> Vec<(u64, u64)> {
        let last = match &self.closed {
            Some(closed) => head(&closed.heads, station).map_or(0, |head| head.seq).min(last),
            None => last,
        };
        let mut ranges: Vec<(u64, u64)> = places.of_date.into_iter().chain(places.of_carried.clone()).collect();
        if let Some(before) = &self.before {
            let next = head(&before.heads, station).map_or(1, |head| head.seq + 1);
            ranges.push((places.later.map_or(next, |later| later.min(next)), last));
        }
        ranges.iter_mut().for_each(|range| range.1 = range.1.min(last));
        ranges.extend(places.single.iter().map(|seq| (*seq, *seq)));
        ranges.retain(|(first, last)| first <= last);
        ranges.sort_unstable();
        let mut apart: Vec<(u64, u64)> = Vec::new();
        for (first, last) in ranges {
            match apart.last_mut() {
                Some(before) if first <= before.1 + 1 => before.1 = before.1.max(last),
                _ => apart.push((first, last)),
            }
        }
        apart
    }

    /// Whether an entry came after the heads that the close names.
    fn is_late(&self, entry: &Entry) -> bool {
        self.closed.as_ref().is_some_and(|closed| {
            let head = head(&closed.heads, &entry.station);
            head.is_none_or(|head| entry.seq > head.seq)
        })
    }

    fn closes(&self, entry: &Entry) -> bool {
        matches!(&entry.body, Body::DayClosed(body) if body.date == self.date)
    }
}

/// Where the entries of a day may lie at one workstation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    /// First and last entry of the date.
    pub of_date: Option<(u64, u64)>,
    /// The first entry of a date later than the one closed before.
    pub later: Option<u64>,
    /// First and last entry of each session that was carried.
    pub of_carried: Vec<(u64, u64)>,
    /// Entries of its deposits, and its close.
    pub single: Vec<u64>,
}

fn head<'h>(heads: &'h [StationHead], station: &str) -> Option<&'h StationHead> {
    heads.iter().find(|head| head.station == station)
}

/// The deposit that an entry is about.
#[must_use]
pub fn deposit_of(body: &Body) -> Option<Uuid> {
    Some(match body {
        Body::DepositPrepared(body) => body.deposit,
        Body::DepositWithdrawn(body) => body.deposit,
        Body::DepositFinalized(body) => body.deposit,
        Body::BankFiguresEntered(body) => body.deposit,
        Body::BankCorrected(body) => body.deposit,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_are_put_together_and_end_where_the_close_does() {
        let mut plan = Plan {
            date: NaiveDate::from_ymd_opt(2026, 11, 21).unwrap(),
            before: None,
            closed: None,
            carried: BTreeSet::new(),
            deposits: BTreeSet::new(),
        };
        let places = Places {
            of_date: Some((10, 20)),
            later: None,
            of_carried: vec![(3, 5), (18, 25)],
            single: vec![40, 26],
        };
        assert_eq!(plan.stretches("W1", 99, &places), [(3, 5), (10, 26), (40, 40)]);
        assert_eq!(
            plan.stretches("W1", 12, &places),
            [(3, 5), (10, 12), (26, 26), (40, 40)]
        );
        let nowhere = Places::default();
        assert!(plan.stretches("W1", 99, &nowhere).is_empty());
        plan.closed = Some(closed(15));
        assert_eq!(
            plan.stretches("W1", 99, &places),
            [(3, 5), (10, 15), (26, 26), (40, 40)]
        );
        assert_eq!(plan.stretches("W9", 99, &places), [(26, 26), (40, 40)]);
        plan.before = Some(closed(7));
        assert_eq!(plan.stretches("W1", 99, &nowhere), [(8, 15)]);
        let later = Places {
            later: Some(6),
            ..Places::default()
        };
        assert_eq!(plan.stretches("W1", 99, &later), [(6, 15)]);
    }

    fn closed(seq: u64) -> DayClosed {
        use counterfoil_domain::entry::{LedgerBatch, SignedHead};
        use counterfoil_domain::money::Cents;
        DayClosed {
            date: NaiveDate::from_ymd_opt(2026, 11, 21).unwrap(),
            closer: (String::new(), String::new()),
            sessions: Vec::new(),
            carried: Vec::new(),
            heads: vec![StationHead {
                station: "W1".to_owned(),
                seq,
                hash: String::new(),
                receipts: 0,
                cents: Cents::ZERO,
            }],
            tenders: Vec::new(),
            ledger: LedgerBatch {
                number: String::new(),
                debits: Cents::ZERO,
                lines: 0,
                digest: String::new(),
            },
            transmittals: Vec::new(),
            head: SignedHead {
                seq: 0,
                hash: String::new(),
                key: String::new(),
                signature: String::new(),
            },
        }
    }
}
