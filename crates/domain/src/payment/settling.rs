//! What it is paid with: the tenders of a payment, checked and settled against its total.

use super::{Facts, LineRequest, PaymentRequest};
use crate::config::{FlagAction, TenderKind};
use crate::money::Cents;
use crate::receipt::Tender;
use crate::refusal::Refusal;

/// The tenders of a payment, settled against its total.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settled {
    /// The tenders as applied.
    pub tenders: Vec<Tender>,
    /// The change, from cash.
    pub change: Cents,
}

/// Checks the tenders one by one; amounts stay as handed over.
///
/// # Errors
/// Tender by tender [`Refusal::UnknownTender`] and those of [`crate::check::TenderOffer::checked`];
/// then [`Refusal::CashTwice`], [`Refusal::CheckTwice`], [`Refusal::CashOnlyPayer`], [`Refusal::CheckAccountMarked`].
pub fn offered(facts: &Facts<'_>, request: &PaymentRequest) -> Result<Vec<Tender>, Refusal> {
    let tenders = request.tenders.iter().map(|offer| {
        let kind = facts.configuration.tender(&offer.tender)?;
        offer.checked(kind, kind.name_in(request.language))
    });
    let tenders = tenders.collect::<Result<Vec<Tender>, Refusal>>()?;
    for (place, tender) in tenders.iter().enumerate() {
        if tender.kind == TenderKind::Cash && has_cash(&tenders[..place]) {
            return Err(Refusal::CashTwice);
        }
    }
    for (place, check) in tenders.iter().map(check_name).enumerate() {
        if check.is_some() && tenders[..place].iter().any(|other| check_name(other) == check) {
            return Err(Refusal::CheckTwice);
        }
    }
    if tenders.iter().any(|tender| tender.kind.is_personal_check()) {
        for line in &request.lines {
            refuse_check_for(facts, line)?;
        }
    }
    for tender in tenders.iter().filter(|tender| tender.kind.is_personal_check()) {
        refuse_marked(facts, tender)?;
    }
    Ok(tenders)
}

/// A bank account whose checks came back is marked like its payer, where the city takes no
/// checks of such a payer.
fn refuse_marked(facts: &Facts<'_>, tender: &Tender) -> Result<(), Refusal> {
    let token = tender.check.as_ref().and_then(|check| check.token.as_deref());
    let stops = facts.configuration.policies.flags.cash_only == FlagAction::NoChecks;
    match token.and_then(|token| facts.returned.marked_token(token, facts.today)) {
        Some(until) if stops => Err(Refusal::CheckAccountMarked { until }),
        _ => Ok(()),
    }
}

/// What makes a check one and no other: its account's token and its number.
fn check_name(tender: &Tender) -> Option<(&str, &str)> {
    let check = tender.check.as_ref()?;
    Some((check.token.as_deref()?, check.number.as_deref()?))
}

fn refuse_check_for(facts: &Facts<'_>, line: &LineRequest) -> Result<(), Refusal> {
    let LineRequest::Account { account, .. } = line else {
        return Ok(());
    };
    let Some(standing) = facts.accounts.get(account) else {
        return Ok(());
    };
    let notices = standing
        .account
        .flags
        .notices(&facts.configuration.policies.flags, facts.today);
    match notices.iter().find(|notice| notice.action == FlagAction::NoChecks) {
        Some(notice) => Err(Refusal::CashOnlyPayer {
            account: account.clone(),
            until: notice.until.unwrap_or(facts.today),
        }),
        None => Ok(()),
    }
}

/// Settles tenders against a total: change comes from cash only, and what is
/// kept of cash is what it pays.
///
/// # Errors
/// In this order: [`Refusal::TenderBelowTotal`], [`Refusal::ChangeOnNonCash`], [`Refusal::CashNotNeeded`].
pub fn settle(total: Cents, mut tenders: Vec<Tender>) -> Result<Settled, Refusal> {
    let handed = Cents::sum(tenders.iter().map(|tender| tender.amount))?;
    if handed < total {
        return Err(Refusal::TenderBelowTotal {
            total,
            tendered: handed,
            missing: total.minus(handed)?,
        });
    }
    let change = handed.minus(total)?;
    let others = Cents::sum(tenders.iter().filter(|t| t.kind != TenderKind::Cash).map(|t| t.amount))?;
    if others > total {
        let last = tenders.iter().rev().find(|tender| tender.kind != TenderKind::Cash);
        let tender = last.map(|tender| tender.name.clone()).unwrap_or_default();
        return Err(Refusal::ChangeOnNonCash {
            excess: others.minus(total)?,
            tender,
        });
    }
    if let Some(cash) = tenders.iter_mut().find(|tender| tender.kind == TenderKind::Cash) {
        if others == total {
            return Err(Refusal::CashNotNeeded);
        }
        if change > Cents::ZERO {
            cash.handed = Some(cash.amount);
            cash.amount = cash.amount.minus(change)?;
        }
    }
    Ok(Settled { tenders, change })
}

/// Whether a payment has cash among its tenders.
pub(super) fn has_cash(tenders: &[Tender]) -> bool {
    tenders.iter().any(|tender| tender.kind == TenderKind::Cash)
}

/// The same check within the policy's days is asked about, once.
pub(super) fn refuse_seen_checks(
    facts: &Facts<'_>,
    request: &PaymentRequest,
    tenders: &[Tender],
) -> Result<(), Refusal> {
    if request.same_check_confirmed {
        return Ok(());
    }
    for (token, number) in tenders.iter().filter_map(check_name) {
        if let Some((receipt, date)) = facts.checks.get(&(token.to_owned(), number.to_owned())) {
            return Err(Refusal::CheckSeenBefore {
                receipt: receipt.clone(),
                date: *date,
            });
        }
    }
    Ok(())
}
