//! The supervisor's board: every drawer and batch with what it should hold, what
//! was counted, how far it is. Sums only, no receipts are kept, so that it can be
//! built from a day of a hundred thousand receipts while somebody waits.

mod change;

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::config::{BatchKind, Configuration, TenderKind};
use crate::entry::{Entry, Person, TenderCount};
use crate::money::Cents;
use crate::refusal::Refusal;
use crate::session::{Phase, SessionStage};

pub use change::{Change, changes, each_change};

/// The board: a row for each session, in the order in which they began.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Board {
    rows: Vec<BoardRow>,
    places: HashMap<Uuid, usize>,
    /// The place of the session that changed last: mostly the one that changes next.
    last: usize,
}

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

impl Board {
    /// The rows, in the order in which the sessions began.
    #[must_use]
    pub fn rows(&self) -> &[BoardRow] {
        &self.rows
    }

    /// Takes up a row that was kept. One that is there already is replaced.
    pub fn take_up(&mut self, row: BoardRow) {
        match self.places.get(&row.session) {
            Some(place) => self.rows[*place] = row,
            None => {
                self.places.insert(row.session, self.rows.len());
                self.rows.push(row);
            }
        }
    }

    /// Takes in an entry.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn apply(&mut self, entry: &Entry) -> Result<(), Refusal> {
        each_change(entry, |change| self.change(change))
    }

    /// Takes in one change.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn change(&mut self, change: Change<'_>) -> Result<(), Refusal> {
        match change {
            Change::Begun { session, .. } => self.begin(session, change),
            Change::DepositWithdrawn { deposit } => {
                let of = |row: &&mut BoardRow| row.deposit.as_ref().is_some_and(|one| one.0 == deposit);
                self.rows.iter_mut().filter(of).for_each(|row| row.deposit = None);
            }
            Change::DepositFinal { deposit } => {
                let deposits = self.rows.iter_mut().filter_map(|row| row.deposit.as_mut());
                deposits.filter(|one| one.0 == deposit).for_each(|one| one.2 = true);
            }
            Change::DayClosed { .. } => {}
            Change::Receipts { session, .. }
            | Change::Tender { session, .. }
            | Change::CashMoved { session, .. }
            | Change::CountBegun { session }
            | Change::Counted { session, .. }
            | Change::PhaseIs { session, .. }
            | Change::CashierIs { session, .. }
            | Change::Approved { session, .. }
            | Change::Returned { session, .. }
            | Change::InDeposit { session, .. } => {
                if let Some(row) = self.row_mut(session) {
                    row.change(change)?;
                }
            }
        }
        Ok(())
    }

    /// The row of a session.
    #[must_use]
    pub fn row(&self, session: Uuid) -> Option<&BoardRow> {
        self.rows.get(*self.places.get(&session)?)
    }

    fn row_mut(&mut self, session: Uuid) -> Option<&mut BoardRow> {
        if self.rows.get(self.last).is_none_or(|row| row.session != session) {
            self.last = *self.places.get(&session)?;
        }
        self.rows.get_mut(self.last)
    }

    fn begin(&mut self, session: Uuid, change: Change<'_>) {
        if let Some(row) = BoardRow::begun(change) {
            self.last = self.rows.len();
            self.places.insert(session, self.last);
            self.rows.push(row);
        }
    }

    /// Every tender type over all rows: cash without floats. What was not counted yet
    /// is nothing.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn totals(&self, configuration: &Configuration) -> Result<Vec<TenderCount>, Refusal> {
        let cash = configuration.cash().code.as_str();
        let mut totals: Vec<TenderCount> = Vec::new();
        for row in &self.rows {
            for mut line in row.figures(configuration)? {
                if line.tender == cash {
                    line.expected = line.expected.minus(row.float)?;
                    if row.is_counted() {
                        line.counted = line.counted.minus(row.float)?;
                    }
                }
                match totals.iter_mut().find(|total| total.tender == line.tender) {
                    Some(total) => {
                        total.expected = total.expected.plus(line.expected)?;
                        total.counted = total.counted.plus(line.counted)?;
                        total.items = total.items.saturating_add(line.items);
                    }
                    None => totals.push(line),
                }
            }
        }
        Ok(totals)
    }
}

impl BoardRow {
    fn begun(change: Change<'_>) -> Option<BoardRow> {
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

    fn change(&mut self, change: Change<'_>) -> Result<(), Refusal> {
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
