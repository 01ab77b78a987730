//! Voiding a receipt in its own session.

use crate::config::{Configuration, User, Waiver};
use crate::drawer;
use crate::entry::{Body, Entry, ReceiptVoided, VoidedLine};
use crate::journal::Decision;
use crate::posting::Postings;
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::second_person::consent_beside;
use crate::session::{Session, cash_of};
use crate::text::{NOTE_LENGTH, clean_required};

/// Decides a void. The receipt keeps its number; its postings, reclasses
/// included, are taken back to the cent; its tenders are handed back.
/// `original` is the receipt's own entry. The second person is neither the actor
/// nor whoever took the payment.
///
/// # Errors
/// In this order: [`Refusal::UnknownReceipt`], [`Refusal::NoOpenDrawer`] and its kin, [`Refusal::NotYourDrawer`],
/// or from the closing desk those of [`correctable`](crate::approval::correctable),
/// [`Refusal::ReceiptNotInSession`], [`Refusal::AlreadyVoid`], [`Refusal::DrawerTooLittleCash`],
/// [`Refusal::TextMissing`] and its kin for the reason, [`Refusal::SecondPersonNeeded`] and its kin.
pub fn void(
    configuration: &Configuration,
    session: Option<&Session>,
    actor: &User,
    original: &Entry,
    reason: &str,
    second: Option<&User>,
) -> Result<Decision, Refusal> {
    let Body::Receipt(receipt) = &original.body else {
        return Err(Refusal::UnknownReceipt { receipt: String::new() });
    };
    let session = drawer::changed(session, actor)?;
    let standing = session.receipt(&receipt.number)?;
    if standing.void {
        return Err(Refusal::AlreadyVoid {
            receipt: receipt.number.clone(),
        });
    }
    let cash_back = cash_of(&standing.tenders)?;
    if cash_back > session.cash && session.batch().is_none() {
        return Err(Refusal::DrawerTooLittleCash { wanted: cash_back });
    }
    let reason = clean_required("reason", reason, NOTE_LENGTH)?;
    let tenders = standing
        .tenders
        .iter()
        .map(|t| format!("{} {}", t.name, t.amount))
        .collect::<Vec<_>>()
        .join(", ");
    let statement = || {
        format!(
            "Void receipt {}, {} paid by {tenders}. Reason: {reason}",
            receipt.number, receipt.total
        )
    };
    let approval = consent_beside(
        configuration,
        Waiver::Void,
        &[&actor.id, &standing.cashier],
        second,
        Right::Approve,
        statement,
    )?;
    let mut postings = Postings::default();
    for posting in &standing.postings {
        postings.credit(&posting.0, posting.1)?;
    }
    let on_accounts = receipt.lines.iter().filter(|line| line.account.is_some());
    let lines = on_accounts.map(|line| VoidedLine {
        code: line.code.clone(),
        what: line.description.clone(),
        since: session.business_date,
    });
    let restored = receipt.lines.iter().filter_map(|line| {
        let account = line.account.clone()?;
        Some((account, line.charge.clone(), line.amount))
    });
    Ok(Decision {
        body: Body::ReceiptVoided(ReceiptVoided {
            session: session.id,
            receipt: receipt.number.clone(),
            total: receipt.total,
            reason,
            tenders: standing.tenders.clone(),
            restored: restored.collect(),
            lines: lines.collect(),
        }),
        postings: postings.balanced()?,
        approval,
    })
}
