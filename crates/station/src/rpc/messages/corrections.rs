//! After the close: tracing a payment, reversing, moving, refunding; an account's history.

use super::*;

/// Traces where a payment of an amount on about a date went.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
#[ts(optional_fields)]
pub struct TracePayments {
    /// The amount, as typed.
    pub amount: String,
    /// About when: `2026-11-18`.
    pub date: Option<String>,
    /// So many days before and after; seven where it is left out.
    pub days: Option<u16>,
    /// Payer, account, check number: words that must stand in it.
    pub text: Option<String>,
}

/// Payments found, nearest to the date first, at most fifty.
#[derive(Debug, Clone, Serialize, TS)]
pub struct TracedPayments {
    /// The payments.
    pub payments: Vec<TracedPayment>,
    /// Whether there were more than could be shown.
    pub more: bool,
}

/// A payment that was found.
#[derive(Debug, Clone, Serialize, TS)]
pub struct TracedPayment {
    /// The receipt.
    pub receipt: String,
    /// Its business date.
    pub business_date: String,
    /// Local time `HH:MM`.
    pub at: String,
    /// The drawer or batch that took it.
    pub session: String,
    /// Who paid.
    pub payer: Option<String>,
    /// Its total.
    pub total: Cents,
    /// What of it is the amount: `receipt`, `tender`, `line`.
    pub matched: String,
    /// Where its money stands now, line by line.
    pub stands: Vec<String>,
    /// Whether any of it stands in suspense.
    pub suspense: bool,
    /// Whether it was voided, reversed or returned.
    pub undone: Option<String>,
}

/// A payment and all that became of it.
#[derive(Debug, Clone, Serialize, TS)]
pub struct TraceView {
    /// The receipt.
    pub receipt: String,
    /// The workstation that took it.
    pub station: String,
    /// Its business date.
    pub business_date: String,
    /// Local time `HH:MM`.
    pub at: String,
    /// The cashier's name.
    pub cashier: String,
    /// The session, by its identifier and name.
    #[ts(type = "[string, string]")]
    pub session: (Uuid, String),
    /// Whether the session is approved: only then corrections after the close begin.
    pub approved: bool,
    /// The deposit, by its identifier and number.
    #[ts(type = "[string, string] | null")]
    pub deposit: Option<(Uuid, String)>,
    /// Who paid.
    pub payer: Option<String>,
    /// Its total.
    pub total: Cents,
    /// What still stands on its lines.
    pub standing: Cents,
    /// Its tenders.
    pub tenders: Vec<TracedTenderView>,
    /// Its lines, those that corrections brought behind them.
    pub lines: Vec<TracedLineView>,
    /// What became of it, oldest first.
    pub events: Vec<HistoryLine>,
    /// Whether it was voided.
    pub void: bool,
    /// Whether it was reversed.
    pub reversed: bool,
    /// The reasons that may be given; a kind without any takes whatever is typed.
    pub reasons: Vec<CorrectionReason>,
    /// The seal of its entry.
    pub seal: String,
}

/// A tender of a payment as it stands.
#[derive(Debug, Clone, Serialize, TS)]
pub struct TracedTenderView {
    /// The tender type's code.
    pub tender: String,
    /// Its kind.
    pub kind: TenderKind,
    /// Its name.
    pub name: String,
    /// Check number and the like.
    pub detail: String,
    /// What it paid.
    pub amount: Cents,
    /// The returned item that took it back, while that stands.
    pub returned: Option<String>,
    /// Whether a bank may return such a tender.
    pub returnable: bool,
}

/// A line of a payment as it stands.
#[derive(Debug, Clone, Serialize, TS)]
pub struct TracedLineView {
    /// Its place, from 0: corrections name it.
    pub line: u16,
    /// What it is for.
    pub description: String,
    /// The account.
    pub account: Option<String>,
    /// The department's name.
    pub department: String,
    /// What was paid.
    pub amount: Cents,
    /// What still stands.
    pub standing: Cents,
    /// Whether it stands in suspense.
    pub suspense: bool,
    /// The line that its money came from.
    pub from: Option<u16>,
}

/// One line of a history: of an account, or of a payment.
#[derive(Debug, Clone, Serialize, TS)]
pub struct HistoryLine {
    /// Its business date.
    pub business_date: String,
    /// Local time `HH:MM`.
    pub at: String,
    /// What happened: `receipt`, `receipt_voided`, `item_returned` and so on, the entry's kind.
    pub kind: String,
    /// What it was for.
    pub what: String,
    /// What was paid; negative for what was taken back or charged.
    pub amount: Cents,
    /// What was due afterwards, as the entry says it.
    pub balance: Option<Cents>,
    /// The receipt.
    pub receipt: Option<String>,
    /// The drawer or batch, by its identifier and name.
    #[ts(type = "[string, string] | null")]
    pub session: Option<(Uuid, String)>,
    /// The business date of that drawer or batch.
    pub session_date: Option<String>,
    /// The deposit, by its identifier and number.
    #[ts(type = "[string, string] | null")]
    pub deposit: Option<(Uuid, String)>,
    /// A returned item's number, a refund's, the other account.
    pub related: Option<String>,
    /// Who did it, by name.
    pub by: String,
    /// The second person.
    pub second: Option<String>,
    /// The entry's place in the closing desk's journal, where it has a voucher.
    #[ts(type = "number | null")]
    pub voucher: Option<u64>,
    /// The entry's seal.
    pub seal: String,
}

/// The history of an account.
#[derive(Debug, Clone, Serialize, TS)]
pub struct AccountHistoryView {
    /// The account's number.
    pub number: String,
    /// The customer's name; nothing where no copy of the accounts has it.
    pub name: String,
    /// What is due now.
    pub due: Cents,
    /// Flags that stand today.
    pub flags: Vec<FlagNotice>,
    /// What happened on it, newest first, at most two hundred.
    pub lines: Vec<HistoryLine>,
    /// Whether there were more than could be shown.
    pub more: bool,
    /// What was paid and stands.
    pub paid: Cents,
    /// Returned items that touched it.
    pub returned: Vec<ReturnedItemRow>,
}

/// To whom something is paid back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TypedPayee {
    /// The name.
    pub name: String,
    /// Address lines.
    #[serde(default)]
    pub address: Vec<String>,
}

/// Reverses a receipt after its close.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReverseReceipt {
    /// Made by the caller before the first send; the same one for a repeat.
    #[ts(type = "string")]
    pub request_id: Uuid,
    /// The receipt.
    pub receipt: String,
    /// Why.
    pub reason: String,
    /// To whom accounts payable pays cash and checks back.
    pub payee: TypedPayee,
    /// The second person.
    #[serde(default)]
    #[ts(optional)]
    pub consent: Option<Consent>,
}

/// Moves a payment to another account or charge.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TransferPayment {
    /// Made by the caller before the first send; the same one for a repeat.
    #[ts(type = "string")]
    pub request_id: Uuid,
    /// The receipt.
    pub receipt: String,
    /// The line where it stands.
    pub line: u16,
    /// How much, as typed.
    pub amount: String,
    /// Where it goes; its amount may be left out.
    pub to: PaymentLine,
    /// Why.
    pub reason: String,
    /// The second person.
    #[serde(default)]
    #[ts(optional)]
    pub consent: Option<Consent>,
}

/// Asks accounts payable to pay something back.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RequestRefund {
    /// Made by the caller before the first send; the same one for a repeat.
    #[ts(type = "string")]
    pub request_id: Uuid,
    /// The receipt that brought the money.
    pub receipt: String,
    /// The line where it stands.
    pub line: u16,
    /// How much, as typed.
    pub amount: String,
    /// To whom.
    pub payee: TypedPayee,
    /// Why.
    pub reason: String,
    /// The second person.
    #[serde(default)]
    #[ts(optional)]
    pub consent: Option<Consent>,
}

/// Withdraws a request for a refund that was not listed yet.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct WithdrawRefund {
    /// Made by the caller before the first send; the same one for a repeat.
    #[ts(type = "string")]
    pub request_id: Uuid,
    /// The request's number.
    pub number: String,
    /// Why.
    pub reason: String,
}

/// Puts requests for refunds on a numbered list for accounts payable.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ListRefunds {
    /// Made by the caller before the first send; the same one for a repeat.
    #[ts(type = "string")]
    pub request_id: Uuid,
    /// Their numbers; all that wait where none is named.
    #[serde(default)]
    pub numbers: Vec<String>,
}

/// Requests for refunds: those that wait for a list, and the last ones that are on one.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RefundsView {
    /// The requests, newest first.
    pub refunds: Vec<RefundRow>,
    /// What waits for a list.
    pub waiting: Cents,
    /// The last lists: number, date, how many, total.
    pub lists: Vec<(String, String, u32, Cents)>,
}

/// A request for a refund.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RefundRow {
    /// Its number.
    pub number: String,
    /// Its business date.
    pub on: String,
    /// How much.
    pub amount: Cents,
    /// What of it waits for a list.
    pub waits: Cents,
    /// What of it is not to be paid, because what had paid it came back from the bank.
    pub stopped: Cents,
    /// To whom.
    pub payee: String,
    /// The receipt.
    pub receipt: String,
    /// Why.
    pub reason: String,
    /// The last list that it is on.
    pub list: Option<String>,
    /// Whether it was withdrawn.
    pub withdrawn: bool,
    /// Whether it may be withdrawn.
    pub withdrawable: bool,
    /// Its entry's place in the journal, for its voucher.
    #[ts(type = "number")]
    pub seq: u64,
}

/// A correction that was written.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Corrected {
    /// The entry's place in the closing desk's journal, for its voucher.
    #[ts(type = "number")]
    pub seq: u64,
    /// The receipt.
    pub receipt: String,
    /// How much.
    pub amount: Cents,
    /// The request for a refund that it made.
    pub refund: Option<String>,
    /// What goes back the way it came: tender type's name and amount.
    pub back: Vec<(String, Cents)>,
    /// What is due now on each account that it touched.
    pub balances: Vec<AccountBalance>,
    /// Whether it was there already: the request was a repeat.
    pub repeated: bool,
}
