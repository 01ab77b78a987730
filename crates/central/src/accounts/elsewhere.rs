//! What was paid at the city's other offices and billing's accounts do not hold yet: a workstation has only
//! the entries of its own office, and the same accounts.

use std::collections::BTreeMap;

use counterfoil_domain::account::{Behind, Cut, each_effect};
use counterfoil_domain::entry::Entry;
use counterfoil_domain::returns::{is_desk_charge, is_own_account};
use counterfoil_domain::sync::{CENTRAL, StationName};
use counterfoil_formats::wire::{Elsewhere, PaidElsewhere};
use deadpool_postgres::{GenericClient, Object};
use tokio_postgres::IsolationLevel;

use super::offer::{count, named, offer};
use crate::fault::Fault;
use crate::posting::KINDS;
use crate::tables::deliveries::{self, BUNDLES, Delivery};
use crate::tables::{column, sites, stations};

/// What was paid at other offices than a workstation's, from a position of each on; of an office without
/// one, whatever the accounts of that revision do not hold. Nothing where the accounts are of another
/// revision by now: the workstation hears of that at its next contact.
///
/// # Errors
/// Those of the database.
pub async fn elsewhere(
    client: &mut Object,
    name: &StationName,
    revision: u64,
    after: &BTreeMap<String, u64>,
) -> Result<Elsewhere, Fault> {
    let transaction = client
        .build_transaction()
        .isolation_level(IsolationLevel::RepeatableRead)
        .read_only(true)
        .start()
        .await?;
    let offer = offer(&transaction, &name.city, &name.site).await?;
    let mut page = Elsewhere {
        revision: offer.as_ref().map_or(0, |offer| offer.revision),
        positions: after.clone(),
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
        // A position that this database never gave is one of the time before it was restored.
        let from = match after.get(&site).filter(|from| **from <= last) {
            Some(from) => *from,
            None => held(&transaction, &of, &cut).await?.unwrap_or(last),
        };
        let mut found = deliveries::of_others(&transaction, &of, from, last, BUNDLES).await?;
        let more = deliveries::cut(&mut found);
        let upto = found.last().filter(|_| more).map_or(last, |last| last.position);
        paid(&transaction, &of, &found, &cut, &mut page.paid).await?;
        page.positions.insert(site, upto);
        page.more |= more;
    }
    Ok(page)
}

/// The position of an office up to which the accounts hold every entry; none where they hold all.
async fn held(client: &impl GenericClient, site: &StationName, cut: &Cut) -> Result<Option<u64>, Fault> {
    let mut first: Option<u64> = None;
    for station in stations::of_site(client, &site.city, &site.site).await? {
        if station.name.station == CENTRAL {
            continue;
        }
        let seq = match cut.behind(&named(&site.site, &station.name.station)) {
            Behind::Entry(seq) => seq,
            Behind::Instant(as_of) => {
                let query = client
                    .prepare_cached(
                        "SELECT seq FROM entries WHERE city = $1 AND site = $2 AND station = $3 AND at <= $4
                         ORDER BY seq DESC LIMIT 1",
                    )
                    .await?;
                let StationName { city, site, station } = &station.name;
                let row = client.query_opt(&query, &[city, site, station, &as_of]).await?;
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
