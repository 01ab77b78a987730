//! What is entered of checks, cards and other tenders, checked field by field.

use crate::config::{TenderField, TenderType};
use crate::money::Cents;
use crate::receipt::{CardData, CheckData, Tender};
use crate::refusal::Refusal;
use crate::text::{self, REFERENCE_LENGTH};

/// A tender as it was entered, before it is decided upon. Amount already parsed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TenderOffer {
    /// The tender type's code.
    pub tender: String,
    /// How much; for cash, what was handed over.
    pub amount: Cents,
    /// The bank's routing number.
    pub routing: Option<String>,
    /// The account number on a check. Kept only as its last four and a token.
    pub account: Option<String>,
    /// The token of routing and account number, made with the site's key outside
    /// this crate; empty where there is no account number.
    pub token: Option<String>,
    /// The check's number.
    pub number: Option<String>,
    /// The card's brand.
    pub brand: Option<String>,
    /// The card's last four digits.
    pub last_four: Option<String>,
    /// The approval code.
    pub approval: Option<String>,
    /// The terminal's reference.
    pub terminal: Option<String>,
    /// A voucher's or order's number.
    pub reference: Option<String>,
}

impl TenderOffer {
    fn field(&self, field: TenderField) -> Option<&str> {
        match field {
            TenderField::Routing => &self.routing,
            TenderField::Account => &self.account,
            TenderField::Number => &self.number,
            TenderField::Brand => &self.brand,
            TenderField::LastFour => &self.last_four,
            TenderField::Approval => &self.approval,
            TenderField::Terminal => &self.terminal,
            TenderField::Reference => &self.reference,
        }
        .as_deref()
        .map(str::trim)
        .filter(|given| !given.is_empty())
    }

    /// The tender as a receipt would hold it, its amount still as handed over.
    ///
    /// # Errors
    /// In this order: [`Refusal::AmountZero`], [`Refusal::TenderFieldMissing`],
    /// [`Refusal::TenderFieldUnwanted`]; then field by field [`Refusal::CardNumberInText`],
    /// [`Refusal::TenderFieldMalformed`], [`Refusal::RoutingChecksum`], [`Refusal::TextTooLong`].
    pub fn checked(&self, kind: &TenderType, name: &str) -> Result<Tender, Refusal> {
        if self.amount <= Cents::ZERO {
            return Err(Refusal::AmountZero {
                field: kind.name.clone(),
            });
        }
        for field in &kind.needs {
            if self.field(*field).is_none() {
                return Err(Refusal::TenderFieldMissing {
                    tender: kind.name.clone(),
                    field: label(*field).to_owned(),
                });
            }
        }
        for field in ALL {
            if self.field(field).is_some() && !kind.holds(field) {
                return Err(Refusal::TenderFieldUnwanted {
                    tender: kind.name.clone(),
                    field: label(field).to_owned(),
                });
            }
        }
        for field in ALL {
            if let Some(given) = self.field(field) {
                check_field(field, given)?;
            }
        }
        Ok(Tender {
            code: kind.code.clone(),
            kind: kind.kind,
            name: name.to_owned(),
            amount: self.amount,
            handed: None,
            check: kind.kind.is_check().then(|| self.check_data()),
            card: (kind.kind == crate::config::TenderKind::Card).then(|| self.card_data()),
            reference: self.owned(TenderField::Reference),
        })
    }

    fn owned(&self, field: TenderField) -> Option<String> {
        self.field(field).map(str::to_owned)
    }

    fn check_data(&self) -> CheckData {
        CheckData {
            number: self.owned(TenderField::Number),
            routing: self.owned(TenderField::Routing),
            last_four: self.field(TenderField::Account).map(last_four),
            token: self.token.clone().filter(|token| !token.is_empty()),
        }
    }

    fn card_data(&self) -> CardData {
        CardData {
            brand: self.owned(TenderField::Brand),
            last_four: self.owned(TenderField::LastFour),
            approval: self.owned(TenderField::Approval),
            terminal: self.owned(TenderField::Terminal),
        }
    }
}

const ALL: [TenderField; 8] = [
    TenderField::Routing,
    TenderField::Account,
    TenderField::Number,
    TenderField::Brand,
    TenderField::LastFour,
    TenderField::Approval,
    TenderField::Terminal,
    TenderField::Reference,
];

fn label(field: TenderField) -> &'static str {
    match field {
        TenderField::Routing => "routing number",
        TenderField::Account => "account number",
        TenderField::Number => "number",
        TenderField::Brand => "brand",
        TenderField::LastFour => "last four digits",
        TenderField::Approval => "approval code",
        TenderField::Terminal => "terminal reference",
        TenderField::Reference => "reference",
    }
}

fn check_field(field: TenderField, given: &str) -> Result<(), Refusal> {
    let digits = given.bytes().all(|b| b.is_ascii_digit());
    // An account number may look like a card number; it is never kept whole.
    if field != TenderField::Account && text::holds_card_number(given) {
        return Err(Refusal::CardNumberInText {
            field: label(field).to_owned(),
        });
    }
    let rule = match field {
        TenderField::Routing if !digits || given.len() != 9 => "nine digits",
        TenderField::Routing if !routing_is_valid(given) => {
            return Err(Refusal::RoutingChecksum {
                routing: given.to_owned(),
            });
        }
        TenderField::Account if !is_account_number(given) => "4 to 17 digits, as the check prints them",
        TenderField::Number if !digits || given.len() > 15 => "digits only, at most 15",
        TenderField::LastFour if !digits || given.len() != 4 => "the last four digits only",
        TenderField::Routing | TenderField::Account | TenderField::Number | TenderField::LastFour => return Ok(()),
        TenderField::Brand | TenderField::Approval | TenderField::Terminal | TenderField::Reference => {
            let cleaned = text::clean(label(field), given, REFERENCE_LENGTH)?;
            if cleaned == given {
                return Ok(());
            }
            "plain letters, digits and signs"
        }
    };
    Err(Refusal::TenderFieldMalformed {
        field: label(field).to_owned(),
        given: masked(field, given),
        rule: rule.to_owned(),
    })
}

/// At least four digits, which is also what stands for an account number whose
/// token is known and of which nothing else was kept.
fn is_account_number(given: &str) -> bool {
    let digits = given.bytes().filter(u8::is_ascii_digit).count();
    (4..=17).contains(&digits) && given.len() <= 24 && given.bytes().all(|b| b.is_ascii_digit() || b" -".contains(&b))
}

/// What of a malformed field may be repeated in a refusal: never a run of digits
/// that might be a card's or an account's number.
fn masked(field: TenderField, given: &str) -> String {
    match field {
        TenderField::Account | TenderField::LastFour | TenderField::Number => "…".to_owned(),
        _ if given.chars().filter(char::is_ascii_digit).count() > 9 => "…".to_owned(),
        _ => given.chars().filter(|c| !c.is_control()).take(24).collect(),
    }
}

/// The last four digits of an account number.
#[must_use]
pub fn last_four(account: &str) -> String {
    let digits: Vec<char> = account.chars().filter(char::is_ascii_digit).collect();
    digits[digits.len().saturating_sub(4)..].iter().collect()
}

/// A check's number as it is compared: readers and people differ in leading zeros.
#[must_use]
pub fn plain_number(number: &str) -> &str {
    let number = number.trim();
    match number.trim_start_matches('0') {
        "" => number,
        rest => rest,
    }
}

/// So many digits in a row may be an account's number.
const ACCOUNT_DIGITS: usize = 7;

/// A text that somebody else wrote, in which an account's number may stand: of many digits
/// in a row only the last four are kept.
#[must_use]
pub fn without_account_numbers(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(from) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, run) = rest.split_at(from);
        let end = run.find(|c: char| !c.is_ascii_digit()).unwrap_or(run.len());
        let (digits, behind) = run.split_at(end);
        kept.push_str(before);
        if digits.len() < ACCOUNT_DIGITS {
            kept.push_str(digits);
        } else {
            kept.push_str("····");
            kept.push_str(&digits[digits.len() - 4..]);
        }
        rest = behind;
    }
    kept.push_str(rest);
    kept
}

/// Whether nine digits pass the checksum of American routing numbers:
/// weights 3, 7, 1, the sum divisible by ten (ABA; Key to Routing Numbers).
#[must_use]
pub fn routing_is_valid(routing: &str) -> bool {
    let digits: Vec<u32> = routing.chars().filter_map(|c| c.to_digit(10)).collect();
    let sum: u32 = digits
        .iter()
        .zip([3, 7, 1].into_iter().cycle())
        .map(|(digit, weight)| digit * weight)
        .sum();
    digits.len() == 9 && routing.len() == 9 && sum > 0 && sum.is_multiple_of(10)
}
