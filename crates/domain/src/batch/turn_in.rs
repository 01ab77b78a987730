//! Turn-ins: money that another department or a payment center brings with its own
//! transmittal, counted by both, receipted, balanced to that transmittal.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::{close, person};
use crate::cash::CashCount;
use crate::check::TenderOffer;
use crate::config::{BatchKind, Configuration};
use crate::entry::{BatchOpened, Body, ControlFigure, TurnIn};
use crate::journal::Decision;
use crate::money::Cents;
use crate::payment::{Facts, PaymentRequest, take};
use crate::receipt::Receipt;
use crate::refusal::Refusal;
use crate::session::{Session, SessionReceipt};
use crate::text::{NAME_LENGTH, REFERENCE_LENGTH, clean_required};

/// A turn-in as it was brought and counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TurnInRequest {
    /// The department's code.
    pub department: String,
    /// The transmittal's own number.
    pub transmittal: String,
    /// Who brought it.
    pub brought_by: String,
    /// What the transmittal says it comes to.
    pub total: Cents,
    /// What it is for, and its checks and other tenders; the cash is added from the count.
    pub payment: PaymentRequest,
    /// The cash as the cashier counts it.
    pub cash: CashCount,
    /// The cash as whoever brought it counts it.
    pub cash_again: CashCount,
}

/// Decides a turn-in: the batch, its one receipt, its close, to be written together.
///
/// # Errors
/// In this order: [`Refusal::UnknownDepartment`], text refusals for transmittal and
/// bringer, [`Refusal::CountedOtherwise`] for cash among the tenders, those of [`CashCount::checked`],
/// [`Refusal::CountsDiffer`], [`Refusal::TransmittalDiffers`], those of [`take`].
pub fn take_turn_in(
    facts: &Facts<'_>,
    id: Uuid,
    name: &str,
    (now, date): (DateTime<Utc>, NaiveDate),
    request: &TurnInRequest,
) -> Result<Vec<Decision>, Refusal> {
    let configuration = facts.configuration;
    let unknown = || Refusal::UnknownDepartment {
        department: request.department.clone(),
    };
    let department = configuration
        .departments
        .iter()
        .find(|one| one.code == request.department);
    let department = department.ok_or_else(unknown)?;
    let transmittal = clean_required("transmittal", &request.transmittal, REFERENCE_LENGTH)?;
    let brought_by = clean_required("brought by", &request.brought_by, NAME_LENGTH)?;
    refuse_cash(configuration, &request.payment.tenders)?;
    let kinds = &configuration.denominations;
    let cash = request.cash.clone().checked(kinds)?;
    let again = request.cash_again.clone().checked(kinds)?;
    if cash != again {
        return Err(Refusal::CountsDiffer {
            first: cash.in_words(kinds),
            second: again.in_words(kinds),
        });
    }
    let cash_total = cash.total(kinds)?;
    let others = Cents::sum(request.payment.tenders.iter().map(|tender| tender.amount))?;
    let counted = others.plus(cash_total)?;
    if counted != request.total {
        return Err(Refusal::TransmittalDiffers {
            transmittal: request.total,
            counted,
        });
    }
    let opened = BatchOpened {
        session: id,
        kind: BatchKind::TurnIn,
        name: name.to_owned(),
        keyed_by: person(facts.actor),
        opened_by: Vec::new(),
        control: control(request, configuration.cash().code.clone(), cash, cash_total)?,
        file: None,
        turn_in: Some(TurnIn {
            transmittal: transmittal.clone(),
            department: department.code.clone(),
            department_name: department.name.clone(),
            brought_by: brought_by.clone(),
        }),
    };
    let mut session = Session::open_batch(&facts.station.code, now, date, &opened);
    let mut payment = request.payment.clone();
    payment.payer = Some(format!("{}, {brought_by}", department.name));
    payment.note = Some(format!("Transmittal {transmittal}"));
    if !cash_total.is_zero() {
        payment.tenders.push(TenderOffer {
            tender: configuration.cash().code.clone(),
            amount: cash_total,
            ..TenderOffer::default()
        });
    }
    let receipt = take(
        &Facts {
            session: Some(&session),
            ..*facts
        },
        &payment,
    )?;
    if let Body::Receipt(body) = &receipt.body {
        session.receipts.push(of_batch(body, &receipt, facts, now));
    }
    session.cash = cash_total;
    let closed = close(configuration, &session, facts.actor, None, None)?;
    Ok(vec![
        Decision::plain(Body::BatchOpened(Box::new(opened))),
        receipt,
        closed,
    ])
}

/// Cash is counted by denomination, never brought as a bare amount.
pub(super) fn refuse_cash<'a>(
    configuration: &Configuration,
    tenders: impl IntoIterator<Item = &'a TenderOffer>,
) -> Result<(), Refusal> {
    let cash = configuration.cash();
    match tenders.into_iter().find(|tender| tender.tender == cash.code) {
        Some(_) => Err(Refusal::CountedOtherwise {
            tender: cash.name.clone(),
        }),
        None => Ok(()),
    }
}

/// A receipt as the batch's fold will have it.
pub(super) fn of_batch(body: &Receipt, decision: &Decision, facts: &Facts<'_>, at: DateTime<Utc>) -> SessionReceipt {
    SessionReceipt {
        number: body.number.clone(),
        seq: 0,
        at,
        cashier: facts.actor.id.clone(),
        total: body.total,
        payer: body.payer.clone(),
        tenders: body.tenders.clone(),
        postings: decision.postings.clone(),
        void: false,
    }
}

/// The control figures of a turn-in: its cash as counted, every other tender type summed up.
fn control(
    request: &TurnInRequest,
    cash_code: String,
    cash: CashCount,
    cash_total: Cents,
) -> Result<Vec<ControlFigure>, Refusal> {
    let mut figures: Vec<ControlFigure> = Vec::new();
    if !cash_total.is_zero() {
        figures.push(ControlFigure {
            tender: cash_code,
            items: 0,
            total: cash_total,
            cash,
        });
    }
    for tender in &request.payment.tenders {
        match figures.iter_mut().find(|figure| figure.tender == tender.tender) {
            Some(figure) => {
                figure.items += 1;
                figure.total = figure.total.plus(tender.amount)?;
            }
            None => figures.push(ControlFigure {
                tender: tender.tender.clone(),
                items: 1,
                total: tender.amount,
                cash: CashCount::default(),
            }),
        }
    }
    Ok(figures)
}
