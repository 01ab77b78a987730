//! The bank deposit, from choosing what goes to the bank's correction.

use counterfoil_domain::business_day;
use counterfoil_domain::cash::CashCount;
use counterfoil_domain::check::last_four;
use counterfoil_domain::config::Configuration;
use counterfoil_domain::deposit::{self as rules, Composition, Deposit, FirstCount, SecondCount};
use counterfoil_domain::entry::{Body, DepositedCheck};
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::session::Session;
use uuid::Uuid;

use super::asking::done;
use super::board::{date_of, open_date};
use super::receipts::zone;
use crate::desk::Written;
use crate::fault::Fault;
use crate::rpc::messages::*;
use crate::seat::Call;
use crate::site::{Inside, deposits as table, rows};

/// Deposits that are listed at most, besides those that wait for the bank.
const LISTED: u32 = 20;

/// What the deposit's screen begins with.
///
/// # Errors
/// [`Refusal::NotClosingDesk`], those of the store.
pub fn deposits(call: &Call<'_>, _request: Nothing) -> Result<DepositsView, Fault> {
    let configuration = call.station.configuration();
    call.station.site()?.read(|inside| {
        let mut sessions = Vec::new();
        for kept in rows::to_deposit(&inside.connection)? {
            let session = inside.session(kept.row.session)?;
            let composition = rules::compose(&configuration, &[&session], |_| None)?;
            sessions.push(depositable(&session, &composition));
        }
        let mut found = Vec::new();
        for id in table::listed(&inside.connection, LISTED)? {
            found.push(inside.deposit(id)?);
        }
        found.sort_by_key(|deposit| std::cmp::Reverse(deposit.prepared_at));
        Ok(DepositsView {
            banks: configuration
                .bank_accounts
                .iter()
                .map(|bank| BankView {
                    code: bank.code.clone(),
                    name: bank.name.clone(),
                    bank: bank.bank.clone(),
                    last_four: last_four(&bank.number),
                })
                .collect(),
            sessions,
            deposits: found.iter().map(brief).collect::<Result<_, Fault>>()?,
        })
    })
}

fn depositable(session: &Session, composition: &Composition) -> Depositable {
    Depositable {
        session: session.id,
        name: session.drawer.clone(),
        cashier: session.cashier_name().to_owned(),
        business_date: session.business_date.to_string(),
        cash: composition.cash,
        checks: composition.check_total,
        check_items: u32::try_from(composition.checks.len()).unwrap_or(u32::MAX),
    }
}

fn brief(deposit: &Deposit) -> Result<DepositBrief, Fault> {
    let prepared = &deposit.prepared;
    let (cash, checks) = deposit.unexplained()?;
    let state = if deposit.withdrawn.is_some() {
        DepositState::Withdrawn
    } else if deposit.finalized.is_none() {
        DepositState::Prepared
    } else if deposit.bank.is_none() {
        DepositState::Final
    } else if !cash.is_zero() || !checks.is_zero() {
        DepositState::Differs
    } else if deposit.corrections.is_empty() {
        DepositState::Validated
    } else {
        DepositState::Corrected
    };
    Ok(DepositBrief {
        deposit: deposit.id(),
        number: prepared.number.clone(),
        business_date: deposit.business_date.to_string(),
        bank: prepared.bank.name.clone(),
        state,
        cash: prepared.cash_total,
        checks: prepared.check_total,
        check_items: u32::try_from(prepared.checks.len()).unwrap_or(u32::MAX),
        total: prepared.total,
    })
}

/// The chosen sessions and what a deposit of them must be.
fn composed(
    inside: &Inside,
    configuration: &Configuration,
    ids: &[Uuid],
) -> Result<(Vec<Session>, Composition), Fault> {
    let sessions = ids
        .iter()
        .map(|id| inside.session(*id))
        .collect::<Result<Vec<Session>, Fault>>()?;
    let chosen: Vec<&Session> = sessions.iter().collect();
    let mut taken: Vec<(Uuid, String)> = Vec::new();
    for id in ids {
        let deposit = rows::get(&inside.connection, *id)?.and_then(|kept| kept.row.deposit);
        taken.extend(deposit.map(|deposit| (*id, deposit.1)));
    }
    let in_deposit = |id: Uuid| taken.iter().find(|one| one.0 == id).map(|one| one.1.clone());
    let composition = rules::compose(configuration, &chosen, in_deposit)?;
    Ok((sessions, composition))
}

fn next_number(inside: &Inside) -> Result<String, Fault> {
    Ok(format!("D-{:06}", table::count(&inside.connection)? + 1))
}

/// What a deposit of some sessions would be.
///
/// # Errors
/// Those of [`rules::compose`], [`Refusal::UnknownBankAccount`], [`Refusal::UnknownSession`], those of the store.
pub fn propose_deposit(call: &Call<'_>, request: ProposeDeposit) -> Result<DepositProposal, Fault> {
    let configuration = call.station.configuration();
    configuration.bank_account(&request.bank)?;
    call.station.site()?.read(|inside| {
        let (sessions, composition) = composed(inside, &configuration, &request.sessions)?;
        let chosen: Vec<&Session> = sessions.iter().collect();
        let pool = rules::pool(&chosen)?;
        let cash = rules::propose(composition.cash, &pool, &configuration.denominations);
        Ok(DepositProposal {
            number: next_number(inside)?,
            cash_total: composition.cash,
            cash,
            pool: CashCount(pool),
            floats: composition.floats,
            checks: slip_checks(&composition.checks, &sessions_named(&composition)),
            check_total: composition.check_total,
            total: composition.cash.plus(composition.check_total)?,
            settlements: composition.settlements,
        })
    })
}

fn sessions_named(composition: &Composition) -> Vec<(Uuid, String)> {
    let sessions = composition.sessions.iter();
    sessions.map(|part| (part.session, part.name.clone())).collect()
}

fn slip_checks(checks: &[DepositedCheck], names: &[(Uuid, String)]) -> Vec<SlipCheck> {
    let view = |check: &DepositedCheck| SlipCheck {
        session: check.session,
        name: names
            .iter()
            .find(|named| named.0 == check.session)
            .map(|named| named.1.clone())
            .unwrap_or_default(),
        receipt: check.of.as_ref().map(|of| of.0.clone()),
        place: check.of.as_ref().map_or(0, |of| of.1),
        tender: check.tender.clone(),
        routing: check.routing.clone(),
        number: check.number.clone(),
        amount: check.amount,
    };
    checks.iter().map(view).collect()
}

/// Puts a deposit together.
///
/// # Errors
/// Those of [`rules::compose`] and [`rules::prepare`], [`Refusal::UnknownBankAccount`], those of the store.
pub fn prepare_deposit(call: &Call<'_>, request: PrepareDeposit) -> Result<DepositView, Fault> {
    let configuration = call.station.configuration();
    let bank = configuration.bank_account(&request.bank)?.clone();
    let typed = request.check_total.as_deref().filter(|text| !text.trim().is_empty());
    let count = FirstCount {
        cash: request.cash.clone(),
        order: request.order.clone(),
        check_total: typed.map(|text| Cents::parse("checks", text)).transpose()?,
    };
    let today = call.station.desk().held().today(call.station.clock().now());
    let site = call.station.site()?;
    let date = site.read(|inside| open_date(inside, today))?;
    let written = call.write_dated(&request, Some(date), |_, user| {
        let (composition, number) = site.read(|inside| {
            let (_, composition) = composed(inside, &configuration, &request.sessions)?;
            Ok((composition, next_number(inside)?))
        })?;
        let named = (Uuid::new_v4(), number);
        Ok(rules::prepare(&configuration, named, &bank, user, composition, count)?)
    })?;
    view_of(call, &written)
}

/// The deposit that an entry is about.
fn view_of(call: &Call<'_>, written: &Written) -> Result<DepositView, Fault> {
    let deposit = match &written.entry.body {
        Body::DepositPrepared(body) => body.deposit,
        Body::DepositFinalized(body) => body.deposit,
        Body::BankFiguresEntered(body) => body.deposit,
        Body::BankCorrected(body) => body.deposit,
        _ => return Err(Refusal::RequestReused.into()),
    };
    self::deposit(call, GetDeposit { deposit })
}

fn folded(call: &Call<'_>, id: Uuid) -> Result<Deposit, Fault> {
    call.station.site()?.read(|inside| inside.deposit(id))
}

/// Takes a deposit apart that is not final.
///
/// # Errors
/// Those of [`rules::withdraw`], [`Refusal::UnknownDeposit`], those of the store.
pub fn withdraw_deposit(call: &Call<'_>, request: WithdrawDeposit) -> Result<Done, Fault> {
    let deposit = folded(call, request.deposit)?;
    let date = dated(call, &deposit)?;
    let written = call.write_dated(&request, Some(date), |_, _| {
        Ok(rules::withdraw(&folded(call, request.deposit)?, &request.reason)?)
    })?;
    Ok(done(&written))
}

/// Counts a deposit again and makes it final.
///
/// # Errors
/// Those of [`rules::finalize`], [`Refusal::UnknownDeposit`], those of the store.
pub fn finalize_deposit(call: &Call<'_>, request: FinalizeDeposit) -> Result<DepositView, Fault> {
    let configuration = call.station.configuration();
    let second = call.second(request.consent.as_ref())?;
    let count = SecondCount {
        cash: request.cash.clone(),
        check_items: request.check_items,
        check_total: Cents::parse("checks", &request.check_total)?,
        bag: request.bag.clone(),
    };
    let date = dated(call, &folded(call, request.deposit)?)?;
    let written = call.write_dated(&request, Some(date), |_, user| {
        let deposit = folded(call, request.deposit)?;
        Ok(rules::finalize(&configuration, &deposit, user, count, second.as_ref())?)
    })?;
    view_of(call, &written)
}

/// A deposit is final on its own date while that is open, else on the next one that is.
fn dated(call: &Call<'_>, deposit: &Deposit) -> Result<chrono::NaiveDate, Fault> {
    let desk = call.station.desk();
    let held = desk.held();
    match held.closed {
        Some(closed) if deposit.business_date <= closed => Ok(held.today(call.station.clock().now())),
        _ => Ok(deposit.business_date),
    }
}

/// One deposit, whole.
///
/// # Errors
/// [`Refusal::UnknownDeposit`], [`Refusal::NotClosingDesk`], those of the store.
pub fn deposit(call: &Call<'_>, request: GetDeposit) -> Result<DepositView, Fault> {
    let zone = zone(call);
    let at = |at| business_day::local(at, zone).format("%-d %b %H:%M").to_string();
    let deposit = folded(call, request.deposit)?;
    let sessions = call.station.site()?.read(|inside| {
        let parts = deposit.prepared.sessions.iter().map(|part| {
            let kept = rows::get(&inside.connection, part.session)?.ok_or(Refusal::UnknownSession)?;
            let own = deposit
                .prepared
                .checks
                .iter()
                .filter(|check| check.session == part.session);
            Ok(Depositable {
                session: part.session,
                name: part.name.clone(),
                cashier: kept.row.cashier.1,
                business_date: part.business_date.to_string(),
                cash: part.cash,
                checks: part.checks,
                check_items: u32::try_from(own.count()).unwrap_or(u32::MAX),
            })
        });
        parts.collect::<Result<Vec<_>, Fault>>()
    })?;
    let names: Vec<(Uuid, String)> = sessions.iter().map(|part| (part.session, part.name.clone())).collect();
    let finalized = deposit.finalized.as_ref();
    Ok(DepositView {
        brief: brief(&deposit)?,
        cash: deposit.prepared.cash.clone(),
        checks: slip_checks(&deposit.prepared.checks, &names),
        sessions,
        settlements: deposit.prepared.settlements.clone(),
        prepared_by: deposit.prepared.preparer.clone(),
        prepared_at: at(deposit.prepared_at),
        verified_by: finalized.map(|(_, body, _)| body.verifier.1.clone()),
        final_at: finalized.map(|(when, _, _)| at(*when)),
        bag: finalized.map(|(_, body, _)| body.bag.clone()),
        seal: deposit.seal.clone(),
        validated: bank_view(&deposit)?,
        corrections: deposit
            .corrections
            .iter()
            .map(|(on, one)| CorrectionView {
                business_date: on.to_string(),
                cash: one.cash,
                checks: one.checks,
                reason: one.reason.clone(),
                reference: one.reference.clone(),
                by: one.person.1.clone(),
            })
            .collect(),
    })
}

fn bank_view(deposit: &Deposit) -> Result<Option<BankFiguresView>, Fault> {
    let Some(bank) = &deposit.bank else { return Ok(None) };
    let (cash_difference, check_difference) = deposit.unexplained()?;
    Ok(Some(BankFiguresView {
        cash: bank.cash,
        checks: bank.checks,
        validated_on: bank.validated_on.to_string(),
        reference: bank.reference.clone(),
        by: bank.person.1.clone(),
        cash_difference,
        check_difference,
    }))
}

/// Enters the bank's own figures for a final deposit.
///
/// # Errors
/// Those of [`rules::enter_bank_figures`], [`Refusal::UnknownDeposit`], those of the store.
pub fn enter_bank_figures(call: &Call<'_>, request: EnterBankFigures) -> Result<DepositView, Fault> {
    let figures = (
        Cents::parse("cash", &request.cash)?,
        Cents::parse("checks", &request.checks)?,
    );
    let missing = || Refusal::TextMissing {
        field: "date".to_owned(),
    };
    let validated_on = date_of(Some(&request.validated_on))?.ok_or_else(missing)?;
    call.station.site()?;
    let today = business_day::local(call.station.clock().now(), zone(call)).date();
    let written = call.write(&request, |_, user| {
        let deposit = folded(call, request.deposit)?;
        Ok(rules::enter_bank_figures(
            &deposit,
            user,
            figures,
            (validated_on, today),
            &request.reference,
        )?)
    })?;
    view_of(call, &written)
}

/// Enters the bank's correction of a deposit.
///
/// # Errors
/// Those of [`rules::correct`], [`Refusal::UnknownDeposit`], those of the store.
pub fn correct_deposit(call: &Call<'_>, request: CorrectDeposit) -> Result<DepositView, Fault> {
    let configuration = call.station.configuration();
    let second = call.second(request.consent.as_ref())?;
    let written = call.write(&request, |_, user| {
        let deposit = folded(call, request.deposit)?;
        Ok(rules::correct(
            &configuration,
            &deposit,
            user,
            &request.reason,
            &request.reference,
            second.as_ref(),
        )?)
    })?;
    view_of(call, &written)
}
