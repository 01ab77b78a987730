//! What is to be paid: the lines of a payment, priced from accounts and charge codes.

use super::{Facts, LineRequest, PaymentRequest, flag_words};
use crate::account::{Account, Charge, Standing};
use crate::allocation::{Open, split, spread};
use crate::config::{ChargeCode, Configuration, FlagAction, Language, Overpayment};
use crate::money::Cents;
use crate::receipt::{AccountBalance, ReceiptLine};
use crate::refusal::Refusal;
use crate::text::{NOTE_LENGTH, REFERENCE_LENGTH, clean_optional, clean_required};

/// The code on the line that takes money beyond what is due.
pub const CREDIT_CODE: &str = "CREDIT";
/// What a receipt calls it, in English and in Spanish.
pub const CREDIT_WORDS: [&str; 2] = ["Credit on account", "Crédito en la cuenta"];

/// The code on the line of money that stands in suspense.
pub const SUSPENSE_CODE: &str = "SUSPENSE";

/// The lines of a payment, priced.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Priced {
    /// The receipt's lines, each with the place of the request's line it came from.
    pub lines: Vec<(usize, ReceiptLine)>,
    /// Their sum.
    pub total: Cents,
    /// What would be due on each account afterwards.
    pub balances: Vec<AccountBalance>,
}

/// Prices the lines of a payment. Needs no drawer.
///
/// # Errors
/// In this order: [`Refusal::NothingToPay`]; then line by line, on an account
/// [`Refusal::UnknownAccount`], [`Refusal::AccountStopped`], [`Refusal::UnknownCharge`],
/// [`Refusal::ChargeTwice`], [`Refusal::StalePrice`], [`Refusal::AmountZero`],
/// [`Refusal::NothingDue`], [`Refusal::OverpaymentRefused`]; by charge code
/// [`Refusal::UnknownCharge`], [`Refusal::ChargeNeedsAccount`], [`Refusal::PriceFixed`] and
/// [`Refusal::StalePrice`] or [`Refusal::AmountNeeded`] and [`Refusal::QuantityUnwanted`],
/// [`Refusal::AmountZero`], text refusals for the reference, [`Refusal::ReferenceNeeded`];
/// into suspense [`Refusal::SuspenseInBatchOnly`], [`Refusal::SuspenseNotSetUp`], [`Refusal::AmountZero`], text refusals;
/// at last [`Refusal::ChargeTwice`] and [`Refusal::OverReceiptLimit`] over all lines.
pub fn price(facts: &Facts<'_>, request: &PaymentRequest) -> Result<Priced, Refusal> {
    if request.lines.is_empty() {
        return Err(Refusal::NothingToPay);
    }
    let mut priced = Priced::default();
    for (place, line) in request.lines.iter().enumerate() {
        let lines = match line {
            LineRequest::Account {
                account,
                charges,
                amount,
                seen_due,
            } => price_account(facts, request.language, account, charges, *amount, *seen_due)?,
            LineRequest::Charge {
                code,
                quantity,
                amount,
                reference,
                seen_price,
            } => {
                let code = facts.configuration.charge_code(code)?;
                let paid = charge_amount(code, *quantity, *amount, *seen_price)?;
                vec![charge_line(
                    request.language,
                    code,
                    *quantity,
                    paid,
                    reference.as_deref(),
                )?]
            }
            LineRequest::Suspense { reference, amount, why } => {
                vec![suspense_line(
                    facts,
                    request.language,
                    reference.as_deref(),
                    *amount,
                    why,
                )?]
            }
        };
        for line in lines {
            priced.total = priced.total.plus(line.amount)?;
            priced.lines.push((place, line));
        }
    }
    refuse_twice(&priced.lines)?;
    let limit = facts.configuration.policies.receipt_limit;
    if priced.total > limit {
        return Err(Refusal::OverReceiptLimit {
            total: priced.total,
            limit,
        });
    }
    priced.balances = balances(facts, &priced.lines)?;
    Ok(priced)
}

fn price_account(
    facts: &Facts<'_>,
    language: Language,
    number: &str,
    wanted: &[String],
    amount: Option<Cents>,
    seen_due: Option<Cents>,
) -> Result<Vec<ReceiptLine>, Refusal> {
    let configuration = facts.configuration;
    let standing = facts.accounts.get(number).ok_or_else(|| Refusal::UnknownAccount {
        account: number.to_owned(),
    })?;
    let account = &standing.account;
    let notices = account.flags.notices(&configuration.policies.flags, facts.today);
    if let Some(notice) = notices.iter().find(|notice| notice.action == FlagAction::Stop) {
        return Err(Refusal::AccountStopped {
            account: number.to_owned(),
            flag: flag_words(notice.flag).to_owned(),
        });
    }
    let chosen = chosen(account, wanted)?;
    let due = Cents::sum(chosen.iter().map(|charge| charge.due))?;
    if let Some(seen) = seen_due.filter(|seen| *seen != due) {
        return Err(Refusal::StalePrice {
            what: number.to_owned(),
            seen,
            now: due,
        });
    }
    let paying = amount.unwrap_or(due);
    if amount.is_some() && paying <= Cents::ZERO {
        return Err(Refusal::AmountZero {
            field: "amount".to_owned(),
        });
    }
    if paying <= Cents::ZERO {
        return Err(Refusal::NothingDue {
            account: number.to_owned(),
        });
    }
    if paying > due && configuration.policies.overpayment == Overpayment::Refused {
        return Err(Refusal::OverpaymentRefused {
            account: number.to_owned(),
            due,
            paid: paying,
        });
    }
    account_lines(configuration, language, standing, chosen, paying)
}

/// The charges that are wanted; all that are due where none is named.
fn chosen<'a>(account: &'a Account, wanted: &[String]) -> Result<Vec<&'a Charge>, Refusal> {
    if wanted.is_empty() {
        let due = account.charges.iter().filter(|charge| charge.due > Cents::ZERO);
        return Ok(due.collect());
    }
    let mut chosen: Vec<&Charge> = Vec::with_capacity(wanted.len());
    for id in wanted {
        let charge = account.charge(id)?;
        if chosen.iter().any(|other| other.id == charge.id) {
            return Err(Refusal::ChargeTwice {
                charge: charge.description.clone(),
            });
        }
        chosen.push(charge);
    }
    Ok(chosen)
}

/// An amount spread over charges in the configured order; what is left over
/// stands to the customer's credit.
fn account_lines(
    configuration: &Configuration,
    language: Language,
    standing: &Standing,
    chosen: Vec<&Charge>,
    paying: Cents,
) -> Result<Vec<ReceiptLine>, Refusal> {
    let account = &standing.account;
    let open = chosen.iter().map(|charge| {
        let priority = configuration.charge_code(&charge.code)?.priority;
        Ok(Open {
            id: &charge.id,
            due: charge.due,
            due_date: charge.due_date,
            priority,
        })
    });
    let (parts, beyond) = spread(
        paying,
        open.collect::<Result<_, Refusal>>()?,
        &configuration.policies.spread,
    )?;
    let mut lines = Vec::with_capacity(parts.len() + 1);
    for (id, part) in parts {
        let charge = account.charge(id)?;
        let code = configuration.charge_code(&charge.code)?;
        lines.push(ReceiptLine {
            code: code.code.clone(),
            description: charge.description.clone(),
            department: code.department.clone(),
            account: Some(account.number.clone()),
            charge: Some(charge.id.clone()),
            reference: Some(charge.reference.clone()).filter(|reference| !reference.is_empty()),
            quantity: None,
            amount: part,
            due: Some(charge.due),
            split: split(part, &code.split)?,
        });
    }
    if beyond > Cents::ZERO {
        lines.push(credit_line(configuration, language, standing, beyond)?);
    }
    Ok(lines)
}

/// The line that takes money beyond what is due: it stands to the customer's credit.
fn credit_line(
    configuration: &Configuration,
    language: Language,
    standing: &Standing,
    beyond: Cents,
) -> Result<ReceiptLine, Refusal> {
    let department = match standing.account.charges.first() {
        Some(charge) => configuration.charge_code(&charge.code)?.department.clone(),
        None => configuration
            .departments
            .first()
            .map(|d| d.code.clone())
            .unwrap_or_default(),
    };
    let description = match language {
        Language::En => CREDIT_WORDS[0],
        Language::Es => CREDIT_WORDS[1],
    };
    Ok(ReceiptLine {
        code: CREDIT_CODE.to_owned(),
        description: description.to_owned(),
        department,
        account: Some(standing.account.number.clone()),
        charge: None,
        reference: None,
        quantity: None,
        amount: beyond,
        due: None,
        split: vec![(configuration.posting.customer_credit.clone(), beyond)],
    })
}

/// The line of money that nobody can place yet: it stands in suspense, with why.
fn suspense_line(
    facts: &Facts<'_>,
    language: Language,
    reference: Option<&str>,
    amount: Cents,
    why: &str,
) -> Result<ReceiptLine, Refusal> {
    if facts.session.is_none_or(|session| session.batch().is_none()) {
        return Err(Refusal::SuspenseInBatchOnly);
    }
    let suspense = facts.configuration.suspense.as_ref().ok_or(Refusal::SuspenseNotSetUp)?;
    if amount <= Cents::ZERO {
        return Err(Refusal::AmountZero {
            field: "amount".to_owned(),
        });
    }
    let why = clean_required("why", why, NOTE_LENGTH)?;
    let held = match language {
        Language::En => "Held in suspense",
        Language::Es => "Retenido en suspenso",
    };
    Ok(ReceiptLine {
        code: SUSPENSE_CODE.to_owned(),
        description: format!("{held}: {why}"),
        department: suspense.department.clone(),
        account: None,
        charge: None,
        reference: clean_optional("reference", reference, REFERENCE_LENGTH)?,
        quantity: None,
        amount,
        due: None,
        split: vec![(suspense.ledger.clone(), amount)],
    })
}

/// What is paid by charge code: a fixed price as often as wanted, or an open amount.
fn charge_amount(
    code: &ChargeCode,
    quantity: Option<u32>,
    amount: Option<Cents>,
    seen_price: Option<Cents>,
) -> Result<Cents, Refusal> {
    let charge = || code.name.clone();
    if code.account_only {
        return Err(Refusal::ChargeNeedsAccount { charge: charge() });
    }
    let paid = match (code.price, amount) {
        (Some(_), Some(_)) => return Err(Refusal::PriceFixed { charge: charge() }),
        (Some(price), None) => {
            if let Some(seen) = seen_price.filter(|seen| *seen != price) {
                return Err(Refusal::StalePrice {
                    what: charge(),
                    seen,
                    now: price,
                });
            }
            price.times(quantity.unwrap_or(1))?
        }
        (None, None) => return Err(Refusal::AmountNeeded { charge: charge() }),
        (None, Some(_)) if quantity.is_some_and(|count| count != 1) => {
            return Err(Refusal::QuantityUnwanted { charge: charge() });
        }
        (None, Some(amount)) => amount,
    };
    if paid <= Cents::ZERO {
        return Err(Refusal::AmountZero { field: charge() });
    }
    Ok(paid)
}

fn charge_line(
    language: Language,
    code: &ChargeCode,
    quantity: Option<u32>,
    paid: Cents,
    reference: Option<&str>,
) -> Result<ReceiptLine, Refusal> {
    let reference = clean_optional("reference", reference, REFERENCE_LENGTH)?;
    if let (Some(label), None) = (&code.reference, &reference) {
        return Err(Refusal::ReferenceNeeded {
            charge: code.name.clone(),
            reference: label.clone(),
        });
    }
    Ok(ReceiptLine {
        code: code.code.clone(),
        description: code.name_in(language).to_owned(),
        department: code.department.clone(),
        account: None,
        charge: None,
        reference,
        quantity: quantity.filter(|count| *count > 1),
        amount: paid,
        due: None,
        split: split(paid, &code.split)?,
    })
}

/// The same charge of the same account paid twice in one payment is a slip of the hand.
fn refuse_twice(lines: &[(usize, ReceiptLine)]) -> Result<(), Refusal> {
    for (place, (_, line)) in lines.iter().enumerate() {
        let again = |other: &(usize, ReceiptLine)| {
            line.account.is_some() && other.1.account == line.account && other.1.charge == line.charge
        };
        if lines[..place].iter().any(again) {
            return Err(Refusal::ChargeTwice {
                charge: line.description.clone(),
            });
        }
    }
    Ok(())
}

fn balances(facts: &Facts<'_>, lines: &[(usize, ReceiptLine)]) -> Result<Vec<AccountBalance>, Refusal> {
    let mut balances: Vec<AccountBalance> = Vec::new();
    for (_, line) in lines {
        let Some(number) = &line.account else { continue };
        let place = match balances.iter().position(|balance| balance.account == *number) {
            Some(place) => place,
            None => {
                let due = facts.accounts.get(number).map_or(Ok(Cents::ZERO), Standing::due)?;
                balances.push(AccountBalance {
                    account: number.clone(),
                    due,
                });
                balances.len() - 1
            }
        };
        balances[place].due = balances[place].due.minus(line.amount)?;
    }
    Ok(balances)
}
