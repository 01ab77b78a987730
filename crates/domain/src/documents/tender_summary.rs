//! The tender summary: pieces and amounts of each tender type taken on a day, in all
//! and by drawer and batch, net of what was voided and moved.

use std::collections::BTreeMap;

use super::report::{Cell, ColumnKind, Report, Section, Table, Weight};
use super::wording::{Wording, name_of};
use crate::config::Configuration;
use crate::day::{Day, Taken};
use crate::refusal::Refusal;

use ColumnKind::{Figures, Words};

/// The tender summary.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub fn tender_summary(configuration: &Configuration, day: &Day) -> Result<Report, Refusal> {
    let wording = Wording::new(configuration);
    let mut report = wording.of_day("tender-summary", "Tender summary", day);
    report.sections = vec![
        Section::Table(in_all(&wording, day)?),
        Section::Table(by_session(&wording, day)?),
    ];
    Ok(report)
}

/// Tender types in the configured order, those it no longer has behind them.
fn in_order<'a>(wording: &Wording<'_>, tenders: &'a BTreeMap<String, Taken>) -> Vec<(&'a str, Taken)> {
    let kinds = &wording.configuration.tenders;
    let place = |code: &str| kinds.iter().position(|kind| kind.code == code).unwrap_or(usize::MAX);
    let mut lines: Vec<(&str, Taken)> = tenders
        .iter()
        .filter(|(_, taken)| taken.items != 0 || !taken.cents.is_zero())
        .map(|(code, taken)| (code.as_str(), *taken))
        .collect();
    lines.sort_by_key(|(code, _)| place(code));
    lines
}

/// A count of pieces; more taken back than came is said in words.
fn pieces(items: i64) -> Cell {
    match u64::try_from(items) {
        Ok(items) => Cell::Count(items),
        Err(_) => Cell::Text(format!("−{}", items.unsigned_abs())),
    }
}

fn in_all(wording: &Wording<'_>, day: &Day) -> Result<Table, Refusal> {
    let columns = [("Tender", Words), ("Items", Figures), ("Amount", Figures)];
    let mut table = Table::new("All drawers and batches", "Nothing was taken.", &columns);
    let mut sums: BTreeMap<String, Taken> = BTreeMap::new();
    for (code, taken) in day.taken.values().flatten() {
        sums.entry(code.clone()).or_default().add(taken.items, taken.cents)?;
    }
    let mut total = Taken::default();
    for (code, taken) in in_order(wording, &sums) {
        table.row(vec![
            wording.tender(code).into(),
            pieces(taken.items),
            taken.cents.into(),
        ]);
        total.add(taken.items, taken.cents)?;
    }
    if !table.rows.is_empty() {
        let cells = vec!["All tenders".into(), pieces(total.items), total.cents.into()];
        table.add(Weight::Total, cells);
    }
    Ok(table)
}

fn by_session(wording: &Wording<'_>, day: &Day) -> Result<Table, Refusal> {
    let columns = [
        ("Drawer or batch", Words),
        ("Cashier", Words),
        ("Tender", Words),
        ("Items", Figures),
        ("Amount", Figures),
    ];
    let mut table = Table::new("By drawer and batch", "Nothing was taken.", &columns);
    for session in &day.sessions {
        let Some(taken) = day.taken.get(&session.id) else {
            continue;
        };
        let (name, cashier) = (name_of(session), session.cashier_name());
        let mut sum = Taken::default();
        for (code, taken) in in_order(wording, taken) {
            table.row(vec![
                name.as_str().into(),
                cashier.into(),
                wording.tender(code).into(),
                pieces(taken.items),
                taken.cents.into(),
            ]);
            sum.add(taken.items, taken.cents)?;
        }
        let cells = vec![
            name.into(),
            cashier.into(),
            "All tenders".into(),
            pieces(sum.items),
            sum.cents.into(),
        ];
        table.add(Weight::Subtotal, cells);
    }
    Ok(table)
}
