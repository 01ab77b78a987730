//! What was paid at the city's other offices and billing's accounts do not hold yet: a workstation has only
//! the entries of its own office, and the same accounts.

use std::collections::BTreeMap;

use counterfoil_domain::account::{Cut, each_effect};
use counterfoil_domain::entry::Entry;
use counterfoil_domain::posting_batch::EntryPlace;
use counterfoil_domain::returns::{is_desk_charge, is_own_account};
use counterfoil_domain::sync::{CENTRAL, StationName};
use counterfoil_formats::wire::{Elsewhere, PaidElsewhere, Place};
use deadpool_postgres::{GenericClient, Object};

use super::offer::{count, named, offer};
use crate::database::snapshot;
use crate::fault::Fault;
use crate::posting::{KINDS, bytes_of};
use crate::tables::deliveries::{self, BUNDLES, Delivery};
use crate::tables::{column, sites, stations};

/// What was paid at other offices than a workstation's, from a place of each on; of an office without
/// one, whatever the accounts of that revision do not hold. Nothing where the accounts are of another
/// revision by now: the workstation hears of that at its next contact.
///
/// # Errors
/// Those of the database.
pub async fn elsewhere(
    client: &mut Object,
    name: &StationName,
    revision: u64,
    after: &BTreeMap<String, Place>,
) -> Result<Elsewhere, Fault> {
    let transaction = snapshot(client).await?;
    let offer = offer(&transaction, &name.city, &name.site).await?;
    let mut page = Elsewhere {
        revision: offer.as_ref().map_or(0, |offer| offer.revision),
        places: after.clone(),
        more: false,
        paid: Vec::new(),
    };
    let Some(offer) = offer.filter(|offer| offer.revision == revision) else {
        return Ok(page);
    };
    let cut = Cut {
        as_of: offer.as_of,
        included: offer.included,
        left_out: offer.left_out,
    };
    for (site, last) in sites::others(&transaction, name).await? {
        let of = StationName {
            site: site.clone(),
            station: CENTRAL.to_owned(),
            ..name.clone()
        };
        let from = match known(&transaction, &of, after.get(&site)).await? {
            Some(from) => from,
            None => {
                left_out(&transaction, &of, &cut, &mut page.paid).await?;
                held(&transaction, &of, &cut).await?.unwrap_or(last.position)
            }
        };
        let mut found = deliveries::of_others(&transaction, &of, from, last.position, BUNDLES).await?;
        let more = deliveries::cut(&mut found);
        paid(&transaction, &of, &found, &cut, &mut page.paid).await?;
        let upto = found.last().filter(|_| more);
        let upto = upto.map_or(last, |one| deliveries::place(one.position, Some(&one.handed)));
        page.places.insert(site, upto);
        page.more |= more;
    }
    Ok(page)
}

/// The position that a workstation has come to, where this database gave it: after a restore something else stands there.
async fn known(client: &impl GenericClient, site: &StationName, place: Option<&Place>) -> Result<Option<u64>, Fault> {
    let Some(place) = place else { return Ok(None) };
    let here = deliveries::place_at(client, &site.city, &site.site, place.position).await?;
    Ok((here == *place).then_some(place.position))
}

/// What was paid by entries that the accounts do not hold although they hold later ones, as far as it can be read by now.
async fn left_out(
    client: &impl GenericClient,
    site: &StationName,
    cut: &Cut,
    paid: &mut Vec<PaidElsewhere>,
) -> Result<(), Fault> {
    for (station, seq) in &cut.left_out {
        let Some(own) = station.strip_prefix(&named(&site.site, "")) else {
            continue;
        };
        let place = EntryPlace {
            site: site.site.clone(),
            station: own.to_owned(),
            seq: *seq,
        };
        let bytes = bytes_of(client, &site.city, &place).await?;
        if let Some(entry) = bytes.and_then(|bytes| Entry::decode(&bytes).ok()) {
            by_entry(&site.site, station, &entry, paid)?;
        }
    }
    Ok(())
}

/// The position of an office up to which the accounts hold every entry but those that were left out; none where
/// they hold all.
async fn held(client: &impl GenericClient, site: &StationName, cut: &Cut) -> Result<Option<u64>, Fault> {
    let mut first: Option<u64> = None;
    for station in stations::of_site(client, &site.city, &site.site).await? {
        if station.name.station == CENTRAL {
            continue;
        }
        let seq = match cut.included.get(&named(&site.site, &station.name.station)) {
            Some(seq) => *seq,
            None => {
                let query = client
                    .prepare_cached(
                        "SELECT seq FROM entries WHERE city = $1 AND site = $2 AND station = $3 AND at <= $4
                         ORDER BY seq DESC LIMIT 1",
                    )
                    .await?;
                let StationName { city, site, station } = &station.name;
                let row = client.query_opt(&query, &[city, site, station, &cut.as_of]).await?;
                row.map_or(0, |row| count(row.get(0)))
            }
        };
        let behind = deliveries::of_stream(client, &station.name, seq, 1).await?;
        let before = behind.first().map(|delivery| delivery.position - 1);
        first = [first, before].into_iter().flatten().min();
    }
    Ok(first)
}

/// Reads what was paid by the entries of deliveries, as far as the accounts do not hold it.
async fn paid(
    client: &impl GenericClient,
    site: &StationName,
    found: &[Delivery],
    cut: &Cut,
    paid: &mut Vec<PaidElsewhere>,
) -> Result<(), Fault> {
    let query = client
        .prepare_cached(
            "SELECT e.bytes FROM entries e
             WHERE e.city = $1 AND e.site = $2 AND e.station = $3 AND e.seq > $4 AND e.seq <= $5
               AND (e.flag IS NOT NULL OR e.kind = ANY($6)) ORDER BY e.seq",
        )
        .await?;
    let kinds: &[&str] = &KINDS;
    // What could not be read when it came may be read by now.
    for one in found {
        let (after, upto) = (column(one.after), column(one.upto));
        let rows = client
            .query(&query, &[&site.city, &site.site, &one.station, &after, &upto, &kinds])
            .await?;
        for row in rows {
            let Ok(entry) = Entry::decode(row.get(0)) else { continue };
            let station = named(&site.site, &entry.station);
            if cut.after(&station, entry.seq, entry.at) {
                by_entry(&site.site, &station, &entry, paid)?;
            }
        }
    }
    Ok(())
}

/// What one entry paid, took back or made due again on billing's accounts. What an office carries on an account itself
/// is its own, and so are its returned items' accounts, whose numbers another office gives too.
fn by_entry(site: &str, station: &str, entry: &Entry, paid: &mut Vec<PaidElsewhere>) -> Result<(), Fault> {
    each_effect(&entry.body, |effect| {
        if !is_own_account(effect.account) && !effect.charge.is_some_and(is_desk_charge) {
            paid.push(PaidElsewhere {
                station: station.to_owned(),
                seq: entry.seq,
                at: entry.at,
                account: effect.account.to_owned(),
                charge: effect.charge.map(str::to_owned),
                amount: effect.amount,
                receipt: named(site, effect.receipt),
                again: effect.restored.map(Into::into),
            });
        }
        Ok(())
    })
}
