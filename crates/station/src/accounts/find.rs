//! Finding accounts as they are typed.
//!
//! Numbers are looked up in an index of numbers, words in an index of words; only
//! a bounded number of candidates is ever read, and those are ranked by what a
//! cashier means: the exact number, then numbers that begin so, then whole words
//! before beginnings of words, the name before the address.

use std::collections::HashSet;

use counterfoil_domain::account::Account;
use rusqlite::{Connection, params};

use super::row;
use super::schema::NumberKind;
use super::search::{Candidates, Search, count, end_of};
use super::words;
use crate::fault::Fault;

/// Accounts of one number's beginning that are held against the other words.
const NUMBER_CANDIDATES: usize = 100;
/// A shorter number is not looked for among references and telephones.
const NUMBER_LENGTH: usize = 4;

/// Accounts found, likeliest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The accounts.
    pub accounts: Vec<Account>,
    /// Whether there are more than were asked for.
    pub more: bool,
}

/// Finds at most `limit` accounts.
pub(super) fn find(connection: &Connection, text: &str, limit: usize) -> Result<Found, Fault> {
    let mut finding = Finding::new(connection, limit);
    let whole = words::number(text);
    if !whole.is_empty() && finding.add_numbers(&whole, text)? {
        return finding.found();
    }
    let searched = words::searched(text);
    if whole.is_empty() || searched.len() == 1 {
        finding.add_words(&searched)?;
    } else {
        finding.add_number_and_words(text)?;
        finding.add_words(&searched)?;
    }
    finding.found()
}

/// Finding as they are gathered, in order of rank.
struct Finding<'c> {
    connection: &'c Connection,
    limit: usize,
    seen: HashSet<i64>,
    accounts: Vec<Account>,
    more: bool,
}

impl<'c> Finding<'c> {
    fn new(connection: &'c Connection, limit: usize) -> Finding<'c> {
        Finding {
            connection,
            limit,
            seen: HashSet::new(),
            accounts: Vec::new(),
            more: false,
        }
    }

    fn found(self) -> Result<Found, Fault> {
        Ok(Found {
            accounts: self.accounts,
            more: self.more,
        })
    }

    fn add(&mut self, id: i64) -> Result<(), Fault> {
        if self.accounts.len() >= self.limit {
            self.more |= !self.seen.contains(&id);
        } else if self.seen.insert(id) {
            self.accounts.push(row::by_id(self.connection, id)?);
        }
        Ok(())
    }

    /// Adds accounts by the text as one number: the exact ones of any kind first, then
    /// accounts, references and telephones that begin so. Whether an account has
    /// exactly this number: then the cashier means no other.
    fn add_numbers(&mut self, whole: &str, text: &str) -> Result<bool, Fault> {
        let mut numbers = self.numbers(NumberKind::Account, whole, self.limit + 1)?;
        let exact = numbers.first().is_some_and(|(key, _)| key == whole);
        if !exact && whole.len() >= NUMBER_LENGTH {
            numbers.extend(self.numbers(NumberKind::Reference, whole, self.limit + 1)?);
            if !text.chars().any(char::is_alphabetic) {
                numbers.extend(self.numbers(NumberKind::Phone, &words::phone_digits(text), self.limit + 1)?);
            }
            numbers.sort_by_key(|(key, _)| key.len() != whole.len());
        }
        for (_, id) in numbers {
            self.add(id)?;
        }
        Ok(exact)
    }

    /// The accounts with a number that begins so, in the order of the numbers.
    fn numbers(&self, kind: NumberKind, start: &str, limit: usize) -> Result<Vec<(String, i64)>, Fault> {
        let mut statement = self.connection.prepare_cached(
            "SELECT key, account FROM number WHERE kind = ?1 AND key >= ?2 AND key < ?3 ORDER BY key, account LIMIT ?4",
        )?;
        let rows = statement.query_map(params![kind as i64, start, end_of(start), count(limit)], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Adds accounts by a number among words: `okafor 555-0142`, `PC-558203 palm`.
    /// The numbers are the word that looks like one, or neighbouring groups of digits.
    fn add_number_and_words(&mut self, text: &str) -> Result<(), Fault> {
        for (number, others) in numbers_among_words(text) {
            let mut ids = Vec::new();
            for kind in [NumberKind::Account, NumberKind::Reference, NumberKind::Phone] {
                ids.extend(
                    self.numbers(kind, &number, NUMBER_CANDIDATES)?
                        .into_iter()
                        .map(|(_, id)| id),
                );
            }
            let searched = words::searched(&others);
            for id in ids {
                let outline = row::outline(self.connection, id)?;
                if rank(&outline.name, &outline.address, &searched).is_some() {
                    self.add(id)?;
                }
            }
        }
        Ok(())
    }

    /// Adds accounts that have all words, or words that begin so.
    fn add_words(&mut self, searched: &[String]) -> Result<(), Fault> {
        let Some(search) = Search::of(self.connection, searched)? else {
            return Ok(());
        };
        let (mut ids, all) = match search.candidates(self.connection, self.limit)? {
            Candidates::All(ids) => (ids, true),
            Candidates::Best(ids) => (ids, false),
        };
        let room = self.limit.saturating_sub(self.accounts.len());
        ids.retain(|id| self.seen.insert(*id));
        self.more |= ids.len() > room;
        if !all {
            ids.truncate(room);
        }
        let mut ranked = Vec::with_capacity(ids.len());
        for id in ids {
            let outline = row::outline(self.connection, id)?;
            ranked.extend(
                rank(&outline.name, &outline.address, searched).map(|rank| (rank, outline.name, outline.number, id)),
            );
        }
        ranked.sort_unstable();
        for (.., id) in ranked.into_iter().take(room) {
            self.accounts.push(row::by_id(self.connection, id)?);
        }
        Ok(())
    }
}

/// How well an account has the words: how many only begin so, then how many
/// stand elsewhere than in the name. `None` where one is missing.
fn rank(name: &str, address: &str, searched: &[String]) -> Option<(usize, usize)> {
    let name = words::indexed(name);
    let address = words::indexed(address);
    let (mut beginnings, mut elsewhere) = (0, 0);
    for word in searched {
        let short = words::short_form(word);
        let begins = |other: &String| other.starts_with(word.as_str()) || short == Some(other);
        let (beginning, outside) = if name.contains(word) {
            (0, 0)
        } else if address.contains(word) {
            (0, 1)
        } else if name.iter().any(begins) {
            (1, 0)
        } else if address.iter().any(begins) {
            (1, 1)
        } else {
            return None;
        };
        beginnings += beginning;
        elsewhere += outside;
    }
    Some((beginnings, elsewhere))
}

/// Each number that stands among words, with the words that are left.
fn numbers_among_words(text: &str) -> Vec<(String, String)> {
    let chunks: Vec<&str> = text.split_whitespace().collect();
    let is_number = |chunk: &str| chunk.bytes().any(|byte| byte.is_ascii_digit());
    let is_digits = |chunk: &str| is_number(chunk) && !chunk.chars().any(char::is_alphabetic);
    let mut numbers = Vec::new();
    let mut first = 0;
    while first < chunks.len() {
        let mut last = first;
        while is_digits(chunks[first]) && last + 1 < chunks.len() && is_digits(chunks[last + 1]) {
            last += 1;
        }
        let number = words::number(&chunks[first..=last].concat());
        let others = [&chunks[..first], &chunks[last + 1..]].concat().join(" ");
        // Up to five digits are a house's number, which is a word of the address.
        if number.len() > 5 && !others.is_empty() {
            numbers.push((number, others));
        }
        first = last + 1;
    }
    numbers
}
