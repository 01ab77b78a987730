//! The drawer: opening it, moving cash, counting, closing, and what of it the
//! caller may see.

use counterfoil_domain::business_day;
use counterfoil_domain::documents::balancing_sheet as sheet_of;
use counterfoil_domain::drawer::{self as rules, FoundInDrawer, HandOverCounts, Ticked};
use counterfoil_domain::entry::seal;
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::rights::{Right, allows};
use counterfoil_domain::session::{Event, EventKind, Phase, Session};
use counterfoil_paper::pdf;
use uuid::Uuid;

use super::asking::done;
use super::receipts::{hour, meant, zone};
use super::state::brief;
use crate::documents;
use crate::fault::Fault;
use crate::rpc::messages::*;
use crate::seat::Call;
use crate::views::sessions;

/// Closed sessions listed are at most this many.
const RECENT: usize = 10;

/// Opens the drawer on a counted and accepted float.
///
/// # Errors
/// Those of [`rules::open`], those of the store.
pub fn open_drawer(call: &Call<'_>, request: OpenDrawer) -> Result<Done, Fault> {
    let here = call.station.station_config()?;
    let written = call.write(&request, |desk, user| {
        let held = desk.held();
        Ok(rules::open(
            &held.configuration,
            &here,
            held.in_use(),
            user,
            Uuid::new_v4(),
            request.float.clone(),
        )?)
    })?;
    Ok(done(&written))
}

/// Counts the cash in the middle of the day.
///
/// # Errors
/// Those of [`rules::checkpoint`], those of the store.
pub fn checkpoint_count(call: &Call<'_>, request: CheckpointCount) -> Result<Done, Fault> {
    let written = call.write(&request, |desk, user| {
        let held = desk.held();
        Ok(rules::checkpoint(
            &held.configuration,
            held.in_use(),
            user,
            request.cash.clone(),
        )?)
    })?;
    Ok(done(&written))
}

/// Takes cash to the vault.
///
/// # Errors
/// Those of [`rules::pick_up`], those of the store.
pub fn pick_up(call: &Call<'_>, request: PickUp) -> Result<Done, Fault> {
    let second = call.second(request.consent.as_ref())?;
    let written = call.write(&request, |desk, user| {
        let held = desk.held();
        Ok(rules::pick_up(
            &held.configuration,
            held.in_use(),
            user,
            request.cash.clone(),
            second.as_ref(),
        )?)
    })?;
    Ok(done(&written))
}

/// Exchanges cash with the vault.
///
/// # Errors
/// Those of [`rules::change_order`], those of the store.
pub fn change_order(call: &Call<'_>, request: ChangeOrder) -> Result<Done, Fault> {
    let second = call.second(request.consent.as_ref())?;
    let written = call.write(&request, |desk, user| {
        let held = desk.held();
        let (received, given) = (request.received.clone(), request.given.clone());
        Ok(rules::change_order(
            &held.configuration,
            held.in_use(),
            user,
            received,
            given,
            second.as_ref(),
        )?)
    })?;
    Ok(done(&written))
}

/// Hands the drawer to another cashier.
///
/// # Errors
/// Those of [`rules::hand_over`], those of the store.
pub fn hand_over(call: &Call<'_>, request: HandOver) -> Result<Done, Fault> {
    let incoming = call.second(request.consent.as_ref())?;
    let counts = HandOverCounts {
        cash: request.cash.clone(),
        cash_again: request.cash_again.clone(),
        items: request.items,
        items_again: request.items_again,
    };
    let written = call.write(&request, |desk, user| {
        let held = desk.held();
        Ok(rules::hand_over(
            &held.configuration,
            held.in_use(),
            user,
            counts,
            incoming.as_ref(),
        )?)
    })?;
    Ok(done(&written))
}

/// Opens the drawer without a sale.
///
/// # Errors
/// Those of [`rules::no_sale`], those of the store.
pub fn no_sale(call: &Call<'_>, request: NoSaleOpening) -> Result<Done, Fault> {
    let second = call.second(request.consent.as_ref())?;
    let written = call.write(&request, |desk, user| {
        let held = desk.held();
        Ok(rules::no_sale(
            &held.configuration,
            held.in_use(),
            user,
            &request.reason,
            second.as_ref(),
        )?)
    })?;
    Ok(done(&written))
}

/// Begins the count for the close.
///
/// # Errors
/// Those of [`rules::start_count`], those of the store.
pub fn start_count(call: &Call<'_>, request: StartCount) -> Result<Done, Fault> {
    let written = call.write(&request, |desk, user| {
        Ok(rules::start_count(desk.held().in_use(), user)?)
    })?;
    Ok(done(&written))
}

/// Commits a count for the close; the reply shows what it came to.
///
/// # Errors
/// Those of [`rules::count`], those of the store.
pub fn record_count(call: &Call<'_>, request: RecordCount) -> Result<DrawerView, Fault> {
    let found = found(&request)?;
    let written = call.write(&request, |desk, user| {
        let held = desk.held();
        Ok(rules::count(&held.configuration, held.in_use(), user, found)?)
    })?;
    drawer(
        call,
        GetDrawer {
            session: written.entry.body.session(),
        },
    )
}

/// What was typed of a count, as the domain takes it.
fn found(request: &RecordCount) -> Result<FoundInDrawer, Refusal> {
    let tick = |item: &TickedItem| {
        let found = match (item.present, &item.amount) {
            (false, _) => Ticked::Missing,
            (true, None) => Ticked::Agreed,
            (true, Some(amount)) => Ticked::Reads(Cents::parse(&item.receipt, amount)?),
        };
        Ok((item.receipt.clone(), item.tender, found))
    };
    let extra = |item: &ExtraItem| {
        let amount = Cents::parse(&item.tender, &item.amount)?;
        Ok((item.tender.clone(), amount, item.number.clone()))
    };
    let total = |total: &TypedTotal| Ok((total.tender.clone(), Cents::parse(&total.tender, &total.amount)?));
    Ok(FoundInDrawer {
        cash: request.cash.clone(),
        tape: request.tape.iter().map(tick).collect::<Result<_, Refusal>>()?,
        extra: request.extra.iter().map(extra).collect::<Result<_, Refusal>>()?,
        totals: request.totals.iter().map(total).collect::<Result<_, Refusal>>()?,
    })
}

/// Closes the drawer on its last count; the head of the journal is signed.
///
/// # Errors
/// Those of [`rules::close`], those of the store.
pub fn close_drawer(call: &Call<'_>, request: CloseDrawer) -> Result<Done, Fault> {
    let second = call.second(request.consent.as_ref())?;
    let written = call.write(&request, |desk, user| {
        let head = call.station.secrets(|secrets| secrets.sign(desk.head()));
        let held = desk.held();
        let reason = request.reason.as_deref();
        Ok(rules::close(
            &held.configuration,
            held.in_use(),
            user,
            reason,
            second.as_ref(),
            head,
        )?)
    })?;
    Ok(done(&written))
}

/// Goes back to counting.
///
/// # Errors
/// Those of [`rules::recount`], those of the store.
pub fn recount(call: &Call<'_>, request: Recount) -> Result<Done, Fault> {
    let second = call.second(request.consent.as_ref())?;
    let written = call.write(&request, |desk, user| {
        if let Some(id) = request.session {
            desk.session(id)?;
        }
        let held = desk.held();
        let session = request.session.map_or_else(|| held.in_use(), |id| held.session(id));
        let reason = request.reason.as_deref();
        Ok(rules::recount(
            &held.configuration,
            session,
            held.in_use(),
            user,
            reason,
            second.as_ref(),
        )?)
    })?;
    Ok(done(&written))
}

/// A drawer session, as much of it as the caller may see.
///
/// # Errors
/// [`Refusal::UnknownSession`], those of the store.
pub fn drawer(call: &Call<'_>, request: GetDrawer) -> Result<DrawerView, Fault> {
    let session = meant(call, request.session)?;
    let recent = call
        .station
        .views
        .read(|connection| sessions::recent(connection, RECENT))?;
    let recent = recent.into_iter().map(|row| RecentSession {
        id: row.id,
        business_date: row.business_date,
        cashier_name: row.cashier_name,
        receipts: row.receipts,
        difference: row.difference,
    });
    let mut view = match session {
        Some(session) => view(call, &session)?,
        None => DrawerView::default(),
    };
    view.recent = recent.collect();
    Ok(view)
}

fn view(call: &Call<'_>, session: &Session) -> Result<DrawerView, Fault> {
    let configuration = call.station.configuration();
    let zone = zone(call);
    let counted = session.last_count().is_some() || session.phase == Phase::Closed;
    let blind = configuration.policies.blind_count && !counted && !allows(&call.user()?.roles, Right::SeeExpected);
    let last = session.counts.last();
    let tenders = match last.filter(|_| counted) {
        Some(count) => count.tenders.clone(),
        None => session.expected(&configuration)?,
    };
    let reason_needed = match session.last_count() {
        Some(count) => !rules::outside_tolerance(&configuration, &count.tenders)?.is_empty(),
        None => false,
    };
    Ok(DrawerView {
        session: Some(brief(session, &configuration.policies)),
        opened_at: Some(hour(session.opened_at, zone)),
        float: session.float_total,
        receipts: u32::try_from(session.receipts.len()).unwrap_or(u32::MAX),
        first_receipt: session.receipts.first().map(|receipt| receipt.number.clone()),
        last_receipt: session.receipts.last().map(|receipt| receipt.number.clone()),
        voids: u32::try_from(session.receipts.iter().filter(|receipt| receipt.void).count()).unwrap_or(u32::MAX),
        tenders: (!blind).then_some(tenders),
        tape: session.tape(&configuration).map(|piece| tape_item(&piece)).collect(),
        movements: session
            .events
            .iter()
            .filter_map(|event| movement(event, blind, zone))
            .collect(),
        counts: session
            .counts
            .iter()
            .filter(|_| !blind)
            .map(|count| CommittedCount {
                at: hour(count.at, zone),
                tenders: count.tenders.clone(),
            })
            .collect(),
        reason_needed,
        recent: Vec::new(),
    })
}

fn tape_item(piece: &counterfoil_domain::session::TapePiece<'_>) -> TapeItem {
    TapeItem {
        tender: piece.tender.code.clone(),
        receipt: piece.receipt.number.clone(),
        place: piece.place,
        number: piece
            .tender
            .check
            .as_ref()
            .and_then(|check| check.number.clone())
            .or(piece.tender.reference.clone()),
        payer: piece.receipt.payer.clone(),
        amount: piece.tender.amount,
    }
}

/// An event as the Drawer screen lists it. While the count is blind, what a
/// checkpoint found is not said.
fn movement(event: &Event, blind: bool, zone: chrono_tz::Tz) -> Option<Movement> {
    let (what, amount, reason) = match &event.what {
        EventKind::PickUp(total) => ("pick_up", Some(total.negated()), None),
        EventKind::ChangeOrder(net) => ("change_order", Some(*net), None),
        EventKind::HandOver { .. } => ("hand_over", None, None),
        EventKind::NoSale { reason } => ("no_sale", None, Some(reason.clone())),
        EventKind::Checkpoint { expected, counted } => (
            "checkpoint",
            (!blind).then(|| counted.minus(*expected).unwrap_or_default()),
            None,
        ),
        _ => return None,
    };
    Some(Movement {
        what: what.to_owned(),
        at: hour(event.at, zone),
        amount,
        with: event.with.clone(),
        reason,
    })
}

/// Writes the balancing sheet of a session as PDF. While the count is blind it
/// is not for whoever counts.
///
/// # Errors
/// [`Refusal::NoOpenDrawer`], [`Refusal::NothingCounted`], those of the store and of the file system.
pub fn balancing_sheet(call: &Call<'_>, request: GetDrawer) -> Result<WrittenDocument, Fault> {
    let session = meant(call, request.session)?.ok_or(Refusal::NoOpenDrawer)?;
    let configuration = call.station.configuration();
    let sees = !configuration.policies.blind_count || allows(&call.user()?.roles, Right::SeeExpected);
    if session.phase != Phase::Closed && session.last_count().is_none() && !sees {
        return Err(Refusal::NothingCounted.into());
    }
    let seal = match session.closed_by.filter(|_| session.phase == Phase::Closed) {
        Some(seq) => Some(seal(&call.station.desk().stored(seq)?.hash)),
        None => None,
    };
    let language = configuration.site.language;
    let sheet = sheet_of(&configuration, call.station.code(), &session, language, seal)?;
    let printed_at = business_day::local(call.station.clock().now(), zone(call));
    let name = format!(
        "balancing-sheet-{}-{}-{}.pdf",
        call.station.code(),
        session.business_date,
        short(session.id)
    );
    let path = documents::write(call.station.folder(), &name, &pdf::balancing_sheet(&sheet, printed_at))?;
    Ok(WrittenDocument { path })
}

/// Enough of an identifier to tell a day's sessions apart.
fn short(id: Uuid) -> String {
    id.simple().to_string().chars().take(8).collect()
}
