//! A payment and all that became of it: its tenders, good or returned, and its lines,
//! with what still stands on each after voids, placements, transfers, returns and
//! refunds. Whatever is decided about a payment after its day is decided on this fold, so that
//! nothing is taken back twice.

use chrono::{DateTime, NaiveDate, Utc};

use crate::allocation::portions;
use crate::entry::{Body, Due, Entry, TakenBack};
use crate::money::Cents;
use crate::payment::SUSPENSE_CODE;
use crate::receipt::{Receipt, ReceiptLine, Tender};
use crate::refusal::Refusal;

/// A payment and all that became of it.
///
/// Unless it is void, what stands on its lines + `given_back` − `beyond` is always what its
/// tenders paid that are not returned. No ledger part of a line is ever below nothing; so what
/// the bank took and what was given back together never exceed what was paid and `beyond`,
/// which the payer owes by the returned item or was not given back after all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// The workstation that took it.
    pub station: String,
    /// Its entry there.
    pub seq: u64,
    /// When.
    pub at: DateTime<Utc>,
    /// Its business date.
    pub business_date: NaiveDate,
    /// The user id of whoever took it.
    pub cashier: String,
    /// The receipt as it was issued.
    pub receipt: Receipt,
    /// Its tenders as they stand.
    pub tenders: Vec<TracedTender>,
    /// Its lines; behind them those that placements, transfers and reinstatements brought.
    pub lines: Vec<TracedLine>,
    /// Whether it was voided in its session.
    pub void: bool,
    /// Whether it was reversed after its close.
    pub reversed: bool,
    /// What was given back to the payer, by accounts payable or the way it came.
    pub given_back: Cents,
    /// What returned tenders took back beyond what stood: the payer had been given it back, or
    /// accounts payable was to pay it and is not.
    pub beyond: Cents,
}

/// A tender of a payment as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TracedTender {
    /// The tender, as moved to another type where it was.
    pub tender: Tender,
    /// The returned item that took it back, while that stands.
    pub returned: Option<String>,
    /// What a reversal gave back the way it came.
    pub back: Cents,
}

/// A line of a payment as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TracedLine {
    /// The line.
    pub line: ReceiptLine,
    /// What still stands on it, by ledger account in the order of its split.
    pub left: Vec<(String, Cents)>,
    /// The line that its money came from, where a placement or a transfer brought it.
    pub from: Option<u16>,
}

impl TracedTender {
    /// What it paid, less what went back the way it came.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn keeps(&self) -> Result<Cents, Refusal> {
        self.tender.amount.minus(self.back)
    }
}

impl TracedLine {
    fn of(line: &ReceiptLine, from: Option<u16>) -> TracedLine {
        TracedLine {
            line: line.clone(),
            left: line.split.clone(),
            from,
        }
    }

    /// What still stands on it.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn standing(&self) -> Result<Cents, Refusal> {
        Cents::sum(self.left.iter().map(|part| part.1))
    }

    /// Whether its money stands in suspense.
    #[must_use]
    pub fn in_suspense(&self) -> bool {
        self.line.code == SUSPENSE_CODE
    }

    /// What an amount takes of it, by ledger account.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn portion(&self, amount: Cents) -> Result<Vec<(String, Cents)>, Refusal> {
        let left: Vec<Cents> = self.left.iter().map(|part| part.1).collect();
        let taken = portions(amount, &left)?;
        let named = self.left.iter().zip(taken).map(|(part, cents)| (part.0.clone(), cents));
        Ok(named.filter(|part| !part.1.is_zero()).collect())
    }

    fn change(&mut self, split: &[(String, Cents)], back: bool) -> Result<(), Refusal> {
        for (ledger, amount) in split {
            let amount = if back { amount.negated() } else { *amount };
            match self.left.iter_mut().find(|part| part.0 == *ledger) {
                Some(part) => part.1 = part.1.plus(amount)?,
                None => self.left.push((ledger.clone(), amount)),
            }
        }
        Ok(())
    }
}

impl Trace {
    /// Begins with the payment's own entry; none for any other entry.
    #[must_use]
    pub fn begin(entry: &Entry) -> Option<Trace> {
        let Body::Receipt(receipt) = &entry.body else {
            return None;
        };
        Some(Trace {
            station: entry.station.clone(),
            seq: entry.seq,
            at: entry.at,
            business_date: entry.business_date,
            cashier: entry.actor.clone(),
            tenders: receipt
                .tenders
                .iter()
                .map(|tender| TracedTender {
                    tender: tender.clone(),
                    returned: None,
                    back: Cents::ZERO,
                })
                .collect(),
            lines: receipt.lines.iter().map(|line| TracedLine::of(line, None)).collect(),
            receipt: (**receipt).clone(),
            void: false,
            reversed: false,
            given_back: Cents::ZERO,
            beyond: Cents::ZERO,
        })
    }

    /// Its number.
    #[must_use]
    pub fn number(&self) -> &str {
        &self.receipt.number
    }

    /// What still stands on all its lines.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn standing(&self) -> Result<Cents, Refusal> {
        let mut sum = Cents::ZERO;
        for line in &self.lines {
            sum = sum.plus(line.standing()?)?;
        }
        Ok(sum)
    }

    /// The line of that place.
    ///
    /// # Errors
    /// [`Refusal::UnknownLineOfReceipt`].
    pub fn line(&self, place: u16) -> Result<&TracedLine, Refusal> {
        let line = self.lines.get(usize::from(place));
        line.ok_or_else(|| Refusal::UnknownLineOfReceipt {
            receipt: self.number().to_owned(),
            line: place,
        })
    }

    /// The tender of that place.
    ///
    /// # Errors
    /// [`Refusal::UnknownTenderOfReceipt`].
    pub fn tender(&self, place: u16) -> Result<&TracedTender, Refusal> {
        let tender = self.tenders.get(usize::from(place));
        tender.ok_or_else(|| Refusal::UnknownTenderOfReceipt {
            receipt: self.number().to_owned(),
            tender: place,
        })
    }

    /// What is taken back from a line, due again where it was paid: on its account's charge,
    /// or nowhere for what was sold without an account.
    ///
    /// # Errors
    /// [`Refusal::UnknownLineOfReceipt`], [`Refusal::AmountOutOfRange`].
    pub fn taken_back(&self, place: u16, amount: Cents) -> Result<TakenBack, Refusal> {
        let traced = self.line(place)?;
        Ok(TakenBack {
            line: Some(place),
            what: traced.line.description.clone(),
            department: traced.line.department.clone(),
            amount,
            split: traced.portion(amount)?,
            receivable: Vec::new(),
            due: traced.line.account.as_ref().map(|account| Due::Restored {
                account: account.clone(),
                charge: traced.line.charge.clone(),
                code: traced.line.code.clone(),
                since: self.business_date,
            }),
            refund: None,
        })
    }

    /// Keeps up with one more entry; those about other payments change nothing.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`], [`Refusal::UnknownLineOfReceipt`].
    pub fn apply(&mut self, entry: &Entry) -> Result<(), Refusal> {
        let number = self.receipt.number.clone();
        match &entry.body {
            Body::ReceiptVoided(void) if void.receipt == number => {
                self.void = true;
                self.lines.iter_mut().for_each(|line| line.left.clear());
            }
            Body::TenderReclassed(moved) if moved.receipt == number => {
                if let Some(own) = self.tenders.get_mut(usize::from(moved.tender)) {
                    own.tender = moved.to.clone();
                }
            }
            Body::SuspensePlaced(placed) if placed.receipt == number => {
                if let Some(line) = self.lines.get_mut(usize::from(placed.line)) {
                    line.left.clear();
                }
                self.bring(&placed.lines, Some(placed.line));
            }
            Body::ItemReturned(item) => {
                for own in item.tenders.iter().filter(|one| one.receipt == number) {
                    if let Some(tender) = self.tenders.get_mut(usize::from(own.place)) {
                        tender.returned = Some(item.number.clone());
                    }
                    own.taken.iter().try_for_each(|taken| self.take(taken))?;
                }
            }
            Body::ItemReinstated(item) => {
                for own in item.tenders.iter().filter(|one| one.receipt == number) {
                    if let Some(tender) = self.tenders.get_mut(usize::from(own.place)) {
                        tender.returned = None;
                    }
                    own.given.iter().try_for_each(|given| self.give(given))?;
                    self.bring(&own.credit, None);
                }
            }
            Body::ReceiptReversed(reversed) if reversed.receipt == number => {
                self.reversed = true;
                self.given_back = self.given_back.plus(reversed.amount)?;
                for (code, _, amount) in &reversed.back {
                    self.send_back(code, *amount)?;
                }
                reversed.taken.iter().try_for_each(|taken| self.take(taken))?;
            }
            Body::PaymentTransferred(moved) if moved.receipt == number => {
                self.take(&moved.from)?;
                self.bring(&moved.to, moved.from.line);
            }
            Body::RefundRequested(refund) if refund.receipt == number => {
                self.given_back = self.given_back.plus(refund.taken.amount)?;
                self.take(&refund.taken)?;
            }
            Body::RefundWithdrawn(refund) if refund.receipt == number => {
                self.given_back = self.given_back.minus(refund.given.amount)?;
                self.give(&refund.given)?;
            }
            _ => {}
        }
        Ok(())
    }

    /// What went back the way it came went to the good tenders of that type, in their order.
    fn send_back(&mut self, code: &str, amount: Cents) -> Result<(), Refusal> {
        let mut left = amount;
        let good = self.tenders.iter_mut().filter(|one| one.returned.is_none());
        for tender in good.filter(|one| one.tender.code == code) {
            let part = left.min(tender.keeps()?);
            tender.back = tender.back.plus(part)?;
            left = left.minus(part)?;
        }
        Ok(())
    }

    fn bring(&mut self, lines: &[ReceiptLine], from: Option<u16>) {
        self.lines.extend(lines.iter().map(|line| TracedLine::of(line, from)));
    }

    fn take(&mut self, taken: &TakenBack) -> Result<(), Refusal> {
        self.change(taken, true)
    }

    fn give(&mut self, given: &TakenBack) -> Result<(), Refusal> {
        self.change(given, false)
    }

    fn change(&mut self, one: &TakenBack, back: bool) -> Result<(), Refusal> {
        let Some(place) = one.line else {
            let amount = if back { one.amount } else { one.amount.negated() };
            self.beyond = self.beyond.plus(amount)?;
            return Ok(());
        };
        let unknown = Refusal::UnknownLineOfReceipt {
            receipt: self.receipt.number.clone(),
            line: place,
        };
        let line = self.lines.get_mut(usize::from(place)).ok_or(unknown)?;
        line.change(&one.split, back)
    }
}
