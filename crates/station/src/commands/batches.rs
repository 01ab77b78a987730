//! Batches: mail, files of payments, turn-ins; and the money of theirs in suspense.

use chrono::NaiveDate;
use counterfoil_domain::batch::{self, Control, FileItem, TakenIn, TurnInRequest};
use counterfoil_domain::check::TenderOffer;
use counterfoil_domain::config::{BatchKind, Configuration};
use counterfoil_domain::entry::{BatchFile, BatchOpened, Body, hex};
use counterfoil_domain::money::Cents;
use counterfoil_domain::payment::{Facts, LineRequest, SUSPENSE_CODE};
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::session::{Phase, Session};
use counterfoil_domain::suspense as placing;
use counterfoil_formats::batch_file::{self, BatchItem};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::asking::done;
use super::board::row;
use super::payment::{LookedUp, detail, line, offer, wanted};
use super::sheets::receipt_of;
use crate::desk::{Desk, Written};
use crate::fault::Fault;
use crate::rpc::messages::*;
use crate::seat::Call;
use crate::site::{Inside, deposits, rows, suspense as held};
use crate::views::receipts::summary;

/// Batches that are listed at most.
const LISTED: usize = 40;

/// What the batches' screens begin with.
///
/// # Errors
/// [`Refusal::NotClosingDesk`], those of the store.
pub fn batches(call: &Call<'_>, _request: Nothing) -> Result<BatchesView, Fault> {
    let configuration = call.station.configuration();
    let user = call.user()?;
    let today = today(call);
    let kept = call
        .station
        .site()?
        .read(|inside| rows::batches(&inside.connection, LISTED))?;
    Ok(BatchesView {
        business_date: today.to_string(),
        layouts: configuration
            .batch_layouts
            .iter()
            .map(|layout| LayoutView {
                code: layout.code.clone(),
                name: layout.name.clone(),
                kind: layout.kind,
            })
            .collect(),
        departments: configuration
            .departments
            .iter()
            .map(|one| (one.code.clone(), one.name.clone()))
            .collect(),
        suspense: configuration.suspense.is_some(),
        batches: kept
            .iter()
            .map(|kept| row(&configuration, kept, kept.row.business_date, &user))
            .collect::<Result<_, Fault>>()?,
    })
}

fn today(call: &Call<'_>) -> NaiveDate {
    call.station.desk().held().today(call.station.clock().now())
}

/// What the next batch of a kind is called: `Mail batch 2`.
fn next_name(call: &Call<'_>, kind: BatchKind, what: &str, date: NaiveDate) -> Result<String, Fault> {
    let before = call
        .station
        .site()?
        .read(|inside| rows::batches_of_kind(&inside.connection, date, kind))?;
    Ok(format!("{what} {}", before + 1))
}

/// Opens a batch of mail with its control figures.
///
/// # Errors
/// Those of [`batch::open_mail`], [`Refusal::NotClosingDesk`], those of the store.
pub fn open_batch(call: &Call<'_>, request: OpenBatch) -> Result<BatchOpenedView, Fault> {
    let second = call.second(request.consent.as_ref())?;
    let control = request
        .control
        .iter()
        .map(control)
        .collect::<Result<Vec<_>, Refusal>>()?;
    let name = next_name(call, BatchKind::Mail, "Mail batch", today(call))?;
    let written = call.write(&request, |desk, user| {
        let configuration = &desk.held().configuration;
        let id = Uuid::new_v4();
        Ok(batch::open_mail(
            configuration,
            id,
            &name,
            user,
            control,
            second.as_ref(),
        )?)
    })?;
    let opened = opened(&written)?;
    Ok(BatchOpenedView {
        session: opened.session,
        name: opened.name.clone(),
        repeated: written.repeated,
    })
}

/// The batch that an entry opened.
fn opened(written: &Written) -> Result<&BatchOpened, Fault> {
    match &written.entry.body {
        Body::BatchOpened(opened) => Ok(opened),
        _ => Err(Refusal::RequestReused.into()),
    }
}

fn control(typed: &TypedControl) -> Result<Control, Refusal> {
    let total = typed.total.as_deref().filter(|text| !text.trim().is_empty());
    Ok(Control {
        tender: typed.tender.clone(),
        items: typed.items,
        total: total.map(|text| Cents::parse(&typed.tender, text)).transpose()?,
        cash: typed.cash.clone(),
    })
}

/// A batch as it is keyed.
///
/// # Errors
/// [`Refusal::UnknownSession`], [`Refusal::NotClosingDesk`], those of the store.
pub fn batch(call: &Call<'_>, request: GetSession) -> Result<BatchView, Fault> {
    let configuration = call.station.configuration();
    call.station.site()?.read(|inside| {
        let session = inside.session(request.session)?;
        let batch = session.batch().ok_or(Refusal::UnknownSession)?;
        let mut items = Vec::with_capacity(session.receipts.len());
        for standing in session.receipts.iter().rev() {
            let receipt = receipt_of(inside, &session.station, standing.seq)?;
            let held = receipt.lines.iter().find(|line| line.code == SUSPENSE_CODE);
            let account = receipt.lines.iter().find_map(|line| line.account.clone());
            let details: Vec<String> = standing.tenders.iter().map(detail).collect();
            items.push(BatchItemView {
                receipt: standing.number.clone(),
                what: match (held, account) {
                    (Some(line), _) => line.description.clone(),
                    (None, Some(account)) => format!("{account} · {}", summary(&receipt)),
                    (None, None) => summary(&receipt),
                },
                payer: standing.payer.clone(),
                detail: details.join(", "),
                total: standing.total,
                void: standing.void,
                suspense: held.is_some(),
            });
        }
        let mut tenders = Vec::new();
        let mut difference = Cents::ZERO;
        for line in batch::against_control(&configuration, &session)? {
            let figure = batch.control.iter().find(|figure| figure.tender == line.tender);
            if figure.is_none() && line.items == 0 {
                continue;
            }
            difference = difference.plus(line.expected.minus(line.counted)?)?;
            tenders.push(ControlLine {
                control_items: figure.map_or(0, |figure| figure.items),
                control_total: line.counted,
                items: line.items,
                total: line.expected,
                tender: line.tender,
            });
        }
        Ok(BatchView {
            session: session.id,
            name: session.drawer.clone(),
            kind: batch.kind,
            open: session.phase != Phase::Closed && session.approved.is_none(),
            business_date: session.business_date.to_string(),
            opened_by: batch.opened_by.iter().map(|person| person.1.clone()).collect(),
            agrees: batch::disagreements(&configuration, &session)?.is_empty(),
            tenders,
            items,
            difference,
        })
    })
}

/// Closes a batch.
///
/// # Errors
/// Those of [`batch::close`], [`Refusal::UnknownSession`], those of the store.
pub fn close_batch(call: &Call<'_>, request: CloseBatch) -> Result<Done, Fault> {
    call.station.site()?;
    let second = call.second(request.consent.as_ref())?;
    let written = call.write(&request, |desk, user| {
        let session = desk.session(request.session)?.clone();
        let configuration = &desk.held().configuration;
        let reason = request.reason.as_deref();
        Ok(batch::close(configuration, &session, user, reason, second.as_ref())?)
    })?;
    Ok(done(&written))
}

/// A file of payments, read.
struct ReadFile {
    file: BatchFile,
    items: Vec<BatchItem>,
    total: Cents,
    name: String,
}

fn read_file(call: &Call<'_>, configuration: &Configuration, request: &TakeInFile) -> Result<ReadFile, Fault> {
    let layout = configuration.batch_layout(&request.layout)?;
    let read = batch_file::read(request.content.as_bytes(), layout)?;
    let file_name = request.name.rsplit(['/', '\\']).next().unwrap_or_default();
    let file = BatchFile {
        name: counterfoil_domain::text::clean("file", file_name, counterfoil_domain::text::NOTE_LENGTH)?,
        id: read.id,
        digest: hex(&Sha256::digest(request.content.as_bytes())),
        layout: layout.code.clone(),
    };
    let name = match read.date {
        Some(date) => format!("{} {}", layout.name, date.format("%-d %b")),
        None => next_name(call, layout.kind, &layout.name, today(call))?,
    };
    Ok(ReadFile {
        file,
        items: read.items,
        total: read.total,
        name,
    })
}

/// What a file of payments becomes, decided on the desk as it stands.
fn taken_in(
    call: &Call<'_>,
    desk: &Desk,
    configuration: &Configuration,
    user: &counterfoil_domain::config::User,
    read: &ReadFile,
) -> Result<TakenIn, Fault> {
    let before = call
        .station
        .site()?
        .read(|inside| deposits::file(&inside.connection, &read.file.digest, &read.file.layout, &read.file.id))?;
    if let Some((name, date)) = before {
        return Err(Refusal::FileTakenInBefore { name, date }.into());
    }
    let layout = configuration.batch_layout(&read.file.layout)?;
    let items = read
        .items
        .iter()
        .map(|item| file_item(call, configuration, &layout.tender, item))
        .collect::<Result<Vec<_>, Fault>>()?;
    let lines: Vec<LineRequest> = items.iter().map(on_account).collect();
    let looked_up = LookedUp::gather(call, desk, &lines, &[])?;
    let facts = looked_up.facts(desk, configuration, user, None);
    let now = call.station.clock().now();
    let when = (now, desk.held().today(now));
    Ok(batch::take_in(
        &facts,
        Uuid::new_v4(),
        &read.name,
        when,
        desk.head().grand_total.count + 1,
        (layout, read.file.clone()),
        &items,
    )?)
}

fn on_account(item: &FileItem) -> LineRequest {
    LineRequest::Account {
        account: item.account.clone(),
        charges: Vec::new(),
        amount: Some(item.tender.amount),
        seen_due: None,
    }
}

/// An item of a file, as the domain takes it: account numbers of checks as tokens.
fn file_item(
    call: &Call<'_>,
    configuration: &Configuration,
    tender: &str,
    item: &BatchItem,
) -> Result<FileItem, Fault> {
    let typed = PaymentTender {
        tender: item.tender.clone().unwrap_or_else(|| tender.to_owned()),
        amount: item.amount.to_string(),
        routing: item.routing.clone(),
        account: item.check_account.clone(),
        number: item.check_number.clone(),
        brand: item.brand.clone(),
        last_four: item.last_four.clone(),
        approval: item.approval.clone(),
        ..PaymentTender::default()
    };
    let offer: TenderOffer = offer(call, configuration, &typed)?;
    Ok(FileItem {
        line: item.line,
        account: item.account.clone(),
        tender: offer,
        payer: item.payer.clone(),
        reference: item.reference.clone(),
    })
}

/// Looks at a file of payments without taking it in.
///
/// # Errors
/// Those of [`take_in_file`]; nothing is written.
pub fn preview_file(call: &Call<'_>, request: TakeInFile) -> Result<FileView, Fault> {
    let configuration = call.station.configuration();
    let user = call.user()?;
    let read = read_file(call, &configuration, &request)?;
    let taken = taken_in(call, &call.station.desk(), &configuration, &user, &read)?;
    Ok(file_view(&read, &taken))
}

fn file_view(read: &ReadFile, taken: &TakenIn) -> FileView {
    FileView {
        name: read.name.clone(),
        items: u32::try_from(read.items.len()).unwrap_or(u32::MAX),
        total: read.total,
        suspense: taken
            .suspense
            .iter()
            .map(|(line, account, amount, why)| FileSuspense {
                line: *line,
                account: account.clone(),
                amount: *amount,
                why: why.clone(),
            })
            .collect(),
        session: None,
        first_receipt: None,
        last_receipt: None,
        repeated: false,
    }
}

/// Takes a file of payments in, all of it or nothing.
///
/// # Errors
/// Those of [`batch_file::read`] and [`batch::take_in`], [`Refusal::UnknownLayout`],
/// [`Refusal::FileTakenInBefore`], [`Refusal::NotClosingDesk`], those of the store.
pub fn take_in_file(call: &Call<'_>, request: TakeInFile) -> Result<FileView, Fault> {
    let configuration = call.station.configuration();
    let read = read_file(call, &configuration, &request)?;
    let mut view = None;
    let written = call.write_all(&request, None, |desk, user| {
        let taken = taken_in(call, desk, &configuration, user, &read)?;
        view = Some(file_view(&read, &taken));
        Ok(taken.decisions)
    })?;
    let opened = opened(&written)?;
    let site = call.station.site()?;
    let session = site.read(|inside| inside.session(opened.session))?;
    let mut view = match view {
        Some(view) => view,
        // A repeat: the answer is made from what was written.
        None => {
            let suspense = site.read(|inside| in_suspense(inside, &session, &read.items))?;
            let name = opened.name.clone();
            let decisions = Vec::new();
            file_view(&ReadFile { name, ..read }, &TakenIn { decisions, suspense })
        }
    };
    view.session = Some(opened.session);
    view.first_receipt = session.receipts.first().map(|receipt| receipt.number.clone());
    view.last_receipt = session.receipts.last().map(|receipt| receipt.number.clone());
    view.repeated = written.repeated;
    Ok(view)
}

/// What of a file stands in suspense, by the receipts that its items became, one each.
fn in_suspense(
    inside: &Inside,
    session: &Session,
    items: &[BatchItem],
) -> Result<Vec<(u64, String, Cents, String)>, Fault> {
    let mut found = Vec::new();
    for (item, standing) in items.iter().zip(&session.receipts) {
        let receipt = receipt_of(inside, &session.station, standing.seq)?;
        let held = receipt.lines.into_iter().filter(|line| line.code == SUSPENSE_CODE);
        found.extend(held.map(|line| {
            let why = held::why(&line.description).to_owned();
            (item.line, item.account.clone(), line.amount, why)
        }));
    }
    Ok(found)
}

/// Takes a department's turn-in.
///
/// # Errors
/// Those of [`batch::take_turn_in`], [`Refusal::NotClosingDesk`], those of the store.
pub fn take_turn_in(call: &Call<'_>, request: TakeTurnIn) -> Result<TurnInTaken, Fault> {
    let configuration = call.station.configuration();
    let payment = Payment {
        lines: request.lines.clone(),
        tenders: request.tenders.clone(),
        ..Payment::default()
    };
    let turn_in = TurnInRequest {
        department: request.department.clone(),
        transmittal: request.transmittal.clone(),
        brought_by: request.brought_by.clone(),
        total: Cents::parse("total", &request.total)?,
        payment: wanted(call, &configuration, &payment)?,
        cash: request.cash.clone(),
        cash_again: request.cash_again.clone(),
    };
    let name = next_name(call, BatchKind::TurnIn, "Turn-in", today(call))?;
    let site = call.station.site()?;
    let written = call.write_all(&request, None, |desk, user| {
        let before =
            site.read(|inside| deposits::turn_in(&inside.connection, &request.department, &request.transmittal))?;
        if let Some((name, date)) = before {
            return Err(Refusal::TransmittalTakenBefore {
                transmittal: request.transmittal.trim().to_owned(),
                name,
                date,
            }
            .into());
        }
        let looked_up = LookedUp::gather(call, desk, &turn_in.payment.lines, &turn_in.payment.tenders)?;
        let facts = looked_up.facts(desk, &configuration, user, None);
        let facts = Facts { session: None, ..facts };
        let now = call.station.clock().now();
        let when = (now, desk.held().today(now));
        Ok(batch::take_turn_in(&facts, Uuid::new_v4(), &name, when, &turn_in)?)
    })?;
    let opened = opened(&written)?;
    let session = call.station.site()?.read(|inside| inside.session(opened.session))?;
    let receipt = session.receipts.first().ok_or(Refusal::UnknownSession)?;
    Ok(TurnInTaken {
        session: opened.session,
        name: opened.name.clone(),
        receipt: receipt.number.clone(),
        total: receipt.total,
        repeated: written.repeated,
    })
}

/// Money that stands in suspense.
///
/// # Errors
/// [`Refusal::NotClosingDesk`], those of the store.
pub fn suspense(call: &Call<'_>, _request: Nothing) -> Result<SuspenseView, Fault> {
    let rows = call.station.site()?.read(|inside| held::standing(&inside.connection))?;
    Ok(SuspenseView {
        total: Cents::sum(rows.iter().map(|row| row.amount))?,
        items: rows
            .into_iter()
            .map(|row| SuspenseItem {
                receipt: row.receipt,
                line: row.line,
                business_date: row.business_date,
                amount: row.amount,
                payer: row.payer,
                reference: row.reference,
                why: row.why,
            })
            .collect(),
    })
}

/// Places money that stands in suspense.
///
/// # Errors
/// Those of [`placing::place`], [`Refusal::NotInSuspense`], [`Refusal::NotClosingDesk`], those of the store.
pub fn place_suspense(call: &Call<'_>, request: PlaceSuspense) -> Result<Done, Fault> {
    let configuration = call.station.configuration();
    let second = call.second(request.consent.as_ref())?;
    let to = line(&request.to)?;
    let number = request.receipt.trim().to_uppercase();
    let site = call.station.site()?;
    call.station.take_in_left()?;
    let written = call.write(&request, |desk, user| {
        let trace = site.read(|inside| {
            held::get(&inside.connection, &number, request.line)?.ok_or_else(|| Refusal::NotInSuspense {
                receipt: number.clone(),
                line: request.line,
            })?;
            inside.trace(&number)
        })?;
        let looked_up = LookedUp::gather(call, desk, std::slice::from_ref(&to), &[])?;
        let facts = looked_up.facts(desk, &configuration, user, second.as_ref());
        let facts = Facts { session: None, ..facts };
        Ok(placing::place(
            &facts,
            user,
            (&trace, request.line),
            to,
            &request.reason,
        )?)
    })?;
    Ok(done(&written))
}
