//! The desk: the one place that writes. It holds the writing connection and what
//! decisions need at hand — the head, the configuration in force, the drawer
//! sessions in use, what was paid, checks seen — all of it folds over the
//! journal, kept up entry by entry with the same functions that compute them
//! from nothing.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use counterfoil_domain::account::{Cut, PaidSince};
use counterfoil_domain::business_day;
use counterfoil_domain::config::Configuration;
use counterfoil_domain::entry::{AccountsImported, Body, Entry, Hash, RequestMark};
use counterfoil_domain::journal::{Decision, Head, Stamp};
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::session::{Phase, Session};
use uuid::Uuid;

use crate::fault::Fault;
use crate::folder::Folder;
use crate::journal::{Journal, JournalReader, Stored};
use crate::views::receipts::check_name;
use crate::views::{self, Views, sessions, startup};

/// The desk of one workstation.
#[derive(Debug)]
pub struct Desk {
    journal: Journal,
    reader: JournalReader,
    views: Arc<Views>,
    head: Head,
    held: Held,
    /// An append failed: whether it got in is to be found out before the next one.
    doubtful: bool,
}

/// What decisions need at hand.
#[derive(Debug)]
pub struct Held {
    /// The configuration in force.
    pub configuration: Arc<Configuration>,
    /// Its version.
    pub config: String,
    /// Sessions in use, the latest one, and others that were asked for.
    sessions: HashMap<Uuid, Session>,
    latest: Option<Uuid>,
    /// The copy of the accounts that was journaled last.
    pub imported: Option<AccountsImported>,
    /// What was paid on accounts here that this copy does not hold.
    pub paid: PaidSince,
    /// Checks taken within the policy's days.
    pub checks: BTreeMap<(String, String), (String, NaiveDate)>,
    /// Requests answered since the program started.
    requests: HashMap<Uuid, u64>,
    /// The last business date that was closed here.
    pub closed: Option<NaiveDate>,
    /// Wrong passwords in a row by user, and when the last one was.
    pub wrong_passwords: HashMap<String, (u32, DateTime<Utc>)>,
}

/// An entry that a request led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The entry.
    pub entry: Entry,
    /// Its hash.
    pub hash: Hash,
    /// Whether it was there already: the request was a repeat.
    pub repeated: bool,
}

/// Who asks for an entry, when.
#[derive(Debug, Clone)]
pub struct Asking<'a> {
    /// The user.
    pub actor: &'a str,
    /// The request, where there is one.
    pub request: Option<RequestMark>,
    /// The instant by the workstation's clock.
    pub now: DateTime<Utc>,
    /// The business date, where it is not that of the session or of today: the closing
    /// desk works on the day that it closes.
    pub business_date: Option<NaiveDate>,
}

impl Desk {
    /// Opens the journal for writing and gathers what decisions need from the
    /// views, which are caught up.
    ///
    /// # Errors
    /// Those of the store and of the journal.
    pub fn open(folder: &Folder, views: Arc<Views>, now: DateTime<Utc>) -> Result<Desk, Fault> {
        let journal = Journal::open(&folder.journal())?;
        let reader = JournalReader::open(&folder.journal())?;
        let head = reader.head(&reader.first()?.station)?;
        let held = gather(&reader, &views, now)?;
        Ok(Desk {
            journal,
            reader,
            views,
            head,
            held,
            doubtful: false,
        })
    }

    /// What decisions need.
    #[must_use]
    pub fn held(&self) -> &Held {
        &self.held
    }

    /// Remembers a wrong password where nothing may be written, for as long as the program runs;
    /// none any more after a right one.
    pub fn remember_wrong_password(&mut self, user: &str, wrong: Option<(u32, DateTime<Utc>)>) {
        match wrong {
            Some(wrong) => self.held.wrong_passwords.insert(user.to_owned(), wrong),
            None => self.held.wrong_passwords.remove(user),
        };
    }

    /// Where the journal stands.
    #[must_use]
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// Decides and writes one entry; a repeated request gets the entry it led to.
    ///
    /// # Errors
    /// [`Refusal::RequestReused`], [`Refusal::ClockSetBack`], those of `decide`, those of the store.
    pub fn write(
        &mut self,
        asking: Asking<'_>,
        decide: impl FnOnce(&mut Desk) -> Result<Decision, Fault>,
    ) -> Result<Written, Fault> {
        self.write_all(asking, |desk| Ok(vec![decide(desk)?]))
    }

    /// Decides and writes several entries, all of them or none, in one commit; gives
    /// the first. A repeated request gets the first entry it led to: that one carries
    /// the request.
    ///
    /// # Errors
    /// As [`Desk::write`].
    pub fn write_all(
        &mut self,
        asking: Asking<'_>,
        decide: impl FnOnce(&mut Desk) -> Result<Vec<Decision>, Fault>,
    ) -> Result<Written, Fault> {
        self.settle_doubt(asking.now)?;
        if let Some(mark) = &asking.request
            && let Some(before) = self.answered(mark)?
        {
            return Ok(before);
        }
        // A clock that cannot be trusted stops the desk before anything is decided by it.
        self.head.instant(asking.now)?;
        let decisions = decide(self)?;
        let entries = self.stamped(&asking, decisions)?;
        let written = match self.journal.append_all(&self.head, &entries) {
            Ok(hashes) => hashes,
            Err(fault) => {
                self.doubtful = true;
                return Err(fault);
            }
        };
        let mut first = None;
        for (entry, hash) in entries.into_iter().zip(written) {
            self.head.advance(&entry, hash);
            self.held.take_in(&entry)?;
            first.get_or_insert(Written {
                entry,
                hash,
                repeated: false,
            });
        }
        first.ok_or_else(|| Refusal::NothingToPay.into())
    }

    /// The entries that decisions become, each after the one before.
    fn stamped(&self, asking: &Asking<'_>, decisions: Vec<Decision>) -> Result<Vec<Entry>, Fault> {
        let mut head = self.head.clone();
        let mut request = asking.request.clone();
        let mut entries: Vec<Entry> = Vec::with_capacity(decisions.len());
        for decision in decisions {
            let business_date = match asking.business_date {
                Some(date) => date,
                None => self.business_date_of(&decision.body, asking.now),
            };
            let stamp = Stamp {
                id: Uuid::new_v4(),
                request: request.take(),
                now: asking.now,
                business_date,
                actor: asking.actor.to_owned(),
                config: self.held.config.clone(),
            };
            let entry = head.entry(decision, stamp)?;
            // The hash is made when it is appended; the sequence and the totals go on from here.
            let hash = head.hash;
            head.advance(&entry, hash);
            entries.push(entry);
        }
        Ok(entries)
    }

    /// The entry that this request led to before, if it did.
    fn answered(&self, mark: &RequestMark) -> Result<Option<Written>, Fault> {
        match self.entry_of_request(mark.id)? {
            Some(before) if before.entry.request.as_ref() == Some(mark) => Ok(Some(before)),
            Some(_) => Err(Refusal::RequestReused.into()),
            None => Ok(None),
        }
    }

    /// The entry that a request of this identifier led to.
    ///
    /// # Errors
    /// Those of the store.
    pub fn entry_of_request(&self, id: Uuid) -> Result<Option<Written>, Fault> {
        let seq = match self.held.requests.get(&id) {
            Some(seq) => Some(*seq),
            None => self.views.peek(|connection| views::seq_of_request(connection, id))?,
        };
        let Some(stored) = seq.map(|seq| self.reader.get(seq)).transpose()?.flatten() else {
            return Ok(None);
        };
        Ok(Some(Written {
            entry: stored.entry()?,
            hash: stored.hash,
            repeated: true,
        }))
    }

    /// After a failed append: reads back what is really there.
    fn settle_doubt(&mut self, now: DateTime<Utc>) -> Result<(), Fault> {
        if self.doubtful {
            self.head = self.reader.head(&self.head.station)?;
            self.held = gather(&self.reader, &self.views, now)?;
            self.doubtful = false;
        }
        Ok(())
    }

    /// Gathers anew what decisions need: after a new copy of the accounts.
    ///
    /// # Errors
    /// Those of the store.
    pub fn gather_again(&mut self, now: DateTime<Utc>) -> Result<(), Fault> {
        self.doubtful = true;
        self.settle_doubt(now)
    }

    /// What belongs to a session has the session's date; all else has today's.
    fn business_date_of(&self, body: &Body, now: DateTime<Utc>) -> NaiveDate {
        let date = body
            .session()
            .and_then(|session| self.held.sessions.get(&session))
            .map_or_else(|| self.held.today(now), |session| session.business_date);
        // What comes late for a closed date is the next one's.
        match self.held.closed.and_then(|closed| closed.succ_opt()) {
            Some(first_open) => date.max(first_open),
            None => date,
        }
    }

    /// An entry of the journal.
    ///
    /// # Errors
    /// [`Fault::JournalDamaged`] where it is missing.
    pub fn stored(&self, seq: u64) -> Result<Stored, Fault> {
        let missing = || Fault::JournalDamaged {
            problem: format!("entry {seq} is missing"),
        };
        self.reader.get(seq)?.ok_or_else(missing)
    }

    /// A session by its identifier, folded from the journal if it is not at hand.
    ///
    /// # Errors
    /// [`Refusal::UnknownSession`], those of the store.
    pub fn session(&mut self, id: Uuid) -> Result<&Session, Fault> {
        if !self.held.sessions.contains_key(&id) {
            let row = self
                .views
                .read(|connection| sessions::get(connection, id))?
                .ok_or(Refusal::UnknownSession)?;
            let session = fold_session(&self.reader, row.first_seq, row.last_seq)?;
            self.held.sessions.insert(id, session);
        }
        Ok(self.held.sessions.get(&id).ok_or(Refusal::UnknownSession)?)
    }
}

impl Held {
    /// The latest session of the workstation.
    #[must_use]
    pub fn latest(&self) -> Option<&Session> {
        self.latest.and_then(|id| self.sessions.get(&id))
    }

    /// The session in use: the latest one that is not closed; a closed one that is
    /// being counted again; otherwise the latest.
    #[must_use]
    pub fn in_use(&self) -> Option<&Session> {
        let latest = self.latest();
        match latest {
            Some(session) if session.phase != Phase::Closed => latest,
            _ => self
                .sessions
                .values()
                .filter(|session| session.batch().is_none() && session.phase != Phase::Closed)
                .min_by_key(|session| session.opened_at)
                .or(latest),
        }
    }

    /// Whether a drawer or a batch is open or being counted here.
    #[must_use]
    pub fn anything_in_use(&self) -> bool {
        self.sessions.values().any(|session| session.phase != Phase::Closed)
    }

    /// A session at hand.
    #[must_use]
    pub fn session(&self, id: Uuid) -> Option<&Session> {
        self.sessions.get(&id)
    }

    /// The business date of work begun now: the site's date, never one that is closed.
    #[must_use]
    pub fn today(&self, now: DateTime<Utc>) -> NaiveDate {
        let today = business_day::date(now, &self.configuration.site);
        match self.closed.and_then(|closed| closed.succ_opt()) {
            Some(first_open) => today.max(first_open),
            None => today,
        }
    }

    /// Keeps up with one more entry.
    fn take_in(&mut self, entry: &Entry) -> Result<(), Fault> {
        if let Some(request) = &entry.request {
            self.requests.insert(request.id, entry.seq);
        }
        if let Some(approval) = &entry.approval {
            self.wrong_passwords.remove(&approval.user);
        }
        self.paid.apply(entry)?;
        match &entry.body {
            Body::ConfigurationAdopted(body) => {
                self.configuration = Arc::new(body.configuration.clone());
                self.config = body.configuration.version();
            }
            Body::DayClosed(body) => self.closed = self.closed.max(Some(body.date)),
            Body::SignedIn(body) => {
                self.wrong_passwords.remove(&body.user);
            }
            Body::SignInRefused(body) => {
                self.wrong_passwords
                    .insert(body.user.clone(), (body.in_a_row, entry.at));
            }
            Body::DrawerOpened(body) => {
                // Closed sessions are folded again when somebody asks for them.
                self.sessions.retain(|_, session| session.phase != Phase::Closed);
                self.sessions.insert(body.session, Session::open(entry, body));
                self.latest = Some(body.session);
            }
            Body::BatchOpened(body) => {
                self.sessions
                    .extend(Session::begin(entry).map(|batch| (body.session, batch)));
            }
            Body::Receipt(receipt) => {
                for tender in &receipt.tenders {
                    if let Some((token, number)) = check_name(tender) {
                        let seen = (receipt.number.clone(), entry.business_date);
                        self.checks.insert((token.to_owned(), number.to_owned()), seen);
                    }
                }
            }
            Body::ReceiptVoided(body) => {
                self.checks.retain(|_, seen| seen.0 != body.receipt);
            }
            Body::TenderReclassed(body) => {
                if let Some((token, number)) = check_name(&body.from) {
                    self.checks.remove(&(token.to_owned(), number.to_owned()));
                }
                if let Some((token, number)) = check_name(&body.to) {
                    let seen = (body.receipt.clone(), entry.business_date);
                    self.checks.insert((token.to_owned(), number.to_owned()), seen);
                }
            }
            _ => {}
        }
        if let Some(session) = entry.body.session().and_then(|id| self.sessions.get_mut(&id))
            && !matches!(entry.body, Body::DrawerOpened(_) | Body::BatchOpened(_))
        {
            session.apply(entry)?;
        }
        Ok(())
    }
}

/// Gathers what decisions need, from the views and the journal.
fn gather(reader: &JournalReader, views: &Views, now: DateTime<Utc>) -> Result<Held, Fault> {
    let (configured, imported, closed, rows, wrong_passwords) = views.read(|connection| {
        Ok((
            startup::last_of(connection, "configuration_adopted")?,
            startup::last_of(connection, "accounts_imported")?,
            startup::last_of(connection, "day_closed")?,
            sessions::at_hand(connection)?,
            startup::wrong_passwords(connection)?,
        ))
    })?;
    let configuration = match body_at(reader, configured)? {
        Some(Body::ConfigurationAdopted(body)) => body.configuration,
        _ => {
            return Err(Fault::JournalDamaged {
                problem: "it holds no configuration".to_owned(),
            });
        }
    };
    let imported = match body_at(reader, imported)? {
        Some(Body::AccountsImported(body)) => Some(body),
        _ => None,
    };
    let closed = match body_at(reader, closed)? {
        Some(Body::DayClosed(body)) => Some(body.date),
        _ => None,
    };
    let cut = Cut::of(imported.as_ref());
    let station = reader.first()?.station;
    let mut held = Held {
        config: configuration.version(),
        sessions: HashMap::new(),
        latest: rows.iter().rev().find(|row| !row.batch).map(|row| row.id),
        imported,
        paid: PaidSince::default(),
        checks: BTreeMap::new(),
        requests: HashMap::new(),
        closed,
        wrong_passwords,
        configuration: Arc::new(configuration),
    };
    let days = Duration::days(i64::from(held.configuration.policies.repeat_check_days));
    let since = held.today(now) - days;
    let (paid, checks) = views.read(|connection| {
        Ok((
            startup::paid_since(connection, &station, cut)?,
            startup::checks_since(connection, since)?,
        ))
    })?;
    held.paid = paid;
    held.checks = checks.into_iter().collect();
    for row in rows {
        held.sessions
            .insert(row.id, fold_session(reader, row.first_seq, row.last_seq)?);
    }
    Ok(held)
}

/// The configuration that a journal was begun with, by its first entry.
#[must_use]
pub fn first_configuration(first: &Entry) -> Option<&Configuration> {
    match &first.body {
        Body::ConfigurationAdopted(body) => Some(&body.configuration),
        _ => None,
    }
}

fn body_at(reader: &JournalReader, seq: Option<u64>) -> Result<Option<Body>, Fault> {
    match seq.map(|seq| reader.get(seq)).transpose()?.flatten() {
        Some(stored) => Ok(Some(stored.entry()?.body)),
        None => Ok(None),
    }
}

/// A session folded from the stretch of the journal that holds its entries.
fn fold_session(reader: &JournalReader, first: u64, last: u64) -> Result<Session, Fault> {
    let mut session: Option<Session> = None;
    reader.each_after(first.saturating_sub(1), last, |stored| {
        let entry = stored.entry()?;
        match &mut session {
            None => session = Session::begin(&entry),
            Some(session) => session.apply(&entry)?,
        }
        Ok(true)
    })?;
    session.ok_or_else(|| Refusal::UnknownSession.into())
}
