//! A bank deposit: its fold, and the decisions of its life — prepared, counted
//! again by a second person and final, or taken apart; then the bank's figures
//! and its corrections. A final deposit is never altered (SAM 8033-3).

mod bank;
mod composing;
mod proposing;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::entry::{
    BankCorrected, BankFiguresEntered, Body, DepositFinalized, DepositPrepared, DepositWithdrawn, Entry, Hash, seal,
};
use crate::money::Cents;
use crate::refusal::Refusal;

pub(crate) use composing::{cash_applied, is_listed};

pub use bank::{correct, enter_bank_figures};
pub use composing::{Composition, FirstCount, SecondCount, compose, finalize, prepare, withdraw};
pub use proposing::{pool, propose};

/// A deposit: the fold of its own entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deposit {
    /// As it was put together.
    pub prepared: DepositPrepared,
    /// When.
    pub prepared_at: DateTime<Utc>,
    /// Its business date.
    pub business_date: NaiveDate,
    /// The seal of the entry that put it together; of the one that made it final, once there is one.
    pub seal: String,
    /// When it was made final, how, and the seal of that entry.
    pub finalized: Option<(DateTime<Utc>, DepositFinalized, String)>,
    /// That it was taken apart.
    pub withdrawn: Option<DepositWithdrawn>,
    /// The bank's figures.
    pub bank: Option<BankFiguresEntered>,
    /// The bank's corrections with their business dates, in order.
    pub corrections: Vec<(NaiveDate, BankCorrected)>,
}

impl Deposit {
    /// Begins with the entry that put it together; none for any other entry.
    #[must_use]
    pub fn begin(entry: &Entry, hash: &Hash) -> Option<Deposit> {
        let Body::DepositPrepared(prepared) = &entry.body else {
            return None;
        };
        Some(Deposit {
            prepared: (**prepared).clone(),
            prepared_at: entry.at,
            business_date: entry.business_date,
            seal: seal(hash),
            finalized: None,
            withdrawn: None,
            bank: None,
            corrections: Vec::new(),
        })
    }

    /// Takes in the next of its entries. Entries of other deposits are left alone.
    pub fn apply(&mut self, entry: &Entry, hash: &Hash) {
        let id = self.prepared.deposit;
        match &entry.body {
            Body::DepositFinalized(body) if body.deposit == id => {
                self.seal = seal(hash);
                self.finalized = Some((entry.at, body.clone(), seal(hash)));
            }
            Body::DepositWithdrawn(body) if body.deposit == id => self.withdrawn = Some(body.clone()),
            Body::BankFiguresEntered(body) if body.deposit == id => self.bank = Some(body.clone()),
            Body::BankCorrected(body) if body.deposit == id => {
                self.corrections.push((entry.business_date, body.clone()));
            }
            _ => {}
        }
    }

    /// Its identifier.
    #[must_use]
    pub fn id(&self) -> Uuid {
        self.prepared.deposit
    }

    /// Its ticket number.
    #[must_use]
    pub fn number(&self) -> &str {
        &self.prepared.number
    }

    /// Whether it takes this session and was not taken apart.
    #[must_use]
    pub fn takes(&self, session: Uuid) -> bool {
        self.withdrawn.is_none() && self.prepared.sessions.iter().any(|part| part.session == session)
    }

    /// What the bank's figures and corrections leave unexplained: cash and checks,
    /// the bank's less the slip's less what was corrected. Nothing where the bank
    /// has not spoken yet.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn unexplained(&self) -> Result<(Cents, Cents), Refusal> {
        let Some(bank) = &self.bank else {
            return Ok((Cents::ZERO, Cents::ZERO));
        };
        let corrected_cash = Cents::sum(self.corrections.iter().map(|(_, one)| one.cash))?;
        let corrected_checks = Cents::sum(self.corrections.iter().map(|(_, one)| one.checks))?;
        Ok((
            bank.cash.minus(self.prepared.cash_total)?.minus(corrected_cash)?,
            bank.checks.minus(self.prepared.check_total)?.minus(corrected_checks)?,
        ))
    }

    /// Whether it may still be counted or taken apart.
    ///
    /// # Errors
    /// [`Refusal::DepositWithdrawn`], [`Refusal::DepositFinal`].
    pub(crate) fn not_final(&self) -> Result<(), Refusal> {
        let number = self.number().to_owned();
        if self.withdrawn.is_some() {
            return Err(Refusal::DepositWithdrawn { number });
        }
        if self.finalized.is_some() {
            return Err(Refusal::DepositFinal { number });
        }
        Ok(())
    }
}
