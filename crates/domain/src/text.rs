//! Text from outside: names, notes, references. Made safe before it is stored.

use std::ops::{Range, RangeInclusive};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::refusal::Refusal;

/// Longest payer's name, in characters.
pub const NAME_LENGTH: usize = 60;
/// Longest note or reason, in characters.
pub const NOTE_LENGTH: usize = 200;
/// Longest reference (a permit, an approval code), in characters.
pub const REFERENCE_LENGTH: usize = 40;

/// Cleans a free-text field: control characters (C0, C1) and the marks that turn
/// or hide the direction of writing are taken out, runs of space become one, ends
/// are trimmed.
///
/// # Errors
/// [`Refusal::TextTooLong`] beyond `limit` characters, and
/// [`Refusal::CardNumberInText`] where the text holds a card number.
pub fn clean(field: &str, given: &str, limit: usize) -> Result<String, Refusal> {
    let text = plain_text(field, given, limit)?;
    if holds_card_number(&text) {
        return Err(Refusal::CardNumberInText {
            field: field.to_owned(),
        });
    }
    Ok(text)
}

/// As [`clean`], for what a bank wrote and nobody here can write anew: of a card
/// number the last four digits are kept, `····1111`, and the rest of the text with
/// them.
///
/// # Errors
/// [`Refusal::TextTooLong`] beyond `limit` characters.
pub fn clean_masked(field: &str, given: &str, limit: usize) -> Result<String, Refusal> {
    let mut text = plain_text(field, given, limit)?;
    while let Some(place) = card_number(&text) {
        let digits: Vec<char> = text[place.clone()]
            .chars()
            .map(plain)
            .filter(char::is_ascii_digit)
            .collect();
        let last_four: String = digits[digits.len().saturating_sub(4)..].iter().collect();
        text.replace_range(place, &format!("····{last_four}"));
    }
    Ok(text)
}

/// A text without what hides in it, at most `limit` characters long.
fn plain_text(field: &str, given: &str, limit: usize) -> Result<String, Refusal> {
    let safe: String = given
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !is_hidden(*c))
        .collect();
    let text = safe
        .split(' ')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    if text.chars().count() > limit {
        return Err(Refusal::TextTooLong {
            field: field.to_owned(),
            limit,
        });
    }
    Ok(text)
}

/// As [`clean`], and nothing at all becomes `None`.
///
/// # Errors
/// As [`clean`].
pub fn clean_optional(field: &str, given: Option<&str>, limit: usize) -> Result<Option<String>, Refusal> {
    let text = clean(field, given.unwrap_or(""), limit)?;
    Ok((!text.is_empty()).then_some(text))
}

/// As [`clean`], and nothing at all is refused.
///
/// # Errors
/// [`Refusal::TextMissing`], and as [`clean`].
pub fn clean_required(field: &str, given: &str, limit: usize) -> Result<String, Refusal> {
    clean_optional(field, Some(given), limit)?.ok_or_else(|| Refusal::TextMissing {
        field: field.to_owned(),
    })
}

/// A text as texts are compared: small letters without their marks.
#[must_use]
pub fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut plain = String::with_capacity(text.len());
    for c in text
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
    {
        // Letters that Unicode takes for letters of their own.
        match c {
            'ø' => plain.push('o'),
            'đ' | 'ð' => plain.push('d'),
            'ł' => plain.push('l'),
            'ı' => plain.push('i'),
            'ß' => plain.push_str("ss"),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'þ' => plain.push_str("th"),
            _ => plain.push(c),
        }
    }
    plain
}

/// C0, C1, zero-width and bidirectional formatting characters.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// How the numbers of payment cards begin, in their first four digits, and how many
/// digits they have: the networks whose cards are taken in the United States.
const ISSUERS: [(RangeInclusive<u32>, &[usize]); 19] = [
    // Visa.
    (4000..=4999, &[13, 16, 19]),
    // Mastercard.
    (5100..=5599, &[16]),
    (2221..=2720, &[16]),
    // American Express.
    (3400..=3499, &[15]),
    (3700..=3799, &[15]),
    // Discover.
    (6011..=6011, &[16, 17, 18, 19]),
    (6440..=6599, &[16, 17, 18, 19]),
    // Diners Club.
    (3000..=3059, &[14, 16, 17, 18, 19]),
    (3095..=3095, &[14, 16, 17, 18, 19]),
    (3600..=3699, &[14, 16, 17, 18, 19]),
    (3800..=3999, &[14, 16, 17, 18, 19]),
    // JCB.
    (3528..=3589, &[16, 17, 18, 19]),
    // UnionPay.
    (6200..=6299, &[16, 17, 18, 19]),
    (8100..=8171, &[16, 17, 18, 19]),
    // Maestro.
    (5018..=5020, &[16, 17, 18, 19]),
    (5038..=5038, &[16, 17, 18, 19]),
    (5893..=5893, &[16, 17, 18, 19]),
    (6304..=6304, &[16, 17, 18, 19]),
    (6759..=6763, &[16, 17, 18, 19]),
];
/// The most digits of any of them.
const LONGEST: usize = 19;

/// Whether a text holds a payment card's number: digits, groups of them parted by
/// spaces, hyphens or points allowed, that begin as the cards of a network do, are as
/// many as those have, and pass the Luhn check (ISO/IEC 7812-1). Full-width digits and
/// dashes of any length are read as a person would read them.
#[must_use]
pub fn holds_card_number(text: &str) -> bool {
    card_number(text).is_some()
}

/// Where the first card number of a text stands, in bytes.
fn card_number(text: &str) -> Option<Range<usize>> {
    let characters: Vec<(usize, char)> = text.char_indices().map(|(place, c)| (place, plain(c))).collect();
    let is_separator = |c: char| matches!(c, ' ' | '-' | '.');
    let (first, last) = characters
        .split(|(_, c)| !c.is_ascii_digit() && !is_separator(*c))
        .find_map(|stretch| {
            let groups = stretch.split(|(_, c)| is_separator(*c));
            neighbours_that_are_card(&groups.filter(|group| !group.is_empty()).collect::<Vec<_>>())
        })?;
    let length = text[last..].chars().next().map_or(0, char::len_utf8);
    Some(first..last + length)
}

/// Neighbouring groups of digits that make a card number together, the most of them
/// that do: where its first and its last digit stand.
fn neighbours_that_are_card(groups: &[&[(usize, char)]]) -> Option<(usize, usize)> {
    (0..groups.len()).find_map(|first| {
        let mut digits: Vec<u32> = Vec::new();
        let mut found = None;
        for group in &groups[first..] {
            digits.extend(group.iter().filter_map(|(_, c)| c.to_digit(10)));
            if digits.len() > LONGEST {
                break;
            }
            if is_card(&digits) {
                found = group.last().map(|(last, _)| (groups[first][0].0, *last));
            }
        }
        found
    })
}

fn is_card(digits: &[u32]) -> bool {
    let Some(begins) = digits.get(..4) else {
        return false;
    };
    let begins = begins.iter().fold(0, |number, digit| number * 10 + digit);
    let issued = ISSUERS
        .iter()
        .any(|(beginnings, lengths)| beginnings.contains(&begins) && lengths.contains(&digits.len()));
    issued && luhn(digits)
}

/// A full-width digit as a digit, a dash as a hyphen, an unusual space as a space.
fn plain(c: char) -> char {
    match c {
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10).unwrap_or(c),
        '\u{2010}'..='\u{2015}' | '−' => '-',
        _ if c.is_whitespace() => ' ',
        _ => c,
    }
}

fn luhn(digits: &[u32]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| match place % 2 {
            0 => *digit,
            _ if *digit > 4 => digit * 2 - 9,
            _ => digit * 2,
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn control_and_direction_marks_are_taken_out() {
        assert_eq!(
            clean("payer", "  José\u{1b}p\u{0}\n Nuñez\u{202e} ", 60),
            Ok("Josép Nuñez".to_owned())
        );
        assert_eq!(clean("payer", "\u{200b}\u{feff}\u{85}", 60), Ok(String::new()));
    }

    #[test]
    fn too_long_is_refused_by_name() {
        assert_eq!(
            clean("note", &"x".repeat(201), NOTE_LENGTH),
            Err(Refusal::TextTooLong {
                field: "note".into(),
                limit: 200
            })
        );
        assert!(clean("note", &"ñ".repeat(200), NOTE_LENGTH).is_ok());
    }

    #[test]
    fn nothing_where_something_is_needed() {
        assert_eq!(
            clean_required("reason", " \t", 10),
            Err(Refusal::TextMissing { field: "reason".into() })
        );
    }

    #[test]
    fn card_numbers() {
        for held in [
            "4111111111111111",
            "pan 4111 1111 1111 1111 x",
            "5500-0000-0000-0004",
            "378282246310005",
            "no 6011.1111.1111.1117!",
            "４１１１ １１１１ １１１１ １１１１",
            "4111–1111—1111−1111",
            "4111\u{a0}1111\u{2009}1111\u{3000}1111",
        ] {
            assert!(holds_card_number(held), "{held}");
        }
        for free in [
            "4111111111111112",
            "4111",
            "20-04127-03",
            "0000000000000",
            "phone 805 555 0100 and 805 555 0101",
        ] {
            assert!(!holds_card_number(free), "{free}");
        }
    }

    /// Numbers of each network, most of them its published test cards; and digits that
    /// pass the check by chance, with another beginning or another length.
    #[test]
    fn each_network_has_its_beginnings_and_lengths() {
        for held in [
            "4222222222222",
            "4111111111111111",
            "4000000000000000006",
            "5105105105105100",
            "2223003122003222",
            "341111111111111",
            "371449635398431",
            "6011000990139424",
            "6500000000000002",
            "30569309025904",
            "36227206271667",
            "3530111333300000",
            "6200000000000005",
            "8171999927660000",
            "6759649826438453",
        ] {
            assert!(holds_card_number(held), "{held}");
        }
        for free in [
            "2322300000052",
            "211370540000009",
            "5500000000004",
            "400000000000000200",
            "41111111111114",
            "34111111111111118",
            "2220000000000000",
            "2721000000000004",
            "3411111111111110",
            "6100000000000006",
            "64300000000000003",
        ] {
            let digits: Vec<u32> = free.chars().filter_map(|c| c.to_digit(10)).collect();
            assert!(luhn(&digits), "{free}");
            assert!(!holds_card_number(free), "{free}");
        }
    }

    #[test]
    fn a_card_number_is_masked() {
        for (given, kept) in [
            ("4111111111111111", "····1111"),
            ("CARD 5500-0000-0000-0004, NSF", "CARD ····0004, NSF"),
            ("REF4111111111111111X 4222222222222", "REF····1111X ····2222"),
            ("4111 1111 1111 1111 378282246310005", "····1111 ····0005"),
            ("４１１１　１１１１ １１１１ １１１１ é", "····1111 é"),
            ("SB2322300000052", "SB2322300000052"),
            ("122099990004001", "122099990004001"),
            ("", ""),
        ] {
            assert_eq!(clean_masked("note", given, 200), Ok(kept.to_owned()), "{given}");
        }
        assert!(clean_masked("note", "4111111111111111", 15).is_err());
    }

    proptest! {
        #[test]
        fn cleaned_text_is_clean_again(text in "\\PC{0,40}") {
            if let Ok(once) = clean("note", &text, 200) {
                prop_assert_eq!(clean("note", &once, 200), Ok(once.clone()));
                prop_assert!(!once.chars().any(is_hidden));
            }
        }

        #[test]
        fn what_is_masked_holds_no_card_number(
            text in "([4５2][0-9]{12,15}|[0-9]{1,4}|[ .x–-]|4111 1111 1111 1111){0,12}",
        ) {
            let masked = clean_masked("note", &text, 400).unwrap();
            prop_assert!(!holds_card_number(&masked));
            prop_assert_eq!(clean_masked("note", &masked, 400), Ok(masked.clone()));
            match clean("note", &text, 400) {
                Ok(text) => prop_assert_eq!(text, masked),
                Err(refusal) => prop_assert_eq!(refusal, Refusal::CardNumberInText { field: "note".into() }),
            }
        }
    }
}
