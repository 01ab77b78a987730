//! The journal's own rules: how a decision becomes an entry, and what a reader
//! of the whole journal checks.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use uuid::Uuid;

use crate::entry::{
    Approval, Body, Entry, GENESIS, GrandTotal, Hash, LostReceipts, RequestMark, SignedHead, chain, hex,
};
use crate::money::Cents;
use crate::posting::{Posting, assert_zero};
use crate::receipt::{self, Receipt};
use crate::refusal::Refusal;

/// What a decision came to: everything of an entry but its stamp.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What happened.
    pub body: Body,
    /// What it does to the ledger.
    pub postings: Vec<Posting>,
    /// The second person.
    pub approval: Option<Approval>,
}

impl Decision {
    /// A decision that moves no money and needed nobody else.
    #[must_use]
    pub fn plain(body: Body) -> Decision {
        Decision {
            body,
            postings: Vec::new(),
            approval: None,
        }
    }
}

/// Where the journal of a workstation stands: what the next entry continues.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The workstation.
    pub station: String,
    /// Its epoch.
    pub epoch: u32,
    /// The last entry's sequence number; 0 before the first.
    pub seq: u64,
    /// The last entry's hash.
    pub hash: Hash,
    /// The last entry's instant.
    pub at: Option<DateTime<Utc>>,
    /// Receipts so far.
    pub grand_total: GrandTotal,
}

/// Who and when, handed in from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The entry's identifier.
    pub id: Uuid,
    /// The request behind it.
    pub request: Option<RequestMark>,
    /// The instant, by the workstation's clock.
    pub now: DateTime<Utc>,
    /// The business date.
    pub business_date: NaiveDate,
    /// The user.
    pub actor: String,
    /// The version of the configuration.
    pub config: String,
}

/// How far a clock may have been set back, as time services do, before writing stops.
const SMALL_STEP_SECONDS: i64 = 120;

impl Head {
    /// The head of a journal that holds nothing yet.
    #[must_use]
    pub fn empty(station: &str) -> Head {
        Head {
            station: station.to_owned(),
            epoch: 1,
            seq: 0,
            hash: GENESIS,
            at: None,
            grand_total: GrandTotal::default(),
        }
    }

    /// The number that the next receipt will carry.
    #[must_use]
    pub fn next_receipt(&self) -> String {
        receipt::number(&self.station, self.grand_total.count + 1)
    }

    /// The instant of the next entry: never before the last one. A clock set
    /// back by a small step is waited out by standing still.
    ///
    /// # Errors
    /// [`Refusal::ClockSetBack`] where it was set back by more than two minutes.
    pub fn instant(&self, now: DateTime<Utc>) -> Result<DateTime<Utc>, Refusal> {
        match self.at {
            Some(last) if last - now > Duration::seconds(SMALL_STEP_SECONDS) => Err(Refusal::ClockSetBack {
                now: now.format("%F %T UTC").to_string(),
                last: last.format("%F %T UTC").to_string(),
            }),
            Some(last) => Ok(now.max(last)),
            None => Ok(now),
        }
    }

    /// The entry that a decision becomes.
    ///
    /// # Errors
    /// [`Refusal::ClockSetBack`], [`Refusal::PostingsUnbalanced`], [`Refusal::AmountOutOfRange`].
    pub fn entry(&self, decision: Decision, stamp: Stamp) -> Result<Entry, Refusal> {
        assert_zero(&decision.postings)?;
        Ok(Entry {
            station: self.station.clone(),
            epoch: match &decision.body {
                Body::EpochOpened(_) => self.epoch + 1,
                _ => self.epoch,
            },
            seq: self.seq + 1,
            id: stamp.id,
            request: stamp.request,
            at: self.instant(stamp.now)?,
            business_date: stamp.business_date,
            actor: stamp.actor,
            approval: decision.approval,
            config: stamp.config,
            grand_total: self.grand_total.after(&decision.body)?,
            body: decision.body,
            postings: decision.postings,
        })
    }

    /// The head after an entry whose hash is known.
    pub fn advance(&mut self, entry: &Entry, hash: Hash) {
        self.epoch = entry.epoch;
        self.seq = entry.seq;
        self.hash = hash;
        self.at = Some(entry.at);
        self.grand_total = entry.grand_total;
    }
}

impl GrandTotal {
    fn after(self, body: &Body) -> Result<GrandTotal, Refusal> {
        match body {
            Body::Receipt(receipt) => Ok(GrandTotal {
                count: self.count + 1,
                cents: self.cents.plus(receipt.total)?,
            }),
            // Numbers that were on paper are used up, though nobody knows their amounts any more.
            Body::EpochOpened(opened) => Ok(GrandTotal {
                count: self
                    .count
                    .saturating_add(opened.lost.as_ref().map_or(0, |lost| lost.count)),
                ..self
            }),
            _ => Ok(self),
        }
    }
}

/// What is wrong with a journal, at which entry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("entry {seq}: {problem}")]
pub struct Fault {
    /// The place where an entry was expected.
    pub seq: u64,
    /// What is wrong there.
    pub problem: String,
}

/// Reads a journal from its first entry and proves it: chain, sequence, zero
/// sums, instants, grand totals, receipt numbers without gaps, heads signed at a close.
#[derive(Debug)]
pub struct Proof {
    head: Head,
    unknown: u64,
}

impl Proof {
    /// Begins before the first entry.
    #[must_use]
    pub fn new(station: &str) -> Proof {
        Proof {
            head: Head::empty(station),
            unknown: 0,
        }
    }

    /// The head so far.
    #[must_use]
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// Entries of a newer version or of an unknown kind, whose content nobody here can check.
    #[must_use]
    pub fn unknown(&self) -> u64 {
        self.unknown
    }

    /// Checks the next stored entry.
    ///
    /// # Errors
    /// [`Fault`], naming the first thing that is wrong.
    pub fn next(&mut self, seq: u64, stored: &[u8], bytes: &[u8]) -> Result<Entry, Fault> {
        let expected = self.head.seq + 1;
        let fault = |problem: String| Err(Fault { seq: expected, problem });
        if seq != expected {
            return fault(format!("is missing; the next one is {seq}"));
        }
        let hash = chain(&self.head.hash, bytes);
        if hash != stored {
            return fault(format!("its hash is {}, its content gives {}", hex(stored), hex(&hash)));
        }
        let entry = match Entry::decode(bytes) {
            Ok(entry) => entry,
            Err(problem) => return fault(problem.to_string()),
        };
        if entry.seq != seq || entry.station != self.head.station {
            return fault(format!("says that it is entry {} of {}", entry.seq, entry.station));
        }
        if let Err(problem) = self.check_epoch(&entry) {
            return fault(problem);
        }
        if let Err(problem) = assert_zero(&entry.postings) {
            return fault(problem.to_string());
        }
        if self.head.at.is_some_and(|last| entry.at < last) {
            return fault("was written before the entry that precedes it".to_owned());
        }
        if let Body::Unknown { .. } = entry.body {
            self.unknown += 1;
        } else if let Err(problem) = self.check_known(&entry) {
            return fault(problem);
        }
        self.head.advance(&entry, hash);
        Ok(entry)
    }

    /// An epoch is left only by the entry that opens the next one, and that one names what it follows.
    fn check_epoch(&self, entry: &Entry) -> Result<(), String> {
        let Body::EpochOpened(opened) = &entry.body else {
            // What this program does not know may have opened one.
            let unknown = matches!(entry.body, Body::Unknown { .. }) && entry.epoch > self.head.epoch;
            return match entry.epoch == self.head.epoch || unknown {
                true => Ok(()),
                false => Err(format!("is of epoch {}, after epoch {}", entry.epoch, self.head.epoch)),
            };
        };
        let cites = &opened.cites;
        if entry.epoch != self.head.epoch + 1 {
            return Err(format!("opens epoch {} after epoch {}", entry.epoch, self.head.epoch));
        }
        let head = (self.head.epoch, self.head.seq, hex(&self.head.hash));
        if (cites.epoch, cites.seq, cites.hash.clone()) != head {
            return Err(format!(
                "opens an epoch after entry {}, {}, which is not the one before it",
                cites.seq, cites.hash
            ));
        }
        if let Some(word) = &opened.acknowledged
            && (&word.name.station, word.epoch, word.seq, &word.hash)
                != (&self.head.station, cites.epoch, cites.seq, &cites.hash)
        {
            return Err(format!(
                "is acknowledged as after entry {} of {}, which is not the one that it cites",
                word.seq, word.name.station
            ));
        }
        match &opened.lost {
            Some(lost) => self.check_lost(lost),
            None => Ok(()),
        }
    }

    /// Receipts that are said to be lost are those after the last one that is here.
    fn check_lost(&self, lost: &LostReceipts) -> Result<(), String> {
        let known = self.head.grand_total.count;
        let last = known.checked_add(lost.count).filter(|_| lost.count > 0);
        let last = last.map(|nth| receipt::number(&self.head.station, nth));
        match lost.first == self.head.next_receipt() && Some(&lost.last) == last.as_ref() {
            true => Ok(()),
            false => Err(format!(
                "says that {} receipts from {} to {} are lost, and {} is next",
                lost.count,
                lost.first,
                lost.last,
                self.head.next_receipt()
            )),
        }
    }

    fn check_known(&self, entry: &Entry) -> Result<(), String> {
        let total = self
            .head
            .grand_total
            .after(&entry.body)
            .map_err(|refusal| refusal.to_string())?;
        if entry.grand_total != total {
            return Err(format!(
                "its grand total is {} receipts, {}; the entries give {} receipts, {}",
                entry.grand_total.count, entry.grand_total.cents, total.count, total.cents
            ));
        }
        match &entry.body {
            Body::Receipt(receipt) => self.check_receipt(receipt),
            Body::DrawerClosed(closed) => self.check_signed_head(&closed.head),
            Body::DayClosed(closed) => self.check_signed_head(&closed.head),
            _ => Ok(()),
        }
    }

    /// What the workstation signed at a close must be the head that the close follows.
    /// The signature itself is checked where keys are known.
    fn check_signed_head(&self, signed: &SignedHead) -> Result<(), String> {
        if signed.seq == self.head.seq && signed.hash == hex(&self.head.hash) {
            return Ok(());
        }
        Err(format!(
            "it signs entry {} as {}, and the entry before it is {}, {}",
            signed.seq,
            signed.hash,
            self.head.seq,
            hex(&self.head.hash)
        ))
    }

    fn check_receipt(&self, receipt: &Receipt) -> Result<(), String> {
        let number = self.head.next_receipt();
        if receipt.number != number {
            return Err(format!("its receipt is {}, and {number} is next", receipt.number));
        }
        let sums = [
            ("lines", Cents::sum(receipt.lines.iter().map(|line| line.amount))),
            (
                "tenders",
                Cents::sum(receipt.tenders.iter().map(|tender| tender.amount)),
            ),
            (
                "ledger splits",
                Cents::sum(receipt.lines.iter().flat_map(|line| &line.split).map(|part| part.1)),
            ),
        ];
        for (what, sum) in sums {
            let sum = sum.map_err(|refusal| refusal.to_string())?;
            if sum != receipt.total {
                return Err(format!("its {what} come to {sum}, its total is {}", receipt.total));
            }
        }
        Ok(())
    }
}
