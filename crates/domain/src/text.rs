//! Text from outside: names, notes, references. Made safe before it is stored.

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
    if holds_card_number(&text) {
        return Err(Refusal::CardNumberInText {
            field: field.to_owned(),
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

/// C0, C1, zero-width and bidirectional formatting characters.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Whether a text holds 13 to 19 digits, groups of them parted by single
/// spaces, hyphens or points allowed, that pass the Luhn check (ISO/IEC 7812-1)
/// and begin as payment cards do. Full-width digits and dashes of any length are
/// read as a person would read them.
#[must_use]
pub fn holds_card_number(text: &str) -> bool {
    let text: String = text.chars().map(plain).collect();
    text.split(|c: char| !c.is_ascii_digit() && !matches!(c, ' ' | '-' | '.'))
        .any(|stretch| some_neighbours_are_card(&stretch.split([' ', '-', '.']).collect::<Vec<_>>()))
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

/// Whether some neighbouring groups of digits make a card number together.
fn some_neighbours_are_card(groups: &[&str]) -> bool {
    (0..groups.len()).any(|first| {
        let mut digits: Vec<u32> = Vec::new();
        groups[first..].iter().any(|group| {
            digits.extend(group.chars().filter_map(|c| c.to_digit(10)));
            (13..=19).contains(&digits.len()) && matches!(digits[0], 2..=6) && luhn(&digits)
        })
    })
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

    proptest! {
        #[test]
        fn cleaned_text_is_clean_again(text in "\\PC{0,40}") {
            if let Ok(once) = clean("note", &text, 200) {
                prop_assert_eq!(clean("note", &once, 200), Ok(once.clone()));
                prop_assert!(!once.chars().any(is_hidden));
            }
        }
    }
}
