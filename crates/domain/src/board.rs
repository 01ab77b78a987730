//! The supervisor's board: every drawer and batch with what it should hold, what
//! was counted, how far it is. Sums only, no receipts are kept, so that it can be
//! built from a day of a hundred thousand receipts while somebody waits.

mod change;
mod row;

use std::collections::HashMap;

use uuid::Uuid;

use crate::config::Configuration;
use crate::entry::{Entry, TenderCount};
use crate::refusal::Refusal;

pub use change::{Change, changes, each_change};
pub use row::{BoardRow, BoardTender};

/// The board: a row for each session, in the order in which they began.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Board {
    rows: Vec<BoardRow>,
    places: HashMap<Uuid, usize>,
    /// The place of the session that changed last: mostly the one that changes next.
    last: usize,
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

    /// Every tender type over all rows, as the receipts brought it: of the cash, floats and
    /// what moved between drawer and vault are left out. What was not counted yet is nothing.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn totals(&self, configuration: &Configuration) -> Result<Vec<TenderCount>, Refusal> {
        let cash = configuration.cash().code.as_str();
        let mut totals: Vec<TenderCount> = Vec::new();
        for row in &self.rows {
            for mut line in row.figures(configuration)? {
                if line.tender == cash {
                    let other_cash = row.float.plus(row.moved)?;
                    line.expected = line.expected.minus(other_cash)?;
                    if row.is_counted() {
                        line.counted = line.counted.minus(other_cash)?;
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
