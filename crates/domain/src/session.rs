//! A drawer session: the fold of its own entries.
//!
//! What a drawer should hold, its tape, its movements and counts are computed
//! from entries here and nowhere else; the workstation keeps the fold of open
//! sessions at hand and can compute it again at any time.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::cash::CashCount;
use crate::config::{Configuration, CountedBy, TenderKind};
use crate::entry::{Body, CountedItem, DrawerOpened, Entry, TenderCount};
use crate::money::Cents;
use crate::posting::Posting;
use crate::receipt::Tender;
use crate::refusal::Refusal;

/// How far a session is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Taking payments.
    Open,
    /// Being counted; no payments.
    Counting,
    /// Counted and closed.
    Closed,
}

/// A drawer session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its identifier.
    pub id: Uuid,
    /// The drawer's name.
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
    /// Everything else that happened, in order.
    pub events: Vec<Event>,
    /// Committed counts for the close, oldest first.
    pub counts: Vec<Count>,
    /// How many counts had been committed when counting last began.
    pub counts_before: usize,
    /// The sequence number of its closing entry.
    pub closed_by: Option<u64>,
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

/// Something that happened to a drawer besides receipts and counts for the close.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: String,
    /// The second person's name.
    pub with: Option<String>,
    /// What.
    pub what: EventKind,
}

/// See [`Event`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventKind {
    /// A checkpoint: expected and counted cash.
    Checkpoint {
        /// Expected.
        expected: Cents,
        /// Counted.
        counted: Cents,
    },
    /// Cash to the vault.
    PickUp(Cents),
    /// Cash exchanged with the vault: received less given.
    ChangeOrder(Cents),
    /// To another cashier, with expected and counted cash.
    HandOver {
        /// The incoming cashier's name.
        to: String,
        /// Expected.
        expected: Cents,
        /// Counted.
        counted: Cents,
    },
    /// Opened without a sale.
    NoSale {
        /// Why.
        reason: String,
    },
    /// A receipt was voided.
    Void {
        /// Its number.
        receipt: String,
        /// Why.
        reason: String,
        /// Its total.
        total: Cents,
        /// The tenders given back.
        tenders: Vec<Tender>,
    },
    /// A tender was moved to another type.
    Reclass {
        /// The receipt's number.
        receipt: String,
        /// The tender type's code it was.
        from: String,
        /// The tender type's code it is.
        to: String,
        /// The amount.
        amount: Cents,
        /// Why.
        reason: String,
    },
    /// A closed drawer is counted again.
    Recount {
        /// Why.
        reason: String,
    },
    /// It was closed, with a reason where one was asked.
    Close {
        /// Why it differs.
        reason: Option<String>,
    },
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
    /// Begins with the entry that opened the drawer.
    #[must_use]
    pub fn open(entry: &Entry, opened: &DrawerOpened) -> Session {
        Session {
            id: opened.session,
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
            events: Vec::new(),
            counts: Vec::new(),
            counts_before: 0,
            closed_by: None,
        }
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

    /// The user ids of everyone who has held it.
    #[must_use]
    pub fn holders(&self) -> Vec<&str> {
        self.cashiers.iter().map(|cashier| cashier.0.as_str()).collect()
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
            Body::PickedUp(body) => self.cash = self.cash.minus(body.total)?,
            Body::ChangeOrdered(body) => self.cash = self.cash.plus(body.received_total)?.minus(body.given_total)?,
            Body::HandedOver(body) => {
                self.cashiers.push((body.to.0.clone(), body.to.1.clone(), entry.at));
                // Nobody closes on another's count.
                self.counts_before = self.counts.len();
            }
            Body::CountingStarted(_) => {
                self.phase = Phase::Counting;
                self.counts_before = self.counts.len();
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

fn event_of(body: &Body) -> Result<Option<EventKind>, Refusal> {
    Ok(Some(match body {
        Body::CheckpointCounted(body) => EventKind::Checkpoint {
            expected: body.expected,
            counted: body.counted,
        },
        Body::PickedUp(body) => EventKind::PickUp(body.total),
        Body::ChangeOrdered(body) => EventKind::ChangeOrder(body.received_total.minus(body.given_total)?),
        Body::HandedOver(body) => EventKind::HandOver {
            to: body.to.1.clone(),
            expected: body.expected,
            counted: body.counted,
        },
        Body::NoSale(body) => EventKind::NoSale {
            reason: body.reason.clone(),
        },
        Body::ReceiptVoided(body) => EventKind::Void {
            receipt: body.receipt.clone(),
            reason: body.reason.clone(),
            total: body.total,
            tenders: body.tenders.clone(),
        },
        Body::TenderReclassed(body) => EventKind::Reclass {
            receipt: body.receipt.clone(),
            from: body.from.code.clone(),
            to: body.to.code.clone(),
            amount: body.to.amount,
            reason: body.reason.clone(),
        },
        Body::CountingStarted(body) => match &body.recount_reason {
            Some(reason) => EventKind::Recount { reason: reason.clone() },
            None => return Ok(None),
        },
        Body::DrawerClosed(body) => EventKind::Close {
            reason: body.reason.clone(),
        },
        _ => return Ok(None),
    }))
}
