//! What entries come to, as batches and files say it.

use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;

use super::record::Record;
use crate::lines::{agree, malformed};

/// The last ten digits of the sum of routing numbers are what is said of it.
const HASH: u64 = 10_000_000_000;

/// Sums over entries.
#[derive(Default)]
pub(super) struct Sums {
    /// Entries and addenda.
    pub(super) records: u64,
    /// The first eight digits of their routing numbers, added up.
    pub(super) hash: u64,
    pub(super) debits: Cents,
    pub(super) credits: Cents,
}

/// Where a field stands: from which place, and how long.
type Place = (usize, usize);

impl Sums {
    pub(super) fn and(self, other: Sums, line: u64) -> Result<Sums, Refusal> {
        let plus = |one: Cents, other| one.plus(other).map_err(|refusal| malformed(line, refusal));
        Ok(Sums {
            records: self.records + other.records,
            hash: (self.hash + other.hash) % HASH,
            debits: plus(self.debits, other.debits)?,
            credits: plus(self.credits, other.credits)?,
        })
    }

    /// Compares them with a control record, which has them at these places: how many
    /// records, the hash, and what debits and credits come to.
    pub(super) fn compare(
        &self,
        control: &Record<'_>,
        records: Place,
        hash: Place,
        [debits, credits]: [Place; 2],
        place: &str,
    ) -> Result<(), Refusal> {
        agree(
            &format!("entries and addenda {place}"),
            control.number(records.0, records.1)?,
            self.records,
        )?;
        agree(
            &format!("as the sum of routing numbers {place}"),
            control.number(hash.0, hash.1)?,
            self.hash,
        )?;
        agree(
            &format!("in debits {place}"),
            control.cents(debits.0, debits.1)?,
            self.debits,
        )?;
        agree(
            &format!("in credits {place}"),
            control.cents(credits.0, credits.1)?,
            self.credits,
        )
    }
}
