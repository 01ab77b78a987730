//! The deposit slip: what lies in the bag, counted, listed, added up.

use super::report::{Cell, ColumnKind, Report, Section, Table, Weight};
use super::wording::{Wording, date, pairs};
use crate::cash::CashCount;
use crate::config::{Configuration, DenominationKind};
use crate::deposit::Deposit;
use crate::money::Cents;
use crate::refusal::Refusal;

use ColumnKind::{Code, Figures, Words};

/// The most checks in one bundle.
pub const BUNDLE: usize = 300;

/// The deposit slip. The original names the whole bank account; copies its last four digits.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`]; [`Refusal::UnknownDenomination`] where the cash holds a
/// note or coin that the configuration no longer has.
pub fn deposit_slip(configuration: &Configuration, deposit: &Deposit, original: bool) -> Result<Report, Refusal> {
    let wording = Wording::new(configuration);
    let prepared = &deposit.prepared;
    let subtitle = format!("Ticket {} · {}", prepared.number, date(deposit.business_date));
    let mut report = wording.report(&format!("deposit-slip-{}", prepared.number), "Deposit slip", &subtitle);
    report.notice = notice(deposit, original);
    report.facts = facts(&wording, deposit, original);
    report.sections = vec![
        Section::Table(sums(deposit)),
        Section::Table(cash(configuration, &prepared.cash, prepared.cash_total)?),
        Section::Table(checks(deposit)?),
    ];
    report.statement = "We have counted this deposit, each by ourselves, and it is what this slip says.".to_owned();
    let verifier = deposit.finalized.as_ref().map_or("", |(_, body, _)| &body.verifier.1);
    report.signatures = pairs(&[
        ("Prepared by", &prepared.preparer.1),
        ("Verified by", verifier),
        ("Received by the bank", ""),
    ]);
    report.seal = Some(deposit.seal.clone());
    Ok(report)
}

fn notice(deposit: &Deposit, original: bool) -> Option<String> {
    if let Some(withdrawn) = &deposit.withdrawn {
        return Some(format!(
            "This deposit was taken apart and did not go to the bank: {}. Its number is not used again.",
            withdrawn.reason
        ));
    }
    if deposit.finalized.is_none() {
        return Some("Not final: no second person has counted it yet.".to_owned());
    }
    (!original).then(|| "Copy".to_owned())
}

fn facts(wording: &Wording<'_>, deposit: &Deposit, original: bool) -> Vec<(String, String)> {
    let bank = &deposit.prepared.bank;
    let mut facts = pairs(&[
        ("Bank", &bank.bank),
        ("Routing number", &bank.routing),
        ("Account", &account(&bank.number, original)),
        ("Account name", &bank.name),
    ]);
    facts.extend(signed(wording, deposit));
    facts
}

/// The ticket, the day, and who prepared and verified it, when; the bag once it is final.
pub(super) fn signed(wording: &Wording<'_>, deposit: &Deposit) -> Vec<(String, String)> {
    let mut facts = pairs(&[
        ("Deposit ticket", &deposit.prepared.number),
        ("Business date", &date(deposit.business_date)),
        ("Prepared by", &deposit.prepared.preparer.1),
        ("Prepared at", &wording.at(deposit.prepared_at)),
    ]);
    if let Some((at, body, _)) = &deposit.finalized {
        facts.extend(pairs(&[
            ("Bag", &body.bag),
            ("Verified by", &body.verifier.1),
            ("Verified at", &wording.at(*at)),
        ]));
    }
    facts
}

/// The bank account's number; its last four digits only where it is not the original.
pub(super) fn account(number: &str, original: bool) -> String {
    if original {
        return number.to_owned();
    }
    let from = number.char_indices().rev().nth(3).map_or(0, |(place, _)| place);
    format!("•••• {}", &number[from..])
}

/// Cash, checks, both together.
pub(super) fn sums(deposit: &Deposit) -> Table {
    let prepared = &deposit.prepared;
    let columns = [("", Words), ("Items", Figures), ("Amount", Figures)];
    let mut table = Table::new("Deposit", "", &columns);
    table.row(vec!["Cash".into(), Cell::Empty, prepared.cash_total.into()]);
    let checks = prepared.checks.len();
    table.row(vec!["Checks".into(), checks.into(), prepared.check_total.into()]);
    table.add(
        Weight::Total,
        vec!["Total deposit".into(), Cell::Empty, prepared.total.into()],
    );
    table
}

/// Currency and coin by denomination, each with its subtotal.
fn cash(configuration: &Configuration, count: &CashCount, total: Cents) -> Result<Table, Refusal> {
    let columns = [
        ("Denomination", Words),
        ("Straps, rolls", Figures),
        ("Loose", Figures),
        ("Amount", Figures),
    ];
    let mut table = Table::new("Currency and coin", "No cash.", &columns);
    let kinds = &configuration.denominations;
    if let Some(line) = count
        .0
        .iter()
        .find(|line| !kinds.iter().any(|kind| kind.cents == line.cents))
    {
        return Err(Refusal::UnknownDenomination { cents: line.cents });
    }
    if count.is_empty() {
        return Ok(table);
    }
    for (of, words) in [(DenominationKind::Note, "Currency"), (DenominationKind::Coin, "Coin")] {
        let mut sum = Cents::ZERO;
        for kind in kinds.iter().filter(|kind| kind.kind == of) {
            let Some(line) = count.0.iter().find(|line| line.cents == kind.cents) else {
                continue;
            };
            let worth = CashCount(vec![line.clone()]).total(kinds)?;
            let some = |pieces: u32| if pieces == 0 { Cell::Empty } else { pieces.into() };
            table.row(vec![
                kind.label.as_str().into(),
                some(line.bundles),
                some(line.loose),
                worth.into(),
            ]);
            sum = sum.plus(worth)?;
        }
        let cells = vec![words.into(), Cell::Empty, Cell::Empty, sum.into()];
        table.add(Weight::Subtotal, cells);
    }
    let cells = vec!["Cash".into(), Cell::Empty, Cell::Empty, total.into()];
    table.add(Weight::Total, cells);
    Ok(table)
}

/// The checks in physical order, a subtotal after each bundle.
fn checks(deposit: &Deposit) -> Result<Table, Refusal> {
    let checks = &deposit.prepared.checks;
    let columns = [("#", Figures), ("Routing", Code), ("Check", Code), ("Amount", Figures)];
    let mut table = Table::new("Checks, in the order they lie", "No checks.", &columns);
    for (nth, bundle) in (1usize..).zip(checks.chunks(BUNDLE)) {
        for (place, check) in (1usize..).zip(bundle) {
            table.row(vec![
                ((nth - 1) * BUNDLE + place).into(),
                check.routing.as_deref().unwrap_or_default().into(),
                check.number.as_deref().unwrap_or_default().into(),
                check.amount.into(),
            ]);
        }
        let sum = Cents::sum(bundle.iter().map(|check| check.amount))?;
        let name = format!("Bundle {nth}");
        table.add(
            Weight::Subtotal,
            vec![bundle.len().into(), name.into(), Cell::Empty, sum.into()],
        );
    }
    if !checks.is_empty() {
        let total = deposit.prepared.check_total.into();
        table.add(
            Weight::Total,
            vec![checks.len().into(), "Checks".into(), Cell::Empty, total],
        );
    }
    Ok(table)
}
