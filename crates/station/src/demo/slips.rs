//! The two mistakes that people make on the demo day, to be found in the evening by
//! the search for what is wrong.

use counterfoil_domain::money::Cents;
use serde_json::{Value, json};

use super::dice::Dice;
use super::window::Window;
use crate::fault::Fault;

/// A mistake: the receipt that it was made on, and the pattern that it should be found by.
#[derive(Debug, Clone)]
pub(super) struct Slip {
    /// The receipt's number.
    pub(super) receipt: String,
    /// The search's name of the pattern.
    pub(super) pattern: &'static str,
}

/// Cash of 139.00 is keyed as 193.00: the drawer is 54.00 short.
pub(super) fn swapped_digits(window: &mut Window, dice: &mut Dice) -> Result<Slip, Fault> {
    let receipt = misc(window, dice, "193.00", "Records request, survey maps")?;
    window.purse = window.purse.plus(Cents(13_900))?;
    Ok(Slip {
        receipt,
        pattern: "swapped_digits",
    })
}

/// A check of 47.15 is keyed as cash: the cash is short, and the check is over.
pub(super) fn wrong_tender(window: &mut Window, dice: &mut Dice) -> Result<Slip, Fault> {
    let receipt = misc(window, dice, "47.15", "Replacement refuse cart lid")?;
    let check = json!({ "tender": "CHECK", "amount": "47.15", "number": dice.digits(4) });
    window.extra.push(check);
    Ok(Slip {
        receipt,
        pattern: "wrong_tender",
    })
}

/// A miscellaneous receipt in cash, paid exactly; the purse is the caller's matter.
fn misc(window: &Window, dice: &mut Dice, amount: &str, what_for: &str) -> Result<String, Fault> {
    let payment: Value = json!({
        "lines": [{ "on": "charge", "code": "MISC", "amount": amount, "reference": what_for }],
        "tenders": [{ "tender": "CASH", "amount": amount }],
    });
    let reply = window.call("take_payment", json!({ "request_id": dice.uuid(), "payment": payment }))?;
    Ok(reply["receipt"].as_str().unwrap_or_default().to_owned())
}
