//! The batches of the demo day: two of mail, one file from the web, one turn-in; and
//! the money of theirs that stood in suspense and is placed.

use counterfoil_domain::money::Cents;
use counterfoil_formats::batch_file::sample;
use serde_json::{Value, json};

use super::closing::{ClosingDesk, RELIEF, SUPERVISOR};
use super::payments::{check, paper};
use crate::fault::Fault;

/// Who keys the mail and takes the turn-in.
const CLERK: &str = "okoye";
/// The account that nobody has.
const NOBODYS: &str = "20-99999-09";
/// What came for it in the mail.
const HELD: Cents = Cents(8_840);

/// Everything that comes in other than at a counter.
///
/// # Errors
/// [`Fault::BadRequest`] where a command is refused.
pub(super) fn all(desk: &mut ClosingDesk<'_>, date: &Value, accounts: &[&str]) -> Result<(), Fault> {
    let mut owing = owing(desk, accounts, 20)?;
    desk.sign_in(CLERK)?;
    mail_with_suspense(desk, &mut owing)?;
    turn_in(desk)?;
    desk.sign_in(SUPERVISOR)?;
    mail(desk, &mut owing)?;
    place(desk, &mut owing)?;
    web(desk, date, &mut owing)
}

/// Accounts that owe something and bear no flag, with what they owe.
fn owing(desk: &mut ClosingDesk<'_>, accounts: &[&str], wanted: usize) -> Result<Vec<(String, Cents)>, Fault> {
    desk.sign_in(CLERK)?;
    let mut owing: Vec<(String, Cents)> = Vec::with_capacity(wanted);
    for _ in 0..accounts.len() {
        let number = *desk.dice.pick(accounts);
        let Some(view) = desk.look("account", &json!({ "number": number })) else {
            continue;
        };
        let due = view["due"].as_i64().unwrap_or_default();
        let plain = view["flags"].as_array().is_some_and(Vec::is_empty);
        if plain && (1_000..100_000).contains(&due) && !owing.iter().any(|other| other.0 == number) {
            owing.push((number.to_owned(), Cents(due)));
        }
        if owing.len() == wanted {
            return Ok(owing);
        }
    }
    Err(Fault::BadRequest {
        problem: "the demo city has too few accounts that owe something".to_owned(),
    })
}

fn next(owing: &mut Vec<(String, Cents)>) -> (String, Cents) {
    owing.pop().unwrap_or_else(|| (NOBODYS.to_owned(), HELD))
}

/// An item of the mail: what is paid, and the one tender that pays it.
type Item = (Value, Value, Cents);

fn by_check(desk: &mut ClosingDesk<'_>, (account, due): (String, Cents)) -> Item {
    let line = json!({ "on": "account", "account": account, "amount": due.to_string() });
    (line, check(desk.dice, due), due)
}

/// Five checks, one of an account that nobody has; a money order; some cash.
fn mail_with_suspense(desk: &mut ClosingDesk<'_>, owing: &mut Vec<(String, Cents)>) -> Result<(), Fault> {
    let mut items: Vec<Item> = (0..4).map(|_| by_check(desk, next(owing))).collect();
    let held = json!({ "on": "suspense", "reference": NOBODYS, "amount": HELD.to_string(), "why": "no such account" });
    items.push((held, check(desk.dice, HELD), HELD));
    let licence = json!({ "on": "charge", "code": "DOG1", "reference": "DL-26-1107" });
    items.push((licence, paper(desk.dice, "MONEY_ORDER", Cents(2_500)), Cents(2_500)));
    let misc = json!({ "on": "charge", "code": "MISC", "amount": "15.50", "reference": "Copies by mail" });
    items.push((misc, json!({ "tender": "CASH", "amount": "15.50" }), Cents(1_550)));
    mail_batch(desk, &items, RELIEF)
}

fn mail(desk: &mut ClosingDesk<'_>, owing: &mut Vec<(String, Cents)>) -> Result<(), Fault> {
    let items: Vec<Item> = (0..6).map(|_| by_check(desk, next(owing))).collect();
    mail_batch(desk, &items, CLERK)
}

/// A batch of mail: control figures first, then item by item, then its close.
fn mail_batch(desk: &mut ClosingDesk<'_>, items: &[Item], with: &str) -> Result<(), Fault> {
    let opened = json!({ "control": control(desk, items)?, "consent": desk.consent(with) });
    let batch = desk.write("open_batch", opened)?["session"].clone();
    for (line, tender, _) in items {
        let payment = json!({ "lines": [line], "tenders": [tender], "payer": "By mail" });
        desk.write("take_payment", json!({ "payment": payment, "batch": batch }))?;
    }
    desk.write("close_batch", json!({ "session": batch }))?;
    Ok(())
}

/// What two people find when they open the envelopes: one figure a tender type.
fn control(desk: &ClosingDesk<'_>, items: &[Item]) -> Result<Vec<Value>, Fault> {
    let mut figures: Vec<(String, u32, Cents)> = Vec::new();
    for (_, tender, amount) in items {
        let code = tender["tender"].as_str().unwrap_or_default();
        match figures.iter_mut().find(|figure| figure.0 == code) {
            Some(figure) => *figure = (figure.0.clone(), figure.1 + 1, figure.2.plus(*amount)?),
            None => figures.push((code.to_owned(), 1, *amount)),
        }
    }
    let figure = |(tender, items, total): (String, u32, Cents)| match tender.as_str() {
        "CASH" => json!({ "tender": tender, "cash": desk.cash(total) }),
        _ => json!({ "tender": tender, "items": items, "total": total.to_string() }),
    };
    Ok(figures.into_iter().map(figure).collect())
}

/// The account is found that the check in suspense was meant for.
fn place(desk: &mut ClosingDesk<'_>, owing: &mut Vec<(String, Cents)>) -> Result<(), Fault> {
    let held = desk.ask("suspense", &json!({}))?["items"][0].clone();
    let (account, _) = next(owing);
    let request = json!({
        "receipt": held["receipt"], "line": held["line"],
        "to": { "on": "account", "account": account, "amount": HELD.to_string() },
        "reason": "The payer called: last digit of the account misread", "consent": desk.consent(RELIEF),
    });
    desk.write("place_suspense", request)?;
    Ok(())
}

/// The web site's file: what it cannot place goes into suspense.
fn web(desk: &mut ClosingDesk<'_>, date: &Value, owing: &mut Vec<(String, Cents)>) -> Result<(), Fault> {
    let mut payments: Vec<(String, Cents)> = (0..6).map(|_| next(owing)).collect();
    payments.insert(3, (NOBODYS.to_owned(), Cents(4_210)));
    let day = date.as_str().and_then(|text| text.parse().ok()).unwrap_or_default();
    let file = sample::web("W-1121", day, "WEB", &payments)?;
    let content = String::from_utf8_lossy(&file);
    let request = json!({ "layout": "WEB", "name": "web-payments.csv", "content": content });
    let preview = {
        let mut look = request.clone();
        look["request_id"] = json!(desk.dice.uuid());
        desk.ask("preview_file", &look)?
    };
    let taken = desk.write("take_in_file", request)?;
    if preview["suspense"] == taken["suspense"] && taken["suspense"].as_array().is_some_and(|held| held.len() == 1) {
        return Ok(());
    }
    Err(Fault::BadRequest {
        problem: format!("the web site's file went in otherwise than it was shown: {preview} {taken}"),
    })
}

/// Recreation brings what it took at the golf course.
fn turn_in(desk: &mut ClosingDesk<'_>) -> Result<(), Fault> {
    let cash = desk.cash(Cents(10_500));
    let request = json!({
        "department": "REC", "transmittal": "REC-2026-118", "brought_by": "A. Delgado", "total": "225.00",
        "lines": [
            { "on": "charge", "code": "GOLF", "quantity": 12 },
            { "on": "charge", "code": "TURNIN", "amount": "45.00", "reference": "REC-2026-118" },
        ],
        "cash": cash, "cash_again": cash,
        "tenders": [check(desk.dice, Cents(12_000))],
    });
    desk.write("take_turn_in", request)?;
    Ok(())
}
