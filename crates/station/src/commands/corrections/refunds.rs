//! Requests for refunds and their numbered lists for accounts payable.

use counterfoil_domain::correction::{self as rules, RefundStanding, is_withdrawable};
use counterfoil_domain::entry::{Body, Entry};
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;

use super::super::after_close::{Known, accounts_of};
use super::super::asking::done;
use super::super::lists::list_made;
use super::{corrected, next_refund, payee, traced};
use crate::fault::Fault;
use crate::rpc::messages::*;
use crate::seat::Call;
use crate::site::Inside;
use crate::site::refunds as table;

/// Requests that are settled and shown.
const SETTLED: u32 = 50;
/// Lists that are shown.
const LISTS: u32 = 20;

/// Asks accounts payable to pay something back.
///
/// # Errors
/// Those of [`rules::request_refund`], [`Refusal::UnknownReceipt`], [`Refusal::NotClosingDesk`], those of the store.
pub fn request_refund(call: &Call<'_>, request: RequestRefund) -> Result<Corrected, Fault> {
    let configuration = call.station.configuration();
    let second = call.second(request.consent.as_ref())?;
    let amount = Cents::parse("amount", &request.amount)?;
    call.station.take_in_left()?;
    let written = call.write(&request, |desk, user| {
        let traced = traced(call, &request.receipt)?;
        let known = Known::gather(call, desk, user, accounts_of(&traced.trace))?;
        let number = next_refund(call)?;
        Ok(rules::request_refund(
            &known.facts(&configuration, user, second.as_ref()),
            (&traced.trace, traced.approved),
            (request.line, amount),
            (&number, &payee(&request.payee)),
            &request.reason,
        )?)
    })?;
    corrected(call, &written)
}

fn refund_of(call: &Call<'_>, number: &str) -> Result<(RefundStanding, Entry), Fault> {
    let number = number.trim().to_uppercase();
    call.station.site()?.read(|inside| {
        let row = table::get(&inside.connection, &number)?;
        let row = row.ok_or_else(|| Refusal::UnknownRefund { number: number.clone() })?;
        table::standing(inside, &row)
    })
}

/// Withdraws a request that was not listed yet.
///
/// # Errors
/// Those of [`rules::withdraw_refund`], [`Refusal::UnknownRefund`], [`Refusal::NotClosingDesk`], those of the store.
pub fn withdraw_refund(call: &Call<'_>, request: WithdrawRefund) -> Result<Done, Fault> {
    let configuration = call.station.configuration();
    call.station.take_in_left()?;
    let written = call.write(&request, |desk, user| {
        let (standing, _) = refund_of(call, &request.number)?;
        let requested = standing.requested.iter();
        let balances = requested.flat_map(|(requested, _)| &requested.balances);
        let known = Known::gather(call, desk, user, balances.map(|one| one.account.clone()))?;
        let facts = known.facts(&configuration, user, None);
        Ok(rules::withdraw_refund(&facts, &standing, &request.reason)?)
    })?;
    Ok(done(&written))
}

/// Requests for refunds: those that wait for a list, and the last ones that are on one.
///
/// # Errors
/// [`Refusal::NotClosingDesk`], those of the store.
pub fn refunds(call: &Call<'_>, _request: Nothing) -> Result<RefundsView, Fault> {
    call.station.site()?.read(|inside| {
        let waiting = table::waiting(&inside.connection)?;
        let settled = table::settled(&inside.connection, SETTLED)?;
        let views = |rows: &[table::RefundRow]| -> Result<Vec<RefundRow>, Fault> {
            rows.iter().map(|row| view(inside, row)).collect()
        };
        let (mut open, listed) = (views(&waiting)?, views(&settled)?);
        let sum = Cents::sum(open.iter().map(|row| row.waits))?;
        open.reverse();
        open.extend(listed);
        let lists = table::lists(&inside.connection, LISTS)?
            .into_iter()
            .map(|(number, station, seq)| {
                let entry = inside.stored(&station, seq)?.entry()?;
                let Body::RefundsListed(list) = &entry.body else {
                    return Err(Refusal::UnknownRefund { number }.into());
                };
                let items = u32::try_from(list.refunds.len()).unwrap_or(u32::MAX);
                Ok((number, entry.business_date.to_string(), items, list.total))
            });
        Ok(RefundsView {
            refunds: open,
            waiting: sum,
            lists: lists.collect::<Result<_, Fault>>()?,
        })
    })
}

fn view(inside: &Inside, row: &table::RefundRow) -> Result<RefundRow, Fault> {
    let (standing, entry) = table::standing(inside, row)?;
    let (receipt, reason) = match &entry.body {
        Body::RefundRequested(body) => (body.receipt.clone(), body.reason.clone()),
        Body::ReceiptReversed(body) => (body.receipt.clone(), body.reason.clone()),
        _ => (String::new(), String::new()),
    };
    Ok(RefundRow {
        number: row.number.clone(),
        on: row.business_date.clone(),
        amount: standing.refund.amount,
        waits: standing.waits()?,
        stopped: standing.stopped,
        payee: standing.refund.payee.clone(),
        receipt,
        reason,
        list: row.list.clone(),
        withdrawn: row.withdrawn,
        withdrawable: is_withdrawable(&standing),
        seq: row.seq,
    })
}

/// Puts requests on a numbered list for accounts payable and writes it.
///
/// # Errors
/// Those of [`rules::list_refunds`], [`Refusal::UnknownRefund`], [`Refusal::NotClosingDesk`], those
/// of the store and of the file system.
pub fn list_refunds(call: &Call<'_>, request: ListRefunds) -> Result<ListMade, Fault> {
    let configuration = call.station.configuration();
    let written = call.write(&request, |desk, user| {
        let numbers = match request.numbers.is_empty() {
            true => {
                let waiting = call.station.site()?.read(|inside| table::waiting(&inside.connection))?;
                waiting.into_iter().map(|row| row.number).collect()
            }
            false => request.numbers.clone(),
        };
        let refunds = numbers.iter().map(|number| Ok(refund_of(call, number)?.0));
        let refunds = refunds.collect::<Result<Vec<RefundStanding>, Fault>>()?;
        let nth = call
            .station
            .site()?
            .read(|inside| table::list_count(&inside.connection))?
            + 1;
        let known = Known::gather(call, desk, user, [])?;
        let facts = known.facts(&configuration, user, None);
        Ok(rules::list_refunds(&facts, &format!("AP-{nth:06}"), &refunds)?)
    })?;
    list_made(call, &written)
}
