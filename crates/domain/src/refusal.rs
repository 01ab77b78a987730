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
    #[error("the accounts have not come from central records yet; look this one up again in a moment")]
    AccountsOnTheirWay,

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

    // Batches and suspense.
    #[error("{station} is not the closing desk; do this at {closing_desk}")]
    NotClosingDesk { station: String, closing_desk: String },
    #[error("{station} is the closing desk from its next start on; close the program and start it again")]
    ClosingDeskAfterStart { station: String },
    #[error("the control figures are missing; count the pieces and add them up before keying them")]
    ControlMissing,
    #[error("the batch differs from its control figures: {differences}; key what is missing, or give a reason")]
    ControlDiffers { differences: String },
    #[error("batch {name} is closed; begin another one, or have it sent back")]
    BatchClosed { name: String },
    #[error("{excess} too much, and a batch gives no change; put it on the account, or into suspense")]
    ChangeInBatch { excess: Cents },
    #[error("this office has no suspense account; return the item, or have one set up")]
    SuspenseNotSetUp,
    #[error("money goes into suspense from a batch only; at the counter, ask the customer")]
    SuspenseInBatchOnly,
    #[error("line {line} of receipt {receipt} does not stand in suspense")]
    NotInSuspense { receipt: String, line: u16 },
    #[error("line {line} of receipt {receipt} was placed already")]
    AlreadyPlaced { receipt: String, line: u16 },
    #[error("what was chosen comes to {placed}, and {amount} is to go there; choose that much")]
    PlacedOtherwise { amount: Cents, placed: Cents },
    #[error("the transmittal says {transmittal}, and {counted} was counted; count again, both of you")]
    TransmittalDiffers { transmittal: Cents, counted: Cents },
    #[error("transmittal {transmittal} of this department was receipted before, as {name} on {date}")]
    TransmittalTakenBefore {
        transmittal: String,
        name: String,
        date: NaiveDate,
    },
    #[error("there is no department '{department}'")]
    UnknownDepartment { department: String },
    #[error("there is no layout '{layout}' for a file of payments")]
    UnknownLayout { layout: String },
    #[error("this file was taken in before, as {name} on {date}; nothing was taken in again")]
    FileTakenInBefore { name: String, date: NaiveDate },
    #[error("line {line}: {problem}; nothing was taken in, have the file written again")]
    BatchFileMalformed { line: u64, problem: String },
    #[error("the file was cut off; nothing was taken in, have it sent again")]
    BatchFileTruncated,
    #[error("the file says {said} {what} and holds {found}; nothing was taken in, have it written again")]
    BatchFileTotals { what: String, said: String, found: String },

    // Workstations of the site.
    #[error("these entries are of {given}, which is not a workstation of this site")]
    BundleOfStranger { given: String },
    #[error("this file of entries is damaged: {problem}; have it written again")]
    BundleDamaged { problem: String },
    #[error("entries of {station} from {expected} on are missing; take in the file that begins there first")]
    EntriesMissing { station: String, expected: u64 },
    #[error("{station} signs with another key than before; do not take these entries in, and call an administrator")]
    BundleOtherKey { station: String },
    #[error("entry {seq} of {station} is another one than the closing desk has; call an administrator")]
    EntriesForked { station: String, seq: u64 },
    #[error(
        "entry {seq} of {station} cannot be read here: it is kept, and is in no figure; bring this program up to date"
    )]
    EntryUnread { station: String, seq: u64 },

    // Approving.
    #[error("{name} is not closed yet; have it counted and closed first")]
    SessionNotClosed { name: String },
    #[error("{name} is approved already, by {by}")]
    SessionApproved { name: String, by: String },
    #[error(
        "receipt {receipt} was voided after the count of {name}, which does not agree; send it back to be counted again"
    )]
    CountedBeforeVoid { name: String, receipt: String },
    #[error("{name} is one that {user} worked; someone else must approve it")]
    OwnSession { user: String, name: String },
    #[error("the figures of {name} changed since the screen showed them; look at them again")]
    FiguresChanged { name: String },

    // Returned items.
    #[error("this office has no rules for returned items; have an administrator set them up")]
    ReturnsNotSetUp,
    #[error("{drawer} is open in your name; returned items are worked by someone who holds no open drawer")]
    HoldsOpenDrawer { drawer: String },
    #[error("{tender} is not something that a bank returns; choose the check or electronic payment")]
    NotReturnable { tender: String },
    #[error("this tender of receipt {receipt} was returned already, as {number}; the same one is never returned twice")]
    AlreadyReturned { receipt: String, number: String },
    #[error("tender {tender} of receipt {receipt} has not gone to the bank yet, so the bank cannot have returned it")]
    NotDeposited { receipt: String, tender: u16 },
    #[error("receipt {receipt} was not paid with the same check; return its tender by itself")]
    ReturnedTendersDiffer { receipt: String },
    #[error("the bank says {given}, and this is {expected}; look for the right one, or have the deposit corrected")]
    ReturnAmountDiffers { expected: Cents, given: Cents },
    #[error("there is no reason '{reason}' for a returned item; choose one of the list")]
    UnknownReturnReason { reason: String },
    #[error("'{reason}' is no reason for {tender}; choose one that is")]
    ReturnReasonUnfit { reason: String, tender: String },
    #[error("there is no returned item {number}; look it up again")]
    UnknownReturn { number: String },
    #[error("returned item {number} was reinstated already")]
    AlreadyReinstated { number: String },
    #[error("nothing is open on returned item {number}; there is nothing to ask for")]
    ReturnNotOpen { number: String },
    #[error("returned item {number} may go to collections from {from} on")]
    CollectionsTooEarly { number: String, from: NaiveDate },
    #[error("returned item {number} is on collections list {list} already")]
    AlreadyInCollections { number: String, list: String },
    #[error("nothing was chosen for the list; choose at least one")]
    NothingToList,
    #[error("there is no list {number}; look it up again")]
    UnknownList { number: String },
    #[error("there is no item {} in file {file}; look at the file again", u64::from(*item) + 1)]
    UnknownFileItem { file: String, item: u32 },
    #[error("item {} of file {file} was worked already; it is done", u64::from(*item) + 1)]
    FileItemDone { file: String, item: u32 },
    #[error("item {} of file {file} was presented again and paid, it is no return; reinstate its returned item", u64::from(*item) + 1)]
    FileItemRepresented { file: String, item: u32 },
    #[error("item {} of file {file} came back, the bank does not say that it was paid; work it as a return", u64::from(*item) + 1)]
    FileItemReturned { file: String, item: u32 },
    #[error("item {} of file {file} is of another check; choose the one that the bank describes", u64::from(*item) + 1)]
    FileItemOfOther { file: String, item: u32 },
    #[error("checks on this bank account are not taken until {until}, after returned ones; take cash or a card")]
    CheckAccountMarked { until: NaiveDate },

    // Corrections after the close.
    #[error("this office has no rules for corrections after the close; have an administrator set them up")]
    CorrectionsNotSetUp,
    #[error("'{given}' is not one of the reasons for this; choose one of: {listed}")]
    ReasonNotListed { given: String, listed: String },
    #[error("receipt {receipt} is of a session that is not approved yet; void it there, or send the session back")]
    ReceiptNotClosed { receipt: String },
    #[error("receipt {receipt} was reversed already")]
    AlreadyReversed { receipt: String },
    #[error("receipt {receipt} has no line {line}; look at it again")]
    UnknownLineOfReceipt { receipt: String, line: u16 },
    #[error(
        "{amount} of the fee of {number} was paid already, by receipt {receipt}; ask for its refund first, and it is \
         taken back with the return"
    )]
    ReturnFeePaid {
        number: String,
        receipt: String,
        amount: Cents,
    },
    #[error("no payment was chosen that came back; choose one")]
    NoTenderChosen,
    #[error("nothing of receipt {receipt} stands any more; there is nothing to take back")]
    NothingStands { receipt: String },
    #[error("{given} is more than the {standing} that still stand there; take that much or less")]
    MoreThanStands { standing: Cents, given: Cents },
    #[error("this money stands in suspense; place it from there")]
    StandsInSuspense,
    #[error("the payment stands on {what} already; choose where it should go")]
    TransferToSame { what: String },
    #[error("there is no request for a refund {number}; look it up again")]
    UnknownRefund { number: String },
    #[error("refund {number} is on list {list} already; tell accounts payable")]
    RefundListed { number: String, list: String },
    #[error("refund {number} was withdrawn already")]
    RefundWithdrawn { number: String },
    #[error(
        "refund {number} is not paid as far as what had paid it came back from the bank; what is left of it goes on a list"
    )]
    RefundStopped { number: String },
    #[error(
        "what refund {number} had made due on {account} is not due there any more, so that its money would stand there \
         twice; it can only be paid back"
    )]
    RefundNotDue { number: String, account: String },
    #[error("refund {number} is part of a reversal, which stays; have accounts payable hold it back")]
    RefundOfReversal { number: String },

    // The deposit.
    #[error("there is no bank account '{account}' in the configuration")]
    UnknownBankAccount { account: String },
    #[error("nothing was chosen to deposit; choose approved drawers and batches")]
    NothingToDeposit,
    #[error("{name} is not approved; approve it first, or leave it out")]
    SessionNotApproved { name: String },
    #[error("{name} is in deposit {number} already")]
    AlreadyInDeposit { name: String, number: String },
    #[error("what was approved is {expected} in cash, and the deposit's is {given}; a deposit is never substituted")]
    DepositCash { expected: Cents, given: Cents },
    #[error("what was approved is {expected} in checks, and the deposit's are {given}; a deposit is never substituted")]
    DepositChecks { expected: Cents, given: Cents },
    #[error("check {check} is not among the receipts' checks, or stands twice")]
    DepositCheckUnknown { check: String },
    #[error("there is no deposit of that name; look it up again")]
    UnknownDeposit,
    #[error("deposit {number} is final and is never altered; enter a bank correction")]
    DepositFinal { number: String },
    #[error("deposit {number} is not final yet; have it counted again first")]
    DepositNotFinal { number: String },
    #[error("deposit {number} was taken apart; prepare another one")]
    DepositWithdrawn { number: String },
    #[error("{user} prepared this deposit; someone else must count it again")]
    OwnDeposit { user: String },
    #[error("the second count of {what}, {given}, is not the first one; count again, both of you")]
    SecondCountDiffers { what: String, given: String },
    #[error("the bank's figures of deposit {number} were not entered yet; enter them first")]
    BankFiguresMissing { number: String },
    #[error("the bank has corrected deposit {number} by these figures already; they stay")]
    BankFiguresEntered { number: String },
    #[error("the bank cannot have credited deposit {number} on {given}; enter the day on its notice")]
    BankDateWrong { number: String, given: NaiveDate },
    #[error("the bank and deposit {number} agree; there is nothing to correct")]
    NothingToCorrect { number: String },

    // The day.
    #[error("{date} cannot be closed yet: {what}; finish these, or carry them to the next day")]
    DayNotReady { date: NaiveDate, what: String },
    #[error("{date} is closed; it changes by dated corrections only")]
    DayClosed { date: NaiveDate },
    #[error("{date} is not over for everyone: an earlier day, {open}, is not closed; close that first")]
    EarlierDayOpen { date: NaiveDate, open: NaiveDate },
    #[error("{date} is not over: it is {today}; close it when it is")]
    DayNotOver { date: NaiveDate, today: NaiveDate },
    #[error("{date} comes before {closed}, which is closed already; what is of it stands with the next day")]
    LaterDayClosed { date: NaiveDate, closed: NaiveDate },
    #[error("there is nothing of {date} to close")]
    NothingToClose { date: NaiveDate },
    #[error(
        "the ledger batch of {date} no longer comes out as it was issued; it is not written, call an administrator"
    )]
    LedgerDiffers { date: NaiveDate },

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
    #[error("this workstation writes nothing: {why}")]
    WorkstationStopped { why: String },
    #[error("central records did not acknowledge entry {seq}, after which the next epoch would begin; enrol again")]
    EpochNotAcknowledged { seq: u64 },
    #[error("{given} is no receipt number of {station} that comes after {last}; enter the last one on paper")]
    LostReceiptsWrong {
        given: String,
        station: String,
        last: String,
    },
    #[error(
        "{given} would leave {count} receipts lost, which no day has; enter the last one on paper as it is printed"
    )]
    LostReceiptsTooMany { given: String, count: u64 },
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
