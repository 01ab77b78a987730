//! What drawers were over and short, approval by approval: of a day, of a cashier, of a year.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use uuid::Uuid;

use crate::entry::{Body, Entry, Person};
use crate::money::Cents;
use crate::refusal::Refusal;

/// One tender type of one approved session that was over or short.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverShortLine {
    /// The session.
    pub session: Uuid,
    /// The session's business date.
    pub date: NaiveDate,
    /// The workstation.
    pub station: String,
    /// What people call the drawer or batch.
    pub name: String,
    /// Who held it at its close: user id and name.
    pub cashier: Person,
    /// The tender type's code.
    pub tender: String,
    /// Counted less expected: negative when short.
    pub difference: Cents,
    /// Why it was accepted.
    pub reason: Option<String>,
    /// Who approved.
    pub approver: Person,
}

/// Over and short of many sessions. Fed with the entries that begin sessions, hand
/// drawers over, and approve.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OverShort {
    /// The lines, in the order of the approvals.
    pub lines: Vec<OverShortLine>,
    /// Approved sessions by cashier, those without a difference included.
    pub approved: BTreeMap<Person, u64>,
    sessions: HashMap<Uuid, (NaiveDate, Person)>,
}

impl OverShort {
    /// Takes in an entry.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn apply(&mut self, entry: &Entry) -> Result<(), Refusal> {
        match &entry.body {
            Body::DrawerOpened(body) => {
                let cashier = (body.cashier.clone(), body.cashier_name.clone());
                self.sessions.insert(body.session, (entry.business_date, cashier));
            }
            Body::BatchOpened(body) => {
                let began = (entry.business_date, body.keyed_by.clone());
                self.sessions.insert(body.session, began);
            }
            Body::HandedOver(body) => {
                if let Some(session) = self.sessions.get_mut(&body.session) {
                    session.1 = body.to.clone();
                }
            }
            Body::SessionApproved(body) => {
                let session = self.sessions.get(&body.session).cloned();
                let (date, cashier) = session.unwrap_or_else(|| (entry.business_date, Person::default()));
                self.lines.extend(lines_of(entry, date, &cashier)?);
                *self.approved.entry(cashier).or_default() += 1;
            }
            _ => {}
        }
        Ok(())
    }

    /// By cashier: approved sessions, those over or short in something, what they were
    /// over, what they were short.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn by_cashier(&self) -> Result<Vec<CashierOverShort>, Refusal> {
        let mut cashiers = Vec::with_capacity(self.approved.len());
        for (cashier, approved) in &self.approved {
            let own: Vec<&OverShortLine> = self.lines.iter().filter(|line| line.cashier == *cashier).collect();
            let mut differing: Vec<Uuid> = own.iter().map(|line| line.session).collect();
            differing.dedup();
            let over = own.iter().filter(|line| line.difference > Cents::ZERO);
            let short = own.iter().filter(|line| line.difference < Cents::ZERO);
            cashiers.push(CashierOverShort {
                cashier: cashier.clone(),
                approved: *approved,
                differing: u64::try_from(differing.len()).unwrap_or(u64::MAX),
                over: Cents::sum(over.map(|line| line.difference))?,
                short: Cents::sum(short.map(|line| line.difference))?,
            });
        }
        Ok(cashiers)
    }
}

/// One cashier's over and short.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CashierOverShort {
    /// User id and name.
    pub cashier: Person,
    /// Sessions approved.
    pub approved: u64,
    /// Those of them with a difference.
    pub differing: u64,
    /// What was over in all.
    pub over: Cents,
    /// What was short in all; never more than nothing.
    pub short: Cents,
}

/// The lines of one approval, of a session whose date and cashier are known; none for
/// any other entry.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub fn lines_of(entry: &Entry, date: NaiveDate, cashier: &Person) -> Result<Vec<OverShortLine>, Refusal> {
    let Body::SessionApproved(body) = &entry.body else {
        return Ok(Vec::new());
    };
    let mut lines = Vec::new();
    for tender in &body.tenders {
        let difference = tender.difference()?;
        if difference.is_zero() {
            continue;
        }
        lines.push(OverShortLine {
            session: body.session,
            date,
            station: body.station.clone(),
            name: body.name.clone(),
            cashier: cashier.clone(),
            tender: tender.tender.clone(),
            difference,
            reason: body.reason.clone(),
            approver: body.approver.clone(),
        });
    }
    Ok(lines)
}
