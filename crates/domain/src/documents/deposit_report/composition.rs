//! Where a deposit came from: by drawer and batch, tender type, department and ledger
//! account; that it is what the receipts brought; what was settled otherwise.

use std::collections::BTreeMap;

use super::super::report::{Cell, ColumnKind, Table, Weight};
use super::super::wording::{Wording, date, name_of};
use crate::config::TenderKind;
use crate::day::{Day, Taken};
use crate::deposit::Deposit;
use crate::ledger::account_name;
use crate::money::Cents;
use crate::receipt::Tender;
use crate::refusal::Refusal;
use crate::session::Session;

use ColumnKind::{Code, Figures, Words};

pub(super) fn by_session(deposit: &Deposit, day: &Day) -> Result<Table, Refusal> {
    let columns = [
        ("Drawer or batch", Words),
        ("Business date", Words),
        ("Cashier", Words),
        ("Approved by", Words),
        ("Cash", Figures),
        ("Checks", Figures),
        ("Together", Figures),
    ];
    let mut table = Table::new("By drawer and batch", "It takes no drawer.", &columns);
    let (mut cash, mut checks) = (Cents::ZERO, Cents::ZERO);
    for part in &deposit.prepared.sessions {
        let session = day.session(part.session);
        let approved = session.and_then(|session| session.approved.as_ref());
        table.row(vec![
            format!("{} of {}", part.name, part.station).into(),
            date(part.business_date).into(),
            session.map_or("", Session::cashier_name).into(),
            approved.map_or("", |verdict| &verdict.by.1).into(),
            part.cash.into(),
            part.checks.into(),
            part.cash.plus(part.checks)?.into(),
        ]);
        cash = cash.plus(part.cash)?;
        checks = checks.plus(part.checks)?;
    }
    let mut cells = vec![Cell::Empty; 4];
    cells[0] = "Together".into();
    cells.extend([cash.into(), checks.into(), cash.plus(checks)?.into()]);
    table.add(Weight::Total, cells);
    Ok(table)
}

/// Pieces and cents of the receipts that stand, by tender type in the configured order.
fn standing(wording: &Wording<'_>, sessions: &[&Session]) -> Result<Vec<(String, Taken)>, Refusal> {
    let mut sums: BTreeMap<&str, Taken> = BTreeMap::new();
    for tender in tenders(sessions).map(|(_, tender)| tender) {
        sums.entry(&tender.code).or_default().add(1, tender.amount)?;
    }
    let kinds = &wording.configuration.tenders;
    let mut sums: Vec<(String, Taken)> = sums.into_iter().map(|(code, sum)| (code.to_owned(), sum)).collect();
    sums.sort_by_key(|(code, _)| kinds.iter().position(|kind| kind.code == *code).unwrap_or(usize::MAX));
    Ok(sums)
}

/// Every tender of every receipt that stands, with its receipt's number.
fn tenders<'a>(sessions: &[&'a Session]) -> impl Iterator<Item = (&'a str, &'a Tender)> {
    let sessions = sessions.to_vec();
    let receipts = sessions.into_iter().flat_map(|session| &session.receipts);
    receipts
        .filter(|receipt| !receipt.void)
        .flat_map(|receipt| receipt.tenders.iter().map(|tender| (receipt.number.as_str(), tender)))
}

pub(super) fn by_tender(wording: &Wording<'_>, sessions: &[&Session]) -> Result<Table, Refusal> {
    let columns = [("Tender", Words), ("Items", Figures), ("Amount", Figures)];
    let mut table = Table::new("By tender, as receipted", "No receipt stands.", &columns);
    let mut total = Taken::default();
    for (code, sum) in standing(wording, sessions)? {
        table.row(vec![wording.tender(&code).into(), count(sum.items), sum.cents.into()]);
        total.add(sum.items, sum.cents)?;
    }
    if !table.rows.is_empty() {
        let cells = vec!["Receipts that stand".into(), count(total.items), total.cents.into()];
        table.add(Weight::Total, cells);
    }
    Ok(table)
}

fn count(items: i64) -> Cell {
    Cell::Count(u64::try_from(items).unwrap_or_default())
}

pub(super) fn by_ledger(wording: &Wording<'_>, day: &Day, sessions: &[&Session]) -> Result<Table, Refusal> {
    let columns = [
        ("Department", Words),
        ("Ledger account", Code),
        ("Name", Words),
        ("Amount", Figures),
    ];
    let mut table = Table::new(
        "By department and ledger account, as receipted",
        "No receipt stands.",
        &columns,
    );
    let mut sums: BTreeMap<(&str, &str), Cents> = BTreeMap::new();
    let receipts = sessions.iter().flat_map(|session| &session.receipts);
    for line in receipts.flat_map(|receipt| day.collections.standing_lines(&receipt.number)) {
        for (account, amount) in &line.split {
            let sum = sums.entry((&line.department, account)).or_default();
            *sum = sum.plus(*amount)?;
        }
    }
    for ((department, account), amount) in &sums {
        table.row(vec![
            wording.department(department).into(),
            (*account).into(),
            account_name(wording.configuration, account).into(),
            (*amount).into(),
        ]);
    }
    if !sums.is_empty() {
        let total = Cents::sum(sums.into_values())?;
        let cells = vec!["Receipts that stand".into(), Cell::Empty, Cell::Empty, total.into()];
        table.add(Weight::Total, cells);
    }
    Ok(table)
}

/// What the receipts brought, and where it is: two sums that are equal.
pub(super) fn proof(wording: &Wording<'_>, deposit: &Deposit, sessions: &[&Session]) -> Result<Table, Refusal> {
    let columns = [("", Words), ("Amount", Figures)];
    let mut table = Table::new("Proof: the deposit is the receipts'", "", &columns);
    let receipts = sessions.iter().map(|session| session.receipts_total());
    let receipts = Cents::sum(receipts.collect::<Result<Vec<_>, _>>()?)?;
    let mut over_short = Cents::ZERO;
    for session in sessions {
        for line in session.figures(wording.configuration)? {
            over_short = over_short.plus(line.difference()?)?;
        }
    }
    let settled = Cents::sum(deposit.prepared.settlements.iter().map(|one| one.total))?;
    table.row(vec!["Receipts that stand".into(), receipts.into()]);
    table.row(vec!["Over and short".into(), over_short.into()]);
    let counted = receipts.plus(over_short)?;
    table.add(Weight::Subtotal, vec!["Counted and approved".into(), counted.into()]);
    table.row(vec!["Cash in this deposit".into(), deposit.prepared.cash_total.into()]);
    table.row(vec![
        "Checks in this deposit".into(),
        deposit.prepared.check_total.into(),
    ]);
    table.row(vec!["Settled otherwise".into(), settled.into()]);
    let together = deposit.prepared.total.plus(settled)?;
    table.add(Weight::Subtotal, vec!["Handed on".into(), together.into()]);
    let difference = together.minus(counted)?;
    table.add(Weight::Total, vec!["Difference".into(), difference.into()]);
    Ok(table)
}

pub(super) fn settlements(deposit: &Deposit) -> Result<Table, Refusal> {
    let columns = [("Tender", Words), ("Items", Figures), ("Amount", Figures)];
    let nothing = "Nothing was paid by card or otherwise electronically.";
    let mut table = Table::new("Settled otherwise, not with this slip", nothing, &columns);
    let settlements = &deposit.prepared.settlements;
    for one in settlements {
        table.row(vec![one.name.as_str().into(), one.items.into(), one.total.into()]);
    }
    if !settlements.is_empty() {
        let items: u64 = settlements.iter().map(|one| u64::from(one.items)).sum();
        let total = Cents::sum(settlements.iter().map(|one| one.total))?;
        table.add(Weight::Total, vec!["Together".into(), Cell::Count(items), total.into()]);
    }
    Ok(table)
}

/// The list of what is settled otherwise, piece by piece.
pub(super) fn settled(wording: &Wording<'_>, deposit: &Deposit, sessions: &[&Session]) -> Result<Table, Refusal> {
    let columns = [
        ("Tender", Words),
        ("Receipt", Code),
        ("Drawer or batch", Words),
        ("Reference", Code),
        ("Amount", Figures),
    ];
    let mut table = Table::new("Settlement list", "No such payment.", &columns);
    for one in &deposit.prepared.settlements {
        let mut sum = Taken::default();
        for session in sessions {
            for (receipt, tender) in tenders(&[*session]).filter(|(_, tender)| tender.code == one.tender) {
                table.row(vec![
                    wording.tender(&tender.code).into(),
                    receipt.into(),
                    name_of(session).into(),
                    reference(tender).into(),
                    tender.amount.into(),
                ]);
                sum.add(1, tender.amount)?;
            }
        }
        let name = format!("{}, together", one.name);
        let cells = vec![name.into(), Cell::Empty, Cell::Empty, Cell::Empty, sum.cents.into()];
        table.add(Weight::Subtotal, cells);
    }
    Ok(table)
}

/// What names a payment at whoever settles it: a card's last four and approval, a
/// check's number, a voucher's.
fn reference(tender: &Tender) -> String {
    let card = tender.card.as_ref().map(|card| {
        let parts = [&card.brand, &card.last_four, &card.approval, &card.terminal];
        parts.into_iter().flatten().cloned().collect::<Vec<_>>().join(" ")
    });
    let check = tender.check.as_ref().map(|check| match tender.kind {
        TenderKind::ElectronicCheck => check.last_four.clone().unwrap_or_default(),
        _ => check.number.clone().unwrap_or_default(),
    });
    card.or(check).or_else(|| tender.reference.clone()).unwrap_or_default()
}
