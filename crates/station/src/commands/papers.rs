//! The documents of a day and of its deposits: which there are, and writing them as
//! PDF, XLSX and CSV into the workstation's folder.

use std::collections::BTreeSet;

use chrono::{Months, NaiveDate};
use counterfoil_domain::business_day;
use counterfoil_domain::config::Configuration;
use counterfoil_domain::day::{Day, OverShort, Suspense, lines_of, transmittals};
use counterfoil_domain::deposit::Deposit;
use counterfoil_domain::documents::report::Report;
use counterfoil_domain::documents::{self as made, NotReceived};
use counterfoil_domain::ledger::LedgerJournal;
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::returns::item::ReturnedItem;
use counterfoil_formats::ledger;
use counterfoil_paper::{csv, pdf, xlsx};
use uuid::Uuid;

use super::board::{date_of, open_date, stations};
use super::days::date_given;
use super::receipts::zone;
use crate::desk::Written;
use crate::documents as files;
use crate::exchange::TakingIn;
use crate::fault::Fault;
use crate::rpc::messages::*;
use crate::seat::Call;
use crate::site::{Inside, days, returned, suspense};

/// The day's own documents, in the order in which people ask for them.
const OF_THE_DAY: [&str; 14] = [
    "balancing_summary",
    "tender_summary",
    "over_short",
    "over_short_by_cashier",
    "void_register",
    "drawer_opening_log",
    "receipt_sequence",
    "audit_trail",
    "turn_on_list",
    "suspense_list",
    "returned_items",
    "returned_items_register",
    "ledger_journal",
    "day_certificate",
];

/// Settled returned items that the register lists.
const SETTLED: u32 = 500;

/// What is drawn of a deposit: the slip itself, a copy that hides the account, treasury's report.
const OF_A_DEPOSIT: [&str; 3] = ["deposit_slip", "deposit_slip_copy", "deposit_report"];

/// The documents that can be written of a date.
///
/// # Errors
/// [`Refusal::NotClosingDesk`], [`Fault::BadRequest`] for a date that is none; those of the store.
pub fn documents(call: &Call<'_>, request: GetDay) -> Result<DocumentsView, Fault> {
    let configuration = call.station.configuration();
    let asked = date_of(request.date.as_deref())?;
    let today = call.station.desk().held().today(call.station.clock().now());
    call.station.take_in_left()?;
    call.station.site()?.read(|inside| {
        let date = match asked {
            Some(date) => date,
            None => open_date(inside, today)?,
        };
        let day = inside.day(date)?;
        Ok(DocumentsView {
            date: date.to_string(),
            closed: day.closed.is_some(),
            documents: listed(&configuration, &day)?,
        })
    })
}

fn listed(configuration: &Configuration, day: &Day) -> Result<Vec<DocumentView>, Fault> {
    let view = |what: &str, key: String, of: &str| DocumentView {
        key,
        what: what.to_owned(),
        of: of.to_owned(),
    };
    let own = OF_THE_DAY
        .iter()
        .filter(|what| **what != "day_certificate" || day.closed.is_some());
    let mut all: Vec<DocumentView> = own.map(|what| view(what, (*what).to_owned(), "")).collect();
    for one in transmittals(configuration, day)? {
        let key = format!("transmittal:{}", one.department);
        all.push(view("transmittal", key, &one.name));
    }
    for deposit in day.deposits.iter().filter(|deposit| deposit.withdrawn.is_none()) {
        for what in OF_A_DEPOSIT {
            all.push(view(what, format!("{what}:{}", deposit.id()), deposit.number()));
        }
    }
    Ok(all)
}

/// Writes a document of a date, or all of them.
///
/// # Errors
/// [`Refusal::NotClosingDesk`], [`Refusal::UnknownDeposit`], [`Refusal::LedgerDiffers`],
/// [`Fault::BadRequest`] for a document that there is not; those of the store and of the file system.
pub fn write_document(call: &Call<'_>, request: WriteDocument) -> Result<DocumentsWritten, Fault> {
    let date = date_given(&request.date)?;
    let configuration = call.station.configuration();
    let taking_in = call.station.take_in_left()?;
    let (reports, journal) = call.station.site()?.read(|inside| {
        // A closed day's papers read as they did at its close.
        let closed_under = inside.configuration_of(date)?;
        let desk = Papers {
            call,
            configuration: closed_under.as_ref().unwrap_or(&configuration),
            inside,
            day: inside.day(date)?,
            missing: not_received(call, inside, taking_in, &configuration, date)?,
        };
        let keys = match &request.key {
            Some(key) => vec![key.clone()],
            None => listed(desk.configuration, &desk.day)?
                .into_iter()
                .map(|one| one.key)
                .collect(),
        };
        let reports = keys
            .iter()
            .map(|key| desk.report(key))
            .collect::<Result<Vec<Report>, Fault>>()?;
        let journal = keys.iter().any(|key| key == "ledger_journal");
        Ok((reports, journal.then(|| desk.journal()).transpose()?))
    })?;
    let folder = date.to_string();
    let mut written = write_reports(call, &folder, &reports)?;
    if let Some(journal) = journal {
        let name = format!("ledger-{}.csv", journal.number);
        let folder = call.station.folder().documents().join(folder);
        written
            .files
            .push(files::write_into(&folder, &name, &ledger::write(&journal)?)?);
    }
    Ok(written)
}

/// Writes reports as PDF, XLSX and CSV into a folder among the workstation's documents.
///
/// # Errors
/// Those of the file system; [`Fault::BadRequest`] where a spreadsheet cannot be made.
pub(super) fn write_reports(call: &Call<'_>, folder: &str, reports: &[Report]) -> Result<DocumentsWritten, Fault> {
    let folder = call.station.folder().documents().join(folder);
    let printed_at = business_day::local(call.station.clock().now(), zone(call));
    let mut files = Vec::new();
    for report in reports {
        let name = &report.name;
        let pdf = pdf::report(report, printed_at);
        files.push(files::write_into(&folder, &format!("{name}.pdf"), &pdf)?);
        let sheets = xlsx::report(report, printed_at).map_err(|problem| Fault::BadRequest {
            problem: problem.to_string(),
        })?;
        files.push(files::write_into(&folder, &format!("{name}.xlsx"), &sheets)?);
        for (name, bytes) in csv::report(report) {
            files.push(files::write_into(&folder, &name, &bytes)?);
        }
    }
    Ok(DocumentsWritten {
        folder: folder.display().to_string(),
        files,
    })
}

/// Makes the papers of an entry that is written. Where they cannot be made it stands all the same,
/// and the same request again makes them.
///
/// # Errors
/// [`Fault::PaperNotWritten`].
pub(super) fn papers_of<T>(written: &Written, make: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    make().map_err(|cause| Fault::PaperNotWritten {
        seq: written.entry.seq,
        cause: Box::new(cause),
    })
}

/// Writes a letter: one report, as PDF alone; gives its path.
///
/// # Errors
/// Those of the file system.
pub(super) fn write_letter(call: &Call<'_>, folder: &str, letter: &Report) -> Result<String, Fault> {
    let folder = call.station.folder().documents().join(folder);
    let printed_at = business_day::local(call.station.clock().now(), zone(call));
    files::write_into(
        &folder,
        &format!("{}.pdf", letter.name),
        &pdf::report(letter, printed_at),
    )
}

/// Workstations whose receipts may not all be in.
fn not_received(
    call: &Call<'_>,
    inside: &Inside,
    taking_in: &TakingIn,
    configuration: &Configuration,
    date: NaiveDate,
) -> Result<Vec<NotReceived>, Fault> {
    let stations = stations(call, inside, taking_in, configuration, date)?;
    let missing = stations.into_iter().filter(|(view, _)| view.missing);
    Ok(missing
        .map(|(view, facts)| NotReceived {
            what: match view.refusal {
                Some(refusal) => refusal.message,
                None => NotReceived::silent(view.as_of.as_deref(), facts.head.receipts),
            },
            station: view.station,
            window: view.window,
        })
        .collect())
}

/// What documents are made with.
struct Papers<'a> {
    call: &'a Call<'a>,
    configuration: &'a Configuration,
    inside: &'a Inside,
    day: Day,
    missing: Vec<NotReceived>,
}

impl Papers<'_> {
    fn report(&self, key: &str) -> Result<Report, Fault> {
        let (configuration, day) = (self.configuration, &self.day);
        let (what, of) = key.split_once(':').unwrap_or((key, ""));
        Ok(match what {
            "balancing_summary" => made::balancing_summary(configuration, day)?,
            "tender_summary" => made::tender_summary(configuration, day)?,
            "over_short" => made::over_short_report(configuration, day)?,
            "over_short_by_cashier" => self.over_short()?,
            "void_register" => made::void_register(configuration, day)?,
            "drawer_opening_log" => made::drawer_opening_log(configuration, day),
            "receipt_sequence" => made::receipt_sequence(configuration, day, &self.missing)?,
            "audit_trail" => made::audit_trail(configuration, day),
            "turn_on_list" => made::turn_on_list(configuration, day),
            "suspense_list" => self.suspense()?,
            "returned_items" => made::returned_items_of_day(configuration, day)?,
            "returned_items_register" => self.returned()?,
            "ledger_journal" => made::ledger_report(configuration, &self.journal()?)?,
            "day_certificate" => made::day_certificate(configuration, day)?,
            "transmittal" => self.transmittal(of)?,
            "deposit_slip" => made::deposit_slip(configuration, self.deposit(of)?, true)?,
            "deposit_slip_copy" => {
                let copy = made::deposit_slip(configuration, self.deposit(of)?, false)?;
                Report {
                    name: format!("{}-copy", copy.name),
                    ..copy
                }
            }
            "deposit_report" => made::deposit_report(configuration, self.deposit(of)?, day, &self.missing)?,
            _ => return Err(unknown(key)),
        })
    }

    fn deposit(&self, id: &str) -> Result<&Deposit, Fault> {
        let id: Uuid = id.parse().map_err(|_| Refusal::UnknownDeposit)?;
        let found = self.day.deposits.iter().find(|deposit| deposit.id() == id);
        Ok(found.ok_or(Refusal::UnknownDeposit)?)
    }

    /// The day's ledger journal: of a closed one exactly what was issued, or nothing.
    fn journal(&self) -> Result<LedgerJournal, Fault> {
        let day = &self.day;
        let number = match &day.closed {
            Some(closed) => closed.ledger.number.clone(),
            None => "NOT-ISSUED".to_owned(),
        };
        let journal = day.ledger.journal(self.configuration, number, day.date)?;
        match &day.closed {
            Some(closed) if closed.ledger.digest != journal.digest() => {
                Err(Refusal::LedgerDiffers { date: day.date }.into())
            }
            _ => Ok(journal),
        }
    }

    fn transmittal(&self, department: &str) -> Result<Report, Fault> {
        let all = transmittals(self.configuration, &self.day)?;
        let one = all.iter().find(|one| one.department == department);
        let one = one.ok_or_else(|| Refusal::UnknownDepartment {
            department: department.to_owned(),
        })?;
        let closed = self.day.closed.as_ref();
        let numbered = closed.and_then(|closed| closed.transmittals.iter().find(|own| own.1 == department));
        let number = numbered.map(|own| own.0.as_str());
        let preparer = closed.map_or("", |closed| &closed.closer.1);
        Ok(made::transmittal(
            self.configuration,
            &self.day,
            one,
            number,
            (preparer, ""),
        )?)
    }

    fn suspense(&self) -> Result<Report, Fault> {
        let mut held = Suspense::default();
        let standing = suspense::standing(&self.inside.connection)?;
        let mut receipts: Vec<String> = standing.into_iter().map(|row| row.receipt).collect();
        // What was placed or taken back on this day stands beside what still waits.
        receipts.extend(self.day.placed.iter().map(|placed| placed.body.receipt.clone()));
        let taken = self.day.suspense.lines.iter().filter(|line| line.left != line.amount);
        receipts.extend(taken.map(|line| line.receipt.clone()));
        let mut seen = BTreeSet::new();
        receipts.retain(|receipt| seen.insert(receipt.clone()));
        for receipt in receipts {
            for (station, seq) in self.inside.entries_of(&receipt)? {
                let stored = self.inside.stored(&station, seq)?;
                held.apply(&stored.entry()?, &stored.hash)?;
            }
        }
        Ok(made::suspense_list(self.configuration, self.day.date, &held)?)
    }

    /// Returned items as they are now: those that are not settled, and the last ones that are.
    fn returned(&self) -> Result<Report, Fault> {
        let items = returned::listed(&self.inside.connection, SETTLED)?;
        let items: Vec<&ReturnedItem> = items.iter().collect();
        Ok(made::returned_items_register(
            self.configuration,
            self.day.date,
            &items,
        )?)
    }

    /// The last twelve months.
    fn over_short(&self) -> Result<Report, Fault> {
        let to = self.day.date;
        let from = to.checked_sub_months(Months::new(12)).unwrap_or(to);
        let mut all = OverShort::default();
        for row in days::over_short(&self.inside.connection, from)? {
            let entry = self.inside.stored(self.call.station.code(), row.seq)?.entry()?;
            let cashier = (row.cashier, row.name);
            all.lines.extend(lines_of(&entry, row.date, &cashier)?);
            *all.approved.entry(cashier).or_default() += 1;
        }
        Ok(made::over_short_by_cashier(self.configuration, (from, to), &all)?)
    }
}

fn unknown(key: &str) -> Fault {
    Fault::BadRequest {
        problem: format!("there is no document '{key}'; see the list of the day's documents"),
    }
}
