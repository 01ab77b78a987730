//! Counts of cash, written as a cashier says them.

use counterfoil_domain::money::Cents;
use serde_json::{Value, json};

/// Reads a count such as `5x20 10x1 2bx0.25`: five twenties, ten ones, two
/// bundles (straps of notes, rolls of coins) of quarters.
#[must_use]
pub fn count(said: &str) -> Value {
    let lines = said.split_whitespace().map(|word| {
        let (pieces, worth) = word
            .split_once('x')
            .unwrap_or_else(|| panic!("{word:?} is not like 5x20"));
        let kind = if pieces.ends_with('b') { "bundles" } else { "loose" };
        let pieces: u32 = pieces
            .trim_end_matches('b')
            .parse()
            .unwrap_or_else(|_| panic!("{word:?} is not like 5x20"));
        json!({ "cents": cents(worth), kind: pieces })
    });
    Value::Array(lines.collect())
}

/// An amount as it is written, in cents; `-54.00` is allowed.
#[must_use]
pub fn cents(written: &str) -> i64 {
    let (sign, plain) = match written.strip_prefix('-') {
        Some(plain) => (-1, plain),
        None => (1, written),
    };
    sign * Cents::parse("amount", plain)
        .unwrap_or_else(|refusal| panic!("{written:?}: {refusal}"))
        .0
}
