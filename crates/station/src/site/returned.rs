//! Returned items over the whole site: each as its fold, by number, account and bank account.

use std::collections::BTreeSet;

use counterfoil_domain::account::each_effect;
use counterfoil_domain::entry::{Body, Entry};
use counterfoil_domain::money::Cents;
use counterfoil_domain::returns::is_desk_charge;
use counterfoil_domain::returns::item::{ItemState, Returned, ReturnedItem};
use rusqlite::{Connection, OptionalExtension, params};

use super::accounts;
use crate::fault::Fault;
use crate::journal::{seq_column, seq_value};

pub(super) const TABLES: &str = "
    CREATE TABLE returned (
        number  TEXT PRIMARY KEY,
        token   TEXT,
        settled INTEGER NOT NULL,
        state   TEXT NOT NULL,
        amount  INTEGER NOT NULL,
        open    INTEGER NOT NULL,
        fee     INTEGER NOT NULL,
        fee_paid INTEGER NOT NULL,
        names   TEXT NOT NULL, -- a line each account that it is about: number and payer
        item    TEXT NOT NULL
    ) STRICT;
    CREATE INDEX returned_by_token ON returned (token) WHERE token IS NOT NULL;
    CREATE INDEX returned_by_settled ON returned (settled, number);
    CREATE TABLE returned_on (
        account TEXT NOT NULL,
        charge  TEXT NOT NULL, -- empty for the account itself
        number  TEXT NOT NULL,
        PRIMARY KEY (account, charge, number)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX returned_on_by_number ON returned_on (number);
    CREATE TABLE returned_entries (
        number  TEXT NOT NULL,
        station TEXT NOT NULL,
        seq     INTEGER NOT NULL,
        PRIMARY KEY (number, station, seq)
    ) STRICT, WITHOUT ROWID;
";

fn unread(error: &serde_json::Error) -> Fault {
    Fault::StoreUnsuited {
        problem: format!("a returned item does not read: {error}"),
    }
}

fn numbers(connection: &Connection, sql: &str, values: impl rusqlite::Params) -> Result<Vec<String>, Fault> {
    let mut query = connection.prepare_cached(sql)?;
    let rows = query.query_map(values, |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The items of which an entry may pay something, or of which it says something.
fn touched(connection: &Connection, body: &Body) -> Result<BTreeSet<String>, Fault> {
    let mut touched = BTreeSet::new();
    let mut returned = false;
    match body {
        Body::ItemReturned(_) => returned = true,
        Body::ItemReinstated(body) => {
            returned = true;
            touched.insert(body.number.clone());
        }
        Body::ReturnNoticed(body) => drop(touched.insert(body.number.clone())),
        Body::CollectionsListed(body) => touched.extend(body.items.iter().map(|item| item.0.clone())),
        _ => {}
    }
    each_effect(body, |effect| {
        // A return opens again what an earlier one carries; billing's charges are its own.
        if returned && !effect.charge.is_some_and(is_desk_charge) {
            return Ok(());
        }
        touched.extend(numbers(
            connection,
            "SELECT number FROM returned_on WHERE account = ?1 AND charge = ?2",
            params![effect.account, effect.charge],
        )?);
        Ok::<(), Fault>(())
    })?;
    Ok(touched)
}

/// Takes in what an entry is to returned items; the numbers of those that it touches, which
/// are to be folded anew.
pub(super) fn take(connection: &Connection, entry: &Entry) -> Result<BTreeSet<String>, Fault> {
    let mut touched = touched(connection, &entry.body)?;
    if matches!(entry.body, Body::ItemReturned(_)) {
        touched.extend(begun(connection, entry)?);
    }
    for number in &touched {
        is_of(connection, number, &entry.station, entry.seq)?;
    }
    Ok(touched)
}

/// A returned item begins: its charges, and the entries of other workstations that touched
/// these and came in before it. Its number.
fn begun(connection: &Connection, entry: &Entry) -> Result<Option<String>, Fault> {
    let mut returned = Returned::default();
    returned.apply(entry)?;
    let Some(item) = returned.items().next() else {
        return Ok(None);
    };
    let on = |account: &str, charge: &str| {
        connection
            .prepare_cached("INSERT OR IGNORE INTO returned_on (account, charge, number) VALUES (?1, ?2, ?3)")?
            .execute(params![account, charge, item.number()])
    };
    for account in item.accounts().into_iter().chain(item.marks()) {
        on(account, "")?;
    }
    for due in &item.dues {
        on(&due.account, due.charge.as_deref().unwrap_or_default())?;
        for (station, seq, _) in accounts::on_charge(connection, &due.account, due.charge.as_deref())? {
            if station != entry.station {
                is_of(connection, item.number(), &station, seq)?;
            }
        }
    }
    Ok(Some(item.number().to_owned()))
}

fn is_of(connection: &Connection, number: &str, station: &str, seq: u64) -> Result<(), Fault> {
    connection
        .prepare_cached("INSERT OR IGNORE INTO returned_entries (number, station, seq) VALUES (?1, ?2, ?3)")?
        .execute(params![number, station, seq_column(seq)])?;
    Ok(())
}

/// Folds items anew, with all that share a charge with them, from their entries in the order
/// in which these were written: whichever came in first, the items are the same. `entry_of`
/// gives an entry of a workstation.
pub(super) fn fold(
    connection: &Connection,
    numbers: BTreeSet<String>,
    entry_of: &dyn Fn(&str, u64) -> Result<Entry, Fault>,
) -> Result<(), Fault> {
    let mut places: BTreeSet<(String, u64)> = BTreeSet::new();
    let folded = alike(connection, numbers)?;
    for number in &folded {
        let mut query = connection.prepare_cached("SELECT station, seq FROM returned_entries WHERE number = ?1")?;
        let rows = query.query_map([number], |row| Ok((row.get(0)?, seq_value(row.get(1)?))))?;
        places.extend(rows.collect::<Result<Vec<_>, _>>()?);
    }
    let entries = places.iter().map(|(station, seq)| entry_of(station, *seq));
    let mut entries = entries.collect::<Result<Vec<Entry>, Fault>>()?;
    let desk = entries.iter().find(|entry| matches!(entry.body, Body::ItemReturned(_)));
    let desk = desk.map(|entry| entry.station.clone());
    entries.sort_by_key(|entry| {
        let elsewhere = Some(&entry.station) != desk.as_ref();
        (entry.at, elsewhere, entry.station.clone(), entry.seq)
    });
    let mut returned = Returned::default();
    entries.iter().try_for_each(|entry| returned.apply(entry))?;
    // An entry may also begin another item, which is folded with its own entries.
    let mut own = returned.items().filter(|item| folded.contains(item.number()));
    own.try_for_each(|item| keep(connection, item))
}

/// These items, and all that share a charge with one of them.
fn alike(connection: &Connection, numbers: BTreeSet<String>) -> Result<BTreeSet<String>, Fault> {
    let mut all = BTreeSet::new();
    let mut left: Vec<String> = numbers.into_iter().collect();
    while let Some(number) = left.pop() {
        let others = self::numbers(
            connection,
            "SELECT DISTINCT other.number FROM returned_on AS own JOIN returned_on AS other
                ON other.account = own.account AND other.charge = own.charge
             WHERE own.number = ?1 AND own.charge <> ''",
            [&number],
        )?;
        if all.insert(number) {
            left.extend(others);
        }
    }
    Ok(all)
}

fn keep(connection: &Connection, item: &ReturnedItem) -> Result<(), Fault> {
    let settled = item.open().is_zero();
    let text = serde_json::to_string(item).map_err(|error| unread(&error))?;
    let accounts = item.accounts().into_iter();
    let names: Vec<String> = accounts
        .map(|own| format!("{own}\t{}", item.returned.payer.0))
        .collect();
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO returned
                (number, token, settled, state, amount, open, fee, fee_paid, names, item)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            item.number(),
            item.token(),
            settled,
            state_name(item.state()),
            item.returned.amount.0,
            item.open().0,
            item.fee_charged().0,
            item.fee_collected().0,
            names.join("\n"),
            text
        ])?;
    Ok(())
}

/// One returned item.
///
/// # Errors
/// Those of the store.
pub fn get(connection: &Connection, number: &str) -> Result<Option<ReturnedItem>, Fault> {
    let mut query = connection.prepare_cached("SELECT item FROM returned WHERE number = ?1")?;
    let text: Option<String> = query.query_row([number], |row| row.get(0)).optional()?;
    text.map(|text| serde_json::from_str(&text).map_err(|error| unread(&error)))
        .transpose()
}

fn all(connection: &Connection, numbers: &[String]) -> Result<Vec<ReturnedItem>, Fault> {
    let mut items = Vec::with_capacity(numbers.len());
    for number in numbers {
        items.extend(get(connection, number)?);
    }
    Ok(items)
}

/// How many were ever worked: the next number is one more.
///
/// # Errors
/// Those of the store.
pub fn count(connection: &Connection) -> Result<u64, Fault> {
    Ok(connection.query_row("SELECT count(*) FROM returned", [], |row| row.get(0).map(seq_value))?)
}

/// All that are not settled, oldest first; then the last ones that are.
///
/// # Errors
/// Those of the store.
pub fn listed(connection: &Connection, settled: u32) -> Result<Vec<ReturnedItem>, Fault> {
    let mut found = numbers(
        connection,
        "SELECT number FROM returned WHERE settled = 0 ORDER BY number",
        [],
    )?;
    found.extend(numbers(
        connection,
        "SELECT number FROM returned WHERE settled = 1 ORDER BY number DESC LIMIT ?1",
        params![settled],
    )?);
    all(connection, &found)
}

/// The accounts that items which are not settled are about, each with its payer's name behind it.
///
/// # Errors
/// Those of the store.
pub fn names_open(connection: &Connection) -> Result<Vec<String>, Fault> {
    let lines = numbers(connection, "SELECT names FROM returned WHERE settled = 0", [])?;
    Ok(lines
        .iter()
        .flat_map(|names| names.lines())
        .map(str::to_owned)
        .collect())
}

/// Sums over all returned items of a state, ever.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StateSum {
    /// How many.
    pub items: u32,
    /// What the bank took back.
    pub amount: Cents,
    /// What is open.
    pub open: Cents,
    /// Fees charged.
    pub fee: Cents,
    /// Fees collected.
    pub fee_paid: Cents,
}

/// What the items of a state come to.
///
/// # Errors
/// Those of the store.
pub fn sum_of(connection: &Connection, state: ItemState) -> Result<StateSum, Fault> {
    let mut query = connection.prepare_cached(
        "SELECT count(*), coalesce(sum(amount), 0), coalesce(sum(open), 0), coalesce(sum(fee), 0), coalesce(sum(fee_paid), 0)
         FROM returned WHERE state = ?1",
    )?;
    Ok(query.query_row([state_name(state)], |row| {
        Ok(StateSum {
            items: row.get(0)?,
            amount: Cents(row.get(1)?),
            open: Cents(row.get(2)?),
            fee: Cents(row.get(3)?),
            fee_paid: Cents(row.get(4)?),
        })
    })?)
}

fn state_name(state: ItemState) -> &'static str {
    match state {
        ItemState::Open => "open",
        ItemState::NoticeSent => "notice_sent",
        ItemState::Collections => "collections",
        ItemState::Cleared => "cleared",
        ItemState::Reinstated => "reinstated",
    }
}

/// Those of a bank account.
///
/// # Errors
/// Those of the store.
pub fn of_token(connection: &Connection, token: &str) -> Result<Vec<ReturnedItem>, Fault> {
    let found = numbers(
        connection,
        "SELECT number FROM returned WHERE token = ?1 ORDER BY number",
        [token],
    )?;
    all(connection, &found)
}

/// Those that were about an account, or marked it.
///
/// # Errors
/// Those of the store.
pub fn of_account(connection: &Connection, account: &str) -> Result<Vec<ReturnedItem>, Fault> {
    let found = numbers(
        connection,
        "SELECT DISTINCT number FROM returned_on WHERE account = ?1 ORDER BY number",
        [account],
    )?;
    all(connection, &found)
}
