//! What is put right after the day: a payment moved, a receipt reversed, too much paid back,
//! money placed that waited.

use serde_json::{Value, json};

use super::super::closing::{ClosingDesk, RELIEF, SUPERVISOR};
use super::super::late::{Late, MISAPPLIED, OVERPAID};
use super::folder::Folder;
use crate::fault::Fault;

/// What was put right. Replies are kept as the commands gave them.
#[derive(Debug, Clone)]
pub struct Corrections {
    /// The payment that was moved, by line: the replies of `transfer_payment`.
    pub transfers: Vec<Value>,
    /// The receipt that was reversed: the reply of `reverse_receipt`.
    pub reversed: Value,
    /// The overpayment that is paid back: the reply of `request_refund`.
    pub refund: Value,
    /// The list for accounts payable: the reply of `list_refunds`.
    pub list: Value,
    /// The item that waited in suspense, as it waited.
    pub placed: Value,
}

/// All that is put right on the second day.
///
/// # Errors
/// [`Fault::BadRequest`] where a command is refused, or is not that must be.
pub(super) fn all(
    desk: &mut ClosingDesk<'_>,
    late: &Late,
    first_day: &Value,
    folder: &mut Folder,
) -> Result<Corrections, Fault> {
    desk.sign_in(SUPERVISOR)?;
    let transfers = transfers(desk, late, first_day)?;
    let reversed = reversal(desk, late)?;
    let refund = refund(desk, late)?;
    for corrected in transfers.iter().chain([&reversed, &refund]) {
        folder.keep(&desk.ask("write_voucher", &json!({ "seq": corrected["seq"] }))?)?;
    }
    let list = desk.write("list_refunds", json!({}))?;
    folder.keep(&list)?;
    let again = json!({ "numbers": [refund["refund"]] });
    desk.refused("list_refunds", again, "refund_listed")?;
    if list["number"] != "AP-000001" || list["items"] != 2 {
        return Err(Fault::BadRequest {
            problem: format!("the list for accounts payable is another than expected: {list}"),
        });
    }
    Ok(Corrections {
        transfers,
        reversed,
        refund,
        list,
        placed: placement(desk, late)?,
    })
}

/// Somebody says that they paid in cash, and it is not on their account: found by its
/// amount, and moved.
fn transfers(desk: &mut ClosingDesk<'_>, late: &Late, first_day: &Value) -> Result<Vec<Value>, Fault> {
    let (paid, meant) = &late.misapplied;
    let about = json!({ "amount": MISAPPLIED.to_string(), "date": first_day });
    let traced = desk.ask("trace_payments", &about)?;
    let mut found = traced["payments"].as_array().into_iter().flatten();
    if !found.any(|one| one["receipt"] == paid.receipt) {
        return Err(Fault::BadRequest {
            problem: format!("{} is not traced by its amount: {traced}", paid.receipt),
        });
    }
    let mut transfers = Vec::new();
    for (line, amount) in standing(desk, &paid.receipt)? {
        let mut request = json!({
            "receipt": paid.receipt, "line": line, "amount": amount,
            "to": { "on": "account", "account": meant }, "reason": "Wrong account keyed",
        });
        desk.refused("transfer_payment", request.clone(), "second_person_needed")?;
        request["consent"] = desk.consent(RELIEF);
        transfers.push(desk.write("transfer_payment", request)?);
    }
    Ok(transfers)
}

/// What stands on a receipt, line by line: place and amount as typed.
fn standing(desk: &ClosingDesk<'_>, receipt: &str) -> Result<Vec<(Value, String)>, Fault> {
    let trace = desk.ask("trace", &json!({ "receipt": receipt }))?;
    let lines = trace["lines"].as_array().into_iter().flatten();
    let standing = lines.filter(|line| line["standing"] != 0);
    let cents = |line: &Value| super::deposit::cents(&line["standing"]).to_string();
    Ok(standing.map(|line| (line["line"].clone(), cents(line))).collect())
}

/// The business licence is refused: its card part goes back the way it came, its check by
/// accounts payable.
fn reversal(desk: &mut ClosingDesk<'_>, late: &Late) -> Result<Value, Fault> {
    let licence = &late.refused_licence;
    let request = json!({
        "receipt": licence.receipt, "reason": "Permit or licence refused", "consent": desk.consent(RELIEF),
        "payee": { "name": licence.payer, "address": ["12 Wharf Rd", "Alder Creek, CA 93001"] },
    });
    let reversed = desk.write("reverse_receipt", request.clone())?;
    desk.refused("reverse_receipt", request, "already_reversed")?;
    if reversed["back"] != json!([["Card", 5_000]]) || reversed["refund"].is_null() {
        return Err(Fault::BadRequest {
            problem: format!("the reversal gives back otherwise than it was paid: {reversed}"),
        });
    }
    Ok(reversed)
}

/// What was paid beyond what was due goes back.
fn refund(desk: &mut ClosingDesk<'_>, late: &Late) -> Result<Value, Fault> {
    let overpaid = &late.overpaid;
    let credit = standing(desk, &overpaid.receipt)?.pop().unwrap_or_default();
    let request = json!({
        "receipt": overpaid.receipt, "line": credit.0, "amount": OVERPAID.to_string(),
        "payee": { "name": overpaid.payer }, "reason": "Overpayment", "consent": desk.consent(RELIEF),
    });
    let refund = desk.write("request_refund", request.clone())?;
    desk.refused("request_refund", request, "more_than_stands")?;
    Ok(refund)
}

/// The web site's payment that nobody could place.
fn placement(desk: &mut ClosingDesk<'_>, late: &Late) -> Result<Value, Fault> {
    let held = desk.ask("suspense", &json!({}))?["items"][0].clone();
    let amount = super::deposit::cents(&held["amount"]).to_string();
    let request = json!({
        "receipt": held["receipt"], "line": held["line"],
        "to": { "on": "account", "account": late.unknown_payers, "amount": amount },
        "reason": "Found in billing's records", "consent": desk.consent(RELIEF),
    });
    desk.write("place_suspense", request)?;
    Ok(held)
}
