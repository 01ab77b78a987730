//! Taking a payment: pricing its lines, settling its tenders, deciding the receipt.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::account::{Charge, Flag, Standing};
use crate::allocation::{Open, split, spread};
use crate::check::TenderOffer;
use crate::config::{Configuration, FlagAction, Language, Overpayment, StationConfig, TenderKind, User, Waiver};
use crate::drawer;
use crate::entry::{Approval, Body};
use crate::journal::Decision;
use crate::money::Cents;
use crate::posting::Postings;
use crate::receipt::{AccountBalance, Receipt, ReceiptLine, Tender};
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::second_person::consent;
use crate::session::DrawerSession;
use crate::text::{NAME_LENGTH, NOTE_LENGTH, REFERENCE_LENGTH, clean_optional};

/// The code on the line that takes money beyond what is due.
pub const CREDIT_CODE: &str = "CREDIT";

/// What is to be paid, and with what. Amounts are parsed; nothing is decided.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PaymentRequest {
    /// What is paid.
    pub lines: Vec<LineRequest>,
    /// What it is paid with.
    pub tenders: Vec<TenderOffer>,
    /// Who pays.
    pub payer: Option<String>,
    /// A note.
    pub note: Option<String>,
    /// The receipt's language.
    pub language: Language,
    /// The person has looked at the earlier receipt with the same check.
    pub same_check_confirmed: bool,
}

/// One thing to be paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineRequest {
    /// On an account.
    Account {
        /// The account's number.
        account: String,
        /// The charges; all that are due where none is named.
        charges: Vec<String>,
        /// How much, when not exactly what is due.
        amount: Option<Cents>,
        /// What the screen showed as due.
        seen_due: Option<Cents>,
    },
    /// By charge code.
    Charge {
        /// The code.
        code: String,
        /// How many.
        quantity: Option<u32>,
        /// How much.
        amount: Option<Cents>,
        /// The number that accompanies it.
        reference: Option<String>,
        /// The price that the screen showed.
        seen_price: Option<Cents>,
    },
}

/// What a decision about a payment may know.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The configuration.
    pub configuration: &'a Configuration,
    /// The workstation.
    pub station: &'a StationConfig,
    /// The workstation's latest drawer session.
    pub session: Option<&'a DrawerSession>,
    /// Who is signed in.
    pub actor: &'a User,
    /// The business date.
    pub today: NaiveDate,
    /// The accounts that the lines name, as they stand after own payments.
    pub accounts: &'a BTreeMap<String, Standing>,
    /// Checks taken within the policy's days: for a token and number, the receipt and its date.
    pub checks: &'a BTreeMap<(String, String), (String, NaiveDate)>,
    /// The number that the receipt would get.
    pub number: &'a str,
    /// A second person, verified just now.
    pub second: Option<&'a User>,
}

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

/// The tenders of a payment, settled against its total.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settled {
    /// The tenders as applied.
    pub tenders: Vec<Tender>,
    /// The change, from cash.
    pub change: Cents,
}

/// Prices the lines of a payment. Needs no drawer.
///
/// # Errors
/// In this order: [`Refusal::NothingToPay`]; then line by line [`Refusal::UnknownAccount`],
/// [`Refusal::AccountStopped`], [`Refusal::UnknownCharge`], [`Refusal::NothingDue`],
/// [`Refusal::StalePrice`], [`Refusal::AmountZero`], [`Refusal::OverpaymentRefused`],
/// [`Refusal::ChargeNeedsAccount`], [`Refusal::PriceFixed`], [`Refusal::AmountNeeded`],
/// [`Refusal::ReferenceNeeded`]; at last [`Refusal::ChargeTwice`], [`Refusal::OverReceiptLimit`].
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
            LineRequest::Charge { .. } => vec![price_charge(facts, request.language, line)?],
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
    let stop = account.flags.notices(&configuration.policies.flags, facts.today);
    if let Some(notice) = stop.iter().find(|notice| notice.action == FlagAction::Stop) {
        return Err(Refusal::AccountStopped {
            account: number.to_owned(),
            flag: flag_words(notice.flag).to_owned(),
        });
    }
    let chosen: Vec<&Charge> = if wanted.is_empty() {
        account
            .charges
            .iter()
            .filter(|charge| charge.due > Cents::ZERO)
            .collect()
    } else {
        wanted.iter().map(|id| account.charge(id)).collect::<Result<_, _>>()?
    };
    let due = Cents::sum(chosen.iter().map(|charge| charge.due))?;
    if let Some(seen) = seen_due
        && seen != due
    {
        return Err(Refusal::StalePrice {
            what: number.to_owned(),
            seen,
            now: due,
        });
    }
    let paying = amount.unwrap_or(due);
    if amount == Some(Cents::ZERO) {
        return Err(Refusal::AmountZero {
            field: "amount".to_owned(),
        });
    }
    if due.is_zero() && amount.is_none() {
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
        Language::En => "Credit on account",
        Language::Es => "Crédito en la cuenta",
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

fn price_charge(facts: &Facts<'_>, language: Language, line: &LineRequest) -> Result<ReceiptLine, Refusal> {
    let LineRequest::Charge {
        code,
        quantity,
        amount,
        reference,
        seen_price,
    } = line
    else {
        return Err(Refusal::NothingToPay);
    };
    let code = facts.configuration.charge_code(code)?;
    let charge = || code.name.clone();
    if code.account_only {
        return Err(Refusal::ChargeNeedsAccount { charge: charge() });
    }
    let paid = match (code.price, amount) {
        (Some(_), Some(_)) => return Err(Refusal::PriceFixed { charge: charge() }),
        (Some(price), None) => {
            if let Some(seen) = seen_price
                && *seen != price
            {
                return Err(Refusal::StalePrice {
                    what: charge(),
                    seen: *seen,
                    now: price,
                });
            }
            price.times(quantity.unwrap_or(1))?
        }
        (None, None) => return Err(Refusal::AmountNeeded { charge: charge() }),
        (None, Some(amount)) => *amount,
    };
    if paid.is_zero() {
        return Err(Refusal::AmountZero { field: charge() });
    }
    let reference = clean_optional("reference", reference.as_deref(), REFERENCE_LENGTH)?;
    if let (Some(label), None) = (&code.reference, &reference) {
        return Err(Refusal::ReferenceNeeded {
            charge: charge(),
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
        quantity: quantity.filter(|count| *count > 1 && code.price.is_some()),
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

/// Checks the tenders one by one; amounts stay as handed over.
///
/// # Errors
/// For each: [`Refusal::UnknownTender`], those of [`TenderOffer::checked`];
/// then [`Refusal::CashTwice`], [`Refusal::CheckTwice`], [`Refusal::CashOnlyPayer`].
pub fn offered(facts: &Facts<'_>, request: &PaymentRequest) -> Result<Vec<Tender>, Refusal> {
    let mut tenders: Vec<Tender> = Vec::with_capacity(request.tenders.len());
    for offer in &request.tenders {
        let kind = facts.configuration.tender(&offer.tender)?;
        let tender = offer.checked(kind, kind.name_in(request.language))?;
        if tender.kind == TenderKind::Cash && tenders.iter().any(|other| other.kind == TenderKind::Cash) {
            return Err(Refusal::CashTwice);
        }
        if check_name(&tender).is_some() && tenders.iter().any(|other| check_name(other) == check_name(&tender)) {
            return Err(Refusal::CheckTwice);
        }
        tenders.push(tender);
    }
    if tenders.iter().any(|tender| tender.kind.is_personal_check()) {
        for line in &request.lines {
            refuse_check_for(facts, line)?;
        }
    }
    Ok(tenders)
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

/// Decides a payment: the receipt, its postings, and who agreed.
///
/// # Errors
/// In this order: [`Refusal::NoOpenDrawer`], [`Refusal::DrawerClosed`], [`Refusal::DrawerCounting`],
/// [`Refusal::NotYourDrawer`], [`Refusal::DrawerOfAnotherDay`]; those of [`price`]; those of
/// [`offered`]; those of [`settle`]; [`Refusal::DrawerOverCeiling`]; text refusals for payer and
/// note; [`Refusal::CheckSeenBefore`]; [`Refusal::SecondPersonNeeded`] and its kin for a flag.
pub fn take(facts: &Facts<'_>, request: &PaymentRequest) -> Result<Decision, Refusal> {
    let session = drawer::held(facts.session, facts.actor)?;
    if session.business_date != facts.today {
        return Err(Refusal::DrawerOfAnotherDay {
            opened: session.business_date,
        });
    }
    let priced = price(facts, request)?;
    let Settled { tenders, change } = settle(priced.total, offered(facts, request)?)?;
    let ceiling = facts.configuration.policies.drawer_ceiling;
    if session.cash >= ceiling && tenders.iter().any(|tender| tender.kind == TenderKind::Cash) {
        return Err(Refusal::DrawerOverCeiling { ceiling });
    }
    let payer = clean_optional("payer", request.payer.as_deref(), NAME_LENGTH)?;
    let note = clean_optional("note", request.note.as_deref(), NOTE_LENGTH)?;
    refuse_seen_checks(facts, request, &tenders)?;
    let approval = flag_consent(facts, request, priced.total)?;
    let mut postings = Postings::default();
    for tender in &tenders {
        postings.debit(&facts.configuration.tender(&tender.code)?.clearing, tender.amount)?;
    }
    for part in priced.lines.iter().flat_map(|(_, line)| &line.split) {
        postings.credit(&part.0, part.1)?;
    }
    let site = &facts.configuration.site;
    let receipt = Receipt {
        number: facts.number.to_owned(),
        session: session.id,
        heading: heading(facts.configuration),
        window: facts.station.name.clone(),
        cashier: facts.actor.name.clone(),
        language: request.language,
        payer,
        note,
        lines: priced.lines.into_iter().map(|(_, line)| line).collect(),
        tenders,
        total: priced.total,
        change,
        balances: priced.balances,
        footer: site.receipt_footer.clone(),
    };
    Ok(Decision {
        body: Body::Receipt(Box::new(receipt)),
        postings: postings.balanced()?,
        approval,
    })
}

/// The heading of every document of a site: city, office, address.
#[must_use]
pub fn heading(configuration: &Configuration) -> Vec<String> {
    let mut lines = vec![configuration.city.name.clone(), configuration.site.name.clone()];
    lines.extend(configuration.site.address.iter().cloned());
    lines
}

fn refuse_seen_checks(facts: &Facts<'_>, request: &PaymentRequest, tenders: &[Tender]) -> Result<(), Refusal> {
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

/// A supervisor's consent where an account's flag asks for one.
fn flag_consent(facts: &Facts<'_>, request: &PaymentRequest, total: Cents) -> Result<Option<Approval>, Refusal> {
    for line in &request.lines {
        let LineRequest::Account { account, .. } = line else {
            continue;
        };
        let Some(standing) = facts.accounts.get(account) else {
            continue;
        };
        let notices = standing
            .account
            .flags
            .notices(&facts.configuration.policies.flags, facts.today);
        if let Some(notice) = notices.iter().find(|notice| notice.action == FlagAction::SecondPerson) {
            let statement = || {
                format!(
                    "Take {total} with account {account}, {}: {}",
                    standing.account.name,
                    flag_words(notice.flag)
                )
            };
            return consent(
                facts.configuration,
                Waiver::Flag,
                &facts.actor.id,
                facts.second,
                Right::Approve,
                statement,
            );
        }
    }
    Ok(None)
}

fn flag_words(flag: Flag) -> &'static str {
    match flag {
        Flag::Bankruptcy => "a bankruptcy case is open",
        Flag::CashOnly => "cash or card only",
        Flag::Lien => "a lien stands on the property",
        Flag::PaymentPlan => "a payment plan is agreed",
        Flag::ShutOff => "service is shut off",
    }
}
