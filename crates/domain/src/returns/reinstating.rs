//! A returned item is paid after all: the bank presented it again and it was good, or
//! its return had been entered by mistake.

use std::collections::BTreeMap;

use super::item::{OpenDue, ReturnedItem, is_owed};
use super::{Facts, balances_after, is_desk_charge};
use crate::allocation::portions;
use crate::batch::person;
use crate::config::{Configuration, CorrectedBy, Waiver};
use crate::correction::listed_reason;
use crate::entry::{Approval, Body, Due, ItemReinstated, ReinstatedTender, ReturnedTender, TakenBack};
use crate::journal::Decision;
use crate::money::Cents;
use crate::payment::{CREDIT_CODE, CREDIT_WORDS};
use crate::posting::Postings;
use crate::receipt::ReceiptLine;
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::second_person::consent;
use crate::text::{REFERENCE_LENGTH, clean_optional};

/// What is known of a reinstatement.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reinstatement {
    /// Whether the return was a mistake: then its fee is taken back, as far as nobody paid it.
    pub mistake: bool,
    /// Why.
    pub reason: String,
    /// The bank's own reference.
    pub reference: Option<String>,
    /// The bank's file that says so, and the item's place there.
    pub file: Option<(String, u32)>,
}

/// Decides a reinstatement. What nobody paid meanwhile is no longer due; what somebody paid
/// stands to the credit of its account.
///
/// # Errors
/// In this order: [`Refusal::ReturnsNotSetUp`], [`Refusal::HoldsOpenDrawer`],
/// [`Refusal::AlreadyReinstated`], [`Refusal::ReasonNotListed`], text refusals; for a mistake
/// [`Refusal::ReturnFeePaid`], [`Refusal::SecondPersonNeeded`] and its kin.
pub fn reinstate(facts: &Facts<'_>, item: &ReturnedItem, request: &Reinstatement) -> Result<Decision, Refusal> {
    facts.rules()?;
    if item.reinstated.is_some() {
        return Err(Refusal::AlreadyReinstated {
            number: item.number().to_owned(),
        });
    }
    let why = match request.mistake {
        true => CorrectedBy::MistakenReturn,
        false => CorrectedBy::Reinstatement,
    };
    let reason = listed_reason(facts.configuration, why, &request.reason)?;
    let reference = clean_optional("reference", request.reference.as_deref(), REFERENCE_LENGTH)?;
    let mut postings = Postings::default();
    let mut dues = item.dues.iter();
    let mut again = Again::default();
    let mut tenders = Vec::with_capacity(item.returned.tenders.len());
    for tender in &item.returned.tenders {
        postings.debit(&tender.credited, tender.tender.amount)?;
        tenders.push(reinstated(facts, tender, (&mut dues, &mut again), &mut postings)?);
    }
    let mut fee = None;
    if let (true, Some(opened), Some(revenue)) = (request.mistake, &item.returned.fee, &item.returned.fee_revenue) {
        let due = dues.next();
        if let Some(due) = due {
            fee_unpaid(item, due)?;
        }
        let open = due.map_or(Cents::ZERO, OpenDue::open);
        for (ledger, amount) in part_of(&item.returned.fee_receivable, open)? {
            postings.credit(&ledger, amount)?;
        }
        postings.debit(revenue, open)?;
        fee = (!open.is_zero()).then(|| (opened.account.clone(), opened.charge.id.clone(), open));
    }
    let approval = match request.mistake {
        true => mistake_consent(facts, item, fee.as_ref().map(|fee| fee.2), &reason)?,
        false => None,
    };
    let mut body = ItemReinstated {
        number: item.number().to_owned(),
        amount: item.returned.amount,
        mistake: request.mistake,
        reason,
        reference,
        file: request.file.clone(),
        tenders,
        fee,
        balances: Vec::new(),
        worker: person(facts.actor),
    };
    body.balances = balances_after(facts.accounts, &Body::ItemReinstated(Box::new(body.clone())))?;
    Ok(Decision {
        body: Body::ItemReinstated(Box::new(body)),
        postings: postings.balanced()?,
        approval,
    })
}

/// That nobody paid the fee of what was never returned: it would stay with the city.
fn fee_unpaid(item: &ReturnedItem, fee: &OpenDue) -> Result<(), Refusal> {
    let amount = fee.paid();
    if amount.is_zero() {
        return Ok(());
    }
    let last = fee.payments.iter().rev().find(|payment| payment.2 > Cents::ZERO);
    Err(Refusal::ReturnFeePaid {
        number: item.number().to_owned(),
        receipt: last.map(|payment| payment.0.clone()).unwrap_or_default(),
        amount,
    })
}

/// The bank never returned it, so nothing of it stays, the fee neither: a second person agrees.
fn mistake_consent(
    facts: &Facts<'_>,
    item: &ReturnedItem,
    fee: Option<Cents>,
    reason: &str,
) -> Result<Option<Approval>, Refusal> {
    consent(
        facts.configuration,
        Waiver::MistakenReturn,
        &facts.actor.id,
        facts.second,
        Right::Approve,
        || {
            let returned = &item.returned;
            let receipts: Vec<&str> = returned.tenders.iter().map(|one| one.receipt.as_str()).collect();
            let forgiven = fee.map_or_else(String::new, |fee| format!(", with its fee of {fee}"));
            format!(
                "Take back returned item {}, {} of {}, receipt {}, as entered by mistake{forgiven}. Reason: {reason}",
                item.number(),
                returned.amount,
                returned.payer.0,
                receipts.join(" and ")
            )
        },
    )
}

/// A tender's lines get back what is still open of what was taken from them; the rest
/// stands to the customer's credit.
fn reinstated<'d>(
    facts: &Facts<'_>,
    tender: &ReturnedTender,
    (dues, again): (&mut impl Iterator<Item = &'d OpenDue>, &mut Again),
    postings: &mut Postings,
) -> Result<ReinstatedTender, Refusal> {
    let (mut given, mut credit) = (Vec::new(), Vec::new());
    for taken in &tender.taken {
        let due = match &taken.due {
            Some(Due::Restored {
                account,
                charge: Some(charge),
                ..
            }) if is_desk_charge(charge) => Some(again.still_due(facts, (account, charge), taken.amount)?),
            Some(_) if is_owed(taken) => dues.next().map(OpenDue::open),
            _ => None,
        };
        let open = due.map_or(taken.amount, |due| due.min(taken.amount));
        let back = TakenBack {
            amount: open,
            split: part_of(&taken.split, open)?,
            receivable: part_of(&taken.receivable, open)?,
            ..taken.clone()
        };
        for (ledger, amount) in back.debits() {
            postings.credit(ledger, *amount)?;
        }
        if !open.is_zero() {
            given.push(back);
        }
        let paid = taken.amount.minus(open)?;
        if let (Some(on), false) = (&taken.due, paid.is_zero()) {
            let line = credit_line(facts.configuration, on, paid);
            postings.credit(&facts.configuration.posting.customer_credit, paid)?;
            credit.push(line);
        }
    }
    Ok(ReinstatedTender {
        receipt: tender.receipt.clone(),
        place: tender.place,
        debited: tender.credited.clone(),
        given,
        credit,
    })
}

/// What this reinstatement gives again on charges that earlier items carry, by account and charge.
#[derive(Default)]
struct Again(BTreeMap<(String, String), Cents>);

impl Again {
    /// At most an amount of what is open on such a charge, and not what it gave already.
    fn still_due(&mut self, facts: &Facts<'_>, (account, charge): (&str, &str), most: Cents) -> Result<Cents, Refusal> {
        let standing = facts.accounts.get(account);
        let there = standing.and_then(|standing| standing.account.charge(charge).ok());
        let open = there.map_or(Cents::ZERO, |there| there.due);
        let given = self.0.entry((account.to_owned(), charge.to_owned())).or_default();
        let part = open.minus(*given)?.min(most);
        *given = given.plus(part)?;
        Ok(part)
    }
}

fn part_of(split: &[(String, Cents)], amount: Cents) -> Result<Vec<(String, Cents)>, Refusal> {
    let all: Vec<Cents> = split.iter().map(|part| part.1).collect();
    let parts = portions(amount, &all)?;
    let named = split.iter().zip(parts).map(|(part, cents)| (part.0.clone(), cents));
    Ok(named.filter(|part| !part.1.is_zero()).collect())
}

/// What somebody paid meanwhile and the bank pays too stands to the customer's credit.
fn credit_line(configuration: &Configuration, on: &Due, amount: Cents) -> ReceiptLine {
    let account = match on {
        Due::Restored { account, .. } => account,
        Due::Opened(opened) => &opened.account,
    };
    let department = configuration.departments.first();
    ReceiptLine {
        code: CREDIT_CODE.to_owned(),
        description: CREDIT_WORDS[0].to_owned(),
        department: department.map(|one| one.code.clone()).unwrap_or_default(),
        account: Some(account.clone()),
        charge: None,
        reference: None,
        quantity: None,
        amount,
        due: None,
        split: vec![(configuration.posting.customer_credit.clone(), amount)],
    }
}
