//! The bank deposit of the demo day, from choosing what goes to the bank's correction
//! next morning.

use counterfoil_domain::money::Cents;
use serde_json::{Value, json};

use super::closing::{ClosingDesk, RELIEF, SUPERVISOR};
use crate::fault::Fault;

/// Who puts the deposit together.
const PREPARER: &str = "moreno";
/// Who enters what the bank says.
const TREASURY: &str = "abbott";
/// What the bank finds too little: one note of twenty.
const BANK_SHORT: Cents = Cents(2_000);

/// Everything that is approved goes to the bank: put together by one person, counted
/// again by another, bagged. The final deposit.
///
/// # Errors
/// [`Fault::BadRequest`] where a command is refused.
pub(super) fn to_the_bank(desk: &mut ClosingDesk<'_>, bag: &str) -> Result<Value, Fault> {
    desk.sign_in(PREPARER)?;
    let ready = desk.ask("deposits", &json!({}))?;
    let sessions: Vec<Value> = ready["sessions"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|one| one["session"].clone())
        .collect();
    let choice = json!({ "bank": "GENERAL", "sessions": sessions });
    let proposal = desk.ask("propose_deposit", &choice)?;
    let pieces = proposal["checks"].as_array().map_or(0, Vec::len);
    let mut prepare = choice;
    prepare["cash"] = proposal["cash"].clone();
    prepare["check_total"] = json!(cents(&proposal["check_total"]).to_string());
    // The bundle lies the other way round: last check on top.
    prepare["order"] = json!((0..pieces).rev().collect::<Vec<_>>());
    let prepared = desk.write("prepare_deposit", prepare)?;
    desk.sign_in(RELIEF)?;
    let again = json!({
        "deposit": prepared["brief"]["deposit"], "cash": proposal["cash"], "check_items": pieces,
        "check_total": cents(&proposal["check_total"]).to_string(), "bag": bag,
    });
    desk.write("finalize_deposit", again)
}

/// The next morning the bank counted one note of twenty less: its figures, and its
/// correction with a second person. The deposit as it stands then.
///
/// # Errors
/// [`Fault::BadRequest`] where a command is refused.
pub(super) fn the_bank_says(desk: &mut ClosingDesk<'_>, deposit: &Value) -> Result<Value, Fault> {
    desk.watch.next_morning();
    desk.sign_in(TREASURY)?;
    let brief = &deposit["brief"];
    let cash = cents(&brief["cash"]).minus(BANK_SHORT)?;
    let figures = json!({
        "deposit": brief["deposit"], "cash": cash.to_string(), "checks": cents(&brief["checks"]).to_string(),
        "validated_on": "2026-11-22", "reference": "ACS-77120-1",
    });
    desk.write("enter_bank_figures", figures)?;
    let correction = json!({
        "deposit": brief["deposit"], "reason": "Bank counted otherwise: cash 20.00 short, one note of $20",
        "reference": "ACS-ADJ-3391", "consent": desk.consent(SUPERVISOR),
    });
    desk.write("correct_deposit", correction)
}

/// An amount of a reply.
pub(super) fn cents(value: &Value) -> Cents {
    Cents(value.as_i64().unwrap_or_default())
}
