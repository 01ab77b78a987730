//! Money that stands in suspense: what came and was not placed yet.

use chrono::{DateTime, NaiveDate, Utc};

use super::words::places;
use crate::entry::{Body, Entry, Hash, SuspensePlaced, TakenBack, seal};
use crate::money::Cents;
use crate::payment::SUSPENSE_CODE;
use crate::receipt::Receipt;
use crate::refusal::Refusal;

/// A line of a receipt that stood in suspense.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldLine {
    /// The receipt.
    pub receipt: String,
    /// The line within it, from 0.
    pub line: u16,
    /// The business date.
    pub date: NaiveDate,
    /// The batch that it came in.
    pub batch: String,
    /// Who paid.
    pub payer: Option<String>,
    /// The account or reference as it came.
    pub reference: Option<String>,
    /// Why it stood in suspense.
    pub why: String,
    /// How much came.
    pub amount: Cents,
    /// What of it still stands there.
    pub left: Cents,
    /// What returned items took back of it, net of what was good after all.
    pub returned: Cents,
    /// What was given back to the payer of it: refunds that were not withdrawn, and a reversal.
    pub refunded: Cents,
    /// What was placed of it, each time.
    pub placed: Vec<Placed>,
    /// That its receipt was voided.
    pub void: bool,
}

/// A placement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// What was placed where, why, by whom.
    pub body: SuspensePlaced,
    /// The workstation.
    pub station: String,
    /// The entry's place there.
    pub seq: u64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who did it.
    pub actor: String,
    /// The second person's name.
    pub second: Option<String>,
    /// The entry's seal.
    pub seal: String,
}

impl Placed {
    /// The placement that an entry is; none for any other entry.
    #[must_use]
    pub fn of(entry: &Entry, hash: &Hash) -> Option<Placed> {
        let Body::SuspensePlaced(body) = &entry.body else {
            return None;
        };
        Some(Placed {
            body: body.clone(),
            station: entry.station.clone(),
            seq: entry.seq,
            at: entry.at,
            actor: entry.actor.clone(),
            second: entry.approval.as_ref().map(|approval| approval.name.clone()),
            seal: seal(hash),
        })
    }

    /// Where it went, in words.
    #[must_use]
    pub fn where_to(&self) -> String {
        places(&self.body.lines)
    }
}

/// Why something of a line in suspense was taken back, or is given back to it.
#[derive(Clone, Copy)]
enum Why {
    Returned,
    Refunded,
}

impl HeldLine {
    /// An amount leaves suspense, or comes back to it where it is negative.
    fn take(&mut self, why: Why, amount: Cents) -> Result<(), Refusal> {
        self.left = self.left.minus(amount)?;
        let sum = match why {
            Why::Returned => &mut self.returned,
            Why::Refunded => &mut self.refunded,
        };
        *sum = sum.plus(amount)?;
        Ok(())
    }
}

/// All that ever stood in suspense, among the entries that it was fed with: receipts
/// with such lines, their voids, placements, and what was taken back or given back since.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Suspense {
    /// The lines in the order in which they came.
    pub lines: Vec<HeldLine>,
}

impl Suspense {
    /// Takes in an entry.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn apply(&mut self, entry: &Entry, hash: &Hash) -> Result<(), Refusal> {
        match &entry.body {
            Body::Receipt(receipt) => self.held(entry, receipt),
            Body::ReceiptVoided(void) => {
                let own = self.lines.iter_mut().filter(|line| line.receipt == void.receipt);
                own.for_each(|line| (line.void, line.left) = (true, Cents::ZERO));
            }
            Body::SuspensePlaced(body) => {
                if let Some(line) = self.line(&body.receipt, Some(body.line)) {
                    line.placed.extend(Placed::of(entry, hash));
                    line.left = line.left.minus(body.amount)?;
                }
            }
            Body::ItemReturned(item) => {
                for tender in &item.tenders {
                    self.taken(Why::Returned, &tender.receipt, &tender.taken)?;
                }
            }
            Body::ItemReinstated(item) => {
                for tender in &item.tenders {
                    self.given(Why::Returned, &tender.receipt, &tender.given)?;
                }
            }
            Body::ReceiptReversed(body) => self.taken(Why::Refunded, &body.receipt, &body.taken)?,
            Body::RefundRequested(body) => {
                self.taken(Why::Refunded, &body.receipt, std::slice::from_ref(&body.taken))?;
            }
            Body::RefundWithdrawn(body) => {
                self.given(Why::Refunded, &body.receipt, std::slice::from_ref(&body.given))?;
            }
            _ => {}
        }
        Ok(())
    }

    fn held(&mut self, entry: &Entry, receipt: &Receipt) {
        let held = (0u16..)
            .zip(&receipt.lines)
            .filter(|(_, line)| line.code == SUSPENSE_CODE);
        self.lines.extend(held.map(|(place, line)| HeldLine {
            receipt: receipt.number.clone(),
            line: place,
            date: entry.business_date,
            batch: receipt.window.clone(),
            payer: receipt.payer.clone(),
            reference: line.reference.clone(),
            why: line.description.clone(),
            amount: line.amount,
            left: line.amount,
            returned: Cents::ZERO,
            refunded: Cents::ZERO,
            placed: Vec::new(),
            void: false,
        }));
    }

    fn line(&mut self, receipt: &str, place: Option<u16>) -> Option<&mut HeldLine> {
        let mut lines = self.lines.iter_mut();
        lines.find(|line| line.receipt == receipt && Some(line.line) == place)
    }

    fn taken(&mut self, why: Why, receipt: &str, taken: &[TakenBack]) -> Result<(), Refusal> {
        for one in taken {
            if let Some(line) = self.line(receipt, one.line) {
                line.take(why, one.amount)?;
            }
        }
        Ok(())
    }

    fn given(&mut self, why: Why, receipt: &str, given: &[TakenBack]) -> Result<(), Refusal> {
        for one in given {
            if let Some(line) = self.line(receipt, one.line) {
                line.take(why, one.amount.negated())?;
            }
        }
        Ok(())
    }

    /// What still stands in suspense.
    pub fn standing(&self) -> impl Iterator<Item = &HeldLine> {
        self.lines.iter().filter(|line| line.left > Cents::ZERO)
    }
}
