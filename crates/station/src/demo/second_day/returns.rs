//! What the bank returned: its files, taken in and worked through item by item, by a
//! supervisor who holds no drawer.

use chrono::NaiveDate;
use counterfoil_domain::money::Cents;
use counterfoil_formats::return_file::{ReturnedItemRead, sample};
use serde_json::{Value, json};

use super::super::closing::{ClosingDesk, RELIEF, SUPERVISOR};
use super::super::late::{Late, Paid};
use super::folder::Folder;
use crate::fault::Fault;

/// The numbers that the returned items get.
#[derive(Debug, Clone)]
pub(super) struct Returned {
    /// The water bill.
    pub(super) bounced: String,
    /// The water bill and the dog licence.
    pub(super) mixed: String,
    /// The two of one payer.
    pub(super) twice: [String; 2],
    /// The one that is good when it is presented again.
    pub(super) good_later: String,
}

/// The deposit that the checks went to the bank with.
const DEPOSIT: &str = "D-000001";
/// A check that nobody here ever took.
const NOT_OURS: (Cents, &str) = (Cents(481_237), "90817");

/// How an item of the file is worked: its payment, the language of its notice, where it gets one.
type Work<'l> = (&'l Paid, Option<&'static str>);

/// The bank's two files of the morning, checks and electronic payments.
///
/// # Errors
/// [`Fault::BadRequest`] where a command is refused or does otherwise than it showed.
pub(super) fn from_the_bank(
    desk: &mut ClosingDesk<'_>,
    late: &Late,
    first_day: &Value,
    folder: &mut Folder,
) -> Result<Returned, Fault> {
    desk.sign_in(SUPERVISOR)?;
    let checks = checks(late, first_day);
    let date = day_of(first_day) + chrono::Days::new(2);
    let taken = take_in(
        desk,
        ("BANKCSV", "returned-checks.csv"),
        &sample::csv("R-1124", date, &checks)?,
    )?;
    expect("the file of checks", &taken, (5, 1, 1))?;
    let [first, again] = &late.twice;
    let work: [Work<'_>; 6] = [
        (&late.bounced, Some("en")),
        (&late.mixed, Some("es")),
        (first, Some("en")),
        (again, Some("en")),
        (&late.good_later, None),
        (&late.alike[1], None),
    ];
    let mut numbers = Vec::new();
    for (row, one) in rows(&taken).zip(work) {
        numbers.push(worked(desk, row, one, folder)?);
    }
    let stranger = rows(&taken).last().cloned().unwrap_or_default();
    desk.write(
        "dismiss_return_item",
        json!({
            "file": stranger["file"], "item": stranger["item"], "consent": desk.consent(RELIEF),
            "reason": "Not of this office: no such check was taken. The bank is told.",
        }),
    )?;
    let electronic = electronic(late, first_day);
    let file = sample::nacha('A', date, &electronic)?;
    let taken = take_in(desk, ("ACHRET", "returned-payments.ach"), &file)?;
    expect("the file of electronic payments", &taken, (1, 0, 0))?;
    for row in rows(&taken) {
        worked(desk, row, (&late.electronic, Some("en")), folder)?;
    }
    all_done(desk)?;
    refusals(desk, late, &numbers[0])?;
    let mut numbers = numbers.into_iter();
    let mut next = || numbers.next().unwrap_or_default();
    Ok(Returned {
        bounced: next(),
        mixed: next(),
        twice: [next(), next()],
        good_later: next(),
    })
}

/// In the afternoon the bank presented one of the checks again, and it was paid.
///
/// # Errors
/// As [`from_the_bank`].
pub(super) fn paid_after_all(
    desk: &mut ClosingDesk<'_>,
    (late, returned): (&Late, &Returned),
    first_day: &Value,
    folder: &mut Folder,
) -> Result<(), Fault> {
    desk.sign_in(SUPERVISOR)?;
    let item = ReturnedItemRead {
        represented: true,
        paid_on: Some(day_of(first_day)),
        trace: Some("ACS-RP-0041".to_owned()),
        ..late.good_later.comes_back("UCF")
    };
    let date = day_of(first_day) + chrono::Days::new(3);
    let file = sample::csv("R-1124-2", date, &[item])?;
    let taken = take_in(desk, ("BANKCSV", "presented-again.csv"), &file)?;
    expect("the file of the afternoon", &taken, (1, 0, 0))?;
    let row = rows(&taken).next().cloned().unwrap_or_default();
    if row["returned"] != returned.good_later {
        return Err(wrong(format!("{} is not found again: {row}", returned.good_later)));
    }
    let mut request = json!({
        "number": row["returned"], "reason": "Presented again and paid", "reference": "ACS-RP-0041",
        "file": [row["file"], row["item"]],
    });
    let item = desk.write("reinstate_item", request.clone())?;
    if item["row"]["state"] != "reinstated" {
        return Err(wrong(format!("{} is not reinstated: {item}", returned.good_later)));
    }
    folder.keep(&desk.ask("write_voucher", &json!({ "seq": reinstatement(desk, late)? }))?)?;
    desk.refused("reinstate_item", request.clone(), "file_item_done")?;
    request["file"] = Value::Null;
    desk.refused("reinstate_item", request, "already_reinstated")?;
    all_done(desk)
}

/// The entry that reinstated, as the payment's trace names it.
fn reinstatement(desk: &ClosingDesk<'_>, late: &Late) -> Result<Value, Fault> {
    let trace = desk.ask("trace", &json!({ "receipt": late.good_later.receipt }))?;
    let mut events = trace["events"].as_array().into_iter().flatten();
    let event = events.find(|event| event["kind"] == "item_reinstated");
    let event = event.ok_or_else(|| wrong(format!("no reinstatement is traced: {trace}")))?;
    Ok(event["voucher"].clone())
}

/// Whoever holds a drawer does not work returned items.
///
/// # Errors
/// As [`from_the_bank`].
pub(super) fn not_with_a_drawer(desk: &mut ClosingDesk<'_>, returned: &Returned) -> Result<(), Fault> {
    desk.sign_in(RELIEF)?;
    // The hand-over must be known here.
    desk.board()?;
    let notice = json!({ "number": returned.good_later, "language": "en" });
    desk.refused("write_notice", notice, "holds_open_drawer")
}

/// The bank's file of checks: six that were taken here, one of them hardly legible, and one
/// that was not.
fn checks(late: &Late, first_day: &Value) -> Vec<ReturnedItemRead> {
    let [first, again] = &late.twice;
    let legible = [
        (&late.bounced, "NSF"),
        (&late.mixed, "STOP"),
        (first, "NSF"),
        (again, "NSF"),
        (&late.good_later, "UCF"),
    ];
    let mut items: Vec<ReturnedItemRead> = legible
        .into_iter()
        .map(|(paid, reason)| ReturnedItemRead {
            deposit: Some(DEPOSIT.to_owned()),
            ..paid.comes_back(reason)
        })
        .collect();
    let torn = &late.alike[1];
    items.push(ReturnedItemRead {
        amount: torn.amount,
        reason: Some("RTM".to_owned()),
        payer: Some(torn.payer.clone()),
        note: Some("MICR line torn off".to_owned()),
        ..ReturnedItemRead::default()
    });
    items.push(ReturnedItemRead {
        amount: NOT_OURS.0,
        reason: Some("NOACCT".to_owned()),
        check_number: Some(NOT_OURS.1.to_owned()),
        ..ReturnedItemRead::default()
    });
    for (nth, item) in (1..).zip(&mut items) {
        item.paid_on = Some(day_of(first_day));
        item.trace = Some(format!("ACS-RT-{nth:04}"));
    }
    items
}

fn electronic(late: &Late, first_day: &Value) -> Vec<ReturnedItemRead> {
    vec![ReturnedItemRead {
        paid_on: Some(day_of(first_day)),
        trace: Some("122099990004411".to_owned()),
        payer: Some(ach_name(&late.electronic.payer)),
        ..late.electronic.comes_back("R01")
    }]
}

/// A name as an entry of the network has it: capitals without accents, 22 of them.
fn ach_name(name: &str) -> String {
    let plain = name.chars().filter(|c| c.is_ascii_alphabetic() || *c == ' ');
    let short: String = plain.take(22).collect();
    short.trim_end().to_uppercase()
}

/// Shows the file, takes it in, and once more, which is refused.
fn take_in(desk: &mut ClosingDesk<'_>, (layout, name): (&str, &str), file: &[u8]) -> Result<Value, Fault> {
    let request = json!({ "layout": layout, "name": name, "content": String::from_utf8_lossy(file) });
    let mut look = request.clone();
    look["request_id"] = json!(desk.dice.uuid());
    let preview = desk.ask("preview_returns", &look)?;
    let taken = desk.write("take_in_returns", request.clone())?;
    for key in ["total", "exact", "several", "none", "notices"] {
        if preview[key] != taken[key] {
            return Err(wrong(format!("{name} went in otherwise than it was shown: {key}")));
        }
    }
    desk.refused("take_in_returns", request, "file_taken_in_before")?;
    Ok(taken)
}

fn expect(what: &str, taken: &Value, expected: (u64, u64, u64)) -> Result<(), Fault> {
    let count = |key: &str| taken[key].as_u64().unwrap_or_default();
    let found = (count("exact"), count("several"), count("none"));
    match found == expected {
        true => Ok(()),
        false => Err(wrong(format!(
            "{what}: exact, several and none are {found:?}, not {expected:?}"
        ))),
    }
}

fn rows(taken: &Value) -> impl Iterator<Item = &Value> {
    taken["items"].as_array().into_iter().flatten()
}

/// One item: shown, worked, its voucher and its notice written. Gives its number.
fn worked(
    desk: &mut ClosingDesk<'_>,
    row: &Value,
    (paid, language): Work<'_>,
    folder: &mut Folder,
) -> Result<String, Fault> {
    let likeliest = &row["candidates"][0];
    if likeliest["receipt"] != paid.receipt {
        return Err(wrong(format!("{} is not the likeliest: {row}", paid.receipt)));
    }
    let request = json!({
        "tenders": [{ "receipt": likeliest["receipt"], "place": likeliest["place"] }],
        "amount": paid.amount.to_string(), "reason": row["reason"], "reference": row["trace"],
        "file": [row["file"], row["item"]],
    });
    let mut look = request.clone();
    look["request_id"] = json!(desk.dice.uuid());
    let preview = desk.ask("preview_return", &look)?;
    let item = desk.write("return_item", request)?;
    let shown = [&preview["amount"], &preview["fee"], &preview["marked_until"]];
    let done = [
        &item["row"]["amount"],
        &item["row"]["fee"],
        &item["row"]["marked_until"],
    ];
    if shown != done || !preview["refusal"].is_null() {
        return Err(wrong(format!(
            "a return was worked otherwise than it was shown: {preview} {item}"
        )));
    }
    let number = item["row"]["number"].as_str().unwrap_or_default().to_owned();
    if let Some(language) = language {
        folder.keep(&desk.write("write_notice", json!({ "number": number, "language": language }))?)?;
    }
    folder.keep(&desk.ask("write_voucher", &json!({ "seq": item["seq"] }))?)?;
    Ok(number)
}

/// That nothing of the bank's files waits.
fn all_done(desk: &ClosingDesk<'_>) -> Result<(), Fault> {
    let register = desk.ask("returned_items", &json!({}))?;
    match register["waiting"].as_array().is_some_and(Vec::is_empty) {
        true => Ok(()),
        false => Err(wrong(format!(
            "items of the bank's files wait: {}",
            register["waiting"]
        ))),
    }
}

/// What must not be done: a tender returned twice, one that no bank returns, collections at once.
fn refusals(desk: &mut ClosingDesk<'_>, late: &Late, number: &str) -> Result<(), Fault> {
    let return_of = |paid: &Paid, place: u32, amount: Cents| {
        json!({
            "tenders": [{ "receipt": paid.receipt, "place": place }],
            "amount": amount.to_string(), "reason": "NSF",
        })
    };
    let bounced = &late.bounced;
    desk.refused("return_item", return_of(bounced, 0, bounced.amount), "already_returned")?;
    let cash = return_of(&late.mixed, 1, Cents(2_000));
    desk.refused("return_item", cash, "not_returnable")?;
    desk.refused(
        "list_for_collections",
        json!({ "numbers": [number] }),
        "collections_too_early",
    )
}

fn day_of(date: &Value) -> NaiveDate {
    date.as_str().and_then(|text| text.parse().ok()).unwrap_or_default()
}

fn wrong(problem: String) -> Fault {
    Fault::BadRequest { problem }
}
