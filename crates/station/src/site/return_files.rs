//! The bank's files of returned items that are worked through, and lists for collections.

use counterfoil_domain::entry::{Body, Entry};
use rusqlite::{Connection, OptionalExtension, params};

use crate::fault::Fault;
use crate::journal::{seq_column, seq_value};

pub(super) const TABLES: &str = "
    CREATE TABLE return_files (
        number TEXT PRIMARY KEY,
        digest TEXT NOT NULL,
        layout TEXT NOT NULL,
        id     TEXT NOT NULL,
        name   TEXT NOT NULL,
        business_date TEXT NOT NULL,
        station TEXT NOT NULL,
        seq    INTEGER NOT NULL,
        items  INTEGER NOT NULL,
        done   INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE TABLE return_items_done (
        file TEXT NOT NULL,
        item INTEGER NOT NULL,
        how  TEXT NOT NULL,
        PRIMARY KEY (file, item)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE collections_lists (number TEXT PRIMARY KEY, station TEXT NOT NULL, seq INTEGER NOT NULL) STRICT;
";

/// Takes in what an entry is to the bank's files and to lists for collections.
pub(super) fn take(connection: &Connection, entry: &Entry) -> Result<(), Fault> {
    let done = |file: &str, item: u32, how: &str| -> Result<(), Fault> {
        let new = connection
            .prepare_cached("INSERT OR IGNORE INTO return_items_done (file, item, how) VALUES (?1, ?2, ?3)")?
            .execute(params![file, item, how])?;
        connection
            .prepare_cached("UPDATE return_files SET done = done + ?2 WHERE number = ?1")?
            .execute(params![file, i64::try_from(new).unwrap_or(0)])?;
        Ok(())
    };
    match &entry.body {
        Body::ReturnFileTakenIn(body) => {
            connection
                .prepare_cached(
                    "INSERT INTO return_files (number, digest, layout, id, name, business_date, station, seq, items)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                )?
                .execute(params![
                    body.number,
                    body.file.digest,
                    body.file.layout,
                    body.file.id,
                    body.file.name,
                    entry.business_date.to_string(),
                    entry.station,
                    seq_column(entry.seq),
                    i64::try_from(body.items.len()).unwrap_or(0)
                ])?;
            Ok(())
        }
        Body::ItemReturned(body) => match &body.file {
            Some((file, item)) => done(file, *item, &body.number),
            None => Ok(()),
        },
        Body::ItemReinstated(body) => match &body.file {
            Some((file, item)) => done(file, *item, &body.number),
            None => Ok(()),
        },
        Body::ReturnItemDismissed(body) => done(&body.file, body.item, &body.reason),
        Body::CollectionsListed(body) => {
            connection
                .prepare_cached("INSERT INTO collections_lists (number, station, seq) VALUES (?1, ?2, ?3)")?
                .execute(params![body.number, entry.station, seq_column(entry.seq)])?;
            Ok(())
        }
        _ => Ok(()),
    }
}

/// A file of returned items that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRow {
    /// Its number here.
    pub number: String,
    /// Its name.
    pub name: String,
    /// The business date on which it was taken in.
    pub business_date: String,
    /// The closing desk that took it in.
    pub station: String,
    /// Its entry there.
    pub seq: u64,
}

fn file_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<FileRow> {
    Ok(FileRow {
        number: row.get(0)?,
        name: row.get(1)?,
        business_date: row.get(2)?,
        seq: seq_value(row.get(3)?),
        station: row.get(4)?,
    })
}

/// The file of that number.
///
/// # Errors
/// Those of the store.
pub fn file(connection: &Connection, number: &str) -> Result<Option<FileRow>, Fault> {
    let mut query = connection
        .prepare_cached("SELECT number, name, business_date, seq, station FROM return_files WHERE number = ?1")?;
    Ok(query.query_row([number], file_row).optional()?)
}

/// The file that was taken in before, by its bytes or by the identifier it gives itself.
///
/// # Errors
/// Those of the store.
pub fn file_before(connection: &Connection, digest: &str, layout: &str, id: &str) -> Result<Option<FileRow>, Fault> {
    let mut query = connection.prepare_cached(
        "SELECT number, name, business_date, seq, station FROM return_files
         WHERE digest = ?1 OR (layout = ?2 AND id = ?3 COLLATE NOCASE AND id <> '')",
    )?;
    Ok(query.query_row(params![digest, layout, id], file_row).optional()?)
}

/// Files of which something waits to be worked, oldest first.
///
/// # Errors
/// Those of the store.
pub fn files_waiting(connection: &Connection) -> Result<Vec<FileRow>, Fault> {
    let mut query = connection.prepare_cached(
        "SELECT number, name, business_date, seq, station FROM return_files WHERE done < items ORDER BY number",
    )?;
    let rows = query.query_map([], file_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// How many files were taken in.
///
/// # Errors
/// Those of the store.
pub fn file_count(connection: &Connection) -> Result<u64, Fault> {
    Ok(connection.query_row("SELECT count(*) FROM return_files", [], |row| row.get(0).map(seq_value))?)
}

/// How an item of a file was done; none while it waits.
///
/// # Errors
/// Those of the store.
pub fn item_done(connection: &Connection, file: &str, item: u32) -> Result<Option<String>, Fault> {
    let mut query = connection.prepare_cached("SELECT how FROM return_items_done WHERE file = ?1 AND item = ?2")?;
    Ok(query.query_row(params![file, item], |row| row.get(0)).optional()?)
}

/// The entry that made the list for collections of that number: the closing desk, and its number there.
///
/// # Errors
/// Those of the store.
pub fn collections_list(connection: &Connection, number: &str) -> Result<Option<(String, u64)>, Fault> {
    let mut query = connection.prepare_cached("SELECT station, seq FROM collections_lists WHERE number = ?1")?;
    let place = query.query_row([number], |row| Ok((row.get(0)?, seq_value(row.get(1)?))));
    Ok(place.optional()?)
}

/// How many lists for collections were made.
///
/// # Errors
/// Those of the store.
pub fn collections_count(connection: &Connection) -> Result<u64, Fault> {
    Ok(
        connection.query_row("SELECT count(*) FROM collections_lists", [], |row| {
            row.get(0).map(seq_value)
        })?,
    )
}
