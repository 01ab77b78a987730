//! The general ledger's journal of a day: which entries it takes, and what they
//! come to by ledger account and source. Debits equal credits, because every
//! entry's postings sum to zero; it is asserted again here.

use std::collections::BTreeMap;
use std::fmt::Write;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use crate::config::Configuration;
use crate::entry::{Body, Entry, LedgerBatch, StationHead, hex};
use crate::money::Cents;
use crate::refusal::Refusal;

/// A day's journal for the general ledger: one batch, issued once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerJournal {
    /// The batch's number.
    pub number: String,
    /// The business date that it is of.
    pub date: NaiveDate,
    /// Its lines: by source, within it by ledger account.
    pub lines: Vec<LedgerLine>,
}

/// One line of the journal: what one source did to one ledger account, netted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerLine {
    /// The code of the department that the account is collected for; none for
    /// clearing accounts and for accounts that several departments share.
    pub department: Option<String>,
    /// The ledger account.
    pub account: String,
    /// Its name; nothing where the configuration no longer has it.
    pub name: String,
    /// The debit; nothing on a line of credit.
    pub debit: Cents,
    /// The credit; nothing on a line of debit.
    pub credit: Cents,
    /// The source in words: `Receipts`.
    pub memo: String,
}

/// What an entry with postings is to an accountant. The order is that of the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// Receipts, of drawers and batches.
    Receipts,
    /// Receipts voided.
    Voids,
    /// Tenders moved to another type.
    Reclasses,
    /// Floats, pick-ups, change orders.
    DrawerMovements,
    /// Approvals: over and short, floats that go back.
    Approvals,
    /// Money placed that was held in suspense.
    Placements,
    /// Deposits to the bank.
    Deposits,
    /// The bank's corrections.
    Corrections,
    /// Items that the bank returned, their fees, and those that it paid after all.
    Returns,
    /// Receipts reversed after the close.
    Reversals,
    /// Payments moved to the right account.
    Transfers,
    /// Refunds that accounts payable is to pay.
    Refunds,
    /// Anything else, so that no posting is lost.
    Other,
}

impl Source {
    /// The source of an entry's postings.
    #[must_use]
    pub fn of(body: &Body) -> Source {
        match body {
            Body::Receipt(_) => Source::Receipts,
            Body::ReceiptVoided(_) => Source::Voids,
            Body::TenderReclassed(_) => Source::Reclasses,
            Body::DrawerOpened(_) | Body::PickedUp(_) | Body::ChangeOrdered(_) => Source::DrawerMovements,
            Body::SessionApproved(_) => Source::Approvals,
            Body::SuspensePlaced(_) => Source::Placements,
            Body::DepositPrepared(_) | Body::DepositWithdrawn(_) | Body::DepositFinalized(_) => Source::Deposits,
            Body::BankFiguresEntered(_) | Body::BankCorrected(_) => Source::Corrections,
            Body::ItemReturned(_) | Body::ItemReinstated(_) => Source::Returns,
            Body::ReceiptReversed(_) => Source::Reversals,
            Body::PaymentTransferred(_) => Source::Transfers,
            Body::RefundRequested(_) | Body::RefundWithdrawn(_) => Source::Refunds,
            _ => Source::Other,
        }
    }

    /// The source in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Source::Receipts => "Receipts",
            Source::Voids => "Receipts voided",
            Source::Reclasses => "Tenders moved to another type",
            Source::DrawerMovements => "Floats, pick-ups and change orders",
            Source::Approvals => "Drawers approved: over and short, floats returned",
            Source::Placements => "Placed from suspense",
            Source::Deposits => "Deposits",
            Source::Corrections => "Bank corrections",
            Source::Returns => "Returned items",
            Source::Reversals => "Receipts reversed after the close",
            Source::Transfers => "Payments moved between accounts",
            Source::Refunds => "Refunds requested",
            Source::Other => "Other",
        }
    }
}

/// Whether an entry belongs to the batch of a day: its workstation's head at that
/// day's close reaches it, its business date is not after the day's, and the batch
/// before did not take it. `this` and `previous` are a date and the heads at its close.
///
/// Over any sequence of closes every entry falls into exactly one batch, as long as
/// dates and heads only grow: a close must name the head of every workstation that
/// an earlier close named.
#[must_use]
pub fn belongs(
    entry: &Entry,
    this: (NaiveDate, &[StationHead]),
    previous: Option<(NaiveDate, &[StationHead])>,
) -> bool {
    let is_in = |(date, heads): (NaiveDate, &[StationHead])| {
        let head = heads.iter().find(|head| head.station == entry.station);
        entry.business_date <= date && head.is_some_and(|head| entry.seq <= head.seq)
    };
    is_in(this) && !previous.is_some_and(is_in)
}

/// The sums of a journal in the making: fed with the entries that belong to it, in any order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LedgerSums(BTreeMap<Source, BTreeMap<String, Cents>>);

impl LedgerSums {
    /// Takes in an entry's postings.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn apply(&mut self, entry: &Entry) -> Result<(), Refusal> {
        if entry.postings.is_empty() {
            return Ok(());
        }
        let accounts = self.0.entry(Source::of(&entry.body)).or_default();
        for posting in &entry.postings {
            match accounts.get_mut(&posting.0) {
                Some(sum) => *sum = sum.plus(posting.1)?,
                None => drop(accounts.insert(posting.0.clone(), posting.1)),
            }
        }
        Ok(())
    }

    /// The net of every ledger account over all sources, debit positive.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn by_account(&self) -> Result<BTreeMap<&str, Cents>, Refusal> {
        let mut sums: BTreeMap<&str, Cents> = BTreeMap::new();
        for (account, cents) in self.0.values().flatten() {
            let sum = sums.entry(account).or_default();
            *sum = sum.plus(*cents)?;
        }
        Ok(sums)
    }

    /// What one source did to one ledger account, debit positive.
    #[must_use]
    pub fn of(&self, source: Source, account: &str) -> Cents {
        let accounts = self.0.get(&source);
        accounts.and_then(|sums| sums.get(account)).copied().unwrap_or_default()
    }

    /// The journal. Accounts are named as in `configuration`: hand in the one that
    /// the day was closed under, so that a batch printed again reads the same.
    ///
    /// # Errors
    /// [`Refusal::PostingsUnbalanced`], [`Refusal::AmountOutOfRange`].
    pub fn journal(
        &self,
        configuration: &Configuration,
        number: String,
        date: NaiveDate,
    ) -> Result<LedgerJournal, Refusal> {
        let mut lines = Vec::new();
        for (source, accounts) in &self.0 {
            for (account, net) in accounts.iter().filter(|(_, net)| !net.is_zero()) {
                lines.push(LedgerLine {
                    department: department_of(configuration, account),
                    account: account.clone(),
                    name: account_name(configuration, account).to_owned(),
                    debit: (*net).max(Cents::ZERO),
                    credit: net.negated().max(Cents::ZERO),
                    memo: source.words().to_owned(),
                });
            }
        }
        let journal = LedgerJournal { number, date, lines };
        let off_by = journal.debits()?.minus(journal.credits()?)?;
        if !off_by.is_zero() {
            return Err(Refusal::PostingsUnbalanced { off_by });
        }
        Ok(journal)
    }
}

impl LedgerJournal {
    /// The sum of its debits.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn debits(&self) -> Result<Cents, Refusal> {
        Cents::sum(self.lines.iter().map(|line| line.debit))
    }

    /// The sum of its credits.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn credits(&self) -> Result<Cents, Refusal> {
        Cents::sum(self.lines.iter().map(|line| line.credit))
    }

    /// The SHA-256, in hex, of number, date and every line's account, amounts and
    /// source. Names and departments are the configuration's words and not part of it.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut text = format!("counterfoil/ledger/1\n{}\n{}\n", self.number, self.date);
        for line in &self.lines {
            let (debit, credit) = (line.debit.0, line.credit.0);
            // Writing into a string cannot fail.
            let _written = writeln!(text, "{}\t{debit}\t{credit}\t{}", line.account, line.memo);
        }
        hex(&Sha256::digest(text.as_bytes()))
    }

    /// What the day's close keeps of it.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn batch(&self) -> Result<LedgerBatch, Refusal> {
        Ok(LedgerBatch {
            number: self.number.clone(),
            debits: self.debits()?,
            lines: u32::try_from(self.lines.len()).unwrap_or(u32::MAX),
            digest: self.digest(),
        })
    }
}

/// The name of a ledger account; nothing where the configuration does not have it.
#[must_use]
pub fn account_name<'a>(configuration: &'a Configuration, account: &str) -> &'a str {
    let known = configuration.ledger.iter().find(|known| known.code == account);
    known.map_or("", |known| &known.name)
}

/// The one department whose charges credit an account, or that answers for suspense.
fn department_of(configuration: &Configuration, account: &str) -> Option<String> {
    let charges = configuration.charge_codes.iter();
    let charges = charges.filter(|code| code.split.iter().any(|share| share.ledger == account));
    let suspense = configuration.suspense.iter().filter(|held| held.ledger == account);
    let mut departments = charges
        .map(|code| &code.department)
        .chain(suspense.map(|held| &held.department));
    let first = departments.next()?;
    departments.all(|other| other == first).then(|| first.clone())
}
