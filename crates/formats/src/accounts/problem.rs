//! What may be wrong with an accounts file: the line, a code, and what to do.

use std::fmt;

use counterfoil_domain::refusal::Refusal;

/// Something wrong with the file. Nothing of it is taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line, from 1.
    pub line: u64,
    /// What is wrong there.
    pub kind: ProblemKind,
}

/// What is wrong with a line, or with the file as a whole. The code is the
/// variant's name in snake case, that of a [`Refusal`] its own.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(
    missing_docs,
    reason = "the message beside each variant is its documentation; fields are the facts in it"
)]
pub enum ProblemKind {
    // The file.
    #[error("the file cannot be read on: {cause}")]
    Unreadable { cause: String },
    #[error("the file must begin with its header, H")]
    HeaderMissing,
    #[error("there is a second header; two files were put together")]
    HeaderTwice,
    #[error(
        "the format is '{given}', this program reads {} and {}",
        super::FORMAT,
        super::FORMAT_WITH_BATCH
    )]
    FormatUnknown { given: String },
    #[error("'{given}' is not an instant such as 2026-11-20T06:00:00Z")]
    InstantMalformed { given: String },
    #[error("'{given}' is not the number of a posting batch such as 12")]
    BatchMalformed { given: String },
    #[error(
        "the balances include posting batch {batch}, which only central records know; take the file in there, or have it written without a batch"
    )]
    BatchWithoutCentral { batch: u64 },
    #[error("these are accounts of '{given}', not of '{expected}'")]
    CityOther { given: String, expected: String },
    #[error("the file ends without its trailer, T, and a line end after it: it was cut off; have it written again")]
    TrailerMissing,
    #[error("the trailer says {said} {what}, the file has {found}: records were lost or added; have it written again")]
    TrailerMismatch {
        what: &'static str,
        said: String,
        found: String,
    },
    #[error("the trailer's {what} '{given}' is not written as it must be")]
    TrailerMalformed { what: &'static str, given: String },
    #[error("there is something after the trailer")]
    AfterTrailer,
    #[error("too many problems; put these right first")]
    TooManyProblems,

    // A line.
    #[error("the line is longer than {limit} bytes", limit = super::LINE_LENGTH)]
    LineTooLong,
    #[error("the line is not UTF-8")]
    NotUtf8,
    #[error("a quoted field is not closed before the end of the line")]
    QuoteOpen,
    #[error("'{given}' is not a kind of record; column 1 is H, A, C or T")]
    RecordUnknown { given: String },
    #[error("a record of kind {kind} has {expected} fields, this one has {found}")]
    FieldCount { kind: char, expected: usize, found: usize },

    // A record.
    #[error("{field}: '{given}' is not a date such as 2026-11-30")]
    DateMalformed { field: &'static str, given: String },
    #[error("there is no flag '{given}'; flags are bankruptcy, lien, payment_plan, parted by spaces")]
    FlagUnknown { given: String },
    #[error("the charge stands before any account")]
    ChargeWithoutAccount,
    #[error("charge '{id}' stands twice on account {account}")]
    ChargeTwice { account: String, id: String },
    #[error("charge code '{code}' is not in the configuration")]
    ChargeCodeUnknown { code: String },
    #[error("'{given}' is a name that returned items have here; billing's accounts and charges are named otherwise")]
    OwnName { given: String },
    #[error("account {account} has more than {limit} charges", limit = super::CHARGES_OF_ACCOUNT)]
    TooManyCharges { account: String },
    #[error("account {account} stands twice, first on line {first}")]
    AccountTwice { account: String, first: u64 },
    /// A field that the rules for amounts and text refuse.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

impl Problem {
    /// The code, for scripts.
    #[must_use]
    pub fn code(&self) -> String {
        let name = match &self.kind {
            ProblemKind::Refused(refusal) => return refusal.code(),
            ProblemKind::Unreadable { .. } => "unreadable",
            ProblemKind::HeaderMissing => "header_missing",
            ProblemKind::HeaderTwice => "header_twice",
            ProblemKind::FormatUnknown { .. } => "format_unknown",
            ProblemKind::InstantMalformed { .. } => "instant_malformed",
            ProblemKind::BatchMalformed { .. } => "batch_malformed",
            ProblemKind::BatchWithoutCentral { .. } => "batch_without_central",
            ProblemKind::CityOther { .. } => "city_other",
            ProblemKind::TrailerMissing => "trailer_missing",
            ProblemKind::TrailerMismatch { .. } => "trailer_mismatch",
            ProblemKind::TrailerMalformed { .. } => "trailer_malformed",
            ProblemKind::AfterTrailer => "after_trailer",
            ProblemKind::TooManyProblems => "too_many_problems",
            ProblemKind::LineTooLong => "line_too_long",
            ProblemKind::NotUtf8 => "not_utf8",
            ProblemKind::QuoteOpen => "quote_open",
            ProblemKind::RecordUnknown { .. } => "record_unknown",
            ProblemKind::FieldCount { .. } => "field_count",
            ProblemKind::DateMalformed { .. } => "date_malformed",
            ProblemKind::FlagUnknown { .. } => "flag_unknown",
            ProblemKind::ChargeWithoutAccount => "charge_without_account",
            ProblemKind::ChargeTwice { .. } => "charge_twice",
            ProblemKind::ChargeCodeUnknown { .. } => "charge_code_unknown",
            ProblemKind::OwnName { .. } => "own_name",
            ProblemKind::TooManyCharges { .. } => "too_many_charges",
            ProblemKind::AccountTwice { .. } => "account_twice",
        };
        name.to_owned()
    }
}

/// `line 7: date_malformed: due_date: '11/30/2026' is not a date such as 2026-11-30`
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}: {}", self.line, self.code(), self.kind)
    }
}

impl std::error::Error for Problem {}

/// What a message may repeat of a bad field: short, and nothing that acts on a terminal.
pub(super) fn shortened(given: &str) -> String {
    given.chars().filter(|c| !c.is_control()).take(24).collect()
}
