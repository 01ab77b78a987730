//! A returned item is paid after all: the bank presented it again and it was good, or
//! its return had been entered by mistake.

use super::item::{OpenDue, ReturnedItem};
use super::{Facts, balances_after, is_desk_charge};
use crate::allocation::portions;
use crate::batch::person;
use crate::config::{Configuration, CorrectedBy};
use crate::correction::listed_reason;
use crate::entry::{Body, Due, ItemReinstated, ReinstatedTender, ReturnedTender, TakenBack};
use crate::journal::Decision;
use crate::money::Cents;
use crate::payment::CREDIT_CODE;
use crate::posting::Postings;
use crate::receipt::ReceiptLine;
use crate::refusal::Refusal;
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
/// [`Refusal::AlreadyReinstated`], [`Refusal::ReasonNotListed`], text refusals.
pub fn reinstate(facts: &Facts<'_>, item: &ReturnedItem, request: &Reinstatement) -> Result<Decision, Refusal> {
    facts.rules()?;
    if item.reinstated.is_some() {
        return Err(Refusal::AlreadyReinstated {
            number: item.number().to_owned(),
        });
    }
    let reason = listed_reason(facts.configuration, CorrectedBy::Reinstatement, &request.reason)?;
    let reference = clean_optional("reference", request.reference.as_deref(), REFERENCE_LENGTH)?;
    let mut postings = Postings::default();
    let mut dues = item.dues.iter();
    let mut tenders = Vec::with_capacity(item.returned.tenders.len());
    for tender in &item.returned.tenders {
        postings.debit(&tender.credited, tender.tender.amount)?;
        tenders.push(reinstated(facts, tender, &mut dues, &mut postings)?);
    }
    let fee = match (&item.returned.fee, &item.returned.fee_revenue) {
        (Some(opened), Some(revenue)) if request.mistake => {
            let open = dues.next().map_or(Cents::ZERO, OpenDue::open);
            for (ledger, amount) in split_of(facts.configuration, &opened.charge.code, open)? {
                postings.credit(&ledger, amount)?;
            }
            postings.debit(revenue, open)?;
            let charge = opened.charge.id.clone();
            (!open.is_zero()).then(|| (opened.account.clone(), charge, open))
        }
        _ => None,
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
        approval: None,
    })
}

fn split_of(configuration: &Configuration, code: &str, amount: Cents) -> Result<Vec<(String, Cents)>, Refusal> {
    crate::allocation::split(amount, &configuration.charge_code(code)?.split)
}

/// A tender's lines get back what is still open of what was taken from them; the rest
/// stands to the customer's credit.
fn reinstated<'d>(
    facts: &Facts<'_>,
    tender: &ReturnedTender,
    dues: &mut impl Iterator<Item = &'d OpenDue>,
    postings: &mut Postings,
) -> Result<ReinstatedTender, Refusal> {
    let (mut given, mut credit) = (Vec::new(), Vec::new());
    for taken in &tender.taken {
        let due = match &taken.due {
            Some(Due::Restored {
                account,
                charge: Some(charge),
                ..
            }) if is_desk_charge(charge) => Some(still_due(facts, account, charge)),
            Some(_) => dues.next().map(OpenDue::open),
            None => None,
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

/// What is open on a charge that an earlier item carries.
fn still_due(facts: &Facts<'_>, account: &str, charge: &str) -> Cents {
    let standing = facts.accounts.get(account);
    let charge = standing.and_then(|standing| standing.account.charge(charge).ok());
    charge.map_or(Cents::ZERO, |charge| charge.due)
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
        description: "Credit on account".to_owned(),
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
