//! The transmittal of a department: what was collected for it, line by line, and what
//! it was paid with; debits equal credits.

use std::collections::BTreeMap;

use super::{Collected, Day};
use crate::config::Configuration;
use crate::ledger::account_name;
use crate::money::Cents;
use crate::refusal::Refusal;

/// A department's transmittal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transmittal {
    /// The department's code.
    pub department: String,
    /// Its name.
    pub name: String,
    /// Its revenue, by ledger account.
    pub credits: Vec<TransmittalLine>,
    /// What was collected, by tender type.
    pub debits: Vec<TransmittalLine>,
    /// What either side comes to.
    pub total: Cents,
}

/// One line of a transmittal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransmittalLine {
    /// The ledger account.
    pub account: String,
    /// Its name.
    pub name: String,
    /// What it is: a tender type, `Placed from suspense`; nothing for revenue.
    pub what: String,
    /// How much; negative where more was taken back than came.
    pub amount: Cents,
}

/// The transmittals of a day in the order of the configured departments, behind them
/// those that the configuration no longer has. A department that nothing was
/// collected for has none.
///
/// # Errors
/// [`Refusal::PostingsUnbalanced`], [`Refusal::AmountOutOfRange`].
pub fn transmittals(configuration: &Configuration, day: &Day) -> Result<Vec<Transmittal>, Refusal> {
    let collected = day.collections.departments();
    let known = configuration.departments.iter().map(|department| &department.code);
    let others = collected
        .keys()
        .filter(|code| !configuration.departments.iter().any(|known| known.code == **code));
    let mut transmittals = Vec::new();
    for code in known.chain(others) {
        let Some(own) = collected.get(code) else { continue };
        let transmittal = of_department(configuration, code, own)?;
        if !transmittal.credits.is_empty() || !transmittal.debits.is_empty() {
            transmittals.push(transmittal);
        }
    }
    Ok(transmittals)
}

fn of_department(configuration: &Configuration, code: &str, own: &Collected) -> Result<Transmittal, Refusal> {
    let line = |account: &str, what: &str, amount: Cents| TransmittalLine {
        account: account.to_owned(),
        name: account_name(configuration, account).to_owned(),
        what: what.to_owned(),
        amount,
    };
    let some = |sums: &BTreeMap<String, Cents>| -> Vec<(String, Cents)> {
        let there = sums.iter().filter(|(_, amount)| !amount.is_zero());
        there.map(|(name, amount)| (name.clone(), *amount)).collect()
    };
    let credits: Vec<TransmittalLine> = some(&own.accounts)
        .iter()
        .map(|(account, amount)| line(account, "", *amount))
        .collect();
    let mut tenders = some(&own.tenders);
    let place = |code: &str| configuration.tenders.iter().position(|kind| kind.code == code);
    tenders.sort_by_key(|(code, _)| place(code).unwrap_or(usize::MAX));
    let tender_lines = tenders
        .iter()
        .map(|(tender, amount)| match configuration.tender(tender) {
            Ok(kind) => line(&kind.clearing, &kind.name, *amount),
            // A tender type that the configuration no longer has is named by its code.
            Err(_) => line(tender, tender, *amount),
        });
    let otherwise = own.otherwise.iter().filter(|(_, amount)| !amount.is_zero());
    let otherwise = otherwise.map(|((what, account), amount)| line(account, what.words(), *amount));
    let debits: Vec<TransmittalLine> = tender_lines.chain(otherwise).collect();
    let total = Cents::sum(credits.iter().map(|line| line.amount))?;
    let off_by = Cents::sum(debits.iter().map(|line| line.amount))?.minus(total)?;
    if !off_by.is_zero() {
        return Err(Refusal::PostingsUnbalanced { off_by });
    }
    let known = configuration.departments.iter().find(|known| known.code == code);
    Ok(Transmittal {
        department: code.to_owned(),
        name: known.map_or(code, |known| &known.name).to_owned(),
        credits,
        debits,
        total,
    })
}
