//! The customers of the day: what they pay and what they pay with.

use counterfoil_domain::money::Cents;
use serde_json::{Value, json};

use super::dice::Dice;
use super::window::Window;
use crate::fault::Fault;

/// A payment that was taken: what is needed to undo it.
pub(super) struct Taken {
    pub(super) number: String,
    pub(super) tenders: Vec<Value>,
    pub(super) change: Cents,
}

/// The account numbers of the demo city, from its accounts file.
pub(super) fn account_numbers() -> Vec<&'static str> {
    super::ACCOUNTS
        .lines()
        .filter_map(|line| line.strip_prefix("A,")?.split(',').next())
        .collect()
}

/// One customer: items, tenders, and the receipt. An account that has nothing
/// due or may not be paid on sends the customer on to buy something else.
pub(super) fn take_one(window: &mut Window, dice: &mut Dice, accounts: &[&str], nth: u32) -> Result<Taken, Fault> {
    let mut lines: Vec<Value> = Vec::new();
    if dice.percent(75) {
        lines.extend(account_line(window, dice, accounts));
    }
    if lines.is_empty() || dice.percent(25) {
        lines.push(counter_item(dice));
    }
    let payer = *dice.pick(&[
        "",
        "",
        "María Núñez",
        "J. Whitfield",
        "Okafor, Ngozi",
        "Rancho Verde HOA",
        "D. Muñoz",
    ]);
    let language = if dice.percent(20) { "es" } else { "en" };
    let mut payment = json!({ "lines": lines, "tenders": [], "payer": payer, "language": language });
    let quote = window.call("quote", &payment)?;
    let total = Cents(quote["total"].as_i64().unwrap_or_default());
    let tenders = tenders(dice, total, nth)?;
    payment["tenders"] = json!(tenders);
    let request = json!({ "request_id": dice.uuid(), "payment": payment, "same_check_confirmed": false });
    let reply = match window.attempt("take_payment", &request) {
        Ok(reply) => reply,
        Err(refusal) if PAY_BY_CARD.contains(&refusal.code.as_str()) => {
            return pay_by_card(window, dice, payment, total);
        }
        Err(_) => window.call("take_payment", &request)?,
    };
    let tenders = payment["tenders"].as_array().cloned().unwrap_or_default();
    finish(window, &reply, tenders)
}

/// Refusals that a customer meets by paying with a card instead, a supervisor looking on.
const PAY_BY_CARD: [&str; 3] = ["cash_only_payer", "second_person_needed", "drawer_over_ceiling"];

fn pay_by_card(window: &mut Window, dice: &mut Dice, mut payment: Value, total: Cents) -> Result<Taken, Fault> {
    payment["tenders"] = json!([card(dice, total)]);
    let request = json!({ "request_id": dice.uuid(), "payment": payment, "consent": window.consent("tran") });
    let reply = window.call("take_payment", &request)?;
    let tenders = payment["tenders"].as_array().cloned().unwrap_or_default();
    finish(window, &reply, tenders)
}

fn finish(window: &mut Window, reply: &Value, tenders: Vec<Value>) -> Result<Taken, Fault> {
    let change = Cents(reply["change"].as_i64().unwrap_or_default());
    window.receive(&tenders, change, 1)?;
    Ok(Taken {
        number: reply["receipt"].as_str().unwrap_or_default().to_owned(),
        tenders,
        change,
    })
}

/// All charges of an account, or a part payment, now and then more than is due.
fn account_line(window: &Window, dice: &mut Dice, accounts: &[&str]) -> Option<Value> {
    let number = *dice.pick(accounts);
    let view = window.attempt("account", &json!({ "number": number })).ok()?;
    let due = view["due"].as_i64().filter(|due| *due > 0)?;
    let mut line = json!({ "on": "account", "account": number, "charges": [] });
    match dice.below(10) {
        0 | 1 if due > 2_000 => line["amount"] = json!(Cents(due / 200 * 100).to_string()),
        2 => line["amount"] = json!(Cents(due + 1_000).to_string()),
        _ => {}
    }
    Some(line)
}

fn counter_item(dice: &mut Dice) -> Value {
    let reference = format!("{}-{}", dice.pick(&["DL", "BP", "AP", "FA"]), dice.digits(6));
    match dice.below(8) {
        0 => json!({ "on": "charge", "code": "DOG1", "reference": reference }),
        1 => json!({ "on": "charge", "code": "CAT1", "quantity": 2, "reference": reference }),
        2 => {
            json!({ "on": "charge", "code": "PARKING", "amount": "63.00", "reference": format!("PC-{}", dice.digits(6)) })
        }
        3 => json!({ "on": "charge", "code": "GOLF", "quantity": 1 + dice.below(3) }),
        4 => json!({ "on": "charge", "code": "COPIES", "quantity": 1 + dice.below(40) }),
        5 => {
            json!({ "on": "charge", "code": "BUSLIC", "amount": format!("{}.00", 50 + dice.below(300)), "reference": reference })
        }
        6 => json!({ "on": "charge", "code": "FALSEALARM", "amount": "125.00", "reference": reference }),
        _ => {
            json!({ "on": "charge", "code": "MISC", "amount": format!("{}.{:02}", 1 + dice.below(90), dice.below(100)), "reference": "Lost library card" })
        }
    }
}

/// One tender or several, of every kind over the day.
fn tenders(dice: &mut Dice, total: Cents, nth: u32) -> Result<Vec<Value>, Fault> {
    let half = Cents(total.0 / 2);
    Ok(match (nth % 20, half.0 > 0) {
        (0..=6, _) => vec![cash(dice, total)],
        (7..=10, _) => vec![check(dice, total)],
        (11..=13, _) => vec![card(dice, total)],
        (14, _) => vec![paper(dice, "MONEY_ORDER", total)],
        (15, _) => vec![paper(dice, "CASHIERS_CHECK", total)],
        (16, _) => vec![electronic_check(dice, total)],
        (17, true) => vec![voucher(dice, half), cash(dice, total.minus(half)?)],
        (18, true) => vec![check(dice, half), card(dice, total.minus(half)?)],
        (19, _) => vec![
            json!({ "tender": "INTERFUND", "amount": total.to_string(), "reference": format!("IF-{}", dice.digits(5)) }),
        ],
        _ => vec![cash(dice, total)],
    })
}

/// Cash as people hand it over: exact, or rounded up to the next note.
pub(super) fn cash(dice: &mut Dice, amount: Cents) -> Value {
    let note = [1, 100, 500, 2_000][usize::try_from(dice.below(4)).unwrap_or(0)];
    let handed = Cents((amount.0 + note - 1) / note * note);
    json!({ "tender": "CASH", "amount": handed.to_string() })
}

/// Routing numbers of invented banks, their checksums right.
pub(super) const ROUTINGS: [&str; 3] = ["122000247", "121000358", "322271627"];

pub(super) fn check(dice: &mut Dice, amount: Cents) -> Value {
    let (routing, account, number) = (*dice.pick(&ROUTINGS), dice.digits(9), 1_000 + dice.below(8_000));
    json!({ "tender": "CHECK", "amount": amount.to_string(), "micr": format!("T{routing}T {account}U {number}") })
}

fn electronic_check(dice: &mut Dice, amount: Cents) -> Value {
    let (routing, account) = (*dice.pick(&ROUTINGS), dice.digits(10));
    json!({ "tender": "ECHECK", "amount": amount.to_string(), "routing": routing, "account": account })
}

pub(super) fn card(dice: &mut Dice, amount: Cents) -> Value {
    let brand = *dice.pick(&["Visa", "Mastercard", "Discover"]);
    json!({
        "tender": "CARD", "amount": amount.to_string(), "brand": brand, "last_four": dice.digits(4),
        "approval": dice.digits(6), "terminal": format!("T{}", dice.digits(4)),
    })
}

pub(super) fn paper(dice: &mut Dice, tender: &str, amount: Cents) -> Value {
    json!({ "tender": tender, "amount": amount.to_string(), "number": dice.digits(8) })
}

fn voucher(dice: &mut Dice, amount: Cents) -> Value {
    json!({ "tender": "VOUCHER", "amount": amount.to_string(), "reference": format!("SV-{}", dice.digits(5)) })
}

/// One tender that was keyed as cash and is a money order: put right.
pub(super) fn reclass_one(window: &mut Window, dice: &mut Dice, supervisor: &str) -> Result<(), Fault> {
    let payment = json!({
        "lines": [{ "on": "charge", "code": "GOLF", "quantity": 2 }],
        "tenders": [{ "tender": "CASH", "amount": "30.00" }],
    });
    let reply = window.call("take_payment", json!({ "request_id": dice.uuid(), "payment": payment }))?;
    let to = paper(dice, "MONEY_ORDER", Cents(3_000));
    let request = json!({
        "request_id": dice.uuid(), "receipt": reply["receipt"], "place": 0, "to": to,
        "reason": "Wrong tender", "consent": window.consent(supervisor),
    });
    window.call("reclass_tender", request)?;
    Ok(())
}
