//! Where a payment went, and all that became of it.

use chrono::Days;
use counterfoil_domain::config::Configuration;
use counterfoil_domain::documents as made;
use counterfoil_domain::entry::{Body, Entry, seal};
use counterfoil_domain::money::Cents;
use counterfoil_domain::trace::Trace;

use super::super::after_close::{Traced, TracedTender, days_about};
use super::super::board::date_of;
use super::super::papers::write_reports;
use super::super::payment::detail;
use super::super::receipts::{hour, zone};
use super::history::{Where, event_line};
use crate::fault::Fault;
use crate::rpc::messages::*;
use crate::seat::Call;
use crate::site::{Inside, payments};
use counterfoil_domain::returns::can_return;
use counterfoil_domain::text::folded;

/// Payments that are shown.
const SHOWN: usize = 50;
/// Payments that are looked at, since words may leave most of them out.
const LOOKED_AT: u32 = 400;
/// So many days about the date, unless somebody says otherwise.
const DAYS: u16 = 7;
/// The folder of vouchers, among the workstation's documents.
const VOUCHERS: &str = "vouchers";

/// Traces where a payment of an amount on about a date went.
///
/// # Errors
/// Amounts that do not read, [`Fault::BadRequest`] for a date that is none,
/// [`Refusal::NotClosingDesk`], those of the store.
pub fn trace_payments(call: &Call<'_>, request: TracePayments) -> Result<TracedPayments, Fault> {
    call.station.take_in_left()?;
    let zone = zone(call);
    let amount = Cents::parse("amount", &request.amount)?;
    let today = call.station.desk().held().today(call.station.clock().now());
    let about = date_of(request.date.as_deref())?.unwrap_or(today);
    let days = Days::new(u64::from(request.days.unwrap_or(DAYS)));
    let words = folded(request.text.as_deref().unwrap_or_default());
    let words: Vec<&str> = words.split_whitespace().collect();
    call.station.site()?.read(|inside| {
        let (from, to) = days_about(about, days);
        let span = (from, about, to);
        let mut found = Vec::new();
        let mut more = false;
        for (receipt, what) in payments::with_amount(&inside.connection, amount, span, LOOKED_AT)? {
            let traced = Traced::of(inside, &receipt)?;
            if !holds(&traced.trace, &words) {
                continue;
            }
            if found.len() == SHOWN {
                more = true;
                break;
            }
            found.push(payment_view(&traced, what, &hour(traced.trace.at, zone))?);
        }
        Ok(TracedPayments { payments: found, more })
    })
}

/// Whether all the words stand in a payment: payer, accounts, check numbers, references.
fn holds(trace: &Trace, words: &[&str]) -> bool {
    let mut text = vec![trace.number().to_owned()];
    text.extend(trace.receipt.payer.clone());
    text.extend(trace.receipt.note.clone());
    for line in &trace.lines {
        text.extend(line.line.account.clone());
        text.extend(line.line.reference.clone());
        text.push(line.line.description.clone());
    }
    text.extend(trace.tenders.iter().map(|one| detail(&one.tender)));
    let text = folded(&text.join(" "));
    words.iter().all(|word| text.contains(word))
}

fn payment_view(traced: &Traced, matched: String, at: &str) -> Result<TracedPayment, Fault> {
    let trace = &traced.trace;
    let mut stands = Vec::new();
    let mut suspense = false;
    for line in &trace.lines {
        let standing = line.standing()?;
        if standing.is_zero() {
            continue;
        }
        suspense |= line.in_suspense();
        let account = line.line.account.as_ref().map(|account| format!("{account} "));
        stands.push(format!(
            "{}{} {standing}",
            account.unwrap_or_default(),
            line.line.description
        ));
    }
    Ok(TracedPayment {
        receipt: trace.number().to_owned(),
        business_date: trace.business_date.to_string(),
        at: at.to_owned(),
        session: traced.session.clone(),
        payer: trace.receipt.payer.clone(),
        total: trace.receipt.total,
        matched,
        stands,
        suspense,
        undone: undone(trace),
    })
}

fn undone(trace: &Trace) -> Option<String> {
    if trace.void {
        return Some("void".to_owned());
    }
    if trace.reversed {
        return Some("reversed".to_owned());
    }
    trace.tenders.iter().find_map(|one| one.returned.clone())
}

/// A payment and all that became of it.
///
/// # Errors
/// [`Refusal::UnknownReceipt`], [`Refusal::NotClosingDesk`], those of the store.
pub fn trace(call: &Call<'_>, request: GetReceipt) -> Result<TraceView, Fault> {
    call.station.take_in_left()?;
    let configuration = call.station.configuration();
    let zone = zone(call);
    let number = request.receipt.trim().to_uppercase();
    call.station.site()?.read(|inside| {
        let traced = Traced::of(inside, &number)?;
        let trace = &traced.trace;
        let (mut events, place) = (Vec::new(), Where::of(&traced));
        for (station, seq) in inside.entries_of(&number)? {
            let stored = inside.stored(&station, seq)?;
            let entry = stored.entry()?;
            events.push(event_line(
                &configuration,
                inside.own(),
                (&entry, &stored.hash),
                (&number, &place),
                zone,
            ));
        }
        let original = inside.stored(&trace.station, trace.seq)?;
        let (session, deposit) = (trace.receipt.session, traced.deposit.clone());
        let reasons = configuration.corrections.iter().flat_map(|rules| &rules.reasons);
        Ok(TraceView {
            receipt: number.clone(),
            station: trace.station.clone(),
            business_date: trace.business_date.to_string(),
            at: hour(trace.at, zone),
            cashier: trace.receipt.cashier.clone(),
            session: (session, traced.session.clone()),
            approved: traced.approved,
            deposit: deposit.map(|(id, number, _)| (id, number)),
            payer: trace.receipt.payer.clone(),
            total: trace.receipt.total,
            standing: trace.standing()?,
            lines: lines(&configuration, trace)?,
            events,
            void: trace.void,
            reversed: trace.reversed,
            reasons: reasons.cloned().collect(),
            seal: seal(&original.hash),
            tenders: tenders(inside, &number, trace)?,
        })
    })
}

fn tenders(inside: &Inside, number: &str, trace: &Trace) -> Result<Vec<TracedTenderView>, Fault> {
    let views = (0u16..).zip(&trace.tenders).map(|(place, one)| {
        let tender = TracedTender::new(Traced::of(inside, number)?, place);
        Ok(TracedTenderView {
            tender: one.tender.code.clone(),
            kind: one.tender.kind,
            name: one.tender.name.clone(),
            detail: detail(&one.tender),
            amount: one.tender.amount,
            returned: one.returned.clone(),
            returnable: can_return(&tender.original()).is_ok(),
        })
    });
    views.collect()
}

fn lines(configuration: &Configuration, trace: &Trace) -> Result<Vec<TracedLineView>, Fault> {
    let department = |code: &str| {
        let known = configuration.departments.iter().find(|one| one.code == code);
        known.map_or(code.to_owned(), |one| one.name.clone())
    };
    let views = (0u16..).zip(&trace.lines).map(|(place, one)| {
        Ok(TracedLineView {
            line: place,
            description: one.line.description.clone(),
            account: one.line.account.clone(),
            department: department(&one.line.department),
            amount: one.line.amount,
            standing: one.standing()?,
            suspense: one.in_suspense(),
            from: one.from,
        })
    });
    views.collect()
}

/// Writes the voucher of a correcting entry.
///
/// # Errors
/// [`Fault::BadRequest`] for an entry that has none, [`Refusal::NotClosingDesk`], those of the store
/// and of the file system.
pub fn write_voucher(call: &Call<'_>, request: WriteVoucher) -> Result<DocumentsWritten, Fault> {
    let none = || Fault::BadRequest {
        problem: format!("entry {} is no correction and has no voucher", request.seq),
    };
    let stored = call.station.site()?.read(|inside| {
        let heads = inside.heads()?;
        let own = heads.iter().find(|head| head.station == inside.own());
        match own.is_some_and(|head| (1..=head.seq).contains(&request.seq)) {
            true => inside.stored(inside.own(), request.seq),
            false => Err(none()),
        }
    })?;
    let report = made::voucher(&call.station.configuration(), &stored.entry()?, &stored.hash)?;
    let report = report.ok_or_else(none)?;
    write_reports(call, VOUCHERS, std::slice::from_ref(&report))
}

/// Whether an entry has a voucher.
pub(super) fn has_voucher(entry: &Entry) -> bool {
    matches!(
        entry.body,
        Body::ItemReturned(_)
            | Body::ItemReinstated(_)
            | Body::ReceiptReversed(_)
            | Body::PaymentTransferred(_)
            | Body::RefundRequested(_)
            | Body::RefundWithdrawn(_)
    )
}
