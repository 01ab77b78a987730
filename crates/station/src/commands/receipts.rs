//! Receipts: finding them, reading them, voiding and reclassing them in their
//! session, printing them again.

use chrono::{DateTime, NaiveDate};
use chrono_tz::Tz;
use counterfoil_domain::business_day;
use counterfoil_domain::cash::count_out;
use counterfoil_domain::config::{TenderKind, User};
use counterfoil_domain::documents::ReceiptMark;
use counterfoil_domain::drawer;
use counterfoil_domain::entry::{Body, Entry, ReceiptReprinted, seal};
use counterfoil_domain::journal::Decision;
use counterfoil_domain::money::Cents;
use counterfoil_domain::receipt::Receipt;
use counterfoil_domain::reclass::{Reclass, reclass};
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::session::{Phase, Session};
use counterfoil_domain::void::void;
use counterfoil_paper::{pdf, tape};

use super::asking::done;
use super::board::{self, at_work};
use super::payment::{detail, offer};
use super::sheets::receipt_of;
use crate::desk::Written;
use crate::documents;
use crate::fault::Fault;
use crate::journal::Stored;
use crate::paper_source::document;
use crate::rpc::messages::*;
use crate::seat::Call;
use crate::site::Scope;
use crate::site::suspense;
use crate::views::receipts::{self, RegisterRow};

/// Receipts found are at most this many.
const MOST: usize = 50;

/// Looks receipts up, newest first.
///
/// # Errors
/// [`Fault::BadRequest`] for a date that is none; those of the store.
pub fn find_receipts(call: &Call<'_>, request: FindReceipts) -> Result<FoundReceipts, Fault> {
    let (from, to) = (date("from", request.from)?, date("to", request.to)?);
    let mut rows = call
        .station
        .views
        .read(|connection| receipts::search(connection, &request.text, from.as_deref(), to.as_deref(), MOST + 1))?;
    let more = rows.len() > MOST;
    rows.truncate(MOST);
    let zone = zone(call);
    let receipts = rows.into_iter().map(|row| found(row, zone)).collect();
    Ok(FoundReceipts { receipts, more })
}

fn date(field: &str, given: Option<String>) -> Result<Option<String>, Fault> {
    let Some(given) = given.filter(|text| !text.trim().is_empty()) else {
        return Ok(None);
    };
    match given.trim().parse::<NaiveDate>() {
        Ok(date) => Ok(Some(date.to_string())),
        Err(_) => Err(Fault::BadRequest {
            problem: format!("{field} '{given}' is not a date like 2026-11-21"),
        }),
    }
}

fn found(row: RegisterRow, zone: Tz) -> FoundReceipt {
    FoundReceipt {
        at: hour(DateTime::from_timestamp_millis(row.at).unwrap_or_default(), zone),
        number: row.number,
        business_date: row.business_date,
        cashier: row.cashier,
        payer: row.payer,
        summary: row.summary,
        total: row.total,
        void: row.void_seq.is_some(),
    }
}

pub(super) fn zone(call: &Call<'_>) -> Tz {
    business_day::zone(&call.station.configuration().site)
}

/// Local time `HH:MM`.
pub(super) fn hour(at: DateTime<chrono::Utc>, zone: Tz) -> String {
    business_day::local(at, zone).format("%H:%M").to_string()
}

/// A receipt's row, stored entry and content.
struct Looked {
    row: RegisterRow,
    stored: Stored,
    entry: Entry,
    receipt: Receipt,
}

fn look_up(call: &Call<'_>, number: &str) -> Result<Looked, Fault> {
    let number = number.trim().to_uppercase();
    let unknown = || Refusal::UnknownReceipt {
        receipt: number.clone(),
    };
    let row = call
        .station
        .views
        .read(|connection| receipts::by_number(connection, &number))?
        .ok_or_else(unknown)?;
    let stored = call.station.desk().stored(row.seq)?;
    let entry = stored.entry()?;
    let Body::Receipt(receipt) = &entry.body else {
        return Err(unknown().into());
    };
    let receipt = (**receipt).clone();
    Ok(Looked {
        row,
        stored,
        entry,
        receipt,
    })
}

/// One receipt, whole, with what became of it.
///
/// # Errors
/// [`Refusal::UnknownReceipt`], those of the store.
pub fn receipt(call: &Call<'_>, request: GetReceipt) -> Result<ReceiptView, Fault> {
    let Looked {
        row,
        stored,
        entry,
        receipt,
    } = look_up(call, &request.receipt)?;
    let zone = zone(call);
    let void = match row.void_seq {
        Some(seq) => Some(void_view(&call.station.desk().stored(seq)?.entry()?, zone)),
        None => None,
    };
    let session = call.station.desk().session(receipt.session)?.clone();
    let standing = session.receipt(&receipt.number)?;
    let mark = if void.is_some() {
        ReceiptMark::Void
    } else {
        ReceiptMark::Original
    };
    let document = document(&stored, &receipt, mark, zone)?;
    let (reversed, returned) = after_close(call, &receipt.number)?;
    let in_use = call.station.desk().held().in_use().map(|session| session.id) == Some(session.id);
    Ok(ReceiptView {
        number: receipt.number.clone(),
        session: receipt.session,
        business_date: row.business_date,
        at: hour(entry.at, zone),
        cashier: receipt.cashier.clone(),
        payer: receipt.payer.clone(),
        note: receipt.note.clone(),
        tenders: tender_views(&receipt, standing),
        total: receipt.total,
        change: receipt.change,
        seal: seal(&stored.hash),
        voidable: void.is_none() && in_use && session.phase == Phase::Open,
        void,
        copies: row.copies,
        tape: tape_lines(&tape::lines(&document, call.station.station_config()?.printer.columns)),
        print: call.station.printer.job_state_of(&receipt.number)?,
        reversed,
        returned,
        lines: receipt.lines,
    })
}

/// What became of a receipt after its close, as far as this workstation knows.
fn after_close(call: &Call<'_>, number: &str) -> Result<(bool, Vec<String>), Fault> {
    let Some(site) = call.station.whole_site() else {
        return Ok((false, Vec::new()));
    };
    let trace = match site.read(|inside| inside.trace(number)) {
        // A window may not have heard yet of what lies between.
        Err(_) if site.scope() == Scope::Accounts => return Ok((false, Vec::new())),
        trace => trace?,
    };
    let returned = trace.tenders.into_iter().filter_map(|tender| tender.returned);
    Ok((trace.reversed, returned.collect()))
}

fn tender_views(receipt: &Receipt, standing: &counterfoil_domain::session::SessionReceipt) -> Vec<TenderView> {
    let view = |(place, tender): (usize, &counterfoil_domain::receipt::Tender)| TenderView {
        tender: tender.code.clone(),
        name: tender.name.clone(),
        kind: tender.kind,
        amount: tender.amount,
        detail: detail(tender),
        reclassed: receipt
            .tenders
            .get(place)
            .is_some_and(|original| original.code != tender.code),
    };
    standing.tenders.iter().enumerate().map(view).collect()
}

fn void_view(entry: &Entry, zone: Tz) -> VoidView {
    let reason = match &entry.body {
        Body::ReceiptVoided(body) => body.reason.clone(),
        _ => String::new(),
    };
    VoidView {
        at: hour(entry.at, zone),
        reason,
        by: entry.actor.clone(),
        approved_by: entry.approval.as_ref().map(|approval| approval.name.clone()),
    }
}

/// Lines of a tape as the screens get them.
pub(super) fn tape_lines(lines: &[tape::TapeLine]) -> Vec<TapeLine> {
    lines
        .iter()
        .map(|line| TapeLine {
            text: line.text.clone(),
            bold: line.bold,
        })
        .collect()
}

/// A receipt that is to be voided or whose tender is to be moved: of the session in
/// use here, or at the closing desk of one that is named, whichever workstation holds it.
struct Changed {
    session: Option<Session>,
    date: Option<NaiveDate>,
    entry: Entry,
    receipt: Receipt,
}

impl Changed {
    fn of(call: &Call<'_>, session: Option<uuid::Uuid>, number: &str) -> Result<Changed, Fault> {
        let Some(id) = session else {
            let Looked { entry, receipt, .. } = look_up(call, number)?;
            return Ok(Changed {
                session: None,
                date: None,
                entry,
                receipt,
            });
        };
        let (session, date) = at_work(call, id)?;
        let number = number.trim().to_uppercase();
        let seq = session.receipt(&number)?.seq;
        call.station.site()?.read(|inside| {
            let entry = inside.stored(&session.station, seq)?.entry()?;
            Ok(Changed {
                receipt: receipt_of(inside, &session.station, seq)?,
                date: Some(date),
                entry,
                session: Some(session.clone()),
            })
        })
    }

    /// Without a session named, only the open drawer of whoever holds it: a window does not
    /// hear of the closing desk's word on a closed one.
    fn refuse_not_held(&self, in_use: Option<&Session>, user: &User) -> Result<(), Refusal> {
        match &self.session {
            None => drawer::held(in_use, user).map(|_| ()),
            Some(_) => Ok(()),
        }
    }

    /// The session that was named as it is now, with the desk held: nobody else writes in between.
    fn now(&self, call: &Call<'_>) -> Result<Option<Session>, Fault> {
        self.session
            .as_ref()
            .map(|session| board::now(call, session.id))
            .transpose()
    }

    /// Money that was placed on an account is not given back from the batch it came in with.
    fn refuse_placed(&self, call: &Call<'_>) -> Result<(), Fault> {
        if self.session.is_none() {
            return Ok(());
        }
        let number = &self.receipt.number;
        let placed = call
            .station
            .site()?
            .read(|inside| suspense::placed_of(&inside.connection, number))?;
        match placed {
            Some(line) => Err(Refusal::AlreadyPlaced {
                receipt: number.clone(),
                line,
            }
            .into()),
            None => Ok(()),
        }
    }
}

/// Voids a receipt of the open session, or at the closing desk of one that is named.
///
/// # Errors
/// Those of [`void`], [`Refusal::UnknownReceipt`], those of the store.
pub fn void_receipt(call: &Call<'_>, request: VoidReceipt) -> Result<Voided, Fault> {
    let second = call.second(request.consent.as_ref())?;
    let changed = Changed::of(call, request.session, &request.receipt)?;
    let written = call.write_dated(&request, changed.date, |desk, user| {
        let held = desk.held();
        changed.refuse_not_held(held.in_use(), user)?;
        changed.refuse_placed(call)?;
        let session = changed.now(call)?;
        Ok(void(
            &held.configuration,
            session.as_ref().or(held.in_use()),
            user,
            &changed.entry,
            &request.reason,
            second.as_ref(),
        )?)
    })?;
    let Body::ReceiptVoided(body) = &written.entry.body else {
        return Err(Refusal::RequestReused.into());
    };
    let cash = body
        .tenders
        .iter()
        .filter(|tender| tender.kind == TenderKind::Cash)
        .map(|tender| tender.amount);
    let cash_back = Cents::sum(cash)?;
    let others = body.tenders.iter().filter(|tender| tender.kind != TenderKind::Cash);
    Ok(Voided {
        receipt: body.receipt.clone(),
        cash_back,
        cash_back_in: count_out(cash_back, &call.station.configuration().denominations),
        hand_back: others
            .map(|tender| format!("{} {} {}", tender.name, detail(tender), tender.amount))
            .collect(),
    })
}

/// Moves a tender to another type.
///
/// # Errors
/// Those of [`reclass`], [`Refusal::UnknownReceipt`], those of the store.
pub fn reclass_tender(call: &Call<'_>, request: ReclassTender) -> Result<Done, Fault> {
    let second = call.second(request.consent.as_ref())?;
    let changed = Changed::of(call, request.session, &request.receipt)?;
    let configuration = call.station.configuration();
    let wanted = Reclass {
        receipt: changed.receipt.number.clone(),
        place: request.place,
        to: offer(call, &configuration, &request.to)?,
        reason: request.reason.clone(),
    };
    let written = call.write_dated(&request, changed.date, |desk, user| {
        let held = desk.held();
        changed.refuse_not_held(held.in_use(), user)?;
        let session = changed.now(call)?;
        Ok(reclass(
            &held.configuration,
            session.as_ref().or(held.in_use()),
            user,
            changed.receipt.language,
            &wanted,
            second.as_ref(),
        )?)
    })?;
    Ok(done(&written))
}

/// Prints a receipt again: journaled first, then queued.
///
/// # Errors
/// [`Refusal::UnknownReceipt`], those of the store.
pub fn reprint_receipt(call: &Call<'_>, request: ReprintReceipt) -> Result<Reprinted, Fault> {
    let written = journal_copy(call, &request)?;
    let Body::ReceiptReprinted(body) = written.entry.body else {
        return Err(Refusal::RequestReused.into());
    };
    Ok(Reprinted {
        receipt: body.receipt,
        copy: body.copy,
    })
}

fn journal_copy(call: &Call<'_>, request: &ReprintReceipt) -> Result<Written, Fault> {
    let row = look_up(call, &request.receipt)?.row;
    let body = ReceiptReprinted {
        receipt: row.number,
        copy: row.copies + 1,
    };
    call.write(request, |_, _| Ok(Decision::plain(Body::ReceiptReprinted(body))))
}

/// Writes a receipt as PDF, marked COPY: journaled first.
///
/// # Errors
/// As [`reprint_receipt`], and those of the file system.
pub fn receipt_pdf(call: &Call<'_>, request: ReprintReceipt) -> Result<WrittenDocument, Fault> {
    let written = journal_copy(call, &request)?;
    let Body::ReceiptReprinted(body) = &written.entry.body else {
        return Err(Refusal::RequestReused.into());
    };
    let Looked { stored, receipt, .. } = look_up(call, &body.receipt)?;
    let document = document(&stored, &receipt, ReceiptMark::Copy(body.copy), zone(call))?;
    let name = format!("receipt-{}-copy-{}.pdf", body.receipt, body.copy);
    let path = documents::write(call.station.folder(), &name, &pdf::receipt(&document))?;
    Ok(WrittenDocument { path })
}

/// The session that the caller means: the one named, or the one in use.
pub(super) fn meant(call: &Call<'_>, session: Option<uuid::Uuid>) -> Result<Option<Session>, Fault> {
    let mut desk = call.station.desk();
    match session {
        Some(id) => Ok(Some(desk.session(id)?.clone())),
        None => Ok(desk.held().in_use().cloned()),
    }
}
