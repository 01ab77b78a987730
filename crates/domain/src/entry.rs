//! An entry of the journal: one thing that happened to money, complete and final.
//!
//! An entry is encoded once, as JSON; the bytes stored are the bytes hashed.
//! [`Entry::encode`] and [`Entry::decode`] are the only places that know the
//! layout; [`chain`] the only one that knows how entries are chained.

mod bodies;
mod closing;
mod corrections;
mod epochs;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::money::Cents;
use crate::posting::Posting;
use crate::receipt::Receipt;

pub use bodies::{
    AccountsImported, ChangeOrdered, CheckpointCounted, ConfigurationAdopted, CountedItem, CountingStarted,
    DrawerClosed, DrawerCounted, DrawerOpened, HandedOver, NoSale, PickedUp, ReceiptReprinted, ReceiptVoided,
    SignInRefused, SignedIn, SignedOut, TenderCount, TenderReclassed, VoidedLine,
};
pub use closing::{
    BankCorrected, BankFiguresEntered, BatchClosed, BatchFile, BatchOpened, Carried, ClosedSession, ControlFigure,
    DayClosed, DepositBank, DepositFinalized, DepositPrepared, DepositWithdrawn, DepositedCheck, DepositedSession,
    LedgerBatch, Person, SessionApproved, SessionReturned, Settlement, StationHead, SuspensePlaced, TurnIn,
};

pub use corrections::{
    CashOnlyMark, CollectionsListed, Due, FileReturn, ItemReinstated, ItemReturned, OpenedCharge, PaymentTransferred,
    ReceiptReversed, Refund, RefundRequested, RefundWithdrawn, RefundsListed, ReinstatedTender, ReturnFileTakenIn,
    ReturnItemDismissed, ReturnNoticed, ReturnedTender, TakenBack,
};

pub use epochs::{CitedEntry, EpochOpened, EpochReason, LostReceipts};

/// The version of entry that this program writes. It reads this and older ones.
pub const VERSION: u32 = 1;

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The workstation that wrote it.
    pub station: String,
    /// Goes up when a workstation is restored or replaced.
    pub epoch: u32,
    /// Its place in the workstation's journal: 1, 2, 3, … without gaps.
    pub seq: u64,
    /// Its own identifier.
    pub id: Uuid,
    /// The request that asked for it, and a digest of what was asked, so that a
    /// repeat is answered and not done twice. None where the program itself wrote it.
    pub request: Option<RequestMark>,
    /// When, in UTC.
    pub at: DateTime<Utc>,
    /// The site's business date.
    pub business_date: NaiveDate,
    /// The user who did it.
    pub actor: String,
    /// The second person, where one was needed.
    pub approval: Option<Approval>,
    /// The version of the configuration it was made under.
    pub config: String,
    /// What happened.
    pub body: Body,
    /// Its double entry; sums to zero.
    pub postings: Vec<Posting>,
    /// Receipts ever taken by this workstation, this entry included.
    pub grand_total: GrandTotal,
}

/// Names the request behind an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestMark {
    /// The identifier that the caller made before the first send.
    pub id: Uuid,
    /// The first 16 hex digits of the SHA-256 of what was asked.
    pub digest: String,
}

/// A second person's consent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// Their user id.
    pub user: String,
    /// Their name.
    pub name: String,
    /// Exactly what they were shown.
    pub statement: String,
}

/// A running total that is never reset, so that a lost tail shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct GrandTotal {
    /// Receipts ever issued.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub count: u64,
    /// Their totals, voided ones included.
    pub cents: Cents,
}

/// What happened. The names of the variants, in snake case, are the `kind`s.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// A configuration came into force.
    ConfigurationAdopted(Box<ConfigurationAdopted>),
    /// A copy of the accounts was taken in.
    AccountsImported(AccountsImported),
    /// Someone signed in.
    SignedIn(SignedIn),
    /// Someone gave a wrong password.
    SignInRefused(SignInRefused),
    /// Someone signed out.
    SignedOut(SignedOut),
    /// A drawer was opened on its float.
    DrawerOpened(DrawerOpened),
    /// A payment was taken.
    Receipt(Box<Receipt>),
    /// A receipt was voided in its session.
    ReceiptVoided(ReceiptVoided),
    /// A tender was moved to another type in its session.
    TenderReclassed(Box<TenderReclassed>),
    /// A receipt was printed again.
    ReceiptReprinted(ReceiptReprinted),
    /// The drawer was counted in the middle of the day.
    CheckpointCounted(CheckpointCounted),
    /// Cash went from the drawer to the vault.
    PickedUp(PickedUp),
    /// Cash was exchanged with the vault.
    ChangeOrdered(ChangeOrdered),
    /// The drawer went to another cashier.
    HandedOver(HandedOver),
    /// The drawer was opened without a sale.
    NoSale(NoSale),
    /// Counting for the close began; no more payments.
    CountingStarted(CountingStarted),
    /// A count for the close was committed.
    DrawerCounted(DrawerCounted),
    /// The drawer was closed on its last count.
    DrawerClosed(DrawerClosed),
    /// A batch of payments was begun with its control figures.
    BatchOpened(Box<BatchOpened>),
    /// A batch was closed: it agrees with its control figures, or the difference was accepted.
    BatchClosed(BatchClosed),
    /// A closed session was approved.
    SessionApproved(SessionApproved),
    /// A closed session was sent back to counting.
    SessionReturned(SessionReturned),
    /// Money that was held in suspense was placed.
    SuspensePlaced(SuspensePlaced),
    /// A deposit was put together.
    DepositPrepared(Box<DepositPrepared>),
    /// A deposit that was not final was taken apart.
    DepositWithdrawn(DepositWithdrawn),
    /// A deposit was counted again by a second person, bagged, and is final.
    DepositFinalized(DepositFinalized),
    /// The bank's own figures for a deposit.
    BankFiguresEntered(BankFiguresEntered),
    /// The bank corrected a deposit, which itself stays as it is.
    BankCorrected(BankCorrected),
    /// A business day was closed.
    DayClosed(Box<DayClosed>),
    /// The bank returned an item.
    ItemReturned(Box<ItemReturned>),
    /// A returned item was paid after all, or its return was a mistake.
    ItemReinstated(Box<ItemReinstated>),
    /// A notice of a returned item was made for its payer.
    ReturnNoticed(ReturnNoticed),
    /// Returned items went on a list for collections.
    CollectionsListed(CollectionsListed),
    /// A bank's file of returned items was taken in, to be worked through.
    ReturnFileTakenIn(Box<ReturnFileTakenIn>),
    /// An item of such a file is not worked here.
    ReturnItemDismissed(ReturnItemDismissed),
    /// A receipt was reversed after its session was closed.
    ReceiptReversed(Box<ReceiptReversed>),
    /// A payment was moved to the right account.
    PaymentTransferred(Box<PaymentTransferred>),
    /// Accounts payable is to pay something back.
    RefundRequested(Box<RefundRequested>),
    /// A request for a refund was withdrawn before it was listed.
    RefundWithdrawn(Box<RefundWithdrawn>),
    /// Requests for refunds went on a list for accounts payable.
    RefundsListed(RefundsListed),
    /// The workstation goes on after it was restored, replaced, or got another key.
    EpochOpened(Box<EpochOpened>),
    /// An entry of a kind or version that this program does not know. Kept raw.
    Unknown {
        /// Its kind.
        kind: String,
    },
}

/// A head hash and the workstation's Ed25519 signature over it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedHead {
    /// The sequence number of the head.
    pub seq: u64,
    /// Its hash, in hex.
    pub hash: String,
    /// The public key, in hex.
    pub key: String,
    /// The signature of [`signed_text`], in hex.
    pub signature: String,
}

/// The bytes that a workstation signs: purpose, station, epoch, sequence and hash.
#[must_use]
pub fn signed_text(station: &str, epoch: u32, seq: u64, hash: &str) -> Vec<u8> {
    format!("counterfoil/head/1\0{station}\0{epoch}\0{seq}\0{hash}").into_bytes()
}

/// The bytes that a workstation signs when it hands its entries over: that at this
/// instant its head was this one, so that nobody can pass an old bundle off as new; and
/// whether it stops working now, so that its silence from then on means nothing.
#[must_use]
pub fn handed_text(station: &str, epoch: u32, head: &SignedHead, made_at: DateTime<Utc>, stopping: bool) -> Vec<u8> {
    let (seq, hash, millis) = (head.seq, &head.hash, made_at.timestamp_millis());
    let stops = if stopping { "\0stopping" } else { "" };
    format!("counterfoil/handed/1\0{station}\0{epoch}\0{seq}\0{hash}\0{millis}{stops}").into_bytes()
}

/// The hash of one entry: 32 bytes of SHA-256.
pub type Hash = [u8; 32];

/// The hash before the first entry.
pub const GENESIS: Hash = [0; 32];

/// The hash of an entry that follows `previous`.
#[must_use]
pub fn chain(previous: &Hash, bytes: &[u8]) -> Hash {
    let mut digest = Sha256::new();
    digest.update(b"counterfoil/journal/1\0");
    digest.update(previous);
    digest.update(bytes);
    digest.finalize().into()
}

/// Bytes as lower-case hex.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            text.push(char::from_digit(u32::from(byte >> 4), 16).unwrap_or('0'));
            text.push(char::from_digit(u32::from(byte & 15), 16).unwrap_or('0'));
            text
        })
}

/// The short seal that a receipt prints: the first eight hex digits of its entry's hash.
#[must_use]
pub fn seal(hash: &Hash) -> String {
    hex(&hash[..4])
}

/// Why bytes are not an entry.
#[derive(Debug, thiserror::Error)]
pub enum Malformed {
    /// Not the JSON of an entry.
    #[error("not an entry: {0}")]
    Json(#[from] serde_json::Error),
}

#[derive(Serialize)]
struct Written<'a, B: Serialize> {
    v: u32,
    station: &'a str,
    epoch: u32,
    seq: u64,
    id: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<&'a RequestMark>,
    at: DateTime<Utc>,
    business_date: NaiveDate,
    actor: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    approval: Option<&'a Approval>,
    config: &'a str,
    kind: &'static str,
    body: B,
    postings: &'a [Posting],
    grand_total: GrandTotal,
}

#[derive(Deserialize)]
struct Read<'a> {
    v: u32,
    station: String,
    epoch: u32,
    seq: u64,
    id: Uuid,
    #[serde(default)]
    request: Option<RequestMark>,
    at: DateTime<Utc>,
    business_date: NaiveDate,
    actor: String,
    #[serde(default)]
    approval: Option<Approval>,
    config: String,
    kind: std::borrow::Cow<'a, str>,
    #[serde(borrow)]
    body: &'a RawValue,
    postings: Vec<Posting>,
    grand_total: GrandTotal,
}

macro_rules! kinds {
    ($($variant:ident = $kind:literal,)+) => {
        impl Body {
            /// The name of the kind, as stored.
            #[must_use]
            pub fn kind(&self) -> &str {
                match self {
                    $(Body::$variant(_) => $kind,)+
                    Body::Unknown { kind } => kind,
                }
            }

            fn read(kind: &str, body: &RawValue) -> Result<Body, serde_json::Error> {
                Ok(match kind {
                    $($kind => Body::$variant(serde_json::from_str(body.get())?),)+
                    other => Body::Unknown { kind: other.to_owned() },
                })
            }
        }

        impl Entry {
            /// The bytes of the entry: written once, stored, hashed.
            ///
            /// # Errors
            /// [`Malformed`] never happens for an entry that this program made;
            /// an [`Body::Unknown`] one cannot be written again.
            pub fn encode(&self) -> Result<Vec<u8>, Malformed> {
                match &self.body {
                    $(Body::$variant(body) => self.write($kind, body),)+
                    Body::Unknown { kind } => Err(Malformed::Json(serde::ser::Error::custom(format!(
                        "an entry of the unknown kind '{kind}' is kept as it came, never written again"
                    )))),
                }
            }
        }
    };
}

kinds! {
    ConfigurationAdopted = "configuration_adopted",
    AccountsImported = "accounts_imported",
    SignedIn = "signed_in",
    SignInRefused = "sign_in_refused",
    SignedOut = "signed_out",
    DrawerOpened = "drawer_opened",
    Receipt = "receipt",
    ReceiptVoided = "receipt_voided",
    TenderReclassed = "tender_reclassed",
    ReceiptReprinted = "receipt_reprinted",
    CheckpointCounted = "checkpoint_counted",
    PickedUp = "picked_up",
    ChangeOrdered = "change_ordered",
    HandedOver = "handed_over",
    NoSale = "no_sale",
    CountingStarted = "counting_started",
    DrawerCounted = "drawer_counted",
    DrawerClosed = "drawer_closed",
    BatchOpened = "batch_opened",
    BatchClosed = "batch_closed",
    SessionApproved = "session_approved",
    SessionReturned = "session_returned",
    SuspensePlaced = "suspense_placed",
    DepositPrepared = "deposit_prepared",
    DepositWithdrawn = "deposit_withdrawn",
    DepositFinalized = "deposit_finalized",
    BankFiguresEntered = "bank_figures_entered",
    BankCorrected = "bank_corrected",
    DayClosed = "day_closed",
    ItemReturned = "item_returned",
    ItemReinstated = "item_reinstated",
    ReturnNoticed = "return_noticed",
    CollectionsListed = "collections_listed",
    ReturnFileTakenIn = "return_file_taken_in",
    ReturnItemDismissed = "return_item_dismissed",
    ReceiptReversed = "receipt_reversed",
    PaymentTransferred = "payment_transferred",
    RefundRequested = "refund_requested",
    RefundWithdrawn = "refund_withdrawn",
    RefundsListed = "refunds_listed",
    EpochOpened = "epoch_opened",
}

impl Entry {
    fn write<B: Serialize>(&self, kind: &'static str, body: B) -> Result<Vec<u8>, Malformed> {
        let mut bytes = Vec::with_capacity(2048);
        serde_json::to_writer(
            &mut bytes,
            &Written {
                v: VERSION,
                station: &self.station,
                epoch: self.epoch,
                seq: self.seq,
                id: self.id,
                request: self.request.as_ref(),
                at: self.at,
                business_date: self.business_date,
                actor: &self.actor,
                approval: self.approval.as_ref(),
                config: &self.config,
                kind,
                body,
                postings: &self.postings,
                grand_total: self.grand_total,
            },
        )?;
        Ok(bytes)
    }

    /// Reads an entry back. One of a newer version, or of a kind that this
    /// program does not know, comes back with [`Body::Unknown`], never skipped.
    ///
    /// # Errors
    /// [`Malformed`] where the bytes are not an entry at all.
    pub fn decode(bytes: &[u8]) -> Result<Entry, Malformed> {
        let read: Read<'_> = serde_json::from_slice(bytes)?;
        let body = if read.v > VERSION {
            Body::Unknown {
                kind: read.kind.into_owned(),
            }
        } else {
            Body::read(&read.kind, read.body)?
        };
        Ok(Entry {
            station: read.station,
            epoch: read.epoch,
            seq: read.seq,
            id: read.id,
            request: read.request,
            at: read.at,
            business_date: read.business_date,
            actor: read.actor,
            approval: read.approval,
            config: read.config,
            body,
            postings: read.postings,
            grand_total: read.grand_total,
        })
    }
}

impl Body {
    /// The drawer session or batch that the entry belongs to, where it does.
    #[must_use]
    pub fn session(&self) -> Option<Uuid> {
        Some(match self {
            Body::DrawerOpened(body) => body.session,
            Body::Receipt(body) => body.session,
            Body::ReceiptVoided(body) => body.session,
            Body::TenderReclassed(body) => body.session,
            Body::CheckpointCounted(body) => body.session,
            Body::PickedUp(body) => body.session,
            Body::ChangeOrdered(body) => body.session,
            Body::HandedOver(body) => body.session,
            Body::NoSale(body) => body.session,
            Body::CountingStarted(body) => body.session,
            Body::DrawerCounted(body) => body.session,
            Body::DrawerClosed(body) => body.session,
            Body::BatchOpened(body) => body.session,
            Body::BatchClosed(body) => body.session,
            Body::SessionApproved(body) => body.session,
            Body::SessionReturned(body) => body.session,
            Body::ConfigurationAdopted(_)
            | Body::AccountsImported(_)
            | Body::SignedIn(_)
            | Body::SignInRefused(_)
            | Body::SignedOut(_)
            | Body::ReceiptReprinted(_)
            | Body::SuspensePlaced(_)
            | Body::DepositPrepared(_)
            | Body::DepositWithdrawn(_)
            | Body::DepositFinalized(_)
            | Body::BankFiguresEntered(_)
            | Body::BankCorrected(_)
            | Body::DayClosed(_)
            | Body::ItemReturned(_)
            | Body::ItemReinstated(_)
            | Body::ReturnNoticed(_)
            | Body::CollectionsListed(_)
            | Body::ReturnFileTakenIn(_)
            | Body::ReturnItemDismissed(_)
            | Body::ReceiptReversed(_)
            | Body::PaymentTransferred(_)
            | Body::RefundRequested(_)
            | Body::RefundWithdrawn(_)
            | Body::RefundsListed(_)
            | Body::EpochOpened(_)
            | Body::Unknown { .. } => return None,
        })
    }
}
