//! Finding the original of a returned item among the tenders that were taken, with how
//! certain each candidate is.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::money::Cents;
use crate::text::folded;

/// What is known of the item that is looked for. What is not known says nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// How much.
    pub amount: Option<Cents>,
    /// The check's number, without leading zeros.
    pub number: Option<String>,
    /// The bank's routing number.
    pub routing: Option<String>,
    /// The token of routing and account number.
    pub token: Option<String>,
    /// About when it was paid, or deposited.
    pub on: Option<NaiveDate>,
    /// Who paid.
    pub payer: Option<String>,
    /// The deposit's number.
    pub deposit: Option<String>,
}

/// A tender that may be it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The receipt.
    pub receipt: String,
    /// The tender's place within it.
    pub place: u16,
    /// What it paid.
    pub amount: Cents,
    /// What the same check paid on all receipts together, where it paid several.
    pub together: Cents,
    /// The check's number.
    pub number: Option<String>,
    /// The bank's routing number.
    pub routing: Option<String>,
    /// The token of routing and account number.
    pub token: Option<String>,
    /// The business date.
    pub on: NaiveDate,
    /// Who paid.
    pub payer: Option<String>,
    /// The deposit's number.
    pub deposit: Option<String>,
    /// Whether it can be returned: not void, not returned already.
    pub returnable: bool,
}

/// What of a candidate agrees with what is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Agrees {
    /// The bank account, by its token.
    BankAccount,
    /// The check's number.
    Number,
    /// The amount.
    Amount,
    /// The routing number.
    Routing,
    /// The deposit.
    Deposit,
    /// The date, to three days.
    Date,
    /// The payer's name.
    Payer,
}

/// How certain a match is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Certainty {
    /// One tender is it: bank account or routing number, check number and amount agree, and
    /// there is no other like it.
    Exact,
    /// Several may be it, or one that agrees in part.
    Several,
    /// None.
    None,
}

/// What was found: the likeliest first, and how certain it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// How certain.
    pub certainty: Certainty,
    /// The candidates: place in the given list, and what agrees.
    pub candidates: Vec<(usize, Vec<Agrees>)>,
}

/// A date is near within so many days.
const NEAR_DAYS: i64 = 3;

/// Ranks candidates. One that contradicts the bank account, the check's number and the amount
/// alike is left out; the rest stand by how much agrees.
#[must_use]
pub fn rank(wanted: &Wanted, candidates: &[Candidate]) -> Found {
    let mut ranked: Vec<(usize, Vec<Agrees>)> = candidates
        .iter()
        .enumerate()
        .map(|(place, one)| (place, agreeing(wanted, one)))
        .filter(|(_, agrees)| !agrees.is_empty())
        .collect();
    let weight = |place: usize, agrees: &[Agrees]| {
        let points: u32 = agrees.iter().map(|one| points(*one)).sum();
        (candidates[place].returnable, points)
    };
    ranked.sort_by_key(|(place, agrees)| std::cmp::Reverse(weight(*place, agrees)));
    let sure = |(place, agrees): &(usize, Vec<Agrees>)| candidates[*place].returnable && is_sure(agrees);
    let certainty = match ranked.iter().filter(|one| sure(one)).count() {
        1 => Certainty::Exact,
        0 if ranked.is_empty() => Certainty::None,
        // The same check on several receipts, which together are the amount, is one item.
        n if n > 1 && one_check(candidates, &ranked, sure) => Certainty::Exact,
        _ => Certainty::Several,
    };
    Found {
        certainty,
        candidates: ranked,
    }
}

fn one_check(
    candidates: &[Candidate],
    ranked: &[(usize, Vec<Agrees>)],
    sure: impl Fn(&(usize, Vec<Agrees>)) -> bool,
) -> bool {
    let mut own = ranked.iter().filter(|one| sure(one)).map(|one| &candidates[one.0]);
    let Some(first) = own.next() else { return false };
    let same = |one: &Candidate| {
        one.token.is_some() && one.token == first.token && one.number == first.number && one.together != one.amount
    };
    same(first) && own.all(same)
}

fn points(agrees: Agrees) -> u32 {
    match agrees {
        Agrees::BankAccount => 16,
        Agrees::Number => 12,
        Agrees::Amount => 10,
        Agrees::Routing | Agrees::Deposit => 4,
        Agrees::Date => 2,
        Agrees::Payer => 3,
    }
}

/// The amount, the check's number and whose check it is.
fn is_sure(agrees: &[Agrees]) -> bool {
    let has = |one: Agrees| agrees.contains(&one);
    has(Agrees::Amount) && has(Agrees::Number) && (has(Agrees::BankAccount) || has(Agrees::Routing))
        || has(Agrees::Amount) && has(Agrees::BankAccount) && (has(Agrees::Date) || has(Agrees::Deposit))
}

fn agreeing(wanted: &Wanted, one: &Candidate) -> Vec<Agrees> {
    let same = |wanted: &Option<String>, own: &Option<String>| wanted.is_some() && wanted == own;
    let mut agrees = Vec::new();
    if same(&wanted.token, &one.token) {
        agrees.push(Agrees::BankAccount);
    }
    if same(&wanted.number, &one.number) {
        agrees.push(Agrees::Number);
    }
    if wanted.amount == Some(one.together) {
        agrees.push(Agrees::Amount);
    }
    // What says nothing by itself does not make a candidate.
    if agrees.is_empty() && wanted.amount.is_some() {
        return agrees;
    }
    if same(&wanted.routing, &one.routing) {
        agrees.push(Agrees::Routing);
    }
    if same(&wanted.deposit, &one.deposit) {
        agrees.push(Agrees::Deposit);
    }
    if wanted.on.is_some_and(|on| (on - one.on).num_days().abs() <= NEAR_DAYS) {
        agrees.push(Agrees::Date);
    }
    if let (Some(wanted), Some(own)) = (&wanted.payer, &one.payer)
        && alike(wanted, own)
    {
        agrees.push(Agrees::Payer);
    }
    agrees
}

/// Whether a word of some length of one name is, or begins, a word of the other, however it is written.
fn alike(one: &str, other: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        let name = folded(name);
        let words = name.split(|c: char| !c.is_alphanumeric());
        words
            .filter(|word| word.chars().count() > 2)
            .map(str::to_owned)
            .collect()
    };
    let own = words(other);
    let begins = |word: &String| own.iter().any(|own| own.starts_with(word.as_str()));
    words(one).iter().any(begins)
}
