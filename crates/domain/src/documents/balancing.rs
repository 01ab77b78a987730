//! The balancing sheet of a drawer session, made from the session's fold.

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;

use super::waivers::waiver_words;
use super::{
    BalancingSheet, CashSheetLine, CountSheetLine, Found, MovementSheetLine, ReclassSheetLine, TapeSheetLine,
    TenderSheetLine, VoidSheetLine,
};
use crate::business_day::{local, zone};
use crate::cash::CashCount;
use crate::config::{Configuration, Language, TenderKind};
use crate::entry::{CountedItem, TenderCount};
use crate::money::Cents;
use crate::payment::heading;
use crate::receipt::Tender;
use crate::refusal::Refusal;
use crate::session::{Count, Event, EventKind, Phase, Session};

/// The balancing sheet of a session, at any time of its life: an open one has no
/// counted figures, a closed one has them all.
///
/// `station` is the workstation's code, `seal` that of the closing entry; it is
/// left out while the session is not closed. The sheet always holds what is
/// expected: whoever counts blind must not be given it before the count.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`]; [`Refusal::UnknownDenomination`] where a count
/// holds a note or coin that the configuration no longer has.
pub fn balancing_sheet(
    configuration: &Configuration,
    station: &str,
    session: &Session,
    language: Language,
    seal: Option<String>,
) -> Result<BalancingSheet, Refusal> {
    let sheet = Sheet {
        configuration,
        session,
        language,
        zone: zone(&configuration.site),
    };
    let closed = session.phase == Phase::Closed;
    let count = session.last_count();
    let cash = count
        .map(|count| sheet.cash(&count.cash))
        .transpose()?
        .unwrap_or_default();
    Ok(BalancingSheet {
        heading: heading(configuration),
        language,
        station: station.to_owned(),
        window: session.window.clone(),
        drawer: session.drawer.clone(),
        business_date: session.business_date,
        state: match session.phase {
            Phase::Open => "open",
            Phase::Counting => "counting",
            Phase::Closed => "closed",
        },
        opened_at: sheet.local(session.opened_at),
        closed_at: session.closed_at.filter(|_| closed).map(|at| sheet.local(at)),
        cashiers: session
            .cashiers
            .iter()
            .map(|(_, name, since)| (name.clone(), sheet.local(*since)))
            .collect(),
        float: sheet.cash(&session.float)?,
        float_total: session.float_total,
        first_receipt: session.receipts.first().map(|receipt| receipt.number.clone()),
        last_receipt: session.receipts.last().map(|receipt| receipt.number.clone()),
        receipts: u32::try_from(session.receipts.len()).unwrap_or(u32::MAX),
        receipts_total: session.receipts_total()?,
        voids: sheet.voids(),
        reclasses: sheet.reclasses(),
        tenders: sheet.tenders(count)?,
        cash_total: Cents::sum(cash.iter().map(|line| line.total))?,
        cash,
        tape: sheet.tape(count),
        movements: sheet.movements(),
        counts: sheet.counts()?,
        reasons: sheet.reasons(),
        waivers: sheet.waivers(),
        seal: seal.filter(|_| closed),
    })
}

struct Sheet<'a> {
    configuration: &'a Configuration,
    session: &'a Session,
    language: Language,
    zone: Tz,
}

impl Sheet<'_> {
    fn local(&self, at: DateTime<Utc>) -> NaiveDateTime {
        local(at, self.zone)
    }

    fn says(&self, english: &str, spanish: &str) -> String {
        match self.language {
            Language::En => english.to_owned(),
            Language::Es => spanish.to_owned(),
        }
    }

    /// Someone's name: as they held this drawer, else as the configuration knows them.
    fn person(&self, id: &str) -> String {
        let held = self.session.cashiers.iter().find(|cashier| cashier.0 == id);
        let known = self.configuration.users.iter().find(|user| user.id == id);
        held.map(|cashier| &cashier.1)
            .or(known.map(|user| &user.name))
            .map_or(id, String::as_str)
            .to_owned()
    }

    /// A tender type's name; that of a receipt where the configuration no longer has the type.
    fn tender_name(&self, code: &str) -> String {
        let receipts = self.session.receipts.iter();
        let taken = || {
            receipts
                .flat_map(|receipt| &receipt.tenders)
                .find(|tender| tender.code == code)
                .map_or(code, |tender| &tender.name)
        };
        match self.configuration.tender(code) {
            Ok(kind) => kind.name_in(self.language).to_owned(),
            Err(_) => taken().to_owned(),
        }
    }

    fn cash(&self, count: &CashCount) -> Result<Vec<CashSheetLine>, Refusal> {
        let kinds = &self.configuration.denominations;
        let lines = count.0.iter().map(|line| {
            let kind = kinds.iter().find(|kind| kind.cents == line.cents);
            let kind = kind.ok_or(Refusal::UnknownDenomination { cents: line.cents })?;
            Ok(CashSheetLine {
                label: kind.label.clone(),
                kind: kind.kind,
                loose: line.loose,
                bundles: line.bundles,
                total: CashCount(vec![line.clone()]).total(kinds)?,
            })
        });
        lines.collect()
    }

    fn tenders(&self, count: Option<&Count>) -> Result<Vec<TenderSheetLine>, Refusal> {
        let line = |tender: &TenderCount, counted: bool| {
            Ok(TenderSheetLine {
                name: self.tender_name(&tender.tender),
                items: tender.items,
                expected: tender.expected,
                counted: counted.then_some(tender.counted),
                difference: counted.then(|| tender.difference()).transpose()?,
            })
        };
        match count {
            Some(count) => count.tenders.iter().map(|tender| line(tender, true)).collect(),
            None => {
                let expected = self.session.expected(self.configuration)?;
                expected.iter().map(|tender| line(tender, false)).collect()
            }
        }
    }

    /// The tape in the order taken; behind it what was found and no receipt has.
    fn tape(&self, count: Option<&Count>) -> Vec<TapeSheetLine> {
        let items = count.map_or(&[][..], |count| &count.items);
        let finding = |item: &CountedItem| match item.found {
            None => Found::Missing,
            Some(found) if found == item.recorded => Found::Agreed,
            Some(found) => Found::Misread(found),
        };
        let taken = self.session.tape(self.configuration).map(|piece| {
            let item = items.iter().find(|item| {
                item.of
                    .as_ref()
                    .is_some_and(|of| of.0 == piece.receipt.number && of.1 == piece.place)
            });
            TapeSheetLine {
                order: 0,
                tender: self.tender_name(&piece.tender.code),
                receipt: Some(piece.receipt.number.clone()),
                number: paper_number(piece.tender),
                recorded: piece.tender.amount,
                found: item.map_or(Found::NotCounted, finding),
            }
        });
        let extra = items.iter().filter(|item| item.of.is_none()).map(|item| TapeSheetLine {
            order: 0,
            tender: self.tender_name(&item.tender),
            receipt: None,
            number: item.number.clone(),
            recorded: item.recorded,
            found: Found::Extra(item.found.unwrap_or_default()),
        });
        let in_order = (1u32..).zip(taken.chain(extra));
        in_order.map(|(order, line)| TapeSheetLine { order, ..line }).collect()
    }

    fn voids(&self) -> Vec<VoidSheetLine> {
        let lines = self.session.events.iter().filter_map(|event| match &event.what {
            EventKind::Void {
                receipt,
                reason,
                total,
                tenders,
            } => Some(VoidSheetLine {
                receipt: receipt.clone(),
                at: self.local(event.at),
                total: *total,
                reason: reason.clone(),
                approved_by: event.with.clone(),
                checks_returned: tenders
                    .iter()
                    .filter(|tender| tender.kind.is_check() && tender.kind != TenderKind::ElectronicCheck)
                    .map(|tender| match paper_number(tender) {
                        Some(number) => format!("{} {number} {}", self.tender_name(&tender.code), tender.amount),
                        None => format!("{} {}", self.tender_name(&tender.code), tender.amount),
                    })
                    .collect(),
            }),
            _ => None,
        });
        lines.collect()
    }

    fn reclasses(&self) -> Vec<ReclassSheetLine> {
        let lines = self.session.events.iter().filter_map(|event| match &event.what {
            EventKind::Reclass {
                receipt,
                from,
                to,
                amount,
                reason,
            } => Some(ReclassSheetLine {
                receipt: receipt.clone(),
                at: self.local(event.at),
                amount: *amount,
                from: self.tender_name(from),
                to: self.tender_name(to),
                reason: reason.clone(),
                approved_by: event.with.clone(),
            }),
            _ => None,
        });
        lines.collect()
    }

    fn movements(&self) -> Vec<MovementSheetLine> {
        let lines = self.session.events.iter().filter_map(|event| {
            let (what, amount) = match &event.what {
                EventKind::PickUp(total) => (self.says("Pick-up to the vault", "Retiro a la bóveda"), total.negated()),
                EventKind::ChangeOrder(net) => (self.says("Change order", "Pedido de cambio"), *net),
                EventKind::HandOver { to, .. } => {
                    (format!("{} {to}", self.says("Hand-over to", "Relevo a")), Cents::ZERO)
                }
                EventKind::NoSale { .. } => (self.says("No-sale opening", "Apertura sin venta"), Cents::ZERO),
                _ => return None,
            };
            Some(MovementSheetLine {
                at: self.local(event.at),
                what,
                amount,
                by: self.person(&event.by),
                with: event.with.clone(),
            })
        });
        lines.collect()
    }

    /// Every count in order: those in the middle of the day are of cash alone,
    /// those for the close of all tenders.
    fn counts(&self) -> Result<Vec<CountSheetLine>, Refusal> {
        let mut counts: Vec<(DateTime<Utc>, String, Cents, Cents)> = Vec::new();
        for Event { at, what, .. } in &self.session.events {
            match what {
                EventKind::Checkpoint { expected, counted } => {
                    counts.push((*at, self.says("Checkpoint", "Arqueo intermedio"), *expected, *counted));
                }
                EventKind::HandOver { expected, counted, .. } => {
                    counts.push((*at, self.says("Hand-over", "Relevo"), *expected, *counted));
                }
                _ => {}
            }
        }
        for (place, count) in self.session.counts.iter().enumerate() {
            let what = match place {
                0 => self.says("Close", "Cierre"),
                _ => self.says("Recount", "Nuevo recuento"),
            };
            let expected = Cents::sum(count.tenders.iter().map(|tender| tender.expected))?;
            let counted = Cents::sum(count.tenders.iter().map(|tender| tender.counted))?;
            counts.push((count.at, what, expected, counted));
        }
        let lines = counts.into_iter().map(|(at, what, expected, counted)| {
            Ok(CountSheetLine {
                at: self.local(at),
                what,
                expected,
                counted,
                difference: counted.minus(expected)?,
            })
        });
        lines.collect()
    }

    /// Reasons that no other part of the sheet shows: of a no-sale, a recount, a close.
    /// Whoever agreed stands behind whoever gave it.
    fn reasons(&self) -> Vec<(NaiveDateTime, String, String)> {
        let reasons = self.session.events.iter().filter_map(|event| {
            let reason = match &event.what {
                EventKind::NoSale { reason } | EventKind::Recount { reason } => reason,
                EventKind::Close { reason } => reason.as_ref()?,
                _ => return None,
            };
            let given_by = self.person(&event.by);
            let who = match &event.with {
                Some(second) => format!("{given_by}, {second}"),
                None => given_by,
            };
            Some((self.local(event.at), who, reason.clone()))
        });
        reasons.collect()
    }

    fn waivers(&self) -> Vec<String> {
        let waived = &self.configuration.policies.waived;
        waived
            .iter()
            .map(|waiver| waiver_words(*waiver, self.language).to_owned())
            .collect()
    }
}

/// The number on a piece of paper: a check's, else its reference.
fn paper_number(tender: &Tender) -> Option<String> {
    let check = tender.check.as_ref().and_then(|check| check.number.clone());
    check.or_else(|| tender.reference.clone())
}
