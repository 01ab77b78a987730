//! The history of an account, and the events of a payment.

use std::collections::HashMap;

use chrono::NaiveDate;
use chrono_tz::Tz;
use counterfoil_domain::account::Standing;
use counterfoil_domain::config::Configuration;
use counterfoil_domain::day::LogLine;
use counterfoil_domain::documents as made;
use counterfoil_domain::entry::{Entry, Hash};
use counterfoil_domain::history::{HistoryRow, history_of};
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::returns::is_desk_charge;
use counterfoil_domain::returns::item::ReturnedItem;
use uuid::Uuid;

use super::super::after_close::Traced;
use super::super::papers::write_reports;
use super::super::receipts::{hour, zone};
use super::super::returns::row_of;
use super::tracing::has_voucher;
use crate::fault::Fault;
use crate::rpc::messages::*;
use crate::seat::Call;
use crate::site::{Inside, accounts as table, returned};

/// Entries of an account that are shown.
const SHOWN: u32 = 200;
/// Entries of an account that are written.
const WRITTEN: u32 = 10_000;
/// The folder of histories, among the workstation's documents.
const FOLDER: &str = "accounts";

/// Where a payment lies.
pub(super) struct Where {
    session: (Uuid, String),
    date: NaiveDate,
    deposit: Option<(Uuid, String)>,
}

impl Where {
    pub(super) fn of(traced: &Traced) -> Where {
        let deposit = traced.deposit.as_ref();
        Where {
            session: (traced.trace.receipt.session, traced.session.clone()),
            date: traced.trace.business_date,
            deposit: deposit.map(|(id, number, _)| (*id, number.clone())),
        }
    }
}

fn voucher(own: &str, entry: &Entry) -> Option<u64> {
    (entry.station == own && has_voucher(entry)).then_some(entry.seq)
}

/// What an entry is to a payment, in one line.
pub(super) fn event_line(
    configuration: &Configuration,
    own: &str,
    (entry, hash): (&Entry, &Hash),
    (receipt, place): (&str, &Where),
    zone: Tz,
) -> HistoryLine {
    let said = LogLine::of(entry, hash);
    HistoryLine {
        business_date: entry.business_date.to_string(),
        at: hour(entry.at, zone),
        kind: said.kind,
        what: said.what,
        amount: said.amount.unwrap_or_default(),
        balance: None,
        receipt: Some(receipt.to_owned()),
        session: Some(place.session.clone()),
        session_date: Some(place.date.to_string()),
        deposit: place.deposit.clone(),
        related: related(entry),
        by: name_of(configuration, &said.actor),
        second: said.second,
        voucher: voucher(own, entry),
        seal: said.seal,
    }
}

/// The returned item or refund that an entry is about.
fn related(entry: &Entry) -> Option<String> {
    use counterfoil_domain::entry::Body;
    match &entry.body {
        Body::ItemReturned(body) => Some(body.number.clone()),
        Body::ItemReinstated(body) => Some(body.number.clone()),
        Body::ReceiptReversed(body) => body.refund.as_ref().map(|refund| refund.number.clone()),
        Body::RefundRequested(body) => Some(body.refund.number.clone()),
        Body::RefundWithdrawn(body) => Some(body.number.clone()),
        _ => None,
    }
}

/// What entries did on an account, newest first, each with its kind and whether it has a voucher.
fn rows(inside: &Inside, account: &str, limit: u32) -> Result<Vec<(HistoryRow, String, Option<u64>)>, Fault> {
    let mut rows = Vec::new();
    for (station, seq) in table::entries(&inside.connection, account, limit)? {
        let stored = inside.stored(&station, seq)?;
        let entry = stored.entry()?;
        let (kind, voucher) = (entry.body.kind().to_owned(), voucher(inside.own(), &entry));
        let own = history_of(&entry, &stored.hash, account);
        rows.extend(own.into_iter().rev().map(|row| (row, kind.clone(), voucher)));
    }
    Ok(rows)
}

/// The history of an account.
///
/// # Errors
/// [`Refusal::UnknownAccount`] where neither a copy of the accounts nor any entry has it,
/// [`Refusal::NotClosingDesk`], those of the store.
pub fn account_history(call: &Call<'_>, request: GetAccount) -> Result<AccountHistoryView, Fault> {
    call.station.take_in_left()?;
    let configuration = call.station.configuration();
    let (standing, today) = standing(call, &request.number)?;
    let number = request.number.trim().to_owned();
    let zone = zone(call);
    let flags = &configuration.policies.flags;
    call.station.site()?.read(|inside| {
        let found = rows(inside, &number, SHOWN + 1)?;
        if found.is_empty() && standing.is_none() {
            return Err(Refusal::UnknownAccount {
                account: number.clone(),
            }
            .into());
        }
        let mut places: HashMap<String, Where> = HashMap::new();
        let mut lines = Vec::new();
        for (row, kind, voucher) in found.iter().take(usize::try_from(SHOWN).unwrap_or(usize::MAX)) {
            if let Some(receipt) = &row.receipt
                && !places.contains_key(receipt)
            {
                places.insert(receipt.clone(), Where::of(&Traced::of(inside, receipt)?));
            }
            let place = row.receipt.as_ref().and_then(|receipt| places.get(receipt));
            lines.push(line(&configuration, (row, kind, *voucher), place, zone));
        }
        let mut returned = returned::of_account(&inside.connection, &number)?;
        returned.retain(|item| item.accounts().contains(number.as_str()));
        let account = standing.as_ref().map(|standing| &standing.account);
        Ok(AccountHistoryView {
            name: account.map(|account| account.name.clone()).unwrap_or_default(),
            due: standing.as_ref().map_or(Ok(Cents::ZERO), Standing::due)?,
            flags: account.map_or_else(Vec::new, |account| account.flags.notices(flags, today)),
            more: lines.len() < found.len(),
            lines,
            paid: paid(inside, &number, &returned)?,
            returned: returned
                .iter()
                .map(|item| row_of(&configuration, item, today))
                .collect(),
            number,
        })
    })
}

/// What was paid on an account and stands: on billing's charges and on those that the desk
/// carries, less what these put on it again.
fn paid(inside: &Inside, account: &str, returned: &[ReturnedItem]) -> Result<Cents, Fault> {
    let mut paid = table::paid(&inside.connection, account)?;
    let dues = returned.iter().flat_map(|item| &item.dues);
    let carried = dues.filter(|due| due.account == account && due.charge.as_deref().is_some_and(is_desk_charge));
    for due in carried {
        paid = paid.plus(due.paid())?;
        if !due.fee {
            paid = paid.minus(due.amount)?.plus(due.forgiven)?;
        }
    }
    Ok(paid)
}

fn standing(call: &Call<'_>, number: &str) -> Result<(Option<Standing>, NaiveDate), Fault> {
    let desk = call.station.desk();
    let today = desk.held().today(call.station.clock().now());
    Ok((call.station.standing(&desk, number.trim())?, today))
}

fn name_of(configuration: &Configuration, id: &str) -> String {
    let known = configuration.users.iter().find(|user| user.id == id);
    known.map_or(id, |user| &user.name).to_owned()
}

fn line(
    configuration: &Configuration,
    (row, kind, voucher): (&HistoryRow, &str, Option<u64>),
    place: Option<&Where>,
    zone: Tz,
) -> HistoryLine {
    HistoryLine {
        business_date: row.business_date.to_string(),
        at: hour(row.at, zone),
        kind: kind.to_owned(),
        what: row.what.clone(),
        amount: row.amount,
        balance: row.balance,
        receipt: row.receipt.clone(),
        session: place.map(|place| place.session.clone()),
        session_date: place.map(|place| place.date.to_string()),
        deposit: place.and_then(|place| place.deposit.clone()),
        related: row.related.clone(),
        by: name_of(configuration, &row.by),
        second: row.second.clone(),
        voucher,
        seal: row.seal.clone(),
    }
}

/// Writes the history of an account as PDF, XLSX and CSV, oldest first.
///
/// # Errors
/// As [`account_history`], and those of the file system.
pub fn write_account_history(call: &Call<'_>, request: GetAccount) -> Result<DocumentsWritten, Fault> {
    let view = account_history(call, GetAccount { ..request.clone() })?;
    let today = standing(call, &view.number)?.1;
    let found = call
        .station
        .site()?
        .read(|inside| rows(inside, &view.number, WRITTEN))?;
    let rows: Vec<HistoryRow> = found.into_iter().rev().map(|(row, _, _)| row).collect();
    let configuration = call.station.configuration();
    let report = made::account_history(&configuration, (&view.number, &view.name), today, &rows)?;
    write_reports(call, FOLDER, std::slice::from_ref(&report))
}
