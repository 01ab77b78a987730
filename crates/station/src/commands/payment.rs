//! Taking a payment: the whole story.

use std::collections::{BTreeMap, BTreeSet};

use counterfoil_domain::account::Standing;
use counterfoil_domain::business_day;
use counterfoil_domain::cash::count_out;
use counterfoil_domain::check::TenderOffer;
use counterfoil_domain::check::plain_number;
use counterfoil_domain::config::{Configuration, User};
use counterfoil_domain::documents::{ReceiptDocument, ReceiptMark};
use counterfoil_domain::entry::{Body, seal};
use counterfoil_domain::journal::Decision;
use counterfoil_domain::money::Cents;
use counterfoil_domain::payment::{self, Facts, LineRequest, PaymentRequest, Priced, Settled};
use counterfoil_domain::receipt::{Receipt, Tender};
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::returns::item::Returned;
use counterfoil_formats::micr;
use counterfoil_paper::tape;

use super::receipts::tape_lines;
use crate::central::condition::Seen;
use crate::desk::{Desk, Written};
use crate::fault::Fault;
use crate::rpc::messages::*;
use crate::seat::Call;
use crate::secrets::KeptAccount;

/// Takes a payment: one receipt, one commit.
///
/// # Errors
/// Those of [`payment::take`], of reading what was typed, and of the store.
pub fn take_payment(call: &Call<'_>, request: TakePayment) -> Result<Taken, Fault> {
    let configuration = call.station.configuration();
    let second = call.second(request.consent.as_ref())?;
    let written = call.write(&request, |desk, user| {
        let mut wanted = wanted(call, &configuration, &request.payment)?;
        wanted.same_check_confirmed = request.same_check_confirmed;
        let looked_up = LookedUp::gather(call, desk, &wanted.lines, &wanted.tenders)?;
        if let Some(batch) = request.batch {
            desk.session(batch)?;
        }
        let held = desk.held();
        let session = request.batch.map_or_else(|| held.in_use(), |batch| held.session(batch));
        let facts = Facts {
            session,
            ..looked_up.facts(desk, &configuration, user, second.as_ref())
        };
        Ok(said_offline(call, &configuration, payment::take(&facts, &wanted)?))
    })?;
    if request.batch.is_none() {
        call.station.drafts.discard(&written.entry.actor)?;
    }
    taken(&configuration, &written)
}

/// What a payment would come to, with the receipt as it would print, and what
/// stands in the way of taking it now.
///
/// # Errors
/// Those of the store; refusals are in the reply.
pub fn quote(call: &Call<'_>, request: Payment) -> Result<Quote, Fault> {
    let configuration = call.station.configuration();
    let user = call.user()?;
    let wanted = match wanted(call, &configuration, &request) {
        Ok(wanted) => wanted,
        Err(fault) => return Ok(empty_quote(&fault)),
    };
    let desk = call.station.desk();
    let looked_up = LookedUp::gather(call, &desk, &wanted.lines, &wanted.tenders)?;
    let facts = looked_up.facts(&desk, &configuration, &user, None);
    let priced = match payment::price(&facts, &wanted) {
        Ok(priced) => priced,
        Err(refusal) => return Ok(empty_quote(&refusal.into())),
    };
    let decision = payment::take(&facts, &wanted).map(|decision| said_offline(call, &configuration, decision));
    let tenders = payment::offered(&facts, &wanted).unwrap_or_default();
    let tendered = Cents::sum(wanted.tenders.iter().map(|tender| tender.amount))?;
    let settled = match payment::settle(priced.total, tenders.clone()) {
        Ok(settled) => settled,
        Err(_) => Settled {
            tenders,
            change: Cents::ZERO,
        },
    };
    let receipt = match decision.as_ref().map(|decision| &decision.body) {
        Ok(Body::Receipt(receipt)) => (**receipt).clone(),
        _ => draft_receipt(&facts, &wanted, &priced, &settled),
    };
    let at = business_day::local(call.station.clock().now(), business_day::zone(&configuration.site));
    let document = ReceiptDocument {
        receipt,
        at,
        seal: String::new(),
        mark: ReceiptMark::Draft,
    };
    Ok(Quote {
        total: priced.total,
        tendered,
        remaining: Cents((priced.total.0 - tendered.0).max(0)),
        change: settled.change,
        change_in: count_out(settled.change, &configuration.denominations),
        balances: priced.balances.clone(),
        tape: tape_lines(&tape::lines(&document, facts.station.printer.columns)),
        lines: priced
            .lines
            .into_iter()
            .map(|(of, line)| QuotedLine {
                of: u32::try_from(of).unwrap_or(u32::MAX),
                line,
            })
            .collect(),
        refusal: decision.err().map(|refusal| Fault::from(refusal).view()),
    })
}

/// A receipt says so where it is taken while central records, which this workstation knows, are not reached.
fn said_offline(call: &Call<'_>, configuration: &Configuration, decision: Decision) -> Decision {
    // Before the first attempt nobody knows.
    let away = |seen: Seen| !seen.reached && seen.why.is_some();
    match call.station.central() {
        Some(condition) if away(condition.seen()) => payment::taken_offline(decision, &configuration.site),
        _ => decision,
    }
}

/// A quote of which nothing can be said but what is wrong.
fn empty_quote(fault: &Fault) -> Quote {
    Quote {
        lines: Vec::new(),
        total: Cents::ZERO,
        tendered: Cents::ZERO,
        remaining: Cents::ZERO,
        change: Cents::ZERO,
        change_in: Vec::new(),
        balances: Vec::new(),
        tape: Vec::new(),
        refusal: Some(fault.view()),
    }
}

/// The receipt as far as it is, for the tape.
fn draft_receipt(facts: &Facts<'_>, wanted: &PaymentRequest, priced: &Priced, settled: &Settled) -> Receipt {
    Receipt {
        number: facts.number.to_owned(),
        session: facts.session.map(|session| session.id).unwrap_or_default(),
        heading: payment::heading(facts.configuration),
        window: facts.station.name.clone(),
        cashier: facts.actor.name.clone(),
        language: wanted.language,
        payer: wanted.payer.clone().filter(|payer| !payer.is_empty()),
        note: wanted.note.clone().filter(|note| !note.is_empty()),
        lines: priced.lines.iter().map(|(_, line)| line.clone()).collect(),
        tenders: settled.tenders.clone(),
        total: priced.total,
        change: settled.change,
        balances: priced.balances.clone(),
        turn_on: Vec::new(),
        batch: None,
        footer: Vec::new(),
    }
}

/// What a decision about a payment may know, looked up.
pub(super) struct LookedUp {
    pub(super) accounts: BTreeMap<String, Standing>,
    returned: Returned,
    number: String,
    station: counterfoil_domain::config::StationConfig,
    today: chrono::NaiveDate,
}

impl LookedUp {
    pub(super) fn gather(
        call: &Call<'_>,
        desk: &Desk,
        lines: &[LineRequest],
        tenders: &[TenderOffer],
    ) -> Result<LookedUp, Fault> {
        let mut accounts = BTreeMap::new();
        let numbers: BTreeSet<&String> = lines.iter().filter_map(account_of).collect();
        for number in numbers {
            if let Some(standing) = call.station.standing(desk, number)? {
                accounts.insert(number.clone(), standing);
            }
        }
        let tokens = tenders.iter().filter_map(|tender| tender.token.as_deref());
        Ok(LookedUp {
            accounts,
            returned: call.station.returned_of_tokens(tokens)?,
            number: desk.head().next_receipt(),
            station: call.station.station_config()?,
            today: desk.held().today(call.station.clock().now()),
        })
    }

    pub(super) fn facts<'a>(
        &'a self,
        desk: &'a Desk,
        configuration: &'a Configuration,
        actor: &'a User,
        second: Option<&'a User>,
    ) -> Facts<'a> {
        Facts {
            configuration,
            station: &self.station,
            session: desk.held().in_use(),
            actor,
            today: self.today,
            accounts: &self.accounts,
            checks: &desk.held().checks,
            returned: &self.returned,
            number: &self.number,
            second,
        }
    }
}

fn account_of(line: &LineRequest) -> Option<&String> {
    match line {
        LineRequest::Account { account, .. } => Some(account),
        LineRequest::Charge { .. } | LineRequest::Suspense { .. } => None,
    }
}

/// What was typed, as the domain takes it: amounts by the grammar, MICR lines
/// apart, account numbers as tokens.
pub(super) fn wanted(call: &Call<'_>, configuration: &Configuration, typed: &Payment) -> Result<PaymentRequest, Fault> {
    let lines = typed.lines.iter().map(line).collect::<Result<_, Refusal>>()?;
    let tenders = typed
        .tenders
        .iter()
        .map(|tender| offer(call, configuration, tender))
        .collect::<Result<_, Fault>>()?;
    Ok(PaymentRequest {
        lines,
        tenders,
        payer: typed.payer.clone(),
        note: typed.note.clone(),
        language: typed.language.unwrap_or(configuration.site.language),
        same_check_confirmed: false,
    })
}

pub(super) fn line(typed: &PaymentLine) -> Result<LineRequest, Refusal> {
    let parse = |amount: &Option<String>| amount.as_deref().map(|text| Cents::parse("amount", text)).transpose();
    Ok(match typed {
        PaymentLine::Account {
            account,
            charges,
            amount,
            seen_due,
        } => LineRequest::Account {
            account: account.clone(),
            charges: charges.clone(),
            amount: parse(amount)?,
            seen_due: *seen_due,
        },
        PaymentLine::Charge {
            code,
            quantity,
            amount,
            reference,
            seen_price,
        } => LineRequest::Charge {
            code: code.clone(),
            quantity: *quantity,
            amount: parse(amount)?,
            reference: reference.clone(),
            seen_price: *seen_price,
        },
        PaymentLine::Suspense { reference, amount, why } => LineRequest::Suspense {
            reference: reference.clone(),
            amount: Cents::parse("amount", amount)?,
            why: why.clone(),
        },
    })
}

/// A tender as it was typed, as the domain takes it.
pub(super) fn offer(
    call: &Call<'_>,
    configuration: &Configuration,
    typed: &PaymentTender,
) -> Result<TenderOffer, Fault> {
    let name = configuration.tender(&typed.tender).map_or("amount", |kind| &kind.name);
    let mut offer = TenderOffer {
        tender: typed.tender.clone(),
        amount: Cents::parse(name, &typed.amount)?,
        routing: typed.routing.clone(),
        account: typed.account.clone(),
        token: None,
        number: typed.number.clone(),
        brand: typed.brand.clone(),
        last_four: typed.last_four.clone(),
        approval: typed.approval.clone(),
        terminal: typed.terminal.clone(),
        reference: typed.reference.clone(),
    };
    if let Some(micr) = typed.micr.as_deref().filter(|line| !line.trim().is_empty()) {
        let read = micr::read(micr)?;
        offer.routing = Some(read.routing);
        offer.account = Some(read.account);
        offer.number = read.number.or(offer.number);
    }
    // Readers and people differ in leading zeros; the same check must stay the same.
    offer.number = offer.number.map(|number| plain_number(&number).to_owned());
    match (&offer.routing, offer.account.as_deref().map(str::trim)) {
        (_, Some(kept)) if KeptAccount::stands_in(kept) => {
            let kept = call.station.secrets(|secrets| secrets.kept_account(kept));
            let kept = kept.ok_or_else(|| Fault::BadRequest {
                problem: "a kept account number is not ours".to_owned(),
            })?;
            (offer.token, offer.account) = (Some(kept.token), Some(kept.last_four));
        }
        (Some(routing), Some(account)) if !account.is_empty() => {
            offer.token = Some(
                call.station
                    .secrets(|secrets| secrets.check_token(routing.trim(), account)),
            );
        }
        _ => {}
    }
    Ok(offer)
}

/// The reply, from the entry alone: a repeat gets the same.
fn taken(configuration: &Configuration, written: &Written) -> Result<Taken, Fault> {
    let Body::Receipt(receipt) = &written.entry.body else {
        return Err(Refusal::RequestReused.into());
    };
    Ok(Taken {
        receipt: receipt.number.clone(),
        total: receipt.total,
        change: receipt.change,
        change_in: count_out(receipt.change, &configuration.denominations),
        balances: receipt.balances.clone(),
        seal: seal(&written.hash),
        repeated: written.repeated,
    })
}

/// Keeps the payment in progress.
///
/// # Errors
/// Those of the store.
pub fn save_draft(call: &Call<'_>, request: Draft) -> Result<Nothing, Fault> {
    call.station
        .drafts
        .save(&call.user()?.id, &without_account_numbers(call, request))?;
    Ok(Nothing {})
}

/// A check's account number is never kept whole, not even in a draft: a token
/// that only this workstation can make stands in its place.
fn without_account_numbers(call: &Call<'_>, mut draft: Draft) -> Draft {
    for tender in &mut draft.payment.tenders {
        if let Some(read) = tender.micr.take().and_then(|line| micr::read(&line).ok()) {
            tender.routing = Some(read.routing);
            tender.account = Some(read.account);
            tender.number = read.number.or(tender.number.take());
        }
        tender.account = match (tender.account.take(), &tender.routing) {
            (Some(account), _) if KeptAccount::stands_in(&account) => Some(account),
            (Some(account), Some(routing)) => Some(
                call.station
                    .secrets(|secrets| secrets.keep_account(routing.trim(), &account)),
            ),
            _ => None,
        };
    }
    draft
}

/// The payment in progress of whoever is signed in. If its request was taken
/// already and the reply was lost, its receipt.
///
/// # Errors
/// Those of the store.
pub fn draft(call: &Call<'_>, _request: Nothing) -> Result<DraftView, Fault> {
    let user = call.user()?;
    let Some(draft) = call.station.drafts.load(&user.id)? else {
        return Ok(DraftView {
            draft: None,
            taken: None,
        });
    };
    let taken = match call.station.desk().entry_of_request(draft.request_id)? {
        Some(written) => Some(taken(&call.station.configuration(), &written)?),
        None => None,
    };
    Ok(DraftView {
        draft: Some(draft),
        taken,
    })
}

/// Throws the payment in progress away.
///
/// # Errors
/// Those of the store.
pub fn discard_draft(call: &Call<'_>, _request: Nothing) -> Result<Nothing, Fault> {
    call.station.drafts.discard(&call.user()?.id)?;
    Ok(Nothing {})
}

/// A tender in one line: check number, card, reference.
pub(super) fn detail(tender: &Tender) -> String {
    let mut parts: Vec<String> = Vec::new();
    if let Some(check) = &tender.check {
        parts.extend(check.number.clone());
        parts.extend(check.last_four.as_ref().map(|digits| format!("····{digits}")));
    }
    if let Some(card) = &tender.card {
        parts.extend(card.brand.clone());
        parts.extend(card.last_four.as_ref().map(|digits| format!("····{digits}")));
        parts.extend(card.approval.clone());
    }
    parts.extend(tender.reference.clone());
    parts.join(" ")
}
