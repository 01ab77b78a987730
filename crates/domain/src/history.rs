//! The history of an account: every amount that entries paid on it, took back from it or
//! put on it, each with where it came from.

mod parts;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use self::parts::Part;
use crate::account::{each_effect, each_opened};
use crate::entry::{Body, Entry, Hash, seal};
use crate::money::Cents;
use crate::receipt::AccountBalance;

/// One amount in the history of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryRow {
    /// When.
    pub at: DateTime<Utc>,
    /// The business date.
    pub business_date: NaiveDate,
    /// The workstation that wrote the entry.
    pub station: String,
    /// The entry's place there.
    pub seq: u64,
    /// What happened.
    pub kind: HistoryKind,
    /// The receipt that brought the money.
    pub receipt: Option<String>,
    /// What it is for.
    pub what: String,
    /// The charge; none for the customer's credit.
    pub charge: Option<String>,
    /// Positive where it was paid, negative where it was taken back or charged.
    pub amount: Cents,
    /// What is due on the account after the entry, where the entry says so; on the last of
    /// its rows for the account.
    pub balance: Option<Cents>,
    /// The window or batch that took a payment, the deposit that a returned item was in.
    pub through: Option<String>,
    /// The returned item, the refund, or the account on the other side.
    pub related: Option<String>,
    /// Who: a user id.
    pub by: String,
    /// The second person's name.
    pub second: Option<String>,
    /// The entry's seal.
    pub seal: String,
}

/// What happened on an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum HistoryKind {
    /// Paid at a window or in a batch.
    Paid,
    /// Taken back by a void.
    Voided,
    /// Placed on it from suspense.
    Placed,
    /// Taken back because the bank returned what it was paid with.
    Returned,
    /// Charged for a returned item.
    Fee,
    /// Good after all, or no longer charged.
    Reinstated,
    /// Taken back by reversing its receipt.
    Reversed,
    /// Moved to it from elsewhere.
    MovedIn,
    /// Moved from it to elsewhere.
    MovedOut,
    /// To be paid back to the customer.
    Refunded,
    /// Not paid back after all.
    RefundWithdrawn,
}

impl HistoryKind {
    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            HistoryKind::Paid => "Paid",
            HistoryKind::Voided => "Voided",
            HistoryKind::Placed => "Placed from suspense",
            HistoryKind::Returned => "Returned by the bank",
            HistoryKind::Fee => "Returned-item fee",
            HistoryKind::Reinstated => "Reinstated",
            HistoryKind::Reversed => "Reversed",
            HistoryKind::MovedIn => "Moved here",
            HistoryKind::MovedOut => "Moved away",
            HistoryKind::Refunded => "Refund requested",
            HistoryKind::RefundWithdrawn => "Refund withdrawn",
        }
    }
}

/// What an entry did on an account, amount by amount in its own order; nothing where it
/// did not touch it.
#[must_use]
pub fn history_of(entry: &Entry, hash: &Hash, account: &str) -> Vec<HistoryRow> {
    let mut amounts: Vec<(Option<String>, Cents)> = Vec::new();
    let told: Result<(), std::convert::Infallible> = each_effect(&entry.body, |effect| {
        if effect.account == account {
            amounts.push((effect.charge.map(str::to_owned), effect.amount));
        }
        Ok(())
    });
    let Ok(()) = told;
    each_opened(&entry.body, |opened| {
        if opened.account == account {
            amounts.push((Some(opened.charge.id.clone()), opened.charge.due.negated()));
        }
    });
    let mut parts = parts::of(&entry.body);
    parts.retain(|part| part.account == account);
    let mut rows: Vec<HistoryRow> = amounts
        .into_iter()
        .map(|(charge, amount)| {
            // Each part tells of one amount, so that two alike are told apart.
            let place = parts.iter().position(|part| part.is(charge.as_deref(), amount));
            let part = place.map(|place| parts.remove(place));
            row(entry, hash, charge, amount, part)
        })
        .collect();
    if let Some(last) = rows.last_mut() {
        let balance = balances(&entry.body).iter().find(|one| one.account == account);
        last.balance = balance.map(|one| one.due);
    }
    rows
}

fn row(entry: &Entry, hash: &Hash, charge: Option<String>, amount: Cents, part: Option<Part>) -> HistoryRow {
    let kind = if amount < Cents::ZERO {
        HistoryKind::Returned
    } else {
        HistoryKind::Paid
    };
    let part = part.unwrap_or_else(|| Part::unknown(kind));
    HistoryRow {
        at: entry.at,
        business_date: entry.business_date,
        station: entry.station.clone(),
        seq: entry.seq,
        kind: part.kind,
        receipt: part.receipt,
        what: part.what,
        charge,
        amount,
        balance: None,
        through: part.through,
        related: part.related,
        by: entry.actor.clone(),
        second: entry.approval.as_ref().map(|approval| approval.name.clone()),
        seal: seal(hash),
    }
}

fn balances(body: &Body) -> &[AccountBalance] {
    match body {
        Body::Receipt(body) => &body.balances,
        Body::ItemReturned(body) => &body.balances,
        Body::ItemReinstated(body) => &body.balances,
        Body::ReceiptReversed(body) => &body.balances,
        Body::PaymentTransferred(body) => &body.balances,
        Body::RefundRequested(body) => &body.balances,
        _ => &[],
    }
}
