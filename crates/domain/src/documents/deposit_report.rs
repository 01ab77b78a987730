//! The deposit report for treasury: what the slip says, where it came from, what did
//! not go with it, which receipts stand behind it, what the bank said.

mod composition;

use super::deposit_slip::{account, signed, sums};
use super::over_short_report::differences;
use super::receipt_sequence::{NotReceived, awaited, sequence};
use super::report::{Cell, ColumnKind, Report, Section, Table, Weight};
use super::wording::{Wording, date, name_of, pairs};
use crate::config::Configuration;
use crate::day::Day;
use crate::deposit::Deposit;
use crate::refusal::Refusal;
use crate::session::Session;

use ColumnKind::{Code, Figures, Words};

/// The deposit report. `day` has been fed with all entries of the deposit's sessions;
/// one that it does not have is named. `not_received` names workstations whose
/// receipts may be missing.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub fn deposit_report(
    configuration: &Configuration,
    deposit: &Deposit,
    day: &Day,
    not_received: &[NotReceived],
) -> Result<Report, Refusal> {
    let wording = Wording::new(configuration);
    let prepared = &deposit.prepared;
    let subtitle = format!("Deposit {} · {}", prepared.number, date(deposit.business_date));
    let mut report = wording.report(
        &format!("deposit-report-{}", prepared.number),
        "Deposit report",
        &subtitle,
    );
    let parts = prepared.sessions.iter();
    let sessions: Vec<&Session> = parts.filter_map(|part| day.session(part.session)).collect();
    report.notice = notice(deposit, sessions.len());
    report.facts = facts(&wording, deposit);
    report.sections = vec![
        Section::Table(sums(deposit)),
        Section::Table(composition::by_session(deposit, day)?),
        Section::Table(composition::by_tender(&wording, &sessions)?),
        Section::Table(composition::by_ledger(&wording, day, &sessions)?),
        Section::Table(composition::proof(&wording, deposit, &sessions)?),
        Section::Table(composition::settlements(deposit)?),
        Section::Table(composition::settled(&wording, deposit, &sessions)?),
        Section::Table(sequence(day)?),
        awaited(not_received),
        Section::Table(differences(&wording, &sessions)?),
        wording.waivers(),
        seals(deposit, day),
    ];
    if deposit.bank.is_some() {
        report.sections.push(Section::Table(bank(deposit)?));
        report.sections.push(Section::Table(corrections(deposit)));
    }
    report.statement =
        "This deposit is intact: its cash and its checks are those of the receipts named here.".to_owned();
    let verifier = deposit.finalized.as_ref().map_or("", |(_, body, _)| &body.verifier.1);
    report.signatures = pairs(&[
        ("Prepared by", &prepared.preparer.1),
        ("Verified by", verifier),
        ("Received by treasury", ""),
    ]);
    report.seal = Some(deposit.seal.clone());
    Ok(report)
}

fn notice(deposit: &Deposit, known: usize) -> Option<String> {
    if let Some(withdrawn) = &deposit.withdrawn {
        return Some(format!("This deposit was taken apart: {}", withdrawn.reason));
    }
    let missing = deposit.prepared.sessions.len() - known;
    if missing > 0 {
        return Some(format!(
            "{missing} of its drawers and batches are not among the entries at hand."
        ));
    }
    let is_draft = deposit.finalized.is_none();
    is_draft.then(|| "Not final: no second person has counted it yet.".to_owned())
}

fn facts(wording: &Wording<'_>, deposit: &Deposit) -> Vec<(String, String)> {
    let bank = &deposit.prepared.bank;
    let mut facts = pairs(&[
        ("Bank", &bank.bank),
        ("Account", &account(&bank.number, false)),
        ("Account name", &bank.name),
    ]);
    facts.extend(signed(wording, deposit));
    if let Some(bank) = &deposit.bank {
        facts.extend(pairs(&[
            ("Credited by the bank", &date(bank.validated_on)),
            ("The bank's reference", &bank.reference),
            ("Bank's figures entered by", &bank.person.1),
        ]));
    }
    facts
}

/// The slip against the bank, and what corrections leave unexplained.
fn bank(deposit: &Deposit) -> Result<Table, Refusal> {
    let columns = [
        ("", Words),
        ("Slip", Figures),
        ("Bank", Figures),
        ("Difference", Figures),
        ("Corrected", Figures),
        ("Unexplained", Figures),
    ];
    let mut table = Table::new(
        "The bank's figures",
        "The bank's figures were not entered yet.",
        &columns,
    );
    let Some(bank) = &deposit.bank else {
        return Ok(table);
    };
    let prepared = &deposit.prepared;
    let unexplained = deposit.unexplained()?;
    let lines = [
        ("Cash", prepared.cash_total, bank.cash, unexplained.0),
        ("Checks", prepared.check_total, bank.checks, unexplained.1),
    ];
    let total = (
        "Total",
        prepared.total,
        bank.cash.plus(bank.checks)?,
        unexplained.0.plus(unexplained.1)?,
    );
    for (place, (what, slip, said, left)) in lines.into_iter().chain([total]).enumerate() {
        let difference = said.minus(slip)?;
        let cells = vec![
            what.into(),
            slip.into(),
            said.into(),
            difference.into(),
            difference.minus(left)?.into(),
            left.into(),
        ];
        let weight = if place == 2 { Weight::Total } else { Weight::Plain };
        table.add(weight, cells);
    }
    Ok(table)
}

fn corrections(deposit: &Deposit) -> Table {
    let columns = [
        ("Date", Code),
        ("Reference", Code),
        ("Why", Words),
        ("Entered by", Words),
        ("Cash", Figures),
        ("Checks", Figures),
    ];
    let mut table = Table::new("Bank corrections", "The bank corrected nothing.", &columns);
    for (on, one) in &deposit.corrections {
        table.row(vec![
            date(*on).into(),
            one.reference.as_str().into(),
            one.reason.as_str().into(),
            one.person.1.as_str().into(),
            one.cash.into(),
            one.checks.into(),
        ]);
    }
    table
}

fn seals(deposit: &Deposit, day: &Day) -> Section {
    let columns = [("What", Words), ("Seal", Code)];
    let mut table = Table::new("Seals", "", &columns);
    for part in &deposit.prepared.sessions {
        let Some(session) = day.session(part.session) else {
            continue;
        };
        let seals = day.seals.get(&part.session);
        let name = name_of(session);
        for (what, seal) in [
            ("closed", seals.and_then(|seals| seals.closed.as_ref())),
            ("approved", seals.and_then(|seals| seals.approved.as_ref())),
        ] {
            let seal = seal.map_or(Cell::Empty, |seal| seal.as_str().into());
            table.row(vec![format!("{name}, {what}").into(), seal]);
        }
    }
    let state = if deposit.finalized.is_some() {
        "final"
    } else {
        "prepared"
    };
    table.row(vec![
        format!("Deposit {}, {state}", deposit.number()).into(),
        deposit.seal.as_str().into(),
    ]);
    Section::Table(table)
}
