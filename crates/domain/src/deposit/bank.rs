//! What the bank says of a deposit: its figures, and its correction. The deposit
//! itself stays as it is.

use chrono::{Days, NaiveDate};

use super::Deposit;
use crate::batch::person;
use crate::config::{Configuration, CorrectedBy, User, Waiver};
use crate::correction::listed_reason;
use crate::entry::{BankCorrected, BankFiguresEntered, Body};
use crate::journal::Decision;
use crate::money::Cents;
use crate::posting::Postings;
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::second_person::consent;
use crate::text::{REFERENCE_LENGTH, clean_required};

/// A bank's notice may name a day that is still to come: its next working one.
const SETTLING_DAYS: Days = Days::new(7);

/// Whether a deposit went to the bank.
fn at_the_bank(deposit: &Deposit) -> Result<(), Refusal> {
    let number = deposit.number().to_owned();
    if deposit.withdrawn.is_some() {
        return Err(Refusal::DepositWithdrawn { number });
    }
    if deposit.finalized.is_none() {
        return Err(Refusal::DepositNotFinal { number });
    }
    Ok(())
}

/// Enters the bank's own figures: cash and checks, the day it credited them, its reference.
/// What was mistyped is entered again, and the last entry holds; once the bank has
/// corrected the deposit by them, they stay.
///
/// # Errors
/// In this order: [`Refusal::DepositWithdrawn`], [`Refusal::DepositNotFinal`],
/// [`Refusal::BankFiguresEntered`], [`Refusal::BankDateWrong`], text refusals for the reference.
pub fn enter_bank_figures(
    deposit: &Deposit,
    actor: &User,
    (cash, checks): (Cents, Cents),
    (validated_on, today): (NaiveDate, NaiveDate),
    reference: &str,
) -> Result<Decision, Refusal> {
    at_the_bank(deposit)?;
    if !deposit.corrections.is_empty() {
        return Err(Refusal::BankFiguresEntered {
            number: deposit.number().to_owned(),
        });
    }
    if validated_on < deposit.business_date || validated_on > today.max(deposit.business_date) + SETTLING_DAYS {
        return Err(Refusal::BankDateWrong {
            number: deposit.number().to_owned(),
            given: validated_on,
        });
    }
    Ok(Decision::plain(Body::BankFiguresEntered(BankFiguresEntered {
        deposit: deposit.id(),
        number: deposit.number().to_owned(),
        cash,
        checks,
        validated_on,
        reference: clean_required("reference", reference, REFERENCE_LENGTH)?,
        person: person(actor),
    })))
}

/// Enters the bank's correction of what its figures leave unexplained; it is
/// posted to over/short.
///
/// # Errors
/// In this order: [`Refusal::DepositWithdrawn`], [`Refusal::DepositNotFinal`], [`Refusal::BankFiguresMissing`],
/// [`Refusal::NothingToCorrect`], [`Refusal::ReasonNotListed`], text refusals for reason and reference,
/// [`Refusal::SecondPersonNeeded`] and its kin, [`Refusal::UnknownBankAccount`].
pub fn correct(
    configuration: &Configuration,
    deposit: &Deposit,
    actor: &User,
    reason: &str,
    reference: &str,
    second: Option<&User>,
) -> Result<Decision, Refusal> {
    at_the_bank(deposit)?;
    let number = deposit.number().to_owned();
    if deposit.bank.is_none() {
        return Err(Refusal::BankFiguresMissing { number });
    }
    let (cash, checks) = deposit.unexplained()?;
    if cash.is_zero() && checks.is_zero() {
        return Err(Refusal::NothingToCorrect { number });
    }
    let reason = listed_reason(configuration, CorrectedBy::Bank, reason)?;
    let reference = clean_required("reference", reference, REFERENCE_LENGTH)?;
    let approval = consent(
        configuration,
        Waiver::BankCorrection,
        &actor.id,
        second,
        Right::Approve,
        || format!("Correct deposit {number} by {cash} in cash and {checks} in checks. Reason: {reason}"),
    )?;
    let mut postings = Postings::default();
    let amount = cash.plus(checks)?;
    postings.debit(&configuration.bank_account(&deposit.prepared.bank.code)?.ledger, amount)?;
    postings.credit(&configuration.posting.over_short, amount)?;
    Ok(Decision {
        body: Body::BankCorrected(BankCorrected {
            deposit: deposit.id(),
            number,
            cash,
            checks,
            reason,
            reference,
            person: person(actor),
        }),
        postings: postings.balanced()?,
        approval,
    })
}
