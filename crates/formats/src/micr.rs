//! MICR lines of American checks, as readers that act like keyboards send them.
//!
//! The line's signs (ANSI X9.100-160) come as the Unicode characters or as one of
//! the transliterations that readers and fonts use:
//!
//! | sign | taken as |
//! |---|---|
//! | transit ⑆ | `⑆` `T` `t` `A` `a` `:` |
//! | on-us ⑈ | `⑈` `U` `u` `O` `o` `C` `c` `<` |
//! | amount ⑇ | `⑇` `$` `B` `b` `;` |
//! | dash ⑉ | `⑉` `-` `D` `d` `=` |
//!
//! Two layouts are read: a personal check `⑆routing⑆ account⑈ number`, and a
//! business check `⑈number⑈ ⑆routing⑆ account⑈`. An amount between amount signs,
//! which a bank adds later, is passed over, as is a transaction code that follows
//! the account of a business check.

use std::fmt;

use counterfoil_domain::check::routing_is_valid;
use counterfoil_domain::refusal::Refusal;

/// The longest line that is looked at, in characters; real ones have at most 65.
pub const LINE_LENGTH: usize = 120;

/// What a check's MICR line says.
#[derive(Clone, PartialEq, Eq)]
pub struct Micr {
    /// The bank's routing number, nine digits, its checksum right.
    pub routing: String,
    /// The account number, digits only. Not to be kept whole.
    pub account: String,
    /// The check's number without leading zeros, as the check prints it in its
    /// corner; none where the line has none.
    pub number: Option<String>,
}

/// Shows nothing of the account but its last four digits, so that no log holds it.
impl fmt::Debug for Micr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let last_four = &self.account[self.account.len().saturating_sub(4)..];
        write!(
            f,
            "Micr {{ routing: {}, account: …{last_four}, number: {:?} }}",
            self.routing, self.number
        )
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Transit,
    OnUs,
    Amount,
    Dash,
    Space,
    Digit(char),
}

/// Reads a check's MICR line.
///
/// # Errors
/// [`Refusal::MicrMalformed`] saying what is wrong with the line, and
/// [`Refusal::RoutingChecksum`] where only the routing number's checksum is.
pub fn read(line: &str) -> Result<Micr, Refusal> {
    let line = line.trim_matches(|c: char| c.is_whitespace() || c.is_control());
    if line.chars().count() > LINE_LENGTH {
        return Err(malformed("it is too long"));
    }
    let mut signs = Vec::with_capacity(line.len());
    for c in line.chars() {
        signs.push(sign(c).ok_or_else(|| malformed(&format!("'{}' does not belong there", c.escape_default())))?);
    }
    let signs = without_amount(&signs)?;
    let [before, routing, after] = around_transit(signs)?;
    let routing = routing_number(routing)?;
    let auxiliary = auxiliary_number(before)?;
    let on_us = after
        .iter()
        .position(|sign| *sign == Sign::OnUs)
        .ok_or_else(|| malformed("the on-us sign after the account is missing"))?;
    let account = digits(&after[..on_us]);
    if !(4..=17).contains(&account.len()) {
        return Err(malformed("the account number must have 4 to 17 digits"));
    }
    let trailing = &after[on_us + 1..];
    if trailing.contains(&Sign::OnUs) {
        return Err(malformed("there is an on-us sign too many"));
    }
    let number = match auxiliary {
        Some(number) => Some(number),
        None => check_number(trailing)?,
    };
    Ok(Micr {
        routing,
        account,
        number,
    })
}

fn sign(c: char) -> Option<Sign> {
    Some(match c {
        '⑆' | 'T' | 't' | 'A' | 'a' | ':' => Sign::Transit,
        '⑈' | 'U' | 'u' | 'O' | 'o' | 'C' | 'c' | '<' => Sign::OnUs,
        '⑇' | '$' | 'B' | 'b' | ';' => Sign::Amount,
        '⑉' | '-' | 'D' | 'd' | '=' => Sign::Dash,
        ' ' => Sign::Space,
        '0'..='9' => Sign::Digit(c),
        _ => return None,
    })
}

/// The line up to the amount field, which stands last.
fn without_amount(signs: &[Sign]) -> Result<&[Sign], Refusal> {
    let Some(first) = signs.iter().position(|sign| *sign == Sign::Amount) else {
        return Ok(signs);
    };
    let field = &signs[first..];
    match field {
        [_, inner @ .., Sign::Amount] if inner.iter().all(|sign| matches!(sign, Sign::Digit(_) | Sign::Space)) => {
            Ok(&signs[..first])
        }
        _ => Err(malformed("the amount field is not closed at the end")),
    }
}

/// The line before, between and after its two transit signs.
fn around_transit(signs: &[Sign]) -> Result<[&[Sign]; 3], Refusal> {
    let places: Vec<usize> = (0..signs.len())
        .filter(|place| signs[*place] == Sign::Transit)
        .collect();
    match places[..] {
        [first, second] => Ok([&signs[..first], &signs[first + 1..second], &signs[second + 1..]]),
        _ => Err(malformed("the routing number must stand between two transit signs")),
    }
}

fn routing_number(signs: &[Sign]) -> Result<String, Refusal> {
    let routing = digits(signs);
    if routing.len() != 9 || signs.iter().any(|sign| !matches!(sign, Sign::Digit(_) | Sign::Space)) {
        return Err(malformed("the routing number must have nine digits"));
    }
    if routing_is_valid(&routing) {
        Ok(routing)
    } else {
        Err(Refusal::RoutingChecksum { routing })
    }
}

/// The number between two on-us signs before the routing number of a business check.
fn auxiliary_number(signs: &[Sign]) -> Result<Option<String>, Refusal> {
    let spaced = |sign: &&Sign| **sign != Sign::Space;
    let (Some(first), Some(last)) = (
        signs.iter().position(|s| spaced(&s)),
        signs.iter().rposition(|s| spaced(&s)),
    ) else {
        return Ok(None);
    };
    let field = &signs[first..=last];
    let inside = field.len() >= 2 && field[0] == Sign::OnUs && field[field.len() - 1] == Sign::OnUs;
    let inner = if inside { &field[1..field.len() - 1] } else { &[] };
    if !inside || inner.contains(&Sign::OnUs) || digits(inner).is_empty() {
        return Err(malformed(
            "what stands before the routing number must be a check number between on-us signs",
        ));
    }
    check_number(inner)
}

fn check_number(signs: &[Sign]) -> Result<Option<String>, Refusal> {
    let printed = digits(signs);
    if printed.len() > 15 {
        return Err(malformed("the check number has more than 15 digits"));
    }
    let number = printed.trim_start_matches('0');
    Ok(match (printed.is_empty(), number.is_empty()) {
        (true, _) => None,
        (false, true) => Some("0".to_owned()),
        (false, false) => Some(number.to_owned()),
    })
}

fn digits(signs: &[Sign]) -> String {
    signs
        .iter()
        .filter_map(|sign| match sign {
            Sign::Digit(digit) => Some(*digit),
            _ => None,
        })
        .collect()
}

fn malformed(problem: &str) -> Refusal {
    Refusal::MicrMalformed {
        problem: problem.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read_as(line: &str) -> (String, String, Option<String>) {
        let micr = read(line).unwrap_or_else(|refusal| panic!("{line}: {refusal}"));
        (micr.routing, micr.account, micr.number)
    }

    fn parts(routing: &str, account: &str, number: Option<&str>) -> (String, String, Option<String>) {
        (routing.to_owned(), account.to_owned(), number.map(str::to_owned))
    }

    #[test]
    fn personal_checks() {
        let expected = parts("121000358", "123456789012", Some("417"));
        for line in [
            "⑆121000358⑆ 123456789012⑈ 0417",
            "⑆121000358⑆123456789012⑈0417",
            "T121000358T 123456789012U 0417",
            "t121000358t 123456789012o 0417",
            ":121000358: 123456789012< 0417",
            "A121000358A 123456789012C 0417",
            " ⑆121000358⑆ 1234⑉5678⑉9012⑈ 0417\r\n",
            "T121000358T 1234-5678 9012U 0417",
            "⑆121000358⑆ 123456789012⑈ 0417 ⑇0000018462⑇",
            ":121000358: 123456789012< 0417;0000018462;",
        ] {
            assert_eq!(read_as(line), expected, "{line}");
        }
        assert_eq!(read_as("T121000358T 1234U"), parts("121000358", "1234", None));
        assert_eq!(read_as("T121000358T 1234U 0000"), parts("121000358", "1234", Some("0")));
    }

    #[test]
    fn business_checks() {
        let expected = parts("011000015", "7700123", Some("2347"));
        for line in [
            "⑈002347⑈ ⑆011000015⑆ 7700123⑈",
            "U002347U T011000015T 7700123U",
            "C002347C A011000015A 7700123C",
            "<002347< :011000015: 7700123<",
            "⑈002347⑈ ⑆011000015⑆ 7700123⑈ 20",
        ] {
            assert_eq!(read_as(line), expected, "{line}");
        }
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (line, problem) in [
            ("", "the routing number must stand between two transit signs"),
            (
                "121000358 1234567 0417",
                "the routing number must stand between two transit signs",
            ),
            (
                "T121000358 1234567U",
                "the routing number must stand between two transit signs",
            ),
            ("TTT", "the routing number must stand between two transit signs"),
            ("T12100035T 1234567U 0417", "the routing number must have nine digits"),
            ("T12345-678T 1234567U 0417", "the routing number must have nine digits"),
            ("T121000358T 1234567", "the on-us sign after the account is missing"),
            ("T121000358T 123U 0417", "the account number must have 4 to 17 digits"),
            (
                "T121000358T 123456789012345678U",
                "the account number must have 4 to 17 digits",
            ),
            ("T121000358T 1234567U 0417U", "there is an on-us sign too many"),
            (
                "T121000358T 1234567U 1234567890123456",
                "the check number has more than 15 digits",
            ),
            (
                "U1234567890123456U T121000358T 1234567U",
                "the check number has more than 15 digits",
            ),
            (
                "2347 T121000358T 1234567U",
                "what stands before the routing number must be a check number between on-us signs",
            ),
            (
                "UU T121000358T 1234567U",
                "what stands before the routing number must be a check number between on-us signs",
            ),
            (
                "U T121000358T 1234567U",
                "what stands before the routing number must be a check number between on-us signs",
            ),
            (
                "T121000358T 1234567U 0417 $0001",
                "the amount field is not closed at the end",
            ),
            ("$", "the amount field is not closed at the end"),
            ("$12$ T121000358T 1234567U", "the amount field is not closed at the end"),
            ("T121000358T 1234567U 04?7", "'?' does not belong there"),
            ("T１21000358T 1234567U", "'\\u{ff11}' does not belong there"),
        ] {
            assert_eq!(read(line).unwrap_err(), malformed(problem), "{line}");
        }
        assert_eq!(read(&"0".repeat(121)).unwrap_err(), malformed("it is too long"));
    }

    #[test]
    fn the_routing_checksum() {
        for routing in ["121000359", "121000385", "000000000"] {
            assert_eq!(
                read(&format!("T{routing}T 1234567U 0417")).unwrap_err(),
                Refusal::RoutingChecksum {
                    routing: routing.to_owned()
                }
            );
        }
    }

    #[test]
    fn no_log_holds_the_account_number() {
        let shown = format!("{:?}", read("T121000358T 123456789012U 0417"));
        assert!(shown.contains("…9012") && !shown.contains("5678"), "{shown}");
    }

    proptest! {
        #[test]
        fn no_text_panics(line in "\\PC{0,60}") {
            let _outcome = read(&line);
        }

        #[test]
        fn no_line_of_its_own_characters_panics(line in "[0-9TUAC$⑆⑈⑇⑉ ;:<-]{0,60}") {
            if let Ok(micr) = read(&line) {
                prop_assert!(routing_is_valid(&micr.routing));
                prop_assert!((4..=17).contains(&micr.account.len()));
            }
        }
    }
}
