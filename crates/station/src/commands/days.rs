//! The day's close, and what is drawn of days.

use std::collections::BTreeMap;

use chrono::{Datelike, Months, NaiveDate, Timelike};
use counterfoil_domain::business_day;
use counterfoil_domain::config::{Configuration, User};
use counterfoil_domain::day::{Flow, transmittals};
use counterfoil_domain::day_close::{self, CloseFacts, StationFacts};
use counterfoil_domain::entry::Body;
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::session::Session;

use super::board::{date_of, open_date, stations};
use super::receipts::zone;
use crate::desk::Desk;
use crate::exchange::TakingIn;
use crate::fault::Fault;
use crate::rpc::messages::*;
use crate::seat::Call;
use crate::site::{Inside, days, rows};

/// Over and short is drawn over so many months.
const MONTHS: u32 = 12;

/// A date that must be given.
pub(super) fn date_given(text: &str) -> Result<NaiveDate, Fault> {
    let missing = || Refusal::TextMissing {
        field: "date".to_owned(),
    };
    Ok(date_of(Some(text))?.ok_or_else(missing)?)
}

/// Closes a business day.
///
/// # Errors
/// Those of [`day_close::close`], [`Refusal::NotClosingDesk`], those of the store.
pub fn close_day(call: &Call<'_>, request: CloseDay) -> Result<DayClosedView, Fault> {
    let configuration = call.station.configuration();
    let date = date_given(&request.date)?;
    let taking_in = call.station.take_in_left()?;
    let written = call.write_dated(&request, Some(date), |desk, user| {
        call.station.site()?.read(|inside| {
            let closing = Closing {
                call,
                configuration: &configuration,
                date,
                carry: &request.carry,
            };
            closing.decide(inside, taking_in, desk, user)
        })
    })?;
    let Body::DayClosed(closed) = &written.entry.body else {
        return Err(Refusal::RequestReused.into());
    };
    Ok(DayClosedView {
        date: closed.date.to_string(),
        ledger_batch: closed.ledger.number.clone(),
        ledger_total: closed.ledger.debits,
        sessions: u32::try_from(closed.sessions.len()).unwrap_or(u32::MAX),
        carried: closed.carried.iter().map(|one| one.name.clone()).collect(),
        repeated: written.repeated,
    })
}

/// What a day's close is decided with.
struct Closing<'a> {
    call: &'a Call<'a>,
    configuration: &'a Configuration,
    date: NaiveDate,
    carry: &'a [String],
}

impl Closing<'_> {
    fn decide(
        &self,
        inside: &Inside,
        taking_in: &TakingIn,
        desk: &Desk,
        user: &User,
    ) -> Result<counterfoil_domain::journal::Decision, Fault> {
        let day = inside.day(self.date)?;
        let known = rows::of_date(&inside.connection, self.date)?;
        let of_day = |session: &&Session| known.iter().any(|kept| kept.row.session == session.id);
        let sessions: Vec<&Session> = day.sessions.iter().filter(of_day).collect();
        let stations = stations(self.call, inside, taking_in, self.configuration, self.date)?;
        let mut stations: Vec<StationFacts> = stations.into_iter().map(|(_, facts)| facts).collect();
        // A workstation that the configuration no longer has was named by earlier closes.
        for head in inside.heads()? {
            if !stations.iter().any(|one| one.head.station == head.station) {
                stations.push(StationFacts {
                    window: head.station.clone(),
                    missing: false,
                    head,
                });
            }
        }
        let (closed, transmitted) = days::counts(&inside.connection)?;
        let ledger = day
            .ledger
            .journal(self.configuration, format!("GL-{:06}", closed + 1), self.date)?
            .batch()?;
        let transmittals = transmittals(self.configuration, &day)?;
        let numbered = (transmitted + 1..)
            .zip(&transmittals)
            .map(|(number, one)| (format!("T-{number:06}"), one.department.clone(), one.total));
        let earlier = rows::open_dates(&inside.connection)?
            .into_iter()
            .find(|open| *open < self.date);
        Ok(day_close::close(
            CloseFacts {
                configuration: self.configuration,
                date: self.date,
                closed: days::closed_by(&inside.connection, self.date)?.is_some(),
                last_closed: days::last_closed(&inside.connection)?,
                today: business_day::local(self.call.station.clock().now(), zone(self.call)).date(),
                earlier_open: earlier,
                sessions: &sessions,
                stations: &stations,
                carry: self.carry,
                ledger,
                transmittals: numbered.collect(),
                head: self.call.station.secrets(|secrets| secrets.sign(desk.head())),
            },
            user,
        )?)
    }
}

/// A day's flow by hour.
///
/// # Errors
/// [`Refusal::NotClosingDesk`], [`Fault::BadRequest`] for a date that is none; those of the store.
pub fn flow(call: &Call<'_>, request: GetDay) -> Result<FlowView, Fault> {
    let zone = zone(call);
    let asked = date_of(request.date.as_deref())?;
    let today = call.station.desk().held().today(call.station.clock().now());
    call.station.site()?.read(|inside| {
        let date = match asked {
            Some(date) => date,
            None => open_date(inside, today)?,
        };
        let mut flow = Flow::new(zone);
        let mut receipts: BTreeMap<u32, (u32, Cents)> = BTreeMap::new();
        inside.each_of_date(date, |entry| {
            flow.apply(entry)?;
            if let Body::Receipt(receipt) = &entry.body {
                let hour = business_day::local(entry.at, zone).hour();
                let sum = receipts.entry(hour).or_default();
                *sum = (sum.0 + 1, sum.1.plus(receipt.total)?);
            }
            Ok(())
        })?;
        let mut hours: BTreeMap<u32, FlowHour> = BTreeMap::new();
        let mut tenders: Vec<FlowTender> = Vec::new();
        let first = flow.hours().map(|(hour, _)| hour.hour()).min();
        let last = flow.hours().map(|(hour, _)| hour.hour()).max();
        if let (Some(first), Some(last)) = (first, last) {
            for hour in first..=last {
                let (count, total) = receipts.get(&hour).copied().unwrap_or_default();
                let view = FlowHour {
                    hour: u8::try_from(hour).unwrap_or(0),
                    receipts: count,
                    total,
                    tenders: Vec::new(),
                };
                hours.insert(hour, view);
            }
        }
        for (at, taken) in flow.hours() {
            for (tender, sum) in taken {
                let items = u32::try_from(sum.items).unwrap_or(0);
                if let Some(hour) = hours.get_mut(&at.hour()) {
                    add(&mut hour.tenders, tender, items, sum.cents)?;
                }
                add(&mut tenders, tender, items, sum.cents)?;
            }
        }
        Ok(FlowView {
            date: date.to_string(),
            hours: hours.into_values().collect(),
            tenders,
        })
    })
}

fn add(tenders: &mut Vec<FlowTender>, tender: &str, items: u32, cents: Cents) -> Result<(), Refusal> {
    match tenders.iter_mut().find(|line| line.tender == tender) {
        Some(line) => {
            line.items += items;
            line.total = line.total.plus(cents)?;
        }
        None => tenders.push(FlowTender {
            tender: tender.to_owned(),
            items,
            total: cents,
        }),
    }
    Ok(())
}

/// Over and short by cashier over the last twelve months.
///
/// # Errors
/// [`Refusal::NotClosingDesk`], those of the store.
pub fn over_short(call: &Call<'_>, _request: Nothing) -> Result<OverShortView, Fault> {
    let today = call.station.desk().held().today(call.station.clock().now());
    let this_month = today.with_day(1).unwrap_or(today);
    let first = this_month
        .checked_sub_months(Months::new(MONTHS - 1))
        .unwrap_or(this_month);
    let months: Vec<String> = (0..MONTHS)
        .filter_map(|month| first.checked_add_months(Months::new(month)))
        .map(|month| month.format("%Y-%m").to_string())
        .collect();
    let rows = call
        .station
        .site()?
        .read(|inside| days::over_short(&inside.connection, first))?;
    let mut cashiers: Vec<CashierOverShort> = Vec::new();
    for row in rows {
        let place = cashiers.iter().position(|one| one.cashier == row.cashier);
        let place = place.unwrap_or_else(|| {
            cashiers.push(CashierOverShort {
                cashier: row.cashier.clone(),
                name: row.name.clone(),
                months: vec![MonthOverShort::default(); months.len()],
                short: Cents::ZERO,
                over: Cents::ZERO,
                sessions: 0,
            });
            cashiers.len() - 1
        });
        let cashier = &mut cashiers[place];
        cashier.short = cashier.short.plus(row.short)?;
        cashier.over = cashier.over.plus(row.over)?;
        cashier.sessions += 1;
        let month = row.date.format("%Y-%m").to_string();
        if let Some(place) = months.iter().position(|one| *one == month) {
            let line = &mut cashier.months[place];
            line.short = line.short.plus(row.short)?;
            line.over = line.over.plus(row.over)?;
            line.sessions += 1;
        }
    }
    cashiers.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(OverShortView { months, cashiers })
}
