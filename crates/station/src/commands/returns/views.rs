//! The register of returned items, and one item as the screens get it.

use chrono::{Days, NaiveDate};
use counterfoil_domain::config::{Configuration, CorrectedBy};
use counterfoil_domain::entry::seal;
use counterfoil_domain::money::Cents;
use counterfoil_domain::returns::item::{ItemState, ReturnedItem};

use super::super::payment::detail;
use super::{files, item};
use crate::fault::Fault;
use crate::rpc::messages::*;
use crate::seat::Call;
use crate::site::{returned as table, rows};

/// Settled items that are listed.
const SETTLED: u32 = 50;
/// The ages of the register, in days.
const AGES: [(u32, Option<u32>); 4] = [(0, Some(30)), (31, Some(60)), (61, Some(90)), (91, None)];
const STATES: [ItemState; 5] = [
    ItemState::Open,
    ItemState::NoticeSent,
    ItemState::Collections,
    ItemState::Cleared,
    ItemState::Reinstated,
];

/// The register of returned items.
///
/// # Errors
/// [`Refusal::NotClosingDesk`](counterfoil_domain::refusal::Refusal::NotClosingDesk), those of the store.
pub fn returned_items(call: &Call<'_>, _request: Nothing) -> Result<ReturnedItemsView, Fault> {
    call.station.take_in_left()?;
    let configuration = call.station.configuration();
    let user = call.user()?;
    let today = call.station.desk().held().today(call.station.clock().now());
    let rules = configuration.returned_items.as_ref();
    let (holds, sums, listed) = call.station.site()?.read(|inside| {
        let sums = STATES
            .iter()
            .map(|state| Ok((*state, table::sum_of(&inside.connection, *state)?)));
        Ok((
            rows::held_by(&inside.connection, &user.id)?,
            sums.collect::<Result<Vec<_>, Fault>>()?,
            table::listed(&inside.connection, SETTLED)?,
        ))
    })?;
    Ok(ReturnedItemsView {
        business_date: today.to_string(),
        holds,
        reasons: rules.map_or_else(Vec::new, |rules| {
            let reasons = rules.reasons.iter().map(|reason| ReturnReasonView {
                code: reason.code.clone(),
                also: reason.also.clone(),
                name: reason.name.clone(),
                name_es: reason.name_es.clone().unwrap_or_else(|| reason.name.clone()),
                of: reason.of,
                fee: reason.fee,
            });
            reasons.collect()
        }),
        layouts: rules.map_or_else(Vec::new, |rules| {
            let layouts = rules.layouts.iter().map(|layout| ReturnLayoutView {
                code: layout.code.clone(),
                name: layout.name.clone(),
            });
            layouts.collect()
        }),
        reinstatement_reasons: reasons_of(&configuration, CorrectedBy::Reinstatement),
        mistake_reasons: reasons_of(&configuration, CorrectedBy::MistakenReturn),
        dismissal_reasons: reasons_of(&configuration, CorrectedBy::Dismissal),
        items: listed.iter().map(|item| row_of(&configuration, item, today)).collect(),
        ages: AGES.iter().map(|age| of_age(*age, &listed, today)).collect(),
        fees_charged: Cents::sum(sums.iter().map(|(_, sum)| sum.fee))?,
        fees_collected: Cents::sum(sums.iter().map(|(_, sum)| sum.fee_paid))?,
        states: sums.into_iter().map(state_view).collect(),
        waiting: files::waiting(call)?,
        collections_days: rules.map_or(0, |rules| rules.collections_days),
    })
}

/// The listed reasons of a kind of correction.
fn reasons_of(configuration: &Configuration, of: CorrectedBy) -> Vec<String> {
    let reasons = configuration.corrections.iter().flat_map(|rules| &rules.reasons);
    reasons
        .filter(|reason| reason.of == of)
        .map(|reason| reason.name.clone())
        .collect()
}

fn count(items: usize) -> u32 {
    u32::try_from(items).unwrap_or(u32::MAX)
}

fn state_view((state, sum): (ItemState, table::StateSum)) -> ReturnedStateSum {
    ReturnedStateSum {
        state,
        items: sum.items,
        amount: sum.amount,
        open: sum.open,
    }
}

fn of_age((from, to): (u32, Option<u32>), items: &[ReturnedItem], today: NaiveDate) -> ReturnedAgeSum {
    let is_of = |item: &&ReturnedItem| {
        let age = age_of(item, today);
        !item.open().is_zero() && age >= from && to.is_none_or(|to| age <= to)
    };
    let own: Vec<&ReturnedItem> = items.iter().filter(is_of).collect();
    ReturnedAgeSum {
        from,
        to,
        items: count(own.len()),
        open: Cents(own.iter().map(|item| item.open().0).sum()),
    }
}

fn age_of(item: &ReturnedItem, today: NaiveDate) -> u32 {
    u32::try_from(item.age(today).max(0)).unwrap_or(u32::MAX)
}

/// A returned item in a list.
pub(in crate::commands) fn row_of(
    configuration: &Configuration,
    item: &ReturnedItem,
    today: NaiveDate,
) -> ReturnedItemRow {
    let body = &item.returned;
    let days = configuration
        .returned_items
        .as_ref()
        .map_or(0, |rules| rules.collections_days);
    let old_enough = today >= item.on + Days::new(u64::from(days));
    ReturnedItemRow {
        number: item.number().to_owned(),
        on: item.on.to_string(),
        age: age_of(item, today),
        payer: body.payer.0.clone(),
        receipts: body.tenders.iter().map(|one| one.receipt.clone()).collect(),
        detail: body.tenders.first().map(|one| detail(&one.tender)).unwrap_or_default(),
        reason_code: body.reason.0.clone(),
        reason: body.reason.1.clone(),
        amount: body.amount,
        fee: item.fee_charged(),
        open: item.open(),
        state: item.state(),
        marked_until: item.marked_until(today).map(|until| until.to_string()),
        collectable: matches!(item.state(), ItemState::Open | ItemState::NoticeSent) && old_enough,
    }
}

/// One item, whole.
pub(super) fn item_view(call: &Call<'_>, number: &str) -> Result<ReturnedItemView, Fault> {
    let configuration = call.station.configuration();
    let item = item(call, number)?;
    let today = call.station.desk().held().today(call.station.clock().now());
    let (seal, same_bank) = call.station.site()?.read(|inside| {
        let stored = inside.stored(&item.station, item.seq)?;
        let same = match item.token() {
            Some(token) => table::of_token(&inside.connection, token)?,
            None => Vec::new(),
        };
        Ok((seal(&stored.hash), same))
    })?;
    let body = &item.returned;
    Ok(ReturnedItemView {
        row: row_of(&configuration, &item, today),
        seq: item.seq,
        reference: body.reference.clone(),
        tenders: body
            .tenders
            .iter()
            .map(|one| TenderOf {
                receipt: one.receipt.clone(),
                place: one.place,
                amount: one.tender.amount,
            })
            .collect(),
        deposits: body
            .tenders
            .iter()
            .filter_map(|one| Some(one.deposit.as_ref()?.1.clone()))
            .collect(),
        payer: body.payer.clone(),
        dues: item
            .dues
            .iter()
            .map(|due| OpenDueView {
                account: due.account.clone(),
                what: due.what.clone(),
                amount: due.amount,
                open: due.open(),
                fee: due.fee,
                payments: due
                    .payments
                    .iter()
                    .map(|(receipt, on, amount)| (receipt.clone(), on.to_string(), *amount))
                    .collect(),
            })
            .collect(),
        no_fee: body.no_fee.clone(),
        notices: item.notices.iter().map(|(on, _)| on.to_string()).collect(),
        collections: item.collections.as_ref().map(|list| list.0.clone()),
        reinstated_on: item.reinstated.map(|(on, _)| on.to_string()),
        worker: body.worker.1.clone(),
        seal,
        same_bank: same_bank
            .iter()
            .filter(|other| other.number() != item.number())
            .map(|other| row_of(&configuration, other, today))
            .collect(),
        written: Vec::new(),
        repeated: false,
    })
}
