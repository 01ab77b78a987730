//! What entries do on billing's accounts, as numbered batches of lines that billing takes in.
//!
//! Every entry falls into exactly one batch, so the lines of all batches together are all
//! that was ever paid on billing's accounts and taken back from them. What the desk carries
//! itself, the charges of returned items and their own accounts, is not billing's and is
//! left out.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::account::each_effect;
use crate::entry::{Body, Entry};
use crate::money::Cents;
use crate::refusal::Refusal;
use crate::returns::{is_desk_charge, is_own_account};

/// What a batch says of itself before its lines: which entries it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostingBatch {
    /// The city's code.
    pub city: String,
    /// 1, 2, 3, … without gaps; never issued twice.
    pub number: u64,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// The entries that it holds, by workstation.
    pub stretches: Vec<PostingStretch>,
    /// Entries within these stretches that could not be read when it was made: their lines come
    /// in a later batch.
    pub unread: Vec<EntryPlace>,
    /// Entries of earlier batches that could not be read then, and can now: their lines are here.
    pub late: Vec<EntryPlace>,
}

/// The entries of one workstation that a batch holds, first and last included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostingStretch {
    /// The site's code.
    pub site: String,
    /// The workstation's code.
    pub station: String,
    /// The sequence number of the first entry.
    pub first: u64,
    /// That of the last one.
    pub last: u64,
}

/// Names an entry of the city.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EntryPlace {
    /// The site's code.
    pub site: String,
    /// The workstation's code.
    pub station: String,
    /// The entry's sequence number.
    pub seq: u64,
}

/// One amount that was paid on an account of billing's, or taken back from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostingLine {
    /// The site's code.
    pub site: String,
    /// The workstation that wrote the entry.
    pub station: String,
    /// The entry's place there.
    pub seq: u64,
    /// The business date.
    pub business_date: NaiveDate,
    /// When, in UTC.
    pub at: DateTime<Utc>,
    /// What happened.
    pub what: PostingKind,
    /// The receipt whose money it is.
    pub receipt: String,
    /// The account.
    pub account: String,
    /// The charge; none for the customer's credit.
    pub charge: Option<String>,
    /// In cents: positive where it was paid, negative where it was taken back.
    #[serde(rename = "cents")]
    pub amount: Cents,
}

/// What happened, to billing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PostingKind {
    /// Paid at a window or in a batch.
    Payment,
    /// Placed on an account from suspense.
    Placement,
    /// Taken back by a void on its day.
    Void,
    /// Taken back because the bank returned what it was paid with.
    Return,
    /// Good after all.
    Reinstatement,
    /// Taken back by reversing its receipt after the close.
    Reversal,
    /// Moved between accounts: a line for each side.
    Transfer,
    /// Taken back because it is paid out to the payer.
    Refund,
    /// Not paid out after all.
    RefundWithdrawn,
}

impl PostingKind {
    /// All of them.
    pub const ALL: [PostingKind; 9] = [
        PostingKind::Payment,
        PostingKind::Placement,
        PostingKind::Void,
        PostingKind::Return,
        PostingKind::Reinstatement,
        PostingKind::Reversal,
        PostingKind::Transfer,
        PostingKind::Refund,
        PostingKind::RefundWithdrawn,
    ];

    /// Of an entry; none where such an entry does nothing on accounts.
    fn of(body: &Body) -> Option<PostingKind> {
        Some(match body {
            Body::Receipt(_) => PostingKind::Payment,
            Body::SuspensePlaced(_) => PostingKind::Placement,
            Body::ReceiptVoided(_) => PostingKind::Void,
            Body::ItemReturned(_) => PostingKind::Return,
            Body::ItemReinstated(_) => PostingKind::Reinstatement,
            Body::ReceiptReversed(_) => PostingKind::Reversal,
            Body::PaymentTransferred(_) => PostingKind::Transfer,
            Body::RefundRequested(_) => PostingKind::Refund,
            Body::RefundWithdrawn(_) => PostingKind::RefundWithdrawn,
            _ => return None,
        })
    }

    /// As files spell it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            PostingKind::Payment => "payment",
            PostingKind::Placement => "placement",
            PostingKind::Void => "void",
            PostingKind::Return => "return",
            PostingKind::Reinstatement => "reinstatement",
            PostingKind::Reversal => "reversal",
            PostingKind::Transfer => "transfer",
            PostingKind::Refund => "refund",
            PostingKind::RefundWithdrawn => "refund_withdrawn",
        }
    }
}

/// Every line of an entry, in its own order: what it pays on billing's accounts and takes back
/// from them. Lines of nothing are left out.
#[must_use]
pub fn lines_of(site: &str, entry: &Entry) -> Vec<PostingLine> {
    let mut lines = Vec::new();
    let Some(what) = PostingKind::of(&entry.body) else {
        return lines;
    };
    let told: Result<(), std::convert::Infallible> = each_effect(&entry.body, |effect| {
        let desks = is_own_account(effect.account) || effect.charge.is_some_and(is_desk_charge);
        if !desks && !effect.amount.is_zero() {
            lines.push(PostingLine {
                site: site.to_owned(),
                station: entry.station.clone(),
                seq: entry.seq,
                business_date: entry.business_date,
                at: entry.at,
                what,
                receipt: effect.receipt.to_owned(),
                account: effect.account.to_owned(),
                charge: effect.charge.map(str::to_owned),
                amount: effect.amount,
            });
        }
        Ok(())
    });
    let Ok(()) = told;
    lines
}

/// The control figures of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PostingTotals {
    /// Its lines.
    pub lines: u64,
    /// The sum of what was paid, in cents.
    #[serde(rename = "paid_cents")]
    pub paid: Cents,
    /// The sum of what was taken back, in cents; positive.
    #[serde(rename = "taken_back_cents")]
    pub taken_back: Cents,
}

impl PostingTotals {
    /// Counts a line.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn add(&mut self, amount: Cents) -> Result<(), Refusal> {
        match amount < Cents::ZERO {
            true => self.taken_back = self.taken_back.minus(amount)?,
            false => self.paid = self.paid.plus(amount)?,
        }
        self.lines += 1;
        Ok(())
    }

    /// What was paid less what was taken back.
    ///
    /// # Errors
    /// [`Refusal::AmountOutOfRange`].
    pub fn net(&self) -> Result<Cents, Refusal> {
        self.paid.minus(self.taken_back)
    }
}
