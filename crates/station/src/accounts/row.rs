//! One account as a row: its charges packed into one text, so that a look-up is
//! a read of the index and a read of the row.

use chrono::NaiveDate;
use counterfoil_domain::account::{Account, Charge, Flags};
use counterfoil_domain::money::Cents;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::fault::Fault;

const BY_NUMBER: &str = "SELECT number, name, address, phone, flags, charges FROM account WHERE number = ?1";
const BY_ID: &str = "SELECT number, name, address, phone, flags, charges FROM account WHERE id = ?1";
const OUTLINE: &str = "SELECT number, name, address FROM account WHERE id = ?1";
const INSERT: &str =
    "INSERT INTO account (id, number, name, address, phone, flags, charges) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";

/// A charge as the row holds it: id, code, description, reference, due date, cents.
type Packed<'a> = (&'a str, &'a str, &'a str, &'a str, NaiveDate, i64);
type Unpacked = (String, String, String, String, NaiveDate, i64);

/// Writes an account under the line that it came from.
pub(super) fn insert(connection: &Connection, line: i64, account: &Account) -> Result<(), Fault> {
    let flags = (account.flags != Flags::default()).then(|| serde_json::to_string(&account.flags));
    let charges: Vec<Packed<'_>> = account
        .charges
        .iter()
        .map(|c| (&*c.id, &*c.code, &*c.description, &*c.reference, c.due_date, c.due.0))
        .collect();
    let encode = |error: serde_json::Error| Fault::File { source: error.into() };
    let flags = flags.transpose().map_err(encode)?;
    let charges = serde_json::to_string(&charges).map_err(encode)?;
    let mut statement = connection.prepare_cached(INSERT)?;
    statement.execute(params![
        line,
        account.number,
        account.name,
        account.address,
        account.phone,
        flags,
        charges
    ])?;
    Ok(())
}

/// The account of that number.
pub(super) fn by_number(connection: &Connection, number: &str) -> Result<Option<Account>, Fault> {
    Ok(connection
        .prepare_cached(BY_NUMBER)?
        .query_row([number], account)
        .optional()?)
}

/// The account of that id.
pub(super) fn by_id(connection: &Connection, id: i64) -> Result<Account, Fault> {
    Ok(connection.prepare_cached(BY_ID)?.query_row([id], account)?)
}

/// What an account is ranked by.
pub(super) struct Outline {
    pub(super) number: String,
    pub(super) name: String,
    pub(super) address: String,
}

/// The outline of the account of that id.
pub(super) fn outline(connection: &Connection, id: i64) -> Result<Outline, Fault> {
    let outline = |row: &Row<'_>| {
        Ok(Outline {
            number: row.get(0)?,
            name: row.get(1)?,
            address: row.get(2)?,
        })
    };
    Ok(connection.prepare_cached(OUTLINE)?.query_row([id], outline)?)
}

fn account(row: &Row<'_>) -> rusqlite::Result<Account> {
    let flags = match row.get_ref(4)?.as_str_or_null()? {
        Some(json) => serde_json::from_str(json).map_err(|error| undecodable(4, error))?,
        None => Flags::default(),
    };
    let charges: Vec<Unpacked> =
        serde_json::from_str(row.get_ref(5)?.as_str()?).map_err(|error| undecodable(5, error))?;
    let charges = charges
        .into_iter()
        .map(|(id, code, description, reference, due_date, cents)| Charge {
            id,
            code,
            description,
            reference,
            due_date,
            due: Cents(cents),
        });
    Ok(Account {
        number: row.get(0)?,
        name: row.get(1)?,
        address: row.get(2)?,
        phone: row.get(3)?,
        flags,
        charges: charges.collect(),
    })
}

/// A column that does not hold what it should.
pub(super) fn undecodable(column: usize, error: serde_json::Error) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error))
}
