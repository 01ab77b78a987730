//! One drawer or batch on the board.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Change;
use crate::config::{BatchKind, Configuration, TenderKind};
use crate::entry::{Person, TenderCount};
use crate::money::Cents;
use crate::refusal::Refusal;
use crate::session::{Phase, SessionStage};

/// One drawer or batch. It can be kept in a derived table and taken up again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardRow {
    /// The session.
    pub session: Uuid,
    /// The workstation that holds it.
    pub station: String,
    /// What kind of batch it is; none for a drawer.
    pub kind: Option<BatchKind>,
    /// What people call it.
    pub name: String,
    /// The window's name; nothing for a batch.
    pub window: String,
    /// Who holds it: user id and name.
    pub cashier: Person,
    /// Its business date.
    pub business_date: NaiveDate,
    /// When it began.
    pub opened_at: DateTime<Utc>,
    /// When it was last closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// How far it is.
    pub phase: Phase,
    /// The entry that closed it last.
    pub closed_seq: Option<u64>,
    /// The close that was last sent back.
    pub returned_seq: Option<u64>,
    /// Who approved it.
    pub approved_by: Option<Person>,
    /// The deposit that it is in: its identifier, its number, whether it is final.
    pub deposit: Option<(Uuid, String, bool)>,
    /// The float.
    pub float: Cents,
    /// Change orders less pick-ups.
    pub moved: Cents,
    /// Receipts that stand.
    pub receipts: i64,
    /// Receipts that were voided.
    pub voids: i64,
    /// What the receipts that stand come to.
    pub receipts_total: Cents,
    /// When the last receipt was taken or voided.
    pub last_receipt_at: Option<DateTime<Utc>>,
    /// The tender types that it has seen.
    pub tenders: Vec<BoardTender>,
}

/// One tender type of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardTender {
    /// The tender type's code.
    pub code: String,
    /// Its kind; none while it was only counted.
    pub kind: Option<TenderKind>,
    /// Pieces.
    pub items: i64,
    /// What they come to.
    pub cents: Cents,
    /// What the last count found, cash with its float.
    pub counted: Option<Cents>,
}

impl BoardRow {
    pub(super) fn begun(change: Change<'_>) -> Option<BoardRow> {
        let Change::Begun {
            session,
            station,
            kind,
            name,
            window,
            cashier,
            cashier_name,
            business_date,
            at,
            float,
        } = change
        else {
            return None;
        };
        Some(BoardRow {
            session,
            station: station.to_owned(),
            kind,
            name: name.to_owned(),
            window: window.to_owned(),
            cashier: (cashier.to_owned(), cashier_name.to_owned()),
            business_date,
            opened_at: at,
            closed_at: None,
            phase: Phase::Open,
            closed_seq: None,
            returned_seq: None,
            approved_by: None,
            deposit: None,
            float,
            moved: Cents::ZERO,
            receipts: 0,
            voids: 0,
            receipts_total: Cents::ZERO,
            last_receipt_at: None,
            tenders: Vec::new(),
        })
    }

    /// Takes in a change of this session.
    pub(super) fn change(&mut self, change: Change<'_>) -> Result<(), Refusal> {
        match change {
            Change::Receipts {
                standing,
                voids,
                cents,
                at,
                ..
            } => {
                self.receipts += standing;
                self.voids += voids;
                self.receipts_total = self.receipts_total.plus(cents)?;
                self.last_receipt_at = Some(at);
            }
            Change::Tender {
                tender,
                kind,
                items,
                cents,
                ..
            } => {
                let line = self.tender(tender);
                line.kind = Some(kind);
                line.items += items;
                line.cents = line.cents.plus(cents)?;
            }
            Change::CashMoved { cents, .. } => self.moved = self.moved.plus(cents)?,
            Change::CountBegun { .. } => self.tenders.iter_mut().for_each(|line| line.counted = None),
            Change::Counted { tender, cents, .. } => self.tender(tender).counted = Some(cents),
            Change::PhaseIs {
                phase, closed_seq, at, ..
            } => {
                self.phase = phase;
                if closed_seq.is_some() {
                    (self.closed_seq, self.closed_at) = (closed_seq, Some(at));
                }
            }
            Change::CashierIs {
                cashier, cashier_name, ..
            } => self.cashier = (cashier.to_owned(), cashier_name.to_owned()),
            Change::Approved { by, by_name, .. } => self.approved_by = Some((by.to_owned(), by_name.to_owned())),
            Change::Returned { closed_seq, .. } => self.send_back(closed_seq),
            Change::InDeposit { deposit, number, .. } => self.deposit = Some((deposit, number.to_owned(), false)),
            Change::Begun { .. }
            | Change::DepositWithdrawn { .. }
            | Change::DepositFinal { .. }
            | Change::DayClosed { .. } => {}
        }
        Ok(())
    }

    fn send_back(&mut self, closed_seq: u64) {
        // Where it was closed again since, what was asked for has been done.
        if self.closed_seq == Some(closed_seq) && self.phase == Phase::Closed {
            self.phase = if self.kind.is_some() {
                Phase::Open
            } else {
                Phase::Counting
            };
        }
        self.returned_seq = Some(closed_seq);
    }

    fn tender(&mut self, code: &str) -> &mut BoardTender {
        let place = self.tenders.iter().position(|line| line.code == code);
        let place = place.unwrap_or_else(|| {
            self.tenders.push(BoardTender {
                code: code.to_owned(),
                kind: None,
                items: 0,
                cents: Cents::ZERO,
                counted: None,
            });
            self.tenders.len() - 1
        });
        &mut self.tenders[place]
    }

    /// How far it is, the closing desk's word included.
    #[must_use]
    pub fn stage(&self) -> SessionStage {
        match self.phase {
            _ if self.approved_by.is_some() => SessionStage::Approved,
            Phase::Closed => SessionStage::Closed,
            _ if self.returned_seq.is_some() && self.returned_seq == self.closed_seq => SessionStage::Returned,
            Phase::Open => SessionStage::Open,
            Phase::Counting => SessionStage::Counting,
        }
    }

    /// Whether it was counted for the close.
    #[must_use]
    pub fn is_counted(&self) -> bool {
        self.tenders.iter().any(|line| line.counted.is_some())
    }

    /// What it should hold in cash: float + cash applied − pick-ups + change orders.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn expected_cash(&self) -> Result<Cents, Refusal> {
        let cash = self.tenders.iter().filter(|line| line.kind == Some(TenderKind::Cash));
        Cents::sum(cash.map(|line| line.cents))?
            .plus(self.float)?
            .plus(self.moved)
    }

    /// Expected and counted of every tender type, as [`crate::session::Session::figures`] gives
    /// them: the configured ones in their order, behind them those that the
    /// configuration no longer has.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn figures(&self, configuration: &Configuration) -> Result<Vec<TenderCount>, Refusal> {
        let mut figures = Vec::with_capacity(configuration.tenders.len());
        for kind in &configuration.tenders {
            let line = self.tenders.iter().find(|line| line.code == kind.code);
            let (mut items, mut expected) = line.map_or((0, Cents::ZERO), |line| (line.items, line.cents));
            if kind.kind == TenderKind::Cash {
                let cash = self.tenders.iter().filter(|line| line.kind == Some(TenderKind::Cash));
                (items, expected) = (cash.map(|line| line.items).sum(), self.expected_cash()?);
            }
            figures.push(TenderCount {
                tender: kind.code.clone(),
                expected,
                counted: line.and_then(|line| line.counted).unwrap_or_default(),
                items: u32::try_from(items).unwrap_or_default(),
            });
        }
        let configured = |code: &str| configuration.tenders.iter().any(|kind| kind.code == code);
        let others = self.tenders.iter().filter(|line| !configured(&line.code));
        let mut others: Vec<&BoardTender> = others
            .filter(|line| line.items != 0 || line.counted.is_some())
            .filter(|line| line.kind != Some(TenderKind::Cash))
            .collect();
        others.sort_by(|one, other| one.code.cmp(&other.code));
        figures.extend(others.into_iter().map(|line| TenderCount {
            tender: line.code.clone(),
            expected: line.cents,
            counted: line.counted.unwrap_or_default(),
            items: u32::try_from(line.items).unwrap_or_default(),
        }));
        Ok(figures)
    }
}
