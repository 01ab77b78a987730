//! What the fields of each kind of record say.

use std::collections::HashSet;

use chrono::NaiveDate;
use counterfoil_domain::account::{Account, Charge, Flags};
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::returns::{is_desk_charge, is_own_account};
use counterfoil_domain::text::{NAME_LENGTH, clean, clean_required};

use super::super::problem::shortened;
use super::super::{ADDRESS_LENGTH, DESCRIPTION_LENGTH, NUMBER_LENGTH, PHONE_LENGTH, ProblemKind, Totals};

/// The fields of each kind of record, its letter included.
const ACCOUNT_FIELDS: usize = 8;
const CHARGE_FIELDS: usize = 7;
const TRAILER_FIELDS: usize = 4;

pub(super) fn expect(kind: char, expected: usize, found: usize) -> Result<(), ProblemKind> {
    if expected == found {
        Ok(())
    } else {
        Err(ProblemKind::FieldCount { kind, expected, found })
    }
}

/// A name that billing gives: never one that the desk gives to what returned items leave due.
fn billings(field: &str, given: &str, is_own: fn(&str) -> bool) -> Result<String, ProblemKind> {
    let name = clean_required(field, given, NUMBER_LENGTH)?;
    match is_own(&name) {
        true => Err(ProblemKind::OwnName { given: name }),
        false => Ok(name),
    }
}

pub(super) fn account(fields: &[&str]) -> Result<Account, ProblemKind> {
    expect('A', ACCOUNT_FIELDS, fields.len())?;
    Ok(Account {
        number: billings("number", fields[1], is_own_account)?,
        name: clean_required("name", fields[2], NAME_LENGTH)?,
        address: clean("address", fields[3], ADDRESS_LENGTH)?,
        phone: clean("phone", fields[4], PHONE_LENGTH)?,
        flags: flags(fields[5], fields[6], fields[7])?,
        charges: Vec::new(),
    })
}

fn flags(words: &str, cash_only_until: &str, restore_amount: &str) -> Result<Flags, ProblemKind> {
    let mut flags = Flags::default();
    for word in words.split_ascii_whitespace() {
        match word {
            "bankruptcy" => flags.bankruptcy = true,
            "lien" => flags.lien = true,
            "payment_plan" => flags.payment_plan = true,
            other => {
                return Err(ProblemKind::FlagUnknown {
                    given: shortened(other),
                });
            }
        }
    }
    if !cash_only_until.is_empty() {
        flags.cash_only_until = Some(date("cash_only_until", cash_only_until)?);
    }
    if !restore_amount.is_empty() {
        let amount = Cents::parse("restore_amount", restore_amount)?;
        if amount.is_zero() {
            return Err(Refusal::AmountZero {
                field: "restore_amount".to_owned(),
            }
            .into());
        }
        flags.restore_amount = Some(amount);
    }
    Ok(flags)
}

pub(super) fn charge(fields: &[&str], codes: &HashSet<&str>) -> Result<Charge, ProblemKind> {
    expect('C', CHARGE_FIELDS, fields.len())?;
    if !codes.contains(fields[2]) {
        return Err(ProblemKind::ChargeCodeUnknown {
            code: shortened(fields[2]),
        });
    }
    Ok(Charge {
        id: billings("id", fields[1], is_desk_charge)?,
        code: fields[2].to_owned(),
        description: clean_required("description", fields[3], DESCRIPTION_LENGTH)?,
        reference: clean("reference", fields[4], NUMBER_LENGTH)?,
        due_date: date("due_date", fields[5])?,
        due: Cents::parse("due", fields[6])?,
    })
}

/// The posting batch that the balances include; nothing where billing goes by the instant.
pub(super) fn batch(given: &str) -> Result<Option<u64>, ProblemKind> {
    match (given, whole(given)) {
        ("", _) => Ok(None),
        (_, Some(number)) if number > 0 => Ok(Some(number)),
        _ => Err(ProblemKind::BatchMalformed {
            given: shortened(given),
        }),
    }
}

pub(super) fn trailer(fields: &[&str]) -> Result<Totals, ProblemKind> {
    expect('T', TRAILER_FIELDS, fields.len())?;
    let malformed = |what, given: &str| ProblemKind::TrailerMalformed {
        what,
        given: shortened(given),
    };
    let count = |what, given: &str| whole(given).ok_or_else(|| malformed(what, given));
    Ok(Totals {
        accounts: count("accounts", fields[1])?,
        charges: count("charges", fields[2])?,
        due: total(fields[3]).ok_or_else(|| malformed("due", fields[3]))?,
    })
}

/// A control total: digits, a point, two digits. Nothing may be left out, so that
/// one that was cut off does not read as a smaller one.
fn total(given: &str) -> Option<Cents> {
    let (dollars, cents) = given.split_once('.')?;
    let cents = (cents.len() == 2).then(|| whole(cents))??;
    let all = whole(dollars)?.checked_mul(100)?.checked_add(cents)?;
    Cents::ZERO.plus(Cents(i64::try_from(all).ok()?)).ok()
}

fn whole(given: &str) -> Option<u64> {
    let digits = (1..=15).contains(&given.len()) && given.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| given.parse().ok())?
}

fn date(field: &'static str, given: &str) -> Result<NaiveDate, ProblemKind> {
    NaiveDate::parse_from_str(given, "%Y-%m-%d")
        .ok()
        .filter(|_| given.len() == 10 && given.as_bytes()[0].is_ascii_digit())
        .ok_or_else(|| ProblemKind::DateMalformed {
            field,
            given: shortened(given),
        })
}
