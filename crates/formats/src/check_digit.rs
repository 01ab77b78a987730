//! Check digits over the digits of a text. Letters and signs carry no weight:
//! they are skipped, so `UB20` is checked as `20`.

use counterfoil_domain::config::CheckDigit;

/// The check digit of the digits in `text`, left to right; `None` where the rule
/// is that there is none.
///
/// `mod10` is Luhn's (ISO/IEC 7812-1, annex B): every second digit doubled,
/// beginning with the rightmost, the digits of the products summed, the tens
/// complement taken. `371` weighs the digits 3, 7, 1, 3, 7, 1, … from the left
/// and takes the tens complement of the sum.
#[must_use]
pub fn check_digit(rule: CheckDigit, text: &str) -> Option<char> {
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(10)).collect();
    let sum: u32 = match rule {
        CheckDigit::None => return None,
        CheckDigit::Mod10 => digits
            .iter()
            .rev()
            .enumerate()
            .map(|(place, digit)| if place % 2 == 0 { doubled(*digit) } else { *digit })
            .sum(),
        CheckDigit::Weights371 => digits
            .iter()
            .zip([3, 7, 1].into_iter().cycle())
            .map(|(digit, weight)| digit * weight % 10)
            .sum(),
    };
    char::from_digit((10 - sum % 10) % 10, 10)
}

/// Twice a digit, the digits of the product summed.
fn doubled(digit: u32) -> u32 {
    if digit > 4 { digit * 2 - 9 } else { digit * 2 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_digits() {
        for (rule, text, expected) in [
            // The example of ISO/IEC 7812-1 and a well-known test card.
            (CheckDigit::Mod10, "7992739871", Some('3')),
            (CheckDigit::Mod10, "411111111111111", Some('1')),
            (CheckDigit::Mod10, "0", Some('0')),
            (CheckDigit::Mod10, "", Some('0')),
            // Routing numbers are made by 3-7-1: 12100035-8, 01100001-5.
            (CheckDigit::Weights371, "12100035", Some('8')),
            (CheckDigit::Weights371, "01100001", Some('5')),
            (CheckDigit::Mod10, "UB-79 9273/9871", Some('3')),
            (CheckDigit::None, "123", None),
        ] {
            assert_eq!(check_digit(rule, text), expected, "{rule:?} {text}");
        }
    }

    proptest! {
        /// Both rules find every wrong digit, which is what they are for.
        #[test]
        fn one_wrong_digit_is_found(digits in "[0-9]{1,30}", place in 0usize..30, by in 1u32..10) {
            let place = place % digits.len();
            let wrong: String = digits
                .chars()
                .enumerate()
                .map(|(at, c)| match c.to_digit(10) {
                    Some(digit) if at == place => char::from_digit((digit + by) % 10, 10).unwrap_or(c),
                    _ => c,
                })
                .collect();
            for rule in [CheckDigit::Mod10, CheckDigit::Weights371] {
                prop_assert_ne!(check_digit(rule, &digits), check_digit(rule, &wrong));
            }
        }
    }
}
