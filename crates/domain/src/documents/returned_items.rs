//! Returned items: the register by state and age, and what was returned on a day.

use chrono::NaiveDate;

use super::report::{Cell, ColumnKind, Report, Section, Table, Weight};
use super::wording::{Wording, date, pairs};
use crate::config::{Configuration, Language, TenderKind};
use crate::day::words::{due_account, joined, not_due, paper, papers, place, taken_from};
use crate::day::{Day, ReturnOfDay, ReturnWorked};
use crate::entry::{ItemReinstated, ItemReturned, TakenBack};
use crate::money::Cents;
use crate::refusal::Refusal;
use crate::returns::item::{ItemState, ReturnedItem};

use ColumnKind::{Code, Figures, Wide, Words};

/// The states in the order of the register, in words.
const STATES: [(ItemState, &str); 5] = [
    (ItemState::Open, "Open"),
    (ItemState::NoticeSent, "Notice sent"),
    (ItemState::Collections, "In collections"),
    (ItemState::Cleared, "Cleared"),
    (ItemState::Reinstated, "Reinstated"),
];

/// Ages in days, each up to and with the second.
const AGES: [(i64, i64, &str); 4] = [
    (i64::MIN, 30, "0–30 days"),
    (31, 60, "31–60 days"),
    (61, 90, "61–90 days"),
    (91, i64::MAX, "over 90 days"),
];

/// The register of returned items: by state, what is open by age, fees, marks in force.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub fn returned_items_register(
    configuration: &Configuration,
    as_of: NaiveDate,
    items: &[&ReturnedItem],
) -> Result<Report, Refusal> {
    let wording = Wording::new(configuration);
    let name = format!("returned-items-{as_of}");
    let mut report = wording.report(&name, "Returned items", &date(as_of));
    let open = items.iter().filter(|item| !item.open().is_zero()).count();
    report.facts = pairs(&[
        ("As of", &date(as_of)),
        ("Returned items", &items.len().to_string()),
        ("With something open", &open.to_string()),
    ]);
    report.sections = vec![
        Section::Table(by_state(configuration, as_of, items)?),
        Section::Table(by_age(as_of, items)?),
        Section::Table(fees(items)?),
        Section::Table(marks(as_of, items)),
    ];
    report.signatures = pairs(&[("Prepared by", ""), ("Reviewed by", "")]);
    Ok(report)
}

fn by_state(configuration: &Configuration, as_of: NaiveDate, items: &[&ReturnedItem]) -> Result<Table, Refusal> {
    let columns = [
        ("Number", Code),
        ("Returned on", Words),
        ("Payer", Words),
        ("Check", Words),
        ("Receipt", Words),
        ("Reason", Wide),
        ("Amount", Figures),
        ("Fee", Figures),
        ("Open", Figures),
        ("Days", Figures),
        ("State", Words),
    ];
    let mut table = Table::new("By state", "No item was returned.", &columns);
    for (state, words) in STATES {
        let own: Vec<&ReturnedItem> = items.iter().copied().filter(|item| item.state() == state).collect();
        for item in &own {
            table.row(vec![
                item.number().into(),
                date(item.on).into(),
                item.returned.payer.0.as_str().into(),
                item_paper(&item.returned).into(),
                receipts(&item.returned).into(),
                reason_in(configuration, &item.returned, Language::En).into(),
                item.returned.amount.into(),
                some(item.fee_charged()),
                item.open().into(),
                Cell::Count(days(item, as_of)),
                words.into(),
            ]);
        }
        if !own.is_empty() {
            let count = format!("{}: {}", words, own.len());
            table.add(Weight::Subtotal, sums(&count, &own)?);
        }
    }
    if !items.is_empty() {
        let count = format!("All: {}", items.len());
        table.add(Weight::Total, sums(&count, items)?);
    }
    Ok(table)
}

/// How many, and what they come to, in the columns of the register.
fn sums(words: &str, items: &[&ReturnedItem]) -> Result<Vec<Cell>, Refusal> {
    let mut cells = vec![Cell::Empty; 11];
    cells[1] = words.into();
    cells[6] = Cents::sum(items.iter().map(|item| item.returned.amount))?.into();
    cells[7] = some(Cents::sum(items.iter().map(|item| item.fee_charged()))?);
    cells[8] = Cents::sum(items.iter().map(|item| item.open()))?.into();
    Ok(cells)
}

fn some(amount: Cents) -> Cell {
    Cell::from((!amount.is_zero()).then_some(amount))
}

/// How many days ago it was returned.
fn days(item: &ReturnedItem, as_of: NaiveDate) -> u64 {
    u64::try_from(item.age(as_of)).unwrap_or(0)
}

/// What came back: the check's number, or that it is no check of paper.
pub(super) fn item_paper(item: &ItemReturned) -> String {
    let Some(tender) = item.tenders.first().map(|one| &one.tender) else {
        return String::new();
    };
    if tender.kind == TenderKind::ElectronicCheck {
        return "electronic".to_owned();
    }
    let number = tender.check.as_ref().and_then(|check| check.number.clone());
    number.unwrap_or_else(|| paper(tender))
}

/// The bank's reason in a language: as the configuration words its code, else as the entry
/// does, which is in the language of the receipt.
pub(super) fn reason_in<'a>(configuration: &'a Configuration, item: &'a ItemReturned, language: Language) -> &'a str {
    let (code, words) = &item.reason;
    let reasons = configuration.returned_items.iter();
    let mut reasons = reasons.flat_map(|rules| &rules.reasons);
    let known = reasons.find(|reason| reason.is_named(code));
    known.map_or(words, |reason| reason.name_in(language))
}

/// The receipts that it paid.
pub(super) fn receipts(item: &ItemReturned) -> String {
    let receipts = item.tenders.iter().map(|one| one.receipt.as_str());
    receipts.collect::<Vec<_>>().join(", ")
}

/// What is open, by how long ago it was returned.
fn by_age(as_of: NaiveDate, items: &[&ReturnedItem]) -> Result<Table, Refusal> {
    let columns = [
        ("Returned", Words),
        ("Items", Figures),
        ("Amount", Figures),
        ("Fees charged", Figures),
        ("Open", Figures),
    ];
    let mut table = Table::new("Open, by age", "Nothing is open.", &columns);
    let open: Vec<&ReturnedItem> = items.iter().copied().filter(|item| !item.open().is_zero()).collect();
    if open.is_empty() {
        return Ok(table);
    }
    let row = |words: &str, own: &[&ReturnedItem]| {
        Ok::<_, Refusal>(vec![
            words.into(),
            own.len().into(),
            Cents::sum(own.iter().map(|item| item.returned.amount))?.into(),
            Cents::sum(own.iter().map(|item| item.fee_charged()))?.into(),
            Cents::sum(own.iter().map(|item| item.open()))?.into(),
        ])
    };
    for (from, to, words) in AGES {
        let is_of = |item: &&ReturnedItem| (from..=to).contains(&item.age(as_of));
        let own: Vec<&ReturnedItem> = open.iter().copied().filter(is_of).collect();
        table.row(row(words, &own)?);
    }
    table.add(Weight::Total, row("Together", &open)?);
    Ok(table)
}

fn fees(items: &[&ReturnedItem]) -> Result<Table, Refusal> {
    let columns = [
        ("", Words),
        ("Items", Figures),
        ("Charged", Figures),
        ("Collected", Figures),
        ("Open", Figures),
    ];
    let mut table = Table::new("Fees", "No fee was charged.", &columns);
    let charged: Vec<&ReturnedItem> = items
        .iter()
        .copied()
        .filter(|item| item.returned.fee.is_some())
        .collect();
    if !charged.is_empty() {
        let sum = |of: fn(&ReturnedItem) -> Cents| Cents::sum(charged.iter().map(|item| of(item)));
        let stands = sum(ReturnedItem::fee_charged)?;
        let collected = sum(ReturnedItem::fee_collected)?;
        table.row(vec![
            "Returned-item fees".into(),
            charged.len().into(),
            stands.into(),
            collected.into(),
            stands.minus(collected)?.into(),
        ]);
    }
    let without = items.iter().filter_map(|item| item.returned.no_fee.as_ref());
    let without = without.count();
    if without > 0 {
        let cells = vec![
            "Left out, with a reason".into(),
            without.into(),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
        ];
        table.row(cells);
    }
    Ok(table)
}

/// Who pays in cash or by card only, and until when.
fn marks(as_of: NaiveDate, items: &[&ReturnedItem]) -> Table {
    let columns = [
        ("Item", Code),
        ("Payer", Words),
        ("Accounts", Words),
        ("Bank account", Words),
        ("Cash or card only until", Words),
        ("", Wide),
    ];
    let mut table = Table::new("Marks in force", "No payer is marked.", &columns);
    for item in items {
        let (Some(until), Some(mark)) = (item.marked_until(as_of), &item.returned.mark) else {
            continue;
        };
        let check = item.returned.tenders.first().and_then(|one| one.tender.check.as_ref());
        let last_four = check.and_then(|check| check.last_four.as_ref());
        let last_four = last_four.filter(|_| mark.token.is_some());
        let lifted = if mark.lift_when_paid {
            "lifted once everything is paid"
        } else {
            ""
        };
        table.row(vec![
            item.number().into(),
            item.returned.payer.0.as_str().into(),
            mark.accounts.join(", ").into(),
            last_four
                .map(|digits| format!("•••• {digits}"))
                .unwrap_or_default()
                .into(),
            date(until).into(),
            lifted.into(),
        ]);
    }
    table
}

/// What the bank returned on a day, line by line, and what it paid after all.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub fn returned_items_of_day(configuration: &Configuration, day: &Day) -> Result<Report, Refusal> {
    let wording = Wording::new(configuration);
    let mut report = wording.of_day("returned-items-of", "Returned items of the day", day);
    let (mut returned, mut reinstated) = (Vec::new(), Vec::new());
    for one in &day.returned {
        match &one.worked {
            ReturnWorked::Returned(item) => returned.push((one, item.as_ref())),
            ReturnWorked::Reinstated(item) => reinstated.push((one, item.as_ref())),
        }
    }
    report.sections = vec![
        Section::Table(returned_on(&wording, &returned)?),
        Section::Table(taken_on(&wording, &returned)?),
        Section::Table(reinstated_on(&wording, &reinstated)?),
    ];
    report.signatures = pairs(&[("Prepared by", ""), ("Reviewed by", "")]);
    Ok(report)
}

type Worked<'d, T> = (&'d ReturnOfDay, &'d T);

fn returned_on(wording: &Wording<'_>, returned: &[Worked<'_, ItemReturned>]) -> Result<Table, Refusal> {
    let columns = [
        ("Time", Code),
        ("Number", Code),
        ("Payer", Words),
        ("What came back", Wide),
        ("Deposit", Code),
        ("Reason", Wide),
        ("By", Words),
        ("Second person", Words),
        ("Amount", Figures),
        ("Fee", Figures),
        ("Seal", Code),
    ];
    let mut table = Table::new("Returned by the bank", "The bank returned nothing.", &columns);
    let fee = |item: &ItemReturned| item.fee.as_ref().map_or(Cents::ZERO, |fee| fee.charge.due);
    for (one, item) in returned {
        let deposit = item.tenders.iter().find_map(|tender| tender.deposit.as_ref());
        let words = reason_in(wording.configuration, item, Language::En);
        let reason = format!("{}: {words}", item.reason.0);
        table.row(vec![
            wording.time(one.at).into(),
            item.number.as_str().into(),
            item.payer.0.as_str().into(),
            papers(&item.tenders).into(),
            deposit.map_or("", |(_, number)| number.as_str()).into(),
            reason.into(),
            item.worker.1.as_str().into(),
            one.second.as_deref().unwrap_or_default().into(),
            item.amount.into(),
            some(fee(item)),
            one.seal.as_str().into(),
        ]);
    }
    if returned.len() > 1 {
        let mut cells = vec![Cell::Empty; 11];
        cells[0] = "Together".into();
        cells[8] = Cents::sum(returned.iter().map(|(_, item)| item.amount))?.into();
        cells[9] = some(Cents::sum(returned.iter().map(|(_, item)| fee(item)))?);
        table.add(Weight::Total, cells);
    }
    Ok(table)
}

fn due_again(taken: &TakenBack) -> String {
    let account = due_account(taken).unwrap_or_default();
    not_due(taken).map_or_else(|| account.to_owned(), |why| format!("not due: {why}"))
}

/// From which lines it was taken back, and where it is due again.
fn taken_on(wording: &Wording<'_>, returned: &[Worked<'_, ItemReturned>]) -> Result<Table, Refusal> {
    let columns = [
        ("Number", Code),
        ("Receipt", Code),
        ("Taken back from", Wide),
        ("Department", Words),
        ("Due again on", Words),
        ("Amount", Figures),
    ];
    let mut table = Table::new("Taken back", "Nothing was taken back.", &columns);
    let mut total = Cents::ZERO;
    for (_, item) in returned {
        for tender in &item.tenders {
            for taken in &tender.taken {
                total = total.plus(taken.amount)?;
                table.row(vec![
                    item.number.as_str().into(),
                    tender.receipt.as_str().into(),
                    taken.what.as_str().into(),
                    wording.department(&taken.department).into(),
                    due_again(taken).into(),
                    taken.amount.into(),
                ]);
            }
        }
    }
    if table.rows.len() > 1 {
        let mut cells = vec![Cell::Empty; 6];
        (cells[0], cells[5]) = ("Together".into(), total.into());
        table.add(Weight::Total, cells);
    }
    Ok(table)
}

fn reinstated_on(wording: &Wording<'_>, reinstated: &[Worked<'_, ItemReinstated>]) -> Result<Table, Refusal> {
    let columns = [
        ("Time", Code),
        ("Number", Code),
        ("", Words),
        ("Given back to", Wide),
        ("Reason", Wide),
        ("By", Words),
        ("Amount", Figures),
        ("Seal", Code),
    ];
    let mut table = Table::new("Reinstated", "Nothing was reinstated.", &columns);
    for (one, item) in reinstated {
        let given = item.tenders.iter().flat_map(|tender| &tender.given);
        let credit = item.tenders.iter().flat_map(|tender| &tender.credit);
        let to = joined(given.map(taken_from).chain(credit.map(place)));
        table.row(vec![
            wording.time(one.at).into(),
            item.number.as_str().into(),
            if item.mistake { "a mistake" } else { "paid after all" }.into(),
            to.into(),
            item.reason.as_str().into(),
            item.worker.1.as_str().into(),
            item.amount.into(),
            one.seal.as_str().into(),
        ]);
    }
    if reinstated.len() > 1 {
        let mut cells = vec![Cell::Empty; 8];
        let total = Cents::sum(reinstated.iter().map(|(_, item)| item.amount))?;
        (cells[0], cells[6]) = ("Together".into(), total.into());
        table.add(Weight::Total, cells);
    }
    Ok(table)
}
