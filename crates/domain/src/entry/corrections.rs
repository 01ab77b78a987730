//! What entries about money after its day say happened: returned items, reversals,
//! transfers, refunds. Field names are stored: see the frozen bytes in `tests/golden`;
//! a new field must be optional, an old one stays.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[cfg(doc)]
use super::Body;
use super::{BatchFile, Person};
use crate::account::Charge;
use crate::config::{Language, TenderKind};
use crate::money::Cents;
use crate::receipt::{AccountBalance, CheckData, ReceiptLine, Tender, TurnOn};

/// See [`Body::ItemReturned`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemReturned {
    /// Its number: `R-000012`; also that of the account on which stands what no other account has.
    pub number: String,
    /// The tenders that it takes back: one, or several that the same check paid.
    pub tenders: Vec<ReturnedTender>,
    /// What the bank took back.
    pub amount: Cents,
    /// The bank's reason: code and words.
    pub reason: (String, String),
    /// The bank's own reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The fee that was charged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<OpenedCharge>,
    /// The receivable that the fee was debited to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fee_receivable: Vec<(String, Cents)>,
    /// The ledger account that the fee was credited to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee_revenue: Option<String>,
    /// Why no fee was charged, where one might have been.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_fee: Option<String>,
    /// From now on the payer pays in cash or by card.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<CashOnlyMark>,
    /// Whom the notice goes to: name and address lines.
    pub payer: (String, Vec<String>),
    /// What is due afterwards on each account that it touches.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub balances: Vec<AccountBalance>,
    /// The bank's file that it was worked from, and its place there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<(String, u32)>,
    /// Who worked it.
    pub worker: Person,
}

/// A tender that a returned item takes back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnedTender {
    /// The receipt.
    pub receipt: String,
    /// The tender's place within it, from 0.
    pub place: u16,
    /// The tender as it stood.
    pub tender: Tender,
    /// The business date on which it was taken.
    pub taken_on: NaiveDate,
    /// The deposit that it went to the bank with: identifier and number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deposit: Option<(Uuid, String)>,
    /// The ledger account that is credited: the bank's, or a clearing account.
    pub credited: String,
    /// What it takes back, line by line; sums to what the tender paid.
    pub taken: Vec<TakenBack>,
}

/// What is taken back from one line of a receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenBack {
    /// The line, from 0: those of the receipt, behind them those that placements and
    /// transfers brought. None for what was paid back to the payer before, or is now not paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u16>,
    /// What the line is for.
    pub what: String,
    /// The department that it was collected for.
    pub department: String,
    /// How much.
    pub amount: Cents,
    /// The ledger accounts that had been credited with it.
    pub split: Vec<(String, Cents)>,
    /// The receivable that is debited in their place, where the desk carries what is due.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub receivable: Vec<(String, Cents)>,
    /// Where it is due again; nowhere for money that stood in suspense.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Due>,
    /// The request for a refund that accounts payable is no longer to pay for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refund: Option<String>,
}

impl TakenBack {
    /// The ledger accounts that are debited: the receivable, or what had been credited.
    #[must_use]
    pub fn debits(&self) -> &[(String, Cents)] {
        if self.receivable.is_empty() {
            &self.split
        } else {
            &self.receivable
        }
    }
}

/// Where something is due again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Due {
    /// On a charge that is there; without one it lowers the account's credit.
    Restored {
        /// The account.
        account: String,
        /// The charge.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        charge: Option<String>,
        /// The charge's code, for a copy of the accounts that no longer has it.
        code: String,
        /// The business date on which it had been paid.
        since: NaiveDate,
    },
    /// On a new charge that the desk carries.
    Opened(OpenedCharge),
}

/// A charge that the desk itself puts on an account and carries until it is paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenedCharge {
    /// The account: one of billing's, or the returned item's own.
    pub account: String,
    /// The charge.
    pub charge: Charge,
}

/// The mark "cash or card only".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashOnlyMark {
    /// Its last day.
    pub until: NaiveDate,
    /// The accounts that bear it.
    pub accounts: Vec<String>,
    /// The token of the bank account whose checks are not taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// Whether it is lifted once the item and its fee are paid.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub lift_when_paid: bool,
}

/// See [`Body::ItemReinstated`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemReinstated {
    /// The returned item's number.
    pub number: String,
    /// What the bank credited again.
    pub amount: Cents,
    /// Whether the return was a mistake, and never happened at the bank.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub mistake: bool,
    /// Why.
    pub reason: String,
    /// The bank's own reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The bank's file that says so, and the item's place there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<(String, u32)>,
    /// Each of its tenders: what is no longer due.
    pub tenders: Vec<ReinstatedTender>,
    /// The open part of the fee that is no longer due: account, charge, amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<(String, String, Cents)>,
    /// What is due afterwards on each account that it touches.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub balances: Vec<AccountBalance>,
    /// Who worked it.
    pub worker: Person,
}

/// A tender that is good after all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReinstatedTender {
    /// The receipt.
    pub receipt: String,
    /// The tender's place within it.
    pub place: u16,
    /// The ledger account that is debited: the one that the return credited.
    pub debited: String,
    /// What is given back to the lines it was taken from, as far as nobody paid it meanwhile.
    pub given: Vec<TakenBack>,
    /// What somebody paid meanwhile: it stands to the credit of these accounts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub credit: Vec<ReceiptLine>,
}

/// See [`Body::ReturnNoticed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnNoticed {
    /// The returned item's number.
    pub number: String,
    /// The language of the notice.
    pub language: Language,
    /// Which notice of this item: 1 for the first.
    pub nth: u32,
    /// What the notice asks for.
    pub open: Cents,
    /// The last day to pay it.
    pub pay_by: NaiveDate,
    /// The last day on which the payer pays in cash or by card only, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cash_only_until: Option<NaiveDate>,
}

/// See [`Body::CollectionsListed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CollectionsListed {
    /// The list's number: `C-000001`.
    pub number: String,
    /// The returned items on it, each with what is open.
    pub items: Vec<(String, Cents)>,
    /// What they come to.
    pub total: Cents,
    /// Who made it.
    pub person: Person,
}

/// See [`Body::ReturnFileTakenIn`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnFileTakenIn {
    /// The number that it gets here: `F-000001`.
    pub number: String,
    /// The file.
    pub file: BatchFile,
    /// The date that it gives itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    /// Its items, in order.
    pub items: Vec<FileReturn>,
    /// What they come to, which is what the file says.
    pub total: Cents,
    /// Notices of change, which are no returns: what the bank says, one a line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<String>,
    /// Who took it in.
    pub person: Person,
}

/// One item of a bank's file of returned items.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FileReturn {
    /// The line that it begins on.
    pub line: u64,
    /// How much.
    pub amount: Cents,
    /// The bank's code of the reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What the file says of the check, the account number as a token.
    pub check: CheckData,
    /// Whether it is an electronic payment.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub electronic: bool,
    /// Whether it was presented again and paid.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub represented: bool,
    /// The bank's own reference, or the trace number of the entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<String>,
    /// What the city or the payer called the payment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// When it was paid, as the file says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid_on: Option<NaiveDate>,
    /// Who paid, as the file says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer: Option<String>,
    /// The deposit, as the file says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deposit: Option<String>,
    /// What the bank wrote besides, account numbers by their last four digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// See [`Body::ReturnItemDismissed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnItemDismissed {
    /// The file's number here.
    pub file: String,
    /// The item's place within it, from 0.
    pub item: u32,
    /// How much it is.
    pub amount: Cents,
    /// Why nothing is done about it.
    pub reason: String,
    /// Who says so.
    pub person: Person,
}

/// See [`Body::ReceiptReversed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptReversed {
    /// The receipt, which keeps its number.
    pub receipt: String,
    /// What stood on its lines and is taken back.
    pub taken: Vec<TakenBack>,
    /// What they come to.
    pub amount: Cents,
    /// What accounts payable is asked to pay back: cash and checks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refund: Option<Refund>,
    /// What goes back the way it came: tender type, kind, amount.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub back: Vec<(String, TenderKind, Cents)>,
    /// Why.
    pub reason: String,
    /// What is due afterwards on each account that it touches.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub balances: Vec<AccountBalance>,
    /// Who reversed it.
    pub person: Person,
}

/// What accounts payable is asked to pay back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    /// The request's number: `RF-000001`.
    pub number: String,
    /// How much.
    pub amount: Cents,
    /// To whom.
    pub payee: String,
    /// Where: address lines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub address: Vec<String>,
    /// The ledger account that owes it.
    pub payable: String,
}

impl Refund {
    /// To whom and where, in one line.
    #[must_use]
    pub fn to(&self) -> String {
        let parts: Vec<&str> = std::iter::once(&self.payee)
            .chain(&self.address)
            .map(String::as_str)
            .collect();
        parts.join(", ")
    }
}

/// See [`Body::PaymentTransferred`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentTransferred {
    /// The receipt that brought the money.
    pub receipt: String,
    /// What is taken from the line where it stood, and the account that it is due on again.
    pub from: TakenBack,
    /// Where it goes: lines as a receipt has them.
    pub to: Vec<ReceiptLine>,
    /// Why.
    pub reason: String,
    /// What is due afterwards on each account that it touches.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub balances: Vec<AccountBalance>,
    /// Who moved it.
    pub person: Person,
    /// Shut-off accounts that this brings to the amount needed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub turn_on: Vec<TurnOn>,
}

/// See [`Body::RefundRequested`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundRequested {
    /// The request.
    pub refund: Refund,
    /// The receipt that brought the money.
    pub receipt: String,
    /// The line where it stood.
    pub taken: TakenBack,
    /// Why.
    pub reason: String,
    /// What is due afterwards on each account that it touches.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub balances: Vec<AccountBalance>,
    /// Who asks.
    pub person: Person,
}

/// See [`Body::RefundWithdrawn`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundWithdrawn {
    /// The request's number, which is not used again.
    pub number: String,
    /// The receipt.
    pub receipt: String,
    /// What stands again where it stood.
    pub given: TakenBack,
    /// Why.
    pub reason: String,
    /// Who withdraws it.
    pub person: Person,
}

/// See [`Body::RefundsListed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundsListed {
    /// The list's number: `AP-000001`.
    pub number: String,
    /// The requests on it, by number, each with its amount.
    pub refunds: Vec<(String, Cents)>,
    /// What they come to.
    pub total: Cents,
    /// Who made it.
    pub person: Person,
}
