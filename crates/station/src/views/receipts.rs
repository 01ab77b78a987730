//! Receipts as they are looked up: a register, a search index, checks taken,
//! and what was paid on accounts.

use counterfoil_domain::account::each_effect;
use counterfoil_domain::entry::{Entry, ReceiptReprinted, ReceiptVoided, TenderReclassed};
use counterfoil_domain::money::Cents;
use counterfoil_domain::receipt::{self, Receipt, Tender};
use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter};

use crate::fault::Fault;
use crate::journal::{seq_column, seq_value};

/// Takes a receipt in.
pub(super) fn taken(connection: &Connection, entry: &Entry, receipt: &Receipt) -> Result<(), Fault> {
    let seq = seq_column(entry.seq);
    connection
        .prepare_cached(
            "INSERT INTO receipts (seq, nth, number, business_date, at, cashier, payer, summary, total)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute(params![
            seq,
            seq_column(entry.grand_total.count),
            receipt.number,
            entry.business_date.to_string(),
            entry.at.timestamp_millis(),
            receipt.cashier,
            receipt.payer,
            summary(receipt),
            receipt.total.0,
        ])?;
    connection
        .prepare_cached("INSERT INTO receipt_search (rowid, words) VALUES (?1, ?2)")?
        .execute(params![seq, words(entry.grand_total.count, receipt)])?;
    for tender in &receipt.tenders {
        check(connection, entry, &receipt.number, tender)?;
    }
    Ok(())
}

/// Takes a void in. One of another workstation's receipt
/// leaves this workstation's register alone.
pub(super) fn voided(connection: &Connection, entry: &Entry, body: &ReceiptVoided) -> Result<(), Fault> {
    if !receipt::is_of(&body.receipt, &entry.station) {
        return Ok(());
    }
    connection
        .prepare_cached("UPDATE receipts SET void_seq = ?2 WHERE nth = ?1")?
        .execute(params![nth_of(&body.receipt), seq_column(entry.seq)])?;
    connection
        .prepare_cached("DELETE FROM checks WHERE receipt = ?1")?
        .execute([&body.receipt])?;
    Ok(())
}

/// Takes a reclass in: a check that came of it is remembered, one that was is not.
pub(super) fn reclassed(connection: &Connection, entry: &Entry, body: &TenderReclassed) -> Result<(), Fault> {
    if !receipt::is_of(&body.receipt, &entry.station) {
        return Ok(());
    }
    if let Some((token, number)) = check_name(&body.from) {
        connection
            .prepare_cached("DELETE FROM checks WHERE receipt = ?1 AND token = ?2 AND number = ?3")?
            .execute(params![body.receipt, token, number])?;
    }
    check(connection, entry, &body.receipt, &body.to)
}

/// Takes a reprint in.
pub(super) fn reprinted(connection: &Connection, body: &ReceiptReprinted) -> Result<(), Fault> {
    connection
        .prepare_cached("UPDATE receipts SET copies = ?2 WHERE nth = ?1")?
        .execute(params![nth_of(&body.receipt), body.copy])?;
    Ok(())
}

/// Takes in what an entry paid on accounts, or took back from them.
pub(super) fn paid(connection: &Connection, entry: &Entry) -> Result<(), Fault> {
    each_effect(&entry.body, |effect| {
        connection
            .prepare_cached(
                "INSERT INTO paid (seq, at, account, charge, receipt, cents, code, what, since)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?
            .execute(params![
                seq_column(entry.seq),
                entry.at.timestamp_millis(),
                effect.account,
                effect.charge,
                // Of a credit alone it matters whose money it is.
                if effect.charge.is_none() { effect.receipt } else { "" },
                effect.amount.0,
                effect.restored.map(|one| one.code),
                effect.restored.map(|one| one.what),
                effect.restored.map(|one| one.since.to_string())
            ])?;
        Ok(())
    })
}

fn check(connection: &Connection, entry: &Entry, receipt: &str, tender: &Tender) -> Result<(), Fault> {
    if let Some((token, number)) = check_name(tender) {
        connection
            .prepare_cached(
                "INSERT INTO checks (seq, business_date, token, number, receipt) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                seq_column(entry.seq),
                entry.business_date.to_string(),
                token,
                number,
                receipt
            ])?;
    }
    Ok(())
}

/// What makes a check one and no other: its account's token and its number.
pub(crate) fn check_name(tender: &Tender) -> Option<(&str, &str)> {
    let check = tender.check.as_ref()?;
    Some((check.token.as_deref()?, check.number.as_deref()?))
}

/// The receipt's items in brief.
pub(crate) fn summary(receipt: &Receipt) -> String {
    match &receipt.lines[..] {
        [] => String::new(),
        [line] => line.description.clone(),
        [first, rest @ ..] => format!("{} + {}", first.description, rest.len()),
    }
}

/// Everything that a receipt is looked up by.
fn words(nth: u64, receipt: &Receipt) -> String {
    use std::fmt::Write;
    let mut words = String::with_capacity(160);
    let mut add = |word: &dyn std::fmt::Display| {
        let _never_fails = write!(words, "{word} ");
    };
    add(&receipt.number);
    add(&nth);
    add(&receipt.cashier);
    add(&plain(receipt.total));
    if let Some(payer) = &receipt.payer {
        add(payer);
    }
    for line in &receipt.lines {
        if let Some(account) = &line.account {
            add(account);
        }
        if let Some(reference) = &line.reference {
            add(reference);
        }
    }
    for tender in &receipt.tenders {
        if tender.amount != receipt.total {
            add(&plain(tender.amount));
        }
        if let Some(number) = tender.check.as_ref().and_then(|check| check.number.as_ref()) {
            add(number);
        }
        if let Some(last_four) = tender.card.as_ref().and_then(|card| card.last_four.as_ref()) {
            add(last_four);
        }
    }
    words
}

/// An amount without thousands commas, as people type it.
fn plain(amount: Cents) -> String {
    format!("{}.{:02}", amount.0 / 100, amount.0 % 100)
}

/// The number within a receipt number: 18204 of `W3-018204`.
#[must_use]
pub fn nth_of(number: &str) -> i64 {
    number
        .rsplit_once('-')
        .and_then(|(_, nth)| nth.parse().ok())
        .unwrap_or(0)
}

/// One row of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterRow {
    /// Its entry.
    pub seq: u64,
    /// Its number.
    pub number: String,
    /// Its business date.
    pub business_date: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// The cashier's name.
    pub cashier: String,
    /// Who paid.
    pub payer: Option<String>,
    /// Its items in brief.
    pub summary: String,
    /// Its total.
    pub total: Cents,
    /// The entry that voided it.
    pub void_seq: Option<u64>,
    /// Copies printed.
    pub copies: u32,
}

const COLUMNS: &str = "seq, number, business_date, at, cashier, payer, summary, total, void_seq, copies";

fn row(row: &Row<'_>) -> rusqlite::Result<RegisterRow> {
    Ok(RegisterRow {
        seq: seq_value(row.get(0)?),
        number: row.get(1)?,
        business_date: row.get(2)?,
        at: row.get(3)?,
        cashier: row.get(4)?,
        payer: row.get(5)?,
        summary: row.get(6)?,
        total: Cents(row.get(7)?),
        void_seq: row.get::<_, Option<i64>>(8)?.map(seq_value),
        copies: row.get(9)?,
    })
}

/// The receipt of a number.
///
/// # Errors
/// Those of the store.
pub fn by_number(connection: &Connection, number: &str) -> Result<Option<RegisterRow>, Fault> {
    let mut query = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM receipts WHERE nth = ?1"))?;
    let found = query.query_row([nth_of(number)], row).optional()?;
    Ok(found.filter(|receipt| receipt.number == number))
}

/// Receipts that hold all the words, newest first; all of them where there is no word.
///
/// # Errors
/// Those of the store.
pub fn search(
    connection: &Connection,
    text: &str,
    from: Option<&str>,
    to: Option<&str>,
    limit: usize,
) -> Result<Vec<RegisterRow>, Fault> {
    let mut conditions: Vec<&str> = Vec::new();
    let mut values: Vec<String> = Vec::new();
    let query = match_query(text);
    if let Some(query) = query {
        values.push(query);
        conditions.push("seq IN (SELECT rowid FROM receipt_search WHERE receipt_search MATCH ? ORDER BY rowid DESC)");
    }
    if let Some(from) = from {
        values.push(from.to_owned());
        conditions.push("business_date >= ?");
    }
    if let Some(to) = to {
        values.push(to.to_owned());
        conditions.push("business_date <= ?");
    }
    let filter = if conditions.is_empty() {
        String::new()
    } else {
        format!("WHERE {}", conditions.join(" AND "))
    };
    let sql = format!("SELECT {COLUMNS} FROM receipts {filter} ORDER BY seq DESC LIMIT {limit}");
    let mut query = connection.prepare_cached(&sql)?;
    let rows = query.query_map(params_from_iter(values), row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The words of a text as an FTS5 query: each a prefix, all wanted. Amounts lose
/// their thousands commas.
fn match_query(text: &str) -> Option<String> {
    let words: Vec<String> = text
        .split_whitespace()
        .map(|word| {
            word.replace(',', "")
                .chars()
                .filter(|c| c.is_alphanumeric() || matches!(c, '-' | '.'))
                .collect::<String>()
        })
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .map(|word| format!("\"{}\"*", word.trim_matches(['-', '.'])))
        .collect();
    (!words.is_empty()).then(|| words.join(" "))
}
