//! Money that stands in suspense: what came and was not placed yet.

use chrono::{DateTime, NaiveDate, Utc};

use crate::entry::{Body, Entry, Hash, SuspensePlaced, seal};
use crate::money::Cents;
use crate::payment::SUSPENSE_CODE;

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
    /// How much.
    pub amount: Cents,
    /// That it was placed.
    pub placed: Option<Placed>,
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
        let lines = self.body.lines.iter().map(|line| match &line.account {
            Some(account) => format!("{account}, {}", line.description),
            None => line.description.clone(),
        });
        lines.collect::<Vec<_>>().join("; ")
    }
}

/// All that ever stood in suspense, among the entries that it was fed with: receipts
/// with such lines, their voids, and placements.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Suspense {
    /// The lines in the order in which they came.
    pub lines: Vec<HeldLine>,
}

impl Suspense {
    /// Takes in an entry.
    pub fn apply(&mut self, entry: &Entry, hash: &Hash) {
        match &entry.body {
            Body::Receipt(receipt) => {
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
                    placed: None,
                    void: false,
                }));
            }
            Body::ReceiptVoided(void) => {
                let own = self.lines.iter_mut().filter(|line| line.receipt == void.receipt);
                own.for_each(|line| line.void = true);
            }
            Body::SuspensePlaced(body) => {
                let is_it = |line: &&mut HeldLine| line.receipt == body.receipt && line.line == body.line;
                if let Some(line) = self.lines.iter_mut().find(is_it) {
                    line.placed = Placed::of(entry, hash);
                }
            }
            _ => {}
        }
    }

    /// What still stands in suspense.
    pub fn standing(&self) -> impl Iterator<Item = &HeldLine> {
        self.lines.iter().filter(|line| line.placed.is_none() && !line.void)
    }
}
