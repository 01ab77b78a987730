//! The supervisor's board, its sheets, where to look when something does not agree,
//! and the closing desk's word.

use chrono::NaiveDate;
use counterfoil_domain::approval;
use counterfoil_domain::batch::against_control;
use counterfoil_domain::business_day;
use counterfoil_domain::config::{Configuration, User};
use counterfoil_domain::day_close::{self, StationFacts};
use counterfoil_domain::drawer as drawer_rules;
use counterfoil_domain::entry::{StationHead, TenderCount};
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::session::{Session, SessionStage};
use uuid::Uuid;

use super::asking::done;
use crate::documents;
use crate::exchange::{self, TakingIn};
use crate::fault::Fault;
use crate::journal::JournalReader;
use crate::neighbours::NeighbourHead;
use crate::rpc::messages::*;
use crate::seat::Call;
use crate::site::rows::{self, Kept};
use crate::site::{Inside, days, suspense};

/// Closed dates that can be looked at from the board.
const CLOSED_DATES: u32 = 30;

/// The board of a business date.
///
/// # Errors
/// [`Refusal::NotClosingDesk`], [`Fault::BadRequest`] for a date that is none; those of the store.
pub fn board(call: &Call<'_>, request: GetDay) -> Result<BoardView, Fault> {
    let configuration = call.station.configuration();
    let user = call.user()?;
    let taking_in = call.station.take_in_left()?;
    let asked = date_of(request.date.as_deref())?;
    let today = call.station.desk().held().today(call.station.clock().now());
    call.station.site()?.read(|inside| {
        let date = match asked {
            Some(date) => date,
            None => open_date(inside, today)?,
        };
        let closed = days::closed_by(&inside.connection, date)?.is_some();
        let kept = rows::of_date(&inside.connection, date)?;
        let rows: Vec<BoardRow> = kept
            .iter()
            .map(|kept| row(&configuration, kept, date, &user))
            .collect::<Result<_, Fault>>()?;
        let stations = stations(call, inside, taking_in, &configuration, date)?;
        let in_the_way = if closed {
            Vec::new()
        } else {
            obstacles(&kept, &stations)
        };
        let held = suspense::standing(&inside.connection)?;
        Ok(BoardView {
            date: date.to_string(),
            closed,
            dates: dates(inside, date, today)?,
            tenders: board_tenders(&configuration),
            totals: totals(&configuration, &rows)?,
            total: sum_up(rows.iter().map(|row| &row.total))?,
            approved: count(rows.iter().filter(|row| row.stage == SessionStage::Approved)),
            rows,
            stations: stations.into_iter().map(|(view, _)| view).collect(),
            in_the_way,
            suspense_items: count(held.iter()),
            suspense_total: Cents::sum(held.iter().map(|row| row.amount))?,
        })
    })
}

fn count(of: impl Iterator) -> u32 {
    u32::try_from(of.count()).unwrap_or(u32::MAX)
}

/// A date as it came.
pub(super) fn date_of(given: Option<&str>) -> Result<Option<NaiveDate>, Fault> {
    let Some(given) = given.map(str::trim).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    given.parse().map(Some).map_err(|_| Fault::BadRequest {
        problem: format!("date '{given}' is not a date like 2026-11-21"),
    })
}

/// The date that is to be closed next: the oldest one that has sessions and is not
/// closed; today where there is none.
pub(super) fn open_date(inside: &Inside, today: NaiveDate) -> Result<NaiveDate, Fault> {
    Ok(rows::open_dates(&inside.connection)?
        .into_iter()
        .next()
        .unwrap_or(today))
}

/// The date that the closing desk's word on a session is dated: the session's own
/// while that is open, else the one that is to be closed next.
pub(super) fn work_date(inside: &Inside, session: &Session, today: NaiveDate) -> Result<NaiveDate, Fault> {
    match days::last_closed(&inside.connection)? {
        Some(last) if session.business_date <= last => open_date(inside, today),
        _ => Ok(session.business_date),
    }
}

fn dates(inside: &Inside, shown: NaiveDate, today: NaiveDate) -> Result<Vec<BoardDate>, Fault> {
    let closed = days::closed(&inside.connection, CLOSED_DATES)?;
    let mut all: Vec<NaiveDate> = rows::open_dates(&inside.connection)?;
    all.extend([today, shown]);
    all.extend(&closed);
    all.sort_unstable_by(|one, other| other.cmp(one));
    all.dedup();
    let view = |date: NaiveDate| BoardDate {
        date: date.to_string(),
        closed: closed.contains(&date),
    };
    Ok(all.into_iter().map(view).collect())
}

fn board_tenders(configuration: &Configuration) -> Vec<BoardTender> {
    let view = |kind: &counterfoil_domain::config::TenderType| BoardTender {
        code: kind.code.clone(),
        name: kind.name.clone(),
        name_es: kind.name_es.clone().unwrap_or_else(|| kind.name.clone()),
        kind: kind.kind,
    };
    configuration.tenders.iter().map(view).collect()
}

/// A row as the screens get it; cash as the receipts brought it, float and vault movements left out.
pub(super) fn row(configuration: &Configuration, kept: &Kept, date: NaiveDate, user: &User) -> Result<BoardRow, Fault> {
    let row = &kept.row;
    let counted = row.closed_seq.is_some() && matches!(row.stage(), SessionStage::Closed | SessionStage::Approved);
    let cash = configuration.cash().code.as_str();
    let not_receipts = row.float.plus(row.moved)?;
    let figures = row
        .figures(configuration)?
        .into_iter()
        .map(|line| figures_of(line, cash, not_receipts, counted))
        .collect::<Result<Vec<_>, Refusal>>()?;
    let tenders: Vec<TenderFigures> = figures
        .into_iter()
        .filter(|line| line.items > 0 || !line.expected.is_zero() || line.counted.is_some_and(|cents| !cents.is_zero()))
        .collect();
    Ok(BoardRow {
        session: row.session,
        station: row.station.clone(),
        batch: row.kind,
        name: row.name.clone(),
        window: row.window.clone(),
        cashier: row.cashier.1.clone(),
        stage: row.stage(),
        carried_from: (row.business_date != date).then(|| row.business_date.to_string()),
        receipts: u32::try_from(row.receipts + row.voids).unwrap_or(0),
        total: row_total(&tenders, counted)?,
        tenders,
        control_items: kept.control_items,
        own: kept.people.contains(&user.id),
        deposit: row.deposit.as_ref().map(|deposit| deposit.1.clone()),
        reason: kept.reason.clone(),
        counted_since: kept.approved_seq.is_some() && kept.approved_seq != row.closed_seq,
    })
}

/// What is counted differs from what is expected by the same amount either way.
fn figures_of(line: TenderCount, cash: &str, not_receipts: Cents, counted: bool) -> Result<TenderFigures, Refusal> {
    let left_out = if line.tender == cash { not_receipts } else { Cents::ZERO };
    Ok(TenderFigures {
        items: line.items,
        expected: line.expected.minus(left_out)?,
        counted: counted.then(|| line.counted.minus(left_out)).transpose()?,
        tender: line.tender,
    })
}

fn row_total(tenders: &[TenderFigures], is_counted: bool) -> Result<RowTotals, Refusal> {
    let expected = Cents::sum(tenders.iter().map(|line| line.expected))?;
    if !is_counted {
        return Ok(RowTotals {
            expected,
            ..RowTotals::default()
        });
    }
    let counted = Cents::sum(tenders.iter().filter_map(|line| line.counted))?;
    Ok(RowTotals {
        expected,
        counted: Some(counted),
        difference: Some(counted.minus(expected)?),
    })
}

/// Over all rows; what is counted and how it differs over those that are counted.
fn sum_up<'a>(rows: impl Iterator<Item = &'a RowTotals>) -> Result<RowTotals, Refusal> {
    rows.into_iter().try_fold(RowTotals::default(), |sum, row| {
        let add = |sum: Option<Cents>, cents: Option<Cents>| match (sum, cents) {
            (None, None) => Ok(None),
            (sum, cents) => sum.unwrap_or_default().plus(cents.unwrap_or_default()).map(Some),
        };
        Ok(RowTotals {
            expected: sum.expected.plus(row.expected)?,
            counted: add(sum.counted, row.counted)?,
            difference: add(sum.difference, row.difference)?,
        })
    })
}

fn totals(configuration: &Configuration, rows: &[BoardRow]) -> Result<Vec<TenderFigures>, Fault> {
    let mut totals: Vec<TenderFigures> = Vec::new();
    for kind in &configuration.tenders {
        let mut total = TenderFigures {
            tender: kind.code.clone(),
            items: 0,
            expected: Cents::ZERO,
            counted: None,
        };
        for line in rows
            .iter()
            .flat_map(|row| &row.tenders)
            .filter(|line| line.tender == kind.code)
        {
            total.items += line.items;
            total.expected = total.expected.plus(line.expected)?;
            if let Some(cents) = line.counted {
                total.counted = Some(total.counted.unwrap_or_default().plus(cents)?);
            }
        }
        totals.push(total);
    }
    Ok(totals)
}

/// The workstations of the site, and what a day's close knows of them.
pub(super) fn stations(
    call: &Call<'_>,
    inside: &Inside,
    taking_in: &TakingIn,
    configuration: &Configuration,
    date: NaiveDate,
) -> Result<Vec<(StationIn, StationFacts)>, Fault> {
    let heads = inside.heads()?;
    let neighbours = call.station.site()?.neighbours.heads()?;
    let zone = business_day::zone(&configuration.site);
    let now = business_day::local(call.station.clock().now(), zone);
    let unread = inside.first_unread()?;
    let of = |station: &counterfoil_domain::config::StationConfig| {
        let here = station.code == inside.own();
        let neighbour: Option<&NeighbourHead> = neighbours.get(&station.code);
        let as_of = neighbour.map(|head| business_day::local(head.as_of, zone));
        let not_read = || {
            let (station, seq) = (station.code.clone(), *unread.get(&station.code)?);
            Some(Fault::from(Refusal::EntryUnread { station, seq }).view())
        };
        let refusal = taking_in.refusal(&station.code).or_else(not_read);
        let stopped = neighbour.is_some_and(|head| head.stopped);
        let missing = !here && (refusal.is_some() || day_close::may_be_missing(date, as_of, stopped, now));
        let head = heads.iter().find(|head| head.station == station.code).cloned();
        let head = head.unwrap_or_else(|| StationHead {
            station: station.code.clone(),
            seq: 0,
            hash: String::new(),
            receipts: 0,
            cents: Cents::ZERO,
        });
        let view = StationIn {
            station: station.code.clone(),
            window: station.name.clone(),
            here,
            seq: head.seq,
            as_of: as_of.map(|at| at.format("%-d %b %H:%M").to_string()),
            missing,
            refusal,
        };
        let facts = StationFacts {
            head,
            window: station.name.clone(),
            missing,
        };
        Ok((view, facts))
    };
    configuration.stations.iter().map(of).collect()
}

/// What stands in the way, by the board's own rows: the rule is [`day_close::obstacles`].
fn obstacles(kept: &[Kept], stations: &[(StationIn, StationFacts)]) -> Vec<Obstacle> {
    let not_approved = kept.iter().filter_map(|kept| {
        let why = day_close::stands_in_the_way(kept.row.stage())?;
        Some(Obstacle {
            key: kept.row.session.to_string(),
            name: kept.row.name.clone(),
            why: why.to_owned(),
        })
    });
    let missing = stations
        .iter()
        .filter(|(view, _)| view.missing)
        .map(|(view, _)| Obstacle {
            key: day_close::station_key(&view.station),
            name: view.window.clone(),
            why: "missing".to_owned(),
        });
    not_approved.chain(missing).collect()
}

/// Approves a closed session.
///
/// # Errors
/// Those of [`approval::approve`], [`Refusal::UnknownSession`], those of the store.
pub fn approve_session(call: &Call<'_>, request: ApproveSession) -> Result<Done, Fault> {
    let (_, date) = at_work(call, request.session)?;
    let written = call.write_dated(&request, Some(date), |desk, user| {
        // As it is now, with the desk held: nobody else writes in between.
        let session = now(call, request.session)?;
        let configuration = &desk.held().configuration;
        Ok(approval::approve(
            configuration,
            &session,
            user,
            request.seen_difference,
            request.reason.as_deref(),
        )?)
    })?;
    Ok(done(&written))
}

/// Sends a closed session back to counting.
///
/// # Errors
/// Those of [`approval::send_back`], [`Refusal::UnknownSession`], those of the store.
pub fn return_session(call: &Call<'_>, request: ReturnSession) -> Result<Done, Fault> {
    let (_, date) = at_work(call, request.session)?;
    let written = call.write_dated(&request, Some(date), |desk, user| {
        // As it is now, with the desk held: nobody else writes in between.
        let session = now(call, request.session)?;
        if session.station == call.station.code() {
            // Its cashier counts it here: it is in use again.
            desk.session(request.session)?;
        }
        let configuration = &desk.held().configuration;
        Ok(approval::send_back(
            configuration,
            &session,
            user,
            &request.reason,
            request.recount,
        )?)
    })?;
    Ok(done(&written))
}

/// A session as the closing desk sees it now, and the date that its word is given.
pub(super) fn at_work(call: &Call<'_>, id: Uuid) -> Result<(Session, NaiveDate), Fault> {
    let today = call.station.desk().held().today(call.station.clock().now());
    call.station.take_in_left()?;
    call.station.site()?.read(|inside| {
        let session = inside.session(id)?;
        let date = work_date(inside, &session, today)?;
        Ok((session, date))
    })
}

/// A session as the closing desk sees it now.
pub(super) fn now(call: &Call<'_>, id: Uuid) -> Result<Session, Fault> {
    call.station.site()?.read(|inside| inside.session(id))
}

/// Begins the count of a drawer that its cashier left.
///
/// # Errors
/// Those of [`drawer_rules::count_in_place`], those of the store.
pub fn count_in_place(call: &Call<'_>, request: CountInPlace) -> Result<Done, Fault> {
    let second = call.second(request.consent.as_ref())?;
    let written = call.write(&request, |desk, user| {
        let held = desk.held();
        Ok(drawer_rules::count_in_place(
            &held.configuration,
            held.in_use(),
            user,
            &request.reason,
            second.as_ref(),
        )?)
    })?;
    Ok(done(&written))
}

/// Takes in a file of another workstation's entries, brought by hand.
///
/// # Errors
/// Those of [`exchange::take_in`], [`Refusal::NotClosingDesk`].
pub fn take_in_entries(call: &Call<'_>, request: TakeInEntries) -> Result<EntriesTakenIn, Fault> {
    let site = call.station.site()?;
    let configuration = call.station.configuration();
    let (bundle, new) = exchange::take_in(
        request.content.as_bytes(),
        &configuration,
        call.station.code(),
        &site.neighbours,
    )?;
    Ok(EntriesTakenIn {
        station: bundle.station,
        entries: new,
        seq: bundle.head.seq,
    })
}

/// Writes all of this workstation's entries as a file, to be carried to the closing desk.
///
/// # Errors
/// Those of the store and of the file system.
pub fn hand_over_entries(call: &Call<'_>, _request: Nothing) -> Result<WrittenDocument, Fault> {
    let reader = JournalReader::open(&call.station.folder().journal())?;
    let (bytes, seq) = call.station.secrets(|secrets| {
        exchange::bundle_after(&reader, call.station.code(), 0, secrets, (call.station.clock(), false))
    })?;
    let name = format!("{}-{:010}-{seq:010}.bundle", call.station.code(), 0);
    let path = documents::write(call.station.folder(), &name, &bytes)?;
    Ok(WrittenDocument { path })
}

/// The control figures of a batch, and what was keyed.
pub(super) fn control(configuration: &Configuration, session: &Session) -> Result<Vec<TenderFigures>, Fault> {
    if session.batch().is_none() {
        return Ok(Vec::new());
    }
    let lines = against_control(configuration, session)?.into_iter();
    Ok(lines
        .filter(|line| line.items > 0 || !line.counted.is_zero() || !line.expected.is_zero())
        .map(|line| TenderFigures {
            tender: line.tender,
            items: line.items,
            expected: line.expected,
            counted: Some(line.counted),
        })
        .collect())
}
