//! The day's corrections — voids, reclasses, what was sent back or placed, the bank's,
//! those of payments of earlier days — and the drawer-opening log.

mod later;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::words::places;
use crate::entry::{Body, CountingStarted, Entry, Hash, seal};
use crate::money::Cents;
use crate::refusal::Refusal;

/// One correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// The workstation that wrote it.
    pub station: String,
    /// The entry's place there.
    pub seq: u64,
    /// When.
    pub at: DateTime<Utc>,
    /// What kind.
    pub kind: CorrectionKind,
    /// The session, where it is about one.
    pub session: Option<Uuid>,
    /// The receipt, the deposit's number, or that of the returned item.
    pub about: String,
    /// How much.
    pub amount: Cents,
    /// What it was: tender types, an account, `Suspense`.
    pub from: String,
    /// What it is from now on.
    pub to: String,
    /// Why.
    pub reason: String,
    /// Who: a user id.
    pub actor: String,
    /// The second person's name.
    pub second: Option<String>,
    /// Whether its session had been closed before.
    pub after_close: bool,
    /// The entry's seal.
    pub seal: String,
}

/// The kinds of corrections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CorrectionKind {
    /// A receipt voided.
    Void,
    /// A tender moved to another type.
    Reclass,
    /// Money placed from suspense.
    Placement,
    /// A session sent back by the closing desk.
    Return,
    /// A closed drawer counted again.
    Recount,
    /// A deposit taken apart before it was final.
    DepositWithdrawn,
    /// A correction by the bank.
    Bank,
    /// An item that the bank returned.
    ReturnedItem,
    /// A returned item that was paid after all, or entered by mistake.
    Reinstatement,
    /// A receipt reversed after its close.
    Reversal,
    /// A payment moved to the right account.
    Transfer,
    /// A refund that accounts payable was asked for.
    Refund,
    /// Such a request withdrawn.
    RefundWithdrawn,
}

impl CorrectionKind {
    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            CorrectionKind::Void => "Void",
            CorrectionKind::Reclass => "Tender moved",
            CorrectionKind::Placement => "Placed from suspense",
            CorrectionKind::Return => "Sent back",
            CorrectionKind::Recount => "Counted again",
            CorrectionKind::DepositWithdrawn => "Deposit taken apart",
            CorrectionKind::Bank => "Bank correction",
            CorrectionKind::ReturnedItem => "Returned item",
            CorrectionKind::Reinstatement => "Reinstated",
            CorrectionKind::Reversal => "Reversed",
            CorrectionKind::Transfer => "Moved to another account",
            CorrectionKind::Refund => "Refund requested",
            CorrectionKind::RefundWithdrawn => "Refund withdrawn",
        }
    }
}

/// The correction that an entry is; none for any other entry. `after_close` says
/// whether the entry's session had been closed before.
pub(super) fn correction_of(entry: &Entry, hash: &Hash, after_close: bool) -> Result<Option<Correction>, Refusal> {
    let said = match said(&entry.body, after_close)? {
        Some(said) => said,
        None => match later::said(&entry.body) {
            Some(said) => said,
            None => return Ok(None),
        },
    };
    Ok(Some(Correction {
        station: entry.station.clone(),
        seq: entry.seq,
        at: entry.at,
        kind: said.kind,
        session: entry.body.session(),
        about: said.about,
        amount: said.amount,
        from: said.from,
        to: said.to,
        reason: said.reason,
        actor: entry.actor.clone(),
        second: entry.approval.as_ref().map(|approval| approval.name.clone()),
        after_close,
        seal: seal(hash),
    }))
}

/// What a correction says: what it is about, what it was, what it is, why.
struct Said {
    kind: CorrectionKind,
    about: String,
    amount: Cents,
    from: String,
    to: String,
    reason: String,
}

impl Said {
    fn new(kind: CorrectionKind, about: &str, amount: Cents, (from, to): (&str, &str), reason: &str) -> Said {
        Said {
            kind,
            about: about.to_owned(),
            amount,
            from: from.to_owned(),
            to: to.to_owned(),
            reason: reason.to_owned(),
        }
    }
}

/// The corrections of a day's own sessions and deposits.
fn said(body: &Body, after_close: bool) -> Result<Option<Said>, Refusal> {
    Ok(Some(match body {
        Body::ReceiptVoided(body) => {
            let tenders = body
                .tenders
                .iter()
                .map(|tender| format!("{} {}", tender.name, tender.amount));
            let tenders = tenders.collect::<Vec<_>>().join(", ");
            let sides = (tenders.as_str(), "void");
            Said::new(CorrectionKind::Void, &body.receipt, body.total, sides, &body.reason)
        }
        Body::TenderReclassed(body) => {
            let sides = (body.from.name.as_str(), body.to.name.as_str());
            let amount = body.to.amount;
            Said::new(CorrectionKind::Reclass, &body.receipt, amount, sides, &body.reason)
        }
        Body::SuspensePlaced(body) => {
            let to = places(&body.lines);
            let sides = ("Suspense", to.as_str());
            Said::new(
                CorrectionKind::Placement,
                &body.receipt,
                body.amount,
                sides,
                &body.reason,
            )
        }
        Body::SessionReturned(body) => {
            let to = if body.recount {
                "to be counted again"
            } else {
                "rejected"
            };
            Said::new(
                CorrectionKind::Return,
                &body.name,
                Cents::ZERO,
                ("closed", to),
                &body.reason,
            )
        }
        Body::CountingStarted(CountingStarted {
            recount_reason: Some(reason),
            in_place: None,
            ..
        }) if after_close => Said::new(CorrectionKind::Recount, "", Cents::ZERO, ("closed", "counting"), reason),
        Body::DepositWithdrawn(body) => {
            let sides = ("prepared", "taken apart");
            Said::new(
                CorrectionKind::DepositWithdrawn,
                &body.number,
                Cents::ZERO,
                sides,
                &body.reason,
            )
        }
        Body::BankCorrected(body) => {
            let amount = body.cash.plus(body.checks)?;
            let to = format!("reference {}", body.reference);
            let sides = ("the slip", to.as_str());
            Said::new(CorrectionKind::Bank, &body.number, amount, sides, &body.reason)
        }
        _ => return Ok(None),
    }))
}

/// One opening of a drawer that no payment is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// The workstation.
    pub station: String,
    /// The entry's place there.
    pub seq: u64,
    /// When.
    pub at: DateTime<Utc>,
    /// The session.
    pub session: Uuid,
    /// What for: `Opened on its float`, `No sale`.
    pub what: &'static str,
    /// What it did to the drawer's cash, or what was counted in it.
    pub amount: Option<Cents>,
    /// Who: a user id.
    pub actor: String,
    /// The second person's name.
    pub second: Option<String>,
    /// Why, or to whom.
    pub note: String,
    /// The entry's seal.
    pub seal: String,
}

/// The opening that an entry is; none for any other entry.
pub(super) fn opening_of(entry: &Entry, hash: &Hash) -> Result<Option<Opening>, Refusal> {
    let (what, amount, note) = match &entry.body {
        Body::DrawerOpened(body) => ("Opened on its float", Some(body.float_total), String::new()),
        Body::NoSale(body) => ("No sale", None, body.reason.clone()),
        Body::PickedUp(body) => ("Pick-up to the vault", Some(body.total.negated()), String::new()),
        Body::ChangeOrdered(body) => {
            let note = format!("{} from the vault, {} to it", body.received_total, body.given_total);
            ("Change order", Some(body.received_total.minus(body.given_total)?), note)
        }
        Body::CheckpointCounted(body) => {
            let note = format!("{} expected", body.expected);
            ("Counted in the middle of the day", Some(body.counted), note)
        }
        Body::HandedOver(body) => {
            let note = format!("to {}; {} expected", body.to.1, body.expected);
            ("Handed over", Some(body.counted), note)
        }
        Body::CountingStarted(CountingStarted {
            in_place: Some((_, by)),
            recount_reason,
            ..
        }) => {
            let why = recount_reason.as_deref().unwrap_or_default();
            ("Counted in the cashier's place", None, format!("{by}: {why}"))
        }
        _ => return Ok(None),
    };
    let Some(session) = entry.body.session() else {
        return Ok(None);
    };
    Ok(Some(Opening {
        station: entry.station.clone(),
        seq: entry.seq,
        at: entry.at,
        session,
        what,
        amount,
        actor: entry.actor.clone(),
        second: entry.approval.as_ref().map(|approval| approval.name.clone()),
        note,
        seal: seal(hash),
    }))
}
