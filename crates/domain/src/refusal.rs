//! Why something was not done, by name.
//!
//! Each refusal has a code for the screens (the variant's name in snake case),
//! the facts that its words need, and an English message that says what to do.

use chrono::NaiveDate;
use serde::Serialize;

use crate::money::Cents;

/// A named refusal. Nothing was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "the message beside each variant is its documentation; fields are the facts in it"
)]
pub enum Refusal {
    // Amounts and text.
    #[error("{field}: '{given}' is not an amount; type it as 1234.56")]
    AmountMalformed { field: String, given: String },
    #[error("{field} must be more than nothing")]
    AmountZero { field: String },
    #[error("an amount is too large to be kept exactly; check what was typed")]
    AmountOutOfRange,
    #[error("this receipt would come to {total}; the limit is {limit}; ask a supervisor or split the payment")]
    OverReceiptLimit { total: Cents, limit: Cents },
    #[error("{field} is longer than {limit} characters; shorten it")]
    TextTooLong { field: String, limit: usize },
    #[error("{field} is missing; enter it")]
    TextMissing { field: String },
    #[error("{field} holds a card number; take it out, card numbers are never kept")]
    CardNumberInText { field: String },

    // Configuration.
    #[error("the configuration cannot be used: {problem}")]
    ConfigurationInvalid { problem: String },
    #[error("there is no workstation '{station}' in the configuration")]
    UnknownStation { station: String },
    #[error("there is no charge '{charge}'; look it up again")]
    UnknownCharge { charge: String },
    #[error("there is no tender type '{tender}' in the configuration")]
    UnknownTender { tender: String },
    #[error("there is no account '{account}'; look it up again")]
    UnknownAccount { account: String },

    // Who.
    #[error("a second person must agree: {statement}")]
    SecondPersonNeeded { statement: String },
    #[error("{user} cannot agree to their own work; the second person must be someone else")]
    SecondPersonSame { user: String },
    #[error("{user} may not be the second person; ask a supervisor")]
    SecondPersonNoRight { user: String },
    #[error("this drawer is held by {cashier_name}; only they can do this, or take it over by a hand-over")]
    NotYourDrawer { cashier_name: String },

    // The drawer's life.
    #[error("no drawer is open; open one on the Drawer screen")]
    NoOpenDrawer,
    #[error("drawer is closed; a receipt belongs to an open session: open the drawer first")]
    DrawerClosed,
    #[error("the drawer is being counted; finish the close, or go on the Drawer screen")]
    DrawerCounting,
    #[error("the drawer is not being counted; begin the count first")]
    DrawerNotCounting,
    #[error("a drawer is already open here, held by {cashier_name}; close it first")]
    DrawerAlreadyOpen { cashier_name: String },
    #[error("this drawer was opened on {opened}; count and close it before today's payments")]
    DrawerOfAnotherDay { opened: NaiveDate },
    #[error("the drawer is past its ceiling of {ceiling} in cash; make a pick-up to the vault before taking more cash")]
    DrawerOverCeiling { ceiling: Cents },
    #[error("{wanted} is more cash than this drawer should hold; count again what leaves it, or get change first")]
    DrawerTooLittleCash { wanted: Cents },
    #[error("nothing has been counted yet; count the drawer first")]
    NothingCounted,
    #[error("a reason is needed: {differences}")]
    ReasonNeeded { differences: String },
    #[error("the two counts differ: {first} and {second}; both count again")]
    CountsDiffer { first: String, second: String },
    #[error("there is no drawer session of that name; look it up again")]
    UnknownSession,
    #[error("there is no denomination of {cents}; count again with the listed notes and coins")]
    UnknownDenomination { cents: Cents },
    #[error("{cents} stands twice in the count; enter each denomination once")]
    DenominationTwice { cents: Cents },
    #[error("{receipt} tender {tender} on the tape was not ticked off; say whether it is there")]
    TapeItemNotTicked { receipt: String, tender: u16 },
    #[error("{receipt} tender {tender} is not on the tape, or was ticked twice")]
    TapeItemUnknown { receipt: String, tender: u16 },
    #[error("{tender} is not counted this way; enter it where it belongs")]
    CountedOtherwise { tender: String },
    #[error("the total of {tender} was not entered; type 0 if there is none")]
    TotalMissing { tender: String },

    // The payment.
    #[error("there is nothing to pay; add an account or an item first")]
    NothingToPay,
    #[error("{tendered} was tendered for {total}; {missing} is missing")]
    TenderBelowTotal {
        total: Cents,
        tendered: Cents,
        missing: Cents,
    },
    #[error("{excess} too much, and change is given from cash only; lower the {tender} amount")]
    ChangeOnNonCash { excess: Cents, tender: String },
    #[error("the other tenders pay the whole; give the cash back and take it off")]
    CashNotNeeded,
    #[error("cash stands twice; enter it once with the whole amount")]
    CashTwice,
    #[error("what is due on {what} is now {now}, the screen showed {seen}; look at it again")]
    StalePrice { what: String, seen: Cents, now: Cents },
    #[error("{charge} stands twice in this payment; take one off")]
    ChargeTwice { charge: String },
    #[error("{charge} is paid on an account only; look the account up")]
    ChargeNeedsAccount { charge: String },
    #[error("{charge} has a fixed price; enter how many, not how much")]
    PriceFixed { charge: String },
    #[error("{charge} has an open amount; enter how much")]
    AmountNeeded { charge: String },
    #[error("{charge} has an open amount; enter the whole amount, not how many")]
    QuantityUnwanted { charge: String },
    #[error("{charge} needs its {reference}; enter it")]
    ReferenceNeeded { charge: String, reference: String },
    #[error("nothing is due on account {account}; there is nothing to pay on it")]
    NothingDue { account: String },
    #[error("{paid} is more than the {due} due on account {account}, and overpayments are not taken")]
    OverpaymentRefused { account: String, due: Cents, paid: Cents },
    #[error("account {account} is cash or card only until {until}; no checks")]
    CashOnlyPayer { account: String, until: NaiveDate },
    #[error("no payment is taken on account {account}: {flag}; send the customer to a supervisor")]
    AccountStopped { account: String, flag: String },
    #[error("{tender} needs its {field}; enter it")]
    TenderFieldMissing { tender: String, field: String },
    #[error("{tender} takes no {field}; leave it out")]
    TenderFieldUnwanted { tender: String, field: String },
    #[error("routing number {routing} fails its checksum; read the check again")]
    RoutingChecksum { routing: String },
    #[error("{field} '{given}' is not right: {rule}")]
    TenderFieldMalformed { field: String, given: String, rule: String },
    #[error(
        "this check was taken before: receipt {receipt} on {date}; look at both, and confirm if it is another check"
    )]
    CheckSeenBefore { receipt: String, date: NaiveDate },
    #[error("the same check stands twice in this payment; take one off")]
    CheckTwice,

    // Receipts.
    #[error("there is no receipt {receipt}")]
    UnknownReceipt { receipt: String },
    #[error("receipt {receipt} is void already")]
    AlreadyVoid { receipt: String },
    #[error("receipt {receipt} is of a session that is not open; it can be reversed after the close, not voided")]
    ReceiptNotInSession { receipt: String },
    #[error("receipt {receipt} has no tender {tender}")]
    UnknownTenderOfReceipt { receipt: String, tender: u16 },
    #[error("the tender is {from} already; choose another type")]
    ReclassToSame { from: String },
    #[error("a reclass keeps the amount: it is {from}, not {to}")]
    ReclassAmount { from: Cents, to: Cents },

    // Scans.
    #[error("this is not a bill that can be scanned here; look the account up")]
    ScanUnknown,
    #[error("the check digit of this {bill} is wrong; scan it again or look the account up")]
    ScanCheckDigit { bill: String },
    #[error("this is not a check's MICR line: {problem}; read it again or type the fields")]
    MicrMalformed { problem: String },

    // The journal.
    #[error("postings do not sum to zero, off by {off_by}; nothing was written, tell your administrator")]
    PostingsUnbalanced { off_by: Cents },
    #[error("the clock says {now}, and the last entry was written at {last}; set the clock right")]
    ClockSetBack { now: String, last: String },
    #[error("this request was sent before with other content; begin it anew")]
    RequestReused,
}

impl Refusal {
    /// The code, as the interface carries it.
    #[must_use]
    pub fn code(&self) -> String {
        self.view().0
    }

    /// The code and the facts.
    #[must_use]
    pub fn view(&self) -> (String, serde_json::Value) {
        let mut facts = serde_json::to_value(self).unwrap_or_default();
        let code = facts.as_object_mut().and_then(|fields| fields.remove("code"));
        (
            code.and_then(|code| code.as_str().map(str::to_owned))
                .unwrap_or_default(),
            facts,
        )
    }
}
