//! Scan lines: the code that a bill prints for the counter's scanner.
//!
//! A pattern is literal text with fields in braces, each with its length:
//! `UB{account:9}{amount:8}{check:1}`. Fields:
//!
//! | field | holds |
//! |---|---|
//! | `account` | letters and digits of the account number; the picture puts its signs back |
//! | `reference` | a citation, permit or licence number: letters, digits, hyphens, spaces at the end |
//! | `amount` | the amount in cents, digits only |
//! | `check` | the check digit, one digit, over all digits that stand before it |
//! | `skip` | anything that does not matter here |
//!
//! Every line of a pattern has the same length, so reading needs no guessing.

use counterfoil_domain::config::{CheckDigit, ScanLine};
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;

use crate::check_digit::check_digit;

/// The longest line that any bill may have, in characters.
pub const LINE_LENGTH: usize = 200;

/// What a scanned bill says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan {
    /// The bill's name, from the configuration.
    pub bill: String,
    /// The account number as bills print it, where the line has one.
    pub account: Option<String>,
    /// The amount that the bill prints, where the line has one.
    pub amount: Option<Cents>,
    /// The citation, permit or licence number, where the line has one.
    pub reference: Option<String>,
}

/// A compiled pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScanPattern {
    bill: String,
    parts: Vec<Part>,
    check: CheckDigit,
    picture: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Literal(String),
    Field(Field, usize),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Account,
    Amount,
    Reference,
    Check,
    Skip,
}

/// Reads a scanned line: the first pattern that fits and whose check digit is right.
/// Space and line ends around it, as scanners send them, do not matter.
///
/// # Errors
/// [`Refusal::ScanCheckDigit`] where a pattern fits but for its check digit,
/// [`Refusal::ScanUnknown`] where none fits.
pub fn read(line: &str, patterns: &[ScanPattern]) -> Result<Scan, Refusal> {
    let line = line.trim_matches(|c: char| c.is_whitespace() || c.is_control());
    let mut refusal = Refusal::ScanUnknown;
    if line.len() > LINE_LENGTH || !line.is_ascii() {
        return Err(refusal);
    }
    for pattern in patterns {
        match pattern.read(line) {
            Err(Refusal::ScanUnknown) => {}
            Err(check_digit) if refusal == Refusal::ScanUnknown => refusal = check_digit,
            Err(_) => {}
            Ok(scan) => return Ok(scan),
        }
    }
    Err(refusal)
}

impl ScanPattern {
    /// Compiles the pattern of a bill.
    ///
    /// # Errors
    /// [`Refusal::ConfigurationInvalid`] where the pattern cannot be read, names no
    /// account and no reference, has a field twice, or does not fit its check digit
    /// or picture.
    pub fn compile(line: &ScanLine) -> Result<ScanPattern, Refusal> {
        let fault = |problem: &str| Refusal::ConfigurationInvalid {
            problem: format!("scan_lines: {}: {problem}", line.name),
        };
        let parts = parts(&line.pattern).map_err(|problem| fault(&problem))?;
        let pattern = ScanPattern {
            bill: line.name.clone(),
            parts,
            check: line.check,
            picture: line.account_picture.clone(),
        };
        pattern.fits_together().map_err(|problem| fault(&problem))?;
        Ok(pattern)
    }

    fn fits_together(&self) -> Result<(), String> {
        for field in [Field::Account, Field::Amount, Field::Reference, Field::Check] {
            let stands = self
                .parts
                .iter()
                .filter(|part| matches!(part, Part::Field(f, _) if *f == field));
            if stands.count() > 1 {
                return Err(format!("{{{}}} stands twice", field.name()));
            }
        }
        if self.length_of(Field::Account).is_none() && self.length_of(Field::Reference).is_none() {
            return Err("the pattern has neither {account} nor {reference}".to_owned());
        }
        match (self.check, self.length_of(Field::Check)) {
            (CheckDigit::None, None) | (CheckDigit::Mod10 | CheckDigit::Weights371, Some(1)) => {}
            (CheckDigit::None, Some(_)) => return Err("the pattern has {check}, and check says none".to_owned()),
            (_, None) => return Err("check names a rule, and the pattern has no {check:1}".to_owned()),
            (_, Some(length)) => return Err(format!("{{check:{length}}}: a check digit is one digit")),
        }
        if self.length_of(Field::Amount).is_some_and(|length| length > 11) {
            return Err("{amount} is longer than 11 digits".to_owned());
        }
        if self.length() > LINE_LENGTH {
            return Err(format!("the line is longer than {LINE_LENGTH} characters"));
        }
        if let Some(picture) = &self.picture {
            let places = picture.matches('#').count();
            if Some(places) != self.length_of(Field::Account) {
                return Err(format!(
                    "account_picture has {places} places, {{account}} has another length"
                ));
            }
        }
        Ok(())
    }

    fn length_of(&self, field: Field) -> Option<usize> {
        self.parts.iter().find_map(|part| match part {
            Part::Field(f, length) if *f == field => Some(*length),
            _ => None,
        })
    }

    fn length(&self) -> usize {
        self.parts
            .iter()
            .map(|part| match part {
                Part::Literal(text) => text.len(),
                Part::Field(_, length) => *length,
            })
            .sum()
    }

    fn read(&self, line: &str) -> Result<Scan, Refusal> {
        if line.len() != self.length() || !line.is_ascii() {
            return Err(Refusal::ScanUnknown);
        }
        let mut scan = Scan {
            bill: self.bill.clone(),
            account: None,
            amount: None,
            reference: None,
        };
        let mut right = true;
        let mut at = 0;
        for part in &self.parts {
            match part {
                Part::Literal(text) => {
                    if !line[at..].starts_with(text.as_str()) {
                        return Err(Refusal::ScanUnknown);
                    }
                    at += text.len();
                }
                Part::Field(field, length) => {
                    let given = &line[at..at + length];
                    match field {
                        Field::Account => scan.account = Some(self.account(given)?),
                        Field::Amount => scan.amount = Some(cents(given)?),
                        Field::Reference => scan.reference = Some(reference(given)?),
                        Field::Check => right = digit(given)? == check_digit(self.check, &line[..at]),
                        Field::Skip => {}
                    }
                    at += length;
                }
            }
        }
        if right {
            Ok(scan)
        } else {
            Err(Refusal::ScanCheckDigit {
                bill: self.bill.clone(),
            })
        }
    }

    /// The account number with the signs that its picture gives back.
    fn account(&self, given: &str) -> Result<String, Refusal> {
        if !given.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(Refusal::ScanUnknown);
        }
        let Some(picture) = &self.picture else {
            return Ok(given.to_owned());
        };
        let mut places = given.chars();
        Ok(picture
            .chars()
            .filter_map(|c| if c == '#' { places.next() } else { Some(c) })
            .collect())
    }

    /// Makes the line that a bill would print; the reverse of [`read`]. Signs that
    /// the picture gives back are left out, amounts are filled up with zeros,
    /// references with spaces, what is skipped is zeros.
    ///
    /// # Errors
    /// [`Refusal::ScanUnknown`] where the bill lacks something that the pattern has,
    /// or something does not fit its place.
    pub fn make(&self, bill: &Scan) -> Result<String, Refusal> {
        let mut line = String::with_capacity(self.length());
        for part in &self.parts {
            match part {
                Part::Literal(text) => line.push_str(text),
                Part::Field(Field::Account, _) => {
                    let number = bill.account.as_deref().ok_or(Refusal::ScanUnknown)?;
                    let signs = self.picture.as_deref().unwrap_or("");
                    line.extend(
                        number
                            .chars()
                            .filter(|c| c.is_ascii_alphanumeric() || !signs.contains(*c)),
                    );
                }
                Part::Field(Field::Reference, length) => {
                    let reference = bill.reference.as_deref().ok_or(Refusal::ScanUnknown)?;
                    line.push_str(&format!("{reference:<length$}"));
                }
                Part::Field(Field::Amount, length) => {
                    let amount = bill.amount.ok_or(Refusal::ScanUnknown)?;
                    line.push_str(&format!("{:0length$}", amount.0));
                }
                Part::Field(Field::Check, _) => line.extend(check_digit(self.check, &line)),
                Part::Field(Field::Skip, length) => line.push_str(&"0".repeat(*length)),
            }
        }
        // Whatever did not fit its place does not read back as the same bill.
        match self.read(&line) {
            Ok(scan)
                if scan.account == bill.account && scan.amount == bill.amount && scan.reference == bill.reference =>
            {
                Ok(line)
            }
            _ => Err(Refusal::ScanUnknown),
        }
    }
}

impl Field {
    fn named(name: &str) -> Option<Field> {
        [
            Field::Account,
            Field::Amount,
            Field::Reference,
            Field::Check,
            Field::Skip,
        ]
        .into_iter()
        .find(|field| field.name() == name)
    }

    fn name(self) -> &'static str {
        match self {
            Field::Account => "account",
            Field::Amount => "amount",
            Field::Reference => "reference",
            Field::Check => "check",
            Field::Skip => "skip",
        }
    }
}

/// Takes a pattern apart.
fn parts(pattern: &str) -> Result<Vec<Part>, String> {
    if !pattern.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ') {
        return Err("the pattern has a character that scanners do not send".to_owned());
    }
    let mut parts = Vec::new();
    let mut rest = pattern;
    while !rest.is_empty() {
        let (literal, after) = rest.split_once('{').unwrap_or((rest, ""));
        if literal.contains('}') {
            return Err("a } stands without its {".to_owned());
        }
        if !literal.is_empty() {
            parts.push(Part::Literal(literal.to_owned()));
        }
        if literal.len() == rest.len() {
            break;
        }
        let (field, after) = after.split_once('}').ok_or("a { stands without its }")?;
        let (name, length) = field
            .split_once(':')
            .ok_or_else(|| format!("{{{field}}} has no length"))?;
        let kind = Field::named(name).ok_or_else(|| format!("there is no field {{{name}}}"))?;
        match length.parse::<usize>() {
            Ok(length) if (1..=LINE_LENGTH).contains(&length) => parts.push(Part::Field(kind, length)),
            _ => return Err(format!("{{{field}}}: the length must be from 1 to {LINE_LENGTH}")),
        }
        rest = after;
    }
    Ok(parts)
}

fn cents(given: &str) -> Result<Cents, Refusal> {
    if !given.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Refusal::ScanUnknown);
    }
    given.parse().map(Cents).map_err(|_| Refusal::ScanUnknown)
}

fn reference(given: &str) -> Result<String, Refusal> {
    let text = given.trim_end_matches(' ');
    let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if plain && !text.is_empty() {
        Ok(text.to_owned())
    } else {
        Err(Refusal::ScanUnknown)
    }
}

fn digit(given: &str) -> Result<Option<char>, Refusal> {
    match given.chars().next() {
        Some(c) if c.is_ascii_digit() => Ok(Some(c)),
        _ => Err(Refusal::ScanUnknown),
    }
}

#[cfg(test)]
mod tests;
