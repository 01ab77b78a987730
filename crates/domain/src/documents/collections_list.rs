//! Returned items that go to collections, on a numbered list.

use chrono::NaiveDate;

use super::report::{Cell, ColumnKind, Report, Section, Table, Weight};
use super::returned_items::{item_paper, reason_in, receipts};
use super::wording::{Wording, date, pairs};
use crate::config::{Configuration, Language};
use crate::entry::CollectionsListed;
use crate::money::Cents;
use crate::refusal::Refusal;
use crate::returns::item::ReturnedItem;

use ColumnKind::{Code, Figures, Wide, Words};

/// The list of that entry, made `on` a day; without one, items that might go on the next.
/// `items` may hold more than are on the list; one on it that is not there is named. What
/// was open is what the list says: it is not what is open today.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub fn collections_list(
    configuration: &Configuration,
    list: Option<&CollectionsListed>,
    on: NaiveDate,
    items: &[&ReturnedItem],
) -> Result<Report, Refusal> {
    let wording = Wording::new(configuration);
    let number = list.map_or("not listed yet", |list| &list.number);
    let subtitle = format!("{number} · {}", date(on));
    let name = match list {
        Some(list) => format!("collections-list-{}", list.number),
        None => format!("collections-not-listed-{on}"),
    };
    let mut report = wording.report(&name, "Collections list", &subtitle);
    let (rows, missing) = listed(list, items);
    let total = Cents::sum(rows.iter().map(|row| row.1))?;
    report.notice = match (list, missing.is_empty()) {
        (None, _) => Some("Not a list yet: nothing here was sent to collections.".to_owned()),
        (Some(_), true) => None,
        (Some(_), false) => Some(format!("Not among the entries at hand: {}", missing.join(", "))),
    };
    let preparer = list.map_or("", |list| &list.person.1);
    report.facts = pairs(&[
        ("List", number),
        ("Date", &date(on)),
        ("Items", &rows.len().to_string()),
        ("Total", &total.to_string()),
        ("Prepared by", preparer),
    ]);
    report.facts.retain(|(_, value)| !value.is_empty());
    report.sections = vec![Section::Table(table(configuration, on, &rows, total)?)];
    report.statement = "What is open here was not paid after the notices named; collections is asked to collect it. \
                        Payments that come in meanwhile are told to collections."
        .to_owned();
    report.signatures = pairs(&[
        ("Prepared by", preparer),
        ("Reviewed by", ""),
        ("Received by collections", ""),
    ]);
    Ok(report)
}

type Listed<'r> = (&'r ReturnedItem, Cents);

/// What stands on the list with what was open, and the numbers of what is not at hand.
fn listed<'r>(list: Option<&'r CollectionsListed>, items: &[&'r ReturnedItem]) -> (Vec<Listed<'r>>, Vec<&'r str>) {
    let Some(list) = list else {
        return (items.iter().map(|item| (*item, item.open())).collect(), Vec::new());
    };
    let (mut rows, mut missing) = (Vec::new(), Vec::new());
    for (number, open) in &list.items {
        match items.iter().find(|item| item.number() == number) {
            Some(item) => rows.push((*item, *open)),
            None => missing.push(number.as_str()),
        }
    }
    (rows, missing)
}

fn table(configuration: &Configuration, on: NaiveDate, rows: &[Listed<'_>], total: Cents) -> Result<Table, Refusal> {
    let columns = [
        ("Number", Code),
        ("Returned on", Words),
        ("Payer", Words),
        ("Address", Wide),
        ("Check", Words),
        ("Receipt", Words),
        ("Reason", Words),
        ("Notices", Words),
        ("Amount", Figures),
        ("Fee", Figures),
        ("Open", Figures),
    ];
    let mut table = Table::new("To be collected", "Nothing waits for collections.", &columns);
    let fee = |item: &ReturnedItem| item.returned.fee.as_ref().map_or(Cents::ZERO, |fee| fee.charge.due);
    let some = |amount: Cents| Cell::from((!amount.is_zero()).then_some(amount));
    for (item, open) in rows {
        let notices = item.notices.iter().filter(|notice| notice.0 <= on);
        let notices = notices.map(|notice| date(notice.0)).collect::<Vec<_>>().join(", ");
        table.row(vec![
            item.number().into(),
            date(item.on).into(),
            item.returned.payer.0.as_str().into(),
            item.returned.payer.1.join(", ").into(),
            item_paper(&item.returned).into(),
            receipts(&item.returned).into(),
            reason_in(configuration, &item.returned, Language::En).into(),
            if notices.is_empty() { "none".to_owned() } else { notices }.into(),
            item.returned.amount.into(),
            some(fee(item)),
            (*open).into(),
        ]);
    }
    if !rows.is_empty() {
        let mut cells = vec![Cell::Empty; 11];
        cells[0] = "Together".into();
        cells[8] = Cents::sum(rows.iter().map(|(item, _)| item.returned.amount))?.into();
        cells[9] = some(Cents::sum(rows.iter().map(|(item, _)| fee(item)))?);
        cells[10] = total.into();
        table.add(Weight::Total, cells);
    }
    Ok(table)
}
