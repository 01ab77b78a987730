//! The tables: the SQL of one in one file.

pub mod alerts;
pub mod audit;
pub mod codes;
pub mod deliveries;
pub mod entries;
pub mod forks;
pub mod keys;
pub mod passwords;
pub mod runs;
pub mod sites;
pub mod stations;

use counterfoil_domain::entry::{GENESIS, Hash};

/// A number as PostgreSQL holds it. What does not fit is past all that is ever there.
#[must_use]
pub fn column(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A number that PostgreSQL held; never negative.
#[must_use]
pub fn number(column: i64) -> u64 {
    u64::try_from(column).unwrap_or(0)
}

/// An epoch as PostgreSQL holds it.
#[must_use]
pub fn epoch_column(epoch: u32) -> i32 {
    i32::try_from(epoch).unwrap_or(i32::MAX)
}

/// An epoch that PostgreSQL held.
#[must_use]
pub fn epoch(column: i32) -> u32 {
    u32::try_from(column).unwrap_or(0)
}

/// A hash that PostgreSQL held; the columns allow no other length.
#[must_use]
pub fn hash(bytes: &[u8]) -> Hash {
    bytes.try_into().unwrap_or(GENESIS)
}
