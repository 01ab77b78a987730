//! Why a day does not have some of its workstations' receipt numbers: they are of
//! another business date, and are looked up there; or they were lost with a disk.

use counterfoil_domain::day::{Day, Gap, lost_in_words};
use counterfoil_domain::entry::{Body, Entry};

use super::{Inside, rows};
use crate::fault::Fault;
use crate::views::receipts::nth_of;

/// Explains the gaps of a day as far as the journals can.
///
/// # Errors
/// Those of the store.
pub(super) fn explain(inside: &Inside, day: &mut Day) -> Result<(), Fault> {
    for station in &mut day.stations {
        let last = station.last_seq;
        for gap in station.gaps.iter_mut().filter(|gap| gap.why.is_none()) {
            gap.why = why(inside, &station.station, last, gap)?;
        }
    }
    Ok(())
}

/// Where the first and the last number of a gap are; nothing where one is nowhere.
fn why(inside: &Inside, station: &str, up_to: u64, gap: &Gap) -> Result<Option<String>, Fault> {
    let (Some(first), Some(last)) = (
        issued(inside, station, up_to, &gap.first)?,
        issued(inside, station, up_to, &gap.last)?,
    ) else {
        return Ok(None);
    };
    let mut places = vec![place(inside, &first)?];
    if first.seq != last.seq {
        places.push(place(inside, &last)?);
    }
    places.dedup();
    // Said once: `issued on 21 Nov 2026, and on 22 Nov 2026`.
    Ok(Some(places.join(", and ").replace(", and issued ", ", and ")))
}

/// `issued on 22 Nov 2026, in Mail batch 2`.
fn place(inside: &Inside, entry: &Entry) -> Result<String, Fault> {
    if matches!(entry.body, Body::EpochOpened(_)) {
        return Ok(lost_in_words(entry));
    }
    let kept = match entry.body.session() {
        Some(session) => rows::get(&inside.connection, session)?,
        None => None,
    };
    let of = kept.map_or(String::new(), |kept| format!(", in {}", kept.row.name));
    Ok(format!("issued on {}{of}", entry.business_date.format("%-d %b %Y")))
}

/// The entry of a receipt of a workstation, or the one by which it was lost, found by halving its
/// journal: each counts the receipts up to it.
fn issued(inside: &Inside, station: &str, up_to: u64, number: &str) -> Result<Option<Entry>, Fault> {
    let wanted = u64::try_from(nth_of(number)).unwrap_or(0);
    let (mut low, mut high) = (1, up_to);
    while low < high {
        let middle = low.midpoint(high);
        if inside.stored(station, middle)?.entry()?.grand_total.count < wanted {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    let entry = inside.stored(station, low)?.entry()?;
    let is_it = match &entry.body {
        Body::Receipt(receipt) => receipt.number == number,
        Body::EpochOpened(opened) => opened.lost.is_some() && wanted <= entry.grand_total.count,
        _ => false,
    };
    Ok(is_it.then_some(entry))
}
