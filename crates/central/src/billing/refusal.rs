//! What billing, and whoever works for it, is refused.

use chrono::{DateTime, Utc};
use counterfoil_formats::accounts::{Problem, ProblemKind};
use serde::Serialize;

/// A refusal; nothing was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(
    missing_docs,
    reason = "the message beside each variant is its documentation; fields are the facts in it"
)]
pub enum Refused {
    #[error("central records have no configuration of any site yet, and with it no charge codes; adopt one first")]
    NoConfiguration,
    #[error("{}; nothing was taken in, put it right or have it written again", said(problems))]
    FileRefused { problems: Vec<FileProblem> },
    #[error("this file was taken in before, as revision {revision}; nothing was taken in again")]
    TakenInBefore { revision: u64 },
    #[error(
        "billing wrote this file at {given}, before the one that was taken in last ({last}); nothing was taken in, have it written again"
    )]
    Older { given: DateTime<Utc>, last: DateTime<Utc> },
    #[error(
        "billing's file says that it was written at {given}, and it is {now}; nothing was taken in, have it written again"
    )]
    Future { given: DateTime<Utc>, now: DateTime<Utc> },
    #[error("the file says that it includes posting batch {batch}, and there is no such batch; nothing was taken in")]
    BatchUnknown { batch: u64 },
    #[error("revision {asked} was never handed out here, the last one is {last}; ask from revision 0")]
    RevisionUnknown { asked: u64, last: u64 },
    #[error("no entry came in since the last posting batch; there is nothing to make one of")]
    NothingToPost,
    #[error("there is no posting batch {number}")]
    NoSuchBatch { number: u64 },
    #[error(
        "posting batch {number} does not come out as it did: its digest was {was} and is {is}. It is not written; keep this database as it is, and run `counterfoil-central verify`"
    )]
    BatchDiffers { number: u64, was: String, is: String },
    #[error("this posting batch is of the city {given}, and these are the records of {ours}; nothing was adopted")]
    BatchOfAnotherCity { given: String, ours: String },
    #[error("posting batch {number} is in the books here; there is nothing to adopt")]
    BatchThere { number: u64 },
    #[error(
        "another posting batch {number} was made here since; nothing was adopted. Billing must take one of the two back: where it has not taken in the one that was made here, it never should"
    )]
    BatchNumberTaken { number: u64 },
    #[error(
        "posting batch {number} is not the next one, which is {next}; nothing was adopted. Adopt those before it first, in their order"
    )]
    BatchOutOfTurn { number: u64, next: u64 },
    #[error(
        "posting batch {number} holds entries that are not here: {missing}; nothing was adopted. Let these workstations push them again, or take in their bundles"
    )]
    EntriesNotHere { number: u64, missing: String },
    #[error(
        "posting batch {number} contradicts what is here: {problem}; nothing was adopted. See that it is the right file, of this database"
    )]
    BatchContradicts { number: u64, problem: String },
    #[error(
        "posting batch {number} would come out of the entries here otherwise than this file, in line {line} first; nothing was adopted. Take the file as billing was given it, unchanged; where it is that, keep this database as it is, and run `counterfoil-central verify`"
    )]
    BatchNotSame { number: u64, line: usize },
    #[error("there is a token of the name {name}; revoke it, or take another name")]
    TokenThere { name: String },
    #[error("there is no token of the name {name} that could be revoked")]
    NoSuchToken { name: String },
    #[error("a token's name has 1 to 40 letters, digits, - and _")]
    TokenNameMalformed,
    #[error("the file is larger than {limit} bytes; nothing was taken in")]
    TooLarge { limit: u64 },
    #[error("the file ended before its end: {cause}; nothing was taken in, send it again")]
    BrokenOff { cause: String },
}

/// Something wrong with a file of accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileProblem {
    /// The line, from 1.
    pub line: u64,
    /// The code (`docs/accounts-format.md`).
    pub code: String,
    /// What is wrong.
    pub message: String,
}

impl FileProblem {
    pub(crate) fn of(problem: &Problem) -> FileProblem {
        FileProblem {
            line: problem.line,
            code: problem.code(),
            message: problem.kind.to_string(),
        }
    }

    pub(crate) fn twice(account: String, first: u64, line: u64) -> FileProblem {
        FileProblem::of(&Problem {
            line,
            kind: ProblemKind::AccountTwice { account, first },
        })
    }
}

fn said(problems: &[FileProblem]) -> String {
    match problems {
        [] => "the file cannot be taken in".to_owned(),
        [one] => format!("line {}: {}: {}", one.line, one.code, one.message),
        [one, rest @ ..] => {
            let more = rest.len();
            format!("line {}: {}: {} (and {more} more)", one.line, one.code, one.message)
        }
    }
}

impl Refused {
    /// The code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Refused::NoConfiguration => "no_configuration",
            Refused::FileRefused { .. } => "file_refused",
            Refused::TakenInBefore { .. } => "taken_in_before",
            Refused::Older { .. } => "older",
            Refused::Future { .. } => "in_the_future",
            Refused::BatchUnknown { .. } => "batch_unknown",
            Refused::RevisionUnknown { .. } => "revision_unknown",
            Refused::NothingToPost => "nothing_to_post",
            Refused::NoSuchBatch { .. } => "no_such_batch",
            Refused::BatchDiffers { .. } => "batch_differs",
            Refused::BatchOfAnotherCity { .. } => "batch_of_another_city",
            Refused::BatchThere { .. } => "batch_there",
            Refused::BatchNumberTaken { .. } => "batch_number_taken",
            Refused::BatchOutOfTurn { .. } => "batch_out_of_turn",
            Refused::EntriesNotHere { .. } => "entries_not_here",
            Refused::BatchContradicts { .. } => "batch_contradicts",
            Refused::BatchNotSame { .. } => "batch_not_same",
            Refused::TokenThere { .. } => "token_there",
            Refused::NoSuchToken { .. } => "no_such_token",
            Refused::TokenNameMalformed => "token_name_malformed",
            Refused::TooLarge { .. } => "too_large",
            Refused::BrokenOff { .. } => "broken_off",
        }
    }
}
