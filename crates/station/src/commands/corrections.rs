//! Corrections after the close: tracing a payment, reversing a receipt, moving a payment,
//! asking for a refund. An account's history stands in `history`.

mod history;
mod refunds;
mod tracing;

use counterfoil_domain::config::User;
use counterfoil_domain::correction::{self as rules, Payee};
use counterfoil_domain::entry::Body;
use counterfoil_domain::journal::Decision;
use counterfoil_domain::money::Cents;
use counterfoil_domain::payment::{Facts as Pricing, LineRequest};
use counterfoil_domain::refusal::Refusal;

use super::after_close::{Known, Traced, accounts_of};
use super::payment::{LookedUp, line};
use crate::desk::{Desk, Written};
use crate::fault::Fault;
use crate::rpc::messages::*;
use crate::seat::Call;
use crate::site::refunds as table;

pub use history::{account_history, write_account_history};
pub use refunds::{list_refunds, refunds, request_refund, withdraw_refund};
pub use tracing::{trace, trace_payments, write_voucher};

fn payee(typed: &TypedPayee) -> Payee {
    Payee {
        name: typed.name.clone(),
        address: typed.address.clone(),
    }
}

/// The payment that a correction is about.
fn traced(call: &Call<'_>, receipt: &str) -> Result<Traced, Fault> {
    let number = receipt.trim().to_uppercase();
    call.station.site()?.read(|inside| Traced::of(inside, &number))
}

/// The number that the next request for a refund gets.
fn next_refund(call: &Call<'_>) -> Result<String, Fault> {
    let made = call.station.site()?.read(|inside| table::count(&inside.connection))?;
    Ok(format!("RF-{:06}", made + 1))
}

/// Reverses a receipt after its close.
///
/// # Errors
/// Those of [`rules::reverse`], [`Refusal::UnknownReceipt`], [`Refusal::NotClosingDesk`], those of the store.
pub fn reverse_receipt(call: &Call<'_>, request: ReverseReceipt) -> Result<Corrected, Fault> {
    let configuration = call.station.configuration();
    let second = call.second(request.consent.as_ref())?;
    call.station.take_in_left()?;
    let written = call.write(&request, |desk, user| {
        let traced = traced(call, &request.receipt)?;
        let known = Known::gather(call, desk, user, accounts_of(&traced.trace))?;
        let number = next_refund(call)?;
        Ok(rules::reverse(
            &known.facts(&configuration, user, second.as_ref()),
            &traced.trace,
            traced.approved,
            (&number, &payee(&request.payee)),
            &request.reason,
        )?)
    })?;
    corrected(call, &written)
}

/// Moves a payment to another account or charge.
///
/// # Errors
/// Those of [`rules::transfer`], [`Refusal::UnknownReceipt`], [`Refusal::NotClosingDesk`], those of the store.
pub fn transfer_payment(call: &Call<'_>, request: TransferPayment) -> Result<Corrected, Fault> {
    let second = call.second(request.consent.as_ref())?;
    let amount = Cents::parse("amount", &request.amount)?;
    let configuration = call.station.configuration();
    let is_open = |code: &str| {
        configuration
            .charge_code(code)
            .is_ok_and(|charge| charge.price.is_none())
    };
    let to = with_amount(line(&request.to)?, amount, is_open);
    call.station.take_in_left()?;
    let written = call.write(&request, |desk, user| {
        transferred(call, desk, user, second.as_ref(), (&request, amount, to))
    })?;
    corrected(call, &written)
}

fn transferred(
    call: &Call<'_>,
    desk: &Desk,
    user: &User,
    second: Option<&User>,
    (request, amount, to): (&TransferPayment, Cents, LineRequest),
) -> Result<Decision, Fault> {
    let configuration = call.station.configuration();
    let traced = traced(call, &request.receipt)?;
    let looked_up = LookedUp::gather(call, desk, std::slice::from_ref(&to), &[])?;
    let accounts = accounts_of(&traced.trace).chain(looked_up.accounts.keys().cloned());
    let known = Known::gather(call, desk, user, accounts)?;
    let pricing = looked_up.facts(desk, &configuration, user, second);
    let pricing = Pricing {
        session: None,
        ..pricing
    };
    Ok(rules::transfer(
        &known.facts(&configuration, user, second),
        &pricing,
        (&traced.trace, traced.approved),
        (request.line, amount),
        to,
        &request.reason,
    )?)
}

/// Where a payment goes, with what is moved as its amount where none was given.
fn with_amount(to: LineRequest, moved: Cents, is_open: impl Fn(&str) -> bool) -> LineRequest {
    match to {
        LineRequest::Account {
            account,
            charges,
            amount: None,
            seen_due,
        } => LineRequest::Account {
            account,
            charges,
            amount: Some(moved),
            seen_due,
        },
        // A charge at a price has no amount: its price times how many must be what is moved.
        LineRequest::Charge {
            code,
            quantity: None,
            amount: None,
            reference,
            seen_price,
        } if is_open(&code) => LineRequest::Charge {
            code,
            quantity: None,
            amount: Some(moved),
            reference,
            seen_price,
        },
        other => other,
    }
}

/// The reply, from the entry alone: a repeat gets the same.
fn corrected(call: &Call<'_>, written: &Written) -> Result<Corrected, Fault> {
    let configuration = call.station.configuration();
    let (receipt, amount, refund, balances) = match &written.entry.body {
        Body::ReceiptReversed(body) => {
            let refund = body.refund.as_ref().map(|refund| refund.number.clone());
            (&body.receipt, body.amount, refund, &body.balances)
        }
        Body::PaymentTransferred(body) => (&body.receipt, body.from.amount, None, &body.balances),
        Body::RefundRequested(body) => {
            let refund = Some(body.refund.number.clone());
            (&body.receipt, body.taken.amount, refund, &body.balances)
        }
        _ => return Err(Refusal::RequestReused.into()),
    };
    let back = match &written.entry.body {
        Body::ReceiptReversed(body) => body.back.as_slice(),
        _ => &[],
    };
    let name = |code| configuration.tender_name(code).to_owned();
    Ok(Corrected {
        seq: written.entry.seq,
        receipt: receipt.clone(),
        amount,
        refund,
        back: back.iter().map(|(code, _, amount)| (name(code), *amount)).collect(),
        balances: balances.clone(),
        repeated: written.repeated,
    })
}
