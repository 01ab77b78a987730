//! Fields that files of payments and of returned items share, each by one grammar.

use counterfoil_domain::check::routing_is_valid;
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::text::{REFERENCE_LENGTH, clean_masked, clean_optional};

/// Longest account, tender code and identifier of a file, in characters.
pub const NUMBER_LENGTH: usize = 40;
/// The largest amount of one item: what the grammar of amounts can say.
pub const LARGEST: Cents = Cents(99_999_999_999);

/// An amount above nothing, at most [`LARGEST`].
pub(crate) fn amount(given: Cents) -> Result<Cents, String> {
    if given <= Cents::ZERO {
        return Err("the amount must be more than nothing".to_owned());
    }
    if given > LARGEST {
        return Err(format!("the amount is above {LARGEST}"));
    }
    Ok(given)
}

/// What a refusal says, for a line that is malformed.
pub(crate) fn said(refusal: Refusal) -> String {
    refusal.to_string()
}

/// A text, cleaned; `None` where nothing is given.
pub(crate) fn text(field: &str, given: &str, limit: usize) -> Result<Option<String>, String> {
    clean_optional(field, Some(given), limit).map_err(said)
}

/// As [`text`], of what a bank wrote: a card number in it is masked and not refused.
pub(crate) fn masked(field: &str, given: &str, limit: usize) -> Result<Option<String>, String> {
    let text = clean_masked(field, given, limit).map_err(said)?;
    Ok((!text.is_empty()).then_some(text))
}

pub(crate) fn all_digits(given: &str) -> bool {
    given.bytes().all(|byte| byte.is_ascii_digit())
}

/// As a check prints it in its corner, which is without the zeros of its MICR line.
pub(crate) fn check_number(given: &str) -> Result<Option<String>, String> {
    let number = text("check number", given, REFERENCE_LENGTH)?.unwrap_or_default();
    let number = number.trim_start_matches('0');
    if number.len() > 15 || !all_digits(number) {
        return Err("the check number is not of digits only, at most 15".to_owned());
    }
    Ok((!number.is_empty()).then(|| number.to_owned()))
}

/// Nine digits whose checksum is right.
pub(crate) fn routing(given: &str) -> Result<Option<String>, String> {
    match given.trim() {
        "" => Ok(None),
        given if given.len() != 9 || !all_digits(given) => Err("the routing number is not of nine digits".to_owned()),
        given if !routing_is_valid(given) => Err(format!("routing number {given} fails its checksum")),
        given => Ok(Some(given.to_owned())),
    }
}
