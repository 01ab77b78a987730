//! What one workstation's entries come to, kept up entry by entry: receipts from first to
//! last, numbers that are not there, sums, its drawer. Pure.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use counterfoil_domain::entry::{Body, Entry, GrandTotal};
use counterfoil_domain::money::{Cents, MAX_EXACT};
use counterfoil_domain::receipt;
use counterfoil_domain::refusal::Refusal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A workstation's entries as far as they are folded.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreamState {
    /// The last entry; 0 before the first.
    pub seq: u64,
    /// Its epoch.
    pub epoch: u32,
    /// When the first entry was written, and the last.
    pub first_at: Option<DateTime<Utc>>,
    /// See `first_at`.
    pub last_at: Option<DateTime<Utc>>,
    /// Entries that do not read, or are of an unknown kind.
    pub unread: u64,
    /// Receipts that are here.
    pub receipts: u64,
    /// What they come to, voided ones included.
    pub cents: Cents,
    /// Receipts whose entries were lost, by the entries that opened an epoch.
    pub lost: u64,
    /// The first receipt's number, and the last.
    pub first_receipt: Option<String>,
    /// See `first_receipt`.
    pub last_receipt: Option<String>,
    /// The number within the last receipt's number, lost ones included.
    pub reached: u64,
    /// The grand total that the last entry says.
    pub grand_total: GrandTotal,
    /// The version of the configuration that the last entry names.
    pub config: String,
    /// The drawer.
    pub drawer: Drawer,
}

/// What a workstation's drawer is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawer {
    /// How it stands.
    pub stands: DrawerStands,
    /// Its name, where there was one.
    pub name: String,
    /// Who holds it, or held it last.
    pub cashier: String,
    /// The business date of its session.
    pub date: Option<NaiveDate>,
}

/// How a drawer stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum DrawerStands {
    /// Never opened.
    #[default]
    Never,
    /// Taking payments.
    Open,
    /// Being counted.
    Counting,
    /// Closed.
    Closed,
}

/// Receipt numbers that are not among the entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The entry before which they are missing.
    pub seq: u64,
    /// The first number.
    pub first: String,
    /// The last one.
    pub last: String,
    /// How many.
    pub count: u64,
    /// Why, where an entry says so.
    pub why: Option<String>,
}

/// What a date had at the workstation, as far as it was folded in one go.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DateSums {
    /// First and last entry.
    pub stretch: (u64, u64),
    /// Receipts, and what they come to, voided ones included.
    pub receipts: u64,
    /// See `receipts`.
    pub cents: Cents,
    /// Voids, and what they come to.
    pub voids: u64,
    /// See `voids`.
    pub void_cents: Cents,
}

/// What a stretch of entries adds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Added {
    /// By business date.
    pub dates: BTreeMap<NaiveDate, DateSums>,
    /// First and last entry of each session.
    pub sessions: BTreeMap<Uuid, (u64, u64)>,
    /// Numbers that are not there.
    pub missing: Vec<Missing>,
}

impl StreamState {
    /// Takes in the next entry; none is one that does not read.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn take(&mut self, seq: u64, entry: Option<&Entry>, added: &mut Added) -> Result<(), Refusal> {
        self.seq = seq;
        let Some(entry) = entry else {
            self.unread += 1;
            return Ok(());
        };
        self.epoch = entry.epoch;
        self.first_at.get_or_insert(entry.at);
        self.last_at = Some(entry.at);
        self.grand_total = entry.grand_total;
        self.config.clone_from(&entry.config);
        self.drawer.take(entry);
        let sums = added.dates.entry(entry.business_date).or_insert(DateSums {
            stretch: (seq, seq),
            ..DateSums::default()
        });
        sums.stretch.1 = seq;
        if let Some(session) = entry.body.session() {
            added.sessions.entry(session).or_insert((seq, seq)).1 = seq;
        }
        match &entry.body {
            Body::Receipt(receipt) => {
                let total = exact(receipt.total)?;
                let (of_date, of_all) = (sums.cents.plus(total)?, self.cents.plus(total)?);
                (sums.receipts, sums.cents) = (sums.receipts + 1, of_date);
                (self.receipts, self.cents) = (self.receipts + 1, of_all);
                self.reach(seq, &entry.station, &receipt.number, added);
            }
            Body::ReceiptVoided(void) => {
                sums.void_cents = sums.void_cents.plus(exact(void.total)?)?;
                sums.voids += 1;
            }
            Body::EpochOpened(opened) => {
                if let Some(lost) = &opened.lost {
                    let why = format!(
                        "lost with the disk; epoch {} says so, entry {seq} of {}",
                        entry.epoch,
                        entry.at.format("%-d %b %Y")
                    );
                    added.missing.push(Missing {
                        seq,
                        first: lost.first.clone(),
                        last: lost.last.clone(),
                        count: lost.count,
                        why: Some(why),
                    });
                    self.lost = self.lost.saturating_add(lost.count);
                    self.reached = self.reached.saturating_add(lost.count);
                }
            }
            Body::Unknown { .. } => self.unread += 1,
            _ => {}
        }
        Ok(())
    }

    /// A receipt of that number: what lies between it and the last one is not there.
    fn reach(&mut self, seq: u64, station: &str, number: &str, added: &mut Added) {
        let next = self.reached.saturating_add(1);
        let nth = nth_of(number).unwrap_or(next);
        if nth > next {
            added.missing.push(Missing {
                seq,
                first: receipt::number(station, next),
                last: receipt::number(station, nth - 1),
                count: nth - next,
                why: None,
            });
        }
        self.reached = nth;
        self.first_receipt.get_or_insert_with(|| number.to_owned());
        self.last_receipt = Some(number.to_owned());
    }

    /// Whether the last entry's grand total is what the receipts here come to, lost ones aside.
    #[must_use]
    pub fn agrees(&self) -> bool {
        self.grand_total.count == self.receipts.saturating_add(self.lost) && self.grand_total.cents == self.cents
    }
}

impl Drawer {
    fn take(&mut self, entry: &Entry) {
        match &entry.body {
            Body::DrawerOpened(opened) => {
                *self = Drawer {
                    stands: DrawerStands::Open,
                    name: opened.drawer.clone(),
                    cashier: opened.cashier_name.clone(),
                    date: Some(entry.business_date),
                }
            }
            Body::HandedOver(handed) => self.cashier.clone_from(&handed.to.1),
            Body::CountingStarted(_) => self.stands = DrawerStands::Counting,
            Body::DrawerClosed(_) => self.stands = DrawerStands::Closed,
            _ => {}
        }
    }
}

/// An amount that one entry may carry: no sum of such runs over.
fn exact(cents: Cents) -> Result<Cents, Refusal> {
    match cents.0.unsigned_abs() <= MAX_EXACT.unsigned_abs() {
        true => Ok(cents),
        false => Err(Refusal::AmountOutOfRange),
    }
}

/// The number within a receipt's number: 18204 of `W3-018204`.
fn nth_of(number: &str) -> Option<u64> {
    number.rsplit_once('-').and_then(|(_, digits)| digits.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_is_not_there_is_named() {
        let mut state = StreamState::default();
        let mut added = Added::default();
        for (seq, number) in [(1, "W1-000001"), (2, "W1-000002"), (3, "W1-000006")] {
            state.reach(seq, "W1", number, &mut added);
        }
        assert_eq!(state.reached, 6);
        assert_eq!(state.first_receipt.as_deref(), Some("W1-000001"));
        let [gap] = added.missing.as_slice() else {
            panic!("{added:?}")
        };
        assert_eq!(
            (gap.first.as_str(), gap.last.as_str(), gap.count),
            ("W1-000003", "W1-000005", 3)
        );
        assert_eq!((gap.seq, &gap.why), (3, &None));
    }

    #[test]
    fn numbers_that_went_with_a_disk_are_explained() {
        let mut state = StreamState::default();
        let mut added = Added::default();
        state.reach(1, "W1", "W1-000001", &mut added);
        state.take(2, Some(&opened()), &mut added).unwrap();
        state.reach(3, "W1", "W1-000005", &mut added);
        let [gap] = added.missing.as_slice() else {
            panic!("{added:?}")
        };
        assert_eq!(
            (gap.first.as_str(), gap.last.as_str(), gap.count),
            ("W1-000002", "W1-000004", 3)
        );
        let why = "lost with the disk; epoch 2 says so, entry 2 of 21 Nov 2026";
        assert_eq!(gap.why.as_deref(), Some(why));
        assert_eq!((state.lost, state.reached), (3, 5));
    }

    fn opened() -> Entry {
        use counterfoil_domain::entry::{CitedEntry, EpochOpened, EpochReason, LostReceipts};
        Entry {
            station: "W1".to_owned(),
            epoch: 2,
            seq: 2,
            id: Uuid::nil(),
            request: None,
            at: "2026-11-21T17:00:00Z".parse().unwrap(),
            business_date: "2026-11-21".parse().unwrap(),
            actor: "castellan".to_owned(),
            approval: None,
            config: String::new(),
            body: Body::EpochOpened(Box::new(EpochOpened {
                why: EpochReason::Restored,
                cites: CitedEntry {
                    epoch: 1,
                    seq: 1,
                    hash: String::new(),
                },
                acknowledged: None,
                key: String::new(),
                lost: Some(LostReceipts {
                    first: "W1-000002".to_owned(),
                    last: "W1-000004".to_owned(),
                    count: 3,
                }),
            })),
            postings: Vec::new(),
            grand_total: GrandTotal::default(),
        }
    }

    #[test]
    fn an_entry_that_does_not_read_is_counted_and_passed() {
        let mut state = StreamState::default();
        state.take(1, None, &mut Added::default()).unwrap();
        assert_eq!((state.seq, state.unread, state.agrees()), (1, 1, true));
    }
}
