//! What is searched for, made alike on both sides: accents, capitals and signs
//! do not matter, numbers are letters and digits only.

use counterfoil_domain::text::folded;

/// Words beyond these many letters are cut.
const WORD_LENGTH: usize = 40;
/// Words beyond these many in one search are left out.
const WORDS_SEARCHED: usize = 8;

/// Streets' kinds as addresses shorten them and as people type them (USPS
/// Publication 28, appendix C, the usual ones).
const SHORT_FORMS: &[(&str, &str)] = &[
    ("apartment", "apt"),
    ("avenue", "ave"),
    ("boulevard", "blvd"),
    ("circle", "cir"),
    ("court", "ct"),
    ("drive", "dr"),
    ("east", "e"),
    ("highway", "hwy"),
    ("lane", "ln"),
    ("north", "n"),
    ("parkway", "pkwy"),
    ("place", "pl"),
    ("road", "rd"),
    ("south", "s"),
    ("square", "sq"),
    ("street", "st"),
    ("terrace", "ter"),
    ("trail", "trl"),
    ("west", "w"),
];

/// The short form of a street's kind, from its third letter on: `avenue`, `aven`.
pub(super) fn short_form(typed: &str) -> Option<&'static str> {
    let long = |(long, _): &&(&str, &str)| typed.len() >= 3 && long.starts_with(typed);
    SHORT_FORMS.iter().find(long).map(|(_, short)| *short)
}

/// The words under which a text is found: `O'Brien` as `obrien`, `o` and `brien`,
/// `Ji-woo` as `ji`, `woo` and `jiwoo`.
pub(crate) fn indexed(text: &str) -> Vec<String> {
    let text = folded(text);
    let mut words = Vec::new();
    for chunk in text.split(|c: char| !c.is_alphanumeric() && !is_joint(c)) {
        let parts: Vec<&str> = chunk.split(is_joint).filter(|part| !part.is_empty()).collect();
        words.extend(parts.iter().map(|part| plain(part)));
        if parts.len() > 1 {
            words.push(plain(&parts.concat()));
        }
    }
    words
}

/// The words of a search, in the order typed, none twice.
pub(crate) fn searched(text: &str) -> Vec<String> {
    let text: String = folded(text).chars().filter(|c| !is_apostrophe(*c)).collect();
    let mut words: Vec<String> = Vec::new();
    for word in text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        let word = plain(word);
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words.truncate(WORDS_SEARCHED);
    words
}

/// Whether every word that was typed, and one was, begins a word of a text.
pub(crate) fn is_like(typed: &str, text: &str) -> bool {
    let there = indexed(text);
    let typed = searched(typed);
    !typed.is_empty() && typed.iter().all(|word| there.iter().any(|own| own.starts_with(word)))
}

/// A number as numbers are compared: `20-04127-03` as `200412703`, `PC-558203` as
/// `pc558203`. Empty where the text has no digit.
pub(super) fn number(text: &str) -> String {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return String::new();
    }
    folded(text)
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(WORD_LENGTH)
        .collect()
}

/// The numbers that a reference is found by: whole, and without its letters in front.
pub(super) fn reference_numbers(reference: &str) -> Vec<String> {
    let whole = number(reference);
    let bare = whole.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let mut numbers = Vec::new();
    if bare.len() >= 4 && bare.len() < whole.len() {
        numbers.push(bare.to_owned());
    }
    if !whole.is_empty() {
        numbers.push(whole);
    }
    numbers
}

/// The numbers that a telephone is found by: with its area code, and without.
pub(super) fn phone_numbers(phone: &str) -> Vec<String> {
    let digits = phone_digits(phone);
    match digits.len() {
        0..=6 => Vec::new(),
        10 => vec![digits[3..].to_owned(), digits],
        _ => vec![digits],
    }
}

/// The digits of a telephone number without the 1 of long-distance calls.
pub(super) fn phone_digits(phone: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).take(WORD_LENGTH).collect();
    match digits.strip_prefix('1') {
        Some(rest) if rest.len() == 10 => rest.to_owned(),
        _ => digits,
    }
}

/// A word of bounded length; a whole number without leading zeros, so that `0412` finds 412.
fn plain(word: &str) -> String {
    let digits = word.bytes().all(|byte| byte.is_ascii_digit());
    let trimmed = if digits { word.trim_start_matches('0') } else { word };
    if digits && trimmed.is_empty() {
        return "0".to_owned();
    }
    trimmed.chars().take(WORD_LENGTH).collect()
}

fn is_joint(c: char) -> bool {
    c == '-' || is_apostrophe(c)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '`' | '´')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_made_alike() {
        for (text, words) in [
            ("Muñoz Ibarra, José", vec!["munoz", "ibarra", "jose"]),
            ("O'Brien, Siobhán", vec!["o", "brien", "obrien", "siobhan"]),
            ("Jørgensen-Müller", vec!["jorgensen", "muller", "jorgensenmuller"]),
            ("0412 Palm Ave #4", vec!["412", "palm", "ave", "4"]),
            ("Ｇarcía 000", vec!["garcia", "0"]),
            (" ,;- ", vec![]),
        ] {
            assert_eq!(indexed(text), words, "{text}");
        }
        assert_eq!(searched("OBRIEN’s  Palm-palm"), ["obriens", "palm"]);
        assert_eq!(searched("a b c d e f g h i j").len(), WORDS_SEARCHED);
        assert_eq!(searched(&"x".repeat(1_000))[0].len(), WORD_LENGTH);
    }

    #[test]
    fn numbers_are_made_alike() {
        for (text, expected) in [
            ("20-04127-03", "200412703"),
            (" 20 04127 03", "200412703"),
            ("PC-558203", "pc558203"),
            ("palm", ""),
        ] {
            assert_eq!(number(text), expected, "{text}");
        }
        assert_eq!(reference_numbers("PC-558203"), ["558203", "pc558203"]);
        assert_eq!(reference_numbers("26"), ["26"]);
        assert_eq!(reference_numbers("none"), [""; 0]);
        assert_eq!(phone_numbers("(805) 555-0142"), ["5550142", "8055550142"]);
        assert_eq!(phone_numbers("+1 805.555.0142"), ["5550142", "8055550142"]);
        assert_eq!(phone_numbers("ext 12"), [""; 0]);
    }

    #[test]
    fn kinds_of_streets() {
        assert_eq!(short_form("avenue"), Some("ave"));
        assert_eq!(short_form("boul"), Some("blvd"));
        assert_eq!(short_form("st"), None);
        assert_eq!(short_form("streets"), None);
    }
}
