//! Taking a payment: pricing its lines, settling its tenders, deciding the receipt.

mod pricing;
mod settling;
mod turn_on;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::account::{Flag, Standing};
use crate::batch;
use crate::check::TenderOffer;
use crate::config::{Configuration, FlagAction, Language, Site, StationConfig, User, Waiver};
use crate::drawer;
use crate::entry::{Approval, Body};
use crate::journal::Decision;
use crate::money::Cents;
use crate::posting::Postings;
use crate::receipt::Receipt;
use crate::refusal::Refusal;
use crate::returns::item::Returned;
use crate::rights::Right;
use crate::second_person::consent;
use crate::session::Session;
use crate::text::{NAME_LENGTH, NOTE_LENGTH, clean_optional};
use settling::{has_cash, refuse_seen_checks};
pub(crate) use turn_on::turn_on;

pub use pricing::{CREDIT_CODE, CREDIT_WORDS, Priced, SUSPENSE_CODE, price};
pub use settling::{Settled, offered, settle};

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
    /// Held in suspense, in a batch only.
    Suspense {
        /// The account or reference as it came.
        reference: Option<String>,
        /// How much.
        amount: Cents,
        /// Why it cannot be placed.
        why: String,
    },
}

/// What a decision about a payment may know.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The configuration.
    pub configuration: &'a Configuration,
    /// The workstation.
    pub station: &'a StationConfig,
    /// The workstation's latest drawer session, or the batch that is keyed.
    pub session: Option<&'a Session>,
    /// Who is signed in.
    pub actor: &'a User,
    /// The business date.
    pub today: NaiveDate,
    /// The accounts that the lines name, as they stand after own payments.
    pub accounts: &'a BTreeMap<String, Standing>,
    /// Checks taken within the policy's days: for a token and number, the receipt and its date.
    pub checks: &'a BTreeMap<(String, String), (String, NaiveDate)>,
    /// Returned items, as far as this workstation knows them.
    pub returned: &'a Returned,
    /// The number that the receipt would get.
    pub number: &'a str,
    /// A second person, verified just now.
    pub second: Option<&'a User>,
}

/// Decides a payment: the receipt, its postings, and who agreed.
///
/// # Errors
/// In this order: [`Refusal::NoOpenDrawer`], [`Refusal::DrawerClosed`], [`Refusal::DrawerCounting`],
/// [`Refusal::NotYourDrawer`], [`Refusal::DrawerOfAnotherDay`], or for a batch [`Refusal::BatchClosed`]; those of
/// [`price`]; those of [`offered`]; those of [`settle`]; [`Refusal::DrawerOverCeiling`], or for a batch
/// [`Refusal::ChangeInBatch`]; text refusals for payer and
/// note; [`Refusal::CheckSeenBefore`]; [`Refusal::SecondPersonNeeded`] and its kin for a flag.
pub fn take(facts: &Facts<'_>, request: &PaymentRequest) -> Result<Decision, Refusal> {
    let session = taking(facts)?;
    let priced = price(facts, request)?;
    let Settled { tenders, change } = settle(priced.total, offered(facts, request)?)?;
    if session.batch().is_some() {
        if !change.is_zero() {
            return Err(Refusal::ChangeInBatch { excess: change });
        }
    } else {
        let ceiling = facts.configuration.policies.drawer_ceiling;
        if session.cash >= ceiling && has_cash(&tenders) {
            return Err(Refusal::DrawerOverCeiling { ceiling });
        }
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
        window: match session.batch() {
            Some(batch) => batch.name.clone(),
            None => facts.station.name.clone(),
        },
        cashier: facts.actor.name.clone(),
        language: request.language,
        batch: session.batch().map(|batch| batch.kind),
        payer,
        note,
        turn_on: turn_on(facts, &priced.lines)?,
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

/// A payment that was decided while there is no line to central records: its receipt says so at its
/// foot, where the site wants that.
#[must_use]
pub fn taken_offline(mut decision: Decision, site: &Site) -> Decision {
    if let (Body::Receipt(receipt), Some(note)) = (&mut decision.body, &site.offline_note) {
        receipt.footer.push(note.clone());
    }
    decision
}

/// The session that takes the payment: the open drawer of whoever acts, on its own
/// day; or an open batch, whoever keys it.
fn taking<'a>(facts: &Facts<'a>) -> Result<&'a Session, Refusal> {
    if let Some(session) = facts.session.filter(|session| session.batch().is_some()) {
        return batch::keyed(session);
    }
    let session = drawer::held(facts.session, facts.actor)?;
    if session.business_date == facts.today {
        return Ok(session);
    }
    Err(Refusal::DrawerOfAnotherDay {
        opened: session.business_date,
    })
}

/// The heading of every document of a site: city, office, address.
#[must_use]
pub fn heading(configuration: &Configuration) -> Vec<String> {
    let mut lines = vec![configuration.city.name.clone(), configuration.site.name.clone()];
    lines.extend(configuration.site.address.iter().cloned());
    lines
}

/// A supervisor's consent where an account's flag asks for one. They are shown
/// every such flag of every account in the payment.
fn flag_consent(facts: &Facts<'_>, request: &PaymentRequest, total: Cents) -> Result<Option<Approval>, Refusal> {
    let mut flagged: Vec<String> = Vec::new();
    for line in &request.lines {
        let LineRequest::Account { account, .. } = line else {
            continue;
        };
        let Some(standing) = facts.accounts.get(account) else {
            continue;
        };
        let rules = &facts.configuration.policies.flags;
        let notices = standing.account.flags.notices(rules, facts.today);
        let flags: Vec<&str> = notices
            .iter()
            .filter(|notice| notice.action == FlagAction::SecondPerson)
            .map(|notice| flag_words(notice.flag))
            .collect();
        let words = format!("account {account}, {}: {}", standing.account.name, flags.join(", "));
        if !flags.is_empty() && !flagged.contains(&words) {
            flagged.push(words);
        }
    }
    if flagged.is_empty() {
        return Ok(None);
    }
    consent(
        facts.configuration,
        Waiver::Flag,
        &facts.actor.id,
        facts.second,
        Right::Approve,
        || format!("Take {total} with {}", flagged.join("; ")),
    )
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
