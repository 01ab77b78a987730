//! A session — of a drawer, or a batch of payments, which is like one without a
//! float: the fold of its own entries.
//!
//! What a drawer should hold, its tape, its movements and counts are computed
//! from entries here and nowhere else; the workstation keeps the fold of open
//! sessions at hand and can compute it again at any time. The closing desk's
//! entries about a session (approvals, reclasses after the close) are taken in
//! behind those of the workstation that holds it.

mod event;
mod state;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::cash::CashCount;
use crate::config::{Configuration, CountedBy, TenderKind};
use crate::entry::{BatchOpened, Body, CountedItem, DrawerOpened, Entry, TenderCount};
use crate::money::Cents;
use crate::posting::Posting;
use crate::receipt::Tender;
use crate::refusal::Refusal;
use event::event_of;

pub use event::{Event, EventKind};
pub use state::{Origin, SessionStage, Verdict};

/// How far a session is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Taking payments.
    Open,
    /// Being counted; no payments.
    Counting,
    /// Counted and closed.
    Closed,
}

/// A session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its identifier.
    pub id: Uuid,
    /// What it is of.
    pub origin: Origin,
    /// The workstation that holds it.
    pub station: String,
    /// What people call it: the drawer's name, or the batch's.
    pub drawer: String,
    /// The window's name.
    pub window: String,
    /// The business date of everything in it.
    pub business_date: NaiveDate,
    /// How far it is.
    pub phase: Phase,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// When it was last closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// Who held it: user id, name, from when. The last one holds it.
    pub cashiers: Vec<(String, String, DateTime<Utc>)>,
    /// The float by denomination.
    pub float: CashCount,
    /// What the float is worth.
    pub float_total: Cents,
    /// What the drawer should hold in cash: float + cash applied − pick-ups + change orders.
    pub cash: Cents,
    /// Its receipts in order.
    pub receipts: Vec<SessionReceipt>,
    /// What went to the vault in pick-ups, as the notes and coins it was.
    pub picked_up: Vec<CashCount>,
    /// Everything else that happened, in order.
    pub events: Vec<Event>,
    /// Committed counts for the close, oldest first.
    pub counts: Vec<Count>,
    /// How many counts had been committed when counting last began.
    pub counts_before: usize,
    /// Its closing entries by their sequence numbers, each with how many counts there were by then.
    pub closes: Vec<(u64, usize)>,
    /// The sequence number of its closing entry.
    pub closed_by: Option<u64>,
    /// Who counts it in the cashier's place: user id and name.
    pub counter: Option<(String, String)>,
    /// Who opened it or counted it besides: the mail's openers, counters in the cashier's place.
    pub others: Vec<(String, String)>,
    /// The closing desk's approval.
    pub approved: Option<Verdict>,
    /// The last time that the closing desk sent it back.
    pub returned: Option<Verdict>,
}

/// A receipt within its session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionReceipt {
    /// Its number.
    pub number: String,
    /// Its entry's sequence number.
    pub seq: u64,
    /// When.
    pub at: DateTime<Utc>,
    /// The user id of the cashier who took it.
    pub cashier: String,
    /// Its total.
    pub total: Cents,
    /// Who paid.
    pub payer: Option<String>,
    /// Its tenders as they stand now, after reclasses.
    pub tenders: Vec<Tender>,
    /// Its postings, reclasses added.
    pub postings: Vec<Posting>,
    /// Whether it was voided.
    pub void: bool,
}

/// A committed count for the close.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// When.
    pub at: DateTime<Utc>,
    /// The cash by denomination.
    pub cash: CashCount,
    /// The pieces of the tape as found.
    pub items: Vec<CountedItem>,
    /// Expected and counted per tender type.
    pub tenders: Vec<TenderCount>,
}

/// A piece of the tape: a check or other paper that should lie in the drawer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TapePiece<'a> {
    /// The receipt.
    pub receipt: &'a SessionReceipt,
    /// The tender's place within the receipt.
    pub place: u16,
    /// The tender.
    pub tender: &'a Tender,
}

impl Session {
    /// Begins with the entry that opened a drawer or a batch; none for any other entry.
    #[must_use]
    pub fn begin(entry: &Entry) -> Option<Session> {
        match &entry.body {
            Body::DrawerOpened(opened) => Some(Session::open(entry, opened)),
            Body::BatchOpened(opened) => Some(Session::open_batch(
                &entry.station,
                entry.at,
                entry.business_date,
                opened,
            )),
            _ => None,
        }
    }

    /// Begins with what opened a batch.
    pub(crate) fn open_batch(
        station: &str,
        at: DateTime<Utc>,
        business_date: NaiveDate,
        opened: &BatchOpened,
    ) -> Session {
        Session {
            id: opened.session,
            origin: Origin::Batch(Box::new(opened.clone())),
            station: station.to_owned(),
            drawer: opened.name.clone(),
            window: String::new(),
            business_date,
            phase: Phase::Open,
            opened_at: at,
            closed_at: None,
            cashiers: vec![(opened.keyed_by.0.clone(), opened.keyed_by.1.clone(), at)],
            float: CashCount::default(),
            float_total: Cents::ZERO,
            cash: Cents::ZERO,
            receipts: Vec::new(),
            picked_up: Vec::new(),
            events: Vec::new(),
            counts: Vec::new(),
            counts_before: 0,
            closes: Vec::new(),
            closed_by: None,
            counter: None,
            others: opened.opened_by.clone(),
            approved: None,
            returned: None,
        }
    }

    /// Begins with the entry that opened the drawer.
    #[must_use]
    pub fn open(entry: &Entry, opened: &DrawerOpened) -> Session {
        Session {
            id: opened.session,
            origin: Origin::Drawer,
            station: entry.station.clone(),
            drawer: opened.drawer.clone(),
            window: opened.window.clone(),
            business_date: entry.business_date,
            phase: Phase::Open,
            opened_at: entry.at,
            closed_at: None,
            cashiers: vec![(opened.cashier.clone(), opened.cashier_name.clone(), entry.at)],
            float: opened.float.clone(),
            float_total: opened.float_total,
            cash: opened.float_total,
            receipts: Vec::new(),
            picked_up: Vec::new(),
            events: Vec::new(),
            counts: Vec::new(),
            counts_before: 0,
            closes: Vec::new(),
            closed_by: None,
            counter: None,
            others: Vec::new(),
            approved: None,
            returned: None,
        }
    }

    /// The batch that it is, where it is one.
    #[must_use]
    pub fn batch(&self) -> Option<&BatchOpened> {
        match &self.origin {
            Origin::Batch(batch) => Some(batch),
            Origin::Drawer => None,
        }
    }

    /// How far it is, the closing desk's word included.
    #[must_use]
    pub fn stage(&self) -> SessionStage {
        match self.phase {
            _ if self.approved.is_some() => SessionStage::Approved,
            Phase::Closed => SessionStage::Closed,
            _ if self.was_returned() => SessionStage::Returned,
            Phase::Open => SessionStage::Open,
            Phase::Counting => SessionStage::Counting,
        }
    }

    /// Whether the closing desk sent the last close back.
    fn was_returned(&self) -> bool {
        self.returned
            .as_ref()
            .is_some_and(|returned| Some(returned.closed_seq) == self.closed_by)
    }

    /// The user id of whoever holds it.
    #[must_use]
    pub fn cashier(&self) -> &str {
        self.cashiers.last().map_or("", |cashier| &cashier.0)
    }

    /// The name of whoever holds it.
    #[must_use]
    pub fn cashier_name(&self) -> &str {
        self.cashiers.last().map_or("", |cashier| &cashier.1)
    }

    /// The user ids of everyone who has held it, opened or counted it.
    #[must_use]
    pub fn holders(&self) -> Vec<&str> {
        let cashiers = self.cashiers.iter().map(|cashier| cashier.0.as_str());
        let others = self.others.iter().map(|other| other.0.as_str());
        cashiers.chain(others).collect()
    }

    /// Names someone who worked it besides those who held it.
    fn also_worked(&mut self, id: &str, name: &str) {
        if !self.holders().contains(&id) {
            self.others.push((id.to_owned(), name.to_owned()));
        }
    }

    /// The user id of whoever counts it: its cashier, or who does so in their place.
    #[must_use]
    pub fn counted_by(&self) -> &str {
        self.counter.as_ref().map_or(self.cashier(), |counter| &counter.0)
    }

    /// Takes in the next of its entries. Entries of other sessions are left alone.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn apply(&mut self, entry: &Entry) -> Result<(), Refusal> {
        if entry.body.session() != Some(self.id) {
            return Ok(());
        }
        match &entry.body {
            Body::Receipt(receipt) => {
                self.also_worked(&entry.actor, &receipt.cashier);
                self.cash = self.cash.plus(cash_of(&receipt.tenders)?)?;
                self.receipts.push(SessionReceipt {
                    number: receipt.number.clone(),
                    seq: entry.seq,
                    at: entry.at,
                    cashier: entry.actor.clone(),
                    total: receipt.total,
                    payer: receipt.payer.clone(),
                    tenders: receipt.tenders.clone(),
                    postings: entry.postings.clone(),
                    void: false,
                });
            }
            Body::ReceiptVoided(body) => {
                if let Some(receipt) = self.receipts.iter_mut().find(|r| r.number == body.receipt) {
                    receipt.void = true;
                    self.cash = self.cash.minus(cash_of(&receipt.tenders)?)?;
                }
            }
            Body::TenderReclassed(body) => {
                if let Some(receipt) = self.receipts.iter_mut().find(|r| r.number == body.receipt) {
                    let before = cash_of(&receipt.tenders)?;
                    if let Some(tender) = receipt.tenders.get_mut(usize::from(body.tender)) {
                        *tender = body.to.clone();
                    }
                    receipt.postings.extend(entry.postings.iter().cloned());
                    self.cash = self.cash.plus(cash_of(&receipt.tenders)?)?.minus(before)?;
                }
            }
            Body::PickedUp(body) => {
                self.cash = self.cash.minus(body.total)?;
                self.picked_up.push(body.cash.clone());
            }
            Body::ChangeOrdered(body) => self.cash = self.cash.plus(body.received_total)?.minus(body.given_total)?,
            Body::HandedOver(body) => {
                self.also_worked(&entry.actor, &entry.actor);
                self.cashiers.push((body.to.0.clone(), body.to.1.clone(), entry.at));
                // Nobody closes on another's count, and nobody counts in the place of someone who took over.
                self.counts_before = self.counts.len();
                self.counter = None;
            }
            Body::CountingStarted(body) => {
                // Both who count in the cashier's place worked the drawer; who agrees that a
                // closed one is counted again did not.
                let begins = body.in_place.is_some() && self.phase != Phase::Closed;
                let second = entry.approval.as_ref().filter(|_| begins);
                self.phase = Phase::Counting;
                self.counts_before = self.counts.len();
                let second = second.map(|approval| (approval.user.clone(), approval.name.clone()));
                for counter in body.in_place.iter().cloned().chain(second) {
                    if !self.others.contains(&counter) {
                        self.others.push(counter);
                    }
                }
                self.counter.clone_from(&body.in_place);
            }
            Body::DrawerCounted(body) => self.counts.push(Count {
                at: entry.at,
                cash: body.cash.clone(),
                items: body.items.clone(),
                tenders: body.tenders.clone(),
            }),
            Body::DrawerClosed(_) => {
                self.phase = Phase::Closed;
                self.closed_at = Some(entry.at);
                self.closed_by = Some(entry.seq);
                self.closes.push((entry.seq, self.counts.len()));
            }
            Body::BatchClosed(body) => {
                self.also_worked(&entry.actor, &entry.actor);
                let count = self.control_count(entry.at, &body.tenders);
                self.counts.push(count);
                self.phase = Phase::Closed;
                self.closed_at = Some(entry.at);
                self.closed_by = Some(entry.seq);
                self.closes.push((entry.seq, self.counts.len()));
            }
            Body::SessionApproved(body) => {
                self.approved = Some(Verdict {
                    at: entry.at,
                    by: body.approver.clone(),
                    closed_seq: body.closed_seq,
                    reason: body.reason.clone(),
                });
            }
            Body::SessionReturned(body) => {
                // Where it was closed again since, what was asked for has been done.
                if self.closed_by == Some(body.closed_seq) && self.phase == Phase::Closed {
                    self.phase = match self.origin {
                        Origin::Drawer => Phase::Counting,
                        Origin::Batch(_) => Phase::Open,
                    };
                    self.counts_before = self.counts.len();
                }
                self.returned = Some(Verdict {
                    at: entry.at,
                    by: body.returner.clone(),
                    closed_seq: body.closed_seq,
                    reason: Some(body.reason.clone()),
                });
            }
            _ => {}
        }
        if let Some(what) = event_of(&entry.body)? {
            let with = entry.approval.as_ref().map(|approval| approval.name.clone());
            self.events.push(Event {
                at: entry.at,
                by: entry.actor.clone(),
                with,
                what,
            });
        }
        Ok(())
    }

    /// A batch's count: its control figures, every piece as keyed.
    fn control_count(&self, at: DateTime<Utc>, tenders: &[TenderCount]) -> Count {
        let control = self.batch().map(|batch| batch.control.as_slice()).unwrap_or_default();
        let cash = control.iter().find(|figure| !figure.cash.is_empty());
        let pieces = self.standing().filter(|piece| piece.tender.kind != TenderKind::Cash);
        Count {
            at,
            cash: cash.map(|figure| figure.cash.clone()).unwrap_or_default(),
            items: pieces
                .map(|piece| CountedItem {
                    tender: piece.tender.code.clone(),
                    of: Some((piece.receipt.number.clone(), piece.place)),
                    number: piece.tender.check.as_ref().and_then(|check| check.number.clone()),
                    recorded: piece.tender.amount,
                    found: Some(piece.tender.amount),
                })
                .collect(),
            tenders: tenders.to_vec(),
        }
    }

    /// What is expected of every tender type now, and what the last count for the
    /// close found; nothing counted where there is none. A tender moved after the
    /// count changes what is expected, never what was counted.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn figures(&self, configuration: &Configuration) -> Result<Vec<TenderCount>, Refusal> {
        let mut figures = self.expected(configuration)?;
        let Some(count) = self.closing_count() else {
            return Ok(figures);
        };
        for line in &count.tenders {
            match figures.iter_mut().find(|figure| figure.tender == line.tender) {
                Some(figure) => figure.counted = line.counted,
                None => figures.push(TenderCount {
                    tender: line.tender.clone(),
                    expected: Cents::ZERO,
                    counted: line.counted,
                    items: 0,
                }),
            }
        }
        Ok(figures)
    }

    /// The count that it stands on: the last one; once it is approved, the one that was
    /// approved. A window may count again before it hears of that, and changes nothing by it.
    #[must_use]
    pub fn closing_count(&self) -> Option<&Count> {
        let approved = self.approved.as_ref().map(|verdict| verdict.closed_seq);
        let counts = self.closes.iter().find(|close| Some(close.0) == approved);
        self.counts
            .get(..counts.map_or(self.counts.len(), |close| close.1))?
            .last()
    }

    /// The last count committed since counting last began.
    #[must_use]
    pub fn last_count(&self) -> Option<&Count> {
        self.counts.get(self.counts_before..).and_then(<[Count]>::last)
    }

    /// The receipt of that number, if it is of this session.
    ///
    /// # Errors
    /// [`Refusal::ReceiptNotInSession`].
    pub fn receipt(&self, number: &str) -> Result<&SessionReceipt, Refusal> {
        let missing = || Refusal::ReceiptNotInSession {
            receipt: number.to_owned(),
        };
        self.receipts
            .iter()
            .find(|receipt| receipt.number == number)
            .ok_or_else(missing)
    }

    /// The tape: every standing tender that is counted piece by piece, in the order taken.
    pub fn tape<'a>(&'a self, configuration: &'a Configuration) -> impl Iterator<Item = TapePiece<'a>> {
        self.standing().filter(|piece| {
            piece.tender.kind != TenderKind::Cash && counted_by(configuration, &piece.tender.code) == CountedBy::Items
        })
    }

    /// Every tender of every receipt that stands.
    fn standing(&self) -> impl Iterator<Item = TapePiece<'_>> {
        self.receipts
            .iter()
            .filter(|receipt| !receipt.void)
            .flat_map(|receipt| {
                (0u16..)
                    .zip(&receipt.tenders)
                    .map(move |(place, tender)| TapePiece { receipt, place, tender })
            })
    }

    /// What is expected of every tender type, in the configured order; `counted`
    /// is left at nothing. Cash includes float and movements.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn expected(&self, configuration: &Configuration) -> Result<Vec<TenderCount>, Refusal> {
        let mut sums: BTreeMap<&str, (u32, Cents)> = BTreeMap::new();
        let mut cash_items = 0;
        for piece in self.standing() {
            if piece.tender.kind == TenderKind::Cash {
                cash_items += 1;
            } else {
                let sum = sums.entry(&piece.tender.code).or_default();
                *sum = (sum.0 + 1, sum.1.plus(piece.tender.amount)?);
            }
        }
        let mut expected: Vec<TenderCount> = Vec::new();
        for kind in &configuration.tenders {
            let (items, amount) = match kind.kind {
                TenderKind::Cash => (cash_items, self.cash),
                _ => sums.remove(kind.code.as_str()).unwrap_or_default(),
            };
            expected.push(TenderCount {
                tender: kind.code.clone(),
                expected: amount,
                counted: Cents::ZERO,
                items,
            });
        }
        // A tender type that the configuration no longer has is still expected.
        for (code, (items, amount)) in sums {
            expected.push(TenderCount {
                tender: code.to_owned(),
                expected: amount,
                counted: Cents::ZERO,
                items,
            });
        }
        Ok(expected)
    }

    /// The total of the receipts that stand.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn receipts_total(&self) -> Result<Cents, Refusal> {
        Cents::sum(
            self.receipts
                .iter()
                .filter(|receipt| !receipt.void)
                .map(|receipt| receipt.total),
        )
    }
}

/// How a tender type is counted. One that the configuration no longer has is
/// counted piece by piece: nothing that was taken may drop out of the count.
#[must_use]
pub fn counted_by(configuration: &Configuration, tender: &str) -> CountedBy {
    configuration
        .tender(tender)
        .map_or(CountedBy::Items, |kind| kind.counted)
}

/// The cash among tenders, as applied.
pub(crate) fn cash_of(tenders: &[Tender]) -> Result<Cents, Refusal> {
    Cents::sum(
        tenders
            .iter()
            .filter(|tender| tender.kind == TenderKind::Cash)
            .map(|tender| tender.amount),
    )
}
