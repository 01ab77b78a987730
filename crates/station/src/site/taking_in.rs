//! Entries into the tables of the site. Rows of the board are taken up when an entry
//! first touches them and kept when all are in, so that a day of receipts costs one
//! write a session.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use counterfoil_domain::board::Board;
use counterfoil_domain::entry::{BatchOpened, Body, Entry, SessionApproved};
use counterfoil_domain::money::Cents;
use counterfoil_domain::payment::SUSPENSE_CODE;
use counterfoil_domain::receipt::Receipt;
use counterfoil_domain::session::Phase;
use rusqlite::{Connection, params};
use uuid::Uuid;

use super::Scope;
use super::rows::{self, Kept};
use crate::fault::Fault;
use crate::journal::seq_column;

/// What a row keeps besides the board's own.
#[derive(Default)]
struct Beside {
    people: Vec<String>,
    reason: Option<String>,
    control_items: Option<u32>,
    approved_seq: Option<u64>,
    closed_with: Option<NaiveDate>,
}

/// Where the entries of one workstation that are being taken in begin and end.
type Stretches<K> = HashMap<(K, String), (u64, u64)>;

/// Gives an entry of a workstation.
type EntryOf<'c> = dyn Fn(&str, u64) -> Result<Entry, Fault> + 'c;

/// A stretch of entries on their way in.
pub(super) struct TakingIn<'c> {
    connection: &'c Connection,
    entry_of: &'c EntryOf<'c>,
    scope: Scope,
    board: Board,
    beside: HashMap<Uuid, Beside>,
    sessions: Stretches<Uuid>,
    days: Stretches<NaiveDate>,
    returned: BTreeSet<String>,
}

impl<'c> TakingIn<'c> {
    pub(super) fn begin(connection: &'c Connection, scope: Scope, entry_of: &'c EntryOf<'c>) -> TakingIn<'c> {
        TakingIn {
            connection,
            entry_of,
            scope,
            board: Board::default(),
            beside: HashMap::new(),
            sessions: HashMap::new(),
            days: HashMap::new(),
            returned: BTreeSet::new(),
        }
    }

    /// Takes one entry in.
    pub(super) fn take(&mut self, entry: &Entry) -> Result<(), Fault> {
        if self.scope == Scope::ClosingDesk {
            self.take_to_desk(entry)?;
        }
        super::accounts::take(self.connection, entry)?;
        super::payments::follow(self.connection, entry)?;
        self.returned.extend(super::returned::take(self.connection, entry)?);
        Ok(())
    }

    /// Takes in what only the closing desk works with.
    fn take_to_desk(&mut self, entry: &Entry) -> Result<(), Fault> {
        widen(&mut self.days, entry.business_date, entry);
        if let Some(session) = entry.body.session() {
            widen(&mut self.sessions, session, entry);
            self.take_up(session)?;
        }
        match &entry.body {
            Body::DepositPrepared(body) => {
                for part in &body.sessions {
                    self.take_up(part.session)?;
                }
            }
            Body::DepositWithdrawn(body) => self.take_up_deposit(body.deposit)?,
            Body::DepositFinalized(body) => self.take_up_deposit(body.deposit)?,
            Body::DayClosed(body) => {
                for closed in &body.sessions {
                    self.take_up(closed.session)?;
                    self.beside.entry(closed.session).or_default().closed_with = Some(body.date);
                }
            }
            _ => {}
        }
        self.beside_of(entry);
        self.board.apply(entry)?;
        self.tables(entry)?;
        super::payments::take(self.connection, entry)?;
        super::refunds::take(self.connection, entry)?;
        super::suspense::take(self.connection, entry)?;
        super::return_files::take(self.connection, entry)
    }

    /// Takes up a session's row, where it is kept and was not touched yet.
    fn take_up(&mut self, session: Uuid) -> Result<(), Fault> {
        if self.board.row(session).is_some() {
            return Ok(());
        }
        if let Some(kept) = rows::get(self.connection, session)? {
            self.board.take_up(kept.row);
            self.beside.insert(
                session,
                Beside {
                    people: kept.people,
                    reason: kept.reason,
                    control_items: kept.control_items,
                    approved_seq: kept.approved_seq,
                    closed_with: kept.closed_with,
                },
            );
        }
        Ok(())
    }

    fn take_up_deposit(&mut self, deposit: Uuid) -> Result<(), Fault> {
        for session in rows::of_deposit(self.connection, deposit)? {
            self.take_up(session)?;
        }
        Ok(())
    }

    /// What a row keeps besides the board's own.
    fn beside_of(&mut self, entry: &Entry) {
        let Some(session) = entry.body.session() else { return };
        let beside = self.beside.entry(session).or_default();
        match &entry.body {
            Body::DrawerOpened(body) => beside.people.push(body.cashier.clone()),
            Body::HandedOver(body) => {
                beside.people.extend([entry.actor.clone(), body.to.0.clone()]);
            }
            Body::Receipt(_) if !beside.people.contains(&entry.actor) => beside.people.push(entry.actor.clone()),
            Body::CountingStarted(body) if body.in_place.is_some() => {
                beside.people.extend(body.in_place.iter().map(|one| one.0.clone()));
                // As `Session::apply` has it: who agrees that a closed one is counted again did not work it.
                let closed = self.board.row(session).is_some_and(|row| row.phase == Phase::Closed);
                let second = entry.approval.iter().filter(|_| !closed);
                beside.people.extend(second.map(|one| one.user.clone()));
            }
            Body::BatchOpened(body) => {
                beside.people.push(body.keyed_by.0.clone());
                beside.people.extend(body.opened_by.iter().map(|one| one.0.clone()));
                beside.control_items = Some(control_items(body));
            }
            Body::DrawerClosed(body) => beside.reason.clone_from(&body.reason),
            Body::BatchClosed(body) => {
                beside.people.push(entry.actor.clone());
                beside.reason.clone_from(&body.reason);
            }
            Body::SessionReturned(body) => beside.reason = Some(body.reason.clone()),
            Body::SessionApproved(body) => {
                beside.reason = body.reason.clone().or(beside.reason.take());
                beside.approved_seq = Some(body.closed_seq);
            }
            _ => {}
        }
    }

    /// What is not of the board.
    fn tables(&self, entry: &Entry) -> Result<(), Fault> {
        let seq = seq_column(entry.seq);
        match &entry.body {
            Body::ConfigurationAdopted(_) => self.execute(
                "INSERT OR IGNORE INTO configurations (station, seq) VALUES (?1, ?2)",
                params![entry.station, seq],
            ),
            Body::Receipt(receipt) => self.suspense(entry, receipt),
            Body::ReceiptVoided(body) => {
                self.execute("UPDATE suspense SET void = 1 WHERE receipt = ?1", params![body.receipt])
            }
            Body::SuspensePlaced(body) => self.execute(
                "UPDATE suspense SET placed_seq = ?3, amount = amount - ?4 WHERE receipt = ?1 AND line = ?2",
                params![body.receipt, body.line, seq, body.amount.0],
            ),
            Body::BatchOpened(body) => {
                self.turn_in(entry, body)?;
                self.file(entry, body)
            }
            Body::SessionApproved(body) => self.over_short(entry, body),
            Body::DayClosed(body) => self.execute(
                "INSERT OR REPLACE INTO closed_days (business_date, station, seq, transmittals) VALUES (?1, ?2, ?3, ?4)",
                params![
                    body.date.to_string(),
                    entry.station,
                    seq,
                    i64::try_from(body.transmittals.len()).unwrap_or(0)
                ],
            ),
            Body::DepositPrepared(body) => {
                self.execute(
                    "INSERT INTO deposits (id, number, business_date, first_seq, last_seq) VALUES (?1, ?2, ?3, ?4, ?4)",
                    params![
                        body.deposit.as_bytes().as_slice(),
                        body.number,
                        entry.business_date.to_string(),
                        seq
                    ],
                )?;
                self.of_deposit(body.deposit, entry, false)
            }
            Body::DepositWithdrawn(body) => self.of_deposit(body.deposit, entry, true),
            Body::DepositFinalized(body) => self.of_deposit(body.deposit, entry, false),
            Body::BankFiguresEntered(body) => self.of_deposit(body.deposit, entry, true),
            Body::BankCorrected(body) => self.of_deposit(body.deposit, entry, true),
            _ => Ok(()),
        }
    }

    fn execute(&self, sql: &str, values: impl rusqlite::Params) -> Result<(), Fault> {
        self.connection.prepare_cached(sql)?.execute(values)?;
        Ok(())
    }

    fn of_deposit(&self, deposit: Uuid, entry: &Entry, settled: bool) -> Result<(), Fault> {
        let (id, seq) = (deposit.as_bytes().as_slice(), seq_column(entry.seq));
        self.execute(
            "INSERT OR IGNORE INTO deposit_entries (deposit, at, station, seq) VALUES (?1, ?2, ?3, ?4)",
            params![id, entry.at.timestamp_millis(), entry.station, seq],
        )?;
        self.execute(
            "UPDATE deposits SET last_seq = ?2, settled = settled OR ?3 WHERE id = ?1",
            params![id, seq, settled],
        )
    }

    fn suspense(&self, entry: &Entry, receipt: &Receipt) -> Result<(), Fault> {
        for (place, line) in (0u16..).zip(&receipt.lines) {
            if line.code != SUSPENSE_CODE {
                continue;
            }
            let why = super::suspense::why(&line.description);
            self.execute(
                "INSERT OR REPLACE INTO suspense (receipt, line, station, seq, business_date, amount, payer, reference, why)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                params![
                    receipt.number,
                    place,
                    entry.station,
                    seq_column(entry.seq),
                    entry.business_date.to_string(),
                    line.amount.0,
                    receipt.payer,
                    line.reference,
                    why
                ],
            )?;
        }
        Ok(())
    }

    fn turn_in(&self, entry: &Entry, body: &BatchOpened) -> Result<(), Fault> {
        let Some(turn_in) = &body.turn_in else { return Ok(()) };
        self.execute(
            "INSERT OR REPLACE INTO turn_ins (department, transmittal, name, business_date) VALUES (?1, ?2, ?3, ?4)",
            params![
                turn_in.department,
                turn_in.transmittal,
                body.name,
                entry.business_date.to_string()
            ],
        )
    }

    fn file(&self, entry: &Entry, body: &BatchOpened) -> Result<(), Fault> {
        let Some(file) = &body.file else { return Ok(()) };
        self.execute(
            "INSERT OR REPLACE INTO files (digest, layout, id, name, business_date) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                file.digest,
                file.layout,
                file.id,
                body.name,
                entry.business_date.to_string()
            ],
        )
    }

    /// What a drawer was over or short by, for whoever held it last.
    fn over_short(&self, entry: &Entry, body: &SessionApproved) -> Result<(), Fault> {
        let Some(row) = self.board.row(body.session).filter(|row| row.kind.is_none()) else {
            return Ok(());
        };
        let (mut short, mut over) = (Cents::ZERO, Cents::ZERO);
        for line in &body.tenders {
            let difference = line.difference()?;
            short = short.plus(difference.min(Cents::ZERO))?;
            over = over.plus(difference.max(Cents::ZERO))?;
        }
        self.execute(
            "INSERT OR REPLACE INTO over_short (session, business_date, cashier, name, short, over, seq)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                body.session.as_bytes().as_slice(),
                entry.business_date.to_string(),
                row.cashier.0,
                row.cashier.1,
                short.0,
                over.0,
                seq_column(entry.seq)
            ],
        )
    }

    /// Keeps what was touched.
    pub(super) fn end(mut self) -> Result<(), Fault> {
        super::returned::fold(self.connection, std::mem::take(&mut self.returned), self.entry_of)?;
        for row in self.board.rows() {
            let beside = self.beside.remove(&row.session).unwrap_or_default();
            let kept = Kept {
                row: row.clone(),
                people: beside.people,
                reason: beside.reason,
                control_items: beside.control_items,
                approved_seq: beside.approved_seq,
                closed_with: beside.closed_with,
            };
            rows::keep(self.connection, &kept)?;
        }
        for ((session, station), (first, last)) in &self.sessions {
            self.execute(
                "INSERT INTO stretches (session, station, first_seq, last_seq) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (session, station) DO UPDATE SET last_seq = excluded.last_seq",
                params![
                    session.as_bytes().as_slice(),
                    station,
                    seq_column(*first),
                    seq_column(*last)
                ],
            )?;
        }
        for ((date, station), (first, last)) in &self.days {
            self.execute(
                "INSERT INTO days (station, business_date, first_seq, last_seq) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (station, business_date) DO UPDATE SET last_seq = excluded.last_seq",
                params![station, date.to_string(), seq_column(*first), seq_column(*last)],
            )?;
        }
        Ok(())
    }
}

fn widen<K: std::hash::Hash + Eq>(stretches: &mut Stretches<K>, key: K, entry: &Entry) {
    stretches
        .entry((key, entry.station.clone()))
        .and_modify(|stretch| stretch.1 = entry.seq)
        .or_insert((entry.seq, entry.seq));
}

/// Pieces that the control figures say, all tender types together.
fn control_items(body: &BatchOpened) -> u32 {
    body.control.iter().map(|figure| figure.items).sum()
}
