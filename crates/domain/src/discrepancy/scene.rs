//! What a search looks at: the differences, the stretch of the day that is left, the
//! tenders taken in it, and what is known of how their amounts came about.

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;

use super::likelihood::{Likelihood, Scored, explained};
use super::narrowing::{Narrowed, Stretch};
use super::pattern::{NamedReceipt, Pattern};
use super::suspect::{Mend, Suspect};
use super::{Difference, Lines};
use crate::business_day::{local, zone};
use crate::config::{Configuration, CountedBy, TenderKind};
use crate::money::Cents;
use crate::payment::CREDIT_CODE;
use crate::receipt::{ReceiptLine, Tender};
use crate::refusal::Refusal;
use crate::session::{Count, Session, SessionReceipt, counted_by};

/// What a search looks at.
pub(super) struct Scene<'a> {
    pub(super) configuration: &'a Configuration,
    pub(super) session: &'a Session,
    /// The other sessions, in an order of their own.
    pub(super) beside: Vec<&'a Session>,
    pub(super) count: &'a Count,
    /// The tender types that differ.
    pub(super) targets: Vec<Target>,
    /// The stretch of the day in which cash went wrong.
    pub(super) stretch: Stretch,
    lines: &'a Lines,
    zone: Tz,
}

/// A tender type that differs, and how much of that the tape leaves to be explained.
pub(super) struct Target {
    pub(super) difference: Difference,
    pub(super) sought: Cents,
}

/// A tender as it was taken.
#[derive(Clone, Copy)]
pub(super) struct Taken<'a> {
    pub(super) receipt: &'a SessionReceipt,
    pub(super) place: u16,
    pub(super) tender: &'a Tender,
}

/// How an amount came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CameAbout {
    /// Worked out by the program: all that was due, a fixed price.
    WorkedOut,
    /// Somebody typed it, or nobody knows.
    Typed,
}

impl<'a> Scene<'a> {
    /// None for a session without a count.
    pub(super) fn set(
        configuration: &'a Configuration,
        session: &'a Session,
        beside: &[&'a Session],
        lines: &'a Lines,
    ) -> Result<Option<Scene<'a>>, Refusal> {
        let Some(count) = session.counts.last() else {
            return Ok(None);
        };
        let mut others: Vec<&Session> = beside.iter().copied().filter(|other| other.id != session.id).collect();
        others.sort_by_key(|other| other.id);
        others.dedup_by_key(|other| other.id);
        let mut targets = Vec::new();
        for difference in differences(configuration, session)? {
            let sought = match ticked_off(configuration, count, &difference)? {
                true => Cents::ZERO,
                false => difference.difference,
            };
            targets.push(Target { difference, sought });
        }
        let cash = targets.iter().find(|target| target.difference.kind == TenderKind::Cash);
        let stretch = match cash {
            Some(cash) => Stretch::of(session, cash.difference.difference)?,
            None => Stretch::default(),
        };
        Ok(Some(Scene {
            configuration,
            session,
            beside: others,
            count,
            targets,
            stretch,
            lines,
            zone: zone(&configuration.site),
        }))
    }

    /// What narrowed the search, where something did.
    pub(super) fn narrowed(&self) -> Option<Narrowed> {
        if self.stretch.agreed.is_none() && self.stretch.already_off.is_none() {
            return None;
        }
        let receipts = &self.session.receipts;
        let left = receipts.iter().filter(|receipt| self.stretch.holds(receipt.at)).count();
        Some(Narrowed {
            agreed: self.stretch.agreed.clone(),
            already_off: self.stretch.already_off.clone(),
            receipts: u32::try_from(left).unwrap_or(u32::MAX),
            of: u32::try_from(receipts.len()).unwrap_or(u32::MAX),
        })
    }

    /// Every standing tender of a type that may be the error, in the order taken.
    pub(super) fn taken(&self, of: &Difference) -> Vec<Taken<'a>> {
        self.every(of).filter(|taken| !taken.receipt.void).collect()
    }

    /// The tenders of a type on voided receipts.
    pub(super) fn voided(&self, of: &Difference) -> Vec<Taken<'a>> {
        self.every(of).filter(|taken| taken.receipt.void).collect()
    }

    fn every(&self, of: &Difference) -> impl Iterator<Item = Taken<'a>> {
        let session: &'a Session = self.session;
        let may_be = |receipt: &&SessionReceipt| {
            // Counts in the middle are of cash alone; a void may have come later than its receipt.
            of.kind != TenderKind::Cash || receipt.void || self.stretch.holds(receipt.at)
        };
        let receipts = session.receipts.iter().filter(may_be);
        receipts
            .flat_map(|receipt| {
                (0u16..)
                    .zip(&receipt.tenders)
                    .map(move |(place, tender)| Taken { receipt, place, tender })
            })
            .filter(|taken| match of.kind {
                TenderKind::Cash => taken.tender.kind == TenderKind::Cash,
                _ => taken.tender.kind != TenderKind::Cash && taken.tender.code == of.tender,
            })
    }

    /// The lines of a receipt, where they are known.
    pub(super) fn lines_of(&self, receipt: &SessionReceipt) -> Option<&'a [ReceiptLine]> {
        self.lines
            .get(&receipt.number)
            .map(Vec::as_slice)
            .filter(|lines| !lines.is_empty())
    }

    /// How the amount of a receipt came about.
    pub(super) fn came_about(&self, receipt: &SessionReceipt) -> CameAbout {
        let fixed = |line: &ReceiptLine| {
            let code = self.configuration.charge_code(&line.code);
            code.is_ok_and(|code| code.price.is_some()) || line.due == Some(line.amount)
        };
        match self.lines_of(receipt) {
            Some(lines) if lines.iter().all(fixed) => CameAbout::WorkedOut,
            _ => CameAbout::Typed,
        }
    }

    /// Whether a receipt would have paid exactly what was due, had it come to so much more.
    pub(super) fn would_be_due(&self, receipt: &SessionReceipt, more: Cents) -> bool {
        let Some(lines) = self.lines_of(receipt) else {
            // Paid beyond what was due, the rest stands to the customer's credit.
            let credit = &self.configuration.posting.customer_credit;
            return more.0 < 0
                && receipt
                    .postings
                    .iter()
                    .any(|posting| posting.0 == *credit && posting.1 == more);
        };
        let due = lines.iter().map(|line| match line.due {
            Some(due) => due,
            None if line.code == CREDIT_CODE => Cents::ZERO,
            None => line.amount,
        });
        let known = lines.iter().any(|line| line.due.is_some());
        known && Cents::sum(due).ok() == receipt.total.plus(more).ok()
    }

    /// An instant in the site's time.
    pub(super) fn local(&self, at: DateTime<Utc>) -> NaiveDateTime {
        local(at, self.zone)
    }

    /// The other tender types whose difference is exactly the opposite.
    pub(super) fn opposite(&self, of: &Target) -> impl Iterator<Item = &Target> {
        let (code, wanted) = (of.difference.tender.clone(), of.difference.difference.negated());
        self.targets
            .iter()
            .filter(move |target| target.difference.tender != code && target.difference.difference == wanted)
    }
}

impl Target {
    /// Whether less was counted than expected.
    pub(super) fn short(&self) -> bool {
        self.sought.0 < 0
    }

    /// How much is sought, without its sign.
    pub(super) fn amount(&self) -> Cents {
        Cents(self.sought.0.saturating_abs())
    }

    /// A suspect of this tender type that would change its count by `effect`.
    pub(super) fn suspect(&self, pattern: Pattern, items: &[Taken<'_>], effect: Cents, mend: Mend) -> Suspect {
        Suspect {
            pattern,
            tender: self.difference.tender.clone(),
            name: self.difference.name.clone(),
            kind: self.difference.kind,
            items: items.iter().map(Taken::named).collect(),
            explains: explained(effect, self.difference.difference),
            mend,
        }
    }

    /// A suspect that explains all that is sought, weighed.
    pub(super) fn whole(&self, likelihood: Likelihood, pattern: Pattern, items: &[Taken<'_>], mend: Mend) -> Scored {
        Scored {
            likelihood,
            suspect: self.suspect(pattern, items, self.sought, mend),
        }
    }
}

impl Taken<'_> {
    /// Cash that was handed over as keyed, without change.
    pub(super) fn exact(&self) -> bool {
        self.tender.handed.is_none()
    }

    /// As a suspect names it.
    pub(super) fn named(&self) -> NamedReceipt {
        NamedReceipt {
            receipt: self.receipt.number.clone(),
            place: self.place,
            amount: self.tender.amount,
        }
    }
}

/// The numbers of the receipts.
pub(super) fn numbers(taken: &[Taken<'_>]) -> Vec<String> {
    taken.iter().map(|taken| taken.receipt.number.clone()).collect()
}

/// The tender types of a counted session that differ, in the configured order.
/// Expected figures are those of now: a tender moved since the count is expected
/// where it is now, and was counted where it was found.
fn differences(configuration: &Configuration, session: &Session) -> Result<Vec<Difference>, Refusal> {
    let Some(count) = session.counts.last() else {
        return Ok(Vec::new());
    };
    let mut figures: Vec<(String, Cents)> = Vec::new();
    for line in session.expected(configuration)? {
        figures.push((line.tender, line.expected));
    }
    for line in &count.tenders {
        if !figures.iter().any(|figure| figure.0 == line.tender) {
            figures.push((line.tender.clone(), Cents::ZERO));
        }
    }
    let mut differences = Vec::new();
    for (tender, expected) in figures {
        let counted = count.tenders.iter().find(|line| line.tender == tender);
        let counted = counted.map_or(Cents::ZERO, |line| line.counted);
        let difference = counted.minus(expected)?;
        if difference.is_zero() {
            continue;
        }
        let taken = session.receipts.iter().flat_map(|receipt| &receipt.tenders);
        let taken = || taken.clone().find(|taken| taken.code == tender);
        let (name, kind) = match configuration.tender(&tender) {
            Ok(kind) => (kind.name.clone(), kind.kind),
            // A tender type that the configuration no longer has, as receipts named it.
            Err(_) => taken().map_or((tender.clone(), TenderKind::Voucher), |t| (t.name.clone(), t.kind)),
        };
        differences.push(Difference {
            tender,
            name,
            kind,
            expected,
            counted,
            difference,
        });
    }
    Ok(differences)
}

/// Whether a tender type was ticked off piece by piece, so that the pieces say all.
/// A batch is held against a control total, and its pieces say nothing.
fn ticked_off(configuration: &Configuration, count: &Count, of: &Difference) -> Result<bool, Refusal> {
    if of.kind == TenderKind::Cash || counted_by(configuration, &of.tender) != CountedBy::Items {
        return Ok(false);
    }
    let pieces = count.items.iter().filter(|item| item.tender == of.tender);
    Ok(Cents::sum(pieces.filter_map(|item| item.found))? == of.counted)
}
