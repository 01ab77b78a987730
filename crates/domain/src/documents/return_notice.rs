//! The letter to the payer of a returned item, in English or Spanish. It names no person
//! of the staff, only the office.

mod letter;

use chrono::NaiveDate;

use self::letter::Letter;
use super::report::{Cell, ColumnKind, Report, Section, Table, Weight};
use super::wording::Wording;
use crate::config::{Configuration, Language};
use crate::entry::{Due, ReturnNoticed, TakenBack};
use crate::money::Cents;
use crate::returns::item::{OpenDue, ReturnedItem, is_owed};

use ColumnKind::{Figures, Wide, Words};

/// The letter that a notice is, dated `on`. It asks for what the notice asked for: what was
/// paid after it does not stand in it, so that a letter printed again reads the same.
#[must_use]
pub fn return_notice(
    configuration: &Configuration,
    item: &ReturnedItem,
    notice: &ReturnNoticed,
    language: Language,
    on: NaiveDate,
) -> Report {
    let letter = Letter {
        configuration,
        item,
        notice,
        language,
        on,
    };
    let name = format!("return-notice-{}-{}", notice.number, notice.nth);
    let title = letter.says("Notice of a returned payment", "Aviso de pago devuelto");
    let mut report = Wording::new(configuration).report(&name, title, &notice.number);
    report.language = language;
    report.sections = vec![
        Section::Paragraphs(letter.opening()),
        Section::Table(owed(&letter)),
        Section::Paragraphs(letter.closing()),
    ];
    report
}

/// What is owed, line by line with its account, less what was paid meanwhile.
fn owed(letter: &Letter<'_>) -> Table {
    let columns = [
        ("", Wide),
        (letter.says("Account", "Cuenta"), Words),
        (letter.says("Amount", "Importe"), Figures),
    ];
    let title = letter.says("What you owe", "Lo que usted debe");
    let mut table = Table::new(title, "", &columns);
    let dues = dues(letter.item);
    for (due, taken) in &dues {
        let what = letter.what(due, *taken);
        table.row(vec![what.into(), due.account.as_str().into(), due.amount.into()]);
    }
    for (what, account, amount) in paid(letter) {
        table.row(vec![what.into(), account.into(), amount.negated().into()]);
    }
    let by = letter.date(letter.notice.pay_by);
    let words = match letter.language {
        Language::En => format!("To be paid by {by}"),
        Language::Es => format!("A pagar a más tardar el {by}"),
    };
    table.add(
        Weight::Total,
        vec![words.into(), Cell::Empty, letter.notice.open.into()],
    );
    table
}

/// What the item left due, each with the line that it was taken from; none for its fee.
fn dues(item: &ReturnedItem) -> Vec<(&OpenDue, Option<&TakenBack>)> {
    let taken = item.returned.tenders.iter().flat_map(|tender| &tender.taken);
    let taken = taken.filter(|taken| is_owed(taken)).map(Some);
    item.dues.iter().zip(taken.chain(std::iter::repeat(None))).collect()
}

/// What was paid of it until the notice: payment by payment, where those come to what the
/// notice asks for; one sum otherwise, so that the letter adds up whenever it is printed.
fn paid(letter: &Letter<'_>) -> Vec<(String, String, Cents)> {
    let item = letter.item;
    let mut rows = Vec::new();
    for due in &item.dues {
        for (receipt, on, amount) in due.payments.iter().filter(|one| one.1 <= letter.on) {
            rows.push((letter.payment(receipt, *on, *amount), due.account.clone(), *amount));
        }
    }
    let sum = |amounts: &mut dyn Iterator<Item = Cents>| Cents(amounts.map(|one| one.0).sum());
    let charged = sum(&mut item.dues.iter().map(|due| due.amount));
    let settled = Cents(charged.0 - letter.notice.open.0);
    if sum(&mut rows.iter().map(|row| row.2)) == settled {
        return rows;
    }
    if settled.is_zero() {
        return Vec::new();
    }
    let words = letter.says(
        "Paid since, or no longer due",
        "Pagado desde entonces, o ya no adeudado",
    );
    vec![(words.to_owned(), String::new(), settled)]
}

/// Whether it had stood to an account's credit.
fn lowered_a_credit(taken: &TakenBack) -> bool {
    matches!(&taken.due, Some(Due::Restored { charge: None, .. }))
}

/// Whether something was due on a returned item's own account because it had been paid back.
fn was_paid_back(taken: &TakenBack) -> bool {
    taken.line.is_none() && matches!(taken.due, Some(Due::Opened(_)))
}
