//! What happened on accounts, over the whole site: every amount paid or taken back, which
//! entries touched which account, and how an account stands after them.

use chrono::{DateTime, NaiveDate};
use counterfoil_domain::account::{Account, Cut, Effect, PaidSince, Restored, Standing, each_effect, each_opened};
use counterfoil_domain::entry::Entry;
use counterfoil_domain::money::Cents;
use counterfoil_domain::returns::item::Returned;
use counterfoil_domain::returns::{is_desk_charge, is_own_account};
use rusqlite::{Connection, params};

use super::{Inside, returned};
use crate::fault::Fault;
use crate::journal::{seq_column, seq_value};

pub(super) const TABLES: &str = "
    CREATE TABLE effects (
        account TEXT NOT NULL,
        charge  TEXT,
        at      INTEGER NOT NULL,
        station TEXT NOT NULL,
        seq     INTEGER NOT NULL,
        cents   INTEGER NOT NULL,
        code    TEXT,
        what    TEXT,
        since   TEXT,
        receipt TEXT NOT NULL
    ) STRICT;
    CREATE INDEX effects_by_account ON effects (account, at);
    CREATE TABLE on_accounts (
        account TEXT NOT NULL,
        at      INTEGER NOT NULL,
        station TEXT NOT NULL,
        seq     INTEGER NOT NULL,
        PRIMARY KEY (account, at, station, seq)
    ) STRICT, WITHOUT ROWID;
";

/// Takes in what an entry did on accounts.
pub(super) fn take(connection: &Connection, entry: &Entry) -> Result<(), Fault> {
    let (at, seq) = (entry.at.timestamp_millis(), seq_column(entry.seq));
    each_effect(&entry.body, |effect| {
        let restored = effect.restored;
        connection
            .prepare_cached(
                "INSERT INTO effects (account, charge, at, station, seq, cents, code, what, since, receipt)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?
            .execute(params![
                effect.account,
                effect.charge,
                at,
                entry.station,
                seq,
                effect.amount.0,
                restored.map(|one| one.code),
                restored.map(|one| one.what),
                restored.map(|one| one.since.to_string()),
                effect.receipt
            ])?;
        on_account(connection, effect.account, entry)
    })?;
    let mut opened = Vec::new();
    each_opened(&entry.body, |charge| opened.push(charge.account.as_str()));
    opened
        .into_iter()
        .try_for_each(|account| on_account(connection, account, entry))
}

fn on_account(connection: &Connection, account: &str, entry: &Entry) -> Result<(), Fault> {
    connection
        .prepare_cached("INSERT OR IGNORE INTO on_accounts (account, at, station, seq) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![
            account,
            entry.at.timestamp_millis(),
            entry.station,
            seq_column(entry.seq)
        ])?;
    Ok(())
}

impl Inside {
    /// An account of billing's copy as it stands over the whole site: less what was paid at any
    /// of its workstations, or at another office, and is not in the copy, with what the desk carries on it.
    ///
    /// # Errors
    /// Those of the store.
    pub fn standing(&self, account: Account, cut: Cut, today: NaiveDate) -> Result<Standing, Fault> {
        let paid = paid_since(&self.connection, &account.number, cut)?;
        Ok(self.returned_of(&account.number)?.standing(&paid, account, today))
    }

    /// An account of which billing's copy says nothing, as it stands: a returned item's own; or one
    /// that billing let go of, while something is due on it or stands to its credit.
    ///
    /// # Errors
    /// Those of the store.
    pub fn unlisted(&self, number: &str, cut: Cut, today: NaiveDate) -> Result<Option<Standing>, Fault> {
        let returned = self.returned_of(number)?;
        let paid = paid_since(&self.connection, number, cut)?;
        let known = returned.unlisted(number);
        let own = known.is_some() && is_own_account(number);
        let account = known.unwrap_or_else(|| Account::unlisted(number));
        let standing = returned.standing(&paid, account, today);
        let there = own || !standing.account.charges.is_empty() || standing.credit > Cents::ZERO;
        Ok(there.then_some(standing))
    }

    /// The returned items that were about an account, are it, or marked it.
    ///
    /// # Errors
    /// Those of the store.
    pub fn returned_of(&self, account: &str) -> Result<Returned, Fault> {
        let mut all = Returned::default();
        for item in returned::of_account(&self.connection, account)? {
            all.take_up(item);
        }
        Ok(all)
    }
}

/// What was paid on an account at any workstation of the site, or at another office, that a copy does not hold.
///
/// # Errors
/// Those of the store.
pub fn paid_since(connection: &Connection, account: &str, cut: Cut) -> Result<PaidSince, Fault> {
    let mut query = connection.prepare_cached(
        "SELECT charge, cents, code, what, since, receipt, station, seq, at FROM effects WHERE account = ?1
         UNION ALL
         SELECT charge, cents, code, what, since, receipt, station, seq, at FROM elsewhere WHERE account = ?1
         ORDER BY at",
    )?;
    let mut rows = query.query([account])?;
    let mut paid = PaidSince::besides(cut.clone());
    while let Some(row) = rows.next()? {
        let station = row.get_ref(6)?.as_str().map_err(rusqlite::Error::from)?;
        let at = DateTime::from_timestamp_millis(row.get(8)?).unwrap_or_default();
        if !cut.after(station, seq_value(row.get(7)?), at) {
            continue;
        }
        let (charge, code, what): (Option<String>, Option<String>, Option<String>) =
            (row.get(0)?, row.get(2)?, row.get(3)?);
        let since: Option<String> = row.get(4)?;
        let receipt: String = row.get(5)?;
        paid.take_in(Effect {
            account,
            charge: charge.as_deref(),
            amount: Cents(row.get(1)?),
            receipt: &receipt,
            restored: Restored::kept(code.as_deref(), what.as_deref(), since.as_deref()),
        })?;
    }
    Ok(paid)
}

/// What was paid on one charge: workstation, entry, instant, amount, in that order.
///
/// # Errors
/// Those of the store.
pub fn on_charge(
    connection: &Connection,
    account: &str,
    charge: Option<&str>,
) -> Result<Vec<(String, u64, Cents)>, Fault> {
    let mut query = connection.prepare_cached(
        "SELECT station, seq, cents FROM effects WHERE account = ?1 AND charge IS ?2 ORDER BY at, station, seq",
    )?;
    let rows = query.query_map(params![account, charge], |row| {
        Ok((row.get(0)?, seq_value(row.get(1)?), Cents(row.get(2)?)))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The entries that touched an account, newest first.
///
/// # Errors
/// Those of the store.
pub fn entries(connection: &Connection, account: &str, limit: u32) -> Result<Vec<(String, u64)>, Fault> {
    let mut query = connection.prepare_cached(
        "SELECT station, seq FROM on_accounts WHERE account = ?1 ORDER BY at DESC, station DESC, seq DESC LIMIT ?2",
    )?;
    let rows = query.query_map(params![account, limit], |row| Ok((row.get(0)?, seq_value(row.get(1)?))))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What was paid on an account and stands, on the charges that the desk carries left aside.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`], those of the store.
pub fn paid(connection: &Connection, account: &str) -> Result<Cents, Fault> {
    let mut query = connection.prepare_cached("SELECT charge, cents FROM effects WHERE account = ?1")?;
    let rows = query.query_map([account], |row| Ok((row.get(0)?, Cents(row.get(1)?))))?;
    let mut sum = Cents::ZERO;
    for row in rows {
        let (charge, cents): (Option<String>, Cents) = row?;
        if !charge.as_deref().is_some_and(is_desk_charge) {
            sum = sum.plus(cents)?;
        }
    }
    Ok(sum)
}
