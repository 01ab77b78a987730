//! Items that the bank returned: finding the original, working it, notices, collections.

use counterfoil_domain::config::ReturnedKind;
use counterfoil_domain::returns::item::ItemState;
use counterfoil_domain::returns::matching::{Agrees, Certainty};

use super::*;

/// What the screen of returned items begins with: the register.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ReturnedItemsView {
    /// Today's business date: what is done now is dated so.
    pub business_date: String,
    /// The drawer that is open in the signed-in user's name: then they may not work returned items.
    pub holds: Option<String>,
    /// The bank's reasons.
    pub reasons: Vec<ReturnReasonView>,
    /// The files that banks send.
    pub layouts: Vec<ReturnLayoutView>,
    /// The reasons that a reinstatement may give; whatever is typed where there is none.
    pub reinstatement_reasons: Vec<String>,
    /// Those for a return that was entered by mistake.
    pub mistake_reasons: Vec<String>,
    /// Those for dismissing an item of a bank's file.
    pub dismissal_reasons: Vec<String>,
    /// Items that are not settled, oldest first, and those settled last.
    pub items: Vec<ReturnedItemRow>,
    /// By state: how many, what is open.
    pub states: Vec<ReturnedStateSum>,
    /// By age of those that are not settled.
    pub ages: Vec<ReturnedAgeSum>,
    /// Fees charged, ever.
    pub fees_charged: Cents,
    /// Fees collected, ever.
    pub fees_collected: Cents,
    /// Items of the bank's files that nobody has worked yet.
    pub waiting: Vec<FileItemRow>,
    /// Days after which an open item may go to collections.
    pub collections_days: u16,
}

/// One reason of the bank's.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ReturnReasonView {
    /// Its code.
    pub code: String,
    /// Other codes that banks use for it.
    pub also: Vec<String>,
    /// What it says.
    pub name: String,
    /// Its Spanish name, or the same again.
    pub name_es: String,
    /// What kinds of items it is for.
    pub of: ReturnedKind,
    /// Whether a fee is charged for it.
    pub fee: bool,
}

/// One layout of a file of returned items.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ReturnLayoutView {
    /// Its code.
    pub code: String,
    /// What people call it.
    pub name: String,
}

/// How many returned items are in a state.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ReturnedStateSum {
    /// The state.
    pub state: ItemState,
    /// How many.
    pub items: u32,
    /// What they came to.
    pub amount: Cents,
    /// What is open on them, fees included.
    pub open: Cents,
}

/// What is open by age.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ReturnedAgeSum {
    /// From so many days.
    pub from: u32,
    /// To so many days; none for the oldest.
    pub to: Option<u32>,
    /// How many.
    pub items: u32,
    /// What is open on them.
    pub open: Cents,
}

/// A returned item in a list.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ReturnedItemRow {
    /// Its number.
    pub number: String,
    /// The business date on which it was returned.
    pub on: String,
    /// Days since.
    pub age: u32,
    /// Who paid.
    pub payer: String,
    /// The receipts, in brief: `W1-000012`.
    pub receipts: Vec<String>,
    /// The tender in one line: check number, last four.
    pub detail: String,
    /// The code of the bank's reason.
    pub reason_code: String,
    /// The bank's reason in words.
    pub reason: String,
    /// What the bank took back.
    pub amount: Cents,
    /// The fee that was charged.
    pub fee: Cents,
    /// What is open, fee included.
    pub open: Cents,
    /// How far it is.
    pub state: ItemState,
    /// Cash or card only until, where the payer is marked.
    pub marked_until: Option<String>,
    /// Whether it may go to collections today.
    pub collectable: bool,
}

/// Looks for the original of an item that the bank returned. What is not known is left out.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
#[ts(optional_fields)]
pub struct FindOriginal {
    /// The amount, as typed.
    pub amount: Option<String>,
    /// The check's number.
    pub number: Option<String>,
    /// The bank's routing number.
    pub routing: Option<String>,
    /// The account number on the check; only its token is looked for.
    pub account: Option<String>,
    /// The check's MICR line, in place of routing, account and number.
    pub micr: Option<String>,
    /// About when it was paid or deposited: `2026-11-18`.
    pub date: Option<String>,
    /// Who paid.
    pub payer: Option<String>,
    /// The deposit's number.
    pub deposit: Option<String>,
}

/// What was found, likeliest first.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FoundOriginals {
    /// How certain the first is.
    pub certainty: Certainty,
    /// The candidates, at most twenty.
    pub candidates: Vec<OriginalView>,
    /// Earlier returned items of the same bank account.
    pub same_bank: Vec<ReturnedItemRow>,
}

/// A tender that may be what the bank returned.
#[derive(Debug, Clone, Serialize, TS)]
pub struct OriginalView {
    /// The receipt.
    pub receipt: String,
    /// The tender's place within it.
    pub place: u16,
    /// Its business date.
    pub business_date: String,
    /// The drawer or batch that took it.
    pub session: String,
    /// Who paid.
    pub payer: Option<String>,
    /// The tender type's name.
    pub tender: String,
    /// Check number and the like.
    pub detail: String,
    /// What it paid.
    pub amount: Cents,
    /// The receipt's total.
    pub total: Cents,
    /// What was paid, line by line, as it stands.
    pub lines: Vec<String>,
    /// The deposit that took it to the bank.
    pub deposit: Option<String>,
    /// What of it agrees.
    pub agrees: Vec<Agrees>,
    /// Other tenders of the same check, to be returned with it: receipt, place, amount.
    pub together: Vec<TenderOf>,
    /// Why it cannot be returned, where it cannot.
    pub refusal: Option<RefusalView>,
}

/// A tender of a receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TenderOf {
    /// The receipt.
    pub receipt: String,
    /// The tender's place within it, from 0.
    pub place: u16,
    /// What it paid; looked up anew, never believed.
    #[serde(default)]
    pub amount: Cents,
}

/// Works a returned item.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReturnItem {
    /// Made by the caller before the first send; the same one for a repeat.
    #[ts(type = "string")]
    pub request_id: Uuid,
    /// The tenders that the bank took back: one, or several of the same check.
    pub tenders: Vec<TenderOf>,
    /// What the bank took back, as typed.
    pub amount: String,
    /// The code of the reason.
    pub reason: String,
    /// The bank's own reference.
    #[serde(default)]
    #[ts(optional)]
    pub reference: Option<String>,
    /// Why no fee is charged; only with a second person.
    #[serde(default)]
    #[ts(optional)]
    pub no_fee: Option<String>,
    /// The item of a bank's file that it is: the file's number, its place.
    #[serde(default)]
    #[ts(optional)]
    pub file: Option<(String, u32)>,
    /// The language of the notice that is made at once; none where it is made later.
    #[serde(default)]
    #[ts(optional)]
    pub notice: Option<Language>,
    /// A second person, where the fee is left out.
    #[serde(default)]
    #[ts(optional)]
    pub consent: Option<Consent>,
}

/// What working a returned item would do; nothing is written.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ReturnPreview {
    /// What is taken back, line by line.
    pub lines: Vec<TakenBackView>,
    /// What the bank took back.
    pub amount: Cents,
    /// The fee that would be charged.
    pub fee: Cents,
    /// Why none is, where none is.
    pub no_fee: Option<String>,
    /// Cash or card only until.
    pub marked_until: Option<String>,
    /// What would be due on each account.
    pub balances: Vec<AccountBalance>,
    /// Debits and credits by ledger account.
    pub postings: Vec<PostingView>,
    /// What stands in the way.
    pub refusal: Option<RefusalView>,
}

/// What is taken back from one line.
#[derive(Debug, Clone, Serialize, TS)]
pub struct TakenBackView {
    /// The receipt.
    pub receipt: String,
    /// What it is for.
    pub what: String,
    /// How much.
    pub amount: Cents,
    /// The account on which it is due again; none for money that stood in suspense or a sale undone.
    pub account: Option<String>,
    /// The charge on which it is due again; none where it only lowers the account's credit.
    pub charge: Option<String>,
    /// The request for a refund that is not paid for it.
    pub refund: Option<String>,
}

/// One posting.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PostingView {
    /// The ledger account.
    pub ledger: String,
    /// Its name.
    pub name: String,
    /// Debit positive, credit negative.
    pub amount: Cents,
}

/// Asks for a returned item.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct GetReturnedItem {
    /// Its number.
    pub number: String,
}

/// A returned item, whole.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ReturnedItemView {
    /// The item as in a list.
    pub row: ReturnedItemRow,
    /// The place of its entry in the journal, for its voucher; of the one that was just written.
    #[ts(type = "number")]
    pub seq: u64,
    /// The bank's own reference.
    pub reference: Option<String>,
    /// Its tenders: receipt, place, amount.
    pub tenders: Vec<TenderOf>,
    /// The deposits that took them to the bank.
    pub deposits: Vec<String>,
    /// Whom notices go to: name and address lines.
    pub payer: (String, Vec<String>),
    /// What it left due, its fee last.
    pub dues: Vec<OpenDueView>,
    /// Why no fee was charged.
    pub no_fee: Option<String>,
    /// Notices made: dates.
    pub notices: Vec<String>,
    /// The collections list that it is on.
    pub collections: Option<String>,
    /// When it was reinstated.
    pub reinstated_on: Option<String>,
    /// Who worked it.
    pub worker: String,
    /// The seal of its entry.
    pub seal: String,
    /// Other returned items of the same bank account.
    pub same_bank: Vec<ReturnedItemRow>,
    /// The papers that were made with it: its voucher, and its notice where one was asked for.
    pub written: Vec<String>,
    /// Whether it was there already: the request was a repeat.
    pub repeated: bool,
}

/// Something that a returned item left due.
#[derive(Debug, Clone, Serialize, TS)]
pub struct OpenDueView {
    /// The account.
    pub account: String,
    /// What it is for.
    pub what: String,
    /// How much.
    pub amount: Cents,
    /// What is still open.
    pub open: Cents,
    /// Whether it is the fee.
    pub fee: bool,
    /// What was paid on it: receipt, date, amount.
    pub payments: Vec<(String, String, Cents)>,
}

/// Reinstates a returned item.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReinstateItem {
    /// Made by the caller before the first send; the same one for a repeat.
    #[ts(type = "string")]
    pub request_id: Uuid,
    /// Its number.
    pub number: String,
    /// Whether its return was a mistake: then the open fee is taken back too.
    #[serde(default)]
    pub mistake: bool,
    /// Why.
    pub reason: String,
    /// The bank's own reference.
    #[serde(default)]
    #[ts(optional)]
    pub reference: Option<String>,
    /// The item of a bank's file that says so: the file's number, its place.
    #[serde(default)]
    #[ts(optional)]
    pub file: Option<(String, u32)>,
    /// A second person, where it was a mistake.
    #[serde(default)]
    #[ts(optional)]
    pub consent: Option<Consent>,
}

/// Makes a notice for the payer of a returned item, as PDF.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct WriteNotice {
    /// Made by the caller before the first send; the same one for a repeat.
    #[ts(type = "string")]
    pub request_id: Uuid,
    /// The returned item's number.
    pub number: String,
    /// The language of the letter.
    pub language: Language,
}

/// Writes the voucher of a correcting entry.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct WriteVoucher {
    /// The entry's place in the closing desk's journal.
    #[ts(type = "number")]
    pub seq: u64,
}

/// Puts returned items on a list for collections.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ListForCollections {
    /// Made by the caller before the first send; the same one for a repeat.
    #[ts(type = "string")]
    pub request_id: Uuid,
    /// Their numbers.
    pub numbers: Vec<String>,
}

/// Writes a numbered list again.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct WriteList {
    /// Its number: `AP-000001` for accounts payable, `C-000001` for collections.
    pub number: String,
}

/// A numbered list that was made, and the files that it was written into.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ListMade {
    /// The list's number.
    pub number: String,
    /// How many are on it.
    pub items: u32,
    /// What they come to.
    pub total: Cents,
    /// The files.
    pub written: DocumentsWritten,
    /// Whether it was there already: the request was a repeat.
    pub repeated: bool,
}

/// Asks for all that is known of a bank account, by one of its checks.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
#[ts(optional_fields)]
pub struct GetBankAccount {
    /// A tender of a receipt that was paid from it.
    pub tender: Option<TenderOf>,
    /// The bank's routing number.
    pub routing: Option<String>,
    /// The account number; only its token is looked for.
    pub account: Option<String>,
    /// A check's MICR line.
    pub micr: Option<String>,
}

/// What is known of a bank account: its checks and which of them came back.
#[derive(Debug, Clone, Serialize, TS)]
pub struct BankAccountView {
    /// Its last four digits.
    pub last_four: Option<String>,
    /// Checks and electronic payments taken from it, newest first, at most fifty.
    pub tenders: Vec<OriginalView>,
    /// Those that came back.
    pub returned: Vec<ReturnedItemRow>,
    /// No checks on it until.
    pub marked_until: Option<String>,
}
