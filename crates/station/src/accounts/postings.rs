//! The index of words: for each word the accounts that have it, in order.
//!
//! A list is kept in blocks of up to [`BLOCK`] bytes under the word and the last id
//! in the block, so that the block with the next id from some id on is one indexed
//! read: lists are walked in step without reading what lies between. Besides the
//! words themselves (`garcia`) there are the words in names (`garcia_`) and the
//! beginnings that more than [`ALTERNATIVES`] words share (`gar*`), so that no search
//! has to put more lists than that together.
//!
//! FTS5 was measured first: without positions it walks its lists entry by entry,
//! which takes four times as long, and merges all lists of a beginning beforehand.

use std::collections::HashMap;

use rusqlite::{CachedStatement, Connection, OptionalExtension, params};

use crate::fault::Fault;

/// Words with the same beginning that are searched one by one.
pub(super) const ALTERNATIVES: usize = 12;
/// Bytes of a block: what SQLite keeps of an entry without a page of its own.
const BLOCK: usize = 900;

/// The key of a word's list of names.
pub(super) fn in_names(word: &str) -> String {
    format!("{word}_")
}

/// The key of a beginning's list.
pub(super) fn beginning(start: &str) -> String {
    format!("{start}*")
}

// ---- writing -----------------------------------------------------------

/// Gathers the lists while accounts come in, in the order of their ids: a byte or
/// two for each word of each account, all in memory.
#[derive(Default)]
pub(super) struct Gathering {
    lists: HashMap<String, Gathered>,
    accounts: u64,
}

/// A list: the distance of each id from the one before, seven bits a byte.
#[derive(Default)]
struct Gathered {
    bytes: Vec<u8>,
    last: u64,
    length: u64,
}

impl Gathering {
    /// Adds an account's words. Its id must be above all before.
    pub(super) fn add(&mut self, id: u64, names: &[String], others: &[String]) {
        self.accounts += 1;
        for word in names {
            self.list(&in_names(word)).add(id);
            self.list(word).add(id);
        }
        for word in others {
            self.list(word).add(id);
        }
    }

    fn list(&mut self, key: &str) -> &mut Gathered {
        if !self.lists.contains_key(key) {
            self.lists.insert(key.to_owned(), Gathered::default());
        }
        self.lists.entry(key.to_owned()).or_default()
    }

    /// Writes all lists, those of beginnings too.
    pub(super) fn write(self, connection: &Connection) -> Result<(), Fault> {
        let mut keys: Vec<&str> = self.lists.keys().map(String::as_str).collect();
        keys.sort_unstable();
        let words: Vec<&str> = keys.iter().copied().filter(|key| !key.ends_with('_')).collect();
        for key in &keys {
            write_list(connection, key, self.lists[*key].ids())?;
        }
        let length = |key: &str| self.lists.get(key).map_or(0, |list| list.length);
        write_word(connection, "", self.accounts, self.accounts)?;
        for word in &words {
            write_word(connection, word, length(word), length(&in_names(word)))?;
        }
        self.write_beginnings(connection, &words, 1)
    }

    /// Writes the beginnings of so many letters, and longer ones, that enough words share.
    fn write_beginnings(&self, connection: &Connection, words: &[&str], letters: usize) -> Result<(), Fault> {
        let start = |word: &&str| word.chars().take(letters).collect::<String>();
        for group in words.chunk_by(|a, b| start(a) == start(b)) {
            if group.len() <= ALTERNATIVES {
                continue;
            }
            let mut ids: Vec<u64> = group.iter().flat_map(|word| self.lists[*word].ids()).collect();
            ids.sort_unstable();
            ids.dedup();
            let key = beginning(&start(&group[0]));
            write_word(connection, &key, ids.len() as u64, 0)?;
            write_list(connection, &key, ids.into_iter())?;
            self.write_beginnings(connection, group, letters + 1)?;
        }
        Ok(())
    }
}

impl Gathered {
    fn add(&mut self, id: u64) {
        if id > self.last {
            push(&mut self.bytes, id - self.last);
            self.last = id;
            self.length += 1;
        }
    }

    fn ids(&self) -> impl Iterator<Item = u64> {
        let mut bytes = self.bytes.as_slice();
        let mut id = 0;
        std::iter::from_fn(move || {
            id += pull(&mut bytes)?;
            Some(id)
        })
    }
}

fn write_word(connection: &Connection, word: &str, accounts: u64, names: u64) -> Result<(), Fault> {
    let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    connection
        .prepare_cached("INSERT INTO word (word, accounts, names) VALUES (?1, ?2, ?3)")?
        .execute(params![word, number(accounts), number(names)])?;
    Ok(())
}

fn write_list(connection: &Connection, key: &str, ids: impl Iterator<Item = u64>) -> Result<(), Fault> {
    let mut insert = connection.prepare_cached("INSERT INTO posting (key, last, ids) VALUES (?1, ?2, ?3)")?;
    let mut block = Vec::with_capacity(BLOCK + 10);
    let mut last = 0;
    for id in ids {
        let distance = if block.is_empty() { id } else { id - last };
        push(&mut block, distance);
        last = id;
        if block.len() >= BLOCK {
            insert.execute(params![key, i64::try_from(last).unwrap_or(i64::MAX), block])?;
            block.clear();
        }
    }
    if !block.is_empty() {
        insert.execute(params![key, i64::try_from(last).unwrap_or(i64::MAX), block])?;
    }
    Ok(())
}

/// Seven bits a byte, the lowest first; all but the last byte have the high bit.
fn push(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push((number & 0x7f) as u8);
}

/// The next number, and the bytes after it. `None` at the end, or where it is cut off.
fn pull(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0u64;
    for shift in (0..64).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(first & 0x7f) << shift;
        if first & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

// ---- reading -------------------------------------------------------------

/// Accounts that have, for each of several words, one of its alternatives.
pub(super) struct Walk<'c> {
    read: CachedStatement<'c>,
    words: Vec<Vec<List>>,
}

impl<'c> Walk<'c> {
    /// A walk along the lists of these keys. It is shortest with the rarest word first.
    pub(super) fn along(connection: &'c Connection, words: &[Vec<String>]) -> Result<Walk<'c>, Fault> {
        let read = connection
            .prepare_cached("SELECT last, ids FROM posting WHERE key = ?1 AND last >= ?2 ORDER BY last LIMIT 1")?;
        let list = |key: &String| List {
            key: key.clone(),
            ids: Vec::new(),
            place: 0,
            last: 0,
            ended: false,
        };
        Ok(Walk {
            read,
            words: words.iter().map(|keys| keys.iter().map(list).collect()).collect(),
        })
    }

    /// The first accounts that have all words, at most so many.
    pub(super) fn first(mut self, limit: usize) -> Result<Vec<i64>, Fault> {
        let mut found = Vec::new();
        let mut id = 0;
        while found.len() < limit {
            let Some(next) = self.agreed(id)? else { break };
            found.push(i64::try_from(next).unwrap_or(i64::MAX));
            id = next + 1;
        }
        Ok(found)
    }

    /// The next account, from an id on, that has all words.
    fn agreed(&mut self, mut id: u64) -> Result<Option<u64>, Fault> {
        let mut agreeing = 0;
        let mut word = 0;
        while agreeing < self.words.len() {
            let mut nearest = None;
            for list in &mut self.words[word] {
                if let Some(next) = list.from(id, &mut self.read)? {
                    nearest = Some(nearest.map_or(next, |nearest: u64| nearest.min(next)));
                }
            }
            match nearest {
                None => return Ok(None),
                Some(next) if next == id => agreeing += 1,
                Some(next) => (id, agreeing) = (next, 1),
            }
            word = (word + 1) % self.words.len();
        }
        Ok(Some(id))
    }
}

/// Where a walk stands on one list.
struct List {
    key: String,
    ids: Vec<u64>,
    place: usize,
    /// The last id of the block at hand.
    last: u64,
    ended: bool,
}

impl List {
    /// The first id of the list that is not below `id`. Ids asked for never go down.
    fn from(&mut self, id: u64, read: &mut CachedStatement<'_>) -> Result<Option<u64>, Fault> {
        if self.ended {
            return Ok(None);
        }
        if self.ids.is_empty() || id > self.last {
            self.read_block(id, read)?;
        }
        while self.ids.get(self.place).is_some_and(|at| *at < id) {
            self.place += 1;
        }
        Ok(self.ids.get(self.place).copied())
    }

    fn read_block(&mut self, id: u64, read: &mut CachedStatement<'_>) -> Result<(), Fault> {
        self.ids.clear();
        self.place = 0;
        let ids = &mut self.ids;
        let block = read.query_row(params![self.key, i64::try_from(id).unwrap_or(i64::MAX)], |row| {
            let mut bytes = row.get_ref(1)?.as_blob()?;
            let mut at = 0;
            while let Some(distance) = pull(&mut bytes) {
                at += distance;
                ids.push(at);
            }
            row.get::<_, i64>(0)
        });
        match block.optional()? {
            Some(last) => self.last = u64::try_from(last).unwrap_or_default(),
            None => self.ended = true,
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_of_every_length() {
        for number in [0, 1, 127, 128, 16_383, 16_384, u64::from(u32::MAX), u64::MAX] {
            let mut bytes = Vec::new();
            push(&mut bytes, number);
            assert_eq!(pull(&mut bytes.as_slice()), Some(number));
            assert_eq!(pull(&mut &bytes[..bytes.len() - 1]), None);
        }
        assert_eq!(pull(&mut [0xffu8; 12].as_slice()), None);
    }

    fn store(lists: &[(&str, &BTreeSet<u64>)]) -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(super::super::schema::TABLES).unwrap();
        for (key, ids) in lists {
            write_list(&connection, key, ids.iter().copied()).unwrap();
        }
        connection
    }

    proptest! {
        /// Walking in step finds what the sets have in common, over many blocks.
        #[test]
        fn a_walk_is_an_intersection_of_unions(
            sets in prop::collection::vec(prop::collection::btree_set(1u64..6_000, 0..3_000), 3),
            limit in 1usize..4_000,
        ) {
            let connection = store(&[("a", &sets[0]), ("b", &sets[1]), ("c", &sets[2])]);
            let words = [vec!["a".to_owned()], vec!["b".to_owned(), "c".to_owned(), "none".to_owned()]];
            let found = Walk::along(&connection, &words).unwrap().first(limit).unwrap();
            let expected: Vec<i64> = sets[0]
                .iter()
                .filter(|id| sets[1].contains(id) || sets[2].contains(id))
                .take(limit)
                .map(|id| *id as i64)
                .collect();
            prop_assert_eq!(found, expected);
        }
    }
}
