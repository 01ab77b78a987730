//! One business day at one site: the fold of its entries, from which every document
//! of the day is made.
//!
//! It is fed station by station, each in its own order, the closing desk's stream
//! last, so that approvals, returns and corrections come behind the sessions that
//! they are about: every entry of the business date, every entry that belongs to the
//! day's batch for the general ledger ([`belongs`]), and all entries of sessions of
//! earlier dates that were carried in.

mod collected;
mod flow;
mod log;
mod over_short;
mod register;
mod returned;
mod stations;
mod suspense;
mod transmittal;
pub(crate) mod words;

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::board::{Change, each_change};
use crate::deposit::Deposit;
use crate::entry::{Body, DayClosed, Entry, Hash, StationHead, seal};
use crate::ledger::{LedgerSums, belongs};
use crate::receipt::TurnOn;
use crate::refusal::Refusal;
use crate::session::Session;

pub use collected::{Collected, Collections, Otherwise};
pub use flow::{Flow, Taken};
pub use log::LogLine;
pub use over_short::{CashierOverShort, OverShort, OverShortLine, lines_of};
pub use register::{Correction, CorrectionKind, Opening};
pub use returned::{ReturnOfDay, ReturnWorked};
pub use stations::{Gap, StationDay, lost_in_words};
pub use suspense::{HeldLine, Placed, Suspense};
pub use transmittal::{Transmittal, TransmittalLine, transmittals};

/// A business day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// The business date.
    pub date: NaiveDate,
    /// Its drawers, then its batches, each in the order fed; those carried in included.
    pub sessions: Vec<Session>,
    /// The seals of the entries that closed and approved each session.
    pub seals: HashMap<Uuid, SessionSeals>,
    /// The deposits that it was fed with.
    pub deposits: Vec<Deposit>,
    /// What was placed from suspense.
    pub placed: Vec<Placed>,
    /// What stood in suspense among its receipts.
    pub suspense: Suspense,
    /// Its workstations.
    pub stations: Vec<StationDay>,
    /// Its audit trail.
    pub log: Vec<LogLine>,
    /// Its corrections.
    pub corrections: Vec<Correction>,
    /// Items that the bank returned on it, or paid after all.
    pub returned: Vec<ReturnOfDay>,
    /// Its drawer openings.
    pub openings: Vec<Opening>,
    /// Its sums for the general ledger, of the entries that belong to its batch.
    pub ledger: LedgerSums,
    /// What it collected for each department.
    pub collections: Collections,
    /// Pieces and cents of each tender type taken in each session, on this day.
    pub taken: HashMap<Uuid, BTreeMap<String, Taken>>,
    /// Accounts to turn on, as they came.
    pub turn_on: Vec<TurnOnLine>,
    /// That it was closed.
    pub closed: Option<DayClosed>,
    /// When it was closed, and the seal of that entry.
    pub closed_at: Option<(DateTime<Utc>, String)>,
    before: Option<(NaiveDate, Vec<StationHead>)>,
    heads: Option<Vec<StationHead>>,
}

/// The seals of a session.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SessionSeals {
    /// That of the entry that closed it last.
    pub closed: Option<String>,
    /// That of its approval.
    pub approved: Option<String>,
}

/// A shut-off account that a receipt brought to the amount needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TurnOnLine {
    /// The receipt.
    pub receipt: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The account.
    pub turn_on: TurnOn,
    /// Whether the receipt was voided, reversed or moved away since: then the account stays off.
    pub void: bool,
}

impl Day {
    /// A day, nothing of it known yet. Without [`Day::after`] its batch is what bears its date.
    #[must_use]
    pub fn new(date: NaiveDate) -> Day {
        Day {
            date,
            sessions: Vec::new(),
            seals: HashMap::new(),
            deposits: Vec::new(),
            placed: Vec::new(),
            suspense: Suspense::default(),
            stations: Vec::new(),
            log: Vec::new(),
            corrections: Vec::new(),
            returned: Vec::new(),
            openings: Vec::new(),
            ledger: LedgerSums::default(),
            collections: Collections::default(),
            taken: HashMap::new(),
            turn_on: Vec::new(),
            closed: None,
            closed_at: None,
            before: None,
            heads: None,
        }
    }

    /// The day after one that was closed on that date with these heads: entries that
    /// came too late for that close are this day's.
    #[must_use]
    pub fn after(mut self, date: NaiveDate, heads: &[StationHead]) -> Day {
        self.before = Some((date, heads.to_vec()));
        self
    }

    /// A day that was closed with these heads: what came later is not in its sums.
    #[must_use]
    pub fn up_to(mut self, heads: &[StationHead]) -> Day {
        self.heads = Some(heads.to_vec());
        self
    }

    /// Whether an entry counts in the day's sums: it belongs to the day's batch.
    #[must_use]
    pub fn counts(&self, entry: &Entry) -> bool {
        let before = self.before.as_ref().map(|(date, heads)| (*date, heads.as_slice()));
        match (&self.heads, before) {
            (Some(heads), before) => {
                // Without a day before, an earlier date's entries are not this day's.
                (before.is_some() || entry.business_date == self.date) && belongs(entry, (self.date, heads), before)
            }
            (None, Some((date, heads))) => entry.business_date <= self.date && !belongs(entry, (date, heads), None),
            (None, None) => entry.business_date == self.date,
        }
    }

    /// Takes in the next entry.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`]; [`Refusal::UnknownReceipt`] where a void or a reclass
    /// comes without its receipt.
    pub fn apply(&mut self, entry: &Entry, hash: &Hash) -> Result<(), Refusal> {
        let counts = self.counts(entry);
        let of_day = counts || entry.business_date == self.date;
        let after_close = self.was_closed(entry);
        self.sessions(entry, hash)?;
        self.deposits(entry, hash);
        self.close(entry, hash);
        self.suspense.apply(entry, hash)?;
        self.money(entry, counts)?;
        if of_day {
            self.papers(entry, hash, after_close)?;
        }
        if counts {
            self.station(entry).apply(entry, hash)?;
        }
        Ok(())
    }

    /// The session of that identifier.
    #[must_use]
    pub fn session(&self, id: Uuid) -> Option<&Session> {
        self.sessions.iter().find(|session| session.id == id)
    }

    /// The deposit that takes a session.
    #[must_use]
    pub fn deposit_of(&self, session: Uuid) -> Option<&Deposit> {
        self.deposits.iter().find(|deposit| deposit.takes(session))
    }

    fn was_closed(&self, entry: &Entry) -> bool {
        let session = entry.body.session().and_then(|id| self.session(id));
        session.is_some_and(|session| session.closed_by.is_some())
    }

    fn sessions(&mut self, entry: &Entry, hash: &Hash) -> Result<(), Refusal> {
        let Some(id) = entry.body.session() else { return Ok(()) };
        if let Some(begun) = Session::begin(entry) {
            // A drawer that opens after a batch began stands among the drawers.
            let batches = self.sessions.iter().position(|session| session.batch().is_some());
            let place = batches.filter(|_| begun.batch().is_none());
            self.sessions.insert(place.unwrap_or(self.sessions.len()), begun);
            return Ok(());
        }
        let Some(session) = self.sessions.iter_mut().find(|session| session.id == id) else {
            return Ok(());
        };
        session.apply(entry)?;
        let seals = self.seals.entry(id).or_default();
        match &entry.body {
            Body::DrawerClosed(_) | Body::BatchClosed(_) => seals.closed = Some(seal(hash)),
            Body::SessionApproved(_) => seals.approved = Some(seal(hash)),
            _ => {}
        }
        Ok(())
    }

    fn deposits(&mut self, entry: &Entry, hash: &Hash) {
        if let Some(deposit) = Deposit::begin(entry, hash) {
            self.deposits.push(deposit);
            return;
        }
        self.deposits.iter_mut().for_each(|deposit| deposit.apply(entry, hash));
    }

    /// The sums; of entries that do not count, what later ones need of them.
    fn money(&mut self, entry: &Entry, counts: bool) -> Result<(), Refusal> {
        match &entry.body {
            Body::Receipt(receipt) => {
                self.collections.receipt(receipt, counts)?;
                if counts {
                    self.turned_on(entry, &receipt.number, &receipt.turn_on);
                }
            }
            Body::ReceiptVoided(void) => {
                self.collections.void(void, counts)?;
                self.stays_off(&void.receipt, None);
            }
            Body::TenderReclassed(reclass) if counts => self.collections.reclass(reclass)?,
            Body::SuspensePlaced(placed) if counts => {
                self.collections.placed(placed, &entry.postings)?;
                self.turned_on(entry, &placed.receipt, &placed.turn_on);
            }
            Body::PaymentTransferred(moved) if counts => {
                self.collections.corrected(entry)?;
                self.stays_off(&moved.receipt, words::due_account(&moved.from));
                self.turned_on(entry, &moved.receipt, &moved.turn_on);
            }
            Body::ReceiptReversed(reversed) if counts => {
                self.collections.corrected(entry)?;
                self.stays_off(&reversed.receipt, None);
            }
            _ if counts => self.collections.corrected(entry)?,
            _ => {}
        }
        if !counts {
            return Ok(());
        }
        self.ledger.apply(entry)?;
        each_change(entry, |change| {
            let Change::Tender {
                session,
                tender,
                items,
                cents,
                ..
            } = change
            else {
                return Ok(());
            };
            flow::taken(self.taken.entry(session).or_default(), tender).add(items, cents)
        })
    }

    /// Accounts that an entry brings to the amount needed.
    fn turned_on(&mut self, entry: &Entry, receipt: &str, reached: &[TurnOn]) {
        self.turn_on.extend(reached.iter().map(|turn_on| TurnOnLine {
            receipt: receipt.to_owned(),
            at: entry.at,
            turn_on: turn_on.clone(),
            void: false,
        }));
    }

    /// What a receipt paid was taken back, on one account or on all: it stays off.
    fn stays_off(&mut self, receipt: &str, account: Option<&str>) {
        let own = self.turn_on.iter_mut().filter(|line| line.receipt == receipt);
        let own = own.filter(|line| account.is_none_or(|account| line.turn_on.account == account));
        own.for_each(|line| line.void = true);
    }

    /// What the registers of the day show of an entry.
    fn papers(&mut self, entry: &Entry, hash: &Hash, after_close: bool) -> Result<(), Refusal> {
        self.log.push(LogLine::of(entry, hash));
        self.placed.extend(Placed::of(entry, hash));
        let correction = register::correction_of(entry, hash, after_close)?;
        self.corrections.extend(correction);
        self.returned.extend(ReturnOfDay::of(entry, hash));
        self.openings.extend(register::opening_of(entry, hash)?);
        Ok(())
    }

    /// The day's own close, which may be written on a later date.
    fn close(&mut self, entry: &Entry, hash: &Hash) {
        if let Body::DayClosed(closed) = &entry.body
            && closed.date == self.date
        {
            self.closed = Some((**closed).clone());
            self.closed_at = Some((entry.at, seal(hash)));
        }
    }

    fn station(&mut self, entry: &Entry) -> &mut StationDay {
        let place = self
            .stations
            .iter()
            .position(|station| station.station == entry.station);
        let place = place.unwrap_or_else(|| {
            let heads = self
                .before
                .as_ref()
                .map(|(_, heads)| heads.as_slice())
                .unwrap_or_default();
            let before = heads.iter().find(|head| head.station == entry.station);
            self.stations.push(StationDay::begun(entry, before));
            self.stations.len() - 1
        });
        &mut self.stations[place]
    }

    /// Sessions that are not approved yet.
    pub fn not_approved(&self) -> impl Iterator<Item = &Session> {
        self.sessions.iter().filter(|session| session.approved.is_none())
    }
}
