//! Files of payments: every item becomes a receipt of the batch; what cannot be
//! placed goes into suspense with why. All of it or nothing.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::turn_in::{of_batch, refuse_cash};
use super::{close, person};
use crate::account::Standing;
use crate::cash::CashCount;
use crate::check::TenderOffer;
use crate::config::BatchLayout;
use crate::entry::{BatchFile, BatchOpened, Body, ControlFigure};
use crate::journal::Decision;
use crate::money::Cents;
use crate::payment::{Facts, LineRequest, PaymentRequest, take};
use crate::receipt::{self, Receipt};
use crate::refusal::Refusal;
use crate::session::Session;

/// One payment of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileItem {
    /// Its line in the file.
    pub line: u64,
    /// The account that it is for, as the file has it.
    pub account: String,
    /// What it was paid with; its amount is what is paid.
    pub tender: TenderOffer,
    /// Who paid.
    pub payer: Option<String>,
    /// The payer's own reference, printed as the receipt's note.
    pub reference: Option<String>,
}

/// What a file becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenIn {
    /// The batch, its receipts, its close, to be written together.
    pub decisions: Vec<Decision>,
    /// Items that went into suspense: line, account as it came, amount, why.
    pub suspense: Vec<(u64, String, Cents, String)>,
}

/// Decides what a file of payments becomes. `facts.number` is the number of the
/// first receipt, `first` its place in the series; accounts are as they stand, and
/// each item sees what those before it paid.
///
/// # Errors
/// [`Refusal::NothingToPay`] for a file of nothing, [`Refusal::CountedOtherwise`] for cash,
/// [`Refusal::SuspenseNotSetUp`] where an item cannot be placed; for a tender that is not
/// complete its own refusal.
pub fn take_in(
    facts: &Facts<'_>,
    id: Uuid,
    name: &str,
    (now, date): (DateTime<Utc>, NaiveDate),
    first: u64,
    (layout, file): (&BatchLayout, BatchFile),
    items: &[FileItem],
) -> Result<TakenIn, Refusal> {
    if items.is_empty() {
        return Err(Refusal::NothingToPay);
    }
    refuse_cash(facts.configuration, items.iter().map(|item| &item.tender))?;
    let opened = BatchOpened {
        session: id,
        kind: layout.kind,
        name: name.to_owned(),
        keyed_by: person(facts.actor),
        opened_by: Vec::new(),
        control: control(items)?,
        file: Some(file),
        turn_in: None,
    };
    let mut session = Session::open_batch(&facts.station.code, now, date, &opened);
    let mut accounts: BTreeMap<String, Standing> = facts.accounts.clone();
    let mut taken = TakenIn {
        decisions: vec![Decision::plain(Body::BatchOpened(Box::new(opened)))],
        suspense: Vec::new(),
    };
    for (nth, item) in (first..).zip(items) {
        let number = receipt::number(&facts.station.code, nth);
        let knowing = Facts {
            session: Some(&session),
            accounts: &accounts,
            number: &number,
            second: None,
            ..*facts
        };
        let (decision, why) = item_taken(&knowing, item)?;
        if let Some(why) = why {
            taken
                .suspense
                .push((item.line, item.account.clone(), item.tender.amount, why));
        }
        if let Body::Receipt(body) = &decision.body {
            pay(&mut accounts, body)?;
            session.receipts.push(of_batch(body, &decision, facts, now));
        }
        taken.decisions.push(decision);
    }
    taken
        .decisions
        .push(close(facts.configuration, &session, facts.actor, None, None)?);
    Ok(taken)
}

/// The receipt of an item: on its account, or in suspense with why.
fn item_taken(facts: &Facts<'_>, item: &FileItem) -> Result<(Decision, Option<String>), Refusal> {
    let on_account = LineRequest::Account {
        account: item.account.clone(),
        charges: Vec::new(),
        amount: Some(item.tender.amount),
        seen_due: None,
    };
    let refusal = match take(facts, &request(item, on_account)) {
        Ok(decision) => return Ok((decision, None)),
        Err(refusal) => refusal,
    };
    let why = match &refusal {
        Refusal::UnknownAccount { .. } => "no such account".to_owned(),
        Refusal::SecondPersonNeeded { .. } => "a supervisor must agree to payments on this account".to_owned(),
        Refusal::CashOnlyPayer { .. } => "the account is cash or card only".to_owned(),
        Refusal::AccountStopped { .. } => "no payment is taken on this account".to_owned(),
        Refusal::OverpaymentRefused { .. } => "more than what is due".to_owned(),
        Refusal::CheckSeenBefore { receipt, .. } => format!("the same check as on receipt {receipt}"),
        _ => return Err(refusal),
    };
    let held = LineRequest::Suspense {
        reference: Some(item.account.clone()).filter(|account| !account.is_empty()),
        amount: item.tender.amount,
        why: why.clone(),
    };
    let mut request = request(item, held);
    request.same_check_confirmed = true;
    Ok((take(facts, &request)?, Some(why)))
}

fn request(item: &FileItem, line: LineRequest) -> PaymentRequest {
    PaymentRequest {
        lines: vec![line],
        tenders: vec![item.tender.clone()],
        payer: item.payer.clone(),
        note: item.reference.clone(),
        ..PaymentRequest::default()
    }
}

/// What a receipt paid is taken off for the items that follow.
fn pay(accounts: &mut BTreeMap<String, Standing>, receipt: &Receipt) -> Result<(), Refusal> {
    for line in &receipt.lines {
        let account = line.account.as_ref().and_then(|number| accounts.get_mut(number));
        if let Some(standing) = account {
            standing.pay(line.charge.as_deref(), line.amount)?;
        }
    }
    Ok(())
}

/// The control figures that the file's own trailer vouches for: one a tender type.
fn control(items: &[FileItem]) -> Result<Vec<ControlFigure>, Refusal> {
    let mut figures: Vec<ControlFigure> = Vec::new();
    for item in items {
        match figures.iter_mut().find(|figure| figure.tender == item.tender.tender) {
            Some(figure) => {
                figure.items += 1;
                figure.total = figure.total.plus(item.tender.amount)?;
            }
            None => figures.push(ControlFigure {
                tender: item.tender.tender.clone(),
                items: 1,
                total: item.tender.amount,
                cash: CashCount::default(),
            }),
        }
    }
    Ok(figures)
}
