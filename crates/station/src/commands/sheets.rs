//! A drawer's or batch's sheet, and where to look when it does not agree.

use counterfoil_domain::business_day;
use counterfoil_domain::config::Configuration;
use counterfoil_domain::discrepancy::{self, CheckMatch, Finding, Mend, Suspect};
use counterfoil_domain::drawer::outside_tolerance;
use counterfoil_domain::entry::{Body, CountedItem};
use counterfoil_domain::money::Cents;
use counterfoil_domain::payment::SUSPENSE_CODE;
use counterfoil_domain::receipt::Receipt;
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::session::{Event, EventKind, Session};

use super::board::{control, row, work_date};
use super::payment::detail;
use super::receipts::{hour, zone};
use crate::fault::Fault;
use crate::rpc::messages::*;
use crate::seat::Call;
use crate::site::{Inside, rows};
use crate::views::receipts::summary;

/// A drawer's or batch's sheet.
///
/// # Errors
/// [`Refusal::NotClosingDesk`], [`Refusal::UnknownSession`], those of the store.
pub fn session_sheet(call: &Call<'_>, request: GetSession) -> Result<SessionSheet, Fault> {
    let configuration = call.station.configuration();
    let user = call.user()?;
    let zone = zone(call);
    call.station.take_in_left()?;
    let today = call.station.desk().held().today(call.station.clock().now());
    call.station.site()?.read(|inside| {
        let kept = rows::get(&inside.connection, request.session)?.ok_or(Refusal::UnknownSession)?;
        let session = inside.session(request.session)?;
        let date = work_date(inside, &session, today)?;
        let at = |at| business_day::local(at, zone).format("%H:%M").to_string();
        let close_reason = session.events.iter().rev().find_map(|event| match &event.what {
            EventKind::Close { reason } => reason.clone(),
            _ => None,
        });
        let reason_needed = session.closed_by.is_some()
            && !outside_tolerance(&configuration, &session.figures(&configuration)?)?.is_empty();
        Ok(SessionSheet {
            row: row(&configuration, &kept, date, &user)?,
            float: session.float_total,
            opened_at: at(session.opened_at),
            closed_at: session.closed_at.map(at),
            receipts: receipts(inside, &session, zone)?,
            events: session
                .events
                .iter()
                .map(|event| event_view(&configuration, event, zone))
                .collect(),
            counts: session
                .counts
                .iter()
                .map(|count| CommittedCount {
                    at: at(count.at),
                    tenders: count.tenders.clone(),
                })
                .collect(),
            tape: tape(&configuration, &session),
            control: control(&configuration, &session)?,
            reason_needed,
            close_reason: close_reason.or(kept.reason),
        })
    })
}

/// The receipts of a session, each with its items from its own entry.
fn receipts(inside: &Inside, session: &Session, zone: chrono_tz::Tz) -> Result<Vec<SheetReceipt>, Fault> {
    let view = |standing: &counterfoil_domain::session::SessionReceipt| {
        let receipt = receipt_of(inside, &session.station, standing.seq)?;
        Ok(SheetReceipt {
            number: standing.number.clone(),
            at: hour(standing.at, zone),
            payer: standing.payer.clone(),
            summary: summary(&receipt),
            tenders: standing
                .tenders
                .iter()
                .map(|tender| SheetTender {
                    tender: tender.code.clone(),
                    amount: tender.amount,
                    detail: detail(tender),
                })
                .collect(),
            total: standing.total,
            void: standing.void,
            suspense: receipt.lines.iter().any(|line| line.code == SUSPENSE_CODE),
        })
    };
    session.receipts.iter().map(view).collect()
}

/// A receipt by its entry.
pub(super) fn receipt_of(inside: &Inside, station: &str, seq: u64) -> Result<Receipt, Fault> {
    match inside.stored(station, seq)?.entry()?.body {
        Body::Receipt(receipt) => Ok(*receipt),
        other => Err(Fault::JournalDamaged {
            problem: format!("entry {seq} of {station} is of kind {}, not a receipt", other.kind()),
        }),
    }
}

fn event_view(configuration: &Configuration, event: &Event, zone: chrono_tz::Tz) -> SheetEvent {
    let mut view = SheetEvent {
        what: String::new(),
        at: hour(event.at, zone),
        by: person(configuration, &event.by),
        with: event.with.clone(),
        amount: None,
        receipt: None,
        reason: None,
    };
    let differs = |counted: &Cents, expected: &Cents| counted.minus(*expected).ok();
    let what = match &event.what {
        EventKind::Checkpoint { expected, counted } => {
            view.amount = differs(counted, expected);
            "checkpoint"
        }
        EventKind::PickUp(total) => {
            view.amount = Some(total.negated());
            "pick_up"
        }
        EventKind::ChangeOrder(net) => {
            view.amount = Some(*net);
            "change_order"
        }
        EventKind::HandOver { to, expected, counted } => {
            view.amount = differs(counted, expected);
            view.reason = Some(to.clone());
            "hand_over"
        }
        EventKind::NoSale { reason } => {
            view.reason = Some(reason.clone());
            "no_sale"
        }
        EventKind::Void {
            receipt, reason, total, ..
        } => {
            view.amount = Some(total.negated());
            view.receipt = Some(receipt.clone());
            view.reason = Some(reason.clone());
            "void"
        }
        EventKind::Reclass {
            receipt,
            from,
            to,
            amount,
            reason,
        } => {
            view.amount = Some(*amount);
            view.receipt = Some(receipt.clone());
            let name = |code| configuration.tender_name(code);
            view.reason = Some(format!("{} → {}: {reason}", name(from), name(to)));
            "reclass"
        }
        EventKind::Recount { reason } => {
            view.reason = Some(reason.clone());
            "recount"
        }
        EventKind::Close { reason } => {
            view.reason.clone_from(reason);
            "close"
        }
        EventKind::CountInPlace { by, reason } => {
            view.by.clone_from(by);
            view.reason.clone_from(reason);
            "count_in_place"
        }
        EventKind::SentBack { reason } => {
            view.reason = Some(reason.clone());
            "sent_back"
        }
        EventKind::Approve { reason } => {
            view.reason.clone_from(reason);
            "approve"
        }
    };
    view.what = what.to_owned();
    view
}

/// Someone's name; their user id where the configuration no longer has them.
fn person(configuration: &Configuration, id: &str) -> String {
    let known = configuration.users.iter().find(|user| user.id == id);
    known.map_or(id, |user| &user.name).to_owned()
}

/// The tape with what the last count found; behind it what no receipt has.
fn tape(configuration: &Configuration, session: &Session) -> Vec<SheetPiece> {
    let counted = session.counts.last();
    let items: &[CountedItem] = counted.map(|count| count.items.as_slice()).unwrap_or_default();
    let mut pieces: Vec<SheetPiece> = session
        .tape(configuration)
        .map(|piece| {
            let of = (piece.receipt.number.clone(), piece.place);
            let item = items.iter().find(|item| item.of.as_ref() == Some(&of));
            let check = piece.tender.check.as_ref().and_then(|check| check.number.clone());
            SheetPiece {
                tender: piece.tender.code.clone(),
                receipt: Some(of.0),
                place: of.1,
                number: check.or_else(|| piece.tender.reference.clone()),
                recorded: piece.tender.amount,
                found: item.and_then(|item| item.found),
                counted: item.is_some(),
            }
        })
        .collect();
    pieces.extend(items.iter().filter(|item| item.of.is_none()).map(|item| SheetPiece {
        tender: item.tender.clone(),
        receipt: None,
        place: 0,
        number: item.number.clone(),
        recorded: item.recorded,
        found: item.found,
        counted: true,
    }));
    pieces
}

/// Where to look when a session does not agree, likeliest first.
///
/// # Errors
/// [`Refusal::NotClosingDesk`], [`Refusal::UnknownSession`], those of the store.
pub fn suspects(call: &Call<'_>, request: GetSession) -> Result<SuspectsView, Fault> {
    let configuration = call.station.configuration();
    let zone = zone(call);
    call.station.take_in_left()?;
    call.station.site()?.read(|inside| {
        let session = inside.session(request.session)?;
        let others = rows::of_date(&inside.connection, session.business_date)?
            .into_iter()
            .filter(|kept| kept.row.session != session.id && kept.row.is_counted())
            .map(|kept| inside.session(kept.row.session))
            .collect::<Result<Vec<Session>, Fault>>()?;
        let beside: Vec<&Session> = others.iter().collect();
        let mut lines = discrepancy::Lines::new();
        for receipt in &session.receipts {
            let body = receipt_of(inside, &session.station, receipt.seq)?;
            lines.insert(receipt.number.clone(), body.lines);
        }
        let search = discrepancy::search_with_lines(&configuration, &session, &beside, &lines)?;
        let receipts = u32::try_from(session.receipts.len()).unwrap_or(u32::MAX);
        let narrowed = search.narrowed.as_ref();
        let narrowing = narrowed.and_then(|narrowed| narrowed.agreed.as_ref().or(narrowed.already_off.as_ref()));
        Ok(SuspectsView {
            session: session.id,
            narrowed_at: narrowing.map(|count| hour(count.at, zone)),
            narrowed_agreed: narrowed.is_some_and(|narrowed| narrowed.agreed.is_some()),
            searched: narrowed.map_or(receipts, |narrowed| narrowed.receipts),
            receipts,
            differences: search
                .differences
                .iter()
                .map(|line| TenderDifference {
                    tender: line.tender.clone(),
                    difference: line.difference,
                })
                .collect(),
            suspects: search.suspects.iter().map(suspect_view).collect(),
            pieces: search.checks.iter().map(piece_view).collect(),
        })
    })
}

fn suspect_view(suspect: &Suspect) -> SuspectView {
    let mut facts = serde_json::to_value(&suspect.pattern).unwrap_or_default();
    let pattern = facts.as_object_mut().and_then(|fields| fields.remove("pattern"));
    SuspectView {
        pattern: pattern
            .and_then(|code| code.as_str().map(str::to_owned))
            .unwrap_or_default(),
        facts,
        tender: suspect.tender.clone(),
        names: suspect.items.iter().map(|item| item.receipt.clone()).collect(),
        explains: suspect.explains,
        says: suspect.sentence(),
        mend: match &suspect.mend {
            Mend::Reclass { receipt, place, to } => MendView::Reclass {
                receipt: receipt.clone(),
                place: *place,
                to: to.clone(),
            },
            Mend::Void { receipt } => MendView::Void {
                receipt: receipt.clone(),
            },
            Mend::Recount { tender } => MendView::Recount { tender: tender.clone() },
            Mend::Look => MendView::Look,
        },
    }
}

fn piece_view(piece: &CheckMatch) -> PieceMatch {
    let what = match piece.finding {
        Finding::Missing => "missing",
        Finding::Extra => "extra",
        Finding::Misread => "misread",
        Finding::Same => "same",
    };
    PieceMatch {
        what: what.to_owned(),
        tender: piece.tender.clone(),
        receipt: piece.of.as_ref().map(|of| of.0.clone()),
        number: piece.number.clone().or_else(|| piece.found_number.clone()),
        recorded: piece.recorded,
        found: piece.found,
    }
}
