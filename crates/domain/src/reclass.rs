//! Moving a tender to another type in its own session: a check keyed as cash.

use crate::check::TenderOffer;
use crate::config::{Configuration, Language, User, Waiver};
use crate::drawer;
use crate::entry::{Body, TenderReclassed};
use crate::journal::Decision;
use crate::posting::Postings;
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::second_person::consent_beside;
use crate::session::Session;
use crate::text::{NOTE_LENGTH, clean_required};

/// What is to be reclassed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reclass {
    /// The receipt's number.
    pub receipt: String,
    /// The tender's place within it, from 0.
    pub place: u16,
    /// What it is from now on.
    pub to: TenderOffer,
    /// Why.
    pub reason: String,
}

/// Decides a reclass. The receipt and its total stay; the original tender is kept in the entry.
/// The second person is neither the actor nor whoever took the payment.
///
/// # Errors
/// In this order: [`Refusal::NoOpenDrawer`] and its kin, [`Refusal::NotYourDrawer`], or from the closing
/// desk those of [`correctable`](crate::approval::correctable),
/// [`Refusal::ReceiptNotInSession`], [`Refusal::AlreadyVoid`],
/// [`Refusal::UnknownTenderOfReceipt`], [`Refusal::UnknownTender`], [`Refusal::ReclassToSame`],
/// those of [`TenderOffer::checked`], [`Refusal::ReclassAmount`], [`Refusal::TextMissing`] and
/// its kin for the reason, [`Refusal::SecondPersonNeeded`] and its kin.
pub fn reclass(
    configuration: &Configuration,
    session: Option<&Session>,
    actor: &User,
    language: Language,
    request: &Reclass,
    second: Option<&User>,
) -> Result<Decision, Refusal> {
    let session = drawer::changed(session, actor)?;
    let receipt = session.receipt(&request.receipt)?;
    if receipt.void {
        return Err(Refusal::AlreadyVoid {
            receipt: receipt.number.clone(),
        });
    }
    let missing = || Refusal::UnknownTenderOfReceipt {
        receipt: receipt.number.clone(),
        tender: request.place,
    };
    let from = receipt.tenders.get(usize::from(request.place)).ok_or_else(missing)?;
    let kind = configuration.tender(&request.to.tender)?;
    if kind.code == from.code {
        return Err(Refusal::ReclassToSame {
            from: from.name.clone(),
        });
    }
    let to = request.to.checked(kind, kind.name_in(language))?;
    if to.amount != from.amount {
        return Err(Refusal::ReclassAmount {
            from: from.amount,
            to: to.amount,
        });
    }
    let reason = clean_required("reason", &request.reason, NOTE_LENGTH)?;
    let statement = || {
        format!(
            "Move {} of receipt {} from {} to {}. Reason: {reason}",
            from.amount, receipt.number, from.name, to.name
        )
    };
    let approval = consent_beside(
        configuration,
        Waiver::Reclass,
        &[&actor.id, &receipt.cashier],
        second,
        Right::Approve,
        statement,
    )?;
    let mut postings = Postings::default();
    postings.debit(&kind.clearing, to.amount)?;
    postings.credit(&configuration.tender(&from.code)?.clearing, from.amount)?;
    Ok(Decision {
        body: Body::TenderReclassed(Box::new(TenderReclassed {
            session: session.id,
            receipt: receipt.number.clone(),
            tender: request.place,
            from: from.clone(),
            to,
            reason,
        })),
        postings: postings.balanced()?,
        approval,
    })
}
