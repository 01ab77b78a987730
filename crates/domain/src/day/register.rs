//! The day's corrections — voids, reclasses, what was sent back or placed, the bank's —
//! and the drawer-opening log.

use chrono::{DateTime, Utc};
use uuid::Uuid;

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
    /// The receipt, or the deposit's number.
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
        }
    }
}

/// The correction that an entry is; none for any other entry. `after_close` says
/// whether the entry's session had been closed before.
pub(super) fn correction_of(entry: &Entry, hash: &Hash, after_close: bool) -> Result<Option<Correction>, Refusal> {
    let text = str::to_owned;
    let (kind, about, amount, from, to, reason) = match &entry.body {
        Body::ReceiptVoided(body) => {
            let tenders = body
                .tenders
                .iter()
                .map(|tender| format!("{} {}", tender.name, tender.amount));
            let tenders = tenders.collect::<Vec<_>>().join(", ");
            let kind = CorrectionKind::Void;
            (
                kind,
                body.receipt.clone(),
                body.total,
                tenders,
                text("void"),
                body.reason.clone(),
            )
        }
        Body::TenderReclassed(body) => {
            let (from, to) = (body.from.name.clone(), body.to.name.clone());
            let kind = CorrectionKind::Reclass;
            (
                kind,
                body.receipt.clone(),
                body.to.amount,
                from,
                to,
                body.reason.clone(),
            )
        }
        Body::SuspensePlaced(body) => {
            let to = super::Placed::of(entry, hash)
                .map(|placed| placed.where_to())
                .unwrap_or_default();
            let kind = CorrectionKind::Placement;
            (
                kind,
                body.receipt.clone(),
                body.amount,
                text("Suspense"),
                to,
                body.reason.clone(),
            )
        }
        Body::SessionReturned(body) => {
            let to = text(if body.recount {
                "to be counted again"
            } else {
                "rejected"
            });
            let kind = CorrectionKind::Return;
            (
                kind,
                body.name.clone(),
                Cents::ZERO,
                text("closed"),
                to,
                body.reason.clone(),
            )
        }
        Body::CountingStarted(CountingStarted {
            recount_reason: Some(reason),
            in_place: None,
            ..
        }) if after_close => {
            let kind = CorrectionKind::Recount;
            (
                kind,
                String::new(),
                Cents::ZERO,
                text("closed"),
                text("counting"),
                reason.clone(),
            )
        }
        Body::DepositWithdrawn(body) => {
            let kind = CorrectionKind::DepositWithdrawn;
            (
                kind,
                body.number.clone(),
                Cents::ZERO,
                text("prepared"),
                text("taken apart"),
                body.reason.clone(),
            )
        }
        Body::BankCorrected(body) => {
            let amount = body.cash.plus(body.checks)?;
            let to = format!("reference {}", body.reference);
            (
                CorrectionKind::Bank,
                body.number.clone(),
                amount,
                text("the slip"),
                to,
                body.reason.clone(),
            )
        }
        _ => return Ok(None),
    };
    Ok(Some(Correction {
        station: entry.station.clone(),
        seq: entry.seq,
        at: entry.at,
        kind,
        session: entry.body.session(),
        about,
        amount,
        from,
        to,
        reason,
        actor: entry.actor.clone(),
        second: entry.approval.as_ref().map(|approval| approval.name.clone()),
        after_close,
        seal: seal(hash),
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
