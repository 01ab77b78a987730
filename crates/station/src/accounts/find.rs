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
use super::words;
use crate::fault::Fault;

/// More words than these with the same beginning are searched by the beginning itself.
const ALTERNATIVES: usize = 12;
/// Accounts that are read to be ranked; where more have the words, whole words are
/// searched for by themselves.
const CANDIDATES: usize = 40;
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
    let mut candidates = Candidates::new(connection, limit);
    let whole = words::number(text);
    if !whole.is_empty() && candidates.add_numbers(&whole, text)? {
        return candidates.found();
    }
    let searched = words::searched(text);
    if whole.is_empty() || searched.len() == 1 {
        candidates.add_words(&searched)?;
    } else {
        candidates.add_number_and_words(text)?;
        candidates.add_words(&searched)?;
    }
    candidates.found()
}

/// Candidates as they are gathered, in order of rank.
struct Candidates<'c> {
    connection: &'c Connection,
    limit: usize,
    seen: HashSet<i64>,
    accounts: Vec<Account>,
    more: bool,
}

impl<'c> Candidates<'c> {
    fn new(connection: &'c Connection, limit: usize) -> Candidates<'c> {
        Candidates {
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

    /// Adds accounts by the text as one number: account, then reference, then
    /// telephone. Whether an account has exactly this number: then the cashier
    /// means no other.
    fn add_numbers(&mut self, whole: &str, text: &str) -> Result<bool, Fault> {
        let accounts = self.numbers(NumberKind::Account, whole, self.limit + 1)?;
        let exact = accounts.first().is_some_and(|(key, _)| key == whole);
        for (_, id) in accounts {
            self.add(id)?;
        }
        if exact || whole.len() < NUMBER_LENGTH {
            return Ok(exact);
        }
        let mut others = self.numbers(NumberKind::Reference, whole, self.limit + 1)?;
        if !text.chars().any(char::is_alphabetic) {
            others.extend(self.numbers(NumberKind::Phone, &words::phone_digits(text), self.limit + 1)?);
        }
        // The exact ones of either kind first; the sort keeps the order otherwise.
        others.sort_by_key(|(key, _)| key.len() != whole.len());
        for (_, id) in others {
            self.add(id)?;
        }
        Ok(false)
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
                if !self.seen.contains(&id) && rank(&row::by_id(self.connection, id)?, &searched).is_some() {
                    self.add(id)?;
                }
            }
        }
        Ok(())
    }

    /// Adds accounts that have all words, or words that begin so.
    fn add_words(&mut self, searched: &[String]) -> Result<(), Fault> {
        let mut search = Search::default();
        for word in searched {
            if !search.narrow(self.connection, word)? {
                return Ok(());
            }
        }
        if searched.is_empty() {
            return Ok(());
        }
        let mut ids = self.matching(&search.any, CANDIDATES + 1)?;
        let bounded = ids.len() > CANDIDATES;
        if bounded {
            // There are more than can be ranked. Those with the whole words, those with
            // them in the name first, are found by themselves, so that none is missed.
            let mut sure = Vec::new();
            if search.is_whole_in_names {
                sure = self.matching(&search.whole_in_names, self.limit + 1)?;
            }
            if search.is_whole && search.any != search.whole && sure.len() <= self.limit {
                sure.extend(self.matching(&search.whole, self.limit + 1)?);
            }
            sure.append(&mut ids);
            ids = sure;
            let mut first = HashSet::new();
            ids.retain(|id| !self.seen.contains(id) && first.insert(*id));
            self.more |= self.accounts.len() + ids.len() > self.limit;
            ids.truncate(self.limit.saturating_sub(self.accounts.len()));
        }
        let mut ranked = Vec::with_capacity(ids.len());
        for id in ids.into_iter().filter(|id| !self.seen.contains(id)) {
            let account = row::by_id(self.connection, id)?;
            if let Some(rank) = rank(&account, searched) {
                ranked.push((rank, account));
            }
        }
        ranked
            .sort_by(|(a, first), (b, second)| (a, &first.name, &first.number).cmp(&(b, &second.name, &second.number)));
        let room = self.limit.saturating_sub(self.accounts.len());
        self.more |= ranked.len() > room;
        self.accounts
            .extend(ranked.into_iter().take(room).map(|(_, account)| account));
        Ok(())
    }

    fn matching(&self, expression: &str, limit: usize) -> Result<Vec<i64>, Fault> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT rowid FROM lookup WHERE lookup MATCH ?1 LIMIT ?2")?;
        let rows = statement.query_map(params![expression, count(limit)], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

/// The expressions of a search by words.
struct Search {
    /// Words that begin so.
    any: String,
    /// The whole words, wherever they stand; only where `is_whole`.
    whole: String,
    /// The whole words, in the name; only where `is_whole_in_names`.
    whole_in_names: String,
    is_whole: bool,
    is_whole_in_names: bool,
}

impl Default for Search {
    fn default() -> Search {
        Search {
            any: String::new(),
            whole: String::new(),
            whole_in_names: String::new(),
            is_whole: true,
            is_whole_in_names: true,
        }
    }
}

impl Search {
    /// Adds a word to the search; `false` where no account has one that begins so.
    fn narrow(&mut self, connection: &Connection, word: &str) -> Result<bool, Fault> {
        let mut alternatives = beginning_so(connection, word)?;
        let whole = alternatives.first().is_some_and(|(first, _)| first == word);
        let in_names = whole && alternatives[0].1;
        if let Some(short) = words::short_form(word) {
            alternatives.push((short.to_owned(), false));
        }
        if alternatives.is_empty() {
            return Ok(false);
        }
        let and = if self.any.is_empty() { "" } else { " AND " };
        if alternatives.len() > ALTERNATIVES {
            self.any.push_str(&format!("{and}\"{word}\" *"));
        } else {
            let quoted: Vec<String> = alternatives.iter().map(|(word, _)| format!("\"{word}\"")).collect();
            self.any.push_str(&format!("{and}({})", quoted.join(" OR ")));
        }
        self.whole.push_str(&format!("{and}(\"{word}\")"));
        self.whole_in_names.push_str(&format!("{and}(\"{word}_\")"));
        self.is_whole &= whole;
        self.is_whole_in_names &= in_names;
        Ok(true)
    }
}

/// The words that begin so, and whether they stand in names; the word itself
/// first, if it is one. At most one more than [`ALTERNATIVES`].
fn beginning_so(connection: &Connection, start: &str) -> Result<Vec<(String, bool)>, Fault> {
    let mut statement = connection
        .prepare_cached("SELECT word, in_names FROM word WHERE word >= ?1 AND word < ?2 ORDER BY word LIMIT ?3")?;
    let rows = statement.query_map(params![start, end_of(start), count(ALTERNATIVES + 1)], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// How well an account has the words: how many only begin so, then how many
/// stand elsewhere than in the name. `None` where one is missing.
fn rank(account: &Account, searched: &[String]) -> Option<(usize, usize)> {
    let name = words::indexed(&account.name);
    let address = words::indexed(&account.address);
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

/// The end of the range of everything that begins so.
fn end_of(start: &str) -> String {
    format!("{start}\u{10FFFF}")
}

fn count(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}
