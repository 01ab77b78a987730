//! Searching by words: the fewest steps that give the likeliest accounts.

use rusqlite::{Connection, params};

use super::postings::{self, ALTERNATIVES, Walk};
use super::words;
use crate::fault::Fault;

/// Expected numbers of accounts are kept in thousandths.
const THOUSANDTHS: u128 = 1_000;

/// A search by words in three widths, the narrower ones for the likelier accounts.
pub(super) struct Search {
    /// The whole words, in the name.
    names: Width,
    /// The whole words, wherever they stand.
    whole: Width,
    /// Words that begin so.
    any: Width,
}

/// What a search by words found.
pub(super) enum Candidates {
    /// All there are, in no order.
    All(Vec<i64>),
    /// Likeliest first, and more than the limit where there are more.
    Best(Vec<i64>),
}

/// What an account must have: for each word one of these lists.
#[derive(Clone)]
struct Width {
    /// The keys of the lists, and how many accounts they have together.
    words: Vec<(u128, Vec<String>)>,
    /// How many accounts to expect, in thousandths, as if words stood together by chance.
    expected: u128,
}

/// A word of the index.
struct Word {
    word: String,
    accounts: u128,
    names: u128,
}

impl Search {
    /// The search for accounts that have all words; `None` where there cannot be any.
    pub(super) fn of(connection: &Connection, searched: &[String]) -> Result<Option<Search>, Fault> {
        let all = beginning_so(connection, "", 1)?
            .first()
            .map_or(0, |every| every.accounts);
        if searched.is_empty() || all == 0 {
            return Ok(None);
        }
        let every = Width {
            words: Vec::new(),
            expected: all * THOUSANDTHS,
        };
        let mut search = Search {
            names: every.clone(),
            whole: every.clone(),
            any: every,
        };
        for word in searched {
            let mut alternatives = beginning_so(connection, word, ALTERNATIVES + 2)?;
            let whole = alternatives.first().filter(|first| first.word == *word);
            let (accounts, names) = whole.map_or((0, 0), |whole| (whole.accounts, whole.names));
            search.names.narrow(vec![postings::in_names(word)], names, all);
            search.whole.narrow(vec![word.clone()], accounts, all);
            let together = postings::beginning(word);
            if alternatives.iter().any(|one| one.word == together) {
                alternatives.retain(|one| one.word == together);
            } else {
                alternatives.retain(|one| !one.word.ends_with('*'));
            }
            if let Some(short) = words::short_form(word) {
                alternatives.extend(
                    beginning_so(connection, short, 1)?
                        .into_iter()
                        .filter(|first| first.word == short),
                );
            }
            if alternatives.is_empty() {
                return Ok(None);
            }
            let accounts = alternatives.iter().map(|one| one.accounts).sum();
            search
                .any
                .narrow(alternatives.into_iter().map(|one| one.word).collect(), accounts, all);
        }
        Ok(Some(search))
    }

    /// The accounts to choose from. Where few are expected all are taken, and if
    /// they are few indeed, they are ranked once they are read. Where there are many,
    /// the narrower widths come first, so that no likelier account is missed.
    pub(super) fn candidates(&self, connection: &Connection, limit: usize) -> Result<Candidates, Fault> {
        let few = limit * 2;
        let mut any = None;
        if self.whole.expected < THOUSANDTHS * few as u128 {
            let ids = self.any.ids(connection, few)?;
            if ids.len() <= few {
                return Ok(Candidates::All(ids));
            }
            any = Some(ids);
        }
        let mut ids = Vec::new();
        for narrower in [&self.names, &self.whole] {
            if ids.len() <= limit && narrower.expected > 0 {
                add_new(&mut ids, narrower.ids(connection, limit)?);
            }
        }
        if ids.len() <= limit {
            let any = any.map_or_else(|| self.any.ids(connection, limit), Ok)?;
            add_new(&mut ids, any);
        }
        Ok(Candidates::Best(ids))
    }
}

impl Width {
    /// Asks for a word more, which so many of all accounts have; none leave nothing to expect.
    fn narrow(&mut self, keys: Vec<String>, having: u128, all: u128) {
        self.words.push((having, keys));
        let left = self.expected * having.min(all) / all;
        self.expected = if having == 0 { 0 } else { left.max(1).min(self.expected) };
    }

    /// The ids of accounts: one more than the limit at most.
    fn ids(&self, connection: &Connection, limit: usize) -> Result<Vec<i64>, Fault> {
        let mut rarest_first = self.words.clone();
        rarest_first.sort_by_key(|(having, _)| *having);
        let keys: Vec<Vec<String>> = rarest_first.into_iter().map(|(_, keys)| keys).collect();
        Walk::along(connection, &keys)?.first(limit + 1)
    }
}

/// Adds the ids that are not there yet. They are few.
fn add_new(ids: &mut Vec<i64>, others: Vec<i64>) {
    let new: Vec<i64> = others.into_iter().filter(|id| !ids.contains(id)).collect();
    ids.extend(new);
}

/// The words that begin so, the word itself first if it is one, then its beginning
/// as a whole if many begin so; at most `limit`.
fn beginning_so(connection: &Connection, start: &str, limit: usize) -> Result<Vec<Word>, Fault> {
    let mut statement = connection.prepare_cached(
        "SELECT word, accounts, names FROM word WHERE word >= ?1 AND word < ?2 ORDER BY word LIMIT ?3",
    )?;
    let rows = statement.query_map(params![start, end_of(start), count(limit)], |row| {
        let number = |column| row.get::<_, u32>(column).map(u128::from);
        Ok(Word {
            word: row.get(0)?,
            accounts: number(1)?,
            names: number(2)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The end of the range of everything that begins so.
pub(super) fn end_of(start: &str) -> String {
    format!("{start}\u{10FFFF}")
}

/// A limit as SQLite takes it.
pub(super) fn count(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}
