//! The second person: who may be one, and what they consented to.

use crate::config::{Configuration, User, Waiver};
use crate::entry::Approval;
use crate::refusal::Refusal;
use crate::rights::{Right, allows};

/// Whether somebody's consent is needed, is there, and is good.
///
/// `second` is someone whose password was just verified. The approval names
/// them and the statement that they were shown; it goes into the entry. Where
/// the office has waived this consent and nobody gave it, there is none.
///
/// # Errors
/// [`Refusal::SecondPersonNeeded`] with the statement to show,
/// [`Refusal::SecondPersonSame`], [`Refusal::SecondPersonNoRight`].
pub fn consent(
    configuration: &Configuration,
    what: Waiver,
    actor: &str,
    second: Option<&User>,
    right: Right,
    statement: impl FnOnce() -> String,
) -> Result<Option<Approval>, Refusal> {
    consent_beside(configuration, what, &[actor], second, right, statement)
}

/// As [`consent`], where several people are a first person: whoever acts, and
/// whose work it is that is agreed to. No one approves their own drawer.
///
/// # Errors
/// As [`consent`].
pub fn consent_beside(
    configuration: &Configuration,
    what: Waiver,
    first: &[&str],
    second: Option<&User>,
    right: Right,
    statement: impl FnOnce() -> String,
) -> Result<Option<Approval>, Refusal> {
    let Some(second) = second else {
        return if configuration.needs_second_person(what) {
            Err(Refusal::SecondPersonNeeded { statement: statement() })
        } else {
            Ok(None)
        };
    };
    if first.contains(&second.id.as_str()) {
        return Err(Refusal::SecondPersonSame {
            user: second.name.clone(),
        });
    }
    if !allows(&second.roles, right) {
        return Err(Refusal::SecondPersonNoRight {
            user: second.name.clone(),
        });
    }
    Ok(Some(Approval {
        user: second.id.clone(),
        name: second.name.clone(),
        statement: statement(),
    }))
}
