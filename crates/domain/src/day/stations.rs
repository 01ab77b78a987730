//! What a day has of each workstation: its receipts from first to last without gaps,
//! how far its entries are in, its grand total.

use crate::entry::{Body, Entry, GrandTotal, Hash, LostReceipts, StationHead, hex};
use crate::money::Cents;
use crate::receipt;
use crate::refusal::Refusal;

/// One workstation's day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StationDay {
    /// The workstation.
    pub station: String,
    /// Its first receipt of the day.
    pub first_receipt: Option<String>,
    /// Its last one.
    pub last_receipt: Option<String>,
    /// How many receipts, voided ones included.
    pub count: u64,
    /// What they come to, voided ones included.
    pub total: Cents,
    /// Numbers between the day before and the last receipt that the day does not have.
    pub gaps: Vec<Gap>,
    /// Its first entry of the day.
    pub first_seq: u64,
    /// Its last one.
    pub last_seq: u64,
    /// The hash of its last entry of the day, in hex.
    pub head: String,
    /// Receipts ever, as of that entry.
    pub grand_total: GrandTotal,
    /// The number of the last receipt, the day before's head to begin with.
    reached: Option<u64>,
}

/// Receipt numbers that a day does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The first number.
    pub first: String,
    /// The last one; the same where one is missing.
    pub last: String,
    /// Why, where whoever looked them up found them: `issued on 2026-11-22, in Mail batch 2`.
    pub why: Option<String>,
}

impl Gap {
    /// The gap in words.
    #[must_use]
    pub fn in_words(&self) -> String {
        let numbers = if self.first == self.last {
            self.first.clone()
        } else {
            format!("{} to {}", self.first, self.last)
        };
        let why = self
            .why
            .as_deref()
            .unwrap_or("not among the entries of this day; unexplained");
        format!("{numbers}: {why}")
    }
}

impl StationDay {
    /// Begins a workstation's day with its first entry; `before` is its head at the
    /// close of the day before.
    pub(super) fn begun(entry: &Entry, before: Option<&StationHead>) -> StationDay {
        StationDay {
            station: entry.station.clone(),
            first_receipt: None,
            last_receipt: None,
            count: 0,
            total: Cents::ZERO,
            gaps: Vec::new(),
            first_seq: entry.seq,
            last_seq: entry.seq,
            head: String::new(),
            grand_total: entry.grand_total,
            reached: before.map(|head| head.receipts),
        }
    }

    /// Takes in the next of its entries.
    pub(super) fn apply(&mut self, entry: &Entry, hash: &Hash) -> Result<(), Refusal> {
        self.last_seq = entry.seq;
        self.head = hex(hash);
        self.grand_total = entry.grand_total;
        let receipt = match &entry.body {
            Body::Receipt(receipt) => receipt,
            Body::EpochOpened(opened) => {
                if let Some(lost) = &opened.lost {
                    self.lose(entry, lost);
                }
                return Ok(());
            }
            _ => return Ok(()),
        };
        let nth = entry.grand_total.count;
        self.miss_before(nth);
        self.reached = Some(nth);
        self.first_receipt.get_or_insert_with(|| receipt.number.clone());
        self.last_receipt = Some(receipt.number.clone());
        self.count += 1;
        self.total = self.total.plus(receipt.total)?;
        Ok(())
    }

    /// Notes the numbers before one that the day does not have.
    fn miss_before(&mut self, nth: u64) {
        let expected = self.reached.map_or(nth, |last| last.saturating_add(1));
        if expected < nth {
            self.gaps.push(Gap {
                first: receipt::number(&self.station, expected),
                last: receipt::number(&self.station, nth - 1),
                why: None,
            });
        }
    }

    /// Receipts that went with the disk, which nobody will ever have.
    fn lose(&mut self, entry: &Entry, lost: &LostReceipts) {
        let last = entry.grand_total.count;
        self.miss_before(last.saturating_sub(lost.count).saturating_add(1));
        self.gaps.push(Gap {
            first: lost.first.clone(),
            last: lost.last.clone(),
            why: Some(lost_in_words(entry)),
        });
        self.reached = Some(last);
    }
}

/// Why numbers are nowhere, by the entry that opened the epoch after them:
/// `lost with the disk before epoch 2, which was opened on 22 Nov 2026`.
#[must_use]
pub fn lost_in_words(opened: &Entry) -> String {
    format!(
        "lost with the disk before epoch {}, which was opened on {}",
        opened.epoch,
        opened.business_date.format("%-d %b %Y")
    )
}
